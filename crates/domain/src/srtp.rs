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
    Sealed,
}

impl Policy {
    /// What is offered first, over signalling that is secure or not: keys that anybody may read protect nothing.
    pub fn first_offer(self, signalling_is_secure: bool) -> Offer {
        match (self, signalling_is_secure) {
            (Policy::Off, _) | (Policy::Auto, false) => Offer::Plain,
            (Policy::Auto, true) | (Policy::Require, _) => Offer::Sealed,
        }
    }

    /// What is offered next to a phone that has refused an offer with this status; none: that was all.
    pub fn next_offer(self, refused: Offer, status: u16) -> Option<Offer> {
        // RFC 3261 §21.4.26; some phones take SAVP for an unknown kind of body (415) or for a wrong request (606).
        let is_about_sound = matches!(status, 488 | 415 | 606);
        (self == Policy::Auto && refused == Offer::Sealed && is_about_sound).then_some(Offer::Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_sound_is_offered_where_it_is_wanted_and_of_use() {
        for (policy, secure, first) in [
            (Policy::Off, true, Offer::Plain),
            (Policy::Off, false, Offer::Plain),
            (Policy::Auto, true, Offer::Sealed),
            (Policy::Auto, false, Offer::Plain),
            (Policy::Require, true, Offer::Sealed),
            (Policy::Require, false, Offer::Sealed),
        ] {
            assert_eq!(policy.first_offer(secure), first, "{policy:?} {secure}");
        }
    }

    #[test]
    fn only_a_refusal_of_sealed_sound_is_followed_by_a_plain_offer() {
        for (policy, refused, status, next) in [
            (Policy::Auto, Offer::Sealed, 488, Some(Offer::Plain)),
            (Policy::Auto, Offer::Sealed, 415, Some(Offer::Plain)),
            (Policy::Auto, Offer::Sealed, 486, None),
            (Policy::Auto, Offer::Plain, 488, None),
            (Policy::Require, Offer::Sealed, 488, None),
            (Policy::Off, Offer::Plain, 488, None),
        ] {
            assert_eq!(policy.next_offer(refused, status), next, "{policy:?} {refused:?} {status}");
        }
    }
}
