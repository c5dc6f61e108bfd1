//! Telephones in a real browser: Chromium registers by SIP over WSS, calls and is called by WebRTC, and sound goes both ways.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{BrowserPhone, Demo, Heard, Imap, Phone, tone, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// What the browser's microphone hears, and what other phones say.
const BROWSER_HERTZ: f64 = 440.0;
const PHONE_HERTZ: f64 = 700.0;
/// The product's promise: from the answer to sound both ways.
const PROMISED_MILLISECONDS: u64 = 1000;
/// Two lines of the browser's spectrum.
const NEAR_HERTZ: f64 = 12.0;

fn microphone(demo: &Demo) -> PathBuf {
    let path = demo.folder().join("microphone.wav");
    write_wav(&path, &tone(BROWSER_HERTZ, 10_000));
    path
}

fn said(demo: &Demo) -> PathBuf {
    let path = demo.folder().join("said.wav");
    write_wav(&path, &tone(PHONE_HERTZ, 60_000));
    path
}

/// Sound of one frequency, for nearly as long as it was listened to.
fn assert_heard(path: &std::path::Path, hertz: f64, milliseconds: u64) {
    let heard = Heard::open(path);
    let clear = heard.milliseconds_of(hertz);
    assert!(clear >= milliseconds, "{clear} ms of {hertz} Hz in {} ms", heard.milliseconds());
}

#[test]
fn a_browser_calls_a_colleague_and_both_hear_each_other_within_a_second() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut browser = BrowserPhone::register(&demo, anna, &microphone(&demo));
    let mut bens = Phone::register(&demo, ben);
    browser.call(&ben.extension);
    let ringing = bens.rings();
    let heard = demo.folder().join("heard.wav");
    bens.tell(json!({"do": "answer", "call": ringing, "play": said(&demo), "record": heard}));
    let after = browser.talks();
    assert!(after <= PROMISED_MILLISECONDS, "{after} ms");
    bens.talks(ringing);
    let hertz = browser.hears();
    assert!((hertz - PHONE_HERTZ).abs() <= NEAR_HERTZ, "{hertz} Hz");
    std::thread::sleep(Duration::from_secs(2));
    browser.hang_up();
    assert_eq!(bens.ends(ringing), 200);
    assert_heard(&heard, BROWSER_HERTZ, 1500);
}

#[test]
fn a_browser_is_called_holds_and_comes_back() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut browser = BrowserPhone::register(&demo, anna, &microphone(&demo));
    let mut bens = Phone::register(&demo, ben);
    let heard = demo.folder().join("heard.wav");
    let calling = bens.call(&demo, &anna.extension, json!({"play": said(&demo), "record": heard}));
    let incoming = browser.wait("incoming");
    assert!(incoming["sdp"].as_str().unwrap().contains("UDP/TLS/RTP/SAVPF"), "{incoming}");
    browser.answer();
    let after = browser.talks();
    assert!(after <= PROMISED_MILLISECONDS, "{after} ms");
    bens.talks(calling);
    let hertz = browser.hears();
    assert!((hertz - PHONE_HERTZ).abs() <= NEAR_HERTZ, "{hertz} Hz");
    std::thread::sleep(Duration::from_secs(2));
    browser.tell(json!({"do": "direct", "direction": "sendonly"}));
    let held = browser.wait("called");
    assert!(held["sdp"].as_str().unwrap().contains("a=recvonly"), "{held}");
    browser.tell(json!({"do": "direct", "direction": "sendrecv"}));
    assert_eq!(browser.wait("called")["code"], 200);
    let hertz = browser.hears();
    assert!((hertz - PHONE_HERTZ).abs() <= NEAR_HERTZ, "{hertz} Hz");
    bens.hang_up(calling);
    browser.wait("ended");
    assert_eq!(bens.ends(calling), 200);
    assert_heard(&heard, BROWSER_HERTZ, 1500);
}

#[test]
fn a_browser_leaves_a_message_and_ends_it_by_a_key() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut imap = Imap::open(&demo, ben);
    let before = imap.voice_messages().len();
    imap.begin_idle();
    let mut browser = BrowserPhone::register(&demo, anna, &microphone(&demo));
    browser.call(&ben.extension);
    let after = browser.talks();
    assert!(after <= PROMISED_MILLISECONDS, "{after} ms");
    // Ends the greeting; what follows the tone is the message.
    browser.keys("0");
    std::thread::sleep(Duration::from_secs(5));
    browser.keys("#");
    imap.told("EXISTS");
    assert_eq!(imap.voice_messages().len(), before + 1);
    let sound = imap.new_voice_message().sound();
    let clear = sound.milliseconds_of(BROWSER_HERTZ);
    assert!(clear >= 2000, "{clear} ms of {}", sound.milliseconds());
    // The house says goodbye first.
    browser.wait("ended");
}
