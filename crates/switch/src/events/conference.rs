//! The conference package (RFC 4575): who takes part, for the telephones in it. Its name is the key: whoever of us knows it may
//! watch.

use super::follow::{Manner, Say, Why, follow};
use super::watchers::Watched;
use super::{Package, Taken, take};
use crate::conference;
use crate::ground::Ground;
use directory::Device;
use domain::conference::Document;
use sip::ServerSubscribe;
use sip::event::conference_info;
use std::sync::Arc;
use std::time::Duration;

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "conference";
pub const CONTENT_TYPE: &str = "application/conference-info+xml";
/// One NOTIFY every second for each subscription; RFC 4575 §3.10 wants at most one in five for large conferences.
const INTERVAL: Duration = Duration::from_secs(1);

/// A SUBSCRIBE of a phone to a conference.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let name = conference::named(incoming.request().uri());
    let Some((number, shown)) = name.and_then(|name| ground.conferences.watch(&name)) else {
        return incoming.refuse(404, Vec::new());
    };
    let of = Watched::Conference(number);
    let Some(taken) = take(&ground, &device, Package::Conference, of, incoming) else { return };
    let Taken { seat, realm, entity, phone } = taken;
    let manner = Manner {
        content_type: CONTENT_TYPE,
        interval: INTERVAL,
        again: &seat.again,
        closing: ground.closing.clone(),
    };
    let mut version = 0;
    follow(phone, shown, manner, |document: Document, _: Why| {
        version += 1;
        Say::Body(conference_info(&document, version, &entity, &realm))
    })
    .await;
}
