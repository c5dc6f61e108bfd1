//! Who calls by a trunk and for whom a call was: From, P-Asserted-Identity (RFC 3325), Privacy (RFC 3323), Diversion
//! (RFC 5806) and History-Info (RFC 7044), read and written.

use domain::numbering::Home;
use domain::trunk::Agreed;
use messaging::Sender;
use sip::{HeaderName, NameAddr, Request, Uri};
use telephone::Diversion;

/// Stations of a diverted call that are looked at.
const MOST_STATIONS: usize = 20;

/// The caller as our people are shown it. They stand outside of the trust domain: who asks for privacy is not shown to
/// them, however well known to the trunk (RFC 3325 §7).
pub fn caller(request: &Request, agreed: &Agreed, home: &Home) -> Sender {
    if wants_privacy(request) {
        return Sender::default();
    }
    let asserted = || request.fields().elements(&HeaderName::PAssertedIdentity).find_map(NameAddr::parse);
    let shown = agreed.asserts.then(asserted).flatten().or_else(|| request.from().cloned());
    let Some(shown) = shown else { return Sender::default() };
    let number = shown.uri().user().and_then(|user| agreed.caller(home, user));
    Sender {
        name: shown.name().filter(|name| !name.eq_ignore_ascii_case("anonymous")).map(str::to_owned),
        number: number.map(|number| number.to_string()),
        email: None,
    }
}

fn wants_privacy(request: &Request) -> bool {
    let asked = request
        .fields()
        .all(&HeaderName::Privacy)
        .flat_map(|line| line.split([';', ',']).collect::<Vec<_>>());
    asked
        .into_iter()
        .any(|value| matches!(value.trim().to_ascii_lowercase().as_str(), "id" | "user" | "header"))
}

/// A number that a call was for before it came here, and why it did not stay there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    pub number: String,
    pub why: Diversion,
}

/// The stations of a call that is passed on, the first called first.
pub fn stations(request: &Request) -> Vec<Station> {
    let history = history(request);
    if history.is_empty() { diversions(request) } else { history }
}

/// RFC 5806 §4: the topmost is the last.
fn diversions(request: &Request) -> Vec<Station> {
    let lines = request.fields().elements(&HeaderName::Diversion).take(MOST_STATIONS);
    let mut stations: Vec<Station> = lines
        .filter_map(|element| {
            let address = NameAddr::parse(element)?;
            let why = by_word(address.parameter("reason").unwrap_or_default());
            Some(Station { number: address.uri().user()?.to_owned(), why })
        })
        .collect();
    stations.reverse();
    stations
}

/// RFC 7044 §5: each entry names a target; the next one says by `cause` (RFC 4458) why the call went on, or the entry
/// itself by an escaped Reason. The last is where the call is now.
fn history(request: &Request) -> Vec<Station> {
    let entries: Vec<&str> =
        request.fields().elements(&HeaderName::HistoryInfo).take(MOST_STATIONS).collect();
    let number = |entry: &str| NameAddr::parse(entry)?.uri().user().map(str::to_owned);
    entries
        .windows(2)
        .filter_map(|pair| {
            let cause = cause(pair[1]).or_else(|| cause(pair[0]));
            Some(Station { number: number(pair[0])?, why: by_cause(cause?) })
        })
        .collect()
}

fn cause(entry: &str) -> Option<u16> {
    let lower = entry.to_ascii_lowercase();
    let at = ["cause=", "cause%3d"].into_iter().find_map(|name| Some(lower.find(name)? + name.len()))?;
    let digits: String = lower.get(at..)?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// RFC 5806 §4, `diversion-reason`.
fn by_word(reason: &str) -> Diversion {
    match reason.to_ascii_lowercase().as_str() {
        "user-busy" => Diversion::Busy,
        "unconditional" | "follow-me" | "time-of-day" | "away" => Diversion::Always,
        "unavailable" | "out-of-service" => Diversion::NotRegistered,
        "deflection" | "do-not-disturb" => Diversion::Declined,
        _ => Diversion::NoAnswer,
    }
}

/// RFC 4458 §3.1.
fn by_cause(cause: u16) -> Diversion {
    match cause {
        486 => Diversion::Busy,
        302 => Diversion::Always,
        404 | 503 => Diversion::NotRegistered,
        480 | 487 | 603 => Diversion::Declined,
        _ => Diversion::NoAnswer,
    }
}

/// Who is shown to a trunk.
pub struct ShownTo {
    pub from: NameAddr,
    pub headers: Vec<(HeaderName, String)>,
}

/// Our side of RFC 3325: the identity goes to trunks that are trusted with it; others get no more than is shown.
pub fn shown_to(
    agreed: &Agreed,
    domain: &str,
    number: Option<String>,
    name: Option<&str>,
    anonymous: bool,
) -> ShownTo {
    let own = number.unwrap_or_else(|| agreed.user.clone());
    let identity = NameAddr::new(Uri::sip(&own, domain));
    let mut headers = Vec::new();
    if agreed.asserts {
        headers.push((HeaderName::PAssertedIdentity, identity.to_string()));
    }
    if !anonymous {
        let from = match name.filter(|_| agreed.asserts) {
            Some(name) => identity.with_name(name),
            None => identity,
        };
        return ShownTo { from, headers };
    }
    // RFC 3323 §4.1.1.3.
    headers.push((HeaderName::Privacy, "id".into()));
    ShownTo {
        from: NameAddr::new(Uri::sip("anonymous", "anonymous.invalid")).with_name("Anonymous"),
        headers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::country::Country;

    fn invite(fields: &str) -> Request {
        let text = format!(
            "INVITE sip:99@us.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n\
             To: <sip:99@us.example>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n{fields}Content-Length: 0\r\n\r\n"
        );
        match sip::message::Message::parse(&bytes::Bytes::from(text)).unwrap() {
            sip::message::Message::Request(request) => request,
            sip::message::Message::Response(_) => panic!("a request"),
        }
    }

    fn home() -> Home {
        Home { country: Country::named("DE").unwrap(), area: "30".into(), outside_prefix: String::new() }
    }

    #[test]
    fn an_asserted_identity_is_believed_of_a_trusted_trunk_only_and_privacy_is_kept() {
        const FROM: &str = "From: \"Somebody\" <sip:030998877@p>;tag=1\r\n";
        const ASSERTED: &str = "P-Asserted-Identity: \"Cullen\" <sip:+4940555@p>, <tel:+4940555>\r\n";
        for (asserts, fields, number, name) in [
            (false, FROM.to_owned(), Some("+4930998877"), Some("Somebody")),
            (false, format!("{FROM}{ASSERTED}"), Some("+4930998877"), Some("Somebody")),
            (true, format!("{FROM}{ASSERTED}"), Some("+4940555"), Some("Cullen")),
            (true, format!("{FROM}{ASSERTED}Privacy: id\r\n"), None, None),
            (true, format!("{FROM}{ASSERTED}Privacy: none\r\n"), Some("+4940555"), Some("Cullen")),
            (false, "From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1\r\n".into(), None, None),
            (true, format!("{FROM}P-Asserted-Identity: broken <\r\n"), Some("+4930998877"), Some("Somebody")),
        ] {
            let agreed = Agreed { asserts, ..Agreed::with("sip:192.0.2.1") };
            let caller = caller(&invite(&fields), &agreed, &home());
            assert_eq!(
                (caller.number.as_deref(), caller.name.as_deref()),
                (number, name),
                "{asserts} {fields}"
            );
        }
    }

    #[test]
    fn a_call_that_is_passed_on_says_for_whom_it_was() {
        let station = |number: &str, why| Station { number: number.into(), why };
        for (fields, expected) in [
            ("", vec![]),
            (
                "Diversion: <sip:201@pbx>;reason=user-busy;counter=1\r\n",
                vec![station("201", Diversion::Busy)],
            ),
            (
                "Diversion: <sip:202@pbx>;reason=no-answer, \"Anna\" <sip:201@pbx>;reason=unconditional\r\n",
                vec![station("201", Diversion::Always), station("202", Diversion::NoAnswer)],
            ),
            (
                "Diversion: <tel:+4930123201>;reason=\"unavailable\"\r\n",
                vec![station("+4930123201", Diversion::NotRegistered)],
            ),
            ("Diversion: broken <\r\n", vec![]),
            (
                "History-Info: <sip:201@pbx>;index=1, <sip:99@us;cause=486>;index=1.1;mp=1\r\n",
                vec![station("201", Diversion::Busy)],
            ),
            (
                "History-Info: <sip:201@pbx?Reason=SIP%3Bcause%3D408%3Btext%3D%22x%22>;index=1\r\n\
                 History-Info: <sip:99@us>;index=1.1\r\n",
                vec![station("201", Diversion::NoAnswer)],
            ),
            ("History-Info: <sip:99@us>;index=1\r\n", vec![]),
            ("History-Info: <sip:201@pbx>;index=1, <sip:99@us>;index=1.1\r\n", vec![]),
        ] {
            let request = invite(&format!("From: <sip:030998877@p>;tag=1\r\n{fields}"));
            assert_eq!(stations(&request), expected, "{fields}");
        }
    }

    #[test]
    fn only_a_trusted_trunk_learns_who_calls_anonymously() {
        for (asserts, anonymous, from, headers) in [
            (false, false, "<sip:+49301230@p>", vec![]),
            (true, false, "\"Anna\" <sip:+49301230@p>", vec!["P-Asserted-Identity: <sip:+49301230@p>"]),
            (false, true, "\"Anonymous\" <sip:anonymous@anonymous.invalid>", vec!["Privacy: id"]),
            (
                true,
                true,
                "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
                vec!["P-Asserted-Identity: <sip:+49301230@p>", "Privacy: id"],
            ),
        ] {
            let agreed = Agreed { asserts, ..Agreed::with("sip:p") };
            let shown = shown_to(&agreed, "p", Some("+49301230".into()), Some("Anna"), anonymous);
            let written: Vec<_> =
                shown.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            assert_eq!(
                (shown.from.to_string().as_str(), written),
                (from, headers.iter().map(|text| text.to_string()).collect())
            );
        }
    }
}
