//! The owner proves to be the owner: PIN alone from the own device, extension and PIN from elsewhere.

use crate::keys::{ask_digits, say_and_hang_up};
use crate::line::{Barge, Facts, Hangup, Line, Proven};
use crate::prompt;
use directory::{Directory, People, PinCheck, User};
use domain::guesser::Guesser;
use domain::number::Extension;
use speech::Script;
use std::sync::Arc;
use std::time::Duration;

/// Whose PIN is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The caller called this box or calls from its owner's device.
    PinOf(Extension),
    ExtensionAndPin,
}

impl Asked {
    /// By the device that calls. A number that is merely shown spares nobody the extension.
    pub fn of(facts: &Facts, people: &People) -> Asked {
        match &facts.proven {
            Proven::Device { user, .. } => {
                people.user(*user).map(|user| Asked::PinOf(user.extension.clone()))
            }
            Proven::Nobody => None,
        }
        .unwrap_or(Asked::ExtensionAndPin)
    }
}

/// A directory that does not answer for so long is said to be out of order.
const DIRECTORY_SECONDS: u64 = 10;
/// Wrong PINs in one call, over however many boxes.
const TRIES_IN_A_CALL: u32 = 5;
/// Entered in place of a PIN: the caller wants another mailbox than the one assumed.
const ANOTHER_MAILBOX: &str = "*";

/// Asks for what is needed until it is right. `None`: the call is over, and the caller was told why.
pub async fn log_in(
    line: &mut impl Line,
    directory: &dyn Directory,
    mut asked: Asked,
) -> Result<Option<Arc<User>>, Hangup> {
    let script = Script::new(line.facts().language);
    for _ in 0..TRIES_IN_A_CALL {
        let Some(entered) = ask(line, &mut asked).await? else {
            say_and_hang_up(line, &script.prompt(prompt::GOODBYE)).await?;
            return Ok(None);
        };
        match check(directory, &entered, line.facts().guesser).await {
            Some(PinCheck::Right(owner)) => {
                tracing::info!(user = owner.id.get(), "logged in by telephone");
                return Ok(Some(owner));
            }
            Some(PinCheck::Wrong { wait_seconds }) => {
                tracing::info!("wrong PIN");
                line.wait(wait_seconds.saturating_mul(1000)).await?;
                line.play(&script.clone().prompt(prompt::LOG_IN_WRONG), Barge::No).await?;
            }
            Some(PinCheck::Locked { wait_seconds }) => {
                tracing::info!("log-in locked");
                line.wait(wait_seconds.saturating_mul(1000)).await?;
                break;
            }
            None => {
                say_and_hang_up(line, &script.prompt(prompt::NOT_NOW)).await?;
                return Ok(None);
            }
        }
    }
    say_and_hang_up(line, &script.prompt(prompt::LOG_IN_LOCKED)).await?;
    Ok(None)
}

/// What the caller entered: a box, existing or not, and its PIN.
struct Entered {
    extension: String,
    pin: String,
}

/// `None`: silence.
async fn ask(line: &mut impl Line, asked: &mut Asked) -> Result<Option<Entered>, Hangup> {
    let script = Script::new(line.facts().language);
    if let Asked::PinOf(extension) = asked {
        let extension = extension.as_str().to_owned();
        match ask_digits(line, &script.clone().prompt(prompt::LOG_IN_OWN_PIN)).await? {
            None => return Ok(None),
            Some(pin) if pin != ANOTHER_MAILBOX => return Ok(Some(Entered { extension, pin })),
            Some(_) => *asked = Asked::ExtensionAndPin,
        }
    }
    let Some(extension) = ask_digits(line, &script.clone().prompt(prompt::LOG_IN_EXTENSION)).await? else {
        return Ok(None);
    };
    let pin = ask_digits(line, &script.prompt(prompt::LOG_IN_PIN)).await?;
    Ok(pin.map(|pin| Entered { extension, pin }))
}

/// `None`: the directory cannot say.
async fn check(directory: &dyn Directory, entered: &Entered, guesser: Guesser) -> Option<PinCheck> {
    let limit = Duration::from_secs(DIRECTORY_SECONDS);
    let checked = directory.check_pin(&entered.extension, &entered.pin, guesser);
    match tokio::time::timeout(limit, checked).await {
        Ok(Ok(checked)) => Some(checked),
        Ok(Err(error)) => {
            tracing::error!(%error, "a PIN cannot be checked");
            None
        }
        Err(_too_late) => {
            tracing::error!("a PIN is not checked within {DIRECTORY_SECONDS} s");
            None
        }
    }
}
