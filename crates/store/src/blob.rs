//! Blobs of a tenant: named at random, sealed, written with the command that names them, read in ranges.

use crate::key::{KEY_OCTETS, aead, random, unwrap};
use crate::seal::{self, Sealed, WrappedKey};
use crate::segment::Place;
use crate::sql::Link;
use crate::{StoreError, TenantStore};
use bytes::Bytes;
use domain::id::{BlobId, TenantId};
use ring::aead::LessSafeKey;
use std::ops::Range;
use std::sync::Arc;

/// Sealing more than this goes to a thread where it delays nobody else: half a millisecond.
const SEALED_IN_PLACE_OCTETS: usize = 512 * 1024;

/// A tenant's blobs.
#[derive(Clone)]
pub struct Blobs {
    tenant: TenantStore,
}

/// What is known of a blob.
struct Known {
    place: Place,
    size: u64,
    cipher: LessSafeKey,
}

impl Blobs {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        Blobs { tenant }
    }

    /// A name for a new blob; it is written by the command that names it.
    pub fn draw(&self) -> BlobId {
        BlobId::from_bits(u128::from_be_bytes(random()))
    }

    /// Plain octets of a blob; what lies beyond its end is left out.
    pub async fn read(&self, id: &BlobId, range: Range<u64>) -> Result<Bytes, StoreError> {
        let known = self.find(id).await?;
        let end = range.end.min(known.size);
        let range = range.start.min(end)..end;
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        let segments = Arc::clone(&self.tenant.store.inner.ground.segments);
        let id = id.clone();
        let read = move || {
            let within = seal::sealed_range(known.size, &range);
            let sealed = segments.read(id.as_str(), known.place, within)?;
            seal::open(&known.cipher, &id, known.size, &range, sealed).map(Bytes::from)
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Closed)?
    }

    async fn find(&self, id: &BlobId) -> Result<Known, StoreError> {
        let sql = "SELECT blob.segment, blob.start, blob.size, blob_key.wrapped FROM blob \
                   JOIN blob_key ON blob_key.blob = blob.id WHERE blob.id = $1 AND blob.tenant = $2";
        let rows = self.tenant.rows(sql, vec![id.as_str().into(), self.tenant.id().get().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound)?;
        let place = Place { segment: row.int(0)?, start: row.int(1)? as u64 };
        let key = self.tenant.key().await?;
        let plain = unwrap(&key, &seal::key_purpose(id), &row.bytes(3)?)?;
        let octets: &[u8; KEY_OCTETS] =
            plain.as_slice().try_into().map_err(|_| StoreError::Damaged("a blob's key"))?;
        Ok(Known { place, size: row.int(2)? as u64, cipher: aead(octets) })
    }
}

/// What a command brings: sealed blobs, and their data keys in the same order.
#[derive(Default)]
pub(crate) struct NewBlobs {
    pub sealed: Arc<[Sealed]>,
    pub keys: Vec<WrappedKey>,
}

/// Blobs that lie on the disk and are named by a command that has succeeded.
pub(crate) struct Placed {
    pub tenant: TenantId,
    pub blobs: NewBlobs,
    pub places: Vec<Place>,
}

/// Seals blobs under the tenant's key, before they wait for the writer.
pub(crate) async fn seal_all(
    key: Arc<LessSafeKey>,
    blobs: Vec<(BlobId, Bytes)>,
) -> Result<NewBlobs, StoreError> {
    let octets: usize = blobs.iter().map(|(_, octets)| octets.len()).sum();
    let seal = move || {
        let sealed = blobs.into_iter().map(|(id, octets)| seal::seal(&key, id, &octets));
        let (sealed, keys): (Vec<_>, _) = sealed.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        Ok(NewBlobs { sealed: sealed.into(), keys })
    };
    if octets <= SEALED_IN_PLACE_OCTETS {
        return seal();
    }
    tokio::task::spawn_blocking(seal).await.map_err(|_| StoreError::Closed)?
}

/// The rows of all blobs of a batch.
pub(crate) async fn insert(link: &mut Link<'_>, placed: Vec<Placed>) -> Result<(), StoreError> {
    let created = jiff::Timestamp::now();
    let (mut rows, mut keys) = (Vec::new(), Vec::new());
    for Placed { tenant, blobs, places } in placed {
        for ((blob, key), place) in blobs.sealed.iter().zip(blobs.keys).zip(places) {
            rows.push(vec![
                blob.id.as_str().into(),
                tenant.get().into(),
                place.segment.into(),
                (place.start as i64).into(),
                (blob.size as i64).into(),
                created.into(),
            ]);
            keys.push(vec![blob.id.as_str().into(), key.into()]);
        }
    }
    link.insert("blob (id, tenant, segment, start, size, created)", rows).await?;
    link.insert("blob_key (blob, wrapped)", keys).await
}
