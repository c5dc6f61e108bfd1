//! A tenant's part of the store: every road to its rows begins here.

use crate::messages::Messages;
use crate::sql::{Row, Tx, Value};
use crate::{
    AttendantRows, Bindings, Blobs, ChangeLog, ContactRows, DiskRoom, GroupRows, Journal, LetterRows,
    ListRows, OutboundRows, OutcallRows, PeopleRows, PinRows, ProfileRows, QuotaToldRows, RecordingPageRows,
    Sessions, SettingRows, SiteRows, Store, StoreError, TranscriptRows, TrunkRows,
};
use bytes::Bytes;
use domain::id::{BlobId, TenantId};
use futures_util::future::BoxFuture;
use ring::aead::LessSafeKey;
use std::sync::Arc;

/// One tenant's rows and blobs. A handle: cloning is cheap.
#[derive(Clone)]
pub struct TenantStore {
    pub(crate) store: Store,
    id: TenantId,
}

impl TenantStore {
    pub(crate) fn new(store: Store, id: TenantId) -> Self {
        TenantStore { store, id }
    }

    pub fn id(&self) -> TenantId {
        self.id
    }

    /// Asked before something large is taken in.
    pub fn room(&self) -> DiskRoom {
        self.store.room()
    }

    pub fn blobs(&self) -> Blobs {
        Blobs::new(self.clone())
    }

    pub fn changes(&self) -> ChangeLog {
        ChangeLog::new(self.clone())
    }

    pub fn bindings(&self) -> Bindings {
        Bindings::new(self.clone())
    }

    pub fn journal(&self) -> Journal {
        Journal::new(self.clone())
    }

    pub fn settings(&self) -> SettingRows {
        SettingRows::new(self.clone())
    }

    pub fn people(&self) -> PeopleRows {
        PeopleRows::new(self.clone())
    }

    pub fn groups(&self) -> GroupRows {
        GroupRows::new(self.clone())
    }

    pub fn sites(&self) -> SiteRows {
        SiteRows::new(self.clone())
    }

    pub fn recording_page(&self) -> RecordingPageRows {
        RecordingPageRows::new(self.clone())
    }

    pub fn lists(&self) -> ListRows {
        ListRows::new(self.clone())
    }

    pub fn contacts(&self) -> ContactRows {
        ContactRows::new(self.clone())
    }

    pub fn profiles(&self) -> ProfileRows {
        ProfileRows::new(self.clone())
    }

    pub fn attendants(&self) -> AttendantRows {
        AttendantRows::new(self.clone())
    }

    pub fn trunks(&self) -> TrunkRows {
        TrunkRows::new(self.clone())
    }

    pub fn outcalls(&self) -> OutcallRows {
        OutcallRows::of_calls(self.clone())
    }

    pub fn pages(&self) -> OutcallRows {
        OutcallRows::of_pages(self.clone())
    }

    pub fn pins(&self) -> PinRows {
        PinRows::new(self.clone())
    }

    pub fn letters(&self) -> LetterRows {
        LetterRows::new(self.clone())
    }

    pub fn quota_told(&self) -> QuotaToldRows {
        QuotaToldRows::new(self.clone())
    }

    pub fn outbound(&self) -> OutboundRows {
        OutboundRows::new(self.clone())
    }

    pub fn transcripts(&self) -> TranscriptRows {
        TranscriptRows::new(self.clone())
    }

    pub fn sessions(&self) -> Sessions {
        Sessions::new(self.clone())
    }

    pub fn messages(&self) -> Messages {
        Messages::new(self.clone())
    }

    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.store.rows(sql, values).await
    }

    pub(crate) async fn write<T, E, F>(&self, blobs: Vec<(BlobId, Bytes)>, run: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'a, 'c> FnOnce(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    {
        self.store.write(Some(self.id), blobs, run).await
    }

    /// The tenant's key, read once.
    pub(crate) async fn key(&self) -> Result<Arc<LessSafeKey>, StoreError> {
        let keys = &self.store.inner.ground.keys;
        if let Some(key) = keys.known(self.id) {
            return Ok(key);
        }
        let rows =
            self.rows("SELECT wrapped FROM tenant_key WHERE tenant = $1", vec![self.id.get().into()]).await?;
        keys.learn(self.id, &rows.first().ok_or(StoreError::NotFound)?.bytes(0)?)
    }
}
