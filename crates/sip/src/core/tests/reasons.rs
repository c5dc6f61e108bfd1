//! Reasons (RFC 3326) that peers give, and that we give.

use super::*;

#[test]
fn why_a_peer_ends_a_call_is_told_and_may_be_passed_on() {
    let said = "Q.850;cause=16;text=\"Terminated\"";
    let mut desk = Desk::new();
    let (_, tag) = taken(&mut desk);
    desk.get(&peer_says("BYE", "b", 2, Some(&tag), &format!("Reason: {said}\r\n"), ""));
    let Some((_, SessionEvent::Ended { why, reason: Some(reason) })) = desk.events.pop() else {
        panic!("no reason")
    };
    assert_eq!((why, reason.to_string().as_str()), (Ended::ByeReceived, said));
    let mut desk = Desk::new();
    called(&mut desk);
    desk.command(Command::Bye { session: OUT, reason: Some(reason) });
    assert_eq!(desk.request("BYE").header(&HeaderName::Reason), Some(said));
}

#[test]
fn a_call_that_is_cancelled_because_others_have_taken_it_says_so() {
    let mut desk = Desk::new();
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    desk.get(&peer_says("CANCEL", "i", 1, None, "Reason: SIP;cause=200\r\n", ""));
    let Some((_, SessionEvent::Ended { why, reason: Some(reason) })) = desk.events.pop() else {
        panic!("no reason")
    };
    assert_eq!((why, reason.to_string().as_str()), (Ended::Cancelled, "SIP;cause=200"));
}
