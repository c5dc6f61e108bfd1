//! The greeting of a call: what is known of caller, owner and hour, brought before `domain::greeting`.

use crate::line::{Diversion, Facts, Proven};
use crate::prompt;
use directory::User;
use domain::greeting::{Announcement, Choice, Occasion, Reached, Side, Sound, choose};
use domain::settings::{self, Settings};
use domain::{presence, schedule};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use speech::{Argument, Script};

/// What bears on a greeting beside the owner's settings.
#[derive(Clone, Debug)]
pub struct Circumstances {
    pub presence: presence::State,
    pub hours: schedule::State,
    /// The company's announcement, if it has recorded one.
    pub announcement: Option<Announcement>,
}

/// An everyday hour.
impl Default for Circumstances {
    fn default() -> Self {
        Circumstances { presence: presence::State::OFFICE, hours: schedule::State::Open, announcement: None }
    }
}

/// Which greeting the caller hears, and why: the journal keeps the reason whatever becomes of the call.
pub fn choose_greeting(
    owner: &User,
    settings: &Settings<'_>,
    circumstances: &Circumstances,
    facts: &Facts,
    now: Timestamp,
) -> Choice {
    let announcement = announcement(settings, circumstances);
    choose(&Occasion {
        recordings: &owner.greetings,
        announcement: announcement.as_ref(),
        language: facts.language,
        default_language: owner.language,
        today: now.to_zoned(zone_of(owner)).date(),
        day: settings.get(&settings::GREETING_DAY),
        alternative: settings.get(&settings::GREETING_ALTERNATIVE),
        caller: if facts.proven == Proven::Nobody { Side::Outside } else { Side::Inside },
        reached: if facts.diverted == Some(Diversion::Busy) { Reached::Busy } else { Reached::NotBusy },
        presence: circumstances.presence.clone(),
        hours: circumstances.hours,
    })
}

/// The company's announcement in the mode that the settings give it.
fn announcement(settings: &Settings<'_>, circumstances: &Circumstances) -> Option<Announcement> {
    let mode = settings.get(&settings::GREETING_ANNOUNCEMENT).mode()?;
    circumstances.announcement.as_ref().map(|recorded| Announcement { mode, ..recorded.clone() })
}

/// A greeting as it is said to this caller.
pub fn script(choice: &Choice, owner: &User, facts: &Facts) -> Script {
    let script = Script::new(facts.language);
    match &choice.sound {
        Sound::Recorded(blob) => script.recording(blob.clone()),
        Sound::Spoken(situation) => script.prompt_with(
            prompt::spoken_greeting(*situation),
            [
                ("name", Argument::Text(owner.name.clone())),
                ("number", Argument::Digits(owner.extension.as_str().to_owned())),
            ],
        ),
    }
}

/// A person's time zone; UTC where the name is none of the time zone database.
pub fn zone_of(person: &User) -> TimeZone {
    TimeZone::get(&person.zone).unwrap_or(TimeZone::UTC)
}
