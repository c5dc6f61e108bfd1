//! In which order the telephone reads out messages.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The owner's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As things happened: who called twice is understood.
    #[default]
    OldestFirst,
    NewestFirst,
}

/// What is said around a message when it is read out; its number always comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    #[default]
    DateSenderMessage,
    MessageDateSender,
    DateMessageSender,
}

/// Sorts what has a time of arrival; what arrived at the same moment goes by its UID.
pub fn sort<T>(entries: &mut [T], order: Order, key: impl Fn(&T) -> (Timestamp, u32)) {
    match order {
        Order::OldestFirst => entries.sort_by_key(key),
        Order::NewestFirst => entries.sort_by_key(|entry| std::cmp::Reverse(key(entry))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_by_arrival_then_by_uid() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut entries = [(at(5), 3), (at(1), 9), (at(5), 2)];
        sort(&mut entries, Order::OldestFirst, |entry| *entry);
        assert_eq!(entries, [(at(1), 9), (at(5), 2), (at(5), 3)]);
        sort(&mut entries, Order::NewestFirst, |entry| *entry);
        assert_eq!(entries, [(at(5), 3), (at(5), 2), (at(1), 9)]);
    }
}
