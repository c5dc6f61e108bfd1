//! Nonces that prove their own age (HMAC over their moment), so that a flood of challenges costs no memory.

use super::{Algorithm, Credentials, Verdict};
use crate::message::Request;
use crate::transport::source_of;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// How long an answer to a nonce is taken, in seconds.
const NONCE_SECONDS: i64 = 300;
/// Nonces in use whose counts are remembered. Beyond it the older half is forgotten; their next use is `Stale`.
const MOST_COUNTED: usize = 20_000;

/// Makes challenges and judges answers.
pub struct Nonces {
    secret: [u8; 32],
    counted: Mutex<Counted>,
}

/// The highest nonce count used, by nonce. Nonces made before `floor` and not here have been forgotten.
#[derive(Default)]
struct Counted {
    highest: HashMap<String, Use>,
    floor: i64,
}

struct Use {
    count: u32,
    made: i64,
}

impl Nonces {
    /// The secret should be random; with a new one all nonces given out are stale.
    pub fn new(secret: impl AsRef<[u8]>) -> Self {
        Self { secret: Sha256::digest(secret.as_ref()).into(), counted: Mutex::default() }
    }

    /// One value for WWW-Authenticate for each algorithm, in their order (RFC 8760 §2.4: the preferred one first). They are
    /// for whoever hears what is sent to an address, and for nobody else.
    pub fn challenge(
        &self,
        realm: &str,
        algorithms: &[Algorithm],
        stale: bool,
        to: IpAddr,
        now: Timestamp,
    ) -> Vec<String> {
        let salt: u32 = rand::random();
        let nonce = self.nonce(now.as_second(), salt, to);
        let realm = realm.replace(['"', '\\', '\r', '\n'], "");
        let stale = if stale { ", stale=true" } else { "" };
        let one = |algorithm: &Algorithm| {
            let algorithm = algorithm.as_str();
            format!(r#"Digest realm="{realm}", nonce="{nonce}", algorithm={algorithm}, qop="auth"{stale}"#)
        };
        algorithms.iter().map(one).collect()
    }

    /// All digest answers of a request for this realm.
    pub fn credentials(&self, request: &Request, realm: &str) -> Vec<Credentials> {
        Credentials::of(request, realm)
    }

    /// Whether an answer proves the secret behind `ha1`. The algorithm must be one that was offered, or a listener
    /// could make us take the weaker one.
    pub fn verify(
        &self,
        given: &Credentials,
        from: IpAddr,
        method: &str,
        ha1: &str,
        offered: &[Algorithm],
        now: Timestamp,
    ) -> Verdict {
        let Some(made) = self.made(&given.nonce, from) else { return Verdict::Foreign };
        // qop is always offered; without it an answer could be used again and again.
        let Some(count) = count_of(&given.nc) else { return Verdict::Wrong };
        if !offered.contains(&given.algorithm) || !given.qop.eq_ignore_ascii_case("auth") {
            return Verdict::Wrong;
        }
        let Credentials { algorithm, nonce, nc, cnonce, qop, .. } = given;
        let ha2 = algorithm.hash(&format!("{method}:{}", given.uri));
        let right = algorithm.hash(&format!("{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}"));
        let sent = given.response.to_ascii_lowercase();
        if !bool::from(right.as_bytes().ct_eq(sent.as_bytes())) {
            return Verdict::Wrong;
        }
        let age = now.as_second() - made;
        if !(0..=NONCE_SECONDS).contains(&age) || !self.count(nonce, count, made, now) {
            return Verdict::Stale;
        }
        Verdict::Right
    }

    fn nonce(&self, made: i64, salt: u32, to: IpAddr) -> String {
        let mut bytes = Vec::with_capacity(28);
        bytes.extend_from_slice(&made.to_be_bytes());
        bytes.extend_from_slice(&salt.to_be_bytes());
        let proof = self.proof(&bytes, to);
        bytes.extend_from_slice(&proof);
        hex::encode(bytes)
    }

    /// When one of the nonces was made that were sent to an address; `None` for others.
    fn made(&self, nonce: &str, from: IpAddr) -> Option<i64> {
        let bytes = hex::decode(nonce).ok()?;
        let (said, proof) = bytes.split_at_checked(12)?;
        if !bool::from(self.proof(said, from).as_slice().ct_eq(proof)) {
            return None;
        }
        Some(i64::from_be_bytes(said.get(..8)?.try_into().ok()?))
    }

    /// By it a nonce is known to be ours, and to have been sent to an address.
    fn proof(&self, said: &[u8], address: IpAddr) -> [u8; 16] {
        let place = match source_of(address) {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        let whole = self.hmac([said, &place.octets()]);
        std::array::from_fn(|at| whole[at])
    }

    /// RFC 2104 with SHA-256, for a key of 32 bytes.
    fn hmac(&self, [said, place]: [&[u8]; 2]) -> [u8; 32] {
        let pad = |byte: u8| {
            let mut block = [byte; 64];
            block.iter_mut().zip(self.secret).for_each(|(padded, key)| *padded ^= key);
            block
        };
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(said).chain_update(place).finalize();
        Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
    }

    /// Whether this count was not used yet (RFC 7616 §3.4.5).
    fn count(&self, nonce: &str, count: u32, made: i64, now: Timestamp) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = counted.highest.get_mut(nonce) {
            let is_new = count > used.count;
            used.count = used.count.max(count);
            return is_new;
        }
        if made < counted.floor {
            return false;
        }
        if counted.highest.len() >= MOST_COUNTED {
            counted.forget(now.as_second() - NONCE_SECONDS / 2);
        }
        counted.highest.insert(nonce.to_owned(), Use { count, made });
        true
    }
}

/// RFC 7616 §3.4: eight hexadecimal digits, from one on.
fn count_of(nc: &str) -> Option<u32> {
    let is_count = nc.len() == 8 && nc.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_count.then(|| u32::from_str_radix(nc, 16).ok()).flatten().filter(|&count| count > 0)
}

impl Counted {
    fn forget(&mut self, before: i64) {
        self.floor = before;
        self.highest.retain(|_, used| used.made >= before);
        if self.highest.len() >= MOST_COUNTED {
            self.floor = self.highest.values().map(|used| used.made).max().unwrap_or(before) + 1;
            self.highest.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::ha1;
    use crate::message::{HeaderName, Uri};

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);
    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 9));

    fn answered(nonces: &Nonces, challenge: &str, secret: &str, nc: &str) -> Credentials {
        let part = |name: &str| {
            challenge.split(name).nth(1).unwrap().trim_matches('"').split(['"', ',']).next().unwrap()
        };
        let nonce = part("nonce=");
        let algorithm = Algorithm::parse(part("algorithm=")).unwrap();
        let ha1 = ha1(algorithm, "alice", "example", secret);
        let ha2 = algorithm.hash("REGISTER:sip:example");
        let response = algorithm.hash(&format!("{ha1}:{nonce}:{nc}:c:auth:{ha2}"));
        let mut request = Request::new("REGISTER", Uri::sip("", "example"));
        request.push(
            HeaderName::Authorization,
            r#"Digest username="x", realm="elsewhere", nonce="", uri="", response="""#,
        );
        request.push(
            HeaderName::Authorization,
            format!(
                r#"Digest username="alice",realm="example",nonce="{nonce}",uri="sip:example",response="{response}",algorithm={},cnonce="c",qop=auth,nc={nc}"#,
                algorithm.as_str()
            ),
        );
        nonces.credentials(&request, "example").remove(0)
    }

    #[test]
    fn answers_are_judged() {
        use Algorithm::{Md5, Sha256};
        use Verdict::{Foreign, Right, Stale, Wrong};
        let late = NOW + jiff::SignedDuration::from_secs(301);
        for (algorithm, secret, offered, at, expected) in [
            (Md5, "pw", &[Md5][..], NOW, Right),
            (Sha256, "pw", &[Sha256, Md5], NOW, Right),
            (Md5, "other", &[Md5], NOW, Wrong),
            (Md5, "pw", &[Sha256], NOW, Wrong),
            (Md5, "pw", &[Md5], late, Stale),
            (Md5, "other", &[Md5], late, Wrong),
        ] {
            let nonces = Nonces::new([7; 32]);
            let challenge = nonces.challenge("example", &[algorithm], false, HERE, NOW).remove(0);
            let given = answered(&nonces, &challenge, secret, "00000001");
            let ha1 = ha1(algorithm, "alice", "example", "pw");
            assert_eq!(
                nonces.verify(&given, HERE, "REGISTER", &ha1, offered, at),
                expected,
                "{algorithm:?} {secret}"
            );
            assert_ne!(nonces.verify(&given, HERE, "INVITE", &ha1, offered, at), Right);
            assert_eq!(
                Nonces::new([8; 32]).verify(&given, HERE, "REGISTER", &ha1, offered, at),
                Foreign,
                "of another server"
            );
            let elsewhere = "192.0.2.10".parse().unwrap();
            assert_eq!(
                nonces.verify(&given, elsewhere, "REGISTER", &ha1, offered, at),
                Foreign,
                "sent to another address"
            );
        }
    }

    #[test]
    fn an_answer_counts_once() {
        let nonces = Nonces::new([7; 32]);
        let challenge = nonces.challenge("example", &[Algorithm::Md5], true, HERE, NOW).remove(0);
        assert!(challenge.ends_with("stale=true"));
        let ha1 = ha1(Algorithm::Md5, "alice", "example", "pw");
        let judge = |nc| {
            let given = answered(&nonces, &challenge, "pw", nc);
            nonces.verify(&given, HERE, "REGISTER", &ha1, &[Algorithm::Md5], NOW)
        };
        assert_eq!(judge("00000001"), Verdict::Right);
        assert_eq!(judge("00000001"), Verdict::Stale);
        assert_eq!(judge("00000002"), Verdict::Right);
    }

    /// What a listener or a broken phone might try. Each answer would be right if the trick were let through.
    #[test]
    fn tricks_are_no_proof() {
        let nonces = Nonces::new([7; 32]);
        let challenge = nonces.challenge("example", &[Algorithm::Sha256], false, HERE, NOW).remove(0);
        let nonce = challenge.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
        let hash = |text: &str| Algorithm::Sha256.hash(text);
        let (ha1, ha2) = (ha1(Algorithm::Sha256, "alice", "example", "pw"), hash("REGISTER:sip:example"));
        let judged = |more: &str, response: &str| {
            let mut request = Request::new("REGISTER", Uri::sip("", "example"));
            request.push(
                HeaderName::Authorization,
                format!(r#"Digest username="alice", realm="example", nonce="{nonce}", uri="sip:example", response="{response}", {more}"#),
            );
            let given = nonces.credentials(&request, "example");
            given.first().map(|given| nonces.verify(given, HERE, "REGISTER", &ha1, &[Algorithm::Sha256], NOW))
        };
        let bare = hash(&format!("{ha1}:{nonce}:{ha2}"));
        assert_eq!(judged("algorithm=SHA-256", &bare), Some(Verdict::Wrong), "no qop, so no count");
        let with = |nc: &str, qop: &str, ha2: &str| hash(&format!("{ha1}:{nonce}:{nc}:c:{qop}:{ha2}"));
        let int = with("00000001", "auth-int", &hash(&format!("REGISTER:sip:example:{}", hash(""))));
        assert_eq!(judged("algorithm=SHA-256,qop=auth-int,nc=00000001,cnonce=c", &int), Some(Verdict::Wrong));
        for nc in ["1", "+0000001", "00000000", "000000001", "0x000001", "-0000001", ""] {
            let response = with(nc, "auth", &ha2);
            let more = format!("algorithm=SHA-256,qop=auth,nc={nc},cnonce=c");
            assert_eq!(judged(&more, &response), Some(Verdict::Wrong), "{nc}");
        }
        let right = with("00000001", "auth", &ha2);
        assert_eq!(
            judged("algorithm=SHA-512-256,qop=auth,nc=00000001,cnonce=c", &right),
            None,
            "never offered"
        );
        assert_eq!(judged("algorithm=MD5,qop=auth,nc=00000001,cnonce=c", &right), Some(Verdict::Wrong));
        let quoted = r#"algorithm="SHA\-256", qop="au\th", nc="0000000\1", cnonce="\c""#;
        assert_eq!(judged(quoted, &right), Some(Verdict::Right), "escapes mean what they escape");
        assert_eq!(
            judged("algorithm=SHA-256,qop=auth,nc=00000001,cnonce=c", &right),
            Some(Verdict::Stale),
            "replayed"
        );
    }

    #[test]
    fn known_answers_of_rfc_7616() {
        let ha1 = ha1(Algorithm::Sha256, "Mufasa", "http-auth@example.org", "Circle of Life");
        let ha2 = Algorithm::Sha256.hash("GET:/dir/index.html");
        let text = format!(
            "{ha1}:7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth:{ha2}"
        );
        assert_eq!(
            Algorithm::Sha256.hash(&text),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
        );
    }
}
