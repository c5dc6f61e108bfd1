//! When an owner is called, or told by pager, because messages wait: by what waits, what the owner wants, and what was done so
//! far.

use crate::number::Email;
use crate::schedule::{self, Day, Hours, Schedule};
use crate::settings::{self, Setting, Settings};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What an owner wants to be called for, where and when.
#[derive(Clone, Debug)]
pub struct Wish {
    /// As the owner would dial them; they are tried in turn.
    pub numbers: Vec<String>,
    /// So many voice messages are called for; 0: none are.
    pub voice: u32,
    /// The same for e-mails.
    pub mail: u32,
    /// The same for faxes.
    pub fax: u32,
    pub urgent_only: bool,
    /// From a message to the call for it.
    pub delay: SignedDuration,
    /// Calls for the same messages.
    pub tries: u32,
    /// Between any two calls.
    pub distance: SignedDuration,
    /// When the owner may be called.
    pub hours: Schedule,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Voice,
    Mail,
    Fax,
}

/// A new message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub kind: Kind,
    pub received: Timestamp,
    pub urgent: bool,
}

/// The last calls to an owner. Kept durably, and before a call is made: a restart neither repeats nor forgets one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The newest message that they were for.
    pub up_to: Timestamp,
    /// So many calls were for that one.
    pub tries: u32,
    pub last_at: Timestamp,
    /// Whoever answered has given the PIN: the owner knows.
    pub is_told: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Until something changes.
    Nothing,
    /// Then it is to be decided anew.
    Wait(Timestamp),
    /// Now, at this one of the numbers; what is to be kept of it first.
    Call { number: usize, past: Past },
}

const HOURS: [&Setting<Vec<Hours>>; 7] = [
    &settings::OUTCALL_MONDAY,
    &settings::OUTCALL_TUESDAY,
    &settings::OUTCALL_WEDNESDAY,
    &settings::OUTCALL_THURSDAY,
    &settings::OUTCALL_FRIDAY,
    &settings::OUTCALL_SATURDAY,
    &settings::OUTCALL_SUNDAY,
];

impl Wish {
    /// As the settings have it. `None`: the owner is not to be called.
    pub fn of(settings: &Settings<'_>, zone: TimeZone) -> Option<Wish> {
        let numbers = settings.get(&settings::OUTCALL_NUMBERS);
        let wants = settings.get(&settings::OUTCALL) && !numbers.is_empty();
        let tries = settings.get(&settings::OUTCALL_TRIES);
        wants.then(|| Wish { numbers, tries, ..Wish::paged(settings, zone) })
    }

    /// What a pager is told of: the same messages, at the same hours, each once.
    pub fn paged(settings: &Settings<'_>, zone: TimeZone) -> Wish {
        let minutes = |setting| SignedDuration::from_mins(i64::from(settings.get(setting)));
        let week = HOURS.map(|hours| Day { open: settings.get(hours), breaks: Vec::new() });
        Wish {
            numbers: Vec::new(),
            voice: settings.get(&settings::OUTCALL_VOICE),
            mail: settings.get(&settings::OUTCALL_MAIL),
            fax: settings.get(&settings::OUTCALL_FAX),
            urgent_only: settings.get(&settings::OUTCALL_URGENT_ONLY),
            delay: minutes(&settings::OUTCALL_DELAY_MINUTES),
            tries: 1,
            distance: minutes(&settings::OUTCALL_DISTANCE_MINUTES),
            hours: Schedule { zone, week, holidays: Vec::new(), special: Vec::new() },
        }
    }

    /// When messages of this kind came that count, the oldest first; none while they are too few.
    fn counted(&self, kind: Kind, waiting: &[Waiting]) -> Vec<Timestamp> {
        let least = self.least(kind);
        let counts = |message: &&Waiting| message.kind == kind && (message.urgent || !self.urgent_only);
        let mut counted: Vec<Timestamp> =
            waiting.iter().filter(counts).map(|message| message.received).collect();
        counted.sort_unstable();
        if least == 0 || counted.len() < least { Vec::new() } else { counted }
    }

    fn least(&self, kind: Kind) -> usize {
        (match kind {
            Kind::Voice => self.voice,
            Kind::Mail => self.mail,
            Kind::Fax => self.fax,
        }) as usize
    }

    /// When there was first something of this kind to call for that came after `known`.
    fn news(&self, kind: Kind, counted: &[Timestamp], known: Option<Timestamp>) -> Option<Timestamp> {
        let enough = *counted.get(self.least(kind).checked_sub(1)?)?;
        let first = counted.iter().find(|received| known.is_none_or(|known| **received > known))?;
        Some(enough.max(*first))
    }

    /// The first moment from this one on at which the owner may be called.
    fn within_hours(&self, from: Timestamp) -> Option<Timestamp> {
        let is_open = |at: &Timestamp| self.hours.state_at(*at) == schedule::State::Open;
        if is_open(&from) { Some(from) } else { self.hours.next_change(from).filter(is_open) }
    }
}

/// Where pagers and mobile telephones are told.
pub fn paged_at(settings: &Settings<'_>) -> Vec<Email> {
    let addresses = [&settings::NOTIFY_PAGER, &settings::NOTIFY_SMS].map(|setting| settings.get(setting));
    let mut addresses: Vec<Email> = addresses.into_iter().flatten().collect();
    addresses.dedup();
    addresses
}

/// Decides. `past`: none, where the owner was never called.
pub fn decide(wish: &Wish, now: Timestamp, waiting: &[Waiting], past: Option<&Past>) -> Decision {
    let kinds = [Kind::Voice, Kind::Mail, Kind::Fax].map(|kind| (kind, wish.counted(kind, waiting)));
    let Some(newest) = kinds.iter().filter_map(|(_, counted)| counted.last().copied()).max() else {
        return Decision::Nothing;
    };
    let known = past.map(|past| past.up_to);
    let news = kinds.iter().filter_map(|(kind, counted)| wish.news(*kind, counted, known)).min();
    let tries = match (past, news) {
        (Some(past), None) if past.is_told || past.tries >= wish.tries => return Decision::Nothing,
        (Some(past), None) => past.tries,
        (_, Some(_)) | (None, None) => 0,
    };
    // A clock that was set back holds nobody off for longer than the distance.
    let again = past.map(|past| past.last_at.min(now) + wish.distance);
    let due = news.map(|news| news + wish.delay).into_iter().chain(again).fold(now, Timestamp::max);
    match wish.within_hours(due) {
        None => Decision::Nothing,
        Some(at) if at > now => Decision::Wait(at),
        Some(_) => {
            let past = Past { up_to: newest, tries: tries + 1, last_at: now, is_told: false };
            Decision::Call { number: tries as usize % wish.numbers.len().max(1), past }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind::*, *};

    /// A Monday, 10:00 in Berlin.
    const MONDAY: &str = "2026-11-23T09:00:00Z";

    fn at(minutes: i64) -> Timestamp {
        MONDAY.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    fn wish() -> Wish {
        let open = Day { open: vec![Hours::parse("08:00-20:00").unwrap()], breaks: Vec::new() };
        let week = std::array::from_fn(|day| if day < 5 { open.clone() } else { Day::default() });
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Wish {
            numbers: vec!["017112345".into(), "03055555".into()],
            voice: 1,
            mail: 0,
            fax: 0,
            urgent_only: false,
            delay: SignedDuration::from_mins(2),
            tries: 3,
            distance: SignedDuration::from_mins(15),
            hours: Schedule { zone, week, holidays: Vec::new(), special: Vec::new() },
        }
    }

    fn voice(minute: i64) -> Waiting {
        Waiting { kind: Voice, received: at(minute), urgent: false }
    }

    fn mail(minute: i64) -> Waiting {
        Waiting { kind: Mail, ..voice(minute) }
    }

    fn fax(minute: i64) -> Waiting {
        Waiting { kind: Fax, ..voice(minute) }
    }

    fn urgent(message: Waiting) -> Waiting {
        Waiting { urgent: true, ..message }
    }

    fn past(up_to: i64, tries: u32, last_at: i64) -> Past {
        Past { up_to: at(up_to), tries, last_at: at(last_at), is_told: false }
    }

    fn call(number: usize, past: Past) -> Decision {
        Decision::Call { number, past }
    }

    fn wait(minute: i64) -> Decision {
        Decision::Wait(at(minute))
    }

    #[test]
    fn an_owner_is_called_after_the_delay_and_again_at_the_distance_until_told_or_tried_enough() {
        let told = Past { is_told: true, ..past(0, 1, 2) };
        for (now, waiting, past_calls, expected) in [
            (0, vec![], None, Decision::Nothing),
            (0, vec![voice(0)], None, wait(2)),
            (1, vec![voice(0), voice(1)], None, wait(2)),
            (2, vec![voice(0), voice(1)], None, call(0, past(1, 1, 2))),
            // It was down while it should have called.
            (300, vec![voice(0)], None, call(0, past(0, 1, 300))),
            // Nobody has taken it: by turns, so many times.
            (2, vec![voice(0)], Some(past(0, 1, 2)), wait(17)),
            (17, vec![voice(0)], Some(past(0, 1, 2)), call(1, past(0, 2, 17))),
            (32, vec![voice(0)], Some(past(0, 2, 17)), call(0, past(0, 3, 32))),
            (47, vec![voice(0)], Some(past(0, 3, 32)), Decision::Nothing),
            // It was read meanwhile.
            (17, vec![], Some(past(0, 1, 2)), Decision::Nothing),
            // The owner knows of it, until another comes, which keeps the distance.
            (30, vec![voice(0)], Some(told), Decision::Nothing),
            (5, vec![voice(0), voice(4)], Some(told), wait(17)),
            (40, vec![voice(0), voice(39)], Some(told), wait(41)),
            (41, vec![voice(0), voice(39)], Some(told), call(0, past(39, 1, 41))),
            (60, vec![voice(0), voice(50)], Some(past(0, 3, 32)), call(0, past(50, 1, 60))),
            // The clock was set back by an hour.
            (10, vec![voice(0)], Some(past(0, 1, 70)), wait(25)),
        ] {
            let decided = decide(&wish(), at(now), &waiting, past_calls.as_ref());
            assert_eq!(decided, expected, "at {now}: {waiting:?}, {past_calls:?}");
        }
    }

    #[test]
    fn a_pager_is_told_once_of_what_calls_are_made_for_and_again_of_what_comes_later() {
        let row = |key: &str, value: &str| settings::Row {
            scope: settings::Scope::System,
            key: key.into(),
            value: value.into(),
        };
        let rows = [
            row("notify.pager", "17@pager.example"),
            row("notify.sms", "49171@sms.example"),
            row("outcall.voice", "1"),
            row("outcall.delay_minutes", "2"),
            row("outcall.monday", "08:00-20:00"),
        ];
        let settings = Settings { rows: &rows, bearing: settings::Bearing::default() };
        let to: Vec<String> = paged_at(&settings).iter().map(|to| to.as_str().to_owned()).collect();
        assert_eq!(to, ["17@pager.example", "49171@sms.example"]);
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        assert!(Wish::of(&settings, zone.clone()).is_none(), "nobody is called");
        let wish = Wish::paged(&settings, zone);
        for (now, waiting, told, expected) in [
            (0, vec![voice(0)], None, wait(2)),
            (2, vec![voice(0), mail(1)], None, call(0, past(0, 1, 2))),
            (60, vec![voice(0)], Some(past(0, 1, 2)), Decision::Nothing),
            (60, vec![voice(0), voice(40)], Some(past(0, 1, 2)), call(0, past(40, 1, 60))),
            // It was read meanwhile.
            (60, vec![], Some(past(0, 1, 2)), Decision::Nothing),
        ] {
            assert_eq!(decide(&wish, at(now), &waiting, told.as_ref()), expected, "{now}: {waiting:?}");
        }
    }

    #[test]
    fn messages_count_by_their_kind_their_number_and_their_urgency() {
        let of = |voice, mail, urgent_only| Wish { voice, mail, urgent_only, ..wish() };
        for (wish, waiting, expected) in [
            (of(1, 0, false), vec![mail(0)], Decision::Nothing),
            (of(0, 1, false), vec![voice(0)], Decision::Nothing),
            (of(0, 1, false), vec![mail(0)], call(0, past(0, 1, 100))),
            (of(3, 0, false), vec![voice(0), voice(1)], Decision::Nothing),
            // Kinds are not added up.
            (of(2, 2, false), vec![voice(0), mail(1)], Decision::Nothing),
            // The delay begins with the one that makes enough of them.
            (of(2, 0, false), vec![voice(0), voice(99)], wait(101)),
            (of(2, 0, false), vec![voice(98), voice(0)], call(0, past(98, 1, 100))),
            (of(1, 1, true), vec![voice(0), mail(0)], Decision::Nothing),
            (of(1, 1, true), vec![voice(0), urgent(mail(5))], call(0, past(5, 1, 100))),
            (of(0, 0, false), vec![voice(0), mail(0), fax(0)], Decision::Nothing),
            (of(1, 1, false), vec![fax(0)], Decision::Nothing),
            (Wish { fax: 1, ..of(0, 0, false) }, vec![voice(0), mail(0)], Decision::Nothing),
            (Wish { fax: 1, ..of(0, 0, false) }, vec![fax(0)], call(0, past(0, 1, 100))),
        ] {
            assert_eq!(decide(&wish, at(100), &waiting, None), expected, "{wish:?} {waiting:?}");
        }
    }

    #[test]
    fn nobody_is_called_outside_of_the_hours() {
        let day = 24 * 60;
        // 20:00 is 600 minutes on; the next Monday opens two hours before.
        for (now, waiting, past_calls, expected) in [
            (599, vec![voice(590)], None, call(0, past(590, 1, 599))),
            (600, vec![voice(590)], None, wait(day - 120)),
            (599, vec![voice(598)], None, wait(day - 120)),
            (605, vec![voice(580)], Some(past(580, 1, 595)), wait(day - 120)),
            (4 * day + 700, vec![voice(0)], None, wait(7 * day - 120)),
        ] {
            let decided = decide(&wish(), at(now), &waiting, past_calls.as_ref());
            assert_eq!(decided, expected, "at {now}: {waiting:?}");
        }
        let mut never = wish();
        never.hours.week = Default::default();
        assert_eq!(decide(&never, at(10), &[voice(0)], None), Decision::Nothing);
    }

    #[test]
    fn nobody_is_called_who_has_not_said_so_and_where() {
        let rows = |settings: &[(&str, &str)]| -> Vec<settings::Row> {
            let row = |(key, value): &(&str, &str)| settings::Row {
                scope: settings::Scope::System,
                key: (*key).into(),
                value: (*value).into(),
            };
            settings.iter().map(row).collect()
        };
        let wish = |settings: &[(&str, &str)]| {
            let rows = rows(settings);
            Wish::of(&Settings { rows: &rows, bearing: settings::Bearing::default() }, TimeZone::UTC)
        };
        assert!(wish(&[]).is_none());
        assert!(wish(&[("outcall.on", "true")]).is_none());
        assert!(wish(&[("outcall.numbers", "017112345")]).is_none());
        let wish =
            wish(&[("outcall.on", "true"), ("outcall.numbers", "017112345 205"), ("outcall.sunday", "")]);
        let wish = wish.unwrap();
        assert_eq!(wish.numbers, ["017112345", "205"]);
        assert_eq!((wish.voice, wish.mail, wish.tries), (1, 0, 3));
        assert!(wish.hours.week[6].open.is_empty() && !wish.hours.week[0].open.is_empty());
    }
}
