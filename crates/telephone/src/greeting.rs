//! The greeting of a call: what is known of the caller, brought before the directory, and what is said of its choice.

use crate::deposit::Voicemail;
use crate::line::{Diversion, Facts, Proven};
use crate::prompt;
use directory::{Caller, Circumstances, User};
use domain::e164::E164;
use domain::greeting::{Choice, Reached, Says, Side, Sound};
use domain::settings::{self, Settings};
use domain::site::{self, Site};
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
        side: side(&circumstances.sites, facts),
        reached: if facts.diverted == Some(Diversion::Busy) { Reached::Busy } else { Reached::NotBusy },
    };
    directory::choose_greeting(owner, settings, circumstances, caller, now)
}

/// A number of one of the company's sites is believed so far: nothing depends on it but what is heard.
fn side(sites: &[Site], facts: &Facts) -> Side {
    let shown = facts.caller.as_ref().and_then(|number| E164::parse(number.as_str()).ok());
    let is_own = |number: &E164| site::extension(sites, number).is_some();
    match facts.proven {
        Proven::Device { .. } => Side::Inside,
        Proven::Number | Proven::Nobody if shown.as_ref().is_some_and(is_own) => Side::Inside,
        Proven::Number | Proven::Nobody => Side::Outside,
    }
}

/// The digits by which an owner is announced.
pub fn announced(owner: &User, settings: &Settings<'_>, sites: &[Site]) -> String {
    let full = E164::of_digits(&settings.get(&settings::NUMBER_COMPLETE).0).ok();
    site::announced(settings.get(&settings::NUMBERS_ANNOUNCED), sites, full.as_ref(), &owner.extension)
}

/// A greeting as it is said to this caller.
pub fn script(voicemail: &Voicemail<'_>, facts: &Facts) -> Script {
    let script = Script::new(facts.language);
    let (situation, name) = match &voicemail.greeting.sound {
        Sound::Recorded(blob) => return script.recording(blob.clone()),
        Sound::Spoken { situation, name } => (prompt::spoken_greeting(*situation), name),
    };
    let number = ("number", Argument::Digits(voicemail.number.clone()));
    let named = |name| script.clone().prompt_with(situation, [("name", name), number.clone()]);
    match (name, voicemail.settings.get(&settings::GREETING_SAYS)) {
        (Some(recorded), _) => named(Argument::Recording(recorded.clone())),
        (None, Says::Name) => named(Argument::Text(voicemail.owner.name.clone())),
        (None, Says::Number) => script.prompt_with(situation, [number.clone()]),
    }
}
