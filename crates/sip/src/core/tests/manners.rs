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
        (plain("INVITE", "Require: precondition\r\n"), 420),
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
    desk.get(&plain("INVITE", "Require: timer, 100rel, precondition\r\n"));
    assert_eq!(desk.response().header(&HeaderName::Unsupported), Some("precondition"));
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
    assert_eq!(desk.said(), ["500 INFO", "200 INFO", "200 UPDATE", "481 BYE", "481 BYE"]);
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

#[test]
fn refusals_come_in_the_order_of_the_rfc_and_say_what_is_wrong() {
    let plain = |method: &str, more: &str| peer_says(method, "x", 5, None, more, "");
    let many = "X: y\r\n".repeat(250);
    let long = "1".repeat(5000);
    for (text, status, phrase) in [
        (plain("DANCE", "Require: nothing\r\n"), 405, "Method Not Allowed"),
        (plain("OPTIONS", &many), 513, "Too Many Header Fields"),
        (plain("OPTIONS", "").replace("sip:100@", &format!("sip:{long}@")), 414, "Request-URI Too Long"),
        (
            plain("OPTIONS", "").replace("Content-Length: 0", "Content-Length: 70000"),
            513,
            "Message Too Large",
        ),
        (plain("OPTIONS", "").replace("Content-Length: 0", "l: -1"), 400, "Broken Content-Length"),
        (plain("OPTIONS", "l: 7\r\n"), 400, "Conflicting Content-Lengths"),
        (
            plain("OPTIONS", "").replace("Content-Length: 0", "Content-Length: 7"),
            400,
            "Body Shorter Than Content-Length",
        ),
        (plain("OPTIONS", "").replace("Max-Forwards: 70", "Max-Forwards: 256"), 400, "Broken Max-Forwards"),
        (plain("OPTIONS", "").replace("Call-ID: call-1\r\n", ""), 400, "Missing Call-ID"),
        (plain("OPTIONS", "").replace("call-1", "call 1"), 400, "Broken Call-ID"),
        (plain("OPTIONS", "").replace("CSeq: 5 O", "CSeq: 2147483648 O"), 400, "CSeq Not Below 2**31"),
        (plain("OPTIONS", "Content-Type: a/b\r\nc: a/b\r\n"), 400, "Repeated Content-Type"),
        (plain("OPTIONS", "").replace("SIP/2.0/UDP", "SIP/2.0/U DP"), 400, "Broken Via"),
        (plain("OPTIONS", "Route: <sip:p\r\n"), 400, "Broken Route"),
        (plain("INVITE", "Accept: text/plain\r\n"), 406, "Not Acceptable"),
        (plain("INVITE", "Accept:\r\n"), 406, "Not Acceptable"),
    ] {
        let mut desk = Desk::new();
        desk.get(&text);
        let response = desk.response();
        assert_eq!((response.status(), response.reason()), (status, phrase), "{text}");
        assert!(desk.invites.is_empty() && desk.requests.is_empty());
        desk.get(&peer_says("ACK", "x", 5, response.to_address().unwrap().tag(), "", ""));
        desk.assert_empty();
    }
    for accept in ["application/sdp;level=1, text/plain", "application/*", "*/*;q=0.1"] {
        let mut desk = Desk::new();
        desk.get(&plain("INVITE", &format!("Accept: {accept}\r\n")));
        assert_eq!(desk.invites.len(), 1, "{accept}");
    }
    let mut desk = Desk::new();
    let without_via = plain("OPTIONS", "").replace("Via: ", "Vib: ");
    desk.get(&without_via);
    assert!(desk.sent.is_empty(), "nobody would know the answer");
}

#[test]
fn a_question_by_two_ways_is_taken_once() {
    for method in ["MESSAGE", "REGISTER", "OPTIONS", "SUBSCRIBE"] {
        let mut desk = Desk::new();
        let event = "Event: message-summary\r\n";
        desk.get(&peer_says(method, "one", 1, None, event, ""));
        desk.get(&peer_says(method, "two", 1, None, event, ""));
        assert_eq!(desk.said(), [format!("482 {method}")]);
        assert_eq!(desk.requests.len() + desk.subscribes.len(), 1);
        desk.get(&peer_says(method, "three", 2, None, event, ""));
        desk.get(&peer_says(method, "four", 1, None, event, "").replace("tag=peer", "tag=other"));
        assert_eq!((desk.requests.len() + desk.subscribes.len(), desk.said().len()), (3, 0));
        desk.assert_empty();
    }
}

#[test]
fn our_own_call_come_back_is_a_loop_and_one_sent_on_is_a_call() {
    for (target, expected) in [("sip:bob@192.0.2.9", 0), ("sip:carol@192.0.2.1", 1)] {
        let mut desk = Desk::new();
        let invite = desk.call();
        desk.said();
        let text = String::from_utf8(invite.to_bytes().to_vec()).unwrap();
        let again = text.replacen("INVITE sip:bob@192.0.2.9", &format!("INVITE {target}"), 1).replacen(
            "Via:",
            "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKproxy\r\nVia:",
            1,
        );
        desk.get(&again);
        assert_eq!(desk.invites.len(), expected, "{target}");
        let said = if expected == 0 { vec!["482 INVITE".to_owned()] } else { vec![] };
        assert_eq!(desk.said(), said);
    }
}

#[test]
fn a_flood_is_refused_and_calls_that_stand_can_end() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::new() });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.core.config.capacity.servers = 500;
    for call in 0..500 {
        desk.get(
            &peer_says("OPTIONS", &format!("o{call}"), 1, None, "", "")
                .replace("call-1", &format!("c{call}")),
        );
        desk.requests.clear();
    }
    assert_eq!(desk.core.servers.len(), 500);
    let refused = desk.response();
    assert_eq!((refused.status(), refused.header(&HeaderName::RetryAfter)), (503, Some("5")));
    desk.said();
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["200 BYE"]);
    desk.assert_empty();
}

#[test]
fn orders_beyond_the_limit_fail_at_once() {
    let mut desk = Desk::new();
    desk.core.config.capacity.clients = 100;
    let flow = desk.flow.clone();
    for number in 0..=100 {
        let request = Box::new(question());
        desk.command(Command::Request { order: OrderId(number), request, flow: flow.clone() });
        desk.sent.clear();
    }
    assert_eq!(desk.answers, [(OrderId(100), Err(RequestFailed::TooMany))]);
    desk.command(Command::Invite { session: OUT, order: Box::new(order("sip:bob@192.0.2.9")), flow });
    assert_eq!(desk.session_words(), ["refused 503", "ended TransportLost"]);
    desk.assert_empty();
}

fn question() -> RequestOrder {
    let us = NameAddr::new(Uri::parse("sip:us@192.0.2.1").unwrap());
    let target = Uri::parse("sip:bob@192.0.2.9").unwrap();
    RequestOrder { to: us.clone(), ..RequestOrder::new("OPTIONS", target, us) }
}

#[test]
fn a_call_passed_on_keeps_its_hops() {
    let mut desk = Desk::new();
    let mut order = order("sip:bob@192.0.2.9");
    order.headers.push((HeaderName::MaxForwards, "7".into()));
    let flow = desk.flow.clone();
    desk.command(Command::Invite { session: OUT, order: Box::new(order), flow });
    let invite = desk.request("INVITE");
    assert_eq!(invite.fields().all(&HeaderName::MaxForwards).collect::<Vec<_>>(), ["7"]);
}

#[test]
fn a_call_with_several_bodies_has_its_description() {
    let parts = format!(
        "--b\r\nContent-Type: application/isup\r\n\r\n\x01\x02\r\n--b\r\nContent-Type: application/sdp\r\n\r\n{OFFER}\r\n--b--\r\n"
    );
    let text = peer_says("INVITE", "i", 1, None, "", &parts).replace(
        "Content-Type: application/sdp\r\nContent-Length",
        "Content-Type: multipart/mixed;boundary=b\r\nContent-Length",
    );
    let mut desk = Desk::new();
    desk.get(&text);
    assert_eq!(&desk.invites[0].1.sdp().unwrap()[..], OFFER.as_bytes());
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.get(&peer_says("INVITE", "r", 2, Some(&tag), "", "x").replace("application/sdp", "text/plain"));
    assert_eq!(desk.response().status(), 415);
    desk.session_words();
    desk.get(
        &text
            .replace("z9hG4bKi", "z9hG4bKs")
            .replace("CSeq: 1", "CSeq: 3")
            .replace("<sip:100@192.0.2.1>", &format!("<sip:100@192.0.2.1>;tag={tag}")),
    );
    let offered = desk.events.iter().find_map(|(_, event)| match event {
        SessionEvent::Offer { sdp } => sdp.clone(),
        _ => None,
    });
    assert_eq!(&offered.unwrap()[..], OFFER.as_bytes());
}
