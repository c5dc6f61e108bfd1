//! What mailboxes hold is added up as their folders change, however many messages lie there.

use super::forgetting::{execute, inbox, message};
use crate::messages::{DELETED, Destinations, Edition, FlagsRow, NewMessage, Replaced, Shelves};
use crate::testing::{Fixture, on_both};
use crate::{QuotaTold, Store, TenantStore};
use bytes::Bytes;
use domain::id::{FolderId, UserId};
use domain::quota::Level;
use jiff::{SignedDuration, Timestamp};

const ANNA: UserId = UserId::new(1);
const BEN: UserId = UserId::new(2);

fn of_size(size: u64) -> NewMessage {
    let mut new = message(Timestamp::now());
    new.row.size = size;
    new
}

/// What is added up is what lies there.
async fn check(store: &Store, tenant: &TenantStore, expected: [u64; 2]) {
    for (owner, expected) in [ANNA, BEN].into_iter().zip(expected) {
        assert_eq!(tenant.messages().of(owner).octets().await.unwrap(), expected, "{owner:?}");
    }
    let sql = "SELECT folder.id FROM folder WHERE octets <> (SELECT COALESCE(SUM(message.size), 0) FROM entry \
               JOIN message ON message.id = entry.message WHERE entry.folder = folder.id)";
    assert!(store.rows(sql, Vec::new()).await.unwrap().is_empty());
}

async fn mark_deleted(shelves: &Shelves, folder: FolderId, uids: Vec<u32>) {
    let deleted = |_: &FlagsRow| FlagsRow { bits: DELETED, keywords: String::new() };
    shelves.set_flags(folder, uids, None, deleted).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mailbox_holds_follows_every_change_of_its_folders() {
    for Fixture { store, tenant, .. } in on_both().await {
        let (anna, ben) = (tenant.messages().of(ANNA), tenant.messages().of(BEN));
        let to = vec![(ANNA, inbox(&anna).await), (BEN, inbox(&ben).await)];
        let (annas, transcript) = (to[0].1, Some("en-GB".to_owned()));
        let to = Destinations { inboxes: to, transcript, ..Destinations::default() };
        check(&store, &tenant, [0, 0]).await;
        for _again in 0..2 {
            let octets = Bytes::from("sound");
            tenant.messages().deliver("k".into(), of_size(1000), octets, to.clone()).await.unwrap();
            check(&store, &tenant, [1000, 1000]).await;
        }
        anna.append(annas, of_size(200), Bytes::from("x"), FlagsRow::default()).await.unwrap();
        check(&store, &tenant, [1200, 1000]).await;
        let other = anna.create("Other".into(), Vec::new(), 1).await.unwrap();
        anna.copy(annas, vec![1, 2], other).await.unwrap();
        anna.copy(other, vec![1], other).await.unwrap();
        check(&store, &tenant, [3400, 1000]).await;
        anna.move_to(other, vec![2, 3], annas).await.unwrap();
        check(&store, &tenant, [3400, 1000]).await;

        let (rows, now) = (tenant.transcripts(), Timestamp::now());
        let work = rows.claim("a".into(), now, now + SignedDuration::from_mins(9)).await.unwrap().unwrap();
        let edition = Edition { octets: Bytes::from(vec![b'x'; 1010]), structure: "{}".into() };
        let replaced = tenant.messages().replace(work, edition, |_| true).await.unwrap();
        assert_eq!(replaced, Replaced::Done);
        check(&store, &tenant, [3430, 1010]).await;

        mark_deleted(&anna, annas, vec![2]).await;
        check(&store, &tenant, [3430, 1010]).await;
        assert_eq!(anna.expunge(annas, None).await.unwrap(), [2]);
        check(&store, &tenant, [3230, 1010]).await;
        anna.delete(other).await.unwrap();
        check(&store, &tenant, [2220, 1010]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_of_a_hundred_thousand_messages_keeps_their_uids_and_knows_what_it_holds() {
    for Fixture { store, tenant, .. } in on_both().await {
        let anna = tenant.messages().of(ANNA);
        let (annas, _) = (inbox(&anna).await, inbox(&tenant.messages().of(BEN)).await);
        anna.append(annas, of_size(40_000), Bytes::from("x"), FlagsRow::default()).await.unwrap();
        let mut uids: Vec<u32> = vec![1];
        while uids.len() < 100_000 {
            let more = uids.len().min(100_000 - uids.len());
            let pairs = anna.copy(annas, uids[..more].to_vec(), annas).await.unwrap();
            uids.extend(pairs.into_iter().map(|(_, new)| new));
        }
        assert_eq!(anna.status(annas).await.unwrap().messages, 100_000);
        check(&store, &tenant, [4_000_000_000, 0]).await;
        mark_deleted(&anna, annas, vec![1, 50_000]).await;
        anna.expunge(annas, None).await.unwrap();
        let last = anna.list(annas, 99_999..u32::MAX, 10).await.unwrap();
        assert_eq!(last.iter().map(|entry| entry.uid).collect::<Vec<_>>(), [99_999, 100_000]);
        check(&store, &tenant, [3_999_920_000, 0]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lay_there_before_is_added_up_when_the_schema_is_brought_forward() {
    for Fixture { store, tenant, config, dir: _dir } in on_both().await {
        let anna = tenant.messages().of(ANNA);
        let annas = inbox(&anna).await;
        anna.append(annas, of_size(300), Bytes::from("x"), FlagsRow::default()).await.unwrap();
        anna.copy(annas, vec![1], annas).await.unwrap();
        for sql in [
            "ALTER TABLE folder DROP COLUMN octets",
            "DROP TABLE quota_told",
            "DELETE FROM migration WHERE number = 15",
        ] {
            execute(&store, sql).await;
        }
        store.close().await;
        let store = Store::open(config).await.unwrap();
        assert_eq!(store.tenant(tenant.id()).messages().of(ANNA).octets().await.unwrap(), 600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_owner_was_told_is_known_again_and_an_earlier_round_changes_nothing() {
    for Fixture { tenant, .. } in on_both().await {
        let rows = tenant.quota_told();
        assert_eq!(rows.of(ANNA).await.unwrap(), QuotaTold::nothing(ANNA));
        let told = |level, round| QuotaTold { person: ANNA, level, round };
        rows.keep(told(Level::Almost, 1)).await.unwrap();
        rows.keep(told(Level::Full, 2)).await.unwrap();
        rows.keep(told(Level::Almost, 1)).await.unwrap();
        assert_eq!(rows.of(ANNA).await.unwrap(), told(Level::Full, 2));
        assert_eq!(rows.of(BEN).await.unwrap(), QuotaTold::nothing(BEN));
    }
}
