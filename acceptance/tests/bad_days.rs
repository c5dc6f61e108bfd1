//! Bad days: full disks, strangers, broken messages and guessed PINs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Heard, Imap, Person, Phone, Scenario, Seeded, Smtp, Speaks, Words, eventually, peer,
    python, silence, speech, tone,
};
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

/// Of an intruder's sound: no voice has it.
const INTRUDER_HERTZ: f64 = 2350.0;

#[test]
fn with_little_room_nothing_new_is_taken_and_everything_else_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Demo::start_at(folder.path()).stop(), 0);
    // More than any disk has.
    let demo = Demo::start_at_with(folder.path(), &[("SWITCHROOM_STORE__RESERVE_MEGABYTES", "1000000000")]);
    let owner = demo.person(4);
    let mut imap = Imap::open(&demo, owner);
    let before = imap.messages();
    assert_eq!(
        Smtp::connect(&demo.page.smtp).unwrap().send(&owner.email, "no-room", "Nothing.").unwrap(),
        452
    );
    assert!(imap.append("Subject: none\r\n\r\nnone\r\n").starts_with("NO"));
    assert_eq!(imap.copy(before[0].uid), "NO");

    // The caller hears a sentence and no tone.
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    let end = caller.wait_for_end();
    let heard = caller.heard(0, end);
    assert!(heard.loud_milliseconds() > 2000, "{} ms", heard.loud_milliseconds());
    assert_eq!(heard.milliseconds_of(1400.0), 0, "no tone");

    // Reading, marking, removing and logging in go on.
    let health = Desk::visit(&demo).get("/health").json();
    assert!(health.to_string().contains("disk"), "{health}");
    let desk = Desk::sign_in(&demo, owner);
    assert_eq!(desk.messages().len(), before.len());
    imap.add_flag(before[0].uid, "\\Flagged");
    imap.add_flag(before[1].uid, "\\Deleted");
    imap.expunge();
    let after = imap.messages();
    assert_eq!(after.len(), before.len() - 1);
    assert!(after[0].flags.contains(&"\\Flagged".to_owned()), "{:?}", after[0].flags);
    assert_eq!(desk.messages().len(), after.len());
    let mut phone = Phone::register(&demo, owner);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.hang_up(calling);
    assert_eq!(demo.stop(), 0);

    let demo = Demo::start_at(folder.path());
    assert_eq!(
        Smtp::connect(&demo.page.smtp).unwrap().send(&demo.person(4).email, "room", "Again.").unwrap(),
        250
    );
    demo.stop();
}

/// A file system of its own in memory; gone with the value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where mounting is not allowed.
    fn mount() -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=700m", "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then_some(SmallDisk(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

#[test]
fn a_disk_that_fills_up_and_is_cleared_needs_no_restart() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("mounting is not allowed here: left out");
        return;
    };
    let demo = Demo::start_at(disk.0.path());
    let to = demo.person(0).email.clone();
    let mut smtp = Smtp::connect(&demo.page.smtp).unwrap();
    assert_eq!(smtp.send(&to, "first", "There is room.").unwrap(), 250);
    let ballast = disk.0.path().join("ballast");
    fs::write(&ballast, vec![1; 500_000_000]).unwrap();
    eventually("mail is put off", || (smtp.send(&to, "second", "There is none.").ok()? == 452).then_some(()));
    fs::remove_file(ballast).unwrap();
    eventually("mail is taken again", || {
        (smtp.send(&to, "third", "There is room again.").ok()? == 250).then_some(())
    });
    assert_eq!(demo.stop(), 0);
}

/// Every write of the server to a file fails from now on (EFBIG), or works again: its limit on the size of files is 0,
/// or none. What is open and what is read stays as it is, as on a disk whose writes fail.
fn let_writes_fail(demo: &Demo, fail: bool) {
    let soft = if fail { "0" } else { "unlimited" };
    demo.limit(&format!("--fsize={soft}:unlimited"));
}

/// Holds the lock of the server's database for as long as its input is open: nobody else can write.
const HOLDS_THE_LOCK: &str = "import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute('BEGIN IMMEDIATE')
print('held', flush=True)
sys.stdin.read()";

#[test]
fn callers_leave_messages_while_no_mailbox_takes_any_and_they_are_there_afterwards() {
    let demo = Demo::start();
    let owner = demo.person(4).clone();
    let mut imap = Imap::open(&demo, &owner);
    let before = imap.voice_messages().len();
    let mut holder = Command::new(python())
        .args(["-c", HOLDS_THE_LOCK])
        .arg(demo.folder().join("switchroom.db"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    Caller::leave(&demo, &owner, "+493044400001", &speech(3_000));
    eventually("the message waits", || demo.log().contains("stays in the spool").then_some(()));
    assert_eq!(imap.voice_messages().len(), before);
    drop(holder.stdin.take());
    assert!(holder.wait().unwrap().success());
    eventually("the message is there", || (imap.voice_messages().len() > before).then_some(()));
    assert_eq!(demo.stop(), 0);
}

fn subjects(demo: &Demo, owner: &Person) -> Vec<String> {
    Imap::open(demo, owner).messages().iter().map(|mail| mail.headers["Subject"].clone()).collect()
}

#[test]
fn a_disk_whose_writes_fail_loses_nothing_and_needs_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let owner = demo.person(4).clone();
    let mut imap = Imap::open(&demo, &owner);
    let desk = Desk::sign_in(&demo, &owner);
    let mut expected = subjects(&demo, &owner);
    let mut smtp = Smtp::connect(&demo.page.smtp).unwrap();
    let mut send = |subject: &str| smtp.send(&owner.email, subject, "A line.").unwrap();
    for round in 0..2 {
        let well = format!("well {round}");
        assert_eq!(send(&well), 250);
        expected.push(well);

        let_writes_fail(&demo, true);
        for attempt in 0..5 {
            let status = send(&format!("failed {round} {attempt}"));
            assert!((400..500).contains(&status), "{status}");
        }
        assert!(imap.append("Subject: failed\r\n\r\nnone\r\n").starts_with("NO"));
        let first = imap.messages()[0].uid;
        assert_eq!(imap.copy(first), "NO");
        assert_eq!(imap.try_flag(first, "\\Flagged"), "NO");
        let id = desk.messages()[0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/me/messages/{id}");
        assert_eq!(desk.send("PATCH", &path, Some(&json!({"flagged": true}))).status, 503);
        // The caller hears at the tone that no message can be taken.
        let mut caller = Caller::new(&demo, "+493044400001");
        assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
        caller.skip_greeting();
        caller.wait_for(&Words::of("de-DE", "es-tut-uns-leid-im-augenblick-kann-keine-nachric-final"));
        caller.hang_up();
        assert_eq!(subjects(&demo, &owner), expected, "reading goes on");

        let_writes_fail(&demo, false);
        let again = format!("again {round}");
        assert_eq!(send(&again), 250);
        assert_eq!(imap.append(&format!("Subject: appended {round}\r\n\r\nsome\r\n")), "OK");
        expected.extend([again, format!("appended {round}")]);
        Caller::leave(&demo, &owner, "+493044400001", &speech(1000));
        eventually("the voice message", || {
            (subjects(&demo, &owner).len() == expected.len() + 1).then_some(())
        });
        expected = subjects(&demo, &owner);
    }
    assert!(!expected.iter().any(|subject| subject.starts_with("failed")), "{expected:?}");
    demo.kill();
    let demo = Demo::start_at(folder.path());
    assert_eq!(subjects(&demo, &owner), expected);
    assert_eq!(demo.stop(), 0);
}

/// Somebody who sends sound where it was not asked for, until dropped.
struct Intruder {
    is_over: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Intruder {
    fn send(from: &str, to: SocketAddr, source: u32) -> Intruder {
        let socket = UdpSocket::bind((from, 0)).unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = is_over.clone();
        let frames: Vec<Vec<u8>> = tone(INTRUDER_HERTZ, 1000).chunks(160).map(acceptance::alaw).collect();
        let thread = thread::spawn(move || {
            for number in 0u32.. {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let mut datagram = vec![0x80, 8];
                datagram.extend((number as u16).to_be_bytes());
                datagram.extend((8000 + number * 160).to_be_bytes());
                datagram.extend(source.to_be_bytes());
                datagram.extend(&frames[number as usize % frames.len()]);
                let _ = socket.send_to(&datagram, to);
                thread::sleep(Duration::from_millis(5));
            }
        });
        Intruder { is_over, thread: Some(thread) }
    }
}

impl Drop for Intruder {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(thread::JoinHandle::join);
    }
}

fn is_free_of_intruders(sound: &Heard) {
    assert_eq!(sound.milliseconds_of(INTRUDER_HERTZ), 0);
    for second in sound.samples.chunks(8000) {
        let share = Heard { samples: second.to_vec(), rate: 8000 }.share_of(INTRUDER_HERTZ);
        assert!(share < 0.001, "{share}");
    }
}

#[test]
fn sound_from_strangers_gets_in_neither_before_nor_while_nor_after_the_source_is_learnt() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&owner.extension, Speaks::Later), 200);
    let before = Intruder::send("127.0.0.2", caller.remote_rtp(), 7);
    caller.wait_for_sound();
    caller.begin_to_send();
    caller.skip_greeting();
    let begin = caller.wait_for_tone();
    caller.say(&speech(1000));
    caller.wait_until_said();
    // The address is right, and even the stream's name: the port is not.
    let after = Intruder::send("127.0.0.1", caller.remote_rtp(), caller.rtp_source());
    let namesake = Intruder::send("127.0.0.2", caller.remote_rtp(), caller.rtp_source());
    caller.say(&[silence(1500), speech(2000), silence(500)].concat());
    let frames = caller.wait_until_said() - begin;
    caller.press("#");
    caller.wait_for_end();
    drop((before, after, namesake));

    let sound = Imap::open(&demo, owner).new_voice_message().sound();
    is_free_of_intruders(&sound);
    let length = sound.milliseconds();
    assert!(caller.is_as_long(length, frames), "{length} ms of {} ms", frames * 20);
    assert!(sound.loud_milliseconds().abs_diff(3000) <= 200, "{} ms", sound.loud_milliseconds());
}

#[test]
fn a_caller_who_never_sends_leaves_nothing_even_if_a_stranger_speaks() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&owner.extension, Speaks::Later), 200);
    let _stranger = Intruder::send("127.0.0.2", caller.remote_rtp(), 7);
    caller.wait_for_end();
    let desk = Desk::sign_in(&demo, owner);
    let calls = eventually("a row", || Some(desk.calls()).filter(|calls| !calls.is_empty()));
    assert_eq!(calls[0]["outcome"], "missed", "{calls:?}");
}

/// A message with some octets changed, doubled or left out.
fn broken(message: &[u8], seeded: &mut Seeded) -> Vec<u8> {
    let mut broken = message.to_vec();
    for _ in 0..=seeded.below(6) {
        let at = seeded.below(broken.len());
        match seeded.below(4) {
            0 => broken[at] = seeded.below(256) as u8,
            1 => drop(broken.remove(at)),
            2 => broken.truncate(at.max(1)),
            _ => {
                let piece = broken[at..(at + seeded.below(60)).min(broken.len())].to_vec();
                broken.splice(at..at, piece);
            }
        }
    }
    broken
}

#[test]
fn broken_messages_harm_nobody() {
    let demo = Demo::start();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut files: Vec<_> =
        fs::read_dir(peer("rfc4475")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let messages: Vec<Vec<u8>> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "dat"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    assert_eq!(messages.len(), 49);
    let mut seeded = Seeded::new(20_261_120);
    for message in &messages {
        udp.send_to(message, &demo.page.sip).unwrap();
        let mut tcp = TcpStream::connect(&demo.page.sip).unwrap();
        tcp.write_all(message).unwrap();
        tcp.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        let _ = tcp.read(&mut [0; 4096]);
        for _ in 0..10 {
            udp.send_to(&broken(message, &mut seeded), &demo.page.sip).unwrap();
        }
        let _ = tcp.write_all(&broken(message, &mut seeded));
    }
    for datagram in [&b""[..], b"\r\n\r\n", &[0; 1000], &[0xff; 60_000]] {
        udp.send_to(datagram, &demo.page.sip).unwrap();
    }
    Scenario::of("options").with(&["-s", "202", "-m", "1"]).key("from", "+4930900001").succeeds(&demo);
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call("202", Speaks::Always), 200);
    caller.skip_greeting();
    caller.wait_for_tone();
    caller.hang_up();
    assert!(!demo.log().contains("panicked"), "{}", demo.log());
    assert_eq!(demo.stop(), 0);
}

/// An INVITE with a usual text in each of its fields.
const FIELDS: [(&str, &str); 12] = [
    ("METHOD", "INVITE"),
    ("USER", "202"),
    ("HOST", "demo.example"),
    ("VERSION", "SIP/2.0"),
    ("BRANCH", "z9hG4bKsample"),
    ("FROM", "\"A\" <sip:a@outside.example>"),
    ("CALLID", "sample"),
    ("CSEQ", "1"),
    ("CONTACT", "<sip:a@127.0.0.1>"),
    ("TYPE", "application/sdp"),
    ("LENGTH", "LENGTH"),
    ("ADDRESS", "127.0.0.1"),
];
const INVITE: &str = "METHOD sip:USER@HOST VERSION\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=BRANCH;rport\r\nFrom: FROM;tag=s\r\n\
    To: <sip:202@demo.example>\r\nCall-ID: CALLID\r\nCSeq: CSEQ INVITE\r\nMax-Forwards: 70\r\nContact: CONTACT\r\n\
    Content-Type: TYPE\r\nContent-Length: LENGTH\r\n\r\nv=0\r\no=- 1 1 IN IP4 ADDRESS\r\ns=-\r\nc=IN IP4 ADDRESS\r\nt=0 0\r\n\
    m=audio 9 RTP/AVP 8\r\n";
/// A few texts of each class of PROTOS c07-sip; all of them go through the core alone (`crates/sip/src/core/tests/classes.rs`).
const CLASSES: [(&str, [&[u8]; 2]); 10] = [
    ("empty", [b"", b" \t "]),
    ("separators", [b"<<<<<<<<", b";,;=;,"]),
    ("line ends", [b"a\r\n\r\n", b"\n\0\r"]),
    ("numbers", [b"-1", b"99999999999999999999999"]),
    ("addresses", [b"[::1", b"256.1.1.1"]),
    ("format strings", [b"%s%s%n%n", b"${jndi:x}"]),
    ("no UTF-8", [b"\xff\xfe\xc0\x80", b"\xed\xa0\x80"]),
    ("escapes", [b"%00%0d%0a", b"\x1b[2J\\\""]),
    ("parameters", [b"x;tag=1;tag=2;lr;lr", b"*, <sip:a@b>, *"]),
    ("other protocols", [b"HTTP/1.1", b"multipart/mixed;boundary="]),
];

fn with_field(field: &str, value: &[u8], branch: &str) -> Vec<u8> {
    let mut message = Vec::new();
    let mut rest = INVITE;
    let length = INVITE.split_once("\r\n\r\n").unwrap().1.len().to_string();
    while let Some((at, (name, usual))) =
        FIELDS.iter().filter_map(|field| Some((rest.find(field.0)?, *field))).min()
    {
        message.extend_from_slice(&rest.as_bytes()[..at]);
        match name {
            _ if name == field => message.extend_from_slice(value),
            "BRANCH" | "CALLID" => message.extend_from_slice(branch.as_bytes()),
            "LENGTH" => message.extend_from_slice(length.as_bytes()),
            _ => message.extend_from_slice(usual.as_bytes()),
        }
        rest = &rest[at + name.len()..];
    }
    message.extend_from_slice(rest.as_bytes());
    message
}

#[test]
fn samples_of_every_class_over_the_wire_harm_nobody() {
    let demo = Demo::start();
    let overlong = vec![b'a'; 20_000];
    let long: [&[u8]; 2] = [&overlong, &overlong[..300]];
    let mut sent = 0;
    for (class, values) in CLASSES.into_iter().chain([("overlong", long)]) {
        for (at, (field, _)) in FIELDS.iter().enumerate() {
            // Nobody is shut out for what another field has said.
            let udp = UdpSocket::bind((format!("127.67.{}.{}", sent / 200, at + 1), 0)).unwrap();
            for value in values {
                sent += 1;
                let message = with_field(field, value, &format!("z9hG4bKs{sent}"));
                udp.send_to(&message, &demo.page.sip).unwrap();
                let mut tcp = TcpStream::connect(&demo.page.sip).unwrap();
                let _ = tcp.write_all(&message);
            }
        }
        let call = Scenario::of("call").with(&["-s", "203", "-m", "1", "-d", "0", "-i", "127.0.0.99"]);
        let ran = call.key("from", "+4930900001").run(&demo);
        assert!(ran.is_success, "no call after {class}: {}", ran.words);
    }
    assert!(!demo.log().contains("panicked"), "{}", demo.log());
    assert_eq!(demo.stop(), 0);
}

/// What one who guesses PINs hears: when each answer began and how long it was, and when the call was ended.
fn guess(demo: &Demo, extension: &str, begin: &Barrier) -> (Vec<(u64, u64)>, u64) {
    let mut caller = Caller::new(demo, "+493044400001");
    begin.wait();
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    // The question may be cut short by keys typed ahead of its end.
    caller.wait_for_sound();
    let mut answers = Vec::new();
    for guess in 0..4 {
        caller.press(&format!("{extension}#11357{guess}#"));
        answers.push(caller.wait_for_words(caller.wait_until_said()));
    }
    caller.press(&format!("{extension}#113574#"));
    let pressed = caller.wait_until_said();
    let ended = (caller.wait_for_end() - pressed) as u64 * 20;
    (answers, ended)
}

#[test]
fn wrong_pins_are_slowed_down_and_locked_alike_for_boxes_that_exist_and_that_do_not() {
    let demo = Demo::start();
    let begin = Barrier::new(2);
    let (real, unreal) = thread::scope(|scope| {
        let (demo, begin) = (&demo, &begin);
        let real = scope.spawn(move || guess(demo, "203", begin));
        let unreal = scope.spawn(move || guess(demo, "277", begin));
        (real.join().unwrap(), unreal.join().unwrap())
    });
    for ((round, (real, unreal)), seconds) in real.0.iter().zip(&unreal.0).enumerate().zip([1, 2, 4, 8]) {
        // Counted from the silence after the last key.
        let shortest = seconds * 1000 - 200;
        assert!(real.0 >= shortest && unreal.0 >= shortest, "round {round}: {real:?} {unreal:?}");
        // That the same words are said is held by the flow's own tests: here a key may cut them short.
        assert!(real.0.abs_diff(unreal.0) < 1500, "round {round}: {real:?} {unreal:?}");
    }
    assert!(
        real.1 >= 7800 && real.1.abs_diff(unreal.1) < 1500,
        "the lock ended the calls after {} and {} ms",
        real.1,
        unreal.1
    );
    // The lock is the owner's alone: callers are taken as ever.
    let mut caller = Caller::new(&demo, "+493044400002");
    assert_eq!(caller.call("203", Speaks::Always), 200);
    caller.skip_greeting();
    caller.wait_for_tone();
}

#[test]
fn the_log_names_nobody_and_holds_no_secret() {
    let demo = Demo::start_with(&[("SWITCHROOM_LOG__LEVEL", "debug")]);
    let owner = demo.person(0);
    let number = "+4930998877665";
    let text = "Zaunkoenig im Holunder";
    // A message, a PIN right and wrong, mail, and wrong passwords at every door.
    let mut caller = Caller::new(&demo, number);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.skip_greeting();
    caller.wait_for_tone();
    caller.say(&speech(2500));
    caller.press("#");
    caller.wait_for_end();
    let mut phone = Phone::register(&demo, owner);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, "713592#");
    thread::sleep(Duration::from_secs(4));
    phone.keys(calling, &format!("{}#1", owner.pin));
    assert_eq!(Smtp::connect(&demo.page.smtp).unwrap().send(&owner.email, "Vogelstimme", text).unwrap(), 250);
    let mut imap = Imap::open(&demo, owner);
    eventually("heard", || imap.voice_messages().iter().all(|mail| !mail.is_new()).then_some(()));
    assert_eq!(Desk::visit(&demo).try_to_sign_in(&owner.email, "wrong-at-the-desk").status, 401);
    let mut wrong = owner.clone();
    wrong.sip_password = "wrong-at-the-phone".into();
    let mut liar = Phone::unregistered(&demo, &wrong);
    let lie = liar.call(&demo, "203", json!({}));
    assert_eq!(liar.ends(lie), 401);

    let log = demo.log();
    for event in [
        "began",
        "ended",
        "wrong PIN",
        "logged in by telephone",
        "mail taken",
        "logged in by IMAP",
        "sign-in refused at the desk",
        "wrong digest",
    ] {
        assert!(log.contains(event), "{event} is not logged:\n{log}");
    }
    let people = demo
        .page
        .users
        .iter()
        .flat_map(|person| [&person.pin, &person.password, &person.sip_password, &person.email]);
    let secrets =
        [number, &number[1..], "713592", text, "Vogelstimme", "wrong-at-the", "sender@outside.example"];
    for secret in people.map(String::as_str).chain(secrets) {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} stands in the log: {}", line.unwrap_or_default());
    }
}
