//! Authorization fields as they come in.

use super::Algorithm;
use crate::message::{HeaderName, Request, list};

/// More digest answers in one request are not looked at.
const MOST_CREDENTIALS: usize = 5;

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
        let pairs: Vec<(&str, String)> = list(rest).filter_map(pair).collect();
        let value = |name: &str| {
            pairs.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
        };
        Some(Self {
            algorithm: value("algorithm").map_or(Some(Algorithm::Md5), |text| Algorithm::parse(&text))?,
            username: value("username")?,
            realm: value("realm")?,
            nonce: value("nonce")?,
            uri: value("uri")?,
            response: value("response")?,
            cnonce: value("cnonce").unwrap_or_default(),
            qop: value("qop").unwrap_or_default(),
            nc: value("nc").unwrap_or_default(),
        })
    }
}

fn pair(text: &str) -> Option<(&str, String)> {
    let (name, value) = text.split_once('=')?;
    let value = value.trim();
    let value = match value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => value.to_owned(),
    };
    Some((name.trim(), value))
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.algorithm.as_str())
    }
}
