//! A line without a telephone: a script says what the caller presses, says and when the caller goes; a transcript says
//! what was heard. Time is the line's own and passes in no time, so that thousands of calls are a second's test.
//!
//! ```
//! # use telephone::simulated::*;
//! let caller = Caller::new().hears("beep").waits(500).speaks(3_000).hangs_up();
//! let line = SimulatedLine::new(facts_of_nobody("201"), caller);
//! ```

mod caller;
mod clock;
mod leg;
mod transcript;

pub use caller::Caller;
pub use transcript::Experience;

use crate::line::*;
use crate::step::Step;
use clock::{Clock, Event};
use domain::guesser::Guesser;
use domain::id::{CallId, UserId};
use domain::language::Language;
use domain::number::Number;
use jiff::Timestamp;
use speech::{Piece, Script};
use std::collections::{HashMap, VecDeque};
use std::net::Ipv4Addr;

/// How long a prompt lasts that was given no length.
const PROMPT_MILLISECONDS: u64 = 1_500;
const BEEP_MILLISECONDS: u64 = 250;
/// Of [`Audio::samples`].
const SAMPLES_PER_MILLISECOND: u64 = 8;

/// A leg whose caller is a script.
pub struct SimulatedLine {
    facts: Facts,
    began: Timestamp,
    clock: Clock,
    typed_ahead: VecDeque<Key>,
    transcript: Vec<Experience>,
    lengths: HashMap<String, u64>,
    fails_after_milliseconds: Option<u64>,
    meanwhile: Option<(String, Meanwhile)>,
    languages: Vec<Language>,
    shown: Vec<Step>,
    opened: Option<UserId>,
    /// What there is of recordings, by their names.
    recordings: HashMap<RecordingId, u64>,
    /// Who answers, by number; whoever is not named here does not.
    others: HashMap<String, Connected>,
}

/// What happens elsewhere during a call.
type Meanwhile = Box<dyn FnOnce() + Send>;

/// A call that nobody vouches for, in English.
pub fn facts_of_nobody(called: &str) -> Facts {
    Facts {
        call: CallId::new("simulated", 1),
        caller: Number::parse("+4930555").ok(),
        caller_name: None,
        proven: Proven::Nobody,
        guesser: Guesser::stranger(Ipv4Addr::LOCALHOST.into()),
        called: number(called),
        diverted: Some(Diversion::NoAnswer),
        language: Language::EnGb,
    }
}

/// A call from a person's own device.
pub fn facts_of(device: domain::id::DeviceId, user: domain::id::UserId, called: &str) -> Facts {
    Facts {
        proven: Proven::Device { device, user },
        guesser: Guesser::Device(device),
        diverted: None,
        ..facts_of_nobody(called)
    }
}

fn number(text: &str) -> Number {
    #[expect(clippy::expect_used, reason = "a test that dials no number is wrong itself")]
    Number::parse(text).expect("a number that can be dialled")
}

impl SimulatedLine {
    /// Begins at noon UTC on 20 November 2026; see [`SimulatedLine::at`].
    pub fn new(facts: Facts, caller: Caller) -> SimulatedLine {
        SimulatedLine {
            facts,
            began: Timestamp::constant(1_795_176_000, 0),
            clock: Clock::new(caller),
            typed_ahead: VecDeque::new(),
            transcript: Vec::new(),
            lengths: HashMap::new(),
            fails_after_milliseconds: None,
            meanwhile: None,
            languages: Vec::new(),
            shown: Vec::new(),
            opened: None,
            recordings: HashMap::new(),
            others: HashMap::new(),
        }
    }

    /// When the call begins.
    pub fn at(mut self, began: Timestamp) -> SimulatedLine {
        self.began = began;
        self
    }

    /// How long a prompt (by its id) or a recording (by its blob) lasts.
    pub fn lasts(mut self, id: &str, milliseconds: u64) -> SimulatedLine {
        self.lengths.insert(id.to_owned(), milliseconds);
        self
    }

    /// The disk takes no more of a recording after so long.
    pub fn disk_fails_after(mut self, milliseconds: u64) -> SimulatedLine {
        self.fails_after_milliseconds = Some(milliseconds);
        self
    }

    /// What becomes of connecting with this number; otherwise nobody answers. A talk lasts ten seconds.
    pub fn reaches(mut self, number: &str, connected: Connected) -> SimulatedLine {
        self.others.insert(number.to_owned(), connected);
        self
    }

    /// The recordings that have been neither discarded nor delivered by the flow itself.
    pub fn recordings(&self) -> impl Iterator<Item = &RecordingId> {
        self.recordings.keys()
    }

    /// The caller goes at this moment, whatever the script says.
    pub fn cut_off_at(mut self, milliseconds: u64) -> SimulatedLine {
        self.clock.hangs_up_at(milliseconds);
        self
    }

    /// As this begins to be said for the first time, something happens elsewhere in the house.
    pub fn meanwhile(mut self, id: &str, happens: impl FnOnce() + Send + 'static) -> SimulatedLine {
        self.meanwhile = Some((id.to_owned(), Box::new(happens)));
        self
    }

    /// All that was experienced, in order.
    pub fn transcript(&self) -> &[Experience] {
        &self.transcript
    }

    /// What was said, by prompt ids; `beep`, `recording` and `message` for other sounds. What a key or the hang-up
    /// cut short ends with `…`.
    pub fn heard(&self) -> Vec<String> {
        self.transcript.iter().filter_map(Experience::heard).collect()
    }

    /// The languages that were spoken, each once, in order of appearance.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The steps that were shown, in order.
    pub fn shown(&self) -> &[Step] {
        &self.shown
    }

    /// Who has logged in.
    pub fn opened(&self) -> Option<UserId> {
        self.opened
    }

    /// Milliseconds since the call began.
    pub fn elapsed(&self) -> u64 {
        self.clock.now()
    }

    /// The caller is gone, or was sent away.
    pub fn is_over(&self) -> bool {
        self.clock.is_over()
    }

    /// Something begins to be said.
    fn begins(&mut self, name: &str) {
        if let Some((_, happens)) = self.meanwhile.take_if(|(id, _)| id == name) {
            happens();
        }
        self.clock.heard(name);
    }

    /// Says one piece; `stops` says what a key does.
    fn say(
        &mut self,
        piece: &Piece,
        longest: u64,
        stops: impl Fn(Key) -> OnKey,
    ) -> Result<Option<Heard>, Hangup> {
        let name = transcript::name(piece);
        let milliseconds = self.length(piece).min(longest);
        let begun = self.clock.now();
        self.begins(&name);
        loop {
            let event = self.clock.advance_to(begun + milliseconds);
            let heard = match event {
                Event::Reached => None,
                Event::HungUp => Some(Err(Hangup)),
                Event::Key(key) => match stops(key) {
                    OnKey::Ignore => continue,
                    OnKey::Stop => Some(Ok(Some(Heard::Key(key)))),
                    OnKey::Keep => {
                        self.typed_ahead.push_back(key);
                        Some(Ok(Some(Heard::End)))
                    }
                },
            };
            let complete = heard.is_none() && milliseconds == self.length(piece);
            self.transcript.push(Experience::said(piece, self.clock.now() - begun, complete));
            return heard.unwrap_or(Ok(None));
        }
    }

    fn length(&self, piece: &Piece) -> u64 {
        let usual = match piece {
            Piece::Beep => BEEP_MILLISECONDS,
            Piece::Pause(milliseconds) => (*milliseconds).into(),
            Piece::Prompt(..) | Piece::Recording(_) => PROMPT_MILLISECONDS,
        };
        let id = match piece {
            Piece::Recording(blob) => blob.as_str(),
            Piece::Prompt(id, _) => id,
            Piece::Beep | Piece::Pause(_) => return usual,
        };
        self.lengths.get(id).copied().unwrap_or(usual)
    }

    fn say_all(&mut self, script: &Script, barge: Barge, longest: u64) -> Result<Heard, Hangup> {
        if let Some(heard) = self.barged_ahead(barge) {
            return Ok(heard);
        }
        let on_key = |key| match barge {
            Barge::Keys => OnKey::Stop,
            Barge::Only(keys) if keys.contains(key) => OnKey::Stop,
            Barge::TypeAhead => OnKey::Keep,
            Barge::Only(_) | Barge::No => OnKey::Ignore,
        };
        if !self.languages.contains(&script.language) {
            self.languages.push(script.language);
        }
        let begun = self.clock.now();
        for piece in &script.pieces {
            let left = longest.saturating_sub(self.clock.now() - begun);
            if let Some(heard) = self.say(piece, left, on_key)? {
                return Ok(heard);
            }
        }
        if self.clock.is_over() { Err(Hangup) } else { Ok(Heard::End) }
    }

    /// What a key typed ahead makes of a script before it is begun.
    fn barged_ahead(&mut self, barge: Barge) -> Option<Heard> {
        match barge {
            _ if self.clock.is_over() => None,
            Barge::Keys => self.typed_ahead.pop_front().map(Heard::Key),
            Barge::TypeAhead => (!self.typed_ahead.is_empty()).then_some(Heard::End),
            Barge::Only(_) | Barge::No => {
                self.typed_ahead.clear();
                None
            }
        }
    }

    fn next_key(&mut self, seconds: u32) -> Result<Option<Key>, Hangup> {
        if self.clock.is_over() {
            return Err(Hangup);
        }
        if let Some(key) = self.typed_ahead.pop_front() {
            return Ok(Some(key));
        }
        match self.clock.advance_to(self.clock.now() + u64::from(seconds) * 1000) {
            Event::Key(key) => Ok(Some(key)),
            Event::Reached => Ok(None),
            Event::HungUp => Err(Hangup),
        }
    }

    /// The moment at which a recording that began at `begun` ends by itself, judged by what is said until then.
    fn silence_ends_at(&self, begun: u64, limits: &RecordLimits) -> (u64, RecordEnd) {
        let opening = begun + u64::from(limits.opening_silence_seconds) * 1000;
        let closing = u64::from(limits.closing_silence_seconds) * 1000;
        let last_word = self.clock.last_speech_end(begun);
        let silent = last_word.map_or(opening, |end| end + closing);
        let limit = begun + u64::from(limits.longest_seconds) * 1000;
        let failure = self.fails_after_milliseconds.map_or(u64::MAX, |after| begun + after);
        if failure <= silent.min(limit) {
            (failure, RecordEnd::Failed)
        } else if limit <= silent {
            (limit, RecordEnd::Limit)
        } else {
            (silent, RecordEnd::Silence)
        }
    }

    fn end_recording(&mut self, begun: u64, ended: RecordEnd) -> Recorded {
        let now = self.clock.now();
        let until = match ended {
            RecordEnd::Silence => self.clock.last_speech_end(begun).unwrap_or(begun),
            _ => now,
        };
        let before = self.transcript.iter().filter(|one| matches!(one, Experience::Recorded(_))).count();
        let recorded = Recorded {
            id: RecordingId(format!("{}-{before}", self.facts.call)),
            milliseconds: until - begun,
            speech_milliseconds: self.clock.speech_between(begun, until),
            ended,
        };
        self.transcript.push(Experience::Recorded(recorded.clone()));
        self.recordings.insert(recorded.id.clone(), recorded.milliseconds);
        recorded
    }
}

enum OnKey {
    Stop,
    Keep,
    Ignore,
}
