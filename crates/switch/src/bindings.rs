//! Where each device can be reached now: its bindings (RFC 3261 §10), in memory, with their ends.

pub mod rows;

use domain::id::DeviceId;
use jiff::{SignedDuration, Timestamp};
use sip::{FlowId, Uri};
use std::collections::{HashMap, HashSet};

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
    /// The proxies on the way to it, the nearest first (RFC 3327).
    pub path: Vec<Uri>,
    /// Which of several phones with one account (RFC 5626 §4.1).
    pub instance: Option<String>,
    /// Which of this instance's ways to us; those of one instance are tried one after the other.
    pub reg_id: Option<u32>,
    pub call_id: String,
    pub cseq: u32,
    pub user_agent: String,
    pub expires_at: Timestamp,
}

impl Binding {
    /// The way that a request takes: by the flow of the registration, or by the proxies that it came through.
    pub fn way(&self) -> (Option<FlowId>, Vec<Uri>) {
        let flow = self.path.is_empty().then(|| self.flow.clone());
        (flow, self.path.clone())
    }
}

/// A Contact of a REGISTER.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub uri: Uri,
    /// How long it shall last; 0 removes it.
    pub seconds: u32,
    pub instance: Option<String>,
    pub reg_id: Option<u32>,
}

/// What a REGISTER asks for.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Nothing: only tell what there is.
    Fetch,
    /// `Contact: *` with `Expires: 0`.
    RemoveAll,
    Update(Vec<Contact>),
}

/// The REGISTER's own facts, the same for all of its contacts.
pub struct Registration {
    pub flow: FlowId,
    pub path: Vec<Uri>,
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
    /// Whose bindings are not on the disk as they are here.
    changed: HashSet<DeviceId>,
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
            Wish::Fetch => return Ok(bindings),
            Wish::RemoveAll => {
                if bindings.iter().any(|binding| is_out_of_order(binding, registration)) {
                    return Err(Refusal::OutOfOrder);
                }
                bindings.clear();
            }
            Wish::Update(contacts) => {
                for contact in contacts {
                    update(&mut bindings, registration, contact, now)?;
                }
                if bindings.len() > BINDINGS_LIMIT {
                    return Err(Refusal::TooMany);
                }
            }
        }
        bindings.sort_by_key(|binding| std::cmp::Reverse(binding.expires_at));
        self.of.insert(device, bindings.clone());
        self.changed.insert(device);
        Ok(bindings)
    }

    /// A connection is gone: what was reached through it cannot be reached any more.
    pub fn forget(&mut self, device: DeviceId, flow: &FlowId) {
        if let Some(bindings) = self.of.get_mut(&device) {
            bindings.retain(|binding| binding.flow != *flow);
            self.changed.insert(device);
        }
    }

    /// What is to be written: those of every device that has changed since it was asked last.
    pub fn take_changed(&mut self, now: Timestamp) -> Vec<(DeviceId, Vec<Binding>)> {
        let changed = std::mem::take(&mut self.changed);
        changed.into_iter().map(|device| (device, self.of(device, now))).collect()
    }

    /// These could not be written.
    pub fn note_changed(&mut self, devices: Vec<DeviceId>) {
        self.changed.extend(devices);
    }
}

fn update(
    bindings: &mut Vec<Binding>,
    registration: &Registration,
    contact: Contact,
    now: Timestamp,
) -> Result<(), Refusal> {
    let Contact { uri, seconds, instance, reg_id } = contact;
    if seconds > 0 && seconds < SHORTEST_SECONDS {
        return Err(Refusal::TooBrief);
    }
    // RFC 5626 §6: with a reg-id the instance's way is what is bound, wherever it leads now.
    let is_same = |binding: &Binding| match reg_id {
        Some(_) => binding.instance == instance && binding.reg_id == reg_id,
        None => binding.contact == uri && binding.reg_id.is_none(),
    };
    if let Some(old) = bindings.iter().position(is_same) {
        if is_out_of_order(&bindings[old], registration) {
            return Err(Refusal::OutOfOrder);
        }
        bindings.remove(old);
    }
    if seconds > 0 {
        let lasts = SignedDuration::from_secs(i64::from(seconds.min(LONGEST_SECONDS)));
        bindings.push(Binding {
            contact: uri,
            flow: registration.flow.clone(),
            path: registration.path.clone(),
            instance,
            reg_id,
            call_id: registration.call_id.clone(),
            cseq: registration.cseq,
            user_agent: registration.user_agent.clone(),
            expires_at: now + lasts,
        });
    }
    Ok(())
}

/// Bindings as they ring: one of each instance at a time, the others behind it for when its flow has failed (RFC 5626
/// §5.3, §7). The order among them stays.
pub fn alternatives(bindings: Vec<Binding>) -> Vec<Vec<Binding>> {
    let mut all: Vec<Vec<Binding>> = Vec::new();
    for binding in bindings {
        let has_instance = binding.instance.is_some() && binding.reg_id.is_some();
        let of_same = |others: &&mut Vec<Binding>| {
            others.first().is_some_and(|other| other.reg_id.is_some() && other.instance == binding.instance)
        };
        match all.iter_mut().find(of_same).filter(|_| has_instance) {
            Some(others) => others.push(binding),
            None => all.push(vec![binding]),
        }
    }
    all
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
        Registration {
            flow: flow(5060),
            path: Vec::new(),
            call_id: call_id.into(),
            cseq,
            user_agent: "phone".into(),
        }
    }

    fn contact(port: u16) -> Uri {
        Uri::parse(&format!("sip:anna@192.0.2.9:{port}")).unwrap()
    }

    fn update(port: u16, seconds: u32) -> Wish {
        Wish::Update(vec![plain(port, seconds)])
    }

    fn plain(port: u16, seconds: u32) -> Contact {
        Contact { uri: contact(port), seconds, instance: None, reg_id: None }
    }

    fn flowing(port: u16, instance: &str, reg_id: u32) -> Wish {
        let (instance, reg_id) = (Some(instance.to_owned()), Some(reg_id));
        Wish::Update(vec![Contact { instance, reg_id, ..plain(port, 300) }])
    }

    fn ports(bindings: &[Binding]) -> Vec<u16> {
        bindings.iter().filter_map(|binding| binding.contact.port()).collect()
    }

    #[test]
    fn an_instance_that_comes_from_elsewhere_takes_its_own_place() {
        let mut bindings = Bindings::default();
        bindings.register(PHONE, &registration("a", 1), flowing(1, "<urn:x>", 1), at(0)).unwrap();
        let moved = bindings.register(PHONE, &registration("b", 1), flowing(2, "<urn:x>", 1), at(1)).unwrap();
        assert_eq!(ports(&moved), [2]);
        let second =
            bindings.register(PHONE, &registration("b", 2), flowing(3, "<urn:x>", 2), at(2)).unwrap();
        assert_eq!(ports(&second), [3, 2]);
        let other = bindings.register(PHONE, &registration("c", 1), flowing(3, "<urn:y>", 1), at(3)).unwrap();
        assert_eq!(ports(&other), [3, 3, 2]);
        let repeated = bindings.register(PHONE, &registration("b", 2), flowing(4, "<urn:x>", 2), at(4));
        assert_eq!(repeated, Err(Refusal::OutOfOrder));
    }

    #[test]
    fn ways_of_one_instance_are_alternatives_and_all_others_ring_together() {
        let mut bindings = Bindings::default();
        for (call_id, wish) in [
            ("a", flowing(1, "<urn:x>", 1)),
            ("b", update(2, 300)),
            ("c", flowing(3, "<urn:y>", 1)),
            ("d", flowing(4, "<urn:x>", 2)),
            ("e", update(5, 300)),
        ] {
            bindings.register(PHONE, &registration(call_id, 1), wish, at(0)).unwrap();
        }
        let ringing = alternatives(bindings.of(PHONE, at(1)));
        let ringing: Vec<Vec<u16>> = ringing.iter().map(|way| ports(way)).collect();
        assert_eq!(ringing, [vec![1, 4], vec![2], vec![3], vec![5]]);
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
        let many = (0..=BINDINGS_LIMIT as u16).map(|n| plain(6000 + n, 300)).collect();
        assert_eq!(
            bindings.register(PHONE, &registration("c", 1), Wish::Update(many), at(0)),
            Err(Refusal::TooMany)
        );
        assert_eq!(bindings.of(PHONE, at(1)).len(), 1);
    }

    #[test]
    fn what_has_changed_is_to_be_written_once_and_again_if_it_could_not() {
        let mut bindings = Bindings::default();
        bindings.register(PHONE, &registration("a", 1), update(5060, 300), at(0)).unwrap();
        bindings.register(PHONE, &registration("a", 2), update(5060, 600), at(1)).unwrap();
        let changed = bindings.take_changed(at(2));
        assert_eq!(changed, [(PHONE, bindings.of(PHONE, at(2)))]);
        bindings.register(PHONE, &registration("a", 3), Wish::Fetch, at(3)).unwrap();
        assert!(bindings.take_changed(at(3)).is_empty());
        bindings.note_changed(vec![PHONE]);
        bindings.forget(PHONE, &flow(5060));
        assert_eq!(bindings.take_changed(at(4)), [(PHONE, Vec::new())]);
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
