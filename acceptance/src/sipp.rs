//! SIPp: odd orders and many calls.

use crate::{Demo, Person, eventually, peer};
use std::fs;
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A scenario of `peers/sipp/`, to be run against the demo.
pub struct Scenario {
    arguments: Vec<String>,
    folder: TempDir,
}

/// What SIPp says of a run.
pub struct Ran {
    pub is_success: bool,
    /// Its error file and its last screen.
    pub words: String,
    /// What the scenario logged.
    pub log: String,
}

/// A scenario that runs.
pub struct Running {
    child: Child,
    folder: TempDir,
}

impl Running {
    /// Every message that it has got or sent so far, in order.
    pub fn messages(&self) -> String {
        self.file("messages")
    }

    /// Waits for its end, which must be a good one.
    pub fn succeeds(mut self) -> String {
        let status = eventually("the scenario ends", || self.child.try_wait().expect("a child"));
        assert!(status.success(), "{}\n{}", self.file("errors"), self.messages());
        self.messages()
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A scenario that waits for one call of the server's, as a provider does.
pub struct Provider {
    child: Child,
    folder: TempDir,
    /// Where it waits.
    pub address: SocketAddr,
}

/// Where nobody is.
pub fn free_address() -> SocketAddr {
    UdpSocket::bind("127.0.0.2:0").and_then(|socket| socket.local_addr()).expect("a free port")
}

/// A run that lasts longer is broken.
const LONGEST: &str = "50s";
/// One that serves ends with its test.
const LONG: &str = "300s";

impl Scenario {
    pub fn of(name: &str) -> Scenario {
        Scenario::read(name, |text| text)
    }

    /// A scenario that refuses a call: SIPp takes no `[name]` for a status.
    pub fn refusing(name: &str, status: u16) -> Scenario {
        Scenario::read(name, |text| text.replace("STATUS", &status.to_string()))
    }

    /// A phone that watches somebody by an event package, until it is told a body with these letters.
    pub fn watching(package: &str, content_type: &str, until: &str) -> Scenario {
        Scenario::read("watch", |text| {
            text.replace("PACKAGE", package).replace("CONTENT-TYPE", content_type).replace("UNTIL", until)
        })
    }

    fn read(name: &str, written: impl FnOnce(String) -> String) -> Scenario {
        let text = fs::read_to_string(peer("sipp").join(format!("{name}.xml"))).expect("a scenario");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("scenario.xml");
        fs::write(&file, written(text)).expect("a file");
        let arguments =
            ["-sf", &file.display().to_string(), "-timeout", LONGEST, "-timeout_error", "-nostdin"];
        Scenario { arguments: arguments.map(str::to_owned).to_vec(), folder }
    }

    pub fn with(mut self, arguments: &[&str]) -> Scenario {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// A value for `[name]`.
    pub fn key(self, name: &str, value: &str) -> Scenario {
        self.with(&["-key", name, value])
    }

    /// Lines for `[field0]` and so on, taken one a call.
    pub fn lines(self, lines: &[String]) -> Scenario {
        let file = self.folder.path().join("lines.csv");
        fs::write(&file, format!("SEQUENTIAL\n{}\n", lines.join("\n"))).expect("a file");
        self.with(&["-inf", &file.display().to_string()])
    }

    /// As a phone of this person: its name and its proof are `[field0]` and `[field1]`.
    pub fn phone_of(self, person: &Person) -> Scenario {
        let (user, secret) = (&person.sip_user, &person.sip_password);
        self.key("realm", person.realm())
            .lines(&[format!("{user};[authentication username={user} password={secret}]")])
    }

    /// Waits on an address of its own for one call.
    pub fn wait(self) -> Provider {
        self.wait_at(free_address())
    }

    /// The same where it has been before.
    pub fn wait_at(self, address: SocketAddr) -> Provider {
        let child = Command::new("sipp")
            .args(["-i", "127.0.0.2", "-mi", "127.0.0.2", "-p", &address.port().to_string(), "-m", "1"])
            .args(&self.arguments)
            .args(["-trace_err", "-error_file", "errors", "-trace_logs", "-log_file", "log"])
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo xtask test installs SIPp");
        Provider { child, folder: self.folder, address }
    }

    /// Stands at an address of its own and takes calls for as long as the test runs; answers where.
    pub fn serve(self) -> (Running, SocketAddr) {
        let address =
            UdpSocket::bind("127.0.0.2:0").and_then(|socket| socket.local_addr()).expect("a free port");
        let child = Command::new("sipp")
            .args(["-i", "127.0.0.2", "-mi", "127.0.0.2", "-p", &address.port().to_string()])
            .args(self.arguments.iter().filter(|argument| *argument != "-timeout_error"))
            .args([
                "-timeout",
                LONG,
                "-trace_err",
                "-error_file",
                "errors",
                "-trace_msg",
                "-message_file",
                "messages",
            ])
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo xtask test installs SIPp");
        (Running { child, folder: self.folder }, address)
    }

    /// Runs to the end; a call that does not go as the scenario says makes it fail.
    pub fn run(self, demo: &Demo) -> Ran {
        let server: SocketAddr = demo.page.sip.parse().expect("an address");
        let own = server.ip().to_string();
        let out = Command::new("sipp")
            .arg(&demo.page.sip)
            .args(["-i", &own, "-mi", &own])
            .args(&self.arguments)
            .args(["-trace_err", "-error_file", "errors", "-trace_logs", "-log_file", "log"])
            .current_dir(self.folder.path())
            .output()
            .expect("cargo xtask test installs SIPp");
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        let screen = String::from_utf8_lossy(&out.stdout).into_owned();
        let end = screen.char_indices().rev().nth(3000).map_or(0, |(index, _)| index);
        Ran {
            is_success: out.status.success(),
            words: format!("{}\n{}", read("errors"), &screen[end..]),
            log: read("log"),
        }
    }

    /// Runs beside the test.
    pub fn start(self, demo: &Demo) -> Running {
        let server: SocketAddr = demo.page.sip.parse().expect("an address");
        let own = server.ip().to_string();
        let said = fs::File::create(self.folder.path().join("screen")).expect("a file");
        let child = Command::new("sipp")
            .arg(&demo.page.sip)
            .args(["-i", &own, "-mi", &own])
            .args(&self.arguments)
            .args(["-trace_err", "-error_file", "errors", "-trace_msg", "-message_file", "messages"])
            .current_dir(self.folder.path())
            .stdout(said)
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo xtask test installs SIPp");
        Running { child, folder: self.folder }
    }

    /// Runs to the end and must succeed.
    pub fn succeeds(self, demo: &Demo) -> Ran {
        let ran = self.run(demo);
        assert!(ran.is_success, "{}", ran.words);
        ran
    }
}

impl Provider {
    /// Waits until its call went as the scenario says; answers what it logged.
    pub fn is_content(mut self) -> String {
        let status = eventually("the provider's call ends", || self.child.try_wait().expect("a child"));
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        assert!(status.success(), "{status}: {}", read("errors"));
        read("log")
    }

    /// Whether it still waits: nobody has called.
    pub fn is_waiting(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_none()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
