//! Callback on busy: who has found whom busy, and who waits to be called back when both are free (the supplementary service
//! CCBS of ETSI EN 300 357).

use crate::id::UserId;
use std::collections::HashMap;

/// How long somebody waits; the service duration timer of ETSI EN 300 359-1 allows 15 to 45 minutes.
pub const LASTS_SECONDS: u64 = 45 * 60;
/// Both are free for so long before the first telephone rings: whoever has just hung up may want to dial.
pub const GUARD_SECONDS: u64 = 3;
/// Callbacks that one person waits for at a time.
pub const MOST_ORDERS: usize = 5;

/// Somebody who wants to be called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub caller: UserId,
    pub called: UserId,
}

/// What is said to somebody who wants to be called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It begins now.
    Ordered(Order),
    /// It is waited for already.
    Waiting,
    /// Nobody was busy.
    NobodyBusy,
    TooMany,
}

/// Who was busy for whom, and who waits.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    /// Whom each person has found busy last.
    busy: HashMap<UserId, UserId>,
    waiting: Vec<Order>,
}

impl Orders {
    /// The newest one counts.
    pub fn was_busy(&mut self, caller: UserId, called: UserId) {
        if caller != called {
            self.busy.insert(caller, called);
        }
    }

    /// Orders a callback from whomever the caller has found busy last.
    pub fn order(&mut self, caller: UserId) -> Answer {
        let Some(called) = self.busy.get(&caller).copied() else { return Answer::NobodyBusy };
        let order = Order { caller, called };
        if self.is_waiting(order) {
            return Answer::Waiting;
        }
        if self.waiting.iter().filter(|other| other.caller == caller).count() >= MOST_ORDERS {
            return Answer::TooMany;
        }
        self.waiting.push(order);
        Answer::Ordered(order)
    }

    pub fn is_waiting(&self, order: Order) -> bool {
        self.waiting.contains(&order)
    }

    /// It was carried out, or its time is over.
    pub fn done(&mut self, order: Order) {
        self.waiting.retain(|other| *other != order);
    }

    /// The caller waits for nobody any more.
    pub fn cancel(&mut self, caller: UserId) {
        self.waiting.retain(|order| order.caller != caller);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: UserId = UserId::new(1);
    const BEN: UserId = UserId::new(2);
    const CLARA: UserId = UserId::new(3);

    #[test]
    fn whoever_was_found_busy_last_is_waited_for_once() {
        let mut orders = Orders::default();
        assert_eq!(orders.order(ANNA), Answer::NobodyBusy);
        orders.was_busy(ANNA, ANNA);
        assert_eq!(orders.order(ANNA), Answer::NobodyBusy);
        orders.was_busy(ANNA, BEN);
        orders.was_busy(ANNA, CLARA);
        let order = Order { caller: ANNA, called: CLARA };
        assert_eq!(orders.order(ANNA), Answer::Ordered(order));
        assert_eq!(orders.order(ANNA), Answer::Waiting);
        assert_eq!(orders.order(BEN), Answer::NobodyBusy);
        orders.done(order);
        assert!(!orders.is_waiting(order));
        assert_eq!(orders.order(ANNA), Answer::Ordered(order));
        orders.cancel(ANNA);
        assert!(!orders.is_waiting(order));
    }

    #[test]
    fn nobody_waits_for_more_than_five() {
        let mut orders = Orders::default();
        for called in 10..15 {
            orders.was_busy(ANNA, UserId::new(called));
            assert!(matches!(orders.order(ANNA), Answer::Ordered(_)), "{called}");
        }
        orders.was_busy(ANNA, BEN);
        assert_eq!(orders.order(ANNA), Answer::TooMany);
        orders.was_busy(CLARA, BEN);
        assert!(matches!(orders.order(CLARA), Answer::Ordered(_)));
    }
}
