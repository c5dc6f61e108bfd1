//! `switchroom recording-page`: what opens the page on which the company's announcement is recorded, changed while the server runs.

use crate::config::Config;
use crate::house::People;
use crate::secrets;
use anyhow::{Context, Result};
use clap::Subcommand;
use domain::number::Email;
use domain::recording_page;
use std::io::Write;

#[derive(Subcommand)]
pub enum Command {
    /// Open it with this name; the password is read from standard input. Whoever is signed in there is out.
    Set { name: String },
    /// Where it is, with which name it opens, and since when. Of the password only the hash is kept.
    Show,
    /// Nothing opens it any more. Whoever is signed in there is out.
    Off,
    /// Draw a new password, and have the running server mail it to an address with all that is to be known. The one before ends.
    Send { address: String },
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let opened = People::open(config).await?;
    let directory = opened.directory();
    match command {
        Command::Set { name } => directory.open_page(&name, &secrets::password()?, None).await?,
        Command::Show => {
            let page = directory.page().await?.context("nothing opens it")?;
            let people = directory.people();
            let address = recording_page::address(&people.settings_of(None), &people.realm);
            writeln!(std::io::stdout().lock(), "{address}\n{}\nsince {:.0}", page.name, page.set_at)?;
        }
        Command::Off => directory.close_page(None).await.context("nothing opens it")?,
        Command::Send { address } => {
            let address = Email::parse(&address)?;
            directory.invite_to_page(address, None).await.context("set a name first")?;
        }
    }
    Ok(())
}
