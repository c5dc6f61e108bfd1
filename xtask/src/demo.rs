//! The demo company, from nothing to a printed page of where to look.

use crate::make::{self, Profile};
use crate::shell::{command, root};
use anyhow::Result;
use std::os::unix::process::CommandExt;

pub fn run(arguments: &[String]) -> Result<()> {
    let server = make::everything(Profile::Dev)?;
    let mut demo = command(server, &["demo"]);
    if !arguments.iter().any(|argument| argument == "--data") {
        demo.arg("--data").arg(root().join("target/demo"));
    }
    Err(demo.args(arguments).exec().into())
}
