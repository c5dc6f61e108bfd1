//! REGISTER (RFC 3261 §10): devices say where they are and by which way (RFC 3327, RFC 5626), prove it, and are told what
//! we know and how each of them is reached by name (RFC 5627).

use crate::bindings::{Binding, Contact, Refusal, Registration, SHORTEST_SECONDS, Wish};
use crate::ground::Ground;
use crate::gruu;
use crate::identity::Identity;
use directory::Device;
use jiff::Timestamp;
use sip::{HeaderName, NameAddr, Request, Response, ServerRequest, Uri};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tracing::debug;

/// What a phone gets that names no expiry, in seconds.
const USUAL_SECONDS: u32 = 600;

/// Who was not heard comes again after so long.
const AGAIN_SECONDS: u32 = 2;

/// A phone whose registration has just ended comes again, and is let in.
const VOUCHED_ON: Duration = Duration::from_secs(3600);

/// Answers a REGISTER. A device that is new or back is shown its lamp.
pub fn register(ground: &Arc<Ground>, incoming: ServerRequest) {
    let now = Timestamp::now();
    let from = incoming.source().address.ip();
    let device = match ground.identities.of_device(incoming.request(), from, now) {
        Identity::Device(device) => device,
        Identity::Challenge(challenge) => return respond_with(incoming, 401, challenge),
        Identity::Stranger => return respond(incoming, 403),
        Identity::Unheard => return unheard(incoming),
    };
    if !is_own_address(incoming.request(), &device) {
        return respond(incoming, 403);
    }
    let asked = match asked(incoming.request()) {
        Ok(asked) => asked,
        Err(status) => return respond(incoming, status),
    };
    let registration = registration(&incoming, &asked);
    let wish = asked.wish.clone();
    let answer = ground.with_bindings(|bindings| bindings.register(device.id, &registration, wish, now));
    match answer {
        Ok(bindings) => {
            let aliases = asked.wants_gruu.then(|| aliases(ground, &device, &registration, &bindings));
            let mut response =
                accepted(incoming.request(), &asked, &bindings, &aliases.unwrap_or_default(), now);
            if let Some(route) = &ground.place.service_route {
                // RFC 3608 §6.3.
                response.push(HeaderName::other("Service-Route"), route.clone());
            }
            incoming.respond(response);
            vouch(ground, &bindings, now);
            ground.presences.look_again(device.user, now);
            debug!(device = %device.id, bindings = bindings.len(), "registered");
            ground.keeping.bindings_changed();
            ground.lamps.device_is_back(ground, device);
        }
        Err(refusal) => {
            let response = refused(incoming.request(), refusal);
            incoming.respond(response);
        }
    }
}

/// No answer: a phone says it again, and is heard then. Where the transport repeats nothing, it is told to.
fn unheard(incoming: ServerRequest) {
    if incoming.source().flow.transport().is_reliable() {
        return respond_with(incoming, 503, vec![(HeaderName::RetryAfter, AGAIN_SECONDS.to_string())]);
    }
    incoming.ignore();
}

/// Where phones are registered from keeps its way to us when strangers flood it.
pub fn vouch(ground: &Ground, bindings: &[Binding], now: Timestamp) {
    for binding in bindings {
        let lasts = binding.expires_at.duration_since(now).unsigned_abs() + VOUCHED_ON;
        ground.stack.vouch(&binding.flow, lasts);
    }
}

/// A device registers its own address of record and no other.
fn is_own_address(request: &Request, device: &Device) -> bool {
    request.to().is_some_and(|to| to.uri().user() == Some(device.sip_user.as_str()))
}

/// What a REGISTER asks for, read whole.
struct Asked {
    wish: Wish,
    path: Vec<Uri>,
    wants_gruu: bool,
    /// It binds flows (RFC 5626).
    is_outbound: bool,
}

/// The status is what it is refused with.
fn asked(request: &Request) -> Result<Asked, u16> {
    let path = request.fields().elements(&HeaderName::Path).map(NameAddr::parse).collect::<Option<Vec<_>>>();
    let path: Vec<Uri> = path.ok_or(400_u16)?.iter().map(|element| element.uri().clone()).collect();
    let contacts = request.contacts();
    let flows = contacts.iter().filter(|contact| reg_id(contact).is_some()).count();
    let supports = |option| supports(request, option);
    if flows > 0 && supports("outbound") {
        // RFC 5626 §6: one flow in a request, and the first hop must keep it.
        if flows != 1 || contacts.len() != 1 {
            return Err(400);
        }
        let hops = request.fields().elements(&HeaderName::Via).count();
        let keeps = path.last().is_some_and(|first_hop| first_hop.parameter("ob").is_some());
        if hops > 1 && !keeps {
            return Err(439);
        }
    }
    let is_outbound = flows == 1 && supports("outbound");
    let wish = wish(request, &contacts, is_outbound).ok_or(400_u16)?;
    Ok(Asked { wish, path, wants_gruu: supports("gruu"), is_outbound })
}

fn supports(request: &Request, option: &str) -> bool {
    request.fields().elements(&HeaderName::Supported).any(|offered| offered.eq_ignore_ascii_case(option))
}

fn wish(request: &Request, contacts: &[NameAddr], is_outbound: bool) -> Option<Wish> {
    let expires = request.expires();
    if request.header(&HeaderName::Contact).is_some_and(|value| value.trim() == "*") {
        return (expires == Some(0)).then_some(Wish::RemoveAll);
    }
    if contacts.is_empty() {
        return Some(Wish::Fetch);
    }
    let contact = |contact: &NameAddr| {
        let own = contact.parameter("expires").and_then(|value| value.parse().ok());
        Contact {
            uri: contact.uri().clone(),
            seconds: own.or(expires).unwrap_or(USUAL_SECONDS),
            instance: instance(contact),
            reg_id: reg_id(contact).filter(|_| is_outbound),
        }
    };
    let mut wanted: Vec<Contact> = Vec::with_capacity(contacts.len());
    for contact in contacts.iter().map(contact) {
        // The same twice in one request is said once.
        if wanted.iter().all(|other| other.uri != contact.uri) {
            wanted.push(contact);
        }
    }
    Some(Wish::Update(wanted))
}

/// What the instance of a Contact is called.
pub fn instance(contact: &NameAddr) -> Option<String> {
    contact.parameter("+sip.instance").filter(|instance| instance.len() > 2).map(str::to_owned)
}

/// Without an instance it means nothing (RFC 5626 §4.2.1).
pub fn reg_id(contact: &NameAddr) -> Option<u32> {
    instance(contact)?;
    contact.parameter("reg-id")?.parse().ok().filter(|id| *id > 0)
}

fn registration(incoming: &ServerRequest, asked: &Asked) -> Registration {
    let request = incoming.request();
    Registration {
        flow: incoming.source().flow.clone(),
        path: asked.path.clone(),
        call_id: request.call_id().to_owned(),
        cseq: request.cseq().0,
        user_agent: request.header(&HeaderName::UserAgent).unwrap_or_default().to_owned(),
    }
}

/// The URIs of each instance that this REGISTER has bound (RFC 5627 §5), by instance.
fn aliases(
    ground: &Ground,
    device: &Device,
    registration: &Registration,
    bindings: &[Binding],
) -> HashMap<String, String> {
    let realm = ground.directory.people().realm.clone();
    let is_registered =
        |instance: &str| bindings.iter().any(|other| other.instance.as_deref() == Some(instance));
    let own = bindings.iter().filter(|binding| binding.call_id == registration.call_id);
    ground.with_tokens(|tokens| {
        tokens.retain(device.id, is_registered);
        let alias = |binding: &Binding| {
            let instance = binding.instance.clone()?;
            let public = gruu::public(&device.sip_user, &realm, &instance)?;
            let token = format!("{:032x}", rand::random::<u128>());
            let temporary = gruu::temporary(&token, &realm);
            tokens.give(device.id, &instance, &registration.call_id, token);
            Some((instance, format!(";pub-gruu=\"{public}\";temp-gruu=\"{temporary}\"")))
        };
        own.filter_map(alias).collect()
    })
}

fn accepted(
    request: &Request,
    asked: &Asked,
    bindings: &[Binding],
    aliases: &HashMap<String, String>,
    now: Timestamp,
) -> Response {
    let mut response = Response::to(request, 200);
    for binding in bindings {
        let seconds = binding.expires_at.duration_since(now).as_secs();
        let alias = binding.instance.as_ref().and_then(|instance| aliases.get(instance));
        let alias = alias.map_or("", String::as_str);
        let contact = format!("<{}>;expires={seconds}{}{alias}", binding.contact, way(binding));
        response.push(HeaderName::Contact, contact);
    }
    // RFC 3327 §5.3.
    for element in &asked.path {
        response.push(HeaderName::Path, NameAddr::new(element.clone()).to_string());
    }
    if asked.is_outbound {
        // RFC 5626 §6: the phone learns that its flow is what is bound.
        response.push(HeaderName::Require, "outbound");
    }
    response.push(HeaderName::Supported, "path, outbound, gruu");
    response.push(HeaderName::Date, sip::date(now));
    response
}

/// Instance and way, as parameters of a Contact.
pub fn way(binding: &Binding) -> String {
    let mut out = String::new();
    if let Some(instance) = binding.instance.as_ref().filter(|instance| !instance.contains(['"', '\\'])) {
        out.push_str(&format!(";+sip.instance=\"{instance}\""));
    }
    if let Some(reg_id) = binding.reg_id {
        out.push_str(&format!(";reg-id={reg_id}"));
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    const INSTANCE: &str = "<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>";

    fn register(fields: &str) -> Request {
        let text = format!(
            "REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nFrom: <sip:a@example.org>;tag=1\r\n\
             To: <sip:a@example.org>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n{fields}\r\n"
        );
        match sip::message::Message::parse(&Bytes::from(text)) {
            Ok(sip::message::Message::Request(request)) => request,
            other => panic!("{other:?}"),
        }
    }

    fn flow(more: &str) -> String {
        format!("Contact: <sip:a@192.0.2.9;ob>;+sip.instance=\"{INSTANCE}\";reg-id=1\r\n{more}")
    }

    fn update(fields: &str) -> Contact {
        match asked(&register(fields)).map(|asked| asked.wish) {
            Ok(Wish::Update(contacts)) => contacts[0].clone(),
            _ => panic!("{fields}"),
        }
    }

    #[test]
    fn a_flow_is_bound_where_both_sides_know_how() {
        let contact = update(&flow("Supported: path, Outbound\r\n"));
        assert_eq!((contact.instance.as_deref(), contact.reg_id), (Some(INSTANCE), Some(1)));
        // Who does not say so has an instance, and no more.
        assert_eq!(update(&flow("")).reg_id, None);
        assert_eq!(update("Contact: <sip:a@h>;reg-id=1\r\nSupported: outbound\r\n").reg_id, None);
        let zero =
            format!("Contact: <sip:a@h>;+sip.instance=\"{INSTANCE}\";reg-id=0\r\nSupported: outbound\r\n");
        assert_eq!(update(&zero).reg_id, None);
    }

    #[test]
    fn a_first_hop_that_keeps_no_flows_and_two_flows_at_once_are_refused() {
        let hop = "Via: SIP/2.0/UDP proxy;branch=z9hG4bK2\r\nSupported: outbound\r\n";
        for (fields, expected) in [
            (flow(hop), Some(439)),
            (flow(&format!("{hop}Path: <sip:proxy.example;lr>\r\n")), Some(439)),
            (flow(&format!("{hop}Path: <sip:second;lr>, <sip:first;lr;ob>\r\n")), None),
            (flow(&format!("{hop}Path: nonsense\r\n")), Some(400)),
            (flow(&flow("Supported: outbound\r\n")), Some(400)),
            (flow("Supported: outbound\r\n"), None),
            ("Contact: *\r\nExpires: 1\r\n".into(), Some(400)),
        ] {
            assert_eq!(asked(&register(&fields)).err(), expected, "{fields}");
        }
    }

    #[test]
    fn the_same_contact_twice_is_one() {
        let asked = asked(&register("Contact: <sip:a@h>, <sip:a@H>\r\n")).unwrap();
        assert!(matches!(asked.wish, Wish::Update(contacts) if contacts.len() == 1));
    }
}
