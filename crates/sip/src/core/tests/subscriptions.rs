//! Subscriptions (RFC 6665), as their notifier.

use super::*;

fn subscribe(branch: &str, cseq: u32, tag: Option<&str>, expires: u32) -> String {
    peer_says(
        "SUBSCRIBE",
        branch,
        cseq,
        tag,
        &format!("Event: message-summary\r\nExpires: {expires}\r\n"),
        "",
    )
}

fn accepted(desk: &mut Desk, expires: u32) -> (SubscriptionId, String) {
    desk.get(&subscribe("s", 1, None, expires));
    let subscription = desk.subscribes[0];
    desk.command(Command::Accept { subscription, expires: seconds(expires.into()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    assert_eq!(desk.response().header(&HeaderName::Expires), Some(expires.to_string().as_str()));
    (subscription, tag)
}

fn notify(desk: &mut Desk, subscription: SubscriptionId, body: &'static str) {
    desk.command(Command::Notify {
        subscription,
        content_type: "text/plain".into(),
        body: Bytes::from_static(body.as_bytes()),
    });
}

fn state(desk: &Desk) -> String {
    desk.request("NOTIFY").header(&HeaderName::SubscriptionState).unwrap().to_owned()
}

#[test]
fn what_changes_while_a_notify_is_under_way_is_told_once() {
    let mut desk = Desk::new();
    let (subscription, tag) = accepted(&mut desk, 600);
    for body in ["one", "two", "three"] {
        notify(&mut desk, subscription, body);
    }
    let first = desk.request("NOTIFY");
    assert_eq!(desk.said(), ["200 SUBSCRIBE", "NOTIFY"]);
    assert_eq!((first.from().unwrap().tag(), first.to().unwrap().tag()), (Some(tag.as_str()), Some("peer")));
    assert_eq!(first.header(&HeaderName::SubscriptionState), Some("active;expires=600"));
    assert_eq!(first.header(&HeaderName::Event), Some("message-summary"));
    desk.get(&peer_answers(&first, 200, "", ""));
    let second = desk.request("NOTIFY");
    assert_eq!((desk.said().len(), &second.body()[..]), (1, &b"three"[..]));
    desk.get(&peer_answers(&second, 200, "", ""));
    assert!(desk.said().is_empty());
}

#[test]
fn it_is_refreshed_and_ended_by_the_peer() {
    let mut desk = Desk::new();
    let (subscription, tag) = accepted(&mut desk, 600);
    desk.pass(seconds(500));
    desk.get(&subscribe("t", 2, Some(&tag), 900));
    desk.pass(seconds(500));
    assert_eq!(
        desk.told,
        [(subscription, SubscriptionEvent::Refreshed { expires: seconds(900), body: bytes::Bytes::new() })]
    );
    desk.get(&subscribe("l", 3, Some(&tag), 4_000_000_000));
    assert_eq!(desk.response().header(&HeaderName::Expires), Some("3600"), "no more than the usual");
    notify(&mut desk, subscription, "state");
    let first = desk.request("NOTIFY");
    desk.get(&peer_answers(&first, 200, "", ""));
    desk.get(&subscribe("u", 4, Some(&tag), 0));
    assert_eq!(state(&desk), "terminated;reason=timeout");
    assert_eq!(&desk.request("NOTIFY").body()[..], b"state");
    assert_eq!(
        desk.told.last().unwrap().1,
        SubscriptionEvent::Ended { why: SubscriptionEnded::Unsubscribed }
    );
    desk.said();
    desk.get(&subscribe("v", 5, Some(&tag), 600));
    assert_eq!(desk.said(), ["481 SUBSCRIBE"]);
    desk.assert_empty();
}

#[test]
fn it_expires() {
    let mut desk = Desk::new();
    let (subscription, _) = accepted(&mut desk, 60);
    desk.pass(seconds(59));
    assert!(desk.told.is_empty());
    desk.pass(seconds(1));
    assert_eq!(state(&desk), "terminated;reason=timeout");
    assert_eq!(desk.told, [(subscription, SubscriptionEvent::Ended { why: SubscriptionEnded::Expired })]);
    desk.assert_empty();
}

#[test]
fn a_question_gets_one_notify_with_the_state() {
    let mut desk = Desk::new();
    let (subscription, _) = accepted(&mut desk, 0);
    desk.pass(milliseconds(1));
    assert_eq!(desk.said(), ["200 SUBSCRIBE"]);
    notify(&mut desk, subscription, "state");
    assert_eq!(
        (state(&desk).as_str(), &desk.request("NOTIFY").body()[..]),
        ("terminated;reason=timeout", &b"state"[..])
    );
    desk.assert_empty();
}

#[test]
fn a_peer_that_is_gone_ends_it() {
    for status in [481, 0] {
        let mut desk = Desk::new();
        let (subscription, _) = accepted(&mut desk, 600);
        notify(&mut desk, subscription, "state");
        let request = desk.request("NOTIFY");
        match status {
            0 => desk.pass(seconds(33)),
            _ => desk.get(&peer_answers(&request, status, "", "")),
        }
        assert_eq!(desk.told, [(subscription, SubscriptionEvent::Ended { why: SubscriptionEnded::Gone })]);
        desk.assert_empty();
    }
}

#[test]
fn it_is_ended_refused_or_forgotten_by_us() {
    let mut desk = Desk::new();
    let (subscription, _) = accepted(&mut desk, 600);
    desk.command(Command::Terminate { subscription, reason: "noresource".into() });
    assert_eq!(state(&desk), "terminated;reason=noresource");
    desk.assert_empty();
    let mut desk = Desk::new();
    desk.get(&subscribe("s", 1, None, 60));
    let (subscription, request) = (desk.subscribes[0], peer_says("OPTIONS", "x", 1, None, "", ""));
    let Ok(Message::Request(request)) = Message::parse(&Bytes::from(request)) else { unreachable!() };
    let response = Box::new(Response::to(&request, 403));
    desk.command(Command::RefuseSubscription { subscription, response });
    assert_eq!(desk.response().status(), 403);
    desk.assert_empty();
    let mut desk = Desk::new();
    desk.get(&subscribe("s", 1, None, 60));
    desk.pass(seconds(601));
    assert_eq!(desk.said(), ["100 SUBSCRIBE"], "nobody waits for an answer any more (RFC 4320)");
    desk.assert_empty();
}

#[test]
fn too_brief_is_refused_and_what_stands_stays() {
    let mut desk = Desk::new();
    desk.get(&subscribe("s", 1, None, 59));
    assert_eq!(
        (desk.response().status(), desk.response().header(&HeaderName::MinExpires)),
        (423, Some("60"))
    );
    desk.assert_empty();
    let mut desk = Desk::new();
    let (subscription, tag) = accepted(&mut desk, 60);
    desk.pass(seconds(50));
    desk.get(&subscribe("t", 2, Some(&tag), 1));
    assert_eq!(desk.response().status(), 423);
    desk.get(&subscribe("u", 3, Some(&tag), 60));
    assert_eq!(desk.response().status(), 200);
    assert_eq!(
        desk.told,
        [(subscription, SubscriptionEvent::Refreshed { expires: seconds(60), body: bytes::Bytes::new() })]
    );
}

#[test]
fn a_notify_says_which_of_several_subscriptions_it_is_about() {
    for (event, told) in [
        ("dialog;id=7", "dialog;id=7"),
        ("dialog ; sla ; ID=a", "dialog;ID=a"),
        ("dialog;call-id=1;from-tag=2", "dialog"),
    ] {
        let mut desk = Desk::new();
        desk.get(&peer_says("SUBSCRIBE", "s", 1, None, &format!("Event: {event}\r\nExpires: 60\r\n"), ""));
        let subscription = desk.subscribes[0];
        desk.command(Command::Accept { subscription, expires: seconds(60) });
        notify(&mut desk, subscription, "state");
        assert_eq!(desk.request("NOTIFY").header(&HeaderName::Event), Some(told));
    }
}
