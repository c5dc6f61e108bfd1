//! Words for the ear: links by the name of their house, no decoration, nothing that only a machine reads.

/// A longer word is none: a key, a checksum, encoded octets.
const MOST_WORD_CHARACTERS: usize = 60;

/// A text on one line, with single spaces, as it is to be spoken.
pub fn cleaned(text: &str) -> String {
    let audible: String = text.chars().filter_map(audible).collect();
    let words = audible.split_whitespace().filter_map(word);
    words.collect::<Vec<_>>().join(" ")
}

/// Characters that have no sound are gone, or a space.
fn audible(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => None,
        '\u{1f000}'..='\u{1faff}' | '\u{2500}'..='\u{27bf}' | '\u{f0000}'.. => Some(' '),
        '<' | '>' | '[' | ']' | '{' | '}' | '\\' | '^' | '`' | '|' | '~' => Some(' '),
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

fn word(raw: &str) -> Option<String> {
    let bare = raw.trim_matches(|c| matches!(c, '*' | '_' | '#' | '='));
    if let Some(house) = house(bare) {
        return Some(house);
    }
    let says = bare.chars().any(char::is_alphanumeric) || is_sign(bare);
    let is_word = bare.chars().count() <= MOST_WORD_CHARACTERS || !bare.is_ascii();
    (says && is_word).then(|| bare.to_owned())
}

/// Signs that stand alone and are spoken, and dashes, which are breathed.
fn is_sign(word: &str) -> bool {
    matches!(word, "&" | "+" | "%" | "€" | "$" | "£" | "§" | "–" | "—" | "-")
}

/// `www.example.org` of a link, with the marks that follow it.
fn house(word: &str) -> Option<String> {
    let start = word.find("://").or_else(|| word.find("mailto:"))?;
    let before = word[..start].trim_start_matches(['(', '"', '\'']);
    let scheme_is_one = before.is_empty() || before.chars().all(|c| c.is_ascii_alphanumeric());
    let rest = word[start..].trim_start_matches("mailto").trim_start_matches([':', '/']);
    let rest = rest.rsplit_once('@').filter(|_| !word.contains("mailto:")).map_or(rest, |(_, host)| host);
    let end = rest.find(['/', '?', '#', ')', '"', '\'', ',', ';']).unwrap_or(rest.len());
    let house = rest[..end].trim_end_matches(['.', '!', ':']);
    let house = house.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(house, |(host, _)| host);
    let mark = word.chars().next_back().filter(|c| matches!(c, '.' | ',' | '!' | '?' | ':' | ';'));
    let sounds = scheme_is_one && !house.is_empty() && house.chars().count() <= MOST_WORD_CHARACTERS;
    sounds.then(|| house.chars().chain(mark).collect())
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
