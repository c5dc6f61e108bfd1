//! Ways to a peer within a dialog: by what its messages came, by its Contact, and anew when a connection is gone.

use super::Core;
use super::early::Early;
use super::refer::Referral;
use crate::flow::{FlowId, Transport};
use crate::message::{HeaderName, NameAddr, Request, Scheme, Uri};

/// Contact, if it is on the host that the peer's messages come from; otherwise the peer is behind a NAT or a proxy, and
/// the way by which its messages come is the only one sure to lead back.
pub(super) fn way(target: &Uri, routes: &[String], flow: &FlowId) -> FlowId {
    match target.ip().filter(|_| routes.is_empty()) {
        Some(ip) if ip == flow.remote().ip() && !flow.transport().is_reliable() => {
            flow.towards((ip, target.port().unwrap_or(5060)).into())
        }
        _ => flow.clone(),
    }
}

/// Where a request for this target goes whose connection is gone: to the address that the first route or the Contact
/// names, by the transport that it names (RFC 3261 §18.1.1, RFC 3263 §4.1). A phone that sent its INVITE by TCP only
/// because it was long closes that connection when it is idle, and listens at its UDP address all the time.
fn anew(target: &Uri, first_route: Option<&str>, lost: &FlowId) -> Option<FlowId> {
    let route = first_route.and_then(NameAddr::parse);
    let next = route.as_ref().map_or(target, NameAddr::uri);
    let is_secure = *next.scheme() == Scheme::Sips;
    let usual = if is_secure { Transport::Tls } else { Transport::Udp };
    let transport = Transport::asked_by(next).unwrap_or(usual);
    if is_secure && !transport.is_secure() {
        return None;
    }
    let remote = (next.ip()?, next.port().unwrap_or(transport.port())).into();
    Some(FlowId::connection_of(transport, lost.local(), remote, 0))
}

impl Core {
    /// What will be said in the dialogs that stood on a lost connection goes another way.
    pub(super) fn lead_around(&mut self, lost: &FlowId) {
        let lead = |flow: &mut FlowId, target: &Uri, routes: &[String]| {
            let is_lost = *flow == *lost;
            if let Some(way) =
                is_lost.then(|| anew(target, routes.first().map(String::as_str), lost)).flatten()
            {
                *flow = way;
            }
        };
        for state in self.sessions.values_mut() {
            lead(&mut state.flow, &state.target, &state.routes);
            for (flow, target, routes) in state.early.iter_mut().map(Early::way) {
                lead(flow, target, routes);
            }
        }
        for (flow, target, routes) in self.referrals.values_mut().filter_map(Referral::way) {
            lead(flow, target, routes);
        }
        for state in self.subscriptions.values_mut() {
            lead(&mut state.flow, &state.target, &state.routes);
        }
    }

    /// A BYE whose connection was lost under it, made ready for another way, lest a phone go on for ever with a call that
    /// is over.
    pub(super) fn bye_anew(&self, bye: &Request, branch: &str, lost: &FlowId) -> Option<(Request, FlowId)> {
        let flow = anew(bye.uri(), bye.header(&HeaderName::Route), lost)?;
        let mut request = bye.clone();
        request.set(HeaderName::Via, self.via(&flow, branch));
        Some((request, flow))
    }
}
