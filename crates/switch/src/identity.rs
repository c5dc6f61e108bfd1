//! Who sent a request: a digest answer proves a device, and nothing else proves anything.

use crate::scan::Scans;
use crate::sims::Sims;
use directory::{Device, DeviceSecret, DigestAlgorithms, Directory, People};
use domain::sim::{Operator, SimKey};
use jiff::Timestamp;
use sip::auth::{Algorithm, Credentials, Nonces, SimVerdict, Verdict};
use sip::{HeaderName, Request, Uri};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use telephone::Proven;

/// What became of asking who sent a request.
pub enum Identity {
    Device(Arc<Device>),
    /// Came without a claim to be one of ours.
    Stranger,
    /// To be answered 401 with these fields.
    Challenge(Vec<(HeaderName, String)>),
    /// From where names are asked for and not proven: this one is not looked at.
    Unheard,
}

/// Checks digest answers against the directory's devices.
pub struct Identities {
    directory: Arc<dyn Directory>,
    nonces: Nonces,
    pub scans: Scans,
    sims: Sims,
    /// Chooses what unreal names are answered.
    unreal: RandomState,
}

impl Identities {
    pub fn new(directory: Arc<dyn Directory>, nonces: Nonces, scans: Scans) -> Self {
        Self { directory, nonces, scans, sims: Sims::default(), unreal: RandomState::new() }
    }

    /// A request that only our own devices may send. Real and unreal names are answered alike.
    pub fn of_device(&self, request: &Request, from: IpAddr, now: Timestamp) -> Identity {
        let people = self.directory.people();
        let credentials = self.nonces.credentials(request, &people.realm);
        let name = claimed_user(request, &credentials);
        if !self.scans.hears(from, &name, now) {
            return Identity::Unheard;
        }
        let asked = Asked { request, from: self.place(from), now };
        let mut stale = false;
        for given in &credentials {
            match self.check(&asked, given) {
                (Verdict::Right, Some(device)) => {
                    self.scans.proven(from, &name, now);
                    return Identity::Device(device);
                }
                // Whoever forges an address does not hear what is sent there: it is held against nobody.
                (Verdict::Foreign, _) | (Verdict::Stale, Some(_)) => stale = true,
                _ => {
                    self.scans.wrong(from, &name, now);
                    tracing::info!("wrong digest");
                }
            }
        }
        Identity::Challenge(self.challenge(&asked, &people, &name, stale))
    }

    /// Whom nonces are for. Proxies of ours may stand for one another.
    fn place(&self, from: IpAddr) -> IpAddr {
        if self.scans.is_proxy(from) { IpAddr::V6(Ipv6Addr::UNSPECIFIED) } else { from }
    }

    /// A request that may come from outside, too. Whoever claims to be of our domain, or of the one that is called, or
    /// answers a challenge, must prove it. That the name is one of ours is not asked: it would tell that it is.
    pub fn of_anyone(&self, request: &Request, from: IpAddr, now: Timestamp) -> Identity {
        let realm = &self.directory.people().realm;
        let host = request.from().map(|from| from.uri().host());
        let claims_us = host.is_some_and(|host| is_ours(host, realm, request.uri()));
        let answers_us = !self.nonces.credentials(request, realm).is_empty();
        if claims_us || answers_us {
            return self.of_device(request, from, now);
        }
        if self.scans.hears_nobody(from, now) { Identity::Stranger } else { Identity::Unheard }
    }

    /// What a name's phone is offered. An unreal name is taken for one of the real ones: else a house whose phones differ
    /// from the default would tell which names are theirs.
    fn algorithms(&self, people: &People, name: &str) -> DigestAlgorithms {
        let of_nobody = || people.algorithms_of_nobody(self.unreal.hash_one(name));
        people.by_sip_user(name).map_or_else(of_nobody, |device| device.algorithms)
    }

    fn check(&self, asked: &Asked<'_>, given: &Credentials) -> (Verdict, Option<Arc<Device>>) {
        let device = self.directory.people().by_sip_user(given.username()).cloned();
        let secret = device.as_ref().and_then(|device| self.directory.device_secret(device.id));
        match (device, secret) {
            (Some(device), Some(DeviceSecret::Sim(key))) => {
                (self.check_sim(asked, given, &device, &key), Some(device))
            }
            (Some(device), Some(DeviceSecret::Password(ha1))) => {
                let ha1 = match given.algorithm() {
                    Algorithm::Md5 | Algorithm::AkaV1Md5 => &ha1.md5,
                    Algorithm::Sha256 => &ha1.sha256,
                };
                (self.check_password(asked, given, device.algorithms, ha1), Some(device))
            }
            // Without a secret nothing is right.
            _ => match self.check_password(asked, given, DigestAlgorithms::default(), "") {
                Verdict::Foreign => (Verdict::Foreign, None),
                _ => (Verdict::Wrong, None),
            },
        }
    }

    fn check_password(
        &self,
        asked: &Asked<'_>,
        given: &Credentials,
        algorithms: DigestAlgorithms,
        ha1: &str,
    ) -> Verdict {
        self.nonces.verify(given, asked.from, asked.request.method(), ha1, offered(algorithms), asked.now)
    }

    /// A SIM that is ahead is asked anew, as if its answer came too late.
    fn check_sim(&self, asked: &Asked<'_>, given: &Credentials, device: &Device, key: &SimKey) -> Verdict {
        match self.nonces.verify_sim(given, asked.from, asked.request.method(), key, asked.now) {
            SimVerdict::Digest(verdict) => verdict,
            SimVerdict::Ahead(sequence) => {
                self.sims.is_ahead(device.id, sequence);
                Verdict::Stale
            }
        }
    }

    fn challenge(
        &self,
        asked: &Asked<'_>,
        people: &People,
        name: &str,
        stale: bool,
    ) -> Vec<(HeaderName, String)> {
        let algorithms = self.algorithms(people, name);
        let challenges = match algorithms {
            DigestAlgorithms::Aka => vec![self.sim_challenge(asked, people, name)],
            _ => self.nonces.challenge(&people.realm, offered(algorithms), stale, asked.from, asked.now),
        };
        challenges.into_iter().map(|challenge| (HeaderName::WwwAuthenticate, challenge)).collect()
    }

    /// The next challenge of a SIM; of an unreal name, as if it had one.
    fn sim_challenge(&self, asked: &Asked<'_>, people: &People, name: &str) -> String {
        let device = people.by_sip_user(name);
        let key = device.and_then(|device| match self.directory.device_secret(device.id) {
            Some(DeviceSecret::Sim(key)) => Some(key),
            _ => None,
        });
        let key = key.unwrap_or_else(|| self.key_of_nobody(name));
        let sequence = self.sims.next(device.map(|device| device.id), asked.now);
        self.nonces.sim_challenge(&people.realm, &key, sequence, asked.from, asked.now)
    }

    fn key_of_nobody(&self, name: &str) -> SimKey {
        let half = |which: u8| self.unreal.hash_one((name, which)).to_be_bytes();
        let whole = |which: u8| std::array::from_fn(|at| [half(which), half(which + 1)][at / 8][at % 8]);
        SimKey { k: whole(0), operator: Operator::Opc(whole(2)), amf: domain::sim::USUAL_AMF }
    }
}

/// A request that is to prove who sent it.
struct Asked<'a> {
    request: &'a Request,
    /// Whom nonces are for.
    from: IpAddr,
    now: Timestamp,
}

/// A phone whose account has no domain writes the address that it calls.
fn is_ours(host: &str, realm: &str, called: &Uri) -> bool {
    host.eq_ignore_ascii_case(realm) || host.eq_ignore_ascii_case(called.host())
}

/// How a proven device is told to the flows.
pub fn proven(device: Option<&Device>) -> Proven {
    device.map_or(Proven::Nobody, |device| Proven::Device { device: device.id, user: device.user })
}

/// The name that a request comes under: of its credentials, else of its From.
fn claimed_user(request: &Request, credentials: &[Credentials]) -> String {
    let named = credentials.first().map(|given| given.username().to_owned());
    named.or_else(|| request.from()?.uri().user().map(str::to_owned)).unwrap_or_default()
}

/// The algorithms of a device's setting; SHA-256 first, as RFC 8760 §2.2 wants the preferred one.
fn offered(algorithms: DigestAlgorithms) -> &'static [Algorithm] {
    match algorithms {
        DigestAlgorithms::Md5 => &[Algorithm::Md5],
        DigestAlgorithms::Sha256 => &[Algorithm::Sha256],
        DigestAlgorithms::Both => &[Algorithm::Sha256, Algorithm::Md5],
        DigestAlgorithms::Aka => &[Algorithm::AkaV1Md5],
    }
}
