//! Address books: whose an entry is, who has seen it, and by which name a number is known.

use super::anna;
use crate::contacts::{Entry, Wanted};
use crate::{Directory, DirectoryError, NewUser};
use domain::contact::{Book, Contact, Kind, Telephone};
use domain::id::UserId;
use domain::number::{Email, Extension, Number};
use domain::settings::{OUTSIDE_COUNTRY, OUTSIDE_PREFIX, Row, Scope};
use std::collections::HashMap;

fn contact(name: &str, number: &str) -> Contact {
    let numbers = vec![Telephone { kind: Kind::Work, number: Number::parse(number).unwrap() }];
    Contact { name: name.into(), numbers, ..Contact::default() }
}

async fn names(directory: &dyn Directory, book: Book, wanted: Wanted) -> Vec<String> {
    let entries = directory.contacts(book, wanted).await.unwrap();
    entries.into_iter().map(|entry| entry.contact.name).collect()
}

pub async fn check(directory: &dyn Directory) {
    let me = directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let new = NewUser {
        extension: Extension::parse("278").unwrap(),
        email: Email::parse("reader@demo.example").unwrap(),
        ..anna()
    };
    let other = directory.add_user(new).await.unwrap().id;
    let mine = Book::Personal(me);
    let added = ["Öz", "Zoe", "Otto"].map(|name| contact(name, "+49301")).to_vec();
    let ids = directory.add_contacts(mine, added.clone(), Some(me)).await.unwrap();
    assert!(ids.iter().all(Option::is_some));
    assert_eq!(directory.add_contacts(mine, added, None).await.unwrap(), [None, None, None]);
    let first = directory.contacts(mine, Wanted { limit: 2, ..Wanted::default() }).await.unwrap();
    let after = first.last().map(Entry::place);
    assert_eq!(first.iter().map(|entry| entry.contact.name.as_str()).collect::<Vec<_>>(), ["Otto", "Öz"]);
    assert_eq!(names(directory, mine, Wanted { after, limit: 2, ..Wanted::default() }).await, ["Zoe"]);
    let search = Wanted { search: "030 1".into(), limit: 9, ..Wanted::default() };
    assert_eq!(names(directory, mine, search.clone()).await.len(), 3);
    assert_eq!(names(directory, Book::Personal(other), search).await, Vec::<String>::new());

    let entry = first[0].clone();
    let renamed = Contact { company: "Acme".into(), ..entry.contact.clone() };
    let change =
        async |book, contact, seen| directory.change_contact(book, entry.id, contact, seen, None).await;
    let changed = change(mine, renamed.clone(), Some(1)).await.unwrap();
    assert_eq!((changed.revision, &changed.contact), (2, &renamed));
    assert!(matches!(change(mine, renamed.clone(), Some(1)).await, Err(DirectoryError::Changed)));
    for wrong in [Book::Central, Book::Personal(other)] {
        assert!(matches!(change(wrong, renamed.clone(), None).await, Err(DirectoryError::NotFound)));
        assert!(matches!(directory.contact(wrong, entry.id).await, Err(DirectoryError::NotFound)));
    }
    assert!(matches!(change(mine, Contact::default(), None).await, Err(DirectoryError::Invalid(_))));
    let gone = async |seen| directory.remove_contact(mine, entry.id, seen, Some(me)).await;
    assert!(matches!(gone(Some(1)).await, Err(DirectoryError::Changed)));
    gone(Some(2)).await.unwrap();
    assert!(matches!(gone(None).await, Err(DirectoryError::NotFound)));
    numbers_are_known_in_every_form(directory, me, other).await;
}

async fn numbers_are_known_in_every_form(directory: &dyn Directory, me: UserId, other: UserId) {
    for (key, value) in [(OUTSIDE_COUNTRY.definition.key, "DE"), (OUTSIDE_PREFIX.definition.key, "0")] {
        let row =
            Row { scope: Scope::Tenant(directory.people().tenant), key: key.into(), value: value.into() };
        directory.set_setting(row).await.unwrap();
    }
    let add = async |book, name, number| {
        directory.add_contacts(book, vec![contact(name, number)], None).await.unwrap();
    };
    add(Book::Central, "Central", "+4989555").await;
    add(Book::Central, "Both", "+4989777").await;
    add(Book::Personal(me), "Mine", "+4989777").await;
    let asked = ["+4989555", "089555", "0089555", "+4989777", "+4989999", "anonymous"];
    let known = async |reader| {
        let asked = asked.map(str::to_owned).to_vec();
        directory.names_of(reader, asked).await.unwrap()
    };
    let said = |both: &str| -> HashMap<String, String> {
        let all =
            [("+4989555", "Central"), ("089555", "Central"), ("0089555", "Central"), ("+4989777", both)];
        all.map(|(number, name)| (number.to_owned(), name.to_owned())).into()
    };
    let having = async |reader, number: &str| -> Vec<String> {
        let numbers = vec![Number::parse(number).unwrap()];
        let contacts = directory.having(reader, numbers, 9).await.unwrap();
        contacts.into_iter().map(|contact| contact.name).collect()
    };
    assert_eq!(having(me, "+4989777").await, ["Both", "Mine"]);
    assert_eq!(having(other, "+4989777").await, ["Both"]);
    assert_eq!(having(me, "+4989999").await, [""; 0]);
    assert_eq!(known(Some(me)).await, said("Mine"));
    assert_eq!(known(Some(other)).await, said("Both"));
    assert_eq!(known(None).await, said("Both"));
}
