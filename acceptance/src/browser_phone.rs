//! A telephone in a real browser: Chromium, its microphone a file, its calls its own WebRTC.

use crate::{Demo, PATIENCE, Person, peer, python};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;
use tempfile::TempDir;

pub struct BrowserPhone {
    child: Child,
    /// Dropped to end it: the browser ends with its driver.
    commands: Option<ChildStdin>,
    events: Receiver<Value>,
    /// Events that came while another was awaited.
    seen: Vec<Value>,
    _folder: TempDir,
}

impl BrowserPhone {
    /// Registers by WSS; a WAV file is what the microphone hears, again and again.
    pub fn register(demo: &Demo, person: &Person, microphone: &Path) -> BrowserPhone {
        let folder = tempfile::Builder::new().prefix("browser").tempdir().expect("a folder");
        let mut child = Command::new(python())
            .arg(peer("browser_phone.py"))
            .args([microphone, folder.path()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo xtask test installs Chromium");
        let stdout = child.stdout.take().expect("piped");
        let (tell, events) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if serde_json::from_str(&line).is_ok_and(|event| tell.send(event).is_err()) {
                    return;
                }
            }
        });
        let commands = child.stdin.take();
        let mut phone = BrowserPhone { child, commands, events, seen: Vec::new(), _folder: folder };
        phone.wait("ready");
        phone.tell(json!({
            "do": "register", "url": format!("wss://{}/", demo.page.wss), "user": person.sip_user,
            "password": person.sip_password, "realm": person.realm(),
        }));
        assert_eq!(phone.wait("registered")["code"], 200);
        phone
    }

    pub fn tell(&mut self, command: Value) {
        writeln!(self.commands.as_mut().expect("it lives"), "{command}").expect("the browser lives");
    }

    /// The next event of a kind, seen already or yet to come.
    pub fn wait(&mut self, event: &str) -> Value {
        if let Some(index) = self.seen.iter().position(|value| value["event"] == event) {
            return self.seen.remove(index);
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(value) if value["event"] == event => return value,
                Ok(value) => self.seen.push(value),
                Err(error) => panic!("no `{event}`: {error}; seen: {:?}", self.seen),
            }
        }
    }

    pub fn call(&mut self, number: &str) {
        self.tell(json!({"do": "call", "number": number}));
    }

    pub fn answer(&mut self) {
        self.tell(json!({"do": "answer"}));
    }

    pub fn keys(&mut self, keys: &str) {
        self.tell(json!({"do": "keys", "keys": keys}));
    }

    /// Waits until sound comes and goes; answers how many milliseconds after the answer it came.
    pub fn talks(&mut self) -> u64 {
        self.wait("heard")["after"].as_u64().expect("a time")
    }

    /// What is heard now: the strongest frequency.
    pub fn hears(&mut self) -> f64 {
        self.tell(json!({"do": "listen"}));
        self.wait("strongest")["hertz"].as_f64().expect("a frequency")
    }

    pub fn hang_up(&mut self) {
        self.tell(json!({"do": "hangup"}));
        self.wait("ended");
    }
}

impl Drop for BrowserPhone {
    fn drop(&mut self) {
        // The driver ends the browser when nobody commands it any more.
        self.commands = None;
        let _ = self.child.wait();
    }
}
