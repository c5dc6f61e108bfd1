//! Building: the voice, the desk, then the server that embeds both.

use crate::setup;
use crate::shell::{cargo, root, run, target};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Builds all; answers the server's program.
pub fn everything(profile: Profile) -> Result<PathBuf> {
    setup::to_build()?;
    prompts()?;
    desk()?;
    server(profile)
}

#[derive(Clone, Copy)]
pub enum Profile {
    Dev,
    Release,
}

/// Renders the voice where texts, words or their renderer have changed.
pub fn prompts() -> Result<()> {
    let rendered = target().join("prompts");
    if is_newer(&rendered.join(".complete"), &[root().join("prompts"), root().join("crates/speech/src")])? {
        return Ok(());
    }
    run(cargo(&["run", "--quiet", "--package", "speech", "--bin", "render-prompts", "--"]).arg(&rendered))?;
    fs::write(rendered.join(".complete"), "")?;
    Ok(())
}

fn desk() -> Result<()> {
    let web = root().join("web");
    let sources = [
        "src",
        "locales",
        "public",
        "index.html",
        "recording.html",
        "package-lock.json",
        "openapi.json",
        "vite.config.ts",
    ];
    if is_newer(&web.join("dist/index.html"), &sources.map(|source| web.join(source)))? {
        return Ok(());
    }
    run(&mut setup::npm(&["run", "--silent", "build"])?)
}

pub fn server(profile: Profile) -> Result<PathBuf> {
    let (options, folder): (&[&str], _) = match profile {
        Profile::Dev => (&["build", "--quiet", "--package", "switchroom"], "debug"),
        Profile::Release => (&["build", "--quiet", "--package", "switchroom", "--release"], "release"),
    };
    run(&mut cargo(options))?;
    Ok(target().join(folder).join("switchroom"))
}

/// Whether `made` exists and nothing below `sources` has been touched since.
fn is_newer(made: &Path, sources: &[PathBuf]) -> Result<bool> {
    let Ok(made_at) = made.metadata().and_then(|metadata| metadata.modified()) else { return Ok(false) };
    for source in sources {
        if newest(source)?.is_some_and(|at| at > made_at) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn newest(path: &Path) -> Result<Option<SystemTime>> {
    let Ok(metadata) = path.metadata() else { return Ok(None) };
    let mut newest_at = Some(metadata.modified()?);
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            newest_at = newest_at.max(newest(&entry?.path())?);
        }
    }
    Ok(newest_at)
}
