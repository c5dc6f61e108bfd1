//! Somebody is asked for: by extension, or by the letters of a name on the keys of the telephone.

use crate::keys::{SILENT_ROUNDS, ask_key};
use crate::line::{Barge, Digits, EntryEnd, Hangup, Key, Line};
use crate::prompt;
use directory::People;
use domain::name_dialling::{AT_ONCE, Listed};
use domain::number::Extension;
use domain::settings;
use speech::{Argument, Script};

/// How somebody is asked for first; `#` alone changes to the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Number,
    Name,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A person's, a group's or an attendant's extension; there is one.
    Found(Extension),
    /// `*`: the caller does not want to look any more.
    Back,
    Silence,
}

/// So often is somebody asked for, whatever is entered.
const MOST_QUESTIONS: u32 = 10;
/// No extension is longer.
const MOST_DIGITS: usize = 12;
/// Longer names are not spelt on a telephone.
const MOST_LETTERS: usize = 30;
const FIRST_KEY_SECONDS: u32 = 8;
const NEXT_DIGIT_SECONDS: u32 = 3;
/// Once there are enough letters to search, a pause of so long ends them.
const NEXT_LETTER_SECONDS: u32 = 2;
/// The key that says further names.
const MORE: Key = Key::Digit(9);

/// Asks until somebody is found, the caller gives up, or says nothing any more.
pub async fn ask_person(
    line: &mut impl Line,
    people: &People,
    say: &Script,
    mut by: By,
) -> Result<Wanted, Hangup> {
    let mut silent_rounds = 0;
    for _ in 0..MOST_QUESTIONS {
        let entered = match by {
            By::Number => number(line, say).await?,
            By::Name => name(line, people, say).await?,
        };
        match entered {
            Entry::Nothing => silent_rounds += 1,
            Entry::OtherWay => by = if by == By::Number { By::Name } else { By::Number },
            Entry::Back => return Ok(Wanted::Back),
            Entry::Keys(keys) => {
                silent_rounds = 0;
                match find(line, people, say, (by, &keys)).await? {
                    Found::One(extension) => return Ok(Wanted::Found(extension)),
                    Found::Silence => return Ok(Wanted::Silence),
                    Found::Again => {}
                }
            }
        }
        if silent_rounds == SILENT_ROUNDS {
            break;
        }
    }
    Ok(Wanted::Silence)
}

/// What was entered at one question.
enum Entry {
    Keys(String),
    OtherWay,
    Back,
    Nothing,
}

impl Entry {
    fn of(keys: String, ended: EntryEnd) -> Entry {
        match ended {
            _ if keys.contains('*') => Entry::Back,
            EntryEnd::Key if keys.is_empty() => Entry::OtherWay,
            _ if keys.is_empty() => Entry::Nothing,
            _ => Entry::Keys(keys),
        }
    }
}

async fn number(line: &mut impl Line, say: &Script) -> Result<Entry, Hangup> {
    line.play(&say.clone().prompt(prompt::ASK_NUMBER), Barge::TypeAhead).await?;
    let digits = Digits {
        max: MOST_DIGITS,
        end: Some(Key::Hash),
        first_seconds: FIRST_KEY_SECONDS,
        between_seconds: NEXT_DIGIT_SECONDS,
    };
    let entered = line.collect(digits).await?;
    Ok(Entry::of(entered.keys, entered.ended))
}

/// Letters until there are enough and a pause, or until `#`. Who spells on is not interrupted: further letters would be taken for
/// a choice.
async fn name(line: &mut impl Line, people: &People, say: &Script) -> Result<Entry, Hangup> {
    line.play(&say.clone().prompt(prompt::ASK_NAME), Barge::TypeAhead).await?;
    let least = people.settings_of(None).get(&settings::NAMES_LEAST_DIGITS) as usize;
    let enough = Digits {
        max: least,
        end: Some(Key::Hash),
        first_seconds: FIRST_KEY_SECONDS,
        between_seconds: NEXT_DIGIT_SECONDS,
    };
    let one_more =
        Digits { max: 1, first_seconds: NEXT_LETTER_SECONDS, between_seconds: NEXT_LETTER_SECONDS, ..enough };
    let mut entered = line.collect(enough).await?;
    while entered.ended == EntryEnd::Full && entered.keys.len() < MOST_LETTERS && !entered.keys.contains('*')
    {
        let next = line.collect(one_more).await?;
        entered.keys.push_str(&next.keys);
        entered.ended = next.ended;
    }
    Ok(Entry::of(entered.keys, entered.ended))
}

/// Who is meant by what was entered.
enum Found {
    One(Extension),
    /// Nobody, or none of those who were said: the caller was told.
    Again,
    Silence,
}

async fn find(
    line: &mut impl Line,
    people: &People,
    say: &Script,
    (by, keys): (By, &str),
) -> Result<Found, Hangup> {
    match by {
        By::Number => {
            let extension = Extension::parse(keys).ok();
            if let Some(extension) = extension.filter(|extension| people.whose(extension).is_some()) {
                return Ok(Found::One(extension));
            }
        }
        By::Name => {
            let listed: Vec<&Listed> = people.names().find(keys).collect();
            if !listed.is_empty() {
                return choose(line, say, &listed).await;
            }
        }
    }
    line.play(&say.clone().prompt(prompt::ASK_NOBODY), Barge::TypeAhead).await?;
    Ok(Found::Again)
}

/// Says those who are meant, some at once, until one is chosen. After the last come the first again.
async fn choose(line: &mut impl Line, say: &Script, listed: &[&Listed]) -> Result<Found, Hangup> {
    let pages: Vec<&[&Listed]> = listed.chunks(AT_ONCE).collect();
    let (mut page, mut silent_rounds) = (0, 0);
    while silent_rounds < SILENT_ROUNDS {
        let shown = pages[page % pages.len()];
        let Some(key) = ask_key(line, &page_of(say.clone(), shown, pages.len() > 1)).await? else {
            silent_rounds += 1;
            continue;
        };
        silent_rounds = 0;
        match key {
            Key::Star => return Ok(Found::Again),
            MORE if pages.len() > 1 => page += 1,
            Key::Digit(place) if (1..=shown.len()).contains(&usize::from(place)) => {
                return Ok(Found::One(shown[usize::from(place) - 1].number.clone()));
            }
            Key::Digit(_) | Key::Hash => {
                line.play(&say.clone().prompt(prompt::KEY_UNKNOWN), Barge::TypeAhead).await?;
                // Keys without use are no answer, either: nobody is kept here by a stuck key.
                page += pages.len();
                if page > pages.len() * SILENT_ROUNDS as usize {
                    return Ok(Found::Silence);
                }
            }
        }
    }
    Ok(Found::Silence)
}

fn page_of(say: Script, shown: &[&Listed], are_more: bool) -> Script {
    let key = |key: Key| ("key", Argument::Digits(key.as_char().into()));
    let one = |say: Script, (key_number, listed): (u8, &&Listed)| {
        let name = ("name", Argument::Text(listed.name.clone()));
        let number = ("number", Argument::Digits(listed.number.as_str().to_owned()));
        say.prompt_with(prompt::ASK_MATCH, [name, number, key(Key::Digit(key_number))])
    };
    let say = (1..).zip(shown).fold(say, one);
    let say = if are_more { say.prompt_with(prompt::ASK_MORE, [key(MORE)]) } else { say };
    say.prompt_with(prompt::ASK_AGAIN, [key(Key::Star)])
}
