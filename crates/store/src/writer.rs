//! All writes of a SQLite store pass through here: what waits while a batch is being committed becomes the next one.
//!
//! Each command runs in a savepoint of its own and is acknowledged after the COMMIT of its batch; blobs are on the disk
//! before the first statement. Nothing sleeps to gather more: a single writer is served at once, and under load the
//! time that a sync takes gathers the others.

use crate::StoreError;
use crate::blob::{self, NewBlobs};
use crate::bulletin::Bulletin;
use crate::change;
use crate::key::Keyring;
use crate::seal::Sealed;
use crate::segment::{Place, Segments};
use crate::sql::{Link, NewChange, Tx};
use domain::id::TenantId;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rusqlite::Connection;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Commands that one commit serves at most: the first must not wait long for the last.
const BATCH_COMMANDS: usize = 100;
/// Commands that may wait; beyond, callers wait before they are let in.
pub(crate) const WAITING_COMMANDS: usize = 1024;

/// What a command does inside its transaction.
type Run = Box<dyn for<'a, 'c> FnOnce(&'a mut Tx<'c>) -> BoxFuture<'a, Box<dyn Ran>> + Send>;

/// One write command with the blobs that must be durable before it.
pub(crate) struct Command {
    pub tenant: Option<TenantId>,
    pub blobs: NewBlobs,
    run: Run,
    /// Told instead of `run`'s result when the command could not even begin.
    refuse: Box<dyn FnOnce(StoreError) + Send>,
    /// The writer ends after the batch with this one.
    last: bool,
}

/// A command that has run, with its answer kept back until the commit.
trait Ran: Send {
    fn succeeded(&self) -> bool;
    fn acknowledge(self: Box<Self>, committed: Result<(), StoreError>);
}

/// Where an answer goes; taken by whoever gives it, the command or its refusal.
type AnswerTo<R> = Arc<std::sync::Mutex<Option<oneshot::Sender<R>>>>;

struct Answer<T, E> {
    result: Result<T, E>,
    to: AnswerTo<Result<T, E>>,
}

impl<T: Send, E: From<StoreError> + Send> Ran for Answer<T, E> {
    fn succeeded(&self) -> bool {
        self.result.is_ok()
    }

    fn acknowledge(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match committed {
            Err(error) if self.result.is_ok() => Err(error.into()),
            _ => self.result,
        };
        tell(&self.to, result);
    }
}

fn tell<R>(to: &std::sync::Mutex<Option<oneshot::Sender<R>>>, result: R) {
    let to = to.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    // The caller may have gone away; the command has run all the same.
    if let Some(to) = to {
        let _ = to.send(result);
    }
}

/// A command and the place where its answer will be.
pub(crate) fn command<T, E, F>(
    tenant: Option<TenantId>,
    blobs: NewBlobs,
    run: F,
) -> (Command, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'a, 'c> FnOnce(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
{
    let (to, answer) = oneshot::channel();
    let to = Arc::new(std::sync::Mutex::new(Some(to)));
    let refuse_to = Arc::clone(&to);
    let run: Run = Box::new(move |tx| {
        let running = run(tx);
        Box::pin(async move {
            let result = running.await;
            Box::new(Answer { result, to }) as Box<dyn Ran>
        })
    });
    let refuse = Box::new(move |error: StoreError| tell(&refuse_to, Err(error.into())));
    (Command { tenant, blobs, run, refuse, last: false }, answer)
}

/// What a batch needs beside its connection.
#[derive(Clone)]
pub(crate) struct Ground {
    pub segments: Arc<Segments>,
    pub keys: Arc<Keyring>,
    pub bulletin: Arc<Bulletin>,
}

/// The one writer of a SQLite store. Ends when it is told to, or when every handle of the store is gone.
pub(crate) async fn run(mut connection: Connection, mut waiting: mpsc::Receiver<Command>, ground: Ground) {
    let mut commands = Vec::with_capacity(BATCH_COMMANDS);
    while waiting.recv_many(&mut commands, BATCH_COMMANDS).await > 0 {
        let last = commands.iter().any(|command| command.last);
        batch(Link::Sqlite(&mut connection), std::mem::take(&mut commands), &ground).await;
        if last {
            break;
        }
    }
    // Closing the file folds the log into it; if that fails the next one to open it does so. Whoever waits for the end
    // waits for `waiting` to be gone.
    if let Err((_, error)) = connection.close() {
        tracing::warn!(%error, "the database was not closed in order");
    }
}

/// Runs commands in one transaction and acknowledges them. On PostgreSQL a batch is one command.
pub(crate) async fn batch(mut link: Link<'_>, commands: Vec<Command>, ground: &Ground) {
    let blobs = commands.iter().map(|command| Arc::clone(&command.blobs.sealed)).collect();
    let placed = put(blobs, &ground.segments).await;
    let alone = commands.len() == 1;
    let mut waiting = commands.into_iter().zip(placed);
    let mut ran = Vec::with_capacity(waiting.len());
    let committed = async {
        link.script(link.dialect().begin()).await?;
        let mut end = End::default();
        for (command, places) in waiting.by_ref() {
            match places {
                Ok(places) => ran.extend(run_one(&mut link, command, places, alone, &mut end).await?),
                Err(error) => command.refuse(error),
            }
        }
        blob::insert(&mut link, end.blobs).await?;
        let written = change::append(&mut link, end.changes).await?;
        link.script("COMMIT").await?;
        Ok::<_, StoreError>(written)
    }
    .await;
    match committed {
        Ok(written) => {
            ground.bulletin.tell(written);
            ran.into_iter().for_each(|answer: Box<dyn Ran>| answer.acknowledge(Ok(())));
        }
        Err(error) => {
            tracing::error!(%error, "a batch of writes has failed");
            // If this fails, too, the transaction is gone already.
            let _ = link.script("ROLLBACK").await;
            ran.into_iter().for_each(|answer| answer.acknowledge(Err(error.clone())));
            waiting.for_each(|(command, _)| command.refuse(error.clone()));
        }
    }
}

/// What is written for all commands of a batch together, after the last of them.
#[derive(Default)]
struct End {
    blobs: Vec<blob::Placed>,
    changes: Vec<NewChange>,
}

/// Runs one command; `None` if it was refused. The error ends the whole batch.
async fn run_one(
    link: &mut Link<'_>,
    command: Command,
    places: Vec<Place>,
    alone: bool,
    end: &mut End,
) -> Result<Option<Box<dyn Ran>>, StoreError> {
    let Command { tenant, blobs, run, refuse, .. } = command;
    match run_in_savepoint(link, tenant, run, alone).await {
        Ok(Ok((answer, changes))) => {
            if answer.succeeded() {
                end.changes.extend(changes);
                end.blobs.extend(tenant.map(|tenant| blob::Placed { tenant, blobs, places }));
            }
            return Ok(Some(answer));
        }
        Ok(Err(error)) => refuse(error),
        Err(error) => {
            refuse(error.clone());
            return Err(error);
        }
    }
    Ok(None)
}

type Answered = (Box<dyn Ran>, Vec<NewChange>);

/// The inner error is the command's own, the outer one the connection's. The command of a batch of one needs no
/// savepoint: it rolls back with its transaction.
async fn run_in_savepoint(
    link: &mut Link<'_>,
    tenant: Option<TenantId>,
    run: Run,
    alone: bool,
) -> Result<Result<Answered, StoreError>, StoreError> {
    if !alone {
        link.script("SAVEPOINT command").await?;
    }
    let mut tx = Tx::new(link.again(), tenant);
    // A command that panics fails alone, be it before its first await.
    let running = AssertUnwindSafe(async { run(&mut tx).await }).catch_unwind().await;
    let result = running.map_err(|_| StoreError::Refused("the command has panicked"));
    let changes = std::mem::take(&mut tx.changes);
    let succeeded = result.as_ref().is_ok_and(|answer| answer.succeeded());
    match (succeeded, alone) {
        (true, true) => {}
        (true, false) => link.script("RELEASE command").await?,
        (false, false) => link.script("ROLLBACK TO command; RELEASE command").await?,
        (false, true) => {
            link.script("ROLLBACK").await?;
            link.script(link.dialect().begin()).await?;
        }
    }
    Ok(result.map(|answer| (answer, changes)))
}

/// Writes the blobs of all commands with one sync; the places of each command's.
async fn put(blobs: Vec<Arc<[Sealed]>>, segments: &Segments) -> Vec<Result<Vec<Place>, StoreError>> {
    let has_blobs: Vec<bool> = blobs.iter().map(|blobs| !blobs.is_empty()).collect();
    if !has_blobs.contains(&true) {
        return has_blobs.into_iter().map(|_| Ok(Vec::new())).collect();
    }
    match segments.put(blobs).await {
        Ok(places) => places.into_iter().map(Ok).collect(),
        // Commands without blobs go on.
        Err(error) => {
            let refused = |has_blobs| if has_blobs { Err(error.clone()) } else { Ok(Vec::new()) };
            has_blobs.into_iter().map(refused).collect()
        }
    }
}

impl Command {
    /// The same command, after which the writer ends.
    pub(crate) fn last(self) -> Command {
        Command { last: true, ..self }
    }

    /// Answers that the command could not begin.
    pub(crate) fn refuse(self, error: StoreError) {
        (self.refuse)(error);
    }
}
