//! One sender's messages: by which numbers and addresses it is known that somebody has sent one.

use crate::contact::{Contact, forms};
use crate::number::{Email, Number};
use crate::numbering::Home;
use crate::sender_template::SenderTemplate;

/// More messages are not looked at for one sender's: the newest.
pub const MOST_SEARCHED: usize = 10_000;
/// Entries of address books that one number leads to.
pub const MOST_CONTACTS: usize = 20;

/// How senders are written in the company's messages.
#[derive(Clone, Debug)]
pub struct Addressing {
    pub home: Home,
    /// By which mail of a caller's number is recognised.
    pub template: SenderTemplate,
    /// The company's domain.
    pub realm: String,
}

/// Whose messages are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    numbers: Vec<Number>,
    emails: Vec<Email>,
}

impl Sender {
    /// Of a number as it is keyed where somebody telephones from `home`.
    pub fn of_number(home: &Home, keyed: &Number) -> Sender {
        Sender { numbers: forms(home, keyed.as_str()), emails: Vec::new() }
    }

    /// The numbers so far, each in all its forms.
    pub fn numbers(&self) -> &[Number] {
        &self.numbers
    }

    pub fn add_number(&mut self, number: Number) {
        if !self.numbers.contains(&number) {
            self.numbers.push(number);
        }
    }

    pub fn add_email(&mut self, email: Email) {
        if !self.emails.contains(&email) {
            self.emails.push(email);
        }
    }

    /// Somebody whom an address book knows by one of the numbers: all of that one's numbers and addresses are the sender's.
    pub fn add_contact(&mut self, contact: &Contact) {
        contact.numbers.iter().for_each(|telephone| self.add_number(telephone.number.clone()));
        contact.emails.iter().for_each(|email| self.add_email(email.clone()));
    }

    /// Whether a message that names this number or this address is the sender's. An address that the template has made is a
    /// number's.
    pub fn has_sent(&self, addressing: &Addressing, number: Option<&str>, email: Option<&str>) -> bool {
        let Addressing { home, template, realm } = addressing;
        let has_number = |number: &str| forms(home, number).iter().any(|form| self.numbers.contains(form));
        let has_email = |text: &str| Email::parse(text).is_ok_and(|email| self.emails.contains(&email));
        let of_template = |text: &str| template.number(text, realm);
        number.is_some_and(has_number)
            || email.is_some_and(has_email)
            || email.and_then(of_template).is_some_and(|number| has_number(number.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{Kind, Telephone};
    use crate::country::Country;
    use crate::settings::Choice;

    fn berlin() -> Home {
        let country = Country::CHOICES.iter().find(|(name, _)| *name == "DE").unwrap().1;
        Home { country, area: "30".into(), outside_prefix: "0".into() }
    }

    fn addressing(template: &str) -> Addressing {
        let template = SenderTemplate::parse(template).unwrap();
        Addressing { home: berlin(), template, realm: "demo.example".into() }
    }

    fn keyed(number: &str) -> Sender {
        Sender::of_number(&berlin(), &Number::parse(number).unwrap())
    }

    fn contact(numbers: &[&str], email: &str) -> Contact {
        let telephone =
            |number: &&str| Telephone { kind: Kind::Work, number: Number::parse(number).unwrap() };
        let numbers = numbers.iter().map(telephone).collect();
        Contact {
            name: "Acme".into(),
            numbers,
            emails: vec![Email::parse(email).unwrap()],
            ..Contact::default()
        }
    }

    #[test]
    fn a_number_finds_what_it_has_sent_in_whatever_form_either_is_written() {
        let factory = addressing("$(phonenumber)@$(addrtype).$(domain)");
        for (number, from_number, from_email, is_sent) in [
            ("03012345", Some("+493012345"), None, true),
            ("003012345", Some("+493012345"), None, true),
            ("+493012345", Some("03012345"), None, true),
            ("03012345", Some("+493012346"), None, false),
            ("201", Some("201"), None, true),
            ("201", Some("2012"), None, false),
            ("201", Some("anonymous"), None, false),
            ("201", None, None, false),
            ("03012345", None, Some("+493012345@voice.demo.example"), true),
            ("03012345", None, Some("+493012345@VOICE.demo.example"), true),
            ("03012345", None, Some("03012345@voice.demo.example"), true),
            ("03012345", None, Some("+493012345@elsewhere.example"), false),
            ("03012345", None, Some("anna@voice.demo.example"), false),
            ("201", None, Some("201@voice.demo.example"), true),
            ("201", None, Some("201@demo.example"), false),
            ("03012345", Some(""), Some(""), false),
        ] {
            let told = format!("{number} of {from_number:?} {from_email:?}");
            assert_eq!(keyed(number).has_sent(&factory, from_number, from_email), is_sent, "{told}");
        }
        let own = addressing("$(phonenumber)@ums.test");
        assert!(keyed("03012345").has_sent(&own, None, Some("+493012345@ums.test")));
        assert!(!keyed("03012345").has_sent(&own, None, Some("+493012345@voice.demo.example")));
    }

    #[test]
    fn who_is_known_by_the_number_is_found_by_every_address_and_other_numbers() {
        let factory = addressing("$(phonenumber)@$(addrtype).$(domain)");
        let mut sender = keyed("03012345");
        sender.add_contact(&contact(&["+493012345", "+491701"], "post@acme.example"));
        sender.add_email(Email::parse("Post@Acme.example").unwrap());
        assert_eq!(sender.emails.len(), 1);
        for (from_number, from_email, is_sent) in [
            (None, Some("POST@acme.example"), true),
            (Some("+491701"), None, true),
            (Some("01701"), None, true),
            (Some("+493099"), Some("post@acme.example"), true),
            (None, Some("other@acme.example"), false),
            (None, Some("+491701@voice.demo.example"), true),
        ] {
            let told = format!("{from_number:?} {from_email:?}");
            assert_eq!(sender.has_sent(&factory, from_number, from_email), is_sent, "{told}");
        }
    }

    #[test]
    fn what_is_no_number_anywhere_finds_nothing() {
        for number in ["1", "*21#", "0"] {
            assert_eq!(keyed(number).numbers(), [], "{number}");
        }
    }
}
