//! What a forwarded call says of its way: Diversion (RFC 5806) and History-Info (RFC 7044), for phones and trunks alike.
//! They are read by [`crate::trunk::headers`].

use domain::forward::{Trail, When};
use sip::{HeaderName, NameAddr, Uri};

/// The lines for a call that has left these stations, the first called first, and is `now` here. None where it has left
/// none.
pub fn headers(stations: &[(String, When)], now: &str, domain: &str) -> Vec<(HeaderName, String)> {
    let address = |number: &str| NameAddr::new(Uri::sip(number, domain)).to_string();
    // RFC 5806 §4: the topmost is the last.
    let diversions = stations.iter().rev().map(|(number, why)| {
        (HeaderName::Diversion, format!("{};reason={};counter=1", address(number), word(*why)))
    });
    let places = stations.iter().map(|(number, _)| number.as_str()).chain([now]);
    let causes = [None].into_iter().chain(stations.iter().map(|(_, why)| Some(cause(*why))));
    let reasons = stations.iter().map(|(_, why)| reason(*why)).chain([None]);
    let history = places.zip(causes).zip(reasons).enumerate().map(|(at, ((number, cause), reason))| {
        let (parent, index) = (index(at), index(at + 1));
        // RFC 7044 §10.2: the entry says itself by what answer the call has left it.
        let reason = reason.map_or_else(String::new, |status| format!("?Reason=SIP%3Bcause%3D{status}"));
        let line = match cause {
            None => format!("<sip:{number}@{domain}{reason}>;index={index}"),
            // RFC 7044 §10.4: "mp" says that the entry before named somebody else.
            Some(cause) => format!("<sip:{number}@{domain};cause={cause}{reason}>;index={index};mp={parent}"),
        };
        (HeaderName::HistoryInfo, line)
    });
    if stations.is_empty() { Vec::new() } else { diversions.chain(history).collect() }
}

/// The same for a call at the end of its trail.
pub fn of_trail(trail: &Trail, now: &str, domain: &str) -> Vec<(HeaderName, String)> {
    let stations: Vec<_> =
        trail.stations().iter().map(|station| (station.number.to_string(), station.why)).collect();
    headers(&stations, now, domain)
}

/// Each station is below the one before (RFC 7044 §10.3).
fn index(depth: usize) -> String {
    vec!["1"; depth].join(".")
}

/// RFC 5806 §4, `diversion-reason`.
fn word(why: When) -> &'static str {
    match why {
        When::Always => "unconditional",
        When::Busy => "user-busy",
        When::NoAnswer => "no-answer",
        When::Unreachable => "unavailable",
        When::DoNotDisturb => "do-not-disturb",
        When::Deflected => "deflection",
    }
}

/// RFC 4458 §3.1.
fn cause(why: When) -> u16 {
    match why {
        When::Always => 302,
        When::Busy => 486,
        When::NoAnswer => 408,
        When::Unreachable => 503,
        When::DoNotDisturb | When::Deflected => 480,
    }
}

/// What a phone has answered whose call is forwarded for that; none where no phone was asked.
fn reason(why: When) -> Option<u16> {
    match why {
        When::Busy => Some(486),
        When::NoAnswer => Some(408),
        When::Deflected => Some(302),
        When::Always | When::Unreachable | When::DoNotDisturb => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trunk::headers::{Station, stations};
    use telephone::Diversion;

    fn read(lines: &[(HeaderName, String)]) -> Vec<Station> {
        let fields: String = lines.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let text = format!(
            "INVITE sip:99@us.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n\
             From: <sip:1@us.example>;tag=1\r\nTo: <sip:99@us.example>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n{fields}\
             Content-Length: 0\r\n\r\n"
        );
        match sip::message::Message::parse(&bytes::Bytes::from(text)).unwrap() {
            sip::message::Message::Request(request) => stations(&request),
            sip::message::Message::Response(_) => panic!("a request"),
        }
    }

    #[test]
    fn the_way_of_a_call_is_written_as_it_is_read() {
        assert!(headers(&[], "205", "us.example").is_empty());
        let way = [("201".to_owned(), When::Busy), ("202".to_owned(), When::Always)];
        let lines = headers(&way, "205", "us.example");
        let written: Vec<_> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(
            written,
            [
                "Diversion: <sip:202@us.example>;reason=unconditional;counter=1",
                "Diversion: <sip:201@us.example>;reason=user-busy;counter=1",
                "History-Info: <sip:201@us.example?Reason=SIP%3Bcause%3D486>;index=1",
                "History-Info: <sip:202@us.example;cause=486>;index=1.1;mp=1",
                "History-Info: <sip:205@us.example;cause=302>;index=1.1.1;mp=1.1",
            ]
        );
        let station = |number: &str, why| Station { number: number.into(), why };
        let expected = [station("201", Diversion::Busy), station("202", Diversion::Always)];
        assert_eq!(read(&lines), expected, "History-Info");
        assert_eq!(read(&lines[..2]), expected, "Diversion");
    }

    #[test]
    fn every_reason_survives_the_wire() {
        for (why, expected) in [
            (When::Always, Diversion::Always),
            (When::Busy, Diversion::Busy),
            (When::NoAnswer, Diversion::NoAnswer),
            (When::Unreachable, Diversion::NotRegistered),
            (When::DoNotDisturb, Diversion::Declined),
            (When::Deflected, Diversion::Declined),
        ] {
            let lines = headers(&[("201".to_owned(), why)], "205", "us.example");
            for lines in [&lines[..1], &lines[1..]] {
                assert_eq!(read(lines)[0].why, expected, "{lines:?}");
            }
        }
    }
}
