//! swaks, a mail server of others for one mail.

use crate::Demo;
use std::process::{Command, Output};

/// Sends a mail; answers what swaks says.
pub fn swaks(demo: &Demo, to: &str, more: &[&str]) -> Output {
    Command::new("swaks")
        .args(["--server", &demo.page.smtp, "--from", "sender@outside.example", "--to", to])
        .args(more)
        .output()
        .expect("cargo xtask test installs swaks")
}
