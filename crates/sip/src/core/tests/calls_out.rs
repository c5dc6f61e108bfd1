//! Calls that go out (RFC 3261 §13.2, §17.1.1, §9.1; RFC 6026).

use super::*;

fn bye(desk: &mut Desk) {
    desk.command(Command::Bye { session: OUT, reason: None });
}

#[test]
fn an_invite_is_repeated_and_given_up() {
    let mut desk = Desk::new();
    desk.call();
    desk.pass(seconds(40));
    let times: Vec<u128> = desk.said_at().into_iter().map(|(at, _)| at).collect();
    assert_eq!(times, [0, 500, 1500, 3500, 7500, 15500, 31500]);
    assert_eq!(desk.session_words(), ["refused 408", "ended TimedOut"]);
    desk.assert_empty();
    let mut desk = Desk::on(tcp());
    desk.call();
    desk.pass(seconds(40));
    assert_eq!(desk.said(), ["INVITE"]);
    assert_eq!(desk.session_words(), ["refused 408", "ended TimedOut"]);
}

#[test]
fn a_call_rings_is_answered_and_each_2xx_acknowledged() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 100, "", ""));
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    desk.pass(seconds(60));
    assert_eq!(desk.said(), ["INVITE"], "a 1xx stops the repetition");
    let ok = peer_answers(&invite, 200, "peer", OFFER);
    desk.get(&ok);
    let ack = desk.request("ACK");
    assert_eq!(ack.cseq(), (1, "ACK"));
    assert_ne!(ack.via().unwrap().branch(), invite.via().unwrap().branch(), "a transaction of its own");
    assert_eq!((ack.to().unwrap().tag(), ack.uri().port()), (Some("peer"), Some(5060)));
    desk.get(&ok);
    assert_eq!(desk.said(), ["ACK", "ACK"]);
    assert_eq!(desk.session_words(), ["progress 180", "answered"]);
    bye(&mut desk);
    let sent = desk.request("BYE");
    assert_eq!(sent.cseq().0, 2);
    desk.said();
    desk.get(&ok);
    assert_eq!(desk.said(), ["ACK"], "after the end, too");
    desk.get(&peer_answers(&sent, 200, "", ""));
    assert_eq!(desk.session_words(), ["ended ByeSent"]);
    desk.assert_empty();
}

#[test]
fn another_forks_answer_is_acknowledged_and_ended() {
    for is_over in [false, true] {
        let mut desk = Desk::new();
        let invite = desk.call();
        desk.get(&peer_answers(&invite, 200, "one", OFFER));
        if is_over {
            bye(&mut desk);
        }
        desk.said();
        desk.get(&peer_answers(&invite, 200, "two", OFFER));
        let (ack, bye) = (desk.request("ACK"), desk.request("BYE"));
        assert_eq!(desk.said(), ["ACK", "BYE"]);
        for request in [&ack, &bye] {
            assert_eq!(request.to().unwrap().tag(), Some("two"));
            assert_eq!(request.from().unwrap().tag(), invite.from().unwrap().tag());
        }
        assert_eq!(bye.cseq().0, 2);
        desk.get(&peer_answers(&invite, 200, "two", OFFER));
        assert_eq!(desk.said(), ["ACK"], "and its BYE is sent once");
        assert_eq!(desk.core.sessions(), usize::from(!is_over));
    }
}

#[test]
fn forks_without_number_are_bounded() {
    let mut desk = Desk::new();
    let invite = desk.call();
    for fork in 0..200 {
        desk.get(&peer_answers(&invite, 200, &format!("t{fork}"), OFFER));
    }
    assert!(desk.core.clients.len() <= 17);
    bye(&mut desk);
    desk.assert_empty();
}

#[test]
fn a_refusal_is_acknowledged_in_the_invites_transaction() {
    let mut desk = Desk::new();
    let mut order = order("sip:bob@192.0.2.9");
    order.route = vec![Uri::parse("sip:p1;lr").unwrap(), Uri::parse("sip:p2;lr").unwrap()];
    let flow = desk.flow.clone();
    desk.command(Command::Invite { session: OUT, order: Box::new(order), flow });
    let invite = desk.request("INVITE");
    let busy = peer_answers(&invite, 486, "peer", "");
    desk.get(&busy);
    let ack = desk.request("ACK");
    assert_eq!(ack.via(), invite.via());
    assert_eq!(ack.fields().elements(&HeaderName::Route).count(), 2, "all of the route");
    assert_eq!(ack.to().unwrap().tag(), Some("peer"));
    desk.get(&busy);
    assert_eq!(desk.said(), ["INVITE", "ACK", "ACK"]);
    assert_eq!(desk.session_words(), ["refused 486", "ended Refused"]);
    desk.assert_empty();
}

#[test]
fn a_cancel_waits_for_the_first_answer() {
    let mut desk = Desk::new();
    let invite = desk.call();
    bye(&mut desk);
    assert_eq!(desk.said(), ["INVITE"]);
    desk.get(&peer_answers(&invite, 100, "", ""));
    let cancel = desk.request("CANCEL");
    assert_eq!(cancel.via(), invite.via());
    assert_eq!((cancel.cseq(), cancel.to().unwrap().tag()), ((1, "CANCEL"), None));
    desk.get(&peer_answers(&cancel, 200, "", ""));
    desk.said();
    desk.pass(seconds(5));
    assert!(desk.said().is_empty(), "its answer ends its repetition");
    desk.get(&peer_answers(&invite, 487, "peer", ""));
    assert_eq!(
        (desk.said(), desk.session_words()),
        (vec!["ACK".to_owned()], vec!["ended Cancelled".to_owned()])
    );
    desk.assert_empty();
}

#[test]
fn a_cancel_that_crosses_the_answer_ends_the_call_all_the_same() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    bye(&mut desk);
    desk.said();
    let ok = peer_answers(&invite, 200, "peer", OFFER);
    desk.get(&ok);
    desk.get(&ok);
    assert_eq!(desk.said(), ["ACK", "BYE", "ACK"]);
    assert_eq!(desk.session_words(), ["progress 180", "ended Cancelled"]);
    desk.assert_empty();
    let mut desk = Desk::new();
    let invite = desk.call();
    bye(&mut desk);
    desk.get(&peer_answers(&invite, 200, "peer", OFFER));
    assert_eq!(desk.said(), ["INVITE", "ACK", "BYE"], "answered before anything else came");
    assert_eq!(desk.session_words(), ["answered", "ended ByeSent"]);
}

#[test]
fn a_cancelled_call_that_is_never_refused_ends() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    bye(&mut desk);
    desk.pass(seconds(20));
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    desk.pass(seconds(13));
    assert_eq!(desk.session_words(), ["progress 180", "ended Cancelled"]);
    desk.assert_empty();
}

#[test]
fn a_phone_that_rings_for_ever_is_cancelled() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    desk.said();
    desk.pass(seconds(601));
    assert_eq!(desk.said()[0], "CANCEL");
    assert_eq!(desk.session_words(), ["progress 180", "refused 408", "ended TimedOut"]);
    desk.said();
    desk.get(&peer_answers(&invite, 200, "peer", OFFER));
    assert_eq!(desk.said(), ["ACK", "BYE"], "an answer that comes after all is ended");
    desk.assert_empty();
}

#[test]
fn a_lost_connection_ends_what_waits_on_it() {
    let mut desk = Desk::on(tcp());
    desk.call();
    desk.lose(&tcp());
    assert_eq!(desk.session_words(), ["refused 503", "ended TransportLost"]);
    desk.assert_empty();
    let mut desk = Desk::on(tcp());
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 200, "peer", OFFER));
    desk.lose(&tcp());
    assert_eq!(
        desk.session_words(),
        ["answered"],
        "a call goes on: the phone may come by another connection"
    );
}

#[test]
fn a_bye_finds_the_phone_whose_connection_is_lost() {
    // Lost while the BYE is under way, or long before: the Contact says where the phone listens, and by what.
    for (contact, transport) in
        [("<sip:bob@192.0.2.9:5070>", "UDP"), ("<sip:bob@192.0.2.9:5070;transport=TCP>", "TCP")]
    {
        for lost_before in [true, false] {
            let mut desk = Desk::on(tcp());
            let invite = desk.call();
            let answer =
                peer_answers(&invite, 200, "peer", OFFER).replace("<sip:bob@192.0.2.9:5060>", contact);
            desk.get(&answer);
            if lost_before {
                desk.lose(&tcp());
                bye(&mut desk);
            } else {
                bye(&mut desk);
                desk.lose(&tcp());
            }
            let (_, flow, message) = desk.sent.last().unwrap();
            assert_eq!((word(message).as_str(), flow.connection()), ("BYE", 0), "{contact}");
            assert_eq!(
                (flow.remote().to_string().as_str(), flow.transport().name()),
                ("192.0.2.9:5070", transport)
            );
            let Message::Request(message) = message else { panic!("a BYE") };
            assert!(
                message.header(&HeaderName::Via).unwrap().starts_with(&format!("SIP/2.0/{transport} ")),
                "{message:?}"
            );
            let flow = flow.clone();
            desk.said();
            desk.lose(&flow);
            assert!(desk.said().is_empty(), "once");
            desk.assert_empty();
        }
    }
}

#[test]
fn their_requests_in_our_dialog() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 200, "peer", OFFER));
    desk.said();
    desk.get(&callee_says(&invite, "INFO", "n", 1, ""));
    desk.get(&callee_says(&invite, "OPTIONS", "o", 2, ""));
    desk.get(&callee_says(&invite, "BYE", "b", 3, ""));
    assert_eq!(desk.said(), ["200 INFO", "200 OPTIONS", "200 BYE"]);
    assert_eq!(desk.session_words(), ["answered", "info", "ended ByeReceived"]);
    desk.assert_empty();
}

#[test]
fn requests_outside_of_dialogs_are_answered_or_time_out() {
    let mut desk = Desk::new();
    let ask = |desk: &mut Desk, number| {
        let target = Uri::parse("sip:bob@192.0.2.9").unwrap();
        let request = RequestOrder::new("OPTIONS", target.clone(), NameAddr::new(target));
        let flow = desk.flow.clone();
        desk.command(Command::Request { order: OrderId(number), request: Box::new(request), flow });
        desk.request("OPTIONS")
    };
    let request = ask(&mut desk, 1);
    desk.get(&peer_answers(&request, 100, "", ""));
    desk.get(&peer_answers(&request, 404, "t", ""));
    desk.get(&peer_answers(&request, 404, "t", ""));
    desk.said();
    ask(&mut desk, 2);
    desk.pass(seconds(33));
    assert_eq!(desk.answers, [(OrderId(1), Ok(404)), (OrderId(2), Err(RequestFailed::TimedOut))]);
    let times: Vec<u128> = desk.said_at().into_iter().map(|(at, _)| at).collect();
    assert_eq!(times, [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500], "timer E");
    desk.assert_empty();
}

/// A trunk that asks for a proof: the second try is the same call with the next number.
#[test]
fn a_challenged_call_is_tried_again_as_the_same_call() {
    use crate::auth::{Account, Algorithm, Asked, Next, Nonces, Verdict, ha1};
    const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    let now = jiff::Timestamp::constant(1_700_000_000, 0);
    let nonces = Nonces::new([3; 32]);
    let mut account = Account::new("trunk", "secret", Some("example"));
    let mut desk = Desk::new();
    let first = desk.call();
    let Ok(Message::Response(mut refusal)) =
        Message::parse(&Bytes::from(peer_answers(&first, 407, "peer", "")))
    else {
        unreachable!()
    };
    for challenge in nonces.challenge("example", &[Algorithm::Sha256, Algorithm::Md5], false, HERE, now) {
        refusal.push(HeaderName::ProxyAuthenticate, challenge);
    }
    desk.get(std::str::from_utf8(&refusal.to_bytes()).unwrap());
    assert_eq!(desk.session_words(), ["refused 407", "ended Refused"]);
    assert_eq!(account.challenged(&refusal), Next::Again);
    let mut order = order("sip:bob@192.0.2.9");
    (order.call_id, order.cseq) = (Some(first.call_id().to_owned()), Some(first.cseq().0 + 1));
    order.from = first.from().unwrap().clone();
    order.headers =
        account.fields(Asked { method: "INVITE", uri: &first.uri().to_string(), body: OFFER.as_bytes() });
    let flow = desk.flow.clone();
    desk.command(Command::Invite { session: OUT, order: Box::new(order), flow });
    let second = desk.request("INVITE");
    assert_eq!((second.call_id(), second.cseq()), (first.call_id(), (2, "INVITE")));
    assert_eq!((second.from(), second.uri()), (first.from(), first.uri()));
    let given = nonces.credentials(&second, "example").remove(0);
    let known = ha1(Algorithm::Sha256, "trunk", "example", "secret");
    assert_eq!(nonces.verify(&given, HERE, "INVITE", &known, &[Algorithm::Sha256], now), Verdict::Right);
    desk.get(&peer_answers(&second, 200, "peer", OFFER));
    assert_eq!(desk.request("ACK").cseq(), (2, "ACK"));
    desk.command(Command::Bye { session: OUT, reason: None });
    assert_eq!(desk.request("BYE").cseq(), (3, "BYE"));
    desk.assert_empty();
}
