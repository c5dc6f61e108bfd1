//! Fuzzing: every target for a while, on the compiler that builds everything else.

use crate::setup;
use crate::shell::{cargo, command, output, root, run as run_program, target as build_folder};
use anyhow::{Context, Result, bail};
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

/// For a look after a change; a night finds more.
const SECONDS: u32 = 60;

/// With every run of the tests, over what earlier runs have kept.
const SECONDS_WITH_TESTS: u32 = 10;

/// What libFuzzer wants to know of a program: which edges were taken and what was compared with what. All of them are
/// flags of the stable compiler; build scripts and macros of the host are left as they are by naming the platform.
const INSTRUMENTS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0 --cfg fuzzing";

/// Of what a target printed, when it found something.
const LINES_SHOWN: usize = 80;

/// `arguments`: a target (all of them unless given), and for how many seconds.
pub fn run(arguments: &[String]) -> Result<()> {
    let (chosen, seconds) = read(arguments, &targets()?)?;
    fuzz(&chosen, seconds)
}

/// Every target, as long as a run of the tests has time for.
pub fn with_tests() -> Result<()> {
    fuzz(&targets()?, SECONDS_WITH_TESTS)
}

fn read(arguments: &[String], known: &[String]) -> Result<(Vec<String>, u32)> {
    let (target, seconds) = match arguments {
        [] => ("all", SECONDS),
        [target] => (target.as_str(), SECONDS),
        [target, seconds] => (target.as_str(), seconds.parse()?),
        _ => bail!("cargo xtask fuzz [TARGET|all] [SECONDS]"),
    };
    match target {
        "all" => Ok((known.to_vec(), seconds)),
        target if known.iter().any(|name| name == target) => Ok((vec![target.to_owned()], seconds)),
        target => bail!("there is no target `{target}`, only {}", known.join(" ")),
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

fn fuzz(chosen: &[String], seconds: u32) -> Result<()> {
    setup::to_fuzz()?;
    let programs = build()?;
    let waiting = Mutex::new(chosen.iter().cloned().collect::<VecDeque<_>>());
    let workers = thread::available_parallelism().map_or(1, usize::from).min(chosen.len());
    let found: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> =
            (0..workers).map(|_| scope.spawn(|| one_after_the_other(&programs, &waiting, seconds))).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|_| vec!["a worker died".into()]))
            .collect()
    });
    if !found.is_empty() {
        bail!("fuzzing failed:\n{}", found.join("\n"));
    }
    Ok(())
}

/// Builds all targets; answers with the folder of the programs.
fn build() -> Result<PathBuf> {
    let described = output(&mut command("rustc", &["-vV"]))?;
    let host =
        described.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let folder = build_folder().join("fuzz");
    let mut command = cargo(&["build", "--quiet", "--locked", "--release", "--bins", "--target", host]);
    command.args(["--manifest-path", "fuzz/Cargo.toml", "--target-dir"]).arg(&folder);
    run_program(command.env("RUSTFLAGS", INSTRUMENTS))?;
    Ok(folder.join(host).join("release"))
}

fn one_after_the_other(programs: &Path, waiting: &Mutex<VecDeque<String>>, seconds: u32) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let next = waiting.lock().ok().and_then(|mut waiting| waiting.pop_front());
        let Some(target) = next else { return found };
        if let Err(error) = one(programs, &target, seconds) {
            found.push(format!("{target}: {error:#}"));
        }
    }
}

fn one(programs: &Path, target: &str, seconds: u32) -> Result<()> {
    let mut command = program(programs, target, seconds)?;
    let ended = command.output().with_context(|| format!("could not start {target}"))?;
    let said = String::from_utf8_lossy(&ended.stderr);
    let lines: Vec<&str> = said.lines().collect();
    if !ended.status.success() {
        let tail = lines.get(lines.len().saturating_sub(LINES_SHOWN)..).unwrap_or_default();
        bail!("{}\n{}", ended.status, tail.join("\n"));
    }
    println!("fuzz {target}: {}", lines.last().unwrap_or(&"it said nothing"));
    Ok(())
}

/// libFuzzer writes what it finds to the first folder and only reads the others.
fn program(programs: &Path, target: &str, seconds: u32) -> Result<Command> {
    let (corpus, artifacts) = (format!("fuzz/corpus/{target}"), format!("fuzz/artifacts/{target}"));
    fs::create_dir_all(root().join(&corpus))?;
    fs::create_dir_all(root().join(&artifacts))?;
    let mut command = command(programs.join(target), &[&corpus]);
    // One folder may be shared by several targets; what is one target's own has another.
    for seeds in [format!("fuzz/seeds/{target}"), format!("fuzz/seeds/{target}_calls")] {
        if root().join(&seeds).is_dir() {
            command.arg(&seeds);
        }
    }
    let (time, artifacts) = (format!("-max_total_time={seconds}"), format!("-artifact_prefix={artifacts}/"));
    command.args([&time, &artifacts, "-timeout=10"]);
    Ok(command)
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
            (&["all", "5"], Some((known.to_vec(), 5))),
            (&["none"], None),
            (&["sdp", "soon"], None),
            (&["sdp", "5", "6"], None),
        ] {
            assert_eq!(read(&words(arguments), &known).ok(), expected, "{arguments:?}");
        }
    }
}
