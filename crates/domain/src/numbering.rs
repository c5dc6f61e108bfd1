//! How numbers are written: by people who dial, by trunks, and as the direct numbers of a company.

use crate::country::Country;
use crate::e164::E164;
use crate::number::{Extension, Number};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a company telephones from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    pub country: Country,
    /// Without the national prefix: `30` for Berlin. Empty: numbers of the own town are dialled in full.
    pub area: String,
    /// What is dialled to get a line out, such as `0` or `9`. Empty: nothing is.
    pub outside_prefix: String,
}

/// What somebody has dialled, as far as that is no number of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialled {
    /// Help: goes out as it was dialled, past every limit.
    Emergency(Number),
    Outside(E164),
    /// Neither.
    Nothing,
}

/// Fewer digits are no number of the own town: they are an extension, or a mistake.
const SHORTEST_LOCAL: usize = 4;

/// How a trunk writes numbers. What it writes otherwise is read all the same where it can mean one thing only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    /// `+4930123456`.
    #[default]
    Plus,
    /// `4930123456`.
    Digits,
    /// `004930123456`, for the own country, too.
    International,
    /// `030123456`, and other countries' as `0044…`.
    National,
}

impl Written {
    pub const ALL: [(&'static str, Written); 4] = [
        ("plus", Written::Plus),
        ("digits", Written::Digits),
        ("international", Written::International),
        ("national", Written::National),
    ];

    pub fn named(name: &str) -> Option<Written> {
        Self::ALL.into_iter().find(|(of, _)| *of == name).map(|(_, written)| written)
    }

    /// The number as it is sent.
    pub fn write(self, home: &Home, number: &E164) -> String {
        let dialling = home.country.dialling();
        match (self, number.digits().strip_prefix(dialling.calling_code)) {
            (Written::Plus, _) => number.to_string(),
            (Written::Digits, _) => number.digits().to_owned(),
            (Written::National, Some(national)) => format!("{}{national}", dialling.national_prefix),
            (Written::National | Written::International, _) => {
                format!("{}{}", dialling.international_prefix, number.digits())
            }
        }
    }

    /// The number that was received; none where it is withheld, internal or unreadable.
    pub fn read(self, home: &Home, text: &str) -> Option<E164> {
        let dialling = home.country.dialling();
        if text.starts_with('+') {
            return E164::parse(text).ok();
        }
        if let Some(digits) = text.strip_prefix(dialling.international_prefix) {
            return E164::of_digits(digits).ok();
        }
        let national = |digits: &str| E164::of_digits(&format!("{}{digits}", dialling.calling_code)).ok();
        if self == Written::Digits && !(text.starts_with('0') && dialling.national_prefix == "0") {
            return E164::of_digits(text).ok();
        }
        match text.strip_prefix(dialling.national_prefix) {
            Some(rest) if !dialling.national_prefix.is_empty() => national(rest),
            Some(_) => national(text),
            None if home.area.is_empty() || text.len() < SHORTEST_LOCAL => None,
            None => national(&format!("{}{text}", home.area)),
        }
    }
}

impl Home {
    /// Reads what was dialled. Help is understood with the prefix for a line out and without, so that nobody has to
    /// remember it then.
    pub fn dialled(&self, called: &Number) -> Dialled {
        let text = called.as_str();
        let without_prefix = text.strip_prefix(self.outside_prefix.as_str()).unwrap_or(text);
        for dialled in [text, without_prefix] {
            if let Ok(number) = Number::parse(dialled)
                && self.country.is_emergency(dialled)
            {
                return Dialled::Emergency(number);
            }
        }
        if text.starts_with('+') {
            return E164::parse(text).map_or(Dialled::Nothing, Dialled::Outside);
        }
        match text.strip_prefix(self.outside_prefix.as_str()) {
            Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => {
                Written::National.read(self, number).map_or(Dialled::Nothing, Dialled::Outside)
            }
            _ => Dialled::Nothing,
        }
    }
}

/// A block of direct numbers: what stands before, and the extensions behind it, as `+4930123456:10-999`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DirectNumbers {
    stem: String,
    first: String,
    last: String,
}

/// Why a text is no block of direct numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("direct numbers are written +4930123456:10-999: what stands before, first and last extension")]
pub struct DirectNumbersError;

impl DirectNumbers {
    pub fn parse(text: &str) -> Result<Self, DirectNumbersError> {
        let (stem, extensions) = text.trim().split_once(':').ok_or(DirectNumbersError)?;
        let (first, last) = extensions.split_once('-').ok_or(DirectNumbersError)?;
        let stem = E164::parse(stem).map_err(|_| DirectNumbersError)?;
        let is_extension = |text: &str| Extension::parse(text).is_ok();
        let in_order = (first.len(), first) <= (last.len(), last);
        let fits = stem.digits().len() + last.len() <= 15;
        if !is_extension(first) || !is_extension(last) || !in_order || !fits {
            return Err(DirectNumbersError);
        }
        Ok(Self { stem: stem.to_string(), first: first.to_owned(), last: last.to_owned() })
    }

    /// Whose number this is. Extensions of different length may stand in one block, as in German ones.
    pub fn extension(&self, called: &E164) -> Option<Extension> {
        let extension = called.as_str().strip_prefix(&self.stem)?;
        self.has(extension).then(|| Extension::parse(extension).ok()).flatten()
    }

    /// The direct number of an extension.
    pub fn number(&self, extension: &Extension) -> Option<E164> {
        let extension = extension.as_str();
        self.has(extension).then(|| E164::parse(&format!("{}{extension}", self.stem)).ok()).flatten()
    }

    /// Whether this is the company's own number: the stem alone, or with a 0 behind it, as German companies have it.
    pub fn is_main(&self, called: &E164) -> bool {
        called.as_str().strip_prefix(&self.stem).is_some_and(|rest| rest.is_empty() || rest == "0")
    }

    fn has(&self, extension: &str) -> bool {
        let key = |text: &str| (text.len(), text.to_owned());
        (key(&self.first)..=key(&self.last)).contains(&key(extension))
    }
}

impl fmt::Display for DirectNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}-{}", self.stem, self.first, self.last)
    }
}

impl TryFrom<String> for DirectNumbers {
    type Error = DirectNumbersError;
    fn try_from(text: String) -> Result<Self, DirectNumbersError> {
        Self::parse(&text)
    }
}

impl From<DirectNumbers> for String {
    fn from(numbers: DirectNumbers) -> String {
        numbers.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(country: &str, area: &str, outside_prefix: &str) -> Home {
        Home {
            country: Country::named(country).unwrap(),
            area: area.into(),
            outside_prefix: outside_prefix.into(),
        }
    }

    #[test]
    fn a_german_trunk_writes_and_reads_numbers_its_way() {
        let berlin = home("DE", "30", "");
        for (written, own, foreign) in [
            (Written::Plus, "+4930123456", "+442079460123"),
            (Written::Digits, "4930123456", "442079460123"),
            (Written::International, "004930123456", "00442079460123"),
            (Written::National, "030123456", "00442079460123"),
        ] {
            for (number, text) in [("+4930123456", own), ("+442079460123", foreign)] {
                let number = E164::parse(number).unwrap();
                assert_eq!(written.write(&berlin, &number), text);
                assert_eq!(written.read(&berlin, text), Some(number), "{written:?} {text}");
            }
        }
    }

    #[test]
    fn what_a_trunk_writes_otherwise_is_read_where_it_means_one_thing() {
        let (berlin, london) = (home("DE", "30", ""), home("GB", "", ""));
        let (madrid, new_york) = (home("ES", "", ""), home("US", "212", ""));
        for (written, home, text, expected) in [
            (Written::Plus, &berlin, "030123456", Some("+4930123456")),
            (Written::Plus, &berlin, "123456", Some("+4930123456")),
            (Written::Digits, &berlin, "030123456", Some("+4930123456")),
            (Written::Digits, &berlin, "+4930123456", Some("+4930123456")),
            (Written::National, &berlin, "004930123456", Some("+4930123456")),
            (Written::National, &london, "02079460123", Some("+442079460123")),
            (Written::National, &london, "79460123", None),
            (Written::Digits, &london, "442079460123", Some("+442079460123")),
            (Written::National, &madrid, "911234567", Some("+34911234567")),
            (Written::National, &new_york, "12125550100", Some("+12125550100")),
            (Written::National, &new_york, "5550100", Some("+12125550100")),
            (Written::National, &new_york, "011493012345", Some("+493012345")),
            (Written::Plus, &berlin, "anonymous", None),
            (Written::Digits, &berlin, "anonymous", None),
            (Written::Plus, &berlin, "", None),
            (Written::Plus, &berlin, "+", None),
            (Written::Plus, &berlin, "0", None),
            (Written::Plus, &berlin, "+49+30", None),
            (Written::Digits, &berlin, "99999999999999999999", None),
        ] {
            let read = written.read(home, text);
            assert_eq!(read.as_ref().map(E164::as_str), expected, "{written:?} {text}");
        }
    }

    #[test]
    fn what_is_dialled_goes_out_calls_for_help_or_is_nothing() {
        let (berlin, pbx) = (home("DE", "30", ""), home("DE", "30", "0"));
        let (london, us) = (home("GB", "", "9"), home("US", "", ""));
        let outside = |text| Dialled::Outside(E164::parse(text).unwrap());
        let help = |text| Dialled::Emergency(Number::parse(text).unwrap());
        for (home, called, expected) in [
            (&berlin, "+4930123456", outside("+4930123456")),
            (&berlin, "030123456", outside("+4930123456")),
            (&berlin, "00442079460123", outside("+442079460123")),
            (&berlin, "7654321", outside("+49307654321")),
            (&berlin, "112", help("112")),
            (&berlin, "110", help("110")),
            (&berlin, "*55#", Dialled::Nothing),
            (&pbx, "0030123456", outside("+4930123456")),
            (&pbx, "000442079460123", outside("+442079460123")),
            (&pbx, "07654321", outside("+49307654321")),
            (&pbx, "0112", help("112")),
            (&pbx, "112", help("112")),
            (&pbx, "7654321", Dialled::Nothing),
            (&pbx, "+442079460123", outside("+442079460123")),
            (&london, "902079460123", outside("+442079460123")),
            (&london, "02079460123", Dialled::Nothing),
            (&london, "999", help("999")),
            (&london, "9999", help("999")),
            (&us, "911", help("911")),
            (&us, "12125550100", outside("+12125550100")),
            (&us, "0114930123456", outside("+4930123456")),
        ] {
            assert_eq!(home.dialled(&Number::parse(called).unwrap()), expected, "{called}");
        }
    }

    #[test]
    fn direct_numbers_and_extensions_name_each_other() {
        let berlin = DirectNumbers::parse("+49 30 123456:10-999").unwrap();
        let london = DirectNumbers::parse("+442079460:100-199").unwrap();
        let extension = |text| Extension::parse(text).unwrap();
        for (block, number, expected) in [
            (&berlin, "+4930123456201", Some("201")),
            (&berlin, "+493012345610", Some("10")),
            (&berlin, "+49301234561000", None),
            (&berlin, "+49301234569", None),
            (&berlin, "+4930123456", None),
            (&berlin, "+4940123456201", None),
            (&london, "+442079460100", Some("100")),
            (&london, "+442079460199", Some("199")),
            (&london, "+442079460200", None),
            (&london, "+44207946099", None),
        ] {
            let number = E164::parse(number).unwrap();
            let found = block.extension(&number);
            assert_eq!(found.as_ref().map(Extension::as_str), expected, "{number}");
            if let Some(extension) = found {
                assert_eq!(block.number(&extension), Some(number));
            }
        }
        assert_eq!(london.number(&extension("201")), None);
        for (number, main) in
            [("+4930123456", true), ("+49301234560", true), ("+493012345600", false), ("+49301234561", false)]
        {
            assert_eq!(berlin.is_main(&E164::parse(number).unwrap()), main, "{number}");
        }
        for text in [
            "",
            "+4930123456",
            "+4930123456:",
            "+4930123456:99-10",
            "30123:10-99",
            "+49301234567890:10-99",
            "+4930:1-9",
        ] {
            assert_eq!(DirectNumbers::parse(text), Err(DirectNumbersError), "{text}");
        }
        assert_eq!(DirectNumbers::parse(&berlin.to_string()), Ok(berlin));
    }
}
