//! An address book as a table (CSV, RFC 4180): one line for each entry, several numbers or addresses of a kind parted by semicolons.

use super::file::{Brought, Unreadable};
use csv::{ReaderBuilder, StringRecord, Writer};
use domain::contact::{Contact, Kind, MOST_IMPORTED, Telephone, telephone};
use domain::number::Email;
use domain::numbering::Home;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    GivenName,
    FamilyName,
    Company,
    Number(Kind),
    Email,
    Note,
}

/// Ours first, then those of Outlook and Google, in lower case.
const NAMES: [(&str, Column); 25] = [
    ("name", Column::Name),
    ("company", Column::Company),
    ("work", Column::Number(Kind::Work)),
    ("home", Column::Number(Kind::Home)),
    ("mobile", Column::Number(Kind::Mobile)),
    ("fax", Column::Number(Kind::Fax)),
    ("other", Column::Number(Kind::Other)),
    ("email", Column::Email),
    ("note", Column::Note),
    ("first name", Column::GivenName),
    ("last name", Column::FamilyName),
    ("vorname", Column::GivenName),
    ("nachname", Column::FamilyName),
    ("organization name", Column::Company),
    ("firma", Column::Company),
    ("business phone", Column::Number(Kind::Work)),
    ("telefon geschäftlich", Column::Number(Kind::Work)),
    ("home phone", Column::Number(Kind::Home)),
    ("telefon privat", Column::Number(Kind::Home)),
    ("mobile phone", Column::Number(Kind::Mobile)),
    ("mobiltelefon", Column::Number(Kind::Mobile)),
    ("business fax", Column::Number(Kind::Fax)),
    ("e-mail address", Column::Email),
    ("e-mail-adresse", Column::Email),
    ("notes", Column::Note),
];

/// Columns of what is written: the first nine names.
const WRITTEN: usize = 9;

pub fn read(text: &str, home: &Home) -> Result<Vec<Brought>, Unreadable> {
    let mut lines =
        ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let named = |name: &str| {
        let name = name.trim().to_lowercase();
        NAMES.iter().find(|(of, _)| *of == name).map(|(_, column)| *column)
    };
    let columns: Vec<Option<Column>> = match lines.headers() {
        Ok(names) if names.iter().any(|name| named(name).is_some()) => names.iter().map(named).collect(),
        _ => return Err(Unreadable::NoColumns),
    };
    let mut brought = Vec::new();
    for line in lines.records() {
        if brought.len() == MOST_IMPORTED {
            return Err(Unreadable::TooMany);
        }
        let place = brought.len() + 1;
        brought.push(match line {
            Ok(line) => entry(place, &columns, &line, home),
            Err(error) => Brought { place, contact: None, faults: vec![error.to_string()] },
        });
    }
    Ok(brought)
}

/// What parts the names of the first line: programs that speak a language with decimal commas write semicolons.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| first.bytes().filter(|octet| octet == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn entry(place: usize, columns: &[Option<Column>], line: &StringRecord, home: &Home) -> Brought {
    let (mut contact, mut faults) = (Contact::default(), Vec::new());
    let (mut given, mut family) = ("", "");
    for (column, field) in columns.iter().zip(line) {
        let parts = || field.split(';').map(str::trim).filter(|part| !part.is_empty());
        match column {
            None => {}
            Some(Column::Name) => contact.name = field.to_owned(),
            Some(Column::GivenName) => given = field,
            Some(Column::FamilyName) => family = field,
            Some(Column::Company) => contact.company = field.to_owned(),
            Some(Column::Note) => contact.note = field.to_owned(),
            Some(Column::Number(kind)) => {
                for part in parts() {
                    match telephone(home, part) {
                        Ok(number) => contact.numbers.push(Telephone { kind: *kind, number }),
                        Err(none) => faults.push(format!("{part}: {none}")),
                    }
                }
            }
            Some(Column::Email) => {
                for part in parts() {
                    match Email::parse(part) {
                        Ok(email) => contact.emails.push(email),
                        Err(none) => faults.push(format!("{part}: {none}")),
                    }
                }
            }
        }
    }
    if contact.name.trim().is_empty() {
        contact.name = format!("{} {}", given.trim(), family.trim());
    }
    Brought::of(place, contact, faults)
}

pub fn write(contacts: &[Contact]) -> String {
    let columns = &NAMES[..WRITTEN];
    let mut lines = Writer::from_writer(Vec::new());
    let names = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let rows = contacts.iter().map(|contact| columns.iter().map(|(_, of)| field(contact, *of)).collect());
    for row in std::iter::once::<Vec<String>>(names).chain(rows) {
        // Into memory, and as many fields as in the first line: that does not fail.
        let _ = lines.write_record(row);
    }
    String::from_utf8(lines.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn field(contact: &Contact, column: Column) -> String {
    match column {
        Column::Name => contact.name.clone(),
        Column::Company => contact.company.clone(),
        Column::Note => contact.note.clone(),
        Column::Email => contact.emails.iter().map(Email::as_str).collect::<Vec<_>>().join("; "),
        Column::Number(kind) => {
            let of_kind = contact.numbers.iter().filter(|telephone| telephone.kind == kind);
            of_kind.map(|telephone| telephone.number.as_str()).collect::<Vec<_>>().join("; ")
        }
        Column::GivenName | Column::FamilyName => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_other_programs_are_read() {
        for (text, name, number, faults) in [
            ("Name,Work\r\nAnna,+49 30 1234\r\n", "Anna", "+49301234", 0),
            (
                "First Name,Last Name,Business Phone\nAnna,Schmidt,+49 30 1234\n",
                "Anna Schmidt",
                "+49301234",
                0,
            ),
            (
                "Vorname;Nachname;Telefon geschäftlich\nAnna;Schmidt;+49301234\n",
                "Anna Schmidt",
                "+49301234",
                0,
            ),
            ("name\twork\tcolour\nAnna\t+49301234\tred\n", "Anna", "+49301234", 0),
            ("name,work\nAnna,+49301234,too,many\n", "Anna", "+49301234", 0),
            ("name,work\nAnna,\"+49301234; mother\"\n", "Anna", "+49301234", 1),
        ] {
            let brought = read(text, &Home::default()).unwrap().remove(0);
            assert_eq!(brought.faults.len(), faults, "{text}");
            let contact = brought.contact.unwrap();
            assert_eq!((contact.name.as_str(), contact.numbers[0].number.as_str()), (name, number), "{text}");
        }
    }

    #[test]
    fn a_line_that_names_nobody_is_left_out_and_said() {
        let read = read("name,note\n,alone\nAnna,\n", &Home::default()).unwrap();
        assert_eq!(read[0].contact, None);
        assert_eq!(read[0].faults, ["an entry has a name or a company"]);
        assert!(read[1].contact.is_some());
    }
}
