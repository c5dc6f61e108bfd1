//! The greeting of a call: what is known of the caller, brought before the directory, and what is said of its choice.

use crate::line::{Diversion, Facts, Proven};
use crate::prompt;
use directory::{Caller, Circumstances, User};
use domain::greeting::{Choice, Reached, Says, Side, Sound};
use domain::settings::{self, Settings};
use jiff::Timestamp;
use speech::{Argument, Script};

/// Which greeting the caller hears, and why: the journal keeps the reason whatever becomes of the call.
pub fn choose_greeting(
    owner: &User,
    settings: &Settings<'_>,
    circumstances: &Circumstances,
    facts: &Facts,
    now: Timestamp,
) -> Choice {
    let caller = Caller {
        language: facts.language,
        side: if matches!(facts.proven, Proven::Device { .. }) { Side::Inside } else { Side::Outside },
        reached: if facts.diverted == Some(Diversion::Busy) { Reached::Busy } else { Reached::NotBusy },
    };
    directory::choose_greeting(owner, settings, circumstances, caller, now)
}

/// A greeting as it is said to this caller.
pub fn script(choice: &Choice, owner: &User, settings: &Settings<'_>, facts: &Facts) -> Script {
    let script = Script::new(facts.language);
    let (situation, name) = match &choice.sound {
        Sound::Recorded(blob) => return script.recording(blob.clone()),
        Sound::Spoken { situation, name } => (prompt::spoken_greeting(*situation), name),
    };
    let number = ("number", Argument::Digits(owner.extension.as_str().to_owned()));
    let named = |name| script.clone().prompt_with(situation, [("name", name), number.clone()]);
    match (name, settings.get(&settings::GREETING_SAYS)) {
        (Some(recorded), _) => named(Argument::Recording(recorded.clone())),
        (None, Says::Name) => named(Argument::Text(owner.name.clone())),
        (None, Says::Number) => script.prompt_with(situation, [number.clone()]),
    }
}
