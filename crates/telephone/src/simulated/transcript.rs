//! What a simulated caller experienced.

use crate::line::{Connected, Position, Recorded, Shown};
use domain::id::BlobId;
use domain::number::Number;
use speech::{Arguments, Piece};

/// What `listen` is called in scripts and transcripts.
pub(super) const MESSAGE: &str = "message";
const RECORDING: &str = "recording";
const BEEP: &str = "beep";
const PAUSE: &str = "pause";

/// One thing after the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Experience {
    Answered,
    /// A prompt; `complete` unless a key, the hang-up or a limit cut it short.
    Prompt {
        id: &'static str,
        arguments: Arguments,
        complete: bool,
    },
    Recording {
        blob: BlobId,
        milliseconds: u64,
        complete: bool,
    },
    Beep,
    Pause(u32),
    /// The sound of a message, from one position to another.
    Listened {
        from: Position,
        to: Position,
        complete: bool,
    },
    Waited {
        milliseconds: u32,
    },
    Recorded(Recorded),
    /// Somebody was called.
    Called {
        number: Number,
        shown: Shown,
        connected: Connected,
    },
    /// The flow ended the call.
    SentAway,
}

impl Experience {
    pub(super) fn said(piece: &Piece, milliseconds: u64, complete: bool) -> Experience {
        match piece {
            Piece::Prompt(id, arguments) => Experience::Prompt { id, arguments: arguments.clone(), complete },
            Piece::Recording(blob) => Experience::Recording { blob: blob.clone(), milliseconds, complete },
            Piece::Beep => Experience::Beep,
            Piece::Pause(milliseconds) => Experience::Pause(*milliseconds),
        }
    }

    /// Its name, if it was a sound; with `…` if cut short.
    pub(super) fn heard(&self) -> Option<String> {
        let (name, complete) = match self {
            Experience::Prompt { id, complete, .. } => (*id, *complete),
            Experience::Recording { complete, .. } => (RECORDING, *complete),
            Experience::Listened { complete, .. } => (MESSAGE, *complete),
            Experience::Beep => (BEEP, true),
            _ => return None,
        };
        Some(if complete { name.to_owned() } else { format!("{name}…") })
    }
}

/// What a script's step calls a piece.
pub(super) fn name(piece: &Piece) -> String {
    match piece {
        Piece::Prompt(id, _) => (*id).to_owned(),
        Piece::Recording(_) => RECORDING.to_owned(),
        Piece::Beep => BEEP.to_owned(),
        Piece::Pause(_) => PAUSE.to_owned(),
    }
}
