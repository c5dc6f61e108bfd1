//! The other side of digest authentication: answers to the challenges of a registrar or a provider (RFC 7616, RFC 8760).

use super::Algorithm;
use crate::message::{HeaderName, Response, list};

/// More challenges in one response are not looked at.
const MOST_CHALLENGES: usize = 8;
/// The longest realm, nonce or opaque that is echoed.
const LONGEST_TEXT: usize = 1024;

/// A challenge that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    /// The field had none: RFC 2617 peers do not know the name of theirs, so that it is not told them either.
    names_algorithm: bool,
    /// Whether `auth` is offered; without any the answer is that of RFC 2069.
    has_qop: bool,
    /// The secret was right, the nonce too old: to be answered once more.
    pub stale: bool,
    is_proxy: bool,
}

/// Who answers.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    pub user: &'a str,
    pub secret: &'a str,
}

/// What is drawn anew for each answer.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'a> {
    /// Random characters without quotes.
    pub cnonce: &'a str,
    /// How often this nonce is used, from 1.
    pub count: u32,
}

impl Challenge {
    /// The challenges of a 401 or 407 that can be answered, the strongest first (RFC 8760 §2.4). Unknown algorithms and
    /// `auth-int` alone are left out.
    pub fn of(response: &Response) -> Vec<Challenge> {
        let read = |name: HeaderName, is_proxy| {
            let lines: Vec<String> = response.fields().all(&name).map(|line| line.to_owned()).collect();
            lines.into_iter().take(MOST_CHALLENGES).filter_map(move |line| Self::parse(&line, is_proxy))
        };
        let mut challenges: Vec<_> = read(HeaderName::WwwAuthenticate, false)
            .chain(read(HeaderName::ProxyAuthenticate, true))
            .collect();
        challenges.sort_by_key(|challenge| challenge.algorithm == Algorithm::Md5);
        challenges
    }

    fn parse(line: &str, is_proxy: bool) -> Option<Challenge> {
        let (scheme, rest) = line.trim().split_once([' ', '\t'])?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return None;
        }
        let value = |name: &str| list(rest).find_map(|pair| named(pair, name));
        let named_algorithm = value("algorithm");
        let qop = value("qop");
        let has_auth =
            qop.as_deref().map(|qop| qop.split(',').any(|one| one.trim().eq_ignore_ascii_case("auth")));
        if has_auth == Some(false) {
            return None;
        }
        let text = |name| value(name).filter(|text| text.len() <= LONGEST_TEXT);
        Some(Challenge {
            realm: text("realm")?,
            nonce: text("nonce")?,
            opaque: text("opaque"),
            algorithm: named_algorithm.as_deref().map_or(Some(Algorithm::Md5), Algorithm::parse)?,
            names_algorithm: named_algorithm.is_some(),
            has_qop: has_auth.is_some(),
            stale: value("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
            is_proxy,
        })
    }

    /// The field that answers it, for a request of this method and Request-URI.
    pub fn answer(
        &self,
        account: Account<'_>,
        method: &str,
        uri: &str,
        draw: Draw<'_>,
    ) -> (HeaderName, String) {
        let hash = |text: &str| self.algorithm.hash(text);
        let ha1 = hash(&format!("{}:{}:{}", account.user, self.realm, account.secret));
        let ha2 = hash(&format!("{method}:{uri}"));
        let (nonce, cnonce, count) = (&self.nonce, draw.cnonce, format!("{:08x}", draw.count));
        let response = if self.has_qop {
            hash(&format!("{ha1}:{nonce}:{count}:{cnonce}:auth:{ha2}"))
        } else {
            hash(&format!("{ha1}:{nonce}:{ha2}"))
        };
        let mut field = format!(
            "Digest username={}, realm={}, nonce={}, uri={}, response=\"{response}\"",
            quoted(account.user),
            quoted(&self.realm),
            quoted(nonce),
            quoted(uri),
        );
        if self.names_algorithm {
            field += &format!(", algorithm={}", self.algorithm.as_str());
        }
        if self.has_qop {
            field += &format!(", qop=auth, nc={count}, cnonce={}", quoted(cnonce));
        }
        if let Some(opaque) = &self.opaque {
            field += &format!(", opaque={}", quoted(opaque));
        }
        let name = if self.is_proxy { HeaderName::ProxyAuthorization } else { HeaderName::Authorization };
        (name, field)
    }
}

fn named(pair: &str, wanted: &str) -> Option<String> {
    let (name, value) = pair.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case(wanted) {
        return None;
    }
    let value = value.trim();
    Some(match value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => value.to_owned(),
    })
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Request, Uri};

    fn challenged(lines: &[&str]) -> Vec<Challenge> {
        let mut response = Response::to(&Request::new("REGISTER", Uri::sip("", "h")), 401);
        lines.iter().for_each(|line| response.push(HeaderName::WwwAuthenticate, *line));
        Challenge::of(&response)
    }

    /// The `response` of the answer's field.
    fn answered(challenge: &str, account: (&str, &str), method: &str, uri: &str, cnonce: &str) -> String {
        let challenge = challenged(&[challenge]).remove(0);
        let account = Account { user: account.0, secret: account.1 };
        let (_, field) = challenge.answer(account, method, uri, Draw { cnonce, count: 1 });
        field.split_once("response=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
    }

    #[test]
    fn answers_are_those_of_the_rfcs() {
        // RFC 2617 §3.5, RFC 7616 §3.9.1 in both algorithms, and RFC 2069 §2.4 as corrected by its erratum.
        let rfc7616 = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", \
            nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        let (circle, cnonce) = (("Mufasa", "Circle of Life"), "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        for (challenge, account, uri, cnonce, expected) in [
            (
                "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", \
                 nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""
                    .to_owned(),
                ("Mufasa", "Circle Of Life"),
                "/dir/index.html",
                "0a4f113b",
                "6629fae49393a05397450978507c4ef1",
            ),
            (
                format!("{rfc7616}, algorithm=SHA-256"),
                circle,
                "/dir/index.html",
                cnonce,
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
            (
                format!("{rfc7616}, algorithm=MD5"),
                circle,
                "/dir/index.html",
                cnonce,
                "8ca523f5e9506fed4657c9700eebdbec",
            ),
            (
                "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
                 opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""
                    .to_owned(),
                ("Mufasa", "CircleOfLife"),
                "/dir/index.html",
                "",
                "1949323746fe6a43ef61f9606e7febea",
            ),
        ] {
            assert_eq!(answered(&challenge, account, "GET", uri, cnonce), expected, "{challenge}");
        }
    }

    #[test]
    fn the_strongest_challenge_comes_first_and_unknown_ones_are_left_out() {
        let challenges = challenged(&[
            "Digest realm=\"r\", nonce=\"1\", algorithm=MD5",
            "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-512-256",
            "Digest realm=\"r\", nonce=\"3\", algorithm=SHA-256, qop=\"auth\"",
            "Digest realm=\"r\", nonce=\"4\", qop=\"auth-int\"",
            "Basic realm=\"r\"",
        ]);
        let nonces: Vec<_> = challenges.iter().map(|challenge| challenge.nonce.as_str()).collect();
        assert_eq!(nonces, ["3", "1"]);
    }

    #[test]
    fn what_cannot_be_read_is_no_challenge() {
        let long = format!("Digest realm=\"r\", nonce=\"{}\"", "x".repeat(LONGEST_TEXT + 1));
        for line in
            ["", "Digest", "Digest realm=\"r\"", "Digest nonce=\"n\"", "Digest realm=\"r, nonce=\"n\"", &long]
        {
            assert_eq!(challenged(&[line]), [], "{line}");
        }
    }

    #[test]
    fn our_own_challenge_is_answered_so_that_we_take_it() {
        use crate::auth::{Nonces, Verdict, ha1};
        let (nonces, now) = (Nonces::new([7; 32]), jiff::Timestamp::UNIX_EPOCH);
        for algorithm in [Algorithm::Md5, Algorithm::Sha256] {
            let lines = nonces.challenge("example.org", &[algorithm], false, now);
            let challenge = challenged(&[&lines[0]]).remove(0);
            let account = Account { user: "anna \"x\"", secret: "s" };
            let draw = Draw { cnonce: "c", count: 1 };
            let (name, field) = challenge.answer(account, "INVITE", "sip:b@h", draw);
            let mut request = Request::new("INVITE", Uri::sip("b", "h"));
            request.push(name, field);
            let given = nonces.credentials(&request, "example.org").remove(0);
            let secret = ha1(algorithm, account.user, "example.org", account.secret);
            assert_eq!(nonces.verify(&given, "INVITE", &secret, &[algorithm], now), Verdict::Right);
        }
    }
}
