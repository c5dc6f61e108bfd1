//! The house calls an owner, who has asked at the desk to hear a message by telephone.

use super::list::List;
use super::message::{self, After};
use super::{Door, Owner, Session, Stop, end, in_time, menus};
use crate::line::{Barge, Hangup, Line};
use crate::prompt;
use directory::Directory;
use messaging::{Kind, MessageRef, Post};

/// Reads the message out with all the keys that it has; from it one key leads to the menu. Ends the call.
pub async fn hear_message(
    line: &mut impl Line,
    owner: &Owner,
    (directory, post): (&dyn Directory, &dyn Post),
    message: &MessageRef,
) -> Result<(), Hangup> {
    line.answer().await?;
    line.opened(owner.user.id);
    let mailbox = post.mailbox(owner.user.id);
    let session = Session { owner, directory, mailbox: &*mailbox, door: Door::LogIn };
    let heard = heard(line, &session, post, message).await;
    end(line, &session, post, heard).await
}

async fn heard(
    line: &mut impl Line,
    session: &Session<'_>,
    post: &dyn Post,
    message: &MessageRef,
) -> Result<(), Stop> {
    let found = in_time(session.mailbox.find(message)).await?;
    let readable = found.filter(|entry| entry.kind == Kind::Voice || session.owner.habits.reads_mail);
    let Some(entry) = readable else {
        // Gone since it was asked for, or there is no engine that reads it.
        line.play(&session.say().prompt(prompt::MESSAGE_UNPLAYABLE), Barge::TypeAhead).await?;
        return Ok(());
    };
    let mut list = List::of_one(session, entry.clone());
    match message::read_out(line, session, &mut list, &entry).await? {
        After::Up => menus(line, session, post).await,
        _ => Ok(()),
    }
}
