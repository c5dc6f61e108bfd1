//! Random work by several clients at one mailbox: mail clients that come and go, the desk's API, a telephone. In the end
//! every one has the same picture, and so has the lamp.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Believer, Caller, Demo, Desk, Imap, Mail, Person, Phone, Seeded, Speaks, eventually, speech,
};
use serde_json::{Value, json};

const CLIENTS: usize = 3;
const STEPS: usize = 1200;
/// One step of so many is the desk's; curl takes longer than a mail client.
const DESK_TURN: usize = 6;
/// One step of so many breaks a client's line; it comes back with nothing.
const DROP: usize = 60;
/// The step in which a caller leaves a message and its owner rings up and deletes one.
const CALLS: usize = STEPS / 2;
/// Copies are made of so many messages at most, and none where the inbox is larger than the next: it is to stay small.
const MOST_COPIED: usize = 3;
const LARGE: usize = 60;
const FLAGS: [&str; 8] =
    ["\\Seen", "\\Seen", "\\Seen", "\\Flagged", "\\Flagged", "\\Answered", "$Work", "\\Deleted"];

/// Another one by `TEST_SEED`.
fn seed() -> u64 {
    let given = std::env::var("TEST_SEED").ok();
    given.map_or(20_261_121, |seed| seed.parse().expect("a number"))
}

fn mail(step: usize, is_voice: bool) -> String {
    let context = if is_voice { "Message-Context: voice-message\r\nContent-Type: audio/wav\r\n" } else { "" };
    format!("From: <carl@outside.example>\r\nSubject: step {step}\r\n{context}\r\nNothing to hear.\r\n")
}

/// Something that a mail client does, as it sees its inbox.
fn command(random: &mut Seeded, client: &Believer, step: usize) -> String {
    let some = random.some_of(client.count(), 5);
    let (from, to) = (some.start + 1, some.end);
    let set = if some.is_empty() { "1:*".to_owned() } else { format!("{from}:{to}") };
    let uids = match (client.count() > 0).then(|| (client.uid(some.start), client.uid(some.end - 1))) {
        Some((Some(from), Some(to))) => format!("{from}:{to}"),
        _ => "1:*".to_owned(),
    };
    let (flag, sign) = (random.one_of(&FLAGS), random.one_of(&["+", "+", "-", ""]));
    let is_large = client.count() > LARGE;
    match random.below(14) {
        0..4 if !is_large => {
            let mail = mail(step, random.below(2) == 0);
            format!("APPEND INBOX {{{}+}}\r\n{mail}", mail.len())
        }
        0..=4 => format!("STORE {set} {sign}FLAGS ({flag})"),
        5 | 6 => format!("UID STORE {uids} {sign}FLAGS ({flag})"),
        7 => format!("FETCH {set} (UID FLAGS BODY.PEEK[HEADER.FIELDS (X-NONE)])"),
        8 => "EXPUNGE".to_owned(),
        9 => format!("UID EXPUNGE {uids}"),
        10 if some.len() <= MOST_COPIED && !is_large => format!("UID COPY {uids} INBOX"),
        11 => format!("UID MOVE {uids} Trash"),
        12 => "SEARCH UNSEEN".to_owned(),
        _ => "NOOP".to_owned(),
    }
}

/// The desk in a browser, with a list that may be old.
struct Browser {
    desk: Desk,
    list: Vec<Value>,
    deleted: Vec<String>,
}

impl Browser {
    fn act(&mut self, random: &mut Seeded) {
        if random.below(3) == 0 || self.list.is_empty() {
            self.list = self.desk.messages();
        }
        let Some(chosen) = (!self.list.is_empty()).then(|| random.below(self.list.len())) else { return };
        let id = self.list[chosen]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/me/messages/{id}");
        let reply = match random.below(6) {
            0 if !self.deleted.is_empty() => {
                let id = self.deleted.swap_remove(random.below(self.deleted.len()));
                self.desk.send("POST", &format!("/api/v1/me/messages/{id}/restore"), None)
            }
            1 => {
                self.deleted.push(id);
                self.desk.send("DELETE", &path, None)
            }
            other => {
                let what = if other < 4 { "seen" } else { "flagged" };
                self.desk.send("PATCH", &path, Some(&json!({ what: random.below(2) == 0 })))
            }
        };
        // 404: another client has removed it.
        assert!([200, 204, 404].contains(&reply.status), "{}: {}", reply.status, reply.text());
    }
}

/// The owner rings up, hears the first new message and deletes it.
fn delete_by_telephone(demo: &Demo, owner: &Person, desk: &Desk) {
    let before = desk.messages().len();
    let mut caller = Caller::new(demo, "+493044400001");
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#13", owner.extension, owner.pin));
    eventually("one is deleted", || (desk.messages().len() == before - 1).then_some(()));
    caller.hang_up();
}

#[test]
fn after_random_work_by_several_clients_every_one_has_the_same_picture() {
    let seed = seed();
    println!("TEST_SEED={seed}");
    let mut random = Seeded::new(seed);
    let demo = Demo::start();
    let owner = demo.person(4);
    let mut phone = Phone::subscribe(&demo, owner);
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| Believer::open(&demo, owner)).collect();
    let mut browser = Browser { desk: Desk::sign_in(&demo, owner), list: Vec::new(), deleted: Vec::new() };
    phone.tell(json!({"do": "dnd"}));
    for step in 0..STEPS {
        match step {
            CALLS => {
                Caller::leave(&demo, owner, "+493044400002", &speech(1000));
                delete_by_telephone(&demo, owner, &browser.desk);
            }
            _ if random.below(DESK_TURN) == 0 => browser.act(&mut random),
            _ => {
                let client = &mut clients[random.below(CLIENTS)];
                if random.below(DROP) == 0 {
                    *client = Believer::open(&demo, owner);
                }
                let command = command(&mut random, client, step);
                client.run(&command);
            }
        }
    }

    let truth = Imap::open(&demo, owner).messages();
    println!("{} messages in the end", truth.len());
    for client in &mut clients {
        believes(client, &truth);
    }
    shows(&browser.desk, &truth);
    lights(&mut phone, &truth);
}

fn flags(mail: &Mail) -> Vec<String> {
    let mut flags = mail.flags.clone();
    flags.sort_unstable();
    flags
}

/// First by what it was told unasked, then by all that it can ask for.
fn believes(client: &mut Believer, truth: &[Mail]) {
    let told = client.picture();
    assert_eq!(told.len(), truth.len());
    for (told, truth) in told.iter().zip(truth) {
        assert!(told.is_none() || *told == Some((truth.uid, flags(truth))), "{told:?} is {truth:?}");
    }
    let truth = truth.iter().map(|mail| (mail.uid, flags(mail))).collect();
    assert_eq!(client.full_picture(), truth);
}

fn not_deleted(truth: &[Mail]) -> impl Iterator<Item = &Mail> {
    truth.iter().filter(|mail| !mail.flags.iter().any(|flag| flag == "\\Deleted"))
}

fn shows(desk: &Desk, truth: &[Mail]) {
    let line = |subject: &str, seen: bool, flagged: bool| format!("{subject}, {seen}, {flagged}");
    let of_mail = |mail: &Mail| {
        line(&mail.headers["Subject"], !mail.is_new(), mail.flags.iter().any(|flag| flag == "\\Flagged"))
    };
    let of_row =
        |row: &Value| line(row["subject"].as_str().unwrap(), row["seen"] == true, row["flagged"] == true);
    let mut expected: Vec<String> = not_deleted(truth).map(of_mail).collect();
    let mut shown: Vec<String> = desk.messages().iter().map(of_row).collect();
    expected.sort_unstable();
    shown.sort_unstable();
    assert_eq!(shown, expected);
}

fn lights(phone: &mut Phone, truth: &[Mail]) {
    let (new, old): (Vec<_>, Vec<_>) =
        not_deleted(truth).filter(|mail| mail.is_voice()).partition(|mail| mail.is_new());
    let expected = (new.len() as u32, old.len() as u32);
    eventually("the lamp is as the mailbox", || (phone.newest_lamp() == Some(expected)).then_some(()));
}
