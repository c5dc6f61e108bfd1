//! What nothing names is given back, a day later; what is named is never lost, wherever a round is cut off.

use super::forgetting::{execute, inbox, message};
use super::writing::keep;
use crate::testing::{Fixture, on_both, on_postgres, on_sqlite};
use crate::{Reclaimed, Store, StoreConfig, StoreError, TenantStore};
use bytes::Bytes;
use domain::id::{BlobId, UserId};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;

const SIZE: usize = 20_000;

fn hours(hours: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(hours)
}

fn octets(person: i64) -> Bytes {
    Bytes::from(vec![person as u8; SIZE])
}

async fn round(store: &Store, now: Timestamp) -> Reclaimed {
    store.reclaim(now).await.unwrap().expect("nobody else is at it")
}

/// Takes the names of these people's blobs away.
async fn unname(tenant: &TenantStore, people: impl IntoIterator<Item = i64>) {
    for person in people {
        assert!(tenant.people().remove_greeting(UserId::new(person), "s", "l").await.unwrap());
    }
}

async fn keep_each(tenant: &TenantStore, people: impl IntoIterator<Item = i64>) -> Vec<(i64, BlobId)> {
    let mut kept = Vec::new();
    for person in people {
        kept.push((person, keep(tenant, person, octets(person), false).await.unwrap()));
    }
    kept
}

async fn assert_there(tenant: &TenantStore, kept: &[(i64, BlobId)]) {
    for (person, blob) in kept {
        assert_eq!(tenant.blobs().read(blob, 0..u64::MAX).await.unwrap(), octets(*person), "{person}");
    }
}

async fn assert_gone(tenant: &TenantStore, kept: &[(i64, BlobId)]) {
    for (person, blob) in kept {
        let read = tenant.blobs().read(blob, 0..1).await;
        assert!(matches!(read, Err(StoreError::NotFound)), "{person}: {read:?}");
    }
}

fn on_disk(dir: &Path, folder: &str) -> Vec<(String, u64)> {
    let entries = std::fs::read_dir(dir.join("blobs").join(folder)).unwrap().map(Result::unwrap);
    let mut files: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
        .collect();
    files.sort();
    files
}

async fn count(store: &Store, table: &str) -> i64 {
    let rows = store.rows(&format!("SELECT COUNT(*) FROM {table}"), Vec::new()).await.unwrap();
    rows[0].int(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blob_that_nothing_names_can_be_read_for_a_day_and_then_by_nobody() {
    for Fixture { store, tenant, .. } in on_both().await {
        let kept = keep_each(&tenant, 1..=4).await;
        unname(&tenant, [1, 2]).await;
        assert_eq!(round(&store, hours(0)).await, Reclaimed::default());
        assert_eq!(round(&store, hours(23)).await, Reclaimed::default());
        assert_there(&tenant, &kept).await;
        assert_eq!(round(&store, hours(25)).await.blobs, 2);
        assert_gone(&tenant, &kept[..2]).await;
        assert_there(&tenant, &kept[2..]).await;
        assert_eq!((count(&store, "blob").await, count(&store, "blob_key").await), (2, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_segment_that_is_mostly_empty_is_written_anew_and_goes_a_day_later() {
    for Fixture { store, tenant, config, dir } in on_both().await {
        let kept = keep_each(&tenant, 1..=20).await;
        unname(&tenant, 1..=15).await;
        round(&store, hours(0)).await;
        let moving = round(&store, hours(25)).await;
        assert_eq!((moving.blobs, moving.moved, moving.files), (15, 5, 0), "the old place stays for a day");
        assert_there(&tenant, &kept[15..]).await;
        assert_eq!(round(&store, hours(26)).await, Reclaimed::default());
        let removing = round(&store, hours(50)).await;
        assert_eq!((removing.moved, removing.files), (0, 1));
        let segment = on_disk(dir.path(), "segments");
        assert_eq!(segment, [("00000002.segment".to_owned(), 5 * (SIZE as u64 + 16))]);
        assert!(removing.octets > 3 * segment[0].1);
        let again = Store::open(config).await.unwrap().tenant(tenant.id());
        assert_there(&again, &kept[15..]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_the_newest_segment_is_not_given_again() {
    for Fixture { store, tenant, dir, .. } in on_both().await {
        keep_each(&tenant, [1]).await;
        unname(&tenant, [1]).await;
        round(&store, hours(0)).await;
        assert_eq!(round(&store, hours(25)).await.files, 1);
        assert_eq!(on_disk(dir.path(), "segments"), [("00000001.segment".to_owned(), 0)]);
        let kept = keep_each(&tenant, [2]).await;
        assert_eq!(on_disk(dir.path(), "segments").len(), 2);
        round(&store, hours(25)).await;
        assert_there(&tenant, &kept).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_large_blobs_go_with_them_and_so_do_those_of_no_blob() {
    for Fixture { store, tenant, dir, .. } in on_both().await {
        let large = Bytes::from(vec![7; 2_000_000]);
        let named = keep(&tenant, 1, large.clone(), false).await.unwrap();
        keep(&tenant, 2, large.clone(), false).await.unwrap();
        let never_committed = keep(&tenant, 3, large.clone(), true).await;
        assert!(never_committed.is_err());
        std::fs::write(dir.path().join("blobs/files/the operator's"), "a note").unwrap();
        assert_eq!(on_disk(dir.path(), "files").len(), 4);
        unname(&tenant, [2]).await;
        round(&store, hours(0)).await;
        assert_eq!(on_disk(dir.path(), "files").len(), 4, "younger than a day");
        assert_eq!(round(&store, hours(25)).await.files, 2);
        let left: Vec<_> = on_disk(dir.path(), "files").into_iter().map(|(name, _)| name).collect();
        assert_eq!(left, [named.to_string(), "the operator's".to_owned()]);
        assert_eq!(tenant.blobs().read(&named, 0..u64::MAX).await.unwrap(), large);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_has_not_committed_yet_loses_nothing() {
    for Fixture { store, tenant, config, .. } in on_both().await {
        // Another process has a segment open, and for a day nothing came.
        let other = Store::open(config).await.unwrap().tenant(tenant.id());
        let before = keep_each(&other, [1]).await;
        unname(&tenant, [1]).await;
        round(&store, hours(0)).await;
        let reclaimed = round(&store, hours(25)).await;
        assert_eq!((reclaimed.blobs, reclaimed.files), (1, 0), "the segment is not ours to take");
        let after = keep_each(&other, [2]).await;
        assert_there(&other, &after).await;
        assert_gone(&other, &before).await;

        // Octets without a row stay for a day, whoever's segment they lie in.
        let (held, release) = tokio::sync::oneshot::channel::<()>();
        let blob = tenant.blobs().draw();
        let (named, id) = (blob.clone(), tenant.id().get());
        let writing = tokio::spawn({
            let tenant = tenant.clone();
            let run = async move |tx: &mut crate::sql::Tx<'_>| {
                let _ = release.await;
                let sql = "INSERT INTO greeting (tenant, person, situation, language, blob) VALUES ($1, 9, 's', 'l', $2)";
                tx.execute(sql, vec![id.into(), named.as_str().into()]).await?;
                Ok::<_, StoreError>(())
            };
            async move {
                tenant.write(vec![(blob, octets(9))], move |tx| Box::pin(async move { run(tx).await })).await
            }
        });
        let reclaiming = tokio::spawn({
            let store = store.clone();
            async move { round(&store, hours(0)).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        drop(held);
        writing.await.unwrap().unwrap();
        reclaiming.await.unwrap();
        round(&store, hours(25)).await;
        let rows = store.rows("SELECT blob FROM greeting WHERE person = 9", Vec::new()).await.unwrap();
        let blob = BlobId::parse(&rows[0].text(0).unwrap()).unwrap();
        assert_there(&tenant, &[(9, blob)]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_goes_on_writing_loses_nothing() {
    for Fixture { store, tenant, .. } in on_both().await {
        let kept = keep_each(&tenant, 1..=60).await;
        unname(&tenant, 1..=50).await;
        round(&store, hours(0)).await;
        let (reclaimed, late) = tokio::join!(round(&store, hours(25)), keep_each(&tenant, 101..=110));
        assert_eq!(reclaimed.blobs, 50);
        assert!(reclaimed.moved >= 10, "{reclaimed:?}");
        let (_, later) = tokio::join!(round(&store, hours(50)), keep_each(&tenant, 111..=120));
        assert_there(&tenant, &later).await;
        assert_there(&tenant, &kept[50..]).await;
        assert_there(&tenant, &late).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_lies_in_no_folder_goes_with_its_blob() {
    for Fixture { store, tenant, .. } in on_both().await {
        let (one, other) = (UserId::new(1), UserId::new(2));
        let to = vec![
            (one, inbox(&tenant.messages().of(one)).await),
            (other, inbox(&tenant.messages().of(other)).await),
        ];
        let messages = tenant.messages();
        for key in ["stays", "goes"] {
            let delivery = messages.deliver(
                key.to_owned(),
                message(hours(-48)),
                Bytes::from_static(b"hello"),
                to.clone().into(),
            );
            delivery.await.unwrap();
        }
        // As two people leave it who remove the last two entries at the same moment.
        execute(&store, "DELETE FROM entry WHERE message = 2").await;
        assert_eq!(round(&store, hours(23)).await.messages, 0, "its time is the store's, not the sender's");
        assert_eq!(round(&store, hours(25)).await.messages, 1);
        assert_eq!(round(&store, hours(50)).await.blobs, 1);
        assert_eq!((count(&store, "message").await, count(&store, "blob").await), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_at_a_time_reclaims() {
    for Fixture { store, config, .. } in on_both().await {
        let other = Store::open(config).await.unwrap();
        let (one, two) = tokio::join!(store.reclaim(hours(0)), other.reclaim(hours(0)));
        let done = [one.unwrap(), two.unwrap()].into_iter().flatten().count();
        // They may also have run one after the other.
        assert!(done >= 1);
        assert!(other.reclaim(hours(0)).await.unwrap().is_some(), "the lease is given back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_database_over_an_old_folder_removes_nothing() {
    for Fixture { store, tenant, config, .. } in [on_sqlite().await, on_postgres().await] {
        let kept = keep_each(&tenant, [1]).await;
        round(&store, hours(0)).await;
        let database = format!("sqlite:{}", config.dir.join("another.db").display());
        let other = Store::open(StoreConfig { database, ..config }).await.unwrap();
        let refused = other.reclaim(hours(25)).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        assert_there(&tenant, &kept).await;
        assert!(store.reclaim(hours(25)).await.unwrap().is_some());
    }
}
