//! An Identity field, and the certificates that it might name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sip::passport::{Chain, Passport, Roots};

fuzz_target!(|bytes: &[u8]| {
    let (field, pem) = bytes.split_at(bytes.len() / 2);
    let chain = Chain::read(pem);
    let roots = Roots::read(pem);
    let Ok(passport) = Passport::parse(&String::from_utf8_lossy(field)) else { return };
    let is_number = |number: &String| {
        (1..=15).contains(&number.len()) && number.bytes().all(|octet| octet.is_ascii_digit())
    };
    assert!(is_number(&passport.claim.caller) && passport.claim.called.iter().all(is_number));
    if let (Ok(roots), Ok(chain)) = (roots, chain) {
        let _ = roots.verify(&passport, &chain, passport.claim.at);
    }
});
