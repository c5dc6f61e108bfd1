//! Phones that speak other codecs than G.711, to voice mail and to each other.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Baresip, Demo, Desk, G729Phone, Heard, Imap, Person, Phone, silence, speech, write_wav, write_wide_wav,
};
use serde_json::json;
use std::time::Duration;

/// The tone before a recording.
const TONE_HERTZ: f64 = 1400.0;
/// Sound that went through codecs and resamplers resembles what was said so much at least.
const LIKE: f64 = 0.9;

/// The same of G.729, whose frames are not those of the waves that went in.
const LIKE_BY_G729: f64 = 0.65;

/// The caller has heard greeting and tone, and what the caller said is the owner's only new message.
fn is_a_message_as_said(demo: &Demo, owner: &Person, heard: &Heard, said: &[i16], like: f64) {
    assert!(heard.milliseconds_of(TONE_HERTZ) > 100, "no tone was heard");
    assert!(heard.loud_milliseconds() > 1000, "no greeting was heard");
    let message = Imap::open(demo, owner).new_voice_message();
    let likeness = message.sound().likeness(said);
    assert!(likeness > like, "the message resembles what was said by {likeness}");
}

#[test]
fn a_phone_that_speaks_only_g722_leaves_a_message_as_it_was_said() {
    let demo = Demo::start();
    let (owner, caller) = (demo.person(0), demo.person(1));
    let mut phone = Phone::register_with_codec(&demo, caller, "G722");
    let said = speech(3000);
    let (said_file, heard) = (demo.folder().join("said.wav"), demo.folder().join("heard.wav"));
    // Longer than greeting and tone, shorter than the silence that ends a recording.
    write_wav(&said_file, &[silence(5000), said.clone(), silence(20_000)].concat());
    let greeting = demo.folder().join("greeting.wav");
    write_wav(&greeting, &speech(1500));
    Desk::sign_in(&demo, owner).put_greeting("no-answer", "en-GB", &greeting);
    let calling =
        phone.call(&demo, &owner.extension, json!({"play": said_file, "loop": false, "record": heard}));
    phone.talks(calling);
    phone.ends(calling);

    is_a_message_as_said(&demo, owner, &Heard::open(&heard), &said, LIKE);
}

#[test]
fn phones_without_a_codec_in_common_hear_each_other() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register_with_codec(&demo, anna, "G722");
    let mut bens = Phone::register_with_codec(&demo, ben, "PCMU");
    let said = speech(2000);
    let said_file = demo.folder().join("said.wav");
    write_wav(&said_file, &said);
    let (heard_by_anna, heard_by_ben) = (demo.folder().join("anna.wav"), demo.folder().join("ben.wav"));
    let calling = annas.call(&demo, &ben.extension, json!({"play": said_file, "record": heard_by_anna}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing, "play": said_file, "record": heard_by_ben}));
    annas.talks(calling);
    bens.talks(ringing);
    // Both say the same again and again: a recording holds the middle three times, if one is disturbed on a busy machine.
    std::thread::sleep(Duration::from_secs(6));
    annas.keys(calling, "5");
    bens.wait("key", |event| event["key"] == "5");
    annas.hang_up(calling);
    assert_eq!(bens.ends(ringing), 200);
    for heard in [heard_by_anna, heard_by_ben] {
        let likeness = Heard::open(&heard).likeness(&said);
        assert!(likeness > LIKE, "{}: {likeness}", heard.display());
    }
}

#[test]
fn a_phone_that_speaks_only_opus_hears_prompts_and_leaves_a_message_as_it_was_said() {
    let demo = Demo::start();
    let (owner, caller) = (demo.person(0), demo.person(1));
    let said = speech(3000);
    let (said_file, greeting) = (demo.folder().join("said.wav"), demo.folder().join("greeting.wav"));
    // Longer than greeting and tone, shorter than the silence that ends a recording.
    write_wide_wav(&said_file, &[silence(5000), said.clone(), silence(60_000)].concat());
    write_wav(&greeting, &speech(1500));
    Desk::sign_in(&demo, owner).put_greeting("no-answer", "en-GB", &greeting);
    let mut phone = Baresip::register_with_opus(&demo, caller, &said_file);
    phone.tell("dial", &format!("sip:{}@{}", owner.extension, owner.realm()));
    phone.wait("CALL_ESTABLISHED");
    phone.wait("CALL_CLOSED");

    is_a_message_as_said(&demo, owner, &phone.heard(), &said, LIKE);
}

#[test]
fn a_phone_that_speaks_only_opus_talks_with_those_that_do_not() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let said = speech(2000);
    let (narrow, wide) = (demo.folder().join("said.wav"), demo.folder().join("wide.wav"));
    write_wav(&narrow, &said);
    write_wide_wav(&wide, &[&said[..]; 10].concat());
    for codec in ["PCMA", "PCMU", "G722"] {
        let heard = demo.folder().join(format!("{codec}.wav"));
        let mut annas = Baresip::register_with_opus(&demo, anna, &wide);
        let mut bens = Phone::register_with_codec(&demo, ben, codec);
        annas.tell("dial", &format!("sip:{}@{}", ben.extension, ben.realm()));
        let ringing = bens.rings();
        bens.tell(json!({"do": "answer", "call": ringing, "play": narrow, "record": heard}));
        annas.wait("CALL_ESTABLISHED");
        bens.talks(ringing);
        // Both say the same again and again: a recording holds the middle three times, if one is disturbed on a busy machine.
        std::thread::sleep(Duration::from_secs(6));
        annas.tell("hangup", "");
        annas.wait("CALL_CLOSED");
        assert_eq!(bens.ends(ringing), 200);
        for (who, heard) in [("Opus", annas.heard()), (codec, Heard::open(&heard))] {
            let likeness = heard.likeness(&said);
            assert!(likeness > LIKE, "{who} of {codec}: {likeness}");
        }
    }
}

#[test]
fn a_phone_that_speaks_only_g729_hears_prompts_and_leaves_a_message_as_it_was_said() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let (said, greeting) = (speech(3000), demo.folder().join("greeting.wav"));
    let greeted = speech(1500);
    write_wav(&greeting, &greeted);
    // The language of who calls from a German number.
    Desk::sign_in(&demo, owner).put_greeting("no-answer", "de-DE", &greeting);
    // Longer than greeting and tone; the silence behind it is described and not sent, and ends the recording.
    let whole = [silence(5000), said.clone(), silence(20_000)].concat();
    let heard = G729Phone::call(&demo, &owner.extension, &whole).heard();

    is_a_message_as_said(&demo, owner, &heard, &said, LIKE_BY_G729);
    let likeness = heard.likeness(&greeted);
    assert!(likeness > LIKE_BY_G729, "the greeting resembles what it was by {likeness}");
}
