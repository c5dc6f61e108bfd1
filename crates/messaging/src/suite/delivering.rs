//! Messages come in: wholly, once, with rising UIDs.

use super::*;
use crate::{DeliverError, MailboxError, voice};
use std::collections::BTreeSet;

pub async fn a_message_lies_in_every_recipients_inbox(subject: &Subject) {
    let delivered = subject.mail("k", &[subject.anna, subject.bob], "hello").await;
    assert_eq!((delivered.kind, delivered.again), (Kind::Email, false));
    for user in [subject.anna, subject.bob] {
        let mailbox = subject.post.mailbox(user);
        let folder = inbox(&*mailbox).await;
        let entries = mailbox.list(folder.id, 1..u32::MAX, 10).await.expect("entries");
        let [entry] = entries.as_slice() else { panic!("one message, not {}", entries.len()) };
        assert_eq!((entry.uid, &entry.message, entry.received), (1, &delivered.message, at()));
        assert_eq!(entry.from.email.as_deref(), Some("carl@example.net"));
        assert_eq!((entry.subject.as_str(), entry.flags.seen, mailbox.owner()), ("hello", false, user));
        assert_eq!(entry.structure.envelope.subject.as_deref(), Some("hello"));
        assert_eq!(mailbox.find(&delivered.message).await.expect("found").as_ref(), Some(entry));
    }
}

pub async fn a_voice_message_can_be_heard(subject: &Subject) {
    let delivered =
        subject.post.deliver(self::voice("rec", &[subject.anna], 8_000 * 3)).await.expect("delivered");
    let mailbox = subject.post.mailbox(subject.anna);
    let entry = mailbox.find(&delivered.message).await.expect("an answer").expect("the message");
    assert_eq!((entry.kind, entry.seconds), (Kind::Voice, Some(3)));
    assert_eq!((entry.from.name.as_deref(), entry.from.number.as_deref()), (Some("Dörte"), Some("+4930")));
    let wav = voice::audio(&*mailbox, &entry).await.expect("the sound");
    assert_eq!((wav.len(), &wav[..4]), (44 + 2 * 8_000 * 3, &b"RIFF"[..]));
    assert_eq!(&wav[44 + 2 * 299..44 + 2 * 301], [43, 1, 0, 0]);
}

pub async fn one_key_is_one_message_and_the_same_answer(subject: &Subject) {
    let first = subject.mail("same", &[subject.anna], "once").await;
    let again = subject.mail("same", &[subject.anna, subject.bob], "twice").await;
    assert_eq!((again.message, again.kind, again.again), (first.message, first.kind, true));
    let annas = subject.anna_with(0).await;
    assert_eq!(annas.uids(annas.inbox).await, [1]);
    let bobs = subject.post.mailbox(subject.bob);
    assert_eq!(bobs.counts().await.expect("counts").new_email, 0);

    let racing = (0..8).map(|_| subject.post.deliver(mail("race", &[subject.anna], letter("race", ""))));
    let answers = futures_util::future::join_all(racing).await;
    let fresh =
        answers.iter().filter(|answer| answer.as_ref().is_ok_and(|delivered| !delivered.again)).count();
    let names: BTreeSet<_> =
        answers.into_iter().map(|answer| answer.expect("delivered").message.as_str().to_owned()).collect();
    assert_eq!((fresh, names.len(), annas.uids(annas.inbox).await), (1, 1, vec![1, 2]));
}

pub async fn nobody_unknown_gets_a_message(subject: &Subject) {
    for to in [vec![], vec![subject.stranger], vec![subject.anna, subject.stranger]] {
        let refused = subject.post.deliver(mail("k", &to, letter("x", ""))).await;
        assert!(matches!(refused, Err(DeliverError::NoSuchRecipient)), "{refused:?}");
    }
    let annas = subject.anna_with(0).await;
    assert_eq!(annas.uids(annas.inbox).await, [] as [u32; 0]);
    let none = subject.post.mailbox(subject.stranger);
    assert!(matches!(none.folders().await, Err(MailboxError::NoSuchFolder)));
    assert!(matches!(none.status(annas.inbox).await, Err(MailboxError::NoSuchFolder)));
    let other = subject.post.mailbox(subject.bob);
    assert!(matches!(other.status(annas.inbox).await, Err(MailboxError::NoSuchFolder)), "another's folder");
}

/// Deliveries to one, the other and both, all at once.
pub async fn deliveries_at_once_get_rising_uids_and_none_is_lost(subject: &Subject) {
    const DELIVERIES: u32 = 60;
    let both = [subject.anna, subject.bob];
    let running: Vec<_> = (0..DELIVERIES)
        .map(|number| {
            let post = Arc::clone(&subject.post);
            let to = match number % 3 {
                0 => both.to_vec(),
                1 => vec![subject.anna],
                _ => vec![subject.bob, subject.anna],
            };
            tokio::spawn(async move {
                post.deliver(mail(&format!("k{number}"), &to, letter(&number.to_string(), ""))).await
            })
        })
        .collect();
    for delivery in running {
        delivery.await.expect("no panic").expect("delivered");
    }
    let annas = subject.anna_with(0).await;
    let entries = annas.mailbox.list(annas.inbox, 0..u32::MAX, 10_000).await.expect("entries");
    assert_eq!(
        entries.iter().map(|entry| entry.uid).collect::<Vec<_>>(),
        (1..=DELIVERIES).collect::<Vec<_>>()
    );
    assert!(entries.is_sorted_by(|a, b| a.modseq < b.modseq), "modseq rises with the UID");
    let subjects: BTreeSet<_> = entries.iter().map(|entry| entry.subject.clone()).collect();
    assert_eq!(subjects.len(), DELIVERIES as usize);
    let status = annas.status(annas.inbox).await;
    assert_eq!((status.messages, status.uid_next, status.unseen), (DELIVERIES, DELIVERIES + 1, DELIVERIES));
    assert_eq!(Some(status.highest_modseq), entries.last().map(|entry| entry.modseq));
}

pub async fn mail_begins_with_its_trace(subject: &Subject) {
    let delivered = subject.mail("k", &[subject.anna], "s").await;
    let mailbox = subject.post.mailbox(subject.anna);
    let whole = mailbox.read(&delivered.message, 0..u64::MAX).await.expect("the bytes");
    assert_eq!(whole, [b"Return-Path: <c@d>\r\n".as_slice(), &letter("s", "a text")].concat());
}
