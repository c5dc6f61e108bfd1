//! Authorization fields as they come in.

use super::Algorithm;
use crate::message::{HeaderName, Request, list, unescaped};

/// More digest answers in one request are not looked at.
const MOST_CREDENTIALS: usize = 5;
/// More pairs in one of them are not looked at.
const MOST_PAIRS: usize = 32;

/// One digest answer. Its `Debug` is masked.
#[derive(Clone)]
pub struct Credentials {
    pub(super) algorithm: Algorithm,
    pub(super) username: String,
    pub(super) realm: String,
    pub(super) nonce: String,
    pub(super) uri: String,
    pub(super) response: String,
    pub(super) cnonce: String,
    pub(super) qop: String,
    pub(super) nc: String,
    /// A SIM's word that it is ahead of its network (RFC 3310 §3.4).
    pub(super) auts: Option<String>,
}

impl Credentials {
    pub fn username(&self) -> &str {
        &self.username
    }

    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Those of a request that are for this realm.
    pub(super) fn of(request: &Request, realm: &str) -> Vec<Self> {
        let fields = request.fields();
        let lines = fields.all(&HeaderName::Authorization).chain(fields.all(&HeaderName::ProxyAuthorization));
        lines.filter_map(Self::parse).filter(|given| given.realm == realm).take(MOST_CREDENTIALS).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let (scheme, rest) = line.trim().split_once([' ', '\t'])?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return None;
        }
        let pairs = pairs(rest);
        let value = |name: &str| pairs.get(name).map(str::to_owned);
        Some(Self {
            algorithm: pairs.get("algorithm").map_or(Some(Algorithm::Md5), Algorithm::parse)?,
            username: value("username")?,
            realm: value("realm")?,
            nonce: value("nonce")?,
            uri: value("uri")?,
            response: value("response")?,
            cnonce: value("cnonce").unwrap_or_default(),
            qop: value("qop").unwrap_or_default(),
            nc: value("nc").unwrap_or_default(),
            auts: value("auts"),
        })
    }
}

/// The `name=value` pairs of a digest field; values without their quotes and escapes.
pub(super) struct Pairs<'a>(Vec<(&'a str, String)>);

impl Pairs<'_> {
    /// The first of that name, in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

pub(super) fn pairs(text: &str) -> Pairs<'_> {
    let pair = |text| -> Option<(&str, String)> {
        let (name, value) = str::split_once(text, '=')?;
        let value = value.trim();
        let value = match value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
            Some(inner) => unescaped(inner),
            None => value.to_owned(),
        };
        Some((name.trim(), value))
    };
    Pairs(list(text).take(MOST_PAIRS).filter_map(pair).collect())
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.algorithm.as_str())
    }
}
