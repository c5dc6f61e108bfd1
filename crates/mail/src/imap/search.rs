//! SEARCH: keys become a tree of tests; texts are asked of the store, all else is decided here (RFC 3501 §6.4.4).

use super::answer::Fault;
use super::encode::put;
use super::fetch::load;
use super::marks::Marks;
use super::outbox::Outbox;
use super::session::{Done, Outcome, Session};
use super::view::{Known, Numbers, View};
use imap_types::core::{AString, Charset};
use imap_types::datetime::NaiveDate;
use imap_types::search::SearchKey;
use messaging::{Entry, TextPart};
use std::ops::Range;

/// Entries looked at at once.
const CHUNK: usize = 1000;
/// Texts in one SEARCH; each may read every message.
const TEXTS: usize = 16;
const DAY_SECONDS: i64 = 86_400;

/// What a message must be. Days count from 1970.
enum Test {
    Always(bool),
    All(Vec<Test>),
    Either(Box<Test>, Box<Test>),
    Not(Box<Test>),
    Mark(fn(&Marks) -> bool),
    Keyword(String),
    /// Positions in the view, rising.
    Positions(Vec<usize>),
    Received(Range<i64>),
    Sent(Range<i64>),
    Size(Range<u64>),
    ModSeq(u64),
    /// Which answer of the store.
    Text(usize),
}

/// A SEARCH, understood.
#[derive(Default)]
struct Query {
    texts: Vec<(TextPart, String)>,
    needs_entries: bool,
    shows_modseq: bool,
}

impl Session {
    pub(crate) async fn search(
        &mut self,
        charset: Option<&Charset<'_>>,
        criteria: &[SearchKey<'_>],
        numbers: Numbers,
        out: &mut Outbox,
    ) -> Outcome {
        let charset = charset.map_or("UTF-8", |charset| charset.as_ref());
        if !["UTF-8", "US-ASCII"].iter().any(|known| known.eq_ignore_ascii_case(charset)) {
            return Err(Fault::No("BADCHARSET (UTF-8 US-ASCII)", "Search in UTF-8"));
        }
        let (mailbox, view) = self.selected()?;
        let mut query = Query::default();
        let test = query.all(criteria, view)?;
        let mut answers = Vec::with_capacity(query.texts.len());
        for (part, text) in &query.texts {
            let mut uids = mailbox.search_text(view.folder, part.clone(), text).await?;
            uids.sort_unstable();
            answers.push(uids);
        }
        let present: Vec<usize> =
            (0..view.messages().len()).filter(|at| !view.messages()[*at].gone).collect();
        let mut found = Vec::new();
        for chunk in present.chunks(CHUNK) {
            let entries = if query.needs_entries { load(&*mailbox, view, chunk).await? } else { Vec::new() };
            found.extend(chunk.iter().copied().filter(|&at| {
                let known = &view.messages()[at];
                let entry =
                    entries.binary_search_by_key(&known.uid, |entry| entry.uid).ok().map(|i| &entries[i]);
                // Without its entry the message has just gone.
                (entry.is_some() || !query.needs_entries) && test.holds(at, known, entry, &answers)
            }));
        }
        let shown = |at: &usize| match numbers {
            Numbers::Sequence => *at as u32 + 1,
            Numbers::Uid => view.messages()[*at].uid,
        };
        out.text("* SEARCH");
        for at in &found {
            put!(out.buffer(), " {}", shown(at));
        }
        if let (true, Some(highest)) =
            (query.shows_modseq, found.iter().map(|at| view.messages()[*at].modseq).max())
        {
            put!(out.buffer(), " (MODSEQ {highest})");
        }
        out.text("\r\n");
        self.condstore |= query.shows_modseq;
        Ok(Done::ok("Searched"))
    }
}

impl Query {
    fn all(&mut self, keys: &[SearchKey<'_>], view: &View) -> Result<Test, Fault> {
        Ok(Test::All(keys.iter().map(|key| self.test(key, view)).collect::<Result<_, _>>()?))
    }

    fn test(&mut self, key: &SearchKey<'_>, view: &View) -> Result<Test, Fault> {
        let not = |test| Test::Not(Box::new(test));
        Ok(match key {
            SearchKey::And(keys) => self.all(keys.as_ref(), view)?,
            SearchKey::Or(one, other) => {
                Test::Either(Box::new(self.test(one, view)?), Box::new(self.test(other, view)?))
            }
            SearchKey::Not(key) => not(self.test(key, view)?),
            SearchKey::SequenceSet(set) => Test::Positions(view.positions(set, Numbers::Sequence)?),
            SearchKey::Uid(set) => Test::Positions(view.positions(set, Numbers::Uid)?),
            // No message is ever \Recent here.
            SearchKey::All | SearchKey::Old => Test::Always(true),
            SearchKey::Recent | SearchKey::New => Test::Always(false),
            SearchKey::Answered => Test::Mark(Marks::answered),
            SearchKey::Deleted => Test::Mark(Marks::deleted),
            SearchKey::Draft => Test::Mark(Marks::draft),
            SearchKey::Flagged => Test::Mark(Marks::flagged),
            SearchKey::Seen => Test::Mark(Marks::seen),
            SearchKey::Unanswered => not(Test::Mark(Marks::answered)),
            SearchKey::Undeleted => not(Test::Mark(Marks::deleted)),
            SearchKey::Undraft => not(Test::Mark(Marks::draft)),
            SearchKey::Unflagged => not(Test::Mark(Marks::flagged)),
            SearchKey::Unseen => not(Test::Mark(Marks::seen)),
            SearchKey::Keyword(keyword) => Test::Keyword(keyword.as_ref().to_owned()),
            SearchKey::Unkeyword(keyword) => not(Test::Keyword(keyword.as_ref().to_owned())),
            SearchKey::ModSequence { modseq, .. } => {
                self.shows_modseq = true;
                Test::ModSeq(*modseq)
            }
            SearchKey::Larger(octets) => self.of_entry(Test::Size(u64::from(*octets) + 1..u64::MAX)),
            SearchKey::Smaller(octets) => self.of_entry(Test::Size(0..u64::from(*octets))),
            SearchKey::Before(date) => self.of_entry(Test::Received(i64::MIN..day(date)?)),
            SearchKey::On(date) => self.of_entry(Test::Received(day(date)?..day(date)? + 1)),
            SearchKey::Since(date) => self.of_entry(Test::Received(day(date)?..i64::MAX)),
            SearchKey::SentBefore(date) => self.of_entry(Test::Sent(i64::MIN..day(date)?)),
            SearchKey::SentOn(date) => self.of_entry(Test::Sent(day(date)?..day(date)? + 1)),
            SearchKey::SentSince(date) => self.of_entry(Test::Sent(day(date)?..i64::MAX)),
            SearchKey::Body(text) => self.text(TextPart::Body, text)?,
            SearchKey::Text(text) => self.text(TextPart::Whole, text)?,
            SearchKey::Subject(text) => self.text(TextPart::Header("subject".to_owned()), text)?,
            SearchKey::From(text) => self.text(TextPart::Header("from".to_owned()), text)?,
            SearchKey::To(text) => self.text(TextPart::Header("to".to_owned()), text)?,
            SearchKey::Cc(text) => self.text(TextPart::Header("cc".to_owned()), text)?,
            SearchKey::Bcc(text) => self.text(TextPart::Header("bcc".to_owned()), text)?,
            SearchKey::Header(name, text) => {
                let name = std::str::from_utf8(name.as_ref()).map_err(|_| NOT_UTF8)?;
                self.text(TextPart::Header(name.to_ascii_lowercase()), text)?
            }
        })
    }

    fn of_entry(&mut self, test: Test) -> Test {
        self.needs_entries = true;
        test
    }

    fn text(&mut self, part: TextPart, text: &AString<'_>) -> Result<Test, Fault> {
        let text = std::str::from_utf8(text.as_ref()).map_err(|_| NOT_UTF8)?;
        // Every message holds the empty text; a header field it must have.
        if text.is_empty() && !matches!(part, TextPart::Header(_)) {
            return Ok(Test::Always(true));
        }
        if self.texts.len() == TEXTS {
            return Err(Fault::No("LIMIT", "Too many texts in one search"));
        }
        self.texts.push((part, text.to_owned()));
        Ok(Test::Text(self.texts.len() - 1))
    }
}

const NOT_UTF8: Fault = Fault::Bad("A text is not UTF-8");

impl Test {
    fn holds(&self, at: usize, known: &Known, entry: Option<&Entry>, answers: &[Vec<u32>]) -> bool {
        let holds = |test: &Test| test.holds(at, known, entry, answers);
        match self {
            Test::Always(always) => *always,
            Test::All(tests) => tests.iter().all(holds),
            Test::Either(one, other) => holds(one) || holds(other),
            Test::Not(test) => !holds(test),
            Test::Mark(mark) => mark(&known.marks),
            Test::Keyword(keyword) => known.marks.has_keyword(keyword),
            Test::Positions(positions) => positions.binary_search(&at).is_ok(),
            Test::ModSeq(modseq) => known.modseq >= *modseq,
            Test::Text(answer) => {
                answers.get(*answer).is_some_and(|uids| uids.binary_search(&known.uid).is_ok())
            }
            Test::Size(range) => entry.is_some_and(|entry| range.contains(&entry.size)),
            Test::Received(days) => {
                entry.is_some_and(|entry| days.contains(&entry.received.as_second().div_euclid(DAY_SECONDS)))
            }
            Test::Sent(days) => {
                let date = entry.and_then(|entry| entry.structure.envelope.date.as_deref());
                date.and_then(sent_day).is_some_and(|day| days.contains(&day))
            }
        }
    }
}

fn day(date: &NaiveDate) -> Result<i64, Fault> {
    let midnight = date.as_ref().and_hms_opt(0, 0, 0).ok_or(Fault::Bad("That is no date"))?;
    Ok(midnight.and_utc().timestamp().div_euclid(DAY_SECONDS))
}

/// The day in a Date field, whatever its time and zone (RFC 3501: both are disregarded). `None` if it is no date.
fn sent_day(field: &str) -> Option<i64> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let date = parser.parse_zoned(field.trim()).ok()?.date();
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(midnight.timestamp().as_second().div_euclid(DAY_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_date_field_is_the_senders() {
        for (field, expected) in [
            ("Fri, 02 Jan 1970 23:59:00 -1100", Some(1)),
            ("2 Jan 1970 00:01:00 +0900 (JST)", Some(1)),
            ("Mon, 02 Jan 1970 00:01:00 GMT", Some(1)),
            ("yesterday", None),
        ] {
            assert_eq!(sent_day(field), expected, "{field}");
        }
    }
}
