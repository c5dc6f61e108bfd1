//! The owner proves to be the owner: PIN alone from the own device, extension and PIN from elsewhere.

use crate::choose_pin::{Chosen, choose_pin};
use crate::keys::{ask_digits, say_and_hang_up};
use crate::line::{Barge, Destination, Facts, Hangup, Line, Proven, Shown};
use crate::prompt;
use directory::{Directory, People, PinCheck, User};
use domain::access::{self, Entry, Origin, Rules};
use domain::guesser::Guesser;
use domain::id::UserId;
use domain::number::{Extension, Number};
use domain::pin::Standing;
use domain::settings;
use speech::{Argument, Script};
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
            Proven::Number | Proven::Nobody => None,
        }
        .unwrap_or(Asked::ExtensionAndPin)
    }
}

/// A directory that does not answer for so long is said to be out of order.
const DIRECTORY_SECONDS: u64 = 10;
/// Entered in place of a PIN: the caller wants another mailbox than the one assumed.
const ANOTHER_MAILBOX: &str = "*";

/// Asks for what is needed until it is right. `None`: the call is over, and the caller was told why.
pub async fn log_in(
    line: &mut impl Line,
    directory: &dyn Directory,
    mut asked: Asked,
) -> Result<Option<Arc<User>>, Hangup> {
    let script = Script::new(line.facts().language);
    let people = directory.people();
    let called = called(&asked, &people);
    for _ in 0..people.settings_of(None).get(&settings::PIN_TRIES_IN_A_CALL) {
        if let Asked::PinOf(extension) = &asked {
            match entry(line.facts(), &people, extension.as_str()) {
                (Entry::Refused, _) => return refuse(line, directory, extension.as_str()).await,
                (Entry::WithoutPin, Some(owner)) => {
                    tracing::info!(user = owner.id.get(), "let in by telephone without a PIN");
                    return Ok(Some(owner));
                }
                (Entry::WithPin | Entry::WithoutPin, _) => {}
            }
        }
        let Some(entered) = ask(line, &mut asked).await? else {
            say_and_hang_up(line, &script.prompt(prompt::GOODBYE)).await?;
            return Ok(None);
        };
        if entry(line.facts(), &people, &entered.extension).0 == Entry::Refused {
            return refuse(line, directory, &entered.extension).await;
        }
        match check(directory, &entered, line.facts().guesser).await {
            Some(PinCheck::Right(owner)) => {
                tracing::info!(user = owner.id.get(), "logged in by telephone");
                return opened(line, directory, owner).await;
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
    connect_with_operator(line, &people, called.as_deref()).await?;
    say_and_hang_up(line, &script.prompt(prompt::LOG_IN_LOCKED)).await?;
    Ok(None)
}

/// Who was called. Of callers who say themselves which box they mean, nobody was.
fn called(asked: &Asked, people: &People) -> Option<Arc<User>> {
    match asked {
        Asked::PinOf(extension) => people.by_extension(extension).cloned(),
        Asked::ExtensionAndPin => None,
    }
}

/// Callers from outside who do not get in can speak with somebody, where the company wants that. Comes back where nobody is
/// reached. The boxes that were tried bear on nothing here: it would tell which exist.
async fn connect_with_operator(
    line: &mut impl Line,
    people: &People,
    called: Option<&User>,
) -> Result<(), Hangup> {
    let settings = people.settings_of(called.map(|user| user.id));
    let is_inside = matches!(line.facts().proven, Proven::Device { .. });
    if is_inside || !settings.get(&settings::PIN_THEN_OPERATOR) {
        return Ok(());
    }
    let Ok(number) = Number::parse(&settings.get(&settings::OPERATOR).0) else { return Ok(()) };
    let Some(as_person) = called.map(|user| user.id).or_else(|| account(people, &number)) else {
        return Ok(());
    };
    let say = Script::new(line.facts().language);
    line.play(&say.clone().prompt(prompt::ATTENDANT_CONNECTS), Barge::No).await?;
    let to = Destination { as_person, number, shown: Shown::Caller, longest_seconds: None };
    let why = line.hand_over(&to).await?;
    tracing::info!(?why, "a caller without a right PIN is not put through");
    line.play(&say.prompt(prompt::ATTENDANT_NOT_REACHED), Barge::No).await.map(drop)
}

/// In whose name the operator is called where nobody else was: the operator's own, or that of a group's first member.
fn account(people: &People, operator: &Number) -> Option<UserId> {
    let extension = Extension::parse(operator.as_str()).ok()?;
    let person = people.by_extension(&extension).map(|user| user.id);
    person.or_else(|| people.group_at(&extension)?.plan.members.first().copied())
}

/// Whether the one on the line has proven to be this owner by more than a number: with the PIN, which is asked for once more
/// of those whom it was spared, or by the own telephone.
pub async fn is_proven(
    line: &mut impl Line,
    directory: &dyn Directory,
    owner: &User,
) -> Result<bool, Hangup> {
    let is_own = matches!(&line.facts().proven, Proven::Device { user, .. } if *user == owner.id);
    let people = directory.people();
    if is_own || entry(line.facts(), &people, owner.extension.as_str()).0 != Entry::WithoutPin {
        return Ok(true);
    }
    let script = Script::new(owner.language);
    let Some(pin) = ask_digits(line, &script.clone().prompt(prompt::LOG_IN_OWN_PIN)).await? else {
        return Ok(false);
    };
    let entered = Entered { extension: owner.extension.as_str().to_owned(), pin };
    let said = match check(directory, &entered, line.facts().guesser).await {
        Some(PinCheck::Right(_)) => return Ok(true),
        Some(PinCheck::Wrong { wait_seconds } | PinCheck::Locked { wait_seconds }) => {
            tracing::info!("wrong PIN");
            line.wait(wait_seconds.saturating_mul(1000)).await?;
            prompt::LOG_IN_WRONG
        }
        None => prompt::NOT_NOW,
    };
    line.play(&script.prompt(said), Barge::No).await?;
    Ok(false)
}

/// How somebody may open the box of this extension, and whose it is. One that nobody has is treated as all are, so that it
/// cannot be told from others.
fn entry(facts: &Facts, people: &People, extension: &str) -> (Entry, Option<Arc<User>>) {
    let owner = Extension::parse(extension).ok().and_then(|number| people.by_extension(&number)).cloned();
    let rules = Rules::of(&people.settings_of(owner.as_ref().map(|owner| owner.id)));
    let number = facts.caller.as_ref().map(|number| number.as_str());
    let origin = match (&facts.proven, number) {
        (Proven::Device { user, .. }, _) if owner.as_ref().is_some_and(|owner| owner.id == *user) => {
            Origin::OwnPhone
        }
        (Proven::Device { .. } | Proven::Number, Some(number)) => Origin::Vouched(number),
        (Proven::Nobody, Some(number)) => Origin::Shown(number),
        (_, None) => Origin::Suppressed,
    };
    (access::entry(&rules, origin), owner)
}

/// Says that it cannot be from here. It counts as no wrong PIN, and is a row of the log.
async fn refuse(
    line: &mut impl Line,
    directory: &dyn Directory,
    extension: &str,
) -> Result<Option<Arc<User>>, Hangup> {
    tracing::info!("log-in refused by the rules of access");
    let caller = line.facts().caller.as_ref().map_or_else(String::new, |number| number.to_string());
    let noted = directory.refused(extension, &caller);
    match tokio::time::timeout(Duration::from_secs(DIRECTORY_SECONDS), noted).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "a refused log-in is not in the log of PINs"),
        Err(_too_late) => tracing::error!("a refused log-in is not in the log of PINs: it does not answer"),
    }
    let said = Script::new(line.facts().language).prompt(prompt::LOG_IN_NOT_FROM_HERE);
    say_and_hang_up(line, &said).await?;
    Ok(None)
}

/// What a right PIN opens: all, or nothing but its change, or nothing.
async fn opened(
    line: &mut impl Line,
    directory: &dyn Directory,
    owner: Arc<User>,
) -> Result<Option<Arc<User>>, Hangup> {
    let say = || Script::new(owner.language);
    let last_words = match standing(directory, &owner).await {
        Some(Standing::Holds) => return Ok(Some(owner)),
        Some(Standing::EndsSoon { days }) => {
            let days = Argument::Count(u64::from(days.max(1)));
            line.play(&say().prompt_with(prompt::PIN_ENDS_SOON, [("days", days)]), Barge::TypeAhead).await?;
            return Ok(Some(owner));
        }
        Some(Standing::MustChange) => {
            line.play(&say().prompt(prompt::PIN_MUST_CHANGE), Barge::TypeAhead).await?;
            match choose_pin(line, directory, &owner).await? {
                Chosen::Changed => return Ok(Some(owner)),
                Chosen::Kept => prompt::GOODBYE,
                Chosen::Trouble => prompt::NOT_NOW,
            }
        }
        Some(Standing::Ended) => prompt::LOG_IN_PIN_ENDED,
        None => prompt::NOT_NOW,
    };
    say_and_hang_up(line, &say().prompt(last_words)).await?;
    Ok(None)
}

/// `None`: the directory cannot say.
async fn standing(directory: &dyn Directory, owner: &User) -> Option<Standing> {
    let limit = Duration::from_secs(DIRECTORY_SECONDS);
    match tokio::time::timeout(limit, directory.pin_standing(owner.id)).await {
        Ok(Ok(standing)) => Some(standing),
        Ok(Err(error)) => {
            tracing::error!(%error, "what a PIN opens is not known");
            None
        }
        Err(_too_late) => {
            tracing::error!("what a PIN opens is not known within {DIRECTORY_SECONDS} s");
            None
        }
    }
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
