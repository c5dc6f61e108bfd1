//! The process's own file: it is taken, or refused with its faults.

#![no_main]

#[allow(dead_code)]
#[path = "../../crates/switchroom/src/config.rs"]
mod config;

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tempfile::NamedTempFile;

static FILE: LazyLock<Option<NamedTempFile>> = LazyLock::new(|| NamedTempFile::new().ok());

fuzz_target!(|bytes: &[u8]| {
    let Some(file) = &*FILE else { return };
    if std::fs::write(file.path(), bytes).is_ok() {
        let _ = config::Config::read(Some(file.path()));
    }
});
