//! A message that gains a text: the work for it, and other bytes in its place wherever it lies.

use super::forgetting::{inbox, message};
use crate::messages::{DELETED, Edition, FlagsRow, MessagesError, Replaced, SEEN, Shelves};
use crate::testing::{Fixture, on_both};
use crate::{TenantStore, TranscriptRow};
use bytes::Bytes;
use domain::id::{FolderId, MessageId, UserId};
use jiff::{SignedDuration, Timestamp};

const ANNA: UserId = UserId::new(1);
const BEN: UserId = UserId::new(2);

/// Two people's inboxes with one message that waits for its text.
async fn delivered(tenant: &TenantStore) -> ([(Shelves, FolderId); 2], MessageId) {
    let messages = tenant.messages();
    let (anna, ben) = (messages.of(ANNA), messages.of(BEN));
    let inboxes = [inbox(&anna).await, inbox(&ben).await];
    let to = || crate::messages::Destinations {
        inboxes: vec![(ANNA, inboxes[0]), (BEN, inboxes[1])],
        transcript: Some("de-DE".into()),
        ..Default::default()
    };
    let new = || message(Timestamp::now());
    let delivered = messages.deliver("k".into(), new(), Bytes::from("sound"), to()).await.unwrap();
    let again = messages.deliver("k".into(), new(), Bytes::from("sound"), to()).await.unwrap();
    assert!(again.again && tenant.transcripts().standing().await.unwrap().waiting == 1);
    ([(anna, inboxes[0]), (ben, inboxes[1])], delivered.message)
}

async fn claim(tenant: &TenantStore, holder: &str, now: Timestamp) -> Option<TranscriptRow> {
    let until = now + SignedDuration::from_mins(10);
    tenant.transcripts().claim(holder.into(), now, until).await.unwrap()
}

fn text() -> Edition {
    Edition { octets: Bytes::from("sound and text"), structure: "{\"new\":1}".into() }
}

async fn replace(tenant: &TenantStore, work: &TranscriptRow) -> Result<Replaced, MessagesError> {
    let wanted =
        |entries: &[crate::messages::EntryRow]| entries.iter().any(|entry| entry.flags.bits & DELETED == 0);
    tenant.messages().replace(work.clone(), text(), wanted).await
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_one_holders_and_comes_again_when_it_is_put_off_or_its_holder_is_gone() {
    for Fixture { tenant, .. } in on_both().await {
        let (_, message) = delivered(&tenant).await;
        let (rows, now) = (tenant.transcripts(), Timestamp::now());
        let first = claim(&tenant, "a", now).await.unwrap();
        assert_eq!((first.message, first.language.as_str(), first.attempts), (message, "de-DE", 0));
        assert!(claim(&tenant, "b", now).await.is_none(), "it is another's");
        assert!(rows.put_off(&first, now + SignedDuration::from_mins(1)).await.unwrap());
        assert!(claim(&tenant, "b", now).await.is_none(), "not before its time");
        let later = now + SignedDuration::from_mins(2);
        let second = claim(&tenant, "b", later).await.unwrap();
        assert_eq!(second.attempts, 1);
        let lapsed = later + SignedDuration::from_mins(11);
        let third = claim(&tenant, "c", lapsed).await.unwrap();
        assert!(!rows.put_off(&second, now).await.unwrap(), "its lease is over");
        assert!(!rows.give_up(&second).await.unwrap());
        rows.release("c".into()).await.unwrap();
        assert!(!rows.give_up(&third).await.unwrap(), "released");
        let fourth = claim(&tenant, "a", lapsed).await.unwrap();
        assert!(rows.give_up(&fourth).await.unwrap());
        assert_eq!(rows.standing().await.unwrap().waiting, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_has_other_bytes_and_a_new_uid_everywhere_and_its_flags_and_name() {
    for Fixture { tenant, .. } in on_both().await {
        let ([(anna, annas), (ben, bens)], message) = delivered(&tenant).await;
        anna.copy(annas, vec![1], annas).await.unwrap();
        let seen = |_: &FlagsRow| FlagsRow { bits: SEEN, keywords: "$x".into() };
        anna.set_flags(annas, vec![1], None, seen).await.unwrap();
        let (before, ..) = anna.changes(annas, 0).await.unwrap();
        let change = tenant.changes().now().await.unwrap();
        let work = claim(&tenant, "a", Timestamp::now()).await.unwrap();
        assert_eq!(replace(&tenant, &work).await.unwrap(), Replaced::Done);
        assert_eq!(replace(&tenant, &work).await.unwrap(), Replaced::NotOurs, "never twice");

        let (_, changed, gone) = anna.changes(annas, before).await.unwrap();
        assert_eq!(gone, [1, 2]);
        let uids: Vec<_> = changed.iter().map(|entry| (entry.uid, entry.flags.bits, entry.edition)).collect();
        assert_eq!(uids, [(3, SEEN, 1), (4, 0, 1)]);
        assert!(changed.iter().all(|entry| entry.message == message));
        assert_eq!(ben.list(bens, 0..9, 9).await.unwrap()[0].uid, 2);
        assert!(tenant.changes().now().await.unwrap() >= change + 2, "both hear of it");
        let place = anna.place(message, false).await.unwrap().unwrap();
        assert_eq!(place.size, 14);
        assert_eq!(anna.read(&place, 0..99).await.unwrap(), "sound and text");
        assert_eq!(anna.describe(&[message]).await.unwrap()[0].1.structure, "{\"new\":1}");
        assert_eq!(tenant.transcripts().standing().await.unwrap().waiting, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_the_old_uid_still_means_the_message() {
    for Fixture { tenant, .. } in on_both().await {
        let ([(anna, annas), _], _) = delivered(&tenant).await;
        let archive = anna.create("Archive".into(), Vec::new(), 5).await.unwrap();
        let work = claim(&tenant, "a", Timestamp::now()).await.unwrap();
        assert_eq!(replace(&tenant, &work).await.unwrap(), Replaced::Done);
        let bits = |bits| move |_: &FlagsRow| FlagsRow { bits, keywords: String::new() };
        anna.set_flags(annas, vec![1, 2], None, bits(SEEN)).await.unwrap();
        assert_eq!(anna.list(annas, 0..9, 9).await.unwrap()[0].flags.bits, SEEN);
        assert_eq!(anna.copy(annas, vec![1], archive).await.unwrap(), [(2, 1)]);
        anna.set_flags(annas, vec![1], None, bits(DELETED)).await.unwrap();
        assert_eq!(anna.expunge(annas, Some(vec![1])).await.unwrap(), [2]);
        assert_eq!(
            anna.list(archive, 0..9, 9).await.unwrap()[0].edition,
            1,
            "a copy is of the edition that it was made of"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_wants_any_more_or_is_gone_is_left() {
    for Fixture { tenant, .. } in on_both().await {
        let ([(anna, annas), (ben, bens)], _) = delivered(&tenant).await;
        let deleted = |_: &FlagsRow| FlagsRow { bits: DELETED, keywords: String::new() };
        anna.set_flags(annas, vec![1], None, deleted).await.unwrap();
        ben.set_flags(bens, vec![1], None, deleted).await.unwrap();
        ben.expunge(bens, None).await.unwrap();
        let work = claim(&tenant, "a", Timestamp::now()).await.unwrap();
        assert!(tenant.transcripts().message(&work).await.unwrap().is_some());
        assert_eq!(replace(&tenant, &work).await.unwrap(), Replaced::Left);
        assert_eq!(anna.list(annas, 0..9, 9).await.unwrap()[0].uid, 1);
        anna.expunge(annas, None).await.unwrap();
        assert!(tenant.transcripts().message(&work).await.unwrap().is_none(), "the message is gone");
        assert_eq!(tenant.transcripts().standing().await.unwrap().waiting, 0);
    }
}
