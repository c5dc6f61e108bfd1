//! The menus of other systems: the same actions under other keys, for people who know those by heart. What lies where is in
//! their manner; what they have not, lies where there was room.

use super::*;
use domain::menu::Style;

/// The keys of a style.
pub fn of(style: Style) -> &'static Tree {
    match style {
        Style::Standard => &STANDARD_TREE,
        Style::Phonemail => &PHONEMAIL,
        Style::Vms => &VMS,
        Style::Minimal => &MINIMAL,
    }
}

static STANDARD_TREE: Tree = STANDARD;

/// One listens with 3 and records with 1; what is done with a message is asked after it.
static PHONEMAIL: Tree = Tree {
    main: &[
        offered('6', Main::Unfinished, prompt::OFFER_UNFINISHED, prompt::HELP_UNFINISHED),
        offered('5', Main::Reports, prompt::OFFER_REPORTS, prompt::HELP_REPORTS),
        offered('3', Main::New, prompt::OFFER_NEW, prompt::HELP_NEW),
        offered('4', Main::Old, prompt::OFFER_OLD, prompt::HELP_OLD),
        offered('2', Main::Outbox, prompt::OFFER_OUTBOX, prompt::HELP_OUTBOX),
        offered('1', Main::Send, prompt::OFFER_SEND_MESSAGE, prompt::HELP_SEND_MESSAGE),
        offered('7', Main::Kinds, prompt::OFFER_KINDS, prompt::HELP_KINDS),
        offered('8', Main::Call, prompt::OFFER_CALL, prompt::HELP_CALL),
        offered('9', Main::Settings, prompt::OFFER_SETTINGS, prompt::HELP_SETTINGS),
        offered('0', Main::Help, prompt::OFFER_HELP, prompt::HELP_HELP),
        offered('*', Main::End, prompt::OFFER_END, prompt::HELP_END),
    ],
    message: &[
        offered('1', Message::Keep, prompt::OFFER_KEEP, prompt::HELP_KEEP),
        offered('2', Message::Again, prompt::OFFER_AGAIN, prompt::HELP_AGAIN),
        offered('3', Message::Delete, prompt::OFFER_DELETE, prompt::HELP_DELETE),
        offered('4', Message::Options, prompt::OFFER_OPTIONS, prompt::HELP_OPTIONS),
        untold('5', Message::Envelope, prompt::HELP_ENVELOPE),
        untold('6', Message::Previous, prompt::HELP_PREVIOUS),
        untold('7', Message::Back, prompt::HELP_BACK),
        untold('8', Message::Pause, prompt::HELP_PAUSE),
        untold('9', Message::Forward, prompt::HELP_FORWARD),
        untold('#', Message::Next, prompt::HELP_NEXT),
        offered('0', Message::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
        offered('*', Message::Menu, prompt::OFFER_MENU, prompt::HELP_MENU),
    ],
    ..STANDARD
};

/// `#` deletes, `*` keeps, 3 pauses, 4 and 6 go back and forward, 7 answers.
static VMS: Tree = Tree {
    main: &[
        offered('6', Main::Unfinished, prompt::OFFER_UNFINISHED, prompt::HELP_UNFINISHED),
        offered('5', Main::Reports, prompt::OFFER_REPORTS, prompt::HELP_REPORTS),
        offered('3', Main::New, prompt::OFFER_NEW, prompt::HELP_NEW),
        offered('4', Main::Old, prompt::OFFER_OLD, prompt::HELP_OLD),
        offered('1', Main::Outbox, prompt::OFFER_OUTBOX, prompt::HELP_OUTBOX),
        offered('2', Main::Send, prompt::OFFER_SEND_MESSAGE, prompt::HELP_SEND_MESSAGE),
        offered('7', Main::Kinds, prompt::OFFER_KINDS, prompt::HELP_KINDS),
        offered('9', Main::Call, prompt::OFFER_CALL, prompt::HELP_CALL),
        offered('8', Main::Settings, prompt::OFFER_SETTINGS, prompt::HELP_SETTINGS),
        offered('0', Main::Help, prompt::OFFER_HELP, prompt::HELP_HELP),
        offered('*', Main::End, prompt::OFFER_END, prompt::HELP_END),
    ],
    message: &[
        offered('#', Message::Delete, prompt::OFFER_DELETE, prompt::HELP_DELETE),
        offered('*', Message::Keep, prompt::OFFER_KEEP, prompt::HELP_KEEP),
        offered('1', Message::Again, prompt::OFFER_AGAIN, prompt::HELP_AGAIN),
        offered('7', Message::Options, prompt::OFFER_OPTIONS, prompt::HELP_OPTIONS),
        untold('2', Message::Next, prompt::HELP_NEXT),
        untold('3', Message::Pause, prompt::HELP_PAUSE),
        untold('4', Message::Back, prompt::HELP_BACK),
        untold('5', Message::Envelope, prompt::HELP_ENVELOPE),
        untold('6', Message::Forward, prompt::HELP_FORWARD),
        untold('8', Message::Previous, prompt::HELP_PREVIOUS),
        offered('0', Message::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
        offered('9', Message::Menu, prompt::OFFER_MENU, prompt::HELP_MENU),
    ],
    ..STANDARD
};

static MINIMAL: Tree = Tree {
    main: &[
        offered('1', Main::New, prompt::OFFER_NEW, prompt::HELP_NEW),
        offered('2', Main::Old, prompt::OFFER_OLD, prompt::HELP_OLD),
        offered('9', Main::Settings, prompt::OFFER_SETTINGS, prompt::HELP_SETTINGS),
        offered('0', Main::Help, prompt::OFFER_HELP, prompt::HELP_HELP),
        offered('*', Main::End, prompt::OFFER_END, prompt::HELP_END),
    ],
    message: &[
        offered('1', Message::Again, prompt::OFFER_AGAIN, prompt::HELP_AGAIN),
        offered('2', Message::Keep, prompt::OFFER_KEEP, prompt::HELP_KEEP),
        offered('3', Message::Delete, prompt::OFFER_DELETE, prompt::HELP_DELETE),
        offered('0', Message::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
        offered('*', Message::Menu, prompt::OFFER_MENU, prompt::HELP_MENU),
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

fn key<A: Copy + PartialEq>(level: &[Choice<A>], action: A) -> Option<Key> {
    level.iter().find(|choice| choice.action == action).map(|choice| choice.key)
}

fn section<A>(path: Vec<Key>, level: &[Choice<A>]) -> Section {
    Section { path, keys: level.iter().map(|choice| (choice.key, choice.help)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const ALL: [Style; 4] = [Style::Standard, Style::Phonemail, Style::Vms, Style::Minimal];

    fn check<A: Copy + PartialEq + std::fmt::Debug>(style: Style, level: &[Choice<A>], needed: &[A]) {
        let keys: HashSet<Key> = level.iter().map(|choice| choice.key).collect();
        assert_eq!(keys.len(), level.len(), "{style:?} {level:?}");
        for choice in level {
            assert_eq!(action(level, choice.key), Some(choice.action), "{style:?}");
            let twice = level.iter().filter(|other| other.action == choice.action).count();
            assert_eq!(twice, 1, "{style:?} {choice:?}");
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
            check(style, tree.kinds, &[Kinds::Help, Kinds::Menu]);
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
