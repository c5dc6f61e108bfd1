//! What is said of G.729 in `a=fmtp` (RFC 4856 §2.1.9, RFC 7261).

/// What a side says. What it does not say is as the RFC says it is then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct G729Parameters {
    /// Silence may be described instead of sent (annex B).
    pub annex_b: bool,
}

impl Default for G729Parameters {
    fn default() -> Self {
        Self { annex_b: true }
    }
}

impl G729Parameters {
    /// By the value of `a=fmtp`, without its number.
    pub(super) fn parse(text: &str) -> Self {
        let mut parameters = text.split(';').filter_map(|parameter| parameter.split_once('='));
        let annex_b = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("annexb"));
        Self { annex_b: annex_b.is_none_or(|(_, value)| !value.trim().eq_ignore_ascii_case("no")) }
    }

    /// What both may do; an offer without annex B is never answered with it (RFC 7261 §3.1).
    pub(super) fn said(self) -> &'static str {
        if self.annex_b { "annexb=yes" } else { "annexb=no" }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ours::local;
    use super::super::{Agreed, Description, Format, Srtp, answer, offer};
    use super::*;

    fn parse(lines: &str) -> Description {
        let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 9 RTP/AVP 18 0\r\n{lines}");
        Description::parse(text.as_bytes(), Srtp::Taken).unwrap()
    }

    #[test]
    fn annex_b_is_agreed_unless_one_side_says_no() {
        for (lines, annex_b) in [
            ("", true),
            ("a=rtpmap:18 G729/8000\r\n", true),
            ("a=rtpmap:18 g729/8000/1\r\na=fmtp:18 annexb=yes\r\n", true),
            ("a=fmtp:18 annexb=no\r\n", false),
            ("a=fmtp:18 x=1; AnnexB = NO\r\n", false),
            ("a=fmtp:18 annexb=perhaps;;=\r\n", true),
            ("a=fmtp:0 annexb=no\r\n", true),
        ] {
            let (text, agreed) = answer(&parse(lines), &local(&[Format::G729, Format::Pcmu])).unwrap();
            assert_eq!((agreed.format, agreed.payload_type), (Format::G729, 18), "{lines}");
            assert_eq!(agreed.g729, Some(G729Parameters { annex_b }), "{lines}");
            let text = String::from_utf8(text.to_vec()).unwrap();
            let said = if annex_b { "a=fmtp:18 annexb=yes\r\n" } else { "a=fmtp:18 annexb=no\r\n" };
            assert!(text.contains(said), "{lines}: {text}");
            let heard = Agreed::from_answer(&Description::parse(text.as_bytes(), Srtp::Taken).unwrap(), &[]);
            assert_eq!(heard.unwrap().g729, Some(G729Parameters { annex_b }), "{lines}");
        }
        // What 18 means may be said otherwise.
        let (_, agreed) =
            answer(&parse("a=rtpmap:18 other/8000\r\n"), &local(&[Format::G729, Format::Pcmu])).unwrap();
        assert_eq!((agreed.format, agreed.g729), (Format::Pcmu, None));
    }

    #[test]
    fn our_offer_names_it_and_says_yes() {
        let text = String::from_utf8(offer(&local(&[Format::Pcma, Format::G729])).to_vec()).unwrap();
        assert!(text.contains("RTP/AVP 8 18 101\r\n"), "{text}");
        assert!(text.contains("a=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=yes\r\n"), "{text}");
    }
}
