//! The office in memory keeps what every office promises.

use super::PostOffice;
use crate::suite::Subject;
use directory::{People, User};
use domain::id::{TenantId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension};
use std::sync::Arc;

fn user(id: i64, name: &str) -> User {
    User {
        id: UserId::new(id),
        name: name.to_owned(),
        extension: Extension::parse(&format!("20{id}")).expect("an extension"),
        email: Email::parse(&format!("{name}@example.org")).expect("an address"),
        language: Language::EnGb,
        zone: "Europe/London".into(),
        administrator: false,
        greetings: Default::default(),
        presence: Vec::new(),
        profiles: Vec::new(),
    }
}

async fn subject() -> (Subject, ()) {
    let people = People::new(
        TenantId::new(1),
        "example.org".into(),
        vec![user(1, "anna"), user(2, "bob")],
        Vec::new(),
    );
    let post = Arc::new(PostOffice::new(Arc::new(people)));
    (Subject { post, anna: UserId::new(1), bob: UserId::new(2), stranger: UserId::new(99) }, ())
}

crate::mailbox_suite! { subject() }
