//! People found by their names on the keys of a telephone (ITU-T E.161: 2 is A, B and C, and so on to 9).
//!
//! A name is found from any of its words on: Anna Schmidt by ANNA, by SCHMIDT, by SCHMIDTANNA. Letters with marks are found without
//! them, and German umlauts, ß, ø and their like in both of the usual ways: Müller by MULLER and by MUELLER. Names in Cyrillic and
//! in kana are found as they are written with Latin letters, and by the letters that telephones of their own countries have on
//! their keys. Kanji say nothing of their reading: who is called so is found by number, or by the kana and Latin words of the name.

mod letters;

use crate::id::UserId;
use crate::number::Extension;
pub(crate) use letters::latin;
use letters::{Spelt, spelt};

/// So many matches are said in one announcement.
pub const AT_ONCE: usize = 6;

/// Somebody who can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub user: UserId,
    pub name: String,
    pub number: Extension,
}

/// All who can be found, ready to be searched: made once, asked for each key.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    listed: Listed,
    /// Each way of writing the name in Latin letters or on keys of its own, as words of letters.
    writings: Vec<Vec<Vec<Spelt>>>,
}

impl Names {
    /// In ascending order of number, as they are said: 99 is before 201.
    pub fn of(people: impl IntoIterator<Item = Listed>) -> Names {
        let mut entries: Vec<Entry> = people.into_iter().map(Entry::of).collect();
        entries.sort_by(|a, b| by_number(&a.listed.number, &b.listed.number));
        Names(entries)
    }

    /// Whose names begin with these keys, or go on with them from one of their words; none for no keys.
    pub fn find<'a>(&'a self, keys: &'a str) -> impl Iterator<Item = &'a Listed> {
        let keys = keys.as_bytes();
        self.0
            .iter()
            .filter(move |entry| !keys.is_empty() && entry.is_found_by(keys))
            .map(|entry| &entry.listed)
    }
}

/// Numerically: numbers are of different lengths.
fn by_number(a: &Extension, b: &Extension) -> std::cmp::Ordering {
    (a.as_str().len(), a.as_str()).cmp(&(b.as_str().len(), b.as_str()))
}

impl Entry {
    fn of(listed: Listed) -> Entry {
        let writings = [letters::latin as fn(char) -> Option<&'static str>, letters::native]
            .into_iter()
            .map(|write| words(&listed.name, write))
            .filter(|words| !words.is_empty())
            .collect();
        Entry { listed, writings }
    }

    fn is_found_by(&self, keys: &[u8]) -> bool {
        self.writings.iter().any(|words| (0..words.len()).any(|first| begins(words, first, keys)))
    }
}

/// The words of a name as keys; what is no letter parts words.
fn words(name: &str, write: fn(char) -> Option<&'static str>) -> Vec<Vec<Spelt>> {
    let mut words = vec![Vec::new()];
    for letter in name.chars().flat_map(char::to_lowercase) {
        match (letters::is_mark(letter), write(letter), words.last_mut()) {
            (true, _, Some(word)) => letters::mark(word, letter),
            (false, Some(written), Some(word)) => {
                letters::contract(word, letter);
                word.push(spelt(written));
            }
            _ => words.push(Vec::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the words, from one of them on and around to it, begin with these keys.
fn begins(words: &[Vec<Spelt>], first: usize, keys: &[u8]) -> bool {
    let letters: Vec<&Spelt> = words[first..].iter().chain(&words[..first]).flatten().collect();
    goes_on(&letters, keys)
}

fn goes_on(letters: &[&Spelt], keys: &[u8]) -> bool {
    if keys.is_empty() {
        return true;
    }
    let Some((letter, rest)) = letters.split_first() else { return false };
    letter.ways().any(|way| {
        let shared = way.len().min(keys.len());
        way[..shared] == keys[..shared] && goes_on(rest, &keys[shared..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(number: usize, name: &str) -> Listed {
        let user = UserId::new(i64::try_from(number).unwrap());
        Listed { user, name: name.to_owned(), number: Extension::parse(&number.to_string()).unwrap() }
    }

    /// The keys of a word in Latin letters.
    fn keys(word: &str) -> String {
        let key = |c: char| match c.to_ascii_lowercase() {
            'a'..='c' => '2',
            'd'..='f' => '3',
            'g'..='i' => '4',
            'j'..='l' => '5',
            'm'..='o' => '6',
            'p'..='s' => '7',
            't'..='v' => '8',
            'w'..='z' => '9',
            digit => digit,
        };
        word.chars().map(key).collect()
    }

    #[test]
    fn a_name_is_found_by_each_of_its_words_and_however_its_letters_are_written() {
        for (name, found, not_found) in [
            ("Anna Schmidt", &["ANN", "SCHMIDT", "SCHMIDTANNA", "ANNASCHM", "A"][..], &["NNA", "CHM"][..]),
            ("Jürgen Müller-Lüdenscheidt", &["MULLER", "MUELLER", "JUERGENM", "LUEDEN", "LUDEN"], &["ULLER"]),
            ("Søren Åström", &["SOREN", "SOEREN", "ASTR", "AASTROEM"], &["SREN"]),
            ("Groß", &["GROS", "GROSS"], &["GROB"]),
            ("Zoë Núñez", &["ZOE", "NUNEZ"], &["NEZ"]),
            ("Ju\u{308}rgen", &["JURGEN", "JUERGEN"], &[]), // a letter and its mark apart
            ("İrem Çağlar Şahin", &["IREM", "CAGLAR", "SAHIN"], &[]),
            ("Łukasz Wałęsa", &["LUKASZ", "WALESA"], &[]),
            ("O'Brien", &["OBRIEN", "BRIEN"], &["RIEN"]),
            ("Сергей Щукин", &["SERGEY", "SHCHUKIN", "636234", "8644"], &[]),
            ("さとう", &["SATOU", "34"], &[]),
            ("サトウ", &["SATOU", "341"], &[]),
            ("しょうじ はっとり", &["SHOUJI", "HATTORI", "HATORI", "3813"], &[]),
            ("Room 214", &["ROOM214", "214"], &[]),
            ("Γιώργος", &["GIORGOS"], &[]),
            ("佐藤 Satou", &["SATOU"], &[]),
            ("佐藤", &[], &["SATO"]),
            ("", &[], &["A"]),
        ] {
            let names = Names::of([listed(201, name)]);
            for word in found {
                assert_eq!(names.find(&keys(word)).count(), 1, "{name} by {word}");
            }
            for word in not_found {
                assert_eq!(names.find(&keys(word)).count(), 0, "{name} by {word}");
            }
            assert_eq!(names.find("").count(), 0);
        }
    }

    #[test]
    fn who_is_found_comes_in_ascending_order_of_number() {
        let people = [(1000, "Anna Adler"), (99, "Anna Bauer"), (201, "Ben Anders"), (202, "Clara Weiss")];
        let names = Names::of(people.map(|(number, name)| listed(number, name)));
        let found: Vec<&str> = names.find("26").map(|found| found.number.as_str()).collect();
        assert_eq!(found, ["99", "201", "1000"]);
    }

    #[test]
    fn everybody_of_a_large_company_is_found_by_the_whole_name() {
        let first = ["Anna", "Jürgen", "Søren", "Zoë", "Ben", "Сергей", "Eva", "Finn", "Greta", "İrem"];
        let written = ["ANNA", "JUERGEN", "SOREN", "ZOE", "BEN", "SERGEY", "EVA", "FINN", "GRETA", "IREM"];
        let syllables = ["mul", "ber", "sch", "kow", "ski", "hof", "mei", "ler", "nar", "wig"];
        let last = |number: usize| [10, 100, 1000].map(|place| syllables[number / place % 10]).concat();
        let name = |number: usize| format!("{} {}", first[number % 10], last(number));
        let names = Names::of((0..10_000).map(|number| listed(10_000 + number, &name(number))));
        for number in (0..10_000).step_by(97) {
            let wanted = Extension::parse(&(10_000 + number).to_string()).unwrap();
            for entered in
                [written[number % 10].to_owned() + &last(number), last(number) + written[number % 10]]
            {
                assert!(names.find(&keys(&entered)).any(|found| found.number == wanted), "{}", name(number));
            }
        }
        let anna = keys("ANNA");
        let annas: Vec<&Listed> = names.find(&anna).collect();
        assert!(annas.len() >= 1000);
        assert!(annas.windows(2).all(|two| two[0].number < two[1].number));
    }

    proptest::proptest! {
        #[test]
        fn nothing_entered_and_nobodys_name_breaks_it(name in "\\PC*", entered in "[0-9*#]{0,40}") {
            let names = Names::of([listed(201, &name)]);
            proptest::prop_assert!(names.find(&entered).count() <= 1);
        }
    }
}
