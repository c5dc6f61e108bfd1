//! What of an e-mail is read aloud: its own words, sentence by sentence, without what only eyes can use.
//!
//! Quotes, signatures and rules are left out, links become the name of their house, tables are read row by row.

mod html;
mod sentences;
mod words;

use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use crate::structure::Part;
use domain::language::Language;
use whatlang::{Detector, Lang};

/// Two hours of reading; nobody listens to more, and a message of megabytes is to cost nothing.
const MOST_CHARACTERS: usize = 100_000;
/// What is fetched of a text at most; encoded, a text of [`MOST_CHARACTERS`] is not longer.
const MOST_TEXT_BYTES: u64 = 2 * 1024 * 1024;
/// So much of a text tells its language.
const TELLING_CHARACTERS: usize = 2_000;
/// Below this the guess of a language is none. 0 to 1.
const LEAST_CONFIDENCE: f64 = 0.3;
/// An attribution, as in “On Monday Anna wrote:”, is not longer.
const MOST_ATTRIBUTION_CHARACTERS: usize = 200;

/// A message for the ear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Empty where there is none.
    pub subject: String,
    /// Empty where the message has no text.
    pub spoken: Vec<Spoken>,
    /// What it is written in, as far as that can be told.
    pub language: Option<Language>,
}

/// Subject and text of a message as they are to be read aloud.
pub async fn read(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Reading, MailboxError> {
    let subject = line(&entry.subject);
    let Some(part) = parts::text(&entry.structure).cloned() else {
        return Ok(Reading { language: language(&subject), subject, spoken: Vec::new() });
    };
    let range = part.content.start..part.content.end.min(part.content.start + MOST_TEXT_BYTES);
    let content = mailbox.read(&entry.message, range).await?;
    let reading = tokio::task::spawn_blocking(move || {
        let spoken = speakable(&parts::decoded_text(&part, &content), Form::of(&part));
        Reading { language: language(&telling(&subject, &spoken)), subject, spoken }
    });
    reading.await.map_err(|error| MailboxError::Unavailable(Box::new(error)))
}

/// What tells the language of a message: its own words alone.
fn telling(subject: &str, spoken: &[Spoken]) -> String {
    let mut words = subject.to_owned();
    for part in spoken {
        if let Spoken::Words(part) = part {
            words.push(' ');
            words.push_str(part);
        }
        if words.len() > TELLING_CHARACTERS {
            break;
        }
    }
    words
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    Html,
}

impl Form {
    /// Of a text part of a message.
    pub fn of(part: &Part) -> Form {
        if part.subtype == "html" { Form::Html } else { Form::Plain }
    }
}

/// One thing to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A sentence, or a part of one that is too long for one breath.
    Words(String),
    /// Here a message that came before is quoted; it is not read.
    Quote,
    /// The rest is left out because of its length.
    Cut,
}

/// A text as it is to be read aloud. Any text gives an answer; the costs are linear in it.
pub fn speakable(text: &str, form: Form) -> Vec<Spoken> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map(|(at, _)| at);
    let heard = &text[..end.unwrap_or(text.len())];
    let mut spoken = match form {
        Form::Plain => paragraphs(heard),
        Form::Html => paragraphs(&html::lines(heard)),
    };
    spoken.extend(end.map(|_| Spoken::Cut));
    spoken
}

/// A line of text, such as a subject, as it is to be read aloud; empty where there is nothing to say.
pub fn line(text: &str) -> String {
    words::cleaned(text)
}

/// In which of the languages that are spoken here a text is written; none where that cannot be told.
pub fn language(text: &str) -> Option<Language> {
    let known = LANGUAGES.iter().filter_map(|&(lang, tag)| Some((lang, Language::from_tag(tag)?)));
    let known: Vec<(Lang, Language)> = known.collect();
    let telling: String = text.chars().take(TELLING_CHARACTERS).collect();
    let detector = Detector::with_allowlist(known.iter().map(|(lang, _)| *lang).collect());
    let guess = detector.detect(&telling).filter(|guess| guess.confidence() >= LEAST_CONFIDENCE)?;
    known.into_iter().find(|(lang, _)| *lang == guess.lang()).map(|(_, language)| language)
}

/// The detector's languages by their tags; those that are not spoken here count for nothing.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Por, "pt"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Hun, "hu"),
    (Lang::Tur, "tr"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Ell, "el"),
    (Lang::Jpn, "ja"),
    (Lang::Cmn, "zh"),
];

/// The lines of a text gathered into paragraphs, and these into sentences.
fn paragraphs(text: &str) -> Vec<Spoken> {
    let mut reading = Gathering::default();
    for line in text.lines() {
        match kind(line) {
            Line::Signature => break,
            Line::QuotedToTheEnd => {
                reading.quote();
                break;
            }
            Line::Quoted => reading.quote(),
            Line::Empty => reading.end(),
            Line::Row => {
                reading.end();
                reading.add(&row(line));
                reading.end();
            }
            Line::Item(words) => {
                reading.end();
                reading.add(words);
            }
            Line::Words(words) => reading.add(words),
        }
    }
    reading.end();
    reading.spoken
}

#[derive(Default)]
struct Gathering {
    spoken: Vec<Spoken>,
    paragraph: String,
}

impl Gathering {
    fn add(&mut self, words: &str) {
        if !self.paragraph.is_empty() {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(words);
    }

    fn end(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let cleaned = words::cleaned(&paragraph);
        self.spoken.extend(sentences::of(&cleaned).map(Spoken::Words));
    }

    /// The sentence that says who wrote what is quoted goes with it.
    fn quote(&mut self) {
        self.end();
        let attribution = |spoken: &mut Spoken| match spoken {
            Spoken::Words(words) => {
                words.ends_with(':') && words.chars().count() <= MOST_ATTRIBUTION_CHARACTERS
            }
            Spoken::Quote | Spoken::Cut => false,
        };
        self.spoken.pop_if(attribution);
        if self.spoken.last() != Some(&Spoken::Quote) {
            self.spoken.push(Spoken::Quote);
        }
    }
}

/// What a line is.
enum Line<'a> {
    Words(&'a str),
    Item(&'a str),
    /// Of a table.
    Row,
    Quoted,
    /// From here on all is another message.
    QuotedToTheEnd,
    /// From here on the sender's signature (RFC 3676 §4.3).
    Signature,
    /// Nothing to say: a blank line, a rule, a table's border.
    Empty,
}

fn kind(line: &str) -> Line<'_> {
    let trimmed = line.trim();
    if trimmed == "--" {
        Line::Signature
    } else if is_original_message(trimmed) {
        Line::QuotedToTheEnd
    } else if trimmed.starts_with('>') {
        Line::Quoted
    } else if !trimmed.chars().any(char::is_alphanumeric) {
        Line::Empty
    } else if trimmed.matches('|').count() >= 2 {
        Line::Row
    } else {
        let item = ["- ", "* ", "• ", "– ", "+ "].iter().find_map(|bullet| trimmed.strip_prefix(bullet));
        item.map_or(Line::Words(trimmed), Line::Item)
    }
}

/// `-----Original Message-----`, in any language: words between two rules of dashes.
fn is_original_message(line: &str) -> bool {
    let inner = line.trim_matches(['-', '_', ' ']);
    let dashes = line.starts_with("----") && line.ends_with("----");
    dashes && inner.len() <= 60 && inner.chars().any(char::is_alphabetic)
}

/// The cells of a table's row, one after the other.
fn row(line: &str) -> String {
    let cells = line.split('|').map(str::trim).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
