//! The sites of a company: from where its people telephone, and what stands before the extensions of each, so that who calls from
//! one of them is known as a colleague, and a complete number is said as an extension where that is wanted.

use crate::e164::E164;
use crate::id::SiteId;
use crate::number::Extension;
use crate::numbering::Home;

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;
/// A number has 15 digits at most (ITU-T E.164 §6.2), and one of them is an extension's.
const LONGEST_STEM: usize = 14;
/// Country codes have three digits at most.
const LONGEST_COUNTRY: usize = 3;
/// Digits that get a line out.
const LONGEST_ACCESS: usize = 3;

/// One site as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub id: SiteId,
    pub plan: Plan,
}

/// What a site is. All numbers are digits alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// No other site's.
    pub name: String,
    /// The country code.
    pub country: String,
    /// Without the national prefix; empty where a country has none.
    pub area: String,
    /// What stands before the extensions.
    pub subscriber: String,
    /// What is dialled there to get a line out; empty: nothing is.
    pub outside_access: String,
}

/// Why a site cannot be kept; said in words for who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("a site's name has 1 to {LONGEST_NAME} characters, none of them a control character")]
    Name,
    #[error("a site's country code has 1 to {LONGEST_COUNTRY} digits, such as 49, and does not begin with 0")]
    Country,
    #[error("a site's area code is digits without the national prefix, such as 8142, or empty")]
    Area,
    #[error("a site's subscriber number is digits, such as 4799")]
    Subscriber,
    #[error("country code, area code and subscriber number have {LONGEST_STEM} digits at most")]
    TooLong,
    #[error("what is dialled for a line out has {LONGEST_ACCESS} digits at most")]
    OutsideAccess,
}

/// How numbers are announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Announced {
    #[default]
    AsExtension,
    /// With country and area code.
    Canonical,
}

/// A country code as people write it, `+49` or `49`, in digits alone.
pub fn country_code(written: &str) -> String {
    written.strip_prefix('+').unwrap_or(written).to_owned()
}

impl Plan {
    pub fn check(&self) -> Result<(), Unsound> {
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let is_name = (1..=LONGEST_NAME).contains(&self.name.trim().chars().count());
        let country = 1..=LONGEST_COUNTRY;
        let is_country = country.contains(&self.country.len()) && !self.country.starts_with('0');
        for (is_sound, unsound) in [
            (is_name && !self.name.chars().any(char::is_control), Unsound::Name),
            (is_country && is_digits(&self.country), Unsound::Country),
            (is_digits(&self.area), Unsound::Area),
            (!self.subscriber.is_empty() && is_digits(&self.subscriber), Unsound::Subscriber),
            (self.stem().len() <= LONGEST_STEM, Unsound::TooLong),
            (
                is_digits(&self.outside_access) && self.outside_access.len() <= LONGEST_ACCESS,
                Unsound::OutsideAccess,
            ),
        ] {
            if !is_sound {
                return Err(unsound);
            }
        }
        Ok(())
    }

    /// What stands before an extension in a complete number.
    pub fn stem(&self) -> String {
        format!("{}{}{}", self.country, self.area, self.subscriber)
    }

    /// Where those telephone from who sit here; `company` is where all others do. In a country whose way to dial is not known,
    /// numbers are dialled as in the company's.
    pub fn home(&self, company: Home) -> Home {
        let outside_prefix = self.outside_access.clone();
        match company.country.with_calling_code(&self.country) {
            Some(country) => Home { country, area: self.area.clone(), outside_prefix },
            None => Home { outside_prefix, ..company },
        }
    }

    fn extension(&self, number: &E164) -> Option<Extension> {
        Extension::parse(number.digits().strip_prefix(&self.stem())?).ok()
    }
}

/// The extension that a complete number is at the site that fits it best.
pub fn extension(sites: &[Site], number: &E164) -> Option<Extension> {
    let fits = |site: &Site| Some((site.plan.stem().len(), site.plan.extension(number)?));
    sites.iter().filter_map(fits).max_by_key(|(length, _)| *length).map(|(_, extension)| extension)
}

/// The digits by which a person is announced. `full`: the complete number, where it is known; it is said where no site makes an
/// extension of it.
pub fn announced(how: Announced, sites: &[Site], full: Option<&E164>, own: &Extension) -> String {
    let Some(full) = full else { return own.as_str().to_owned() };
    let short = if how == Announced::AsExtension { extension(sites, full) } else { None };
    short.map_or_else(|| full.digits().to_owned(), |extension| extension.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    fn number(text: &str) -> E164 {
        E164::parse(text).unwrap()
    }

    #[test]
    fn a_country_code_is_written_with_or_without_its_sign() {
        for (written, kept) in [("+49", "49"), ("49", "49"), ("++49", "+49"), ("", "")] {
            assert_eq!(country_code(written), kept);
        }
    }

    /// Written `49-8142-4799-0`.
    fn plan(text: &str) -> Plan {
        let parts: Vec<&str> = text.split('-').collect();
        let [country, area, subscriber, outside_access] = parts[..] else { panic!("{text}") };
        Plan {
            name: text.to_owned(),
            country: country.to_owned(),
            area: area.to_owned(),
            subscriber: subscriber.to_owned(),
            outside_access: outside_access.to_owned(),
        }
    }

    fn sites(text: &str) -> Vec<Site> {
        text.split_whitespace().map(|text| Site { id: SiteId::new(1), plan: plan(text) }).collect()
    }

    #[test]
    fn an_extension_is_what_is_left_of_a_number_at_the_site_that_fits_it() {
        const TWO: &str = "49-8142-4799-0 49-8151-36856-0";
        for (of, listed, expected) in [
            ("+498142479921", TWO, Some("21")),
            ("+49815136856201", TWO, Some("201")),
            ("+4981514799201", TWO, None),
            ("+498142479", TWO, None),
            // The one with more in common.
            ("+4930123456", "49-30-12-0 49-30-1234-0", Some("56")),
            ("+4930123456", "49-30-1234-0 49-30-12-0", Some("56")),
            // One site is enough; a country without area codes has sites, too.
            ("+35227000123", "352--27000-0", Some("123")),
            ("+4930123456", "", None),
        ] {
            let found = extension(&sites(listed), &number(of));
            assert_eq!(found.as_ref().map(Extension::as_str), expected, "{of} at {listed}");
        }
    }

    #[test]
    fn a_site_has_numbers_that_numbers_can_begin_with() {
        for (text, expected) in [
            ("49-8142-4799-0", Ok(())),
            ("49-8142-4799-", Ok(())),
            ("352--27000-", Ok(())),
            ("-8142-4799-0", Err(Unsound::Country)),
            ("049-8142-4799-0", Err(Unsound::Country)),
            ("4912-8142-4799-0", Err(Unsound::Country)),
            ("+49-8142-4799-0", Err(Unsound::Country)),
            ("49-(8142)-4799-0", Err(Unsound::Area)),
            ("49-8142--0", Err(Unsound::Subscriber)),
            ("49-8142-é-0", Err(Unsound::Subscriber)),
            ("49-8142-4799-0000", Err(Unsound::OutsideAccess)),
            ("49-8142-4799-x", Err(Unsound::OutsideAccess)),
            ("49-12345-12345678-", Err(Unsound::TooLong)),
        ] {
            assert_eq!(plan(text).check(), expected, "{text}");
        }
        for name in ["", " ", "two\nlines", &"x".repeat(61)] {
            let named = Plan { name: name.to_owned(), ..plan("49-8142-4799-0") };
            assert_eq!(named.check(), Err(Unsound::Name), "{name}");
        }
    }

    #[test]
    fn who_sits_at_a_site_telephones_from_there() {
        let company =
            || Home { country: Country::named("DE").unwrap(), area: "30".into(), ..Home::default() };
        for (site, country, area, prefix) in [
            ("49-8142-4799-0", "DE", "8142", "0"),
            ("43-1-234-9", "AT", "1", "9"),
            ("352--27000-", "LU", "", ""),
            // How Japan dials is not known here.
            ("81-3-1234-0", "DE", "30", "0"),
        ] {
            let expected = Home {
                country: Country::named(country).unwrap(),
                area: area.into(),
                outside_prefix: prefix.into(),
            };
            assert_eq!(plan(site).home(company()), expected, "{site}");
        }
    }

    #[test]
    fn a_number_is_announced_as_an_extension_where_a_site_makes_one_of_it() {
        use Announced::{AsExtension, Canonical};
        let (own, elsewhere) = (number("+498142479921"), number("+4930555"));
        let known = Extension::parse("4711").unwrap();
        for (how, listed, full, expected) in [
            (AsExtension, "49-8142-4799-0", Some(&own), "21"),
            (Canonical, "49-8142-4799-0", Some(&own), "498142479921"),
            (AsExtension, "", Some(&own), "498142479921"),
            (AsExtension, "49-8142-4799-0", Some(&elsewhere), "4930555"),
            (AsExtension, "49-8142-4799-0", None, "4711"),
            (Canonical, "49-8142-4799-0", None, "4711"),
        ] {
            assert_eq!(announced(how, &sites(listed), full, &known), expected, "{how:?} {listed} {full:?}");
        }
    }
}
