//! How many connections one address and all together may hold.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts open connections; a [`Pass`] is one of them while it lives.
#[derive(Clone)]
pub(crate) struct Gate(Arc<Inner>);

struct Inner {
    per_address: u32,
    total: u32,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    total: u32,
    by_address: HashMap<IpAddr, u32>,
}

pub(crate) struct Pass {
    gate: Gate,
    address: IpAddr,
}

impl Gate {
    pub(crate) fn new(per_address: u32, total: u32) -> Self {
        Self(Arc::new(Inner { per_address, total, open: Mutex::default() }))
    }

    /// `None` at the limit. IPv4 addresses mapped into IPv6 count as what they are.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Pass> {
        let address = address.to_canonical();
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        let here = open.by_address.get(&address).copied().unwrap_or(0);
        if open.total >= self.0.total || here >= self.0.per_address {
            return None;
        }
        open.total += 1;
        open.by_address.insert(address, here + 1);
        Some(Pass { gate: self.clone(), address })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut open = self.gate.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.total = open.total.saturating_sub(1);
        if let Some(here) = open.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_and_all_together_have_a_limit_and_leaving_makes_room() {
        let gate = Gate::new(2, 3);
        let [anna, ben]: [IpAddr; 2] = [[127, 0, 0, 1].into(), [127, 0, 0, 2].into()];
        let first = gate.enter(anna);
        let _second = gate.enter("::ffff:127.0.0.1".parse().expect("an address"));
        assert!(first.is_some() && gate.enter(anna).is_none(), "two of one address");
        let _third = gate.enter(ben);
        assert!(gate.enter(ben).is_none(), "three in all");
        drop(first);
        assert!(gate.enter(ben).is_some());
    }
}
