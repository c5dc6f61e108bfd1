//! The office over the store keeps what every office promises, on SQLite and on PostgreSQL.

mod callers;
mod people;
mod transcribing;
mod twins;

use super::PostOffice;
use crate::suite::Subject;
use domain::id::UserId;
use std::sync::Arc;
use store::testing::Fixture;

/// The people's office in a fresh store.
async fn office(fixture: &Fixture) -> Subject {
    let post = Arc::new(PostOffice::new(fixture.tenant.clone(), people::directory().await));
    Subject { post, anna: UserId::new(1), bob: UserId::new(2), stranger: UserId::new(99) }
}

mod sqlite {
    use super::*;

    pub async fn subject() -> (Subject, Fixture) {
        let fixture = store::testing::on_sqlite().await;
        (office(&fixture).await, fixture)
    }

    crate::mailbox_suite! { subject() }
}

mod postgres {
    use super::*;

    async fn subject() -> (Subject, Fixture) {
        let fixture = store::testing::on_postgres().await;
        (office(&fixture).await, fixture)
    }

    crate::mailbox_suite! { subject() }
}
