//! The owner sends: new messages, replies, comments, marks, later, unfinished; receipts; and calls the sender.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use domain::menu::Style;
use house::{ANNA, BEN, House, from_annas_phone, run, sender};
use messaging::outbox::{self, OUTBOX, Which};
use messaging::report::{self, What};
use messaging::{Entry, Filter, Kind, Post, SpecialUse, voice};
use proptest::prelude::*;
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{Allowed, Audio, Connected, Habits, NotReached, owner_calls};

/// Anna's call after the PIN.
async fn call_with(
    house: &House,
    habits: Habits,
    line: impl FnOnce(Caller) -> SimulatedLine,
) -> SimulatedLine {
    let mut line = line(Caller::new().hears("login-own-pin").presses("730184#"));
    let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| habits).await;
    assert!(line.is_over() && line.elapsed() < 3_600_000, "{:?}", line.heard());
    line
}

async fn call(house: &House, presses: impl FnOnce(Caller) -> Caller) -> SimulatedLine {
    call_with(house, Habits::default(), |caller| from_annas_phone(presses(caller))).await
}

/// Anna speaks for three seconds to Ben, and stands before the review.
fn to_ben(caller: Caller) -> Caller {
    let caller = caller.hears("offer-send-message").presses("3").hears("send-to").presses("202#");
    caller
        .hears("send-to-more")
        .presses("#")
        .hears("beep")
        .waits(400)
        .speaks(3_000)
        .presses("#")
        .hears("offer-send-it")
}

fn goodbye(caller: Caller) -> Caller {
    caller.hears("offer-send-message").presses("*")
}

async fn folder(
    house: &House,
    user: domain::id::UserId,
    wanted: impl Fn(&messaging::Folder) -> bool,
) -> Vec<Entry> {
    let mailbox = house.post.mailbox(user);
    let folders = mailbox.folders().await.unwrap();
    let Some(folder) = folders.iter().find(|folder| wanted(folder)) else { return Vec::new() };
    let mut entries = mailbox.newest(folder.id, Filter::default(), None, 500).await.unwrap();
    entries.reverse();
    entries
}

async fn inbox(house: &House, user: domain::id::UserId) -> Vec<Entry> {
    folder(house, user, |folder| folder.name == "INBOX").await
}

async fn drafts(house: &House) -> Vec<Entry> {
    folder(house, ANNA, |folder| folder.special_use == Some(SpecialUse::Drafts)).await
}

/// Messages in Anna's outbox, among her drafts, and sent; and those in Ben's inbox.
async fn stand(house: &House) -> [usize; 4] {
    let waiting = folder(house, ANNA, |folder| folder.name == OUTBOX).await.len();
    let sent = folder(house, ANNA, |folder| folder.special_use == Some(SpecialUse::Sent)).await.len();
    [waiting, drafts(house).await.len(), sent, inbox(house, BEN).await.len()]
}

#[test]
fn a_message_is_spoken_reviewed_and_sent_when_the_call_is_over() {
    run(async {
        let house = House::new();
        let line = call(&house, |caller| {
            let caller = to_ben(caller).presses("1").hears("message").hears("offer-send-it").presses("#");
            caller
                .hears("send-held")
                .hears("offer-outbox")
                .presses("6")
                .hears("offer-again")
                .presses("*")
                .hears("offer-send-message")
                .presses("*")
        })
        .await;
        assert_eq!(line.recordings().count(), 0, "the recording is kept twice");
        assert!(line.heard().contains(&"message-to".to_owned()), "{:?}", line.heard());
        assert_eq!(stand(&house).await, [0, 0, 1, 1]);
        let entry = &inbox(&house, BEN).await[0];
        assert_eq!((entry.kind, entry.seconds, entry.flags.seen), (Kind::Voice, Some(3), false));
        assert_eq!(entry.from.name.as_deref(), Some("Anna Schmidt"));
        let sound = voice::audio(&*house.post.mailbox(BEN), entry).await.unwrap();
        assert_eq!(Audio(sound).samples().unwrap().len(), 3_150 * 8);
        // The same again sends nothing twice.
        outbox::send(&house.post, &house.people, ANNA, line_end(), Which::Ready).await.unwrap();
        assert_eq!(stand(&house).await, [0, 0, 1, 1]);
    });
}

fn line_end() -> jiff::Timestamp {
    "2026-11-20T13:00:00Z".parse().unwrap()
}

#[test]
fn until_the_call_is_over_a_message_can_be_taken_back() {
    run(async {
        let house = House::new();
        call(&house, |caller| {
            let caller = to_ben(caller).presses("#").hears("offer-outbox").presses("6");
            goodbye(caller.hears("offer-again").presses("3"))
        })
        .await;
        assert_eq!(stand(&house).await, [0, 0, 0, 0]);
    });
}

#[test]
fn hanging_up_after_a_message_was_sent_sends_it_and_before_keeps_it_unfinished() {
    for (after, expected) in [("send-held", [0, 0, 1, 1]), ("offer-send-it", [0, 1, 0, 0])] {
        run(async {
            let house = House::new();
            let line = call(&house, |caller| match after {
                "send-held" => to_ben(caller).presses("#").hears(after).hangs_up(),
                _ => to_ben(caller).hangs_up(),
            })
            .await;
            assert_eq!(stand(&house).await, expected, "{after}");
            assert_eq!(line.recordings().count(), 0);
        });
    }
}

#[test]
fn going_while_speaking_keeps_what_was_said_and_the_next_log_in_offers_it() {
    run(async {
        let house = House::new();
        call(&house, |caller| {
            let caller = caller
                .hears("offer-send-message")
                .presses("3")
                .hears("send-to")
                .presses("202#")
                .hears("send-to-more")
                .presses("#");
            caller.hears("beep").waits(400).speaks(4_000).hangs_up()
        })
        .await;
        assert_eq!(stand(&house).await, [0, 1, 0, 0]);
        assert!(drafts(&house).await[0].flags.draft);
        let line = call(&house, |caller| {
            let caller = caller.hears("menu-unfinished").hears("offer-unfinished").presses("4");
            let caller = caller.hears("offer-options").presses("9").hears("offer-go-on").presses("6");
            goodbye(caller.hears("offer-send-it").presses("#").hears("send-held"))
        })
        .await;
        assert_eq!(stand(&house).await, [0, 0, 1, 1], "{:?}", line.heard());
        assert_eq!(inbox(&house, BEN).await[0].seconds, Some(4));
    });
}

#[test]
fn a_message_is_put_aside_discarded_or_spoken_anew() {
    for (keys, expected, seconds) in [("*", [0, 1, 0, 0], 0), ("3", [0, 0, 0, 0], 0), ("2", [0, 0, 1, 1], 6)]
    {
        run(async {
            let house = House::new();
            let line = call(&house, |caller| {
                let caller = to_ben(caller).presses(keys);
                let again = |caller: Caller| {
                    caller
                        .hears("beep")
                        .waits(400)
                        .speaks(6_000)
                        .presses("#")
                        .hears("offer-send-it")
                        .presses("#")
                };
                goodbye(if keys == "2" { again(caller) } else { caller })
            })
            .await;
            assert_eq!(stand(&house).await, expected, "{keys} {:?}", line.heard());
            assert_eq!(line.recordings().count(), 0, "{keys}");
            let heard = inbox(&house, BEN).await.first().and_then(|entry| entry.seconds).unwrap_or(0);
            assert_eq!(heard, seconds);
        });
    }
}

#[test]
fn marks_go_with_a_message_and_a_confidential_one_is_not_sent_on() {
    run(async {
        let house = House::new();
        call(&house, |caller| {
            let mark = |caller: Caller, key: &str| caller.presses(key).hears("offer-send-it");
            let caller = mark(mark(mark(mark(mark(to_ben(caller), "4"), "5"), "6"), "6"), "6");
            goodbye(caller.presses("#"))
        })
        .await;
        let entry = &inbox(&house, BEN).await[0];
        let marks = &entry.structure.marks;
        assert!(marks.urgent && marks.confidential && marks.receipt_to.is_some(), "{marks:?}");
        // The same one that Anna gets back: said to be so, and not to be sent on.
        let message = house.post.mailbox(BEN).read(&entry.message, 0..entry.size).await.unwrap();
        let house = House::new();
        let text = String::from_utf8(message.to_vec()).unwrap().replace("201@example.org", "202@example.org");
        house.brought(&text, "2026-11-20T11:00:00Z").await;
        let line = call(&house, |caller| {
            let caller = caller.hears("offer-new").presses("1").hears("offer-options").presses("9");
            caller
                .hears("offer-reply")
                .presses("3")
                .hears("key-unknown")
                .presses("*")
                .hears("offer-again")
                .hangs_up()
        })
        .await;
        let heard = line.heard();
        assert!(
            heard.contains(&"message-confidential".into())
                && heard.iter().any(|id| id.starts_with("key-unknown")),
            "{heard:?}"
        );
        assert!(!heard.iter().any(|id| id.starts_with("offer-forward")), "{heard:?}");
    });
}

#[test]
fn receipts_tell_that_a_message_arrived_was_heard_and_was_deleted_once_each() {
    run(async {
        let house = House::new();
        call(&house, |caller| goodbye(to_ben(caller).presses("6").hears("offer-send-it").presses("#"))).await;
        let bens = house.post.mailbox(BEN);
        let entry = inbox(&house, BEN).await[0].clone();
        let seen = || messaging::FlagChange::Add(messaging::Flags { seen: true, ..Default::default() });
        for _ in 0..2 {
            bens.set_flags(entry.folder, &[entry.uid], seen(), None).await.unwrap();
        }
        let folders = bens.folders().await.unwrap();
        let trash = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Trash)).unwrap();
        bens.move_to(entry.folder, &[entry.uid], trash.id).await.unwrap();
        let mut told = Vec::new();
        for entry in inbox(&house, ANNA).await {
            let report = report::read(&*house.mailbox(), &entry).await.unwrap().unwrap();
            assert_eq!(report.recipient.as_deref(), Some("202@example.org"));
            told.push(report.what);
        }
        told.sort_by_key(|what| format!("{what:?}"));
        assert_eq!(told, [What::Deleted, What::Delivered, What::Read]);
        // And Anna hears of it.
        let line = call(&house, |caller| goodbye(caller.hears("menu-reports"))).await;
        assert!(line.heard().iter().any(|id| id.starts_with("offer-reports")), "{:?}", line.heard());
    });
}

#[test]
fn without_the_wish_nobody_is_told_anything() {
    run(async {
        let house = House::new();
        call(&house, |caller| goodbye(to_ben(caller).presses("#"))).await;
        let entry = inbox(&house, BEN).await[0].clone();
        let seen = messaging::FlagChange::Add(messaging::Flags { seen: true, ..Default::default() });
        house.post.mailbox(BEN).set_flags(entry.folder, &[entry.uid], seen, None).await.unwrap();
        assert_eq!(inbox(&house, ANNA).await.len(), 0);
    });
}

#[test]
fn a_message_with_a_time_of_its_own_waits_for_it() {
    run(async {
        let house = House::new();
        let line = call(&house, |caller| {
            let caller = to_ben(caller)
                .presses("7")
                .hears("later-day")
                .presses("9999#")
                .hears("later-time")
                .presses("0930#");
            let caller = caller
                .hears("later-wrong")
                .hears("later-day")
                .presses("2411#")
                .hears("later-time")
                .presses("0930#");
            goodbye(caller.hears("send-at").hears("offer-send-it").presses("#"))
        })
        .await;
        assert_eq!(stand(&house).await, [1, 0, 0, 0], "{:?}", line.heard());
        for (now, expected) in
            [("2026-11-24T08:29:59Z", [1, 0, 0, 0]), ("2026-11-24T08:30:00Z", [0, 0, 1, 1])]
        {
            outbox::send(&house.post, &house.people, ANNA, now.parse().unwrap(), Which::Dated).await.unwrap();
            assert_eq!(stand(&house).await, expected, "{now}");
        }
    });
}

#[test]
fn what_is_not_dated_waits_for_the_end_of_the_call_and_not_for_the_clock() {
    run(async {
        let house = House::new();
        let post = house.post.clone();
        let people = house.people.clone();
        let line = call_with(&house, Habits::default(), |caller| {
            let caller = goodbye(to_ben(caller).presses("#").hears("send-held"));
            from_annas_phone(caller).meanwhile("send-held", move || {
                use futures_util::FutureExt;
                let sent = outbox::send(&post, &people, ANNA, line_end(), Which::Dated);
                assert_eq!(sent.now_or_never().unwrap().unwrap(), 0);
            })
        })
        .await;
        assert_eq!(stand(&house).await, [0, 0, 1, 1], "{:?}", line.heard());
    });
}

#[test]
fn only_what_its_owner_has_spoken_leaves_an_outbox() {
    let spoken = |from: &str, context: &str| {
        format!(
            "From: <{from}>\r\nTo: 202@example.org\r\nMessage-Context: {context}\r\nContent-Type: audio/wav\r\n\r\nx"
        )
    };
    for (message, expected) in [
        (spoken("203@example.org", "voice-message"), 0),
        (spoken("201@example.org", "text-message"), 0),
        (spoken("201@example.org", "voice-message"), 1),
        (spoken("201@example.org", "voice-message").replace("202@", "202@evil."), 0),
    ] {
        run(async {
            let house = House::new();
            let mailbox = house.mailbox();
            let outbox = outbox::folder(&*mailbox).await.unwrap();
            mailbox.append(outbox, message.clone().into(), Default::default(), line_end()).await.unwrap();
            outbox::send(&house.post, &house.people, ANNA, line_end(), Which::Ready).await.unwrap();
            assert_eq!(inbox(&house, BEN).await.len(), expected, "{message}");
            // Whom nobody knows the sender is told of.
            let failed = message.contains("evil");
            assert_eq!(inbox(&house, ANNA).await.len(), usize::from(failed), "{message}");
        });
    }
}

#[test]
fn a_reply_goes_to_the_sender_without_a_number_and_to_all_who_have_got_it() {
    let from_ben = "From: Ben <202@example.org>\r\nTo: 201@example.org, 203@example.org\r\nCc: x@y.org\r\nSubject: Plan\r\nMessage-ID: <1@x>\r\n";
    for (key, expected) in [("1", [1, 0]), ("2", [1, 1])] {
        run(async {
            let house = House::new();
            let voice = format!(
                "{from_ben}Message-Context: voice-message\r\nContent-Type: audio/wav\r\n\r\nno sound"
            );
            let text = format!("{from_ben}\r\nWhat do you think of the plan for next week?");
            assert!(!voice.is_empty());
            house.brought(&text, "2026-11-20T11:00:00Z").await;
            let habits = Habits { reads_mail: true, ..Habits::default() };
            call_with(&house, habits, |caller| {
                let caller = caller.hears("offer-new").presses("1").hears("offer-options").presses("9");
                let caller = caller
                    .hears("offer-reply")
                    .presses(key)
                    .hears("beep")
                    .waits(400)
                    .speaks(2_000)
                    .presses("#");
                let caller = caller
                    .hears("offer-send-it")
                    .presses("#")
                    .hears("send-held")
                    .hears("offer-again")
                    .presses("*");
                from_annas_phone(goodbye(caller))
            })
            .await;
            let got = [inbox(&house, BEN).await.len(), inbox(&house, house::CARL).await.len()];
            assert_eq!(got, expected, "{key}");
            let entry = inbox(&house, BEN).await[0].clone();
            assert_eq!(entry.subject, "Re: Plan");
            assert_eq!(entry.structure.envelope.in_reply_to.as_deref(), Some("<1@x>"));
        });
    }
}

#[test]
fn a_comment_goes_before_a_message_and_earlier_comments_stay() {
    run(async {
        let house = House::new();
        house.leave("a", sender(None, Some("+4930777")), "2026-11-20T11:00:00Z", 5_000).await;
        let comments = |seconds: u64| {
            move |caller: Caller| {
                let caller = caller.hears("offer-new").presses("1").hears("offer-options").presses("9");
                let caller = caller
                    .hears("offer-forward")
                    .presses("3")
                    .hears("send-to")
                    .presses("202#")
                    .hears("send-to-more")
                    .presses("#");
                let caller = caller
                    .hears("beep")
                    .waits(400)
                    .speaks(seconds * 1000)
                    .presses("#")
                    .hears("offer-send-it")
                    .presses("#");
                goodbye(caller.hears("offer-again").presses("*"))
            }
        };
        let line = call(&house, comments(2)).await;
        let first = inbox(&house, BEN).await[0].clone();
        assert_eq!(first.kind, Kind::Voice, "{:?}", line.heard());
        assert!(first.subject.starts_with("Fwd: "), "{}", first.subject);
        let bens = house.post.mailbox(BEN);
        let lengths = async |mailbox: &dyn messaging::Mailbox, entry: &Entry| -> Vec<usize> {
            let sounds = voice::sounds(mailbox, entry).await.unwrap();
            sounds.into_iter().map(|sound| Audio(sound).samples().unwrap().len() / 8_000).collect()
        };
        assert_eq!(lengths(&*bens, &first).await, [2, 5]);
        // Ben's copy comes back to Anna, who comments on it again.
        let message = bens.read(&first.message, 0..first.size).await.unwrap();
        let house = House::new();
        house
            .brought(
                &String::from_utf8(message.to_vec()).unwrap().replace("<201@", "<202@"),
                "2026-11-20T11:30:00Z",
            )
            .await;
        let line = call(&house, comments(3)).await;
        // Both were played one after the other, with a breath between.
        let listened = line.transcript().iter().find_map(|experience| match experience {
            Experience::Listened { to, complete: true, .. } => Some(*to),
            _ => None,
        });
        assert_eq!(listened, Some(7_550));
        let second = inbox(&house, BEN).await[0].clone();
        assert_eq!(lengths(&*house.post.mailbox(BEN), &second).await, [3, 2, 5]);
    });
}

#[test]
fn the_sender_is_called_and_the_owner_is_back_in_the_menu() {
    for (number, connected, said) in [
        ("+4930777", Connected::Talked, "call-over"),
        ("+4930777", Connected::Not(NotReached::Busy), "call-busy"),
        ("+4930777", Connected::Not(NotReached::NoAnswer), "call-no-answer"),
        ("+4930777", Connected::Not(NotReached::Refused), "call-impossible"),
        ("202", Connected::Talked, "call-over"),
    ] {
        run(async {
            let house = House::new();
            house.leave("a", sender(None, Some(number)), "2026-11-20T11:00:00Z", 2_000).await;
            let line = call_with(&house, Habits::default(), |caller| {
                let caller = caller.hears("offer-new").presses("1").hears("offer-options").presses("9");
                let caller = caller
                    .hears("offer-call-back")
                    .presses("5")
                    .hears(said)
                    .hears("offer-again")
                    .presses("*");
                from_annas_phone(goodbye(caller)).reaches(number, connected)
            })
            .await;
            assert_eq!(line.heard().last().map(String::as_str), Some("goodbye"), "{:?}", line.heard());
        });
    }
}

#[test]
fn whoever_has_a_copy_of_a_message_alone_reaches_its_sender_by_it() {
    run(async {
        let first = House::new();
        first.leave("a", sender(Some("Otto"), Some("+4930777")), "2026-11-20T11:00:00Z", 2_000).await;
        let entry = &inbox(&first, ANNA).await[0];
        let message = first.mailbox().read(&entry.message, 0..entry.size).await.unwrap();
        let text = String::from_utf8(message.to_vec()).unwrap();
        assert!(text.contains("<+4930777@voice.example.org>"), "{text}");
        // A mail client puts it into another mailbox, where nothing else is known of it.
        let second = House::new();
        second.brought(&text, "2026-11-20T12:00:00Z").await;
        let line = call_with(&second, Habits::default(), |caller| {
            let caller = caller.hears("offer-new").presses("1").hears("offer-options").presses("9");
            let caller = caller
                .hears("offer-call-back")
                .presses("5")
                .hears("call-over")
                .hears("offer-again")
                .presses("*");
            from_annas_phone(goodbye(caller)).reaches("+4930777", Connected::Talked)
        })
        .await;
        assert_eq!(line.heard().last().map(String::as_str), Some("goodbye"), "{:?}", line.heard());
    });
}

#[test]
fn what_does_not_fit_a_message_or_is_not_allowed_is_not_offered() {
    let nothing = Allowed { reply: false, forward: false, call_back: false };
    let all = Habits::default().allowed;
    for (from, allowed, expected) in [
        (sender(None, None), all, &["offer-forward"][..]),
        (sender(None, Some("+4930777")), all, &["offer-forward", "offer-call-back"]),
        (sender(None, Some("202")), all, &["offer-reply", "offer-forward", "offer-call-back"]),
        (sender(None, Some("202")), Allowed { reply: true, ..nothing }, &["offer-reply"]),
        (sender(None, Some("202")), Allowed { forward: true, ..nothing }, &["offer-forward"]),
        (sender(None, Some("202")), Allowed { call_back: true, ..nothing }, &["offer-call-back"]),
        (sender(None, Some("202")), nothing, &[]),
    ] {
        run(async {
            let house = House::new();
            house.leave("a", from, "2026-11-20T11:00:00Z", 2_000).await;
            let line = call_with(&house, Habits { allowed, ..Habits::default() }, |caller| {
                let caller = caller.hears("offer-new").presses("1").hears("offer-options").presses("9");
                from_annas_phone(caller.hears("offer-back").hangs_up())
            })
            .await;
            let heard = line.heard();
            let begin = heard.iter().rposition(|id| id.starts_with("offer-options")).unwrap() + 1;
            let offered: Vec<&str> = heard[begin..].iter().map(|id| id.trim_end_matches('…')).collect();
            assert_eq!(offered, [expected, &["offer-more", "offer-back"]].concat());
        });
    }
}

#[test]
fn what_can_be_done_is_said_only_where_that_is_wanted() {
    for (offers, expected) in [(true, true), (false, false)] {
        run(async {
            let house = House::new();
            house.leave("a", sender(None, None), "2026-11-20T11:00:00Z", 2_000).await;
            let line = call_with(&house, Habits { offers, ..Habits::default() }, |caller| {
                // The keys do the same, said or not.
                let caller =
                    caller.hears("offer-new").presses("1").hears("message").waits(5_000).presses("3");
                from_annas_phone(goodbye(caller.hears("message-deleted")))
            })
            .await;
            let said = line.heard().iter().any(|id| id.starts_with("offer-again"));
            assert_eq!(said, expected, "{:?}", line.heard());
            assert!(line.heard().contains(&"message-deleted".to_owned()), "{:?}", line.heard());
        });
    }
}

#[test]
fn other_styles_have_the_same_functions_under_their_own_keys() {
    // What opens the new messages, what deletes, what leads back and out.
    for (style, keys) in [
        (Style::Standard, ["1", "3", "*", "*"]),
        (Style::Phonemail, ["3", "3", "*", "*"]),
        (Style::Vms, ["3", "#", "9", "*"]),
        (Style::Minimal, ["1", "3", "*", "*"]),
    ] {
        run(async {
            let house = House::new();
            house.leave("a", sender(None, None), "2026-11-20T11:00:00Z", 2_000).await;
            house.leave("b", sender(None, None), "2026-11-20T11:01:00Z", 2_000).await;
            let [new, delete, back, out] = keys;
            let line = call_with(&house, Habits { style, ..Habits::default() }, |caller| {
                let caller = caller.hears("offer-new").presses(new).hears("message").presses(delete);
                let caller = caller.hears("message").presses(back).hears("offer-new").presses("0");
                from_annas_phone(caller.hears("help-end").hears("offer-new").presses(out))
            })
            .await;
            assert_eq!(house.trash().await.len(), 1, "{style:?} {:?}", line.heard());
            assert_eq!(line.heard().last().map(String::as_str), Some("goodbye"), "{style:?}");
        });
    }
}

#[test]
fn a_message_is_played_faster_slower_and_louder_from_where_it_was() {
    run(async {
        let house = House::new();
        house.leave("a", sender(None, None), "2026-11-20T11:00:00Z", 10_000).await;
        let line = call(&house, |caller| {
            let caller = caller.hears("offer-new").presses("1").hears("message").waits(2_000).presses("99");
            let caller = caller
                .hears("message")
                .waits(2_000)
                .presses("97")
                .hears("message")
                .waits(1_000)
                .presses("98");
            caller.hears("message").hears("offer-again").hangs_up()
        })
        .await;
        let listened: Vec<(u64, u64)> = line
            .transcript()
            .iter()
            .filter_map(|experience| match experience {
                Experience::Listened { from, to, .. } => Some((*from, *to)),
                _ => None,
            })
            .collect();
        assert_eq!(listened, [(0, 2_000), (2_000, 4_500), (4_500, 5_500), (5_500, 10_000)]);
    });
}

#[test]
fn nobody_and_nothing_is_sent_nowhere() {
    for (to, said) in [("#", "send-nobody"), ("*#", "send-nobody"), ("299#299#299#", "send-nobody")] {
        run(async {
            let house = House::new();
            let line = call(&house, |caller| {
                goodbye(
                    caller.hears("offer-send-message").presses("3").hears("send-to").presses(to).hears(said),
                )
            })
            .await;
            assert!(line.heard().contains(&said.to_owned()), "{to} {:?}", line.heard());
            assert_eq!(stand(&house).await, [0; 4]);
        });
    }
    run(async {
        // Silence after the tone, and silence at every question.
        let house = House::new();
        let line = call(&house, |caller| {
            let caller = caller
                .hears("offer-send-message")
                .presses("3")
                .hears("send-to")
                .presses("202#")
                .hears("send-to-more")
                .presses("#");
            goodbye(caller.hears("send-nothing"))
        })
        .await;
        assert_eq!(line.recordings().count(), 0);
        call(&house, |caller| caller.hears("offer-send-message").presses("3")).await;
        assert_eq!(stand(&house).await, [0; 4]);
        // Silence before sending: it is kept unfinished, and the call ends.
        let line = call(&house, to_ben).await;
        assert_eq!(stand(&house).await, [0, 1, 0, 0]);
        assert_eq!(line.heard().last().map(String::as_str), Some("goodbye"));
    });
}

#[test]
fn cut_off_anywhere_a_message_is_sent_or_unfinished_or_was_never_spoken() {
    for goes_at in (0..90_000).step_by(700) {
        run(async {
            let house = House::new();
            let line = call_with(&house, Habits::default(), |caller| {
                let caller =
                    to_ben(caller).presses("4").hears("offer-send-it").presses("#").hears("send-held");
                from_annas_phone(goodbye(caller)).cut_off_at(goes_at)
            })
            .await;
            let [waiting, unfinished, sent, bens] = stand(&house).await;
            assert_eq!((waiting, sent), (0, bens), "gone at {goes_at}");
            let spoken = line.transcript().iter().any(|experience| {
                matches!(experience, Experience::Recorded(recorded) if recorded.speech_milliseconds >= 500)
            });
            assert_eq!(unfinished + sent, usize::from(spoken), "gone at {goes_at}: {:?}", line.heard());
            assert_eq!(line.recordings().count(), 0, "gone at {goes_at}");
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is pressed and whenever the owner goes: the call ends, and nothing waits in the outbox that is not dated.
    #[test]
    fn any_keys_end(keys in prop::collection::vec(("[0-9*#]{1,4}", 0u64..4_000), 0..40), goes_at in 0u64..400_000) {
        let house = House::new();
        let mut caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-send-message").presses("3");
        for (keys, pause) in keys {
            caller = caller.waits(pause).presses(&keys).speaks(600);
        }
        let mut line = from_annas_phone(caller).cut_off_at(goes_at);
        run(async {
            house.leave("a", sender(None, Some("202")), "2026-11-20T11:00:00Z", 1_000).await;
            let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| Habits::default()).await;
        });
        prop_assert!(line.is_over());
        prop_assert_eq!(line.recordings().count(), 0);
    }
}
