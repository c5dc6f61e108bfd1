//! What was said in a voice message, put behind its other parts: what was there before stays where it was, octet for octet, so that
//! whoever knows the message without it still finds every part of it.

use super::{raw, texts};
use crate::kept::Kept;
use crate::structure::Structure;
use domain::language::Language;
use domain::transcript::Standing;
use domain::transcript::found::{Found, What, find};
use fluent_bundle::FluentArgs;
use jiff::civil::Date;
use mail_builder::mime::MimePart;
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What was said, for a reader.
pub(crate) struct Said<'a> {
    pub standing: Standing,
    /// Lines; empty where nothing was understood.
    pub words: &'a str,
    /// The reader's.
    pub language: Language,
    /// The company's domain.
    pub realm: &'a str,
}

/// Begins the Content-ID of a transcript; its standing follows.
pub(crate) const CONTENT_ID: &str = "<transcript.";

/// The message with what was said in it; `None` where it has no end that something could be put before.
pub(crate) fn with_transcript(
    message: &[u8],
    structure: &Structure,
    said: &Said<'_>,
) -> Option<(Vec<u8>, Kept)> {
    let boundary = structure.body.parameters.iter().find(|(name, _)| name == "boundary")?;
    let end = format!("\r\n--{}--", boundary.1);
    let last_part = structure.body.children.last()?.content.end as usize;
    let at = memmem::rfind(message, end.as_bytes()).filter(|at| *at >= last_part)?;
    let mut whole = Vec::with_capacity(message.len() + 4 * said.words.len() + 4096);
    whole.extend_from_slice(&message[..at]);
    whole.extend_from_slice(format!("\r\n--{}\r\n", boundary.1).as_bytes());
    part(said, message, structure).write_part(&mut whole);
    whole.extend_from_slice(&message[at..]);
    let kept = Kept::read(&whole);
    // A message from elsewhere may be made so that its end is another's.
    let (before, after) = (&structure.body.children, &kept.structure.body.children);
    let is_behind = after.len() == before.len() + 1 && after.starts_with(before);
    is_behind.then_some((whole, kept))
}

fn part(said: &Said<'_>, message: &[u8], structure: &Structure) -> MimePart<'static> {
    let digest = Sha256::digest(message);
    let name: String = digest.iter().take(16).map(|octet| format!("{octet:02x}")).collect();
    let id = format!("{CONTENT_ID}{}.{name}@{}>", said.standing.name(), said.realm);
    let title = texts::say(said.language, title(said), &FluentArgs::new());
    let plain = MimePart::new("text/plain", plain(&title, said.words))
        .header("Content-ID", raw(id))
        .header("Content-Description", raw("Transcript".to_owned()));
    let found = find(said.words, said.language, day(structure));
    let html = MimePart::new("text/html", html(&title, said.words, &found));
    MimePart::new("multipart/alternative", vec![plain, html])
}

fn title(said: &Said<'_>) -> &'static str {
    match said.standing {
        Standing::Reliable => "transcript",
        Standing::Unreliable if said.words.is_empty() => "transcript.not-understood",
        Standing::Unreliable => "transcript.unreliable",
        Standing::Empty => "transcript.empty",
    }
}

/// The day on which it was said, by the clock of its first reader.
fn day(structure: &Structure) -> Date {
    let date = structure.envelope.date.as_deref().unwrap_or_default();
    jiff::fmt::rfc2822::parse(date).map_or(Date::default(), |at| at.date())
}

/// The title, and behind a blank line what was said.
fn plain(title: &str, words: &str) -> String {
    let lines: String = words.lines().map(|line| format!("{line}\r\n")).collect();
    match lines.is_empty() {
        true => format!("{title}\r\n"),
        false => format!("{title}\r\n\r\n{lines}"),
    }
}

/// What was said, out of the text that [`plain`] makes.
pub(crate) fn words_of(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.split_once("\n\n").map(|(_, words)| words.trim_end().to_owned()).unwrap_or_default()
}

fn html(title: &str, words: &str, found: &[Found]) -> String {
    let mut page = format!("<p><em>{}</em></p>\r\n", escaped(title));
    if words.is_empty() {
        return page;
    }
    page.push_str("<p>");
    let mut at = 0;
    for Found { range, what } in found {
        page.push_str(&lines(&words[at..range.start]));
        marked(&mut page, &lines(&words[range.clone()]), what);
        at = range.end;
    }
    page.push_str(&lines(&words[at..]));
    page.push_str("</p>\r\n");
    page
}

fn marked(page: &mut String, text: &str, what: &What) {
    let _ = match (what, what.link()) {
        (What::Date(date), _) => write!(page, "<time datetime=\"{date}\"><b>{text}</b></time>"),
        (_, Some(link)) => write!(page, "<a href=\"{}\">{text}</a>", escaped(&link)),
        (_, None) => write!(page, "{text}"),
    };
}

fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>\r\n")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
