//! A mailbox that several share: opened out of each member's own menu, answered in the group's name.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use directory::User;
use domain::id::UserId;
use domain::settings::{Row, Scope};
use house::{ANNA, BEN, CARL, House, from_annas_phone, run, sender};
use messaging::{Body, Delivery, Entry, Filter, Kind, Post, Sender, Voice};
use std::sync::Arc;
use telephone::simulated::Caller;
use telephone::{Habits, owner_calls};

/// Anna shares Ben's mailbox, as if it were a group's, and with two so Carl's, too.
async fn house(groups: &[UserId]) -> House {
    let rows = groups.iter().map(|group| Row {
        scope: Scope::User(*group),
        key: "mailbox.shared_with".into(),
        value: "201".into(),
    });
    let house = House::with_rows(rows.collect());
    let voice = |called: &str| Voice {
        samples: vec![1000; 3_000 * 8],
        language: domain::language::Language::EnGb,
        zone: "Europe/Berlin".into(),
        call: domain::id::CallId::new("test", 1),
        called: called.into(),
        marks: Default::default(),
    };
    let carl: Arc<User> = house.people.user(CARL).unwrap().clone();
    let from = Sender { email: Some(carl.email.to_string()), ..sender(Some("Carl Kurz"), Some("203")) };
    let delivery = Delivery {
        key: "to the group".into(),
        to: vec![BEN],
        from,
        at: "2026-11-20T11:00:00Z".parse().unwrap(),
        body: Body::Voice(voice("202")),
    };
    house.post.deliver(delivery).await.unwrap();
    house
}

async fn inbox(house: &House, user: UserId) -> Vec<Entry> {
    let mailbox = house.post.mailbox(user);
    let inbox = mailbox.folders().await.unwrap()[0].id;
    mailbox.newest(inbox, Filter::default(), None, 500).await.unwrap()
}

async fn call(house: &House, caller: impl FnOnce(Caller) -> Caller) -> Vec<String> {
    let caller = caller(Caller::new().hears("login-own-pin").presses("730184#"));
    let mut line = from_annas_phone(caller);
    let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| Habits::default()).await;
    assert!(line.is_over() && line.elapsed() < 3_600_000, "{:?}", line.heard());
    // What was cut short was said, too.
    line.heard().iter().map(|id| id.trim_end_matches('…').to_owned()).collect()
}

#[test]
fn a_member_hears_the_groups_messages_and_answers_in_its_name() {
    run(async {
        let house = house(&[BEN]).await;
        let heard = call(&house, |caller| {
            let caller = caller.hears("offer-shared").presses("#").hears("menu-new").hears("offer-new");
            let caller = caller.presses("1").hears("offer-options").presses("9").hears("offer-reply");
            let caller = caller.presses("1").hears("beep").waits(400).speaks(3_000).presses("#");
            let caller = caller.hears("offer-send-it").presses("#").hears("send-held");
            // Back in the group's menu, and back in the own.
            caller
                .hears("offer-again")
                .presses("*")
                .hears("offer-back")
                .presses("*")
                .hears("offer-end")
                .presses("*")
        })
        .await;
        let answer = inbox(&house, CARL).await;
        assert_eq!(answer.len(), 1, "{heard:?}");
        assert_eq!(answer[0].kind, Kind::Voice);
        assert_eq!(answer[0].from.email.as_deref(), Some("202@example.org"), "in the group's name");
        assert!(inbox(&house, BEN).await[0].flags.seen, "it is read for all: {heard:?}");
        assert_eq!(inbox(&house, ANNA).await.len(), 0);
    });
}

#[test]
fn of_several_mailboxes_one_is_chosen_and_who_hangs_up_has_sent_what_was_sent() {
    run(async {
        let house = house(&[BEN, CARL]).await;
        call(&house, |caller| {
            let caller = caller.hears("offer-shared").presses("#").hears("shared-mailbox").presses("1");
            let caller = caller.hears("offer-new").presses("3").hears("send-to").presses("201#");
            let caller = caller.hears("send-to-more").presses("#").hears("beep").waits(400).speaks(3_000);
            caller.presses("#").hears("offer-send-it").presses("#").hears("send-held").hangs_up()
        })
        .await;
        let sent = inbox(&house, ANNA).await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].from.email.as_deref(), Some("202@example.org"));
    });
}

#[test]
fn who_shares_no_mailbox_is_offered_none() {
    run(async {
        let house = house(&[]).await;
        let heard = call(&house, |caller| {
            caller.hears("offer-send-message").presses("#").hears("key-unknown").hangs_up()
        })
        .await;
        assert!(heard.contains(&"key-unknown".to_owned()), "{heard:?}");
        assert!(!heard.iter().any(|id| id.contains("shared")), "{heard:?}");
    });
}
