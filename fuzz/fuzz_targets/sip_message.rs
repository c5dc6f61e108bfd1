//! A SIP message: what was read and is written again reads as the same; a stream of them is cut.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use sip::message::{Framer, Message};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(Message::Request(request)) = Message::parse(&Bytes::copy_from_slice(bytes))
        && request.check().is_ok()
    {
        let Ok(Message::Request(again)) = Message::parse(&request.to_bytes()) else {
            panic!("what was written cannot be read")
        };
        assert_eq!(request.to_bytes(), again.to_bytes());
    }
    let mut framer = Framer::default();
    framer.buffer().extend_from_slice(bytes);
    while let Ok(Some(_)) = framer.next() {}
});
