//! An owner whose mailbox fills hears so once in a call, before the menu.

use super::{Session, in_time};
use crate::line::{Barge, Hangup, Line};
use crate::prompt;
use domain::quota::Level;
use messaging::{Post, quota};

/// That it is not known how full a mailbox is keeps nobody from the messages in it.
pub async fn say(line: &mut impl Line, session: &Session<'_>, post: &dyn Post) -> Result<(), Hangup> {
    let people = session.directory.people();
    let prompt = match in_time(quota::level(post, &people, session.owner.user.id)).await {
        Ok(Level::Below) => return Ok(()),
        Ok(Level::Almost) => prompt::MENU_ALMOST_FULL,
        Ok(Level::Full) => prompt::MENU_FULL,
        Err(stop) => {
            tracing::warn!(error = %stop, "how full a mailbox is, is not said");
            return Ok(());
        }
    };
    line.play(&session.say().prompt(prompt), Barge::TypeAhead).await.map(drop)
}
