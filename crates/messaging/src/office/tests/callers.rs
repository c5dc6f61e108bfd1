//! Who calls from outside is named by the owner's address book, or the company's.

use super::people;
use crate::office::PostOffice;
use crate::{Body, Delivery, Post, Sender, Voice};
use directory::Directory;
use domain::contact::{Book, Contact, Kind, Telephone};
use domain::id::{CallId, UserId};
use domain::language::Language;
use domain::number::Number;
use std::sync::Arc;
use store::testing::on_sqlite;

const ANNA: UserId = UserId::new(1);
const BOB: UserId = UserId::new(2);

async fn knows(directory: &Arc<dyn Directory>, book: Book, name: &str, number: &str) {
    let numbers = vec![Telephone { kind: Kind::Mobile, number: Number::parse(number).unwrap() }];
    let contact = Contact { name: name.into(), numbers, ..Contact::default() };
    directory.add_contacts(book, vec![contact], None).await.unwrap();
}

/// The display name of the From field, and what the subject says.
async fn delivered(post: &PostOffice, key: &str, to: Vec<UserId>, from: Sender) -> (Option<String>, String) {
    let body = Body::Voice(Voice {
        samples: vec![0; 16_000],
        language: Language::EnGb,
        zone: "Europe/London".into(),
        call: CallId::new("n", 7),
        called: "201".into(),
        marks: Default::default(),
    });
    let delivery = Delivery { key: key.into(), to, from, at: jiff::Timestamp::now(), body };
    let message = post.deliver(delivery).await.unwrap().message;
    let mailbox = post.mailbox(ANNA);
    let entry = mailbox.find(&message).await.unwrap().unwrap();
    let whole = mailbox.read(&entry.message, 0..entry.size).await.unwrap();
    let parsed = mail_parser::MessageParser::default().parse(&whole[..]).unwrap();
    let name = parsed.from().and_then(|from| from.first()?.name.as_deref().map(str::to_owned));
    (name, entry.subject)
}

#[tokio::test]
async fn a_message_bears_the_name_that_the_book_has_for_the_number() {
    let (fixture, directory) = (on_sqlite().await, people::directory().await);
    let post = PostOffice::new(fixture.tenant.clone(), Arc::clone(&directory));
    knows(&directory, Book::Central, "Acme", "+493099").await;
    knows(&directory, Book::Central, "Mobile of Acme", "+491701").await;
    knows(&directory, Book::Personal(ANNA), "Carl Kurz", "+493099").await;
    knows(&directory, Book::Personal(BOB), "Bob's friend", "+493011").await;
    let from = |number: &str, name: Option<&str>| Sender {
        name: name.map(str::to_owned),
        number: Some(number.into()),
        email: None,
    };
    let colleague = Sender { email: Some("bob@example.org".into()), ..from("+493099", Some("bob")) };
    for (key, to, from, expected) in [
        ("own", vec![ANNA], from("+493099", Some("WIRELESS CALLER")), Some("Carl Kurz")),
        ("central", vec![ANNA], from("+491701", None), Some("Mobile of Acme")),
        ("several", vec![ANNA, BOB], from("+493099", None), Some("Acme")),
        ("another's", vec![ANNA], from("+493011", None), None),
        ("network", vec![ANNA], from("+493011", Some("Somebody")), Some("Somebody")),
        ("colleague", vec![ANNA], colleague, Some("bob")),
    ] {
        let (name, subject) = delivered(&post, key, to, from).await;
        assert_eq!(name.as_deref(), expected, "{key}");
        assert!(expected.is_none_or(|name| subject.contains(name)), "{key}: {subject}");
    }
}
