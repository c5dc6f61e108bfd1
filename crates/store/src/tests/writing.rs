//! Commands, blobs and changes: wholly or not at all, in order, and what a bad day leaves.

use crate::blob::NewBlobs;
use crate::sql::{Link, Tx};
use crate::testing::{Fixture, on_both, on_sqlite};
use crate::{Changes, DiskRoom, MasterKey, Store, StoreError, TenantStore, sqlite, writer};
use bytes::Bytes;
use domain::id::{BlobId, UserId};
use std::os::unix::fs::PermissionsExt;

/// Names a blob by a greeting row, so that there is a command with a row of its own; `fail` after it is written.
pub(super) async fn keep(
    tenant: &TenantStore,
    person: i64,
    octets: Bytes,
    fail: bool,
) -> Result<BlobId, StoreError> {
    let (blob, id) = (tenant.blobs().draw(), tenant.id().get());
    let name = blob.clone();
    let run = async move |tx: &mut Tx<'_>| {
        let sql =
            "INSERT INTO greeting (tenant, person, situation, language, blob) VALUES ($1, $2, 's', 'l', $3)";
        tx.execute(sql, vec![id.into(), person.into(), name.as_str().into()]).await?;
        tx.change("greeting", person.to_string(), Some(UserId::new(person))).await?;
        if fail { Err(StoreError::Refused("as the test wants")) } else { Ok(()) }
    };
    tenant.write(vec![(blob.clone(), octets)], move |tx| Box::pin(async move { run(tx).await })).await?;
    Ok(blob)
}

async fn kept(tenant: &TenantStore) -> Vec<i64> {
    let rows = tenant.rows("SELECT person FROM greeting ORDER BY person", Vec::new()).await.unwrap();
    rows.iter().map(|row| row.int(0).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_command_leaves_nothing_and_its_neighbours_everything() {
    for Fixture { tenant, .. } in on_both().await {
        let writes = (1..=60).map(|person| {
            let tenant = tenant.clone();
            tokio::spawn(
                async move { keep(&tenant, person, Bytes::from(vec![7; 1000]), person % 3 == 0).await },
            )
        });
        let results = futures_util::future::join_all(writes.collect::<Vec<_>>()).await;
        let failed = results.iter().filter(|result| result.as_ref().unwrap().is_err()).count();
        assert_eq!(failed, 20);
        assert_eq!(kept(&tenant).await, (1..=60).filter(|person| person % 3 != 0).collect::<Vec<_>>());
        let blobs = tenant.rows("SELECT COUNT(*) FROM blob", Vec::new()).await.unwrap();
        assert_eq!(blobs[0].int(0).unwrap(), 40);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_panics_fails_alone_and_the_writer_lives() {
    for Fixture { tenant, .. } in on_both().await {
        let writes = (1..=30).map(|person| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                match person % 3 {
                    0 => panic_at_once(&tenant).await,
                    1 => panic_between(&tenant, person).await,
                    _ => keep(&tenant, person, Bytes::from_static(b"x"), false).await.map(drop),
                }
            })
        });
        let results = futures_util::future::join_all(writes.collect::<Vec<_>>()).await;
        for (result, person) in results.into_iter().zip(1..) {
            let panicked = matches!(result.unwrap(), Err(StoreError::Refused("the command has panicked")));
            assert_eq!(panicked, person % 3 != 2, "{person}");
        }
        assert_eq!(kept(&tenant).await, (1..=30).filter(|person| person % 3 == 2).collect::<Vec<_>>());
        keep(&tenant, 31, Bytes::from_static(b"x"), false).await.unwrap();
    }
}

/// Before there is a future.
async fn panic_at_once(tenant: &TenantStore) -> Result<(), StoreError> {
    tenant.write(Vec::new(), |_| panic!("as the test wants")).await
}

/// With half of its work done.
async fn panic_between(tenant: &TenantStore, person: i64) -> Result<(), StoreError> {
    let run = async move |tx: &mut Tx<'_>| {
        let sql =
            "INSERT INTO greeting (tenant, person, situation, language, blob) VALUES (1, $1, 's', 'l', 'x')";
        tx.execute(sql, vec![person.into()]).await?;
        panic!("as the test wants")
    };
    tenant.write(Vec::new(), move |tx| Box::pin(async move { run(tx).await })).await
}

#[tokio::test]
async fn a_transaction_that_cannot_begin_is_the_databases_fault() {
    let Fixture { store, config, dir: _dir, .. } = on_sqlite().await;
    let mut connection = sqlite::open(&sqlite::path(&config.database).unwrap()).unwrap();
    let mut link = Link::Sqlite(&mut connection);
    // SQLite begins no transaction within another.
    link.script("BEGIN").await.unwrap();
    let (commands, answers): (Vec<_>, Vec<_>) = (0..3)
        .map(|_| {
            writer::command::<(), StoreError, _>(None, NewBlobs::default(), |_| Box::pin(async { Ok(()) }))
        })
        .unzip();
    writer::batch(link, commands, &store.inner.ground).await;
    for answer in answers {
        let answer = answer.await.unwrap();
        assert!(matches!(answer, Err(StoreError::Database(_))), "{answer:?}");
    }
}

/// As two nodes on one PostgreSQL do, or the command line beside a server on SQLite.
#[tokio::test(flavor = "multi_thread")]
async fn no_change_becomes_visible_after_one_of_a_higher_number() {
    const EACH: i64 = 60;
    for Fixture { tenant, config, .. } in on_both().await {
        let stores = [Store::open(config.clone()).await.unwrap(), Store::open(config).await.unwrap()];
        let writers = stores.iter().zip([1_000, 2_000]).flat_map(|(store, first)| {
            let tenant = store.tenant(tenant.id());
            (first..first + EACH).map(move |person| {
                let tenant = tenant.clone();
                async move { keep(&tenant, person, Bytes::from_static(b"x"), person % 5 == 0).await.is_ok() }
            })
        });
        let writing = tokio::spawn(futures_util::future::join_all(writers.collect::<Vec<_>>()));
        let (mut seen, mut done) = (0, false);
        while !done {
            // Looked at first: what is written by then is read below.
            done = writing.is_finished();
            let Changes::Rows(rows) = tenant.changes().since(seen, 1_000).await.unwrap() else {
                panic!("a number was passed over after {seen}")
            };
            for change in rows {
                assert_eq!(change.seq, seen + 1);
                seen = change.seq;
            }
        }
        let written = writing.await.unwrap().into_iter().filter(|written| *written).count();
        assert_eq!((written, seen), (96, 96));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_numbered_without_gaps_and_watched() {
    for Fixture { tenant, config, .. } in on_both().await {
        let mut watch = tenant.changes().watch();
        let writes = (1..=30).map(|person| keep(&tenant, person, Bytes::from_static(b"x"), person % 2 == 0));
        let results = futures_util::future::join_all(writes).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 15, "{results:?}");
        watch.wait_for(|seq| *seq == 15).await.unwrap();
        let Changes::Rows(rows) = tenant.changes().since(0, 100).await.unwrap() else { panic!("rows") };
        assert_eq!(rows.iter().map(|change| change.seq).collect::<Vec<_>>(), (1..=15).collect::<Vec<_>>());
        assert!(rows.iter().all(|change| change.kind == "greeting" && change.user.is_some()));
        assert_eq!(tenant.changes().since(15, 100).await.unwrap(), Changes::Rows(Vec::new()));
        assert_eq!(tenant.changes().since(99, 100).await.unwrap(), Changes::TooOld { now: 15 });
        // Another process knows what the database knows.
        let elsewhere = Store::open(config).await.unwrap().tenant(tenant.id()).changes();
        assert_eq!(elsewhere.since(0, 100).await.unwrap(), Changes::Rows(rows));
        tenant.write(Vec::new(), |tx| Box::pin(forget(tx))).await.unwrap();
        assert_eq!(elsewhere.since(3, 100).await.unwrap(), Changes::TooOld { now: 15 });
    }
}

async fn forget(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM change WHERE seq < 10", Vec::new()).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn blobs_of_all_sizes_come_back_in_parts_and_after_a_restart() {
    for Fixture { tenant, config, .. } in on_both().await {
        let mut blobs = Vec::new();
        for (person, size) in [(1, 0usize), (2, 1), (3, 65_536), (4, 700_000), (5, 3_000_000)] {
            let octets: Vec<u8> = (0..size).map(|n| (n % 253) as u8).collect();
            let octets = Bytes::from(octets);
            blobs.push((keep(&tenant, person, octets.clone(), false).await.unwrap(), octets));
        }
        let again = Store::open(config).await.unwrap().tenant(tenant.id());
        for (blob, octets) in blobs {
            assert_eq!(again.blobs().read(&blob, 0..u64::MAX).await.unwrap(), octets);
            let part = octets.len() / 3..octets.len() / 2;
            let read = again.blobs().read(&blob, part.start as u64..part.end as u64).await.unwrap();
            assert_eq!(read, octets.slice(part));
        }
        let unknown = again.blobs().read(&BlobId::from_bits(1), 0..1).await;
        assert!(matches!(unknown, Err(StoreError::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_readable_lies_on_the_disk() {
    let Fixture { tenant, dir, .. } = on_sqlite().await;
    keep(&tenant, 1, Bytes::from("a secret of some length ".repeat(100)), false).await.unwrap();
    let segment = std::fs::read(dir.path().join("blobs/segments/00000001.segment")).unwrap();
    assert_eq!(segment.len(), 2_416);
    assert!(!segment.windows(8).any(|window| window == b"a secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_torn_end_of_a_segment_harms_no_blob_before_or_after() {
    for Fixture { tenant, config, dir, .. } in on_both().await {
        let before = keep(&tenant, 1, Bytes::from(vec![1; 50_000]), false).await.unwrap();
        // A crash after half a batch was appended, before its rows were committed.
        let segment = dir.path().join("blobs/segments/00000001.segment");
        let mut octets = std::fs::read(&segment).unwrap();
        octets.extend([9; 12_345]);
        std::fs::write(&segment, &octets).unwrap();
        let again = Store::open(config).await.unwrap().tenant(tenant.id());
        let after = keep(&again, 2, Bytes::from(vec![2; 50_000]), false).await.unwrap();
        assert_eq!(again.blobs().read(&before, 0..9).await.unwrap(), vec![1; 9]);
        assert_eq!(again.blobs().read(&after, 0..9).await.unwrap(), vec![2; 9]);
        assert_eq!(std::fs::read(&segment).unwrap().len(), octets.len());
        std::fs::write(&segment, &octets[..20_000]).unwrap();
        assert!(matches!(again.blobs().read(&before, 0..9).await, Err(StoreError::Damaged(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_whose_caller_has_gone_is_done_all_the_same() {
    for Fixture { tenant, .. } in on_both().await {
        let mut watch = tenant.changes().watch();
        {
            let write = keep(&tenant, 1, Bytes::from_static(b"x"), false);
            tokio::pin!(write);
            let moment = std::time::Duration::from_millis(1);
            let _ = tokio::time::timeout(moment, &mut write).await;
        }
        let written =
            tokio::time::timeout(std::time::Duration::from_secs(20), watch.wait_for(|seq| *seq == 1)).await;
        // Dropped somewhere on its way: either it was never handed over, or it is there wholly.
        assert_eq!(kept(&tenant).await.len(), usize::from(written.is_ok()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scarce_disk_refuses_blobs_and_nothing_else() {
    for Fixture { tenant, mut config, .. } in on_both().await {
        config.reserve_bytes = u64::MAX;
        let store = Store::open(config.clone()).await.unwrap();
        assert_eq!(store.room(), DiskRoom::Scarce);
        let scarce = store.tenant(tenant.id());
        let refused = keep(&scarce, 1, Bytes::from_static(b"x"), false).await;
        assert!(matches!(refused, Err(StoreError::Scarce)));
        scarce.write(Vec::new(), |tx| Box::pin(forget(tx))).await.unwrap();
        config.reserve_bytes = 0;
        assert_eq!(Store::open(config).await.unwrap().room(), DiskRoom::Enough);
        keep(&tenant, 1, Bytes::from_static(b"x"), false).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_master_key_is_said_to_be_wrong() {
    for Fixture { mut config, .. } in on_both().await {
        config.master_key = MasterKey::from_octets([1; 32]);
        let refused = Store::open(config).await.err().map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some("the master key is not the one that this store was sealed with"));
    }
}

#[test]
fn a_key_file_is_its_owners_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("master.key");
    let made = MasterKey::create(&path).unwrap();
    assert_eq!(made.octets(), MasterKey::read(&path).unwrap().octets());
    assert!(MasterKey::create(&path).is_err());
    for mode in [0o640, 0o604, 0o660] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        assert!(MasterKey::read(&path).unwrap_err().to_string().contains("mode to 600"), "{mode:o}");
    }
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&path, "too short").unwrap();
    assert!(MasterKey::read(&path).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_has_written_what_it_was_given_and_takes_no_more() {
    for Fixture { store, tenant, config, .. } in on_both().await {
        keep(&tenant, 1, Bytes::from_static(b"x"), false).await.unwrap();
        store.close().await;
        let refused = keep(&tenant, 2, Bytes::from_static(b"x"), false).await;
        assert!(matches!(refused, Err(StoreError::Closed)), "{refused:?}");
        let again = Store::open(config).await.unwrap();
        assert_eq!(kept(&again.tenant(tenant.id())).await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_has_one_tenant_and_secrets_differ_by_label() {
    for Fixture { store, tenant, .. } in on_both().await {
        assert_eq!(store.tenant_of_domain("example.org").await.unwrap().id(), tenant.id());
        let other = store.tenant_of_domain("other.example").await.unwrap().id();
        assert_eq!(store.tenant_of_domain("other.example").await.unwrap().id(), other);
        assert_eq!(store.system().tenants().await.unwrap().len(), 2);
        assert_eq!(store.derive_secret("cookies"), MasterKey::from_octets([42; 32]).derive_secret("cookies"));
        assert_ne!(store.derive_secret("cookies"), store.derive_secret("nonces"));
    }
}
