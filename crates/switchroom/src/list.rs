//! `switchroom list`: distribution lists, kept and removed while the server runs; it hears of it within 2 s.

use crate::config::Config;
use crate::house::People as Opened;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use directory::People;
use domain::distribution::{Address, ListNumber, Member, NoAddress, Plan};
use domain::id::UserId;
use domain::number::Extension;
use std::io::Write;

#[derive(Subcommand)]
pub enum Command {
    /// Keep a list in the place of the one of this number.
    Set(Set),
    /// Every list, and who is on it.
    List(Owner),
    Remove {
        number: String,
        #[command(flatten)]
        owner: Owner,
    },
}

#[derive(Args)]
pub struct Set {
    /// 1 to 99.
    number: String,
    /// Extensions, e-mail addresses, and lists: *5 for the owner's list 5, **5 for the company's.
    members: Vec<String>,
    #[arg(long, default_value = "")]
    name: String,
    #[command(flatten)]
    owner: Owner,
}

#[derive(Args)]
pub struct Owner {
    /// The extension of the person whose lists are meant; without it, the company's.
    #[arg(long = "of")]
    extension: Option<String>,
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let opened = Opened::open(config).await?;
    let people = opened.directory().people();
    match command {
        Command::Set(set) => {
            let owner = set.owner.find(&people)?;
            let member = |text: &String| member(&people, owner, text).with_context(|| text.clone());
            let members = set.members.iter().map(member).collect::<Result<_>>()?;
            let plan = Plan { owner, number: number(&set.number)?, name: set.name, members };
            opened.directory().keep_list(plan, None).await?;
        }
        Command::List(owner) => show(&people, owner.find(&people)?)?,
        Command::Remove { number: wanted, owner } => {
            let list = people.list_at(owner.find(&people)?, number(&wanted)?);
            let list = list.with_context(|| format!("there is no list {wanted}"))?;
            opened.directory().remove_list(list.id, None).await?;
        }
    }
    Ok(())
}

impl Owner {
    fn find(&self, people: &People) -> Result<Option<UserId>> {
        let Some(extension) = &self.extension else { return Ok(None) };
        let user = people.by_extension(&Extension::parse(extension)?);
        let user = user.with_context(|| format!("nobody has the extension {extension}"))?;
        Ok(Some(user.id))
    }
}

fn number(text: &str) -> Result<ListNumber> {
    Ok(ListNumber::parse(text).ok_or(NoAddress::ListNumber)?)
}

fn member(people: &People, owner: Option<UserId>, text: &str) -> Result<Member> {
    Ok(people.member_at(owner, &Address::parse(text)?)?)
}

fn show(people: &People, owner: Option<UserId>) -> Result<()> {
    let mut page = std::io::stdout().lock();
    for list in people.lists_of(owner) {
        let members: Vec<String> = list
            .plan
            .members
            .iter()
            .filter_map(|one| people.address_of(one))
            .map(|one| one.to_string())
            .collect();
        writeln!(page, "{:<4}{:<24}{}", list.plan.number.get(), list.plan.name, members.join(" "))?;
    }
    Ok(())
}
