//! A text's words, without the marks around them.

use std::ops::Range;

/// A word, its place, and how it stands.
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
    /// A full stop, or what else may end a sentence, stands behind it.
    pub stopped: bool,
    /// A comma stands behind it.
    pub comma: bool,
}

impl Word<'_> {
    pub fn lower(&self) -> String {
        self.text.to_lowercase()
    }

    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Any mark stands behind it.
    pub fn is_last(&self) -> bool {
        self.stopped || self.comma
    }
}

/// Stand around words, not in them.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '"'
            | '\''
            | '“'
            | '”'
            | '„'
            | '‚'
            | '‘'
            | '’'
            | '('
            | ')'
            | '…'
    )
}

pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split(char::is_whitespace) {
        let from_start = piece.trim_start_matches(is_mark);
        let bare = from_start.trim_end_matches(is_mark);
        if !bare.is_empty() {
            let start = at + (piece.len() - from_start.len());
            let behind = &from_start[bare.len()..];
            let stopped = behind.contains(['.', ';', ':', '!', '?', '…']);
            let range = start..start + bare.len();
            words.push(Word { text: bare, range, stopped, comma: behind.contains(',') });
        }
        let blank = text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        at += piece.len() + blank;
    }
    words
}
