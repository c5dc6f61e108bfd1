//! One of several things, each under its number: presence states, occasions.

use super::{Owner, Stop};
use crate::keys::{SILENT_ROUNDS, act, ask_step};
use crate::line::{Key, Line};
use crate::settings_tree::{PICK, Pick};
use crate::step::Step;
use crate::{prompt, tree};
use domain::presence::State;
use speech::{Argument, Script};

/// More cannot be chosen with one key.
pub const MOST: usize = 9;

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// The thing at this place.
    At(usize),
    Back,
    /// Nothing was pressed for so long that the call ends.
    Silence,
}

/// Says the things, each with its number, and takes one of them. `said` comes before, once a round.
pub async fn pick(
    line: &mut impl Line,
    owner: &Owner,
    said: impl Fn(Script) -> Script,
    things: &[Script],
) -> Result<Picked, Stop> {
    let say = Script::new(owner.user.language);
    let numbered = things.iter().take(MOST).zip('1'..='9').fold(said(say.clone()), |say, (thing, key)| {
        let mut say = say;
        say.pieces.extend(thing.pieces.iter().cloned());
        say.prompt_with(prompt::OFFER_THIS, [("key", Argument::Digits(key.into()))])
    });
    let keys = tree::all(PICK);
    let step = Step::level(&keys, owner.user.language).with_things((1..=9).map(Key::Digit).zip(things));
    let menu = tree::offers(&keys, numbered);
    let brief = said(say.clone()).prompt(prompt::LEVEL_PICK);
    let help = say.prompt(prompt::HELP_PICK);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_step(line, owner, step.clone(), (&menu, &brief)).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        match key {
            Some(Key::Digit(number)) if (1..=things.len().min(MOST)).contains(&usize::from(number)) => {
                return Ok(Picked::At(usize::from(number) - 1));
            }
            Some(key) => match act(line, &keys, Pick::Help, &help, key).await? {
                Some(Pick::Back) => return Ok(Picked::Back),
                Some(Pick::Help) | None => {}
            },
            None => {}
        }
    }
    Ok(Picked::Silence)
}

/// What a presence state is called.
pub fn state(say: Script, state: &State) -> Script {
    match prompt::state(state.key()) {
        prompt::STATE_OTHER => {
            say.prompt_with(prompt::STATE_OTHER, [("name", Argument::Text(state.key().replace('-', " ")))])
        }
        id => say.prompt(id),
    }
}
