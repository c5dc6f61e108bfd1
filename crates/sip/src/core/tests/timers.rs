//! Session timers (RFC 4028): who refreshes, by what, and what becomes of a call that nobody refreshes.

use super::*;

const KNOWS: &str = "Supported: timer\r\n";

/// A call of theirs with these fields that we have answered; our tag.
fn taken_with(desk: &mut Desk, more: &str) -> (SessionId, String) {
    desk.get(&peer_says("INVITE", "i", 1, None, more, OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.session_words();
    (session, tag)
}

/// A call of ours that they answer with these fields.
fn called_with(desk: &mut Desk, more: &[(&str, &str)]) {
    let invite = desk.call();
    desk.get(&answer_with(&invite, 200, more, OFFER));
    desk.said();
    desk.session_words();
}

fn answer_with(request: &Request, status: u16, more: &[(&str, &str)], body: &str) -> String {
    let fields: String = more.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let text = peer_answers(request, status, "peer", body);
    let (line, rest) = text.split_once("\r\n").unwrap();
    format!("{line}\r\n{fields}{rest}")
}

fn field(response: &Response, name: HeaderName) -> Option<String> {
    response.header(&name).map(str::to_owned)
}

#[test]
fn a_briefer_interval_than_we_take_is_refused_with_ours() {
    for (more, expected) in [
        ("Supported: timer\r\nSession-Expires: 60\r\n", 422),
        ("Require: timer\r\nx: 89\r\n", 422),
        ("Supported: timer\r\nSession-Expires: 90\r\n", 200),
        // Who does not know timers has not asked for it: a proxy has, and is told no less than it takes.
        ("Session-Expires: 60\r\n", 200),
    ] {
        let mut desk = Desk::new();
        desk.get(&peer_says("INVITE", "i", 1, None, more, OFFER));
        if expected == 200 {
            let session = desk.invites[0].0;
            desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
        }
        let response = desk.response();
        assert_eq!(response.status(), expected, "{more}");
        match expected {
            422 => assert_eq!(field(&response, HeaderName::MinSe).as_deref(), Some("90")),
            _ => assert!(field(&response, HeaderName::SessionExpires).unwrap().starts_with("90;")),
        }
    }
}

#[test]
fn who_calls_refreshes_if_it_can_and_a_caller_that_vanishes_is_let_go() {
    let mut desk = Desk::new();
    let (_, tag) = taken_with(&mut desk, &format!("{KNOWS}Session-Expires: 600\r\n"));
    let response = desk.response();
    assert_eq!(field(&response, HeaderName::SessionExpires).as_deref(), Some("600;refresher=uac"));
    assert_eq!(field(&response, HeaderName::Require).as_deref(), Some("timer"));
    desk.said();
    desk.pass(seconds(300));
    desk.get(&peer_says("UPDATE", "u", 2, Some(&tag), &format!("{KNOWS}Session-Expires: 600\r\n"), ""));
    assert_eq!(desk.said(), ["200 UPDATE"]);
    desk.pass(seconds(567));
    assert!(desk.said().is_empty() && desk.session_words().is_empty(), "refreshed by UPDATE");
    desk.pass(seconds(2));
    assert_eq!(
        desk.request("BYE").header(&HeaderName::Reason),
        Some("SIP;cause=408;text=\"Session expired\"")
    );
    assert_eq!(desk.session_words(), ["ended Expired"]);
    desk.assert_empty();
}

#[test]
fn a_reinvite_refreshes_as_well() {
    let mut desk = Desk::new();
    let (session, tag) = taken_with(&mut desk, &format!("{KNOWS}Session-Expires: 90\r\n"));
    desk.pass(seconds(50));
    desk.get(&peer_says("INVITE", "r", 2, Some(&tag), &format!("{KNOWS}Session-Expires: 90\r\n"), OFFER));
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    assert!(desk.response().header(&HeaderName::SessionExpires).is_some());
    desk.get(&peer_says("ACK", "ra", 2, Some(&tag), "", ""));
    desk.pass(seconds(59));
    assert_eq!(desk.session_words(), ["offer"]);
    desk.pass(seconds(2));
    assert_eq!(desk.session_words(), ["ended Expired"]);
    desk.assert_empty();
}

#[test]
fn we_refresh_a_caller_that_knows_no_timers_by_what_it_takes() {
    for (allow, method) in
        [("Allow: INVITE, UPDATE\r\n", "UPDATE"), ("Allow: INVITE\r\n", "INVITE"), ("", "INVITE")]
    {
        let mut desk = Desk::new();
        let (session, _) = taken_with(&mut desk, allow);
        assert_eq!(
            field(&desk.response(), HeaderName::SessionExpires).as_deref(),
            Some("1800;refresher=uas")
        );
        assert_eq!(field(&desk.response(), HeaderName::Require), None);
        desk.said();
        desk.pass(seconds(899));
        assert!(desk.said().is_empty());
        desk.pass(milliseconds(1400));
        let refresh = desk.request(method);
        assert_eq!(refresh.header(&HeaderName::SessionExpires), Some("1800;refresher=uac"), "{allow}");
        let body: &[u8] = if method == "INVITE" { OFFER.as_bytes() } else { b"" };
        assert_eq!(&refresh.body()[..], body, "what has been said is said again");
        desk.get(&peer_answers(&refresh, 200, "peer", if method == "INVITE" { OFFER } else { "" }));
        assert!(desk.session_words().is_empty(), "its owner hears nothing of it");
        desk.said();
        desk.pass(seconds(902));
        assert!(desk.said().contains(&method.to_owned()), "and again");
        desk.command(Command::Bye { session, reason: None });
        desk.assert_empty();
    }
}

#[test]
fn a_refresh_that_nobody_answers_ends_the_call() {
    let mut desk = Desk::new();
    called_with(&mut desk, &[("Session-Expires", "90;refresher=uac"), ("Allow", "UPDATE")]);
    desk.pass(seconds(78));
    assert!(desk.said().contains(&"BYE".to_owned()));
    assert_eq!(desk.session_words(), ["ended TimedOut"]);
    desk.assert_empty();
}

#[test]
fn a_peer_that_grants_the_timer_refreshes_or_is_refreshed_as_it_says() {
    for (said, is_ours) in [
        (Some("600;refresher=uac"), true),
        (Some("600;refresher=uas"), false),
        (Some("600"), true),
        (None, true),
    ] {
        let mut desk = Desk::new();
        let more: Vec<_> = said.iter().map(|said| ("Session-Expires", *said)).collect();
        called_with(&mut desk, &more);
        let interval = if said.is_some() { 600 } else { 1800 };
        desk.pass(seconds(interval / 2 + 1));
        assert_eq!(!desk.said().is_empty(), is_ours, "{said:?}");
        if !is_ours {
            desk.pass(seconds(interval / 2 - 34));
            assert!(desk.session_words().is_empty());
            desk.pass(seconds(2));
            assert_eq!(desk.session_words(), ["ended Expired"]);
        }
    }
}

#[test]
fn a_call_refused_for_too_brief_a_timer_is_made_again_with_a_longer_one() {
    let mut desk = Desk::new();
    let first = desk.call();
    assert_eq!(first.header(&HeaderName::SessionExpires), Some("1800"));
    desk.get(&answer_with(&first, 422, &[("Min-SE", "3600")], ""));
    let second = desk.request("INVITE");
    assert_eq!(desk.said(), ["INVITE", "ACK", "INVITE"]);
    assert_eq!(second.header(&HeaderName::SessionExpires), Some("3600"));
    assert_eq!(second.header(&HeaderName::MinSe), Some("3600"));
    assert_eq!((second.call_id(), second.cseq().0), (first.call_id(), first.cseq().0 + 1));
    assert_eq!(second.body(), first.body());
    // The same once more gets it nowhere.
    desk.get(&answer_with(&second, 422, &[("Min-SE", "3600")], ""));
    assert_eq!(desk.session_words(), ["refused 422", "ended Refused"]);
    desk.assert_empty();
}

#[test]
fn a_refresh_refused_for_now_is_tried_again_until_the_end() {
    let mut desk = Desk::new();
    called_with(&mut desk, &[("Session-Expires", "600;refresher=uac"), ("Allow", "UPDATE")]);
    let mut tries = 0;
    desk.pass(seconds(300));
    while desk.session_words().is_empty() {
        if desk.said().contains(&"UPDATE".to_owned()) {
            tries += 1;
        }
        desk.pass(milliseconds(1));
        let update = desk.core.clients.values().find(|client| client.request.method() == "UPDATE");
        if let Some(update) = update.map(|client| client.request.clone()) {
            desk.get(&peer_answers(&update, 500, "peer", ""));
        }
        desk.pass(seconds(3));
        assert!(tries < 50);
    }
    assert!((3..20).contains(&tries), "{tries}");
    assert_eq!(
        desk.request("BYE").header(&HeaderName::Reason).map(|reason| reason.contains("expired")),
        Some(true)
    );
    desk.assert_empty();
}

#[test]
fn a_peer_that_does_not_take_update_after_all_is_refreshed_by_reinvite() {
    let mut desk = Desk::new();
    called_with(&mut desk, &[("Session-Expires", "600;refresher=uac"), ("Allow", "UPDATE")]);
    desk.pass(seconds(301));
    let update = desk.request("UPDATE");
    desk.get(&peer_answers(&update, 405, "peer", ""));
    let reinvite = desk.request("INVITE");
    assert_eq!(&reinvite.body()[..], OFFER.as_bytes());
    desk.get(&peer_answers(&reinvite, 200, "peer", OFFER));
    assert!(desk.session_words().is_empty());
    desk.command(Command::Bye { session: OUT, reason: None });
    desk.assert_empty();
}

#[test]
fn a_refresh_refused_as_too_brief_is_sent_again_with_more() {
    let mut desk = Desk::new();
    called_with(&mut desk, &[("Session-Expires", "600;refresher=uac"), ("Allow", "UPDATE")]);
    desk.pass(seconds(301));
    let update = desk.request("UPDATE");
    desk.said();
    desk.get(&answer_with(&update, 422, &[("Min-SE", "7200")], ""));
    let again = desk.request("UPDATE");
    assert_eq!(again.header(&HeaderName::SessionExpires), Some("7200;refresher=uac"));
    assert!(again.cseq().0 > update.cseq().0);
    desk.get(&answer_with(&again, 200, &[("Session-Expires", "7200;refresher=uac")], ""));
    desk.said();
    desk.pass(seconds(3500));
    assert!(desk.said().is_empty());
    desk.command(Command::Bye { session: OUT, reason: None });
}
