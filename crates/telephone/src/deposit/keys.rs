//! Which keys mean something to a caller during the greeting: the same in every profile, language and kind of greeting.

use super::{Takes, Voicemail};
use crate::line::{Key, Keys};
use domain::settings;

/// Records at once.
pub const QUICK: Key = Key::Digit(0);
/// Leaves a message, where there is a choice.
pub const MESSAGE: Key = Key::Digit(1);
pub const TRANSFER: Key = Key::Digit(2);
pub const DEPUTY: Key = Key::Digit(8);
pub const OPERATOR: Key = Key::Digit(9);

/// The keys that mean something during the greeting: one that must be heard is not skipped.
pub fn during(voicemail: &Voicemail<'_>) -> Keys {
    meant(voicemail, !voicemail.greeting.unskippable)
}

/// Those that mean something after it.
pub fn after(voicemail: &Voicemail<'_>) -> Keys {
    meant(voicemail, true)
}

fn meant(voicemail: &Voicemail<'_>, skips: bool) -> Keys {
    let ways = &voicemail.ways;
    let takes = voicemail.takes == Takes::Messages;
    let is_meant = |key: &Key| match *key {
        QUICK => takes && skips,
        MESSAGE => takes && skips && ways.transfer.is_some(),
        TRANSFER => ways.transfer.is_some(),
        DEPUTY => ways.deputy.is_some(),
        OPERATOR => ways.operator.is_some(),
        Key::Star => voicemail.settings.get(&settings::OWNER_LOGIN_BY_STAR),
        given => ways.reach.as_ref().is_some_and(|(key, _)| *key == given),
    };
    (0..=9).map(Key::Digit).chain([Key::Star]).filter(is_meant).collect()
}
