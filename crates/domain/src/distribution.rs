//! Distribution lists: one number stands for many recipients, for its owner or for the whole company.

use crate::id::{ListId, UserId};
use crate::number::{Email, Extension};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;

/// Lists of one person, or of the company.
pub const MOST_LISTS: u8 = 99;
/// Members of one list.
pub const MOST_MEMBERS: usize = 99;
/// One message goes to no more, however many lists are in lists: its header names all of them.
pub const MOST_RECIPIENTS: usize = 500;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// A list's number: 1 to 99, with each owner anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListNumber(u8);

impl ListNumber {
    /// `None` outside of 1 to [`MOST_LISTS`].
    pub fn new(number: u8) -> Option<ListNumber> {
        (1..=MOST_LISTS).contains(&number).then_some(ListNumber(number))
    }

    /// One or two digits, as they are pressed.
    pub fn parse(text: &str) -> Option<ListNumber> {
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        ListNumber::new(text.parse().ok().filter(|_| is_short)?)
    }

    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for ListNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    pub id: ListId,
    pub plan: Plan,
}

/// What a list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// None: everybody's.
    pub owner: Option<UserId>,
    pub number: ListNumber,
    /// May be empty: a list that is made by telephone has none.
    pub name: String,
    /// In the order in which they were added; nobody twice.
    pub members: Vec<Member>,
}

/// One address of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Member {
    Person(UserId),
    /// An address elsewhere.
    Email(Email),
    List(ListId),
}

/// Why a list cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("a list's name has at most {LONGEST_NAME} characters and no control characters")]
    Name,
    #[error("a list has at most {MOST_MEMBERS} members")]
    TooManyMembers,
    #[error("a list names nobody twice")]
    Twice,
}

impl Plan {
    pub fn check(&self) -> Result<(), Unsound> {
        if self.name.chars().count() > LONGEST_NAME || self.name.chars().any(char::is_control) {
            return Err(Unsound::Name);
        }
        if self.members.len() > MOST_MEMBERS {
            return Err(Unsound::TooManyMembers);
        }
        let different: HashSet<&Member> = self.members.iter().collect();
        if different.len() < self.members.len() { Err(Unsound::Twice) } else { Ok(()) }
    }
}

/// What may be written or pressed for a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Extension(Extension),
    Email(Email),
    /// `*5`: the list 5 of whoever says so.
    Own(ListNumber),
    /// `**5`: the company's list 5.
    Central(ListNumber),
}

/// What is no recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    #[error(
        "a list has a number from 1 to {MOST_LISTS}, after * for an own one and ** for one of the company"
    )]
    ListNumber,
    #[error(
        "messages go to extensions, e-mail addresses and lists (*5, **5), not to telephone numbers elsewhere, fax or SMS"
    )]
    OtherService,
}

impl Address {
    pub fn parse(text: &str) -> Result<Address, NoAddress> {
        if let Some(number) = text.strip_prefix("**") {
            return ListNumber::parse(number).map(Address::Central).ok_or(NoAddress::ListNumber);
        }
        if let Some(number) = text.strip_prefix('*') {
            return ListNumber::parse(number).map(Address::Own).ok_or(NoAddress::ListNumber);
        }
        if text.contains(':') {
            // `fax:`, `sms:`, `tel:`: a way that is named and that we do not go.
            return Err(NoAddress::OtherService);
        }
        let extension = Extension::parse(text).map(Address::Extension);
        extension.or_else(|_| Email::parse(text).map(Address::Email)).map_err(|_| NoAddress::OtherService)
    }
}

impl fmt::Display for Address {
    /// As [`Address::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Extension(extension) => f.write_str(extension.as_str()),
            Address::Email(email) => f.write_str(email.as_str()),
            Address::Own(number) => write!(f, "*{number}"),
            Address::Central(number) => write!(f, "**{number}"),
        }
    }
}

/// Everybody whom a list reaches, lists in it too, in their order and each once: no [`Member::List`] is among them. A list
/// that is gone, or that stands in itself, adds nobody.
pub fn expand(lists: &[List], list: ListId) -> Vec<Member> {
    let mut reached = Reached { lists, been: HashSet::new(), members: Vec::new(), known: HashSet::new() };
    reached.visit(list);
    reached.members
}

struct Reached<'a> {
    lists: &'a [List],
    been: HashSet<ListId>,
    members: Vec<Member>,
    known: HashSet<&'a Member>,
}

impl Reached<'_> {
    /// No deeper than there are lists, for each is visited once.
    fn visit(&mut self, id: ListId) {
        let lists = self.lists;
        let Some(list) = lists.iter().find(|list| list.id == id).filter(|_| self.been.insert(id)) else {
            return;
        };
        for member in &list.plan.members {
            match member {
                Member::List(inner) => self.visit(*inner),
                other if self.known.insert(other) => self.members.push(other.clone()),
                _known => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(number: u8) -> ListNumber {
        ListNumber::new(number).unwrap()
    }

    fn person(id: i64) -> Member {
        Member::Person(UserId::new(id))
    }

    fn inner(id: i64) -> Member {
        Member::List(ListId::new(id))
    }

    fn email(text: &str) -> Member {
        Member::Email(Email::parse(text).unwrap())
    }

    fn plan(members: Vec<Member>) -> Plan {
        Plan { owner: None, number: number(1), name: "Sales".into(), members }
    }

    fn list(id: i64, members: Vec<Member>) -> List {
        List { id: ListId::new(id), plan: plan(members) }
    }

    #[test]
    fn lists_have_the_numbers_1_to_99_and_the_hundredth_has_none() {
        for (text, expected) in [
            ("1", Some(1)),
            ("07", Some(7)),
            ("99", Some(99)),
            ("0", None),
            ("00", None),
            ("100", None),
            ("001", None),
            ("+1", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(ListNumber::parse(text).map(ListNumber::get), expected, "{text}");
        }
    }

    #[test]
    fn a_list_has_99_members_and_nobody_twice() {
        let people = |most| (1..=most).map(person).collect();
        for (plan, expected) in [
            (plan(people(99)), Ok(())),
            (plan(people(100)), Err(Unsound::TooManyMembers)),
            (plan(vec![person(1), email("a@b.example"), person(1)]), Err(Unsound::Twice)),
            (plan(vec![email("a@b.example"), email("A@B.example")]), Err(Unsound::Twice)),
            (Plan { name: String::new(), ..plan(Vec::new()) }, Ok(())),
            (Plan { name: "x".repeat(61), ..plan(Vec::new()) }, Err(Unsound::Name)),
            (Plan { name: "a\nb".into(), ..plan(Vec::new()) }, Err(Unsound::Name)),
        ] {
            assert_eq!(plan.check(), expected, "{:?}", plan.members.len());
        }
    }

    #[test]
    fn an_address_says_what_it_is_and_other_services_are_refused_with_words() {
        for text in ["201", "ben@elsewhere.example", "*5", "**99"] {
            assert_eq!(Address::parse(text).map(|address| address.to_string()), Ok(text.to_owned()));
        }
        for (text, expected) in [
            ("*0", NoAddress::ListNumber),
            ("*100", NoAddress::ListNumber),
            ("***1", NoAddress::ListNumber),
            ("fax:+493012345", NoAddress::OtherService),
            ("sms:0170123456", NoAddress::OtherService),
            ("+493012345", NoAddress::OtherService),
            ("mailto:a@b.example", NoAddress::OtherService),
            ("Anna", NoAddress::OtherService),
            ("", NoAddress::OtherService),
        ] {
            assert_eq!(Address::parse(text), Err(expected), "{text}");
        }
        let said = NoAddress::OtherService.to_string();
        assert!(said.contains("fax") && said.contains("e-mail"), "{said}");
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_an_address_that_is_written_alike_or_none(text in "[0-9*@.:a-f+ ]{0,40}|\\PC{0,40}") {
            if let Ok(address) = Address::parse(&text) {
                prop_assert_eq!(Address::parse(&address.to_string()), Ok(address));
            }
        }
    }

    #[test]
    fn lists_in_lists_are_opened_in_order_once_each_and_without_going_round() {
        let lists = [
            list(1, vec![person(1), inner(2), person(4), email("x@y.example")]),
            list(2, vec![person(2), inner(3), person(1)]),
            list(3, vec![inner(1), person(3), email("X@Y.example"), inner(3), inner(77)]),
        ];
        for (from, expected) in [
            (1, vec![person(1), person(2), person(3), email("x@y.example"), person(4)]),
            (3, vec![person(1), person(2), person(4), email("x@y.example"), person(3)]),
            (77, vec![]),
        ] {
            assert_eq!(expand(&lists, ListId::new(from)), expected, "{from}");
        }
    }
}
