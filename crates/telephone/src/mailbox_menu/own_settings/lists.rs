//! The owner's distribution lists: heard, made, filled, emptied, deleted.

use super::sure::{self, Sure};
use super::{After, Own, Stop, in_time};
use crate::keys::{SILENT_ROUNDS, act, ask_level, ask_row};
use crate::line::{Barge, EntryEnd, Hangup, Line};
use crate::mailbox_menu::address::{self, Asked, Asking};
use crate::settings_tree::{LIST, List};
use crate::{prompt, tree};
use directory::People;
use domain::distribution::{ListNumber, MOST_MEMBERS, Member, Plan};
use speech::{Argument, Script};

/// So many numbers of lists, or addresses, are entered one after the other.
const MOST_ENTRIES: usize = 200;

/// One list after the other, until the owner goes back.
pub async fn change(line: &mut impl Line, own: &Own<'_>) -> Result<After, Stop> {
    let mut silent_rounds = 0;
    for _ in 0..MOST_ENTRIES {
        let row = ask_row(line, &own.say().prompt(prompt::LISTS_WHICH)).await?;
        match row.keys.as_str() {
            "" if row.ended == EntryEnd::Key => return Ok(After::Up),
            "" => {
                silent_rounds += 1;
                if silent_rounds == SILENT_ROUNDS {
                    return Ok(After::Silence);
                }
            }
            keys if keys.ends_with('*') => return Ok(After::Up),
            keys => match ListNumber::parse(keys) {
                Some(number) => {
                    silent_rounds = 0;
                    if one(line, own, number).await? == After::Silence {
                        return Ok(After::Silence);
                    }
                }
                None => say(line, own, prompt::LISTS_NUMBERS).await?,
            },
        }
    }
    Ok(After::Silence)
}

/// What is done with one list; one that there is not yet is made as somebody is added.
async fn one(line: &mut impl Line, own: &Own<'_>, number: ListNumber) -> Result<After, Stop> {
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let list = plan(own, number);
        let is_kept = own.directory.people().list_at(Some(own.id()), number).is_some();
        let keys = tree::fitting(LIST, |action| match action {
            List::Hear | List::Remove => !list.members.is_empty(),
            List::Delete => is_kept,
            List::Add | List::Help | List::Back => true,
        });
        let key = ask_level(line, own.owner, &keys, is(own.say(), &list)).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let after = match act(line, &keys, List::Help, &own.say(), key).await? {
            Some(List::Hear) => {
                hear(line, own, &list).await?;
                After::Up
            }
            Some(List::Add) => add(line, own, number).await?,
            Some(List::Remove) => remove(line, own, number).await?,
            Some(List::Delete) => delete(line, own, number).await?,
            Some(List::Back) => return Ok(After::Up),
            Some(List::Help) | None => After::Up,
        };
        if after == After::Silence {
            return Ok(After::Silence);
        }
    }
    Ok(After::Silence)
}

/// The list as it stands; an empty one where there is none.
fn plan(own: &Own<'_>, number: ListNumber) -> Plan {
    let people = own.directory.people();
    let kept = people.list_at(Some(own.id()), number).map(|list| list.plan.clone());
    kept.unwrap_or(Plan { owner: Some(own.id()), number, name: String::new(), members: Vec::new() })
}

fn is(say: Script, list: &Plan) -> Script {
    let number = ("number", Argument::Count(list.number.get().into()));
    say.prompt_with(prompt::LIST_IS, [number, ("count", Argument::Count(list.members.len() as u64))])
}

async fn hear(line: &mut impl Line, own: &Own<'_>, list: &Plan) -> Result<(), Hangup> {
    let people = own.directory.people();
    let members = list.members.iter().fold(own.say(), |say, one| member(say, &people, one));
    line.play(&members, Barge::TypeAhead).await?;
    Ok(())
}

/// Who it is; nothing of whoever is gone.
fn member(say: Script, people: &People, member: &Member) -> Script {
    match member {
        Member::Person(user) => match people.user(*user) {
            Some(user) => say.prompt_with(prompt::LIST_MEMBER, address::person(user)),
            None => say,
        },
        Member::Email(email) => say.prompt_with(prompt::LIST_ADDRESS, [address::written(email)]),
        Member::List(list) => match people.list(*list) {
            Some(list) => {
                let own = list.plan.owner.is_some();
                let id = if own { prompt::LIST_OWN_LIST } else { prompt::LIST_COMPANY_LIST };
                say.prompt_with(id, [("number", Argument::Count(list.plan.number.get().into()))])
            }
            None => say,
        },
    }
}

/// One after the other, until `#` alone.
async fn add(line: &mut impl Line, own: &Own<'_>, number: ListNumber) -> Result<After, Stop> {
    for _ in 0..MOST_ENTRIES {
        let mut list = plan(own, number);
        if list.members.len() >= MOST_MEMBERS {
            say(line, own, prompt::LIST_FULL).await?;
            return Ok(After::Up);
        }
        let new = match ask(line, own, prompt::LIST_ADD).await? {
            Asked::Member(new) => new,
            Asked::Done => return Ok(After::Up),
            Asked::Nobody => continue,
            Asked::Silence => return Ok(After::Up),
        };
        if list.members.contains(&new) {
            say(line, own, prompt::LIST_HAS_IT).await?;
            continue;
        }
        let told = member(own.say(), &own.directory.people(), &new).prompt(prompt::LIST_ADDED);
        list.members.push(new);
        in_time(own.directory.keep_list(list, Some(own.id()))).await?;
        line.play(&told, Barge::TypeAhead).await?;
    }
    Ok(After::Silence)
}

async fn remove(line: &mut impl Line, own: &Own<'_>, number: ListNumber) -> Result<After, Stop> {
    let Asked::Member(gone) = ask(line, own, prompt::LIST_REMOVE).await? else { return Ok(After::Up) };
    let list = plan(own, number);
    if !list.members.contains(&gone) {
        say(line, own, prompt::LIST_HAS_IT_NOT).await?;
        return Ok(After::Up);
    }
    let members = list.members.into_iter().filter(|member| *member != gone).collect();
    in_time(own.directory.keep_list(Plan { members, ..list }, Some(own.id()))).await?;
    say(line, own, prompt::LIST_REMOVED).await?;
    Ok(After::Up)
}

async fn ask(line: &mut impl Line, own: &Own<'_>, question: &'static str) -> Result<Asked, Hangup> {
    let people = own.directory.people();
    let asking = Asking { say: own.say(), people: &people, owner: own.id() };
    asking.ask(line, &own.say().prompt(question)).await
}

async fn delete(line: &mut impl Line, own: &Own<'_>, number: ListNumber) -> Result<After, Stop> {
    match sure::ask(line, own.owner, own.say().prompt(prompt::CONFIRM_DELETE_LIST)).await? {
        Sure::Yes => {}
        Sure::No => return Ok(After::Up),
        Sure::Silence => return Ok(After::Silence),
    }
    let list = own.directory.people().list_at(Some(own.id()), number).map(|list| list.id);
    if let Some(list) = list {
        in_time(own.directory.remove_list(list, Some(own.id()))).await?;
    }
    say(line, own, prompt::LIST_DELETED).await?;
    Ok(After::Up)
}

async fn say(line: &mut impl Line, own: &Own<'_>, id: &'static str) -> Result<(), Hangup> {
    line.play(&own.say().prompt(id), Barge::TypeAhead).await?;
    Ok(())
}
