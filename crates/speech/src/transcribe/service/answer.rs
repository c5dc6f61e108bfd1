//! What a service answers: one JSON object, as OpenAI describes `verbose_json` and `json`.
//!
//! `{"text": "…", "segments": [{"text": "…", "avg_logprob": -0.2, "no_speech_prob": 0.01, "words": [{"probability": 0.9}]}]}`: some
//! services say nothing of words, and some have them beside the segments. Everything else in it is passed over.

use super::super::answer::{Segment, joined, json};
use domain::transcript::{Odds, Words};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Longer answers are not taken: with a moment for every word and the numbers of its pieces, an hour of speech is 2 MB.
pub(super) const MOST_OCTETS: usize = 16 << 20;

#[derive(Deserialize)]
struct Answer {
    text: Option<String>,
    segments: Option<Vec<Stretch>>,
    words: Option<Vec<Word>>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Stretch {
    text: String,
    avg_logprob: Option<f64>,
    no_speech_prob: Option<f64>,
    words: Option<Vec<Word>>,
}

#[derive(Deserialize)]
struct Word {
    probability: Option<f64>,
}

/// What is heard; `None`: it refuses the sound. The error names no word of what was answered.
pub fn read(body: &[u8]) -> Result<Option<Words>, &'static str> {
    let answer: Answer = json(body)?;
    let whole = Odds { words: odds(answer.words), ..Odds::default() }.confidence();
    match (answer.segments.filter(|segments| !segments.is_empty()), answer.text) {
        (Some(segments), _) => {
            let mut words = joined(&segments.into_iter().map(Segment::from).collect::<Vec<_>>());
            words.confidence = words.confidence.or(whole);
            Ok(Some(words))
        }
        (None, Some(text)) => Ok(Some(joined(&[Segment { text, confidence: whole }]))),
        (None, None) if answer.error.is_some() => Ok(None),
        (None, None) => Err("it has neither text nor segments nor an error"),
    }
}

fn odds(words: Option<Vec<Word>>) -> Vec<f64> {
    words.unwrap_or_default().into_iter().filter_map(|word| word.probability).collect()
}

impl From<Stretch> for Segment {
    fn from(stretch: Stretch) -> Self {
        let Stretch { text, avg_logprob, no_speech_prob, words } = stretch;
        let odds = Odds { words: odds(words), average_log: avg_logprob, silence: no_speech_prob };
        Segment { text, confidence: odds.confidence() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, confidence: Option<f64>) -> Result<Option<Words>, &'static str> {
        Ok(Some(Words { text: text.to_owned(), confidence }))
    }

    #[test]
    fn answers_are_read_and_everything_else_is_refused() {
        let openai = br#"{"task": "transcribe", "language": "english", "duration": 3.2, "text": "Hello Anna. Bye.",
            "segments": [{"id": 0, "seek": 0, "start": 0.0, "end": 2.0, "text": " Hello Anna.", "tokens": [50364, 2425],
            "temperature": 0.0, "avg_logprob": 0.0, "compression_ratio": 0.8, "no_speech_prob": 0.5},
            {"id": 1, "text": " Bye.", "avg_logprob": null, "no_speech_prob": null}], "usage": {"seconds": 4}}"#;
        let by_words = br#"{"text": " Hello\u0000 Anna\n", "segments": [{"text": " Hello\u0000 Anna\n", "avg_logprob": -9,
            "no_speech_prob": 0, "words": [{"word": " Hello", "start": 0.1, "end": 0.4, "t_dtw": -1, "probability": 0.5},
            {"word": " Anna", "probability": 1}]}]}"#;
        let beside = br#"{"text": "Hello", "segments": [{"text": "Hello", "words": null}], "words": [{"word": "Hello", "probability": 0.25}]}"#;
        for (body, expected) in [
            (&openai[..], words("Hello Anna.\nBye.", Some(0.5))),
            (by_words, words("Hello Anna", Some(0.75))),
            (beside, words("Hello", Some(0.25))),
            (br#"{"text": " Hello a\u202eb\n"}"#, words("Hello ab", None)),
            (br#"{"text": "Hello", "segments": []}"#, words("Hello", None)),
            (br#"{"text": "Hello", "words": [{"word": "Hello"}]}"#, words("Hello", None)),
            (br#"{"text": "", "segments": []}"#, words("", None)),
            (br#"{"error": "failed to read audio data"}"#, Ok(None)),
            (br#"{"error": {"message": "no", "type": "invalid_request_error"}}"#, Ok(None)),
            (br#"{"text": null}"#, Err("it has neither text nor segments nor an error")),
            (br#"{}"#, Err("it has neither text nor segments nor an error")),
            (br#"[]"#, Err("it is JSON of another kind")),
            (br#"{"text": 3}"#, Err("it is JSON of another kind")),
            (br#"{"segments": [{"avg_logprob": -1}]}"#, Err("it is JSON of another kind")),
            (br#"{"segments": [{"text": "a", "avg_logprob": "b"}]}"#, Err("it is JSON of another kind")),
            (br#"{"text": "a"#, Err("it is not JSON")),
            (br#"{"text": "a", "words": [{"probability": NaN}]}"#, Err("it is not JSON")),
            (b"<html>Bad gateway</html>", Err("it is not JSON")),
            (b"{\"text\": \"\xff\"}", Err("it is not UTF-8")),
            (b"", Err("it is not JSON")),
        ] {
            assert_eq!(read(body), expected, "{}", String::from_utf8_lossy(body));
        }
        let deep = [br#"{"text": "a", "more": "#.to_vec(), vec![b'['; 1 << 20]].concat();
        assert_eq!(read(&deep), Err("it is not JSON"));
    }
}
