//! Whether what a caller left is a message or only a missed call.

/// How a recording ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The caller pressed `#`: meant to be kept.
    Key,
    Silence,
    Limit,
    Hangup,
    /// Samples could no longer be written. How long it would have become is not known.
    Failed,
}

/// What becomes of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Message,
    /// A row in the journal; the recording is discarded.
    MissedCall,
}

/// How long a recording is, and how much of it was speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    pub milliseconds: u64,
    pub speech_milliseconds: u64,
}

/// Decides by how much was said and how it ended. `shortest_seconds` of speech are wanted unless the caller said
/// otherwise with `#`; what a failing disk cut short is kept if anything at all was said.
pub fn keep(ended: Ended, length: Length, shortest_seconds: u32) -> Keep {
    let shortest_milliseconds = u64::from(shortest_seconds) * 1000;
    let kept = match ended {
        Ended::Key | Ended::Limit => length.milliseconds > 0,
        Ended::Silence | Ended::Hangup => {
            length.speech_milliseconds >= shortest_milliseconds && length.milliseconds > 0
        }
        Ended::Failed => length.speech_milliseconds > 0,
    };
    if kept { Keep::Message } else { Keep::MissedCall }
}

#[cfg(test)]
mod tests {
    use super::{Ended::*, Keep::*, *};

    #[test]
    fn little_speech_is_a_missed_call_unless_the_caller_pressed_hash() {
        for (ended, milliseconds, speech_milliseconds, expected) in [
            (Hangup, 8_000, 1_999, MissedCall),
            (Hangup, 8_000, 2_000, Message),
            (Silence, 8_000, 0, MissedCall),
            (Silence, 8_000, 1_999, MissedCall),
            (Silence, 2_500, 2_400, Message),
            (Key, 700, 0, Message),
            (Key, 0, 0, MissedCall), // nothing there that could be played
            (Limit, 300_000, 1_000, Message),
            (Failed, 900, 300, Message),
            (Failed, 900, 0, MissedCall),
        ] {
            let length = Length { milliseconds, speech_milliseconds };
            assert_eq!(keep(ended, length, 2), expected, "{ended:?} {length:?}");
        }
    }

    #[test]
    fn a_shortest_message_of_zero_keeps_whatever_has_a_length() {
        assert_eq!(keep(Hangup, Length { milliseconds: 20, speech_milliseconds: 0 }, 0), Message);
        assert_eq!(keep(Hangup, Length { milliseconds: 0, speech_milliseconds: 0 }, 0), MissedCall);
    }
}
