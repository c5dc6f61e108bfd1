//! Voice messages as text: what is worth a recogniser's time, how far its words can be relied on, and what follows where there
//! are none.

pub mod found;

use crate::backoff;
use jiff::{SignedDuration, Timestamp};

/// Fewer milliseconds of speech are nobody's words: a hang-up, a click, a breath.
const SHORTEST_SPEECH_MILLISECONDS: u64 = 600;
/// Quieter is the line itself, not a voice on it.
const QUIETEST_VOICE_DBOV: f64 = -50.0;
/// A recogniser that is less sure of its words, 0 to 1, has not heard well.
const RELIABLE: f64 = 0.5;
/// Recognisers of Whisper's kind hold what they have heard for failed where the mean of its logarithms is less: there lies
/// [`RELIABLE`].
const FAILED_AVERAGE_LOG: f64 = -1.0;
/// Nobody says more words a second; recognisers that have lost the thread do.
const MOST_WORDS_A_SECOND: f64 = 7.0;
/// So many words are looked at as one group, to find what is said again and again.
const GROUP_WORDS: usize = 3;
/// A text of fewer groups may well say something twice.
const FEWEST_GROUPS: usize = 10;

/// Whoever runs the recogniser may be away for so long.
const AWAITED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// A recogniser that fails at one message so often will not manage it.
const MOST_ATTEMPTS: u32 = 5;
const FIRST_WAIT_SECONDS: u32 = 10;
const LONGEST_WAIT_SECONDS: u32 = 30 * 60;

/// The speech in a recording, by ITU-T P.56.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spoken {
    pub milliseconds: u64,
    /// `None`: silence.
    pub level_dbov: Option<f64>,
}

/// What a recogniser has heard. Its `Debug` tells no word.
#[derive(Clone, PartialEq)]
pub struct Words {
    pub text: String,
    /// 0 to 1: how sure the recogniser is; `None`: it does not say.
    pub confidence: Option<f64>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} octets, {:?})", self.text.len(), self.confidence)
    }
}

/// What a recogniser says of itself about a stretch of sound: as probabilities, if at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Odds {
    /// Of each word that is in it.
    pub words: Vec<f64>,
    /// The mean of their natural logarithms, over the pieces that it puts words together of.
    pub average_log: Option<f64>,
    /// That nobody speaks.
    pub silence: Option<f64>,
}

impl Odds {
    /// How sure it is, as [`Words::confidence`]: the words themselves tell it better than a mean over all pieces does.
    pub fn confidence(&self) -> Option<f64> {
        let words: Vec<f64> = self.words.iter().copied().filter(|odds| odds.is_finite()).collect();
        let mean = (!words.is_empty()).then(|| words.iter().sum::<f64>() / words.len() as f64);
        let by_pieces = |average: f64| RELIABLE.powf(average / FAILED_AVERAGE_LOG);
        let sure = mean.or_else(|| self.average_log.map(by_pieces)).filter(|sure| sure.is_finite())?;
        let silence = self.silence.filter(|odds| odds.is_finite()).unwrap_or(0.0);
        Some((sure * (1.0 - silence.clamp(0.0, 1.0))).clamp(0.0, 1.0))
    }
}

/// How far a transcript can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Reliable,
    /// Hard to hear: words may be missing or wrong.
    Unreliable,
    /// Nobody has said anything.
    Empty,
}

impl Standing {
    pub const ALL: [Standing; 3] = [Standing::Reliable, Standing::Unreliable, Standing::Empty];

    pub const fn name(self) -> &'static str {
        match self {
            Standing::Reliable => "reliable",
            Standing::Unreliable => "unreliable",
            Standing::Empty => "empty",
        }
    }

    pub fn from_name(name: &str) -> Option<Standing> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }
}

/// Whether nothing is said in a recording: no recogniser is asked, since most of them hear words in noise.
pub fn is_empty(spoken: Spoken) -> bool {
    spoken.milliseconds < SHORTEST_SPEECH_MILLISECONDS
        || spoken.level_dbov.is_none_or(|level| level < QUIETEST_VOICE_DBOV)
}

/// How far a recogniser's words can be relied on, in a recording in which somebody spoke.
pub fn judge(spoken: Spoken, words: &Words) -> Standing {
    let count = heard_words(&words.text).count();
    let too_fast = count as f64 > MOST_WORDS_A_SECOND * spoken.milliseconds.max(1000) as f64 / 1000.0;
    let unsure = words.confidence.is_some_and(|confidence| confidence < RELIABLE);
    match count == 0 || too_fast || unsure || goes_round(&words.text) {
        true => Standing::Unreliable,
        false => Standing::Reliable,
    }
}

fn heard_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Half of what is said was said before: recognisers that hear nothing say one thing again and again.
fn goes_round(text: &str) -> bool {
    // Numbers repeat themselves.
    let is_number = |word: &String| word.bytes().all(|b| b.is_ascii_digit()) || found::digit(word).is_some();
    let words: Vec<String> = heard_words(text).filter(|word| !is_number(word)).collect();
    let groups = words.windows(GROUP_WORDS).count();
    let mut different: Vec<&[String]> = words.windows(GROUP_WORDS).collect();
    different.sort_unstable();
    different.dedup();
    groups >= FEWEST_GROUPS && different.len() * 2 <= groups
}

/// Why there are no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The recogniser is not there: it cannot be run, or does not answer at all.
    Away,
    /// It died, took too long, or answered what cannot be read.
    Failed,
    /// It says that it will never manage this message.
    Refused,
}

/// What becomes of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    At(Timestamp),
    /// It stays as it is, without a text.
    GivenUp,
}

/// A message that waits since `created`, after its `attempts`th try; `jitter` as [`backoff::wait_seconds`] has it.
pub fn after(trouble: Trouble, attempts: u32, created: Timestamp, now: Timestamp, jitter: u16) -> Next {
    let is_over = match trouble {
        Trouble::Away => now.duration_since(created) >= AWAITED_FOR,
        Trouble::Failed => attempts >= MOST_ATTEMPTS,
        Trouble::Refused => true,
    };
    if is_over {
        return Next::GivenUp;
    }
    let wait = backoff::wait_seconds(attempts, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, jitter);
    Next::At(now.checked_add(SignedDuration::from_secs(i64::from(wait))).unwrap_or(Timestamp::MAX))
}

/// How a message lies in one folder at the moment in which its text is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lying {
    /// It carries `\Deleted`.
    pub deleted: bool,
}

/// Whether the text is still wanted: not by people who have all done away with the message. Where it lies, whether it was heard,
/// and how often it was moved meanwhile makes no difference: it goes along.
pub fn is_wanted(places: &[Lying]) -> bool {
    places.iter().any(|place| !place.deleted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_without_a_voice_is_empty() {
        for (milliseconds, level_dbov, empty) in [
            (0, None, true),
            (5_000, None, true),
            (300, Some(-20.0), true),
            (600, Some(-20.0), false),
            (5_000, Some(-64.0), true),
            (5_000, Some(-45.0), false),
        ] {
            let spoken = Spoken { milliseconds, level_dbov };
            assert_eq!(is_empty(spoken), empty, "{spoken:?}");
        }
    }

    #[test]
    fn a_recogniser_is_as_sure_as_its_words_or_else_their_pieces_unless_nobody_spoke() {
        let nan = f64::NAN;
        for (words, average_log, silence, expected) in [
            (&[0.5, 1.0][..], Some(-9.0), None, Some(0.75)),
            (&[0.5, 1.0], None, Some(0.5), Some(0.375)),
            (&[], Some(0.0), None, Some(1.0)),
            (&[], Some(-1.0), None, Some(RELIABLE)),
            (&[], Some(-2.0), None, Some(0.25)),
            (&[], Some(-1.0), Some(0.5), Some(0.25)),
            (&[], Some(-1e300), None, Some(0.0)),
            (&[], Some(1e300), None, None),
            (&[nan, 0.5], None, Some(nan), Some(0.5)),
            (&[7.0], None, Some(-3.0), Some(1.0)),
            (&[0.9], None, Some(3.0), Some(0.0)),
            (&[], None, Some(0.1), None),
            (&[], None, None, None),
        ] {
            let odds = Odds { words: words.to_vec(), average_log, silence };
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            let sure = odds.confidence();
            assert!(
                sure == expected || sure.zip(expected).is_some_and(|(a, b)| near(a, b)),
                "{odds:?}: {sure:?}"
            );
        }
    }

    #[test]
    fn words_are_relied_on_as_far_as_the_recogniser_was_sure_and_made_sense() {
        let round = "I'm going to give you a couple of minutes. ".repeat(6);
        let numbers = "Call five five five, five five five, five five five, 555 555 555 555 555 555.";
        for (text, confidence, milliseconds, standing) in [
            ("Hello Anna, this is Peter.", Some(0.64), 3_000, Standing::Reliable),
            ("Hello Anna, this is Peter.", None, 3_000, Standing::Reliable),
            ("Hello Anna, this is Peter.", Some(0.45), 3_000, Standing::Unreliable),
            ("Hello Anna, this is Peter.", Some(0.45), 3_000, Standing::Unreliable),
            ("", Some(0.9), 3_000, Standing::Unreliable),
            (". . .", Some(0.9), 3_000, Standing::Unreliable),
            (round.as_str(), Some(0.67), 20_000, Standing::Unreliable),
            (numbers, Some(0.67), 20_000, Standing::Reliable),
            ("one two a b c d e f g h i j k l m n o p", Some(0.9), 2_000, Standing::Unreliable),
        ] {
            let spoken = Spoken { milliseconds, level_dbov: Some(-20.0) };
            let words = Words { text: text.to_owned(), confidence };
            assert_eq!(judge(spoken, &words), standing, "{text}");
        }
    }

    #[test]
    fn what_fails_is_tried_again_and_what_cannot_succeed_is_not() {
        let hour = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        for (trouble, attempts, now, wait) in [
            (Trouble::Away, 1, hour(0), Some(10)),
            (Trouble::Away, 9, hour(23), Some(1800)),
            (Trouble::Away, 9, hour(24), None),
            (Trouble::Failed, 4, hour(0), Some(80)),
            (Trouble::Failed, 5, hour(0), None),
            (Trouble::Refused, 1, hour(0), None),
        ] {
            let next = after(trouble, attempts, hour(0), now, u16::MAX);
            let expected =
                wait.map_or(Next::GivenUp, |seconds| Next::At(now + SignedDuration::from_secs(seconds)));
            assert_eq!(next, expected, "{trouble:?} {attempts}");
        }
    }

    #[test]
    fn a_text_is_wanted_wherever_somebody_still_has_the_message() {
        let (kept, deleted) = (Lying { deleted: false }, Lying { deleted: true });
        for (places, wanted) in
            [(vec![], false), (vec![kept], true), (vec![deleted], false), (vec![deleted, kept], true)]
        {
            assert_eq!(is_wanted(&places), wanted, "{places:?}");
        }
    }

    #[test]
    fn standings_come_back_by_their_names() {
        for standing in Standing::ALL {
            assert_eq!(Standing::from_name(standing.name()), Some(standing));
        }
        assert_eq!(Standing::from_name("sure"), None);
    }

    #[test]
    fn no_word_is_shown_where_words_are_debugged() {
        let words = Words { text: "secret".into(), confidence: None };
        assert_eq!(format!("{words:?}"), "Words(6 octets, None)");
    }
}
