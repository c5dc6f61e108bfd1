//! The sites of a company, by what stands before the extensions of each: who calls from one of them is a colleague, and a complete
//! number is said as an extension where that is wanted.

use crate::e164::E164;
use crate::number::Extension;

/// One site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Country code, area code and subscriber number in one.
    stem: String,
    /// What is dialled there to get a line out; empty: nothing is.
    pub outside_access: String,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sites(pub Vec<Site>);

/// How numbers are announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Announced {
    #[default]
    AsExtension,
    /// With country and area code.
    Canonical,
}

impl Site {
    /// `49-8142-4799-0`: country code, area code, subscriber number, and what gets a line out. The area code may be empty, where a
    /// country has none, and so may the last. `None`: it is not written so, or incomplete.
    fn parse(text: &str) -> Option<Site> {
        let mut parts = text.split('-');
        let (country, area, subscriber) = (parts.next()?, parts.next()?, parts.next()?);
        let outside_access = parts.next().unwrap_or_default();
        let is_complete = !country.is_empty() && !country.starts_with('0') && !subscriber.is_empty();
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let stem = format!("{country}{area}{subscriber}");
        let is_sound = is_digits(&stem) && is_digits(outside_access) && outside_access.len() <= 3;
        let is_site = is_complete && is_sound && stem.len() < 15 && parts.next().is_none();
        is_site.then(|| Site { stem, outside_access: outside_access.to_owned() })
    }

    fn extension(&self, number: &E164) -> Option<Extension> {
        Extension::parse(number.digits().strip_prefix(&self.stem)?).ok()
    }
}

impl Sites {
    /// Separated by spaces. `None`: one of them is none, or stands there twice.
    pub fn parse(text: &str) -> Option<Sites> {
        let sites: Vec<Site> = text.split_whitespace().map(Site::parse).collect::<Option<_>>()?;
        let is_once = |(at, site): (usize, &Site)| sites[..at].iter().all(|other| other.stem != site.stem);
        sites.iter().enumerate().all(is_once).then(|| Sites(sites.clone()))
    }

    /// The extension that a complete number is at the site that fits it best.
    pub fn extension(&self, number: &E164) -> Option<Extension> {
        let fits = |site: &Site| Some((site.stem.len(), site.extension(number)?));
        self.0.iter().filter_map(fits).max_by_key(|(length, _)| *length).map(|(_, extension)| extension)
    }

    /// Whether a number is one of the company's own.
    pub fn has(&self, number: &E164) -> bool {
        self.extension(number).is_some()
    }
}

/// The digits by which a person is announced. `full`: the complete number, where it is known; it is said where no site makes an
/// extension of it.
pub fn announced(how: Announced, sites: &Sites, full: Option<&E164>, extension: &Extension) -> String {
    let Some(full) = full else { return extension.as_str().to_owned() };
    let short = if how == Announced::AsExtension { sites.extension(full) } else { None };
    short.map_or_else(|| full.digits().to_owned(), |extension| extension.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> E164 {
        E164::parse(text).unwrap()
    }

    fn extension_of(sites: &str, of: &str) -> Option<String> {
        let found = Sites::parse(sites).unwrap().extension(&number(of));
        found.map(|extension| extension.as_str().to_owned())
    }

    #[test]
    fn an_extension_is_what_is_left_of_a_number_at_the_site_that_fits_it() {
        const TWO: &str = "49-8142-4799-0 49-8151-36856-0";
        for (sites, of, expected) in [
            (TWO, "+498142479921", Some("21")),
            (TWO, "+49815136856201", Some("201")),
            (TWO, "+4981514799201", None),
            (TWO, "+498142479", None),
            // The one with more in common.
            ("49-30-12 49-30-1234", "+4930123456", Some("56")),
            ("49-30-1234 49-30-12", "+4930123456", Some("56")),
            // One site is enough; a country without area codes has sites, too.
            ("352--27000-0", "+35227000123", Some("123")),
            ("", "+4930123456", None),
        ] {
            assert_eq!(extension_of(sites, of).as_deref(), expected, "{of} at {sites}");
        }
    }

    #[test]
    fn a_list_of_sites_is_complete_and_names_none_twice() {
        for (text, count) in [("", 0), ("49-8142-4799-0", 1), ("49-8142-4799", 1), ("49-30-1 49-40-1-9", 2)] {
            assert_eq!(Sites::parse(text).map(|sites| sites.0.len()), Some(count), "{text}");
        }
        assert_eq!(Sites::parse("49-30-1-9").unwrap().0[0].outside_access, "9");
        for text in [
            "49",
            "49-8142",
            "49-8142-",
            "-8142-4799-0",
            "049-8142-4799-0",
            "+49-8142-4799-0",
            "49-8142-4799-0-1",
            "49-8142-4799-0000",
            "49-(8142)-4799",
            "49-30-1 49-30-1-9",
            "49-12345-123456789",
            "é-1-2",
        ] {
            assert_eq!(Sites::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_announced_as_an_extension_where_a_site_makes_one_of_it() {
        use Announced::{AsExtension, Canonical};
        let (own, elsewhere) = (number("+498142479921"), number("+4930555"));
        let known = Extension::parse("4711").unwrap();
        for (how, sites, full, expected) in [
            (AsExtension, "49-8142-4799-0", Some(&own), "21"),
            (Canonical, "49-8142-4799-0", Some(&own), "498142479921"),
            (AsExtension, "", Some(&own), "498142479921"),
            (AsExtension, "49-8142-4799-0", Some(&elsewhere), "4930555"),
            (AsExtension, "49-8142-4799-0", None, "4711"),
            (Canonical, "49-8142-4799-0", None, "4711"),
        ] {
            let sites = Sites::parse(sites).unwrap();
            assert_eq!(announced(how, &sites, full, &known), expected, "{how:?} {sites:?} {full:?}");
        }
    }
}
