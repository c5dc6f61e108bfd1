//! Voice messages that become text: claimed one by one, transcribed by whoever has a recogniser, and given back with what was said.
//! The message stays the same one to people, telephone and desk; mail clients see another in its place, since to them a message
//! never changes.

use crate::compose::transcript::{self, CONTENT_ID, Said};
use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use crate::structure::{Part, Structure};
use directory::Directory;
use domain::language::Language;
use domain::transcript::{Lying, Next, Standing, Trouble, Words, after, is_wanted};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use store::messages::{DELETED, Edition, EntryRow, Messages, MessagesError, Replaced};
use store::{StoreError, TenantStore, TranscribedRow, TranscriptRow, TranscriptRows, TranscriptStanding};
use tokio::sync::watch;

/// More of a text is not shown at once: no message within the limits is as long.
const MOST_TEXT_OCTETS: u64 = 1 << 20;

/// Voice messages that wait to become text. Clones are the same.
#[derive(Clone)]
pub struct Transcripts {
    rows: TranscriptRows,
    messages: Messages,
    directory: Arc<dyn Directory>,
    changes: watch::Receiver<u64>,
    holder: String,
    turn: SignedDuration,
}

/// A message to be transcribed, claimed.
pub struct Work {
    row: TranscriptRow,
    structure: Structure,
    message: bytes::Bytes,
    /// A sound file as the message carries it.
    pub sound: Arc<[u8]>,
    /// The reader's.
    pub language: Language,
}

impl Work {
    /// The message's number, for logs.
    pub fn id(&self) -> i64 {
        self.row.message.get()
    }
}

/// How a turn ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    Said { standing: Standing, words: Words },
    Trouble(Trouble),
}

impl Transcripts {
    pub(crate) fn new(
        store: &TenantStore,
        directory: Arc<dyn Directory>,
        node: &str,
        turn: SignedDuration,
    ) -> Self {
        let (rows, messages) = (store.transcripts(), store.messages());
        Self { rows, messages, directory, changes: store.changes().watch(), holder: node.to_owned(), turn }
    }

    /// Rises when something may have become due.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// At the start: what this node had claimed when it ended is nobody's any more.
    pub async fn take_up(&self) -> Result<(), StoreError> {
        self.rows.release(self.holder.clone()).await
    }

    pub async fn standing(&self) -> Result<TranscriptStanding, StoreError> {
        self.rows.standing().await
    }

    /// What is due, for one who transcribes it now. Nobody else gets it meanwhile.
    pub async fn claim(&self) -> Result<Option<Work>, StoreError> {
        let now = Timestamp::now();
        let until = now.checked_add(self.turn).unwrap_or(Timestamp::MAX);
        while let Some(row) = self.rows.claim(self.holder.clone(), now, until).await? {
            let known = self.rows.message(&row).await?;
            match self.work(&row, known).await {
                Ok(Some(work)) => return Ok(Some(work)),
                Ok(None) => tracing::info!(message = row.message.get(), "no transcript: the message is gone"),
                // Damaged ones would come again for ever.
                Err(error @ StoreError::Damaged(_)) => {
                    tracing::error!(message = row.message.get(), %error, "no transcript");
                }
                Err(error) => return Err(error),
            }
            self.rows.give_up(&row).await?;
        }
        Ok(None)
    }

    async fn work(
        &self,
        row: &TranscriptRow,
        known: Option<TranscribedRow>,
    ) -> Result<Option<Work>, StoreError> {
        let Some(known) = known else { return Ok(None) };
        let structure: Structure = serde_json::from_str(&known.structure)
            .map_err(|_| StoreError::Damaged("a message's structure"))?;
        let part = parts::sound(&structure).ok_or(StoreError::Damaged("a voice message's sound"))?;
        let Some(message) = self.messages.octets(row.message).await? else { return Ok(None) };
        let content = message
            .get(part.content.start as usize..part.content.end as usize)
            .ok_or(StoreError::Damaged("a voice message"))?;
        let sound = parts::octets(part, content).into();
        let language = Language::from_tag(&row.language).unwrap_or_default();
        Ok(Some(Work { row: row.clone(), structure, message, sound, language }))
    }

    /// Ends a turn: the message has its text, is put off, or stays as it is. Durable when this returns.
    pub async fn finish(&self, work: Work, ended: Ended) -> Result<(), StoreError> {
        match ended {
            Ended::Said { standing, words } => self.keep(work, standing, words).await,
            Ended::Trouble(trouble) => self.failed(&work.row, trouble).await,
        }
    }

    async fn failed(&self, row: &TranscriptRow, trouble: Trouble) -> Result<(), StoreError> {
        let (now, attempts) = (Timestamp::now(), row.attempts.saturating_add(1));
        let next = after(trouble, attempts, row.created, now, rand::random());
        let ours = match next {
            Next::At(due) => self.rows.put_off(row, due).await?,
            Next::GivenUp => self.rows.give_up(row).await?,
        };
        tracing::info!(message = row.message.get(), ?trouble, attempts, ?next, ours, "no transcript");
        Ok(())
    }

    async fn keep(&self, work: Work, standing: Standing, words: Words) -> Result<(), StoreError> {
        let realm = self.directory.people().realm.clone();
        let Work { row, structure, message, language, .. } = work;
        let compose = move || {
            let said = Said { standing, words: &words.text, language, realm: &realm };
            let (octets, kept) = transcript::with_transcript(&message, &structure, &said)?;
            let structure = serde_json::to_string(&*kept.structure).ok()?;
            Some(Edition { octets: octets.into(), structure })
        };
        // A long recording takes milliseconds, in which nobody else is to wait.
        let edition = tokio::task::spawn_blocking(compose).await.map_err(|_| StoreError::Closed)?;
        let Some(edition) = edition else {
            tracing::warn!(
                message = row.message.get(),
                "no transcript: nothing can be added to this message"
            );
            return self.rows.give_up(&row).await.map(drop);
        };
        match self.messages.replace(row.clone(), edition, wanted).await {
            Ok(replaced) => said(&row, standing, replaced),
            Err(error) => {
                tracing::warn!(message = row.message.get(), %error, "a transcript cannot be kept now");
                if let MessagesError::Store(StoreError::Closed) = error {
                    return Err(StoreError::Closed);
                }
                self.failed(&row, Trouble::Away).await?;
            }
        }
        Ok(())
    }
}

fn wanted(entries: &[EntryRow]) -> bool {
    let lying: Vec<Lying> =
        entries.iter().map(|entry| Lying { deleted: entry.flags.bits & DELETED != 0 }).collect();
    is_wanted(&lying)
}

fn said(row: &TranscriptRow, standing: Standing, replaced: Replaced) {
    let message = row.message.get();
    match replaced {
        Replaced::Done => tracing::info!(message, standing = standing.name(), "transcript"),
        Replaced::Left => tracing::info!(message, "no transcript: nobody wants the message any more"),
        Replaced::NotOurs => tracing::warn!(message, "another has transcribed this message"),
    }
}

/// The part that says what was said, and how far it can be relied on.
pub fn part(structure: &Structure) -> Option<(Standing, &Part)> {
    parts::leaves(&structure.body).find_map(|part| {
        let named = part.id.as_deref()?.strip_prefix(CONTENT_ID)?;
        let standing = Standing::from_name(named.split('.').next()?)?;
        (part.main_type == "text" && part.subtype == "plain").then_some((standing, part))
    })
}

/// What was said in a message, if that has been written down.
pub async fn of(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Option<(Standing, String)>, MailboxError> {
    let Some((standing, part)) = part(&entry.structure) else { return Ok(None) };
    let range = part.content.start..part.content.end.min(part.content.start.saturating_add(MOST_TEXT_OCTETS));
    let content = mailbox.read(&entry.message, range).await?;
    Ok(Some((standing, transcript::words_of(&parts::decoded_text(part, &content)))))
}
