//! What our messages say of us: tags, branches, Via, Contact, Allow.

use super::{Core, SessionId};
use crate::flow::FlowId;
use crate::message::{HeaderName, MAGIC_COOKIE, NameAddr, Request, Response, Scheme, Uri};
use bytestring::ByteString;
use domain::own_address;
use rand::RngCore;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// What we do (RFC 3261 §20.5).
pub const ALLOW: &str =
    "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE, REFER, REGISTER, SUBSCRIBE, NOTIFY, PUBLISH";
/// The extensions that calls may need of us.
pub(super) const CALL_OPTIONS: [&str; 5] = ["timer", "100rel", "norefersub", "replaces", "join"];
/// The same as it is told.
pub(super) const SUPPORTED: &str = "timer, 100rel, norefersub, replaces, join";
/// The same for an INVITE without an offer: a PRACK would have to answer theirs.
pub(super) const SUPPORTED_WITHOUT_OFFER: &str = "timer, norefersub, replaces, join";
/// What a REGISTER may need (RFC 3327, RFC 5626, RFC 5627): the owner of the bindings does it.
pub(super) const REGISTER_OPTIONS: [&str; 3] = ["path", "outbound", "gruu"];
const MAX_FORWARDS: &str = "70";
/// The user part of our Contact; the tag in the dialog says which call is meant.
const CONTACT_USER: &str = "switchroom";
/// Of a session in a conference, whose Contact leads there (RFC 4579 §4.2).
const IS_FOCUS: &str = "isfocus";

impl Core {
    /// 64 random bits: a tag, or a Call-ID's first part.
    pub(super) fn random_word(&mut self) -> String {
        format!("{:016x}", self.random.next_u64())
    }

    pub(super) fn branch(&mut self) -> Arc<str> {
        format!("{MAGIC_COOKIE}{:016x}", self.random.next_u64()).into()
    }

    /// Where a peer reaches us who is reached by this flow.
    pub(super) fn own_address(&self, flow: &FlowId) -> SocketAddr {
        let local = flow.local();
        let by = |ip: IpAddr| self.config.advertised.get(&SocketAddr::new(ip, local.port()));
        // A listener on all addresses is known by none of them.
        let all = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];
        let advertised = [local.ip()].into_iter().chain(all).filter_map(by);
        let public = advertised.copied().find(|public| public.is_ipv4() == local.is_ipv4());
        let told = own_address::told(local.ip(), flow.remote().ip(), public.map(|public| public.ip()));
        public.filter(|public| public.ip() == told).unwrap_or(local)
    }

    pub(super) fn via(&self, flow: &FlowId, branch: &str) -> String {
        format!("SIP/2.0/{} {};branch={branch};rport", flow.transport().name(), self.own_address(flow))
    }

    /// A request's first fields, as far as they are the same for all: Via, Max-Forwards, who we are.
    pub(super) fn stamp(&self, request: &mut Request, flow: &FlowId, branch: &str) {
        request.push_front(HeaderName::Via, self.via(flow, branch));
        request.push(HeaderName::MaxForwards, ByteString::from_static(MAX_FORWARDS));
        request.push(HeaderName::UserAgent, self.config.product.clone());
    }

    /// Ours towards a peer that is reached, or has reached us, by `by`: `sips` for `sips` (RFC 3261 §8.1.1.8, §12.1.1).
    pub(super) fn contact(&self, flow: &FlowId, by: &Uri) -> String {
        NameAddr::new(self.contact_uri(CONTACT_USER, flow, by)).to_string()
    }

    /// The same within a session.
    pub(super) fn session_contact(&self, session: SessionId, flow: &FlowId, by: &Uri) -> String {
        let focus = self.sessions.get(&session).and_then(|state| state.focus.as_deref());
        match focus {
            Some(name) => format!("{};{IS_FOCUS}", NameAddr::new(self.contact_uri(name, flow, by))),
            None => self.contact(flow, by),
        }
    }

    fn contact_uri(&self, user: &str, flow: &FlowId, by: &Uri) -> Uri {
        let address = self.own_address(flow);
        let uri = Uri::sip(user, &address.ip_text()).with_port(address.port());
        let transport = flow.transport();
        let uri = match transport.is_reliable() {
            true => uri.with_parameter("transport", transport.parameter()),
            false => uri,
        };
        let is_secure = transport.is_secure() && *by.scheme() == Scheme::Sips;
        if is_secure { uri.secure() } else { uri }
    }

    /// A response that makes or keeps a dialog.
    pub(super) fn dialog_fields(
        &self,
        session: SessionId,
        response: &mut Response,
        request: &Request,
        flow: &FlowId,
    ) {
        response.copy(&HeaderName::RecordRoute, request.fields());
        response.push(HeaderName::Contact, self.session_contact(session, flow, request.uri()));
        response.push(HeaderName::Allow, ByteString::from_static(ALLOW));
        response.push(HeaderName::Supported, ByteString::from_static(SUPPORTED));
    }
}

trait IpText {
    fn ip_text(&self) -> String;
}

impl IpText for SocketAddr {
    /// As it stands in a URI: IPv6 in brackets.
    fn ip_text(&self) -> String {
        match self {
            SocketAddr::V4(address) => address.ip().to_string(),
            SocketAddr::V6(address) => format!("[{}]", address.ip()),
        }
    }
}
