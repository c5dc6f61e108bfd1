//! How flows ask for keys: one key of a menu, or a row of digits.

use crate::line::{Barge, Digits, Entered, Hangup, Heard, Key, Line};
use crate::mailbox_menu::Owner;
use crate::prompt;
use crate::step::Step;
use crate::tree::{self, Choice, Named};
use domain::number::Number;
use speech::Script;

/// How often a menu is said to a silent caller before the call ends.
pub const SILENT_ROUNDS: u32 = 3;
/// How long a menu waits for its key after it was said.
const CHOICE_SECONDS: u32 = 5;
/// The same where the keys are seen: nothing is said once more to somebody who reads.
const SEEN_CHOICE_SECONDS: u32 = 60;
/// How long somebody is waited for who need not choose: a greeting follows.
pub const FIRST_KEY_SECONDS: u32 = 3;
/// How long the first digit of a row is waited for after it was asked for.
const FIRST_DIGIT_SECONDS: u32 = 8;
/// So long after the last digit the row is complete.
const NEXT_DIGIT_SECONDS: u32 = 3;
/// No extension and no PIN is longer.
const MOST_DIGITS: usize = domain::pin::LONGEST;

const ROW: Digits = Digits {
    max: MOST_DIGITS,
    end: Some(Key::Hash),
    first_seconds: FIRST_DIGIT_SECONDS,
    between_seconds: NEXT_DIGIT_SECONDS,
};

/// Says a menu and takes a key, during it or after. `None`: silence.
pub async fn ask_key(line: &mut impl Line, menu: &Script) -> Result<Option<Key>, Hangup> {
    key_within(line, menu, CHOICE_SECONDS).await
}

/// Shows a level, says what it offers after `said`, and takes a key.
pub async fn ask_level<A: Named>(
    line: &mut impl Line,
    owner: &Owner,
    keys: &[Choice<A>],
    said: Script,
) -> Result<Option<Key>, Hangup> {
    let step = Step::level(keys, said.language);
    let brief = said.clone().prompt(A::LEVEL);
    ask_step(line, owner, step, (&tree::offers(keys, said), &brief)).await
}

/// Shows a step, says its menu, and takes a key. Who sees the keys hears what is brief in the place of the menu, and has more
/// time.
pub async fn ask_step(
    line: &mut impl Line,
    owner: &Owner,
    step: Step,
    (menu, brief): (&Script, &Script),
) -> Result<Option<Key>, Hangup> {
    line.show(step);
    match owner.habits.style.is_seen() {
        true => key_within(line, brief, SEEN_CHOICE_SECONDS).await,
        false => ask_key(line, menu).await,
    }
}

async fn key_within(line: &mut impl Line, menu: &Script, seconds: u32) -> Result<Option<Key>, Hangup> {
    if let Heard::Key(key) = line.play(menu, Barge::Keys).await? {
        return Ok(Some(key));
    }
    let one = Digits { max: 1, end: None, first_seconds: seconds, between_seconds: seconds };
    let entered = line.collect(one).await?;
    Ok(entered.keys.chars().next().and_then(Key::from_char))
}

/// What a key does at a level. Help is said here, and that a key has no use.
pub async fn act<A: Copy + PartialEq>(
    line: &mut impl Line,
    level: &[Choice<A>],
    help: A,
    say: &Script,
    key: Key,
) -> Result<Option<A>, Hangup> {
    let said = match tree::action(level, key) {
        Some(action) if action == help => tree::help(level, say.clone()),
        None => say.clone().prompt(prompt::KEY_UNKNOWN),
        action => return Ok(action),
    };
    line.play(&said, Barge::TypeAhead).await?;
    Ok(None)
}

/// Asks once for a row of digits, which ends with `#` or a pause; nothing where there is silence, or `#` alone.
pub async fn ask_row(line: &mut impl Line, question: &Script) -> Result<Entered, Hangup> {
    line.show(Step::question(question));
    line.play(question, Barge::TypeAhead).await?;
    line.collect(ROW).await
}

/// Asks for a row of digits, which ends with `#` or a pause. `None`: silence, each time it was asked.
pub async fn ask_digits(line: &mut impl Line, question: &Script) -> Result<Option<String>, Hangup> {
    for _ in 0..SILENT_ROUNDS {
        let entered = ask_row(line, question).await?;
        if !entered.keys.is_empty() {
            return Ok(Some(entered.keys));
        }
    }
    Ok(None)
}

/// Changes a mark of a message; what is said of it then.
pub fn toggled(mark: &mut bool, on: &'static str, off: &'static str) -> &'static str {
    *mark = !*mark;
    if *mark { on } else { off }
}

/// Asks for a number as it is dialled. `None`: nothing was entered, or nothing that can be dialled, which was said.
pub async fn ask_number(line: &mut impl Line, say: &Script) -> Result<Option<Number>, Hangup> {
    let Some(entered) = ask_digits(line, &say.clone().prompt(prompt::TRANSFER_NUMBER)).await? else {
        return Ok(None);
    };
    match Number::parse(&entered) {
        Ok(number) if entered.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(number)),
        _ => {
            cannot_be_dialled(line, say).await?;
            Ok(None)
        }
    }
}

pub async fn cannot_be_dialled(line: &mut impl Line, say: &Script) -> Result<(), Hangup> {
    line.play(&say.clone().prompt(prompt::TRANSFER_WRONG), Barge::TypeAhead).await.map(drop)
}

/// Says goodbye and ends the call. A caller who goes first is as gone as can be.
pub async fn say_and_hang_up(line: &mut impl Line, last_words: &Script) -> Result<(), Hangup> {
    line.play(last_words, Barge::No).await?;
    line.hang_up().await;
    Ok(())
}
