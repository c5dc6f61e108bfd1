//! What owners may change of their settings by themselves, at the desk and by programs.

use super::{Definition, Setting, Settings, every};
use crate::greeting::Kind;

/// Who may change a setting of the own mailbox.
enum Owners {
    May,
    /// Where this one says so.
    If(&'static Setting<bool>),
    /// Where whole greetings are their own.
    IfIndividual,
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
        "greeting.kind" => Some(Owners::If(&every::OWNERS_GREETING_KIND)),
        "menu.style" | "menu.offers" | "menu.display" | "voice.reads_mail" | "list.order"
        | "list.reading" | "language" => Some(Owners::If(&every::OWNERS_MENU)),
        key if key.starts_with("outcall.") || key.starts_with("notify.") => {
            Some(Owners::If(&every::OWNERS_OUTCALL))
        }
        "transfer.announced" => Some(Owners::IfIndividual),
        "mwi.shared" | "reach.number" | "greeting.alternative" | "greeting.day" => Some(Owners::May),
        _ => None,
    }
}

/// Whether the person whose settings these are may change this one.
pub fn owners_may(settings: &Settings<'_>, definition: &Definition) -> bool {
    match owners(definition.key) {
        Some(Owners::May) => true,
        Some(Owners::If(right)) => settings.get(right),
        Some(Owners::IfIndividual) => settings.get(&every::GREETING_KIND) == Kind::Individual,
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
            row("owners.greeting_kind"),
            row("owners.menu"),
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
            ("list.order", true, false),
            ("menu.style", true, false),
            ("language", true, false),
            ("menu.reply", false, false),
            ("outcall.numbers", true, false),
            ("outcall.sunday", true, false),
            ("notify.pager", true, false),
            ("notify.sms", true, false),
            ("mwi.shared", true, true),
            ("mwi.reset", false, false),
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

    #[test]
    fn who_tells_of_the_transfer_is_chosen_with_whole_greetings_alone() {
        use crate::settings::TransferTold::*;
        for (kind, told, offered, holds) in [
            ("individual", "user", true, ByUser),
            ("individual", "user-and-system", true, ByUserAndSystem),
            ("personalised", "user", false, ByUserAndSystem),
        ] {
            let row =
                |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
            let rows = [row("greeting.kind", kind), row("transfer.announced", told)];
            let settings = Settings { rows: &rows, bearing: Bearing::default() };
            assert_eq!(
                (may(&rows, "transfer.announced"), settings.transfer_told()),
                (offered, holds),
                "{kind}"
            );
        }
    }
}
