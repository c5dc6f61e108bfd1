//! A paragraph in sentences, none longer than one breath and one rendering.

/// What an engine is given at once. The first sentence of a mail is heard the sooner, the shorter it is.
const MOST_CHARACTERS: usize = 300;

/// After these a full stop ends no sentence. In lower case.
const ABBREVIATIONS: &[&str] = &[
    "abs", "bspw", "bzgl", "bzw", "ca", "co", "corp", "d.h", "dipl", "dr", "e.g", "etc", "evtl", "fig",
    "gem", "ggf", "i.e", "inc", "inkl", "jr", "ltd", "max", "min", "mr", "mrs", "ms", "nr", "no", "prof",
    "s.o", "s.u", "sr", "st", "str", "tel", "u.a", "usw", "vgl", "vs", "z.b", "zzgl",
];

/// The sentences of a line, in order.
pub fn of(line: &str) -> impl Iterator<Item = String> {
    let mut rest = line.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (sentence, after) = rest.split_at(end(rest));
        rest = after.trim_start();
        Some(sentence.trim_end().to_owned())
    })
}

/// Where the first sentence ends; always beyond the first character.
fn end(text: &str) -> usize {
    let mut characters = text.char_indices().take(MOST_CHARACTERS).peekable();
    let (mut space, mut comma) = (None, None);
    while let Some((at, c)) = characters.next() {
        let after = at + c.len_utf8();
        match c {
            '。' | '！' | '？' => return after,
            '.' | '!' | '?' | '…' if ends_here(&text[..at], c, &text[after..]) => return after,
            ' ' if at > 0 => space = Some(after),
            ',' | ';' | ':' | '、' | '，' => comma = Some(after),
            _ => {}
        }
        if characters.peek().is_none() && after < text.len() {
            return comma.or(space).unwrap_or(after);
        }
    }
    text.len()
}

/// Whether a mark ends the sentence: something else begins behind it, and it is neither an abbreviation's nor a number's.
fn ends_here(before: &str, mark: char, after: &str) -> bool {
    if !after.starts_with(' ') {
        return false;
    }
    if mark != '.' {
        return true;
    }
    let word = before.rsplit([' ', '(']).next().unwrap_or_default();
    let begins_small = after.trim_start().starts_with(char::is_lowercase);
    let is_ordinal = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 2;
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let is_short = ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    !(begins_small || is_ordinal || is_initial || is_short)
}
