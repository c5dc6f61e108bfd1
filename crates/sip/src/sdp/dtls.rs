//! Keys by a handshake (RFC 5763): whose certificate is to be believed, and who begins.

use super::ice::Ice;
use std::fmt::Write;

/// SHA-256 of a certificate.
const DIGEST: usize = 32;

/// How a stream's keys are agreed on, as browsers want it (RFC 8827 §6.5).
pub(super) const PROTOCOLS: [&str; 2] = ["UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP"];

/// Who begins (RFC 4145 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    Active,
    Passive,
    Either,
}

impl Setup {
    pub(super) fn parse(value: &str) -> Option<Self> {
        match value.trim() {
            "active" => Some(Self::Active),
            "passive" => Some(Self::Passive),
            "actpass" => Some(Self::Either),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Passive => "passive",
            Self::Either => "actpass",
        }
    }

    /// What we are to somebody who says this; whoever leaves the choice begins (RFC 5763 §5).
    pub(super) fn answered(self) -> Self {
        match self {
            Self::Passive => Self::Active,
            Self::Active | Self::Either => Self::Passive,
        }
    }
}

/// Our side of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dtls {
    pub ice: Ice,
    pub fingerprint: [u8; DIGEST],
}

/// The other side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DtlsPeer {
    pub fingerprint: [u8; DIGEST],
    /// What we are to it, never [`Setup::Either`].
    pub setup: Setup,
}

impl Dtls {
    /// All lines of the stream but those of codecs.
    pub(super) fn write(&self, out: &mut String, mid: &str, setup: Setup) {
        self.ice.write(out);
        let digest: Vec<String> = self.fingerprint.iter().map(|octet| format!("{octet:02X}")).collect();
        let (digest, setup) = (digest.join(":"), setup.name());
        let _ =
            write!(out, "a=fingerprint:sha-256 {digest}\r\na=setup:{setup}\r\na=mid:{mid}\r\na=rtcp-mux\r\n");
        // One track of one stream (RFC 8830): pages look for it.
        out.push_str("a=msid:switchroom sound\r\n");
    }
}

/// `sha-256 4A:AD:…`; another digest is none that we know.
pub(super) fn fingerprint(value: &str) -> Option<[u8; DIGEST]> {
    let (name, digest) = value.trim().split_once(' ')?;
    if !name.eq_ignore_ascii_case("sha-256") {
        return None;
    }
    let mut octets = [0; DIGEST];
    let mut parts = digest.trim().split(':');
    for octet in &mut octets {
        let part =
            parts.next().filter(|part| part.len() == 2 && part.bytes().all(|one| one.is_ascii_hexdigit()))?;
        *octet = u8::from_str_radix(part, 16).ok()?;
    }
    parts.next().is_none().then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_digest_is_one() {
        let whole: Vec<String> = (0..32).map(|octet| format!("{octet:02x}")).collect();
        let whole = whole.join(":");
        assert_eq!(fingerprint(&format!("SHA-256 {whole}")), Some(std::array::from_fn(|at| at as u8)));
        for value in [
            whole.clone(),
            format!("sha-1 {whole}"),
            format!("sha-256 {whole}:00"),
            format!("sha-256 {}", &whole[3..]),
            format!("sha-256 {}", whole.replace("01", "+1")),
            format!("sha-256 {}", whole.replace(':', "")),
            "sha-256".to_owned(),
            String::new(),
        ] {
            assert_eq!(fingerprint(&value), None, "{value}");
        }
    }

    #[test]
    fn somebody_begins_and_somebody_waits() {
        for (says, ours) in
            [("actpass", Setup::Passive), ("active", Setup::Passive), ("passive", Setup::Active)]
        {
            assert_eq!(Setup::parse(says).map(Setup::answered), Some(ours), "{says}");
        }
        assert_eq!(Setup::parse("holdconn"), None);
    }
}
