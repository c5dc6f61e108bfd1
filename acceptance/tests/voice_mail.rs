//! A caller leaves a message; its owner finds it by lamp, mail client, desk and telephone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Heard, Imap, Person, Phone, Speaks, TONE_HERTZ, Words, silence, speech, tone,
    write_wav,
};
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The product's promise for the length of a message.
const EXACT_MILLISECONDS: u64 = 100;
/// So soon every door shows what another has changed.
const PROMISED: Duration = Duration::from_secs(2);
/// PJSIP's jitter buffer lets its user hear things so much later.
const JITTER_BUFFER_MILLISECONDS: u64 = 100;
/// Of a message that is recognised by it.
const MARK_HERTZ: f64 = 900.0;

fn wav(demo: &Demo, name: &str, samples: &[i16]) -> PathBuf {
    let path = demo.folder().join(format!("{name}.wav"));
    write_wav(&path, samples);
    path
}

/// Gives a person a greeting of so many milliseconds.
fn greet(demo: &Demo, owner: &Person, milliseconds: u32) {
    let greeting = wav(demo, "greeting", &speech(milliseconds));
    Desk::sign_in(demo, owner).put_greeting("no-answer", &owner.language, &greeting);
}

#[test]
fn a_message_lights_the_lamp_and_is_told_in_idle_and_plays_in_a_mail_client() {
    let demo = Demo::start();
    let owner = demo.person(0);
    greet(&demo, owner, 700);
    let mut phone = Phone::subscribe(&demo, owner);
    let (new, old) = phone.lamp();
    assert_eq!(new, 0, "the first four people have no new messages");
    phone.tell(json!({"do": "dnd"}));
    let mut imap = Imap::open(&demo, owner);
    imap.begin_idle();

    let spoken = [silence(3000), speech(4000), silence(20_000)].concat();
    let (said, heard) = (wav(&demo, "said", &spoken), demo.folder().join("heard.wav"));
    let mut stranger = Phone::stranger(&demo);
    let calling =
        stranger.call(&demo, &owner.extension, json!({"play": said, "loop": false, "record": heard}));
    stranger.talks(calling);
    stranger.ends(calling);

    let over = Instant::now();
    imap.told("EXISTS");
    phone.lamp_shows(1, old);
    assert!(over.elapsed() < PROMISED, "{:?}", over.elapsed());
    let mail = imap.new_voice_message();
    let length = mail.sound().milliseconds();
    let expected = 7000 - end_of_tone(&Heard::open(&heard));
    assert!(
        length.abs_diff(expected) <= EXACT_MILLISECONDS + JITTER_BUFFER_MILLISECONDS,
        "{length} ms, {expected} ms"
    );
    assert!(
        mail.sound().loud_milliseconds().abs_diff(4000) <= 200,
        "{} ms",
        mail.sound().loud_milliseconds()
    );
    assert!(mail.headers["Content-Duration"].trim().parse::<u64>().unwrap().abs_diff(length / 1000) <= 1);
    assert!(!mail.text.is_empty());

    // What one door changes, all others show.
    let marked = Instant::now();
    imap.add_flag(mail.uid, "\\Seen");
    phone.lamp_shows(0, old + 1);
    assert!(marked.elapsed() < PROMISED, "{:?}", marked.elapsed());
    let desk = Desk::sign_in(&demo, owner);
    let message = &desk.messages()[0];
    assert_eq!((&message["kind"], &message["seen"]), (&json!("voice"), &json!(true)), "{message}");
    imap.begin_idle();
    let path = format!("/api/v1/me/messages/{}", message["id"].as_str().unwrap());
    assert_eq!(desk.send("PATCH", &path, Some(&json!({"seen": false}))).status, 200);
    imap.told("FETCH");
    phone.lamp_shows(1, old);
}

/// When the last tone was over, in milliseconds of a recording.
fn end_of_tone(heard: &Heard) -> u64 {
    let piece = heard.rate as usize / 50;
    let is_tone = |samples: &[i16]| {
        Heard { samples: samples.to_vec(), rate: heard.rate }.milliseconds_of(TONE_HERTZ) > 0
    };
    let last = heard.samples.chunks(piece).rposition(is_tone).expect("a tone");
    (last as u64 + 1) * 20
}

/// From the end of the tone to `#`, to hanging up, or to the begin of the closing silence.
#[test]
fn what_was_said_is_kept_to_100_milliseconds_however_it_ends() {
    let demo = Demo::start();
    std::thread::scope(|scope| {
        // Most messages are longer than what follows a hang-up may take.
        let endings = [("#", 4000), ("hang up", 4000), ("hang up", 13_000), ("silence", 4000)];
        for (index, (ending, milliseconds)) in endings.into_iter().enumerate() {
            let (demo, owner) = (&demo, demo.person(index));
            scope.spawn(move || {
                let mut caller = Caller::new(demo, "+493044400001");
                assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
                caller.skip_greeting();
                let begin = caller.wait_for_tone();
                caller.say(&speech(milliseconds));
                let spoken_until = caller.wait_until_said();
                let frames = match ending {
                    "#" => {
                        // The key and four frames of silence after it.
                        caller.press("#");
                        let pressed = caller.wait_until_said() - 5;
                        caller.wait_for_end();
                        pressed - begin
                    }
                    "hang up" => {
                        let frames = caller.sent() - begin;
                        caller.hang_up();
                        frames
                    }
                    _ => {
                        caller.wait_for_end();
                        spoken_until - begin
                    }
                };
                let mail = Imap::open(demo, owner).new_voice_message();
                let length = mail.sound().milliseconds();
                assert!(caller.is_as_long(length, frames), "{ending}: {length} ms of {} ms", frames * 20);
                assert_eq!(
                    mail.sound().milliseconds_of(TONE_HERTZ),
                    0,
                    "{ending}: the tone is in the message"
                );
                for shown in
                    [&mail.headers["From"], &mail.headers["Subject"], &mail.text, &mail.attachments[0].0]
                {
                    assert!(shown.contains("+493044400001"), "{shown}");
                }
            });
        }
    });
}

#[test]
fn zero_cuts_the_greeting_and_other_keys_do_not() {
    let demo = Demo::start();
    let owner = demo.person(1);
    greet(&demo, owner, 9000);
    let loud_until_tone = |keys: &str| {
        let mut caller = Caller::new(&demo, "+493044400001");
        assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
        caller.wait_for_sound();
        caller.press(keys);
        let tone_end = caller.wait_for_tone();
        caller.heard(0, tone_end).loud_milliseconds()
    };
    let (cut, whole) = (loud_until_tone("0"), loud_until_tone("57#"));
    assert!(cut < 4000, "{cut} ms after 0");
    assert!(whole > 8500, "{whole} ms after other keys");
}

/// Each caller hears it in the language of the person who was called.
#[test]
fn the_default_greeting_is_in_the_called_persons_language() {
    let demo = Demo::start();
    let english = Words::of("en-GB", "cannot-take-your-call-please-leave-a-message-aft-final");
    let german = Words::of("de-DE", "kann-ihren-anruf-nicht-annehmen-bitte-sprechen-s-final");
    for (language, greeting, other) in [("en-GB", &english, &german), ("de-DE", &german, &english)] {
        let owner = demo.page.users.iter().find(|person| person.language == language).unwrap();
        let mut caller = Caller::new(&demo, "+493044400001");
        assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
        caller.wait_for_tone();
        assert!(caller.has_heard(greeting), "{language}");
        assert!(!caller.has_heard(other), "{language}");
    }
}

#[test]
fn greeting_and_tone_last_twelve_seconds_at_most() {
    let demo = Demo::start();
    let owner = demo.person(1);
    greet(&demo, owner, 20_000);
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    let milliseconds = caller.wait_for_tone() * 20;
    assert!((10_000..=12_500).contains(&milliseconds), "{milliseconds} ms");
}

#[test]
fn callers_who_leave_nothing_are_missed_calls_in_the_journal_and_no_messages() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut imap = Imap::open(&demo, owner);
    let before = imap.messages().len();
    // One says nothing until the server has enough, one breathes and hangs up, one hangs up in the greeting.
    let mut silent = Caller::new(&demo, "+493044400001");
    assert_eq!(silent.call(&owner.extension, Speaks::Always), 200);
    silent.skip_greeting();
    let mut breathes = Caller::new(&demo, "+493044400002");
    assert_eq!(breathes.call(&owner.extension, Speaks::Always), 200);
    breathes.skip_greeting();
    breathes.wait_for_tone();
    breathes.say(&speech(600));
    breathes.wait_until_said();
    breathes.hang_up();
    let mut impatient = Caller::new(&demo, "+493044400003");
    assert_eq!(impatient.call(&owner.extension, Speaks::Always), 200);
    impatient.hang_up();
    silent.wait_for_end();

    let desk = Desk::sign_in(&demo, owner);
    let calls = acceptance::eventually("three rows", || Some(desk.calls()).filter(|calls| calls.len() == 3));
    for call in &calls {
        assert_eq!((&call["outcome"], &call["messageId"]), (&json!("missed"), &json!(null)), "{call}");
        assert!(call["why"].as_str().is_some_and(|why| why.contains("not registered")), "{call}");
    }
    assert_eq!(imap.messages().len(), before);
}

#[test]
fn the_owner_hears_and_deletes_by_telephone_and_every_door_shows_it() {
    let demo = Demo::start();
    let owner = demo.person(0);
    Caller::leave(&demo, owner, "+493044400001", &tone(MARK_HERTZ, 3000));
    // This phone has not subscribed to its lamp: it is told unasked.
    let mut phone = Phone::register(&demo, owner);
    let mut imap = Imap::open(&demo, owner);
    imap.new_voice_message();
    let before = imap.messages().len();
    let heard = demo.folder().join("heard.wav");

    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({"record": heard}));
    phone.talks(calling);
    // From the own device only the PIN is asked. The message is no longer new once it was heard to its end.
    phone.keys(calling, &format!("{}#1", owner.pin));
    phone.lamp_shows(1, 1);
    phone.lamp_shows(0, 2);
    assert!(imap.voice_messages().iter().all(|mail| !mail.is_new()));
    assert!(Desk::sign_in(&demo, owner).messages().iter().all(|message| message["seen"] == true));
    phone.keys(calling, "3");
    phone.lamp_shows(0, 1);
    assert_eq!(imap.messages().len(), before - 1);
    // Up, and out.
    std::thread::sleep(Duration::from_secs(1));
    phone.keys(calling, "**");
    phone.ends(calling);
    let marked = Heard::open(&heard).milliseconds_of(MARK_HERTZ);
    assert!(marked.abs_diff(3000) < 400, "{marked} ms of the message were heard");
}

#[test]
fn a_message_that_cannot_be_played_is_said_to_be_so_and_stays_new_for_the_mail_client() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let mut imap = Imap::open(&demo, owner);
    let broken = "From: <+493044400009@outside.example>\r\nSubject: broken\r\nMessage-Context: voice-message\r\n\
                  Content-Type: audio/wav\r\n\r\nRIFF and nothing that follows\r\n";
    assert_eq!(imap.append(broken), "OK");
    Caller::leave(&demo, owner, "+493044400001", &tone(MARK_HERTZ, 3000));
    imap.new_voice_message();

    let mut caller = Caller::new(&demo, owner.extension.as_str());
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#1", owner.extension, owner.pin));
    caller.wait_for(&Words::of(&owner.language, "this-message-cannot-be-played"));
    acceptance::eventually("the next message is heard to its end", || {
        let new: Vec<_> = imap.voice_messages().into_iter().filter(|mail| mail.is_new()).collect();
        (new.len() == 1).then(|| assert_eq!(new[0].headers["Subject"], "broken"))
    });
    let marked = caller.heard(0, caller.sent()).milliseconds_of(MARK_HERTZ);
    assert!(marked.abs_diff(3000) < 400, "{marked} ms of the next message were heard");
}

#[test]
fn two_keeps_a_message_that_was_not_heard_to_its_end() {
    let demo = Demo::start();
    let owner = demo.person(1);
    Caller::leave(&demo, owner, "+493044400001", &tone(MARK_HERTZ, 6000));
    let mut phone = Phone::subscribe(&demo, owner);
    phone.lamp_shows(1, 1);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#12", owner.pin));
    phone.lamp_shows(0, 2);
    phone.hang_up(calling);
}

#[test]
fn from_elsewhere_extension_and_pin_open_the_mailbox() {
    let demo = Demo::start();
    let owner = demo.person(4);
    let mut imap = Imap::open(&demo, owner);
    let before = imap.voice_messages().iter().filter(|mail| mail.is_new()).count();
    assert!(before > 0, "the fifth person has new messages");
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#12", owner.extension, owner.pin));
    acceptance::eventually("one is kept", || {
        (imap.voice_messages().iter().filter(|mail| mail.is_new()).count() == before - 1).then_some(())
    });
}

#[test]
fn star_in_the_greeting_is_the_owners_way_in() {
    let demo = Demo::start();
    let owner = demo.person(5);
    let mut imap = Imap::open(&demo, owner);
    let before = imap.voice_messages().len();
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press(&format!("*{}#13", owner.pin));
    acceptance::eventually("one is deleted", || (imap.voice_messages().len() == before - 1).then_some(()));
}
