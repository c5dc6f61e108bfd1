//! The registration package (RFC 3680): from where an account is registered, for the phones of that account.

use super::follow::{Manner, Say, Why, follow};
use super::watchers::Watched;
use super::{Package, Taken, are_there, take};
use crate::bindings::Binding;
use crate::ground::Ground;
use directory::Device;
use jiff::Timestamp;
use sip::ServerSubscribe;
use sip::event::{Contact, Gone, reginfo};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "reg";
pub const CONTENT_TYPE: &str = "application/reginfo+xml";
/// RFC 3680 §4.10 would have five seconds between two; who registers elsewhere is to be seen sooner.
const INTERVAL: Duration = Duration::from_secs(1);

/// A SUBSCRIBE of a phone to its own account.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let own = Watched::Person(device.user);
    let Some(taken) = take(&ground, &device, Package::Registration, own, incoming) else { return };
    let Taken { seat, entity, phone, .. } = taken;
    let manner = Manner {
        content_type: CONTENT_TYPE,
        interval: INTERVAL,
        again: &seat.again,
        closing: ground.closing.clone(),
    };
    let mut places = Places::default();
    follow(phone, ground.presences.watch(device.user), manner, |_, why| {
        if !are_there(&ground, device.user, own) {
            return Say::Gone;
        }
        let now = Timestamp::now();
        match places.told(&ground.bindings_of(device.id), why, now) {
            Some((version, contacts)) => Say::Body(reginfo(version, &entity, &contacts)),
            None => Say::Nothing,
        }
    })
    .await;
}

/// What one subscriber has been told.
#[derive(Default)]
struct Places {
    version: u32,
    /// The identifiers that were active, each with the end that was known.
    active: Vec<(Contact, Timestamp)>,
}

impl Places {
    /// What is to be told: all there is, and once what is no more.
    fn told(&mut self, bindings: &[Binding], why: Why, now: Timestamp) -> Option<(u32, Vec<Contact>)> {
        let active: Vec<(Contact, Timestamp)> =
            bindings.iter().map(|binding| (contact(binding, now), binding.expires_at)).collect();
        let is_known = |id: &str, all: &[(Contact, Timestamp)]| all.iter().any(|(known, _)| known.id == id);
        let gone = self.active.iter().filter(|(contact, _)| !is_known(&contact.id, &active));
        let gone: Vec<Contact> = gone.map(|(contact, end)| left(contact, *end, now)).collect();
        let is_news =
            !gone.is_empty() || active.iter().any(|(contact, _)| !is_known(&contact.id, &self.active));
        self.active = active;
        if why == Why::Changed && !is_news {
            return None;
        }
        let version = self.version;
        self.version = version.wrapping_add(1);
        let there = self.active.iter().map(|(contact, _)| contact.clone());
        Some((version, gone.into_iter().chain(there).collect()))
    }
}

fn contact(binding: &Binding, now: Timestamp) -> Contact {
    let mut hasher = DefaultHasher::new();
    (binding.contact.to_string(), &binding.instance, binding.reg_id).hash(&mut hasher);
    let expires = u64::try_from(binding.expires_at.duration_since(now).as_secs()).unwrap_or_default();
    Contact { id: format!("{:016x}", hasher.finish()), uri: binding.contact.clone(), expires, gone: None }
}

fn left(contact: &Contact, end: Timestamp, now: Timestamp) -> Contact {
    let gone = Some(if end <= now { Gone::Expired } else { Gone::Unregistered });
    Contact { expires: 0, gone, ..contact.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sip::{FlowId, Uri};

    fn binding(port: u16, seconds: i64) -> Binding {
        Binding {
            contact: Uri::parse(&format!("sip:anna@192.0.2.1:{port}")).unwrap(),
            flow: FlowId::parse("udp 192.0.2.9:5060 192.0.2.1:5060 0").unwrap(),
            path: Vec::new(),
            instance: None,
            reg_id: None,
            call_id: "1".into(),
            cseq: 1,
            user_agent: String::new(),
            expires_at: Timestamp::from_second(seconds).unwrap(),
        }
    }

    #[test]
    fn what_comes_and_goes_is_told_once_and_what_is_renewed_is_no_news() {
        let mut places = Places::default();
        let mut tell = |bindings: &[Binding], why, second| {
            let told = places.told(bindings, why, Timestamp::from_second(second).unwrap())?;
            let contacts =
                told.1.iter().map(|one| (one.uri.port().unwrap_or_default(), one.expires, one.gone));
            Some((told.0, contacts.collect::<Vec<_>>()))
        };
        let (first, second) = (binding(1, 60), binding(2, 90));
        assert_eq!(tell(&[], Why::Asked, 0), Some((0, vec![])));
        assert_eq!(tell(&[], Why::Changed, 0), None);
        assert_eq!(tell(std::slice::from_ref(&first), Why::Changed, 10), Some((1, vec![(1, 50, None)])));
        assert_eq!(tell(&[binding(1, 70)], Why::Changed, 20), None);
        assert_eq!(tell(&[binding(1, 70)], Why::Asked, 20), Some((2, vec![(1, 50, None)])));
        let both = [second.clone(), binding(1, 70)];
        assert_eq!(tell(&both, Why::Changed, 30), Some((3, vec![(2, 60, None), (1, 40, None)])));
        assert_eq!(
            tell(&[second], Why::Changed, 70),
            Some((4, vec![(1, 0, Some(Gone::Expired)), (2, 20, None)]))
        );
        assert_eq!(tell(&[], Why::Changed, 80), Some((5, vec![(2, 0, Some(Gone::Unregistered))])));
        assert_eq!(tell(&[], Why::Asked, 81), Some((6, vec![])));
    }
}
