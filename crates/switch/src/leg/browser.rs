//! A leg to a browser: how it is found, and with whom it agrees on keys.

use crate::ground::Ground;
use domain::srtp::Signalling;
use media::ice::Credentials;
use media::{LegEvents, MediaError};
use sip::sdp::{self, DtlsPeer, Setup};
use sip::{FlowId, Transport, Uri};
use tokio::sync::oneshot;

/// Our part of it, the same for as long as the leg lasts.
pub struct Browser {
    pub dtls: sdp::Dtls,
    /// Who it is: it does not change within a call.
    peer: Option<DtlsPeer>,
    /// The call is answered.
    answered: bool,
    /// Lets the handshake begin; its clock runs from there.
    begin: Option<oneshot::Sender<media::Peer>>,
}

impl Browser {
    /// A leg and its handshake, which is a task of its own.
    pub fn leg(
        ground: &Ground,
        peer: &FlowId,
        beside: Option<&media::Leg>,
    ) -> Result<(media::Leg, LegEvents, Browser), MediaError> {
        // The thread's generator is a cryptographic one, seeded by the system.
        let credentials = Credentials::new(std::array::from_fn(|_| rand::random()));
        let (leg, events, handshake) = ground.engine.leg_for_browser(
            ground.address_towards(peer),
            beside,
            credentials,
            ground.identity.clone(),
        )?;
        let (begin, told) = oneshot::channel();
        ground.workers.spawn(handshake.run(told));
        let mut candidates = vec![ground.advertised(leg.local(), peer)];
        if candidates[0] != leg.local() {
            candidates.push(leg.local());
        }
        let (fragment, password) = (credentials.fragment().to_owned(), credentials.password().to_owned());
        let ice = sdp::Ice { fragment, password, candidates };
        let dtls = sdp::Dtls { ice, fingerprint: *ground.identity.fingerprint() };
        Ok((leg, events, Browser { dtls, peer: None, answered: false, begin: Some(begin) }))
    }

    /// What the other side has said who it is; false if it has said something else before.
    pub fn agree(&mut self, peer: DtlsPeer) -> bool {
        let is_same = self.peer.is_none_or(|known| known.fingerprint == peer.fingerprint);
        self.peer = self.peer.or(Some(peer));
        self.begin();
        is_same
    }

    /// The call is answered: from here on the browser goes looking for us.
    pub fn answered(&mut self) {
        self.answered = true;
        self.begin();
    }

    fn begin(&mut self) {
        let Some(peer) = self.peer.filter(|_| self.answered) else { return };
        let role = if peer.setup == Setup::Active { media::Role::Begins } else { media::Role::Waits };
        if let Some(begin) = self.begin.take() {
            // Nobody waits for it where the leg has gone.
            let _ = begin.send(media::Peer { fingerprint: peer.fingerprint, role });
        }
    }
}

/// How a phone is called that is reached by this connection at this address. A browser behind a proxy says so in its
/// address (RFC 7118 §5.2).
pub fn signalling(flow: &FlowId, contact: Option<&Uri>) -> Signalling {
    let transport = flow.transport();
    let by_proxy = contact
        .and_then(|uri| uri.parameter("transport"))
        .is_some_and(|name| name.eq_ignore_ascii_case("ws") || name.eq_ignore_ascii_case("wss"));
    match (by_proxy || matches!(transport, Transport::Ws | Transport::Wss), transport.is_secure()) {
        (true, true) => Signalling::SecurePage,
        (true, false) => Signalling::Page,
        (false, true) => Signalling::Secure,
        (false, false) => Signalling::Clear,
    }
}
