//! Walks through pages in a real browser: scripts of `web/tests/browser`, which tell what they found as TAP.

use crate::{Demo, root, target};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// One that is under way.
pub struct Walk(Child);

impl Walk {
    /// The script is told where the server is, and what else it needs.
    pub fn begin(demo: &Demo, script: &str, environment: &[(&str, &str)]) -> Walk {
        let child = Command::new(node())
            .arg(format!("tests/browser/{script}"))
            .current_dir(root().join("web"))
            .env("BASE_URL", &demo.page.http)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        Walk(child.expect("node"))
    }

    /// All that it has said; what fails of it is shown before all else.
    pub fn end(self) -> String {
        let out = self.0.wait_with_output().expect("an end");
        let said =
            format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success(), "{}\n\nall of it:\n{said}", failures(&said));
        said
    }
}

/// A node that is new enough: `cargo xtask test` brings one where the system's is old.
fn node() -> PathBuf {
    let own = target().join("node/bin/node");
    if own.exists() { own } else { "node".into() }
}

/// The lines of TAP that say what failed, with what is said about each.
fn failures(tap: &str) -> String {
    let lines: Vec<&str> = tap.lines().filter(|line| !line.starts_with("ok ")).collect();
    lines.join("\n")
}
