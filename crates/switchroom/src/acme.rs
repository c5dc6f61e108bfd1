//! Keeps a certificate of an authority in use (RFC 8555): ordered when there is none, renewed in time by `domain::renewal`,
//! tried again after failures. What it obtains lies in the data folder, and [`Certificate`] takes it from there into all
//! doors. Where several processes shared a database, one of them would have to do this for all.

mod alpn;
mod challenge;
#[cfg(test)]
mod hostile_tests;
mod http;
mod order;
mod records;

use crate::certificate::{Certificate, Facts};
use crate::config::{Acme, Config};
pub use alpn::server as desk_server;
use anyhow::{Result, anyhow, bail};
use arc_swap::ArcSwap;
use clap::Subcommand;
use domain::renewal::{self, Refusal, Validity, Window};
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use order::Failure;
use records::Records;
pub use records::Tries;
use rustls_pki_types::CertificateDer;
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
    Authority::of(config).map(|authority| authority.tries())
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
        let tries = self.tries();
        !facts.is_self_signed && facts.covers(&self.names) && tries.signed_by == self.acme.directory
    }

    fn tries(&self) -> Tries {
        self.records.tries(&self.acme.directory)
    }

    /// Orders a certificate and remembers how that went. `None`: another process does.
    async fn order(&self) -> Result<Option<Result<Facts>>> {
        let Some(_turn) = self.records.take_turn()? else { return Ok(None) };
        // It has failed until it has not: what cannot be remembered, or ends this process, must not be tried without end.
        let before = self.tries();
        let broken_off = failed(&before, &anyhow!("it was broken off"), Refusal::default());
        self.records.keep_tries(&Tries { under_way: true, ..broken_off })?;
        let ordered =
            AssertUnwindSafe(order::order(&self.acme, &self.names, &self.records)).catch_unwind().await;
        let broken = |_| {
            Err(Failure {
                why: anyhow!("what the authority said is past reading"),
                refusal: Refusal::default(),
            })
        };
        Ok(Some(match ordered.unwrap_or_else(broken) {
            Ok(facts) => {
                let directory = before.directory;
                let tries = Tries {
                    signed_by: directory.clone(),
                    directory,
                    at: Timestamp::now(),
                    ..Tries::default()
                };
                self.records.keep_tries(&tries).map(|()| facts)
            }
            Err(Failure { why, refusal }) => {
                self.records.keep_tries(&failed(&before, &why, refusal)).and(Err(why))
            }
        }))
    }
}

fn failed(before: &Tries, why: &anyhow::Error, refusal: Refusal) -> Tries {
    let (failures, now) = (before.failures.saturating_add(1), Timestamp::now());
    let wait = renewal::wait_seconds(failures, refusal, rand::random());
    let not_before = now + SignedDuration::from_secs(wait.into());
    Tries { failures, under_way: false, not_before, why: format!("{why:#}"), at: now, ..before.clone() }
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
    /// The certificate that these three are about.
    about: Option<CertificateDer<'static>>,
}

impl Keeper {
    pub fn new(authority: Authority, certificate: Arc<Certificate>) -> Keeper {
        let standing = Arc::new(ArcSwap::from_pointee(authority.tries()));
        let ask_again = Instant::now();
        Keeper { authority, certificate, standing, jitter: 0, suggestion: None, ask_again, about: None }
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
        self.meet();
        let signed = self.certificate.facts().filter(|facts| self.authority.has_signed(facts));
        let validity = signed.map(|facts| facts.validity);
        if validity.is_some() {
            self.ask_for_suggestion().await;
        }
        // A command may have ordered meanwhile.
        let tries = self.authority.tries();
        if self.is_time(validity, &tries) {
            self.renew().await;
        }
        self.standing.store(Arc::new(self.authority.tries()));
    }

    /// What was known of another certificate is not true of this one.
    fn meet(&mut self) {
        let shown = self.certificate.shown();
        if self.about != shown {
            (self.about, self.suggestion, self.ask_again) = (shown, None, Instant::now());
            self.jitter = rand::random();
        }
    }

    fn is_time(&self, validity: Option<Validity>, tries: &Tries) -> bool {
        let now = Timestamp::now();
        let Some(validity) = validity else { return renewal::is_time(Timestamp::MIN, tries.not_before, now) };
        let not_before = if tries.failures > 0 { tries.not_before } else { renewal::settled(tries.at) };
        renewal::is_time(renewal::due(validity, self.suggestion, self.jitter), not_before, now)
    }

    async fn renew(&mut self) {
        match self.authority.order().await {
            Ok(None) => {}
            Ok(Some(Ok(facts))) => match self.certificate.renew() {
                Ok(_) => {
                    info!(ends = %facts.validity.ends, "a new certificate is used: the authority has signed it")
                }
                Err(error) => warn!(error = format!("{error:#}"), "the old certificate is used on"),
            },
            Ok(Some(Err(why))) | Err(why) => {
                warn!(why = format!("{why:#}"), "the certificate cannot be renewed; it is tried again");
            }
        }
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
    // One that is under way may yet succeed.
    let failures = tries.map_or(0, |tries| tries.failures.saturating_sub(tries.under_way.into()));
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
