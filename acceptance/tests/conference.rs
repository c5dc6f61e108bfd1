//! Calls of more than two, by PJSIP and SIPp: put together by a star code, made as telephones make network conferences, joined;
//! who hears whom, who leaves, and who may not come in.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Phone, Scenario, eventually, tone, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

const FREE_AGAIN: Duration = Duration::from_secs(50);
/// Of each of two voices in what a third hears, and of one that is not there.
const HEARD: f64 = 0.15;
const UNHEARD: f64 = 0.02;

/// The pitch that a person's telephone says all the time.
const PITCHES: [f64; 4] = [500.0, 800.0, 1100.0, 1400.0];

fn voice(demo: &Demo, index: usize) -> PathBuf {
    let path = demo.folder().join(format!("voice{index}.wav"));
    write_wav(&path, &tone(PITCHES[index], 2000));
    path
}

/// Phones of the first people, by place.
fn phones<const N: usize>(demo: &Demo) -> [Phone; N] {
    std::array::from_fn(|index| Phone::register(demo, demo.person(index)))
}

/// `caller` calls another person, whose phone answers; both speak with their voices. Their calls.
fn talk(demo: &Demo, (caller, from): (&mut Phone, usize), (called, to): (&mut Phone, usize)) -> (u64, u64) {
    let near = caller.call(demo, &demo.person(to).extension, json!({"play": voice(demo, from)}));
    let far = called.rings();
    called.tell(json!({"do": "answer", "call": far, "play": voice(demo, to)}));
    caller.talks(near);
    called.talks(far);
    (near, far)
}

fn holds(phone: &mut Phone, call: u64) {
    phone.tell(json!({"do": "hold", "call": call}));
    phone.wait("media", |event| event["call"] == call && event["active"] == false);
}

/// Each in turn hears all the others, and nobody else.
fn hear_each_other(demo: &Demo, members: &mut [(usize, &mut Phone, u64)]) {
    let file = |index: usize| demo.folder().join(format!("heard{index}.wav"));
    // The tones of those who come and go are over.
    std::thread::sleep(Duration::from_secs(1));
    for (index, phone, call) in members.iter_mut() {
        phone.tell(json!({"do": "record", "call": call, "path": file(*index)}));
    }
    std::thread::sleep(Duration::from_secs(3));
    for (_, phone, call) in members.iter_mut() {
        phone.stop_recording(*call);
    }
    let there: Vec<usize> = members.iter().map(|(index, ..)| *index).collect();
    for own in &there {
        let heard = Heard::open(&file(*own));
        for (other, pitch) in PITCHES.iter().enumerate() {
            let share = heard.usual_share_of(*pitch);
            if other != *own && there.contains(&other) {
                assert!(share > HEARD, "{own} hears {other} by {share} only");
            } else {
                assert!(share < UNHEARD, "{own} hears {other} by {share}");
            }
        }
    }
}

/// Ben talks with one, has another on hold, and dials the star code. He leaves, and the two talk on.
#[test]
fn three_are_put_together_by_a_star_code_and_two_talk_on() {
    let demo = Demo::start();
    let [mut anna, mut ben, mut chris] = phones(&demo);
    let nobody = ben.call(&demo, "*3", json!({}));
    assert_eq!(ben.ends(nobody), 480, "nobody is held");
    let (first, annas) = talk(&demo, (&mut ben, 1), (&mut anna, 0));
    holds(&mut ben, first);
    let (second, chrises) = talk(&demo, (&mut ben, 1), (&mut chris, 2));
    holds(&mut ben, second);
    let together = ben.call(&demo, "*3", json!({"play": voice(&demo, 1)}));
    ben.talks(together);
    ben.ends(first);
    ben.ends(second);
    hear_each_other(&demo, &mut [(0, &mut anna, annas), (1, &mut ben, together), (2, &mut chris, chrises)]);
    holds(&mut ben, together);
    hear_each_other(&demo, &mut [(0, &mut anna, annas), (2, &mut chris, chrises)]);
    ben.hang_up(together);
    hear_each_other(&demo, &mut [(0, &mut anna, annas), (2, &mut chris, chrises)]);
    anna.hang_up(annas);
    assert_eq!(chris.ends(chrises), 200, "nobody is left to talk with");
    demo.all_is_free_within(FREE_AGAIN);
    let calls = Desk::sign_in(&demo, demo.person(0)).calls_once_there_are(2);
    assert_eq!(calls.len(), 2, "with Ben, and in the conference: {calls:?}");
}

/// As telephones do it that have a key for it: the number is called, the far ends of both calls are sent there, each in one of the
/// two ways there are, and a fourth is called from within. All hear each other; a telephone watches who is there.
#[test]
fn a_telephone_makes_a_network_conference() {
    let demo = Demo::start();
    demo.set_for_all("conference.number", "777");
    demo.set_for_all("conference.ends_with_maker", "true");
    demo.hears_of_what_others_wrote();
    let [mut anna, mut ben, mut chris, mut dan] = phones(&demo);
    let (first, annas) = talk(&demo, (&mut ben, 1), (&mut anna, 0));
    holds(&mut ben, first);
    let (second, chrises) = talk(&demo, (&mut ben, 1), (&mut chris, 2));
    holds(&mut ben, second);
    let focus = ben.call(&demo, "777", json!({"play": voice(&demo, 1)}));
    ben.talks(focus);
    let contact = ben.contact(focus);
    let name = contact.split([':', '@']).nth(1).unwrap().to_owned();
    assert!(name.starts_with("conference-"), "{contact}");
    let key = watch(&demo, &name);

    ben.transfer_to_call(focus, first);
    assert_eq!(ben.transferred(focus), 200);
    ben.ends(first);
    ben.transfer(&demo, second, &name);
    assert_eq!(ben.transferred(second), 200);
    ben.ends(second);
    ben.transfer(&demo, focus, &demo.person(3).extension);
    let dans = dan.rings();
    dan.tell(json!({"do": "answer", "call": dans, "play": voice(&demo, 3)}));
    dan.talks(dans);
    assert_eq!(ben.transferred(focus), 200);
    hear_each_other(
        &demo,
        &mut [(0, &mut anna, annas), (1, &mut ben, focus), (2, &mut chris, chrises), (3, &mut dan, dans)],
    );
    eventually("all four are shown", || key.messages().contains("<user-count>4</user-count>").then_some(()));
    assert!(key.messages().contains(&format!("<display-text>{}</display-text>", demo.person(3).name)));

    for (call, number) in [(annas, "888"), (dans, "999")] {
        let phone = if call == annas { &mut anna } else { &mut dan };
        phone.transfer(&demo, call, number);
        assert_eq!(phone.transferred(call), 404, "nobody is called there");
    }
    dan.hang_up(dans);
    let back = dan.call(&demo, &name, json!({"play": voice(&demo, 3)}));
    dan.talks(back);
    hear_each_other(
        &demo,
        &mut [(0, &mut anna, annas), (1, &mut ben, focus), (2, &mut chris, chrises), (3, &mut dan, back)],
    );
    ben.hang_up(focus);
    assert_eq!(anna.ends(annas), 200, "it is over with its maker");
    assert_eq!((chris.ends(chrises), dan.ends(back)), (200, 200));
    key.succeeds();
    demo.all_is_free_within(FREE_AGAIN);
}

/// A telephone of Anna's that watches a conference until it is over.
fn watch(demo: &Demo, name: &str) -> acceptance::Running {
    let person = demo.person(0);
    let over = "user-count&gt;4&lt;";
    Scenario::watching("conference", "application/conference-info+xml", over)
        .with(&["-s", name, "-m", "1"])
        .phone_of(person)
        .start(demo)
}

/// RFC 3911: a third joins two who talk; when it leaves, they talk on.
#[test]
fn a_call_is_joined() {
    let demo = Demo::start();
    let (anna, dan) = (demo.person(0), demo.person(3));
    let mut annas = Phone::register(&demo, anna);
    let joining = Scenario::of("join")
        .with(&["-t", "u1", "-d", "1500", "-s", &anna.extension, "-m", "1"])
        .phone_of(dan)
        .start(&demo);
    let ringing = annas.rings();
    annas.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(ringing);
    joining.succeeds();
    assert_eq!(annas.ends(ringing), 200);
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn nobody_comes_in_who_is_not_one_of_us_or_knows_no_conference() {
    let demo = Demo::start();
    demo.set_for_all("conference.number", "777");
    demo.hears_of_what_others_wrote();
    let [mut anna, mut ben] = phones(&demo);
    let mut stranger = Phone::stranger(&demo);
    let focus = ben.call(&demo, "777", json!({}));
    ben.talks(focus);
    let contact = ben.contact(focus);
    let name = contact.split([':', '@']).nth(1).unwrap();
    let join = json!({"headers": {"Join": "call-1;to-tag=1;from-tag=2"}});
    let nobody = "conference-000000000000000000000000";
    for (number, more, expected) in
        [(name, json!({}), 403), ("777", json!({}), 404), ("201", join.clone(), 401)]
    {
        let call = stranger.call(&demo, number, more);
        assert_eq!(stranger.ends(call), expected, "a stranger calls {number}");
    }
    for (number, more, expected) in [(nobody, json!({}), 404), (&demo.person(1).extension, join, 481)] {
        let call = anna.call(&demo, number, more);
        assert_eq!(anna.ends(call), expected, "Anna calls {number}");
    }
    let call = anna.call(&demo, name, json!({}));
    anna.talks(call);
    ben.hang_up(focus);
    assert_eq!(anna.ends(call), 200, "whoever has not made it is not left alone in it");
    demo.all_is_free_within(FREE_AGAIN);
}

/// As a telephone asks whose key for it works beside the call: who takes part brings somebody in, others may not.
#[test]
fn a_conference_is_asked_outside_of_a_call_to_bring_somebody_in() {
    let demo = Demo::start();
    demo.set_for_all("conference.number", "777");
    demo.hears_of_what_others_wrote();
    let [mut anna, mut ben] = phones(&demo);
    let focus = ben.call(&demo, "777", json!({"play": voice(&demo, 1)}));
    ben.talks(focus);
    let contact = ben.contact(focus);
    let name = contact.split([':', '@']).nth(1).unwrap();
    let asks = |index: usize, called: &str, name: &str| {
        Scenario::of("refer_outside")
            .with(&["-s", name, "-m", "1"])
            .key("called", called)
            .phone_of(demo.person(index))
    };
    for (index, called, name, status) in [
        (0, &demo.person(1).extension[..], name, "403"),
        (1, "999", name, "404"),
        (1, &demo.person(0).extension, "conference-0", "404"),
    ] {
        let ran = asks(index, called, name).run(&demo);
        assert!(ran.words.contains(&format!("SIP/2.0 {status} ")), "{}", ran.words);
    }
    let asking = asks(1, &demo.person(0).extension, name).start(&demo);
    let annas = anna.rings();
    anna.tell(json!({"do": "answer", "call": annas, "play": voice(&demo, 0)}));
    anna.talks(annas);
    asking.succeeds();
    hear_each_other(&demo, &mut [(0, &mut anna, annas), (1, &mut ben, focus)]);
    ben.hang_up(focus);
    anna.hang_up(annas);
    demo.all_is_free_within(FREE_AGAIN);
}
