//! The house has called an owner because messages wait. Whoever answers hears for whom the call is, and nothing else without the
//! PIN: it may be somebody else, or a machine.

use crate::line::{Barge, Hangup, Line};
use crate::log_in::{Asked, log_in};
use crate::mailbox_menu::{Habits, Owner, mailbox_menu};
use crate::prompt;
use directory::{Directory, User};
use messaging::Post;
use speech::{Argument, Script};
use std::sync::Arc;

/// Who has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answerer {
    /// The owner, by the PIN.
    Owner,
    /// Nobody who has proven to be.
    Somebody,
}

/// The line is that of somebody who has been called, and was not told anything yet. `habits` are asked once it is known whose
/// box is opened.
pub async fn outcall(
    line: &mut impl Line,
    (directory, post): (&dyn Directory, &dyn Post),
    owner: &User,
    habits: impl FnOnce(&User) -> Habits + Send,
) -> Answerer {
    let Ok(Some(user)) = proves(line, directory, owner).await else { return Answerer::Somebody };
    let answerer = if user.id == owner.id { Answerer::Owner } else { Answerer::Somebody };
    let habits = habits(&user);
    // Who hangs up in the menu knows what there is.
    let _hangup = mailbox_menu(line, &Owner { user, habits }, directory, post).await;
    answerer
}

async fn proves(
    line: &mut impl Line,
    directory: &dyn Directory,
    owner: &User,
) -> Result<Option<Arc<User>>, Hangup> {
    line.answer().await?;
    let name = ("name", Argument::Text(owner.name.clone()));
    let number = ("number", Argument::Digits(owner.extension.as_str().to_owned()));
    let said = Script::new(line.facts().language).prompt_with(prompt::OUTCALL_FOR, [name, number]);
    line.play(&said, Barge::TypeAhead).await?;
    log_in(line, directory, Asked::PinOf(owner.extension.clone())).await
}
