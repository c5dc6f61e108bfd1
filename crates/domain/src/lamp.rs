//! What the message lamp of a phone shows.

use serde::{Deserialize, Serialize};

/// When the lamp goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reset {
    /// When the last new message has been heard or removed, wherever that happened.
    #[default]
    Read,
    /// When the owner opens the message menu by telephone; only what comes later lights it again.
    Menu,
}

/// The keyword of a message that was there when its owner opened the message menu with [`Reset::Menu`]. It is kept with
/// the message, so that no restart lights the lamp again.
pub const ANNOUNCED: &str = "$Announced";

/// Voice messages of a mailbox, as it counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    pub new: u32,
    pub old: u32,
    /// Of the new ones, those that came after the message menu was last opened by telephone.
    pub new_since_menu: u32,
}

impl Voice {
    /// With those of another mailbox.
    pub fn and(self, other: Voice) -> Voice {
        Voice {
            new: self.new.saturating_add(other.new),
            old: self.old.saturating_add(other.old),
            new_since_menu: self.new_since_menu.saturating_add(other.new_since_menu),
        }
    }
}

/// What a phone is told (RFC 3842: `Messages-Waiting` and `Voice-Message`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lamp {
    pub lit: bool,
    pub new: u32,
    pub old: u32,
}

/// The lamp for these messages. What no longer counts as new is told as old: the sum stays true.
pub fn shown(voice: Voice, reset: Reset) -> Lamp {
    let new = match reset {
        Reset::Read => voice.new,
        Reset::Menu => voice.new_since_menu.min(voice.new),
    };
    Lamp { lit: new > 0, new, old: voice.old.saturating_add(voice.new - new) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lamp_follows_the_messages_or_the_menu() {
        for (new, old, new_since_menu, reset, expected) in [
            (0, 0, 0, Reset::Read, (false, 0, 0)),
            (2, 3, 0, Reset::Read, (true, 2, 3)),
            (2, 3, 0, Reset::Menu, (false, 0, 5)),
            (2, 3, 1, Reset::Menu, (true, 1, 4)),
            (0, 3, 1, Reset::Menu, (false, 0, 3)), // heard in a mail client since
        ] {
            let lamp = shown(Voice { new, old, new_since_menu }, reset);
            assert_eq!((lamp.lit, lamp.new, lamp.old), expected, "{new} {old} {new_since_menu} {reset:?}");
        }
    }
}
