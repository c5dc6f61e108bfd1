//! Re-INVITEs (RFC 3261 §14), both ways and at once.

use super::*;

fn offer(desk: &mut Desk, session: SessionId, sdp: &'static str) {
    desk.command(Command::Offer { session, sdp: Bytes::from_static(sdp.as_bytes()) });
}

#[test]
fn our_offers_go_one_after_the_other_and_the_newest_counts() {
    let mut desk = Desk::new();
    called(&mut desk);
    for sdp in ["one", "two", "three"] {
        offer(&mut desk, OUT, sdp);
    }
    let first = desk.request("INVITE");
    assert_eq!((desk.said(), &first.body()[..]), (vec!["INVITE".to_owned()], &b"one"[..]));
    desk.get(&peer_answers(&first, 200, "peer", OFFER));
    let second = desk.request("INVITE");
    assert_eq!((desk.said(), &second.body()[..]), (vec!["ACK".into(), "INVITE".to_owned()], &b"three"[..]));
    desk.get(&peer_answers(&first, 200, "peer", OFFER));
    let ack = desk.request("ACK");
    assert_eq!(ack.cseq().0, first.cseq().0, "each 2xx has its own ACK");
    desk.get(&peer_answers(&second, 488, "peer", ""));
    assert_eq!(desk.session_words(), ["offer answered", "offer refused 488"]);
    desk.command(Command::Bye { session: OUT, reason: None });
    desk.assert_empty();
}

#[test]
fn their_offer_is_answered_or_refused() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    desk.get(&peer_says("INVITE", "r", 2, Some(&tag), "", OFFER));
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    desk.pass(milliseconds(600));
    assert_eq!(desk.said(), ["200 INVITE", "200 INVITE"]);
    desk.get(&peer_says("ACK", "ra", 2, Some(&tag), "", ""));
    desk.get(&peer_says("INVITE", "s", 3, Some(&tag), "", OFFER));
    desk.command(Command::RefuseOffer { session, status: 488 });
    desk.get(&peer_says("ACK", "s", 3, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["488 INVITE"]);
    // Without a description they want ours, and theirs comes with the ACK.
    desk.get(&peer_says("INVITE", "t", 4, Some(&tag), "", ""));
    desk.command(Command::AnswerOffer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    desk.get(&peer_says("ACK", "ta", 4, Some(&tag), "", OFFER));
    assert_eq!(desk.session_words(), ["offer", "offer", "offer", "offer answered"]);
    desk.get(&peer_says("BYE", "b", 5, Some(&tag), "", ""));
    desk.assert_empty();
}

#[test]
fn a_glare_is_refused_and_tried_again() {
    for is_caller in [true, false] {
        let mut desk = Desk::new();
        let (session, crossing) = if is_caller {
            let invite = called(&mut desk);
            // That they have asked something before does not make them the caller.
            desk.get(&callee_says(&invite, "INFO", "n", 1, ""));
            (OUT, callee_says(&invite, "INVITE", "r", 2, OFFER))
        } else {
            let (session, tag) = taken(&mut desk);
            (session, peer_says("INVITE", "r", 2, Some(&tag), "", OFFER))
        };
        desk.said();
        desk.session_words();
        offer(&mut desk, session, "mine");
        let ours = desk.request("INVITE");
        desk.get(&crossing);
        assert_eq!(desk.said(), ["INVITE", "491 INVITE"]);
        desk.get(&crossing.replace("INVITE", "ACK"));
        desk.get(&peer_answers(&ours, 491, "peer", ""));
        desk.said();
        let (before, until) = if is_caller { (2099, 1902) } else { (0, 2001) };
        desk.pass(milliseconds(before));
        assert!(desk.said().is_empty());
        desk.pass(milliseconds(until));
        let again = desk.request("INVITE");
        assert_eq!((&again.body()[..], again.cseq().0 > ours.cseq().0), (&b"mine"[..], true));
        desk.get(&peer_answers(&again, 200, "peer", OFFER));
        assert_eq!(desk.session_words(), ["offer answered"]);
        desk.command(Command::Bye { session, reason: None });
        desk.assert_empty();
    }
}

#[test]
fn a_dialog_that_is_gone_at_the_other_end_ends() {
    for (status, why) in [(481, "ended TimedOut"), (408, "ended TimedOut"), (0, "ended TimedOut")] {
        let mut desk = Desk::new();
        called(&mut desk);
        offer(&mut desk, OUT, "mine");
        let ours = desk.request("INVITE");
        desk.said();
        match status {
            0 => desk.pass(seconds(33)),
            _ => desk.get(&peer_answers(&ours, status, "peer", "")),
        }
        assert!(desk.said().contains(&"BYE".to_owned()));
        assert_eq!(desk.session_words(), [why]);
        desk.assert_empty();
    }
}

#[test]
fn what_waits_when_a_call_ends_is_refused() {
    for ends_here in [true, false] {
        let mut desk = Desk::new();
        let (session, tag) = taken(&mut desk);
        desk.get(&peer_says("INVITE", "r", 2, Some(&tag), "", OFFER));
        match ends_here {
            true => desk.command(Command::Bye { session, reason: None }),
            false => desk.get(&peer_says("BYE", "b", 3, Some(&tag), "", "")),
        }
        assert!(desk.said().contains(&"487 INVITE".to_owned()));
        desk.get(&peer_says("ACK", "r", 2, Some(&tag), "", ""));
        desk.assert_empty();
    }
}

#[test]
fn a_cancelled_offer_leaves_the_call_as_it_was() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    desk.get(&peer_says("INVITE", "r", 2, Some(&tag), "", OFFER));
    offer(&mut desk, session, "mine");
    desk.get(&peer_says("CANCEL", "r", 2, Some(&tag), "", ""));
    assert_eq!(desk.said(), ["200 CANCEL", "487 INVITE", "INVITE"], "and ours goes out now");
    desk.command(Command::AnswerOffer { session, sdp: Bytes::new() });
    assert!(desk.said().is_empty());
    assert_eq!(desk.core.sessions(), 1);
}

#[test]
fn a_second_offer_before_the_first_is_settled_waits() {
    let mut desk = Desk::new();
    let (_, tag) = taken(&mut desk);
    desk.get(&peer_says("INVITE", "r", 2, Some(&tag), "", OFFER));
    desk.get(&peer_says("INVITE", "s", 3, Some(&tag), "", OFFER));
    assert_eq!(desk.response().status(), 500);
    assert!(desk.response().header(&HeaderName::RetryAfter).is_some());
}
