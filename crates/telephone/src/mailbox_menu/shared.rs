//! Mailboxes that the owner shares with others: one is chosen, and has the menu that the own has.

use super::own_settings::{Picked, pick};
use super::{Owner, Session, Stop};
use crate::line::Line;
use crate::mailbox_menu::address;
use crate::prompt;
use directory::User;
use speech::Script;
use std::sync::Arc;

/// Whose mailbox it is; the only one there is needs no choice. None: the owner went back, or said nothing.
pub async fn choose(line: &mut impl Line, session: &Session<'_>) -> Result<Option<Arc<User>>, Stop> {
    let shared = session.shared();
    if let [only] = &shared[..] {
        return Ok(Some(only.clone()));
    }
    let say = session.say();
    let things: Vec<Script> = shared
        .iter()
        .map(|user| say.clone().prompt_with(prompt::SHARED_MAILBOX, address::person(user)))
        .collect();
    match pick(line, session.owner, |say| say, &things).await? {
        Picked::At(place) => Ok(shared.get(place).cloned()),
        Picked::Back | Picked::Silence => Ok(None),
    }
}

/// The group as a member meets it: in the member's language and time.
pub fn owner(session: &Session<'_>, group: &User) -> Owner {
    let member = &session.owner.user;
    let user = User { language: member.language, zone: member.zone.clone(), ..group.clone() };
    Owner { user: Arc::new(user), habits: session.owner.habits }
}
