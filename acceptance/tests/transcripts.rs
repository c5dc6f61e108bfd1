//! Voice messages become text: by a real recogniser, and with recognisers that misbehave.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Heard, Imap, Mail, Person, Smtp, Speaks, eventually, mutt_moves, peer, python,
    silence, speech,
};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A recogniser on a machine that builds at the same time needs longer than anything else here.
const RECOGNISER_PATIENCE: Duration = Duration::from_secs(300);
const CALLER: &str = "+49304440001";
const SAID: &str = "Hello Anna. This is Peter Miller from Berlin. The meeting about the warehouse contract is on Monday, \
    the fifth of May. Please call me back at 5 5 5, 0 1 2, 3 4 5 6. Thank you very much.";

/// The setting for a recogniser of these words.
fn command(words: &[&str]) -> String {
    serde_json::to_string(words).unwrap()
}

fn demo(folder: &Path, command: &str, more: &[(&str, &str)]) -> Demo {
    let mut environment = vec![("SWITCHROOM_TRANSCRIPTS__COMMAND", command)];
    environment.extend(more);
    Demo::start_at_with(folder, &environment)
}

/// Whisper, out of a package; it begins when this file is there.
fn recogniser(gate: &Path) -> String {
    let script = "while [ ! -e \"$1\" ]; do sleep 0.1; done; exec \"$2\" \"$3\"";
    let words = [gate.display().to_string(), python().display().to_string()];
    command(&["sh", "-c", script, "sh", &words[0], &words[1], &peer("transcriber.py").display().to_string()])
}

/// The sentences as a voice says them, at the rate of telephones.
fn spoken(text: &str) -> Vec<i16> {
    let folder = tempfile::tempdir().unwrap();
    let wav = folder.path().join("said.wav");
    let said =
        Command::new("espeak-ng").args(["-v", "en-us", "-s", "130", "-w"]).arg(&wav).arg(text).status();
    assert!(said.unwrap().success());
    let heard = Heard::open(&wav);
    // A mean over each new sample is filter enough for words.
    let step = f64::from(heard.rate) / 8000.0;
    let sample = |index: usize| {
        let from = (index as f64 * step) as usize;
        let to = (((index + 1) as f64 * step) as usize).min(heard.samples.len());
        let piece = &heard.samples[from..to];
        let mean = piece.iter().map(|&sample| f64::from(sample)).sum::<f64>() / piece.len().max(1) as f64;
        (mean * 0.7) as i16
    };
    (0..(heard.samples.len() as f64 / step) as usize).map(sample).collect()
}

/// The same in the noise of a machine.
fn drowned(samples: &[i16]) -> Vec<i16> {
    let mut state = 1_u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i32::from((state >> 16) as i16) / 5
    };
    samples.iter().map(|&sample| (i32::from(sample) / 4 + noise()).clamp(-32_768, 32_767) as i16).collect()
}

/// Leaves a message and hangs up.
fn leave(demo: &Demo, owner: &Person, samples: &[i16]) {
    let mut caller = Caller::new(demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.skip_greeting();
    caller.wait_for_tone();
    caller.say(samples);
    caller.wait_until_said();
    caller.hang_up();
}

/// What the caller has left; the company has messages of its own.
fn left(imap: &mut Imap) -> Vec<Mail> {
    let mut mails = imap.voice_messages();
    mails.retain(|mail| mail.headers["From"].contains(CALLER));
    mails
}

/// As many messages of the caller, once all of them have their text; the newest.
fn transcribed(imap: &mut Imap, count: usize) -> Mail {
    let until = Instant::now() + RECOGNISER_PATIENCE;
    loop {
        let mut mails = left(imap);
        if mails.iter().filter(|mail| mail.transcript.is_some()).count() >= count {
            assert_eq!(mails.len(), count);
            return mails.pop().unwrap();
        }
        assert!(Instant::now() < until, "no text within {RECOGNISER_PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// The people that the model understands.
fn english(demo: &Demo) -> Vec<Person> {
    demo.page.users.iter().filter(|person| person.language.starts_with("en")).cloned().collect()
}

/// What the desk is told of the caller's message.
fn at_the_desk(demo: &Demo, person: &Person) -> Value {
    let desk = Desk::sign_in(demo, person);
    let page = desk.get("/api/v1/me/messages?kind=voice").json();
    let is_it = |item: &&Value| item["from"]["number"] == CALLER;
    let id = page["items"].as_array().unwrap().iter().find(is_it).unwrap()["id"].as_str().unwrap().to_owned();
    desk.get(&format!("/api/v1/me/messages/{id}")).json()
}

fn said(detail: &Value) -> String {
    let pieces = detail["transcript"]["pieces"].as_array().unwrap();
    pieces.iter().map(|piece| piece["text"].as_str().unwrap()).collect()
}

#[test]
fn a_voice_message_is_there_at_once_and_gains_its_text_later() {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("gate");
    let demo = demo(folder.path(), &recogniser(&gate), &[]);
    let owner = english(&demo).remove(0);
    let mut imap = Imap::open(&demo, &owner);
    let mut idle = Imap::open(&demo, &owner);
    leave(&demo, &owner, &spoken(SAID));
    let before = eventually("the message is there", || left(&mut imap).pop());
    assert_eq!(before.transcript, None);
    imap.add_flag(before.uid, "$Kept");
    idle.begin_idle();
    std::fs::write(&gate, "").unwrap();
    let after = transcribed(&mut imap, 1);
    idle.told("EXPUNGE");
    assert!(after.uid > before.uid);
    assert!(after.flags.iter().any(|flag| flag == "$Kept"), "{:?}", after.flags);
    assert!(after.transcript.as_ref().is_some_and(|text| text.contains("warehouse")));
    assert_eq!(after.headers, before.headers);
    assert_eq!(after.sound().samples, before.sound().samples, "the sound is as it was");
    assert_eq!(imap.search("BODY", "Peter Miller"), [after.uid]);
    assert_eq!(imap.search("TEXT", "peter miller"), [after.uid]);
    assert!(imap.search("BODY", "submarine").is_empty());

    let detail = at_the_desk(&demo, &owner);
    assert_eq!(detail["transcript"]["standing"], "reliable", "{detail}");
    let words = said(&detail);
    for word in ["Anna", "Peter Miller", "Berlin", "warehouse contract"] {
        assert!(words.contains(word), "{word} in {words}");
    }
    let pieces = detail["transcript"]["pieces"].as_array().unwrap();
    let links: Vec<&str> = pieces.iter().filter_map(|piece| piece["link"].as_str()).collect();
    // The model may mishear a digit.
    assert!(links.iter().any(|link| link.starts_with("tel:")), "{links:?} in {words}");
    assert!(pieces.iter().any(|piece| piece["date"].is_string()), "{words}");
    let log = demo.log();
    for word in ["warehouse", "Miller", "Berlin"] {
        assert!(!log.contains(word), "the log holds {word}");
    }
}

#[test]
fn hang_ups_and_messages_that_are_hard_to_hear_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("gate");
    std::fs::write(&gate, "").unwrap();
    let demo = demo(folder.path(), &recogniser(&gate), &[]);
    demo.set_for_all("message.shortest_seconds", "0");
    demo.hears_of_what_others_wrote();
    let [silent, noisy, ..] = &english(&demo)[..] else { panic!("two who speak English") };
    std::thread::scope(|scope| {
        scope.spawn(|| leave(&demo, silent, &silence(2000)));
        scope.spawn(|| leave(&demo, noisy, &drowned(&spoken(SAID))));
    });
    let (silent, noisy) = (silent.clone(), noisy.clone());
    let empty = transcribed(&mut Imap::open(&demo, &silent), 1);
    assert!(empty.is_new());
    let detail = at_the_desk(&demo, &silent);
    assert_eq!(detail["transcript"]["standing"], "empty", "{detail}");
    assert_eq!(said(&detail), "");
    transcribed(&mut Imap::open(&demo, &noisy), 1);
    assert_eq!(at_the_desk(&demo, &noisy)["transcript"]["standing"], "unreliable");
}

/// Answers as it should, unless a file says otherwise: it hangs, dies or talks nonsense once for each.
const MISBEHAVES: &str = r#"while read -r request; do
    octets=${request##*octets\":}; octets=${octets%%,*}
    head -c "$octets" >/dev/null
    echo "$octets" >>"$1/asked"
    if [ -e "$1/hangs" ]; then exec sleep 600; fi
    if [ -e "$1/dies" ]; then rm "$1/dies"; exit 3; fi
    if [ -e "$1/babbles" ]; then rm "$1/babbles"; echo 'Loading secretword'; continue; fi
    echo '{"text": "secretword", "confidence": 0.9}'
done"#;

#[test]
fn a_recogniser_that_dies_babbles_or_hangs_and_a_server_that_is_killed_cost_no_message_and_double_none() {
    let folder = tempfile::tempdir().unwrap();
    let marks = tempfile::tempdir().unwrap();
    let recogniser = command(&["sh", "-c", MISBEHAVES, "sh", &marks.path().display().to_string()]);
    let asked = || std::fs::read_to_string(marks.path().join("asked")).unwrap_or_default().lines().count();
    for mark in ["dies", "babbles"] {
        std::fs::write(marks.path().join(mark), "").unwrap();
    }
    let running = demo(folder.path(), &recogniser, &[]);
    let owner = running.person(0).clone();
    leave(&running, &owner, &speech(3000));
    let mut imap = Imap::open(&running, &owner);
    transcribed(&mut imap, 1);
    eventually("all have their text", || {
        (running.metric("switchroom_transcripts_waiting") == 0.0).then_some(())
    });
    let (done, failed) = (
        running.metric("switchroom_transcripts_total"),
        running.metric("switchroom_transcripts_failed_total"),
    );
    assert_eq!((asked() as f64, failed), (done + failed, 2.0), "it died, it babbled, it answered all others");
    assert!(!running.log().contains("secretword"));

    std::fs::write(marks.path().join("hangs"), "").unwrap();
    let before = asked();
    leave(&running, &owner, &speech(3000));
    eventually("it is being transcribed", || (asked() == before + 1).then_some(()));
    let newest = eventually("it is there", || left(&mut imap).pop().filter(|_| left(&mut imap).len() == 2));
    assert_eq!(newest.transcript, None, "the message is there without");
    drop(imap);
    running.kill();
    std::fs::remove_file(marks.path().join("hangs")).unwrap();

    let running = demo(folder.path(), &recogniser, &[]);
    transcribed(&mut Imap::open(&running, &owner), 2);
    assert_eq!(asked(), before + 2);
    std::fs::write(marks.path().join("hangs"), "").unwrap();
    assert_eq!(running.stop(), 0);

    let running = demo(folder.path(), &recogniser, &[("SWITCHROOM_TRANSCRIPTS__LIMIT_SECONDS", "5")]);
    leave(&running, &owner, &speech(3000));
    eventually("it took too long", || running.log().contains("took longer than 5 s").then_some(()));
    std::fs::remove_file(marks.path().join("hangs")).unwrap();
    transcribed(&mut Imap::open(&running, &owner), 3);
}

/// Tells messages from each other by how long they are, and hears a zebra in the short ones.
const HEARS_ZEBRAS: &str = "import json, sys
for line in iter(sys.stdin.buffer.readline, b''):
    octets = json.loads(line)['octets']
    sys.stdin.buffer.read(octets)
    text = 'zebra a' if octets < 56000 else 'zebra b' if octets < 80000 else 'other animals'
    print(json.dumps({'text': text, 'confidence': 0.9}), flush=True)";

#[test]
fn texts_are_filtered_stored_and_sorted_by_a_mail_client_as_mail_is() {
    let folder = tempfile::tempdir().unwrap();
    let words = [python().display().to_string(), "-c".to_owned(), HEARS_ZEBRAS.to_owned()];
    let demo = demo(folder.path(), &command(&words.each_ref().map(String::as_str)), &[]);
    let owner = english(&demo).remove(0);
    let mut imap = Imap::open(&demo, &owner);
    for (number, milliseconds, word) in
        [("+49304440009", 3_000, "zebra a"), ("+49304440001", 4_500, "zebra b")]
    {
        Caller::leave(&demo, &owner, number, &speech(milliseconds));
        let is_it = |mail: &Mail| mail.transcript.as_ref().is_some_and(|text| text.contains(word));
        eventually("its text", || imap.voice_messages().iter().any(is_it).then_some(()));
    }
    let mut smtp = Smtp::connect(&demo.page.smtp).unwrap();
    assert_eq!(smtp.send(&owner.email, "A mail", "a zebra in a mail").unwrap(), 250);
    assert_eq!(smtp.send(&owner.email, "Another", "of other animals").unwrap(), 250);

    let kept = mutt_moves(&demo, &owner, "set pipe_decode=yes\nset sort=from", ("=b zebra", "Kept"));
    let places = ["zebra b", "zebra a"].map(|text| kept.find(text));
    assert!(places.iter().all(Option::is_some) && places[0] < places[1], "{kept}");
    assert!(kept.contains("in a mail") && !kept.contains("other animals"), "{kept}");
    let left: Vec<Mail> = imap.messages();
    assert!(left.iter().any(|mail| mail.text.contains("other animals")));
    assert!(!left.iter().any(|mail| mail.text.contains("zebra")));
}
