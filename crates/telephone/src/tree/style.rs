//! The menus of other systems: the same actions under other keys, for people who know those by heart. What lies where is in
//! their manner; what they have not, lies where there was room.

use super::*;
use domain::menu::Style;

/// The keys of a style.
pub fn of(style: Style) -> &'static Tree {
    match style {
        Style::Standard | Style::Ergo => &STANDARD_TREE,
        Style::Phonemail => &PHONEMAIL,
        Style::Vms => &VMS,
        Style::Minimal => &MINIMAL,
    }
}

static STANDARD_TREE: Tree = STANDARD;

/// One listens with 3 and records with 1; what is done with a message is asked after it.
static PHONEMAIL: Tree = Tree {
    main: &[
        on('6', Main::Unfinished),
        on('5', Main::Reports),
        on('3', Main::New),
        on('4', Main::Old),
        on('2', Main::Outbox),
        on('1', Main::Send),
        on('7', Main::Kinds),
        on('8', Main::Call),
        on('#', Main::Shared),
        on('9', Main::Settings),
        on('0', Main::Help),
        on('*', Main::End),
    ],
    message: &[
        on('1', Message::Keep),
        on('2', Message::Again),
        on('3', Message::Delete),
        on('4', Message::Options),
        on('5', Message::Envelope),
        on('6', Message::Previous),
        on('7', Message::Back),
        on('8', Message::Pause),
        on('9', Message::Forward),
        on('#', Message::Next),
        on('0', Message::Help),
        on('*', Message::Menu),
    ],
    ..STANDARD
};

/// `#` deletes, `*` keeps, 3 pauses, 4 and 6 go back and forward, 7 answers.
static VMS: Tree = Tree {
    main: &[
        on('6', Main::Unfinished),
        on('5', Main::Reports),
        on('3', Main::New),
        on('4', Main::Old),
        on('1', Main::Outbox),
        on('2', Main::Send),
        on('7', Main::Kinds),
        on('9', Main::Call),
        on('#', Main::Shared),
        on('8', Main::Settings),
        on('0', Main::Help),
        on('*', Main::End),
    ],
    message: &[
        on('#', Message::Delete),
        on('*', Message::Keep),
        on('1', Message::Again),
        on('7', Message::Options),
        on('2', Message::Next),
        on('3', Message::Pause),
        on('4', Message::Back),
        on('5', Message::Envelope),
        on('6', Message::Forward),
        on('8', Message::Previous),
        on('0', Message::Help),
        on('9', Message::Menu),
    ],
    ..STANDARD
};

static MINIMAL: Tree = Tree {
    main: &[
        on('1', Main::New),
        on('2', Main::Old),
        on('9', Main::Settings),
        on('0', Main::Help),
        on('*', Main::End),
    ],
    message: &[
        on('1', Message::Again),
        on('2', Message::Keep),
        on('3', Message::Delete),
        on('0', Message::Help),
        on('*', Message::Menu),
    ],
    ..STANDARD
};

/// A level as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The keys that lead to it from the main menu.
    pub path: Vec<Key>,
    /// Each key, and the prompt that explains it.
    pub keys: Vec<(Key, &'static str)>,
}

/// All levels that a style's keys lead to, for a card.
pub fn sections(style: Style) -> Vec<Section> {
    let tree = of(style);
    let mut sections = vec![section(Vec::new(), tree.main)];
    let reached = |path: &[Option<Key>]| path.iter().copied().collect::<Option<Vec<Key>>>();
    let main = |action| key(tree.main, action);
    let options = [main(Main::New), key(tree.message, Message::Options)];
    sections.extend(reached(&[main(Main::Kinds)]).map(|path| section(path, tree.kinds)));
    sections.extend(reached(&[main(Main::New)]).map(|path| section(path, tree.message)));
    sections.extend(reached(&options).map(|path| section(path, tree.options)));
    sections.extend(reached(&[main(Main::Send)]).map(|path| section(path, tree.review)));
    sections.extend(reached(&[main(Main::Settings)]).map(|path| section(path, tree.settings)));
    sections
}

fn key<A: PartialEq>(level: Level<A>, action: A) -> Option<Key> {
    level.iter().find(|(_, there)| *there == action).map(|(key, _)| *key)
}

fn section<A: Told>(path: Vec<Key>, level: Level<A>) -> Section {
    Section { path, keys: level.iter().map(|(key, action)| (*key, action.words().help)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const ALL: [Style; 5] = [Style::Standard, Style::Phonemail, Style::Vms, Style::Minimal, Style::Ergo];

    fn check<A: Told + PartialEq + std::fmt::Debug>(style: Style, level: Level<A>, needed: &[A]) {
        let keys: HashSet<Key> = level.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys.len(), level.len(), "{style:?} {level:?}");
        for (pressed, meant) in level {
            assert_eq!(action(&all(level), *pressed), Some(*meant), "{style:?}");
            let twice = level.iter().filter(|(_, other)| other == meant).count();
            assert_eq!(twice, 1, "{style:?} {meant:?}");
        }
        for action in needed {
            assert!(key(level, *action).is_some(), "{style:?} lacks {action:?}");
        }
    }

    #[test]
    fn in_each_style_every_key_does_one_thing_and_help_and_the_way_out_are_there() {
        for style in ALL {
            let tree = of(style);
            check(style, tree.main, &[Main::New, Main::Old, Main::Settings, Main::Help, Main::End]);
            check(style, tree.kinds, &[Kinds::Sender, Kinds::Help, Kinds::Menu]);
            let needed = [Message::Again, Message::Delete, Message::Keep, Message::Help, Message::Menu];
            check(style, tree.message, &needed);
            check(style, tree.options, &[Options::Help, Options::Back]);
            check(style, tree.review, &[Review::Send, Review::Discard, Review::Help, Review::PutAside]);
            check(style, tree.settings, &[Settings::Pin, Settings::Help, Settings::Menu]);
            assert_eq!(key(tree.main, Main::Help), Some(Key::Digit(0)));
            assert_eq!(key(tree.message, Message::Help), Some(Key::Digit(0)));
        }
    }

    #[test]
    fn vms_keys_lie_as_its_instructions_say() {
        let keys = [Message::Delete, Message::Keep, Message::Pause, Message::Back, Message::Forward];
        let expected = ['#', '*', '3', '4', '6'].map(Key::from_char);
        assert_eq!(keys.map(|action| key(VMS.message, action)), expected);
    }

    #[test]
    fn a_card_shows_the_levels_that_keys_lead_to_and_no_others() {
        let paths = |style| -> Vec<String> {
            let keys = |section: Section| section.path.into_iter().map(Key::as_char).collect();
            sections(style).into_iter().map(keys).collect()
        };
        assert_eq!(paths(Style::Standard), ["", "7", "1", "19", "3", "9"]);
        assert_eq!(paths(Style::Vms), ["", "7", "3", "37", "2", "8"]);
        assert_eq!(paths(Style::Minimal), ["", "1", "9"]);
    }
}
