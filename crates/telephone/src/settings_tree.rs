//! The keys below the owner's settings: greetings, their recording, where callers are put through to, and lists.

mod words;

use crate::tree::{Level, on};

/// Which greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greetings {
    OfPresence,
    OfOccasion,
    OfDay,
    Alternative,
    Name,
    Kind,
    DeleteAll,
    Help,
    Back,
}

/// What can be done with a greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greeting {
    Hear,
    Record,
    Delete,
    Switch,
    Language,
    Help,
    Back,
}

/// What is to become of what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    Hear,
    Keep,
    Again,
    Help,
    Discard,
}

/// Where callers are put through to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    Number,
    Switch,
    Delete,
    Help,
    Back,
}

/// How the owner is called because messages wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcall {
    Number,
    Switch,
    Delete,
    Voice,
    Mail,
    Help,
    Back,
}

/// Where all calls are forwarded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forwarding {
    Number,
    VoiceMail,
    Delete,
    Help,
    Back,
}

/// Where callers reach the owner meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Number,
    Delete,
    Help,
    Back,
}

/// A list of things, each under its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    Help,
    Back,
}

/// Something that is not done by accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    Do,
    Help,
    Back,
}

/// What can be done with a distribution list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Hear,
    Add,
    Remove,
    Delete,
    Help,
    Back,
}

pub const GREETINGS: Level<Greetings> = &[
    on('1', Greetings::OfPresence),
    on('2', Greetings::OfOccasion),
    on('3', Greetings::OfDay),
    on('4', Greetings::Alternative),
    on('5', Greetings::Name),
    on('6', Greetings::Kind),
    on('7', Greetings::DeleteAll),
    on('0', Greetings::Help),
    on('*', Greetings::Back),
];

pub const GREETING: Level<Greeting> = &[
    on('1', Greeting::Hear),
    on('2', Greeting::Record),
    on('3', Greeting::Delete),
    on('4', Greeting::Switch),
    on('5', Greeting::Language),
    on('0', Greeting::Help),
    on('*', Greeting::Back),
];

/// `1` hears and `2` keeps, as with a message.
pub const REVIEW: Level<Review> = &[
    on('1', Review::Hear),
    on('2', Review::Keep),
    on('3', Review::Again),
    on('0', Review::Help),
    on('*', Review::Discard),
];

pub const TRANSFER: Level<Transfer> = &[
    on('1', Transfer::Number),
    on('2', Transfer::Switch),
    on('3', Transfer::Delete),
    on('0', Transfer::Help),
    on('*', Transfer::Back),
];

/// The keys of a number are the same at each level that has one.
pub const OUTCALL: Level<Outcall> = &[
    on('1', Outcall::Number),
    on('2', Outcall::Switch),
    on('3', Outcall::Delete),
    on('4', Outcall::Voice),
    on('5', Outcall::Mail),
    on('0', Outcall::Help),
    on('*', Outcall::Back),
];

pub const FORWARDING: Level<Forwarding> = &[
    on('1', Forwarding::Number),
    on('2', Forwarding::VoiceMail),
    on('3', Forwarding::Delete),
    on('0', Forwarding::Help),
    on('*', Forwarding::Back),
];

pub const REACH: Level<Reach> =
    &[on('1', Reach::Number), on('3', Reach::Delete), on('0', Reach::Help), on('*', Reach::Back)];

pub const LIST: Level<List> = &[
    on('1', List::Hear),
    on('2', List::Add),
    on('3', List::Remove),
    on('4', List::Delete),
    on('0', List::Help),
    on('*', List::Back),
];

pub const PICK: Level<Pick> = &[on('0', Pick::Help), on('*', Pick::Back)];

pub const CONFIRM: Level<Confirm> = &[on('1', Confirm::Do), on('0', Confirm::Help), on('*', Confirm::Back)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Key;
    use std::collections::HashSet;

    fn keys<A>(level: Level<A>) -> Vec<Key> {
        level.iter().map(|(key, _)| *key).collect()
    }

    /// Those that the guide names, in its order.
    fn told() -> [Vec<Key>; 8] {
        [
            keys(GREETINGS),
            keys(GREETING),
            keys(REVIEW),
            keys(TRANSFER),
            keys(OUTCALL),
            keys(FORWARDING),
            keys(REACH),
            keys(LIST),
        ]
    }

    #[test]
    fn no_key_means_two_things_and_help_and_the_way_back_are_the_same_everywhere() {
        for keys in told().into_iter().chain([keys(PICK), keys(CONFIRM)]) {
            assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "{keys:?}");
            assert!(keys.ends_with(&[Key::Digit(0), Key::Star]), "{keys:?}");
        }
    }

    #[test]
    fn the_guide_names_every_key_of_each_level_in_their_order() {
        let guide = include_str!("../../../docs/user.md");
        let rows = guide.lines().skip_while(|line| !line.starts_with("| greetings |"));
        let named: Vec<char> = rows
            .take_while(|line| line.starts_with('|'))
            .filter_map(|line| line.split('`').nth(1)?.chars().next())
            .collect();
        let known: Vec<char> = told().concat().into_iter().map(Key::as_char).collect();
        assert_eq!(named, known);
    }
}
