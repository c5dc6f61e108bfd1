//! Keys for SRTP: drawn for a leg, and brought from what was agreed to where packets are sealed.

use media::srtp::{Keying, Security, Suite};
use sip::sdp::{CryptoKey, CryptoSuite, Keys};

/// One for each suite, so that no two are sealed with the same.
pub fn draw() -> Vec<CryptoKey> {
    // The thread's generator is a cryptographic one, seeded by the system.
    CryptoSuite::ALL
        .into_iter()
        .map(|suite| CryptoKey::new(suite, std::array::from_fn(|_| rand::random())))
        .collect()
}

/// What an agreement changes about the one before it; none: nothing.
pub fn change(before: Option<Keys>, now: Option<Keys>) -> Option<Security> {
    match (before, now) {
        (None, None) => None,
        (Some(_), None) => Some(Security::Off),
        (None, Some(now)) => Some(Security::On { ours: keying(now.ours), theirs: keying(now.theirs) }),
        (Some(before), Some(now)) => {
            let ours = if now.ours == before.ours { None } else { keying(now.ours) };
            let theirs = if now.theirs == before.theirs { None } else { keying(now.theirs) };
            (ours.is_some() || theirs.is_some()).then_some(Security::On { ours, theirs })
        }
    }
}

fn keying(key: CryptoKey) -> Option<Keying> {
    let suite = match key.suite() {
        CryptoSuite::AeadAes256Gcm => Suite::AeadAes256Gcm,
        CryptoSuite::AeadAes128Gcm => Suite::AeadAes128Gcm,
        CryptoSuite::Aes256CmHmacSha1_80 => Suite::Aes256CmHmacSha1_80,
        CryptoSuite::AesCm128HmacSha1_80 => Suite::AesCm128HmacSha1_80,
        CryptoSuite::AesCm128HmacSha1_32 => Suite::AesCm128HmacSha1_32,
    };
    Keying::new(suite, key.octets())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_new_changes_and_every_suite_has_its_key() {
        let (one, other) = (draw(), draw());
        assert!(one.iter().zip(&other).all(|(one, other)| one != other));
        let keys = |ours, theirs| Some(Keys { ours, theirs });
        for (&ours, &theirs) in one.iter().zip(&other) {
            let all = Some(Security::On { ours: keying(ours), theirs: keying(theirs) });
            assert!(keying(ours).is_some() && keying(theirs).is_some());
            assert_eq!(change(None, keys(ours, theirs)), all);
            assert_eq!(change(keys(ours, theirs), keys(ours, theirs)), None);
            let fresh = draw()[0];
            let new_theirs = Some(Security::On { ours: None, theirs: keying(fresh) });
            assert_eq!(change(keys(ours, theirs), keys(ours, fresh)), new_theirs);
            assert_eq!(change(keys(ours, theirs), None), Some(Security::Off));
        }
        assert_eq!(change(None, None), None);
    }
}
