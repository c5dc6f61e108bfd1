//! What calls may be asked while they stand, by SIPp and PJSIP: session timers, UPDATE, PRACK, transfers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Phone, Scenario, speech, tone, write_wav};
use serde_json::json;
use std::time::Duration;

/// Longer than RFC 3261's 32 s after which an unanswered request is given up.
const FREE_AGAIN: Duration = Duration::from_secs(50);
/// Sound that went through codecs and resamplers resembles what was said so much at least.
const LIKE: f64 = 0.9;

fn succeeds(demo: &Demo, name: &str) {
    for transport in ["u1", "t1"] {
        Scenario::of(name)
            .with(&["-s", "202", "-m", "1", "-t", transport])
            .key("from", "+4930900001")
            .succeeds(demo);
    }
}

#[test]
fn a_session_timer_is_agreed_on_and_refreshed() {
    let demo = Demo::start();
    succeeds(&demo, "timer");
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn hold_and_resume_go_by_update_too() {
    let demo = Demo::start();
    succeeds(&demo, "update");
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn provisional_responses_are_reliable_to_who_needs_it() {
    let demo = Demo::start();
    let person = demo.person(2);
    let mut phone = Phone::register(&demo, person);
    let answering =
        Scenario::of("prack").with(&["-s", &person.extension, "-m", "1"]).key("from", "+4930900001");
    std::thread::scope(|scope| {
        let run = scope.spawn(|| answering.run(&demo));
        let call = phone.rings();
        std::thread::sleep(Duration::from_secs(3));
        phone.tell(json!({"do": "answer", "call": call}));
        let ran = run.join().unwrap();
        assert!(ran.is_success, "{}", ran.words);
    });
    demo.all_is_free_within(FREE_AGAIN);
}

/// A phone speaks, and is spoken to, before it answers: with PRACK (RFC 3262) and without. What it refuses then goes where
/// every refused call goes.
#[test]
fn sound_before_the_answer_is_heard_both_ways() {
    let demo = Demo::start();
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(2000));
    for (turn, register) in [Phone::register_reliable, Phone::register].into_iter().enumerate() {
        // The places of the first two are kept for a while: of several phones that ring none is heard.
        let (anna, ben) = (demo.person(2 * turn), demo.person(2 * turn + 1));
        let (mut annas, mut bens) = (register(&demo, anna), register(&demo, ben));
        let file = |who: &str| demo.folder().join(format!("{who}{turn}.wav"));
        let calling = annas.call(&demo, &ben.extension, json!({"play": said, "record": file("anna")}));
        let ringing = bens.rings();
        bens.tell(json!({"do": "answer", "call": ringing, "code": 183, "play": said, "record": file("ben")}));
        annas.wait("state", |event| event["call"] == calling && event["code"] == 183);
        std::thread::sleep(Duration::from_secs(6));
        annas.stop_recording(calling);
        bens.stop_recording(ringing);
        for who in ["anna", "ben"] {
            let likeness = Heard::open(&file(who)).likeness(&speech(2000));
            assert!(likeness > LIKE, "turn {turn}: {who} has heard what resembles it by {likeness}");
        }
        bens.tell(json!({"do": "answer", "call": ringing}));
        annas.talks(calling);
        annas.hang_up(calling);
        assert_eq!(bens.ends(ringing), 200);
        annas.ends(calling);

        let calling = annas.call(&demo, &ben.extension, json!({}));
        let ringing = bens.rings();
        bens.tell(json!({"do": "answer", "call": ringing, "code": 183, "play": said}));
        annas.wait("state", |event| event["call"] == calling && event["code"] == 183);
        bens.tell(json!({"do": "hangup", "call": ringing, "code": 603}));
        annas.talks(calling);
        annas.hang_up(calling);
        annas.ends(calling);
    }
    demo.all_is_free_within(FREE_AGAIN);
}

/// The called person sends the caller on, and is out of it; the two others talk, and the journal has both parts.
#[test]
fn a_call_is_transferred_to_a_colleague() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [caller, called, third] = &mut phones;
    let (outgoing, incoming) = caller.talks_with(&demo, called, &ben.extension);
    called.transfer(&demo, incoming, &chris.extension);
    let rung = third.rings();
    third.tell(json!({"do": "answer", "call": rung}));
    third.talks(rung);
    assert_eq!(called.transferred(incoming), 200);
    called.ends(incoming);
    third.hang_up(rung);
    caller.ends(outgoing);
    demo.all_is_free_within(FREE_AGAIN);
    let calls = Desk::sign_in(&demo, chris).calls_once_there_are(1);
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["outcome"], "answered", "{calls:?}");
}

/// The caller sends the called person on to somebody who declines: both talk on, and the caller is told why.
#[test]
fn a_transfer_that_fails_leaves_both_where_they_were() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [caller, called, third] = &mut phones;
    let (outgoing, incoming) = caller.talks_with(&demo, called, &ben.extension);
    caller.transfer(&demo, outgoing, &chris.extension);
    let rung = third.rings();
    third.tell(json!({"do": "hangup", "call": rung, "code": 603}));
    assert_eq!(caller.transferred(outgoing), 603);
    caller.transfer(&demo, outgoing, "999");
    assert_eq!(caller.transferred(outgoing), 404);
    assert_eq!(demo.metric("switchroom_calls"), 1.0);
    caller.hang_up(outgoing);
    called.ends(incoming);
    demo.all_is_free_within(FREE_AGAIN);
}

/// Who transfers has called one of the others, both, or neither: the two talk, and hear each other.
#[test]
fn those_of_two_calls_are_connected_and_who_has_done_it_is_out_of_it() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [annas, bens, chrises] = &mut phones;
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(2000));
    for (turn, (ben_calls_anna, ben_calls_chris)) in
        [(false, true), (true, true), (true, false), (false, false)].into_iter().enumerate()
    {
        let file = |who: &str| demo.folder().join(format!("{who}{turn}.wav"));
        let sound = |who: &str| json!({"play": said, "record": file(who)});
        let (first, annas_call) =
            connect(&demo, bens, annas, (&anna.extension, &ben.extension), ben_calls_anna, &sound("anna"));
        bens.tell(json!({"do": "hold", "call": first}));
        bens.wait("media", |event| event["call"] == first && event["active"] == false);
        let (second, chrises_call) = connect(
            &demo,
            bens,
            chrises,
            (&chris.extension, &ben.extension),
            ben_calls_chris,
            &sound("chris"),
        );
        bens.transfer_to_call(first, second);
        assert_eq!(bens.transferred(first), 200, "turn {turn}");
        bens.ends(first);
        bens.ends(second);
        // Both say the same again and again: a recording holds the middle three times, if one is disturbed on a busy machine.
        std::thread::sleep(Duration::from_secs(6));
        annas.hang_up(annas_call);
        annas.ends(annas_call);
        assert_eq!(chrises.ends(chrises_call), 200, "turn {turn}");
        for who in ["anna", "chris"] {
            let likeness = Heard::open(&file(who)).likeness(&speech(2000));
            assert!(likeness > LIKE, "turn {turn}: {who} has heard what resembles it by {likeness}");
        }
    }
    demo.all_is_free_within(FREE_AGAIN);
    let calls = Desk::sign_in(&demo, chris).calls_once_there_are(8);
    assert_eq!(calls.len(), 8, "one with Ben and one with Anna each time: {calls:?}");
    assert!(calls.iter().all(|call| call["outcome"] == "answered"), "{calls:?}");
}

/// A call between the transferring phone and another one, whose sound is said; the numbers on either.
fn connect(
    demo: &Demo,
    phone: &mut Phone,
    other: &mut Phone,
    (others, own): (&str, &str),
    calls: bool,
    sound: &serde_json::Value,
) -> (u64, u64) {
    let (near, far) = if calls {
        let near = phone.call(demo, others, json!({}));
        let far = other.rings();
        let mut answer = json!({"do": "answer", "call": far});
        answer.as_object_mut().unwrap().extend(sound.as_object().unwrap().clone());
        other.tell(answer);
        (near, far)
    } else {
        let far = other.call(demo, own, sound.clone());
        let near = phone.rings();
        phone.tell(json!({"do": "answer", "call": near}));
        (near, far)
    };
    phone.talks(near);
    other.talks(far);
    (near, far)
}

/// The other call has ended meanwhile: both talk on.
#[test]
fn a_transfer_to_a_call_that_is_over_fails_and_both_talk_on() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [annas, bens, chrises] = &mut phones;
    let (first, annas_call) =
        connect(&demo, bens, annas, (&anna.extension, &ben.extension), false, &json!({}));
    let (second, _) = connect(&demo, bens, chrises, (&chris.extension, &ben.extension), true, &json!({}));
    let uri = format!("sip:{}@{}", chris.extension, chris.realm());
    let gone = "?Replaces=gone%3Bto-tag%3D1%3Bfrom-tag%3D2";
    bens.tell(json!({"do": "transfer", "call": first, "uri": format!("<{uri}{gone}>")}));
    assert_eq!(bens.transferred(first), 481);
    bens.hang_up(second);
    bens.hang_up(first);
    assert_eq!(annas.ends(annas_call), 200);
    demo.all_is_free_within(FREE_AGAIN);
}

/// RFC 3891: the far end talks on with whoever has taken the other's place, and that one is told that its call is over.
#[test]
fn a_call_takes_the_place_of_another_one_that_stands() {
    let demo = Demo::start();
    let (anna, dan) = (demo.person(0), demo.person(3));
    let mut annas = Phone::register(&demo, anna);
    for transport in ["u1", "t1"] {
        let taking = Scenario::of("take_over")
            .with(&["-t", transport, "-d", "1000", "-s", &anna.extension, "-m", "1"])
            .phone_of(dan)
            .start(&demo);
        let ringing = annas.rings();
        annas.tell(json!({"do": "answer", "call": ringing}));
        annas.talks(ringing);
        taking.succeeds();
        assert_eq!(annas.ends(ringing), 200);
    }
    demo.all_is_free_within(FREE_AGAIN);
    let calls = Desk::sign_in(&demo, anna).calls_once_there_are(4);
    assert_eq!(calls.len(), 4, "each call, and who has taken its place: {calls:?}");
}

/// Whoever the target's calls are forwarded to is rung in the target's place.
#[test]
fn a_transfer_goes_where_its_target_has_calls_forwarded() {
    let demo = Demo::start();
    let (anna, ben, chris, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    demo.set("forward.always", &dan.extension, chris);
    // The server hears of what another process has written within two seconds.
    std::thread::sleep(Duration::from_secs(3));
    let mut phones = [anna, ben, dan].map(|person| Phone::register(&demo, person));
    let [annas, bens, dans] = &mut phones;
    let (first, annas_call) =
        connect(&demo, bens, annas, (&anna.extension, &ben.extension), false, &json!({}));
    bens.transfer(&demo, first, &chris.extension);
    let rung = dans.rings();
    dans.tell(json!({"do": "answer", "call": rung}));
    dans.talks(rung);
    assert_eq!(bens.transferred(first), 200);
    annas.hang_up(annas_call);
    assert_eq!(dans.ends(rung), 200);
    demo.all_is_free_within(FREE_AGAIN);
}

/// Nobody takes the transferred call, and who has sent it on has hung up: it comes back, and ends in voice mail.
#[test]
fn a_transferred_call_that_nobody_takes_comes_back_and_then_leaves_a_message() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [annas, bens, chrises] = &mut phones;
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(2000));
    for (turn, is_taken) in [true, false].into_iter().enumerate() {
        let (first, annas_call) =
            connect(&demo, bens, annas, (&anna.extension, &ben.extension), false, &json!({"play": said}));
        bens.transfer(&demo, first, &chris.extension);
        let rung = chrises.rings();
        bens.hang_up(first);
        bens.ends(first);
        chrises.tell(json!({"do": "hangup", "call": rung, "code": 486}));
        let again = bens.rings();
        if is_taken {
            bens.tell(json!({"do": "answer", "call": again}));
            bens.talks(again);
            annas.hang_up(annas_call);
            assert_eq!(bens.ends(again), 200, "turn {turn}");
        } else {
            bens.tell(json!({"do": "hangup", "call": again, "code": 486}));
            // Longer than the greeting.
            std::thread::sleep(Duration::from_secs(20));
            annas.hang_up(annas_call);
        }
        annas.ends(annas_call);
    }
    demo.all_is_free_within(FREE_AGAIN);
    let calls = Desk::sign_in(&demo, ben).calls_once_there_are(4);
    let messages = calls.iter().filter(|call| call["outcome"] == "voice-mail").count();
    assert_eq!(messages, 1, "{calls:?}");
}

/// The pitches of the music, and of those who talk.
const MUSIC: f64 = 700.0;
const BEN: f64 = 600.0;
const CHRIS: f64 = 1100.0;

/// Held, sent on while somebody rings, and parked: the company's music is heard, and not the one who holds.
#[test]
fn who_waits_hears_the_companys_music() {
    let folder = tempfile::tempdir().unwrap();
    write_wav(&folder.path().join("music.wav"), &tone(MUSIC, 3000));
    let demo = Demo::start_with(&[("SWITCHROOM_TELEPHONE__HOLD_MUSIC", folder.path().to_str().unwrap())]);
    demo.set_for_all("park.first", "700");
    demo.hears_of_what_others_wrote();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [annas, bens, chrises] = &mut phones;
    let said = |name: &str, pitch: f64| {
        let path = demo.folder().join(name);
        write_wav(&path, &tone(pitch, 2000));
        path
    };
    let (bens_voice, chrises_voice) = (said("ben.wav", BEN), said("chris.wav", CHRIS));
    let hears = |annas: &mut Phone, call: u64, pitch: f64, when: &str| {
        let heard = demo.folder().join(format!("{when}.wav"));
        // What is on its way has been heard by then.
        std::thread::sleep(Duration::from_secs(1));
        annas.tell(json!({"do": "record", "call": call, "path": heard}));
        std::thread::sleep(Duration::from_secs(2));
        annas.stop_recording(call);
        let heard = Heard::open(&heard);
        for one in [MUSIC, BEN, CHRIS] {
            let share = heard.usual_share_of(one);
            assert_eq!(share > 0.5, one == pitch, "{when}: Anna hears {one} Hz by {share}");
        }
    };

    let (bens_call, annas_call) =
        connect(&demo, bens, annas, (&anna.extension, &ben.extension), false, &json!({}));
    bens.tell(json!({"do": "play", "call": bens_call, "path": bens_voice, "loop": true}));
    hears(annas, annas_call, BEN, "talks");
    bens.tell(json!({"do": "hold", "call": bens_call}));
    hears(annas, annas_call, MUSIC, "held");
    bens.tell(json!({"do": "resume", "call": bens_call}));
    hears(annas, annas_call, BEN, "resumed");
    bens.transfer(&demo, bens_call, &chris.extension);
    let rung = chrises.rings();
    hears(annas, annas_call, MUSIC, "sent on");
    chrises.tell(json!({"do": "answer", "call": rung, "play": chrises_voice}));
    chrises.talks(rung);
    hears(annas, annas_call, CHRIS, "taken");
    chrises.transfer(&demo, rung, "700");
    chrises.ends(rung);
    hears(annas, annas_call, MUSIC, "parked");
    annas.hang_up(annas_call);
    demo.all_is_free_within(FREE_AGAIN);
}

/// A file that is no music is said to be none, and the house is open.
#[test]
fn music_that_cannot_be_read_is_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.wav"), "no music").unwrap();
    let demo = Demo::start_with(&[("SWITCHROOM_TELEPHONE__HOLD_MUSIC", folder.path().to_str().unwrap())]);
    acceptance::eventually("the fault is told", || {
        let health = Desk::visit(&demo).get("/health").json();
        let part = health["parts"].as_array()?.iter().find(|part| part["name"] == "hold-music")?.clone();
        part["detail"].as_str().filter(|detail| detail.contains("broken.wav"))?;
        (part["status"] == "degraded").then_some(())
    });
}
