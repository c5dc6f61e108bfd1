//! Unsolicited NOTIFYs: many desk phones never subscribe to their lamp.

use super::account;
use crate::bindings::Binding;
use crate::ground::Ground;
use crate::{call, site_field};
use directory::Device;
use domain::lamp::Lamp;
use sip::{FlowId, NameAddr, RequestOrder, Uri};
use std::sync::Arc;
use tracing::debug;

/// Where one phone is told. Such NOTIFYs are each a dialog of their own, so that nothing but their order of arrival says
/// which is the newest: a place is told one at a time.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Place {
    flow: FlowId,
    contact: String,
}

/// Tells every place where a device is registered.
pub fn tell(ground: &Arc<Ground>, device: &Arc<Device>, lamp: Lamp) {
    for binding in ground.bindings_of(device.id) {
        let place = Place { flow: binding.flow.clone(), contact: binding.contact.to_string() };
        if let Some(first) = ground.lamps.unasked.begin(place.clone(), lamp) {
            tokio::spawn(tell_in_turn(ground.clone(), device.clone(), binding, place, first));
        }
    }
}

async fn tell_in_turn(ground: Arc<Ground>, device: Arc<Device>, binding: Binding, place: Place, first: Lamp) {
    let mut next = Some(first);
    while let Some(lamp) = next {
        // A phone that has subscribed meanwhile is told in its subscription, where nothing older may follow.
        if !ground.lamps.is_subscribed(device.user, device.id)
            && let Err(error) = ground.stack.request(notify(&ground, &device, &binding, lamp)).await
        {
            debug!(%error, "a phone did not take its lamp");
        }
        next = ground.lamps.unasked.next(&place);
    }
}

fn notify(ground: &Ground, device: &Device, binding: &Binding, lamp: Lamp) -> RequestOrder {
    let account = account(ground, device);
    let (flow, route) = binding.way();
    let people = ground.directory.people();
    let to = NameAddr::new(account.clone());
    let from = call::common_number(&people)
        .map_or_else(|| to.clone(), |number| NameAddr::new(Uri::sip(number.as_str(), &people.realm)));
    let headers = site_field::of(&people, device.user).into_iter().collect();
    let order = RequestOrder::new("NOTIFY", binding.contact.clone(), from);
    super::unasked(RequestOrder { flow, route, to, headers, ..order }, &account, lamp)
}
