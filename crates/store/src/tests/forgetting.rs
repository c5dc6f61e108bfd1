//! What is forgotten and what is kept: changes, delivery keys, UIDs that went.

use crate::messages::{DELETED, FirstFolder, FlagsRow, MessageRow, NewMessage, Shelves};
use crate::testing::{Fixture, on_both};
use crate::{Changes, Forgotten, Store, StoreError, TenantStore};
use bytes::Bytes;
use domain::id::{FolderId, UserId};
use jiff::{SignedDuration, Timestamp};

const ANNA: UserId = UserId::new(1);

fn days(days: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(24 * days)
}

pub(super) fn message(received: Timestamp) -> NewMessage {
    let row = MessageRow {
        kind: "mail".to_owned(),
        size: 5,
        from_name: None,
        from_number: None,
        from_email: None,
        subject: String::new(),
        seconds: None,
        structure: "{}".to_owned(),
        header: None,
    };
    NewMessage { row, received: received.as_microsecond() }
}

pub(super) async fn inbox(shelves: &Shelves) -> FolderId {
    const INBOX: &[FirstFolder] = &[FirstFolder { name: "INBOX", special_use: None }];
    shelves.open(INBOX, 1).await.unwrap()[0].id
}

pub(super) async fn execute(store: &Store, sql: &'static str) {
    let run: Result<_, StoreError> =
        store.write(None, Vec::new(), move |tx| Box::pin(tx.execute(sql, Vec::new()))).await;
    run.unwrap();
}

async fn change(tenant: &TenantStore) {
    tenant
        .write(Vec::new(), |tx| {
            Box::pin(async move {
                for _ in 0..400 {
                    tx.change("person", "1".to_owned(), None).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_kept_for_a_week_and_their_loss_is_said() {
    for Fixture { store, tenant, .. } in on_both().await {
        for _ in 0..3 {
            change(&tenant).await;
        }
        assert_eq!(store.forget_old(days(6)).await.unwrap(), Forgotten::default());
        // A clock that was wrong for a while: the numbers go, not the times.
        execute(&store, "UPDATE change SET at = at - 86400000000 WHERE seq <= 700 AND seq <> 650").await;
        assert_eq!(store.forget_old(days(6) + SignedDuration::from_hours(1)).await.unwrap().changes, 700);
        let changes = tenant.changes();
        assert_eq!(changes.since(699, 10).await.unwrap(), Changes::TooOld { now: 1_200 });
        let Changes::Rows(rows) = changes.since(700, 10).await.unwrap() else { panic!("they are kept") };
        assert_eq!(rows.iter().map(|change| change.seq).collect::<Vec<_>>(), (701..=710).collect::<Vec<_>>());
        assert_eq!(store.forget_old(days(8)).await.unwrap().changes, 500);
        assert_eq!(changes.since(1_199, 10).await.unwrap(), Changes::TooOld { now: 1_200 });
        assert_eq!(changes.since(1_200, 10).await.unwrap(), Changes::Rows(Vec::new()));
        change(&tenant).await;
        let Changes::Rows(rows) = changes.since(1_200, 10).await.unwrap() else { panic!("they are new") };
        assert_eq!(rows[0].seq, 1_201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_key_counts_from_when_it_was_taken_and_its_number_never_comes_back() {
    for Fixture { store, tenant, .. } in on_both().await {
        let messages = tenant.messages();
        let to = vec![(ANNA, inbox(&messages.of(ANNA)).await)];
        // A recording that lay in the spool of a machine that was switched off for a year.
        let deliver = || {
            let (key, late) = ("recording".to_owned(), message(days(-365)));
            messages.deliver(key, late, Bytes::from_static(b"hello"), to.clone().into())
        };
        let first = deliver().await.unwrap();
        assert_eq!(store.forget_old(days(89)).await.unwrap().deliveries, 0);
        assert!(deliver().await.unwrap().again);
        assert_eq!(store.forget_old(days(91)).await.unwrap().deliveries, 1);
        let again = deliver().await.unwrap();
        assert!(!again.again && again.message > first.message, "{first:?} {again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uids_that_went_are_remembered_for_a_season_and_the_folder_knows_since_when() {
    for Fixture { store, tenant, .. } in on_both().await {
        let shelves = tenant.messages().of(ANNA);
        let folder = inbox(&shelves).await;
        for _ in 0..3 {
            let deleted = FlagsRow { bits: DELETED, ..FlagsRow::default() };
            shelves.append(folder, message(days(0)), Bytes::from_static(b"hello"), deleted).await.unwrap();
        }
        shelves.expunge(folder, Some(vec![1, 2])).await.unwrap();
        let (known, ..) = shelves.changes(folder, 0).await.unwrap();
        execute(&store, "UPDATE vanished SET at = at - 86400000000").await;
        shelves.expunge(folder, Some(vec![3])).await.unwrap();
        assert_eq!(store.forget_old(days(88)).await.unwrap().vanished, 0);
        assert_eq!(store.forget_old(days(90) - SignedDuration::from_hours(1)).await.unwrap().vanished, 2);
        let (.., gone) = shelves.changes(folder, 0).await.unwrap();
        assert_eq!(gone, [3]);
        let mark = store.rows("SELECT forgotten_modseq FROM folder", Vec::new()).await.unwrap();
        assert_eq!(mark[0].int(0).unwrap() as u64, known);
    }
}
