//! Which key does what in the owner's menu, level by level. Menus and their help are said from these tables, and flows act on
//! what stands in them: no menu promises a key that does nothing.

pub mod style;

use crate::line::Key;
use crate::prompt;
use speech::{Argument, Script};

/// One key of a level.
#[derive(Clone, Copy, Debug)]
pub struct Choice<A: 'static> {
    pub key: Key,
    pub action: A,
    /// The prompt that offers it; none where only help tells of it.
    pub offer: Option<&'static str>,
    /// The prompt that explains it.
    pub help: &'static str,
}

/// The keys of one menu, in the order in which they are said.
pub type Level<A> = &'static [Choice<A>];

/// What the main menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Main {
    /// Messages that were not finished.
    Unfinished,
    /// Reports on messages that were sent.
    Reports,
    New,
    Old,
    /// What is sent when the call is over, or later.
    Outbox,
    /// A message is spoken and sent.
    Send,
    /// A number is called.
    Call,
    /// One kind of messages alone.
    Kinds,
    Settings,
    Help,
    End,
}

/// Which messages alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    NewVoice,
    OldVoice,
    NewMail,
    OldMail,
    Help,
    Menu,
}

/// What the owner can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settings {
    Presence,
    Greetings,
    Pin,
    /// Whether callers can leave a message.
    Messages,
    /// Where callers are put through to.
    Transfer,
    /// Whether and where the owner is called because messages wait.
    Outcall,
    /// Where all calls are forwarded to.
    Forwarding,
    /// Where callers reach the owner meanwhile.
    Reach,
    Help,
    Menu,
}

/// What can be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Again,
    Keep,
    Delete,
    Back,
    Pause,
    Forward,
    Previous,
    Envelope,
    Next,
    /// What else can be done with it.
    Options,
    Menu,
    Help,
}

/// What else can be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Options {
    Reply,
    ReplyAll,
    Forward,
    /// Goes on with an unfinished one.
    GoOn,
    CallBack,
    Slower,
    Louder,
    Faster,
    Help,
    Back,
}

/// What can be done with a message before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    Send,
    Listen,
    Again,
    Discard,
    Urgent,
    Confidential,
    Receipt,
    Later,
    Recipients,
    PutAside,
    Help,
}

/// What went wrong comes before what is new, and that before what is known.
pub const MAIN: Level<Main> = &[
    offered('4', Main::Unfinished, prompt::OFFER_UNFINISHED, prompt::HELP_UNFINISHED),
    offered('5', Main::Reports, prompt::OFFER_REPORTS, prompt::HELP_REPORTS),
    offered('1', Main::New, prompt::OFFER_NEW, prompt::HELP_NEW),
    offered('2', Main::Old, prompt::OFFER_OLD, prompt::HELP_OLD),
    offered('6', Main::Outbox, prompt::OFFER_OUTBOX, prompt::HELP_OUTBOX),
    offered('3', Main::Send, prompt::OFFER_SEND_MESSAGE, prompt::HELP_SEND_MESSAGE),
    offered('7', Main::Kinds, prompt::OFFER_KINDS, prompt::HELP_KINDS),
    offered('8', Main::Call, prompt::OFFER_CALL, prompt::HELP_CALL),
    offered('9', Main::Settings, prompt::OFFER_SETTINGS, prompt::HELP_SETTINGS),
    offered('0', Main::Help, prompt::OFFER_HELP, prompt::HELP_HELP),
    offered('*', Main::End, prompt::OFFER_END, prompt::HELP_END),
];

pub const KINDS: Level<Kinds> = &[
    offered('1', Kinds::NewVoice, prompt::OFFER_NEW_VOICE, prompt::HELP_NEW_VOICE),
    offered('2', Kinds::OldVoice, prompt::OFFER_OLD_VOICE, prompt::HELP_OLD_VOICE),
    offered('3', Kinds::NewMail, prompt::OFFER_NEW_MAIL, prompt::HELP_NEW_MAIL),
    offered('4', Kinds::OldMail, prompt::OFFER_OLD_MAIL, prompt::HELP_OLD_MAIL),
    offered('0', Kinds::Help, prompt::OFFER_HELP, prompt::HELP_HELP),
    offered('*', Kinds::Menu, prompt::OFFER_MENU, prompt::HELP_MENU),
];

/// Going back, pausing and going forward lie side by side on a telephone.
pub const MESSAGE: Level<Message> = &[
    offered('1', Message::Again, prompt::OFFER_AGAIN, prompt::HELP_AGAIN),
    offered('2', Message::Keep, prompt::OFFER_KEEP, prompt::HELP_KEEP),
    offered('3', Message::Delete, prompt::OFFER_DELETE, prompt::HELP_DELETE),
    untold('4', Message::Back, prompt::HELP_BACK),
    untold('5', Message::Pause, prompt::HELP_PAUSE),
    untold('6', Message::Forward, prompt::HELP_FORWARD),
    untold('7', Message::Previous, prompt::HELP_PREVIOUS),
    untold('8', Message::Envelope, prompt::HELP_ENVELOPE),
    untold('#', Message::Next, prompt::HELP_NEXT),
    offered('9', Message::Options, prompt::OFFER_OPTIONS, prompt::HELP_OPTIONS),
    offered('0', Message::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
    offered('*', Message::Menu, prompt::OFFER_MENU, prompt::HELP_MENU),
];

/// Slower, louder and faster lie side by side.
pub const OPTIONS: Level<Options> = &[
    offered('6', Options::GoOn, prompt::OFFER_GO_ON, prompt::HELP_GO_ON),
    offered('1', Options::Reply, prompt::OFFER_REPLY, prompt::HELP_REPLY),
    offered('2', Options::ReplyAll, prompt::OFFER_REPLY_ALL, prompt::HELP_REPLY_ALL),
    offered('3', Options::Forward, prompt::OFFER_FORWARD, prompt::HELP_FORWARD_ON),
    offered('5', Options::CallBack, prompt::OFFER_CALL_BACK, prompt::HELP_CALL_BACK),
    untold('7', Options::Slower, prompt::HELP_SLOWER),
    untold('8', Options::Louder, prompt::HELP_LOUDER),
    untold('9', Options::Faster, prompt::HELP_FASTER),
    offered('0', Options::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
    offered('*', Options::Back, prompt::OFFER_BACK, prompt::HELP_BACK_TO_MESSAGE),
];

pub const REVIEW: Level<Review> = &[
    offered('#', Review::Send, prompt::OFFER_SEND_IT, prompt::HELP_SEND_IT),
    offered('1', Review::Listen, prompt::OFFER_LISTEN, prompt::HELP_LISTEN),
    offered('2', Review::Again, prompt::OFFER_RECORD_AGAIN, prompt::HELP_RECORD_AGAIN),
    offered('3', Review::Discard, prompt::OFFER_DISCARD, prompt::HELP_DISCARD),
    untold('4', Review::Urgent, prompt::HELP_URGENT),
    untold('5', Review::Confidential, prompt::HELP_CONFIDENTIAL),
    untold('6', Review::Receipt, prompt::HELP_RECEIPT),
    untold('7', Review::Later, prompt::HELP_LATER),
    untold('8', Review::Recipients, prompt::HELP_RECIPIENTS),
    offered('0', Review::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
    offered('*', Review::PutAside, prompt::OFFER_PUT_ASIDE, prompt::HELP_PUT_ASIDE),
];

pub const SETTINGS: Level<Settings> = &[
    offered('1', Settings::Presence, prompt::OFFER_PRESENCE, prompt::HELP_PRESENCE),
    offered('2', Settings::Greetings, prompt::OFFER_GREETINGS, prompt::HELP_GREETINGS),
    offered('3', Settings::Pin, prompt::OFFER_PIN, prompt::HELP_PIN),
    offered('4', Settings::Messages, prompt::OFFER_MESSAGES, prompt::HELP_MESSAGES),
    offered('5', Settings::Transfer, prompt::OFFER_TRANSFER, prompt::HELP_TRANSFER),
    offered('6', Settings::Outcall, prompt::OFFER_OUTCALL, prompt::HELP_OUTCALL),
    offered('7', Settings::Forwarding, prompt::OFFER_FORWARDING, prompt::HELP_FORWARDING),
    offered('8', Settings::Reach, prompt::OFFER_REACH, prompt::HELP_REACH),
    offered('0', Settings::Help, prompt::OFFER_HELP, prompt::HELP_HELP),
    offered('*', Settings::Menu, prompt::OFFER_MENU, prompt::HELP_MENU),
];

/// The keys of a whole menu.
#[derive(Clone, Copy, Debug)]
pub struct Tree {
    pub main: Level<Main>,
    pub kinds: Level<Kinds>,
    pub message: Level<Message>,
    pub options: Level<Options>,
    pub review: Level<Review>,
    pub settings: Level<Settings>,
}

pub const STANDARD: Tree =
    Tree { main: MAIN, kinds: KINDS, message: MESSAGE, options: OPTIONS, review: REVIEW, settings: SETTINGS };

pub(crate) const fn offered<A: Copy>(
    key: char,
    action: A,
    offer: &'static str,
    help: &'static str,
) -> Choice<A> {
    Choice { key: key_of(key), action, offer: Some(offer), help }
}

pub(crate) const fn untold<A: Copy>(key: char, action: A, help: &'static str) -> Choice<A> {
    Choice { key: key_of(key), action, offer: None, help }
}

const fn key_of(c: char) -> Key {
    match c {
        '*' => Key::Star,
        '#' => Key::Hash,
        digit => Key::Digit(digit as u8 - b'0'),
    }
}

/// The keys of a level that have a use at the moment: others are neither offered nor explained, and do nothing.
pub fn fitting<A: Copy>(level: Level<A>, fits: impl Fn(A) -> bool) -> Vec<Choice<A>> {
    level.iter().copied().filter(|choice| fits(choice.action)).collect()
}

/// What a key does; none where it has no use.
pub fn action<A: Copy>(level: &[Choice<A>], key: Key) -> Option<A> {
    level.iter().find(|choice| choice.key == key).map(|choice| choice.action)
}

/// Offers what a level can do.
pub fn offers<A>(level: &[Choice<A>], say: Script) -> Script {
    let offered = level.iter().filter_map(|choice| Some((choice.offer?, choice.key)));
    offered.fold(say, with_key)
}

/// Explains every key of a level.
pub fn help<A>(level: &[Choice<A>], say: Script) -> Script {
    level.iter().map(|choice| (choice.help, choice.key)).fold(say, with_key)
}

fn with_key(say: Script, (id, key): (&'static str, Key)) -> Script {
    say.prompt_with(id, [("key", Argument::Digits(key.as_char().into()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn keys<A>(level: &[Choice<A>]) -> Vec<Key> {
        level.iter().map(|choice| choice.key).collect()
    }

    #[test]
    fn the_guide_names_every_key_of_each_level_in_their_order() {
        let guide = include_str!("../../../docs/user.md");
        let rows = guide.lines().skip_while(|line| !line.starts_with("| main menu |"));
        let named: Vec<char> = rows
            .take_while(|line| line.starts_with('|'))
            .filter_map(|line| line.split('`').nth(1)?.chars().next())
            .collect();
        let known: Vec<char> =
            [keys(MAIN), keys(KINDS), keys(MESSAGE), keys(OPTIONS), keys(REVIEW), keys(SETTINGS)]
                .concat()
                .into_iter()
                .map(|key| key.as_char())
                .collect();
        assert_eq!(named, known);
    }

    #[test]
    fn no_key_means_two_things_and_help_and_the_way_back_are_the_same_everywhere() {
        for keys in [keys(MAIN), keys(KINDS), keys(MESSAGE), keys(OPTIONS), keys(REVIEW), keys(SETTINGS)] {
            assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "{keys:?}");
        }
        assert_eq!(action(MAIN, Key::Digit(0)), Some(Main::Help));
        assert_eq!(action(MESSAGE, Key::Digit(0)), Some(Message::Help));
        assert_eq!(action(SETTINGS, Key::Digit(0)), Some(Settings::Help));
        assert_eq!(action(KINDS, Key::Digit(0)), Some(Kinds::Help));
        assert_eq!(action(KINDS, Key::Star), Some(Kinds::Menu));
        assert_eq!(action(SETTINGS, Key::Star), Some(Settings::Menu));
        assert_eq!(action(MAIN, Key::Star), Some(Main::End));
        assert_eq!(action(MESSAGE, Key::Star), Some(Message::Menu));
        assert_eq!(action(MAIN, Key::Hash), None);
    }
}
