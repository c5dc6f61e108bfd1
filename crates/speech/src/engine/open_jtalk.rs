//! Open JTalk as a child process: Japanese as it is written, of better sound than espeak-ng's.

use super::child::Program;
use super::{EngineError, Speak, heard, text};
use domain::language::Language;
use futures_util::future::BoxFuture;
use std::ffi::OsStr;
use std::path::PathBuf;

/// How its program is called.
pub(super) const PROGRAM: &str = "open_jtalk";

/// Where Debian lays the dictionary.
pub(super) const DICTIONARY: &str = "/var/lib/mecab/dic/open-jtalk/naist-jdic";

/// What a folder with a dictionary has.
pub(super) const DICTIONARY_HAS: &str = "sys.dic";

/// It reads one line of 1,023 octets and leaves the rest.
const LONGEST_OCTETS: usize = 1_000;

pub(super) struct OpenJtalk {
    program: Program,
    voice: PathBuf,
    dictionary: PathBuf,
}

impl OpenJtalk {
    pub fn new(program: PathBuf, voice: PathBuf, dictionary: PathBuf) -> Self {
        Self { program: Program::new(program), voice, dictionary }
    }

    async fn run(&self, text: &str) -> Result<Vec<i16>, EngineError> {
        let mut said = Vec::new();
        for piece in pieces(&text::readable(text)) {
            // It goes back to the head of what it writes.
            let [voice, dictionary, to] = ["-m", "-x", "-ow"].map(OsStr::new);
            let (file, folder) = (self.voice.as_os_str(), self.dictionary.as_os_str());
            let arguments = [voice, file, dictionary, folder, to, OsStr::new("/dev/stdout")];
            said.extend(heard(self.program.run_to_file(arguments, piece.to_owned()).await?).await?);
        }
        if said.is_empty() { Err(EngineError::Unreadable) } else { Ok(said) }
    }
}

impl Speak for OpenJtalk {
    fn speak<'a>(&'a self, text: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.run(text))
    }
}

/// The language of its dictionary.
pub(super) fn speaks(language: Language) -> bool {
    language == Language::JaJp
}

/// A text in pieces that are read whole: to the end of a sentence where there is one, else to that of a clause.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(end_of_piece(rest));
        pieces.push(piece);
        rest = after.trim_start();
    }
    pieces
}

fn end_of_piece(text: &str) -> usize {
    if text.len() <= LONGEST_OCTETS {
        return text.len();
    }
    let most = text.floor_char_boundary(LONGEST_OCTETS);
    let after = |marks: &[char]| text[..most].rfind(marks).map(|at| text.ceil_char_boundary(at + 1));
    after(&['。', '！', '？']).or_else(|| after(&['、', ' '])).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_after_sentences_then_clauses_then_anywhere() {
        let sentence = format!("{}。", "あ".repeat(199));
        let clause = format!("{}、", "あ".repeat(199));
        for (text, expected) in [
            ("  ".to_owned(), vec![]),
            (" はい。 ".to_owned(), vec!["はい。".to_owned()]),
            (sentence.repeat(2), vec![sentence.clone(), sentence.clone()]),
            (clause.repeat(2), vec![clause.clone(), clause.clone()]),
            ("あ".repeat(400), vec!["あ".repeat(333), "あ".repeat(67)]),
        ] {
            let pieces = pieces(&text);
            assert_eq!(pieces, expected);
            assert!(pieces.iter().all(|piece| piece.len() <= LONGEST_OCTETS));
        }
    }

    #[tokio::test]
    async fn an_engine_that_says_nothing_or_gets_nothing_to_say_is_an_error() {
        for (program, text) in [("/bin/true", "はい"), ("/bin/false", "はい"), ("/bin/cat", " ")] {
            let engine = OpenJtalk::new(program.into(), "/nowhere".into(), "/nowhere".into());
            assert!(engine.speak(text, Language::JaJp).await.is_err(), "{program}");
        }
    }
}
