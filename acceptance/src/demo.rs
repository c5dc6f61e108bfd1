//! The demo company as a process: started, asked where it is, stopped.

use crate::{Desk, PATIENCE, eventually, target};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// What the demo prints when it is ready.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    pub http: String,
    pub sip: String,
    pub sips: String,
    pub ws: String,
    pub wss: String,
    pub imap: String,
    pub imaps: String,
    pub smtp: String,
    pub numbers: Numbers,
    pub admin: Admin,
    pub certificate: PathBuf,
    pub users: Vec<Person>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Numbers {
    pub mailbox: String,
}

/// Who may administer the company.
#[derive(Clone, Debug, Deserialize)]
pub struct Admin {
    pub email: String,
    pub password: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    pub name: String,
    pub extension: String,
    pub email: String,
    pub pin: String,
    pub password: String,
    pub language: String,
    pub sip_user: String,
    pub sip_password: String,
}

impl Person {
    /// The domain of the company.
    pub fn realm(&self) -> &str {
        self.email.split_once('@').expect("an address").1
    }
}

/// Of the log, when a test fails.
const LINES_SHOWN: usize = 60;

/// A running demo company.
pub struct Demo {
    pub page: Page,
    child: Child,
    data: Data,
}

/// Its folder: thrown away with it, or kept for another start.
enum Data {
    Own(TempDir),
    Kept(PathBuf),
}

impl Demo {
    /// A new company in a folder of its own.
    pub fn start() -> Demo {
        let folder = tempfile::Builder::new().prefix("switchroom").tempdir().expect("a folder");
        let path = folder.path().to_path_buf();
        Self::start_in(Data::Own(folder), &path, &[], &[])
    }

    /// A new company with more arguments.
    pub fn start_as(arguments: &[&str]) -> Demo {
        let folder = tempfile::Builder::new().prefix("switchroom").tempdir().expect("a folder");
        let path = folder.path().to_path_buf();
        Self::start_in(Data::Own(folder), &path, arguments, &[])
    }

    /// A new company with settings in its environment.
    pub fn start_with(environment: &[(&str, &str)]) -> Demo {
        let folder = tempfile::Builder::new().prefix("switchroom").tempdir().expect("a folder");
        let path = folder.path().to_path_buf();
        Self::start_in(Data::Own(folder), &path, &[], environment)
    }

    /// The company of a folder that stays.
    pub fn start_at(folder: &Path) -> Demo {
        Self::start_at_with(folder, &[])
    }

    /// The company of a folder that stays, with settings in its environment.
    pub fn start_at_with(folder: &Path, environment: &[(&str, &str)]) -> Demo {
        Self::start_in(Data::Kept(folder.to_path_buf()), folder, &[], environment)
    }

    fn start_in(data: Data, folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Demo {
        let log = File::options().create(true).append(true).open(folder.join("log")).expect("a log");
        let mut child = Self::command(folder)
            .args(arguments)
            .envs(environment.iter().copied())
            .stderr(log)
            .spawn()
            .expect("cargo xtask test builds the server");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let page = serde_json::from_str(&line).unwrap_or_else(|error| {
            let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            panic!("the demo's page cannot be read: {error}: {line}\n{log}")
        });
        Demo { page, child, data }
    }

    /// The command that starts the company of a folder.
    pub fn command(folder: &Path) -> Command {
        let mut command = Command::new(program());
        command.args(["demo", "--json", "--data"]).arg(folder).stdin(Stdio::null()).stdout(Stdio::piped());
        command
    }

    /// Sets a setting for one person, as an administrator does while the server runs.
    pub fn set(&self, key: &str, value: &str, person: &Person) {
        self.set_as(key, value, &["--user", &person.email]);
    }

    /// Sets a setting for everybody.
    pub fn set_for_all(&self, key: &str, value: &str) {
        self.set_as(key, value, &[]);
    }

    fn set_as(&self, key: &str, value: &str, more: &[&str]) {
        self.told(&[&["setting", "set", key, value], more].concat());
    }

    /// What the command line answers while the server runs.
    pub fn told(&self, arguments: &[&str]) -> String {
        let done = Command::new(program())
            .arg("--config")
            .arg(self.folder().join("switchroom.toml"))
            .args(arguments)
            .output()
            .expect("the server's program");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("text")
    }

    /// Sets a person's password, as an administrator does while the server runs.
    pub fn set_password(&self, email: &str, password: &str) {
        self.set_secret(&["user", "passwd", email], password);
    }

    /// Has the command line read a secret.
    pub fn set_secret(&self, arguments: &[&str], secret: &str) {
        let mut set = Command::new(program())
            .arg("--config")
            .arg(self.folder().join("switchroom.toml"))
            .args(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("the server's program");
        writeln!(set.stdin.take().expect("piped"), "{secret}").expect("read");
        assert!(set.wait().expect("an end").success());
    }

    /// The server looks every two seconds for what other processes have written. This spares the waiting: it reads everything
    /// anew when it has written something itself.
    pub fn hears_of_what_others_wrote(&self) {
        let desk = Desk::sign_in_as_administrator(self);
        let routes = desk.get("/api/v1/trunk-routes").json();
        let written = desk.send("PUT", "/api/v1/trunk-routes", Some(&routes));
        assert_eq!(written.status, 204, "{}", written.text());
    }

    pub fn folder(&self) -> &Path {
        match &self.data {
            Data::Own(folder) => folder.path(),
            Data::Kept(folder) => folder,
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// One of the eight people, by place.
    pub fn person(&self, index: usize) -> &Person {
        &self.page.users[index]
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// Kills it as a crash would.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("reaped");
    }

    /// Asks it to end, and answers its exit status.
    pub fn stop(mut self) -> i32 {
        self.signal("TERM");
        let status = eventually("the server ends", || self.child.try_wait().expect("a child"));
        status.code().unwrap_or(-1)
    }

    /// Sets a limit of the running server, as `prlimit` writes it: `--fsize=0:unlimited`.
    pub fn limit(&self, limit: &str) {
        let limited = Command::new("prlimit").args(["--pid", &self.pid().to_string(), limit]).status();
        assert!(limited.expect("prlimit").success());
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.pid().to_string()).status();
        assert!(sent.expect("kill").success());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            eprintln!(
                "the server's log ends:\n{}",
                lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n")
            );
        }
        if self.child.try_wait().is_ok_and(|status| status.is_some()) {
            return;
        }
        let _ = Command::new("kill").arg(self.pid().to_string()).status();
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server that was built last.
pub fn program() -> PathBuf {
    let debug = target().join("debug/switchroom");
    std::env::var_os("SWITCHROOM_PROGRAM").map_or(debug, PathBuf::from)
}
