//! `switchroom group`: hunt groups, added and changed while the server runs; it hears of it within 2 s.

use crate::config::Config;
use crate::house::People as Opened;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use directory::People;
use domain::forward::Target;
use domain::hunt::{Group, Manner, Overflow, Plan};
use domain::id::UserId;
use domain::number::Extension;
use std::io::Write;

#[derive(Subcommand)]
pub enum Command {
    /// Add a group.
    Add(Add),
    /// Write a group over: what is not said has its usual value.
    Change(Add),
    /// Every group, and who is in it.
    List,
    Remove {
        extension: String,
    },
}

#[derive(Args)]
pub struct Add {
    /// The group's extension.
    extension: String,
    /// Shown on the telephones that ring.
    #[arg(long)]
    name: String,
    /// Extensions of its members, in the order in which they ring in turn.
    #[arg(required = true)]
    members: Vec<String>,
    /// all-at-once, in-turn or longest-idle.
    #[arg(long, default_value = "all-at-once")]
    manner: String,
    /// How long each turn rings, in seconds.
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// Where calls go that nobody takes: voice-mail, or a number as the person of --overflow-by dials it.
    #[arg(long, requires = "overflow_by")]
    overflow: Option<String>,
    /// The extension of the person whose voice mail, account and limits these are.
    #[arg(long, requires = "overflow")]
    overflow_by: Option<String>,
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let opened = Opened::open(config).await?;
    let (people, groups) = (opened.directory().people(), opened.groups());
    match command {
        Command::Add(add) => {
            groups.add_group(plan(&people, add)?, None).await?;
        }
        Command::Change(change) => {
            let group = find(&people, &change.extension)?.id;
            groups.change_group(group, plan(&people, change)?, None).await?;
        }
        Command::List => list(&people)?,
        Command::Remove { extension } => groups.remove_group(find(&people, &extension)?.id, None).await?,
    }
    Ok(())
}

fn plan(people: &People, add: Add) -> Result<Plan> {
    let overflow = match add.overflow.zip(add.overflow_by) {
        Some((target, by)) => Some(Overflow {
            person: person(people, &by)?,
            target: Target::parse(&target).context("the overflow is voice-mail or a number")?,
        }),
        None => None,
    };
    Ok(Plan {
        extension: Extension::parse(&add.extension)?,
        name: add.name,
        manner: Manner::named(&add.manner).context("members ring all-at-once, in-turn or longest-idle")?,
        seconds: add.seconds,
        members: add.members.iter().map(|text| person(people, text)).collect::<Result<_>>()?,
        overflow,
    })
}

fn list(people: &People) -> Result<()> {
    let mut page = std::io::stdout().lock();
    let extension = |user: &UserId| people.user(*user).map_or("-", |user| user.extension.as_str());
    for Group { plan, .. } in people.groups() {
        let members: Vec<&str> = plan.members.iter().map(extension).collect();
        let (manner, seconds) = (plan.manner.name(), plan.seconds);
        writeln!(
            page,
            "{:<8}{:<24}{manner:<14}{seconds:>4} s  {}",
            plan.extension.as_str(),
            plan.name,
            members.join(" ")
        )?;
        if let Some(Overflow { person, target }) = &plan.overflow {
            writeln!(page, "{:8}then {} by {}", "", target.text(), extension(person))?;
        }
    }
    Ok(())
}

fn person(people: &People, extension: &str) -> Result<UserId> {
    let user = people.by_extension(&Extension::parse(extension)?);
    user.map(|user| user.id).with_context(|| format!("nobody has the extension {extension}"))
}

fn find<'a>(people: &'a People, extension: &str) -> Result<&'a Group> {
    let group = people.group_at(&Extension::parse(extension)?);
    group.with_context(|| format!("there is no group {extension}"))
}
