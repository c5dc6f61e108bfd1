//! What the voice said, recognised by the recordings that the server was built with: it sends them as they are.

use crate::sound::{alaw_from, alaw_to};
use crate::{Heard, target};
use std::path::{Path, PathBuf};

/// Samples of a recording that are looked for, out of its middle: half a second is like no other.
const SAMPLES: usize = 4000;

/// A rendered phrase of the voice.
pub struct Words {
    spoken: Vec<i16>,
    /// The middle, as it comes over A-law.
    samples: Vec<i16>,
}

impl Words {
    /// The phrase of a language that begins with these words, as they stand in the file's name.
    pub fn of(language: &str, begin: &str) -> Words {
        let folder = target().join("prompts").join(language);
        let spoken = Heard::open(&only_file(&folder, begin)).samples;
        let from = spoken.len().checked_sub(SAMPLES).expect("half a second of words") / 2;
        let samples = spoken[from..from + SAMPLES].iter().map(|sample| alaw_from(alaw_to(*sample))).collect();
        Words { spoken, samples }
    }

    /// The whole phrase, at 8 kHz.
    pub fn spoken(&self) -> &[i16] {
        &self.spoken
    }
}

fn only_file(folder: &Path, begin: &str) -> PathBuf {
    let files = folder.read_dir().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    // Beside each lies what the program carries of it.
    let is_it = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "wav")
            && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{begin}-")))
    };
    let mut found: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).filter(is_it).collect();
    assert_eq!(found.len(), 1, "“{begin}” in {}: {found:?}", folder.display());
    found.remove(0)
}

impl Heard {
    /// Whether these words are in what came over A-law without a gap.
    pub fn says(&self, words: &Words) -> bool {
        self.samples.windows(SAMPLES).any(|window| is_same(window, &words.samples))
    }
}

/// Equal but for the last bit of A-law, which two encoders may round differently.
fn is_same(heard: &[i16], words: &[i16]) -> bool {
    heard.iter().zip(words).all(|(heard, word)| {
        let step = (i32::from(*word).abs() / 16).max(16);
        (i32::from(*heard) - i32::from(*word)).abs() <= step
    })
}
