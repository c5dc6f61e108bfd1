//! Every check that needs no running server.

use crate::shell::{self, cargo};
use crate::{features, manual, mirror, rooms, setup, tidy};
use anyhow::Result;

pub fn run() -> Result<()> {
    setup::to_build()?;
    setup::to_lint()?;
    rooms::check()?;
    tidy::check()?;
    features::check()?;
    manual::check()?;
    run_all()?;
    mirror::print()
}

fn run_all() -> Result<()> {
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    shell::run(&mut cargo(&["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]))?;
    // The fuzzers have a lock file of their own, which is stale when a room uses another library.
    let resolved = ["metadata", "--locked", "--format-version", "1", "--manifest-path", "fuzz/Cargo.toml"];
    shell::output(&mut cargo(&resolved))?;
    shell::run(&mut setup::npm(&["run", "--silent", "lint"])?)
}
