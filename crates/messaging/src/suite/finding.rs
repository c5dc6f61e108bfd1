//! Lists, pages, searches, counts and bytes.

use super::*;
use crate::{Filter, FlagChange, Flags, MailboxError, Position, TextPart};

fn seen() -> FlagChange {
    FlagChange::Add(Flags { seen: true, ..Flags::default() })
}

pub async fn changes_tell_what_is_new_altered_and_gone(subject: &Subject) {
    let annas = subject.anna_with(4).await;
    let known = annas.status(annas.inbox).await.highest_modseq;
    let nothing = annas.mailbox.changes(annas.inbox, known).await.expect("changes");
    assert_eq!((nothing.highest_modseq, nothing.changed.len(), nothing.vanished.len()), (known, 0, 0));
    annas.mailbox.set_flags(annas.inbox, &[2], seen(), None).await.expect("set");
    annas.mailbox.move_to(annas.inbox, &[3], annas.archive).await.expect("moved");
    subject.mail("new", &[subject.anna], "new").await;
    let changes = annas.mailbox.changes(annas.inbox, known).await.expect("changes");
    let changed: Vec<_> = changes.changed.iter().map(|entry| (entry.uid, entry.flags.seen)).collect();
    assert_eq!((changed, changes.vanished), (vec![(2, true), (5, false)], vec![3]));
    assert_eq!(changes.highest_modseq, annas.status(annas.inbox).await.highest_modseq);
    let all = annas.mailbox.changes(annas.inbox, 0).await.expect("changes");
    assert_eq!(all.changed.len(), 4);
}

pub async fn pages_show_the_newest_first(subject: &Subject) {
    let annas = subject.anna_with(6).await;
    subject.post.deliver(voice("v", &[subject.anna], 8_000)).await.expect("delivered");
    annas.mailbox.set_flags(annas.inbox, &[2, 6], seen(), None).await.expect("set");
    let deleted = FlagChange::Add(Flags { deleted: true, ..Flags::default() });
    annas.mailbox.set_flags(annas.inbox, &[4], deleted, None).await.expect("set");
    for (kind, seen, before, limit, expected) in [
        (None, None, None, 3, vec![7, 6, 5]),
        (None, None, Some(5), 10, vec![3, 2, 1]),
        (Some(Kind::Voice), None, None, 10, vec![7]),
        (Some(Kind::Email), Some(false), None, 10, vec![5, 3, 1]),
        (None, Some(true), None, 10, vec![6, 2]),
        (None, None, Some(1), 10, vec![]),
    ] {
        let before = before.map(|uid| Position { received: at(), uid });
        let page =
            annas.mailbox.newest(annas.inbox, Filter { kind, seen }, before, limit).await.expect("a page");
        assert_eq!(
            page.into_iter().map(|entry| entry.uid).collect::<Vec<_>>(),
            expected,
            "{kind:?} {seen:?} {before:?}"
        );
    }
}

/// What is brought late or taken back out of the trash has a new UID and stands where it belongs all the same.
pub async fn pages_are_by_time_whatever_the_uid(subject: &Subject) {
    let annas = subject.anna_with(0).await;
    let later = |seconds: i64| at() + jiff::SignedDuration::from_secs(seconds);
    for received in [3, 1, 2, 2, 4] {
        let message = Bytes::from(letter("one", "of several"));
        let brought = annas.mailbox.append(annas.inbox, message, Flags::default(), later(received));
        brought.await.expect("appended");
    }
    annas.mailbox.move_to(annas.inbox, &[1], annas.archive).await.expect("moved");
    annas.mailbox.move_to(annas.archive, &[1], annas.inbox).await.expect("taken back");
    // By UID 2 to 6: received at 1, 2, 2, 4, and 3 again.
    let (mut walked, mut before) = (Vec::new(), None);
    loop {
        let page = annas.mailbox.newest(annas.inbox, Filter::default(), before, 2).await.expect("a page");
        let Some(last) = page.last() else { break };
        before = Some(last.position());
        walked.extend(page.iter().map(|entry| entry.uid));
    }
    assert_eq!(walked, [5, 6, 4, 3, 2]);
    let gone = Position { received: later(3), uid: 1 };
    let after = annas.mailbox.newest(annas.inbox, Filter::default(), Some(gone), 9).await.expect("a page");
    let after: Vec<u32> = after.iter().map(|entry| entry.uid).collect();
    assert_eq!(after, [4, 3, 2], "a cursor whose message is gone still divides");
}

pub async fn lists_are_by_uid_and_bounded(subject: &Subject) {
    let annas = subject.anna_with(5).await;
    for (uids, limit, expected) in [
        (2..5, 10, vec![2, 3, 4]),
        (1..u32::MAX, 2, vec![1, 2]),
        (5..6, 1, vec![5]),
        (9..20, 5, vec![]),
        (3..3, 5, vec![]),
    ] {
        let entries = annas.mailbox.list(annas.inbox, uids.clone(), limit).await.expect("entries");
        assert_eq!(
            entries.into_iter().map(|entry| entry.uid).collect::<Vec<_>>(),
            expected,
            "{uids:?} {limit}"
        );
    }
}

pub async fn texts_are_found_in_headers_and_bodies(subject: &Subject) {
    let encoded = b"From: =?utf-8?q?M=C3=BCller?= <m@x.org>\r\nSubject: offer\r\nX-Empty:\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZSBhdXMgS8O2bG4=\r\n";
    subject.post.deliver(mail("1", &[subject.anna], encoded.as_slice())).await.expect("delivered");
    subject
        .post
        .deliver(mail("2", &[subject.anna], letter("Müller's other OFFER", "a body")))
        .await
        .expect("delivered");
    let annas = subject.anna_with(0).await;
    let header = |name: &str| TextPart::Header(name.to_owned());
    for (part, text, expected) in [
        (header("subject"), "offer", vec![1, 2]),
        (header("From"), "MÜLLER", vec![1]),
        (header("x-empty"), "", vec![1]),
        (header("x-none"), "", vec![]),
        (TextPart::Body, "köln", vec![1]),
        (TextPart::Body, "offer", vec![]),
        (TextPart::Whole, "müller", vec![1, 2]),
        (TextPart::Whole, "A BODY", vec![2]),
    ] {
        let found = annas.mailbox.search_text(annas.inbox, part.clone(), text).await.expect("searched");
        assert_eq!(found, expected, "{part:?} {text}");
    }
}

pub async fn counts_are_of_the_inbox(subject: &Subject) {
    let annas = subject.anna_with(4).await;
    subject.post.deliver(voice("v1", &[subject.anna], 8_000)).await.expect("delivered");
    subject.post.deliver(voice("v2", &[subject.anna], 8_000)).await.expect("delivered");
    annas.mailbox.set_flags(annas.inbox, &[1, 6], seen(), None).await.expect("set");
    let deleted = FlagChange::Add(Flags { deleted: true, ..Flags::default() });
    annas.mailbox.set_flags(annas.inbox, &[2], deleted, None).await.expect("set");
    annas.mailbox.move_to(annas.inbox, &[3], annas.archive).await.expect("moved");
    let counts = annas.mailbox.counts().await.expect("counts");
    assert_eq!(counts, crate::Counts { new_voice: 1, old_voice: 1, new_email: 1, old_email: 1 });
}

pub async fn bytes_are_read_in_ranges(subject: &Subject) {
    let long = vec![b'x'; 200_000];
    let message = [letter("long", "").as_slice(), &long].concat();
    let delivered =
        subject.post.deliver(mail("k", &[subject.anna], message.clone())).await.expect("delivered");
    let whole = [b"Return-Path: <c@d>\r\n".as_slice(), &message].concat();
    let mailbox = subject.post.mailbox(subject.anna);
    let end = whole.len() as u64;
    for (from, to) in
        [(0, 10), (5, 5), (65_530, 131_080), (end - 3, end + 9), (end + 1, end + 2), (0, u64::MAX)]
    {
        let read = mailbox.read(&delivered.message, from..to).await.expect("the bytes");
        let expected = &whole[from.min(end) as usize..to.min(end) as usize];
        assert!(read == expected, "{from}..{to}: {} bytes", read.len());
    }
    let other = subject.post.mailbox(subject.bob);
    assert!(
        matches!(other.read(&delivered.message, 0..1).await, Err(MailboxError::NoSuchMessage)),
        "another's message"
    );
}

pub async fn usage_is_of_all_folders(subject: &Subject) {
    assert_eq!(subject.post.usage(subject.anna).await.expect("an answer"), 0);
    assert!(matches!(subject.post.usage(subject.stranger).await, Err(MailboxError::NoSuchFolder)));
    let Annas { mailbox, inbox, archive } = subject.anna_with(3).await;
    let entries = mailbox.list(inbox, 1..u32::MAX, 10).await.expect("entries");
    let sizes: Vec<u64> = entries.iter().map(|entry| entry.size).collect();
    let usage = async || subject.post.usage(subject.anna).await.expect("an answer");
    assert_eq!(usage().await, sizes.iter().sum::<u64>());
    mailbox.copy(inbox, &[1], archive).await.expect("copied");
    mailbox.move_to(inbox, &[2], archive).await.expect("moved");
    assert_eq!(usage().await, sizes.iter().sum::<u64>() + sizes[0]);
    assert_eq!(subject.post.usage(subject.bob).await.expect("an answer"), 0);
}
