//! Where each device can be reached now: its bindings (RFC 3261 §10), in memory, with their ends.

use domain::id::DeviceId;
use jiff::{SignedDuration, Timestamp};
use sip::{FlowId, Uri};
use std::collections::HashMap;

/// A device registers from at most so many places; more are refused, since each one rings.
pub const BINDINGS_LIMIT: usize = 10;
/// The shortest registration, in seconds; shorter ones are answered 423.
pub const SHORTEST_SECONDS: u32 = 60;
/// The longest registration, in seconds; longer ones are cut.
pub const LONGEST_SECONDS: u32 = 3600;

/// One place where a device can be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    pub contact: Uri,
    /// The connection or address pair that the registration came by: behind a NAT the only way back.
    pub flow: FlowId,
    pub call_id: String,
    pub cseq: u32,
    pub user_agent: String,
    pub expires_at: Timestamp,
}

/// What a REGISTER asks for.
pub enum Wish {
    /// Nothing: only tell what there is.
    Fetch,
    /// `Contact: *` with `Expires: 0`.
    RemoveAll,
    /// Each contact with the seconds it shall last; 0 removes it.
    Update(Vec<(Uri, u32)>),
}

/// The REGISTER's own facts, the same for all of its contacts.
pub struct Registration {
    pub flow: FlowId,
    pub call_id: String,
    pub cseq: u32,
    pub user_agent: String,
}

/// Why a REGISTER is refused; nothing of it is done then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 423 with Min-Expires.
    TooBrief,
    /// An older or repeated CSeq of the same Call-ID (RFC 3261 §10.3 step 7): 500.
    OutOfOrder,
    /// 403.
    TooMany,
}

#[derive(Default)]
pub struct Bindings {
    of: HashMap<DeviceId, Vec<Binding>>,
}

impl Bindings {
    /// One that was there before a restart.
    pub fn restore(&mut self, device: DeviceId, binding: Binding) {
        self.of.entry(device).or_default().push(binding);
    }

    /// Those of a device that have not ended, the newest first.
    pub fn of(&self, device: DeviceId, now: Timestamp) -> Vec<Binding> {
        let all = self.of.get(&device).into_iter().flatten();
        let mut current: Vec<Binding> = all.filter(|binding| binding.expires_at > now).cloned().collect();
        current.sort_by_key(|binding| std::cmp::Reverse(binding.expires_at));
        current
    }

    /// Does what a REGISTER asks for, wholly or not at all; answers what there is then.
    pub fn register(
        &mut self,
        device: DeviceId,
        registration: &Registration,
        wish: Wish,
        now: Timestamp,
    ) -> Result<Vec<Binding>, Refusal> {
        let mut bindings = self.of(device, now);
        match wish {
            Wish::Fetch => {}
            Wish::RemoveAll => {
                if bindings.iter().any(|binding| is_out_of_order(binding, registration)) {
                    return Err(Refusal::OutOfOrder);
                }
                bindings.clear();
            }
            Wish::Update(contacts) => {
                for (contact, seconds) in contacts {
                    update(&mut bindings, registration, contact, seconds, now)?;
                }
                if bindings.len() > BINDINGS_LIMIT {
                    return Err(Refusal::TooMany);
                }
            }
        }
        self.of.insert(device, bindings);
        Ok(self.of(device, now))
    }

    /// A connection is gone: what was reached through it cannot be reached any more.
    pub fn forget(&mut self, device: DeviceId, flow: &FlowId) {
        if let Some(bindings) = self.of.get_mut(&device) {
            bindings.retain(|binding| binding.flow != *flow);
        }
    }
}

fn update(
    bindings: &mut Vec<Binding>,
    registration: &Registration,
    contact: Uri,
    seconds: u32,
    now: Timestamp,
) -> Result<(), Refusal> {
    if seconds > 0 && seconds < SHORTEST_SECONDS {
        return Err(Refusal::TooBrief);
    }
    let old = bindings.iter().position(|binding| binding.contact == contact);
    if let Some(old) = old {
        if is_out_of_order(&bindings[old], registration) {
            return Err(Refusal::OutOfOrder);
        }
        bindings.remove(old);
    }
    if seconds > 0 {
        let lasts = SignedDuration::from_secs(i64::from(seconds.min(LONGEST_SECONDS)));
        bindings.push(Binding {
            contact,
            flow: registration.flow.clone(),
            call_id: registration.call_id.clone(),
            cseq: registration.cseq,
            user_agent: registration.user_agent.clone(),
            expires_at: now + lasts,
        });
    }
    Ok(())
}

fn is_out_of_order(binding: &Binding, registration: &Registration) -> bool {
    binding.call_id == registration.call_id && binding.cseq >= registration.cseq
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: DeviceId = DeviceId::new(1);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn flow(port: u16) -> FlowId {
        FlowId::parse(&format!("udp 192.0.2.1:5060 192.0.2.9:{port} 0")).unwrap()
    }

    fn registration(call_id: &str, cseq: u32) -> Registration {
        Registration { flow: flow(5060), call_id: call_id.into(), cseq, user_agent: "phone".into() }
    }

    fn contact(port: u16) -> Uri {
        Uri::parse(&format!("sip:anna@192.0.2.9:{port}")).unwrap()
    }

    fn update(port: u16, seconds: u32) -> Wish {
        Wish::Update(vec![(contact(port), seconds)])
    }

    #[test]
    fn a_phone_is_reached_until_its_registration_ends() {
        let mut bindings = Bindings::default();
        let there = bindings.register(PHONE, &registration("a", 1), update(5060, 120), at(0)).unwrap();
        assert_eq!(there.len(), 1);
        assert_eq!(bindings.of(PHONE, at(119)).len(), 1);
        assert!(bindings.of(PHONE, at(120)).is_empty());
    }

    #[test]
    fn several_places_ring_and_each_can_be_taken_away() {
        let mut bindings = Bindings::default();
        bindings.register(PHONE, &registration("a", 1), update(5060, 300), at(0)).unwrap();
        bindings.register(PHONE, &registration("b", 1), update(5062, 300), at(0)).unwrap();
        assert_eq!(bindings.of(PHONE, at(1)).len(), 2);
        let left = bindings.register(PHONE, &registration("a", 2), update(5060, 0), at(1)).unwrap();
        assert_eq!(left.iter().map(|binding| binding.contact.clone()).collect::<Vec<_>>(), [contact(5062)]);
        assert!(bindings.register(PHONE, &registration("b", 2), Wish::RemoveAll, at(1)).unwrap().is_empty());
    }

    #[test]
    fn an_older_or_repeated_register_changes_nothing() {
        let mut bindings = Bindings::default();
        bindings.register(PHONE, &registration("a", 5), update(5060, 300), at(0)).unwrap();
        for cseq in [4, 5] {
            let answer = bindings.register(PHONE, &registration("a", cseq), update(5060, 0), at(1));
            assert_eq!(answer, Err(Refusal::OutOfOrder));
        }
        // After a reboot the phone has another Call-ID and begins anew.
        assert!(bindings.register(PHONE, &registration("b", 1), update(5060, 300), at(1)).is_ok());
        assert_eq!(bindings.of(PHONE, at(2)).len(), 1);
    }

    #[test]
    fn too_brief_is_refused_too_long_is_cut_and_too_many_are_refused_whole() {
        let mut bindings = Bindings::default();
        let brief = bindings.register(PHONE, &registration("a", 1), update(5060, 59), at(0));
        assert_eq!(brief, Err(Refusal::TooBrief));
        let long = bindings.register(PHONE, &registration("a", 2), update(5060, 999_999), at(0)).unwrap();
        assert_eq!(long[0].expires_at, at(i64::from(LONGEST_SECONDS)));
        let many = (0..=BINDINGS_LIMIT as u16).map(|n| (contact(6000 + n), 300)).collect();
        assert_eq!(
            bindings.register(PHONE, &registration("c", 1), Wish::Update(many), at(0)),
            Err(Refusal::TooMany)
        );
        assert_eq!(bindings.of(PHONE, at(1)).len(), 1);
    }

    #[test]
    fn what_came_by_a_lost_connection_is_forgotten() {
        let mut bindings = Bindings::default();
        bindings.register(PHONE, &registration("a", 1), update(5060, 300), at(0)).unwrap();
        bindings.forget(PHONE, &flow(9999));
        assert_eq!(bindings.of(PHONE, at(1)).len(), 1);
        bindings.forget(PHONE, &flow(5060));
        assert!(bindings.of(PHONE, at(1)).is_empty());
    }
}
