//! What every source file keeps to: it begins with why it is there, and its name says what it is.

use crate::shell::{command, output, root};
use anyhow::{Result, bail};
use std::path::Path;

/// Names that say nothing.
const BANNED: &[&str] = &["utils", "util", "common", "helpers", "helper", "manager", "misc", "processor"];

/// Words of an address or machine that no committed file may hold; assembled so that this file does not.
const PRIVATE: &[&[&str]] =
    &[&["/wo", "rk/"], &["../sha", "red"], &["registry.npm", "js.org"], &["index.crates", ".io"]];

pub fn check() -> Result<()> {
    let mut faults = Vec::new();
    for file in tracked()? {
        let path = Path::new(&file);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        if BANNED.contains(&stem.as_str()) {
            faults.push(format!("{file}: the name says nothing"));
        }
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        if file.ends_with(".rs") && !text.starts_with("//!") && !text.starts_with("#!") {
            faults.push(format!("{file}: the first line does not say why it is there (//!)"));
        }
        if file == "Cargo.lock" {
            continue;
        }
        for word in PRIVATE.iter().map(|parts| parts.concat()).filter(|word| text.contains(word)) {
            faults.push(format!("{file}: names {word}"));
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// Files that git tracks or would.
pub fn tracked() -> Result<Vec<String>> {
    let listed = output(&mut command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let mut files: Vec<String> = listed.lines().map(str::to_owned).collect();
    files.retain(|file| root().join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}
