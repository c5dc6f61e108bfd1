//! Stores for tests, here and in other crates: a SQLite file, and a database in a private PostgreSQL cluster that lives
//! as long as the test process.

use crate::{MasterKey, Store, StoreConfig, TenantStore};
use rustix::process::{Pid, Signal};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where Debian keeps the server's programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// A fresh cluster answers within this, even on a machine that builds at the same time.
const START_WAIT: Duration = Duration::from_secs(60);

/// An open store whose data goes away with it.
pub struct Fixture {
    pub store: Store,
    pub tenant: TenantStore,
    pub config: StoreConfig,
    pub dir: TempDir,
}

/// A fresh store on each database, each with one tenant of realm `example.org`.
pub async fn on_both() -> Vec<Fixture> {
    vec![on_sqlite().await, on_postgres().await]
}

pub async fn on_sqlite() -> Fixture {
    let dir = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", dir.path().join("switchroom.db").display());
    fixture(dir, database).await
}

pub async fn on_postgres() -> Fixture {
    fixture(tempfile::tempdir().expect("a folder"), postgres_database().await).await
}

async fn fixture(dir: TempDir, database: String) -> Fixture {
    let config = StoreConfig {
        database,
        dir: dir.path().to_owned(),
        reserve_bytes: 0,
        master_key: MasterKey::from_octets([42; 32]),
    };
    let store = Store::open(config.clone()).await.expect("the store opens");
    let tenant = store.system().add_tenant("Example", "example.org").await.expect("a tenant");
    Fixture { tenant: store.tenant(tenant), store, config, dir }
}

/// The address of a new, empty database: in the cluster that `SWITCHROOM_TEST_POSTGRES` names (an address without a
/// database), or in our own.
pub async fn postgres_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    static CLUSTER: OnceLock<String> = OnceLock::new();
    let base =
        CLUSTER.get_or_init(|| std::env::var("SWITCHROOM_TEST_POSTGRES").unwrap_or_else(|_| start_cluster()));
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = address(base, "postgres");
    let pool = crate::dialect::postgres(&admin).await.expect("the cluster answers");
    let mut connection = pool.acquire().await.expect("a connection");
    let create = format!("CREATE DATABASE {name}");
    crate::sql::Link::Postgres(&mut connection).script(&create).await.expect("a database");
    address(base, &name)
}

fn address(base: &str, database: &str) -> String {
    base.replace("{database}", database)
}

/// Starts a cluster on a Unix socket and answers its address. A shell beside it waits for this process to be gone (its
/// end of the pipe closes, however it ends), then stops the server and removes the folder.
fn start_cluster() -> String {
    let folder = tempfile::Builder::new().prefix("switchroom-pg-").tempdir().expect("a folder").keep();
    if rustix::process::getuid().is_root() {
        run(Command::new("chown").arg("postgres:postgres").arg(&folder));
    }
    let data = folder.join("data");
    run(program("initdb")
        .args(["--auth=trust", "--no-sync", "--username=postgres", "--encoding=UTF8"])
        .arg(&data));
    let script = format!(
        "{server} -D {data} -k {folder} -c listen_addresses= -c fsync=off -c max_connections=500 & \
         server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf {folder}",
        server = Path::new(PROGRAMS).join("postgres").display(),
        data = data.display(),
        folder = folder.display(),
    );
    let mut guard = as_postgres("sh");
    guard
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    #[expect(clippy::zombie_processes, reason = "the guard ends when this process does; the system reaps it")]
    let mut guard = guard.spawn().expect("the cluster starts");
    // Never closed by us: the system closes it when this process ends.
    std::mem::forget(guard.stdin.take());
    let socket = folder.join(".s.PGSQL.5432");
    let begun = Instant::now();
    while !program("pg_isready")
        .arg("-h")
        .arg(&folder)
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
    {
        if begun.elapsed() > START_WAIT {
            let group = i32::try_from(guard.id()).ok().and_then(Pid::from_raw).expect("a process");
            let _ = rustix::process::kill_process_group(group, Signal::KILL);
            panic!("PostgreSQL does not answer at {}", socket.display());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    format!("postgres://postgres@localhost/{{database}}?host={}", folder.display())
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: impl AsRef<std::ffi::OsStr>) -> Command {
    if !rustix::process::getuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"]).arg(program);
    command.current_dir("/");
    command
}

fn program(name: &str) -> Command {
    as_postgres(Path::new(PROGRAMS).join(name))
}

fn run(command: &mut Command) {
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
