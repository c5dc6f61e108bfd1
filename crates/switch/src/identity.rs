//! Who sent a request: a digest answer proves a device, and nothing else proves anything.

use directory::{Device, DigestAlgorithms, Directory};
use jiff::Timestamp;
use sip::auth::{Algorithm, Credentials, Nonces, Verdict};
use sip::{HeaderName, Request};
use std::sync::Arc;
use telephone::Proven;

/// What became of asking who sent a request.
pub enum Identity {
    Device(Arc<Device>),
    /// Came without a claim to be one of ours.
    Stranger,
    /// To be answered 401 with these fields.
    Challenge(Vec<(HeaderName, String)>),
}

/// Checks digest answers against the directory's devices.
pub struct Identities {
    directory: Arc<dyn Directory>,
    nonces: Nonces,
}

impl Identities {
    pub fn new(directory: Arc<dyn Directory>, nonces: Nonces) -> Self {
        Self { directory, nonces }
    }

    /// A request that only our own devices may send.
    pub fn of_device(&self, request: &Request, now: Timestamp) -> Identity {
        let people = self.directory.people();
        let credentials = self.nonces.credentials(request, &people.realm);
        let mut stale = false;
        for given in &credentials {
            match self.check(request, given, now) {
                (Verdict::Right, Some(device)) => return Identity::Device(device),
                (Verdict::Stale, _) => stale = true,
                _ => tracing::info!("wrong digest"),
            }
        }
        let claimed = people.by_sip_user(&claimed_user(request, &credentials));
        let algorithms = claimed.map_or(DigestAlgorithms::default(), |device| device.algorithms);
        Identity::Challenge(self.challenge(&people.realm, algorithms, stale, now))
    }

    /// A request that may come from outside, too. Whoever claims our domain or the name of a device, or answers a
    /// challenge, must prove it.
    pub fn of_anyone(&self, request: &Request, now: Timestamp) -> Identity {
        let people = self.directory.people();
        let from = request.from();
        let claims_us = from.is_some_and(|from| {
            from.uri().host().eq_ignore_ascii_case(&people.realm)
                || from.uri().user().is_some_and(|user| people.by_sip_user(user).is_some())
        });
        let answers_us = !self.nonces.credentials(request, &people.realm).is_empty();
        if claims_us || answers_us { self.of_device(request, now) } else { Identity::Stranger }
    }

    fn check(
        &self,
        request: &Request,
        given: &Credentials,
        now: Timestamp,
    ) -> (Verdict, Option<Arc<Device>>) {
        let people = self.directory.people();
        let device = people.by_sip_user(given.username()).cloned();
        let Some(ha1) = device.as_ref().and_then(|device| self.directory.ha1(device.id)) else {
            return (Verdict::Wrong, None);
        };
        let secret = match given.algorithm() {
            Algorithm::Md5 => &ha1.md5,
            Algorithm::Sha256 => &ha1.sha256,
        };
        let offered =
            offered(device.as_ref().map_or(DigestAlgorithms::default(), |device| device.algorithms));
        (self.nonces.verify(given, request.method(), secret, offered, now), device)
    }

    fn challenge(
        &self,
        realm: &str,
        algorithms: DigestAlgorithms,
        stale: bool,
        now: Timestamp,
    ) -> Vec<(HeaderName, String)> {
        let challenges = self.nonces.challenge(realm, offered(algorithms), stale, now);
        challenges.into_iter().map(|challenge| (HeaderName::WwwAuthenticate, challenge)).collect()
    }
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
    }
}
