//! The ids of everything that the flows say; the texts stand in `prompts/LANG.ftl`.

use domain::greeting::Situation;

pub const GREETING_NO_ANSWER: &str = "greeting-no-answer";
pub const GREETING_BUSY: &str = "greeting-busy";
pub const GREETING_VACATION: &str = "greeting-vacation";
pub const GREETING_BREAK: &str = "greeting-break";
pub const GREETING_OFF_HOURS: &str = "greeting-off-hours";
pub const GREETING_PRESENCE: &str = "greeting-presence";

pub const DEPOSIT_THANKS: &str = "deposit-thanks";
pub const DEPOSIT_LIMIT: &str = "deposit-limit";
pub const DEPOSIT_NOTHING: &str = "deposit-nothing";
pub const DEPOSIT_CUT_SHORT: &str = "deposit-cut-short";

pub const LOG_IN_EXTENSION: &str = "login-extension";
pub const LOG_IN_PIN: &str = "login-pin";
pub const LOG_IN_OWN_PIN: &str = "login-own-pin";
pub const LOG_IN_WRONG: &str = "login-wrong";
pub const LOG_IN_LOCKED: &str = "login-locked";

pub const MENU_NEW: &str = "menu-new";
pub const MENU_NO_NEW: &str = "menu-no-new";
pub const MENU_NO_MESSAGES: &str = "menu-no-messages";
pub const MENU_CHOICES: &str = "menu-choices";
pub const MENU_HELP: &str = "menu-help";
pub const LIST_NO_NEW: &str = "list-no-new";
pub const LIST_NO_OLD: &str = "list-no-old";
pub const LIST_END: &str = "list-end";

pub const MESSAGE_NUMBER: &str = "message-number";
pub const MESSAGE_FROM_PERSON: &str = "message-from-person";
pub const MESSAGE_FROM_NAME: &str = "message-from-name";
pub const MESSAGE_FROM_NUMBER: &str = "message-from-number";
pub const MESSAGE_FROM_UNKNOWN: &str = "message-from-unknown";
pub const MESSAGE_AT: &str = "message-at";
pub const MESSAGE_CHOICES: &str = "message-choices";
pub const MESSAGE_HELP: &str = "message-help";
pub const MESSAGE_DELETED: &str = "message-deleted";
pub const MESSAGE_UNPLAYABLE: &str = "message-unplayable";

pub const KEY_UNKNOWN: &str = "key-unknown";
pub const GOODBYE: &str = "goodbye";
pub const NOT_NOW: &str = "trouble-not-now";
pub const MAILBOX_FULL: &str = "trouble-mailbox-full";

/// The house's own words for a situation. Those that are played only when recorded share the everyday words.
pub fn spoken_greeting(situation: Situation) -> &'static str {
    match situation {
        Situation::Busy => GREETING_BUSY,
        Situation::Vacation => GREETING_VACATION,
        Situation::Break => GREETING_BREAK,
        Situation::OffHours => GREETING_OFF_HOURS,
        Situation::Presence => GREETING_PRESENCE,
        Situation::NoAnswer | Situation::Day | Situation::Alternative | Situation::Internal => {
            GREETING_NO_ANSWER
        }
    }
}

#[cfg(test)]
mod tests {
    const IDS: &str = include_str!("prompt.rs");
    const TEXTS: [&str; 2] =
        [include_str!("../../../prompts/en-GB.ftl"), include_str!("../../../prompts/de-DE.ftl")];

    #[test]
    fn every_prompt_has_a_text_in_every_language() {
        let ids: Vec<&str> =
            IDS.lines().filter_map(|line| line.strip_prefix("pub const ")?.split('"').nth(1)).collect();
        assert!(ids.len() > 30, "{ids:?}");
        for id in ids {
            for text in TEXTS {
                let defined =
                    text.lines().any(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(" =")));
                assert!(defined, "{id} has no text beside {:?}", text.lines().next());
            }
        }
    }
}
