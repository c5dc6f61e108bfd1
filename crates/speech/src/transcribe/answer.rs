//! What a recogniser answers: one JSON object on a line.
//!
//! `{"segments": [{"text": "…", "confidence": 0.9}]}`, or `{"text": "…", "confidence": 0.9}`, or `{"error": "…"}`, with
//! `"again": true` where it may succeed later. Everything else in it is passed over.

use super::Fault;
use domain::transcript::Words;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Longer answers are not read: an hour of speech is 60 kB.
pub(super) const MOST_OCTETS: usize = 1 << 20;
/// Of a text; the rest is cut.
const MOST_LETTERS: usize = 200_000;

#[derive(Deserialize)]
struct Answer {
    text: Option<String>,
    confidence: Option<f64>,
    segments: Option<Vec<Segment>>,
    error: Option<IgnoredAny>,
    #[serde(default)]
    again: bool,
}

/// A sentence or so.
#[derive(Deserialize)]
pub(super) struct Segment {
    pub text: String,
    pub confidence: Option<f64>,
}

/// An answer that was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    Words(Words),
    /// It may succeed later.
    NotNow,
    Refused,
}

impl Answered {
    pub(super) fn words(self) -> Result<Words, Fault> {
        match self {
            Answered::Words(words) => Ok(words),
            Answered::NotNow => Err(Fault::NotNow),
            Answered::Refused => Err(Fault::Refused),
        }
    }
}

/// The error names no word of what was answered.
pub fn read(line: &[u8]) -> Result<Answered, &'static str> {
    if line.len() > MOST_OCTETS {
        return Err("it is too long");
    }
    let answer: Answer = json(line)?;
    if answer.error.is_some() {
        return Ok(if answer.again { Answered::NotNow } else { Answered::Refused });
    }
    match (answer.segments, answer.text) {
        (Some(segments), _) => Ok(Answered::Words(joined(&segments))),
        (None, Some(text)) => Ok(Answered::Words(joined(&[Segment { text, confidence: answer.confidence }]))),
        (None, None) => Err("it has neither text nor segments nor an error"),
    }
}

/// A text of JSON. The error names no word of it.
pub(super) fn json<T: DeserializeOwned>(octets: &[u8]) -> Result<T, &'static str> {
    let text = std::str::from_utf8(octets).map_err(|_| "it is not UTF-8")?;
    serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => "it is JSON of another kind",
        _ => "it is not JSON",
    })
}

/// Each segment on a line of its own; the longer ones count more for how sure it is.
pub(super) fn joined(segments: &[Segment]) -> Words {
    let (mut text, mut sum, mut weight) = (String::new(), 0.0, 0.0);
    for segment in segments {
        let said = clean(&segment.text);
        if let Some(confidence) = segment.confidence.and_then(share) {
            let letters = said.chars().count() as f64;
            sum += confidence * letters;
            weight += letters;
        }
        if !said.is_empty() && !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&said);
    }
    let confidence = (weight > 0.0).then(|| sum / weight);
    Words { text: text.chars().take(MOST_LETTERS).collect(), confidence }
}

/// 0 to 1; what is no number says nothing.
fn share(confidence: f64) -> Option<f64> {
    confidence.is_finite().then(|| confidence.clamp(0.0, 1.0))
}

/// One line of words. Marks that turn or hide what stands around them are left out.
fn clean(text: &str) -> String {
    let is_hidden = |c: &char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let shown: String = text
        .chars()
        .filter(|c| !is_hidden(c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MOST_LETTERS)
        .collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, confidence: Option<f64>) -> Result<Answered, &'static str> {
        Ok(Answered::Words(Words { text: text.to_owned(), confidence }))
    }

    #[test]
    fn answers_are_read_and_everything_else_is_refused() {
        let long = vec![b' '; MOST_OCTETS + 1];
        for (line, expected) in [
            (&br#"{"text": " Hello \u0000 Anna\n", "confidence": 0.5}"#[..], words("Hello Anna", Some(0.5))),
            (br#"{"text": "Hello", "model": {"size": 3}}"#, words("Hello", None)),
            (br#"{"text": "a\u202eb", "confidence": 7}"#, words("ab", Some(1.0))),
            (
                br#"{"segments": [{"text": "abc", "confidence": 1}, {"text": " d ", "confidence": 0}, {"text": ""}]}"#,
                words("abc\nd", Some(0.75)),
            ),
            (br#"{"segments": []}"#, words("", None)),
            (br#"{"error": "too loud"}"#, Ok(Answered::Refused)),
            (br#"{"error": "busy", "again": true}"#, Ok(Answered::NotNow)),
            (br#"{"text": null}"#, Err("it has neither text nor segments nor an error")),
            (br#"{}"#, Err("it has neither text nor segments nor an error")),
            (br#"{"text": 3}"#, Err("it is JSON of another kind")),
            (br#"{"segments": [3]}"#, Err("it is JSON of another kind")),
            (br#"{"text": "a"#, Err("it is not JSON")),
            (b"Loading the model ...", Err("it is not JSON")),
            (b"{\"text\": \"\xff\"}", Err("it is not UTF-8")),
            (b"", Err("it is not JSON")),
            (&long, Err("it is too long")),
        ] {
            assert_eq!(read(line), expected, "{}", String::from_utf8_lossy(&line[..line.len().min(80)]));
        }
    }
}
