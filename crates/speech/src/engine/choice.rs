//! Which engine speaks which language, as it is configured: one for all, and others for some.

use super::{espeak, flite, open_jtalk, piper};
use domain::language::Language;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// An engine and the voice of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "engine", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Choice {
    /// Every language, with a voice of its own for each.
    EspeakNg {},
    /// English. `voice` is one of `flite -lv`.
    Flite {
        #[serde(default = "flite_voice")]
        voice: String,
    },
    /// Japanese, kanji included.
    OpenJtalk {
        /// A file of HTS, `….htsvoice`.
        voice: PathBuf,
        /// Where its dictionary lies.
        #[serde(default = "open_jtalk_dictionary")]
        dictionary: PathBuf,
    },
    /// The language that the name of its voice begins with.
    Piper {
        /// `LANGUAGE-NAME-QUALITY.onnx`, beside the `.onnx.json` that belongs to it.
        voice: PathBuf,
        /// The program, where it is not one of the machine's.
        program: Option<PathBuf>,
    },
    /// Every language that the service has a voice for.
    Http {
        /// Of `POST /v1/audio/speech`, as OpenAI describes it: `https://…`, or `http://…` for one on this machine.
        url: String,
        model: String,
        voice: String,
        /// A file with the key that the service asks for.
        key_file: Option<PathBuf>,
    },
}

fn flite_voice() -> String {
    flite::VOICE.to_owned()
}

fn open_jtalk_dictionary() -> PathBuf {
    open_jtalk::DICTIONARY.into()
}

impl Choice {
    /// Whether an engine is of use for a language.
    pub fn speaks(&self, language: Language) -> bool {
        match self {
            Choice::EspeakNg {} | Choice::Http { .. } => true,
            Choice::Flite { .. } => flite::speaks(language),
            Choice::OpenJtalk { .. } => open_jtalk::speaks(language),
            Choice::Piper { voice, .. } => piper::speaks(voice, language),
        }
    }

    /// Whether it speaks all its languages with the same voice: what is known of it in one holds in the others.
    pub fn is_one_voice(&self) -> bool {
        !matches!(self, Choice::EspeakNg {})
    }

    /// The engine's name, as it is configured.
    pub fn name(&self) -> &'static str {
        match self {
            Choice::EspeakNg {} => "espeak-ng",
            Choice::Flite { .. } => "flite",
            Choice::OpenJtalk { .. } => "open-jtalk",
            Choice::Piper { .. } => "piper",
            Choice::Http { .. } => "http",
        }
    }

    /// The voice that speaks a language, as its engine calls it.
    pub fn voice(&self, language: Language) -> Cow<'_, str> {
        match self {
            Choice::EspeakNg {} => espeak::voice(language).into(),
            Choice::Flite { voice } | Choice::Http { voice, .. } => voice.into(),
            Choice::OpenJtalk { voice, .. } | Choice::Piper { voice, .. } => voice.to_string_lossy(),
        }
    }
}

/// The choice for each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Choices {
    /// For languages without a table of their own.
    #[serde(flatten)]
    pub otherwise: Choice,
    #[serde(flatten)]
    pub languages: BTreeMap<Language, Choice>,
}

impl Default for Choices {
    fn default() -> Self {
        Self { otherwise: Choice::EspeakNg {}, languages: BTreeMap::new() }
    }
}

/// What is wrong with a table, and in which.
#[derive(Debug)]
pub struct WrongChoice(String);

impl fmt::Display for WrongChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<Map<String, Value>> for Choices {
    type Error = WrongChoice;

    /// Tables are languages, everything else is the engine for all.
    fn try_from(table: Map<String, Value>) -> Result<Self, WrongChoice> {
        let wrong = |at: &str, why: &dyn fmt::Display| WrongChoice(format!("{at}: {why}"));
        let (tables, values): (Map<_, _>, Map<_, _>) =
            table.into_iter().partition(|(_, value)| value.is_object());
        let otherwise = serde_json::from_value(Value::Object(values)).map_err(|why| wrong("voice", &why))?;
        let mut languages = BTreeMap::new();
        for (key, value) in tables {
            let at = format!("voice.{key}");
            let language = language(&key).ok_or_else(|| wrong(&at, &"no language that is spoken here"))?;
            let choice: Choice = serde_json::from_value(value).map_err(|why| wrong(&at, &why))?;
            if !choice.speaks(language) {
                return Err(wrong(&at, &format!("{} has no voice for it", choice.name())));
            }
            languages.insert(language, choice);
        }
        Ok(Self { otherwise, languages })
    }
}

/// Of a key of the file, or of a variable of the environment, which has no hyphens.
fn language(key: &str) -> Option<Language> {
    let tag = key.replace('_', "-");
    Language::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(&tag))
}

impl Choices {
    /// The table that chooses what speaks a language.
    pub fn table_of(&self, language: Language) -> String {
        match self.languages.contains_key(&language) {
            true => format!("voice.{language}"),
            false => "voice".to_owned(),
        }
    }

    /// What speaks a language. Where the engine for all has no voice for it, it is espeak-ng.
    pub fn of(&self, language: Language) -> &Choice {
        let own = self.languages.get(&language);
        own.unwrap_or(if self.otherwise.speaks(language) { &self.otherwise } else { &Choice::EspeakNg {} })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(table: Value) -> Result<Choices, serde_json::Error> {
        serde_json::from_value(table)
    }

    #[test]
    fn a_language_has_its_own_engine_or_that_for_all_where_it_has_a_voice() {
        let choices = read(json!({"engine": "flite", "en-GB": {"engine": "flite", "voice": "awb"}})).unwrap();
        let flite = |voice: &str| Choice::Flite { voice: voice.into() };
        for (language, expected) in [
            (Language::EnUs, flite("slt")),
            (Language::EnGb, flite("awb")),
            (Language::DeDe, Choice::EspeakNg {}),
        ] {
            assert_eq!(*choices.of(language), expected, "{language}");
        }
        let piper = json!({"engine": "piper", "voice": "/v/nl_NL-mls-medium.onnx"});
        let all = read(piper).unwrap();
        assert_eq!(all.of(Language::NlNl).name(), "piper");
        assert_eq!(
            (all.of(Language::JaJp).name(), all.of(Language::EnGb).name()),
            ("espeak-ng", "espeak-ng")
        );
        assert_eq!(read(json!({"engine": "espeak-ng"})).unwrap(), Choices::default());
        let by_environment = read(json!({"engine": "espeak-ng", "en_us": {"engine": "flite"}})).unwrap();
        assert_eq!(*by_environment.of(Language::EnUs), flite("slt"));
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let table = json!({"engine": "espeak-ng", "en-US": {"engine": "flite", "voice": "rms"}});
        assert_eq!(serde_json::to_value(read(table.clone()).unwrap()).unwrap(), table);
    }

    #[test]
    fn what_cannot_speak_is_refused_by_its_key() {
        for (table, told) in [
            (json!({"engine": "sam"}), "voice: unknown variant `sam`"),
            (json!({"engine": "flite", "vioce": "slt"}), "voice: unknown field `vioce`"),
            (json!({"engine": "espeak-ng", "de-DE": {"engine": "flite"}}), "voice.de-DE: flite has no voice"),
            (
                json!({"engine": "espeak-ng", "de-DE": {"engine": "open-jtalk", "voice": "/v"}}),
                "voice.de-DE: open-jtalk has no voice",
            ),
            (
                json!({"engine": "espeak-ng", "de-DE": {"engine": "piper", "voice": "/v/en_US-joe.onnx"}}),
                "voice.de-DE: piper has no voice",
            ),
            (
                json!({"engine": "espeak-ng", "ja-JP": {"engine": "open-jtalk"}}),
                "voice.ja-JP: missing field `voice`",
            ),
            (json!({"engine": "espeak-ng", "de-DE": {"voice": "x"}}), "voice.de-DE: missing field `engine`"),
            (json!({"engine": "espeak-ng", "xx-XX": {"engine": "flite"}}), "voice.xx-XX: no language"),
            (
                json!({"engine": "espeak-ng", "en-US": {"engine": "flite", "voice": 3}}),
                "voice.en-US: invalid",
            ),
            (json!({"engine": "http", "url": "https://a/b", "model": "m"}), "voice: missing field `voice`"),
        ] {
            let error = read(table).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
