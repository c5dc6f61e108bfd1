//! The owner's greetings: heard, recorded, deleted, switched on and off.

use super::pick::{Picked, pick};
use super::record::{Made, record};
use super::sure::{self, Sure};
use super::{After, Own, Stop, in_time, presence};
use crate::keys::{SILENT_ROUNDS, act, ask_level};
use crate::line::{Audio, Barge, Line, Manner};
use crate::settings_tree::{GREETING, GREETINGS, Greeting, Greetings};
use crate::{prompt, tree};
use domain::greeting::{Kind, Situation, Slot};
use domain::language::Language;
use domain::settings::{self, Definition, Row, Scope};
use jiff::civil::Date;
use speech::Script;

/// Occasions with a greeting of their own, in the order of their numbers.
const OCCASIONS: [(Situation, &str); 5] = [
    (Situation::Internal, prompt::OCCASION_INTERNAL),
    (Situation::Busy, prompt::OCCASION_BUSY),
    (Situation::OffHours, prompt::OCCASION_OFF_HOURS),
    (Situation::Break, prompt::OCCASION_BREAK),
    (Situation::External, prompt::OCCASION_EXTERNAL),
];

/// The level of the greetings; ends where the owner goes back.
pub async fn change(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let keys = tree::fitting(GREETINGS, |action| fits(own, action));
        let key = ask_level(line, own.owner, &keys, say.clone()).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let after = match act(line, &keys, Greetings::Help, &say, key).await? {
            Some(Greetings::OfPresence) => of_presence(line, own).await?,
            Some(Greetings::OfOccasion) => of_occasion(line, own).await?,
            Some(Greetings::OfDay) => one(line, own, Situation::Day.into()).await?,
            Some(Greetings::Alternative) => one(line, own, Situation::Alternative.into()).await?,
            Some(Greetings::Name) => one(line, own, Slot::Name).await?,
            Some(Greetings::Kind) => change_kind(line, own).await?,
            Some(Greetings::DeleteAll) => delete_all(line, own).await?,
            Some(Greetings::Back) => return Ok(After::Up),
            Some(Greetings::Help) | None => continue,
        };
        if after == After::Silence {
            return Ok(After::Silence);
        }
    }
    Ok(After::Silence)
}

/// Who records the name only has no greetings to choose from; what the company has hidden is not there.
fn fits(own: &Own<'_>, action: Greetings) -> bool {
    let people = own.directory.people();
    let settings = people.settings_of(Some(own.id()));
    match action {
        Greetings::OfPresence | Greetings::OfOccasion | Greetings::OfDay | Greetings::Alternative => {
            settings.get(&settings::GREETING_KIND) == Kind::Individual
        }
        Greetings::Kind => settings.get(&settings::MENU_GREETING_KIND),
        Greetings::DeleteAll => settings.get(&settings::MENU_DELETE_ALL),
        Greetings::Name | Greetings::Help | Greetings::Back => true,
    }
}

async fn of_presence(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let states = presence::available(own);
    match pick(line, own.owner, |say| say, &presence::named(own, &states)).await? {
        Picked::At(place) => one(line, own, Slot::of_state(&states[place])).await,
        Picked::Back => Ok(After::Up),
        Picked::Silence => Ok(After::Silence),
    }
}

async fn of_occasion(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let people = own.directory.people();
    let internal = people.settings_of(Some(own.id())).get(&settings::GREETING_INTERNAL);
    let provided = |(situation, _): &(Situation, &str)| internal || *situation != Situation::Internal;
    let occasions: Vec<_> = OCCASIONS.into_iter().filter(provided).collect();
    let things: Vec<Script> = occasions.iter().map(|(_, id)| own.say().prompt(id)).collect();
    match pick(line, own.owner, |say| say, &things).await? {
        Picked::At(place) => one(line, own, occasions[place].0.into()).await,
        Picked::Back => Ok(After::Up),
        Picked::Silence => Ok(After::Silence),
    }
}

/// One greeting, or the name; first in the owner's language.
async fn one(line: &mut impl Line, own: &Own<'_>, slot: Slot) -> Result<After, Stop> {
    let say = own.say();
    let mut language = own.user().language;
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let (keys, said) = offered(line, own, &slot, language);
        let key = ask_level(line, own.owner, &keys, said).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, &keys, Greeting::Help, &say, key).await? {
            Some(Greeting::Hear) => hear(line, own, &slot, language).await?,
            Some(Greeting::Record) => {
                if record_one(line, own, &slot, language).await? == After::Silence {
                    return Ok(After::Silence);
                }
            }
            Some(Greeting::Delete) => {
                in_time(own.directory.remove_greeting(own.id(), slot.clone(), language)).await?;
                line.play(&say.clone().prompt(prompt::GREETING_DELETED), Barge::TypeAhead).await?;
            }
            Some(Greeting::Switch) => {
                let on = !is_on(line, own, &slot);
                switch(own, &slot, on, own.today(line)).await?;
            }
            Some(Greeting::Language) => language = next(language),
            Some(Greeting::Back) => return Ok(After::Up),
            Some(Greeting::Help) | None => {}
        }
    }
    Ok(After::Silence)
}

/// How a greeting stands, and the keys that have a use for it.
fn offered(
    line: &impl Line,
    own: &Own<'_>,
    slot: &Slot,
    language: Language,
) -> (Vec<tree::Choice<Greeting>>, Script) {
    let people = own.directory.people();
    let may_delete = people.settings_of(Some(own.id())).get(&settings::MENU_DELETE_ONE);
    let is_recorded = own.user().greetings.recorded(slot, language).is_some();
    let can_be_switched = is_switched(slot) && own.user().greetings.has(slot);
    let keys = tree::fitting(GREETING, |action| match action {
        Greeting::Hear => is_recorded,
        Greeting::Delete => is_recorded && may_delete,
        Greeting::Switch => can_be_switched,
        _ => true,
    });
    let stands = if is_recorded { prompt::GREETING_IS_RECORDED } else { prompt::GREETING_IS_NONE };
    let mut said = own.say().prompt(prompt::in_language(language.tag())).prompt(stands);
    if can_be_switched {
        let on = is_on(line, own, slot);
        said = said.prompt(if on { prompt::GREETING_IS_ON } else { prompt::GREETING_IS_OFF });
    }
    (keys, said)
}

async fn hear(line: &mut impl Line, own: &Own<'_>, slot: &Slot, language: Language) -> Result<(), Stop> {
    let Some(blob) = own.user().greetings.recorded(slot, language).cloned() else { return Ok(()) };
    let wav = in_time(own.directory.greeting(&blob)).await?;
    line.listen(&Audio(wav.to_vec().into()), 0, Manner::default()).await?;
    Ok(())
}

/// What is recorded holds from the next call on: the greeting of the day today, the alternative one from now.
async fn record_one(
    line: &mut impl Line,
    own: &Own<'_>,
    slot: &Slot,
    language: Language,
) -> Result<After, Stop> {
    let people = own.directory.people();
    let invites = if *slot == Slot::Name { prompt::RECORD_NAME } else { prompt::RECORD_GREETING };
    let made = record(line, own.owner, &people.settings_of(Some(own.id())), invites).await?;
    let (after, said) = match made {
        Made::Kept(wav) => {
            in_time(own.directory.set_greeting(own.id(), slot.clone(), language, wav)).await?;
            tracing::info!(user = own.id().get(), %slot, "a greeting was recorded by telephone");
            if is_switched(slot) {
                switch(own, slot, true, own.today(line)).await?;
            }
            (After::Up, prompt::RECORDED_KEPT)
        }
        Made::Discarded => (After::Up, prompt::RECORDED_DISCARDED),
        Made::Silence => (After::Silence, prompt::RECORDED_DISCARDED),
    };
    line.play(&own.say().prompt(said), Barge::TypeAhead).await?;
    Ok(after)
}

/// Whether a greeting is played only while it is switched on.
fn is_switched(slot: &Slot) -> bool {
    matches!(slot, Slot::Situation(Situation::Day | Situation::Alternative))
}

fn is_on(line: &impl Line, own: &Own<'_>, slot: &Slot) -> bool {
    let people = own.directory.people();
    let settings = people.settings_of(Some(own.id()));
    match slot {
        Slot::Situation(Situation::Day) => settings.get(&settings::GREETING_DAY) == Some(own.today(line)),
        _ => settings.get(&settings::GREETING_ALTERNATIVE),
    }
}

async fn switch(own: &Own<'_>, slot: &Slot, on: bool, today: Date) -> Result<(), Stop> {
    let (definition, value) = match slot {
        Slot::Situation(Situation::Day) => {
            let day = if on { today.to_string() } else { String::new() };
            (&settings::GREETING_DAY.definition, day)
        }
        _ => (&settings::GREETING_ALTERNATIVE.definition, on.to_string()),
    };
    set(own, definition, value).await
}

async fn set(own: &Own<'_>, definition: &Definition, value: String) -> Result<(), Stop> {
    let row = Row { scope: Scope::User(own.id()), key: definition.key.to_owned(), value };
    in_time(own.directory.set_setting(row)).await
}

async fn change_kind(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let people = own.directory.people();
    let (value, said) = match people.settings_of(Some(own.id())).get(&settings::GREETING_KIND) {
        Kind::Individual => ("personalised", prompt::GREETING_KIND_PERSONALISED),
        Kind::Personalised => ("individual", prompt::GREETING_KIND_INDIVIDUAL),
    };
    set(own, &settings::GREETING_KIND.definition, value.to_owned()).await?;
    line.play(&own.say().prompt(said), Barge::TypeAhead).await?;
    Ok(After::Up)
}

async fn delete_all(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let say = own.say();
    match sure::ask(line, own.owner, say.clone().prompt(prompt::CONFIRM_DELETE_ALL)).await? {
        Sure::Yes => {
            in_time(own.directory.forget_greetings(own.id())).await?;
            line.play(&say.prompt(prompt::GREETINGS_DELETED), Barge::TypeAhead).await?;
            Ok(After::Up)
        }
        Sure::No => Ok(After::Up),
        Sure::Silence => Ok(After::Silence),
    }
}

/// The next language, and after the last the first.
fn next(language: Language) -> Language {
    let place = Language::ALL.iter().position(|other| *other == language).unwrap_or(0);
    Language::ALL[(place + 1) % Language::ALL.len()]
}
