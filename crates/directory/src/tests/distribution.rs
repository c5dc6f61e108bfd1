//! Lists are checked, kept, and opened into those whom they reach.

use super::anna;
use crate::{Directory, DirectoryError, NewUser, NobodyThere, Recipient};
use domain::distribution::{Address, ListNumber, Member, Plan};
use domain::id::{ListId, UserId};
use domain::number::{Email, Extension};

fn plan(owner: Option<UserId>, number: u8, members: Vec<Member>) -> Plan {
    Plan { owner, number: ListNumber::new(number).unwrap(), name: "Sales".into(), members }
}

fn email(text: &str) -> Member {
    Member::Email(Email::parse(text).unwrap())
}

pub async fn check(directory: &dyn Directory) {
    let me = directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().id;
    let realm = directory.people().realm.clone();
    let new = NewUser {
        extension: Extension::parse("277").unwrap(),
        email: Email::parse(&format!("late@{realm}")).unwrap(),
        ..anna()
    };
    let other = directory.add_user(new).await.unwrap().id;

    let elsewhere = email("ben@elsewhere.example");
    let members = vec![Member::Person(other), elsewhere.clone()];
    let central = directory.keep_list(plan(None, 7, members), Some(me)).await.unwrap();
    let members = vec![Member::List(central.id), Member::Person(me), email(&format!("late@{realm}"))];
    let own = directory.keep_list(plan(Some(me), 7, members), Some(me)).await.unwrap();
    // An address of a person here is the person.
    assert_eq!(own.plan.members[2], Member::Person(other));
    let people = directory.people();
    assert_eq!(people.list_at(Some(me), ListNumber::new(7).unwrap()), Some(&own));
    assert_eq!(people.list_at(None, ListNumber::new(7).unwrap()), Some(&central));
    assert_eq!(people.list_at(Some(other), ListNumber::new(7).unwrap()), None);
    let reached: Vec<String> = people.reached_by(own.id).iter().map(|one| one.email().to_string()).collect();
    let mine = people.user(me).unwrap().email.to_string();
    assert_eq!(reached, [format!("late@{realm}"), "ben@elsewhere.example".into(), mine]);
    assert!(matches!(people.reached_by(central.id)[1], Recipient::Elsewhere(_)));

    addresses_are_read_as_their_owner_means_them(directory, me, &own.plan);
    unsound_lists_are_refused(directory, me, other, own.id).await;

    // A list that is gone is no reason to refuse the next change.
    directory.remove_list(central.id, Some(me)).await.unwrap();
    assert!(matches!(directory.remove_list(central.id, None).await, Err(DirectoryError::NotFound)));
    let shorter = directory.keep_list(own.plan.clone(), None).await.unwrap();
    assert_eq!((shorter.id, shorter.plan.members.len()), (own.id, 2));
    assert_eq!(directory.people().lists_of(None).count(), 0);
}

fn addresses_are_read_as_their_owner_means_them(directory: &dyn Directory, me: UserId, own: &Plan) {
    let people = directory.people();
    let written: Vec<Address> = own.members.iter().filter_map(|member| people.address_of(member)).collect();
    let texts: Vec<String> = written.iter().map(Address::to_string).collect();
    assert_eq!(texts, ["**7", "201", "277"]);
    let read: Vec<_> = written.iter().map(|address| people.member_at(Some(me), address).unwrap()).collect();
    assert_eq!(read, own.members);
    for (text, owner, expected) in [
        ("299", Some(me), NobodyThere::Extension),
        ("*8", Some(me), NobodyThere::List),
        ("**8", None, NobodyThere::List),
        ("*7", None, NobodyThere::OwnList),
    ] {
        assert_eq!(people.member_at(owner, &Address::parse(text).unwrap()), Err(expected), "{text}");
    }
    let ours = Email::parse(&format!("nobody@{}", people.realm)).unwrap();
    assert_eq!(people.member_at(None, &Address::Email(ours)), Err(NobodyThere::Email));
}

async fn unsound_lists_are_refused(directory: &dyn Directory, me: UserId, other: UserId, own: ListId) {
    let hundred = (0..100).map(|number| email(&format!("p{number}@elsewhere.example"))).collect();
    let ours = email(&format!("nobody@{}", directory.people().realm));
    for unsound in [
        plan(Some(me), 1, hundred),
        plan(Some(me), 1, vec![Member::Person(me), Member::Person(me)]),
        plan(Some(me), 1, vec![ours]),
        plan(Some(other), 1, vec![Member::List(own)]),
        plan(None, 1, vec![Member::List(own)]),
    ] {
        let refused = directory.keep_list(unsound, None).await;
        assert!(matches!(refused, Err(DirectoryError::Invalid(_))), "{refused:?}");
    }
    let nobodys = plan(Some(UserId::new(9_999)), 1, Vec::new());
    assert!(matches!(directory.keep_list(nobodys, None).await, Err(DirectoryError::NotFound)));
}
