//! Mail that leaves: claimed from the house's outbound work and handed to the smarthost, which takes it from there.
//!
//! `conversation` speaks SMTP (RFC 5321), `reply` reads what the other side says, `data` is the message on the wire.

mod conversation;
mod data;
mod reply;
#[cfg(test)]
mod tests;

use crate::metrics::{Metrics, count};
use crate::wire::{Wire, down};
use conversation::{Broken, Conversation, Mail};
use directory::Directory;
use domain::outbound::Tried;
use domain::smarthost::{Sealing, Smarthost};
use jiff::Timestamp;
use messaging::outbound::{Ended, Kind, Outbound, OutboundError, Work};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

/// To a name's addresses, all of them.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// One connection with all that it carries; shorter than a claim holds.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(8 * 60);
/// What becomes due by the clock is looked for as often.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Several changes at once are one look.
const GATHERING: Duration = Duration::from_millis(200);
/// A store that does not answer is asked again so late.
const STORE_WAIT: Duration = Duration::from_secs(5);

/// What mail leaves by.
#[derive(Clone)]
pub struct Sending {
    pub queue: Outbound,
    pub directory: Arc<dyn Directory>,
    /// Whom servers must show a certificate of.
    pub tls: Arc<ClientConfig>,
    pub metrics: Arc<Metrics>,
}

/// Sends what is due until `closing` says `true`.
pub async fn run(sending: Sending, mut closing: watch::Receiver<bool>) {
    let mut changes = sending.queue.watch();
    if let Err(error) = sending.queue.take_up().await {
        tracing::warn!(%error, "mail that was under way when this process ended waits until its claim ends");
    }
    while !*closing.borrow() {
        let wait = match sending.round(&closing).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "mail for elsewhere waits");
                STORE_WAIT
            }
        };
        tokio::select! {
            () = down(&mut closing) => return,
            () = tokio::time::sleep(wait) => {}
            _ = changes.changed() => tokio::time::sleep(GATHERING).await,
        }
    }
}

/// Connects and logs in, and sends nothing: whether the smarthost is there and takes us. For `doctor`.
pub async fn probe(
    smarthost: &Smarthost,
    password: Option<&str>,
    tls: &Arc<ClientConfig>,
    own_name: &str,
) -> Result<(), String> {
    let opened = open(smarthost, password, tls, own_name);
    match tokio::time::timeout(CONNECT_TIMEOUT, opened).await {
        Ok(Ok(conversation)) => {
            conversation.quit().await;
            Ok(())
        }
        Ok(Err(broken)) => Err(broken.to_string()),
        Err(_) => Err(Broken::TimedOut.to_string()),
    }
}

impl Sending {
    /// All that is due; answers how long nothing else is.
    async fn round(&self, closing: &watch::Receiver<bool>) -> Result<Duration, OutboundError> {
        loop {
            let works = self.queue.claim(Kind::Mail).await?;
            if works.is_empty() || *closing.borrow() {
                self.put_back(&works, "this server goes down").await?;
                break;
            }
            self.send(works, closing.clone()).await?;
        }
        let standing = self.queue.standing(Kind::Mail).await?;
        self.metrics.outbox_waiting.store(standing.waiting, Ordering::Relaxed);
        let oldest = standing.oldest.map_or(0, |oldest| oldest.as_second().unsigned_abs());
        self.metrics.outbox_oldest.store(oldest, Ordering::Relaxed);
        let until_due = |due: Timestamp| Duration::try_from(due.duration_since(Timestamp::now()));
        let wait = standing.next_due.map_or(LONGEST_WAIT, |due| until_due(due).unwrap_or_default());
        Ok(wait.clamp(GATHERING, LONGEST_WAIT))
    }

    /// By one connection. What it could not carry is put off.
    async fn send(&self, works: Vec<Work>, mut closing: watch::Receiver<bool>) -> Result<(), OutboundError> {
        let deadline = Instant::now() + CONNECTION_TIMEOUT;
        let connected = tokio::select! {
            connected = tokio::time::timeout_at(deadline, self.connect()) => connected.unwrap_or(Err(Broken::TimedOut)),
            () = down(&mut closing) => Err(Broken::GoingDown),
        };
        let mut conversation = match connected {
            Ok(conversation) => conversation,
            Err(broken) => return self.broken(&works, &broken).await,
        };
        self.metrics.set_outbox_trouble(None);
        for (at, work) in works.iter().enumerate() {
            let mail = Mail { to: &work.to, return_path: &work.return_path, message: &work.message };
            let sent = tokio::select! {
                sent = tokio::time::timeout_at(deadline, conversation.send(&mail)) => sent.unwrap_or(Err(Broken::TimedOut)),
                () = down(&mut closing) => Err(Broken::GoingDown),
            };
            match sent {
                Ok(ended) => self.finish(work, ended).await?,
                Err(broken) => return self.broken(&works[at..], &broken).await,
            }
        }
        conversation.quit().await;
        Ok(())
    }

    async fn connect(&self) -> Result<Conversation, Broken> {
        let people = self.directory.people();
        let smarthost = Smarthost::of(&people.settings_of(None)).ok_or(Broken::NoSmarthost)?;
        smarthost.check().map_err(Broken::Unsound)?;
        let password = match smarthost.user.is_empty() {
            true => None,
            false => Some(self.password().await?),
        };
        let password = password.as_ref().map(|password| password.as_str());
        open(&smarthost, password, &self.tls, &people.realm).await
    }

    async fn password(&self) -> Result<Zeroizing<String>, Broken> {
        let password = self.queue.password().await.map_err(|error| Broken::Store(error.to_string()))?;
        password.ok_or(Broken::NoPassword)
    }

    async fn finish(&self, work: &Work, ended: Ended) -> Result<(), OutboundError> {
        count(match ended.tried {
            Tried::Sent => &self.metrics.outbox_sent,
            Tried::Later => &self.metrics.outbox_deferred,
            Tried::Never => &self.metrics.outbox_refused,
        });
        self.queue.finish(work, ended).await
    }

    async fn broken(&self, works: &[Work], broken: &Broken) -> Result<(), OutboundError> {
        tracing::warn!(%broken, mails = works.len(), "mail for elsewhere is put off");
        self.metrics.set_outbox_trouble(Some(broken.to_string()));
        self.put_back(works, &broken.to_string()).await
    }

    async fn put_back(&self, works: &[Work], why: &str) -> Result<(), OutboundError> {
        for work in works {
            let ended = Ended { tried: Tried::Later, status: "4.4.1".into(), said: why.to_owned() };
            self.finish(work, ended).await?;
        }
        Ok(())
    }
}

/// A conversation that mail can be sent in.
async fn open(
    smarthost: &Smarthost,
    password: Option<&str>,
    tls: &Arc<ClientConfig>,
    own_name: &str,
) -> Result<Conversation, Broken> {
    let address = (smarthost.host.as_str(), smarthost.port);
    let connected = tokio::time::timeout(CONNECT_TIMEOUT, TcpStream::connect(address)).await;
    let stream = connected.map_err(|_| Broken::TimedOut)?.map_err(Broken::Lost)?;
    let _ = stream.set_nodelay(true);
    let mut wire: Wire = Box::new(stream);
    if smarthost.sealing == Sealing::Tls {
        wire = seal(wire, &smarthost.host, tls).await?;
    }
    let mut conversation = Conversation::begin(wire, own_name).await?;
    if smarthost.sealing == Sealing::StartTls {
        let wire = conversation.start_tls().await?;
        let wire = seal(wire, &smarthost.host, tls).await?;
        conversation = Conversation::resume(wire, own_name).await?;
    }
    if let Some(password) = password {
        conversation.log_in(&smarthost.user, password).await?;
    }
    Ok(conversation)
}

async fn seal(wire: Wire, host: &str, tls: &Arc<ClientConfig>) -> Result<Wire, Broken> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Broken::NoName)?;
    let handshake = TlsConnector::from(tls.clone()).connect(name, wire);
    let sealed = tokio::time::timeout(CONNECT_TIMEOUT, handshake).await.map_err(|_| Broken::TimedOut)?;
    Ok(Box::new(sealed.map_err(Broken::NotSealed)?))
}

/// Reads bytes as one reply after the other; answers how many there were. For fuzzing.
pub fn read_input(bytes: &[u8]) -> usize {
    let (mut rest, mut read) = (bytes, 0);
    while let Ok(Some(length)) = reply::length(rest) {
        let (whole, after) = rest.split_at(length);
        let _ = (reply::Reply::read(whole), reply::Offers::read(whole));
        (rest, read) = (after, read + 1);
    }
    read
}
