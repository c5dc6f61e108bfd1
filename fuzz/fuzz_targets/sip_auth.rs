//! The value of a digest field, as an answer that we judge and as a challenge that we answer.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use sip::auth::{Algorithm, Asked, Challenge, Nonces, Verdict, answer};
use sip::message::Message;

fuzz_target!(|bytes: &[u8]| {
    let mut message =
        b"REGISTER sip:h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\r\nAuthorization: ".to_vec();
    message.extend_from_slice(bytes);
    message.extend_from_slice(b"\r\n\r\n");
    let now = jiff::Timestamp::constant(1_700_000_000, 0);
    let nonces = Nonces::new([7; 32]);
    if let Ok(Message::Request(request)) = Message::parse(&Bytes::from(message)) {
        for given in nonces.credentials(&request, "example") {
            let verdict = nonces.verify(
                &given,
                [127, 0, 0, 1].into(),
                "REGISTER",
                "00",
                &[Algorithm::Md5, Algorithm::Sha256],
                now,
            );
            assert!(
                matches!(verdict, Verdict::Wrong | Verdict::Foreign),
                "nobody knows this secret: {verdict:?}"
            );
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(challenge) = Challenge::parse(text) else { return };
    let asked = Asked { method: "REGISTER", uri: "sip:h", body: b"" };
    let value = answer(&challenge, "user", b"secret", asked, 1, "c");
    assert!(!value.contains(['\r', '\n', '\0']), "an answer of more than one line");
});
