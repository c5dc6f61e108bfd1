//! Keeping a registration at a provider: asked for, proven, renewed before it ends, tried again with patience when it fails.

use super::{Registration, Spoken, place};
use crate::ground::Ground;
use domain::backoff;
use jiff::{SignedDuration, Timestamp};
use sip::auth::{Account, Asked, Next};
use sip::{HeaderName, NameAddr, RequestOrder, Response, Uri};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tracing::{info, warn};

/// RFC 5626 §4.5 and §7: the first wait after a failure, and the longest.
const FIRST_WAIT_SECONDS: u32 = 30;
const LONGEST_WAIT_SECONDS: u32 = 1800;
/// A registrar that says nothing for so long has failed.
const PATIENCE: Duration = Duration::from_secs(10);
/// Taking a registration back when the process ends.
const FAREWELL: Duration = Duration::from_secs(2);
/// REGISTERs in one attempt: a proof for a server and one for a proxy, each once more for a stale nonce, and a longer interval.
const MOST_REQUESTS: u32 = 6;
/// Times that a registrar may ask for a longer interval (423).
const MOST_INTERVALS: u32 = 1;
/// What a registrar's Retry-After is heeded up to, in seconds.
const LONGEST_RETRY_AFTER: u32 = 3600;

/// Why there is no registration.
struct Failed {
    status: Option<u16>,
    retry_after: Option<u32>,
}

/// No answer, or no way there.
const UNANSWERED: Failed = Failed { status: None, retry_after: None };

/// What stays the same through all REGISTERs of one process (RFC 3261 §10.2).
struct Thread {
    call_id: String,
    cseq: u32,
    /// Remembers the nonces in use, so that most renewals are not challenged.
    account: Account,
}

/// Registers, and keeps the registration until it is over.
pub async fn keep(ground: Arc<Ground>, spoken: Spoken, mut over: watch::Receiver<bool>) {
    let id = spoken.trunk.id;
    let mut thread =
        Thread { call_id: format!("{:032x}", rand::random::<u128>()), cseq: 1, account: account(&spoken) };
    let mut failures = 0;
    ground.trunks.with(id, |line| line.registration = Registration::Trying);
    loop {
        let asked = ask(&ground, &spoken, &mut thread, spoken.trunk.agreed.register_seconds);
        let outcome = tokio::select! {
            outcome = asked => outcome,
            _ = over.wait_for(|over| *over) => break,
        };
        let wait = match outcome {
            Ok(granted) => {
                if failures > 0 || thread.cseq <= 3 {
                    info!(trunk = spoken.trunk.name, seconds = granted, "registered");
                }
                failures = 0;
                let until = Timestamp::now() + SignedDuration::from_secs(granted.into());
                ground.trunks.with(id, |line| line.registration = Registration::Registered { until });
                renewed_after(granted)
            }
            Err(Failed { status, retry_after }) => {
                failures += 1;
                thread.account = account(&spoken);
                ground.trunks.with(id, |line| line.registration = Registration::Failed { status });
                let own =
                    backoff::wait_seconds(failures, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, rand::random());
                let wait = retry_after
                    .map_or(own, |asked| asked.clamp(own.min(FIRST_WAIT_SECONDS), LONGEST_RETRY_AFTER));
                warn!(trunk = spoken.trunk.name, ?status, wait_seconds = wait, "not registered");
                wait
            }
        };
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait.into())) => {}
            _ = over.wait_for(|over| *over) => break,
        }
    }
    if failures == 0 {
        // Without an answer the registration ends by itself.
        let _ = tokio::time::timeout(FAREWELL, ask(&ground, &spoken, &mut thread, 0)).await;
    }
}

/// Renewed in time for a few more attempts, but not at once where the registrar grants very little.
fn renewed_after(granted: u32) -> u32 {
    (granted / 2).max(granted.saturating_sub(60)).max(1)
}

/// One registration with its challenges; answers how many seconds were granted.
async fn ask(ground: &Ground, spoken: &Spoken, thread: &mut Thread, seconds: u32) -> Result<u32, Failed> {
    let (mut seconds, mut intervals) = (seconds, 0);
    for _ in 0..MOST_REQUESTS {
        let order = order(ground, spoken, thread, seconds).await.ok_or(UNANSWERED)?;
        let answer = tokio::time::timeout(PATIENCE, ground.stack.request(order)).await;
        let Ok(Ok(response)) = answer else { return Err(UNANSWERED) };
        if !matches!(response.status(), 401 | 407) {
            thread.account.answered(&response);
        }
        match response.status() {
            200..300 => {
                let user = ground.trunks.contact_user(spoken.trunk.id);
                return Ok(granted(&response, &user).unwrap_or(seconds));
            }
            401 | 407 if thread.account.challenged(&response) == Next::Again => {}
            423 if intervals < MOST_INTERVALS => {
                intervals += 1;
                let least =
                    response.header(&HeaderName::MinExpires).and_then(|text| text.trim().parse().ok());
                seconds = least.filter(|least| *least > seconds).ok_or_else(|| failed(&response))?;
            }
            _ => return Err(failed(&response)),
        }
    }
    Err(UNANSWERED)
}

fn failed(response: &Response) -> Failed {
    let after = response.header(&HeaderName::RetryAfter);
    // RFC 3261 §20.33: seconds, then a comment or parameters.
    let retry_after = after.and_then(|text| text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    Failed { status: Some(response.status()), retry_after }
}

/// The next REGISTER of the thread, with a proof if one was asked for.
async fn order(ground: &Ground, spoken: &Spoken, thread: &mut Thread, seconds: u32) -> Option<RequestOrder> {
    let trunk = &spoken.trunk;
    let server = place::server(trunk)?;
    let remote = place::address(ground, trunk).await?;
    let contact_user = ground.trunks.contact_user(trunk.id);
    let reached = place::reached_at(ground, &server, remote.ip())?;
    let account = NameAddr::new(Uri::sip(&trunk.agreed.user, &place::domain(trunk)));
    let mut headers = vec![
        (HeaderName::Contact, format!("<sip:{contact_user}@{reached}>;expires={seconds}")),
        (HeaderName::Expires, seconds.to_string()),
    ];
    let uri = server.to_string();
    headers.extend(thread.account.fields(Asked { method: "REGISTER", uri: &uri, body: b"" }));
    let cseq = thread.cseq;
    thread.cseq = cseq.saturating_add(1);
    Some(RequestOrder {
        to: account.clone(),
        call_id: Some(thread.call_id.clone()),
        cseq: Some(cseq),
        headers,
        ..RequestOrder::new("REGISTER", server, account)
    })
}

/// How long our contact was granted: by its own parameter, else by Expires (RFC 3261 §10.2.4).
fn granted(response: &Response, contact_user: &str) -> Option<u32> {
    let own = response.contacts().into_iter().find(|contact| contact.uri().user() == Some(contact_user));
    let of_contact = own.and_then(|contact| contact.parameter("expires").and_then(|text| text.parse().ok()));
    of_contact.or_else(|| response.header(&HeaderName::Expires)?.trim().parse().ok())
}

/// The name and the secret by which the trunk knows us; any realm of its may ask.
pub fn account(spoken: &Spoken) -> Account {
    let user = &spoken.trunk.agreed.user;
    match &spoken.sim {
        Some(sim) => Account::of_sim(user, sim.clone(), None),
        None => Account::new(user, &spoken.secret, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_is_renewed_before_it_ends() {
        for (granted, after) in [(3600, 3540), (600, 540), (120, 60), (100, 50), (60, 30), (2, 1), (0, 1)] {
            assert_eq!(renewed_after(granted), after, "{granted}");
        }
    }
}
