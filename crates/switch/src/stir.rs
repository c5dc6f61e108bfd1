//! Signed callers (RFC 8224): the signature of a trunk's INVITE, held against its certificate and against the call. A call waits
//! for it no longer than a second; what comes later is there for the next call.

use crate::ground::Ground;
use crate::trunk::inbound::ByTrunk;
use bytes::Bytes;
use domain::e164::E164;
use domain::numbering::Home;
use domain::settings;
use domain::stir::{Came, Fault, Least, Verified, check, is_below};
use domain::trunk::Agreed;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sip::passport::{self, Chain, Passport, Roots, Unreadable};
use sip::{HeaderName, NameAddr, Request, Session};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::{debug, info};

/// A call waits so long for a certificate.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a certificate is used before it is fetched anew. One that could not be had, or has proven nothing yet, is kept just
/// so long that it is not asked for again at once: whoever names many of them does not keep others out.
const KEPT: Duration = Duration::from_secs(12 * 3600);
const UNPROVEN: Duration = Duration::from_secs(60);
/// Certificates that are kept: a country has some hundred providers. What strangers name beyond that is not fetched for a while.
const MOST_KEPT: usize = 512;
/// Fetched at once.
const MOST_COMING: usize = 16;
/// Signatures that are remembered, each as long as it is fresh: two thousand calls a second.
const MOST_SEEN: usize = 240_000;
/// Longer than [`domain::stir::FRESH`] to either side.
const SEEN: Duration = Duration::from_secs(130);
/// Before the name of a caller whose call is marked.
const MARK: &str = "(?)";

/// Where certificates of signers are fetched from, over the network.
pub trait Certificates: Send + Sync {
    /// What lies at an address, as far as it may be asked for: by HTTPS, and from nobody in our own network. Ends within
    /// seconds.
    fn fetch(&self, address: &str) -> BoxFuture<'static, Result<Bytes, NotFetched>>;
}

#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// Whoever names it is to blame.
    #[error("it may not be fetched: {0}")]
    Forbidden(&'static str),
    #[error("it could not be fetched: {0}")]
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

/// Whom to believe.
pub struct Signers {
    pub roots: Roots,
    pub certificates: Arc<dyn Certificates>,
}

/// The signatures of calls.
#[derive(Default)]
pub struct Stir {
    signers: Option<Signers>,
    kept: Mutex<HashMap<String, Kept>>,
    seen: Mutex<Seen>,
}

/// A certificate, here or on its way.
struct Kept {
    since: Instant,
    /// A signature was true by it, and it by somebody whom we trust.
    is_proven: bool,
    chain: watch::Receiver<Coming>,
}

#[derive(Clone)]
enum Coming {
    Underway,
    Here(Chain),
    Forbidden,
    Failed,
}

/// Signatures and the calls that they came with.
#[derive(Default)]
struct Seen {
    calls: HashMap<[u8; 64], (Instant, String)>,
    swept: Option<Instant>,
}

/// What a trunk's INVITE says that is signed, and the numbers that it shows beside.
pub struct Signed {
    passport: Result<Passport, Unreadable>,
    callers: Vec<E164>,
    called: Vec<E164>,
    call_id: String,
}

impl Signed {
    /// `None`: nothing is signed.
    pub fn read(request: &Request, agreed: &Agreed, home: &Home) -> Option<Signed> {
        let passport = passport::of_request(request)?;
        let number = |address: &NameAddr| agreed.written.read(home, address.uri().user()?);
        let asserted = request.fields().elements(&HeaderName::PAssertedIdentity).filter_map(NameAddr::parse);
        let callers =
            asserted.chain(request.from().cloned()).filter_map(|address| number(&address)).collect();
        let uri = request.uri().user().and_then(|user| agreed.written.read(home, user));
        let to = request.to().and_then(number);
        Some(Signed {
            passport,
            callers,
            called: uri.into_iter().chain(to).collect(),
            call_id: request.call_id().to_owned(),
        })
    }
}

impl Stir {
    pub fn new(signers: Option<Signers>) -> Self {
        Stir { signers, ..Stir::default() }
    }

    /// Whether signatures are looked at at all.
    pub fn is_on(&self) -> bool {
        self.signers.is_some()
    }

    /// What has come of a signature. Cheap faults are found first: nobody has us fetch anything for a call that is not theirs.
    async fn verified(&self, signed: &Signed, now: Timestamp) -> Option<Verified> {
        let signers = self.signers.as_ref()?;
        let verified = match self.holds(signers, signed, now).await {
            Ok(Some(())) => {
                let claim = signed.passport.as_ref().ok().map(|passport| &passport.claim);
                Verified::Valid(claim.and_then(|claim| claim.attestation))
            }
            Ok(None) => Verified::Unknown,
            Err(fault) => Verified::Invalid(fault),
        };
        Some(verified)
    }

    async fn holds(&self, signers: &Signers, signed: &Signed, now: Timestamp) -> Result<Option<()>, Fault> {
        let passport = signed.passport.as_ref().map_err(|why| {
            debug!(%why, "a signature cannot be read");
            Fault::Unreadable
        })?;
        check(&passport.claim, &Came { callers: &signed.callers, called: &signed.called, now })?;
        let Some(chain) = self.chain(signers, &passport.certificates).await? else { return Ok(None) };
        signers.roots.verify(passport, &chain, now)?;
        self.is_proven(&passport.certificates);
        // Only what is true is remembered: nobody fills it with what they have made up.
        if self.has_come_before(passport.signature(), &signed.call_id, Instant::now()) {
            return Err(Fault::Replayed);
        }
        Ok(Some(()))
    }

    /// The certificates at an address; `None`: not in time.
    async fn chain(&self, signers: &Signers, address: &str) -> Result<Option<Chain>, Fault> {
        let Some(mut coming) = self.coming(signers, address) else { return Ok(None) };
        let here = coming.wait_for(|coming| !matches!(coming, Coming::Underway));
        let Ok(Ok(here)) = tokio::time::timeout(PATIENCE, here).await else { return Ok(None) };
        match &*here {
            Coming::Here(chain) => Ok(Some(chain.clone())),
            Coming::Forbidden => Err(Fault::Address),
            Coming::Failed | Coming::Underway => Ok(None),
        }
    }

    /// A certificate that is here, or on its way from now on. `None`: there are too many already.
    fn coming(&self, signers: &Signers, address: &str) -> Option<watch::Receiver<Coming>> {
        let now = Instant::now();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, one| one.is_good(now));
        if let Some(one) = kept.get(address) {
            return Some(one.chain.clone());
        }
        let underway = kept.values().filter(|one| matches!(*one.chain.borrow(), Coming::Underway)).count();
        if kept.len() >= MOST_KEPT || underway >= MOST_COMING {
            return None;
        }
        let (tell, chain) = watch::channel(Coming::Underway);
        kept.insert(address.to_owned(), Kept { since: now, is_proven: false, chain: chain.clone() });
        let fetching = signers.certificates.fetch(address);
        tokio::spawn(async move {
            let fetched = match fetching.await {
                Ok(pem) => Chain::read(&pem).map(Coming::Here).unwrap_or_else(|error| {
                    info!(%error, "what a signer shows is no certificate");
                    Coming::Failed
                }),
                Err(error) => {
                    info!(%error, "a signer's certificate is not had");
                    match error {
                        NotFetched::Forbidden(_) => Coming::Forbidden,
                        NotFetched::Failed(_) => Coming::Failed,
                    }
                }
            };
            // Nobody may wait for it any more.
            tell.send_replace(fetched);
        });
        Some(chain)
    }

    fn is_proven(&self, address: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = kept.get_mut(address) {
            one.is_proven = true;
        }
    }

    /// Whether a signature has come with another call; notes it otherwise.
    fn has_come_before(&self, signature: [u8; 64], call_id: &str, now: Instant) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.swept.is_none_or(|swept| now.saturating_duration_since(swept) > SEEN) {
            seen.calls.retain(|_, (at, _)| now.saturating_duration_since(*at) < SEEN);
            seen.swept = Some(now);
        }
        if let Some((_, before)) = seen.calls.get(&signature) {
            return before != call_id;
        }
        if seen.calls.len() < MOST_SEEN {
            seen.calls.insert(signature, (now, call_id.to_owned()));
        }
        false
    }
}

impl Kept {
    fn is_good(&self, now: Instant) -> bool {
        let age = now.saturating_duration_since(self.since);
        match *self.chain.borrow() {
            Coming::Underway => true,
            Coming::Here(_) if self.is_proven => age < KEPT,
            Coming::Here(_) | Coming::Forbidden | Coming::Failed => age < UNPROVEN,
        }
    }
}

/// Looks at the signature of a trunk's call. One that brings too little is marked, or refused where the company wants that:
/// `None`.
pub async fn judged(
    ground: &Ground,
    session: Session,
    by_trunk: &mut ByTrunk,
    now: Timestamp,
) -> Option<Session> {
    if !ground.stir.is_on() {
        return Some(session);
    }
    by_trunk.verified = match by_trunk.signed.take() {
        Some(signed) => ground.stir.verified(&signed, now).await,
        None => None,
    };
    let people = ground.directory.people();
    let settings = people.settings_of(None);
    let least: Least = settings.get(&settings::SIGNED_LEAST);
    if let Some(verified) = by_trunk.verified {
        info!(%verified, "a caller is signed");
    }
    if !is_below(least, by_trunk.verified) {
        return Some(session);
    }
    if settings.get(&settings::SIGNED_REFUSE) {
        // RFC 8224 §6.2.2: an invalid one, or too little of one.
        let status = if matches!(by_trunk.verified, Some(Verified::Invalid(_))) { 438 } else { 428 };
        info!(status, "a call is refused for its signature");
        session.refuse(status, Vec::new());
        return None;
    }
    let caller = &mut by_trunk.caller;
    let shown = caller.name.take().or_else(|| caller.number.clone()).unwrap_or_default();
    caller.name = Some(format!("{MARK} {shown}").trim_end().to_owned());
    Some(session)
}

#[cfg(test)]
#[path = "stir_tests.rs"]
mod tests;
