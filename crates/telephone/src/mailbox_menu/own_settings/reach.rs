//! Where callers reach the owner by the key that the administrator has given to that.

use super::{After, Own, Stop};
use crate::keys::{SILENT_ROUNDS, act, ask_level, ask_number, cannot_be_dialled};
use crate::line::Line;
use crate::settings_tree::{REACH, Reach};
use crate::{prompt, tree};
use domain::number::Number;
use domain::{reach, settings};
use speech::{Argument, Script};

pub async fn change(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let people = own.directory.people();
        let number = people.settings_of(Some(own.id())).get(&settings::REACH_NUMBER).0;
        let keys = tree::fitting(REACH, |action| !number.is_empty() || action != Reach::Delete);
        let key = ask_level(line, own.owner, &keys, said(say.clone(), &number)).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, &keys, Reach::Help, &say, key).await? {
            Some(Reach::Number) => {
                let Some(number) = ask_number(line, &say).await? else { continue };
                if is_within(own, &number) {
                    own.set(&settings::REACH_NUMBER, number.as_str()).await?;
                } else {
                    cannot_be_dialled(line, &say).await?;
                }
            }
            Some(Reach::Delete) => own.set(&settings::REACH_NUMBER, "").await?,
            Some(Reach::Back) => return Ok(After::Up),
            Some(Reach::Help) | None => {}
        }
    }
    Ok(After::Silence)
}

fn said(say: Script, number: &str) -> Script {
    match number {
        "" => say.prompt(prompt::REACH_IS_NONE),
        number => say.prompt_with(prompt::REACH_IS, [("number", Argument::Digits(number.to_owned()))]),
    }
}

/// A number that the setting can hold, in the region that the administrator has set.
fn is_within(own: &Own<'_>, number: &Number) -> bool {
    let people = own.directory.people();
    let region = people.settings_of(Some(own.id())).get(&settings::REACH_REGION);
    let home = people.home_of(own.id());
    settings::REACH_NUMBER.definition.check(number.as_str()).is_ok()
        && reach::leads(&home, &region, number.as_str()).is_some()
}
