//! In which language a caller is spoken to: the owner's, that of the country that calls, or the one that the caller chooses.

use super::Language;
use crate::e164::E164;
use crate::settings::Choice;

/// How the language of a caller is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detection {
    /// It is the owner's.
    #[default]
    Owners,
    /// By the country code of the caller's number; the owner's where that tells nothing.
    ByNumber,
    /// The caller is asked; the owner's where no key is pressed.
    Ask,
}

impl Choice for Detection {
    const CHOICES: &'static [(&'static str, Detection)] =
        &[("default", Detection::Owners), ("by-number", Detection::ByNumber), ("ask", Detection::Ask)];
}

/// What numbers begin with, and what people speak there: `49=de-DE 1=en-US 1514=fr-CA`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Countries(Vec<(String, Language)>);

impl Countries {
    /// Entries separated by blanks or commas: one to seven digits, `=`, the tag of a language. `None` where one is anything else,
    /// or stands twice.
    pub fn parse(text: &str) -> Option<Countries> {
        let mut entries: Vec<(String, Language)> = Vec::new();
        for entry in text.split([' ', ',']).filter(|entry| !entry.is_empty()) {
            let (digits, tag) = entry.split_once('=')?;
            let well_formed = (1..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if !well_formed || entries.iter().any(|(known, _)| known == digits) {
                return None;
            }
            entries.push((digits.to_owned(), Language::from_tag(tag)?));
        }
        Some(Countries(entries))
    }

    /// By the longest entry that the number begins with.
    pub fn language(&self, number: &E164) -> Option<Language> {
        let begins = self.0.iter().filter(|(digits, _)| number.digits().starts_with(digits.as_str()));
        begins.max_by_key(|(digits, _)| digits.len()).map(|(_, language)| *language)
    }
}

/// The languages that can be offered: each has a key of its own, from 1 on.
pub const MOST_OFFERED: usize = 9;

/// What is known of a call before anything is said.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// What the caller shows. Only a number of the public network has a country.
    pub number: Option<&'a str>,
    pub owners: Language,
    /// One recording of the company is played to everybody, whatever they speak.
    pub hears_the_company_alone: bool,
}

/// What settings say.
#[derive(Clone, Debug)]
pub struct Wishes {
    pub detection: Detection,
    pub countries: Countries,
    pub offered: Vec<Language>,
}

/// What becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    In(Language),
    /// Each on a key of its own, in this order; the owner's without one.
    Ask(Vec<Language>),
}

/// The language for a caller.
pub fn to_caller(call: &Call<'_>, wishes: Wishes) -> Spoken {
    let by_number = || wishes.countries.language(&E164::parse(call.number?).ok()?);
    match wishes.detection {
        Detection::ByNumber => Spoken::In(by_number().unwrap_or(call.owners)),
        Detection::Ask if wishes.offered.len() > 1 && !call.hears_the_company_alone => {
            Spoken::Ask(wishes.offered.into_iter().take(MOST_OFFERED).collect())
        }
        Detection::Owners | Detection::Ask => Spoken::In(call.owners),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{LANGUAGE_BY_COUNTRY, LANGUAGE_OFFERED};
    use Language::{DeDe, EnGb, EnUs, EsUs, FrCa, FrFr, ItIt, JaJp, PtBr, RuRu};

    fn wishes(detection: Detection) -> Wishes {
        Wishes {
            detection,
            countries: LANGUAGE_BY_COUNTRY.default_value(),
            offered: LANGUAGE_OFFERED.default_value().0,
        }
    }

    fn call(number: Option<&str>) -> Call<'_> {
        Call { number, owners: ItIt, hears_the_company_alone: false }
    }

    #[test]
    fn a_caller_hears_the_language_of_the_country_that_calls_or_the_owners() {
        for (detection, number, expected) in [
            (Detection::Owners, Some("+4930123456"), ItIt),
            (Detection::ByNumber, Some("+4930123456"), DeDe),
            (Detection::ByNumber, Some("+43 1 5123456"), DeDe),
            (Detection::ByNumber, Some("+442079460123"), EnGb),
            (Detection::ByNumber, Some("+12125550123"), EnUs),
            (Detection::ByNumber, Some("+15145550123"), FrCa), // Montréal, within North America
            (Detection::ByNumber, Some("+17875550123"), EsUs), // Puerto Rico
            (Detection::ByNumber, Some("+33612345678"), FrFr),
            (Detection::ByNumber, Some("+551155550123"), PtBr),
            (Detection::ByNumber, Some("+525555550123"), EsUs),
            (Detection::ByNumber, Some("+74955550123"), RuRu),
            (Detection::ByNumber, Some("+81355550123"), JaJp),
            (Detection::ByNumber, Some("+358955501234"), ItIt), // no entry
            (Detection::ByNumber, Some("301"), ItIt),           // an extension
            (Detection::ByNumber, Some("030123456"), ItIt),
            (Detection::ByNumber, None, ItIt),
        ] {
            let spoken = to_caller(&call(number), wishes(detection));
            assert_eq!(spoken, Spoken::In(expected), "{detection:?} {number:?}");
        }
    }

    #[test]
    fn a_caller_is_asked_where_there_is_something_to_choose_and_to_hear() {
        let german_and_english = vec![DeDe, EnGb];
        let asked = |offered: Vec<Language>, alone| {
            let call = Call { hears_the_company_alone: alone, ..call(Some("+33612345678")) };
            to_caller(&call, Wishes { offered, ..wishes(Detection::Ask) })
        };
        assert_eq!(asked(german_and_english.clone(), false), Spoken::Ask(german_and_english.clone()));
        assert_eq!(asked(german_and_english, true), Spoken::In(ItIt));
        assert_eq!(asked(vec![DeDe], false), Spoken::In(ItIt));
        assert_eq!(asked(Language::ALL.to_vec(), false), Spoken::Ask(Language::ALL[..9].to_vec()));
        assert_eq!(wishes(Detection::Ask).offered, [DeDe, EnGb]);
    }

    #[test]
    fn a_table_that_is_no_table_is_refused() {
        for (text, is_one) in [
            ("", true),
            ("49=de", true),
            ("49=de-DE, 1=en-US", true),
            ("49=de 49=en", false),
            ("49=xx", false),
            ("49", false),
            ("=de", false),
            ("+49=de", false),
            ("12345678=de", false),
        ] {
            assert_eq!(Countries::parse(text).is_some(), is_one, "{text}");
        }
    }
}
