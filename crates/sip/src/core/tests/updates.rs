//! UPDATE (RFC 3311): offers, refreshes of the target, and what crosses what.

use super::*;

#[test]
fn an_offer_by_update_is_answered_without_an_ack() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    desk.get(&peer_says("UPDATE", "u", 2, Some(&tag), "", OFFER));
    assert_eq!(desk.session_words(), ["offer"]);
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!((desk.response().status(), &desk.response().body()[..]), (200, &b"mine"[..]));
    assert_eq!(desk.said(), ["200 UPDATE"]);
    desk.get(&peer_says("UPDATE", "v", 3, Some(&tag), "", OFFER));
    desk.command(Command::RefuseOffer { session, status: 488 });
    assert_eq!(desk.said(), ["488 UPDATE"]);
    desk.pass(seconds(40));
    assert!(desk.said().is_empty(), "nothing of it is repeated");
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

#[test]
fn an_update_without_an_offer_is_answered_at_once_and_moves_the_target() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    let moved =
        peer_says("UPDATE", "u", 2, Some(&tag), "", "").replace("bob@192.0.2.9:5060", "bob@192.0.2.9:5070");
    desk.get(&moved);
    assert_eq!(desk.said(), ["200 UPDATE"]);
    assert!(desk.session_words().is_empty());
    desk.command(Command::Bye { session, reason: None });
    assert_eq!(desk.request("BYE").uri().to_string(), "sip:bob@192.0.2.9:5070");
    desk.assert_empty();
}

#[test]
fn a_reinvite_and_its_answer_move_the_target_too() {
    let mut desk = Desk::new();
    called(&mut desk);
    desk.command(Command::Offer { session: OUT, sdp: Bytes::from_static(b"mine") });
    let reinvite = desk.request("INVITE");
    let answer =
        peer_answers(&reinvite, 200, "peer", OFFER).replace("bob@192.0.2.9:5060", "bob@192.0.2.9:5071");
    desk.get(&answer);
    assert_eq!(desk.request("ACK").uri().to_string(), "sip:bob@192.0.2.9:5071");
    desk.command(Command::Bye { session: OUT, reason: None });
    assert_eq!(desk.request("BYE").uri().to_string(), "sip:bob@192.0.2.9:5071");
    desk.assert_empty();
}

#[test]
fn what_crosses_is_refused_as_the_book_says() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    desk.command(Command::Offer { session, sdp: Bytes::from_static(b"mine") });
    let ours = desk.request("INVITE");
    desk.said();
    desk.get(&peer_says("UPDATE", "u", 2, Some(&tag), "", OFFER));
    desk.get(&peer_says("UPDATE", "v", 3, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["491 UPDATE", "200 UPDATE"], "only offers cross");
    desk.get(&peer_answers(&ours, 200, "peer", OFFER));
    desk.said();
    desk.get(&peer_says("UPDATE", "w", 4, Some(&tag), "", OFFER));
    desk.get(&peer_says("UPDATE", "x", 5, Some(&tag), "", OFFER));
    assert_eq!(desk.said(), ["500 UPDATE"], "one after the other");
    assert!(desk.sent.is_empty());
    desk.get(&peer_says("INVITE", "y", 6, Some(&tag), "", OFFER));
    assert_eq!(desk.said(), ["500 INVITE"]);
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!(desk.said(), ["200 UPDATE"]);
    desk.command(Command::Bye { session, reason: None });
    desk.assert_empty();
}

#[test]
fn an_answer_that_is_an_offer_crosses_an_update() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", ""));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.said();
    desk.get(&peer_says("UPDATE", "u", 2, Some(&tag), "", OFFER));
    assert_eq!(desk.said(), ["491 UPDATE"]);
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", OFFER));
    desk.get(&peer_says("UPDATE", "v", 3, Some(&tag), "", OFFER));
    assert_eq!(desk.session_words(), ["acknowledged", "offer"]);
}

#[test]
fn before_the_answer_an_update_may_move_the_target_but_offer_nothing() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Progress { session, status: 180, sdp: None });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.said();
    desk.get(&peer_says("UPDATE", "u", 2, Some(&tag), "", OFFER));
    assert!(desk.response().header(&HeaderName::RetryAfter).is_some());
    desk.get(&peer_says("UPDATE", "v", 3, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["500 UPDATE", "200 UPDATE"]);
    desk.command(Command::Answer { session, sdp: Bytes::new() });
    assert_eq!(desk.said(), ["200 INVITE"]);
}

#[test]
fn an_offer_that_its_owner_forgets_is_no_obstacle_for_ever() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    desk.get(&peer_says("UPDATE", "u", 2, Some(&tag), "", OFFER));
    desk.pass(seconds(33));
    desk.said();
    desk.command(Command::Offer { session, sdp: Bytes::from_static(b"mine") });
    assert_eq!(desk.said(), ["INVITE"]);
}

#[test]
fn what_is_no_description_is_refused() {
    let mut desk = Desk::new();
    let (_, tag) = taken(&mut desk);
    let text = peer_says("UPDATE", "u", 2, Some(&tag), "", OFFER).replace("application/sdp", "text/plain");
    desk.get(&text);
    assert_eq!(desk.said(), ["415 UPDATE"]);
    desk.get(&peer_says("UPDATE", "v", 3, Some(&tag), "Supported: timer\r\nSession-Expires: 1\r\n", ""));
    assert_eq!(desk.said(), ["422 UPDATE"]);
}
