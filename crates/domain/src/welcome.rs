//! The mail that welcomes a person to the own voice mail: when it is due, and what it names.

use crate::access::Rules;
use crate::country;
use crate::e164::E164;
use crate::numbering::Home;
use crate::settings::{self, Row, Settings};

/// How somebody's welcome stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// The next call that reaches the voice mail has it sent.
    #[default]
    Due,
    /// The same, and a new PIN is drawn for it.
    DueWithNewPin,
    Sent,
}

impl Standing {
    const NAMES: [(Standing, &'static str); 3] =
        [(Standing::Due, "due"), (Standing::DueWithNewPin, "due-new-pin"), (Standing::Sent, "sent")];

    /// What the store calls it.
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(of, _)| *of == self).map_or("due", |(_, name)| name)
    }

    pub fn from_name(name: &str) -> Option<Standing> {
        Self::NAMES.into_iter().find(|(_, of)| *of == name).map(|(standing, _)| standing)
    }
}

/// Somebody's welcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Welcome {
    pub standing: Standing,
    /// How often it was asked for anew.
    pub round: i64,
}

impl Welcome {
    /// Whether a call that reaches the voice mail has it sent.
    pub fn is_due(self, settings: &Settings<'_>) -> bool {
        self.standing != Standing::Sent
            && settings.get(&settings::WELCOME_SEND)
            && settings.get(&settings::MAILBOX_ENABLED)
    }
}

/// What the mail leads to beside the telephone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// The desk.
    Portal,
    /// Nothing: it explains the telephone alone.
    #[default]
    Telephone,
}

/// What is said of the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// A new one is drawn and quoted.
    Drawn,
    /// It can be read, and is quoted.
    Quoted,
    /// Only its hash is kept: it stays the one that its owner has.
    Kept,
    /// It opens nothing by telephone: it is not spoken of, and none is drawn.
    LeftOut,
}

/// What is known of a person's PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    None,
    Hash,
    /// It came from another system and was not changed since, or was drawn for this mail.
    Readable,
}

/// What the mail says of the PIN.
pub fn pin(rules: &Rules, standing: Standing, known: Known) -> Pin {
    match (rules.opens_anything(), standing, known) {
        (false, ..) => Pin::LeftOut,
        (true, Standing::DueWithNewPin, _) | (true, _, Known::None) => Pin::Drawn,
        (true, _, Known::Readable) => Pin::Quoted,
        (true, _, Known::Hash) => Pin::Kept,
    }
}

/// The number of the voice mail: the one that is fixed for all, else the direct number, else the one that was called.
pub fn number(fixed: &str, direct: Option<&E164>, called: &str, home: &Home) -> String {
    match (fixed, direct) {
        ("", Some(direct)) => canonical(home, direct),
        ("", None) => called.to_owned(),
        (fixed, _) => fixed.to_owned(),
    }
}

/// As numbers are printed (ITU-T E.123): country code, area code where it is the company's own, and the rest.
pub fn canonical(home: &Home, number: &E164) -> String {
    let code = country::calling_code(number);
    let national = number.digits().get(code.len()..).unwrap_or_default();
    let is_at_home = home.country.dialling().calling_code == code && !home.area.is_empty();
    match national.strip_prefix(home.area.as_str()).filter(|rest| is_at_home && !rest.is_empty()) {
        Some(rest) => format!("+{code} {} {rest}", home.area),
        None => format!("+{code} {national}"),
    }
}

/// Where the desk is, if the mail is to lead there; `domain` is the company's.
pub fn link(settings: &Settings<'_>, domain: &str) -> Option<String> {
    (settings.get(&settings::WELCOME_CONTENT) == Content::Portal).then(|| desk(settings, domain))
}

/// Where browsers reach the desk; `domain` is the company's.
pub fn desk(settings: &Settings<'_>, domain: &str) -> String {
    let host = settings.get(&settings::WELCOME_PORTAL_HOST).0;
    let host = if host.is_empty() { domain } else { &host };
    let (scheme, usual) =
        if settings.get(&settings::WELCOME_PORTAL_HTTPS) { ("https", 443) } else { ("http", 80) };
    match settings.get(&settings::WELCOME_PORTAL_PORT) {
        port if port == usual => format!("{scheme}://{host}/"),
        port => format!("{scheme}://{host}:{port}/"),
    }
}

/// Who has no PIN is given one by the welcome mail; a company's PIN beside it would be a second way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("pin.default is set only while no welcome mail is sent: welcome.send gives everybody a PIN")]
pub struct DefaultPinNotNow;

/// Whether a row may be written beside what holds for the company.
pub fn check(company: &Settings<'_>, row: &Row) -> Result<(), DefaultPinNotNow> {
    let sets_default = row.key == settings::PIN_DEFAULT.definition.key && !row.value.is_empty();
    if sets_default && company.get(&settings::WELCOME_SEND) { Err(DefaultPinNotNow) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Base, Exception, Mode};
    use crate::country::Country;
    use crate::settings::{Bearing, Scope};

    fn row(key: &str, value: &str) -> Row {
        Row { scope: Scope::System, key: key.into(), value: value.into() }
    }

    fn with<T>(rows: &[(&str, &str)], asked: impl FnOnce(&Settings<'_>) -> T) -> T {
        let rows: Vec<Row> = rows.iter().map(|(key, value)| row(key, value)).collect();
        asked(&Settings { rows: &rows, bearing: Bearing::default() })
    }

    #[test]
    fn a_welcome_is_sent_once_and_only_where_it_is_switched_on() {
        let on = ("welcome.send", "true");
        for (rows, standing, due) in [
            (vec![], Standing::Due, false),
            (vec![on], Standing::Due, true),
            (vec![on], Standing::DueWithNewPin, true),
            (vec![on], Standing::Sent, false),
            (vec![on, ("mailbox.enabled", "false")], Standing::Due, false),
        ] {
            let welcome = Welcome { standing, round: 0 };
            assert_eq!(with(&rows, |settings| welcome.is_due(settings)), due, "{rows:?} {standing:?}");
        }
        for (standing, name) in Standing::NAMES {
            assert_eq!(Standing::from_name(name), Some(standing));
            assert_eq!(standing.name(), name);
        }
        assert_eq!(Standing::from_name("late"), None);
    }

    #[test]
    fn a_pin_is_drawn_where_there_is_none_quoted_where_it_can_be_read_and_left_out_where_it_opens_nothing() {
        let open = Rules::default();
        let none = Rules { mode: Mode::None, ..Rules::default() };
        let nowhere = Rules { base: Base::Nowhere, ..Rules::default() };
        let office = Rules { office: Exception::WithPin, ..nowhere.clone() };
        for (rules, standing, known, expected) in [
            (&open, Standing::Due, Known::None, Pin::Drawn),
            (&open, Standing::Due, Known::Hash, Pin::Kept),
            (&open, Standing::Due, Known::Readable, Pin::Quoted),
            (&open, Standing::DueWithNewPin, Known::Hash, Pin::Drawn),
            (&open, Standing::DueWithNewPin, Known::Readable, Pin::Drawn),
            (&none, Standing::DueWithNewPin, Known::None, Pin::LeftOut),
            (&nowhere, Standing::Due, Known::None, Pin::LeftOut),
            (&office, Standing::Due, Known::None, Pin::Drawn),
        ] {
            assert_eq!(pin(rules, standing, known), expected, "{rules:?} {standing:?} {known:?}");
        }
    }

    #[test]
    fn a_fixed_number_goes_before_the_direct_one_and_that_before_the_one_that_was_called() {
        let home =
            Home { country: Country::named("DE").unwrap(), area: "8142".into(), outside_prefix: "0".into() };
        let direct = E164::parse("+49814248387123").unwrap();
        for (fixed, direct, expected) in
            [("7999", Some(&direct), "7999"), ("", Some(&direct), "+49 8142 48387123"), ("", None, "123")]
        {
            assert_eq!(number(fixed, direct, "123", &home), expected);
        }
        let elsewhere = |number: &str| canonical(&home, &E164::parse(number).unwrap());
        assert_eq!(elsewhere("+493012345"), "+49 3012345");
        assert_eq!(elsewhere("+442071234567"), "+44 2071234567");
        let without_area = Home { area: String::new(), ..home.clone() };
        assert_eq!(canonical(&without_area, &direct), "+49 814248387123");
    }

    #[test]
    fn the_link_is_made_of_host_port_and_scheme_or_left_out() {
        let portal = ("welcome.content", "portal");
        for (rows, expected) in [
            (vec![], None),
            (vec![portal], Some("https://example.org/")),
            (vec![portal, ("welcome.portal_host", "desk.example.org")], Some("https://desk.example.org/")),
            (vec![portal, ("welcome.portal_port", "8443")], Some("https://example.org:8443/")),
            (
                vec![portal, ("welcome.portal_port", "80"), ("welcome.portal_https", "false")],
                Some("http://example.org/"),
            ),
            (vec![portal, ("welcome.portal_https", "false")], Some("http://example.org:443/")),
        ] {
            let link = with(&rows, |settings| link(settings, "example.org"));
            assert_eq!(link.as_deref(), expected, "{rows:?}");
        }
    }

    #[test]
    fn a_company_pin_is_set_only_while_no_welcome_is_sent() {
        for (sends, value, expected) in
            [("false", "473829", Ok(())), ("true", "473829", Err(DefaultPinNotNow)), ("true", "", Ok(()))]
        {
            let checked =
                with(&[("welcome.send", sends)], |company| check(company, &row("pin.default", value)));
            assert_eq!(checked, expected, "{sends} {value}");
        }
        assert_eq!(
            with(&[("welcome.send", "true")], |company| check(company, &row("pin.length", "4"))),
            Ok(())
        );
    }
}
