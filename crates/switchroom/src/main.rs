//! The program: what it can be told on the command line. What runs when it serves is listed in [`house`].

mod acme;
mod archive;
mod attendant;
mod card;
mod certificate;
mod condition;
mod config;
mod contact;
mod demo;
mod desk_doors;
mod doctor;
mod enclosures;
mod group;
mod house;
mod laid_announcement;
mod list;
mod listeners;
mod log;
mod manual;
mod outbox;
mod printed_card;
mod reached;
mod recording_page;
mod secrets;
mod setting;
mod site;
mod stir;
mod transcripts;
mod trunk;
mod upkeep;
mod user;
mod voice;

use anyhow::Result;
use clap::{Parser, Subcommand};
use config::Config;
use std::path::PathBuf;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One server that answers for a company: calls, voice mail and e-mail in one mailbox.
#[derive(Parser)]
#[command(version)]
struct Line {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", env = "SWITCHROOM_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until told to end (SIGTERM).
    Serve,
    /// Serve a demo company with people, phones and messages.
    Demo(demo::Options),
    /// Add and change people.
    #[command(subcommand)]
    User(user::Command),
    /// Write database and messages to one file, beside a running server.
    Backup(archive::Backup),
    /// Fill an empty data folder from such a file.
    Restore(archive::Restore),
    /// Show and change settings.
    #[command(subcommand)]
    Setting(setting::Command),
    /// Let several people answer one number.
    #[command(subcommand)]
    Group(group::Command),
    /// Keep the company's sites.
    #[command(subcommand)]
    Site(site::Command),
    /// Keep distribution lists, the company's and people's.
    #[command(subcommand)]
    List(list::Command),
    /// Keep the company's address book.
    #[command(subcommand)]
    Contact(contact::Command),
    /// Have callers greeted and sent on.
    #[command(subcommand)]
    Attendant(attendant::Command),
    /// Connect providers and other telephone systems.
    #[command(subcommand)]
    Trunk(trunk::Command),
    /// Let somebody record the company's announcement at a page of its own.
    #[command(subcommand)]
    RecordingPage(recording_page::Command),
    /// Look after mail for addresses elsewhere.
    #[command(subcommand)]
    Outbox(outbox::Command),
    /// Have the certificate renewed.
    #[command(subcommand)]
    Certificate(acme::Command),
    /// The keys of the menu by telephone on a page, to print.
    Card(card::Card),
    /// Show which engines can speak, and hear them.
    #[command(subcommand)]
    Voice(voice::Command),
    /// Look for what keeps the server from running well.
    Doctor,
    /// Print the API's description.
    Openapi,
}

fn main() -> Result<()> {
    rustls::crypto::ring::default_provider().install_default().ok();
    let line = Line::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(line))
}

async fn run(line: Line) -> Result<()> {
    let config = || Config::read(line.config.as_deref());
    match line.command {
        Command::Demo(options) => demo::run(options).await,
        Command::Card(card) => card::run(&card),
        Command::Openapi => {
            print!("{}", api::openapi());
            Ok(())
        }
        Command::Serve => {
            let config = config()?;
            log::start(&config.log)?;
            house::House::open(&config).await?.run_until_told().await
        }
        Command::Backup(backup) => archive::backup(backup, &config()?).await,
        Command::Restore(restore) => archive::restore(restore, &config()?).await,
        Command::Setting(command) => setting::run(command, &config()?).await,
        Command::Group(command) => group::run(command, &config()?).await,
        Command::Site(command) => site::run(command, &config()?).await,
        Command::List(command) => list::run(command, &config()?).await,
        Command::Contact(command) => contact::run(command, &config()?).await,
        Command::Attendant(command) => attendant::run(command, &config()?).await,
        Command::Trunk(command) => trunk::run(command, &config()?).await,
        Command::RecordingPage(command) => recording_page::run(command, &config()?).await,
        Command::Outbox(command) => outbox::run(command, &config()?).await,
        Command::Certificate(command) => acme::run(&command, &config()?).await,
        Command::Voice(command) => voice::run(command, &config()?).await,
        Command::User(command) => user::run(command, &config()?).await,
        Command::Doctor => doctor::run(&config()?).await,
    }
}
