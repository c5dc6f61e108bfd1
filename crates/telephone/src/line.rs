//! One telephone line as a flow sees it: what is heard and pressed, and nothing of how it gets here.

use crate::step::Step;
use domain::guesser::Guesser;
use domain::id::{CallId, DeviceId, UserId};
use domain::language::Language;
use domain::number::Number;
use speech::Script;
use std::future::Future;
use std::sync::Arc;

/// The caller is gone. Flows end with it at `?`; what must still happen afterwards has 10 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the caller hung up")]
pub struct Hangup;

/// One leg as a flow sees it. Made by `switch` (real legs) and by [`crate::simulated`].
///
/// Every wait ends: with what was asked for, at its limit, or with [`Hangup`]; a flow is never dropped at an await.
/// Keys that were pressed ahead are kept and used by the next wait that wants keys.
pub trait Line: Send {
    /// Who calls whom, and how that is known.
    fn facts(&self) -> &Facts;

    /// From now on the caller is spoken to in this language ([`Facts::language`]).
    fn speak_in(&mut self, language: Language);

    /// The time; virtual in tests.
    fn now(&self) -> jiff::Timestamp;

    /// Answers the call, if that has not happened.
    fn answer(&mut self) -> impl Future<Output = Result<(), Hangup>> + Send;

    /// Shows a step of a menu to whoever sees it: on the telephone's own display, or at the desk of the person who has
    /// [opened](Line::opened) a mailbox. Nothing is heard, and nothing is waited for.
    fn show(&mut self, step: Step) {
        let _ = step;
    }

    /// This person has logged in: what is shown from now on is for that person to see.
    fn opened(&mut self, by: UserId) {
        let _ = by;
    }

    /// Says a script to its end, or until a key where `barge` allows.
    fn play(&mut self, script: &Script, barge: Barge) -> impl Future<Output = Result<Heard, Hangup>> + Send;

    /// This will be said soon: what takes time to make it can begin. Nothing is heard, and nothing is waited for.
    fn prepare(&mut self, script: &Script) {
        let _ = script;
    }

    /// Like [`Line::play`], but what would be said after so many milliseconds is cut off, as if the script ended there:
    /// recorded greetings have a limit that the flow cannot keep by the text alone.
    fn play_within(
        &mut self,
        script: &Script,
        barge: Barge,
        longest_milliseconds: u32,
    ) -> impl Future<Output = Result<Heard, Hangup>> + Send;

    /// Plays a recording from a position; any key stops it. What a flow makes of the key (pause, skip) is its own.
    fn listen(
        &mut self,
        audio: &Audio,
        from: Position,
        manner: Manner,
    ) -> impl Future<Output = Result<Listened, Hangup>> + Send;

    /// Waits for keys.
    fn collect(&mut self, digits: Digits) -> impl Future<Output = Result<Entered, Hangup>> + Send;

    /// Waits, saying nothing; keys are kept. Ends early only by hang-up.
    fn wait(&mut self, milliseconds: u32) -> impl Future<Output = Result<(), Hangup>> + Send;

    /// Records until one of the ending keys, silence, the limit or the hang-up; keys pressed before it began are
    /// dropped. That the caller hung up is no error here: it is how
    /// most messages end, and what was said is kept. The end of the recording is durable when this returns. A call may have
    /// several recordings; each is there until it is delivered or discarded.
    fn record(&mut self, what: Purpose, limits: RecordLimits) -> impl Future<Output = Recorded> + Send;

    /// The sound of a recording, also after the hang-up. `None`: nothing of it is there.
    fn recorded(&mut self, recorded: &Recorded) -> impl Future<Output = Option<Audio>> + Send;

    /// Forgets a recording.
    fn discard(&mut self, recorded: &Recorded) -> impl Future<Output = ()> + Send;

    /// Calls somebody, with the ringing tone, and lets the two talk. Afterwards the line is back in the flow, unless it was
    /// this side that hung up, or that was transferred elsewhere.
    fn connect(&mut self, to: &Destination) -> impl Future<Output = Result<Connected, Hangup>> + Send;

    /// The same as the last thing a flow does: when the two have talked the call is over ([`Hangup`]). `Ok` says why nobody
    /// was reached, and the caller is back in the flow.
    fn hand_over(&mut self, to: &Destination) -> impl Future<Output = Result<NotReached, Hangup>> + Send;

    /// Ends the call.
    fn hang_up(&mut self) -> impl Future<Output = ()> + Send;
}

/// What is known about a call before anything is said.
#[derive(Clone, Debug)]
pub struct Facts {
    pub call: CallId,
    /// The number the caller shows, if any.
    pub caller: Option<Number>,
    /// The name the caller shows.
    pub caller_name: Option<String>,
    /// How the caller is proven; a number alone proves nothing.
    pub proven: Proven,
    /// Whom wrong PINs are counted against.
    pub guesser: Guesser,
    pub called: Number,
    /// Why the call came to this flow.
    pub diverted: Option<Diversion>,
    /// The language to speak to this caller.
    pub language: Language,
}

/// How a caller is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proven {
    /// A registered device of a person answered a digest challenge.
    Device { device: DeviceId, user: UserId },
    /// A trunk that is believed vouches for the number shown.
    Number,
    /// Nobody vouches for the caller.
    Nobody,
}

/// Why a call did not reach the called person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diversion {
    Busy,
    NoAnswer,
    Declined,
    NotRegistered,
    Always,
}

/// A key of the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Digit(u8),
    Star,
    Hash,
}

impl Key {
    /// From the character on it; `None` for others (A to D are no keys that people have).
    pub fn from_char(c: char) -> Option<Key> {
        match c {
            '0'..='9' => Some(Key::Digit(c as u8 - b'0')),
            '*' => Some(Key::Star),
            '#' => Some(Key::Hash),
            _ => None,
        }
    }

    pub fn as_char(self) -> char {
        match self {
            Key::Digit(d) => char::from(b'0' + d),
            Key::Star => '*',
            Key::Hash => '#',
        }
    }
}

/// Some of the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys(u16);

impl Keys {
    pub const fn contains(self, key: Key) -> bool {
        self.0 & Self::bit(key) != 0
    }

    /// A bit for each digit, and one for each of the other two.
    const fn bit(key: Key) -> u16 {
        match key {
            Key::Digit(digit) => 1 << (digit % 10),
            Key::Star => 1 << 10,
            Key::Hash => 1 << 11,
        }
    }
}

impl FromIterator<Key> for Keys {
    fn from_iter<T: IntoIterator<Item = Key>>(keys: T) -> Self {
        Keys(keys.into_iter().map(Self::bit).fold(0, |all, bit| all | bit))
    }
}

impl<const N: usize> From<[Key; N]> for Keys {
    fn from(keys: [Key; N]) -> Self {
        keys.into_iter().collect()
    }
}

/// Which keys end what is being said. Other keys are ignored while it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barge {
    /// Any key; it is returned and consumed.
    Keys,
    /// Only these; returned and consumed. Others are dropped, those typed ahead, too.
    Only(Keys),
    /// Any key cuts it short, as if it ended there, and stays for the next wait.
    TypeAhead,
    /// None; keys pressed meanwhile, or typed ahead of it, are dropped.
    No,
}

/// How a script ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    End,
    Key(Key),
}

/// A recording to listen to: the bytes of a WAV file, as a message carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audio(pub Arc<[u8]>);

impl Audio {
    /// The samples at 8 kHz. `None`: it is no WAV file that can be decoded, or there is nothing in it.
    pub fn samples(&self) -> Option<Vec<i16>> {
        speech::audio::samples(&self.0).ok().filter(|samples| !samples.is_empty())
    }
}

/// How a recording is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// In hundredths of the speed that it was recorded at, 50 to 200; the voice keeps its pitch.
    pub speed_percent: u32,
    /// Decibels above its recorded loudness, -12 to 12.
    pub louder_decibels: i32,
}

/// As it was recorded.
impl Default for Manner {
    fn default() -> Self {
        Manner { speed_percent: 100, louder_decibels: 0 }
    }
}

impl Manner {
    /// How long this takes to play, in milliseconds.
    pub fn lasts(self, milliseconds: u64) -> u64 {
        milliseconds * 100 / u64::from(self.speed_percent)
    }

    /// How much of a recording was heard in so long.
    pub fn covers(self, milliseconds: u64) -> Position {
        milliseconds * u64::from(self.speed_percent) / 100
    }
}

/// What a recording is to become, and so what is made of it when the process ends before that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A caller's message for this mailbox: it is delivered.
    Message(UserId),
    /// What this person wants to send: it is delivered to that person, for nobody else knows of it yet.
    Draft(UserId),
    /// A greeting, a name: it is forgotten.
    Sound,
}

/// Whom a line is connected with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// As this person of ours would dial it, with that person's rights, limits and account.
    pub as_person: UserId,
    pub number: Number,
    pub shown: Shown,
    /// After so long the call is over for both. None: it has no limit of its own.
    pub longest_seconds: Option<u32>,
}

/// Who is shown to the called side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Whoever is on the line, whom that person sends on.
    Caller,
    /// The person itself, whoever's telephone this is.
    Person,
}

/// What became of connecting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connected {
    /// They have talked, and the other side has hung up.
    Talked,
    Not(NotReached),
}

/// Why nobody was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReached {
    Busy,
    NoAnswer,
    /// The other side does not want it, or it is not allowed.
    Refused,
    NoSuchNumber,
}

/// A place in a recording, in milliseconds.
pub type Position = u64;

/// What became of listening to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listened {
    ToTheEnd,
    Stopped {
        at: Position,
        by: Key,
    },
    /// Nothing was heard: [`Audio::samples`] has none.
    Unplayable,
}

/// How keys are gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// After so many keys the input is complete.
    pub max: usize,
    /// This key completes it sooner and is not part of it.
    pub end: Option<Key>,
    /// Seconds to wait for the first key.
    pub first_seconds: u32,
    /// Seconds to wait after each further key.
    pub between_seconds: u32,
}

/// What was entered, and what completed it.
#[derive(Clone, PartialEq, Eq)]
pub struct Entered {
    /// Digits and stars, without the ending key.
    pub keys: String,
    pub ended: EntryEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryEnd {
    Key,
    Full,
    Timeout,
}

/// Masked: what is entered may be a PIN.
impl std::fmt::Debug for Entered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entered({} keys, {:?})", self.keys.len(), self.ended)
    }
}

/// When a recording ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordLimits {
    /// The longest recording, in seconds.
    pub longest_seconds: u32,
    /// Silence that ends it once something was said, in seconds. It is cut off the end.
    pub closing_silence_seconds: u32,
    /// Silence that ends it while nothing was said, in seconds from its start.
    pub opening_silence_seconds: u32,
    /// Keys that end it; others are dropped.
    pub ending_keys: &'static [Key],
}

/// What was recorded. Its samples are in the spool under `id` until they are delivered or discarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub id: RecordingId,
    /// From the end of the tone to the ending key, the hang-up or the start of the closing silence, in milliseconds of RTP time.
    pub milliseconds: u64,
    /// How much of that was speech.
    pub speech_milliseconds: u64,
    pub ended: RecordEnd,
}

/// A recording's name: its spool files and the delivery key of the message made of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordingId(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordEnd {
    Key(Key),
    Silence,
    Limit,
    Hangup,
    /// Samples could no longer be written; what was written before is there.
    Failed,
}
