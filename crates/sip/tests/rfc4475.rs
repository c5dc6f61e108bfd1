//! The torture messages of RFC 4475: each is read, refused with the right status, or dropped, as the RFC wants.

#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use sip::message::{Message, ParseError};
use std::path::Path;

fn read(name: &str) -> Result<Message, ParseError> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rfc4475").join(name).with_extension("dat");
    Message::parse(&Bytes::from(std::fs::read(path).unwrap()))
}

/// 0: a sound request; 1: a response; 2: dropped; else the status it is answered with.
fn verdict(name: &str) -> u16 {
    match read(name) {
        Ok(Message::Request(request)) => request.check().map_or_else(|fault| fault.status, |()| 0),
        Ok(Message::Response(_)) => 1,
        Err(_) => 2,
    }
}

#[test]
fn valid_messages_are_taken() {
    for name in "wsinv intmeth esc01 escnull esc02 lwsdisp longreq dblreq semiuri transports mpart01 badbranch inv2543 \
        bext01 invut regaut01 zeromf cparam01 cparam02 regescrt sdp01 unksm2"
        .split_whitespace()
    {
        assert_eq!(verdict(name), 0, "{name}");
    }
    for name in ["unreason", "noreason", "bcast"] {
        assert_eq!(verdict(name), 1, "{name}");
    }
}

#[test]
fn invalid_messages_are_refused() {
    for name in "badinv01 clerr ncl scalar02 quotbal ltgtruri lwsruri trws escruri regbadct \
        mismatch01 mismatch02 insuf multi01 mcl01"
        .split_whitespace()
    {
        assert_eq!(verdict(name), 400, "{name}");
    }
    for (name, status) in [("badvers", 505), ("unkscm", 416), ("novelsc", 416), ("bigcode", 2)] {
        assert_eq!(verdict(name), status, "{name}");
    }
}
