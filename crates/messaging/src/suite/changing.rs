//! Messages are marked, brought, copied, moved and removed.

use super::*;
use crate::{FlagChange, Flags, MailboxError};

fn seen() -> Flags {
    Flags { seen: true, ..Flags::default() }
}
fn deleted() -> Flags {
    Flags { deleted: true, ..Flags::default() }
}

async fn flags_of(annas: &Annas, uid: u32) -> Flags {
    let mut entries = annas.mailbox.list(annas.inbox, uid..uid + 1, 1).await.expect("an entry");
    entries.remove(0).flags
}

pub async fn flags_change_as_told(subject: &Subject) {
    let annas = subject.anna_with(3).await;
    let before = annas.status(annas.inbox).await;
    let keyword = Flags { keywords: ["$Claimed".to_owned()].into(), flagged: true, ..Flags::default() };
    let set = |uids: &'static [u32], change| annas.mailbox.set_flags(annas.inbox, uids, change, None);
    assert_eq!(set(&[1, 2, 99], FlagChange::Add(seen())).await.expect("set"), [] as [u32; 0]);
    set(&[2], FlagChange::Add(keyword.clone())).await.expect("set");
    set(&[1], FlagChange::Remove(seen())).await.expect("set");
    set(&[3], FlagChange::Replace(Flags { answered: true, draft: true, ..deleted() })).await.expect("set");
    assert_eq!(flags_of(&annas, 1).await, Flags::default());
    assert_eq!(flags_of(&annas, 2).await, Flags { seen: true, ..keyword });
    assert_eq!(flags_of(&annas, 3).await, Flags { answered: true, draft: true, ..deleted() });
    let after = annas.status(annas.inbox).await;
    assert!(after.highest_modseq >= before.highest_modseq + 4);
    assert_eq!((after.uid_next, after.messages, after.unseen), (4, 3, 2));

    set(&[2], FlagChange::Add(seen())).await.expect("set");
    assert_eq!(annas.status(annas.inbox).await, after, "nothing changed, so nothing rises");
    let wrong = Flags { keywords: ["a b".to_owned()].into(), ..Flags::default() };
    assert!(matches!(set(&[1], FlagChange::Add(wrong)).await, Err(MailboxError::NotAllowed)));
}

pub async fn flags_that_changed_since_are_left_alone(subject: &Subject) {
    let annas = subject.anna_with(3).await;
    let known = annas.status(annas.inbox).await.highest_modseq;
    annas.mailbox.set_flags(annas.inbox, &[2], FlagChange::Add(seen()), None).await.expect("set");
    let change = FlagChange::Add(Flags { flagged: true, ..Flags::default() });
    let refused = annas.mailbox.set_flags(annas.inbox, &[3, 2, 1], change, Some(known)).await.expect("set");
    assert_eq!(refused, [2]);
    for (uid, flagged) in [(1, true), (2, false), (3, true)] {
        assert_eq!(flags_of(&annas, uid).await.flagged, flagged, "{uid}");
    }
}

pub async fn an_appended_message_is_found_by_its_uid(subject: &Subject) {
    let annas = subject.anna_with(1).await;
    let flags = Flags { keywords: ["$x".to_owned()].into(), ..seen() };
    let message = Bytes::from(letter("brought", "along"));
    let append = |folder| annas.mailbox.append(folder, message.clone(), flags.clone(), at());
    let (uid, name) = append(annas.archive).await.expect("appended");
    assert_eq!(append(annas.archive).await.expect("appended").0, uid + 1);
    let entry = annas.mailbox.find(&name).await.expect("an answer").expect("the message");
    assert_eq!((entry.uid, entry.folder, &entry.flags, entry.received), (uid, annas.archive, &flags, at()));
    assert_eq!((entry.subject.as_str(), entry.size), ("brought", message.len() as u64));
    assert_eq!(annas.mailbox.read(&name, 0..u64::MAX).await.expect("the bytes"), message);
    let nowhere = append(FolderId::new(i64::from(u32::MAX))).await;
    assert!(matches!(nowhere, Err(MailboxError::NoSuchFolder)));
}

pub async fn copies_are_the_same_message(subject: &Subject) {
    let annas = subject.anna_with(3).await;
    annas.mailbox.set_flags(annas.inbox, &[3], FlagChange::Add(seen()), None).await.expect("set");
    let pairs = annas.mailbox.copy(annas.inbox, &[3, 77, 1], annas.archive).await.expect("copied");
    assert_eq!(pairs, [(1, 1), (3, 2)]);
    let old = annas.mailbox.list(annas.inbox, 0..u32::MAX, 10).await.expect("entries");
    let new = annas.mailbox.list(annas.archive, 0..u32::MAX, 10).await.expect("entries");
    for (copy, original) in new.iter().zip([&old[0], &old[2]]) {
        assert_eq!(
            (&copy.message, &copy.flags, copy.received),
            (&original.message, &original.flags, original.received)
        );
    }
    let found = annas.mailbox.find(&old[0].message).await.expect("an answer").expect("the message");
    assert_eq!(found.folder, annas.inbox, "the inbox goes first");

    annas.mailbox.set_flags(annas.inbox, &[1], FlagChange::Add(deleted()), None).await.expect("set");
    annas.mailbox.expunge(annas.inbox, None).await.expect("expunged");
    let found = annas.mailbox.find(&old[0].message).await.expect("an answer").expect("the copy lives on");
    assert_eq!((found.folder, found.flags.deleted), (annas.archive, false));
    assert!(annas.mailbox.read(&found.message, 0..5).await.is_ok());
}

pub async fn moving_is_copying_and_vanishing(subject: &Subject) {
    let annas = subject.anna_with(3).await;
    let before = annas.status(annas.inbox).await.highest_modseq;
    let pairs = annas.mailbox.move_to(annas.inbox, &[2, 3, 9], annas.archive).await.expect("moved");
    assert_eq!(pairs, [(2, 1), (3, 2)]);
    assert_eq!((annas.uids(annas.inbox).await, annas.uids(annas.archive).await), (vec![1], vec![1, 2]));
    let changes = annas.mailbox.changes(annas.inbox, before).await.expect("changes");
    assert_eq!((changes.vanished, changes.changed.len()), (vec![2, 3], 0));
    assert_eq!(annas.mailbox.move_to(annas.archive, &[1], annas.archive).await.expect("moved"), [(1, 3)]);
    assert_eq!(annas.uids(annas.archive).await, [2, 3]);
    assert_eq!(annas.status(annas.inbox).await.uid_next, 4, "UIDs are never given twice");
}

pub async fn expunge_takes_what_is_marked_and_named(subject: &Subject) {
    let annas = subject.anna_with(5).await;
    let gone = annas.mailbox.list(annas.inbox, 2..3, 1).await.expect("an entry").remove(0).message;
    annas.mailbox.set_flags(annas.inbox, &[2, 3, 5], FlagChange::Add(deleted()), None).await.expect("set");
    let expunge = |uids: Option<&'static [u32]>| annas.mailbox.expunge(annas.inbox, uids);
    let before = annas.status(annas.inbox).await.highest_modseq;
    assert_eq!(expunge(Some(&[1, 2, 9])).await.expect("expunged"), [2]);
    assert_eq!(expunge(None).await.expect("expunged"), [3, 5]);
    assert_eq!(expunge(None).await.expect("expunged"), [] as [u32; 0]);
    assert_eq!(annas.uids(annas.inbox).await, [1, 4]);
    assert_eq!(annas.mailbox.find(&gone).await.expect("an answer"), None);
    assert!(matches!(annas.mailbox.read(&gone, 0..1).await, Err(MailboxError::NoSuchMessage)));
    let changes = annas.mailbox.changes(annas.inbox, before).await.expect("changes");
    assert_eq!(changes.vanished, [2, 3, 5]);
    subject.mail("later", &[subject.anna], "later").await;
    assert_eq!(annas.uids(annas.inbox).await, [1, 4, 6]);
}

/// Two people's shared messages are moved back and forth, copied and expunged, all at once.
pub async fn commands_at_once_neither_fail_nor_lose(subject: &Subject) {
    const MESSAGES: u32 = 20;
    let both = [subject.anna, subject.bob];
    let mut names = Vec::new();
    for number in 0..MESSAGES {
        names.push(subject.mail(&format!("k{number}"), &both, "shared").await.message);
    }
    let mut running = Vec::new();
    for (user, step) in both.into_iter().flat_map(|user| (0..4).map(move |step| (user, step))) {
        let mailbox = subject.post.mailbox(user);
        running.push(tokio::spawn(async move {
            let folders = mailbox.folders().await.expect("folders");
            let (inbox, archive) = (folders[0].id, folders[1].id);
            let all: Vec<u32> = if step % 2 == 0 { (1..200).collect() } else { (1..200).rev().collect() };
            for _ in 0..3 {
                let (from, to) = if step % 2 == 0 { (inbox, archive) } else { (archive, inbox) };
                mailbox.move_to(from, &all, to).await.expect("moved");
                let copies: Vec<u32> = mailbox
                    .copy(to, &all[..5], to)
                    .await
                    .expect("copied")
                    .into_iter()
                    .map(|(_, new)| new)
                    .collect();
                mailbox.set_flags(to, &copies, FlagChange::Add(deleted()), None).await.expect("set");
                mailbox.expunge(to, Some(&copies)).await.expect("expunged");
            }
        }));
    }
    for task in running {
        task.await.expect("no command fails");
    }
    for user in both {
        let mailbox = subject.post.mailbox(user);
        for name in &names {
            assert!(mailbox.find(name).await.expect("an answer").is_some(), "{name:?} is lost");
            assert!(!mailbox.read(name, 0..1).await.expect("the bytes").is_empty());
        }
    }
}
