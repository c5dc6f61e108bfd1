//! What a person's programs have published of that person's presence (RFC 3903), and what others see of it together with
//! what the telephone does.

use crate::presence::LineState;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// Publications of one person at once: a desk phone, a mobile, a few programs. More are refused.
pub const MOST: usize = 10;
/// The shortest and the longest that one holds unless it is refreshed, in seconds.
pub const SHORTEST_SECONDS: u32 = 60;
pub const LONGEST_SECONDS: u32 = 3600;

/// What somebody does, by its name in RPID (RFC 4480 §3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Activity(&'static str);

macro_rules! activities {
    ($($name:literal)+) => {
        const ACTIVITIES: &[Activity] = &[$(Activity($name)),+];
    };
}

activities! {
    "appointment" "away" "breakfast" "busy" "dinner" "holiday" "in-transit" "looking-for-work" "lunch" "meal" "meeting"
    "on-the-phone" "performance" "permanent-absence" "playing" "presentation" "shopping" "sleeping" "spectator" "steering"
    "travel" "tv" "vacation" "working" "worship"
}

impl Activity {
    pub const ON_THE_PHONE: Activity = Activity("on-the-phone");

    /// `None`: RPID does not know it, and nobody could show it.
    pub fn named(name: &str) -> Option<Activity> {
        ACTIVITIES.iter().copied().find(|activity| activity.0 == name)
    }

    pub fn name(self) -> &'static str {
        self.0
    }
}

/// What one program says.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Ready to be called; `None`: it does not say.
    pub is_open: Option<bool>,
    pub activities: Vec<Activity>,
    /// In the person's own words.
    pub note: Option<String>,
}

/// What others are shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    pub is_open: bool,
    /// Each once, in alphabetical order.
    pub activities: Vec<Activity>,
    pub note: Option<String>,
}

impl fmt::Debug for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Published({:?}, {:?})", self.is_open, self.activities)
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({}, {:?})", self.is_open, self.activities)
    }
}

/// Joins what was published, the newest last, with what the telephone does. Where nobody says whether the person is ready,
/// a registered phone does.
pub fn shown(published: &[Published], line: LineState) -> Shown {
    let said: Vec<bool> = published.iter().filter_map(|one| one.is_open).collect();
    let is_open = if said.is_empty() { line != LineState::Offline } else { said.contains(&true) };
    let mut activities: Vec<Activity> = published.iter().flat_map(|one| one.activities.clone()).collect();
    if line == LineState::Talking {
        activities.push(Activity::ON_THE_PHONE);
    }
    activities.sort_unstable();
    activities.dedup();
    let note = published.iter().rev().find_map(|one| one.note.clone());
    Shown { is_open, activities, note }
}

/// What a PUBLISH asks for (RFC 3903 §4.1). The entity-tag is that of SIP-If-Match.
#[derive(Debug)]
pub enum Wish {
    Initial(Published),
    Modify(String, Published),
    Refresh(String),
    Remove(String),
}

/// Why a PUBLISH is refused; nothing is changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 412: it has ended, or never was.
    NoSuchTag,
    /// 403.
    TooMany,
}

struct Publication {
    tag: String,
    expires_at: Timestamp,
    published: Published,
}

/// The publications of one person, the newest last.
#[derive(Default)]
pub struct Publications(Vec<Publication>);

impl Publications {
    /// Does what is asked for. What holds from then on has the new entity-tag, and `lasts` so long; nothing holds for
    /// zero (RFC 3903 §6).
    pub fn publish(
        &mut self,
        wish: Wish,
        new_tag: &str,
        lasts: SignedDuration,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.expire(now);
        let published = match wish {
            Wish::Initial(published) => {
                if self.0.len() >= MOST {
                    return Err(Refusal::TooMany);
                }
                published
            }
            Wish::Modify(tag, published) => {
                self.take(&tag)?;
                published
            }
            Wish::Refresh(tag) => return self.refresh(&tag, new_tag, now + lasts),
            Wish::Remove(tag) => return self.take(&tag).map(drop),
        };
        if lasts.is_positive() {
            self.0.push(Publication { tag: new_tag.to_owned(), expires_at: now + lasts, published });
        }
        Ok(())
    }

    /// It keeps its place: what was said is no newer for it.
    fn refresh(&mut self, tag: &str, new_tag: &str, expires_at: Timestamp) -> Result<(), Refusal> {
        let publication = self.0.iter_mut().find(|one| one.tag == tag).ok_or(Refusal::NoSuchTag)?;
        publication.tag = new_tag.to_owned();
        publication.expires_at = expires_at;
        Ok(())
    }

    fn take(&mut self, tag: &str) -> Result<Publication, Refusal> {
        let index = self.0.iter().position(|one| one.tag == tag).ok_or(Refusal::NoSuchTag)?;
        Ok(self.0.remove(index))
    }

    /// Forgets what has ended.
    pub fn expire(&mut self, now: Timestamp) {
        self.0.retain(|one| one.expires_at > now);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn all(&self) -> Vec<Published> {
        self.0.iter().map(|one| one.published.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn says(note: &str) -> Published {
        Published { is_open: Some(true), activities: Vec::new(), note: Some(note.into()) }
    }

    fn notes(publications: &Publications) -> Vec<String> {
        publications.all().into_iter().filter_map(|one| one.note).collect()
    }

    #[test]
    fn a_publication_is_refreshed_modified_and_removed_by_its_newest_tag() {
        let lasts = SignedDuration::from_secs(100);
        let mut all = Publications::default();
        all.publish(Wish::Initial(says("one")), "a", lasts, at(0)).unwrap();
        all.publish(Wish::Initial(says("two")), "b", lasts, at(10)).unwrap();
        all.publish(Wish::Refresh("a".into()), "c", lasts, at(50)).unwrap();
        for old in [Wish::Refresh("a".into()), Wish::Modify("a".into(), says("x")), Wish::Remove("a".into())]
        {
            assert_eq!(all.publish(old, "x", lasts, at(50)), Err(Refusal::NoSuchTag));
        }
        assert_eq!(notes(&all), ["one", "two"]);
        all.publish(Wish::Modify("c".into(), says("three")), "d", lasts, at(60)).unwrap();
        assert_eq!(notes(&all), ["two", "three"], "what was said last stands last");
        all.publish(Wish::Remove("d".into()), "e", lasts, at(61)).unwrap();
        assert_eq!(notes(&all), ["two"]);
        assert_eq!(all.publish(Wish::Refresh("b".into()), "f", lasts, at(110)), Err(Refusal::NoSuchTag));
        assert!(all.is_empty(), "it has ended");
    }

    #[test]
    fn they_are_bounded_and_one_of_no_time_is_not_kept() {
        let lasts = SignedDuration::from_secs(100);
        let mut all = Publications::default();
        all.publish(Wish::Initial(says("moment")), "z", SignedDuration::ZERO, at(0)).unwrap();
        assert!(all.is_empty());
        for number in 0..MOST {
            all.publish(Wish::Initial(says("one")), &number.to_string(), lasts, at(0)).unwrap();
        }
        assert_eq!(all.publish(Wish::Initial(says("more")), "m", lasts, at(1)), Err(Refusal::TooMany));
        assert!(all.publish(Wish::Initial(says("later")), "l", lasts, at(100)).is_ok());
        assert_eq!(notes(&all), ["later"]);
    }

    #[test]
    fn what_is_said_goes_before_what_a_phone_shows_and_talking_is_added() {
        let [busy, lunch] = ["busy", "lunch"].map(|name| Activity::named(name).unwrap());
        let closed = Published { is_open: Some(false), activities: vec![lunch], note: None };
        let open =
            Published { is_open: Some(true), activities: vec![busy, lunch], note: Some("here".into()) };
        let phone = Activity::ON_THE_PHONE;
        for (published, line, is_open, activities) in [
            (vec![], LineState::Offline, false, vec![]),
            (vec![], LineState::Idle, true, vec![]),
            (vec![], LineState::Talking, true, vec![phone]),
            (vec![closed.clone()], LineState::Ringing, false, vec![lunch]),
            (vec![open.clone(), closed.clone()], LineState::Talking, true, vec![busy, lunch, phone]),
            (vec![Published::default()], LineState::Idle, true, vec![]),
        ] {
            let shown = shown(&published, line);
            assert_eq!((shown.is_open, shown.activities), (is_open, activities), "{published:?} {line:?}");
        }
        assert_eq!(shown(&[open, closed], LineState::Idle).note.as_deref(), Some("here"));
    }
}
