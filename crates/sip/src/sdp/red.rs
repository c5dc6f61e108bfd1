//! What is said of redundant audio in `a=fmtp` (RFC 2198 §5): which payload types a packet holds.

/// Payload types of a packet: more would be copies that nobody needs.
const MOST: usize = 4;

/// Whether a packet holds this payload type, and copies of it, and nothing else: `8/8`.
pub(super) fn is_of(text: &str, payload_type: u8) -> bool {
    let numbers = text.trim().split('/').map(|number| number.trim().parse::<u8>());
    let mut count = 0;
    let all = numbers.into_iter().all(|number| {
        count += 1;
        number == Ok(payload_type)
    });
    all && (2..=MOST).contains(&count)
}

#[cfg(test)]
mod tests {
    use super::super::ours::local;
    use super::super::{Agreed, Description, Format, Srtp, answer};
    use super::*;

    #[test]
    fn lists_are_read() {
        for (text, expected) in [
            ("8/8", true),
            (" 8 / 8/8 ", true),
            ("8", false),
            ("8/0", false),
            ("0/0", false),
            ("", false),
            ("/", false),
            ("8/8/8/8/8", false),
            ("8/-8", false),
            ("8/999", false),
        ] {
            assert_eq!(is_of(text, 8), expected, "{text:?}");
        }
    }

    #[test]
    fn redundancy_is_taken_where_it_is_offered_of_the_codec_that_is_agreed() {
        let local = local(&[Format::Pcma, Format::Opus]);
        for (formats, lines, expected) in [
            ("121 8 101", "a=rtpmap:121 RED/8000/1\r\na=fmtp:121 8/8\r\n", Some(121)),
            ("8 121", "a=rtpmap:121 red/8000\r\na=fmtp:121 8/8\r\n", Some(121)),
            ("8 121", "a=rtpmap:121 red/8000\r\na=fmtp:121 0/0\r\n", None),
            ("8 121", "a=rtpmap:121 red/8000\r\n", None),
            ("8 121", "a=rtpmap:121 red/48000/2\r\na=fmtp:121 8/8\r\n", None),
            ("8", "a=rtpmap:121 red/8000\r\na=fmtp:121 8/8\r\n", None),
            ("96 121", "a=rtpmap:96 opus/48000/2\r\na=rtpmap:121 red/8000\r\na=fmtp:121 96/96\r\n", None),
        ] {
            let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 9 RTP/AVP {formats}\r\n{lines}");
            let offer = Description::parse(text.as_bytes(), Srtp::Taken).unwrap();
            let (said, agreed) = answer(&offer, &local).unwrap();
            assert_eq!(agreed.redundancy, expected, "{lines}");
            let said = String::from_utf8(said.to_vec()).unwrap();
            assert_eq!(
                said.contains("a=rtpmap:121 red/8000\r\na=fmtp:121 8/8\r\n"),
                expected.is_some(),
                "{said}"
            );
            let heard = Agreed::from_answer(&Description::parse(said.as_bytes(), Srtp::Taken).unwrap(), &[]);
            // We do not offer it: an answer with it was not asked for.
            assert_eq!(heard.unwrap().redundancy, None);
        }
    }
}
