//! A caller chooses a language, each offered in its own words.

use crate::keys::FIRST_KEY_SECONDS;
use crate::line::{Barge, Digits, Hangup, Heard, Key, Line};
use crate::prompt;
use directory::{Company, User, hears_the_company_alone};
use domain::language::Language;
use domain::language::caller::{Call, MOST_OFFERED, Spoken, Wishes, to_caller};
use domain::settings::{self, Settings};
use speech::{Argument, Script};

/// How often the languages are said to somebody who presses keys that mean none of them.
const ROUNDS: u32 = 2;

/// Finds the language for somebody who is about to hear this owner's greeting, and asks where that is wished.
pub async fn speak_to_caller(
    line: &mut impl Line,
    owner: &User,
    settings: &Settings<'_>,
    company: &Company,
) -> Result<(), Hangup> {
    let number = line.facts().caller.as_ref().map(|number| number.as_str().to_owned());
    let call = Call {
        number: number.as_deref(),
        owners: owner.language,
        hears_the_company_alone: hears_the_company_alone(settings, company),
    };
    let wishes = Wishes {
        detection: settings.get(&settings::LANGUAGE_DETECTION),
        countries: settings.get(&settings::LANGUAGE_BY_COUNTRY),
        offered: settings.get(&settings::LANGUAGE_OFFERED).0,
    };
    match to_caller(&call, wishes) {
        Spoken::In(language) => line.speak_in(language),
        Spoken::Ask(offered) => ask_language(line, &offered).await?,
    }
    Ok(())
}

/// Answers, offers the languages on the keys from 1 on, and speaks the chosen one from then on. Without a key, or with wrong ones
/// alone, the line's own language stays.
pub async fn ask_language(line: &mut impl Line, offered: &[Language]) -> Result<(), Hangup> {
    let offered = &offered[..offered.len().min(MOST_OFFERED)];
    line.answer().await?;
    for _ in 0..ROUNDS {
        let Some(key) = offer(line, offered).await? else { return Ok(()) };
        if let Some(language) = chosen(offered, key) {
            line.speak_in(language);
            return Ok(());
        }
    }
    Ok(())
}

/// A key, pressed while the languages were said or after. `None`: silence.
async fn offer(line: &mut impl Line, offered: &[Language]) -> Result<Option<Key>, Hangup> {
    for (key, &language) in (1..).zip(offered) {
        let key = Argument::Digits(Key::Digit(key).as_char().into());
        let script = Script::new(language).prompt_with(prompt::OFFER_LANGUAGE, [("key", key)]);
        if let Heard::Key(key) = line.play(&script, Barge::Keys).await? {
            return Ok(Some(key));
        }
    }
    let one =
        Digits { max: 1, end: None, first_seconds: FIRST_KEY_SECONDS, between_seconds: FIRST_KEY_SECONDS };
    let entered = line.collect(one).await?;
    Ok(entered.keys.chars().next().and_then(Key::from_char))
}

fn chosen(offered: &[Language], key: Key) -> Option<Language> {
    let Key::Digit(digit) = key else { return None };
    offered.get(usize::from(digit).checked_sub(1)?).copied()
}
