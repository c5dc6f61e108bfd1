//! What is not done by accident is asked for once more.

use super::{Owner, Stop};
use crate::keys::{SILENT_ROUNDS, act, ask_level};
use crate::line::Line;
use crate::settings_tree::{CONFIRM, Confirm};
use crate::tree;
use speech::Script;

/// What the owner has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    Yes,
    No,
    /// Nothing was pressed for so long that the call ends.
    Silence,
}

/// `said` tells what will be done.
pub async fn ask(line: &mut impl Line, owner: &Owner, said: Script) -> Result<Sure, Stop> {
    let keys = tree::all(CONFIRM);
    let say = Script::new(owner.user.language);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_level(line, owner, &keys, said.clone()).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, &keys, Confirm::Help, &say, key).await? {
            Some(Confirm::Do) => return Ok(Sure::Yes),
            Some(Confirm::Back) => return Ok(Sure::No),
            Some(Confirm::Help) | None => {}
        }
    }
    Ok(Sure::Silence)
}
