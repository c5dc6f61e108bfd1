//! The key by which callers reach an owner elsewhere during the greeting: which key it is, and where it may lead.

use crate::number::Number;
use crate::numbering::{Dialled, Home};

/// The key that the administrator has given to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommandKey {
    #[default]
    Off,
    /// One that means nothing else to callers.
    Digit(u8),
}

/// Where the key leads. `region`: the beginnings of numbers of the public network that it may lead to, the country code first;
/// empty: all that its owner may call. Telephones of the house are in every region.
pub fn leads(home: &Home, region: &[String], number: &str) -> Option<Number> {
    let number = Number::parse(number).ok()?;
    match home.dialled(&number) {
        Dialled::Emergency(_) => None,
        Dialled::Nothing => Some(number),
        Dialled::Outside(full) => {
            let is_within = region.iter().any(|prefix| full.digits().starts_with(prefix.as_str()));
            (region.is_empty() || is_within).then_some(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    #[test]
    fn the_key_leads_into_its_region_and_nowhere_else() {
        let home =
            Home { country: Country::named("DE").unwrap(), area: "8142".into(), outside_prefix: "0".into() };
        let region: Vec<String> = ["4917", "43"].map(str::to_owned).to_vec();
        for (number, within, anywhere) in [
            ("001711234567", true, true),
            ("00043123456", true, true),
            ("0004917112345", true, true),
            ("003012345", false, true),
            ("00044123456", false, true),
            ("205", true, true),
            ("110", false, false),
            ("0112", false, false),
            ("", false, false),
        ] {
            assert_eq!(leads(&home, &region, number).is_some(), within, "{number}");
            assert_eq!(leads(&home, &[], number).is_some(), anywhere, "{number}");
        }
    }
}
