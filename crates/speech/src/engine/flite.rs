//! flite as a child process: English, of better sound than espeak-ng's.

use super::child::Program;
use super::{EngineError, Speak, heard, text};
use domain::language::Language;
use futures_util::future::BoxFuture;
use std::path::PathBuf;

/// How its program is called.
pub(super) const PROGRAM: &str = "flite";

/// Its clearest voice.
pub(super) const VOICE: &str = "slt";

pub(super) struct Flite {
    program: Program,
    voice: String,
}

impl Flite {
    pub fn new(program: PathBuf, voice: String) -> Self {
        Self { program: Program::new(program), voice }
    }

    async fn run(&self, text: &str) -> Result<Vec<i16>, EngineError> {
        // It goes back to the head of what it writes.
        let arguments = ["-voice", &self.voice, "-f", "/dev/stdin", "-o", "/dev/stdout"];
        heard(self.program.run_to_file(arguments, text::readable(text)).await?).await
    }
}

impl Speak for Flite {
    fn speak<'a>(&'a self, text: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.run(text))
    }
}

/// The languages that all its voices speak.
pub(super) fn speaks(language: Language) -> bool {
    matches!(language, Language::EnUs | Language::EnGb)
}

/// The voices of `flite -lv`. Those for the time of day know no other words.
pub(super) fn voices(listed: &str) -> Vec<String> {
    let names = listed.split_once("Voices available:").map_or("", |(_, names)| names);
    names.split_whitespace().filter(|name| !name.ends_with("_time")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::measure;
    use crate::engine::child;

    #[test]
    fn voices_are_the_names_behind_the_colon() {
        let listed = "Voices available: kal awb_time kal16 awb rms slt \n";
        assert_eq!(voices(listed), ["kal", "kal16", "awb", "rms", "slt"]);
        assert!(voices("").is_empty() && voices("Voices available:").is_empty());
    }

    #[tokio::test]
    async fn what_it_says_is_levelled_and_begins_at_once() {
        let Some(program) = child::installed(PROGRAM) else { return };
        let engine = Flite::new(program, VOICE.into());
        for text in ["Oliver Smith.", "I am out of the office until Monday, the fourth of May."] {
            let measured = measure(&engine.speak(text, Language::EnUs).await.unwrap());
            assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 2.0, "{measured:?}");
            assert!(measured.leading_silence_milliseconds <= 20, "{measured:?}");
        }
    }
}
