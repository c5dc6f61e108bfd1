//! Whether the owner is called because messages wait, at which number, and for which messages.

use super::{After, Own, Stop};
use crate::keys::{SILENT_ROUNDS, act, ask_level, ask_number};
use crate::line::Line;
use crate::settings_tree::{OUTCALL, Outcall};
use crate::{prompt, tree};
use domain::settings;
use speech::{Argument, Script};

/// As it stands.
struct Stand {
    on: bool,
    number: Option<String>,
    voice: u32,
    mail: u32,
}

impl Stand {
    fn of(own: &Own<'_>) -> Stand {
        let people = own.directory.people();
        let settings = people.settings_of(Some(own.id()));
        Stand {
            on: settings.get(&settings::OUTCALL),
            number: settings.get(&settings::OUTCALL_NUMBERS).into_iter().next(),
            voice: settings.get(&settings::OUTCALL_VOICE),
            mail: settings.get(&settings::OUTCALL_MAIL),
        }
    }

    fn said(&self, say: Script) -> Script {
        let Some(number) = &self.number else { return say.prompt(prompt::OUTCALL_IS_NONE) };
        let id = if self.on { prompt::OUTCALL_IS } else { prompt::OUTCALL_IS_OFF };
        let say = say.prompt_with(id, [("number", Argument::Digits(number.clone()))]);
        let say = if self.voice > 0 { say.prompt(prompt::OUTCALL_FOR_VOICE) } else { say };
        if self.mail > 0 { say.prompt(prompt::OUTCALL_FOR_MAIL) } else { say }
    }
}

pub async fn change(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let stand = Stand::of(own);
        let has_number = stand.number.is_some();
        let is_always = |action| matches!(action, Outcall::Number | Outcall::Help | Outcall::Back);
        let keys = tree::fitting(OUTCALL, |action| has_number || is_always(action));
        let key = ask_level(line, own.owner, &keys, stand.said(say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, &keys, Outcall::Help, &say, key).await? {
            Some(Outcall::Number) => {
                if let Some(number) = ask_number(line, &say).await? {
                    own.set(&settings::OUTCALL_NUMBERS, number.as_str()).await?;
                    own.set(&settings::OUTCALL, "true").await?;
                }
            }
            Some(Outcall::Switch) => own.set(&settings::OUTCALL, switched(stand.on)).await?,
            Some(Outcall::Delete) => own.set(&settings::OUTCALL_NUMBERS, "").await?,
            Some(Outcall::Voice) => own.set(&settings::OUTCALL_VOICE, counted(stand.voice)).await?,
            Some(Outcall::Mail) => own.set(&settings::OUTCALL_MAIL, counted(stand.mail)).await?,
            Some(Outcall::Back) => return Ok(After::Up),
            Some(Outcall::Help) | None => {}
        }
    }
    Ok(After::Silence)
}

fn switched(on: bool) -> &'static str {
    if on { "false" } else { "true" }
}

/// From the first message on, or none at all.
fn counted(least: u32) -> &'static str {
    if least > 0 { "0" } else { "1" }
}
