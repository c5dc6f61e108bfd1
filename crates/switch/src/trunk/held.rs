//! What a call to the public network holds for as long as it lasts: a place on its trunk, and somebody's money.

use super::{Channel, ledger};
use crate::ground::Ground;
use domain::id::{CallId, UserId};
use domain::toll::Barred;
use sip::Ender;
use std::future::pending;
use std::time::Duration;
use tokio::time::sleep;
use tracing::error;

/// To be ended when the call is over.
pub struct Held {
    /// Who pays; nobody for help.
    payer: Option<UserId>,
    call: CallId,
    _channel: Channel,
}

impl Held {
    /// How often its money is looked at.
    pub const LOOK: Duration = ledger::LOOK;

    /// The call was answered: it costs from now on.
    pub fn begin(ground: &Ground, payer: Option<UserId>, call: &CallId, channel: Channel) -> Self {
        if let Some(user) = payer {
            ground.trunks.ledger.answered(user, call);
        }
        Self { payer, call: call.clone(), _channel: channel }
    }

    /// Whether the day's money of who pays is spent, with an alarm: the call is to be ended. To be asked every
    /// [`Held::LOOK`].
    pub fn is_spent(&self, ground: &Ground) -> bool {
        let Some(user) = self.payer.filter(|user| ground.trunks.ledger.is_spent(ground, *user)) else {
            return false;
        };
        ground.trunks.count_barred(Barred::Cost);
        error!(alarm = "toll", person = %user, limit = Barred::Cost.name(), "a call is ended: the day's money is spent");
        true
    }

    /// Hangs up when the money for a call is spent; whoever talks in it hears of that. Does not return.
    pub async fn ends_when_spent(held: Option<&Held>, ground: &Ground, ender: &Ender) {
        let Some(held) = held else { return pending().await };
        while !held.is_spent(ground) {
            sleep(Self::LOOK).await;
        }
        ender.bye();
        pending().await
    }

    /// Writes down what it has cost, and gives the place back.
    pub async fn end(self, ground: &Ground) {
        if let Some(user) = self.payer {
            ground.trunks.ledger.end(ground, user, &self.call).await;
        }
    }
}
