//! `switchroom setting`: what people and administrators may change while the server runs; it hears of it within 2 s.

use crate::config::Config;
use crate::house::People;
use crate::site;
use anyhow::{Context, Result};
use clap::Subcommand;
use directory::People as Everybody;
use domain::id::UserId;
use domain::number::Email;
use domain::settings::{self, Row, Scope};
use std::io::Write;

#[derive(Subcommand)]
pub enum Command {
    /// Every setting with its value and what it does.
    List {
        /// As it holds for this person.
        #[arg(long, value_name = "EMAIL")]
        user: Option<String>,
    },
    /// Set a value for the company, for those of one site, or for one person.
    Set {
        key: String,
        value: String,
        #[arg(long, value_name = "EMAIL")]
        user: Option<String>,
        #[arg(long, value_name = "NAME", conflicts_with = "user")]
        site: Option<String>,
    },
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let people = People::open(config).await?;
    let directory = people.directory();
    let everybody = directory.people();
    match command {
        Command::List { user } => list(&everybody, find(&everybody, user)?)?,
        Command::Set { key, value, user, site } => {
            let scope = match site {
                Some(name) => Scope::Site(site::find(&everybody, &name)?.id.get()),
                None => find(&everybody, user)?.map_or(Scope::Tenant(everybody.tenant), Scope::User),
            };
            directory.set_setting(Row { scope, key, value }).await?;
        }
    }
    Ok(())
}

fn find(everybody: &Everybody, email: Option<String>) -> Result<Option<UserId>> {
    let Some(email) = email else { return Ok(None) };
    let user = everybody.by_email(&Email::parse(&email)?);
    Ok(Some(user.with_context(|| format!("nobody has the address {email}"))?.id))
}

fn list(everybody: &Everybody, user: Option<UserId>) -> Result<()> {
    let held = everybody.settings_of(user);
    let mut page = std::io::stdout().lock();
    for definition in settings::ALL {
        let value = held.text(definition);
        writeln!(page, "{} = {value}\n    {}", definition.key, definition.doc.trim())?;
    }
    Ok(())
}
