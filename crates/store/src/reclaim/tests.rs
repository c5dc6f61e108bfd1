//! A round that is cut off after any of its steps, and a process that is gone with it.

use super::*;
use crate::testing::{Fixture, on_both};
use crate::{StoreConfig, TenantStore};
use bytes::Bytes;
use domain::id::{BlobId, UserId};

fn octets(person: i64) -> Bytes {
    Bytes::from(vec![person as u8; 30_000])
}

/// The step after which the process is gone.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Cut {
    Begun,
    Forgotten,
    Held,
    Copied,
    Pointed,
    Cleared,
    FilesRemoved,
}

const CUTS: [Cut; 7] =
    [Cut::Begun, Cut::Forgotten, Cut::Held, Cut::Copied, Cut::Pointed, Cut::Cleared, Cut::FilesRemoved];

async fn run_until(store: &Store, now: Timestamp, cut: Cut) -> Result<(), StoreError> {
    let mut round = Round::begin(store, now).await?.expect("nobody else is at it");
    if cut >= Cut::Forgotten {
        round.sweep_messages().await?;
        round.forget_blobs().await?;
        round.check_folder().await?;
    }
    if cut >= Cut::Held {
        let closed = Arc::new(round.hold(1).await?.expect("it has rested for a day"));
        closed.touch(now)?;
        if cut >= Cut::Copied {
            let copies = round.copy(&closed, round.extents(1, 0).await?).await?;
            if cut >= Cut::Pointed {
                round.point_to(1, copies).await?;
            }
        }
    }
    if cut >= Cut::Cleared {
        round.clear_segments().await?;
    }
    if cut >= Cut::FilesRemoved {
        round.remove_files().await?;
    }
    Ok(())
}

/// Twenty blobs in the first segment, of which six are named; answers these.
async fn keep_some(tenant: &TenantStore) -> Vec<(i64, BlobId)> {
    let mut named = Vec::new();
    for person in 1..=20 {
        let user = UserId::new(person);
        let blob = tenant.people().set_greeting(user, "s", "l", octets(person)).await.unwrap();
        if person % 3 == 0 {
            named.push((person, blob));
        } else {
            tenant.people().remove_greeting(user, "s", "l").await.unwrap();
        }
    }
    named
}

async fn assert_there(tenant: &TenantStore, kept: &[(i64, BlobId)], cut: Cut) {
    for (person, blob) in kept {
        let read = tenant.blobs().read(blob, 0..u64::MAX).await;
        assert_eq!(read.unwrap(), octets(*person), "{person} after {cut:?}");
    }
}

/// The same data, opened by the next process, when the locks of the one before are gone.
async fn reopen(before: Store, config: StoreConfig) -> Store {
    drop(before);
    let segment = config.dir.join("blobs/segments/00000001.segment");
    while std::fs::File::open(&segment).is_ok_and(|file| file.try_lock().is_err()) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Store::open(config).await.unwrap()
}

fn octets_on_disk(config: &StoreConfig) -> u64 {
    let files = std::fs::read_dir(config.dir.join("blobs/segments")).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_is_cut_off_anywhere_leaves_every_named_blob_and_the_next_goes_on() {
    for cut in CUTS {
        for Fixture { store, tenant, config, dir: _dir } in on_both().await {
            let (id, mut now) = (tenant.id(), Timestamp::now());
            let kept = keep_some(&tenant).await;
            drop(tenant);
            store.reclaim(now).await.unwrap();
            now += UNTOUCHED + SignedDuration::from_mins(1);
            run_until(&store, now, cut).await.unwrap();
            let store = reopen(store, config.clone()).await;
            assert_there(&store.tenant(id), &kept, cut).await;
            for _ in 0..3 {
                now += UNTOUCHED + SignedDuration::from_mins(1);
                store.reclaim(now).await.unwrap().expect("the lease of the dead has ended");
            }
            assert_there(&store.tenant(id), &kept, cut).await;
            // What a cut left as a second copy is given back, too, as soon as its segment is mostly empty.
            let named = kept.len() as u64 * 30_016;
            assert!((named..=2 * named).contains(&octets_on_disk(&config)), "{cut:?}");
        }
    }
}
