//! Settings: what administrators and people change while the house runs. Each is typed and has a range, a default and
//! a doc; rows at scope system → tenant → site → class of service → user say what differs, the nearest one wins.

mod definition;
mod every;
mod own;

pub use definition::{
    Choice, Definition, Digits, International, Invalid, Kind, Line, Lines, Order, Setting, SettingValue,
};
pub use every::*;
pub use own::owners_may;

use crate::id::{TenantId, UserId};
use serde::{Deserialize, Serialize};

/// Where a row holds. Later ones go before earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    System,
    Tenant,
    Site,
    Class,
    User,
}

impl Level {
    pub const ALL: [Level; 5] = [Level::System, Level::Tenant, Level::Site, Level::Class, Level::User];

    /// What the store and the API call it.
    pub const fn name(self) -> &'static str {
        match self {
            Level::System => "system",
            Level::Tenant => "tenant",
            Level::Site => "site",
            Level::Class => "class",
            Level::User => "user",
        }
    }

    pub fn from_name(name: &str) -> Option<Level> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// Whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    System,
    Tenant(TenantId),
    /// A site by its row.
    Site(i64),
    /// A class of service by its row.
    Class(i64),
    User(UserId),
}

impl Scope {
    pub const fn level(self) -> Level {
        match self {
            Scope::System => Level::System,
            Scope::Tenant(_) => Level::Tenant,
            Scope::Site(_) => Level::Site,
            Scope::Class(_) => Level::Class,
            Scope::User(_) => Level::User,
        }
    }
}

/// A setting as it is kept: the value in its text form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub scope: Scope,
    pub key: String,
    pub value: String,
}

/// Which scopes bear on somebody. A call from nobody has none but system and tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bearing {
    pub tenant: Option<TenantId>,
    pub site: Option<i64>,
    pub class: Option<i64>,
    pub user: Option<UserId>,
}

impl Bearing {
    pub fn user(tenant: TenantId, user: UserId) -> Bearing {
        Bearing { tenant: Some(tenant), user: Some(user), ..Bearing::default() }
    }

    pub fn covers(&self, scope: Scope) -> bool {
        match scope {
            Scope::System => true,
            Scope::Tenant(tenant) => self.tenant == Some(tenant),
            Scope::Site(site) => self.site == Some(site),
            Scope::Class(class) => self.class == Some(class),
            Scope::User(user) => self.user == Some(user),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective<T> {
    pub value: T,
    /// None: the default.
    pub from: Option<Scope>,
}

/// The value that holds, and from which scope. A row whose value is no longer allowed (the range has changed since) is
/// passed over: a setting always has a sound value.
pub fn effective<T: SettingValue>(setting: &Setting<T>, rows: &[Row], bearing: &Bearing) -> Effective<T> {
    let allowed = |row: &Row| {
        let bears = row.key == setting.definition.key && bearing.covers(row.scope);
        let value = bears.then(|| T::read(&setting.definition, &row.value))?;
        value.ok().map(|value| Effective { value, from: Some(row.scope) })
    };
    let nearest = rows.iter().filter_map(allowed).max_by_key(|found| found.from.map(Scope::level));
    nearest.unwrap_or_else(|| Effective { value: setting.default_value(), from: None })
}

/// Everything that bears on somebody, for those who want several values.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    pub rows: &'a [Row],
    pub bearing: Bearing,
}

impl Settings<'_> {
    /// The value of any setting in its text form, for lists of them.
    pub fn text(&self, definition: &Definition) -> String {
        let allowed = |row: &&Row| {
            row.key == definition.key
                && self.bearing.covers(row.scope)
                && definition.check(&row.value).is_ok()
        };
        let nearest = self.rows.iter().filter(allowed).max_by_key(|row| row.scope.level());
        nearest.map_or_else(|| definition.default.to_owned(), |row| row.value.clone())
    }

    pub fn get<T: SettingValue>(&self, setting: &Setting<T>) -> T {
        effective(setting, self.rows, &self.bearing).value
    }
}

/// Whether a row may be written: key, level, type and range. Said in words for who wrote it.
pub fn check(row: &Row) -> Result<(), Invalid> {
    let definition = find(&row.key).ok_or_else(|| Invalid::NoSuchSetting(row.key.clone()))?;
    if row.scope.level() > definition.nearest {
        return Err(Invalid::TooNear { key: definition.key, nearest: definition.nearest.name() });
    }
    definition.check(&row.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const TENANT: TenantId = TenantId::new(1);
    const ANNA: UserId = UserId::new(7);

    const NO_NUMBERS: &str =
        "access.numbers has numbers such as +49 8142 47990, the country code first, at most 25, or is empty";

    fn row(scope: Scope, key: &str, value: &str) -> Row {
        Row { scope, key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn the_nearest_allowed_row_wins_and_is_named() {
        let ring = |scope, value| row(scope, "ring_seconds", value);
        let rows = [
            ring(Scope::User(ANNA), "35"),
            ring(Scope::System, "10"),
            ring(Scope::Class(2), "30"),
            ring(Scope::Tenant(TENANT), "15"),
            ring(Scope::Site(3), "999999"), // out of range: passed over
            ring(Scope::User(UserId::new(8)), "50"),
        ];
        let bearing = |site, class, user| Bearing { tenant: Some(TENANT), site, class, user };
        for (bearing, value, from) in [
            (bearing(Some(3), Some(2), Some(ANNA)), 35, Some(Scope::User(ANNA))),
            (bearing(Some(3), Some(2), None), 30, Some(Scope::Class(2))),
            (bearing(Some(3), None, None), 15, Some(Scope::Tenant(TENANT))),
            (Bearing::default(), 10, Some(Scope::System)),
        ] {
            assert_eq!(effective(&RING_SECONDS, &rows, &bearing), Effective { value, from });
        }
        assert_eq!(effective(&RING_SECONDS, &[], &Bearing::default()), Effective { value: 20, from: None });
    }

    #[test]
    fn each_definition_is_sound() {
        let mut keys = HashSet::new();
        for definition in ALL {
            assert!(keys.insert(definition.key), "{} stands twice", definition.key);
            assert_eq!(definition.check(definition.default), Ok(()), "{}", definition.key);
            assert!(definition.doc.trim().ends_with('.'), "{} has no doc", definition.key);
            assert!(find(definition.key).is_some());
        }
    }

    #[test]
    fn a_row_is_refused_with_the_reason() {
        for (key, value, scope, expected) in [
            ("ring_seconds", "20", Scope::User(ANNA), Ok(())),
            ("ring_seconds", "4", Scope::System, Err("ring_seconds is a whole number from 5 to 300")),
            ("ring_seconds", " 20", Scope::System, Err("ring_seconds is a whole number from 5 to 300")),
            ("mwi.reset", "menu", Scope::Tenant(TENANT), Ok(())),
            ("mwi.reset", "never", Scope::Tenant(TENANT), Err("mwi.reset is one of read, menu")),
            ("anonymous_inbound", "true", Scope::Tenant(TENANT), Ok(())),
            ("anonymous_inbound", "yes", Scope::System, Err("anonymous_inbound is true or false")),
            (
                "anonymous_inbound",
                "true",
                Scope::User(ANNA),
                Err("anonymous_inbound cannot be set nearer than at tenant"),
            ),
            ("greeting.day", "2026-11-21", Scope::User(ANNA), Ok(())),
            (
                "greeting.day",
                "today",
                Scope::User(ANNA),
                Err("greeting.day is a date such as 2026-12-24, or empty"),
            ),
            ("audio.codecs", "pcma,pcmu", Scope::User(ANNA), Ok(())),
            (
                "audio.codecs",
                "",
                Scope::User(ANNA),
                Err("audio.codecs is one or more of g722, pcma, pcmu, opus, g729, none twice"),
            ),
            (
                "audio.codecs",
                "pcma pcma",
                Scope::User(ANNA),
                Err("audio.codecs is one or more of g722, pcma, pcmu, opus, g729, none twice"),
            ),
            (
                "audio.codecs",
                "pcma mp3",
                Scope::User(ANNA),
                Err("audio.codecs is one or more of g722, pcma, pcmu, opus, g729, none twice"),
            ),
            ("hours.monday", "08:00-12:30 13:15-17:00", Scope::User(ANNA), Ok(())),
            ("hours.monday", "", Scope::User(ANNA), Ok(())),
            (
                "hours.monday",
                "8-17",
                Scope::User(ANNA),
                Err(
                    "hours.monday has spans such as 08:00-17:30, separated by spaces, at most 10, or is empty",
                ),
            ),
            ("access.numbers", "+49 8142 47990 +49-30-123456, +43 1 234567", Scope::User(ANNA), Ok(())),
            ("access.numbers", "49814247990", Scope::User(ANNA), Ok(())),
            ("access.numbers", "08142 47990", Scope::User(ANNA), Err(NO_NUMBERS)),
            ("access.numbers", "+49 8142 anna", Scope::User(ANNA), Err(NO_NUMBERS)),
            ("access.numbers", "+49 8142 47990 12345678901", Scope::User(ANNA), Err(NO_NUMBERS)),
            ("access.numbers", "+", Scope::User(ANNA), Err(NO_NUMBERS)),
            ("access.mobile_number", "+49 171 1234567", Scope::User(ANNA), Ok(())),
            (
                "access.mobile_number",
                "+49 171 1234567 +49 171 1234568",
                Scope::User(ANNA),
                Err(
                    "access.mobile_number has numbers such as +49 8142 47990, the country code first, at most 1, or is empty",
                ),
            ),
            ("language", "ja-JP", Scope::User(ANNA), Ok(())),
            ("hours.closed", "2026-12-24..2026-12-26 2027-01-01", Scope::System, Ok(())),
            (
                "hours.closed",
                "Christmas",
                Scope::System,
                Err(
                    "hours.closed has dates such as 2026-12-24 and spans such as 2026-12-24..2026-12-26, at most 600 characters",
                ),
            ),
            ("welcome.text_english", "Welcome.\n\nYour help desk", Scope::Tenant(TENANT), Ok(())),
            (
                "welcome.text_english",
                "bell \u{7}",
                Scope::System,
                Err("welcome.text_english is a text of at most 4000 characters, or empty"),
            ),
            ("breaks.presence", "lunch", Scope::User(ANNA), Ok(())),
            ("breaks.presence", "", Scope::User(ANNA), Ok(())),
            (
                "breaks.presence",
                "Out!",
                Scope::User(ANNA),
                Err("breaks.presence is a presence state's key, or empty"),
            ),
            ("presence.available", "office home on-the-road", Scope::System, Ok(())),
            (
                "presence.available",
                "office office",
                Scope::System,
                Err(
                    "presence.available has keys of presence states, separated by spaces, none twice, at most 600 characters",
                ),
            ),
            (
                "presence.available",
                "",
                Scope::System,
                Err(
                    "presence.available has keys of presence states, separated by spaces, none twice, at most 600 characters",
                ),
            ),
            ("colour", "red", Scope::System, Err("there is no setting colour")),
        ] {
            let answer = check(&row(scope, key, value)).map_err(|invalid| invalid.to_string());
            assert_eq!(answer, expected.map_err(str::to_owned), "{key}={value}");
        }
    }

    #[test]
    fn several_values_are_read_at_once() {
        let rows = [
            row(Scope::User(ANNA), "list.order", "newest-first"),
            row(Scope::System, "owner_login_by_star", "false"),
        ];
        let settings = Settings { rows: &rows, bearing: Bearing::user(TENANT, ANNA) };
        assert_eq!(settings.get(&LIST_ORDER), crate::list::Order::NewestFirst);
        assert!(!settings.get(&OWNER_LOGIN_BY_STAR));
        assert_eq!(settings.get(&GREETING_DAY), None);
        assert_eq!(settings.get(&MESSAGE_LONGEST_SECONDS), 300);
    }
}
