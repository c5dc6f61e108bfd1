//! What the people of the small house say of themselves: written down, so that tests can look at it.

use super::FixtureDirectory;
use bytes::Bytes;
use directory::{Announced, Answer, DirectoryError, Profiles};
use domain::greeting::{TextNumber, Usage};
use domain::id::{BlobId, UserId};
use domain::language::Language;
use domain::presence::{SetBy, SetPresence};
use domain::profile::Profile;

fn not_here<'a, T: Send + 'a>() -> Answer<'a, T> {
    Box::pin(std::future::ready(Err(DirectoryError::NotFound)))
}

impl Profiles for FixtureDirectory {
    fn set_presence(&self, _: UserId, _: SetPresence) -> Answer<'_, ()> {
        not_here()
    }
    fn clear_presence(&self, _: UserId, _: SetBy) -> Answer<'_, ()> {
        not_here()
    }
    fn set_profile(&self, _: UserId, _: Profile) -> Answer<'_, ()> {
        not_here()
    }
    fn name_text<'a>(&'a self, _: UserId, _: TextNumber, _: &'a str) -> Answer<'a, ()> {
        not_here()
    }
    fn use_greeting(&self, _: UserId, _: Usage) -> Answer<'_, ()> {
        not_here()
    }
    fn forget_greetings(&self, _: UserId) -> Answer<'_, ()> {
        not_here()
    }
    fn set_announcement(
        &self,
        _: Announced,
        _: Option<Language>,
        _: Bytes,
        _: Option<UserId>,
    ) -> Answer<'_, BlobId> {
        not_here()
    }
    fn remove_announcement(&self, _: Announced, _: Option<Language>, _: Option<UserId>) -> Answer<'_, ()> {
        not_here()
    }
}
