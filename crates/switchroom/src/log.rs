//! The log: to standard error, for people or for machines.

use crate::config::Log;
use anyhow::{Context, Result, anyhow};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

pub fn start(config: &Log) -> Result<()> {
    let filter = EnvFilter::try_new(&config.level).context("log.level")?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Told where the log itself goes, which is what has failed, and by a macro that then panics: a log on a full
        // disk would end the work that wrote a line.
        .log_internal_errors(false);
    let started = if config.json {
        builder.json().try_init()
    } else {
        builder.with_ansi(std::io::stderr().is_terminal()).try_init()
    };
    started.map_err(|error| anyhow!("the log cannot be started: {error}"))
}
