//! Distribution lists of the house: there are those that its people came with. Its address books are empty.

use super::{FixtureDirectory, not_here};
use directory::contacts::{Entry, Wanted};
use directory::{Answer, Contacts, Lists};
use domain::contact::{Book, Contact};
use domain::distribution::{List, Plan};
use domain::id::{ContactId, ListId, UserId};
use domain::number::Number;
use std::collections::HashMap;

type Revision = Option<i64>;
type Actor = Option<UserId>;

impl Contacts for FixtureDirectory {
    fn contacts(&self, _: Book, _: Wanted) -> Answer<'_, Vec<Entry>> {
        not_here()
    }
    fn contact(&self, _: Book, _: ContactId) -> Answer<'_, Entry> {
        not_here()
    }
    fn add_contacts(&self, _: Book, _: Vec<Contact>, _: Actor) -> Answer<'_, Vec<Option<ContactId>>> {
        not_here()
    }
    fn change_contact(&self, _: Book, _: ContactId, _: Contact, _: Revision, _: Actor) -> Answer<'_, Entry> {
        not_here()
    }
    fn remove_contact(&self, _: Book, _: ContactId, _: Revision, _: Actor) -> Answer<'_, ()> {
        not_here()
    }
    fn names_of(&self, _: Option<UserId>, _: Vec<String>) -> Answer<'_, HashMap<String, String>> {
        Box::pin(std::future::ready(Ok(HashMap::new())))
    }
    fn having(&self, _: UserId, _: Vec<Number>, _: usize) -> Answer<'_, Vec<Contact>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

impl Lists for FixtureDirectory {
    fn keep_list(&self, _: Plan, _: Option<UserId>) -> Answer<'_, List> {
        not_here()
    }
    fn remove_list(&self, _: ListId, _: Option<UserId>) -> Answer<'_, ()> {
        not_here()
    }
}
