//! `switchroom attendant`: numbers that greet callers and send them on, changed while the server runs; it hears of it within 2 s.

use crate::config::Config;
use crate::house::People as Opened;
use anyhow::{Context, Result, anyhow};
use api::AttendantPlan;
use clap::Subcommand;
use directory::People;
use domain::attendant::{Attendant, Plan};
use domain::language::Language;
use domain::number::Extension;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub enum Command {
    /// Add an attendant, as a file says in the words of the API (`AttendantPlan`).
    Add {
        file: PathBuf,
    },
    /// Write the attendant of the file's extension over.
    Change {
        file: PathBuf,
    },
    /// Every attendant.
    List,
    /// What an attendant does, as `change` reads it.
    Show {
        extension: String,
    },
    Remove {
        extension: String,
    },
    /// Have a sound file played as an announcement.
    Announce {
        extension: String,
        /// The announcement's name, as menus and rules say it.
        name: String,
        /// WAV, MP3, M4A, FLAC or Ogg.
        sound: PathBuf,
        /// BCP 47; the attendant's own unless given.
        #[arg(long)]
        language: Option<String>,
    },
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let opened = Opened::open(config).await?;
    let (people, attendants) = (opened.directory().people(), opened.attendants());
    match command {
        Command::Add { file } => {
            attendants.add_attendant(plan(&people, &file)?, None).await?;
        }
        Command::Change { file } => {
            let plan = plan(&people, &file)?;
            let id = find(&people, plan.extension.as_str())?.id;
            attendants.change_attendant(id, plan, None).await?;
        }
        Command::List => list(&people)?,
        Command::Show { extension } => {
            let plan = AttendantPlan::of(&people, &find(&people, &extension)?.plan);
            writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&plan)?)?;
        }
        Command::Remove { extension } => {
            attendants.remove_attendant(find(&people, &extension)?.id, None).await?;
        }
        Command::Announce { extension, name, sound, language } => {
            let attendant = find(&people, &extension)?;
            let language = match language {
                Some(tag) => Language::from_tag(&tag).with_context(|| format!("{tag} is not spoken here"))?,
                None => attendant.plan.language,
            };
            let file = fs::read(&sound).with_context(|| format!("reading {}", sound.display()))?;
            let wav = speech::audio::level(&file)?;
            attendants.set_announcement(attendant.id, name, language, wav.into()).await?;
        }
    }
    Ok(())
}

fn plan(people: &People, file: &Path) -> Result<Plan> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let plan: AttendantPlan =
        serde_json::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
    plan.read(people).map_err(|why| anyhow!(why))
}

fn list(people: &People) -> Result<()> {
    let mut page = std::io::stdout().lock();
    for Attendant { plan, sounds, .. } in people.attendants() {
        let (menus, rules) = (plan.menus.len(), plan.rules.len());
        writeln!(
            page,
            "{:<8}{:<24}{menus} menus, {rules} rules, {} recorded",
            plan.extension.as_str(),
            plan.name,
            sounds.len()
        )?;
    }
    Ok(())
}

fn find<'a>(people: &'a People, extension: &str) -> Result<&'a Attendant> {
    let extension = Extension::parse(extension)?;
    let attendant = people.attendants().iter().find(|attendant| attendant.plan.extension == extension);
    attendant.with_context(|| format!("there is no attendant {extension}"))
}
