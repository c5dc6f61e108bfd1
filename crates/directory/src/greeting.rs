//! The greeting of a call: what is known of owner, caller and hour, brought before `domain::greeting`.

use crate::people::{Company, People, User};
use domain::greeting::{Announcement, AnnouncementMode, Choice, Occasion, Reached, Side, Switching, choose};
use domain::language::Language;
use domain::presence;
use domain::schedule::{self, Schedule};
use domain::settings::{self, Settings};
use domain::site::Site;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What bears on a greeting beside the owner's settings and recordings.
#[derive(Clone, Debug)]
pub struct Circumstances {
    pub presence: presence::State,
    /// Open where hours are not used.
    pub hours: schedule::State,
    pub company: Company,
    /// Who calls from one of them calls from inside.
    pub sites: Vec<Site>,
}

/// An everyday hour.
impl Default for Circumstances {
    fn default() -> Self {
        let (presence, hours) = (presence::State::OFFICE, schedule::State::Open);
        Circumstances { presence, hours, company: Company::default(), sites: Vec::new() }
    }
}

impl Circumstances {
    /// How it stands with a person at a moment.
    pub fn of(people: &People, owner: &User, now: Timestamp) -> Circumstances {
        let schedule = Schedule::of(&people.settings_of(Some(owner.id)), zone_of(owner));
        Circumstances {
            presence: presence::effective(&owner.presence, &[], now).state,
            hours: schedule.map_or(schedule::State::Open, |schedule| schedule.state_at(now)),
            company: people.company().clone(),
            sites: people.sites().to_vec(),
        }
    }
}

/// Whether everybody hears the company's announcement, whatever they speak and whatever the owner has recorded.
pub fn hears_the_company_alone(settings: &Settings<'_>, company: &Company) -> bool {
    announcement(settings, company).is_some_and(|announcement| {
        announcement.mode == AnnouncementMode::Always && !announcement.recordings.is_empty()
    })
}

/// Who is to be greeted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    pub language: Language,
    pub side: Side,
    pub reached: Reached,
}

/// Which greeting a caller hears, and why.
pub fn choose_greeting(
    owner: &User,
    settings: &Settings<'_>,
    circumstances: &Circumstances,
    caller: Caller,
    now: Timestamp,
) -> Choice {
    let announcement = announcement(settings, &circumstances.company);
    choose(&Occasion {
        book: &owner.greetings,
        kind: settings.get(&settings::GREETING_KIND),
        announcement: announcement.as_ref(),
        company: &circumstances.company.greetings,
        language: caller.language,
        default_language: owner.language,
        today: now.to_zoned(zone_of(owner)).date(),
        day: settings.get(&settings::GREETING_DAY),
        alternative: settings.get(&settings::GREETING_ALTERNATIVE),
        internal: settings.get(&settings::GREETING_INTERNAL),
        caller: caller.side,
        reached: caller.reached,
        presence: circumstances.presence.clone(),
        hours: circumstances.hours,
        switching: Switching {
            off_hours: settings.get(&settings::HOURS_OFF_PRESENCE),
            breaks: settings.get(&settings::BREAKS_PRESENCE),
        },
    })
}

/// The company's announcement in the mode that the settings give it.
fn announcement(settings: &Settings<'_>, company: &Company) -> Option<Announcement> {
    let mode = settings.get(&settings::GREETING_ANNOUNCEMENT).mode()?;
    Some(Announcement { mode, recordings: company.announcement.clone() })
}

/// A person's time zone; UTC where the name is none of the time zone database.
pub fn zone_of(person: &User) -> TimeZone {
    TimeZone::get(&person.zone).unwrap_or(TimeZone::UTC)
}
