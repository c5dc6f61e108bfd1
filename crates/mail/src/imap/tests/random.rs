//! Several clients do random things to one mailbox. Each keeps its own picture of it from nothing but untagged
//! responses; after a NOOP each picture must be what the mailbox holds.

use crate::testing::{ANNA, Client, House};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::BTreeMap;
use std::ops::Range;

const CLIENTS: usize = 4;
const STEPS: usize = 150;
const FLAGS: [&str; 5] = ["\\Seen", "\\Deleted", "\\Flagged", "$Work", "$Home"];

/// What one client believes.
struct Believer {
    client: Client,
    /// UID and flags by sequence number; a new message is unknown until it is fetched.
    messages: Vec<Option<(u32, String)>>,
    /// Names that FLAGS has listed.
    listed: Vec<String>,
}

impl Believer {
    async fn new(house: &House) -> Self {
        let mut client = house.imap();
        client.line().await.expect("a greeting");
        let mut believer = Self { client, messages: Vec::new(), listed: Vec::new() };
        believer.run("LOGIN anna@example.org open-sesame").await;
        believer.run("SELECT INBOX").await;
        believer
    }

    /// Runs a command and learns from its answer.
    async fn run(&mut self, command: &str) {
        self.client.send(format!("t {command}\r\n").as_bytes()).await;
        let keeps_numbers = ["FETCH", "STORE", "SEARCH"].iter().any(|verb| command.starts_with(verb));
        loop {
            let line = self.client.line().await.expect("an answer");
            if let Some(result) = line.strip_prefix("t ") {
                assert!(
                    result.starts_with("OK") || result.starts_with("NO [EXPUNGEISSUED]"),
                    "{command}: {result}"
                );
                return;
            }
            self.learn(&line, keeps_numbers, command);
        }
    }

    /// Runs a random command; the effect of a `.SILENT` store is the client's own to know.
    async fn make(&mut self, order: Move) {
        self.run(&order.text).await;
        let Some((sign, flag)) = order.silent else { return };
        for (at, known) in self.messages.iter_mut().enumerate() {
            let Some((uid, flags)) = known else { continue };
            if order.sequence.contains(&(at + 1)) || order.uids.contains(uid) {
                *flags = changed(flags, sign, flag);
            }
        }
    }

    fn learn(&mut self, line: &str, keeps_numbers: bool, command: &str) {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        match words[..] {
            ["*", number, "EXISTS"] => {
                let count: usize = number.parse().expect("a number");
                assert!(count >= self.messages.len(), "EXISTS never takes away: {line}");
                self.messages.resize(count, None);
            }
            ["*", number, "EXPUNGE"] => {
                assert!(!keeps_numbers, "numbers changed under {command}");
                self.messages.remove(number.parse::<usize>().expect("a number") - 1);
            }
            ["*", number, "FETCH", items] => {
                let (uid, flags) = uid_and_flags(items);
                for flag in flags.split_whitespace().filter(|flag| flag.starts_with('$')) {
                    assert!(
                        self.listed.iter().any(|listed| listed == flag),
                        "{flag} was not listed before {line}"
                    );
                }
                self.messages[number.parse::<usize>().expect("a number") - 1] = Some((uid, flags));
            }
            ["*", "FLAGS", ..] => {
                self.listed = line.replace(['(', ')'], " ").split_whitespace().map(str::to_owned).collect();
            }
            _ => {}
        }
    }

    fn picture(&self) -> BTreeMap<u32, String> {
        self.messages.iter().flatten().cloned().collect()
    }
}

fn uid_and_flags(items: &str) -> (u32, String) {
    let after = |name: &str| items.split_once(name).map(|(_, rest)| rest).expect(name);
    let uid = after("UID ").split([' ', ')']).next().and_then(|uid| uid.parse().ok()).expect("a UID");
    let flags = after("FLAGS (").split(')').next().unwrap_or_default();
    let mut flags: Vec<&str> = flags.split_whitespace().collect();
    flags.sort_unstable();
    (uid, flags.join(" "))
}

/// A command, and for a `.SILENT` store what the client does itself: sign, flag, and which messages.
struct Move {
    text: String,
    silent: Option<(&'static str, &'static str)>,
    sequence: Range<usize>,
    uids: Range<u32>,
}

fn draw(random: &mut StdRng, count: usize) -> Move {
    let first = random.random_range(1..=count.max(1));
    let sequence = if count == 0 { 0..0 } else { first..random.random_range(first..=count) + 1 };
    let set = if count == 0 { "1:*".to_owned() } else { format!("{}:{}", sequence.start, sequence.end - 1) };
    let (low, high) = (random.random_range(1..40), random.random_range(30..90));
    let flag = FLAGS[random.random_range(0..FLAGS.len())];
    let sign = ["+", "-", ""][random.random_range(0..3)];
    let (silent, suffix) = if random.random() { (Some((sign, flag)), ".SILENT") } else { (None, "") };
    let none = (0..0, 0..0);
    let (text, silent, (sequence, uids)) = match random.random_range(0..12) {
        0 | 1 => ("APPEND INBOX {17+}\r\nSubject: x\r\n\r\nx\r\n".to_owned(), None, none),
        2 => (format!("STORE {set} {sign}FLAGS{suffix} ({flag})"), silent, (sequence, 0..0)),
        3 => (
            format!("UID STORE {low}:{high} {sign}FLAGS{suffix} ({flag})"),
            silent,
            (0..0, low.min(high)..high.max(low) + 1),
        ),
        4 => (format!("FETCH {set} (UID FLAGS BODY[TEXT])"), None, none),
        5 => (format!("UID FETCH {high}:{low} (FLAGS)"), None, none),
        6 => ("EXPUNGE".to_owned(), None, none),
        7 => (format!("UID EXPUNGE {low}:{high}"), None, none),
        8 => (format!("COPY {set} INBOX"), None, none),
        9 => (format!("UID MOVE {low} Trash"), None, none),
        10 => ("SEARCH UNSEEN".to_owned(), None, none),
        _ => ("NOOP".to_owned(), None, none),
    };
    Move { text, silent, sequence, uids }
}

/// Flags after a change, in order.
fn changed(flags: &str, sign: &str, flag: &str) -> String {
    let mut flags: Vec<&str> =
        flags.split_whitespace().filter(|own| !sign.is_empty() && *own != flag).collect();
    if sign != "-" {
        flags.push(flag);
    }
    flags.sort_unstable();
    flags.join(" ")
}

#[tokio::test(start_paused = true)]
async fn every_client_ends_with_the_same_picture() {
    let people = House::new().await;
    for seed in 0..40 {
        let (house, mut random) = (people.emptied(), StdRng::seed_from_u64(seed));
        let mut believers = Vec::new();
        for _ in 0..CLIENTS {
            believers.push(Believer::new(&house).await);
        }
        for _ in 0..STEPS {
            let believer = &mut believers[random.random_range(0..CLIENTS)];
            let order = draw(&mut random, believer.messages.len());
            believer.make(order).await;
        }
        assert_agree(&house, believers, &format!("seed {seed}")).await;
    }
}

/// As above with all clients at work at the same time, where calls of one fall between those of another.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_client_ends_with_the_same_picture_when_all_act_at_once() {
    let people = House::new().await;
    for seed in 0..30 {
        let house = people.emptied();
        let mut acting = Vec::new();
        for client in 0..CLIENTS as u64 {
            let mut believer = Believer::new(&house).await;
            acting.push(tokio::spawn(async move {
                let mut random = StdRng::seed_from_u64(seed * 100 + client);
                for _ in 0..STEPS / CLIENTS {
                    let order = draw(&mut random, believer.messages.len());
                    // What `.SILENT` leaves unsaid cannot be foretold while others act.
                    believer.run(&order.text.replace(".SILENT", "")).await;
                }
                believer
            }));
        }
        let mut believers = Vec::new();
        for believer in acting {
            believers.push(believer.await.expect("a client"));
        }
        assert_agree(&house, believers, &format!("seed {seed}")).await;
    }
}

/// After a NOOP each believes what is true.
async fn assert_agree(house: &House, mut believers: Vec<Believer>, which: &str) {
    let mailbox = house.doors.post.mailbox(ANNA);
    let inbox = mailbox.folders().await.expect("folders")[0].id;
    let mut truth = BTreeMap::new();
    for entry in mailbox.list(inbox, 1..u32::MAX, 10_000).await.expect("entries") {
        let marks = super::super::marks::Marks::from(&entry.flags);
        let mut names: Vec<&str> = marks.names().collect();
        names.sort_unstable();
        truth.insert(entry.uid, names.join(" "));
    }
    for believer in &mut believers {
        believer.run("NOOP").await;
        let known = believer.picture();
        assert_eq!(believer.messages.len(), truth.len(), "{which}");
        let wrong: Vec<_> = known.iter().filter(|(uid, flags)| truth.get(uid) != Some(flags)).collect();
        assert!(wrong.is_empty(), "{which}: {wrong:?} are in truth {truth:?}");
        believer.run("UID FETCH 1:* (FLAGS)").await;
        assert_eq!(believer.picture(), truth, "{which}");
    }
}
