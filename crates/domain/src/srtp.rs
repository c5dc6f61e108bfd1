//! Whether the sound of a call is sealed (SRTP).

use serde::{Deserialize, Serialize};

/// What is wanted of a device's or a caller's sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// Plain RTP only.
    Off,
    /// SRTP where the other side offers it; offered first where keys cannot be read on the way.
    #[default]
    Auto,
    /// SRTP or no call.
    Require,
}

/// What is offered to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Plain,
    /// With keys in the description.
    Sealed,
    /// With keys by a handshake, as browsers want it.
    Handshake,
}

/// How a phone is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signalling {
    /// Anybody on the way can read it.
    Clear,
    Secure,
    /// By a WebSocket, as browsers come.
    Page,
    SecurePage,
}

impl Policy {
    /// What is offered first: keys that anybody may read protect nothing, and browsers know only handshakes.
    pub fn first_offer(self, signalling: Signalling) -> Offer {
        match (self, signalling) {
            (Policy::Off, _) => Offer::Plain,
            (_, Signalling::Page | Signalling::SecurePage) => Offer::Handshake,
            _ => self.without_handshake(signalling),
        }
    }

    fn without_handshake(self, signalling: Signalling) -> Offer {
        let is_secure = matches!(signalling, Signalling::Secure | Signalling::SecurePage);
        match self {
            Policy::Require => Offer::Sealed,
            Policy::Auto if is_secure => Offer::Sealed,
            Policy::Auto | Policy::Off => Offer::Plain,
        }
    }

    /// What is offered next to a phone that has refused an offer with this status; none: that was all. Not every phone
    /// that comes by a WebSocket is a browser.
    pub fn next_offer(self, refused: Offer, signalling: Signalling, status: u16) -> Option<Offer> {
        // RFC 3261 §21.4.26; some phones take SAVP for an unknown kind of body (415) or for a wrong request (606).
        if !matches!(status, 488 | 415 | 606) {
            return None;
        }
        match (self, refused) {
            (_, Offer::Plain) => None,
            (_, Offer::Handshake) => Some(self.without_handshake(signalling)),
            (policy, Offer::Sealed) => (policy == Policy::Auto).then_some(Offer::Plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Signalling::{Clear, Page, Secure, SecurePage};

    #[test]
    fn what_is_offered_first_is_what_is_wanted_and_of_use() {
        for (policy, signalling, first) in [
            (Policy::Off, Secure, Offer::Plain),
            (Policy::Off, Clear, Offer::Plain),
            (Policy::Off, SecurePage, Offer::Plain),
            (Policy::Auto, Secure, Offer::Sealed),
            (Policy::Auto, Clear, Offer::Plain),
            (Policy::Auto, Page, Offer::Handshake),
            (Policy::Auto, SecurePage, Offer::Handshake),
            (Policy::Require, Secure, Offer::Sealed),
            (Policy::Require, Clear, Offer::Sealed),
            (Policy::Require, SecurePage, Offer::Handshake),
        ] {
            assert_eq!(policy.first_offer(signalling), first, "{policy:?} {signalling:?}");
        }
    }

    #[test]
    fn only_a_refusal_of_what_was_sealed_is_followed_by_another_offer() {
        for (policy, refused, signalling, status, next) in [
            (Policy::Auto, Offer::Sealed, Secure, 488, Some(Offer::Plain)),
            (Policy::Auto, Offer::Sealed, Secure, 415, Some(Offer::Plain)),
            (Policy::Auto, Offer::Sealed, Secure, 486, None),
            (Policy::Auto, Offer::Plain, Clear, 488, None),
            (Policy::Require, Offer::Sealed, Secure, 488, None),
            (Policy::Off, Offer::Plain, Clear, 488, None),
            (Policy::Auto, Offer::Handshake, SecurePage, 488, Some(Offer::Sealed)),
            (Policy::Auto, Offer::Sealed, SecurePage, 488, Some(Offer::Plain)),
            (Policy::Auto, Offer::Handshake, Page, 488, Some(Offer::Plain)),
            (Policy::Auto, Offer::Handshake, Page, 603, None),
            (Policy::Require, Offer::Handshake, Page, 606, Some(Offer::Sealed)),
        ] {
            let is = policy.next_offer(refused, signalling, status);
            assert_eq!(is, next, "{policy:?} {refused:?} {signalling:?} {status}");
        }
    }
}
