//! A backup file: whatever it is, it is restored or refused, and nothing is written outside of its folder.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(folder) = tempfile::tempdir() else { return };
    let (file, dir) = (folder.path().join("backup"), folder.path().join("restored"));
    if std::fs::write(&file, bytes).is_err() {
        return;
    }
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let _ = runtime.block_on(store::backup::restore(&file, &dir));
    let outside = std::fs::read_dir(folder.path()).map_or(0, Iterator::count);
    assert!(outside <= 2, "something was written beside the folder");
});
