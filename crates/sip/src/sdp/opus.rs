//! What is said of Opus in `a=fmtp` (RFC 7587 §6.1).

/// What a side asks the other for. What it does not say is as the RFC says it is then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpusParameters {
    /// It makes use of the copies of earlier frames that packets may carry.
    pub use_inband_fec: bool,
    /// Bits a second on average, at most: 6000 to 510,000.
    pub max_average_bitrate: Option<u32>,
    /// It wants a constant bit rate.
    pub cbr: bool,
    /// It would rather get nothing than silence.
    pub use_dtx: bool,
}

/// What is wanted of the other side here, always.
pub(super) const OURS: &str = "useinbandfec=1";

/// Averages outside of it mean nothing.
const BITRATES: std::ops::RangeInclusive<u32> = 6000..=510_000;

impl OpusParameters {
    /// By the value of `a=fmtp`, without its number. Parameters that are not known or make no sense are left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut parameters = Self::default();
        for (name, value) in text.split(';').filter_map(|parameter| parameter.split_once('=')) {
            let (name, value) = (name.trim(), value.trim());
            if name.eq_ignore_ascii_case("useinbandfec") {
                parameters.use_inband_fec = value == "1";
            } else if name.eq_ignore_ascii_case("usedtx") {
                parameters.use_dtx = value == "1";
            } else if name.eq_ignore_ascii_case("cbr") {
                parameters.cbr = value == "1";
            } else if name.eq_ignore_ascii_case("maxaveragebitrate") {
                parameters.max_average_bitrate = value.parse().ok().filter(|bits| BITRATES.contains(bits));
            }
        }
        parameters
    }
}

#[cfg(test)]
mod tests {
    use super::super::ours::local;
    use super::super::{Agreed, Description, Format, Srtp, answer, offer};
    use super::*;

    fn parse(lines: &str) -> Description {
        let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 9 RTP/AVP 0 96\r\n{lines}");
        Description::parse(text.as_bytes(), Srtp::Taken).unwrap()
    }

    #[test]
    fn what_is_asked_for_is_read_and_nonsense_is_left_out() {
        let fec = OpusParameters { use_inband_fec: true, ..OpusParameters::default() };
        for (text, expected) in [
            ("", OpusParameters::default()),
            ("useinbandfec=1", fec),
            ("minptime=10; UseInbandFEC = 1 ;usedtx=0", fec),
            ("usedtx=1;useinbandfec=1", OpusParameters { use_dtx: true, ..fec }),
            ("useinbandfec=0;stereo=1", OpusParameters::default()),
            (
                "maxaveragebitrate=20000;cbr=1",
                OpusParameters { max_average_bitrate: Some(20_000), cbr: true, ..OpusParameters::default() },
            ),
            ("maxaveragebitrate=5;cbr=2;;=;x", OpusParameters::default()),
            ("maxaveragebitrate=99999999999999", OpusParameters::default()),
        ] {
            assert_eq!(OpusParameters::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn opus_is_agreed_on_by_name_with_what_the_other_side_asks_for() {
        let lines = "a=fmtp:96 useinbandfec=1\r\na=rtpmap:96 OPUS/48000/2\r\na=fmtp:0 cbr=1\r\n";
        let (text, agreed) = answer(&parse(lines), &local(&[Format::Opus, Format::Pcmu])).unwrap();
        let parameters = OpusParameters { use_inband_fec: true, ..OpusParameters::default() };
        assert_eq!((agreed.format, agreed.payload_type, agreed.opus), (Format::Opus, 96, Some(parameters)));
        let text = String::from_utf8(text.to_vec()).unwrap();
        assert!(text.contains("a=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1\r\n"), "{text}");
        // Other clocks and channels are another codec; a number without a name is none.
        for lines in ["a=rtpmap:96 opus/48000\r\n", "a=rtpmap:96 opus/16000/2\r\n", ""] {
            let (_, agreed) = answer(&parse(lines), &local(&[Format::Opus, Format::Pcmu])).unwrap();
            assert_eq!((agreed.format, agreed.opus), (Format::Pcmu, None), "{lines}");
        }
    }

    #[test]
    fn our_offer_of_opus_is_understood_by_ourselves() {
        let text = offer(&local(&[Format::Pcma, Format::Opus]));
        let offered = Description::parse(&text, Srtp::Taken).unwrap();
        assert_eq!(offered.formats, [(8, Format::Pcma), (111, Format::Opus)]);
        let (text, _) = answer(&offered, &local(&[Format::Opus])).unwrap();
        let agreed = Agreed::from_answer(&Description::parse(&text, Srtp::Refused).unwrap(), &[]).unwrap();
        assert_eq!((agreed.format, agreed.payload_type), (Format::Opus, 111));
        assert!(agreed.opus.is_some_and(|parameters| parameters.use_inband_fec));
    }
}
