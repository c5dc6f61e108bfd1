//! The certificates that a signature is held against (RFC 8226): from the one that it names up to a root that we trust.

use super::Passport;
use domain::stir::Fault;
use jiff::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage, ring};

/// Certificates of one chain, and of all roots together.
const LONGEST_CHAIN: usize = 8;
const MOST_ROOTS: usize = 500;
/// By what certificates may be signed: RFC 8226 §3 has P-256, authorities use P-384, too.
const ALGORITHMS: [&dyn SignatureVerificationAlgorithm; 4] =
    [ring::ECDSA_P256_SHA256, ring::ECDSA_P256_SHA384, ring::ECDSA_P384_SHA256, ring::ECDSA_P384_SHA384];

/// Who may sign certificates for callers.
#[derive(Clone)]
pub struct Roots(Vec<TrustAnchor<'static>>);

/// A certificate, and behind it those that lead to its authority.
#[derive(Clone)]
pub struct Chain(Vec<CertificateDer<'static>>);

#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    #[error("these are no certificates in PEM")]
    Unreadable,
    #[error("there are too many certificates")]
    TooMany,
    #[error("a certificate cannot be used: {0}")]
    Unusable(webpki::Error),
}

fn certificates(pem: &[u8], most: usize) -> Result<Vec<CertificateDer<'static>>, ChainError> {
    let mut all = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        if all.len() >= most {
            return Err(ChainError::TooMany);
        }
        all.push(certificate.map_err(|_| ChainError::Unreadable)?);
    }
    if all.is_empty() { Err(ChainError::Unreadable) } else { Ok(all) }
}

impl Roots {
    /// Of a PEM file.
    pub fn read(pem: &[u8]) -> Result<Roots, ChainError> {
        let anchor = |certificate: &CertificateDer<'_>| {
            webpki::anchor_from_trusted_cert(certificate).map(|anchor| anchor.to_owned())
        };
        let anchors = certificates(pem, MOST_ROOTS)?.iter().map(anchor).collect::<Result<_, _>>();
        Ok(Roots(anchors.map_err(ChainError::Unusable)?))
    }

    /// Whether a claim was signed by whom the first certificate names, and that one, now, by somebody whom we trust.
    pub fn verify(&self, passport: &Passport, chain: &Chain, now: Timestamp) -> Result<(), Fault> {
        let (leaf, between) = chain.0.split_first().ok_or(Fault::Untrusted)?;
        let certificate = EndEntityCert::try_from(leaf).map_err(|_| Fault::Untrusted)?;
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        // They are made for no use of TLS; what names one must name the client's.
        let usage = KeyUsage::client_auth();
        certificate
            .verify_for_usage(&ALGORITHMS, &self.0, between, time, usage, None, None)
            .map_err(|_| Fault::Untrusted)?;
        certificate
            .verify_signature(ring::ECDSA_P256_SHA256, passport.signed.as_bytes(), &der(&passport.signature))
            .map_err(|_| Fault::Forged)
    }
}

impl Chain {
    /// Of what lies at a claim's address.
    pub fn read(pem: &[u8]) -> Result<Chain, ChainError> {
        certificates(pem, LONGEST_CHAIN).map(Chain)
    }
}

/// JWS writes the two numbers of a signature one behind the other (RFC 7518 §3.4); certificates do it in DER.
fn der(signature: &[u8; 64]) -> Vec<u8> {
    let (r, s) = signature.split_at(32);
    let body: Vec<u8> = [integer(r), integer(s)].concat();
    // Two of 35 octets at most: one octet of length.
    [&[0x30, body.len() as u8], body.as_slice()].concat()
}

/// Without leading zeros but for the one that keeps it positive.
fn integer(number: &[u8]) -> Vec<u8> {
    let first = number.iter().position(|octet| *octet != 0).unwrap_or(number.len() - 1);
    let digits = &number[first..];
    let sign: &[u8] = if digits[0] & 0x80 != 0 { &[0] } else { &[] };
    [&[0x02, (sign.len() + digits.len()) as u8], sign, digits].concat()
}
