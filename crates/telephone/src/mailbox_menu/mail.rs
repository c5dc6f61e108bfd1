//! What is heard of an e-mail: its subject and its sentences, each in the language it is written in.

use super::{Session, Stop, in_time};
use crate::line::{Barge, Hangup, Heard, Line, Listened, Position};
use crate::prompt;
use messaging::marks::Context;
use messaging::report::{self, Report, What};
use messaging::speakable::{self, Reading, Spoken};
use messaging::{Entry, fax};
use speech::{Argument, Script};

/// A text in parts, in each of which one can stop and go back and forward. A position in it is the number of a part.
pub struct Text(Vec<Script>);

impl Text {
    pub async fn of(session: &Session<'_>, entry: &Entry) -> Result<Text, Stop> {
        let parts = match entry.structure.marks.context {
            _ if report::is_report(&entry.structure) => {
                let told = in_time(report::read(session.mailbox, entry)).await?;
                vec![reported(session, told)]
            }
            Context::Fax => {
                let pages = in_time(fax::pages(session.mailbox, entry)).await?;
                vec![faxed(session, pages)]
            }
            Context::Text | Context::Voice => {
                let reading = in_time(speakable::read(session.mailbox, entry)).await?;
                sentences(session, reading)
            }
        };
        Ok(Text(parts))
    }

    pub fn parts(&self) -> Position {
        self.0.len() as Position
    }

    /// Says part after part. While one is heard, the next is made.
    pub async fn listen(&self, line: &mut impl Line, from: Position) -> Result<Listened, Hangup> {
        let parts = (0..).zip(&self.0).skip(usize::try_from(from).unwrap_or(usize::MAX));
        for (at, part) in parts {
            let next = self.0.get(usize::try_from(at + 1).unwrap_or(usize::MAX));
            if let Some(next) = next {
                line.prepare(next);
            }
            if let Heard::Key(by) = line.play(part, Barge::Keys).await? {
                return Ok(Listened::Stopped { at, by });
            }
        }
        Ok(Listened::ToTheEnd)
    }
}

fn sentences(session: &Session<'_>, reading: Reading) -> Vec<Script> {
    let own = || Script::new(session.owner.user.language);
    let language = reading.language.unwrap_or(session.owner.user.language);
    let sentence = |words: &str| {
        // The prompt ends the sentence; a question keeps its mark, and with it its tone.
        let words = words.strip_suffix('.').unwrap_or(words).to_owned();
        Script::new(language).prompt_with(prompt::MAIL_SENTENCE, [("text", Argument::Text(words))])
    };
    let mut parts = Vec::with_capacity(reading.spoken.len() + 2);
    if !reading.subject.is_empty() {
        parts.push(own().prompt(prompt::MAIL_SUBJECT));
        parts.push(sentence(&reading.subject));
    }
    if reading.spoken.is_empty() {
        parts.push(own().prompt(prompt::MAIL_EMPTY));
    }
    parts.extend(reading.spoken.iter().map(|spoken| match spoken {
        Spoken::Words(words) => sentence(words),
        Spoken::Quote => own().prompt(prompt::MAIL_QUOTE),
        Spoken::Cut => own().prompt(prompt::MAIL_CUT),
    }));
    parts
}

fn faxed(session: &Session<'_>, pages: Option<u32>) -> Script {
    let say = Script::new(session.owner.user.language);
    let say = match pages {
        Some(pages) => say.prompt_with(prompt::FAX_PAGES, [("count", Argument::Count(pages.into()))]),
        None => say,
    };
    say.prompt(prompt::FAX_UNREAD)
}

/// “Your message to Ben Weber could not be delivered.” Colleagues are named, others said as they were written to.
fn reported(session: &Session<'_>, told: Option<Report>) -> Script {
    let say = Script::new(session.owner.user.language);
    let Some(Report { what, recipient, others }) = told else { return say.prompt(prompt::REPORT_UNKNOWN) };
    let id = match what {
        What::Failed => prompt::REPORT_FAILED,
        What::Delayed => prompt::REPORT_DELAYED,
        What::Delivered => prompt::REPORT_DELIVERED,
        What::Read => prompt::REPORT_READ,
        What::Deleted => prompt::REPORT_DELETED,
    };
    let name = recipient.map(|address| session.name_of(&address)).unwrap_or_default();
    let say = say.prompt_with(id, [("name", Argument::Text(name))]);
    match others {
        0 => say,
        others => say.prompt_with(prompt::REPORT_OTHERS, [("count", Argument::Count(others as u64))]),
    }
}
