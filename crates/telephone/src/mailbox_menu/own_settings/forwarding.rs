//! Where all of the owner's calls are forwarded to, set from wherever the owner calls.

use super::{After, Own, Stop};
use crate::keys::{SILENT_ROUNDS, act, ask_level, ask_number, cannot_be_dialled};
use crate::line::Line;
use crate::settings_tree::{FORWARDING, Forwarding};
use crate::{prompt, tree};
use domain::forward::Target;
use domain::number::{Extension, Number};
use domain::numbering::Dialled;
use domain::settings;
use speech::{Argument, Script};

pub async fn change(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let people = own.directory.people();
        let target = people.settings_of(Some(own.id())).get(&settings::FORWARD_ALWAYS);
        let keys = tree::fitting(FORWARDING, |action| target.is_some() || action != Forwarding::Delete);
        let key = ask_level(line, own.owner, &keys, said(say.clone(), target.as_ref())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let target = match act(line, &keys, Forwarding::Help, &say, key).await? {
            Some(Forwarding::Number) => match ask_number(line, &say).await? {
                Some(number) if leads_somewhere(own, &number) => number.as_str().to_owned(),
                Some(_) => {
                    cannot_be_dialled(line, &say).await?;
                    continue;
                }
                None => continue,
            },
            Some(Forwarding::VoiceMail) => Target::VOICE_MAIL.to_owned(),
            Some(Forwarding::Delete) => String::new(),
            Some(Forwarding::Back) => return Ok(After::Up),
            Some(Forwarding::Help) | None => continue,
        };
        own.set(&settings::FORWARD_ALWAYS, &target).await?;
    }
    Ok(After::Silence)
}

fn said(say: Script, target: Option<&Target>) -> Script {
    match target {
        Some(Target::Number(number)) => {
            say.prompt_with(prompt::FORWARDING_IS, [("number", Argument::Digits(number.to_string()))])
        }
        Some(Target::VoiceMail) => say.prompt(prompt::FORWARDING_IS_VOICE_MAIL),
        None => say.prompt(prompt::FORWARDING_IS_NONE),
    }
}

/// To somebody of the house but the owner, or to the public network: what it costs is limited when a call goes there.
fn leads_somewhere(own: &Own<'_>, number: &Number) -> bool {
    let people = own.directory.people();
    match people.home_of(own.id()).dialled(number) {
        Dialled::Emergency(_) => false,
        Dialled::Outside(_) => true,
        Dialled::Nothing => Extension::parse(number.as_str()).is_ok_and(|extension| {
            extension != own.owner.user.extension && people.whose(&extension).is_some()
        }),
    }
}
