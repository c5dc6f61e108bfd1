//! A house in memory for the tests of this room, and clients that speak to it by script.

use crate::doors::Doors;
use crate::wire::Wire;
use crate::{imap, smtp};
use directory::{Directory, NewUser, memory};
use domain::id::{TenantId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::settings::{Row, Scope};
use jiff::Timestamp;
use messaging::memory::PostOffice;
use messaging::{Flags, Post};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::sync::watch;

pub(crate) const ANNA: UserId = UserId::new(1);
pub(crate) const BEN: UserId = UserId::new(2);
pub(crate) const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// Anna (administrator) and Ben of example.org; the password of both is `open-sesame`.
pub(crate) struct House {
    pub(crate) doors: Doors,
    pub(crate) shutdown: watch::Sender<bool>,
}

impl House {
    pub(crate) async fn new() -> Self {
        let directory = company().await;
        let post = Arc::new(PostOffice::new(directory.people()));
        Self::of(directory, post)
    }

    pub(crate) async fn with_post(post: Arc<dyn Post>) -> Self {
        Self::of(company().await, post)
    }

    /// The same people over empty mailboxes: their passwords are hashed once for many houses.
    pub(crate) fn emptied(&self) -> Self {
        let directory = self.doors.directory.clone();
        let post = Arc::new(PostOffice::new(directory.people()));
        Self::of(directory, post)
    }

    fn of(directory: Arc<dyn Directory>, post: Arc<dyn Post>) -> Self {
        let doors = Doors { directory, post, metrics: Arc::default() };
        Self { doors, shutdown: watch::Sender::new(false) }
    }

    /// Sets a setting for one person.
    pub(crate) async fn set(&self, user: UserId, key: &str, value: &str) {
        let row = Row { scope: Scope::User(user), key: key.into(), value: value.into() };
        self.doors.directory.set_setting(row).await.expect("a setting");
    }

    /// Lays a message of so many bytes into a person's inbox, past every door.
    pub(crate) async fn bring(&self, user: UserId, bytes: usize) {
        let mailbox = self.doors.post.mailbox(user);
        let inbox = mailbox.folders().await.expect("folders")[0].id;
        let message = format!("Subject: x\r\n\r\n{}", "x".repeat(bytes - 14));
        let received = "2026-03-05T09:08:07Z".parse().expect("a time");
        mailbox.append(inbox, message.into(), Flags::default(), received).await.expect("a message");
    }

    /// An IMAP connection from this machine.
    pub(crate) fn imap(&self) -> Client {
        self.imap_limited(imap::Limits::default(), HERE)
    }

    pub(crate) fn imap_limited(&self, limits: imap::Limits, peer: IpAddr) -> Client {
        let (doors, shutdown) = (self.doors.clone(), self.shutdown.subscribe());
        Client::of(move |wire| async move {
            let _ = imap::converse(wire, doors, limits, peer, peer.is_loopback(), shutdown).await;
        })
    }

    pub(crate) fn smtp(&self) -> Client {
        self.smtp_limited(smtp::Limits::default())
    }

    pub(crate) fn smtp_limited(&self, limits: smtp::Limits) -> Client {
        let (doors, shutdown) = (self.doors.clone(), self.shutdown.subscribe());
        Client::of(move |wire| async move {
            let _ = smtp::converse(wire, doors, limits, HERE, None, shutdown).await;
        })
    }
}

async fn company() -> Arc<dyn Directory> {
    let directory =
        memory::open(TenantId::new(1), "example.org", Timestamp::now).await.expect("a directory in memory");
    for (id, name, extension, administrator) in
        [(ANNA, "Anna Arnold", "10", true), (BEN, "Ben Bauer", "11", false)]
    {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let user = NewUser {
            name: name.to_owned(),
            extension: Extension::parse(extension).expect("an extension"),
            email: Email::parse(&format!("{first}@example.org")).expect("an address"),
            language: Some(Language::EnGb),
            zone: "Europe/London".to_owned(),
            administrator,
            password: "open-sesame".to_owned(),
            pin: "730184".to_owned(),
        };
        assert_eq!(directory.add_user(user).await.expect("a person").id, id);
    }
    directory
}

/// The far end of a connection.
pub(crate) struct Client(BufReader<DuplexStream>);

/// Only reached when an answer is missing: time is virtual in these tests.
const NEVER: Duration = Duration::from_secs(4 * 3600);

impl Client {
    fn of<F: Future<Output = ()> + Send + 'static>(serve: impl FnOnce(Wire) -> F) -> Self {
        let (near, far) = tokio::io::duplex(64 * 1024);
        tokio::spawn(serve(Box::new(far)));
        Self(BufReader::new(near))
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        // The server may have closed already; then the answer says so.
        let _ = self.0.get_mut().write_all(bytes).await;
    }

    /// The next line without its end; `None` when the connection is closed.
    pub(crate) async fn line(&mut self) -> Option<String> {
        let mut line = Vec::new();
        let read = tokio::time::timeout(NEVER, self.0.read_until(b'\n', &mut line)).await.expect("an answer");
        if read.unwrap_or(0) == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        Some(line.strip_suffix("\r\n").expect("a line that ends with CR LF").to_owned())
    }

    /// All that comes until the connection is closed or nothing happens any more.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(NEVER, self.0.read_to_end(&mut rest)).await;
        rest
    }

    /// Plays a script: `C:` lines are sent, `S:` lines expected, with `…` for anything; `S!` is the end.
    pub(crate) async fn play(&mut self, script: &str) {
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(sent) = line.strip_prefix("C:") {
                let sent = sent.strip_prefix(' ').unwrap_or(sent);
                self.send(format!("{sent}\r\n").as_bytes()).await;
            } else if let Some(expected) = line.strip_prefix("S:") {
                let expected = expected.strip_prefix(' ').unwrap_or(expected);
                let seen = self.line().await;
                let fits = seen.as_deref().is_some_and(|seen| fits(expected, seen));
                assert!(fits, "expected {expected:?}, seen {seen:?} in\n{script}");
            } else {
                assert_eq!(line, "S!", "no such line in a script");
                assert_eq!(self.line().await, None, "the connection is to be closed in\n{script}");
            }
        }
    }
}

/// Does a line fit a pattern in which `…` stands for anything?
fn fits(pattern: &str, line: &str) -> bool {
    match pattern.split_once('…') {
        None => pattern == line,
        Some((head, tail)) => {
            let Some(rest) = line.strip_prefix(head) else { return false };
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| fits(tail, &rest[at..]))
        }
    }
}
