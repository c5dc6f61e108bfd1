//! What address books are used for: names of callers, and recipients.

use crate::problem::ApiError;
use crate::router::House;
use crate::trunks::wrong;
use directory::{DirectoryError, People};
use domain::contact::{Book, Contact};
use domain::distribution::{Address, Member};
use domain::id::{ContactId, UserId};
use domain::number::Extension;
use std::collections::HashMap;

/// By which names a reader knows these numbers, where they are nobody's in the company.
pub async fn names(
    house: &House,
    reader: UserId,
    numbers: impl Iterator<Item = &String>,
) -> Result<HashMap<String, String>, ApiError> {
    let people = house.doors.directory.people();
    let is_outside = |number: &&String| {
        Extension::parse(number).ok().and_then(|extension| people.by_extension(&extension)).is_none()
    };
    let numbers: Vec<String> = numbers.filter(is_outside).cloned().collect();
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(house.doors.directory.names_of(Some(reader), numbers).await?)
}

/// Whom a message reaches that goes to an entry of the sender's book or of the company's.
pub async fn member_of(house: &House, people: &People, sender: UserId, id: &str) -> Result<Member, ApiError> {
    let nobody = || wrong(format!("contact:{id}: there is no such entry"));
    let id = ContactId::new(id.parse().map_err(|_| nobody())?);
    let directory = &house.doors.directory;
    let entry = match directory.contact(Book::Personal(sender), id).await {
        Err(DirectoryError::NotFound) => directory.contact(Book::Central, id).await,
        found => found,
    };
    let entry = entry.map_err(|error| match error {
        DirectoryError::NotFound => nobody(),
        error => error.into(),
    })?;
    let unreached =
        || wrong(format!("contact:{id}: this entry has neither an e-mail address nor an extension"));
    let address = address(&entry.contact).ok_or_else(unreached)?;
    people.member_at(Some(sender), &address).map_err(|nobody| wrong(format!("contact:{id}: {nobody}")))
}

/// The first e-mail address, or else the first extension.
fn address(contact: &Contact) -> Option<Address> {
    let email = contact.emails.first().cloned().map(Address::Email);
    let extensions = contact.numbers.iter().map(|telephone| Extension::parse(telephone.number.as_str()).ok());
    email.or_else(|| extensions.flatten().next().map(Address::Extension))
}
