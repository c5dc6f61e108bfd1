//! A caller leaves a message; its owner finds it by lamp, mail client and telephone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Heard, Imap, Mail, Person, Phone, eventually, silence, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::process::Command;

/// How long the caller waits for greeting and tone: at most 12 s, said by the product.
const GREETING_MILLISECONDS: u32 = 12_500;

/// What a caller plays: silence through greeting and tone, then speech, then silence.
fn message(demo: &Demo, milliseconds: u32) -> PathBuf {
    let path = demo.folder().join(format!("message-{milliseconds}.wav"));
    let mut samples = silence(GREETING_MILLISECONDS);
    samples.extend(speech(milliseconds));
    samples.extend(silence(20_000));
    write_wav(&path, &samples);
    path
}

fn voice_messages(imap: &mut Imap) -> Vec<Mail> {
    let is_voice = |mail: &Mail| mail.headers.get("Message-Context").is_some_and(|context| context == "voice-message");
    imap.messages().into_iter().filter(is_voice).collect()
}

fn is_new(mail: &Mail) -> bool { !mail.flags.iter().any(|flag| flag == "\\Seen") }

/// Waits until the inbox has a voice message that is new.
fn new_voice_message(imap: &mut Imap) -> Mail {
    eventually("a new voice message in the mail client", || voice_messages(imap).into_iter().find(is_new))
}

fn sound(mail: &Mail) -> Heard {
    let (name, kind, content) = mail.attachments.first().expect("an attachment");
    assert_eq!(kind, "audio/wav");
    assert!(name.starts_with("voice-") && name.ends_with(".wav"), "{name}");
    let folder = tempfile::tempdir().unwrap();
    let (base64, wav) = (folder.path().join("b64"), folder.path().join("wav"));
    std::fs::write(&base64, content).unwrap();
    let decoded = Command::new("base64").arg("-d").arg(&base64).output().unwrap();
    std::fs::write(&wav, decoded.stdout).unwrap();
    Heard::open(&wav)
}

/// A stranger calls and says something for so long after greeting and tone.
fn leave(demo: &Demo, owner: &Person, milliseconds: u32) -> (Phone, u64) {
    let mut stranger = Phone::stranger(demo);
    let calling = stranger.call(demo, &owner.extension, json!({"play": message(demo, milliseconds), "loop": false}));
    stranger.talks(calling);
    (stranger, calling)
}

#[test]
fn a_message_lights_the_lamp_and_is_told_in_idle_and_plays_in_a_mail_client() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let (mut subscribed, mut unasked) = (Phone::subscribe(&demo, owner), Phone::register(&demo, owner));
    let (new, old) = subscribed.lamp();
    assert_eq!(new, 0, "the first four people have no new messages");
    let mut imap = Imap::open(&demo, owner);
    imap.begin_idle();
    // Her phones are switched off by now: the caller is taken at once.
    for phone in [&mut subscribed, &mut unasked] {
        phone.tell(json!({"do": "dnd"}));
    }
    let (mut stranger, calling) = leave(&demo, owner, 5000);
    stranger.ends(calling);

    imap.told("EXISTS");
    subscribed.lamp_shows(1, old);
    unasked.lamp_shows(1, old);
    let mail = new_voice_message(&mut imap);
    let heard = sound(&mail);
    assert!(heard.milliseconds().abs_diff(5000) <= 100, "{} ms", heard.milliseconds());
    assert!(mail.headers["Content-Duration"].trim().parse::<u32>().unwrap().abs_diff(5) <= 1);
    assert!(mail.headers["From"].contains("stranger") || !mail.text.is_empty());

    imap.add_flag(mail.uid, "\\Seen");
    subscribed.lamp_shows(0, old + 1);
    imap.remove_flag(mail.uid, "\\Seen");
    subscribed.lamp_shows(1, old);
}

#[test]
fn hash_ends_a_message_and_is_not_in_it() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let (mut stranger, calling) = leave(&demo, owner, 10_000);
    std::thread::sleep(std::time::Duration::from_millis(u64::from(GREETING_MILLISECONDS) + 3000));
    stranger.keys(calling, "#");
    stranger.ends(calling);
    let mail = new_voice_message(&mut Imap::open(&demo, owner));
    let milliseconds = sound(&mail).milliseconds();
    assert!((2000..=13_000).contains(&milliseconds), "{milliseconds} ms");
}

#[test]
fn hanging_up_keeps_what_was_said() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let (mut stranger, calling) = leave(&demo, owner, 30_000);
    std::thread::sleep(std::time::Duration::from_millis(u64::from(GREETING_MILLISECONDS) + 4000));
    stranger.hang_up(calling);
    let mail = new_voice_message(&mut Imap::open(&demo, owner));
    assert!(sound(&mail).loud_milliseconds() > 3000);
}

#[test]
fn zero_skips_the_greeting() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let path = demo.folder().join("at-once.wav");
    let mut samples = silence(1500);
    samples.extend(speech(3000));
    samples.extend(silence(15_000));
    write_wav(&path, &samples);
    let mut stranger = Phone::stranger(&demo);
    let calling = stranger.call(&demo, &owner.extension, json!({"play": path, "loop": false}));
    stranger.talks(calling);
    stranger.keys(calling, "0");
    stranger.ends(calling);
    let mail = new_voice_message(&mut Imap::open(&demo, owner));
    assert!(sound(&mail).loud_milliseconds() > 2500);
}

#[test]
fn a_caller_who_says_nothing_is_a_missed_call_and_no_message() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut imap = Imap::open(&demo, owner);
    let before = imap.messages().len();
    let mut stranger = Phone::stranger(&demo);
    let calling = stranger.call(&demo, &owner.extension, json!({}));
    stranger.talks(calling);
    stranger.ends(calling);
    assert_eq!(imap.messages().len(), before);
}

#[test]
fn the_owner_hears_and_deletes_by_telephone_and_every_door_shows_it() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut phone = Phone::subscribe(&demo, owner);
    let (_, old) = phone.lamp();
    phone.tell(json!({"do": "dnd"}));
    let (mut stranger, calling) = leave(&demo, owner, 3000);
    stranger.ends(calling);
    phone.lamp_shows(1, old);

    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#", owner.pin));
    phone.keys(calling, "1");
    // The message plays to its end, or 2 keeps it: it is no longer new either way.
    std::thread::sleep(std::time::Duration::from_secs(2));
    phone.keys(calling, "2");
    phone.lamp_shows(0, old + 1);
    let mut imap = Imap::open(&demo, owner);
    let mail = voice_messages(&mut imap);
    assert!(mail.iter().all(|mail| !is_new(mail)), "{mail:?}");
    phone.hang_up(calling);
    phone.ends(calling);

    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#", owner.pin));
    phone.keys(calling, "2");
    std::thread::sleep(std::time::Duration::from_secs(2));
    phone.keys(calling, "3");
    phone.lamp_shows(0, old);
    phone.hang_up(calling);
}

#[test]
fn wrong_pins_lock_the_box_and_end_the_call() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut phone = Phone::register(&demo, owner);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    for _ in 0..5 {
        phone.keys(calling, "000000#");
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    phone.ends(calling);
}
