//! Blobs' own files that no row knows: their blobs are forgotten, or the delivery that wrote them was never committed.

use super::{Round, on_disk};
use crate::StoreError;
use domain::id::BlobId;
use std::collections::HashSet;

/// Files looked up in one step.
const STEP_FILES: usize = 200;

impl Round {
    pub(super) async fn remove_files(&mut self) -> Result<(), StoreError> {
        let (segments, untouched_since) = (self.segments(), self.untouched_since());
        let old = on_disk(move || segments.own_files(untouched_since)).await?;
        for files in old.chunks(STEP_FILES) {
            let known = self.known(files).await?;
            let unknown: Vec<_> = files.iter().filter(|file| !known.contains(*file)).cloned().collect();
            self.remove(unknown).await?;
            self.pause().await;
        }
        Ok(())
    }

    async fn known(&self, files: &[BlobId]) -> Result<HashSet<BlobId>, StoreError> {
        // Names of blobs are hexadecimal digits and carry no SQL.
        let names: Vec<_> = files.iter().map(|file| format!("'{file}'")).collect();
        let sql = format!("SELECT id FROM blob WHERE id IN ({})", names.join(", "));
        let rows = self.store.rows(&sql, Vec::new()).await?;
        let name =
            |row: &crate::sql::Row| BlobId::parse(&row.text(0)?).ok_or(StoreError::Damaged("a blob's name"));
        rows.iter().map(name).collect()
    }

    async fn remove(&mut self, files: Vec<BlobId>) -> Result<(), StoreError> {
        let segments = self.segments();
        let removed = move || files.iter().map(|file| segments.remove_own_file(file)).collect();
        let removed: Vec<u64> = on_disk(removed).await?;
        self.reclaimed.files += removed.len() as u64;
        self.reclaimed.octets += removed.iter().sum::<u64>();
        Ok(())
    }
}
