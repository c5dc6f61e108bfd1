//! The built server with real peers: a demo company on loopback, PJSIP and baresip as phones, mail clients, a browser.
//!
//! Tests of this crate run what `cargo xtask test` has built and installed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

mod authority;
mod baresip;
mod believer;
mod browser_phone;
mod caller;
mod demo;
mod desk;
mod dns;
mod driven;
mod ear;
mod far;
mod g729;
mod imap;
mod journal;
mod kamailio;
mod likeness;
mod live;
mod mbsync;
mod metrics;
mod mutt;
mod namespace;
mod nat;
mod phone;
mod postfix;
mod recogniser;
mod seeded;
mod signer;
mod sipp;
mod smtp;
mod sound;
mod swaks;
mod walk;
mod web_phone;
mod words;

pub use authority::{Authority, Visitor};
pub use baresip::Baresip;
pub use believer::Believer;
pub use browser_phone::BrowserPhone;
pub use caller::{Caller, Speaks};
pub use demo::{Admin, Demo, Numbers, Page, Person, program};
pub use desk::{Desk, Reply};
pub use dns::Dns;
pub use ear::Ear;
pub use far::FarNetwork;
pub use g729::G729Phone;
pub use imap::{Imap, Mail};
pub use journal::sounds_of_calls;
pub use kamailio::Kamailio;
pub use live::Live;
pub use mbsync::Mbsync;
pub use mutt::{mutt, mutt_moves};
pub use nat::{Home, Nat};
pub use phone::{By, Phone, Stream};
pub use postfix::{Postfix, SMARTHOST};
pub use recogniser::Recogniser;
pub use seeded::Seeded;
pub use signer::Signer;
pub use sipp::{Provider, Ran, Running, Scenario, free_address};
pub use smtp::Smtp;
pub use sound::{Heard, TONE_HERTZ, alaw, silence, speech, tone, write_wav, write_wide_wav};
pub use swaks::swaks;
pub use walk::Walk;
pub use web_phone::WebPhone;
pub use words::Words;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a test waits for what must happen. Generous: it only bounds a failure.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a parent").to_path_buf()
}

/// Cargo's build folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The Python that has the peers' packages.
pub fn python() -> PathBuf {
    target().join("peers/bin/python")
}

/// A file that a Python package brings.
pub fn packaged(package: &str, file: &str) -> PathBuf {
    let script = "import importlib.util, sys; print(importlib.util.find_spec(sys.argv[1]).submodule_search_locations[0])";
    let asked = std::process::Command::new(python()).args(["-c", script, package]).output().expect("Python");
    let folder = String::from_utf8(asked.stdout).expect("a path");
    let path = Path::new(folder.trim()).join(file);
    assert!(path.exists(), "{} is not there", path.display());
    path
}

/// A program or script beside the tests.
pub fn peer(name: &str) -> PathBuf {
    root().join("acceptance/peers").join(name)
}

/// Waits until `look` finds something.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
