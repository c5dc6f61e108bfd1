//! The keys below the owner's settings: greetings, their recording, where callers are put through to, and lists.

use crate::prompt;
use crate::tree::{Choice, Level, offered};

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

pub const GREETINGS: Level<Greetings> = &[
    offered(
        '1',
        Greetings::OfPresence,
        prompt::OFFER_GREETING_OF_PRESENCE,
        prompt::HELP_GREETING_OF_PRESENCE,
    ),
    offered(
        '2',
        Greetings::OfOccasion,
        prompt::OFFER_GREETING_OF_OCCASION,
        prompt::HELP_GREETING_OF_OCCASION,
    ),
    offered('3', Greetings::OfDay, prompt::OFFER_GREETING_OF_DAY, prompt::HELP_GREETING_OF_DAY),
    offered(
        '4',
        Greetings::Alternative,
        prompt::OFFER_GREETING_ALTERNATIVE,
        prompt::HELP_GREETING_ALTERNATIVE,
    ),
    offered('5', Greetings::Name, prompt::OFFER_GREETING_NAME, prompt::HELP_GREETING_NAME),
    offered('6', Greetings::Kind, prompt::OFFER_GREETING_KIND, prompt::HELP_GREETING_KIND),
    offered('7', Greetings::DeleteAll, prompt::OFFER_GREETINGS_DELETE, prompt::HELP_GREETINGS_DELETE),
    help(Greetings::Help),
    back(Greetings::Back),
];

pub const GREETING: Level<Greeting> = &[
    offered('1', Greeting::Hear, prompt::OFFER_GREETING_HEAR, prompt::HELP_GREETING_HEAR),
    offered('2', Greeting::Record, prompt::OFFER_GREETING_RECORD, prompt::HELP_GREETING_RECORD),
    offered('3', Greeting::Delete, prompt::OFFER_GREETING_DELETE, prompt::HELP_GREETING_DELETE),
    offered('4', Greeting::Switch, prompt::OFFER_GREETING_SWITCH, prompt::HELP_GREETING_SWITCH),
    offered('5', Greeting::Language, prompt::OFFER_GREETING_LANGUAGE, prompt::HELP_GREETING_LANGUAGE),
    help(Greeting::Help),
    back(Greeting::Back),
];

/// `1` hears and `2` keeps, as with a message.
pub const REVIEW: Level<Review> = &[
    offered('1', Review::Hear, prompt::OFFER_RECORDED_HEAR, prompt::HELP_RECORDED_HEAR),
    offered('2', Review::Keep, prompt::OFFER_RECORDED_KEEP, prompt::HELP_RECORDED_KEEP),
    offered('3', Review::Again, prompt::OFFER_RECORDED_AGAIN, prompt::HELP_RECORDED_AGAIN),
    help(Review::Help),
    offered('*', Review::Discard, prompt::OFFER_RECORDED_DISCARD, prompt::HELP_RECORDED_DISCARD),
];

pub const TRANSFER: Level<Transfer> = &[
    offered('1', Transfer::Number, prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
    offered('2', Transfer::Switch, prompt::OFFER_TRANSFER_SWITCH, prompt::HELP_TRANSFER_SWITCH),
    offered('3', Transfer::Delete, prompt::OFFER_TRANSFER_DELETE, prompt::HELP_TRANSFER_DELETE),
    help(Transfer::Help),
    back(Transfer::Back),
];

pub const LIST: Level<List> = &[
    offered('1', List::Hear, prompt::OFFER_LIST_HEAR, prompt::HELP_LIST_HEAR),
    offered('2', List::Add, prompt::OFFER_LIST_ADD, prompt::HELP_LIST_ADD),
    offered('3', List::Remove, prompt::OFFER_LIST_REMOVE, prompt::HELP_LIST_REMOVE),
    offered('4', List::Delete, prompt::OFFER_LIST_DELETE, prompt::HELP_LIST_DELETE),
    help(List::Help),
    back(List::Back),
];

pub const PICK: Level<Pick> = &[help(Pick::Help), back(Pick::Back)];

pub const CONFIRM: Level<Confirm> = &[
    offered('1', Confirm::Do, prompt::OFFER_CONFIRM, prompt::HELP_CONFIRM),
    help(Confirm::Help),
    back(Confirm::Back),
];

const fn help<A: Copy>(action: A) -> Choice<A> {
    offered('0', action, prompt::OFFER_HELP, prompt::HELP_HELP)
}

const fn back<A: Copy>(action: A) -> Choice<A> {
    offered('*', action, prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Key;
    use std::collections::HashSet;

    fn keys<A>(level: Level<A>) -> Vec<Key> {
        level.iter().map(|choice| choice.key).collect()
    }

    fn levels() -> [Vec<Key>; 7] {
        [keys(GREETINGS), keys(GREETING), keys(REVIEW), keys(TRANSFER), keys(LIST), keys(PICK), keys(CONFIRM)]
    }

    #[test]
    fn no_key_means_two_things_and_help_and_the_way_back_are_the_same_everywhere() {
        for keys in levels() {
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
        let told = [keys(GREETINGS), keys(GREETING), keys(REVIEW), keys(TRANSFER), keys(LIST)];
        let known: Vec<char> = told.concat().into_iter().map(Key::as_char).collect();
        assert_eq!(named, known);
    }
}
