//! An owner chooses a PIN: of free will in the settings, or because nothing else is possible before.

use crate::keys::ask_digits;
use crate::line::{Barge, Hangup, Line};
use crate::prompt;
use directory::{Directory, DirectoryError, User};
use speech::Script;
use std::time::Duration;

/// How often a new PIN may be tried.
const TRIES: u32 = 3;
/// A directory that does not answer for so long is out of order.
const DIRECTORY_SECONDS: u64 = 10;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    Changed,
    /// Nothing was chosen that could be taken, and the owner has heard so.
    Kept,
    /// The directory cannot say.
    Trouble,
}

/// Asks for a new PIN, twice, until it is taken. Who says nothing keeps the old one.
pub(crate) async fn choose_pin(
    line: &mut impl Line,
    directory: &dyn Directory,
    user: &User,
) -> Result<Chosen, Hangup> {
    let say = |id| Script::new(user.language).prompt(id);
    for _ in 0..TRIES {
        let Some(wanted) = ask_digits(line, &say(prompt::PIN_NEW)).await? else { break };
        let Some(again) = ask_digits(line, &say(prompt::PIN_AGAIN)).await? else { break };
        let became = match wanted == again {
            true => keep(directory, user, &wanted).await,
            false => Some(prompt::PIN_DIFFERS),
        };
        let Some(became) = became else { return Ok(Chosen::Trouble) };
        line.play(&say(became), Barge::TypeAhead).await?;
        if became == prompt::PIN_CHANGED {
            return Ok(Chosen::Changed);
        }
    }
    line.play(&say(prompt::PIN_KEPT), Barge::TypeAhead).await?;
    Ok(Chosen::Kept)
}

/// What is said of it. `None`: the directory cannot say.
async fn keep(directory: &dyn Directory, user: &User, wanted: &str) -> Option<&'static str> {
    let limit = Duration::from_secs(DIRECTORY_SECONDS);
    match tokio::time::timeout(limit, directory.set_pin(user.id, wanted)).await {
        Ok(Ok(())) => {
            tracing::info!(user = user.id.get(), "a PIN was changed by telephone");
            Some(prompt::PIN_CHANGED)
        }
        Ok(Err(DirectoryError::Invalid(_))) => Some(prompt::PIN_REFUSED),
        Ok(Err(error)) => {
            tracing::error!(%error, "a PIN cannot be changed");
            None
        }
        Err(_too_late) => {
            tracing::error!("a PIN is not changed within {DIRECTORY_SECONDS} s");
            None
        }
    }
}
