//! A directory of two people that nobody changes.

use bytes::Bytes;
use directory::*;
use domain::greeting::Situation;
use domain::id::{BlobId, DeviceId, TenantId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension};
use std::net::IpAddr;
use std::sync::Arc;

struct Two(Arc<People>, tokio::sync::watch::Sender<u64>);

pub fn directory() -> Arc<dyn Directory> {
    let user = |id: i64, name: &str| User {
        id: UserId::new(id),
        name: name.to_owned(),
        extension: Extension::parse(&format!("20{id}")).expect("an extension"),
        email: Email::parse(&format!("{name}@example.org")).expect("an address"),
        language: Language::EnGb,
        zone: "Europe/London".into(),
        administrator: false,
        greetings: Vec::new(),
    };
    let users = vec![user(1, "anna"), user(2, "bob")];
    let people = People::new(TenantId::new(1), "example.org".into(), users, Vec::new());
    Arc::new(Two(Arc::new(people), tokio::sync::watch::channel(0).0))
}

fn no<T: Send + 'static>() -> Answer<'static, T> {
    Box::pin(std::future::ready(Err(DirectoryError::NotFound)))
}

impl Directory for Two {
    fn people(&self) -> Arc<People> {
        Arc::clone(&self.0)
    }
    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        self.1.subscribe()
    }
    fn add_user(&self, _: NewUser) -> Answer<'_, Arc<User>> {
        no()
    }
    fn add_device(&self, _: NewDevice) -> Answer<'_, (Arc<Device>, String)> {
        no()
    }
    fn set_password<'a>(&'a self, _: UserId, _: &'a str) -> Answer<'a, ()> {
        no()
    }
    fn set_pin<'a>(&'a self, _: UserId, _: &'a str) -> Answer<'a, ()> {
        no()
    }
    fn log_in<'a>(&'a self, _: &'a str, _: &'a str, _: IpAddr) -> Answer<'a, LogIn> {
        no()
    }
    fn check_pin<'a>(&'a self, _: &'a str, _: &'a str, _: domain::guesser::Guesser) -> Answer<'a, PinCheck> {
        no()
    }
    fn ha1(&self, _: DeviceId) -> Option<Ha1> {
        None
    }
    fn set_setting(&self, _: domain::settings::Row) -> Answer<'_, ()> {
        no()
    }
    fn set_greeting(&self, _: UserId, _: Situation, _: Language, _: Bytes) -> Answer<'_, BlobId> {
        no()
    }
    fn remove_greeting(&self, _: UserId, _: Situation, _: Language) -> Answer<'_, ()> {
        no()
    }
    fn greeting<'a>(&'a self, _: &'a BlobId) -> Answer<'a, Bytes> {
        no()
    }
}
