//! What an engine is given to read: texts come from outside.

use crate::ruby;

/// Longer texts are cut: names and sentences are shorter, and greetings have at most half of it.
const LONGEST_CHARACTERS: usize = 2_000;

/// A text as it is written, in plain words.
pub(super) fn readable(text: &str) -> String {
    plain(&ruby::written(text))
}

/// No control characters, no `[[`, which begins espeak-ng's phonemes, and no tags.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .take(LONGEST_CHARACTERS)
        .map(|c| if c.is_control() || matches!(c, '[' | ']' | '<' | '>') { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_reaches_an_engine_as_plain_words() {
        assert_eq!(readable("Anna\r\n[[h@'loU]] <b>x"), "Anna    h@'loU    b x");
        assert_eq!(readable("新《あたら》しい"), "新しい");
        assert_eq!(readable(&"x".repeat(5_000)).len(), LONGEST_CHARACTERS);
    }
}
