//! Recordings that are not messages yet: a ticket on disk says whose each one is, so that a crash loses no more than the
//! last second.

use bytes::Bytes;
use domain::deposit::{self, Ended, Keep, Length};
use domain::id::{CallId, UserId};
use domain::language::Language;
use jiff::Timestamp;
use media::recording::Recording;
use messaging::marks::Marks;
use messaging::{Body, DeliverError, Delivered, Delivery, Post, Sender, Voice};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tracing::{info, warn};

/// Whose a recording is and who left it: `ID.json`, synced before the first sample.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ticket {
    pub id: String,
    /// Who gets it if the process ends before somebody has decided about it. None: it is forgotten then.
    pub recipient: Option<UserId>,
    pub caller: Sender,
    pub called: String,
    pub call: CallId,
    pub language: Language,
    pub zone: String,
    pub started_at: Timestamp,
}

/// Why a recording is still in the spool.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    #[error("spool: {0}")]
    Disk(#[from] io::Error),
    #[error(transparent)]
    Deliver(#[from] DeliverError),
}

/// The folder of recordings under way.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    /// Recordings of calls that live: recovery leaves them alone.
    live: Mutex<HashSet<String>>,
}

impl Spool {
    /// The folder must exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, live: Mutex::default() }
    }

    /// The ticket is durable when this returns.
    pub async fn open(&self, ticket: &Ticket) -> io::Result<()> {
        self.live().insert(ticket.id.clone());
        let path = self.ticket_path(&ticket.id);
        let text = serde_json::to_vec(ticket)?;
        let folder = self.folder.clone();
        blocking(move || write_durably(&folder, &path, &text)).await
    }

    /// What has been recorded, 8 kHz mono.
    pub async fn read(&self, id: &str) -> io::Result<Vec<i16>> {
        let (folder, id) = (self.folder.clone(), id.to_owned());
        blocking(move || Ok(media::recording::read(&folder, &id)?.samples)).await
    }

    /// Makes a recording that is complete a message and forgets it. Delivered twice, it is one message.
    pub async fn deliver(
        &self,
        post: &dyn Post,
        ticket: &Ticket,
        recipient: UserId,
        marks: Marks,
    ) -> Result<Delivered, SpoolError> {
        self.live().remove(&ticket.id);
        let samples = self.read(&ticket.id).await?;
        let delivered = post.deliver(delivery(ticket, recipient, samples, marks)).await?;
        self.discard(&ticket.id).await?;
        Ok(delivered)
    }

    /// Forgets a recording that is no message.
    pub async fn discard(&self, id: &str) -> io::Result<()> {
        self.live().remove(id);
        let (folder, id, path) = (self.folder.clone(), id.to_owned(), self.ticket_path(id));
        blocking(move || {
            media::recording::remove(&folder, &id)?;
            fs::remove_file(path)
        })
        .await
    }

    /// Delivers what a crash or a store that did not answer has left. What cannot be delivered now stays.
    pub async fn recover(&self, post: &dyn Post) -> io::Result<usize> {
        let mut delivered = 0;
        let tickets = self.tickets()?;
        for ticket in tickets.into_iter().filter(|ticket| !self.live().contains(&ticket.id)) {
            match self.recover_one(post, &ticket).await {
                Ok(true) => delivered += 1,
                Ok(false) => {}
                Err(error) => warn!(recording = ticket.id, %error, "a recording stays in the spool"),
            }
        }
        if delivered > 0 {
            info!(delivered, "recordings that were left are delivered");
        }
        Ok(delivered)
    }

    async fn recover_one(&self, post: &dyn Post, ticket: &Ticket) -> Result<bool, SpoolError> {
        let (folder, id) = (self.folder.clone(), ticket.id.clone());
        let recording = match blocking(move || media::recording::read(&folder, &id)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            recording => Some(recording?),
        };
        let length = recording.as_ref().map_or(Length::default(), length);
        match (deposit::keep(Ended::Failed, length, 0), ticket.recipient) {
            (Keep::Message, Some(recipient)) => {
                // What was marked is not known any more.
                self.deliver(post, ticket, recipient, Marks::default()).await.map(|_| true)
            }
            (Keep::MissedCall, _) | (_, None) => Ok(self.discard(&ticket.id).await.map(|()| false)?),
        }
    }

    fn tickets(&self) -> io::Result<Vec<Ticket>> {
        let mut tickets = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            match read_ticket(&path) {
                Ok(ticket) => tickets.push(ticket),
                Err(error) => warn!(path = %path.display(), %error, "a ticket of the spool cannot be read"),
            }
        }
        Ok(tickets)
    }

    fn live(&self) -> MutexGuard<'_, HashSet<String>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ticket_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }
}

fn delivery(ticket: &Ticket, recipient: UserId, samples: Vec<i16>, marks: Marks) -> Delivery {
    Delivery {
        key: ticket.id.clone(),
        to: vec![recipient],
        from: ticket.caller.clone(),
        at: ticket.started_at,
        body: Body::Voice(Voice {
            samples,
            language: ticket.language,
            zone: ticket.zone.clone(),
            call: ticket.call.clone(),
            called: ticket.called.clone(),
            marks,
        }),
    }
}

fn length(recording: &Recording) -> Length {
    // 8 samples in a millisecond.
    let milliseconds = recording.samples.len() as u64 / 8;
    Length { milliseconds, speech_milliseconds: recording.speech_milliseconds }
}

fn read_ticket(path: &Path) -> io::Result<Ticket> {
    Ok(serde_json::from_slice(&Bytes::from(fs::read(path)?))?)
}

fn write_durably(folder: &Path, path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text)?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use directory::{People, User};
    use domain::id::TenantId;
    use domain::number::{Email, Extension};
    use messaging::memory::PostOffice;
    use std::sync::Arc;

    const ANNA: UserId = UserId::new(1);

    fn office() -> PostOffice {
        let anna = User {
            id: ANNA,
            name: "Anna".into(),
            extension: Extension::parse("201").unwrap(),
            email: Email::parse("anna@demo.example").unwrap(),
            language: Language::EnGb,
            zone: "Europe/London".into(),
            administrator: false,
            greetings: Default::default(),
            presence: Vec::new(),
            profiles: Vec::new(),
        };
        PostOffice::new(Arc::new(People::new(
            TenantId::new(1),
            "demo.example".into(),
            vec![anna],
            Vec::new(),
        )))
    }

    fn ticket(id: &str) -> Ticket {
        Ticket {
            id: id.into(),
            recipient: Some(ANNA),
            caller: Sender { number: Some("+4930123".into()), ..Sender::default() },
            called: "201".into(),
            call: CallId::new("a", 1),
            language: Language::EnGb,
            zone: "Europe/London".into(),
            started_at: Timestamp::UNIX_EPOCH,
        }
    }

    async fn new_messages(office: &PostOffice) -> u32 {
        office.mailbox(ANNA).counts().await.unwrap().new_voice
    }

    #[tokio::test]
    async fn a_ticket_without_a_recording_is_forgotten_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        Spool::new(folder.path().into()).open(&ticket("a-1")).await.unwrap();
        let office = office();
        // Another process: the call is not alive there.
        assert_eq!(Spool::new(folder.path().into()).recover(&office).await.unwrap(), 0);
        assert_eq!(new_messages(&office).await, 0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn the_recording_of_a_living_call_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path().into());
        spool.open(&ticket("a-1")).await.unwrap();
        spool.recover(&office()).await.unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_ticket_that_cannot_be_read_stops_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("broken.json"), b"{\"id\":").unwrap();
        Spool::new(folder.path().into()).open(&ticket("a-2")).await.unwrap();
        Spool::new(folder.path().into()).recover(&office()).await.unwrap();
        assert!(folder.path().join("broken.json").exists(), "kept for a person to look at");
        assert!(!folder.path().join("a-2.json").exists());
    }
}
