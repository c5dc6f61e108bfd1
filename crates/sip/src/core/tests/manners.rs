//! What every request is asked before anybody looks at it (RFC 3261 §8.2), and what unknown ones are told.

use super::*;

fn first_status(text: &str) -> u16 {
    let mut desk = Desk::new();
    desk.get(text);
    desk.response().status()
}

#[test]
fn requests_that_nobody_takes_are_answered_by_the_core() {
    let plain = |method: &str, more: &str| peer_says(method, "x", 5, None, more, "");
    for (text, status) in [
        (plain("DANCE", ""), 405),
        (plain("BYE", ""), 481),
        (plain("INFO", ""), 481),
        (plain("INVITE", "Require: 100rel\r\n"), 420),
        (plain("SUBSCRIBE", ""), 489),
        (peer_says("BYE", "x", 5, Some("nobodys"), "", ""), 481),
        (peer_says("INVITE", "x", 5, Some("nobodys"), "", OFFER), 481),
        (plain("INVITE", "").replace("Max-Forwards: 70", "Max-Forwards: 0"), 483),
        (plain("INVITE", "").replace("CSeq: 5 INVITE", "CSeq: 5 BYE"), 400),
        (plain("INVITE", "").replace("Contact: <sip:bob@192.0.2.9:5060>\r\n", ""), 400),
        (plain("INVITE", "").replace("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"), 505),
        (plain("OPTIONS", "").replace("sip:100@192.0.2.1 SIP", "foo:bar SIP"), 416),
        (peer_says("INVITE", "x", 1, None, "", "x").replace("application/sdp", "text/plain"), 415),
    ] {
        assert_eq!(first_status(&text), status, "{text}");
    }
    let mut desk = Desk::new();
    desk.get(&plain("DANCE", ""));
    assert!(desk.response().header(&HeaderName::Allow).unwrap().contains("INVITE"));
    let mut desk = Desk::new();
    desk.get(&plain("INVITE", "Require: 100rel\r\n"));
    assert_eq!(desk.response().header(&HeaderName::Unsupported), Some("100rel"));
    desk.assert_empty();
}

#[test]
fn requests_for_others_pass_out_and_are_answered_once() {
    for method in ["OPTIONS", "REGISTER", "MESSAGE", "PUBLISH"] {
        let mut desk = Desk::new();
        let text = peer_says(method, "x", 1, None, "", "");
        desk.get(&text);
        desk.get(&text);
        assert_eq!((desk.requests.len(), desk.said()), (1, vec![]));
        let (pending, request) = desk.requests.remove(0);
        desk.command(Command::Respond {
            pending: pending.clone(),
            response: Box::new(Response::to(&request, 200)),
        });
        let first = desk.sent[0].2.clone();
        desk.command(Command::Respond { pending, response: Box::new(Response::to(&request, 404)) });
        desk.get(&text);
        assert_eq!(desk.sent.len(), 2);
        let bytes = |message: &Message| match message {
            Message::Response(response) => response.to_bytes(),
            Message::Request(request) => request.to_bytes(),
        };
        assert_eq!(bytes(&first), bytes(&desk.sent[1].2), "{method}: the same answer");
        desk.assert_empty();
    }
}

#[test]
fn an_answer_that_is_none_and_one_that_never_comes() {
    let mut desk = Desk::new();
    desk.get(&peer_says("OPTIONS", "x", 1, None, "", ""));
    let (pending, request) = desk.requests.remove(0);
    desk.command(Command::Respond { pending, response: Box::new(Response::to(&request, 100)) });
    assert_eq!(desk.said(), ["500 OPTIONS"]);
    desk.pass(seconds(60));
    // RFC 4320: 100 not before the peer has slowed down, and nothing when it has given up.
    let question = peer_says("OPTIONS", "y", 2, None, "", "");
    desk.get(&question);
    desk.pass(milliseconds(3499));
    desk.get(&question);
    assert!(desk.said().is_empty());
    desk.pass(milliseconds(1));
    desk.get(&question);
    assert_eq!(desk.said(), ["100 OPTIONS", "100 OPTIONS"]);
    let (pending, request) = desk.requests.pop().unwrap();
    desk.pass(seconds(601));
    desk.command(Command::Respond { pending, response: Box::new(Response::to(&request, 200)) });
    assert!(desk.said().is_empty());
    desk.assert_empty();
}

#[test]
fn numbers_in_a_dialog_only_rise() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 10, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::new() });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 10, Some(&tag), "", ""));
    desk.said();
    desk.get(&peer_says("INFO", "n1", 10, Some(&tag), "", ""));
    desk.get(&peer_says("INFO", "n2", 11, Some(&tag), "", ""));
    desk.get(&peer_says("UPDATE", "n3", 12, Some(&tag), "", ""));
    desk.get(&peer_says("BYE", "n4", 13, Some(&tag), "", "").replace("tag=peer", "tag=stranger"));
    desk.get(&peer_says("BYE", "n5", 13, Some(&tag), "", "").replace("call-1", "call-2"));
    assert_eq!(desk.said(), ["500 INFO", "200 INFO", "405 UPDATE", "481 BYE", "481 BYE"]);
    assert_eq!(desk.core.sessions(), 1);
}

#[test]
fn the_same_call_by_two_ways_is_taken_once() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "one", 1, None, "", OFFER));
    desk.get(&peer_says("INVITE", "two", 1, None, "", OFFER));
    assert_eq!((desk.said(), desk.invites.len()), (vec!["482 INVITE".to_owned()], 1));
    // With the answer to a challenge it is another request.
    let session = desk.invites[0].0;
    desk.command(Command::Refuse { session, status: 401, headers: Vec::new() });
    desk.get(&peer_says("INVITE", "three", 2, None, "", OFFER));
    assert_eq!(desk.invites.len(), 2);
}

#[test]
fn a_core_that_closes_takes_nothing_new_and_ends_what_is_there() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Close);
    desk.get(&peer_says("INVITE", "j", 1, None, "", OFFER).replace("call-1", "call-2"));
    assert_eq!(desk.response().status(), 503);
    assert!(desk.response().header(&HeaderName::RetryAfter).is_some());
    desk.said();
    desk.command(Command::Answer { session, sdp: Bytes::new() });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["200 INVITE", "200 BYE"]);
    desk.assert_empty();
}

#[test]
fn settled_calls_leave_no_alarms() {
    let mut desk = Desk::on(tcp());
    for call in 0..1000 {
        desk.get(&peer_says("OPTIONS", &format!("o{call}"), 1, None, "", ""));
        let (pending, request) = desk.requests.pop().unwrap();
        desk.command(Command::Respond { pending, response: Box::new(Response::to(&request, 200)) });
        desk.pass(milliseconds(1));
    }
    assert_eq!(desk.core.alarms.len(), 0, "the ten minutes that each might have taken are not kept");
}
