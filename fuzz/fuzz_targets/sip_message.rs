//! A SIP message: what was read and is written again reads as the same; its bodies are looked into; a stream of messages
//! is cut.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use sip::message::{Framer, Message};

fuzz_target!(|bytes: &[u8]| {
    match Message::parse(&Bytes::copy_from_slice(bytes)) {
        Ok(Message::Request(request)) => {
            let _ = request.sdp();
            if request.check().is_ok() {
                let Ok(Message::Request(again)) = Message::parse(&request.to_bytes()) else {
                    panic!("what was written cannot be read")
                };
                assert_eq!(request.to_bytes(), again.to_bytes());
            }
        }
        Ok(Message::Response(response)) => {
            let _ = (response.sdp(), response.via(), response.contacts());
            let Ok(Message::Response(again)) = Message::parse(&response.to_bytes()) else {
                panic!("what was written cannot be read")
            };
            assert_eq!(response.to_bytes(), again.to_bytes());
        }
        Err(_) => {}
    }
    let mut framer = Framer::default();
    framer.buffer().extend_from_slice(bytes);
    while let Ok(Some(_)) = framer.next() {}
});
