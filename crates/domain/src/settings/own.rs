//! What owners may change of their settings by themselves, at the desk and by programs.

use super::{Definition, Setting, Settings, every};

/// Who may change a setting of the own mailbox.
enum Owners {
    May,
    /// Where this one says so.
    If(&'static Setting<bool>),
}

/// Everything else is the administrator's.
fn owners(key: &str) -> Option<Owners> {
    const HOURS_PRESENCE: [&str; 2] =
        [every::HOURS_OFF_PRESENCE.definition.key, every::BREAKS_PRESENCE.definition.key];
    match key {
        key if HOURS_PRESENCE.contains(&key) => Some(Owners::If(&every::OWNERS_HOURS_PRESENCE)),
        key if key.starts_with("hours.") || key.starts_with("breaks.") => {
            Some(Owners::If(&every::OWNERS_HOURS))
        }
        // One right for telephone and desk: without it, only administrators choose.
        "greeting.kind" => Some(Owners::If(&every::MENU_GREETING_KIND)),
        key if key.starts_with("outcall.") => Some(Owners::If(&every::OWNERS_OUTCALL)),
        "reach.number" | "greeting.alternative" | "greeting.day" | "list.order" | "list.reading" => {
            Some(Owners::May)
        }
        _ => None,
    }
}

/// Whether the person whose settings these are may change this one.
pub fn owners_may(settings: &Settings<'_>, definition: &Definition) -> bool {
    match owners(definition.key) {
        Some(Owners::May) => true,
        Some(Owners::If(right)) => settings.get(right),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{ALL, Bearing, Level, Row, Scope, find};

    fn may(rows: &[Row], key: &str) -> bool {
        owners_may(&Settings { rows, bearing: Bearing::default() }, find(key).unwrap())
    }

    #[test]
    fn owners_change_what_is_theirs_and_what_they_were_granted() {
        let row = |key: &str| Row { scope: Scope::System, key: key.into(), value: "false".into() };
        let denied = [
            row("owners.hours"),
            row("owners.hours_presence"),
            row("menu.greeting_kind"),
            row("owners.outcall"),
        ];
        for (key, granted, refused) in [
            ("hours.monday", true, false),
            ("breaks.used", true, false),
            ("hours.closed", true, false),
            ("hours.off_presence", true, false),
            ("breaks.presence", true, false),
            ("greeting.kind", true, false),
            ("greeting.alternative", true, true),
            ("list.order", true, true),
            ("outcall.numbers", true, false),
            ("outcall.sunday", true, false),
            ("outcalls_at_once", false, false),
            ("reach.number", true, true),
            ("reach.region", false, false),
            ("menu.call", false, false),
            ("outside.reach", false, false),
            ("owners.hours", false, false),
            ("presence.available", false, false),
        ] {
            assert_eq!((may(&[], key), may(&denied, key)), (granted, refused), "{key}");
        }
    }

    #[test]
    fn what_owners_may_change_can_be_set_for_one_person() {
        for definition in ALL {
            assert!(
                owners(definition.key).is_none() || definition.nearest == Level::User,
                "{}",
                definition.key
            );
        }
    }
}
