//! Japanese texts carry the reading of their kanji, as books for children do: `新《あたら》しい`. Engines that know kanji get what is
//! written, others what it sounds like.
//!
//! A reading belongs to the run of kanji, Latin letters or digits before it, or to one kana (`は《わ》`, the particle).

const OPEN: char = '《';
const CLOSE: char = '》';

/// The text without readings.
pub(crate) fn written(text: &str) -> String {
    let mut is_reading = false;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            OPEN => is_reading = true,
            CLOSE => is_reading = false,
            c if !is_reading => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The text in kana, long vowels as such. `None` where a kanji has no reading.
pub(crate) fn sounds(text: &str) -> Option<String> {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (reading, next) = after.split_once(CLOSE)?;
        said.push_str(base_removed(before));
        said.push_str(&lengthened(reading));
        rest = next;
    }
    said.push_str(rest);
    (!said.chars().any(|c| Kind::of(c) == Kind::Kanji)).then(|| long_o(&said))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kanji,
    Latin,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '々' => {
                Kind::Kanji
            }
            c if c.is_ascii_alphanumeric() => Kind::Latin,
            _ => Kind::Other,
        }
    }
}

/// What stands before the word that a reading belongs to.
fn base_removed(text: &str) -> &str {
    let Some(last) = text.chars().next_back() else { return text };
    match Kind::of(last) {
        Kind::Other => &text[..text.len() - last.len_utf8()],
        kind => text.trim_end_matches(|c| Kind::of(c) == kind),
    }
}

/// せい is said せー, within one word.
fn lengthened(reading: &str) -> String {
    lengthen(reading, |before, vowel| {
        vowel == 'い' && "えけせてねへめれげぜでべぺェエケセテネヘメレゲゼデベペ".contains(before)
    })
}

/// とう is said とー: between words, this spelling is rare.
fn long_o(text: &str) -> String {
    lengthen(text, |before, vowel| vowel == 'う' && "おこそとのほもよろごぞどぼぽょ".contains(before))
}

fn lengthen(text: &str, is_long: fn(char, char) -> bool) -> String {
    let mut before = ' ';
    let lengthened = text.chars().map(|c| {
        let said = if is_long(before, c) { 'ー' } else { c };
        before = c;
        said
    });
    lengthened.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_without_its_readings_and_sounds_as_they_say() {
        for (text, as_written, sound) in [
            ("新《あたら》しいメッセージ", "新しいメッセージ", Some("あたらしいメッセージ")),
            ("これは《わ》テストです", "これはテストです", Some("これわテストです")),
            ("暗証番号《あんしょうばんごう》を", "暗証番号を", Some("あんしょーばんごーを")),
            ("PIN《ピン》", "PIN", Some("ピン")),
            ("設定《せってい》していました", "設定していました", Some("せってーしていました")),
            ("でしょう", "でしょう", Some("でしょー")),
            ("山田さん", "山田さん", None),
            ("《よみ》", "", Some("よみ")),
            ("山《や", "山", None),
            ("Anna", "Anna", Some("Anna")),
            ("", "", Some("")),
        ] {
            assert_eq!(written(text), as_written);
            assert_eq!(sounds(text).as_deref(), sound, "{text}");
        }
    }
}
