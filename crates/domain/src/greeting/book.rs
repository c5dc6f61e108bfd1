//! What a person has recorded, and what each recording is played for.
//!
//! A recording is made straight for a situation or a presence state, or it is one of nine texts, which situations are
//! assigned to. What was said last holds: an assignment goes before what was recorded for the situation, and recording for
//! it ends the assignment. Texts that nobody has assigned have the situations of [`TextNumber::factory`].

use super::Situation;
use crate::id::BlobId;
use crate::language::Language;
use crate::presence;
use std::fmt;

/// One of a person's numbered texts: 1 to 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextNumber(u8);

impl TextNumber {
    pub const MOST: u8 = 9;

    /// `None`: not 1 to 9.
    pub fn new(number: u8) -> Option<TextNumber> {
        (1..=Self::MOST).contains(&number).then_some(TextNumber(number))
    }

    pub fn all() -> impl Iterator<Item = TextNumber> {
        (1..=Self::MOST).map(TextNumber)
    }

    pub const fn get(self) -> u8 {
        self.0
    }

    /// The text that a situation has until its owner assigns another one, or records for it.
    pub const fn factory(situation: Situation) -> Option<TextNumber> {
        Some(TextNumber(match situation {
            Situation::NoAnswer => 1,
            Situation::Internal => 2,
            Situation::Busy => 3,
            Situation::OffHours => 4,
            Situation::Alternative => 5,
            Situation::Vacation => 6,
            Situation::Break => 7,
            Situation::External => 8,
            Situation::Presence => 9,
            Situation::Day => return None,
        }))
    }
}

/// What a recording is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    Situation(Situation),
    /// One presence state.
    State(presence::State),
    Text(TextNumber),
    /// The owner's name, as the owner says it.
    Name,
}

const STATE: &str = "presence:";
const TEXT: &str = "text-";
const NAME: &str = "name";

impl Slot {
    /// The slot of a presence state: some states are situations.
    pub fn of_state(state: &presence::State) -> Slot {
        match state {
            state if state.is_everyday() => Slot::Situation(Situation::NoAnswer),
            state if *state == presence::State::VACATION => Slot::Situation(Situation::Vacation),
            state => Slot::State(state.clone()),
        }
    }

    /// Reads what [`Display`](fmt::Display) writes. `None`: there is no such slot.
    pub fn parse(text: &str) -> Option<Slot> {
        if let Some(key) = text.strip_prefix(STATE) {
            return presence::State::parse(key).ok().map(|state| Slot::of_state(&state));
        }
        if let Some(number) = text.strip_prefix(TEXT) {
            return number.parse().ok().and_then(TextNumber::new).map(Slot::Text);
        }
        if text == NAME {
            return Some(Slot::Name);
        }
        Situation::from_name(text).map(Slot::Situation)
    }

    /// Whether it is played to callers by itself, so that a text can be assigned to it.
    pub fn is_greeting(&self) -> bool {
        matches!(self, Slot::Situation(_) | Slot::State(_))
    }
}

impl From<Situation> for Slot {
    fn from(situation: Situation) -> Slot {
        Slot::Situation(situation)
    }
}

/// As store and API call it: `busy`, `presence:home`, `text-3`, `name`.
impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slot::Situation(situation) => f.write_str(situation.name()),
            Slot::State(state) => write!(f, "{STATE}{}", state.key()),
            Slot::Text(number) => write!(f, "{TEXT}{}", number.get()),
            Slot::Name => f.write_str(NAME),
        }
    }
}

/// A greeting, text or name that the owner has recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub slot: Slot,
    pub language: Language,
    pub blob: BlobId,
}

/// Which text a greeting has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assigned {
    /// What was recorded for it, else the text of [`TextNumber::factory`].
    #[default]
    Factory,
    Text(TextNumber),
    /// What was recorded for it alone.
    None,
}

/// What the owner has said of one greeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    pub slot: Slot,
    pub assigned: Assigned,
    /// Callers cannot skip it.
    pub unskippable: bool,
}

/// All that a person has recorded, and how it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    pub recordings: Vec<Recording>,
    pub usages: Vec<Usage>,
    /// The names of texts that have one.
    pub names: Vec<(TextNumber, String)>,
}

impl Book {
    pub fn of(recordings: Vec<Recording>) -> Book {
        Book { recordings, ..Book::default() }
    }

    /// The recording of exactly this, in this language.
    pub fn recorded(&self, slot: &Slot, language: Language) -> Option<&BlobId> {
        let wanted = |recording: &&Recording| recording.slot == *slot && recording.language == language;
        self.recordings.iter().find(wanted).map(|recording| &recording.blob)
    }

    pub fn assigned(&self, slot: &Slot) -> Assigned {
        self.usage(slot).map_or(Assigned::Factory, |usage| usage.assigned)
    }

    /// Whether callers must hear this greeting to its end.
    pub fn is_unskippable(&self, slot: &Slot) -> bool {
        self.usage(slot).is_some_and(|usage| usage.unskippable)
    }

    /// What is played for a greeting in this language.
    pub fn played(&self, slot: &Slot, language: Language) -> Option<&BlobId> {
        let text = |number| self.recorded(&Slot::Text(number), language);
        match self.assigned(slot) {
            Assigned::Text(number) => text(number),
            Assigned::None => self.recorded(slot, language),
            Assigned::Factory => self.recorded(slot, language).or_else(|| match slot {
                Slot::Situation(situation) => TextNumber::factory(*situation).and_then(text),
                _ => None,
            }),
        }
    }

    /// Whether there is something to be played for a greeting, in any language.
    pub fn has(&self, slot: &Slot) -> bool {
        Language::ALL.iter().any(|language| self.played(slot, *language).is_some())
    }

    fn usage(&self, slot: &Slot) -> Option<&Usage> {
        self.usages.iter().find(|usage| usage.slot == *slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presence::State;

    const DE: Language = Language::DeDe;
    const EN: Language = Language::EnGb;

    fn text(number: u8) -> TextNumber {
        TextNumber::new(number).unwrap()
    }

    fn recording(slot: Slot, language: Language, bits: u128) -> Recording {
        Recording { slot, language, blob: BlobId::from_bits(bits) }
    }

    #[test]
    fn a_slot_is_read_as_it_is_written() {
        let situations = Situation::ALL.map(Slot::Situation);
        let texts = TextNumber::all().map(Slot::Text);
        let others = [Slot::Name, Slot::State(State::HOME), Slot::State(State::CUSTOM_1)];
        for slot in situations.into_iter().chain(texts).chain(others) {
            assert_eq!(Slot::parse(&slot.to_string()), Some(slot));
        }
        assert_eq!(Slot::parse("presence:office"), Some(Situation::NoAnswer.into()));
        assert_eq!(Slot::parse("presence:vacation"), Some(Situation::Vacation.into()));
        for nothing in
            ["", "text-0", "text-10", "text-", "text-١", "presence:", "presence:Ä", "names", "busy "]
        {
            assert_eq!(Slot::parse(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn an_assignment_goes_before_what_was_recorded_and_that_before_the_factorys() {
        let busy = Slot::from(Situation::Busy);
        let recordings = vec![
            recording(busy.clone(), DE, 1),
            recording(Slot::Text(text(3)), DE, 3),
            recording(Slot::Text(text(3)), EN, 33),
            recording(Slot::Text(text(4)), DE, 4),
        ];
        for (assigned, language, expected) in [
            (Assigned::Factory, DE, Some(1)),
            (Assigned::Factory, EN, Some(33)),
            (Assigned::None, DE, Some(1)),
            (Assigned::None, EN, None),
            (Assigned::Text(text(4)), DE, Some(4)),
            (Assigned::Text(text(4)), EN, None),
            (Assigned::Text(text(9)), DE, None),
        ] {
            let usages = vec![Usage { slot: busy.clone(), assigned, unskippable: false }];
            let book = Book { usages, ..Book::of(recordings.clone()) };
            let played = book.played(&busy, language).cloned();
            assert_eq!(played, expected.map(BlobId::from_bits), "{assigned:?} {language}");
        }
    }

    #[test]
    fn each_text_has_one_situation_from_the_factory() {
        let mut texts: Vec<_> = Situation::ALL.into_iter().filter_map(TextNumber::factory).collect();
        texts.sort();
        assert!(texts.into_iter().eq(TextNumber::all()));
        let book = Book::of(vec![recording(Slot::Text(text(1)), DE, 1)]);
        assert!(book.has(&Situation::NoAnswer.into()));
        assert!(!book.has(&Situation::Busy.into()) && !book.has(&Slot::State(State::HOME)));
    }
}
