//! A certificate authority by ACME, acme2certifier in a process of its own, and somebody who trusts nobody else.

use crate::driven::Driven;
use crate::{Demo, peer, program, python};
use serde_json::json;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// An authority that signs for whoever answers at `asked`.
pub struct Authority {
    folder: TempDir,
    /// `None` while it is away.
    driver: Option<Driven>,
    port: u16,
    asked: u16,
    /// Of the companies' desks, with TLS and without.
    desk: [u16; 2],
    asking: Asking,
}

/// How it asks whether a name is its company's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Http,
    /// At the desk's door with TLS (RFC 8737).
    Tls,
}

impl Authority {
    pub fn start() -> Authority {
        Authority::that_asks(Asking::Http)
    }

    /// One that asks by tls-alpn-01.
    pub fn start_by_tls() -> Authority {
        Authority::that_asks(Asking::Tls)
    }

    fn that_asks(asking: Asking) -> Authority {
        let folder = tempfile::Builder::new().prefix("authority").tempdir().expect("a folder");
        let mut authority = Authority {
            folder,
            driver: None,
            port: free_port(),
            asked: free_port(),
            desk: [free_port(), free_port()],
            asking,
        };
        authority.come_back();
        authority
    }

    /// Starts it again where it was.
    pub fn come_back(&mut self) {
        let log =
            File::options().create(true).append(true).open(self.folder.path().join("log")).expect("a log");
        let mut command = Command::new(python());
        command.arg(peer("authority.py")).arg(self.folder.path());
        match self.asking {
            Asking::Http => command.args([self.port.to_string(), self.asked.to_string()]),
            Asking::Tls => command.args([self.port.to_string(), self.desk[0].to_string(), "tls".into()]),
        };
        let mut driver = Driven::start(command.stderr(log));
        driver.wait("ready", |_| true);
        self.driver = Some(driver);
    }

    pub fn go_away(&mut self) {
        self.driver = None;
    }

    /// Who has signed all that it signs: a PEM file.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// Where a company that has its certificate from here serves the desk by TLS.
    pub fn desk(&self) -> String {
        format!("127.0.0.1:{}", self.desk[0])
    }

    /// What a company must be told to have its certificate from here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let asking = match self.asking {
            Asking::Http => "http-01",
            Asking::Tls => "tls-alpn-01",
        };
        vec![
            ("SWITCHROOM_TLS__ACME__ASKING", asking.into()),
            ("SWITCHROOM_TLS__ACME__TERMS_AGREED", "true".into()),
            ("SWITCHROOM_TLS__ACME__NAMES", "[\"127.0.0.1\"]".into()),
            ("SWITCHROOM_TLS__ACME__CONTACT", "it@switchroom.example".into()),
            ("SWITCHROOM_TLS__ACME__DIRECTORY", format!("https://127.0.0.1:{}/directory", self.port)),
            ("SWITCHROOM_TLS__ACME__AUTHORITIES", self.root().display().to_string()),
            ("SWITCHROOM_TLS__ACME__LISTEN", format!("[\"127.0.0.1:{}\"]", self.asked)),
            ("SWITCHROOM_HTTP__TLS", format!("[\"{}\"]", self.desk())),
            ("SWITCHROOM_HTTP__PLAIN", format!("[\"127.0.0.1:{}\"]", self.desk[1])),
        ]
    }

    /// A new company that has its certificate from here, and whose phones trust no other.
    pub fn company(&self) -> Demo {
        let settings = self.settings();
        let settings: Vec<(&str, &str)> =
            settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let mut demo = Demo::start_with(&settings);
        demo.page.certificate = self.root();
        demo.page.http = format!("http://127.0.0.1:{}", self.desk[1]);
        demo
    }

    /// Runs a command of the server's program beside a company.
    pub fn command(&self, demo: &Demo, arguments: &[&str]) -> Output {
        let mut command = Command::new(program());
        command.args(arguments).arg("--config").arg(demo.folder().join("switchroom.toml"));
        command.envs(self.settings()).output().expect("the server's program")
    }
}

/// A port that nobody else comes by while it is not listened on: below those that Linux gives to outgoing connections, and
/// above those of the demo's sound.
pub(crate) fn free_port() -> u16 {
    const FIRST: u32 = 31_100;
    const COUNT: u32 = 1_600;
    static TRIED: AtomicU32 = AtomicU32::new(0);
    let mut draws = std::iter::repeat_with(|| {
        let place = std::process::id().wrapping_mul(7).wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed));
        u16::try_from(FIRST + place % COUNT).expect("a port")
    });
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    draws.by_ref().take(COUNT as usize).find(is_free).expect("a port")
}

/// Somebody who comes to doors with TLS.
pub struct Visitor(Driven);

impl Visitor {
    /// Who trusts the authority of a PEM file and no other.
    pub fn trusting(authority: &Path) -> Visitor {
        let mut command = Command::new(python());
        Visitor(Driven::start(command.arg(peer("doors.py")).arg(authority)))
    }

    /// The serial number of the certificate at a door, if it is the authority's.
    pub fn serial(&mut self, address: &str) -> Option<String> {
        self.shown(&json!({"do": "look", "address": address}))
    }

    /// The same of a door of SMTP.
    pub fn serial_by_starttls(&mut self, address: &str) -> Option<String> {
        self.shown(&json!({"do": "look", "address": address, "starttls": true}))
    }

    fn shown(&mut self, command: &serde_json::Value) -> Option<String> {
        self.0.tell(command);
        self.0.wait("shown", |_| true)["serial"].as_str().map(str::to_owned)
    }

    /// Comes to a door of IMAP and stays.
    pub fn hold(&mut self, address: &str) {
        self.0.tell(&json!({"do": "hold", "address": address}));
        self.0.wait("greeted", |_| true);
    }

    /// What the held door answers.
    pub fn ask(&mut self) -> String {
        self.0.tell(&json!({"do": "ask"}));
        self.0.wait("answered", |_| true)["text"].as_str().expect("a text").to_owned()
    }
}
