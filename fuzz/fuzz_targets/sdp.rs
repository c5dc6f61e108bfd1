//! A session description, as an answer and as an offer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sip::sdp::{
    Agreed, CryptoKey, CryptoSuite, Description, Direction, Dtls, Format, Ice, Local, Srtp, answer,
};

fuzz_target!(|bytes: &[u8]| {
    let keys: Vec<CryptoKey> =
        CryptoSuite::ALL.into_iter().map(|suite| CryptoKey::new(suite, [7; 46])).collect();
    let Ok(description) = Description::parse(bytes, Srtp::Taken) else { return };
    let _ = Agreed::from_answer(&description, &keys);
    let local = Local {
        address: ([192, 0, 2, 1], 4000).into(),
        formats: vec![Format::G722, Format::Pcma, Format::Pcmu],
        comfort_noise: true,
        direction: Direction::SendRecv,
        keys,
        dtls: None,
        session_id: 1,
        version: 1,
    };
    // A browser is answered what we can read ourselves, too.
    let ice = Ice { fragment: "abcd".into(), password: "x".repeat(22), candidates: vec![local.address] };
    let browser = Local { dtls: Some(Dtls { ice, fingerprint: [7; 32] }), keys: Vec::new(), ..local.clone() };
    if let Ok((text, agreed)) = answer(&description, &browser) {
        let own = Description::parse(&text, Srtp::Required).expect("our answer can be read");
        assert!(own.dtls.is_some() && agreed.dtls.is_some());
    }
    if let Ok((text, agreed)) = answer(&description, &local) {
        let own = Description::parse(&text, Srtp::Taken).expect("our answer can be read");
        assert!(
            Agreed::from_answer(&own, &[]).is_ok_and(|agreed| agreed.keys.is_none()) || agreed.keys.is_some()
        );
    }
});
