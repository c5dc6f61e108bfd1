//! REFER of ours (RFC 3515), and what the peer tells of it.

use super::*;
use crate::Replaces;

const OTHER: SessionId = SessionId(OUT.0 + 1);

/// A NOTIFY of the peer's in the dialog with this tag of ours.
fn tells(desk: &mut Desk, cseq: u32, tag: &str, fields: &str, fragment: &str) {
    let says = peer_says("NOTIFY", &format!("n{cseq}"), cseq, Some(tag), fields, fragment);
    desk.get(&says.replace("application/sdp", "message/sipfrag;version=2.0"));
}

const ACTIVE: &str = "Event: refer\r\nSubscription-State: active;expires=60\r\n";
const OVER: &str = "Event: refer\r\nSubscription-State: terminated;reason=noresource\r\n";

fn number() -> ReferTo {
    ReferTo::Uri(Uri::parse("sip:205@pbx").unwrap())
}

#[test]
fn the_peer_is_sent_to_a_number_and_tells_how_its_call_fares() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    desk.command(Command::Refer { session, to: number() });
    let refer = desk.request("REFER");
    assert_eq!(refer.header(&HeaderName::ReferTo), Some("<sip:205@pbx>"));
    assert!(refer.header(&HeaderName::ReferredBy).is_some());
    desk.command(Command::Refer { session, to: number() });
    assert_eq!(desk.session_words(), ["Refused(491)"], "one at a time");
    // RFC 3515 §2.4.4: its first news may overtake the answer.
    tells(&mut desk, 2, &tag, ACTIVE, "SIP/2.0 100 Trying\r\n");
    desk.get(&peer_answers(&refer, 202, "", ""));
    tells(&mut desk, 3, &tag, ACTIVE, "SIP/2.0 180 Ringing\r\n");
    tells(
        &mut desk,
        4,
        &tag,
        &OVER.replace("refer", &format!("refer;id={}", refer.cseq().0)),
        "SIP/2.0 200 OK\r\n",
    );
    assert_eq!(desk.session_words(), ["Progress(100)", "Taken", "Progress(180)", "Done(200)"]);
    assert_eq!(desk.said(), ["REFER", "200 NOTIFY", "200 NOTIFY", "200 NOTIFY"]);
    tells(&mut desk, 5, &tag, OVER, "SIP/2.0 200 OK\r\n");
    assert_eq!(desk.said(), ["481 NOTIFY"], "nothing is asked any more");
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

#[test]
fn two_peers_are_joined_by_the_name_of_a_dialog() {
    let mut desk = Desk::new();
    let (session, _) = taken(&mut desk);
    let invite = called(&mut desk);
    desk.command(Command::Refer { session, to: ReferTo::Session(OUT) });
    let refer = desk.request("REFER");
    let to = NameAddr::parse(refer.header(&HeaderName::ReferTo).unwrap()).unwrap();
    let ours = invite.from().unwrap().tag().unwrap().to_owned();
    assert_eq!(to.uri().clone().without_headers().to_string(), "sip:bob@192.0.2.9:5060");
    let expected = Replaces {
        call_id: invite.call_id().into(),
        to_tag: "peer".into(),
        from_tag: ours,
        early_only: false,
    };
    assert_eq!(Replaces::parse(&to.uri().header("Replaces").unwrap()), Some(expected));
    desk.get(&peer_answers(&refer, 603, "", ""));
    assert_eq!(desk.session_words(), ["Refused(603)"]);
    // It may be asked for something else then.
    desk.command(Command::Refer { session, to: ReferTo::Session(OTHER) });
    assert_eq!(desk.session_words(), ["Refused(481)"], "there is no such session");
    for session in [session, OUT] {
        desk.command(Command::Bye { session, reason: None });
    }
    desk.assert_empty();
}

#[test]
fn nothing_is_asked_of_a_peer_before_it_has_acknowledged_our_answer() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Refer { session, to: number() });
    assert_eq!(desk.session_words(), ["Refused(481)"], "it rings");
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.said();
    desk.command(Command::Refer { session, to: number() });
    assert!(desk.said().is_empty());
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["REFER"]);
    // A call that ends takes its REFER along.
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), "", ""));
    assert_eq!(desk.session_words(), ["acknowledged", "ended ByeReceived"]);
    desk.assert_empty();
    assert!(desk.session_words().is_empty());
}

#[test]
fn what_a_peer_does_not_take_or_tell_is_known() {
    // It has said that it takes none.
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "Allow: INVITE, ACK, BYE\r\n", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    desk.command(Command::Refer { session, to: number() });
    assert_eq!(desk.session_words(), ["Refused(405)"]);

    // It does not answer.
    let mut desk = Desk::new();
    let (session, _) = taken(&mut desk);
    desk.command(Command::Refer { session, to: number() });
    desk.pass(seconds(33));
    assert_eq!(desk.session_words(), ["Refused(408)"]);

    // It takes it, and will tell nothing (RFC 4488).
    let mut desk = Desk::new();
    let (session, _) = taken(&mut desk);
    desk.command(Command::Refer { session, to: number() });
    let refer = desk.request("REFER");
    let answer = peer_answers(&refer, 200, "", "");
    desk.get(&answer.replace("Content-Length", "Refer-Sub: false\r\nContent-Length"));
    assert_eq!(desk.session_words(), ["Untold"]);
}

#[test]
fn news_of_something_else_or_in_no_known_words_changes_nothing() {
    for (fields, fragment, status, told) in [
        ("Event: telephone-event\r\nSubscription-State: active\r\n", "", 489, None),
        ("Subscription-State: active\r\n", "", 489, None),
        ("Event: refer;id=77\r\nSubscription-State: active\r\n", "SIP/2.0 200 OK\r\n", 481, None),
        (ACTIVE, "", 200, None),
        (ACTIVE, "nonsense", 200, None),
        ("Event: refer\r\n", "SIP/2.0 183 Session Progress\r\n", 200, Some("Progress(183)")),
        (OVER, "", 200, Some("Untold")),
        (OVER, "SIP/2.0 100 Trying\r\n", 200, Some("Untold")),
        (OVER, "SIP/2.0 486 Busy Here\r\n", 200, Some("Done(486)")),
    ] {
        let mut desk = Desk::new();
        let (session, tag) = taken(&mut desk);
        desk.command(Command::Refer { session, to: number() });
        desk.get(&peer_answers(&desk.request("REFER"), 202, "", ""));
        tells(&mut desk, 2, &tag, fields, fragment);
        assert_eq!(desk.response().status(), status, "{fields}");
        let expected: Vec<&str> = ["Taken"].into_iter().chain(told).collect();
        assert_eq!(desk.session_words(), expected, "{fields} {fragment}");
    }
}
