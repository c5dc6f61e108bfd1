//! Requests within a dialog (RFC 3261 §12.2.1.1).

use super::Core;
use super::way::way;
use crate::flow::FlowId;
use crate::message::{HeaderName, Request, Uri};

/// What a dialog says of its two ends and the way between them.
pub(super) struct Ends<'a> {
    pub target: &'a Uri,
    pub routes: &'a [String],
    /// By which the peer's messages come.
    pub flow: &'a FlowId,
    /// From and To as requests of ours have them, with their tags.
    pub local: &'a str,
    pub remote: &'a str,
    pub call_id: &'a str,
}

impl Core {
    /// A request with the fields that every one in a dialog has, and where it goes.
    pub(super) fn within(&self, ends: &Ends<'_>, method: &str, cseq: u32, branch: &str) -> (Request, FlowId) {
        let flow = way(ends.target, ends.routes, ends.flow);
        let mut request = Request::new(method, ends.target.clone());
        self.stamp(&mut request, &flow, branch);
        for route in ends.routes {
            request.push(HeaderName::Route, route.as_str());
        }
        request.push(HeaderName::From, ends.local);
        request.push(HeaderName::To, ends.remote);
        request.push(HeaderName::CallId, ends.call_id);
        request.push(HeaderName::CSeq, format!("{cseq} {method}"));
        (request, flow)
    }
}
