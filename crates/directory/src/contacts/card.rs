//! An entry as a vCard (RFC 6350).

use super::file::{Brought, Unreadable};
use calcard::vcard::{
    VCard, VCardEntry, VCardKind, VCardParameter, VCardParameterName, VCardParameterValue, VCardProperty,
    VCardType, VCardValue, VCardValueType, VCardVersion,
};
use calcard::{Entry, Parser};
use domain::contact::{Contact, Kind, MOST_IMPORTED, Telephone, telephone};
use domain::number::Email;
use domain::numbering::Home;

pub fn read(text: &str, home: &Home) -> Result<Vec<Brought>, Unreadable> {
    let mut parser = Parser::new(text);
    let mut brought = Vec::new();
    // Each answer but the last has taken a line at least.
    for _line in 0..=text.len() {
        match parser.entry() {
            Entry::VCard(_) if brought.len() == MOST_IMPORTED => return Err(Unreadable::TooMany),
            Entry::VCard(card) => brought.push(entry(brought.len() + 1, &card, home)),
            Entry::Eof => break,
            _ => {}
        }
    }
    Ok(brought)
}

fn entry(place: usize, card: &VCard, home: &Home) -> Brought {
    let texts = |property: &VCardProperty| -> Vec<&str> {
        let entry = card.entries.iter().find(|entry| entry.name == *property);
        entry.map(|entry| entry.values.iter().filter_map(VCardValue::as_text).collect()).unwrap_or_default()
    };
    let mut faults = Vec::new();
    let mut contact = Contact {
        name: texts(&VCardProperty::Fn).concat(),
        company: texts(&VCardProperty::Org).first().copied().unwrap_or_default().to_owned(),
        note: texts(&VCardProperty::Note).join(","),
        ..Contact::default()
    };
    if contact.name.trim().is_empty() {
        // Family and given name come first (§6.2.2).
        contact.name = texts(&VCardProperty::N).into_iter().take(2).rev().collect::<Vec<_>>().join(" ");
    }
    let is_organization =
        texts(&VCardProperty::Kind).first().is_some_and(|kind| kind.eq_ignore_ascii_case("org"));
    if is_organization && contact.name == contact.company {
        contact.name.clear();
    }
    for entry in &card.entries {
        let text = entry.values.first().and_then(VCardValue::as_text).unwrap_or_default();
        match entry.name {
            VCardProperty::Tel => match telephone(home, written(text)) {
                Ok(number) => contact.numbers.push(Telephone { kind: kind(entry), number }),
                Err(none) => faults.push(format!("{text}: {none}")),
            },
            VCardProperty::Email => match Email::parse(text.trim()) {
                Ok(email) => contact.emails.push(email),
                Err(none) => faults.push(format!("{text}: {none}")),
            },
            _ => {}
        }
    }
    Brought::of(place, contact, faults)
}

/// A number without what makes a URI of it (RFC 3966).
fn written(text: &str) -> &str {
    let text = text.trim();
    match text.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => {
            text[4..].split(';').next().unwrap_or_default()
        }
        _ => text,
    }
}

/// A fax at work is a fax.
fn kind(entry: &VCardEntry) -> Kind {
    let types: Vec<_> = entry.parameters(&VCardParameterName::Type).collect();
    let is_of = |one: VCardType| types.contains(&&VCardParameterValue::Type(one));
    [
        (VCardType::Fax, Kind::Fax),
        (VCardType::Cell, Kind::Mobile),
        (VCardType::Work, Kind::Work),
        (VCardType::Home, Kind::Home),
    ]
    .into_iter()
    .find(|(one, _)| is_of(one.clone()))
    .map_or(Kind::Other, |(_, kind)| kind)
}

pub fn write(contact: &Contact) -> String {
    let text = |property, text: &str| VCardEntry::new(property).with_value(text.to_owned());
    let mut entries = vec![text(VCardProperty::Fn, contact.label())];
    if contact.name.is_empty() {
        entries.push(VCardEntry::new(VCardProperty::Kind).with_value(VCardKind::Org));
    }
    if !contact.company.is_empty() {
        entries.push(text(VCardProperty::Org, &contact.company));
    }
    entries.extend(contact.numbers.iter().map(line));
    entries.extend(contact.emails.iter().map(|email| text(VCardProperty::Email, email.as_str())));
    if !contact.note.is_empty() {
        entries.push(text(VCardProperty::Note, &contact.note));
    }
    let mut card = String::new();
    // A text takes whatever is written.
    let _ = VCard { entries }.write_to(&mut card, VCardVersion::V4_0);
    card
}

fn line(telephone: &Telephone) -> VCardEntry {
    let number = telephone.number.as_str();
    let entry = VCardEntry::new(VCardProperty::Tel);
    let entry = match telephone.kind {
        Kind::Work => entry.with_param(VCardParameter::typ(VCardType::Work)),
        Kind::Home => entry.with_param(VCardParameter::typ(VCardType::Home)),
        Kind::Mobile => entry.with_param(VCardParameter::typ(VCardType::Cell)),
        Kind::Fax => entry.with_param(VCardParameter::typ(VCardType::Fax)),
        Kind::Other => entry,
    };
    match number.starts_with('+') {
        true => {
            entry.with_param(VCardParameter::value(VCardValueType::Uri)).with_value(format!("tel:{number}"))
        }
        false => entry.with_value(number.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_written_as_the_standard_has_it() {
        let contact = Contact {
            name: "Anna Schmidt".into(),
            company: "Acme, Inc.".into(),
            numbers: vec![
                Telephone { kind: Kind::Mobile, number: telephone(&Home::default(), "+491701").unwrap() },
                Telephone { kind: Kind::Work, number: telephone(&Home::default(), "201").unwrap() },
            ],
            emails: vec![Email::parse("anna@acme.example").unwrap()],
            note: "two\nlines".into(),
        };
        let expected = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Schmidt\r\nORG:Acme\\, Inc.\r\n\
                        TEL;TYPE=CELL;VALUE=URI:tel:+491701\r\nTEL;TYPE=WORK:201\r\n\
                        EMAIL:anna@acme.example\r\nNOTE:two\\nlines\r\nEND:VCARD\r\n";
        assert_eq!(write(&contact), expected);
    }

    #[test]
    fn cards_of_other_programs_are_read() {
        let old = "BEGIN:VCARD\nVERSION:3.0\nN:Schmidt;Anna;;Dr.;\nORG:Acme;Sales\n\
                   item1.TEL;TYPE=CELL,VOICE:+49 (170) 1234567\nTEL;TYPE=work,fax:+49 30 1235\nTEL:mother\n\
                   EMAIL;TYPE=INTERNET:Anna@Acme.example\nEND:VCARD\n";
        let brought = read(old, &Home::default()).unwrap().remove(0);
        assert_eq!(brought.faults.len(), 1, "{:?}", brought.faults);
        let contact = brought.contact.unwrap();
        assert_eq!((contact.name.as_str(), contact.company.as_str()), ("Anna Schmidt", "Acme"));
        let numbers: Vec<_> = contact.numbers.iter().map(|line| (line.kind, line.number.as_str())).collect();
        assert_eq!(numbers, [(Kind::Mobile, "+491701234567"), (Kind::Fax, "+49301235")]);
        assert_eq!(contact.emails[0].as_str(), "anna@acme.example");
        let uri = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ben\r\n\
                   TEL;VALUE=uri;TYPE=\"voice,home\":tel:+49-30-99;ext=1\r\nEND:VCARD\r\n";
        let contact = read(uri, &Home::default()).unwrap().remove(0).contact.unwrap();
        let line = &contact.numbers[0];
        assert_eq!((line.kind, line.number.as_str()), (Kind::Home, "+493099"));
    }

    #[test]
    fn broken_cards_end_nothing() {
        for text in [
            "BEGIN:VCARD",
            "BEGIN:VCARD\r\nBEGIN:VCARD\r\nFN:a\r\nEND:VCARD\r\n",
            "END:VCARD\r\nBEGIN:VCARD\r\nFN:a",
            "BEGIN:VCARD\r\nTEL;TYPE=\r\nEND:VCARD",
            "BEGIN:VCARD\r\nTEL;VALUE=uri:té\r\nFN:\r\nEND:VCARD",
            "\u{0}\u{0}",
        ] {
            let read = read(text, &Home::default()).unwrap();
            assert!(read.len() <= 2, "{text}");
        }
    }
}
