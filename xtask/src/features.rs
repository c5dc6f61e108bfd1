//! Every behaviour that is promised in `docs/features/`, and whether the test it names exists.

use crate::shell::root;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A row of a feature page.
struct Row {
    page: String,
    id: String,
    behaviour: String,
    /// `path/file.rs::name`, or `None` where nothing proves it yet.
    proof: Option<String>,
}

/// Prints what is not proven; fails on a proof that does not exist.
pub fn run() -> Result<()> {
    check()?;
    let rows = rows()?;
    for row in rows.iter().filter(|row| row.proof.is_none()) {
        println!("not yet proven: {} {} ({})", row.id, row.behaviour, row.page);
    }
    println!("{} behaviours, {} proven", rows.len(), rows.iter().filter(|row| row.proof.is_some()).count());
    Ok(())
}

/// An id that stands for two behaviours proves neither.
fn named_once(rows: &[Row]) -> Result<()> {
    let mut pages = BTreeMap::new();
    for row in rows {
        if let Some(first) = pages.insert(&row.id, &row.page) {
            bail!("{} stands twice: in {first} and in {}", row.id, row.page);
        }
    }
    Ok(())
}

pub fn check() -> Result<()> {
    let missing: Vec<String> = rows()?
        .into_iter()
        .filter_map(|row| {
            row.proof
                .filter(|proof| !exists(proof))
                .map(|proof| format!("{}: {} names {proof}, which does not exist", row.page, row.id))
        })
        .collect();
    if !missing.is_empty() {
        bail!("{}", missing.join("\n"));
    }
    named_once(&rows()?)
}

fn rows() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let folder = root().join("docs/features");
    let mut pages: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    pages.sort_by_key(|page| page.file_name());
    for page in pages {
        let text = fs::read_to_string(page.path())?;
        let name = page.file_name().to_string_lossy().into_owned();
        rows.extend(text.lines().filter_map(|line| row(&name, line)));
    }
    Ok(rows)
}

/// A table row `| id | behaviour | `test` |`; headings and rules are none.
fn row(page: &str, line: &str) -> Option<Row> {
    let cells: Vec<&str> =
        line.strip_prefix('|')?.trim_end().trim_end_matches('|').split('|').map(str::trim).collect();
    let [id, behaviour, proof] = cells.as_slice() else { return None };
    if *id == "id" || id.starts_with('-') {
        return None;
    }
    let proof = proof.trim_matches('`');
    let proof = proof.contains("::").then(|| proof.to_owned());
    Some(Row { page: page.to_owned(), id: (*id).to_owned(), behaviour: (*behaviour).to_owned(), proof })
}

fn exists(proof: &str) -> bool {
    let Some((file, name)) = proof.split_once("::") else { return false };
    let Ok(text) = fs::read_to_string(Path::new(&root()).join(file)) else { return false };
    [format!("fn {name}("), format!("test(\"{name}\""), format!("it(\"{name}\"")]
        .iter()
        .any(|form| text.contains(form))
}
