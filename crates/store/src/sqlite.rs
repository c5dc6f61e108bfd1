//! SQLite: how its file is opened, the thread that writes it, and the connections that read beside it.
//!
//! The writer has a thread of its own and calls SQLite there without handing over: a statement costs microseconds, waking
//! another thread for each costs ten times that.

use crate::sql::{Link, Row, Value};
use crate::writer::{Command, Ground, WAITING_COMMANDS, run};
use crate::{StoreError, migrate};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Readers beside the writer: as many lists as are read at the same time; each costs 2 MB.
const READERS: u32 = 4;
/// Another process (the command line beside the server) may hold the database for so long.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// A reader waits so long for a free connection.
const ACQUIRE_WAIT: Duration = Duration::from_secs(10);
/// Statements that a connection keeps prepared.
const PREPARED_STATEMENTS: usize = 250;
/// FULL: a commit is on the disk when it returns. Pages in the write-ahead log before it is copied into the database:
/// 16 MB, so that a checkpoint's two syncs are shared by hundreds of batches. Savepoints keep what they may undo in
/// memory; by default in a file of its own for each batch.
const OF_THE_WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
                             PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000";

/// Where the file is, if the address is one of SQLite's.
pub(crate) fn path(address: &str) -> Option<PathBuf> {
    address.strip_prefix("sqlite:").map(PathBuf::from)
}

/// Opens the file for writing; made if there is none.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(path, flags)?;
    connection.execute_batch(OF_THE_WRITER)?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    Ok(connection)
}

/// Starts the one writer, when the schema is up to date. It ends when it is told to, or when every handle is gone.
pub(crate) async fn start_writer(path: PathBuf, ground: Ground) -> Result<mpsc::Sender<Command>, StoreError> {
    let (commands, waiting) = mpsc::channel(WAITING_COMMANDS);
    let (ready, is_ready) = oneshot::channel();
    let handle = Handle::current();
    let work = async move {
        match open_migrated(&path).await {
            Ok(connection) => {
                let _ = ready.send(Ok(()));
                run(connection, waiting, ground).await;
            }
            Err(error) => {
                let _ = ready.send(Err(error));
            }
        }
    };
    std::thread::Builder::new().name("sqlite writer".to_owned()).spawn(move || handle.block_on(work))?;
    is_ready.await.map_err(|_| StoreError::Closed)??;
    Ok(commands)
}

async fn open_migrated(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = open(path)?;
    migrate::migrate(Link::Sqlite(&mut connection)).await?;
    Ok(connection)
}

/// Connections that read beside the writer; opened when they are needed.
pub(crate) struct Readers {
    path: PathBuf,
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Readers { path, free: Arc::new(Semaphore::new(READERS as usize)), idle: Arc::default() }
    }

    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let acquired = tokio::time::timeout(ACQUIRE_WAIT, Arc::clone(&self.free).acquire_owned()).await;
        let permit = acquired.map_err(|_| StoreError::overloaded())?.map_err(|_| StoreError::Closed)?;
        let (path, idle, sql) = (self.path.clone(), Arc::clone(&self.idle), sql.to_owned());
        let read = move || {
            // Kept until the statement has ended, even if nobody waits for it any more.
            let _permit = permit;
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = kept.map_or_else(|| open_reader(&path), Ok)?;
            let rows = rows(&mut connection, &sql, values);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            rows
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Closed)?
    }

    /// Waits for those who read, then lets nobody in.
    pub(crate) async fn close(&self) {
        let all = self.free.acquire_many(READERS).await;
        self.free.close();
        drop(all);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

/// Runs a statement; answers how many rows it touched.
pub(crate) fn execute(connection: &mut Connection, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    Ok(statement.raw_execute()? as u64)
}

/// Runs a statement that answers rows.
pub(crate) fn rows(
    connection: &mut Connection,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let columns = statement.column_count();
    let (mut answer, mut rows) = (Vec::new(), statement.raw_query());
    while let Some(row) = rows.next()? {
        let values = (0..columns).map(|column| Ok(row.get::<_, Value>(column)?));
        answer.push(Row::new(values.collect::<Result<_, StoreError>>()?));
    }
    Ok(answer)
}

/// To SQLite `$2` is a name: its place is where it stands first.
fn bind(statement: &mut rusqlite::Statement<'_>, values: Vec<Value>) -> Result<(), StoreError> {
    const WRONG: StoreError = StoreError::Refused("a statement and its values do not match");
    for place in 1..=statement.parameter_count() {
        let number =
            statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?)).ok_or(WRONG)?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}
