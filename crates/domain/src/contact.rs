//! Address books: who somebody outside is, and by which numbers and addresses they are reached.

use crate::id::UserId;
use crate::name_dialling::latin;
use crate::number::{Email, Number};
use crate::numbering::{Dialled, Home, Written};
use serde::{Deserialize, Serialize};

/// Entries of a person's book.
pub const MOST_PERSONAL: usize = 5_000;
/// Entries of the company's.
pub const MOST_CENTRAL: usize = 50_000;
/// Entries of one file that is brought.
pub const MOST_IMPORTED: usize = 5_000;
/// Telephone numbers of one entry, and e-mail addresses.
const MOST_WAYS: usize = 20;
/// Of name and company, in characters.
const LONGEST_NAME: usize = 120;
/// In characters.
const LONGEST_NOTE: usize = 2_000;
/// Words of one search; the rest is not looked at.
const MOST_WORDS: usize = 5;
/// Of a word that is searched for, in characters.
const LONGEST_WORD: usize = 60;

/// Whose entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Book {
    Personal(UserId),
    /// The company's, which all may read.
    Central,
}

impl Book {
    pub fn most(self) -> usize {
        match self {
            Book::Personal(_) => MOST_PERSONAL,
            Book::Central => MOST_CENTRAL,
        }
    }

    pub fn owner(self) -> Option<UserId> {
        match self {
            Book::Personal(owner) => Some(owner),
            Book::Central => None,
        }
    }
}

/// An entry as it is kept: made by [`Contact::sound`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub company: String,
    /// By kind.
    pub numbers: Vec<Telephone>,
    pub emails: Vec<Email>,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Telephone {
    pub kind: Kind,
    /// With `+` and country code, or an extension.
    pub number: Number,
}

/// Where a number rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Work,
    Home,
    Mobile,
    Fax,
    Other,
}

impl Kind {
    pub const ALL: [(&'static str, Kind); 5] = [
        ("work", Kind::Work),
        ("home", Kind::Home),
        ("mobile", Kind::Mobile),
        ("fax", Kind::Fax),
        ("other", Kind::Other),
    ];
}

/// Why an entry cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("an entry has a name or a company")]
    Nobody,
    #[error("name and company have at most {LONGEST_NAME} characters and no control characters")]
    Name,
    #[error("a note has at most {LONGEST_NOTE} characters, and no control characters but line breaks")]
    Note,
    #[error("an entry has at most {MOST_WAYS} telephone numbers and {MOST_WAYS} e-mail addresses")]
    TooMany,
}

/// The text is no telephone number that could be called from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a telephone number is written +, country code and number, or as it is dialled at home, or is an extension"
)]
pub struct NoTelephone;

impl Contact {
    /// Without blanks around, each number and address once, numbers in the order of their kinds: what says the same is the same.
    pub fn sound(self) -> Result<Contact, Unsound> {
        let trimmed = |text: String| text.trim().to_owned();
        let Contact { name, company, mut numbers, emails, note } = self;
        numbers.sort_by_key(|telephone| telephone.kind);
        let contact = Contact {
            name: trimmed(name),
            company: trimmed(company),
            numbers: each_once(numbers, |telephone| telephone.number.clone()),
            emails: each_once(emails, Email::clone),
            note: trimmed(note.replace("\r\n", "\n")),
        };
        contact.check().map(|()| contact)
    }

    fn check(&self) -> Result<(), Unsound> {
        let is_wrong = |text: &str| text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control);
        if self.label().is_empty() {
            Err(Unsound::Nobody)
        } else if is_wrong(&self.name) || is_wrong(&self.company) {
            Err(Unsound::Name)
        } else if self.note.chars().count() > LONGEST_NOTE || self.note.chars().any(is_unseen) {
            Err(Unsound::Note)
        } else if self.numbers.len() > MOST_WAYS || self.emails.len() > MOST_WAYS {
            Err(Unsound::TooMany)
        } else {
            Ok(())
        }
    }

    /// What stands for the entry where there is one line.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.company } else { &self.name }
    }

    /// By which entries stand in order, octet by octet: Ö among O, and case does not count.
    pub fn sort_key(&self) -> String {
        let folded = |c: char| match latin(c) {
            Some(written) => written.split('|').next().unwrap_or_default().to_owned(),
            None => c.to_string(),
        };
        self.label().chars().flat_map(char::to_lowercase).map(folded).collect()
    }

    /// All that is searched, in lower case.
    pub fn sought(&self) -> String {
        let numbers = self.numbers.iter().map(|telephone| telephone.number.as_str());
        let emails = self.emails.iter().map(Email::as_str);
        let all = [self.name.as_str(), &self.company, &self.note].into_iter().chain(numbers).chain(emails);
        all.collect::<Vec<_>>().join("\n").to_lowercase()
    }
}

/// A lone carriage return is a line break to some readers of files, and to others none.
fn is_unseen(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

fn each_once<T, Key: PartialEq>(all: Vec<T>, key: impl Fn(&T) -> Key) -> Vec<T> {
    all.into_iter().fold(Vec::new(), |mut once, one| {
        if !once.iter().any(|known| key(known) == key(&one)) {
            once.push(one);
        }
        once
    })
}

/// The parts that all must stand in an entry. Digits alone are one number, however they are parted, and found from its first
/// digit that is no zero: `030 12 34` finds `+49301234`.
pub fn words(search: &str) -> Vec<String> {
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || is_between(c) || c == '+';
    let digits: String = search.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0');
    if search.chars().all(is_number) && !significant.is_empty() {
        return vec![significant.chars().take(LONGEST_WORD).collect()];
    }
    let words = search.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(|word| word.to_lowercase().chars().take(LONGEST_WORD).collect()).collect()
}

/// A number as somebody has written it.
pub fn telephone(home: &Home, text: &str) -> Result<Number, NoTelephone> {
    let digits: String = text.trim().chars().filter(|c| !is_between(*c) && !c.is_whitespace()).collect();
    let public = digits.starts_with('+') || prefixes(home).any(|prefix| digits.starts_with(prefix));
    if !public {
        let is_extension = (2..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        return Number::parse(&digits).ok().filter(|_| is_extension).ok_or(NoTelephone);
    }
    let read = Written::National.read(home, &digits).ok_or(NoTelephone)?;
    Ok(Number::from(&read))
}

/// All forms in which a number of a call may stand in a book: of one that called, as it was shown, and of one that was called, as
/// it was dialled.
pub fn forms(home: &Home, text: &str) -> Vec<Number> {
    let dialled = Number::parse(text).ok().and_then(|number| match home.dialled(&number) {
        Dialled::Outside(full) => Some(Number::from(&full)),
        Dialled::Emergency(_) | Dialled::Nothing => None,
    });
    let shown = telephone(home, text).ok();
    each_once(shown.into_iter().chain(dialled).collect(), Number::clone)
}

fn prefixes(home: &Home) -> impl Iterator<Item = &'static str> {
    let dialling = home.country.dialling();
    [dialling.international_prefix, dialling.national_prefix].into_iter().filter(|prefix| !prefix.is_empty())
}

/// What people write between digits.
fn is_between(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;
    use crate::settings::Choice;

    fn berlin() -> Home {
        let country = Country::CHOICES.iter().find(|(name, _)| *name == "DE").unwrap().1;
        Home { country, area: "30".into(), outside_prefix: "0".into() }
    }

    fn contact(name: &str, company: &str) -> Contact {
        Contact { name: name.into(), company: company.into(), ..Contact::default() }
    }

    fn telephone_of(kind: Kind, number: &str) -> Telephone {
        Telephone { kind, number: Number::parse(number).unwrap() }
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (text, expected) in [
            ("+49 (30) 12-34", Some("+49301234")),
            ("030/1234", Some("+49301234")),
            ("0044 20 7946 0123", Some("+442079460123")),
            ("201", Some("201")),
            (" 2 01 ", Some("201")),
            ("1", None),
            ("0", None),
            ("+", None),
            ("*21#", None),
            ("1234567890123", None),
            ("Anna", None),
            ("", None),
        ] {
            let read = telephone(&berlin(), text);
            assert_eq!(read.as_ref().ok().map(Number::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_calls_number_is_looked_for_in_each_form_that_it_may_have() {
        for (text, expected) in [
            ("+49301234", vec!["+49301234"]),
            ("0301234", vec!["+49301234", "+4930301234"]),
            ("00301234", vec!["+301234", "+49301234"]),
            ("201", vec!["201"]),
            ("anonymous", vec![]),
        ] {
            let forms = forms(&berlin(), text);
            assert_eq!(forms.iter().map(Number::as_str).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn an_entry_is_somebody_and_has_limits() {
        for (entry, expected) in [
            (contact("Anna", ""), Ok(())),
            (contact("", "Acme"), Ok(())),
            (contact("  ", " "), Err(Unsound::Nobody)),
            (contact("a\nb", ""), Err(Unsound::Name)),
            (contact(&"ä".repeat(120), ""), Ok(())),
            (contact(&"a".repeat(121), ""), Err(Unsound::Name)),
            (contact("a", &"a".repeat(121)), Err(Unsound::Name)),
            (Contact { note: "a".repeat(2_001), ..contact("a", "") }, Err(Unsound::Note)),
            (Contact { note: "two\r\nlines".into(), ..contact("a", "") }, Ok(())),
            (Contact { note: "two\rlines".into(), ..contact("a", "") }, Err(Unsound::Note)),
            (Contact { note: "\0".into(), ..contact("a", "") }, Err(Unsound::Note)),
        ] {
            assert_eq!(entry.clone().sound().map(drop), expected, "{entry:?}");
        }
        let number = |last: usize| telephone_of(Kind::Work, &format!("+49301{last:03}"));
        let with = |count: usize| Contact { numbers: (0..count).map(number).collect(), ..contact("a", "") };
        assert!(with(20).sound().is_ok());
        assert_eq!(with(21).sound(), Err(Unsound::TooMany));
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        let numbers = [telephone_of(Kind::Mobile, "+491701"), telephone_of(Kind::Work, "201")];
        let again = [numbers[1].clone(), numbers[0].clone(), telephone_of(Kind::Other, "201")];
        let one = Contact { numbers: numbers.to_vec(), ..contact(" Anna ", "") };
        let other = Contact { numbers: again.to_vec(), ..contact("Anna", "") };
        assert_eq!(one.sound(), other.sound());
    }

    #[test]
    fn entries_stand_in_the_order_of_a_telephone_book() {
        let mut names =
            ["Zeta", "öztürk", "Otto", "anna", "Österreich", "Berta"].map(|name| contact(name, ""));
        names.sort_by_key(Contact::sort_key);
        let names: Vec<_> = names.iter().map(Contact::label).collect();
        assert_eq!(names, ["anna", "Berta", "Österreich", "Otto", "öztürk", "Zeta"]);
    }

    #[test]
    fn a_search_is_words_or_one_number() {
        for (search, expected) in [
            ("Anna  Acme", vec!["anna", "acme"]),
            ("030 12-34", vec!["301234"]),
            ("+49 30", vec!["4930"]),
            ("0", vec!["0"]),
            ("anna@", vec!["anna@"]),
            ("a b c d e f", vec!["a", "b", "c", "d", "e"]),
            ("a\0b", vec!["a", "b"]),
            ("", vec![]),
        ] {
            assert_eq!(words(search), expected, "{search}");
        }
    }
}
