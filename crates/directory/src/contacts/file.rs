//! Address books as files, in and out.

use super::{card, table};
use domain::contact::{Contact, MOST_IMPORTED};
use domain::numbering::Home;

/// What others read and write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a line of names.
    Csv,
    /// RFC 6350; 2.1 and 3.0 are read, too.
    Vcard,
}

/// An entry of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// From 1 on.
    pub place: usize,
    /// None: nothing of it can be kept.
    pub contact: Option<Contact>,
    /// What of it is left out, and why.
    pub faults: Vec<String>,
}

/// Why nothing of a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is not in UTF-8")]
    NoText,
    #[error(
        "the first line names no column that is known: name, company, work, home, mobile, fax, other, email, note"
    )]
    NoColumns,
    #[error("there is no entry in the file")]
    Empty,
    #[error("a file has at most {MOST_IMPORTED} entries")]
    TooMany,
}

impl Format {
    pub fn named(name: &str) -> Option<Format> {
        match name {
            "csv" => Some(Format::Csv),
            "vcard" => Some(Format::Vcard),
            _ => None,
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Vcard => "text/vcard; charset=utf-8",
        }
    }

    /// As it lies in a folder.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Vcard => "vcf",
        }
    }

    pub fn read(self, file: &[u8], home: &Home) -> Result<Vec<Brought>, Unreadable> {
        let text = std::str::from_utf8(file).map_err(|_| Unreadable::NoText)?;
        let text = text.trim_start_matches('\u{feff}');
        let brought = match self {
            Format::Csv => table::read(text, home)?,
            Format::Vcard => card::read(text, home)?,
        };
        if brought.is_empty() { Err(Unreadable::Empty) } else { Ok(brought) }
    }

    pub fn write(self, contacts: &[Contact]) -> String {
        match self {
            Format::Csv => table::write(contacts),
            Format::Vcard => contacts.iter().map(card::write).collect(),
        }
    }
}

impl Brought {
    /// An entry as far as it can be kept.
    pub(super) fn of(place: usize, contact: Contact, mut faults: Vec<String>) -> Brought {
        let contact = contact.sound().map_err(|unsound| faults.push(unsound.to_string())).ok();
        Brought { place, contact, faults }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::contact::{Kind, Telephone};
    use domain::number::{Email, Number};

    fn telephone(kind: Kind, number: &str) -> Telephone {
        Telephone { kind, number: Number::parse(number).unwrap() }
    }

    fn entries() -> Vec<Contact> {
        let anna = Contact {
            name: "Anna; \"Ä\" Schmidt, Dr.".into(),
            company: "Acme & Söhne, Inc.; Berlin".into(),
            numbers: vec![
                telephone(Kind::Work, "+49301234"),
                telephone(Kind::Work, "201"),
                telephone(Kind::Home, "+4930999"),
                telephone(Kind::Mobile, "+491701234567"),
                telephone(Kind::Fax, "+49301235"),
                telephone(Kind::Other, "+41441234567"),
            ],
            emails: vec![Email::parse("anna@acme.example").unwrap(), Email::parse("a@home.example").unwrap()],
            note: "two\nlines, a \\ and a ; and 数字".into(),
        };
        let shop = Contact { company: "The shop".into(), ..Contact::default() };
        let long = Contact { name: "名".repeat(120), note: "ü".repeat(2_000), ..Contact::default() };
        [anna, shop, long].map(|contact| contact.sound().unwrap()).to_vec()
    }

    #[test]
    fn what_is_written_is_read_again() {
        for format in [Format::Csv, Format::Vcard] {
            let file = format.write(&entries());
            let read = format.read(file.as_bytes(), &Home::default()).unwrap();
            for brought in &read {
                assert_eq!(brought.faults, Vec::<String>::new());
            }
            let read: Vec<_> = read.into_iter().map(|brought| brought.contact.unwrap()).collect();
            assert_eq!(read, entries(), "{format:?}:\n{file}");
        }
    }

    #[test]
    fn what_is_no_file_of_entries_is_refused() {
        let csv = |lines: usize| "name\n".to_owned() + &"Anna\n".repeat(lines);
        let card = "BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\n";
        for (format, file, expected) in [
            (Format::Csv, vec![0xff, 0xfe], Some(Unreadable::NoText)),
            (Format::Csv, b"colour,size\nred,1\n".to_vec(), Some(Unreadable::NoColumns)),
            (Format::Csv, Vec::new(), Some(Unreadable::NoColumns)),
            (Format::Csv, b"name\n".to_vec(), Some(Unreadable::Empty)),
            (Format::Csv, csv(5_000).into_bytes(), None),
            (Format::Csv, csv(5_001).into_bytes(), Some(Unreadable::TooMany)),
            (Format::Vcard, b"hello".to_vec(), Some(Unreadable::Empty)),
            (Format::Vcard, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_vec(), Some(Unreadable::Empty)),
            (Format::Vcard, card.repeat(5_001).into_bytes(), Some(Unreadable::TooMany)),
        ] {
            let read = format.read(&file, &Home::default());
            assert_eq!(read.err(), expected, "{}", String::from_utf8_lossy(&file[..file.len().min(40)]));
        }
    }

    #[test]
    fn broken_files_are_read_as_far_as_they_can_be() {
        let whole = [Format::Csv, Format::Vcard].map(|format| (format, format.write(&entries())));
        for (format, file) in whole {
            for cut in 0..file.len() {
                let _ = format.read(&file.as_bytes()[..cut], &Home::default());
            }
        }
    }
}
