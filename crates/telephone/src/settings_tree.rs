//! The keys below the owner's settings: greetings, their recording, and where callers are put through to.

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

/// The keys of a number are the same at each level that has one.
pub const OUTCALL: Level<Outcall> = &[
    offered('1', Outcall::Number, prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
    offered('2', Outcall::Switch, prompt::OFFER_OUTCALL_SWITCH, prompt::HELP_OUTCALL_SWITCH),
    offered('3', Outcall::Delete, prompt::OFFER_TRANSFER_DELETE, prompt::HELP_TRANSFER_DELETE),
    offered('4', Outcall::Voice, prompt::OFFER_OUTCALL_VOICE, prompt::HELP_OUTCALL_VOICE),
    offered('5', Outcall::Mail, prompt::OFFER_OUTCALL_MAIL, prompt::HELP_OUTCALL_MAIL),
    help(Outcall::Help),
    back(Outcall::Back),
];

pub const FORWARDING: Level<Forwarding> = &[
    offered('1', Forwarding::Number, prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
    offered(
        '2',
        Forwarding::VoiceMail,
        prompt::OFFER_FORWARDING_VOICE_MAIL,
        prompt::HELP_FORWARDING_VOICE_MAIL,
    ),
    offered('3', Forwarding::Delete, prompt::OFFER_FORWARDING_END, prompt::HELP_FORWARDING_END),
    help(Forwarding::Help),
    back(Forwarding::Back),
];

pub const REACH: Level<Reach> = &[
    offered('1', Reach::Number, prompt::OFFER_TRANSFER_NUMBER, prompt::HELP_TRANSFER_NUMBER),
    offered('3', Reach::Delete, prompt::OFFER_TRANSFER_DELETE, prompt::HELP_TRANSFER_DELETE),
    help(Reach::Help),
    back(Reach::Back),
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

    /// Those that the guide names, in its order.
    fn told() -> [Vec<Key>; 7] {
        [
            keys(GREETINGS),
            keys(GREETING),
            keys(REVIEW),
            keys(TRANSFER),
            keys(OUTCALL),
            keys(FORWARDING),
            keys(REACH),
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
