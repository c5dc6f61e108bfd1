//! Asking a trunk whether it is there (OPTIONS), so that calls do not wait for one that is not.

use super::{Reach, place};
use crate::ground::Ground;
use domain::trunk::Trunk;
use sip::{NameAddr, RequestOrder, Uri};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tracing::{info, warn};

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(4);
/// Questions without an answer after which the trunk is down: one may be lost.
const MISSED: u32 = 2;

/// Asks until it is over.
pub async fn keep(ground: Arc<Ground>, trunk: Trunk, mut over: watch::Receiver<bool>) {
    let mut missed = 0;
    loop {
        let answered = tokio::select! {
            answered = ask(&ground, &trunk) => answered,
            _ = over.wait_for(|over| *over) => return,
        };
        missed = if answered { 0 } else { missed + 1 };
        match (answered, missed) {
            (true, _) => tell(&ground, &trunk, Reach::Up),
            (false, MISSED..) => tell(&ground, &trunk, Reach::Down),
            (false, _) => {}
        }
        // A first miss is made sure of at once.
        let wait = if missed > 0 && missed < MISSED { 1 } else { u64::from(trunk.agreed.ping_seconds) };
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait)) => {}
            _ = over.wait_for(|over| *over) => return,
        }
    }
}

fn tell(ground: &Ground, trunk: &Trunk, reach: Reach) {
    let before = ground.trunks.with(trunk.id, |line| std::mem::replace(&mut line.reach, reach));
    match reach {
        _ if before == reach => {}
        Reach::Down => warn!(trunk = trunk.name, "the trunk does not answer"),
        Reach::Up | Reach::Unknown => info!(trunk = trunk.name, "the trunk answers"),
    }
}

/// Any answer says that somebody is there (RFC 3261 §11), but for those of a server that cannot serve.
async fn ask(ground: &Ground, trunk: &Trunk) -> bool {
    let Some(server) = place::server(trunk) else { return false };
    let from = NameAddr::new(Uri::sip(&trunk.agreed.user, &place::domain(trunk)));
    let order = RequestOrder::new("OPTIONS", server, from);
    match tokio::time::timeout(PATIENCE, ground.stack.request(order)).await {
        Ok(Ok(response)) => !matches!(response.status(), 408 | 502..=504),
        Ok(Err(_)) | Err(_) => false,
    }
}
