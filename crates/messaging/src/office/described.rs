//! What is known of messages, kept at hand: an edition of one never changes, and lists show the same ones again and again.

use crate::mailbox::{Entry, Kind, MailboxError, MessageRef, Sender};
use crate::office::{lock, rows};
use crate::structure::Structure;
use domain::id::MessageId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use store::messages::{EntryRow, MessageRow, Shelves};

/// Messages of one generation, about 3 kB each; two are kept.
const MOST_DESCRIBED: usize = 8_000;

#[derive(Default)]
pub(super) struct Described {
    generations: Mutex<Generations>,
}

/// When the newer is full it becomes the older: what was not asked for meanwhile is forgotten.
#[derive(Default)]
struct Generations {
    newer: HashMap<Name, Arc<Description>>,
    older: HashMap<Name, Arc<Description>>,
}

/// A message and its edition: what is known of one holds for no other.
type Name = (MessageId, i64);

fn name(row: &EntryRow) -> Name {
    (row.message, row.edition)
}

pub(super) struct Description {
    pub kind: Kind,
    pub size: u64,
    from: Sender,
    subject: String,
    seconds: Option<u32>,
    pub structure: Arc<Structure>,
}

impl Described {
    /// Entries with what is known of their messages; those whose message is gone meanwhile are left out.
    pub async fn entries(&self, shelves: &Shelves, rows: Vec<EntryRow>) -> Result<Vec<Entry>, MailboxError> {
        let known = self.of(shelves, &rows).await?;
        Ok(rows.into_iter().zip(known).filter_map(|(row, known)| Some(entry(row, &*known?))).collect())
    }

    /// What is known of each entry's message; `None` where it is gone meanwhile.
    pub async fn of(
        &self,
        shelves: &Shelves,
        rows: &[EntryRow],
    ) -> Result<Vec<Option<Arc<Description>>>, MailboxError> {
        let mut known = self.at_hand(rows);
        let mut missing: Vec<MessageId> = rows
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(row, _)| row.message)
            .collect();
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(known);
        }
        let read = shelves.describe(&missing).await?;
        let read: HashMap<_, _> =
            read.into_iter().map(|(id, row)| (id, Arc::new(description(row)))).collect();
        let mut generations = lock(&self.generations);
        for (row, slot) in rows.iter().zip(&mut known) {
            if slot.is_none() {
                // A newer edition than the row's, if it came just now, is known under the older name: nobody asks for
                // that one any more.
                *slot = read.get(&row.message).cloned();
                slot.iter().for_each(|description| generations.keep(name(row), Arc::clone(description)));
            }
        }
        Ok(known)
    }

    fn at_hand(&self, rows: &[EntryRow]) -> Vec<Option<Arc<Description>>> {
        let mut generations = lock(&self.generations);
        rows.iter().map(|row| generations.get(name(row))).collect()
    }
}

impl Generations {
    fn get(&mut self, id: Name) -> Option<Arc<Description>> {
        if let Some(description) = self.newer.get(&id) {
            return Some(Arc::clone(description));
        }
        let description = self.older.remove(&id)?;
        self.keep(id, Arc::clone(&description));
        Some(description)
    }

    fn keep(&mut self, id: Name, description: Arc<Description>) {
        if self.newer.len() >= MOST_DESCRIBED {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(id, description);
    }
}

/// A structure that cannot be read is an empty one: the message itself is whole.
fn description(row: MessageRow) -> Description {
    Description {
        kind: rows::kind(&row.kind),
        size: row.size,
        from: Sender { name: row.from_name, number: row.from_number, email: row.from_email },
        subject: row.subject,
        seconds: row.seconds,
        structure: Arc::new(serde_json::from_str(&row.structure).unwrap_or_default()),
    }
}

fn entry(row: EntryRow, known: &Description) -> Entry {
    Entry {
        message: MessageRef::from(row.message),
        folder: row.folder,
        uid: row.uid,
        modseq: row.modseq,
        flags: rows::flags(&row.flags),
        kind: known.kind,
        received: rows::received(row.received),
        size: known.size,
        from: known.from.clone(),
        subject: known.subject.clone(),
        seconds: known.seconds,
        structure: Arc::clone(&known.structure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(subject: &str) -> Arc<Description> {
        Arc::new(Description {
            kind: Kind::Email,
            size: 1,
            from: Sender::default(),
            subject: subject.into(),
            seconds: None,
            structure: Arc::default(),
        })
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let mut generations = Generations::default();
        generations.keep((MessageId::new(0), 0), some("wanted"));
        for id in 1..=3 * MOST_DESCRIBED as i64 {
            generations.keep((MessageId::new(id), 0), some(""));
            if id % 1_000 == 0 {
                assert!(generations.get((MessageId::new(0), 0)).is_some(), "{id}");
            }
        }
        assert!(generations.get((MessageId::new(1), 0)).is_none());
        assert!(generations.get((MessageId::new(0), 1)).is_none(), "another edition");
        assert!(generations.newer.len() + generations.older.len() <= 2 * MOST_DESCRIBED);
    }
}
