//! `switchroom site`: the company's sites and who belongs to them, changed while the server runs; it hears of it within 2 s.

use crate::config::Config;
use crate::house::People as Opened;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use directory::People;
use domain::id::UserId;
use domain::number::Email;
use domain::site::{Plan, Site, country_code};
use std::io::Write;

#[derive(Subcommand)]
pub enum Command {
    /// Add a site.
    Add(Add),
    /// Write a site over: what is not said has its usual value.
    Change {
        #[command(flatten)]
        to: Add,
        /// The name that it has from now on.
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
    },
    /// Every site, and how many belong to it.
    List,
    /// With its settings; its people belong to none then.
    Remove { name: String },
    /// These people belong to a site from now on.
    Place {
        name: String,
        #[arg(required = true)]
        emails: Vec<String>,
    },
    /// These people belong to no site from now on.
    Displace {
        #[arg(required = true)]
        emails: Vec<String>,
    },
}

#[derive(Args)]
pub struct Add {
    /// What it is called here.
    name: String,
    /// The country code, such as 49.
    #[arg(long)]
    country: String,
    /// The area code without the national prefix, such as 8142; left out where a country has none.
    #[arg(long, default_value = "")]
    area: String,
    /// What stands before the extensions, such as 4799.
    #[arg(long)]
    subscriber: String,
    /// What is dialled there to get a line out, such as 0.
    #[arg(long, default_value = "")]
    outside_access: String,
}

impl Add {
    fn plan(self) -> Plan {
        let Add { name, country, area, subscriber, outside_access } = self;
        let country = country_code(&country);
        Plan { name, country, area, subscriber, outside_access }
    }
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let opened = Opened::open(config).await?;
    let (people, sites) = (opened.directory().people(), opened.sites());
    match command {
        Command::Add(add) => {
            sites.add_site(add.plan(), None).await?;
        }
        Command::Change { to, rename } => {
            let id = find(&people, &to.name)?.id;
            let mut plan = to.plan();
            plan.name = rename.unwrap_or(plan.name);
            sites.change_site(id, plan, None).await?;
        }
        Command::List => list(&people)?,
        Command::Remove { name } => sites.remove_site(find(&people, &name)?.id, None).await?,
        Command::Place { name, emails } => {
            let site = find(&people, &name)?.id;
            for email in emails {
                sites.place_at(person(&people, &email)?, Some(site), None).await?;
            }
        }
        Command::Displace { emails } => {
            for email in emails {
                sites.place_at(person(&people, &email)?, None, None).await?;
            }
        }
    }
    Ok(())
}

fn list(people: &People) -> Result<()> {
    let mut page = std::io::stdout().lock();
    for Site { id, plan } in people.sites() {
        let belongs = |user: &UserId| people.site_of(*user).is_some_and(|site| site.id == *id);
        let count = people.users().filter(|user| belongs(&user.id)).count();
        let Plan { name, country, area, subscriber, outside_access } = plan;
        writeln!(
            page,
            "{name:<24}+{country:<4}{area:<8}{subscriber:<12}{outside_access:<4}{count:>5} people"
        )?;
    }
    Ok(())
}

/// The site of this name.
pub fn find<'a>(people: &'a People, name: &str) -> Result<&'a Site> {
    let site = people.sites().iter().find(|site| site.plan.name == name);
    site.with_context(|| format!("there is no site {name}"))
}

fn person(people: &People, email: &str) -> Result<UserId> {
    let user = people.by_email(&Email::parse(email)?);
    Ok(user.with_context(|| format!("nobody has the address {email}"))?.id)
}
