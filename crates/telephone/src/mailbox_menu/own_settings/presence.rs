//! Where the owner is, whether callers can leave a message, and where they are put through to.

use super::pick::{self, Picked, pick};
use super::{After, Own, Stop, in_time};
use crate::keys::{SILENT_ROUNDS, act, ask_level, ask_number};
use crate::line::{Barge, Line};
use crate::settings_tree::{TRANSFER, Transfer};
use crate::{prompt, tree};
use directory::Circumstances;
use domain::presence::{self, SetBy, SetPresence, State};
use domain::profile::{self, Profile};
use domain::settings::PRESENCE_AVAILABLE;
use speech::{Argument, Script};

/// The owner chooses a presence, which holds until it is changed.
pub async fn choose(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let say = own.say();
    let now = presence::effective(&own.user().presence, &[], line.now()).state;
    let said = |say: Script| pick::state(say.prompt(prompt::PRESENCE_NOW), &now);
    let states = available(own);
    match pick(line, own.owner, said, &named(own, &states)).await? {
        Picked::At(place) => {
            let state = states[place].clone();
            let presence = SetPresence { state: state.clone(), by: SetBy::Owner, until: None };
            in_time(own.directory.set_presence(own.id(), presence)).await?;
            let said = pick::state(say.prompt(prompt::PRESENCE_CHOSEN), &state);
            line.play(&said, Barge::TypeAhead).await?;
            Ok(After::Up)
        }
        Picked::Back => Ok(After::Up),
        Picked::Silence => Ok(After::Silence),
    }
}

/// Those that a key can choose.
pub fn available(own: &Own<'_>) -> Vec<State> {
    let people = own.directory.people();
    let mut states = people.settings_of(Some(own.id())).get(&PRESENCE_AVAILABLE);
    states.truncate(pick::MOST);
    states
}

pub fn named(own: &Own<'_>, states: &[State]) -> Vec<Script> {
    states.iter().map(|state| pick::state(own.say(), state)).collect()
}

/// Switches whether callers can leave a message in the presence that holds.
pub async fn switch_messages(line: &mut impl Line, own: &Own<'_>) -> Result<(), Stop> {
    let state = active(line, own);
    let before = Profile::of(&own.user().profiles, &state);
    let profile = Profile { takes_messages: !before.takes_messages, ..before };
    let became = if profile.takes_messages { prompt::MESSAGES_ON } else { prompt::MESSAGES_OFF };
    in_time(own.directory.set_profile(own.id(), profile)).await?;
    line.play(&own.say().prompt(became), Barge::TypeAhead).await?;
    Ok(())
}

/// The presence that was chosen, or that hours have put in its place.
fn active(line: &impl Line, own: &Own<'_>) -> State {
    let people = own.directory.people();
    let settings = people.settings_of(Some(own.id()));
    let (user, now) = (own.user(), line.now());
    let circumstances = Circumstances::of(&people, &user, now);
    let caller = directory::Caller {
        language: user.language,
        side: domain::greeting::Side::Outside,
        reached: domain::greeting::Reached::NotBusy,
    };
    directory::choose_greeting(&user, &settings, &circumstances, caller, now).active
}

/// Where callers are put through to, in a presence that the owner chooses.
pub async fn transfer(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let states = available(own);
    match pick(line, own.owner, |say| say, &named(own, &states)).await? {
        Picked::At(place) => transfer_of(line, own, &states[place]).await,
        Picked::Back => Ok(After::Up),
        Picked::Silence => Ok(After::Silence),
    }
}

async fn transfer_of(line: &mut impl Line, own: &Own<'_>, state: &State) -> Result<After, Stop> {
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let profile = Profile::of(&own.user().profiles, state);
        let has_number = profile.transfer.is_some();
        let keys = tree::fitting(TRANSFER, |action| match action {
            Transfer::Switch | Transfer::Delete => has_number,
            _ => true,
        });
        let key = ask_level(line, own.owner, &keys, destination(say.clone(), &profile)).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let transfer = match act(line, &keys, Transfer::Help, &say, key).await? {
            Some(Transfer::Number) => match ask_number(line, &say).await? {
                Some(number) => Some(profile::Transfer { number, on: true }),
                None => continue,
            },
            Some(Transfer::Switch) => {
                profile.transfer.map(|transfer| profile::Transfer { on: !transfer.on, ..transfer })
            }
            Some(Transfer::Delete) => None,
            Some(Transfer::Back) => return Ok(After::Up),
            Some(Transfer::Help) | None => continue,
        };
        in_time(own.directory.set_profile(own.id(), Profile { transfer, ..profile })).await?;
    }
    Ok(After::Silence)
}

fn destination(say: Script, profile: &Profile) -> Script {
    let Some(transfer) = &profile.transfer else { return say.prompt(prompt::TRANSFER_IS_NONE) };
    let id = if transfer.on { prompt::TRANSFER_IS } else { prompt::TRANSFER_IS_OFF };
    say.prompt_with(id, [("number", Argument::Digits(transfer.number.to_string()))])
}
