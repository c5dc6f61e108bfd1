//! Whether an attendant can be kept: no caller is sent in circles, or to a menu that there is none of.

use super::{Goal, Menu, Plan, Shipped};
use std::collections::HashSet;

const LONGEST_NAME: usize = 60;
/// Of a menu, a rule or an announcement.
const LONGEST_INNER_NAME: usize = 40;
const LONGEST_TEXT: usize = 1000;
const MOST_MENUS: usize = 50;
const MOST_RULES: usize = 100;
const MOST_TEXTS: usize = 500;
const ROUNDS: std::ops::RangeInclusive<u32> = 1..=9;
const KEYS: &str = "0123456789*#";

/// Why an attendant cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("an attendant's name has 1 to {LONGEST_NAME} characters, and no control characters")]
    Name,
    #[error(
        "menus, rules and announcements have names of 1 to {LONGEST_INNER_NAME} letters, digits, blanks, _ and -: {0}"
    )]
    InnerName(String),
    #[error("there are at most {MOST_MENUS} menus, {MOST_RULES} rules and {MOST_TEXTS} texts")]
    TooMany,
    #[error("two menus are called {0}")]
    MenuTwice(String),
    #[error("there is no menu {0}")]
    NoMenu(String),
    #[error("a menu's keys are 0 to 9, * and #, none twice: {0}")]
    Key(String),
    #[error("a label has 1 to {LONGEST_NAME} characters, and no control characters: menu {0}")]
    Label(String),
    #[error("a menu is said 1 to 9 times: {0}")]
    Rounds(String),
    #[error("who says nothing at menu {0} is sent in circles")]
    Circle(String),
    #[error("only a menu can be repeated")]
    NothingToRepeat,
    #[error("a text has 1 to {LONGEST_TEXT} characters, and no control characters: {0}")]
    Text(String),
    #[error("the announcement {0} is written or recorded nowhere")]
    NoAnnouncement(String),
}

impl Plan {
    /// Whether it can be kept; whether its people and numbers exist is not known here. `recorded` are the names of recorded
    /// announcements.
    pub fn check(&self, recorded: &[&str]) -> Result<(), Unsound> {
        if !is_line(&self.name) {
            return Err(Unsound::Name);
        }
        if self.menus.len() > MOST_MENUS || self.rules.len() > MOST_RULES || self.texts.len() > MOST_TEXTS {
            return Err(Unsound::TooMany);
        }
        self.check_names()?;
        for text in &self.texts {
            let is_sound = !text.text.trim().is_empty()
                && text.text.chars().count() <= LONGEST_TEXT
                && !text.text.chars().any(char::is_control);
            is_sound.then_some(()).ok_or_else(|| Unsound::Text(text.name.clone()))?;
        }
        self.menus.iter().try_for_each(|menu| self.check_menu(menu))?;
        for to in self.rules.iter().map(|rule| &rule.to).chain([&self.otherwise]) {
            if *to == Goal::Repeat {
                return Err(Unsound::NothingToRepeat);
            }
            self.check_goal(to)?;
        }
        let said = self.rules.iter().map(|rule| &rule.says).chain(self.menus.iter().map(|menu| &menu.says));
        for name in said.flatten() {
            let is_known = Shipped::named(name).is_some()
                || recorded.contains(&name.as_str())
                || self.texts.iter().any(|text| text.name == *name);
            is_known.then_some(()).ok_or_else(|| Unsound::NoAnnouncement(name.clone()))?;
        }
        Ok(())
    }

    fn check_names(&self) -> Result<(), Unsound> {
        let menus = self.menus.iter().map(|menu| &menu.name);
        let rules = self.rules.iter().map(|rule| &rule.name);
        let texts = self.texts.iter().map(|text| &text.name);
        if let Some(unsound) = menus.clone().chain(rules).chain(texts).find(|name| !is_announcement(name)) {
            return Err(Unsound::InnerName(unsound.clone()));
        }
        let mut seen = HashSet::new();
        match menus.into_iter().find(|name| !seen.insert(name.as_str())) {
            Some(twice) => Err(Unsound::MenuTwice(twice.clone())),
            None => Ok(()),
        }
    }

    fn check_menu(&self, menu: &Menu) -> Result<(), Unsound> {
        let mut seen = HashSet::new();
        if menu.keys.iter().any(|choice| !KEYS.contains(choice.key) || !seen.insert(choice.key)) {
            return Err(Unsound::Key(menu.name.clone()));
        }
        if menu.keys.iter().filter_map(|choice| choice.label.as_ref()).any(|label| !is_line(label)) {
            return Err(Unsound::Label(menu.name.clone()));
        }
        if !ROUNDS.contains(&menu.rounds) {
            return Err(Unsound::Rounds(menu.name.clone()));
        }
        menu.keys.iter().map(|choice| &choice.to).try_for_each(|to| self.check_goal(to))?;
        self.check_goal(&menu.after)?;
        self.check_silence(menu)
    }

    fn check_goal(&self, goal: &Goal) -> Result<(), Unsound> {
        match goal {
            Goal::Menu(name) if self.menu(name).is_none() => Err(Unsound::NoMenu(name.clone())),
            _ => Ok(()),
        }
    }

    /// Who never presses a key comes to an end.
    fn check_silence(&self, from: &Menu) -> Result<(), Unsound> {
        let mut after = &from.after;
        for _ in 0..=self.menus.len() {
            match after {
                Goal::Repeat | Goal::Names => break,
                Goal::Menu(name) => match self.menu(name) {
                    Some(menu) => after = &menu.after,
                    None => return Err(Unsound::NoMenu(name.clone())),
                },
                Goal::Call(_) | Goal::VoiceMail(_) | Goal::Operator | Goal::End => return Ok(()),
            }
        }
        Err(Unsound::Circle(from.name.clone()))
    }
}

/// Whether menus, rules and announcements may be called so: the name is also part of an address.
pub fn is_announcement(name: &str) -> bool {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    !name.trim().is_empty() && name.chars().count() <= LONGEST_INNER_NAME && name.chars().all(is_allowed)
}

fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control)
}
