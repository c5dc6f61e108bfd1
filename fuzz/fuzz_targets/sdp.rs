//! A session description, as an answer and as an offer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sip::sdp::{Agreed, Description, Direction, Format, Local, answer};

fuzz_target!(|bytes: &[u8]| {
    let Ok(description) = Description::parse(bytes) else { return };
    let _ = Agreed::from_answer(&description);
    let local = Local {
        address: ([192, 0, 2, 1], 4000).into(),
        formats: vec![Format::G722, Format::Pcma, Format::Pcmu],
        direction: Direction::SendRecv,
        session_id: 1,
        version: 1,
    };
    if let Ok((text, _)) = answer(&description, &local) {
        assert!(Description::parse(&text).is_ok(), "our answer cannot be read");
    }
});
