//! Segments: what is still named in a half-empty one is written anew elsewhere; one in which nothing is named goes.
//!
//! A segment whose last blob has just moved away stays for another day: whoever read its place before, or copies files
//! after the database, still finds it.

use super::{Round, on_disk};
use crate::StoreError;
use crate::seal::{PIECE_OCTETS, Sealed, TAG_OCTETS, sealed_octets};
use crate::segment::{Closed, Place};
use crate::sql::{Row, Tx};
use domain::id::BlobId;
use std::sync::Arc;

/// Blobs moved by one write, and their octets: as much as a busy house writes in a batch.
const STEP_BLOBS: i64 = 100;
const STEP_OCTETS: u64 = 2 << 20;
/// After so much has been written anew, other segments wait for the next round.
const ROUND_OCTETS: u64 = 1 << 30;

/// A blob that moves.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    pub id: BlobId,
    pub start: u64,
    pub size: u64,
}

/// What is named in a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// Too much to move, or written to within a day.
    Keep,
    Move,
    Remove,
}

impl Round {
    pub(super) async fn clear_segments(&mut self) -> Result<(), StoreError> {
        let segments = self.segments();
        let numbers = on_disk(move || segments.numbers()).await?;
        let newest = numbers.last().copied().unwrap_or(0);
        let mut moved_octets = 0;
        for number in numbers {
            let Some(closed) = self.hold(number).await? else { continue };
            match self.worth(&closed).await? {
                Worth::Keep => {}
                Worth::Remove => self.remove_segment(closed, newest).await?,
                Worth::Move if moved_octets < ROUND_OCTETS => moved_octets += self.move_away(closed).await?,
                Worth::Move => {}
            }
            self.pause().await;
        }
        Ok(())
    }

    /// `None` while it is appended to. Our own, if it has rested for a day, is appended to no more.
    pub(super) async fn hold(&self, number: i64) -> Result<Option<Closed>, StoreError> {
        let segments = self.segments();
        let held = on_disk(move || Ok((segments.hold(number)?, segments.written_at(number)?))).await?;
        match held {
            (None, written_at) if written_at < self.untouched_since() => {
                let segments = self.segments();
                segments.retire(number).await?;
                on_disk(move || segments.hold(number)).await
            }
            (held, _) => Ok(held),
        }
    }

    async fn worth(&self, closed: &Closed) -> Result<Worth, StoreError> {
        let octets = closed.octets()?;
        if octets == 0 || closed.written_at()? >= self.untouched_since() {
            return Ok(Worth::Keep);
        }
        let sql = format!(
            "SELECT COUNT(*), CAST(COALESCE(SUM(size + (size + {PIECE_OCTETS} - 1) / {PIECE_OCTETS} * {TAG_OCTETS}), 0) \
             AS BIGINT) FROM blob WHERE segment = $1"
        );
        let rows = self.store.rows(&sql, vec![closed.number.into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound)?;
        Ok(match (row.int(0)?, row.int(1)? as u64) {
            (0, _) => Worth::Remove,
            // Moving must give back more than it costs.
            (_, named) if named * 2 < octets => Worth::Move,
            _ => Worth::Keep,
        })
    }

    /// The newest keeps its file, empty: its number must not be given again.
    async fn remove_segment(&mut self, closed: Closed, newest: i64) -> Result<(), StoreError> {
        let octets = closed.octets()?;
        let is_newest = closed.number == newest;
        on_disk(move || if is_newest { closed.empty() } else { closed.remove() }).await?;
        self.reclaimed.files += 1;
        self.reclaimed.octets += octets;
        Ok(())
    }

    /// Answers how many octets were written anew.
    async fn move_away(&mut self, closed: Closed) -> Result<u64, StoreError> {
        let closed = Arc::new(closed);
        // First of all, so that it stays for a day after the last blob has gone, whatever happens in between.
        closed.touch(self.now())?;
        let (mut from, mut octets) = (0, 0);
        loop {
            let extents = self.extents(closed.number, from).await?;
            let Some(last) = extents.last() else { return Ok(octets) };
            // An empty blob may begin where its neighbour does; if the step ends between them it waits for the next round.
            from = last.start + 1;
            let copies = self.copy(&closed, extents).await?;
            octets += copies.iter().map(|(extent, _)| sealed_octets(extent.size)).sum::<u64>();
            self.reclaimed.moved += self.point_to(closed.number, copies).await?;
            self.pause().await;
        }
    }

    /// What one step moves.
    pub(super) async fn extents(&self, segment: i64, from: u64) -> Result<Vec<Extent>, StoreError> {
        let sql =
            "SELECT id, start, size FROM blob WHERE segment = $1 AND start >= $2 ORDER BY start LIMIT $3";
        let values = vec![segment.into(), (from as i64).into(), STEP_BLOBS.into()];
        let rows = self.store.rows(sql, values).await?;
        let mut octets = 0;
        let mut extents = Vec::with_capacity(rows.len());
        for row in &rows {
            let extent = extent(row)?;
            octets += sealed_octets(extent.size);
            if octets > STEP_OCTETS && !extents.is_empty() {
                break;
            }
            extents.push(extent);
        }
        Ok(extents)
    }

    /// Writes blobs anew; they are on the disk at both places when this answers. One that cannot be read stays, and its
    /// segment with it.
    pub(super) async fn copy(
        &self,
        closed: &Arc<Closed>,
        extents: Vec<Extent>,
    ) -> Result<Vec<(Extent, Place)>, StoreError> {
        let closed = Arc::clone(closed);
        let read = move || Ok(extents.into_iter().filter_map(|extent| sealed(&closed, extent)).unzip());
        let (extents, sealed): (Vec<_>, Vec<_>) = on_disk(read).await?;
        let places = self.segments().put(vec![sealed.into()]).await?;
        Ok(extents.into_iter().zip(places.into_iter().flatten()).collect())
    }

    /// From now on the blobs are read at their new places.
    pub(super) async fn point_to(&self, from: i64, copies: Vec<(Extent, Place)>) -> Result<u64, StoreError> {
        let point = async move |tx: &mut Tx<'_>| {
            let mut moved = 0;
            for (extent, place) in copies {
                let sql = "UPDATE blob SET segment = $1, start = $2 WHERE id = $3 AND segment = $4";
                let values = vec![
                    place.segment.into(),
                    (place.start as i64).into(),
                    extent.id.as_str().into(),
                    from.into(),
                ];
                moved += tx.execute(sql, values).await?;
            }
            Ok(moved)
        };
        self.write(move |tx| Box::pin(async move { point(tx).await })).await
    }
}

fn extent(row: &Row) -> Result<Extent, StoreError> {
    let id = BlobId::parse(&row.text(0)?).ok_or(StoreError::Damaged("a blob's name"))?;
    Ok(Extent { id, start: row.int(1)? as u64, size: row.int(2)? as u64 })
}

fn sealed(closed: &Closed, extent: Extent) -> Option<(Extent, Sealed)> {
    match closed.read(extent.start, extent.size) {
        Ok(octets) => {
            let sealed = Sealed { id: extent.id.clone(), size: extent.size, octets };
            Some((extent, sealed))
        }
        Err(error) => {
            tracing::error!(blob = %extent.id, segment = closed.number, %error, "a blob cannot be moved");
            None
        }
    }
}
