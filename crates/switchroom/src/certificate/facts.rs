//! What a certificate says of itself.

use domain::renewal::Validity;
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub validity: Validity,
    /// Host names in small letters, and addresses.
    names: Vec<String>,
    /// Nobody but its own key has signed it.
    pub is_self_signed: bool,
}

impl Facts {
    /// `None` where it cannot be read.
    pub fn of(certificate: &CertificateDer<'_>) -> Option<Facts> {
        let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
        let validity = certificate.validity();
        let names = certificate.subject_alternative_name().ok()?;
        let names = names.map_or_else(Vec::new, |names| {
            names.value.general_names.iter().filter_map(name).collect::<Vec<_>>()
        });
        Some(Facts {
            validity: Validity { begins: moment(validity.not_before)?, ends: moment(validity.not_after)? },
            names,
            is_self_signed: certificate.subject() == certificate.issuer(),
        })
    }

    /// Whether it is for all of these.
    pub fn covers(&self, names: &[String]) -> bool {
        let is_there = |name: &String| {
            let name = name.parse::<IpAddr>().map_or_else(|_| name.to_lowercase(), |ip| ip.to_string());
            self.names.contains(&name)
        };
        names.iter().all(is_there)
    }
}

fn moment(time: ASN1Time) -> Option<Timestamp> {
    Timestamp::from_second(time.timestamp()).ok()
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(name.to_lowercase()),
        GeneralName::IPAddress(octets) => {
            let four = || <[u8; 4]>::try_from(*octets).map(|four| Ipv4Addr::from(four).to_string());
            let sixteen = || <[u8; 16]>::try_from(*octets).map(|many| Ipv6Addr::from(many).to_string());
            four().or_else(|_| sixteen()).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(names: &[&str]) -> CertificateDer<'static> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        rcgen::generate_simple_self_signed(names).unwrap().cert.der().clone()
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn it_names_whom_it_is_for_and_how_long() {
        let facts = Facts::of(&made(&["Phones.example.org", "192.0.2.1", "2001:db8::1"])).unwrap();
        for (names, covered) in [
            (&["phones.example.org"][..], true),
            (&["PHONES.example.org", "192.0.2.1", "2001:DB8:0::1"], true),
            (&["example.org"], false),
            (&["phones.example.org", "192.0.2.2"], false),
            (&[], true),
        ] {
            assert_eq!(facts.covers(&owned(names)), covered, "{names:?}");
        }
        assert!(facts.validity.begins < facts.validity.ends);
        assert!(facts.is_self_signed);
    }

    #[test]
    fn what_is_broken_is_no_certificate() {
        let whole = made(&["example.org"]);
        for octets in [&b""[..], b"nothing", &whole[..whole.len() / 2], &whole[1..]] {
            assert_eq!(Facts::of(&CertificateDer::from(octets.to_vec())), None, "{octets:?}");
        }
    }
}
