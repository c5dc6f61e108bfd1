//! Letters as keys: which Latin letters stand for another script's, and which key each of them lies on.

/// One letter of a name as its keys, in each way that it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelt(Vec<Vec<u8>>);

impl Spelt {
    pub fn ways(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }
}

/// From Latin letters, or keys themselves; `a|ae` is both ways.
pub fn spelt(written: &str) -> Spelt {
    Spelt(written.split('|').map(|letters| letters.bytes().filter_map(key).collect()).collect())
}

/// ITU-T E.161 §4; a digit is its own key.
fn key(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a'..=b'c' => b'2',
        b'd'..=b'f' => b'3',
        b'g'..=b'i' => b'4',
        b'j'..=b'l' => b'5',
        b'm'..=b'o' => b'6',
        b'p'..=b's' => b'7',
        b't'..=b'v' => b'8',
        b'w'..=b'z' => b'9',
        b'0'..=b'9' => letter,
        _ => return None,
    })
}

/// A mark that stands behind its letter (U+0300 to U+036F), or the sign of a long vowel in kana.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | 'ー' | '\u{3099}' | '\u{309a}')
}

/// Two dots behind a letter make it one that is also written with e.
pub fn mark(word: &mut [Spelt], mark: char) {
    if let Some(Spelt(ways)) = word.last_mut().filter(|letter| mark == '\u{308}' && letter.0.len() == 1) {
        let with_e = [ways[0].as_slice(), b"3"].concat();
        ways.push(with_e);
    }
}

/// A small kana takes the vowel from the one before it: し is shi, and しょ is sho.
pub fn contract(word: &mut [Spelt], letter: char) {
    if !matches!(letter, 'ゃ' | 'ゅ' | 'ょ' | 'ャ' | 'ュ' | 'ョ') {
        return;
    }
    for way in word.last_mut().into_iter().flat_map(|before| &mut before.0) {
        if way.len() > 1 {
            way.pop();
        }
    }
}

/// A letter, in lower case, as it is written with Latin ones. `None`: it is no letter that is known.
pub fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'a'..='z' => {
            const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz";
            let place = letter as usize - 'a' as usize;
            &ALPHABET[place..=place]
        }
        '0'..='9' => {
            const DIGITS: &str = "0123456789";
            let place = letter as usize - '0' as usize;
            &DIGITS[place..=place]
        }
        'ä' | 'æ' => "a|ae",
        'å' => "a|aa",
        'ö' | 'ø' | 'œ' => "o|oe",
        'ü' => "u|ue",
        'ß' => "s|ss",
        'þ' => "th",
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'а'..='я' | 'ё' | 'є' | 'і' | 'ї' | 'ґ' => return cyrillic(letter),
        'α'..='ω' | 'ά' | 'έ' | 'ή' | 'ί' | 'ό' | 'ύ' | 'ώ' | 'ϊ' | 'ϋ' => return greek(letter),
        _ => return kana(letter).map(|(written, _)| written),
    })
}

/// A letter as the key that it lies on where it comes from. `None`: Latin letters, and what is none.
pub fn native(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а'..='г' | 'ґ' => "2",
        'д'..='з' | 'ё' | 'є' => "3",
        'и'..='л' | 'і' | 'ї' => "4",
        'м'..='п' => "5",
        'р'..='у' => "6",
        'ф'..='ч' => "7",
        'ш'..='ы' => "8",
        'ь'..='я' => "9",
        _ => return kana(letter).map(|(_, key)| key),
    })
}

/// As passports and newspapers write it in English.
fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "e|yo",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'ї' => "yi|i",
        'й' => "y|i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh|h",
        'ц' => "ts|c",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch|sch",
        'ы' => "y",
        'ю' => "yu|iu",
        'я' => "ya|ia",
        // The hard and the soft sign are not written.
        'ъ' | 'ь' => "",
        _ => return None,
    })
}

fn greek(letter: char) -> Option<&'static str> {
    Some(match letter {
        'α' | 'ά' => "a",
        'β' => "v|b",
        'γ' => "g",
        'δ' => "d",
        'ε' | 'έ' => "e",
        'ζ' => "z",
        'η' | 'ή' | 'ι' | 'ί' | 'ϊ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' | 'ύ' | 'ϋ' => "y|u",
        'φ' => "f|ph",
        'χ' => "ch|h",
        'ψ' => "ps",
        _ => return None,
    })
}

/// One row of the kana table: its key on Japanese telephones, and its letters with how Hepburn writes them.
type Row = (&'static str, &'static [(char, &'static str)]);

const KANA: &[Row] = &[
    ("1", &[('あ', "a"), ('い', "i"), ('う', "u"), ('え', "e"), ('お', "o")]),
    ("1", &[('ぁ', "a"), ('ぃ', "i"), ('ぅ', "u"), ('ぇ', "e"), ('ぉ', "o")]),
    ("2", &[('か', "ka"), ('き', "ki"), ('く', "ku"), ('け', "ke"), ('こ', "ko")]),
    ("2", &[('が', "ga"), ('ぎ', "gi"), ('ぐ', "gu"), ('げ', "ge"), ('ご', "go")]),
    ("3", &[('さ', "sa"), ('し', "shi|si"), ('す', "su"), ('せ', "se"), ('そ', "so")]),
    ("3", &[('ざ', "za"), ('じ', "ji|zi"), ('ず', "zu"), ('ぜ', "ze"), ('ぞ', "zo")]),
    (
        "4",
        &[('た', "ta"), ('ち', "chi|ti"), ('つ', "tsu|tu"), ('て', "te"), ('と', "to"), ('っ', "|k|s|t|p")],
    ),
    ("4", &[('だ', "da"), ('ぢ', "ji"), ('づ', "zu"), ('で', "de"), ('ど', "do")]),
    ("5", &[('な', "na"), ('に', "ni"), ('ぬ', "nu"), ('ね', "ne"), ('の', "no")]),
    ("6", &[('は', "ha"), ('ひ', "hi"), ('ふ', "fu|hu"), ('へ', "he"), ('ほ', "ho")]),
    ("6", &[('ば', "ba"), ('び', "bi"), ('ぶ', "bu"), ('べ', "be"), ('ぼ', "bo")]),
    ("6", &[('ぱ', "pa"), ('ぴ', "pi"), ('ぷ', "pu"), ('ぺ', "pe"), ('ぽ', "po")]),
    ("7", &[('ま', "ma"), ('み', "mi"), ('む', "mu"), ('め', "me"), ('も', "mo")]),
    ("8", &[('や', "ya"), ('ゆ', "yu"), ('よ', "yo"), ('ゃ', "ya|a"), ('ゅ', "yu|u"), ('ょ', "yo|o")]),
    ("9", &[('ら', "ra"), ('り', "ri"), ('る', "ru"), ('れ', "re"), ('ろ', "ro")]),
    ("0", &[('わ', "wa"), ('を', "o|wo"), ('ん', "n|m")]),
];

/// Katakana lie 96 behind the hiragana of the same sound.
const KATAKANA_OFFSET: u32 = 0x60;

/// How a kana is written with Latin letters, and its key.
fn kana(letter: char) -> Option<(&'static str, &'static str)> {
    let hiragana = match letter {
        'ァ'..='ヶ' => char::from_u32(letter as u32 - KATAKANA_OFFSET)?,
        _ => letter,
    };
    KANA.iter().find_map(|(key, letters)| {
        letters.iter().find(|(kana, _)| *kana == hiragana).map(|(_, written)| (*written, *key))
    })
}
