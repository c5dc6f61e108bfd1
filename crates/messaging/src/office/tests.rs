//! The office over the store keeps what every office promises.

mod people;
mod twins;

use super::PostOffice;
use crate::suite::Subject;
use domain::id::UserId;
use std::sync::Arc;
use store::TenantStore;

async fn subject() -> (Subject, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = TenantStore::open(dir.path().join("x.db").to_str().expect("a path")).await;
    let post = Arc::new(PostOffice::new(store, people::directory()));
    (Subject { post, anna: UserId::new(1), bob: UserId::new(2), stranger: UserId::new(99) }, dir)
}

crate::mailbox_suite! { subject() }
