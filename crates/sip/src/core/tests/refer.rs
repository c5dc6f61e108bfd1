//! REFER (RFC 3515), and the news of what it has come to.

use super::*;

fn refer(desk: &mut Desk, branch: &str, cseq: u32, tag: &str, more: &str) {
    desk.get(&peer_says("REFER", branch, cseq, Some(tag), more, ""));
}

/// What was asked for last.
fn asked(desk: &mut Desk) -> Refer {
    let Some((_, SessionEvent::Refer(refer))) = desk.events.pop() else { panic!("no REFER") };
    *refer
}

fn news(desk: &Desk) -> (String, String) {
    let notify = desk.request("NOTIFY");
    assert_eq!(notify.header(&HeaderName::ContentType), Some("message/sipfrag;version=2.0"));
    let body = String::from_utf8(notify.body().to_vec()).unwrap();
    (notify.header(&HeaderName::SubscriptionState).unwrap().to_owned(), body)
}

const TO: &str = "Refer-To: <sip:carol@192.0.2.1>\r\n";

#[test]
fn who_refers_us_hears_what_comes_of_it() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    let more = "Refer-To: \"C\" <sip:carol@h;x=1?Replaces=c%40h%3Bto-tag%3D1%3Bfrom-tag%3D2&X=y>\r\nReferred-By: <sip:b@h>\r\n";
    refer(&mut desk, "r", 2, &tag, more);
    let asked = asked(&mut desk);
    assert_eq!(asked.to.uri().to_string(), "sip:carol@h;x=1");
    assert_eq!(asked.referred_by.as_deref(), Some("<sip:b@h>"));
    let standing = asked.replaces.unwrap();
    assert_eq!(standing.session, None);
    let replaces = standing.name;
    assert_eq!(
        (replaces.call_id.as_str(), replaces.to_tag.as_str(), replaces.from_tag.as_str()),
        ("c@h", "1", "2")
    );
    desk.command(Command::AcceptRefer(asked.id));
    assert_eq!(news(&desk), ("active;expires=600".into(), "SIP/2.0 100 Trying\r\n".into()));
    let first = desk.request("NOTIFY");
    assert_eq!(first.header(&HeaderName::Event), Some("refer"));
    assert_eq!(desk.said(), ["202 REFER", "NOTIFY"]);
    for status in [180, 183, 200, 486] {
        desk.command(Command::ReferNews(asked.id, status));
    }
    assert!(desk.said().is_empty(), "one at a time");
    desk.get(&peer_answers(&first, 200, "", ""));
    assert_eq!(news(&desk), ("terminated;reason=noresource".into(), "SIP/2.0 200 OK\r\n".into()));
    desk.command(Command::ReferNews(asked.id, 200));
    assert_eq!(desk.said(), ["NOTIFY"], "and no more");
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

#[test]
fn news_goes_on_when_the_call_has_ended() {
    let mut desk = Desk::new();
    let (_, tag) = taken(&mut desk);
    refer(&mut desk, "r", 2, &tag, TO);
    let asked = asked(&mut desk);
    desk.command(Command::AcceptRefer(asked.id));
    let first = desk.request("NOTIFY");
    desk.get(&peer_answers(&first, 200, "", ""));
    desk.get(&peer_says("BYE", "b", 3, Some(&tag), "", ""));
    desk.said();
    desk.command(Command::ReferNews(asked.id, 486));
    let last = desk.request("NOTIFY");
    assert_eq!(news(&desk).1, "SIP/2.0 486 Busy Here\r\n");
    assert_eq!((last.call_id(), last.from().unwrap().tag()), (first.call_id(), Some(tag.as_str())));
    assert!(last.cseq().0 > first.cseq().0);
    desk.assert_empty();
}

#[test]
fn news_finds_the_phone_whose_connection_is_lost_after_the_call() {
    let mut desk = Desk::on(tcp());
    let (_, tag) = taken(&mut desk);
    refer(&mut desk, "r", 2, &tag, TO);
    let asked = asked(&mut desk);
    desk.command(Command::AcceptRefer(asked.id));
    let first = desk.request("NOTIFY");
    desk.get(&peer_answers(&first, 200, "", ""));
    desk.get(&peer_says("BYE", "b", 3, Some(&tag), "", ""));
    desk.lose(&tcp());
    desk.command(Command::ReferNews(asked.id, 200));
    assert_eq!(news(&desk).1, "SIP/2.0 200 OK\r\n");
    let (_, flow, _) = desk.sent.last().unwrap();
    assert_eq!((flow.transport(), flow.remote()), (Transport::Udp, "192.0.2.9:5060".parse().unwrap()));
}

#[test]
fn who_wants_no_news_gets_none() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    refer(&mut desk, "r", 2, &tag, &format!("{TO}Refer-Sub: false\r\nRequire: norefersub\r\n"));
    let asked = asked(&mut desk);
    desk.command(Command::AcceptRefer(asked.id));
    assert_eq!(desk.response().header(&HeaderName::ReferSub), Some("false"));
    desk.command(Command::ReferNews(asked.id, 200));
    assert_eq!(desk.said(), ["202 REFER"]);
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

#[test]
fn what_cannot_be_done_is_refused() {
    for (more, status) in [
        ("", 400),
        ("Refer-To: <sip:a@h>, <sip:b@h>\r\n", 400),
        ("Refer-To: <sip:a@h>\r\nRefer-To: <sip:b@h>\r\n", 400),
        ("Refer-To: nonsense\r\n", 400),
        ("Refer-To: <sip:a@h?Replaces=x>\r\n", 400),
    ] {
        let mut desk = Desk::new();
        let (_, tag) = taken(&mut desk);
        refer(&mut desk, "r", 2, &tag, more);
        assert_eq!(desk.response().status(), status, "{more}");
        assert!(desk.events.is_empty());
    }
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    refer(&mut desk, "r", 2, &tag, TO);
    let asked = asked(&mut desk);
    desk.command(Command::RefuseRefer(asked.id, 603));
    assert_eq!(desk.said(), ["603 REFER"]);
    // One that nobody has answered is refused with its call.
    refer(&mut desk, "s", 3, &tag, TO);
    desk.command(Command::Bye { session, reason: None });
    assert_eq!(desk.said(), ["BYE", "481 REFER"]);
    desk.assert_empty();
    let mut desk = Desk::new();
    desk.get(&peer_says("REFER", "r", 1, None, TO, ""));
    assert_eq!((desk.said().len(), desk.subscribes.len()), (0, 1), "outside of a call its owner is asked");
}

#[test]
fn a_peer_that_does_not_know_of_it_hears_no_more() {
    for status in [481, 0] {
        let mut desk = Desk::new();
        let (session, tag) = taken(&mut desk);
        refer(&mut desk, "r", 2, &tag, TO);
        let asked = asked(&mut desk);
        desk.command(Command::AcceptRefer(asked.id));
        let notify = desk.request("NOTIFY");
        match status {
            0 => desk.pass(seconds(33)),
            _ => desk.get(&peer_answers(&notify, status, "", "")),
        }
        desk.said();
        desk.command(Command::ReferNews(asked.id, 200));
        assert!(desk.said().is_empty());
        desk.command(Command::Bye { session, reason: None });
        desk.assert_empty();
    }
}

/// A transfer that has come to something, whose last NOTIFY is out and whose call is to end.
fn told(desk: &mut Desk) -> Request {
    let (session, tag) = taken(desk);
    refer(desk, "r", 2, &tag, TO);
    let asked = asked(desk);
    desk.command(Command::AcceptRefer(asked.id));
    let first = desk.request("NOTIFY");
    desk.get(&peer_answers(&first, 200, "", ""));
    desk.said();
    desk.command(Command::ReferNews(asked.id, 200));
    desk.command(Command::Bye { session, reason: Some(Reason::sip(200, "Transferred")) });
    desk.command(Command::Bye { session, reason: None });
    desk.request("NOTIFY")
}

#[test]
fn a_call_ends_when_its_phone_has_heard_what_the_transfer_has_come_to() {
    let mut desk = Desk::new();
    let last = told(&mut desk);
    // Its first datagram is lost.
    desk.pass(milliseconds(500));
    assert_eq!(desk.said(), ["NOTIFY", "NOTIFY"]);
    assert!(desk.session_words().is_empty());
    desk.get(&peer_answers(&last, 200, "", ""));
    let bye = desk.request("BYE");
    assert!(bye.header(&HeaderName::Reason).unwrap().contains("Transferred"));
    assert!(bye.cseq().0 > last.cseq().0);
    assert_eq!(desk.said(), ["BYE"]);
    assert_eq!(desk.session_words(), ["ended ByeSent"]);
    desk.assert_empty();
    assert!(!desk.said().contains(&"NOTIFY".to_owned()), "it was told");
}

#[test]
fn a_call_ends_whether_or_not_its_phone_hears_of_the_transfer() {
    let mut desk = Desk::new();
    let last = told(&mut desk);
    desk.get(&peer_answers(&last, 481, "", ""));
    assert_eq!(desk.said(), ["NOTIFY", "BYE"], "it knows nothing of it");
    desk.assert_empty();

    let mut desk = Desk::new();
    told(&mut desk);
    desk.pass(seconds(4));
    let said = desk.said();
    assert_eq!(said.iter().filter(|word| *word == "BYE").count(), 1, "{said:?}");
    desk.assert_empty();

    let mut desk = Desk::new();
    let last = told(&mut desk);
    let tag = last.from().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("BYE", "b", 3, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["NOTIFY", "200 BYE"], "it has hung up itself");
    desk.get(&peer_answers(&last, 200, "", ""));
    desk.assert_empty();
    assert!(desk.said().is_empty());
}

#[test]
fn a_call_ends_after_the_last_of_two_things_that_are_told() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    refer(&mut desk, "r", 2, &tag, TO);
    let asked = asked(&mut desk);
    desk.command(Command::AcceptRefer(asked.id));
    let first = desk.request("NOTIFY");
    desk.said();
    desk.command(Command::ReferNews(asked.id, 200));
    desk.command(Command::Bye { session, reason: None });
    assert!(desk.said().is_empty(), "the first one is not answered");
    desk.get(&peer_answers(&first, 200, "", ""));
    let last = desk.request("NOTIFY");
    assert_eq!((news(&desk).1.as_str(), desk.said().len()), ("SIP/2.0 200 OK\r\n", 1));
    desk.get(&peer_answers(&last, 200, "", ""));
    assert_eq!(desk.said(), ["BYE"]);
    desk.assert_empty();
}

#[test]
fn a_referral_outside_of_any_call_is_told_of_in_a_dialog_of_its_own() {
    let mut desk = Desk::new();
    desk.get(&peer_says("REFER", "r", 1, None, TO, ""));
    let subscription = desk.subscribes[0];
    desk.command(Command::Accept { subscription, expires: seconds(600) });
    assert_eq!(desk.response().status(), 202);
    let content_type = "message/sipfrag;version=2.0".to_owned();
    let body = Bytes::from_static(b"SIP/2.0 100 Trying\r\n");
    desk.command(Command::Notify { subscription, content_type: content_type.clone(), body });
    assert_eq!(news(&desk), ("active;expires=600".into(), "SIP/2.0 100 Trying\r\n".into()));
    assert_eq!(desk.request("NOTIFY").header(&HeaderName::Event), Some("refer"));
    let body = Bytes::from_static(b"SIP/2.0 200 OK\r\n");
    desk.command(Command::Conclude { subscription, content_type, body });
    assert_eq!(news(&desk), ("terminated;reason=noresource".into(), "SIP/2.0 200 OK\r\n".into()));
    desk.assert_empty();
    for more in ["", "Refer-To: nonsense\r\n", "Refer-To: <sip:a@h>, <sip:b@h>\r\n"] {
        let mut desk = Desk::new();
        desk.get(&peer_says("REFER", "r", 1, None, more, ""));
        assert_eq!(desk.said(), ["400 REFER"], "{more}");
    }
}
