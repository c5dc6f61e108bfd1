//! Address books: checked by `domain`, kept as rows, and read from the store when somebody asks: there may be too many for a snapshot.

mod card;
mod file;
mod table;

pub use file::{Brought, Format, Unreadable};

use crate::door::{Answer, DirectoryError};
use crate::registry::Registry;
use crate::rows::Rows;
use crate::trunks::home;
use domain::contact::{self, Book, Contact};
use domain::id::{ContactId, UserId};
use domain::number::Number;
use std::collections::HashMap;
use store::{ContactChanged, ContactRow, ContactsAdded, ContactsWanted, StoreError};

/// The one writer of address books. `actor` is who does it, for the audit.
pub trait Contacts: Send + Sync {
    /// Entries in order.
    fn contacts(&self, book: Book, wanted: Wanted) -> Answer<'_, Vec<Entry>>;

    fn contact(&self, book: Book, id: ContactId) -> Answer<'_, Entry>;

    /// Adds entries, all or, where there is no room for all ([`DirectoryError::Full`]), none. None for those that the book has
    /// already.
    fn add_contacts(
        &self,
        book: Book,
        contacts: Vec<Contact>,
        actor: Option<UserId>,
    ) -> Answer<'_, Vec<Option<ContactId>>>;

    /// Writes an entry over. `seen`: if it has this revision, and else [`DirectoryError::Changed`].
    fn change_contact(
        &self,
        book: Book,
        id: ContactId,
        contact: Contact,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Answer<'_, Entry>;

    /// The same, and it is gone.
    fn remove_contact(
        &self,
        book: Book,
        id: ContactId,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Answer<'_, ()>;

    /// By which names these numbers of calls are known, to the reader of a personal book and the company's, or of the company's
    /// alone. The own book goes before the company's.
    fn names_of(&self, reader: Option<UserId>, numbers: Vec<String>) -> Answer<'_, HashMap<String, String>>;

    /// The entries of a personal book and the company's that have one of these numbers, which stand in them as they are here;
    /// at most so many.
    fn having(&self, reader: UserId, numbers: Vec<Number>, most: usize) -> Answer<'_, Vec<Contact>>;
}

/// Which entries are read.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// As it was typed.
    pub search: String,
    /// Behind this one.
    pub after: Option<Place>,
    pub limit: usize,
}

/// Where an entry stands in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub key: String,
    pub id: ContactId,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: ContactId,
    /// Rises with each change.
    pub revision: i64,
    pub contact: Contact,
}

impl Entry {
    pub fn place(&self) -> Place {
        Place { key: self.contact.sort_key(), id: self.id }
    }
}

impl<R: Rows> Contacts for Registry<R> {
    fn contacts(&self, book: Book, wanted: Wanted) -> Answer<'_, Vec<Entry>> {
        Box::pin(async move {
            let wanted = ContactsWanted {
                words: contact::words(&wanted.search),
                after: wanted.after.map(|place| (place.key, place.id)),
                limit: wanted.limit,
            };
            let rows = self.rows.contacts(book.owner(), wanted).await?;
            Ok(rows.into_iter().map(entry).collect::<Result<_, _>>()?)
        })
    }

    fn contact(&self, book: Book, id: ContactId) -> Answer<'_, Entry> {
        Box::pin(async move {
            let found = self.rows.contact(book.owner(), id).await?;
            Ok(entry(found.ok_or(DirectoryError::NotFound)?)?)
        })
    }

    fn add_contacts(
        &self,
        book: Book,
        contacts: Vec<Contact>,
        actor: Option<UserId>,
    ) -> Answer<'_, Vec<Option<ContactId>>> {
        Box::pin(async move {
            let rows = contacts.into_iter().map(row).collect::<Result<_, _>>()?;
            match self.rows.add_contacts(book.owner(), rows, book.most(), actor).await? {
                ContactsAdded::Added(ids) => Ok(ids),
                ContactsAdded::NoRoom => Err(DirectoryError::Full(book.most())),
            }
        })
    }

    fn change_contact(
        &self,
        book: Book,
        id: ContactId,
        contact: Contact,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Answer<'_, Entry> {
        Box::pin(async move {
            let row = ContactRow { id, ..row(contact)? };
            is_changed(self.rows.change_contact(book.owner(), row, seen, actor).await?)?;
            self.contact(book, id).await
        })
    }

    fn remove_contact(
        &self,
        book: Book,
        id: ContactId,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Answer<'_, ()> {
        Box::pin(async move { is_changed(self.rows.remove_contact(book.owner(), id, seen, actor).await?) })
    }

    fn names_of(&self, reader: Option<UserId>, numbers: Vec<String>) -> Answer<'_, HashMap<String, String>> {
        Box::pin(async move {
            let home = home(&self.snapshot().settings_of(None));
            let forms: Vec<(String, Vec<String>)> = numbers
                .into_iter()
                .map(|number| {
                    let forms = contact::forms(&home, &number);
                    (number, forms.into_iter().map(String::from).collect())
                })
                .collect();
            let asked = forms.iter().flat_map(|(_, forms)| forms.clone()).collect();
            // The own book comes last and is written over the company's.
            let named: HashMap<String, String> = self
                .rows
                .contact_names(reader, asked)
                .await?
                .into_iter()
                .map(|(number, _, label)| (number, label))
                .collect();
            let name = |(number, forms): (String, Vec<String>)| {
                let name = forms.iter().find_map(|form| named.get(form))?.clone();
                Some((number, name))
            };
            Ok(forms.into_iter().filter_map(name).collect())
        })
    }

    fn having(&self, reader: UserId, numbers: Vec<Number>, most: usize) -> Answer<'_, Vec<Contact>> {
        Box::pin(async move {
            let numbers = numbers.into_iter().map(String::from).collect();
            let rows = self.rows.contacts_having(Some(reader), numbers, most).await?;
            Ok(rows.into_iter().map(|row| Ok(entry(row)?.contact)).collect::<Result<_, StoreError>>()?)
        })
    }
}

fn is_changed(changed: ContactChanged) -> Result<(), DirectoryError> {
    match changed {
        ContactChanged::Changed => Ok(()),
        ContactChanged::Another => Err(DirectoryError::Changed),
    }
}

fn row(contact: Contact) -> Result<ContactRow, DirectoryError> {
    let contact = contact.sound().map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
    let entry =
        serde_json::to_string(&contact).map_err(|error| DirectoryError::Unavailable(Box::new(error)))?;
    Ok(ContactRow {
        id: ContactId::new(0),
        revision: 0,
        label: contact.label().to_owned(),
        sort_key: contact.sort_key(),
        sought: contact.sought(),
        entry,
        numbers: contact.numbers.into_iter().map(|telephone| telephone.number.into()).collect(),
    })
}

fn entry(row: ContactRow) -> Result<Entry, StoreError> {
    let contact =
        serde_json::from_str(&row.entry).map_err(|_| StoreError::Damaged("an entry of an address book"))?;
    Ok(Entry { id: row.id, revision: row.revision, contact })
}
