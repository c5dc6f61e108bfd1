//! Who may use whom: every crate's dependencies against `xtask/rooms.toml`.

use crate::shell::{cargo, output, root};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// Fails on a crate that uses one it may not, and on one that is not listed.
pub fn check() -> Result<()> {
    let text = std::fs::read_to_string(root().join("xtask/rooms.toml"))?;
    let allowed: BTreeMap<String, BTreeSet<String>> = toml::from_str(&text).context("xtask/rooms.toml")?;
    let used = used()?;
    let mut faults = Vec::new();
    for (room, uses) in &used {
        let Some(may_use) = allowed.get(room) else {
            faults.push(format!("crates/{room} is not listed in xtask/rooms.toml"));
            continue;
        };
        for other in uses.difference(may_use) {
            faults.push(format!("crates/{room} uses {other}, which xtask/rooms.toml does not allow"));
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// Each room and the rooms it depends on, other than for its tests.
fn used() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let metadata = output(&mut cargo(&["metadata", "--format-version=1", "--no-deps", "--offline"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let is_room = |package: &&serde_json::Value| {
        package["manifest_path"].as_str().is_some_and(|path| path.contains("/crates/"))
    };
    let name = |package: &serde_json::Value| package["name"].as_str().unwrap_or_default().to_owned();
    let rooms: BTreeSet<String> = packages.iter().filter(is_room).map(name).collect();
    let uses = |package: &serde_json::Value| -> BTreeSet<String> {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let shipped = dependencies.filter(|dependency| dependency["kind"].as_str() != Some("dev"));
        shipped.map(name).filter(|dependency| rooms.contains(dependency)).collect()
    };
    Ok(packages.iter().filter(is_room).map(|package| (name(package), uses(package))).collect())
}
