//! The end in the middle of a sentence: killed at any moment, or told to end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Seeded, Smtp, Speaks, eventually, speech};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const CALLERS: usize = 50;
/// The spool is written every second; half a second is the way to it.
const LOST_MILLISECONDS: u64 = 1500;
/// Kills of the long test: with [`CALLERS`] each, a thousand messages.
const KILLS: usize = 20;
/// What the long test must have seen acknowledged, of mail by SMTP and of mail by APPEND each.
const MAILS: usize = 1000;

/// Somebody who speaks, since when, and what was sent when that ended.
struct Speaking {
    caller: Caller,
    begin: usize,
    end: usize,
}

impl Speaking {
    fn milliseconds(&self) -> u64 {
        (self.end - self.begin) as u64 * 20
    }
}

/// When some of the callers hang up, and when the server is killed, from the moment on at which all speak.
struct Plan {
    hang_ups: Vec<Duration>,
    cut: Duration,
}

/// What was acknowledged or said before the server was gone.
struct Kept {
    /// Milliseconds by caller.
    spoken: BTreeMap<String, u64>,
    by_smtp: Vec<String>,
    by_append: Vec<String>,
}

/// What lies in all mailboxes: how often each mail, and the length of the voice messages by their callers.
type Everything = (BTreeMap<String, usize>, BTreeMap<String, Vec<u64>>);

/// Calls, skips the greeting, and speaks for a minute from the end of the tone on.
fn begin_to_speak(demo: &Demo, index: usize) -> Speaking {
    let mut caller = Caller::new(demo, &format!("+4930555000{index:02}"));
    let owner = demo.person(index % demo.page.users.len());
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.skip_greeting();
    let begin = caller.wait_for_tone();
    caller.say(&speech(60_000));
    Speaking { caller, begin, end: 0 }
}

fn all_speak(demo: &Demo) -> Vec<Speaking> {
    thread::scope(|scope| {
        let callers: Vec<_> =
            (0..CALLERS).map(|index| scope.spawn(move || begin_to_speak(demo, index))).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    })
}

/// Hands in mail to everybody until the server is gone; answers the subjects that were acknowledged.
fn hand_in_mail(demo: &Demo, gone: &AtomicBool, name: &str) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let Ok(mut smtp) = Smtp::connect(&demo.page.smtp) else { return acknowledged };
    for number in 0.. {
        let subject = format!("{name}-{number}");
        let to = &demo.person(number % demo.page.users.len()).email;
        match smtp.send(to, &subject, &"A line of text.\r\n".repeat(100)) {
            Ok(250) => acknowledged.push(subject),
            Ok(status) => panic!("{status}"),
            Err(_) => break,
        }
        if gone.load(Ordering::Relaxed) {
            break;
        }
    }
    acknowledged
}

/// A mail client that appends until the server is gone.
fn append_mail(mut imap: Imap, gone: &AtomicBool, name: &str) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let subject = format!("{name}-{number}");
        let mail = format!("Subject: {subject}\r\n\r\n{}", "A line of text.\r\n".repeat(100));
        if imap.append(&mail) != "OK" {
            assert!(gone.load(Ordering::Relaxed), "APPEND is refused by a server that lives");
            break;
        }
        acknowledged.push(subject);
    }
    acknowledged
}

/// Everybody speaks, some hang up, mail comes in by two doors; then the server is killed.
fn killed(folder: &Path, plan: &Plan) -> Kept {
    let demo = Demo::start_at(folder);
    let client = Imap::open(&demo, demo.person(0));
    let mut speaking = all_speak(&demo);
    let gone = AtomicBool::new(false);
    let kept = thread::scope(|scope| {
        let (demo, gone) = (&demo, &gone);
        let senders = ["mail-a", "mail-b"].map(|name| scope.spawn(move || hand_in_mail(demo, gone, name)));
        let client = scope.spawn(move || append_mail(client, gone, "append"));
        let begin = Instant::now();
        for (one, at) in speaking.iter_mut().zip(&plan.hang_ups) {
            thread::sleep(at.saturating_sub(begin.elapsed()));
            one.caller.say_goodbye();
            one.end = one.caller.sent();
        }
        thread::sleep(plan.cut.saturating_sub(begin.elapsed()));
        gone.store(true, Ordering::Relaxed);
        demo.signal("KILL");
        for one in &mut speaking[plan.hang_ups.len()..] {
            one.end = one.caller.sent();
        }
        Kept {
            spoken: speaking.iter().map(|one| (one.caller.number().to_owned(), one.milliseconds())).collect(),
            by_smtp: senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect(),
            by_append: client.join().unwrap(),
        }
    });
    speaking.into_iter().for_each(|one| one.caller.vanish());
    demo.kill();
    kept
}

fn everything(demo: &Demo) -> Everything {
    let (mut mails, mut voices) = (BTreeMap::new(), BTreeMap::<String, Vec<u64>>::new());
    for person in &demo.page.users {
        for mail in Imap::open(demo, person).messages() {
            let from = mail.headers.get("From").cloned().unwrap_or_default();
            if !mail.is_voice() {
                *mails.entry(mail.headers["Subject"].clone()).or_default() += 1;
            } else if let Some(begin) = from.find("+4930555000") {
                voices
                    .entry(from[begin..begin + 13].to_owned())
                    .or_default()
                    .push(mail.sound().milliseconds());
            }
        }
    }
    (mails, voices)
}

/// Waits until every caller's message is there.
fn everything_from(demo: &Demo, callers: usize) -> Everything {
    eventually("every recording is delivered", || {
        Some(everything(demo)).filter(|(_, voices)| voices.len() == callers)
    })
}

fn nothing_is_lost_or_doubled(kept: &Kept, (mails, voices): &Everything) {
    for subject in kept.by_smtp.iter().chain(&kept.by_append) {
        assert_eq!(mails.get(subject), Some(&1), "{subject}");
    }
    let ours = |subject: &str| subject.starts_with("mail-") || subject.starts_with("append-");
    assert!(mails.iter().filter(|(subject, _)| ours(subject)).all(|(_, count)| *count == 1), "{mails:?}");
    for (caller, lengths) in voices {
        let (&[length], spoken) = (lengths.as_slice(), kept.spoken[caller]) else {
            panic!("{caller} is there {} times", lengths.len())
        };
        assert!(
            length + LOST_MILLISECONDS >= spoken && length <= spoken + 300,
            "{caller}: {length} ms of {spoken} ms"
        );
    }
}

#[test]
fn killed_while_fifty_speak_and_mail_arrives_nothing_acknowledged_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    // The cut comes while the first messages are being delivered.
    let hang_ups = vec![Duration::from_millis(4000); 10];
    let kept = killed(folder.path(), &Plan { hang_ups, cut: Duration::from_millis(4060) });
    assert!(kept.by_smtp.len() > 5 && kept.by_append.len() > 5, "{:?}", (kept.by_smtp, kept.by_append));

    let demo = Demo::start_at(folder.path());
    let there = everything_from(&demo, CALLERS);
    nothing_is_lost_or_doubled(&kept, &there);
    // Nothing is delivered again by the next start.
    assert_eq!(demo.stop(), 0);
    let demo = Demo::start_at(folder.path());
    assert_eq!(everything(&demo), there);
    demo.stop();
}

/// Long enough that each message is one even without its lost end.
fn plan(seeded: &mut Seeded) -> Plan {
    let cut = 4000 + seeded.below(4000) as u64;
    let some = seeded.below(CALLERS / 2);
    let mut hang_ups: Vec<Duration> =
        (0..some).map(|_| Duration::from_millis(3800 + seeded.below(cut as usize - 3800) as u64)).collect();
    hang_ups.sort_unstable();
    Plan { hang_ups, cut: Duration::from_millis(cut) }
}

#[test]
#[ignore = "takes a quarter of an hour: cargo xtask test --run-ignored only -p acceptance killed_twenty_times"]
fn killed_twenty_times_while_a_thousand_speak_nothing_acknowledged_is_lost_or_doubled() {
    let mut seeded = Seeded::new(20_261_121);
    let (mut by_smtp, mut by_append) = (0, 0);
    for kill in 1..=KILLS {
        let folder = tempfile::tempdir().unwrap();
        let kept = killed(folder.path(), &plan(&mut seeded));
        let demo = Demo::start_at(folder.path());
        nothing_is_lost_or_doubled(&kept, &everything_from(&demo, CALLERS));
        (by_smtp, by_append) = (by_smtp + kept.by_smtp.len(), by_append + kept.by_append.len());
        eprintln!(
            "{kill} kills: {} messages, {by_smtp} mails by SMTP and {by_append} by APPEND",
            kill * CALLERS
        );
    }
    assert!(by_smtp >= MAILS && by_append >= MAILS, "{by_smtp} and {by_append}");
}

/// Of a frame of sound in the spool: what stands before it, and 20 ms of it.
const FRAME_OCTETS: u64 = 12 + 160;

/// The sizes of the recordings under way.
fn recorded(folder: &Path) -> Vec<u64> {
    let files = fs::read_dir(folder.join("spool")).unwrap().map(|file| file.unwrap());
    let recordings = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "rec"));
    recordings.map(|file| file.metadata().unwrap().len()).collect()
}

#[test]
fn told_to_end_it_keeps_what_is_being_said_and_ends_clean() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let speaking: Vec<Speaking> = (0..3).map(|index| begin_to_speak(&demo, index)).collect();
    let said: Vec<u64> = eventually("three seconds are recorded of each", || {
        let frames: Vec<u64> = recorded(folder.path()).iter().map(|octets| octets / FRAME_OCTETS).collect();
        (frames.len() == speaking.len() && frames.iter().all(|frames| *frames >= 150)).then_some(frames)
    });
    assert_eq!(demo.stop(), 0);
    let said = said.into_iter().min().unwrap() * 20;
    let sent: Vec<usize> = speaking.iter().map(|one| one.caller.wait_for_end() - one.begin).collect();

    let demo = Demo::start_at(folder.path());
    let (_, voices) = everything_from(&demo, speaking.len());
    for (one, sent) in speaking.iter().zip(sent) {
        let caller = one.caller.number();
        let &[length] = voices[caller].as_slice() else { panic!("{caller}: {:?}", voices[caller]) };
        assert!(
            length >= said,
            "{caller}: {length} ms, of which {said} ms were recorded when it was told to end"
        );
        assert!(one.caller.is_no_longer(length, sent), "{caller}: {length} ms of {sent} frames");
    }
    demo.stop();
}
