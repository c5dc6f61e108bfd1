//! Which key does what in the owner's menu, level by level. Menus and their help are said from these tables, and flows act on
//! what stands in them: no menu promises a key that does nothing.

pub mod style;
mod words;

use crate::line::Key;
use speech::{Argument, Script};

/// What a key can be for: it is told of in the same words under whatever key it lies.
pub trait Told: Copy + 'static {
    fn words(self) -> Words;
}

/// All that one level of a menu is made of.
pub trait Named: Told {
    /// The prompt that is the level's name.
    const LEVEL: &'static str;
}

/// The prompts that tell what a key is for.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Offers it; none where only help tells of it.
    pub offer: Option<&'static str>,
    /// Explains it.
    pub help: &'static str,
}

/// One key of a level, and what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Choice<A> {
    pub key: Key,
    pub action: A,
    pub words: Words,
}

/// The keys of one menu, in the order in which they are said.
pub type Level<A> = &'static [(Key, A)];

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
    /// One kind of messages alone, or one sender's.
    Kinds,
    /// A mailbox that the owner shares with others.
    Shared,
    Settings,
    Help,
    End,
}

/// Which messages alone: of one kind, or of one sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    NewVoice,
    OldVoice,
    NewMail,
    OldMail,
    Sender,
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
    /// Distribution lists.
    Lists,
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
    on('4', Main::Unfinished),
    on('5', Main::Reports),
    on('1', Main::New),
    on('2', Main::Old),
    on('6', Main::Outbox),
    on('3', Main::Send),
    on('7', Main::Kinds),
    on('8', Main::Call),
    on('#', Main::Shared),
    on('9', Main::Settings),
    on('0', Main::Help),
    on('*', Main::End),
];

pub const KINDS: Level<Kinds> = &[
    on('1', Kinds::NewVoice),
    on('2', Kinds::OldVoice),
    on('3', Kinds::NewMail),
    on('4', Kinds::OldMail),
    on('5', Kinds::Sender),
    on('0', Kinds::Help),
    on('*', Kinds::Menu),
];

/// Going back, pausing and going forward lie side by side on a telephone.
pub const MESSAGE: Level<Message> = &[
    on('1', Message::Again),
    on('2', Message::Keep),
    on('3', Message::Delete),
    on('4', Message::Back),
    on('5', Message::Pause),
    on('6', Message::Forward),
    on('7', Message::Previous),
    on('8', Message::Envelope),
    on('#', Message::Next),
    on('9', Message::Options),
    on('0', Message::Help),
    on('*', Message::Menu),
];

/// Slower, louder and faster lie side by side.
pub const OPTIONS: Level<Options> = &[
    on('6', Options::GoOn),
    on('1', Options::Reply),
    on('2', Options::ReplyAll),
    on('3', Options::Forward),
    on('5', Options::CallBack),
    on('7', Options::Slower),
    on('8', Options::Louder),
    on('9', Options::Faster),
    on('0', Options::Help),
    on('*', Options::Back),
];

pub const REVIEW: Level<Review> = &[
    on('#', Review::Send),
    on('1', Review::Listen),
    on('2', Review::Again),
    on('3', Review::Discard),
    on('4', Review::Urgent),
    on('5', Review::Confidential),
    on('6', Review::Receipt),
    on('7', Review::Later),
    on('8', Review::Recipients),
    on('0', Review::Help),
    on('*', Review::PutAside),
];

pub const SETTINGS: Level<Settings> = &[
    on('1', Settings::Presence),
    on('2', Settings::Greetings),
    on('3', Settings::Pin),
    on('4', Settings::Messages),
    on('5', Settings::Transfer),
    on('6', Settings::Outcall),
    on('7', Settings::Forwarding),
    on('8', Settings::Reach),
    on('9', Settings::Lists),
    on('0', Settings::Help),
    on('*', Settings::Menu),
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

pub(crate) const fn offered(offer: &'static str, help: &'static str) -> Words {
    Words { offer: Some(offer), help }
}

pub(crate) const fn untold(help: &'static str) -> Words {
    Words { offer: None, help }
}

/// What lies under a key.
pub(crate) const fn on<A: Copy>(key: char, action: A) -> (Key, A) {
    (key_of(key), action)
}

const fn key_of(c: char) -> Key {
    match c {
        '*' => Key::Star,
        '#' => Key::Hash,
        digit => Key::Digit(digit as u8 - b'0'),
    }
}

/// The keys of a level that have a use at the moment: others are neither offered nor explained, and do nothing.
pub fn fitting<A: Told>(level: Level<A>, fits: impl Fn(A) -> bool) -> Vec<Choice<A>> {
    let choice = |&(key, action): &(Key, A)| Choice { key, action, words: action.words() };
    level.iter().filter(|(_, action)| fits(*action)).map(choice).collect()
}

/// All keys of a level.
pub fn all<A: Told>(level: Level<A>) -> Vec<Choice<A>> {
    fitting(level, |_| true)
}

/// What a key does; none where it has no use.
pub fn action<A: Copy>(level: &[Choice<A>], key: Key) -> Option<A> {
    level.iter().find(|choice| choice.key == key).map(|choice| choice.action)
}

/// Offers what a level can do.
pub fn offers<A>(level: &[Choice<A>], say: Script) -> Script {
    let offered = level.iter().filter_map(|choice| Some((choice.words.offer?, choice.key)));
    offered.fold(say, with_key)
}

/// Explains every key of a level.
pub fn help<A>(level: &[Choice<A>], say: Script) -> Script {
    level.iter().map(|choice| (choice.words.help, choice.key)).fold(say, with_key)
}

fn with_key(say: Script, (id, key): (&'static str, Key)) -> Script {
    say.prompt_with(id, [("key", Argument::Digits(key.as_char().into()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn keys<A>(level: Level<A>) -> Vec<Key> {
        level.iter().map(|(key, _)| *key).collect()
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
        assert_eq!(action(&all(MAIN), Key::Digit(0)), Some(Main::Help));
        assert_eq!(action(&all(MESSAGE), Key::Digit(0)), Some(Message::Help));
        assert_eq!(action(&all(SETTINGS), Key::Digit(0)), Some(Settings::Help));
        assert_eq!(action(&all(KINDS), Key::Digit(0)), Some(Kinds::Help));
        assert_eq!(action(&all(KINDS), Key::Star), Some(Kinds::Menu));
        assert_eq!(action(&all(SETTINGS), Key::Star), Some(Settings::Menu));
        assert_eq!(action(&all(MAIN), Key::Star), Some(Main::End));
        assert_eq!(action(&all(MESSAGE), Key::Star), Some(Message::Menu));
        assert_eq!(action(&all(KINDS), Key::Hash), None);
    }
}
