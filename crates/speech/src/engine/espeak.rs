//! espeak-ng as a child process: never linked, because it is GPL.

use super::child::{self, Program};
use super::{EngineError, Speak, heard, text};
use crate::ruby;
use domain::language::Language;
use futures_util::future::BoxFuture;
use std::path::PathBuf;

/// How its program is called.
pub(super) const PROGRAM: &str = "espeak-ng";

/// Words a minute: slower than espeak-ng's own 175, since a telephone takes away half of the sound.
const WORDS_A_MINUTE: &str = "150";

pub struct Espeak(Program);

impl Espeak {
    pub fn new(program: PathBuf) -> Self {
        Self(Program::new(program))
    }

    /// The engine of this machine, if one is installed.
    pub fn find() -> Option<Self> {
        child::installed(PROGRAM).map(Self::new)
    }

    async fn run(&self, text: &str, language: Language) -> Result<Vec<i16>, EngineError> {
        let text = match language {
            Language::JaJp => text::plain(&ruby::sounds(text).ok_or(EngineError::Unreadable)?),
            _ => text::readable(text),
        };
        let arguments = ["-v", voice(language), "-s", WORDS_A_MINUTE, "-z", "--stdin", "--stdout"];
        heard(self.0.run(arguments, text).await?).await
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

/// Named one by one: `fr-ca` and `es-us` would choose voices of another program, which is not there.
pub(super) fn voice(language: Language) -> &'static str {
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

/// The voices of `espeak-ng --voices`: a table whose second column is the language.
pub(super) fn voices(listed: &str) -> Vec<String> {
    let rows = listed.lines().skip(1);
    rows.filter_map(|row| row.split_whitespace().nth(1)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::measure;

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

    #[test]
    fn voices_are_the_rows_below_the_heading() {
        let table = "Pty Language       Age/Gender VoiceName          File                 Other Languages\n 5  de              --/M      German             gmw/de               \n\n 2  en-gb           --/M      English_(Great_Britain) gmw/en            (en 2)\n";
        assert_eq!(voices(table), ["de", "en-gb"]);
        assert!(voices("").is_empty() && voices("\u{0}\n\n x \n").is_empty());
    }
}
