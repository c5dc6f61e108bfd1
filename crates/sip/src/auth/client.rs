//! Our answers to challenges of others: a trunk's registration and its calls (RFC 3261 §22, RFC 7616, RFC 8760).

use super::aka::{Said, Sim};
use super::credentials::pairs;
use super::{Algorithm, ha1_of};
use crate::message::{HeaderName, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use std::sync::Arc;

/// More challenges in one response are not looked at.
const MOST_CHALLENGES: usize = 8;

/// Whom we answer: a proxy's challenge (407) and a server's (401) are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Server,
    Proxy,
}

impl Door {
    fn of(status: u16) -> Option<Self> {
        match status {
            401 => Some(Self::Server),
            407 => Some(Self::Proxy),
            _ => None,
        }
    }

    fn challenge(self) -> HeaderName {
        match self {
            Self::Server => HeaderName::WwwAuthenticate,
            Self::Proxy => HeaderName::ProxyAuthenticate,
        }
    }

    fn answer(self) -> HeaderName {
        match self {
            Self::Server => HeaderName::Authorization,
            Self::Proxy => HeaderName::ProxyAuthorization,
        }
    }

    fn info(self) -> HeaderName {
        match self {
            Self::Server => HeaderName::AuthenticationInfo,
            Self::Proxy => HeaderName::ProxyAuthenticationInfo,
        }
    }
}

/// What of the request is under the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protection {
    /// RFC 2069: no count, no nonce of ours. Only for servers that offer nothing else.
    Bare,
    Auth,
    /// The body, too.
    AuthInt,
}

/// A challenge that we can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    protection: Protection,
    is_stale: bool,
}

impl Challenge {
    /// The value of a WWW-Authenticate or Proxy-Authenticate field; `None` if it is none, or one that we cannot answer.
    pub fn parse(value: &str) -> Option<Self> {
        let (scheme, rest) = value.trim().split_once([' ', '\t'])?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return None;
        }
        let pairs = pairs(rest);
        let value = |name: &str| pairs.get(name);
        let qop = value("qop").map(|offered| {
            let offers = |name: &str| offered.split(',').any(|one| one.trim().eq_ignore_ascii_case(name));
            match () {
                () if offers("auth") => Some(Protection::Auth),
                () if offers("auth-int") => Some(Protection::AuthInt),
                () => None,
            }
        });
        Some(Self {
            realm: value("realm")?.to_owned(),
            nonce: value("nonce").filter(|nonce| !nonce.is_empty())?.to_owned(),
            opaque: value("opaque").map(str::to_owned),
            algorithm: value("algorithm").map_or(Some(Algorithm::Md5), Algorithm::parse)?,
            protection: qop.unwrap_or(Some(Protection::Bare))?,
            is_stale: value("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
        })
    }

    pub fn realm(&self) -> &str {
        &self.realm
    }

    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

/// What is asked, as far as it is under the proof.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub method: &'a str,
    /// The Request-URI as it is sent.
    pub uri: &'a str,
    pub body: &'a [u8],
}

/// The value of Authorization or Proxy-Authorization that answers a challenge. `count` is how often its nonce has been
/// answered, this time included; `cnonce` is random.
pub fn answer(
    challenge: &Challenge,
    username: &str,
    secret: &[u8],
    asked: Asked<'_>,
    count: u32,
    cnonce: &str,
) -> String {
    let Challenge { realm, nonce, algorithm, protection, .. } = challenge;
    let ha1 = ha1_of(*algorithm, username, realm, secret);
    let Asked { method, uri, body } = asked;
    let ha2 = match protection {
        Protection::AuthInt => algorithm.hash(&format!("{method}:{uri}:{}", algorithm.hash_bytes(body))),
        Protection::Auth | Protection::Bare => algorithm.hash(&format!("{method}:{uri}")),
    };
    let qop = match protection {
        Protection::AuthInt => "auth-int",
        Protection::Auth | Protection::Bare => "auth",
    };
    let response = match protection {
        Protection::Bare => algorithm.hash(&format!("{ha1}:{nonce}:{ha2}")),
        _ => algorithm.hash(&format!("{ha1}:{nonce}:{count:08x}:{cnonce}:{qop}:{ha2}")),
    };
    let mut out = format!(
        "Digest username={}, realm={}, nonce={}, uri={}, response=\"{response}\", algorithm={}",
        quoted(username),
        quoted(realm),
        quoted(nonce),
        quoted(uri),
        algorithm.as_str()
    );
    // Writing to a string cannot fail.
    if *protection != Protection::Bare {
        let _ = write!(out, ", qop={qop}, nc={count:08x}, cnonce={}", quoted(cnonce));
    }
    if let Some(opaque) = &challenge.opaque {
        let _ = write!(out, ", opaque={}", quoted(opaque));
    }
    out
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars().filter(|character| !character.is_control()) {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}

/// What is to be done about a 401 or 407.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send the request again, with a higher CSeq and with [`Account::fields`].
    Again,
    /// The secret is wrong, or nothing was asked that we can or may answer.
    GiveUp,
}

/// What an account is proven by.
#[derive(Clone)]
enum Secret {
    Password(String),
    Sim(Arc<Sim>),
}

/// A name and a secret at somebody else's, with the nonces in use. One for each trunk; its `Debug` is masked.
pub struct Account {
    username: String,
    secret: Secret,
    /// The only realm that is answered; `None`: whichever asks first.
    realm: Option<String>,
    server: Option<Answering>,
    proxy: Option<Answering>,
}

/// A challenge with how often it was answered.
struct Answering {
    challenge: Challenge,
    count: u32,
    /// The password, or what a SIM says in its place.
    password: Vec<u8>,
    /// A SIM's word that the network has fallen behind.
    auts: Option<String>,
    /// An answer has gone out whose success is not known.
    is_tried: bool,
    /// The last challenge was for staleness alone.
    was_stale: bool,
}

impl Account {
    /// Proven by a password.
    pub fn new(username: &str, secret: &str, realm: Option<&str>) -> Self {
        Self::proven_by(Secret::Password(secret.to_owned()), username, realm)
    }

    /// Proven by a SIM (RFC 3310).
    pub fn of_sim(username: &str, sim: Arc<Sim>, realm: Option<&str>) -> Self {
        Self::proven_by(Secret::Sim(sim), username, realm)
    }

    fn proven_by(secret: Secret, username: &str, realm: Option<&str>) -> Self {
        Self {
            username: username.to_owned(),
            secret,
            realm: realm.map(str::to_owned),
            server: None,
            proxy: None,
        }
    }

    /// Takes the challenges of a 401 or 407 to a request that had [`Self::fields`]. The first that we can answer counts
    /// (RFC 8760 §2.4), unless the realm was answered by a better hash before.
    pub fn challenged(&mut self, response: &Response) -> Next {
        let Some(door) = Door::of(response.status()) else { return Next::GiveUp };
        let name = door.challenge();
        let values = response.fields().all(&name).take(MOST_CHALLENGES);
        let Some(challenge) =
            values.filter_map(Challenge::parse).find(|challenge| self.may_answer(door, challenge))
        else {
            return Next::GiveUp;
        };
        let before = self.at(door).take();
        let was_tried = before.as_ref().is_some_and(|before| before.is_tried);
        let was_stale = before.as_ref().is_some_and(|before| before.was_stale);
        let was_behind = before.is_some_and(|before| before.auts.is_some());
        // RFC 7616 §3.3: only a stale nonce is a reason to try the same secret again, and only once; or a network that knows now
        // how far a SIM is (RFC 3310 §3.4).
        if was_tried && !was_behind && (!challenge.is_stale || was_stale) {
            return Next::GiveUp;
        }
        let Some((password, auts)) = self.said(&challenge) else { return Next::GiveUp };
        // One that stays behind although it was told is not told again.
        if was_behind && auts.is_some() {
            return Next::GiveUp;
        }
        let was_stale = was_tried;
        *self.at(door) = Some(Answering { challenge, count: 0, password, auts, is_tried: false, was_stale });
        Next::Again
    }

    /// The password for a challenge, and what a SIM has to say besides. `None`: the challenge is not of the SIM's network.
    fn said(&self, challenge: &Challenge) -> Option<(Vec<u8>, Option<String>)> {
        match &self.secret {
            Secret::Password(password) => Some((password.clone().into_bytes(), None)),
            Secret::Sim(sim) => match sim.answer(&challenge.nonce)? {
                Said::Res(res) => Some((res.to_vec(), None)),
                Said::Behind(auts) => Some((Vec::new(), Some(STANDARD.encode(auts)))),
            },
        }
    }

    fn may_answer(&mut self, door: Door, challenge: &Challenge) -> bool {
        let is_ours = self.realm.as_ref().is_none_or(|realm| *realm == challenge.realm);
        let before = self.at(door).as_ref().map(|before| &before.challenge);
        let is_weaker = before.is_some_and(|before| {
            before.realm == challenge.realm
                && before.algorithm == Algorithm::Sha256
                && challenge.algorithm == Algorithm::Md5
        });
        // A SIM answers its own network only, and a password is for nobody who asks a SIM.
        let is_for_sims = challenge.algorithm == Algorithm::AkaV1Md5;
        is_ours && !is_weaker && is_for_sims == matches!(self.secret, Secret::Sim(_))
    }

    fn at(&mut self, door: Door) -> &mut Option<Answering> {
        match door {
            Door::Server => &mut self.server,
            Door::Proxy => &mut self.proxy,
        }
    }

    /// The fields with which a request proves us, to those who have challenged us before: to be made for each request
    /// anew, and for each time it is sent with a CSeq of its own.
    pub fn fields(&mut self, asked: Asked<'_>) -> Vec<(HeaderName, String)> {
        let username = self.username.clone();
        let mut fields: Vec<_> = self.unasked(asked).into_iter().collect();
        for door in [Door::Server, Door::Proxy] {
            let Some(answering) = self.at(door) else { continue };
            answering.count = answering.count.saturating_add(1);
            answering.is_tried = true;
            let cnonce = format!("{:016x}", rand::random::<u64>());
            let Answering { challenge, password, auts, count, .. } = answering;
            let mut value = answer(challenge, &username, password, asked, *count, &cnonce);
            if let Some(auts) = auts {
                value.push_str(&format!(", auts=\"{auts}\""));
            }
            fields.push((door.answer(), value));
        }
        fields
    }

    /// A SIM's network knows by its name alone what to ask (3GPP TS 24.229 §5.1.1.2), so that a registration begins with it.
    fn unasked(&self, asked: Asked<'_>) -> Option<(HeaderName, String)> {
        let is_first =
            matches!(self.secret, Secret::Sim(_)) && self.server.is_none() && asked.method == "REGISTER";
        let realm = asked.uri.split_once(':')?.1.split([';', ':', '?']).next()?;
        let (username, realm, uri) = (quoted(&self.username), quoted(realm), quoted(asked.uri));
        let value =
            format!("Digest username={username}, realm={realm}, nonce=\"\", uri={uri}, response=\"\"");
        is_first.then_some((HeaderName::Authorization, value))
    }

    /// Takes any other final response: our answers were right, and the next nonce may be named (RFC 7616 §3.5).
    pub fn answered(&mut self, response: &Response) {
        for door in [Door::Server, Door::Proxy] {
            let info = response.header(&door.info()).map(pairs);
            let Some(answering) = self.at(door) else { continue };
            (answering.is_tried, answering.was_stale) = (false, false);
            let next = info.as_ref().and_then(|info| info.get("nextnonce")).filter(|nonce| !nonce.is_empty());
            if let Some(next) = next.filter(|next| *next != answering.challenge.nonce) {
                answering.challenge.nonce = next.to_owned();
                answering.count = 0;
            }
        }
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Nonces, Verdict, ha1};
    use crate::message::{Request, Uri};
    use jiff::Timestamp;

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);
    const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const ASKED: Asked<'_> = Asked { method: "REGISTER", uri: "sip:example", body: b"" };

    fn refusal(status: u16, challenges: &[&str]) -> Response {
        let mut response = Response::to(&Request::new("REGISTER", Uri::sip("", "example")), status);
        let name = Door::of(status).map_or(HeaderName::WwwAuthenticate, Door::challenge);
        challenges.iter().for_each(|challenge| response.push(name.clone(), *challenge));
        response
    }

    fn parameter(value: &str, name: &str) -> Option<String> {
        pairs(value.split_once(' ').unwrap().1).get(name).map(str::to_owned)
    }

    /// RFC 7616 §3.9.1.
    #[test]
    fn known_answers() {
        for (algorithm, qop, expected) in [
            ("MD5", "auth, auth-int", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "auth", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ] {
            let challenge = Challenge::parse(&format!(
                r#"Digest realm="http-auth@example.org", qop="{qop}", algorithm={algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
            ))
            .unwrap();
            let asked = Asked { method: "GET", uri: "/dir/index.html", body: b"" };
            let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
            let value = answer(&challenge, "Mufasa", b"Circle of Life", asked, 1, cnonce);
            assert_eq!(parameter(&value, "response").as_deref(), Some(expected));
            assert_eq!(
                parameter(&value, "opaque").as_deref(),
                Some("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")
            );
            assert_eq!(parameter(&value, "nc").as_deref(), Some("00000001"));
        }
        // RFC 2069 as its erratum has it, and RFC 2617's auth-int.
        let bare = Challenge::parse(
            r#"Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093""#,
        );
        let asked = Asked { method: "GET", uri: "/dir/index.html", body: b"" };
        let value = answer(&bare.unwrap(), "Mufasa", b"CircleOfLife", asked, 1, "x");
        assert_eq!(parameter(&value, "response").as_deref(), Some("1949323746fe6a43ef61f9606e7febea"));
        assert_eq!(
            (parameter(&value, "qop"), parameter(&value, "nc"), parameter(&value, "cnonce")),
            (None, None, None)
        );
    }

    #[test]
    fn only_what_can_be_answered_is_a_challenge() {
        for value in [
            "",
            "Digest",
            "Basic realm=\"x\"",
            "Digest realm=\"x\"",
            "Digest nonce=\"x\"",
            "Digest realm=\"x\", nonce=\"\"",
            "Digest realm=\"x\", nonce=\"n\", algorithm=MD5-sess",
            "Digest realm=\"x\", nonce=\"n\", qop=\"token\"",
            "Digest realm=\"x\", nonce=\"n\", algorithm=SHA-512-256",
        ] {
            assert_eq!(Challenge::parse(value), None, "{value}");
        }
        let only_int = Challenge::parse("Digest realm=x, nonce=n, qop=auth-int").unwrap();
        let body = answer(&only_int, "a", b"b", Asked { body: b"1", ..ASKED }, 1, "c");
        assert_ne!(
            body,
            answer(&only_int, "a", b"b", Asked { body: b"2", ..ASKED }, 1, "c"),
            "the body is under the proof"
        );
        assert!(body.contains("qop=auth-int"));
    }

    #[test]
    fn our_own_server_takes_our_answers() {
        for (algorithms, user) in [
            (vec![Algorithm::Sha256, Algorithm::Md5], "alice"),
            (vec![Algorithm::Md5], "alice"),
            (vec![Algorithm::Sha256], r#"a"\b"#),
        ] {
            let nonces = Nonces::new([1; 32]);
            let offered = nonces.challenge("example", &algorithms, false, HERE, NOW);
            let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
            let mut account = Account::new(user, "pw", Some("example"));
            assert!(account.fields(ASKED).is_empty(), "nobody has asked");
            for status in [401, 407] {
                assert_eq!(account.challenged(&refusal(status, &offered)), Next::Again);
            }
            for _ in 0..3 {
                let fields = account.fields(ASKED);
                assert_eq!(fields.len(), 2);
                for (name, value) in fields.into_iter().filter(|(name, _)| *name == HeaderName::Authorization)
                {
                    let mut request = Request::new("REGISTER", Uri::sip("", "example"));
                    request.push(name, value);
                    let given = nonces.credentials(&request, "example").remove(0);
                    assert_eq!((given.username(), given.algorithm()), (user, algorithms[0]));
                    let ha1 = ha1(algorithms[0], user, "example", "pw");
                    assert_eq!(
                        nonces.verify(&given, HERE, "REGISTER", &ha1, &algorithms, NOW),
                        Verdict::Right
                    );
                }
            }
        }
    }

    #[test]
    fn a_wrong_secret_is_not_tried_again_and_a_stale_nonce_once() {
        let first = r#"Digest realm="r", nonce="1", qop="auth""#;
        let stale = r#"Digest realm="r", nonce="2", qop="auth", stale=TRUE"#;
        let mut account = Account::new("a", "b", None);
        assert_eq!(account.challenged(&refusal(401, &[first])), Next::Again);
        account.fields(ASKED);
        assert_eq!(account.challenged(&refusal(401, &[first])), Next::GiveUp);
        let mut account = Account::new("a", "b", None);
        account.challenged(&refusal(401, &[first]));
        account.fields(ASKED);
        assert_eq!(account.challenged(&refusal(401, &[stale])), Next::Again);
        assert!(account.fields(ASKED)[0].1.contains(r#"nonce="2""#));
        assert_eq!(
            account.challenged(&refusal(401, &[stale])),
            Next::GiveUp,
            "a server that never has enough"
        );
        // Once it was right, a nonce may grow stale again.
        let mut account = Account::new("a", "b", None);
        account.challenged(&refusal(401, &[first]));
        for _ in 0..3 {
            account.fields(ASKED);
            account.answered(&refusal(200, &[]));
            account.fields(ASKED);
            assert_eq!(account.challenged(&refusal(401, &[stale])), Next::Again);
        }
    }

    #[test]
    fn the_next_nonce_is_used_from_its_beginning() {
        let mut account = Account::new("a", "b", None);
        account.challenged(&refusal(401, &[r#"Digest realm="r", nonce="1", qop="auth""#]));
        account.fields(ASKED);
        let mut ok = refusal(200, &[]);
        account.answered(&ok);
        assert!(account.fields(ASKED)[0].1.contains("nc=00000002"));
        ok.push(HeaderName::AuthenticationInfo, r#"qop=auth, nextnonce="3", rspauth="x""#);
        account.answered(&ok);
        let value = account.fields(ASKED).remove(0).1;
        assert!(value.contains("nc=00000001") && value.contains(r#"nonce="3""#), "{value}");
    }

    #[test]
    fn foreign_realms_and_weaker_hashes_are_not_answered() {
        let weak = r#"Digest realm="ours", nonce="1", algorithm=MD5, qop="auth""#;
        let strong = r#"Digest realm="ours", nonce="1", algorithm=SHA-256, qop="auth""#;
        let foreign = r#"Digest realm="theirs", nonce="1", qop="auth""#;
        let mut account = Account::new("a", "b", Some("ours"));
        assert_eq!(account.challenged(&refusal(401, &[foreign])), Next::GiveUp);
        assert_eq!(account.challenged(&refusal(401, &[foreign, strong, weak])), Next::Again);
        assert!(account.fields(ASKED)[0].1.contains("algorithm=SHA-256"));
        account.answered(&refusal(200, &[]));
        assert_eq!(account.challenged(&refusal(401, &[weak])), Next::GiveUp, "it could do better before");
        for status in [200, 403, 500] {
            assert_eq!(account.challenged(&refusal(status, &[strong])), Next::GiveUp);
        }
        assert_eq!(format!("{account:?}"), "Account");
    }
}
