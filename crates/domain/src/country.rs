//! Countries: how a number is dialled at home, which numbers call for help, and what a number costs by its first digits.

use crate::e164::E164;
use crate::settings::Choice;

/// How the people of a country dial, and what its numbers are.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialling {
    /// ISO 3166.
    pub name: &'static str,
    pub calling_code: &'static str,
    /// Dialled before a number of the own country; empty where there is none.
    pub national_prefix: &'static str,
    /// Dialled before a number of another country.
    pub international_prefix: &'static str,
    /// Police, fire brigade, ambulance: what is dialled.
    pub emergency: &'static [&'static str],
    /// What national numbers of each kind begin with.
    mobile: &'static [&'static str],
    premium: &'static [&'static str],
    free: &'static [&'static str],
}

/// A country whose way to dial is known here: one in which a company can be at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(&'static Dialling);

/// What a call costs, roughly; which classes a person may call is a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostClass {
    Free,
    National,
    Mobile,
    International,
    Premium,
    /// Satellite telephones and networks of no country.
    Satellite,
}

impl CostClass {
    pub const ALL: [CostClass; 6] = [
        CostClass::Free,
        CostClass::National,
        CostClass::Mobile,
        CostClass::International,
        CostClass::Premium,
        CostClass::Satellite,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            CostClass::Free => "free",
            CostClass::National => "national",
            CostClass::Mobile => "mobile",
            CostClass::International => "international",
            CostClass::Premium => "premium",
            CostClass::Satellite => "satellite",
        }
    }

    /// What a minute is taken to cost at most where no price is known, in hundredths of the company's currency. On the
    /// high side: the day's limit is there to stop theft, and a guess too low would stop it too late.
    pub const fn cents_a_minute(self) -> u32 {
        match self {
            CostClass::Free => 0,
            CostClass::National => 2,
            CostClass::Mobile => 20,
            CostClass::International => 50,
            CostClass::Premium => 300,
            CostClass::Satellite => 1000,
        }
    }
}

macro_rules! countries {
    ($($iso:ident $code:literal $national:literal $international:literal $emergency:expr, $mobile:expr, $premium:expr, $free:expr;)+) => {
        $(static $iso: Dialling = Dialling {
            name: stringify!($iso),
            calling_code: $code,
            national_prefix: $national,
            international_prefix: $international,
            emergency: &$emergency,
            mobile: &$mobile,
            premium: &$premium,
            free: &$free,
        };)+

        impl Choice for Country {
            const CHOICES: &'static [(&'static str, Self)] = &[$((stringify!($iso), Country(&$iso))),+];
        }

        impl Country {
            /// The names of all, for the setting that chooses one.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($iso)),+];
        }
    };
}

countries! {
    DE "49" "0" "00" ["110", "112"], ["15", "16", "17"], ["900", "137", "118", "180", "190", "12", "19"], ["800"];
    GB "44" "0" "00" ["999", "112"], ["71", "72", "73", "74", "75", "77", "78", "79"], ["9", "70", "84", "87", "118"], ["80"];
    AT "43" "0" "00" ["112", "122", "133", "144"], ["65", "66", "67", "68", "69"], ["90", "93", "118", "82"], ["80"];
    BE "32" "0" "00" ["112", "100", "101"], ["45", "46", "47", "48", "49"], ["90", "78"], ["800"];
    CH "41" "0" "00" ["112", "117", "118", "144"], ["74", "75", "76", "77", "78", "79"], ["900", "901", "906", "18"], ["800"];
    CZ "420" "" "00" ["112", "150", "155", "158"], ["60", "70", "72", "73", "77", "79"], ["90"], ["800"];
    DK "45" "" "00" ["112"], ["2", "30", "31", "40", "41", "42", "50", "51", "60", "61"], ["90"], ["80"];
    ES "34" "" "00" ["112", "091", "061"], ["6", "7"], ["803", "806", "807", "902", "905", "118"], ["800", "900"];
    FR "33" "0" "00" ["112", "15", "17", "18"], ["6", "7"], ["89", "81", "82"], ["80"];
    IE "353" "0" "00" ["112", "999"], ["8"], ["15"], ["1800"];
    IT "39" "" "00" ["112", "113", "115", "118"], ["3"], ["89", "144", "166", "199"], ["80"];
    LU "352" "" "00" ["112", "113"], ["6"], ["90"], ["800"];
    NL "31" "0" "00" ["112"], ["6"], ["900", "906", "909", "18"], ["800"];
    PL "48" "" "00" ["112", "997", "998", "999"], ["45", "5", "60", "66", "69", "72", "73", "78", "79", "88"], ["70", "30", "40"], ["800"];
    SE "46" "0" "00" ["112"], ["7"], ["900", "939", "944"], ["20"];
    US "1" "1" "011" ["911"], [], ["900", "976"], ["800", "833", "844", "855", "866", "877", "888"];
}

/// 112 is understood by every mobile phone, and so is dialled out of habit everywhere.
const EVERYWHERE: &str = "112";

/// Countries of +1 beyond the United States and Canada: another country's price behind what looks like a national number.
const CARIBBEAN: [&str; 27] = [
    "242", "246", "264", "268", "284", "340", "345", "441", "473", "649", "658", "664", "670", "671", "684",
    "721", "758", "767", "784", "787", "809", "829", "849", "868", "869", "876", "939",
];
/// Networks of no country: Inmarsat, Iridium and others, and the international premium numbers of +979.
const SATELLITE: [&str; 5] = ["870", "878", "881", "882", "883"];
const INTERNATIONAL_PREMIUM: [&str; 2] = ["979", "808"];
const INTERNATIONAL_FREE: &str = "800";
/// Country codes of one and of two digits; all others have three (ITU-T E.164, list of country codes).
const TWO_DIGITS: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

impl Default for Country {
    fn default() -> Self {
        Country(&DE)
    }
}

impl Country {
    /// By its ISO 3166 name.
    pub fn named(name: &str) -> Option<Country> {
        Self::CHOICES.iter().find(|(of, _)| *of == name).map(|(_, country)| *country)
    }

    /// The country of a calling code: this one where it is its own, for several may share one. `None`: its way to dial is not
    /// known here.
    pub fn with_calling_code(self, code: &str) -> Option<Country> {
        let others = Self::CHOICES.iter().map(|(_, country)| *country);
        std::iter::once(self).chain(others).find(|country| country.dialling().calling_code == code)
    }

    pub fn dialling(self) -> &'static Dialling {
        self.0
    }

    /// Whether these digits call for help.
    pub fn is_emergency(self, dialled: &str) -> bool {
        dialled == EVERYWHERE || self.0.emergency.contains(&dialled)
    }

    /// What a call from this country costs.
    pub fn cost_class(self, called: &E164) -> CostClass {
        let code = calling_code(called);
        let begins =
            |prefixes: &[&str], digits: &str| prefixes.iter().any(|prefix| digits.starts_with(prefix));
        if SATELLITE.contains(&code) {
            return CostClass::Satellite;
        }
        if INTERNATIONAL_PREMIUM.contains(&code) {
            return CostClass::Premium;
        }
        if code == INTERNATIONAL_FREE {
            return CostClass::Free;
        }
        let national = called.digits().strip_prefix(code).unwrap_or_default();
        let country = Self::CHOICES.iter().map(|(_, country)| country.0).find(|of| of.calling_code == code);
        let is_own = code == self.0.calling_code;
        match country {
            Some(country) if begins(country.premium, national) => CostClass::Premium,
            Some(country) if is_own && begins(country.free, national) => CostClass::Free,
            Some(country) if is_own && begins(country.mobile, national) => CostClass::Mobile,
            _ if is_own => CostClass::National,
            _ => CostClass::International,
        }
    }
}

/// The country code of a number, as lists of allowed countries have it. The Caribbean part of +1 counts as countries of
/// their own: `1876`.
pub fn calling_code(number: &E164) -> &str {
    let digits = number.digits();
    let first = |length: usize| digits.get(..length).unwrap_or(digits);
    if digits.starts_with('1') {
        let area = digits.get(1..4).unwrap_or_default();
        return first(if CARIBBEAN.contains(&area) { 4 } else { 1 });
    }
    if digits.starts_with('7') {
        return first(1);
    }
    first(if TWO_DIGITS.contains(&first(2)) { 2 } else { 3 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> E164 {
        E164::parse(text).unwrap()
    }

    #[test]
    fn the_country_of_a_number_is_its_first_digits() {
        for (text, code) in [
            ("+493012345", "49"),
            ("+442079460123", "44"),
            ("+12125550100", "1"),
            ("+18765550100", "1876"),
            ("+19395550100", "1939"),
            ("+79161234567", "7"),
            ("+35312345", "353"),
            ("+37112345678", "371"),
            ("+88161234567", "881"),
            ("+989121234567", "98"),
            ("+2321234567", "232"),
        ] {
            assert_eq!(calling_code(&number(text)), code, "{text}");
        }
    }

    #[test]
    fn what_a_number_costs_depends_on_where_the_caller_is() {
        use CostClass::*;
        let (germany, britain) = (Country::named("DE").unwrap(), Country::named("GB").unwrap());
        for (text, from_germany, from_britain) in [
            ("+4930123456", National, International),
            ("+491711234567", Mobile, International),
            ("+498001234567", Free, International),
            ("+499001234567", Premium, Premium),
            ("+49137123456", Premium, Premium),
            ("+442079460123", International, National),
            ("+447700900123", International, Mobile),
            ("+448081570123", International, Free),
            ("+449098790123", Premium, Premium),
            ("+447012345678", Premium, Premium),
            ("+18765550100", International, International),
            ("+88161234567", Satellite, Satellite),
            ("+979123456789", Premium, Premium),
            ("+80012345678", Free, Free),
            ("+2521234567", International, International),
        ] {
            assert_eq!(germany.cost_class(&number(text)), from_germany, "DE {text}");
            assert_eq!(britain.cost_class(&number(text)), from_britain, "GB {text}");
        }
    }

    #[test]
    fn help_is_called_by_each_countrys_numbers_and_by_112_everywhere() {
        for (country, dialled, expected) in [
            ("DE", "110", true),
            ("DE", "112", true),
            ("DE", "999", false),
            ("DE", "1100", false),
            ("DE", "11", false),
            ("GB", "999", true),
            ("GB", "112", true),
            ("GB", "110", false),
            ("US", "911", true),
            ("US", "112", true),
            ("CH", "144", true),
        ] {
            assert_eq!(
                Country::named(country).unwrap().is_emergency(dialled),
                expected,
                "{country} {dialled}"
            );
        }
    }

    #[test]
    fn every_country_is_found_by_its_name_and_dials_apart_at_home_and_abroad() {
        for name in Country::NAMES {
            let dialling = Country::named(name).unwrap().dialling();
            assert_eq!(dialling.name, *name);
            assert_ne!(dialling.national_prefix, dialling.international_prefix);
            assert!(!dialling.emergency.is_empty());
        }
        assert_eq!(Country::named("XX"), None);
    }
}
