//! Comfort noise in offers and answers (RFC 3389).

use super::*;

fn local(formats: &[Format]) -> Local {
    Local { comfort_noise: true, ..ours::local(formats) }
}

fn theirs(formats: &str, lines: &str) -> Description {
    let text = format!(
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 7000 RTP/AVP {formats}\r\n{lines}"
    );
    Description::parse(text.as_bytes(), Srtp::Taken).unwrap()
}

#[test]
fn it_is_offered_behind_g711_and_agreed_by_its_number() {
    let written = offer(&local(&[Format::G722, Format::Pcma]));
    let text = std::str::from_utf8(&written).unwrap();
    assert!(text.contains("RTP/AVP 9 8 13 101\r\n") && text.contains("a=rtpmap:13 CN/8000\r\n"), "{text}");
    assert!(Description::parse(&written, Srtp::Taken).unwrap().comfort_noise);
    for (formats, lines, agreed) in [
        ("8 13", "", true),
        ("8 13", "a=rtpmap:13 CN/8000\r\n", true),
        ("8 101", "", false),
        // Theirs is for G.722, or nothing of the kind.
        ("9 13", "", false),
        ("8 13", "a=rtpmap:13 G726-32/8000\r\n", false),
        ("8 x13", "", false),
    ] {
        let answer = Agreed::from_answer(&theirs(formats, lines), &[]).unwrap();
        assert_eq!(answer.comfort_noise, agreed, "{formats} {lines}");
    }
    for formats in [&[Format::G722][..], &[Format::Opus]] {
        let text = offer(&local(formats));
        assert!(!std::str::from_utf8(&text).unwrap().contains("CN/8000"), "{formats:?}");
    }
}

#[test]
fn it_is_answered_where_it_is_offered_and_wanted() {
    let ours = local(&[Format::Pcma]);
    let unwilling = Local { comfort_noise: false, ..ours.clone() };
    for (formats, local, agreed) in
        [("8 13 101", &ours, true), ("8 101", &ours, false), ("8 13 101", &unwilling, false)]
    {
        let (text, result) =
            answer(&theirs(formats, "a=rtpmap:101 telephone-event/8000\r\n"), local).unwrap();
        assert_eq!(result.comfort_noise, agreed, "{formats}");
        let text = std::str::from_utf8(&text).unwrap();
        assert_eq!(text.contains(" 8 13 101\r\n") && text.contains("a=rtpmap:13 CN/8000"), agreed, "{text}");
    }
    let (text, result) = answer(&theirs("9 8 13", ""), &local(&[Format::G722, Format::Pcma])).unwrap();
    assert!(!result.comfort_noise && !std::str::from_utf8(&text).unwrap().contains("CN"), "G.722 was taken");
}
