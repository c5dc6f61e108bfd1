//! A directory of two people.

use directory::{Directory, NewUser, memory};
use domain::id::TenantId;
use domain::language::Language;
use domain::number::{Email, Extension};
use jiff::Timestamp;
use std::sync::Arc;

/// Anna, the first, and Bob, the second.
pub async fn directory() -> Arc<dyn Directory> {
    let directory =
        memory::open(TenantId::new(1), "example.org", Timestamp::now).await.expect("a directory in memory");
    for (name, extension) in [("anna", "201"), ("bob", "202")] {
        let user = NewUser {
            name: name.to_owned(),
            extension: Extension::parse(extension).expect("an extension"),
            email: Email::parse(&format!("{name}@example.org")).expect("an address"),
            language: Some(Language::EnGb),
            zone: "Europe/London".into(),
            administrator: false,
            password: "correct horse".into(),
            pin: "730184".into(),
        };
        directory.add_user(user).await.expect("a person");
    }
    directory
}
