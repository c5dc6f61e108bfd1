//! What is to be said, before it is sound.

use domain::id::BlobId;
use domain::language::Language;
use std::collections::BTreeMap;

/// A sentence or several, in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    pub language: Language,
    pub pieces: Vec<Piece>,
}

/// A part of a script, said without a gap after the one before.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A message of `prompts/LANG.ftl` by its id, with its arguments.
    Prompt(&'static str, Arguments),
    /// A recorded audio file (a greeting, a name), played as it is.
    Recording(BlobId),
    /// A tone that invites to speak.
    Beep,
    /// Silence of so many milliseconds.
    Pause(u32),
}

/// Arguments of a prompt by name.
pub type Arguments = BTreeMap<&'static str, Argument>;

/// A value that a prompt says, in the way people say it in its language.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A count; also chooses the plural form.
    Count(u64),
    /// Digit by digit: an extension, a telephone number.
    Digits(String),
    /// A local date and clock time, said relative to `today` ("today at nine thirty", "Monday the third of March at …").
    Moment { at: jiff::civil::DateTime, today: jiff::civil::Date },
    /// A length of time in seconds.
    Duration(u64),
    /// Words as they are: a person's name.
    Text(String),
    /// A recorded audio file: a person's name as that person says it.
    Recording(BlobId),
}

impl Script {
    pub fn new(language: Language) -> Self {
        Self { language, pieces: Vec::new() }
    }

    pub fn prompt(self, id: &'static str) -> Self {
        self.prompt_with(id, [])
    }

    pub fn prompt_with<const N: usize>(
        mut self,
        id: &'static str,
        arguments: [(&'static str, Argument); N],
    ) -> Self {
        self.pieces.push(Piece::Prompt(id, arguments.into_iter().collect()));
        self
    }

    pub fn recording(mut self, blob: BlobId) -> Self {
        self.pieces.push(Piece::Recording(blob));
        self
    }

    pub fn beep(mut self) -> Self {
        self.pieces.push(Piece::Beep);
        self
    }

    pub fn pause(mut self, milliseconds: u32) -> Self {
        self.pieces.push(Piece::Pause(milliseconds));
        self
    }
}
