//! `switchroom backup` and `restore`: the whole house in one file.

use crate::config::Config;
use crate::house::{self, People};
use anyhow::{Result, bail};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct Backup {
    /// The file to write; it must not exist.
    file: PathBuf,
    /// Put the master key into it, too: whoever has the file can read all messages then.
    #[arg(long)]
    with_key: bool,
}

#[derive(Args)]
pub struct Restore {
    /// The file that `backup` has written.
    file: PathBuf,
}

pub async fn backup(backup: Backup, config: &Config) -> Result<()> {
    let people = People::open(config).await?;
    let key = if backup.with_key { store::backup::Key::Included } else { store::backup::Key::Apart };
    let written = people.store().backup(&backup.file, key).await?;
    println!("{} bytes in {}", written, backup.file.display());
    if !backup.with_key {
        println!(
            "The master key ({}) is not in it: keep a copy apart.",
            config.data.join("master.key").display()
        );
    }
    Ok(())
}

pub async fn restore(restore: Restore, config: &Config) -> Result<()> {
    if !house::is_empty(&config.data)? {
        bail!("{} is not empty: restore fills an empty folder", config.data.display());
    }
    store::backup::restore(&restore.file, &config.data).await?;
    println!("restored to {}", config.data.display());
    if !config.data.join("master.key").exists() {
        println!("Put the master key there before the start: {}", config.data.join("master.key").display());
    }
    Ok(())
}
