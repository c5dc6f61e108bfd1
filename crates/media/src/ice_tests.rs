//! Connectivity checks as browsers send them, and as others do who would like to be taken for one.

use super::*;

/// A check as a browser sends it, with these attributes in front of the proof.
pub(crate) fn check(credentials: &Credentials, transaction: u8, more: &[(u16, &[u8])]) -> Vec<u8> {
    let name = format!("{}:them", credentials.fragment());
    let mut attributes: Vec<(u16, &[u8])> = vec![(attribute::USERNAME, name.as_bytes())];
    attributes.extend_from_slice(more);
    let mut body = Vec::new();
    for (kind, value) in attributes {
        put(&mut body, kind, value);
    }
    let mut header = [0; HEADER];
    header[1] = 1;
    header[4..8].copy_from_slice(&MAGIC_COOKIE);
    header[19] = transaction;
    let proof = credentials.mac(&[&header_with(&header, body.len() + INTEGRITY_WHOLE), &body]).unwrap();
    put(&mut body, attribute::MESSAGE_INTEGRITY, &proof.finalize().into_bytes());
    let sum = fingerprint(&[&header_with(&header, body.len() + FINGERPRINT_WHOLE), &body]);
    put(&mut body, attribute::FINGERPRINT, &sum);
    [&header_with(&header, body.len())[..], &body].concat()
}

/// One that chooses its way.
pub(crate) fn nomination(credentials: &Credentials, transaction: u8) -> Vec<u8> {
    check(credentials, transaction, &[(attribute::ICE_CONTROLLING, &[0; 8]), (attribute::USE_CANDIDATE, &[])])
}

fn put(body: &mut Vec<u8>, kind: u16, value: &[u8]) {
    body.extend_from_slice(&kind.to_be_bytes());
    body.extend_from_slice(&(value.len() as u16).to_be_bytes());
    body.extend_from_slice(value);
    body.resize(body.len().next_multiple_of(4), b' ');
}

fn from() -> SocketAddr {
    "192.0.2.1:32853".parse().unwrap()
}

fn answered(datagram: &[u8], ours: &Credentials) -> Option<(Vec<u8>, bool)> {
    let mut out = [0xAA; ANSWER_ROOM];
    answer(datagram, from(), ours, &mut out).map(|answer| (out[..answer.length].to_vec(), answer.nominates))
}

/// RFC 5769 §2.1; a key is filled up with zeroes (RFC 2104 §2), so that ours may be as long as it is.
fn of_the_standard() -> (Credentials, Vec<u8>) {
    let mut password = [0; PASSWORD];
    password[..22].copy_from_slice(b"VOkJxbRl1RmTxUk/WvJxBt");
    let mut request = vec![0, 1, 0, 0x58, 0x21, 0x12, 0xa4, 0x42];
    request.extend([0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae]);
    request.extend(b"\x80\x22\x00\x10STUN test client\x00\x24\x00\x04\x6e\x00\x01\xff");
    request.extend([0x80, 0x29, 0, 8, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36]);
    request.extend(b"\x00\x06\x00\x09evtj:h6vY   \x00\x08\x00\x14");
    request.extend([0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3]);
    request.extend([0xf2, 0x49, 0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0, 4, 0xe5, 0x7a, 0x3b, 0xcf]);
    (Credentials { fragment: *b"evtj", password }, request)
}

fn ours() -> Credentials {
    Credentials::new(std::array::from_fn(|at| at as u8))
}

#[test]
fn the_request_of_the_standard_is_answered_and_what_is_changed_in_it_is_not() {
    let (credentials, request) = of_the_standard();
    let (answer, nominates) = answered(&request, &credentials).unwrap();
    assert_eq!((answer[..2].to_vec(), nominates), (BINDING_SUCCESS.to_vec(), false));
    assert_eq!(answer[4..20], request[4..20]);
    assert_eq!(answer[20..32], [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]);
    for octet in 0..request.len() {
        for bit in 0..8 {
            let mut changed = request.clone();
            changed[octet] ^= 1 << bit;
            assert_eq!(answered(&changed, &credentials), None, "octet {octet} bit {bit}");
        }
        assert_eq!(answered(&request[..octet], &credentials), None, "cut at {octet}");
    }
    assert_eq!(answered(&[&request[..], &[0; 4]].concat(), &credentials), None);
}

#[test]
fn our_answer_is_proven_and_whole() {
    let answer = answered(&nomination(&ours(), 9), &ours()).unwrap();
    assert!(answer.1);
    let (header, body) = answer.0.split_first_chunk::<HEADER>().unwrap();
    assert_eq!(usize::from(u16::from_be_bytes([header[2], header[3]])), body.len());
    let (proof, sum) = (body.len() - FINGERPRINT_WHOLE - INTEGRITY_WHOLE, body.len() - FINGERPRINT_WHOLE);
    assert!(is_proven(header, &body[..proof], &body[proof + 4..sum], &ours()));
    assert!(is_whole(header, &body[..sum], &body[sum + 4..]));
}

#[test]
fn who_does_not_know_name_and_password_is_not_answered() {
    let other = Credentials::new([7; FRAGMENT + PASSWORD]);
    let wrong_password = Credentials { password: other.password, ..ours() };
    let wrong_name = Credentials { fragment: other.fragment, ..ours() };
    for credentials in [other, wrong_password, wrong_name] {
        assert_eq!(answered(&nomination(&credentials, 1), &ours()), None);
    }
    // Without any proof, or with the name behind it.
    let whole = check(&ours(), 1, &[]);
    let mut bare = whole[..whole.len() - FINGERPRINT_WHOLE - INTEGRITY_WHOLE].to_vec();
    bare[3] = (bare.len() - HEADER) as u8;
    assert_eq!(answered(&bare, &ours()), None);
}

#[test]
fn what_stands_behind_the_proof_chooses_nothing() {
    let proven = check(&ours(), 1, &[(attribute::ICE_CONTROLLING, &[0; 8])]);
    let mut forged = proven[..proven.len() - FINGERPRINT_WHOLE].to_vec();
    put(&mut forged, attribute::USE_CANDIDATE, &[]);
    let (header, body) = forged.split_first_chunk::<HEADER>().unwrap();
    let sum = fingerprint(&[&header_with(header, body.len() + FINGERPRINT_WHOLE), body]);
    put(&mut forged, attribute::FINGERPRINT, &sum);
    forged[3] = (forged.len() - HEADER) as u8;
    assert_eq!(answered(&forged, &ours()).map(|answer| answer.1), Some(false));
}

#[test]
fn only_who_controls_chooses() {
    let asked = check(&ours(), 1, &[(attribute::USE_CANDIDATE, &[])]);
    assert_eq!(answered(&asked, &ours()).map(|answer| answer.1), Some(false));
    assert_eq!(answered(&nomination(&ours(), 1), &ours()).map(|answer| answer.1), Some(true));
}

#[test]
fn what_must_be_understood_and_is_not_is_refused() {
    let strange: Vec<(u16, &[u8])> = (1..=6).map(|kind| (0x7000 + kind, &[0u8; 3][..])).collect();
    let (answer, nominates) = answered(&check(&ours(), 1, &strange), &ours()).unwrap();
    assert_eq!((answer[..2].to_vec(), nominates), (BINDING_ERROR.to_vec(), false));
    assert_eq!(answer[26..28], [4, 20]);
    assert_eq!(answer[36..48], [0, 10, 0, 8, 0x70, 1, 0x70, 2, 0x70, 3, 0x70, 4]);
    assert!(
        answered(&check(&ours(), 1, &[(0xC057, &[1, 2, 3, 4])]), &ours())
            .unwrap()
            .0
            .starts_with(&BINDING_SUCCESS)
    );
}

#[test]
fn an_ipv6_address_fits() {
    let mut out = [0; ANSWER_ROOM];
    let from = "[2001:db8::1]:9".parse().unwrap();
    assert_eq!(
        answer(&check(&ours(), 1, &[]), from, &ours(), &mut out).map(|answer| answer.length),
        Some(76)
    );
}

#[test]
fn credentials_are_letters_as_they_may_be_and_passwords_are_not_shown() {
    let drawn = Credentials::new(std::array::from_fn(|at| (at * 37) as u8));
    assert_eq!((drawn.fragment().len(), drawn.password().len()), (FRAGMENT, PASSWORD));
    assert!(format!("{drawn:?}").find(drawn.password()).is_none());
}
