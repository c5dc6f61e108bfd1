//! PASSporTs that are signed here, by certificates of our own, and each way in which one can be wrong.

use super::*;
use base64::Engine;
use domain::stir::Fault;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256};
use rcgen::{SigningKey, date_time_ymd};

const NOW: i64 = 1_795_000_000;
const X5U: &str = "https://certificates.example.org/shaken.pem";

/// Somebody who signs, and whose certificate says so.
struct Signer {
    key: KeyPair,
    chain: String,
    roots: String,
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn signer_until(year: i32) -> Signer {
    let root = authority();
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(year, 1, 1);
    let certificate = params.signed_by(&key, &root).unwrap();
    Signer { key, chain: certificate.pem(), roots: root.pem() }
}

impl Signer {
    fn sign(&self, header: &str, payload: &str) -> String {
        let encode = |text: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", encode(header.as_bytes()), encode(payload.as_bytes()));
        let signature = encode(&fixed(&self.key.sign(signed.as_bytes()).unwrap()));
        format!("{signed}.{signature};info=<{X5U}>;alg=ES256;ppt=\"shaken\"")
    }
}

/// The two numbers of a signature in DER, one behind the other.
fn fixed(der: &[u8]) -> Vec<u8> {
    let first = usize::from(der[3]);
    let numbers = [&der[4..4 + first], &der[6 + first..]];
    let padded = numbers.map(|number| {
        let digits = &number[number.len().saturating_sub(32)..];
        [&[0; 32][digits.len()..], digits].concat()
    });
    padded.concat()
}

fn header() -> String {
    format!(r#"{{"alg":"ES256","ppt":"shaken","typ":"passport","x5u":"{X5U}"}}"#)
}

const PAYLOAD: &str = r#"{"attest":"A","dest":{"tn":["4930123201"]},"iat":1795000000,"orig":{"tn":"4930998877"},"origid":"123e4567-e89b-12d3-a456-426655440000"}"#;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

#[test]
fn what_was_signed_by_somebody_we_trust_is_read_and_true() {
    let signer = signer_until(2040);
    let passport = Passport::parse(&signer.sign(&header(), PAYLOAD)).unwrap();
    let expected = Claim {
        attestation: Some(Attestation::A),
        at: at(NOW),
        caller: "4930998877".into(),
        called: vec!["4930123201".into()],
    };
    assert_eq!((&passport.claim, passport.certificates.as_str()), (&expected, X5U));
    let roots = Roots::read(signer.roots.as_bytes()).unwrap();
    let chain = Chain::read(signer.chain.as_bytes()).unwrap();
    assert_eq!(roots.verify(&passport, &chain, at(NOW)), Ok(()));
}

#[test]
fn whoever_has_signed_and_what_and_when_is_held_against_the_certificate() {
    let (signer, other) = (signer_until(2040), signer_until(2040));
    let expired = signer_until(2021);
    let roots = |signer: &Signer| Roots::read(signer.roots.as_bytes()).unwrap();
    let chain = |signer: &Signer| Chain::read(signer.chain.as_bytes()).unwrap();
    let passport = |signer: &Signer| Passport::parse(&signer.sign(&header(), PAYLOAD)).unwrap();
    let check = |signed_by: &Signer, shown: &Signer, trusted: &Signer| {
        roots(trusted).verify(&passport(signed_by), &chain(shown), at(NOW))
    };
    assert_eq!(check(&signer, &signer, &other), Err(Fault::Untrusted), "an unknown root");
    assert_eq!(check(&signer, &other, &other), Err(Fault::Forged), "another's key");
    assert_eq!(check(&expired, &expired, &expired), Err(Fault::Untrusted), "it has ended");
    // One letter of the claim is another.
    let field = signer.sign(&header(), PAYLOAD);
    let changed = signer.sign(&header(), &PAYLOAD.replace("4930998877", "4930998878"));
    let parts = |field: &str| field.splitn(3, '.').map(str::to_owned).collect::<Vec<_>>();
    let (field, changed) = (parts(&field), parts(&changed));
    assert_ne!(field[1], changed[1]);
    let forged = Passport::parse(&[&*field[0], &*changed[1], &*field[2]].join(".")).unwrap();
    assert_eq!(roots(&signer).verify(&forged, &chain(&signer), at(NOW)), Err(Fault::Forged));
}

#[test]
fn what_is_no_signature_of_a_caller_is_not_read() {
    let signer = signer_until(2040);
    let ok = || header();
    for (header, payload) in [
        (ok().replace("ES256", "none"), PAYLOAD.to_owned()),
        (ok().replace("ES256", "RS256"), PAYLOAD.to_owned()),
        (ok().replace("shaken", "rph"), PAYLOAD.to_owned()),
        (ok().replace("passport", "jwt"), PAYLOAD.to_owned()),
        (ok().replace("\"x5u\"", "\"x5t\""), PAYLOAD.to_owned()),
        (ok().replace(X5U, "https://other.example.org/"), PAYLOAD.to_owned()),
        ("{}".to_owned(), PAYLOAD.to_owned()),
        (ok(), PAYLOAD.replace("\"A\"", "\"D\"")),
        (ok(), PAYLOAD.replace("1795000000", "\"now\"")),
        (ok(), PAYLOAD.replace("1795000000", "99999999999999")),
        (ok(), PAYLOAD.replace("\"4930998877\"", "\"anna\"")),
        (ok(), PAYLOAD.replace("\"4930998877\"", "\"1234567890123456\"")),
        (ok(), PAYLOAD.replace("[\"4930123201\"]", "\"4930123201\"")),
        (ok(), PAYLOAD.replace("\"4930123201\"", &vec!["\"4930123201\""; 17].join(","))),
        (ok(), "[]".to_owned()),
    ] {
        assert!(Passport::parse(&signer.sign(&header, &payload)).is_err(), "{header} {payload}");
    }
    let whole = signer.sign(&header(), PAYLOAD);
    for field in [
        String::new(),
        "a.b".into(),
        "..".into(),
        "a.b.c.d".into(),
        whole.replacen('.', "", 1),
        format!("{}A{whole}", "A".repeat(LONGEST)),
        // The compact form.
        format!("{}..{}", whole.split('.').next().unwrap(), whole.split('.').nth(2).unwrap()),
        format!("!{whole}"),
    ] {
        assert!(Passport::parse(&field).is_err(), "{}", &field[..field.len().min(80)]);
    }
}

#[test]
fn chains_and_roots_are_certificates_and_not_too_many() {
    let signer = signer_until(2040);
    for text in [String::new(), "no PEM".into(), signer.chain.repeat(9), signer.chain.replace('M', "!")] {
        assert!(Chain::read(text.as_bytes()).is_err());
    }
    assert!(Chain::read(signer.chain.repeat(8).as_bytes()).is_ok());
    assert!(Roots::read(b"").is_err());
}
