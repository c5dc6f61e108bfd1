//! The recordings that sentences are put together from, and their names.

use domain::language::Language;

/// Raise it when the sound of a rendered fragment changes: names change with it, and all are rendered anew.
const RENDERING: &str = "2";

/// How many characters of the text a name shows.
const NAME_SHOWS: usize = 48;

/// Words that are recorded in one go.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Fragment {
    pub text: String,
    pub tone: Tone,
}

/// How the voice ends: it stays up where more follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tone {
    Going,
    Final,
    Question,
}

impl Fragment {
    /// The name of its file, without the ending: what it says, readable, and a digest of all that makes its sound.
    pub fn name(&self, language: Language) -> String {
        let shown: String = self
            .text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .collect();
        let shown: Vec<&str> = shown.split('-').filter(|part| !part.is_empty()).collect();
        let shown: String = shown.join("-").chars().take(NAME_SHOWS).collect();
        let tone = match self.tone {
            Tone::Going => "going",
            Tone::Final => "final",
            Tone::Question => "question",
        };
        let digest = fnv(&[RENDERING, language.tag(), tone, &self.text]);
        format!("{shown}-{tone}-{digest:016x}")
    }

    /// The text as an engine should read it: its closing mark tells the engine where the voice goes.
    pub fn spelled(&self) -> String {
        let mark = match self.tone {
            Tone::Going => ',',
            Tone::Final if self.text.ends_with('.') => return self.text.clone(),
            Tone::Final => '.',
            Tone::Question => '?',
        };
        format!("{}{mark}", self.text)
    }
}

/// FNV-1a over the texts, each closed by a zero: stable for ever, which the standard hasher is not.
fn fnv(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
