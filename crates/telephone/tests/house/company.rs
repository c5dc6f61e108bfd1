//! Anna and Ben, with a directory that keeps what it is told.

use super::{PIN, from_outside};
use directory::memory::{self, MemoryDirectory};
use directory::{Directory, NewUser, User};
use domain::greeting::Slot;
use domain::id::TenantId;
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::settings::{Row, Scope};
use jiff::Timestamp;
use messaging::memory::PostOffice;
use std::sync::Arc;
use telephone::simulated::{Caller, SimulatedLine};
use telephone::{Habits, Owner, mailbox_menu};

const EN: Language = Language::EnGb;

pub struct Company {
    pub directory: Arc<MemoryDirectory>,
    pub post: PostOffice,
}

impl Company {
    pub async fn new() -> Company {
        Company::speaking(EN).await
    }

    /// Anna's language is this one.
    pub async fn speaking(language: Language) -> Company {
        let directory = memory::open(TenantId::new(1), "example.org", Timestamp::now).await.unwrap();
        for (name, extension) in [("Anna Schmidt", "201"), ("Ben Weber", "202")] {
            let user = NewUser {
                name: name.into(),
                extension: Extension::parse(extension).unwrap(),
                email: Email::parse(&format!("{extension}@example.org")).unwrap(),
                language: Some(language),
                zone: "Europe/Berlin".into(),
                administrator: false,
                password: "correct horse".into(),
                pin: PIN.into(),
            };
            directory.add_user(user).await.unwrap();
        }
        let post = PostOffice::new(directory.people());
        Company { directory, post }
    }

    pub fn anna(&self) -> Arc<User> {
        self.directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().clone()
    }

    pub async fn set(&self, key: &str, value: &str) {
        let scope = Scope::Tenant(TenantId::new(1));
        self.directory.set_setting(Row { scope, key: key.into(), value: value.into() }).await.unwrap();
    }

    /// Anna is logged in and presses on.
    pub async fn line(&self, line: &mut SimulatedLine) {
        let owner = Owner { user: self.anna(), habits: Habits::default() };
        let _gone_or_not = mailbox_menu(line, &owner, &*self.directory, &self.post).await;
        assert!(line.is_over(), "the call hangs");
        assert!(line.elapsed() < 3_600_000, "the flow has no end");
        assert_eq!(line.recordings().count(), 0, "a recording is left behind");
    }

    pub async fn call(&self, caller: Caller) -> Vec<String> {
        let mut line = from_outside("99", caller);
        self.line(&mut line).await;
        line.heard()
    }

    pub fn has(&self, slot: impl Into<Slot>) -> bool {
        self.anna().greetings.recorded(&slot.into(), EN).is_some()
    }
}
