//! A provider that signs its calls, in a process of its own.

use crate::driven::Driven;
use crate::{peer, python};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub struct Signer {
    folder: TempDir,
    driver: Driven,
    port: u64,
}

impl Signer {
    pub fn start() -> Signer {
        let folder = tempfile::Builder::new().prefix("signer").tempdir().expect("a folder");
        let mut command = Command::new(python());
        command.arg(peer("signer.py")).arg(folder.path()).stderr(Stdio::null());
        let mut driver = Driven::start(&mut command);
        let port = driver.wait("ready", |_| true)["port"].as_u64().expect("a port");
        Signer { folder, driver, port }
    }

    /// Who has signed its certificates: a PEM file.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// Where one of its pages lies.
    pub fn address(&self, page: &str) -> String {
        format!("https://127.0.0.1:{}/{page}", self.port)
    }

    /// What an Identity field says of a call between these numbers: digits, the country code first.
    pub fn signs(&mut self, orig: &str, dest: &str, more: Value) -> String {
        let mut command = json!({"do": "sign", "orig": orig, "dest": dest});
        for (key, value) in more.as_object().expect("an object") {
            command[key] = value.clone();
        }
        self.driver.tell(&command);
        self.driver.wait("signed", |_| true)["identity"].as_str().expect("a field").to_owned()
    }
}
