//! espeak-ng as a child process: never linked, because it is GPL.

use super::{EngineError, Speak};
use crate::audio;
use crate::ruby;
use domain::language::Language;
use futures_util::future::BoxFuture;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// Words a minute: slower than espeak-ng's own 175, since a telephone takes away half of the sound.
const WORDS_A_MINUTE: &str = "150";

/// A sentence takes 30 ms; what takes this long never ends.
const LIMIT_SECONDS: u64 = 10;

/// How many may run at once: more do not speak sooner.
const AT_ONCE: usize = 4;

/// Longer texts are cut: names and sentences are shorter.
const LONGEST_TEXT_CHARACTERS: usize = 2_000;

/// Silence left at both ends, in milliseconds: pauses are made where sentences are put together.
const EDGE_MILLISECONDS: usize = 12;

pub struct Espeak {
    program: PathBuf,
    running: Semaphore,
}

impl Espeak {
    pub fn new(program: PathBuf) -> Self {
        Self { program, running: Semaphore::new(AT_ONCE) }
    }

    /// The engine of this machine, if one is installed.
    pub fn find() -> Option<Self> {
        let folders = std::env::var_os("PATH")?;
        let program = std::env::split_paths(&folders)
            .map(|folder| folder.join("espeak-ng"))
            .find(|path| path.is_file())?;
        Some(Self::new(program))
    }

    pub fn program(&self) -> &Path {
        &self.program
    }

    async fn run(&self, text: &str, language: Language) -> Result<Vec<i16>, EngineError> {
        let _place =
            self.running.acquire().await.map_err(|closed| std::io::Error::other(closed.to_string()))?;
        let text = match language {
            Language::JaJp => ruby::sounds(text).ok_or(EngineError::Unreadable)?,
            _ => ruby::written(text),
        };
        let said = talk(self.start(language)?, readable(&text));
        let Ok(file) = tokio::time::timeout(Duration::from_secs(LIMIT_SECONDS), said).await else {
            return Err(EngineError::TooSlow(LIMIT_SECONDS));
        };
        Ok(audio::prepare(audio::telephone(&file?)?, EDGE_MILLISECONDS)?)
    }

    fn start(&self, language: Language) -> std::io::Result<Child> {
        Command::new(&self.program)
            .args(["-v", voice(language), "-s", WORDS_A_MINUTE, "-z", "--stdin", "--stdout"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

impl Speak for Espeak {
    fn speak<'a>(
        &'a self,
        text: &'a str,
        language: Language,
    ) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.run(text, language))
    }
}

/// Gives the text and takes the sound. Dropped, it kills the child.
async fn talk(mut child: Child, text: String) -> Result<Vec<u8>, EngineError> {
    let mut stdin = child.stdin.take().ok_or_else(|| std::io::Error::other("the engine has no input"))?;
    let told = async move {
        stdin.write_all(text.as_bytes()).await?;
        stdin.shutdown().await
    };
    let (told, output) = tokio::join!(told, child.wait_with_output());
    let output = output?;
    if !output.status.success() {
        return Err(EngineError::Refused(output.status));
    }
    told?;
    Ok(output.stdout)
}

/// Names come from outside: no control characters, and no `[[`, which would begin phonemes.
fn readable(text: &str) -> String {
    text.chars()
        .take(LONGEST_TEXT_CHARACTERS)
        .map(|c| if c.is_control() || matches!(c, '[' | ']' | '<' | '>') { ' ' } else { c })
        .collect()
}

/// Named one by one: `fr-ca` and `es-us` would choose voices of another program, which is not there.
fn voice(language: Language) -> &'static str {
    match language {
        Language::EnGb => "en-gb",
        Language::DeDe => "de",
        Language::EnUs => "en-us",
        Language::FrFr | Language::FrCa => "fr-fr",
        Language::ItIt => "it",
        Language::PtPt => "pt",
        Language::PtBr => "pt-br",
        Language::EsEs => "es",
        Language::EsUs => "es-419",
        Language::TrTr => "tr",
        Language::RuRu => "ru",
        Language::NlNl => "nl",
        Language::JaJp => "ja",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::measure;

    #[test]
    fn a_name_from_outside_reaches_the_engine_as_plain_words() {
        assert_eq!(readable("Anna\r\n[[h@'loU]] <b>x"), "Anna    h@'loU    b x");
        assert_eq!(readable(&"x".repeat(5_000)).len(), LONGEST_TEXT_CHARACTERS);
    }

    #[tokio::test]
    async fn an_engine_that_cannot_be_run_is_an_error() {
        let engine = Espeak::new("/nowhere/espeak-ng".into());
        assert!(matches!(engine.speak("hello", Language::EnGb).await, Err(EngineError::Failed(_))));
    }

    #[tokio::test]
    async fn an_engine_that_fails_or_prints_no_sound_is_an_error() {
        let refusing = Espeak::new("/bin/false".into());
        assert!(refusing.speak("hello", Language::EnGb).await.is_err());
        let silent = Espeak::new("/bin/true".into());
        assert!(silent.speak("hello", Language::EnGb).await.is_err());
    }

    #[tokio::test]
    async fn a_japanese_name_without_its_reading_is_not_read_as_chinese_letters() {
        let engine = Espeak::new("/bin/true".into());
        let said = engine.speak("山田さん", Language::JaJp).await;
        assert!(matches!(said, Err(EngineError::Unreadable)));
    }

    #[tokio::test]
    async fn every_voice_is_known_to_the_engine() {
        let Some(engine) = Espeak::find() else { return };
        for language in Language::ALL {
            assert!(engine.speak("a 1.", language).await.is_ok(), "{language}");
        }
    }

    #[tokio::test]
    async fn a_spoken_name_is_levelled_and_begins_at_once() {
        let Some(engine) = Espeak::find() else { return };
        for (text, language) in
            [("Anna Müller-Lüdenscheidt,", Language::DeDe), ("Oliver Smith.", Language::EnGb)]
        {
            let measured = measure(&engine.speak(text, language).await.unwrap());
            assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 1.0, "{measured:?}");
            assert!(measured.leading_silence_milliseconds <= 20, "{measured:?}");
            assert_eq!(measured.clicks, 0);
        }
    }
}
