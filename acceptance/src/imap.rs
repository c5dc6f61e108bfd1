//! Python's imaplib as a mail client, one JSON object a line.

use crate::{Demo, Heard, PATIENCE, Person, eventually, peer, python};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A signed-in IMAP client over TLS with the inbox open.
pub struct Imap {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// One message as the client sees it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Mail {
    pub uid: u32,
    pub flags: Vec<String>,
    pub headers: std::collections::BTreeMap<String, String>,
    pub text: String,
    /// What was said in a voice message, once that is written down.
    pub transcript: Option<String>,
    /// Name, type and content (in hexadecimal) of the attachments.
    pub attachments: Vec<(String, String, String)>,
}

impl Mail {
    pub fn is_new(&self) -> bool {
        !self.flags.iter().any(|flag| flag == "\\Seen")
    }

    pub fn is_voice(&self) -> bool {
        self.headers.get("Message-Context").is_some_and(|context| context == "voice-message")
    }

    /// The sound of a voice message.
    pub fn sound(&self) -> Heard {
        let (name, kind, content) = self.attachments.first().expect("an attachment");
        assert_eq!(kind, "audio/wav");
        assert!(name.starts_with("voice-") && name.ends_with(".wav"), "{name}");
        let digits: Vec<u8> =
            content.chars().map(|digit| digit.to_digit(16).expect("hexadecimal") as u8).collect();
        let octets: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        Heard::read(octets.as_slice())
    }
}

impl Imap {
    pub fn open(demo: &Demo, person: &Person) -> Imap {
        let mut child = Command::new(python())
            .arg(peer("imap.py"))
            .args([&demo.page.imaps, &person.email, &person.password])
            .arg(&demo.page.certificate)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python");
        let commands = child.stdin.take().expect("piped");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        Imap { child, commands, answers }
    }

    /// One log-in by a client of its own; answers the server's word: `OK` or `NO`.
    pub fn try_to_log_in(demo: &Demo, person: &Person) -> String {
        let client = Command::new(python())
            .arg(peer("imap_login.py"))
            .args([&demo.page.imaps, &person.email, &person.password])
            .arg(&demo.page.certificate)
            .output()
            .expect("python");
        String::from_utf8_lossy(&client.stdout).trim().to_owned()
    }

    fn ask(&mut self, command: Value) -> Value {
        writeln!(self.commands, "{command}").expect("the client lives");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("an answer");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{command}: {line}"))
    }

    /// All messages of the inbox, the oldest first.
    pub fn messages(&mut self) -> Vec<Mail> {
        serde_json::from_value(self.ask(json!({"do": "messages"}))).expect("messages")
    }

    /// The voice messages of the inbox, the oldest first.
    pub fn voice_messages(&mut self) -> Vec<Mail> {
        let mut messages = self.messages();
        messages.retain(Mail::is_voice);
        messages
    }

    /// Waits until the inbox has a voice message that is new.
    pub fn new_voice_message(&mut self) -> Mail {
        eventually("a new voice message", || self.voice_messages().into_iter().find(Mail::is_new))
    }

    /// Goes into IDLE, so that what follows is not missed; [`Imap::told`] waits.
    pub fn begin_idle(&mut self) {
        assert_eq!(self.ask(json!({"do": "begin_idle"})), json!("idling"));
    }

    /// Waits until IDLE tells a line that holds `wanted`; ends IDLE.
    pub fn told(&mut self, wanted: &str) -> Vec<String> {
        serde_json::from_value(
            self.ask(json!({"do": "told", "wanted": wanted, "seconds": PATIENCE.as_secs()})),
        )
        .expect("lines")
    }

    pub fn add_flag(&mut self, uid: u32, flag: &str) {
        self.ask(json!({"do": "flag", "uid": uid, "flag": flag, "how": "+FLAGS"}));
    }

    /// As [`Imap::add_flag`], where it may be refused; answers the server's word.
    pub fn try_flag(&mut self, uid: u32, flag: &str) -> String {
        let word = self.ask(json!({"do": "flag", "uid": uid, "flag": flag, "how": "+FLAGS"}));
        word.as_str().expect("a word").to_owned()
    }

    pub fn remove_flag(&mut self, uid: u32, flag: &str) {
        self.ask(json!({"do": "flag", "uid": uid, "flag": flag, "how": "-FLAGS"}));
    }

    /// UIDs whose message holds a word: `BODY` or `TEXT`.
    pub fn search(&mut self, part: &str, word: &str) -> Vec<u32> {
        serde_json::from_value(self.ask(json!({"do": "search", "part": part, "word": word}))).expect("UIDs")
    }

    /// The roots of a folder and what they say, as the server writes it.
    pub fn quota(&mut self, folder: &str) -> Vec<String> {
        serde_json::from_value(self.ask(json!({"do": "quota", "folder": folder}))).expect("lines")
    }

    pub fn expunge(&mut self) {
        self.ask(json!({"do": "expunge"}));
    }

    /// Copies a message within the inbox; answers the server's word.
    pub fn copy(&mut self, uid: u32) -> String {
        self.ask(json!({"do": "copy", "uid": uid})).as_str().expect("a word").to_owned()
    }

    /// Appends to the inbox; answers the server's word, such as `OK` or `NO`.
    pub fn append(&mut self, text: &str) -> String {
        self.ask(json!({"do": "append", "text": text})).as_str().expect("a word").to_owned()
    }
}

impl Drop for Imap {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
