//! An order, from the account to the signed certificate on disk (RFC 8555 §7).

use super::alpn::Exhibits;
use super::challenge::Responder;
use super::http::{Asked, Http};
use super::records::{Account as Kept, Records};
use crate::certificate::{Facts, parse};
use crate::config::{Acme, Asking};
use anyhow::{Context, Result, bail, ensure};
use domain::renewal::{Refusal, Window};
use instant_acme::{
    Account, AuthorizationState, AuthorizationStatus, CertificateIdentifier, Challenge, ChallengeStatus,
    ChallengeType, Error, Identifier, KeyAuthorization, NewAccount, NewOrder, Order, OrderStatus,
    RetryPolicy,
};
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use std::net::IpAddr;
use std::time::Duration;
use tracing::warn;

/// An authority looks at each name, from several places, and then signs: each takes seconds.
const LONGEST_CHECK: Duration = Duration::from_secs(90);
/// How often is asked whether it has: sooner at first.
const FIRST_LOOK: Duration = Duration::from_millis(250);
const LATEST_LOOK: Duration = Duration::from_secs(5);
/// The whole order, should the authority answer each question in the last moment.
const LONGEST_ORDER: Duration = Duration::from_secs(600);

/// Why there is no certificate, and when to ask again.
#[derive(Debug)]
pub struct Failure {
    pub why: anyhow::Error,
    pub refusal: Refusal,
}

/// Orders a certificate for these names and keeps it.
pub async fn order(acme: &Acme, names: &[String], records: &Records) -> Result<Facts, Failure> {
    let asked = Asked::default();
    let ordered = tokio::time::timeout(LONGEST_ORDER, obtain(acme, names, records, &asked)).await;
    ordered.unwrap_or_else(|_| bail_late()).map_err(|why| failure(why, records, &asked))
}

fn bail_late() -> Result<Facts> {
    bail!("the authority has not come to an end in {} seconds", LONGEST_ORDER.as_secs())
}

fn failure(why: anyhow::Error, records: &Records, asked: &Asked) -> Failure {
    let mut refusal = Refusal { retry_after: asked.seconds(), is_rate_limit: false };
    match why.downcast_ref::<Error>() {
        Some(Error::Api(problem)) => {
            let kind =
                problem.r#type.as_deref().and_then(|kind| kind.strip_prefix("urn:ietf:params:acme:error:"));
            refusal.is_rate_limit = kind == Some("rateLimited");
            if kind == Some("accountDoesNotExist")
                && let Err(error) = records.forget_account()
            {
                warn!(error = format!("{error:#}"), "the account that is gone cannot be forgotten");
            }
        }
        Some(Error::Timeout(Some(until))) => {
            let seconds = until.saturating_duration_since(std::time::Instant::now()).as_secs();
            refusal.retry_after = refusal.retry_after.max(u32::try_from(seconds).ok());
        }
        _ => {}
    }
    Failure { why, refusal }
}

async fn obtain(acme: &Acme, names: &[String], records: &Records, asked: &Asked) -> Result<Facts> {
    // First what costs the authority nothing.
    let mut answers = Answers::open(acme, records).await?;
    let account = account(acme, records, asked).await?;
    let identifiers: Vec<Identifier> = names.iter().map(|name| identifier(name)).collect();
    let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
    let checks = RetryPolicy::default().timeout(LONGEST_CHECK);
    match order.state().status {
        OrderStatus::Ready => {}
        OrderStatus::Pending => {
            answer_challenges(&mut order, &mut answers).await?;
            let looked = tokio::time::timeout(LONGEST_CHECK, checked(&mut order)).await;
            looked.context("the authority does not say whether the names are ours")??;
            order.poll_ready(&checks).await?;
        }
        status => bail!("the order is {status:?} as soon as it is made"),
    }
    let key = order.finalize().await?;
    let chain = order.poll_certificate(&checks).await?;
    let signed = key + &chain;
    let facts = check(&signed, names)?;
    records.keep_certificate(&signed)?;
    Ok(facts)
}

fn identifier(name: &str) -> Identifier {
    name.parse::<IpAddr>().map_or_else(|_| Identifier::Dns(name.to_lowercase()), Identifier::Ip)
}

/// The one we have there, or a new one.
async fn account(acme: &Acme, records: &Records, asked: &Asked) -> Result<Account> {
    let builder = Account::builder_with_http(Box::new(Http::new(acme, asked.clone())?));
    let contact = acme.contact.as_ref().map(|contact| format!("mailto:{contact}"));
    let contacts: Vec<&str> = contact.as_deref().into_iter().collect();
    if let Some(kept) = records.account(&acme.directory)? {
        let account = builder.from_credentials(kept.credentials).await?;
        if kept.contact != acme.contact {
            account.update_contacts(&contacts).await?;
            records.keep_contact(acme.contact.as_ref())?;
        }
        return Ok(account);
    }
    let new = NewAccount {
        contact: &contacts,
        terms_of_service_agreed: acme.terms_agreed,
        only_return_existing: false,
    };
    let (account, credentials) = builder.create(&new, acme.directory.clone(), None).await?;
    records.keep_account(&Kept {
        directory: acme.directory.clone(),
        contact: acme.contact.clone(),
        credentials,
    })?;
    Ok(account)
}

/// Where the authority finds what proves that names are ours, until it is dropped.
enum Answers {
    Http(Responder),
    TlsAlpn(Exhibits),
}

impl Answers {
    async fn open(acme: &Acme, records: &Records) -> Result<Answers> {
        Ok(match acme.asking {
            Asking::Http01 => Answers::Http(Responder::open(&acme.listen).await?),
            Asking::TlsAlpn01 => Answers::TlsAlpn(Exhibits::new(records.data())),
        })
    }

    fn kind(&self) -> (ChallengeType, &'static str) {
        match self {
            Answers::Http(_) => (ChallengeType::Http01, "http-01"),
            Answers::TlsAlpn(_) => (ChallengeType::TlsAlpn01, "tls-alpn-01"),
        }
    }

    fn put(&mut self, name: &str, token: &str, proof: &KeyAuthorization) -> Result<()> {
        match self {
            Answers::Http(responder) => responder.put(token, proof.as_str()),
            Answers::TlsAlpn(exhibits) => exhibits.put(name, proof.digest().as_ref())?,
        }
        Ok(())
    }
}

async fn answer_challenges(order: &mut Order, answers: &mut Answers) -> Result<()> {
    let (kind, known_as) = answers.kind();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        // Proven for an order before this one.
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let name = authorization.identifier().to_string();
        let challenge = authorization.challenge(kind.clone());
        let mut challenge = challenge.with_context(|| format!("the authority does not offer {known_as}"))?;
        answers.put(&name, &challenge.token, &challenge.key_authorization())?;
        challenge.set_ready().await?;
    }
    Ok(())
}

/// Waits until the authority has looked at every name. Not all of them end an order when a name is found not to be ours, so
/// that each is asked for by itself (RFC 8555 §7.5.1).
async fn checked(order: &mut Order) -> Result<()> {
    let mut wait = FIRST_LOOK;
    loop {
        let mut is_pending = false;
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            match proven(authorization.refresh().await?) {
                Ok(is_proven) => is_pending |= !is_proven,
                Err(why) => return Err(why.context(authorization.identifier().to_string())),
            }
        }
        if !is_pending {
            return Ok(());
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LATEST_LOOK);
    }
}

/// Whether a name is proven; what the authority has found wrong where it never will be.
fn proven(authorization: &AuthorizationState) -> Result<bool> {
    let is_lost = |challenge: &&Challenge| challenge.status == ChallengeStatus::Invalid;
    let lost = authorization.challenges.iter().find(is_lost);
    match (authorization.status, lost) {
        (AuthorizationStatus::Valid, _) => Ok(true),
        (AuthorizationStatus::Pending, None) => Ok(false),
        (_, lost) => Err(match lost.and_then(|challenge| challenge.error.clone()) {
            Some(problem) => Error::Api(problem).into(),
            None => anyhow::anyhow!("the authority does not believe that the name is ours"),
        }),
    }
}

/// Nothing is put into use that could not be used.
fn check(pem: &str, names: &[String]) -> Result<Facts> {
    let shown = parse(pem.as_bytes(), pem.as_bytes()).context("what the authority has signed")?;
    shown.key.keys_match().context("what the authority has signed is for another key")?;
    let facts = shown.facts.context("what the authority has signed cannot be read")?;
    ensure!(facts.covers(names), "what the authority has signed is not for {}", names.join(", "));
    ensure!(facts.validity.ends > Timestamp::now(), "what the authority has signed has ended");
    ensure!(!facts.is_self_signed, "what the authority has signed names itself as its authority");
    Ok(facts)
}

/// When the authority would like its certificate to be renewed (RFC 9773), and how soon to ask again; `None` where it does
/// not say.
pub async fn suggestion(
    acme: &Acme,
    records: &Records,
    certificate: &CertificateDer<'_>,
) -> Option<(Window, Duration)> {
    let id = CertificateIdentifier::try_from(certificate).ok()?;
    // An account is there: it has signed for it. Asking for the suggestion itself takes none.
    records.account(&acme.directory).ok().flatten()?;
    let asked = tokio::time::timeout(LONGEST_CHECK, async {
        let account = account(acme, records, &Asked::default()).await?;
        anyhow::Ok(account.renewal_info(&id).await?)
    });
    let (info, again) =
        asked.await.ok()?.inspect_err(|error| tracing::debug!(%error, "no suggestion")).ok()?;
    let moment = |time: i64| Timestamp::from_second(time).ok();
    let window = info.suggested_window;
    let start = moment(window.start.unix_timestamp())?;
    Some((Window { start, end: moment(window.end.unix_timestamp())? }, again))
}
