//! INVITE with Replaces (RFC 3891).

use super::*;
use crate::Replaces;

/// Another phone calls to take the place of a call.
fn replacing(desk: &mut Desk, more: &str) {
    let text = peer_says("INVITE", "new", 1, None, more, OFFER);
    desk.get(&text.replace("Call-ID: call-1", "Call-ID: call-2").replace(";tag=peer", ";tag=other"));
}

fn named(tag: &str) -> String {
    format!("Replaces: call-1;to-tag={tag};from-tag=peer\r\n")
}

#[test]
fn a_call_that_stands_is_handed_on_as_what_is_replaced() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    replacing(&mut desk, &format!("Require: replaces\r\n{}", named(&tag)));
    assert_eq!(desk.replaced, [None, Some(Replaced::Session(session))]);
    assert_eq!(desk.core.sessions(), 2, "neither ends by itself");
    let next = desk.invites[1].0;
    desk.command(Command::Answer { session: next, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let supported = desk.response().header(&HeaderName::Supported).unwrap().to_owned();
    assert!(supported.contains("replaces"), "{supported}");
    desk.command(Command::Bye { session, reason: Some(Reason::sip(200, "Replaced")) });
    assert_eq!(desk.said(), ["200 INVITE", "BYE"]);
    desk.assert_empty();
}

#[test]
fn a_phone_that_we_ring_may_be_replaced_and_one_that_rings_us_may_not() {
    let mut desk = Desk::new();
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 180, "peer", ""));
    let tag = invite.from().unwrap().tag().unwrap().to_owned();
    let name = format!("Replaces: {};to-tag={tag};from-tag=peer;early-only\r\n", invite.call_id());
    replacing(&mut desk, &name);
    assert_eq!(desk.replaced, [Some(Replaced::Session(OUT))]);
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Progress { session, status: 180, sdp: None });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    replacing(&mut desk, &named(&tag));
    assert_eq!(desk.response().status(), 481);
}

#[test]
fn what_may_not_be_replaced_is_refused_as_the_rfc_says() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    replacing(&mut desk, &format!("{};early-only\r\n", named(&tag).trim_end()));
    assert_eq!(desk.response().status(), 486, "it rings no more");
    assert_eq!(desk.invites.len(), 1);
    desk.command(Command::Bye { session, reason: None });
    for (more, status) in [
        ("Replaces: nonsense\r\n".to_owned(), 400),
        (named("x").repeat(2), 400),
        (format!("{}Join: call-1;to-tag=1;from-tag=2\r\n", named("x")), 400),
    ] {
        let mut desk = Desk::new();
        replacing(&mut desk, &more);
        assert_eq!(desk.said(), [format!("{status} INVITE")], "{more}");
        assert!(desk.invites.is_empty());
    }
}

#[test]
fn a_call_that_has_just_ended_is_known_as_such() {
    let mut desk = Desk::new();
    let (_, tag) = taken(&mut desk);
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), "", ""));
    desk.said();
    replacing(&mut desk, &named(&tag));
    assert_eq!(desk.said(), ["603 INVITE"]);
    desk.assert_empty();
}

#[test]
fn names_that_are_no_dialog_of_ours_are_left_to_the_owner() {
    for name in
        ["call-9;to-tag=TAG;from-tag=peer", "call-1;to-tag=x;from-tag=peer", "call-1;to-tag=TAG;from-tag=x"]
    {
        let mut desk = Desk::new();
        let (_, tag) = taken(&mut desk);
        let name = name.replace("TAG", &tag);
        replacing(&mut desk, &format!("Replaces: {name}\r\n"));
        assert_eq!(desk.replaced[1], Replaces::parse(&name).map(Replaced::Named), "{name}");
    }
}

#[test]
fn a_refer_names_a_call_of_ours_that_stands() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    for (named, expected) in [(tag.as_str(), Some(session)), ("x", None)] {
        let to = format!("Refer-To: <sip:c@h?Replaces=call-1%3Bto-tag%3D{named}%3Bfrom-tag%3Dpeer>\r\n");
        let cseq = if expected.is_some() { 2 } else { 3 };
        desk.get(&peer_says("REFER", named, cseq, Some(&tag), &to, ""));
        let Some((_, SessionEvent::Refer(refer))) = desk.events.pop() else { panic!("no REFER") };
        assert_eq!(refer.replaces.unwrap().session, expected);
    }
}

#[test]
fn a_call_that_stands_is_handed_on_as_what_is_joined() {
    let mut desk = Desk::new();
    let (session, tag) = taken(&mut desk);
    let name = format!("call-1;to-tag={tag};from-tag=peer");
    replacing(&mut desk, &format!("Require: join\r\nJoin: {name}\r\n"));
    assert_eq!(desk.replaced[1], Some(Replaced::Joined(Some(session))));
    for (more, status) in [
        ("Join: nonsense\r\n".to_owned(), 400),
        (format!("Join: {name}\r\nJoin: {name}\r\n"), 400),
        (format!("Join: {name}\r\nReplaces: {name}\r\n"), 400),
    ] {
        let mut desk = Desk::new();
        replacing(&mut desk, &more);
        assert_eq!(desk.said(), [format!("{status} INVITE")], "{more}");
    }
}

#[test]
fn what_is_not_there_to_be_joined_is_left_to_the_owner_to_refuse() {
    let mut desk = Desk::new();
    let (_, tag) = taken(&mut desk);
    replacing(&mut desk, &format!("Join: call-1;to-tag={tag};from-tag=x\r\n"));
    assert_eq!(desk.replaced[1], Some(Replaced::Joined(None)));
}

/// RFC 4579 §4.2: whoever talks in a conference is told where it is.
#[test]
fn the_contact_of_a_conference_is_marked_as_a_focus() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Focus { session, name: Some("conference-1".into()) });
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let contact = desk.response().header(&HeaderName::Contact).unwrap().to_owned();
    assert!(contact.starts_with("<sip:conference-1@") && contact.ends_with(">;isfocus"), "{contact}");
}
