//! `switchroom voice`: which engines can speak, which one does in each language, and how that sounds.

use crate::certificate;
use crate::config::Config;
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use domain::language::Language;
use rustls::ClientConfig;
use speech::{Choice, Engines, Found, Speak, Voices, audio};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Subcommand)]
pub enum Command {
    /// The engines of this machine with the number of their voices, and the engine of each language.
    List,
    /// Have a text spoken into a WAV file, as callers would hear it.
    Say {
        /// A language that the house speaks, such as de-DE.
        language: String,
        text: String,
        #[arg(value_name = "FILE.wav")]
        file: PathBuf,
    },
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    match command {
        Command::List => list(config).await,
        Command::Say { language, text, file } => {
            let Some(language) = Language::from_tag(&language) else {
                bail!("{language} is not spoken here");
            };
            let said = engines(config).await?.speak(&text, language).await?;
            std::fs::write(&file, audio::wav(&said)).with_context(|| format!("writing {}", file.display()))
        }
    }
}

/// What speaks any text; whatever has been chosen can be used.
pub async fn engines(config: &Config) -> Result<Arc<Engines>> {
    Ok(Arc::new(Engines::open(&config.voice, &tls()?).await?))
}

/// Whom services of speech must show a certificate of.
pub fn tls() -> Result<Arc<ClientConfig>> {
    let trusted = certificate::trusted(None)?;
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth()))
}

async fn list(config: &Config) -> Result<()> {
    let mut lines: Vec<String> = speech::found().await.iter().map(shown).collect();
    lines.push(String::new());
    let tls = tls()?;
    // An engine that is several languages' is asked once: one that loads a voice takes seconds.
    let mut asked: Vec<(&Choice, String)> = Vec::new();
    for language in Language::ALL {
        let choice = config.voice.of(language);
        let known = asked.iter().find(|(other, _)| *other == choice && choice.is_one_voice());
        let trouble = match known {
            Some((_, trouble)) => trouble.clone(),
            None => {
                let why = speech::usable(choice, language, &tls).await.err();
                let trouble = why.map(|why| format!("  cannot be used: {why}")).unwrap_or_default();
                asked.push((choice, trouble.clone()));
                trouble
            }
        };
        let (language_tag, engine, voice) = (language.tag(), choice.name(), choice.voice(language));
        lines.push(format!("{language_tag:<12}{engine:<12}{voice}{trouble}"));
    }
    writeln!(std::io::stdout(), "{}", lines.join("\n")).context("printing the list")
}

fn shown(found: &Found) -> String {
    let standing = match (&found.program, &found.voices) {
        (None, Voices::Listed(_)) => "not installed: cannot be chosen".to_owned(),
        (None, Voices::Files) => "not installed".to_owned(),
        (Some(program), Voices::Files) => format!("voices are files, {}", program.display()),
        (Some(program), Voices::Listed(voices)) => match voices.len() {
            0 => format!("{} has no voice: cannot be chosen", program.display()),
            1 => format!("1 voice, {}", program.display()),
            many => format!("{many} voices, {}", program.display()),
        },
    };
    format!("{:<12}{standing}", found.engine)
}
