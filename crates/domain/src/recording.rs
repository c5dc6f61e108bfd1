//! Where somebody is called who records a greeting by telephone, and how a number in the directory must be written to be dialled.

use crate::e164::E164;
use crate::settings::{self, Choice, Settings};
use std::fmt;

/// What the directory says of a person's telephones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attribute {
    #[default]
    Office,
    Mobile,
    Complete,
}

/// Which of them is dialled where the first one cannot be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Otherwise {
    #[default]
    None,
    Attribute(Attribute),
}

impl Choice for Attribute {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("office", Attribute::Office), ("mobile", Attribute::Mobile), ("complete", Attribute::Complete)];
}

impl Choice for Otherwise {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("none", Otherwise::None),
        ("office", Otherwise::Attribute(Attribute::Office)),
        ("mobile", Otherwise::Attribute(Attribute::Mobile)),
        ("complete", Otherwise::Attribute(Attribute::Complete)),
    ];
}

impl Attribute {
    /// The setting that holds it.
    pub const fn key(self) -> &'static str {
        match self {
            Attribute::Office => settings::NUMBER_OFFICE.definition.key,
            Attribute::Mobile => settings::NUMBER_MOBILE.definition.key,
            Attribute::Complete => settings::NUMBER_COMPLETE.definition.key,
        }
    }

    fn number(self, settings: &Settings<'_>) -> Result<E164, Unfit> {
        let text = match self {
            Attribute::Office => settings.get(&settings::NUMBER_OFFICE).0,
            Attribute::Mobile => settings.get(&settings::NUMBER_MOBILE).0,
            Attribute::Complete => {
                let digits = settings.get(&settings::NUMBER_COMPLETE).0;
                if digits.is_empty() { digits } else { format!("+{digits}") }
            }
        };
        if text.is_empty() {
            Err(Unfit::Missing(self))
        } else {
            dialled(&text).ok_or(Unfit::Unreadable(self))
        }
    }
}

/// Where the telephone rings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the lamp is shown.
    WhereNotified,
    Number(E164),
}

/// Why a number of the directory is not dialled; said in words for whom it keeps from recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Missing(Attribute),
    /// It is written otherwise than it must be.
    Unreadable(Attribute),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::Missing(attribute) => write!(f, "{} is empty", attribute.key()),
            Unfit::Unreadable(attribute) => write!(
                f,
                "{} is not written as +49 30 56889654, the country code first and without brackets",
                attribute.key()
            ),
        }
    }
}

impl std::error::Error for Unfit {}

/// A number that can be dialled as it stands in the directory: `+`, and groups of digits with single blanks between them. A 0 in brackets
/// is dialled from some places and not from others, so that the number means nothing by itself.
pub fn dialled(text: &str) -> Option<E164> {
    let groups = text.strip_prefix('+')?;
    let is_group = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    groups.split(' ').all(is_group).then(|| E164::parse(text).ok()).flatten()
}

/// Where a person is called. An error is about the number that is named first.
pub fn place(settings: &Settings<'_>) -> Result<Place, Unfit> {
    if settings.get(&settings::RECORDING_AS_NOTIFIED) {
        return Ok(Place::WhereNotified);
    }
    let number = settings.get(&settings::RECORDING_NUMBER).number(settings);
    let number = number.or_else(|unfit| match settings.get(&settings::RECORDING_NUMBER_OTHERWISE) {
        Otherwise::Attribute(other) => other.number(settings).map_err(|_| unfit),
        Otherwise::None => Err(unfit),
    });
    number.map(Place::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Bearing, Row, Scope};

    #[test]
    fn a_number_is_dialled_as_it_is_written_or_not_at_all() {
        for (text, expected) in [
            ("+49 30 56889654", Some("+493056889654")),
            ("+493056889654", Some("+493056889654")),
            ("+49 (030) 56889654", None),
            ("+49 (0)30 56889654", None),
            ("+49 30/56889654", None),
            ("+49  30 56889654", None),
            ("+49 30 56889654 ", None),
            ("030 56889654", None),
            ("+49 30 5688x", None),
            ("+0 30 56889654", None),
            ("+", None),
            ("", None),
        ] {
            assert_eq!(dialled(text).as_ref().map(E164::as_str), expected, "{text}");
        }
    }

    #[test]
    fn who_records_is_called_where_the_lamp_is_or_at_the_number_that_is_named() {
        const OFFICE: (&str, &str) = ("number.office", "+49 30 56889654");
        const BRACKETS: (&str, &str) = ("number.office", "+49 (030) 56889654");
        const MOBILE: (&str, &str) = ("number.mobile", "+49 171 1234567");
        const OWN: (&str, &str) = ("recording.as_notified", "false");
        let number = |text: &str| Ok(Place::Number(E164::parse(text).unwrap()));
        for (set, expected) in [
            (&[][..], Ok(Place::WhereNotified)),
            (&[OFFICE], Ok(Place::WhereNotified)),
            (&[OWN, OFFICE, MOBILE], number("+493056889654")),
            (&[OWN, OFFICE, MOBILE, ("recording.number", "mobile")], number("+491711234567")),
            (
                &[OWN, ("recording.number", "complete"), ("number.complete", "49814247990")],
                number("+49814247990"),
            ),
            (&[OWN], Err(Unfit::Missing(Attribute::Office))),
            (&[OWN, BRACKETS, MOBILE], Err(Unfit::Unreadable(Attribute::Office))),
            (&[OWN, BRACKETS, MOBILE, ("recording.number_otherwise", "mobile")], number("+491711234567")),
            // What is said is what is wrong with the first.
            (
                &[OWN, BRACKETS, ("recording.number_otherwise", "mobile")],
                Err(Unfit::Unreadable(Attribute::Office)),
            ),
            (&[OWN, OFFICE, MOBILE, ("recording.number_otherwise", "mobile")], number("+493056889654")),
        ] {
            let row = |(key, value): &(&str, &str)| Row {
                scope: Scope::System,
                key: (*key).into(),
                value: (*value).into(),
            };
            let rows: Vec<Row> = set.iter().map(row).collect();
            assert_eq!(place(&Settings { rows: &rows, bearing: Bearing::default() }), expected, "{set:?}");
        }
        let why = Unfit::Unreadable(Attribute::Office).to_string();
        assert_eq!(
            why,
            "number.office is not written as +49 30 56889654, the country code first and without brackets"
        );
    }
}
