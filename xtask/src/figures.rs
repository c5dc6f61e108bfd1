//! The figures of `bench/RESULTS.md`, measured on a release build with its own data folder.

use crate::make::{self, Profile};
use crate::setup;
use crate::shell::{command, run as run_program};
use anyhow::Result;

pub fn run(arguments: &[String]) -> Result<()> {
    setup::to_test()?;
    let server = make::everything(Profile::Release)?;
    run_program(command("python3", &["bench/figures.py", "--server"]).arg(server).args(arguments))
}
