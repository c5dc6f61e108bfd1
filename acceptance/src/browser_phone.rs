//! A telephone in a real browser: Chromium, its microphone a file, its calls its own WebRTC.

use crate::driven::Driven;
use crate::{Demo, Person, peer, python};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

pub struct BrowserPhone {
    driver: Driven,
    _folder: TempDir,
}

impl BrowserPhone {
    /// Registers by WSS; a WAV file is what the microphone hears, again and again.
    pub fn register(demo: &Demo, person: &Person, microphone: &Path) -> BrowserPhone {
        let folder = tempfile::Builder::new().prefix("browser").tempdir().expect("a folder");
        let mut command = Command::new(python());
        let driver = Driven::start(command.arg(peer("browser_phone.py")).args([microphone, folder.path()]));
        let mut phone = BrowserPhone { driver, _folder: folder };
        phone.wait("ready");
        phone.tell(json!({
            "do": "register", "url": format!("wss://{}/", demo.page.wss), "user": person.sip_user,
            "password": person.sip_password, "realm": person.realm(),
        }));
        assert_eq!(phone.wait("registered")["code"], 200);
        phone
    }

    pub fn tell(&mut self, command: Value) {
        self.driver.tell(&command);
    }

    /// The next event of a kind, seen already or yet to come.
    pub fn wait(&mut self, event: &str) -> Value {
        self.driver.wait(event, |_| true)
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
        self.driver.dismiss();
    }
}
