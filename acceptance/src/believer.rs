//! A mail client that knows its inbox from untagged responses alone (RFC 3501 §7), in the order in which they come:
//! imaplib, which sorts them by kind, cannot.

use crate::{Demo, PATIENCE, Person};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

pub struct Believer {
    stream: TcpStream,
    lines: BufReader<TcpStream>,
    /// UID and flags by sequence number; a new message is unknown until it is told of.
    messages: Vec<Option<(u32, Vec<String>)>>,
}

impl Believer {
    /// Signed in, with the inbox open and its messages known.
    pub fn open(demo: &Demo, person: &Person) -> Believer {
        let stream = TcpStream::connect(&demo.page.imap).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        stream.set_nodelay(true).expect("a socket");
        let lines = BufReader::new(stream.try_clone().expect("a socket"));
        let mut believer = Believer { stream, lines, messages: Vec::new() };
        believer.line();
        believer.run(&format!("LOGIN {} \"{}\"", person.email, person.password));
        believer.run("SELECT INBOX");
        believer.run("UID FETCH 1:* (FLAGS)");
        believer
    }

    /// How many messages it knows of.
    pub fn count(&self) -> usize {
        self.messages.len()
    }

    /// The UID at a place, from 0, where it has been told.
    pub fn uid(&self, place: usize) -> Option<u32> {
        self.messages[place].as_ref().map(|(uid, _)| *uid)
    }

    /// Runs a command and learns from its answer. It is refused only where others have removed what it names.
    pub fn run(&mut self, command: &str) {
        write!(self.stream, "t {command}\r\n").expect("the server takes it");
        let keeps_numbers = ["FETCH", "STORE", "SEARCH"].iter().any(|verb| command.starts_with(verb));
        loop {
            let line = self.line();
            if let Some(result) = line.strip_prefix("t ") {
                assert!(
                    result.starts_with("OK") || result.starts_with("NO [EXPUNGEISSUED]"),
                    "{command}: {result}"
                );
                return;
            }
            self.learn(&line, keeps_numbers, command);
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("an answer");
        assert!(line.ends_with("\r\n"), "the server has closed: {line}");
        line.trim_end().to_owned()
    }

    fn learn(&mut self, line: &str, keeps_numbers: bool, command: &str) {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let place = || words[1].parse::<usize>().expect("a number") - 1;
        match words[..] {
            ["*", count, "EXISTS"] => {
                let count = count.parse().expect("a number");
                assert!(count >= self.messages.len(), "EXISTS never takes away: {line}");
                self.messages.resize(count, None);
            }
            ["*", _, "EXPUNGE"] => {
                assert!(!keeps_numbers, "numbers changed under {command}");
                self.messages.remove(place());
            }
            ["*", _, "FETCH", items] => self.messages[place()] = Some(uid_and_flags(items)),
            _ => {}
        }
    }

    /// What it believes, without asking for more than news.
    pub fn picture(&mut self) -> Vec<Option<(u32, Vec<String>)>> {
        self.run("NOOP");
        self.messages.clone()
    }

    /// The same with what it was not yet told of fetched.
    pub fn full_picture(&mut self) -> BTreeMap<u32, Vec<String>> {
        self.run("UID FETCH 1:* (FLAGS)");
        self.messages.iter().flatten().cloned().collect()
    }
}

fn uid_and_flags(items: &str) -> (u32, Vec<String>) {
    let after = |name: &str| items.split_once(name).map(|(_, rest)| rest).expect(name);
    let uid = after("UID ").split([' ', ')']).next().and_then(|uid| uid.parse().ok()).expect("a UID");
    let flags = after("FLAGS (").split(')').next().unwrap_or_default();
    let mut flags: Vec<String> = flags.split_whitespace().map(str::to_owned).collect();
    flags.sort_unstable();
    (uid, flags)
}
