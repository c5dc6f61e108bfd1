//! The torture messages of RFC 4475 and RFC 5118 through the whole core: bytes in, and what comes out is what each RFC
//! asks of a user agent. Where it leaves a choice, the note says which is ours.
//!
//! The lengths of bodies in RFC 5118 do not fit its own texts; in these files they do.

use super::*;
use crate::sdp::{Description, Srtp};

/// What must come of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    /// Handed out as a new call.
    Call,
    /// Handed out as a question: OPTIONS, REGISTER, MESSAGE.
    Question,
    /// Answered with this status and, where it is 400, with this phrase.
    Answer(u16, &'static str),
    /// Nothing at all.
    Silence,
}

use Demand::{Answer, Call, Question, Silence};

/// Name, RFC 4475's section, and what it asks for.
const RFC_4475: [(&str, &str, Demand); 49] = [
    // Valid messages.
    (
        "wsinv",
        "3.1.1.1: well formed, and with a tag of no dialog of ours",
        Answer(481, "Call/Transaction Does Not Exist"),
    ),
    ("intmeth", "3.1.1.2: the method is unknown", Answer(405, "Method Not Allowed")),
    ("esc01", "3.1.1.3", Call),
    ("escnull", "3.1.1.4: escaped zeros are no ends", Question),
    ("esc02", "3.1.1.5: a method is never unescaped to REGISTER", Answer(405, "Method Not Allowed")),
    ("lwsdisp", "3.1.1.6", Question),
    ("longreq", "3.1.1.7", Call),
    ("dblreq", "3.1.1.8: what follows in the datagram is thrown away", Question),
    ("semiuri", "3.1.1.9", Question),
    ("transports", "3.1.1.10", Question),
    ("mpart01", "3.1.1.11", Question),
    ("unreason", "3.1.1.12: a response to nothing", Silence),
    ("noreason", "3.1.1.13: a response to nothing", Silence),
    // Invalid messages.
    ("badinv01", "3.1.2.1", Answer(400, "Broken Via")),
    ("clerr", "3.1.2.2", Answer(400, "Body Shorter Than Content-Length")),
    ("ncl", "3.1.2.3", Answer(400, "Broken Content-Length")),
    ("scalar02", "3.1.2.4", Answer(400, "Broken CSeq")),
    ("scalarlg", "3.1.2.5: thrown away", Silence),
    ("quotbal", "3.1.2.6", Answer(400, "Broken To")),
    ("ltgtruri", "3.1.2.7", Answer(400, "Broken Request-URI")),
    ("lwsruri", "3.1.2.8: not mended", Answer(400, "Broken Request-URI")),
    ("lwsstart", "3.1.2.9: not mended", Answer(400, "Broken Request-URI")),
    ("trws", "3.1.2.10: not mended", Answer(400, "Blanks Behind The Request Line")),
    ("escruri", "3.1.2.11: not mended", Answer(400, "Header Fields In The Request-URI")),
    ("baddate", "3.1.2.12: the date is no affair of ours and is ignored", Call),
    ("regbadct", "3.1.2.13", Answer(400, "Broken Contact")),
    ("badaspec", "3.1.2.14: blanks within brackets are borne with", Question),
    ("baddn", "3.1.2.15: not mended", Answer(400, "Broken From")),
    ("badvers", "3.1.2.16", Answer(505, "Version Not Supported")),
    ("mismatch01", "3.1.2.17", Answer(400, "CSeq Of Another Method")),
    ("mismatch02", "3.1.2.18: 400 or 501", Answer(400, "CSeq Of Another Method")),
    ("bigcode", "3.1.2.19: thrown away", Silence),
    // Transactions.
    ("badbranch", "3.2.1: told apart as RFC 2543 does it", Question),
    // The application's own.
    ("insuf", "3.3.1", Answer(400, "Missing From")),
    ("unkscm", "3.3.2", Answer(416, "Unsupported URI Scheme")),
    ("novelsc", "3.3.3", Answer(416, "Unsupported URI Scheme")),
    ("unksm2", "3.3.4: the registrar knows no such address", Question),
    ("bext01", "3.3.5", Answer(420, "Bad Extension")),
    ("invut", "3.3.6", Answer(415, "Unsupported Media Type")),
    ("regaut01", "3.3.7: the registrar asks for another proof", Question),
    ("multi01", "3.3.8", Answer(400, "Repeated From")),
    ("mcl01", "3.3.9", Answer(400, "Conflicting Content-Lengths")),
    ("bcast", "3.3.10: never passed on", Silence),
    ("zeromf", "3.3.11: whom it is for may answer it all the same", Question),
    ("cparam01", "3.3.12", Question),
    ("cparam02", "3.3.13", Question),
    ("regescrt", "3.3.14", Question),
    ("sdp01", "3.3.15", Answer(406, "Not Acceptable")),
    // RFC 2543.
    ("inv2543", "3.4.1", Call),
];

const RFC_5118: [(&str, &str, Demand); 12] = [
    ("ipv6-good", "4.1", Question),
    ("ipv6-bad", "4.2", Answer(400, "Broken Request-URI")),
    ("port-ambiguous", "4.3", Question),
    ("port-unambiguous", "4.4", Question),
    (
        "via-received-param-with-delim",
        "4.5: in no dialog of ours",
        Answer(481, "Call/Transaction Does Not Exist"),
    ),
    ("via-received-param-no-delim", "4.5", Question),
    ("ipv6-in-sdp", "4.6", Call),
    ("mult-ip-in-header", "4.7: in no dialog of ours", Answer(481, "Call/Transaction Does Not Exist")),
    ("mult-ip-in-sdp", "4.8", Call),
    ("ipv4-mapped-ipv6", "4.9", Call),
    ("ipv6-bug-abnf-3-colons", "4.10: both are to be borne with", Question),
    ("ipv6-correct-abnf-2-colons", "4.10", Question),
];

fn bytes(folder: &str, name: &str) -> Bytes {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder);
    Bytes::from(std::fs::read(data.join(name).with_extension("dat")).unwrap())
}

/// A core that has been given one message.
fn given(folder: &str, name: &str) -> Desk {
    let mut desk = Desk::new();
    let flow = desk.flow.clone();
    desk.core.receive(desk.now, &flow, &bytes(folder, name));
    desk.drain();
    desk
}

fn check(folder: &str, name: &str, note: &str, demand: Demand) {
    let mut desk = given(folder, name);
    let came = (desk.invites.len(), desk.requests.len(), desk.sent.len());
    let expected = match demand {
        Call => (1, 0, 0),
        Question => (0, 1, 0),
        Answer(..) => (0, 0, 1),
        Silence => (0, 0, 0),
    };
    assert_eq!(came, expected, "{name} ({note}): calls, questions, answers");
    if let Answer(status, phrase) = demand {
        let response = desk.response();
        assert_eq!((response.status(), response.reason()), (status, phrase), "{name} ({note})");
    }
    // Whatever it was, a call goes through after it, and nothing stays.
    for (session, _) in std::mem::take(&mut desk.invites) {
        desk.command(Command::Refuse { session, status: 486, headers: Vec::new() });
    }
    desk.said();
    desk.get(&peer_says("INVITE", "after", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    assert_eq!(desk.said().last().map(String::as_str), Some("200 INVITE"), "{name}");
    desk.assert_empty();
}

#[test]
fn every_message_of_rfc_4475_is_dealt_with_as_it_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rfc4475");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), RFC_4475.len(), "each has its row");
    for (name, note, demand) in RFC_4475 {
        check("rfc4475", name, note, demand);
    }
}

#[test]
fn every_message_of_rfc_5118_is_dealt_with_as_it_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rfc5118");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), RFC_5118.len(), "each has its row");
    for (name, note, demand) in RFC_5118 {
        check("rfc5118", name, note, demand);
    }
}

fn question(name: &str) -> Arc<Request> {
    given("rfc4475", name).requests.remove(0).1
}

fn call(name: &str) -> Arc<Request> {
    given("rfc4475", name).invites.remove(0).1
}

/// What RFC 4475 says must be read in the valid messages.
#[test]
fn what_is_taken_is_read_as_it_is_meant() {
    let Ok(Message::Request(folded)) = Message::parse(&bytes("rfc4475", "wsinv")) else {
        panic!("a request")
    };
    assert_eq!(folded.check(), Ok(()));
    assert_eq!(folded.cseq(), (9, "INVITE"));
    assert_eq!(folded.to().unwrap().tag(), Some("1918181833n"));
    assert_eq!(folded.from().unwrap().name(), Some(r#"J Rosenberg \""#));
    assert_eq!(folded.max_forwards(), Some(68));
    assert_eq!(folded.fields().elements(&HeaderName::Via).count(), 3);
    let escaped = call("esc01");
    assert_eq!(escaped.uri().user(), Some("sips:user@example.com"));
    assert_eq!(escaped.uri().host(), "example.net");
    let zeros = question("escnull");
    assert_eq!(zeros.contacts().len(), 2);
    assert_ne!(zeros.contacts()[0].uri(), zeros.contacts()[1].uri());
    assert_eq!(question("dblreq").method(), "REGISTER");
    let semicolon = question("semiuri");
    assert_eq!(semicolon.uri().user(), Some("user;par=u@example.net"));
    assert_eq!(question("transports").fields().elements(&HeaderName::Via).count(), 5);
    let bare = question("cparam01").contacts().remove(0);
    assert_eq!((bare.parameter("unknownparam"), bare.uri().parameter("unknownparam")), (Some(""), None));
    let bracketed = question("cparam02").contacts().remove(0);
    assert_eq!(
        (bracketed.parameter("unknownparam"), bracketed.uri().parameter("unknownparam")),
        (None, Some(""))
    );
    assert!(question("regescrt").contacts()[0].uri().has_headers());
    let old = call("inv2543");
    assert!(!old.body().is_empty(), "without a length the body is the rest");
}

#[test]
fn refusals_name_what_is_asked_for() {
    let desk = given("rfc4475", "bext01");
    let named = "nothingSupportsThis, nothingSupportsThisEither";
    assert_eq!(desk.response().header(&HeaderName::Unsupported), Some(named), "and nothing of Proxy-Require");
    for name in ["intmeth", "esc02"] {
        assert!(given("rfc4475", name).response().header(&HeaderName::Allow).unwrap().contains("INVITE"));
    }
    assert_eq!(given("rfc4475", "invut").response().header(&HeaderName::Accept), Some("application/sdp"));
}

#[test]
fn addresses_of_ipv6_are_read_where_they_stand() {
    let uri = |name: &str| given("rfc5118", name).requests.remove(0).1.uri().clone();
    let ip = |text: &str| Some(text.parse().unwrap());
    assert_eq!((uri("ipv6-good").ip(), uri("ipv6-good").port()), (ip("2001:db8::10"), None));
    assert_eq!((uri("port-ambiguous").ip(), uri("port-ambiguous").port()), (ip("2001:db8::10:5070"), None));
    let port = uri("port-unambiguous");
    assert_eq!((port.ip(), port.port()), (ip("2001:db8::10"), Some(5070)));
    assert_eq!(uri("ipv6-bug-abnf-3-colons").ip(), ip("2001:db8::192.0.2.1"));
    assert_eq!(uri("ipv6-correct-abnf-2-colons").ip(), ip("2001:db8::192.0.2.1"));
    let several = given("rfc5118", "mult-ip-in-sdp").invites.remove(0).1;
    assert_eq!(
        Description::parse(&several.sdp().unwrap(), Srtp::Taken).unwrap().remote.ip().to_string(),
        "192.0.2.1"
    );
    let mapped = given("rfc5118", "ipv4-mapped-ipv6").invites.remove(0).1;
    assert_eq!(mapped.contacts()[0].uri().ip(), ip("::ffff:192.0.2.2"));
    assert!(Description::parse(&mapped.sdp().unwrap(), Srtp::Taken).is_ok());
}
