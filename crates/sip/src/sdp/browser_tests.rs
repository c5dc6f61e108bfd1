//! What browsers say and are answered.

use super::*;

/// As Chromium 156 offers it, its addresses changed.
const CHROMIUM: &str = "v=0\r\no=- 5133548076695286524 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
    a=extmap-allow-mixed\r\na=msid-semantic: WMS 17c4\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\n\
    c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2113937151 5e1c.local 53824 typ host generation 0\r\n\
    a=ice-ufrag:8hhY\r\na=ice-pwd:asd88fgpdd777uzjYhagZgqw\r\na=ice-options:trickle\r\n\
    a=fingerprint:sha-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF\r\n\
    a=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=msid:17c4 9f2b\r\na=rtcp-mux\r\na=rtcp-rsize\r\n\
    a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\n\
    a=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:13 CN/8000\r\n\
    a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\na=ssrc:1 cname:x\r\n";

fn local() -> Local {
    let ice = Ice {
        fragment: "abcd".to_owned(),
        password: "0123456789012345678901".to_owned(),
        candidates: vec!["192.0.2.9:4000".parse().unwrap()],
    };
    let dtls = Some(Dtls { ice, fingerprint: [0xAB; 32] });
    Local { dtls, ..ours::local(&[Format::Pcma, Format::Pcmu]) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn chromiums_offer_is_answered() {
    let offer = Description::parse(CHROMIUM.as_bytes(), Srtp::Taken).unwrap();
    assert_eq!((offer.direction, offer.ice.as_deref()), (Direction::SendRecv, Some("8hhY")));
    let (answer, agreed) = answer(&offer, &local()).unwrap();
    assert_eq!((agreed.payload_type, agreed.event_type, agreed.keys), (8, Some(126), None));
    let peer = agreed.dtls.unwrap();
    assert_eq!((peer.setup, &peer.fingerprint[..3]), (Setup::Passive, &[0x4A, 0xAD, 0xB9][..]));
    let digest = ["AB"; 32].join(":");
    let expected = format!(
        "v=0\r\no=- 5 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE 0\r\n\
        m=audio 4000 UDP/TLS/RTP/SAVPF 8 126\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:126 telephone-event/8000\r\na=fmtp:126 0-16\r\n\
        a=ptime:20\r\na=sendrecv\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n\
        a=candidate:1 1 udp 2130706431 192.0.2.9 4000 typ host\r\na=end-of-candidates\r\na=fingerprint:sha-256 {digest}\r\n\
        a=setup:passive\r\na=mid:0\r\na=rtcp-mux\r\na=msid:switchroom sound\r\n"
    );
    assert_eq!(text(&answer), expected);
}

/// Firefox says it for the whole session.
#[test]
fn what_is_said_for_the_session_counts_for_the_stream() {
    let (head, stream) = CHROMIUM.split_once("m=audio").unwrap();
    let is_common = |line: &&str| {
        ["a=fingerprint", "a=ice-ufrag", "a=ice-pwd", "a=setup"].iter().any(|start| line.starts_with(start))
    };
    let (common, own): (Vec<&str>, Vec<&str>) = stream.split_inclusive("\r\n").partition(is_common);
    let moved = format!("{head}{}m=audio{}", common.concat(), own.concat());
    assert_ne!(moved, CHROMIUM);
    let both =
        [moved.as_str(), CHROMIUM].map(|text| Description::parse(text.as_bytes(), Srtp::Taken).unwrap());
    assert_eq!((both[0].dtls, &both[0].ice), (both[1].dtls, &both[1].ice));
    assert!(both[0].dtls.is_some());
}

#[test]
fn our_offer_is_understood_by_ourselves_and_its_answer_too() {
    let ours = offer(&local());
    assert!(text(&ours).contains("m=audio 4000 UDP/TLS/RTP/SAVPF 8 0 101\r\n"), "{}", text(&ours));
    assert!(text(&ours).contains("a=setup:actpass\r\n"));
    let read = Description::parse(&ours, Srtp::Required).unwrap();
    let (answer, answered) = answer(&read, &local()).unwrap();
    assert_eq!(answered.dtls.map(|peer| peer.setup), Some(Setup::Passive));
    let read = Description::parse(&answer, Srtp::Required).unwrap();
    // Whoever waits is begun with.
    let agreed = Agreed::from_answer(&read, &[]).unwrap();
    assert_eq!(agreed.dtls, Some(DtlsPeer { fingerprint: [0xAB; 32], setup: Setup::Active }));
}

#[test]
fn a_stream_that_lacks_what_we_need_is_none() {
    for lost in ["a=rtcp-mux\r\n", "a=ice-ufrag:8hhY\r\n", "a=fingerprint:sha-256 4A", "/TLS"] {
        let changed = CHROMIUM.replace(lost, if lost.starts_with("a=fi") { "a=x" } else { "" });
        assert_ne!(changed, CHROMIUM);
        let offer = Description::parse(changed.as_bytes(), Srtp::Taken).unwrap();
        assert_eq!(answer(&offer, &local()).unwrap_err(), SdpError::NothingInCommon, "{lost}");
    }
    for text in [CHROMIUM.replace("sha-256", "sha-1"), CHROMIUM.replace("4A:AD", "4A:A")] {
        assert_eq!(Description::parse(text.as_bytes(), Srtp::Taken).unwrap().dtls, None);
    }
}

#[test]
fn a_browser_is_never_answered_in_the_clear_nor_anybody_else_with_a_handshake() {
    let browser = Description::parse(CHROMIUM.as_bytes(), Srtp::Taken).unwrap();
    assert_eq!(answer(&browser, &Local { dtls: None, ..local() }).unwrap_err(), SdpError::NothingInCommon);
    let refused = Description::parse(CHROMIUM.as_bytes(), Srtp::Refused).unwrap();
    assert_eq!(answer(&refused, &local()).unwrap_err(), SdpError::NothingInCommon);
    let plain =
        Description::parse(b"v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 9 RTP/AVP 8\r\n", Srtp::Taken).unwrap();
    assert_eq!(answer(&plain, &local()).unwrap_err(), SdpError::NothingInCommon);
}

#[test]
fn names_of_streams_come_back_as_they_were_or_not_at_all() {
    for (mid, written) in [("audio-1", "audio-1"), ("{x}", "{x}"), ("a\"b", "0"), ("a b", "0"), ("", "0")] {
        let changed = CHROMIUM.replace("a=mid:0", &format!("a=mid:{mid}"));
        let offer = Description::parse(changed.as_bytes(), Srtp::Taken).unwrap();
        let answer = text(&answer(&offer, &local()).unwrap().0);
        let expected = format!("a=mid:{written}\r\n");
        assert!(answer.contains(&expected) && answer.contains(&format!("BUNDLE {written}\r\n")), "{answer}");
    }
}

#[test]
fn who_offers_no_bundle_is_answered_none() {
    let offer =
        Description::parse(CHROMIUM.replace("a=group:BUNDLE 0\r\n", "").as_bytes(), Srtp::Taken).unwrap();
    assert!(!text(&answer(&offer, &local()).unwrap().0).contains("BUNDLE"));
}

#[test]
fn half_an_offer_harms_nobody() {
    for end in 0..CHROMIUM.len() {
        if let Ok(offer) = Description::parse(&CHROMIUM.as_bytes()[..end], Srtp::Taken) {
            let _ = answer(&offer, &local());
        }
    }
}
