//! Postfix as the smarthost: it takes mail by STARTTLS, keeps it, puts it off, refuses it, or sends it back, by the address.

use crate::{Demo, eventually, peer};
use std::fs::{self, Permissions};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Where it stands: another address than the server's and the phones'.
pub const SMARTHOST: &str = "127.0.0.3";

/// Folders of its queue.
const QUEUE: [&str; 13] = [
    "queue/active",
    "queue/bounce",
    "queue/corrupt",
    "queue/defer",
    "queue/deferred",
    "queue/flush",
    "queue/hold",
    "queue/incoming",
    "queue/maildrop",
    "queue/private",
    "queue/public",
    "queue/saved",
    "queue/trace",
];
/// Those that others than Postfix may put something in.
const SHARED: [&str; 2] = ["queue/maildrop", "queue/public"];

/// A mail server that has a certificate and does not run yet: the server must be told of it before.
pub struct Postfix {
    folder: TempDir,
    pub port: u16,
    child: Option<Child>,
}

impl Postfix {
    /// `None` where tests do without root, which it needs.
    pub fn prepare() -> Option<Postfix> {
        if std::env::var_os("SWITCHROOM_TEST_WITHOUT_NAMESPACES").is_some() {
            return None;
        }
        let folder = tempfile::Builder::new().prefix("postfix").tempdir().expect("a folder");
        // Its processes are other users.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("a mode");
        let port = std::net::TcpListener::bind((SMARTHOST, 0)).and_then(|socket| socket.local_addr());
        let postfix = Postfix { folder, port: port.expect("a port").port(), child: None };
        postfix.make_certificate();
        Some(postfix)
    }

    /// What the server is to trust.
    pub fn certificate(&self) -> PathBuf {
        self.path("certificate.pem")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn make_certificate(&self) {
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
            ])
            .args(["-subj", "/CN=smarthost", "-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-addext", &format!("subjectAltName=IP:{SMARTHOST}")])
            .arg("-keyout")
            .arg(self.path("key.pem"))
            .arg("-out")
            .arg(self.certificate())
            .output()
            .expect("openssl");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// Runs; what comes back goes to this server.
    pub fn start(&mut self, demo: &Demo) {
        let id = Command::new("id").args(["-u", "postfix"]).output().expect("id").stdout;
        let (server, port) = demo.page.smtp.rsplit_once(':').expect("a port");
        for name in ["main.cf", "master.cf", "full"] {
            let text = fs::read_to_string(peer("postfix").join(name)).expect("a configuration");
            let text = text
                .replace("FOLDER", &self.folder.path().display().to_string())
                .replace("LISTEN", &format!("{SMARTHOST}:{}", self.port))
                .replace("SERVER", &format!("[{server}]:{port}"))
                .replace("USER", String::from_utf8_lossy(&id).trim());
            fs::write(self.path(name), text).expect("a file");
        }
        self.make_folders();
        let child = Command::new("/usr/lib/postfix/sbin/master")
            .arg("-c")
            .arg(self.folder.path())
            .arg("-d")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.child = Some(child.expect("cargo xtask test installs Postfix"));
        eventually("Postfix answers", || TcpStream::connect((SMARTHOST, self.port)).ok());
    }

    /// As Postfix's own installation makes them.
    fn make_folders(&self) {
        for name in ["queue/pid", "data", "mail"].into_iter().chain(QUEUE) {
            let path = self.path(name);
            fs::create_dir_all(&path).expect("a folder");
            let group = if SHARED.contains(&name) { "postdrop" } else { "postfix" };
            let owned = Command::new("chown").arg(format!("postfix:{group}")).arg(&path).status();
            assert!(owned.expect("chown").success());
            let mode = if SHARED.contains(&name) { 0o730 } else { 0o700 };
            fs::set_permissions(&path, Permissions::from_mode(mode)).expect("a mode");
        }
        for name in ["queue", "queue/pid"] {
            fs::set_permissions(self.path(name), Permissions::from_mode(0o755)).expect("a mode");
        }
    }

    /// The mails that it has kept.
    pub fn mails(&self) -> Vec<String> {
        let kept = fs::read_dir(self.path("mail/inbox/new")).into_iter().flatten();
        kept.map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a mail")).collect()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("Postfix's log:\n{}", self.log());
        }
        if let Some(mut child) = self.child.take() {
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
    }
}
