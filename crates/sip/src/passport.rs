//! Identity (RFC 8224) and the PASSporT in it (RFC 8225, RFC 8588): who has signed what of a call, read and held against the
//! certificates that it names. What is claimed is judged by [`domain::stir`].

mod chain;

pub use chain::{Chain, ChainError, Roots};

use crate::message::{HeaderName, Request};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::stir::{Attestation, Claim};
use jiff::Timestamp;
use serde::Deserialize;
use std::fmt;

/// The longest Identity field that is read: a claim has some hundred octets, its address perhaps as many.
const LONGEST: usize = 8 << 10;
/// Identity fields of one request that are looked at: one of the caller's provider, others of those that diverted the call.
const MOST: usize = 8;
/// Called numbers of one claim.
const MOST_CALLED: usize = 16;
/// The only signature that is known (RFC 8225 §6): ECDSA on P-256 with SHA-256, two numbers of 32 octets.
const ALGORITHM: &str = "ES256";
const SIGNATURE_OCTETS: usize = 64;
/// The only kinds that say who calls (RFC 8588): `div` (RFC 8946) says who has sent the call on.
const SHAKEN: &str = "shaken";

/// A signed claim, not yet proven.
#[derive(Clone, PartialEq, Eq)]
pub struct Passport {
    pub claim: Claim,
    /// Where its certificates lie.
    pub certificates: String,
    /// What is signed: header and payload as they came.
    signed: String,
    signature: [u8; SIGNATURE_OCTETS],
}

/// Why an Identity field says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no PASSporT that is known here: {0}")]
pub struct Unreadable(&'static str);

/// RFC 8225 §4, RFC 8588 §3.
#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: String,
    ppt: Option<String>,
    x5u: String,
}

/// RFC 8225 §5, RFC 8588 §4 and §5.
#[derive(Deserialize)]
struct Payload {
    attest: Option<String>,
    iat: i64,
    orig: Orig,
    dest: Dest,
}

#[derive(Deserialize)]
struct Orig {
    tn: String,
}

#[derive(Deserialize)]
struct Dest {
    #[serde(default)]
    tn: Vec<String>,
}

/// What a request says of its caller; `None`: nothing that is signed. Where there are several, that of the caller's provider.
pub fn of_request(request: &Request) -> Option<Result<Passport, Unreadable>> {
    let name = HeaderName::other("Identity");
    let mut fields = request.fields().all(&name).take(MOST);
    let first = fields.next()?;
    let says_who_calls = |field: &&str| parameter(field, "ppt").is_none_or(|kind| kind == SHAKEN);
    let field = std::iter::once(first).chain(fields).find(says_who_calls)?;
    Some(Passport::parse(field))
}

/// RFC 8224 §4.1: a parameter behind the token, quoted or not.
fn parameter<'a>(field: &'a str, name: &str) -> Option<&'a str> {
    let mut parameters = field.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let value = parameters.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?.1.trim();
    Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
}

impl Passport {
    /// Reads a whole Identity field. The compact form, in which the payload is left out (RFC 8225 §7), is not for calls that
    /// are attested (RFC 8588 §7).
    pub fn parse(field: &str) -> Result<Passport, Unreadable> {
        if field.len() > LONGEST {
            return Err(Unreadable("it is too long"));
        }
        let token = field.split(';').next().unwrap_or_default().trim();
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Unreadable("it has not three parts"));
        };
        let signed = format!("{header}.{payload}");
        let signature =
            decoded(signature)?.try_into().map_err(|_| Unreadable("its signature has not 64 octets"))?;
        let header: Header =
            serde_json::from_slice(&decoded(header)?).map_err(|_| Unreadable("its header is none"))?;
        let is_known = header.ppt.as_deref().is_none_or(|kind| kind == SHAKEN);
        if header.alg != ALGORITHM || !header.typ.eq_ignore_ascii_case("passport") || !is_known {
            return Err(Unreadable("its kind is not known"));
        }
        // RFC 8224 §4.1: what is said beside the token is the same.
        if parameter(field, "info").is_some_and(|info| unbracketed(info) != header.x5u) {
            return Err(Unreadable("it names two certificates"));
        }
        let payload: Payload =
            serde_json::from_slice(&decoded(payload)?).map_err(|_| Unreadable("its payload is none"))?;
        Ok(Passport { claim: claim(payload)?, certificates: header.x5u, signed, signature })
    }

    /// What tells it from all others.
    pub fn signature(&self) -> [u8; SIGNATURE_OCTETS] {
        self.signature
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, Unreadable> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| Unreadable("it is not Base64"))
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text)
}

fn claim(payload: Payload) -> Result<Claim, Unreadable> {
    let attestation = match payload.attest.as_deref() {
        Some(named) => Some(Attestation::named(named).ok_or(Unreadable("its attestation is not known"))?),
        None => None,
    };
    let at = Timestamp::from_second(payload.iat).map_err(|_| Unreadable("its time is none"))?;
    if payload.dest.tn.len() > MOST_CALLED {
        return Err(Unreadable("it is of too many calls"));
    }
    let called = payload.dest.tn.iter().map(|number| digits(number)).collect::<Result<_, _>>()?;
    Ok(Claim { attestation, at, caller: digits(&payload.orig.tn)?, called })
}

/// RFC 8224 §8.3: digits alone; some leave the plus.
fn digits(number: &str) -> Result<String, Unreadable> {
    let digits = number.strip_prefix('+').unwrap_or(number);
    let is_number = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.to_owned()).ok_or(Unreadable("its numbers are none"))
}

/// Numbers are not for logs.
impl fmt::Debug for Passport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passport").field("certificates", &self.certificates).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "passport/tests.rs"]
mod tests;
