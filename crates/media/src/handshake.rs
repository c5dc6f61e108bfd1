//! Keys for a leg to a browser: a DTLS handshake (RFC 5763, RFC 5764) beside the media threads. A worker hands in what
//! comes (`gate`); what goes out is sent from here, and the keys go to the worker by command.

use crate::door::Command;
use crate::engine::House;
use crate::event::{LegEvent, LegId};
use crate::gate::{Gate, Handed, MOST_WAITING};
use crate::ice::Credentials;
use crate::srtp::{Context, Keying, Suite};
use dimpl::{Config, Dtls, DtlsCertificate, KeyingMaterial, Output, SrtpProfile};
use rtrb::{Consumer, RingBuffer};
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, oneshot};

/// From the answer to keys. People hang up sooner.
const LONGEST: Duration = Duration::from_secs(10);
/// When a flight is sent again (RFC 6347 §4.2.4.1 has 1 s for paths that nobody knows; this one was just tried).
const FIRST_REPEAT: Duration = Duration::from_millis(200);
const REPEATS: usize = 6;
/// More than one flight's datagram.
const ROOM: usize = 2048;

/// SHA-256 of a certificate (RFC 8122 §5).
pub type Fingerprint = [u8; 32];

/// What all handshakes of a process have in common: its certificate, made when it starts and trusted by its fingerprint.
pub struct Identity {
    certificate: DtlsCertificate,
    fingerprint: Fingerprint,
    config: Arc<Config>,
}

/// No certificate can be made, or the cryptography does not pass its own tests.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    #[error("no certificate for browsers: {0}")]
    Certificate(#[from] rcgen::Error),
    #[error("no handshakes with browsers: {0}")]
    Config(#[from] dimpl::Error),
}

/// Who begins a handshake (RFC 4145 §4, RFC 5763 §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Begins,
    Waits,
}

/// What the other side has said in its session description: who it is, and what we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    pub fingerprint: Fingerprint,
    pub role: Role,
}

/// Why there are no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandshakeError {
    #[error("no keys within {} s", LONGEST.as_secs())]
    TimedOut,
    #[error("the certificate is not the one whose fingerprint was told")]
    WrongFingerprint,
    #[error("the handshake has failed")]
    Failed,
}

impl Identity {
    pub fn make() -> Result<Identity, IdentityError> {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let mut parameters = rcgen::CertificateParams::new(Vec::new())?;
        // Firefox wants a number that no other certificate of this issuer has.
        parameters.serial_number = Some(rand::random::<[u8; 16]>().to_vec().into());
        let certificate = parameters.self_signed(&key)?.der().to_vec();
        let fingerprint = fingerprint(&certificate);
        let config = Config::builder()
            // The way has been tried by connectivity checks: nobody can have forged its address.
            .use_server_cookie(false)
            .flight_start_rto(FIRST_REPEAT)
            .flight_retries(REPEATS)
            .handshake_timeout(LONGEST)
            .build()?;
        let certificate = DtlsCertificate { certificate, private_key: key.serialize_der() };
        Ok(Identity { certificate, fingerprint, config: Arc::new(config) })
    }

    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }
}

fn fingerprint(certificate: &[u8]) -> Fingerprint {
    let digest = ring::digest::digest(&ring::digest::SHA256, certificate);
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest.as_ref());
    fingerprint
}

/// One leg's handshake, before it is known with whom.
pub struct Handshake {
    house: Arc<House>,
    leg: LegId,
    identity: Arc<Identity>,
    socket: UdpSocket,
    handed: Consumer<Handed>,
    bell: Arc<Notify>,
}

impl Handshake {
    /// A handshake and the gate that hands to it; `socket` is the leg's.
    pub(crate) fn new(
        house: Arc<House>,
        leg: LegId,
        identity: Arc<Identity>,
        credentials: Credentials,
        socket: UdpSocket,
    ) -> (Handshake, Gate) {
        let (hands, handed) = RingBuffer::new(MOST_WAITING);
        let bell = Arc::new(Notify::new());
        let gate = Gate::new(credentials, hands, bell.clone());
        (Handshake { house, leg, identity, socket, handed, bell }, gate)
    }

    /// Gives the leg its keys, and answers repetitions for as long as it lives. Ends without a word when the leg does;
    /// when there are no keys, the leg's owner is told. `peer` comes when the call is answered: the clock runs from there.
    pub async fn run(mut self, peer: oneshot::Receiver<Peer>) {
        let Ok(peer) = peer.await else { return };
        let dtls =
            Dtls::new_12(self.identity.config.clone(), self.identity.certificate.clone(), Instant::now());
        let mut attempt = Attempt { dtls, peer, to: None, believed: false, keyed: false, wake: None };
        if let Err(error) = self.until_gone(&mut attempt).await {
            self.house.mailboxes.deliver(self.leg, LegEvent::Unsealed(error));
        }
    }

    async fn until_gone(&mut self, attempt: &mut Attempt) -> Result<(), HandshakeError> {
        attempt.dtls.set_active(attempt.peer.role == Role::Begins);
        let limit = tokio::time::Instant::now() + LONGEST;
        loop {
            while let Ok(handed) = self.handed.pop() {
                attempt.take(&handed)?;
                self.drain(attempt)?;
            }
            if self.handed.is_abandoned() {
                return Ok(());
            }
            let wake = attempt.wake.map_or(limit, tokio::time::Instant::from_std);
            tokio::select! {
                () = self.bell.notified() => {}
                () = tokio::time::sleep_until(limit), if !attempt.keyed => return Err(HandshakeError::TimedOut),
                () = tokio::time::sleep_until(wake), if attempt.wake.is_some() => {
                    attempt.wake = None;
                    attempt.pass_time()?;
                    self.drain(attempt)?;
                }
            }
        }
    }

    /// Sends what there is to send, and takes what has come of it.
    fn drain(&self, attempt: &mut Attempt) -> Result<(), HandshakeError> {
        let mut room = [0; ROOM];
        // A way must be chosen before anything can be sent.
        let Some(to) = attempt.to else { return Ok(()) };
        loop {
            match attempt.dtls.poll_output(&mut room) {
                // It may be lost like everything else: flights are repeated.
                Output::Packet(packet) => drop(self.socket.send_to(packet, to)),
                Output::PeerCert(certificate) => {
                    attempt.believed = fingerprint(certificate) == attempt.peer.fingerprint;
                    if !attempt.believed {
                        return Err(HandshakeError::WrongFingerprint);
                    }
                }
                Output::KeyingMaterial(material, profile) if attempt.believed => {
                    let context =
                        context(&material, profile, attempt.peer.role).ok_or(HandshakeError::Failed)?;
                    attempt.keyed = true;
                    let door = &self.house.workers[usize::from(self.leg.worker)].door;
                    door.send(Command::Secure(self.leg, Some(Box::new(context))));
                }
                Output::Timeout(at) => {
                    attempt.wake = Some(at);
                    return Ok(());
                }
                Output::BufferTooSmall { .. } => return Err(HandshakeError::Failed),
                _ => {}
            }
        }
    }
}

/// A handshake under way, or done.
struct Attempt {
    dtls: Dtls,
    peer: Peer,
    /// Where the other side is.
    to: Option<SocketAddr>,
    /// Its certificate is the one whose fingerprint was told.
    believed: bool,
    keyed: bool,
    /// When time must pass for it.
    wake: Option<Instant>,
}

impl Attempt {
    fn take(&mut self, handed: &Handed) -> Result<(), HandshakeError> {
        self.to = Some(handed.from);
        self.pass_time()?;
        let datagram = handed.octets.get(..handed.length).unwrap_or_default();
        if datagram.is_empty() {
            return Ok(());
        }
        let taken = self.dtls.handle_packet(datagram);
        self.unless_keyed(taken)
    }

    fn pass_time(&mut self) -> Result<(), HandshakeError> {
        let passed = self.dtls.handle_timeout(Instant::now());
        self.unless_keyed(passed)
    }

    /// Sound goes on with the keys that there are, whatever becomes of the connection that they came by.
    fn unless_keyed(&self, result: Result<(), dimpl::Error>) -> Result<(), HandshakeError> {
        if self.keyed { Ok(()) } else { result.map_err(|_| HandshakeError::Failed) }
    }
}

/// Each side's key and salt lie one after the other: client's key, server's key, client's salt, server's salt (RFC 5764 §4.2).
fn context(material: &KeyingMaterial, profile: SrtpProfile, role: Role) -> Option<Context> {
    let suite = match profile {
        SrtpProfile::AEAD_AES_256_GCM => Suite::AeadAes256Gcm,
        SrtpProfile::AEAD_AES_128_GCM => Suite::AeadAes128Gcm,
        SrtpProfile::AES128_CM_SHA1_80 => Suite::AesCm128HmacSha1_80,
        _ => return None,
    };
    let (keys, salts) = material.split_at_checked(2 * suite.key_octets())?;
    let (client_key, server_key) = keys.split_at(suite.key_octets());
    let (client_salt, server_salt) = salts.split_at_checked(suite.salt_octets())?;
    let client = Keying::new(suite, &[client_key, client_salt].concat())?;
    let server = Keying::new(suite, &[server_key, server_salt].concat())?;
    let (ours, theirs) = if role == Role::Begins { (client, server) } else { (server, client) };
    Some(Context::new(Some(&ours), Some(&theirs)))
}

#[cfg(test)]
#[path = "handshake_tests.rs"]
mod tests;
