//! The office over the store and the one in memory answer alike, whatever is asked in whatever order.

use super::{people, sqlite::subject};
use crate::{Body, Delivery, FlagChange, Flags, Mailbox, Post, Sender, memory};
use bytes::Bytes;
use domain::id::{FolderId, UserId};
use std::sync::Arc;

const COMMANDS: u32 = 200;
/// Looking at everything is slow; a difference stays to be seen.
const LOOKED_AT_EVERY: u32 = 5;
const SEED: u64 = 42;

/// A linear congruential generator (Knuth): the same walk in every run.
struct Walk(u64);

impl Walk {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(bound)) as u32
    }

    fn uids(&mut self) -> Vec<u32> {
        (0..=self.below(4)).map(|_| 1 + self.below(40)).collect()
    }

    fn flags(&mut self) -> Flags {
        let keywords = (0..self.below(2)).map(|n| format!("$k{n}")).collect();
        Flags { seen: self.below(2) == 0, deleted: self.below(2) == 0, keywords, ..Flags::default() }
    }
}

#[derive(Clone, Debug)]
enum Command {
    Deliver(u32),
    Append(usize, Flags),
    Flag(usize, Vec<u32>, FlagChange),
    Copy(usize, Vec<u32>, usize),
    Move(usize, Vec<u32>, usize),
    Expunge(usize, Option<Vec<u32>>),
    Create(u32),
    Delete(usize),
    Rename(usize, u32),
}

fn command(walk: &mut Walk) -> Command {
    let folder = |walk: &mut Walk| walk.below(8) as usize;
    match walk.below(16) {
        0..=3 => Command::Deliver(walk.below(100)),
        4 => Command::Append(folder(walk), walk.flags()),
        5..=7 => {
            let flags = walk.flags();
            let change = match walk.below(3) {
                0 => FlagChange::Add(flags),
                1 => FlagChange::Remove(flags),
                _ => FlagChange::Replace(flags),
            };
            Command::Flag(folder(walk), walk.uids(), change)
        }
        8 | 9 => Command::Copy(folder(walk), walk.uids(), folder(walk)),
        10 | 11 => Command::Move(folder(walk), walk.uids(), folder(walk)),
        12 => Command::Expunge(folder(walk), Some(walk.uids())),
        13 => Command::Expunge(folder(walk), None),
        14 => Command::Create(walk.below(4)),
        _ => {
            if walk.below(2) == 0 {
                Command::Delete(folder(walk))
            } else {
                Command::Rename(folder(walk), walk.below(4))
            }
        }
    }
}

/// What a command answers, as text; names of messages and folders differ between the offices.
async fn run(post: &dyn Post, mailbox: &dyn Mailbox, command: Command) -> String {
    let folders = mailbox.folders().await.expect("folders");
    let id = |index: usize| folders.get(index).map_or(FolderId::new(9_999), |folder| folder.id);
    let message = |n: u32| Bytes::from(format!("From: a@b\r\nSubject: {n}\r\n\r\ntext {n}"));
    let at = jiff::Timestamp::UNIX_EPOCH;
    match command {
        Command::Deliver(n) => {
            let body = Body::Mail { message: message(n), trace: String::new() };
            let delivery =
                Delivery { key: n.to_string(), to: vec![mailbox.owner()], from: Sender::default(), at, body };
            format!("{:?}", post.deliver(delivery).await.map(|delivered| delivered.again))
        }
        Command::Append(folder, flags) => {
            format!("{:?}", mailbox.append(id(folder), message(7), flags, at).await.map(|(uid, _)| uid))
        }
        Command::Flag(folder, uids, change) => {
            format!("{:?}", mailbox.set_flags(id(folder), &uids, change, None).await)
        }
        Command::Copy(from, uids, to) => format!("{:?}", mailbox.copy(id(from), &uids, id(to)).await),
        Command::Move(from, uids, to) => format!("{:?}", mailbox.move_to(id(from), &uids, id(to)).await),
        Command::Expunge(folder, uids) => format!("{:?}", mailbox.expunge(id(folder), uids.as_deref()).await),
        Command::Create(n) => format!("{:?}", mailbox.create_folder(&format!("a{n}/b")).await.map(|_| ())),
        Command::Delete(folder) => format!("{:?}", mailbox.delete_folder(id(folder)).await),
        Command::Rename(folder, n) => {
            format!("{:?}", mailbox.rename_folder(id(folder), &format!("a{n}/c")).await)
        }
    }
}

/// All that a client could see of a mailbox.
async fn seen(mailbox: &dyn Mailbox) -> Vec<String> {
    let mut seen = vec![format!("{:?}", mailbox.counts().await.expect("counts"))];
    for folder in mailbox.folders().await.expect("folders") {
        let status = mailbox.status(folder.id).await.expect("a status");
        let changes = mailbox.changes(folder.id, 0).await.expect("changes");
        seen.push(format!(
            "{} {:?} {} {} {:?}",
            folder.name, folder.special_use, status.uid_next, status.unseen, changes.vanished
        ));
        for entry in changes.changed {
            seen.push(format!("  {} {} {:?}", entry.uid, entry.subject, entry.flags));
        }
    }
    seen
}

#[tokio::test]
async fn both_offices_answer_alike() {
    let (subject, _alive) = subject().await;
    let twin: Arc<dyn Post> = Arc::new(memory::PostOffice::new(people::directory().await.people()));
    let anna = UserId::new(1);
    let (kept, remembered) = (subject.post.mailbox(anna), twin.mailbox(anna));
    let mut walk = Walk(SEED);
    for step in 0..COMMANDS {
        let command = command(&mut walk);
        let stored = run(&*subject.post, &*kept, command.clone()).await;
        assert_eq!(stored, run(&*twin, &*remembered, command.clone()).await, "step {step}: {command:?}");
        if step % LOOKED_AT_EVERY == 0 || step + 1 == COMMANDS {
            assert_eq!(seen(&*kept).await, seen(&*remembered).await, "after step {step}: {command:?}");
        }
    }
}
