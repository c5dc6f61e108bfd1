//! From where an owner may open the own mailbox by telephone, and whether the PIN is asked for.
//!
//! A number that is merely shown proves nothing: where it matches, the PIN is asked for all the same. Without a PIN enters who
//! calls from an own telephone that has proven to be one, or by a trunk that is believed when it says who calls.

use crate::recording;
use crate::settings::{self, Settings};

/// What an owner may do by telephone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Neither messages nor settings.
    None,
    /// Greetings and the other settings, but no messages.
    SettingsOnly,
    #[default]
    All,
}

/// From where an owner may log in, exceptions aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    /// From all telephones, with the PIN.
    #[default]
    AllPhones,
    Nowhere,
}

/// What holds for one telephone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exception {
    /// What holds for all.
    #[default]
    None,
    WithPin,
    WithoutPin,
}

/// Everything that bears on one owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub mode: Mode,
    pub base: Base,
    /// The owner's own telephones.
    pub office: Exception,
    pub mobile: Exception,
    /// With the country code, digits only; empty: none.
    pub office_number: String,
    pub mobile_number: String,
    /// Further numbers, written alike.
    pub numbers: Vec<String>,
    pub numbers_without_pin: Vec<String>,
}

impl Rules {
    /// Whether there is a telephone at all that an owner can log in from.
    pub fn opens_anything(&self) -> bool {
        let is_exception = |exception| exception != Exception::None;
        self.mode != Mode::None
            && (self.base == Base::AllPhones
                || is_exception(self.office)
                || (is_exception(self.mobile) && !self.mobile_number.is_empty())
                || !self.numbers.is_empty()
                || !self.numbers_without_pin.is_empty())
    }

    /// As the settings have them.
    pub fn of(settings: &Settings<'_>) -> Rules {
        Rules {
            mode: settings.get(&settings::ACCESS_MODE),
            base: settings.get(&settings::ACCESS_BASE),
            office: settings.get(&settings::ACCESS_OFFICE),
            mobile: settings.get(&settings::ACCESS_MOBILE),
            office_number: in_directory(&settings.get(&settings::NUMBER_OFFICE).0),
            mobile_number: mobile_number(settings),
            numbers: settings.get(&settings::ACCESS_NUMBERS).0,
            numbers_without_pin: settings.get(&settings::ACCESS_NUMBERS_WITHOUT_PIN).0,
        }
    }
}

/// The number that was set for the log-in, else the directory's.
fn mobile_number(settings: &Settings<'_>) -> String {
    let set = settings.get(&settings::ACCESS_MOBILE_NUMBER).0.pop();
    set.unwrap_or_else(|| in_directory(&settings.get(&settings::NUMBER_MOBILE).0))
}

/// What cannot be dialled cannot be told from other numbers either, and is no exception.
fn in_directory(text: &str) -> String {
    recording::dialled(text).map_or_else(String::new, |number| number.digits().to_owned())
}

/// Where a call comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A telephone of the owner's that has proven to be one.
    OwnPhone,
    /// Somebody believed vouches for this number.
    Vouched(&'a str),
    /// The caller shows this number.
    Shown(&'a str),
    /// No number.
    Suppressed,
}

/// Whether and how the caller may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Refused,
    WithPin,
    WithoutPin,
}

/// How somebody may enter who says to be the owner.
pub fn entry(rules: &Rules, origin: Origin<'_>) -> Entry {
    if rules.mode == Mode::None {
        return Entry::Refused;
    }
    let is_proven = matches!(origin, Origin::OwnPhone | Origin::Vouched(_));
    match (exception(rules, origin), rules.base) {
        (Exception::WithoutPin, _) if is_proven => Entry::WithoutPin,
        (Exception::WithPin | Exception::WithoutPin, _) | (Exception::None, Base::AllPhones) => {
            Entry::WithPin
        }
        (Exception::None, Base::Nowhere) => Entry::Refused,
    }
}

/// The exception that a call meets; one without PIN goes before one with it.
fn exception(rules: &Rules, origin: Origin<'_>) -> Exception {
    let number = match origin {
        Origin::OwnPhone => return rules.office,
        Origin::Suppressed => return Exception::None,
        Origin::Vouched(number) | Origin::Shown(number) => number,
    };
    let is = |listed: &str| !listed.is_empty() && same(listed, number);
    let among = |listed: &[String]| listed.iter().any(|listed| is(listed));
    let own = [(&rules.office_number, rules.office), (&rules.mobile_number, rules.mobile)];
    let is_own = |wanted| own.iter().any(|(listed, exception)| *exception == wanted && is(listed));
    if is_own(Exception::WithoutPin) || among(&rules.numbers_without_pin) {
        return Exception::WithoutPin;
    }
    if is_own(Exception::WithPin) || among(&rules.numbers) { Exception::WithPin } else { Exception::None }
}

/// The same number, with or without `+`.
fn same(listed: &str, shown: &str) -> bool {
    listed == shown.strip_prefix('+').unwrap_or(shown)
}

#[cfg(test)]
mod tests {
    use super::{Entry::*, Origin::*, *};

    const MOBILE: &str = "+491711234567";
    const HOME: &str = "+498142479900";
    const LISTED: &str = "+498142479901";
    const OTHER: &str = "+4930123456";

    fn rules(base: Base, office: Exception, mobile: Exception) -> Rules {
        Rules {
            base,
            office,
            mobile,
            office_number: String::new(),
            mobile_number: MOBILE[1..].into(),
            numbers: vec![LISTED[1..].into()],
            numbers_without_pin: vec![HOME[1..].into()],
            ..Rules::default()
        }
    }

    #[test]
    fn from_all_phones_a_pin_is_asked_but_from_proven_exceptions() {
        let rules = rules(Base::AllPhones, Exception::WithoutPin, Exception::WithoutPin);
        for (origin, expected) in [
            (OwnPhone, WithoutPin),
            (Vouched(MOBILE), WithoutPin),
            (Vouched(&MOBILE[1..]), WithoutPin),
            (Vouched(HOME), WithoutPin),
            (Vouched(LISTED), WithPin),
            (Vouched(OTHER), WithPin),
            // B-013: a number alone opens nothing.
            (Shown(MOBILE), WithPin),
            (Shown(HOME), WithPin),
            (Shown(OTHER), WithPin),
            (Suppressed, WithPin),
        ] {
            assert_eq!(entry(&rules, origin), expected, "{origin:?}");
        }
    }

    #[test]
    fn from_nowhere_only_exceptions_enter_and_suppressed_numbers_never() {
        let rules = rules(Base::Nowhere, Exception::WithPin, Exception::WithPin);
        for (origin, expected) in [
            (OwnPhone, WithPin),
            (Vouched(MOBILE), WithPin),
            (Shown(MOBILE), WithPin),
            (Vouched(HOME), WithoutPin),
            (Shown(HOME), WithPin),
            (Shown(LISTED), WithPin),
            (Vouched(OTHER), Refused),
            (Shown(OTHER), Refused),
            (Suppressed, Refused),
        ] {
            assert_eq!(entry(&rules, origin), expected, "{origin:?}");
        }
        let none = Rules { base: Base::Nowhere, ..Rules::default() };
        for origin in [OwnPhone, Vouched(MOBILE), Shown(MOBILE), Shown(""), Suppressed] {
            assert_eq!(entry(&none, origin), Refused, "{origin:?}");
        }
    }

    #[test]
    fn numbers_are_written_with_plus_and_spaces_and_compared_so_with_the_callers() {
        use crate::settings::{Bearing, Row, Scope};
        let row = |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
        let rows = [
            row("access.base", "nowhere"),
            row("access.mobile", "with-pin"),
            row("access.mobile_number", "+49 171 1234567"),
            row("access.numbers", "+49 8142 47990 +49 30 123456"),
        ];
        let rules = Rules::of(&Settings { rows: &rows, bearing: Bearing::default() });
        for (shown, expected) in [
            ("+491711234567", WithPin),
            ("+49814247990", WithPin),
            ("+4930123456", WithPin),
            ("4930123456", WithPin),
            ("030123456", Refused),
            ("+4981424799", Refused),
        ] {
            assert_eq!(entry(&rules, Shown(shown)), expected, "{shown}");
        }
    }

    #[test]
    fn the_directorys_telephones_are_the_exceptions_until_others_are_set() {
        use crate::settings::{Bearing, Row, Scope};
        const OFFICE: &str = "+498142479921";
        let row = |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
        let base = [
            row("access.base", "nowhere"),
            row("access.office", "with-pin"),
            row("access.mobile", "without-pin"),
            row("number.office", "+49 8142 479921"),
            row("number.mobile", "+49 171 1234567"),
        ];
        let set = row("access.mobile_number", "+49 30 123456");
        let (brackets, slash) =
            (row("number.office", "+49 (08142) 479921"), row("number.mobile", "0171/1234567"));
        for (rows, office, mobile, other) in [
            (base.to_vec(), WithPin, WithoutPin, Refused),
            ([&base[..], std::slice::from_ref(&set)].concat(), WithPin, Refused, WithoutPin),
            ([&base[..3], &[brackets, slash]].concat(), Refused, Refused, Refused),
        ] {
            let rules = Rules::of(&Settings { rows: &rows, bearing: Bearing::default() });
            for (number, expected) in [(OFFICE, office), (MOBILE, mobile), (OTHER, other)] {
                assert_eq!(entry(&rules, Vouched(number)), expected, "{number} {rows:?}");
            }
        }
    }

    #[test]
    fn a_mode_without_access_goes_before_every_exception() {
        let rules = rules(Base::AllPhones, Exception::WithoutPin, Exception::WithoutPin);
        for (mode, expected) in
            [(Mode::None, Refused), (Mode::SettingsOnly, WithoutPin), (Mode::All, WithoutPin)]
        {
            assert_eq!(entry(&Rules { mode, ..rules.clone() }, OwnPhone), expected);
        }
    }

    #[test]
    fn a_log_in_is_possible_where_some_telephone_opens() {
        let nowhere = Rules { base: Base::Nowhere, ..Rules::default() };
        let number = || vec![OTHER[1..].to_owned()];
        for (rules, expected) in [
            (Rules::default(), true),
            (Rules { mode: Mode::SettingsOnly, ..Rules::default() }, true),
            (Rules { mode: Mode::None, ..Rules::default() }, false),
            (nowhere.clone(), false),
            (Rules { office: Exception::WithoutPin, ..nowhere.clone() }, true),
            (Rules { mobile: Exception::WithPin, ..nowhere.clone() }, false),
            (Rules { mobile: Exception::WithPin, mobile_number: "49171".into(), ..nowhere.clone() }, true),
            (Rules { numbers: number(), ..nowhere.clone() }, true),
            (Rules { numbers_without_pin: number(), ..nowhere }, true),
        ] {
            assert_eq!(rules.opens_anything(), expected, "{rules:?}");
        }
    }

    #[test]
    fn nothing_is_the_exception_of_an_empty_number() {
        let rules = Rules { mobile: Exception::WithoutPin, ..Rules::default() };
        for origin in [Vouched(""), Vouched("+"), Shown("")] {
            assert_eq!(entry(&rules, origin), WithPin, "{origin:?}");
        }
    }
}
