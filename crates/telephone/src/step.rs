//! What the menu offers at a moment, for those who see it: on a telephone's display, or on a page beside the call.

use crate::line::Key;
use crate::tree::{Choice, Named};
use domain::language::Language;
use messaging::MessageRef;
use speech::{Piece, Script, worded, written};

/// One step of the menu. It says the same as the voice, from the same texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The level's name, or the question.
    heading: Script,
    keys: Vec<(Key, Label)>,
    /// The message that is at hand.
    pub message: Option<MessageRef>,
}

/// What is written beside a key.
#[derive(Clone, Debug, PartialEq)]
enum Label {
    /// The prompt that explains it.
    Help(&'static str),
    /// One thing of several.
    Thing(Script),
}

impl Step {
    /// A level with the keys that have a use in it at the moment.
    pub fn level<A: Named>(keys: &[Choice<A>], language: Language) -> Step {
        let keys = keys.iter().map(|choice| (choice.key, Label::Help(choice.words.help))).collect();
        Step { heading: Script::new(language).prompt(A::LEVEL), keys, message: None }
    }

    /// A question that a row of keys answers.
    pub fn question(asked: &Script) -> Step {
        Step { heading: asked.clone(), keys: Vec::new(), message: None }
    }

    /// Things with their keys come before the keys that are there already.
    pub fn with_things<'a>(mut self, things: impl Iterator<Item = (Key, &'a Script)>) -> Step {
        let things = things.map(|(key, thing)| (key, Label::Thing(thing.clone())));
        self.keys.splice(0..0, things);
        self
    }

    pub fn about(self, message: Option<MessageRef>) -> Step {
        Step { message, ..self }
    }

    pub fn language(&self) -> Language {
        self.heading.language
    }

    /// What programs know it by: the id of its first prompt.
    pub fn name(&self) -> &'static str {
        let mut ids = self.heading.pieces.iter().filter_map(|piece| match piece {
            Piece::Prompt(id, _) => Some(*id),
            Piece::Recording(_) | Piece::Beep | Piece::Pause(_) => None,
        });
        ids.next().unwrap_or_default()
    }

    pub fn heading(&self) -> String {
        words(&self.heading)
    }

    /// Its keys in their order, each with what it does.
    pub fn keys(&self) -> Vec<(Key, String)> {
        let text = |(key, label): &(Key, Label)| match label {
            Label::Help(id) => {
                let text = written(self.language(), id, &key.as_char().to_string());
                (*key, text.unwrap_or_default())
            }
            Label::Thing(thing) => (*key, words(thing)),
        };
        self.keys.iter().map(text).collect()
    }

    /// The whole step in lines of at most so many octets together: what does not fit is left out from the end, line by line.
    pub fn text(&self, most_octets: usize) -> String {
        let mut text = self.heading();
        for (key, label) in &self.keys {
            let line = match label {
                Label::Help(id) => format!("\n{}{}", key.as_char(), after_the_key(self.language(), id)),
                Label::Thing(thing) => format!("\n{} {}", key.as_char(), words(thing)),
            };
            if text.len() + line.len() > most_octets {
                break;
            }
            text.push_str(&line);
        }
        text
    }
}

/// What a help says of a key behind it: a display has no room for the word "key".
fn after_the_key(language: Language, id: &'static str) -> String {
    const MARK: &str = "\u{1}";
    let text = written(language, id, MARK).unwrap_or_default();
    text.split_once(MARK).map_or_else(String::new, |(_, after)| after.to_owned())
}

/// What a script says, as far as it can be written.
fn words(script: &Script) -> String {
    let said = script.pieces.iter().filter_map(|piece| match piece {
        Piece::Prompt(id, arguments) => worded(script.language, id, arguments).ok(),
        Piece::Recording(_) | Piece::Beep | Piece::Pause(_) => None,
    });
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{self, MAIN, SETTINGS, all};
    use crate::{prompt, settings_tree};

    #[test]
    fn a_step_says_what_the_card_says_under_the_name_of_its_level() {
        let step = Step::level(&all(tree::KINDS), Language::DeDe);
        assert_eq!(step.name(), "level-kinds");
        let text = step.text(usize::MAX);
        assert!(
            text.starts_with("Auswahl der Nachrichten.\n1 spielt Ihre neuen Sprachnachrichten.\n"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 1 + tree::KINDS.len());
        assert_eq!(step.keys()[0].0, Key::Digit(1));
    }

    #[test]
    fn things_have_their_keys_before_those_of_the_level() {
        let thing = |number: &str| {
            let number = speech::Argument::Digits(number.into());
            Script::new(Language::EnGb).prompt_with(prompt::OUTCALL_IS, [("number", number)])
        };
        let things = [thing("201"), thing("202")];
        let keys = all(settings_tree::PICK);
        let step = Step::level(&keys, Language::EnGb)
            .with_things([Key::Digit(1), Key::Digit(2)].into_iter().zip(&things));
        let shown: Vec<char> = step.keys().iter().map(|(key, _)| key.as_char()).collect();
        assert_eq!(shown, ['1', '2', '0', '*']);
        assert!(
            step.text(500).lines().nth(2).is_some_and(|line| line.starts_with("2 ")),
            "{}",
            step.text(500)
        );
    }

    #[test]
    fn what_does_not_fit_is_left_out_by_whole_lines() {
        let step = Step::level(&all(SETTINGS), Language::RuRu);
        let whole = step.text(usize::MAX);
        for most in [0, 100, 500, whole.len() - 1] {
            let text = step.text(most);
            let rest = whole.strip_prefix(&text).filter(|rest| rest.starts_with('\n'));
            assert!(rest.is_some(), "{most}: {text}");
            assert!(text.len() <= most.max(step.heading().len()), "{most}: {text}");
        }
    }

    #[test]
    fn every_level_has_a_name_in_every_language_and_no_reading_is_shown() {
        for language in Language::ALL {
            let step = Step::level(&all(MAIN), language);
            let text = step.text(usize::MAX);
            assert!(
                !step.heading().is_empty() && !text.contains(['《', '{', '\u{e000}']),
                "{language}: {text}"
            );
        }
    }
}
