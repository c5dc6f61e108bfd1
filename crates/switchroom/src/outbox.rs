//! `switchroom outbox`: mail for addresses elsewhere, seen and pushed while the server runs; it hears of it within 2 s.

use crate::config::Config;
use crate::house::People;
use crate::secrets;
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use std::io::Write;

/// More are not shown at once.
const MOST_SHOWN: usize = 1000;

#[derive(Subcommand)]
pub enum Command {
    /// What waits and what has failed: number, what it is, whose, where to, when it is tried next, and what was said last.
    List,
    /// Try what waits now: one by its number, or all.
    Retry { number: Option<i64> },
    /// Forget one. Its owner is not told.
    Drop { number: i64 },
    /// Set the password for the smarthost; it is read from standard input. An empty one is forgotten.
    Password,
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let people = People::open(config).await?;
    let queue = people.outbound(&config.node);
    match command {
        Command::List => {
            let everybody = people.directory().people();
            let mut page = std::io::stdout().lock();
            for work in queue.list(0, MOST_SHOWN).await? {
                let owner = everybody.user(work.person).map_or("nobody", |user| user.email.as_str());
                let stands =
                    if work.has_failed { "failed".to_owned() } else { format!("due {:.0}", work.due) };
                writeln!(
                    page,
                    "{:<8}{:<9}{owner} -> {}  {stands}, {} tried  {}",
                    work.id, work.class, work.recipient, work.attempts, work.reason
                )?;
            }
        }
        Command::Retry { number } => println!("{} due now", queue.retry(number).await?),
        Command::Drop { number } => queue.remove(number, None).await.context("outbox")?,
        Command::Password => {
            let password = secrets::password()?;
            if password.chars().any(char::is_control) {
                bail!("a password has no control characters");
            }
            queue.set_password(&password).await?;
        }
    }
    Ok(())
}
