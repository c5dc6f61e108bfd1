//! Every check and every test, on a machine that may have nothing but Rust.

use crate::make::{self, Profile};
use crate::shell::{cargo, run as run_program};
use crate::{fuzz, lint, setup};
use anyhow::Result;

/// `arguments` go to nextest, to choose tests; with any, linters and fuzzers are left out.
pub fn run(arguments: &[String]) -> Result<()> {
    setup::to_build()?;
    setup::to_test()?;
    make::everything(Profile::Dev)?;
    if arguments.is_empty() {
        lint::run()?;
        run_program(&mut setup::npm(&["run", "--silent", "test"])?)?;
    }
    run_program(cargo(&["nextest", "run", "--workspace", "--no-fail-fast"]).args(arguments))?;
    if arguments.is_empty() {
        fuzz::with_tests()?;
    }
    Ok(())
}
