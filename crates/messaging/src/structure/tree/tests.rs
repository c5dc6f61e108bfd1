//! Octet offsets of whole and broken messages; random damage never panics.

use super::*;
use proptest::prelude::*;

const NESTED: &[u8] = b"From: a@b\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble\r\n--out\r\n\
Content-Type: multipart/alternative; boundary=out2\r\n\r\n--out2\r\n\r\nplain\r\nlines\r\n--out2\r\n\
Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n<p>\r\n--out2--\r\n\r\n\
--out \r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext\r\n--out\r\n\
Content-Type: audio/wav; name=v.wav\r\nContent-Disposition: ATTACHMENT; filename=v.wav\r\nContent-Transfer-Encoding: base64\r\n\r\n\
UklGRg==\r\n--out--\r\nepilogue";

fn text(range: &std::ops::Range<u64>) -> &'static str {
    std::str::from_utf8(&NESTED[range.start as usize..range.end as usize]).expect("the sample is ASCII")
}

#[test]
fn every_part_knows_its_octets() {
    let structure = parse(NESTED);
    let [alternative, forwarded, audio] = structure.body.children.as_slice() else { panic!("{structure:?}") };
    let [plain, html] = alternative.children.as_slice() else { panic!("{alternative:?}") };
    assert_eq!(text(&plain.header), "\r\n");
    assert_eq!(text(&plain.content), "plain\r\nlines");
    assert_eq!((plain.lines, plain.parameters[0].1.as_str()), (1, "us-ascii"));
    assert_eq!(text(&html.content), "<p>");
    assert_eq!(html.encoding, "quoted-printable");
    assert_eq!(text(&forwarded.content), "Subject: inner\r\n\r\ntext");
    assert_eq!(forwarded.inner.as_ref().and_then(|inner| inner.subject.clone()).as_deref(), Some("inner"));
    assert_eq!(text(&forwarded.children[0].content), "text");
    assert_eq!(text(&audio.content), "UklGRg==");
    assert_eq!(audio.disposition, Some(("attachment".into(), vec![("filename".into(), "v.wav".into())])));
    assert_eq!(structure.body.content.end, NESTED.len() as u64);
}

#[test]
fn a_multipart_always_has_a_part() {
    for body in ["", "no boundary here", "--other\r\n\r\nx"] {
        let message = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{body}");
        let structure = parse(message.as_bytes());
        assert_eq!(structure.body.children.len(), 1, "{body}");
        assert_eq!(structure.body.children[0].content.end, message.len() as u64, "{body}");
    }
}

#[test]
fn a_missing_closing_boundary_ends_the_last_part_with_the_message() {
    let message = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo";
    let parts: Vec<_> = parse(message)
        .body
        .children
        .iter()
        .map(|part| message[part.content.start as usize..part.content.end as usize].to_vec())
        .collect();
    assert_eq!(parts, [b"one".to_vec(), b"two".to_vec()]);
}

#[test]
fn depth_and_number_of_parts_are_bounded() {
    let mut deep = String::new();
    for level in 0..200 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"));
    }
    let mut part = &parse(deep.as_bytes()).body;
    let mut depth = 0;
    while let Some(child) = part.children.first() {
        (part, depth) = (child, depth + 1);
    }
    assert_eq!(depth, MOST_DEPTH);

    let wide =
        format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(5_000));
    assert!(parse(wide.as_bytes()).body.children.len() <= MOST_PARTS);
}

/// All ranges lie within the message, and children within their parent.
fn check(part: &Part, within: std::ops::Range<u64>) {
    assert!(part.header.start >= within.start && part.header.end == part.content.start, "{part:?}");
    assert!(part.content.start <= part.content.end && part.content.end <= within.end, "{part:?}");
    for child in &part.children {
        check(child, part.content.clone());
    }
}

proptest! {
    #[test]
    fn damaged_messages_have_a_structure(cuts in prop::collection::vec((0..NESTED.len(), any::<u8>()), 0..40), end in 0..=NESTED.len()) {
        let mut message = NESTED[..end].to_vec();
        for (at, byte) in cuts {
            if let Some(octet) = message.get_mut(at) { *octet = byte; }
        }
        check(&parse(&message).body, 0..message.len() as u64);
    }

    #[test]
    fn any_bytes_have_a_structure(message in prop::collection::vec(any::<u8>(), 0..2_000)) {
        check(&parse(&message).body, 0..message.len() as u64);
    }
}
