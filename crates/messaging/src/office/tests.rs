//! The office over the store keeps what every office promises, on SQLite and on PostgreSQL.

mod people;
mod twins;

use super::PostOffice;
use crate::suite::Subject;
use domain::id::UserId;
use std::sync::Arc;
use store::{MasterKey, Store, StoreConfig};

async fn office(database: String, dir: &tempfile::TempDir) -> Subject {
    let config = StoreConfig {
        database,
        dir: dir.path().to_owned(),
        reserve_bytes: 0,
        master_key: MasterKey::from_octets([7; 32]),
    };
    let store = Store::open(config).await.expect("a store");
    let tenant = store.system().add_tenant("Example", "example.org").await.expect("a tenant");
    let post = Arc::new(PostOffice::new(store.tenant(tenant), people::directory()));
    Subject { post, anna: UserId::new(1), bob: UserId::new(2), stranger: UserId::new(99) }
}

mod sqlite {
    use super::*;

    pub async fn subject() -> (Subject, tempfile::TempDir) {
        let dir = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite:{}", dir.path().join("switchroom.db").display());
        (office(database, &dir).await, dir)
    }

    crate::mailbox_suite! { subject() }
}
