//! MESSAGE of ours within a call (RFC 3428).

use super::*;

const ORDER: OrderId = OrderId(7);

fn shows(desk: &mut Desk, session: SessionId, text: &str) {
    desk.command(Command::Text { order: ORDER, session, body: Bytes::copy_from_slice(text.as_bytes()) });
}

#[test]
fn words_go_to_the_phone_in_the_dialog_of_its_call() {
    let mut desk = Desk::new();
    let (session, _) = taken(&mut desk);
    shows(&mut desk, session, "Hauptmenü\n1 Neue");
    let message = desk.request("MESSAGE");
    assert_eq!(message.call_id(), "call-1");
    assert_eq!(message.header(&HeaderName::ContentType), Some("text/plain;charset=utf-8"));
    assert_eq!(message.body(), "Hauptmenü\n1 Neue".as_bytes());
    desk.get(&peer_answers(&message, 200, "", ""));
    assert_eq!(std::mem::take(&mut desk.answers), [(ORDER, Ok(200))]);
    shows(&mut desk, session, "again");
    let message = desk.request("MESSAGE");
    desk.get(&peer_answers(&message, 415, "", ""));
    assert_eq!(std::mem::take(&mut desk.answers), [(ORDER, Ok(415))]);
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

#[test]
fn nothing_is_shown_before_the_answer_is_acknowledged_and_nothing_after_the_end() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    shows(&mut desk, session, "too early");
    assert_eq!(std::mem::take(&mut desk.answers), [(ORDER, Err(RequestFailed::NotTaken))]);
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.said();
    shows(&mut desk, session, "waits");
    shows(&mut desk, session, "one at a time");
    assert_eq!(std::mem::take(&mut desk.answers), [(ORDER, Err(RequestFailed::NotTaken))]);
    assert!(desk.said().is_empty());
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    assert_eq!(desk.request("MESSAGE").body(), &b"waits"[..]);
    desk.command(Command::Bye { session, reason: None });
    shows(&mut desk, session, "too late");
    assert_eq!(std::mem::take(&mut desk.answers), [(ORDER, Err(RequestFailed::NotTaken))]);
}

#[test]
fn a_text_that_still_waits_at_the_end_of_its_call_is_answered_for() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    shows(&mut desk, session, "waits");
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), "", ""));
    assert_eq!(std::mem::take(&mut desk.answers), [(ORDER, Err(RequestFailed::NotTaken))]);
}

#[test]
fn a_phone_whose_allow_has_no_message_is_shown_nothing() {
    for (allow, expected) in
        [("INVITE, ACK, BYE, CANCEL", false), ("INVITE, ACK, BYE, CANCEL, Message", true), ("", true)]
    {
        let mut desk = Desk::new();
        let field = if allow.is_empty() { String::new() } else { format!("Allow: {allow}\r\n") };
        desk.get(&peer_says("INVITE", "i", 1, None, &field, OFFER));
        let session = desk.invites[0].0;
        desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
        let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
        desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
        desk.said();
        shows(&mut desk, session, "words");
        assert_eq!(desk.said().contains(&"MESSAGE".to_owned()), expected, "{allow}");
    }
}
