//! Keeps a certificate of an authority in use (RFC 8555): ordered when there is none, renewed in time by `domain::renewal`,
//! tried again after failures. What it obtains lies in the data folder, and [`Certificate`] takes it from there into all
//! doors. Where several processes shared a database, one of them would have to do this for all.

mod challenge;
mod http;
mod order;
mod records;

use crate::certificate::{Certificate, Facts};
use crate::config::{Acme, Config};
use anyhow::{Result, anyhow, bail};
use arc_swap::ArcSwap;
use clap::Subcommand;
use domain::renewal::{self, Refusal, Validity, Window};
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use order::Failure;
use records::Records;
pub use records::Tries;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::Signal;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::{info, warn};

/// How often is looked at what is to be done; SIGHUP has it looked at at once.
const LOOK: Duration = Duration::from_secs(10);
/// How often the authority is asked when it would like to see its certificate renewed: as often as it says, in these
/// bounds (RFC 9773 §4.3.2 has a day for the most).
const SOONEST_SUGGESTION: Duration = Duration::from_secs(3600);
const LATEST_SUGGESTION: Duration = Duration::from_secs(24 * 3600);
/// Of an authority that does not answer or does not know.
const USUAL_SUGGESTION: Duration = Duration::from_secs(6 * 3600);

/// How orders go, for those who ask.
pub type Standing = Arc<ArcSwap<Tries>>;

/// `switchroom certificate`
#[derive(Subcommand)]
pub enum Command {
    /// Order a certificate from the authority of `tls.acme` now; a running server uses it within ten seconds.
    Renew,
}

pub async fn run(command: &Command, config: &Config) -> Result<()> {
    let Command::Renew = command;
    let Some(authority) = Authority::of(config) else { bail!("tls.acme: not configured") };
    let Some(ordered) = authority.order().await? else { bail!("the server orders one in this moment") };
    let facts = ordered?;
    println!(
        "A certificate for {} is there; it ends {:.0}.",
        authority.names.join(", "),
        facts.validity.ends
    );
    Ok(())
}

/// How orders went, by what is on disk; `None` where no authority is asked.
pub fn tries(config: &Config) -> Option<Tries> {
    Authority::of(config).map(|authority| authority.records.tries(&authority.acme.directory))
}

/// From whom, for what, and where it is kept.
pub struct Authority {
    acme: Acme,
    names: Vec<String>,
    records: Records,
}

impl Authority {
    /// `None` where none is configured.
    pub fn of(config: &Config) -> Option<Authority> {
        let acme = config.tls.acme.clone()?;
        let names = if acme.names.is_empty() { vec![config.domain.clone()] } else { acme.names.clone() };
        Some(Authority { acme, names, records: Records::new(&config.data) })
    }

    /// Whether a certificate is what this authority shall sign.
    fn has_signed(&self, facts: &Facts) -> bool {
        let tries = self.records.tries(&self.acme.directory);
        !facts.is_self_signed && facts.covers(&self.names) && tries.signed_by == self.acme.directory
    }

    /// Orders a certificate and remembers how that went. `None`: another process does.
    async fn order(&self) -> Result<Option<Result<Facts>>> {
        let Some(_turn) = self.records.take_turn()? else { return Ok(None) };
        let ordered =
            AssertUnwindSafe(order::order(&self.acme, &self.names, &self.records)).catch_unwind().await;
        let broken =
            |_| Err(Failure { why: anyhow!("the order has broken off"), refusal: Refusal::default() });
        let before = self.records.tries(&self.acme.directory);
        let directory = before.directory.clone();
        Ok(Some(match ordered.unwrap_or_else(broken) {
            Ok(facts) => {
                let signed_by = directory.clone();
                self.records.keep_tries(&Tries { directory, signed_by, ..Tries::default() }).map(|()| facts)
            }
            Err(Failure { why, refusal }) => {
                let (failures, now) = (before.failures.saturating_add(1), Timestamp::now());
                let wait = renewal::wait_seconds(failures, refusal, rand::random());
                let not_before = now + SignedDuration::from_secs(wait.into());
                let (signed_by, text) = (before.signed_by, format!("{why:#}"));
                let tries = Tries { directory, signed_by, failures, not_before, why: text, at: now };
                self.records.keep_tries(&tries).and(Err(why))
            }
        }))
    }
}

/// Keeps the certificate of a running server.
pub struct Keeper {
    authority: Authority,
    certificate: Arc<Certificate>,
    standing: Standing,
    /// Where in its window a certificate is renewed.
    jitter: u16,
    suggestion: Option<Window>,
    ask_again: Instant,
}

impl Keeper {
    pub fn new(authority: Authority, certificate: Arc<Certificate>) -> Keeper {
        let tries = authority.records.tries(&authority.acme.directory);
        let standing = Arc::new(ArcSwap::from_pointee(tries));
        let (jitter, ask_again) = (rand::random(), Instant::now());
        Keeper { authority, certificate, standing, jitter, suggestion: None, ask_again }
    }

    pub fn standing(&self) -> Standing {
        self.standing.clone()
    }

    /// Until the house closes.
    pub async fn run(mut self, mut hang_up: Signal, mut closing: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = closing.wait_for(|closing| *closing) => return,
                () = self.look() => {}
            }
            tokio::select! {
                _ = closing.wait_for(|closing| *closing) => return,
                _ = hang_up.recv() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    async fn look(&mut self) {
        let signed = self.certificate.facts().filter(|facts| self.authority.has_signed(facts));
        let validity = signed.map(|facts| facts.validity);
        if validity.is_some() {
            self.ask_for_suggestion().await;
        }
        let due = self.due(validity);
        // A command may have ordered meanwhile.
        let tries = self.authority.records.tries(&self.authority.acme.directory);
        let is_time = renewal::is_time(due, tries.not_before, Timestamp::now());
        self.standing.store(Arc::new(tries));
        if is_time {
            self.renew().await;
        }
    }

    fn due(&self, validity: Option<Validity>) -> Timestamp {
        validity.map_or(Timestamp::MIN, |validity| renewal::due(validity, self.suggestion, self.jitter))
    }

    async fn renew(&mut self) {
        match self.authority.order().await {
            Ok(None) => return,
            Ok(Some(Ok(facts))) => {
                info!(ends = %facts.validity.ends, "the authority has signed a new certificate");
                (self.jitter, self.suggestion, self.ask_again) = (rand::random(), None, Instant::now());
                if let Err(error) = self.certificate.renew() {
                    warn!(error = format!("{error:#}"), "the old certificate is used on");
                }
            }
            Ok(Some(Err(why))) | Err(why) => {
                warn!(why = format!("{why:#}"), "the certificate cannot be renewed; it is tried again");
            }
        }
        self.standing.store(Arc::new(self.authority.records.tries(&self.authority.acme.directory)));
    }

    async fn ask_for_suggestion(&mut self) {
        if Instant::now() < self.ask_again {
            return;
        }
        let Some(certificate) = self.certificate.shown() else { return };
        let asked = order::suggestion(&self.authority.acme, &self.authority.records, &certificate);
        let again = match AssertUnwindSafe(asked).catch_unwind().await.ok().flatten() {
            None => USUAL_SUGGESTION,
            Some((window, again)) => {
                self.suggestion = Some(window);
                again.clamp(SOONEST_SUGGESTION, LATEST_SUGGESTION)
            }
        };
        self.ask_again = Instant::now() + again;
    }
}

/// What is wrong with the certificate in use, in a sentence that names nobody; `tries` where an authority is asked.
pub fn trouble(facts: Option<&Facts>, tries: Option<&Tries>, now: Timestamp) -> Option<String> {
    let failures = tries.map_or(0, |tries| tries.failures);
    let signed = facts.filter(|facts| tries.is_none() || !facts.is_self_signed);
    let of_failures =
        || format!("{failures} tries have failed, the last at {:.0}", tries.map_or(now, |tries| tries.at));
    Some(match renewal::alarm(signed.map(|facts| facts.validity), failures, now)? {
        renewal::Alarm::Unsigned => format!("no authority has signed one yet: {}", of_failures()),
        renewal::Alarm::Ends => {
            format!("it ends {:.0} and cannot be renewed: {}", signed?.validity.ends, of_failures())
        }
        renewal::Alarm::Ended => format!("it has ended {:.0}", signed?.validity.ends),
    })
}
