//! REGISTER (RFC 3261 §10): devices say where they are, prove it, and are told what we know.

use crate::bindings::{Binding, Refusal, Registration, SHORTEST_SECONDS, Wish};
use crate::ground::Ground;
use crate::identity::Identity;
use directory::Device;
use domain::id::DeviceId;
use jiff::Timestamp;
use sip::{FlowId, HeaderName, Request, Response, ServerRequest, Uri};
use std::sync::Arc;
use std::time::Duration;
use store::BindingRow;
use tracing::{debug, warn};

/// What a phone gets that names no expiry, in seconds.
const USUAL_SECONDS: u32 = 600;

/// A phone whose registration has just ended comes again, and is let in.
const VOUCHED_ON: Duration = Duration::from_secs(3600);

/// Answers a REGISTER. A device that is new or back is shown its lamp.
pub async fn register(ground: Arc<Ground>, incoming: ServerRequest) {
    let now = Timestamp::now();
    let device = match ground.identities.of_device(incoming.request(), now) {
        Identity::Device(device) => device,
        Identity::Challenge(challenge) => return respond_with(incoming, 401, challenge),
        Identity::Stranger => return respond(incoming, 403),
    };
    if !is_own_address(incoming.request(), &device) {
        return respond(incoming, 403);
    }
    let Some(wish) = wish(incoming.request()) else { return respond(incoming, 400) };
    let registration = registration(&incoming);
    let answer = ground.with_bindings(|bindings| bindings.register(device.id, &registration, wish, now));
    match answer {
        Ok(bindings) => {
            let response = accepted(incoming.request(), &bindings, now);
            incoming.respond(response);
            vouch(&ground, &bindings, now);
            debug!(device = %device.id, bindings = bindings.len(), "registered");
            keep(&ground, device.id, &bindings).await;
            ground.lamps.device_is_back(&ground, &device).await;
        }
        Err(refusal) => {
            let response = refused(incoming.request(), refusal);
            incoming.respond(response);
        }
    }
}

/// What was registered before the process was started. Only UDP addresses outlive it.
pub async fn restore(ground: &Ground) -> Result<(), store::StoreError> {
    for row in ground.tenant.bindings().all().await? {
        let (Some(flow), Ok(contact)) = (FlowId::parse(&row.flow), Uri::parse(&row.contact)) else {
            continue;
        };
        if !flow.outlives_the_process() {
            continue;
        }
        let binding = Binding {
            contact,
            flow,
            call_id: row.call_id,
            cseq: row.cseq,
            user_agent: row.user_agent,
            expires_at: row.expires_at,
        };
        vouch(ground, std::slice::from_ref(&binding), Timestamp::now());
        ground.with_bindings(|bindings| bindings.restore(row.device, binding));
    }
    Ok(())
}

/// Where phones are registered from keeps its way to us when strangers flood it.
fn vouch(ground: &Ground, bindings: &[Binding], now: Timestamp) {
    for binding in bindings {
        let lasts = binding.expires_at.duration_since(now).unsigned_abs() + VOUCHED_ON;
        ground.stack.vouch(&binding.flow, lasts);
    }
}

/// Lost on a crash at worst until the phone registers anew, so that no phone waits for the disk.
async fn keep(ground: &Ground, device: DeviceId, bindings: &[Binding]) {
    let rows: Vec<BindingRow> = bindings.iter().map(|binding| row(device, binding)).collect();
    if let Err(error) = ground.tenant.bindings().replace(device, rows).await {
        warn!(%error, "bindings are not kept");
    }
}

fn row(device: DeviceId, binding: &Binding) -> BindingRow {
    BindingRow {
        device,
        contact: binding.contact.to_string(),
        flow: binding.flow.to_string(),
        call_id: binding.call_id.clone(),
        cseq: binding.cseq,
        user_agent: binding.user_agent.clone(),
        expires_at: binding.expires_at,
    }
}

/// A device registers its own address of record and no other.
fn is_own_address(request: &Request, device: &Device) -> bool {
    request.to().is_some_and(|to| to.uri().user() == Some(device.sip_user.as_str()))
}

fn wish(request: &Request) -> Option<Wish> {
    let expires = request.expires();
    if request.header(&HeaderName::Contact).is_some_and(|value| value.trim() == "*") {
        return (expires == Some(0)).then_some(Wish::RemoveAll);
    }
    let contacts = request.contacts();
    if contacts.is_empty() {
        return Some(Wish::Fetch);
    }
    let seconds = |contact: &sip::NameAddr| {
        let own = contact.parameter("expires").and_then(|value| value.parse().ok());
        own.or(expires).unwrap_or(USUAL_SECONDS)
    };
    Some(Wish::Update(contacts.iter().map(|contact| (contact.uri().clone(), seconds(contact))).collect()))
}

fn registration(incoming: &ServerRequest) -> Registration {
    let request = incoming.request();
    Registration {
        flow: incoming.source().flow.clone(),
        call_id: request.call_id().to_owned(),
        cseq: request.cseq().0,
        user_agent: request.header(&HeaderName::UserAgent).unwrap_or_default().to_owned(),
    }
}

fn accepted(request: &Request, bindings: &[Binding], now: Timestamp) -> Response {
    let mut response = Response::to(request, 200);
    for binding in bindings {
        let seconds = binding.expires_at.duration_since(now).as_secs();
        response.push(HeaderName::Contact, format!("<{}>;expires={seconds}", binding.contact));
    }
    response.push(HeaderName::Date, sip::date(now));
    response
}

fn refused(request: &Request, refusal: Refusal) -> Response {
    match refusal {
        Refusal::TooBrief => {
            let mut response = Response::to(request, 423);
            response.push(HeaderName::MinExpires, SHORTEST_SECONDS.to_string());
            response
        }
        Refusal::OutOfOrder => Response::to(request, 500),
        Refusal::TooMany => Response::to(request, 403),
    }
}

fn respond(incoming: ServerRequest, status: u16) {
    respond_with(incoming, status, Vec::new())
}

/// Answers a request with a status and further fields.
pub fn respond_with(incoming: ServerRequest, status: u16, headers: Vec<(HeaderName, String)>) {
    let mut response = Response::to(incoming.request(), status);
    for (name, value) in headers {
        response.push(name, value);
    }
    incoming.respond(response);
}
