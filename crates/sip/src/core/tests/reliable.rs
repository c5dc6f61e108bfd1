//! Reliable provisional responses (RFC 3262), sent and taken, and what is offered and answered in them.

use super::*;

const SUPPORTS: &str = "Supported: 100rel\r\n";
const REQUIRES: &str = "Require: 100rel\r\n";

/// A call of theirs with these fields; the session.
fn rung(desk: &mut Desk, more: &str, offer: &str) -> SessionId {
    desk.get(&peer_says("INVITE", "i", 1, None, more, offer));
    desk.invites[0].0
}

fn progress(desk: &mut Desk, session: SessionId, status: u16, sdp: Option<&'static str>) -> Response {
    let sdp = sdp.map(|sdp| Bytes::from_static(sdp.as_bytes()));
    desk.command(Command::Progress { session, status, sdp });
    let last = desk.sent.iter().rev().find_map(|(_, _, message)| match message {
        Message::Response(response) => Some(response.clone()),
        Message::Request(_) => None,
    });
    last.unwrap_or_else(|| Response::to(&desk.invites[0].1, 100))
}

fn rseq(response: &Response) -> Option<u32> {
    response.header(&HeaderName::RSeq).map(|text| text.parse().unwrap())
}

fn tag(desk: &Desk) -> String {
    desk.core.dialogs.keys().next().unwrap().clone()
}

fn prack(desk: &mut Desk, branch: &str, cseq: u32, rack: &str, body: &str) {
    let tag = tag(desk);
    desk.get(&peer_says("PRACK", branch, cseq, Some(&tag), &format!("RAck: {rack}\r\n"), body));
}

#[test]
fn what_is_said_reliably_depends_on_what_the_caller_wants() {
    for (more, sdp, expected) in [
        ("", None, false),
        ("", Some("mine"), false),
        (SUPPORTS, None, false),
        (SUPPORTS, Some("mine"), true),
        (REQUIRES, None, true),
        (REQUIRES, Some("mine"), true),
    ] {
        let mut desk = Desk::new();
        let session = rung(&mut desk, more, OFFER);
        let response = progress(&mut desk, session, 183, sdp);
        assert_eq!(rseq(&response).is_some(), expected, "{more} {sdp:?}");
        let required = response.header(&HeaderName::Require);
        assert_eq!(required.is_some_and(|required| required.contains("100rel")), expected);
        desk.said();
        desk.pass(milliseconds(600));
        assert_eq!(!desk.said().is_empty(), expected, "said again");
    }
}

#[test]
fn it_is_repeated_until_its_prack_and_then_no_more() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, SUPPORTS, OFFER);
    let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
    assert!((1..1 << 31).contains(&first));
    desk.pass(seconds(4));
    let times: Vec<u128> = desk.said_at().iter().map(|(at, _)| *at).collect();
    assert_eq!(times, [0, 500, 1500, 3500]);
    progress(&mut desk, session, 183, Some("mine"));
    let mut cseq = 1;
    for wrong in [
        format!("{} 1 INVITE", first + 1),
        format!("{first} 2 INVITE"),
        format!("{first} 1 BYE"),
        "x".into(),
        String::new(),
    ] {
        cseq += 1;
        prack(&mut desk, &format!("w{cseq}"), cseq, &wrong, "");
        assert_eq!(desk.response().status(), 481, "{wrong}");
    }
    prack(&mut desk, "p", 20, &format!("{first} 1 INVITE"), "");
    desk.said();
    desk.pass(seconds(40));
    assert!(desk.said().is_empty());
    prack(&mut desk, "q", 21, &format!("{first} 1 INVITE"), "");
}

#[test]
fn a_prack_is_answered_and_the_next_response_waits_for_it() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, REQUIRES, OFFER);
    let first = rseq(&progress(&mut desk, session, 180, None)).unwrap();
    progress(&mut desk, session, 183, Some("mine"));
    progress(&mut desk, session, 180, None);
    assert_eq!(desk.said(), ["180 INVITE"], "one at a time");
    progress(&mut desk, session, 182, None);
    desk.pass(milliseconds(500));
    prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), "");
    assert_eq!(desk.said(), ["180 INVITE", "200 PRACK", "183 INVITE"]);
    desk.pass(seconds(1));
    assert_eq!(rseq(&desk.response()), Some(first + 1), "repeated as it was");
    prack(&mut desk, "q", 3, &format!("{} 1 INVITE", first + 1), "");
    assert_eq!(desk.said()[1..], ["200 PRACK", "180 INVITE"]);
}

#[test]
fn an_answer_waits_for_the_prack_of_a_description_and_does_not_repeat_it() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, SUPPORTS, OFFER);
    let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
    desk.command(Command::Answer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!(desk.said(), ["183 INVITE"]);
    desk.pass(milliseconds(500));
    prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), "");
    assert!(desk.response().body().is_empty());
    let tag = tag(&desk);
    assert_eq!(desk.said(), ["183 INVITE", "200 PRACK", "200 INVITE"]);
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    assert_eq!(desk.session_words(), ["acknowledged"]);
    desk.get(&peer_says("BYE", "b", 3, Some(&tag), "", ""));
    desk.assert_empty();
}

#[test]
fn a_refusal_does_not_wait() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, SUPPORTS, OFFER);
    progress(&mut desk, session, 183, Some("mine"));
    desk.command(Command::Refuse { session, status: 486, headers: Vec::new() });
    assert_eq!(desk.said(), ["183 INVITE", "486 INVITE"]);
    desk.pass(milliseconds(400));
    assert!(desk.said().is_empty());
    desk.assert_empty();
}

#[test]
fn a_caller_that_never_acknowledges_is_refused() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, SUPPORTS, OFFER);
    progress(&mut desk, session, 183, Some("mine"));
    desk.command(Command::Answer { session, sdp: Bytes::from_static(b"mine") });
    desk.pass(milliseconds(31_900));
    assert!(desk.session_words().is_empty());
    desk.said();
    desk.pass(milliseconds(200));
    assert_eq!(desk.said(), ["504 INVITE"]);
    assert_eq!(desk.session_words(), ["ended NoAck"]);
    desk.assert_empty();
}

#[test]
fn our_offer_in_a_response_is_answered_by_its_prack() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, REQUIRES, "");
    let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
    prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), OFFER);
    assert_eq!(desk.session_words(), ["offer answered"]);
    desk.command(Command::Answer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!((desk.response().status(), desk.response().body().len()), (200, 0));
    let tag = tag(&desk);
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.get(&peer_says("UPDATE", "u", 3, Some(&tag), "", OFFER));
    assert_eq!(desk.session_words(), ["acknowledged", "offer"]);
}

#[test]
fn an_offer_in_a_prack_is_answered_before_the_call_is() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, SUPPORTS, OFFER);
    let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
    prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), OFFER);
    assert_eq!(desk.session_words(), ["offer"]);
    desk.command(Command::Answer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!(desk.said(), ["183 INVITE"]);
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(b"new") });
    let answers: Vec<(u16, usize)> = desk
        .sent
        .iter()
        .map(|(_, _, message)| match message {
            Message::Response(response) => (response.status(), response.body().len()),
            Message::Request(_) => (0, 0),
        })
        .collect();
    assert_eq!(answers, [(200, 3), (200, 0)], "of the PRACK, and of the INVITE");
}

#[test]
fn updates_go_both_ways_once_descriptions_are_settled() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, "Supported: 100rel\r\nAllow: UPDATE\r\n", OFFER);
    let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
    desk.command(Command::Offer { session, sdp: Bytes::from_static(b"other") });
    assert_eq!(desk.said(), ["183 INVITE"], "not yet");
    desk.pass(milliseconds(500));
    prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), "");
    let tag = tag(&desk);
    let update = desk.request("UPDATE");
    assert_eq!(&update.body()[..], b"other");
    desk.get(&peer_says("UPDATE", "u", 3, Some(&tag), "", OFFER));
    assert_eq!(desk.said(), ["183 INVITE", "200 PRACK", "UPDATE", "491 UPDATE"]);
    desk.get(&peer_answers(&update, 200, "peer", OFFER));
    desk.get(&peer_says("UPDATE", "v", 4, Some(&tag), "", OFFER));
    assert_eq!(desk.session_words(), ["offer answered", "offer"]);
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!(desk.said(), ["200 UPDATE"]);
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

/// What rings at the other end, reliably.
fn rings(invite: &Request, tag: &str, status: u16, rseq: u32, body: &str) -> String {
    let text = peer_answers(invite, status, tag, body);
    let (line, rest) = text.split_once("\r\n").unwrap();
    format!("{line}\r\nRequire: 100rel\r\nRSeq: {rseq}\r\nAllow: UPDATE\r\n{rest}")
}

#[test]
fn what_rings_reliably_is_acknowledged_in_order_and_once() {
    let mut desk = Desk::new();
    let invite = desk.call();
    assert_eq!(invite.header(&HeaderName::Supported), Some("timer, 100rel, norefersub, replaces, join"));
    desk.said();
    desk.get(&rings(&invite, "peer", 183, 7, OFFER));
    let prack = desk.request("PRACK");
    assert_eq!(prack.header(&HeaderName::RAck), Some(format!("7 {} INVITE", invite.cseq().0).as_str()));
    assert_eq!(prack.to().unwrap().tag(), Some("peer"));
    assert_eq!(prack.uri().to_string(), "sip:bob@192.0.2.9:5060");
    assert!(prack.cseq().0 > invite.cseq().0);
    desk.get(&rings(&invite, "peer", 183, 7, OFFER));
    desk.get(&rings(&invite, "peer", 180, 9, ""));
    assert_eq!(desk.said(), ["PRACK"], "nothing that comes again, or too early");
    desk.get(&peer_answers(&prack, 200, "peer", ""));
    desk.get(&rings(&invite, "peer", 180, 8, ""));
    desk.get(&rings(&invite, "other", 180, 1, ""));
    assert_eq!(desk.said(), ["PRACK", "PRACK"], "each fork counts for itself");
    assert_eq!(desk.session_words(), ["progress 183", "progress 180", "progress 180"]);
    let last = desk.core.clients.values().filter(|client| client.request.method() == "PRACK").count();
    assert_eq!(last, 3);
    // The answer has no description: that of the 183 counts.
    desk.get(&peer_answers(&invite, 200, "peer", ""));
    let Some((_, SessionEvent::Answered { sdp, .. })) = desk.events.pop() else { panic!("not answered") };
    assert_eq!(sdp.as_deref(), Some(OFFER.as_bytes()));
    desk.command(Command::Bye { session: OUT, reason: None });
    assert!(desk.request("BYE").cseq().0 > prack.cseq().0);
}

#[test]
fn a_phone_that_rings_may_update_and_be_updated() {
    let mut desk = Desk::new();
    let invite = desk.call();
    let in_early = |branch: &str, cseq: u32, body: &str| {
        callee_says(&invite, "UPDATE", branch, cseq, body).replace("bob@192.0.2.9:5060", "bob@192.0.2.9:5080")
    };
    desk.get(&in_early("u", 1, ""));
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    desk.get(&in_early("v", 2, OFFER));
    desk.get(&in_early("w", 3, ""));
    assert_eq!(desk.said(), ["INVITE", "481 UPDATE", "500 UPDATE", "200 UPDATE"]);
    desk.get(&rings(&invite, "peer", 183, 7, OFFER));
    desk.get(&in_early("x", 4, OFFER));
    desk.get(&in_early("y", 4, OFFER));
    assert_eq!(desk.said(), ["PRACK", "500 UPDATE"], "numbers only rise");
    assert_eq!(desk.session_words(), ["progress 180", "progress 183", "offer"]);
    desk.command(Command::AnswerOffer { session: OUT, sdp: Bytes::from_static(b"mine") });
    desk.command(Command::Offer { session: OUT, sdp: Bytes::from_static(b"other") });
    let update = desk.request("UPDATE");
    assert_eq!(
        (desk.said(), &update.body()[..]),
        (vec!["200 UPDATE".into(), "UPDATE".to_owned()], &b"other"[..])
    );
    assert_eq!(update.uri().to_string(), "sip:bob@192.0.2.9:5080");
    desk.get(&peer_answers(&update, 200, "peer", "theirs"));
    assert_eq!(desk.session_words(), ["offer answered"]);
    // Numbers go on in the dialog that the answer makes.
    desk.get(&peer_answers(&invite, 200, "peer", ""));
    desk.said();
    desk.get(&in_early("z", 4, ""));
    desk.get(&in_early("zz", 5, ""));
    assert_eq!(desk.said(), ["500 UPDATE", "200 UPDATE"]);
    desk.command(Command::Bye { session: OUT, reason: None });
    desk.assert_empty();
}

#[test]
fn a_phone_that_rings_is_found_when_its_connection_is_lost() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&rings(&invite, "peer", 183, 7, OFFER));
    // It goes on by a connection of its own, and loses that.
    desk.flow = tcp();
    desk.get(&callee_says(&invite, "UPDATE", "u", 1, ""));
    let way = |desk: &Desk| desk.sent.last().map(|(_, flow, message)| (word(message), flow.clone())).unwrap();
    desk.get(&rings(&invite, "peer", 180, 8, ""));
    assert_eq!(way(&desk), ("PRACK".into(), tcp()));
    desk.lose(&tcp());
    desk.flow = udp(5060);
    desk.get(&rings(&invite, "peer", 180, 9, ""));
    let (word, flow) = way(&desk);
    assert_eq!(
        (word.as_str(), flow.transport(), flow.remote()),
        ("PRACK", Transport::Udp, udp(5060).remote())
    );
}

#[test]
fn an_update_that_fails_before_the_answer_leaves_the_call_ringing() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&rings(&invite, "peer", 183, 7, OFFER));
    let prack = desk.request("PRACK");
    desk.get(&peer_answers(&prack, 200, "peer", ""));
    desk.command(Command::Offer { session: OUT, sdp: Bytes::from_static(b"other") });
    desk.pass(seconds(33));
    assert_eq!(desk.session_words(), ["progress 183", "offer refused 408"]);
    desk.get(&peer_answers(&invite, 200, "peer", ""));
    assert_eq!(desk.session_words(), ["answered"]);
    desk.command(Command::Bye { session: OUT, reason: None });
    desk.assert_empty();
}

#[test]
fn what_a_reliable_answer_has_described_is_not_described_again_while_another_response_waits() {
    for offer in [OFFER, ""] {
        let mut desk = Desk::new();
        let session = rung(&mut desk, REQUIRES, offer);
        let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
        prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), if offer.is_empty() { OFFER } else { "" });
        progress(&mut desk, session, 180, None);
        desk.command(Command::Answer { session, sdp: Bytes::from_static(b"mine") });
        assert_eq!((desk.response().status(), desk.response().body().len()), (200, 0));
    }
}

#[test]
fn an_answer_waits_no_longer_than_for_an_offer_that_its_owner_forgets() {
    let mut desk = Desk::new();
    let session = rung(&mut desk, SUPPORTS, OFFER);
    let first = rseq(&progress(&mut desk, session, 183, Some("mine"))).unwrap();
    prack(&mut desk, "p", 2, &format!("{first} 1 INVITE"), OFFER);
    desk.command(Command::Answer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!(desk.said(), ["183 INVITE"], "the PRACK's offer is to be answered first");
    desk.pass(seconds(33));
    assert_eq!(desk.response().cseq(), (1, "INVITE"));
    assert_eq!(desk.response().status(), 200);
}
