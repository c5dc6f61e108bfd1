//! Fuzzing: every target for a while, on the compiler that builds everything else.

use crate::setup;
use crate::shell::{cargo, root, run as run_program};
use anyhow::{Result, bail};
use std::fs;

/// For a look after a change; a night finds more.
const SECONDS: u32 = 60;

/// `arguments`: a target (all of them unless given), and for how many seconds.
pub fn run(arguments: &[String]) -> Result<()> {
    setup::to_fuzz()?;
    let (chosen, seconds) = read(arguments, &targets()?)?;
    chosen.iter().try_for_each(|target| fuzz(target, seconds))
}

fn read(arguments: &[String], known: &[String]) -> Result<(Vec<String>, u32)> {
    let (target, seconds) = match arguments {
        [] => (None, SECONDS),
        [target] => (Some(target), SECONDS),
        [target, seconds] => (Some(target), seconds.parse()?),
        _ => bail!("cargo xtask fuzz [TARGET] [SECONDS]"),
    };
    match target {
        None => Ok((known.to_vec(), seconds)),
        Some(target) if known.contains(target) => Ok((vec![target.clone()], seconds)),
        Some(target) => bail!("there is no target `{target}`, only {}", known.join(" ")),
    }
}

fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("fuzz/fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// libFuzzer writes what it finds to the first folder and only reads the others.
fn fuzz(target: &str, seconds: u32) -> Result<()> {
    let corpus = format!("fuzz/corpus/{target}");
    fs::create_dir_all(root().join(&corpus))?;
    // Without a sanitizer the instruments are the stable compiler's own, once it is told that they are wanted.
    let mut command = cargo(&["fuzz", "run", "--sanitizer", "none", target, &corpus]);
    command.env("RUSTC_BOOTSTRAP", "1");
    // One folder may be shared by several targets; what is one target's own has another.
    for seeds in [format!("fuzz/seeds/{target}"), format!("fuzz/seeds/{target}_calls")] {
        if root().join(&seeds).is_dir() {
            command.arg(&seeds);
        }
    }
    run_program(command.args(["--", &format!("-max_total_time={seconds}"), "-timeout=10"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_and_a_time_may_be_chosen() {
        let known = ["rtp".to_owned(), "sdp".to_owned()];
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        for (arguments, expected) in [
            (&[][..], Some((known.to_vec(), 60))),
            (&["sdp"], Some((words(&["sdp"]), 60))),
            (&["sdp", "5"], Some((words(&["sdp"]), 5))),
            (&["none"], None),
            (&["sdp", "soon"], None),
            (&["sdp", "5", "6"], None),
        ] {
            assert_eq!(read(&words(arguments), &known).ok(), expected, "{arguments:?}");
        }
    }
}
