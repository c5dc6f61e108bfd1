//! Calls that come in (RFC 3261 §13.3, §17.2.1, §9.2, §15.1.2; RFC 6026).

use super::*;

fn invite() -> String {
    peer_says("INVITE", "i", 1, None, "", OFFER)
}

/// A call that rings; gives its session and our tag.
fn ringing(desk: &mut Desk) -> (SessionId, String) {
    desk.get(&invite());
    let session = desk.invites[0].0;
    desk.command(Command::Progress { session, status: 180, sdp: None });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    (session, tag)
}

fn answered(desk: &mut Desk) -> (SessionId, String) {
    let (session, tag) = ringing(desk);
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    (session, tag)
}

#[test]
fn a_call_rings_is_answered_and_ended_by_the_peer() {
    let mut desk = Desk::new();
    desk.get(&invite());
    desk.pass(milliseconds(300));
    assert_eq!(desk.said_at(), [(200, "100 INVITE".into())]);
    desk.get(&invite());
    assert_eq!(
        (desk.said(), desk.invites.len()),
        (vec!["100 INVITE".to_owned()], 1),
        "repeated, not taken again"
    );
    let session = desk.invites[0].0;
    desk.command(Command::Progress { session, status: 180, sdp: None });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let answer = desk.response();
    assert_eq!(answer.to_address().unwrap().tag(), Some(tag.as_str()), "one tag for all answers");
    assert_eq!((answer.contacts().len(), answer.body().len()), (1, OFFER.len()));
    desk.said();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.pass(seconds(60));
    assert_eq!((desk.said(), desk.session_words()), (vec![], vec!["acknowledged".to_owned()]));
    let bye = peer_says("BYE", "b", 2, Some(&tag), "", "");
    desk.get(&bye);
    desk.get(&bye);
    assert_eq!(
        (desk.said(), desk.session_words()),
        (vec!["200 BYE".to_owned(); 2], vec!["ended ByeReceived".into()])
    );
    desk.assert_empty();
}

#[test]
fn an_answer_is_repeated_until_it_is_acknowledged() {
    let mut desk = Desk::new();
    let (_, tag) = answered(&mut desk);
    desk.said();
    desk.pass(milliseconds(7600));
    let times: Vec<u128> = desk.said_at().into_iter().map(|(at, _)| at).collect();
    assert_eq!(times, [500, 1500, 3500, 7500]);
    desk.get(&invite());
    assert!(desk.said().is_empty(), "RFC 6026: repetitions of the INVITE are swallowed");
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.pass(seconds(100));
    assert!(desk.said().is_empty());
    assert_eq!(desk.session_words(), ["acknowledged"]);
}

#[test]
fn without_an_ack_the_call_ends() {
    for wants_bye in [false, true] {
        let mut desk = Desk::new();
        let (session, _) = answered(&mut desk);
        desk.said();
        if wants_bye {
            let reason = Some(Reason::sip(200, "elsewhere"));
            desk.command(Command::Bye { session, reason });
            assert!(desk.said().is_empty(), "no BYE before the ACK");
        }
        desk.pass(seconds(32));
        let bye = desk.request("BYE");
        assert_eq!(bye.header(&HeaderName::Reason).is_some(), wants_bye);
        assert_eq!(desk.sent.iter().filter(|(_, _, message)| word(message) == "200 INVITE").count(), 10);
        assert_eq!(desk.sent.last().unwrap().0, seconds(32));
        assert_eq!(desk.session_words(), ["ended NoAck"]);
        desk.assert_empty();
    }
}

#[test]
fn a_bye_that_waits_goes_out_with_the_ack() {
    let mut desk = Desk::new();
    let (session, tag) = answered(&mut desk);
    desk.command(Command::Bye { session, reason: None });
    desk.said();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["BYE"]);
    assert_eq!(desk.session_words(), ["acknowledged", "ended ByeSent"]);
    desk.assert_empty();
}

#[test]
fn a_refusal_is_repeated_until_its_ack() {
    let mut desk = Desk::new();
    let (session, tag) = ringing(&mut desk);
    desk.said();
    desk.command(Command::Refuse {
        session,
        status: 486,
        headers: vec![(HeaderName::RetryAfter, "5".into())],
    });
    assert_eq!(desk.session_words(), ["ended Refused"]);
    desk.pass(milliseconds(1600));
    let times: Vec<u128> = desk.said_at().into_iter().map(|(at, _)| at).collect();
    assert_eq!(times, [0, 500, 1500]);
    desk.get(&invite());
    assert_eq!(desk.said(), ["486 INVITE"]);
    desk.get(&peer_says("ACK", "i", 1, Some(&tag), "", ""));
    desk.pass(seconds(4));
    desk.get(&invite());
    assert!(desk.said().is_empty(), "timer I");
    desk.assert_empty();
    let mut desk = Desk::new();
    let (session, _) = ringing(&mut desk);
    desk.command(Command::Refuse { session, status: 486, headers: Vec::new() });
    desk.said();
    desk.pass(seconds(100));
    assert_eq!(desk.said().len(), 10, "timer H ends it");
    desk.assert_empty();
}

#[test]
fn over_tcp_refusals_go_out_once_and_answers_until_the_ack() {
    let mut desk = Desk::on(tcp());
    let (session, tag) = ringing(&mut desk);
    desk.command(Command::Refuse { session, status: 600, headers: Vec::new() });
    desk.said();
    desk.pass(seconds(10));
    assert!(desk.said().is_empty());
    desk.get(&peer_says("ACK", "i", 1, Some(&tag), "", ""));
    desk.assert_empty();
    let mut desk = Desk::on(tcp());
    answered(&mut desk);
    desk.said();
    desk.pass(seconds(1));
    assert_eq!(desk.said(), ["200 INVITE"]);
}

#[test]
fn a_cancel_before_the_answer_ends_the_call() {
    let mut desk = Desk::new();
    let (session, tag) = ringing(&mut desk);
    desk.said();
    desk.get(&peer_says("CANCEL", "i", 1, None, "", ""));
    assert_eq!(desk.said(), ["200 CANCEL", "487 INVITE"]);
    assert_eq!(desk.session_words(), ["ended Cancelled"]);
    desk.command(Command::Answer { session, sdp: Bytes::new() });
    desk.get(&peer_says("CANCEL", "i", 1, None, "", ""));
    assert_eq!(desk.said(), ["200 CANCEL"], "too late for the answer, and the CANCEL's own is repeated");
    desk.get(&peer_says("ACK", "i", 1, Some(&tag), "", ""));
    desk.assert_empty();
}

#[test]
fn a_cancel_after_the_answer_changes_nothing() {
    let mut desk = Desk::new();
    let (session, tag) = answered(&mut desk);
    desk.said();
    desk.get(&peer_says("CANCEL", "i", 1, None, "", ""));
    assert_eq!(desk.said(), ["200 CANCEL"]);
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    assert_eq!(desk.session_words(), ["acknowledged"]);
    desk.command(Command::Bye { session, reason: None });
    let bye = desk.request("BYE");
    assert_eq!(bye.to().unwrap().tag(), Some("peer"));
    desk.get(&peer_answers(&bye, 200, "", ""));
    desk.assert_empty();
    desk.get(&peer_says("CANCEL", "other", 1, None, "", ""));
    assert_eq!(desk.response().status(), 481);
}

#[test]
fn a_bye_in_any_state_of_a_call_that_rings() {
    let mut desk = Desk::new();
    let (session, tag) = ringing(&mut desk);
    desk.said();
    desk.command(Command::Bye { session, reason: None });
    assert_eq!(
        (desk.said(), desk.session_words()),
        (vec!["480 INVITE".to_owned()], vec!["ended ByeSent".to_owned()])
    );
    desk.get(&peer_says("ACK", "i", 1, Some(&tag), "", ""));
    desk.assert_empty();
    let mut desk = Desk::new();
    let (_, tag) = ringing(&mut desk);
    desk.said();
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["200 BYE", "487 INVITE"]);
    assert_eq!(desk.session_words(), ["ended ByeReceived"]);
    desk.assert_empty();
}

#[test]
fn a_call_that_nobody_answers_is_answered_by_the_core() {
    let mut desk = Desk::new();
    ringing(&mut desk);
    desk.said();
    desk.pass(seconds(599));
    assert_eq!(desk.said(), vec!["180 INVITE"; 9], "once a minute");
    desk.pass(seconds(2));
    assert_eq!(desk.said()[..2], ["180 INVITE", "480 INVITE"]);
    assert_eq!(desk.session_words(), ["ended TimedOut"]);
    desk.assert_empty();
}

#[test]
fn answers_go_to_the_port_that_a_true_via_names() {
    for (via, expected) in [
        ("192.0.2.9:5060;rport", 40000),
        ("192.0.2.9:5060", 5060),
        ("192.0.2.9", 5060),
        ("10.0.0.1:5060", 40000),
        ("phone.example", 40000),
    ] {
        let mut desk = Desk::on(udp(40000));
        desk.get(&invite().replace("192.0.2.9:5060;rport", via));
        desk.pass(milliseconds(200));
        assert_eq!(desk.sent[0].1.remote().port(), expected, "{via}");
        // RFC 3581 §4.
        let answered = desk.response().header(&HeaderName::Via).unwrap().contains("rport=40000");
        assert_eq!(answered, via.ends_with("rport"), "{via}");
        let session = desk.invites[0].0;
        desk.command(Command::Answer { session, sdp: Bytes::new() });
        desk.pass(milliseconds(600));
        assert_eq!(desk.sent.len(), 3);
        assert_eq!(desk.sent[2].1.remote().port(), expected, "and the repetitions: {via}");
    }
}

#[test]
fn ways_and_tags_of_the_dialog_are_kept() {
    let mut desk = Desk::on(udp(40000));
    let routes = "Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n";
    desk.get(&peer_says("INVITE", "i", 7, None, routes, OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    assert_eq!(desk.response().fields().elements(&HeaderName::RecordRoute).count(), 2);
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 7, Some(&tag), "", ""));
    desk.command(Command::Bye { session, reason: None });
    let bye = desk.request("BYE");
    let route: Vec<_> = bye.fields().elements(&HeaderName::Route).map(str::to_owned).collect();
    assert_eq!(route, ["<sip:p1;lr>", "<sip:p2;lr>"]);
    assert_eq!(bye.uri().to_string(), "sip:bob@192.0.2.9:5060");
    assert_eq!((bye.from().unwrap().tag(), bye.to().unwrap().tag()), (Some(tag.as_str()), Some("peer")));
}
