//! Embeds the rendered prompts that are there; where none are, the crate says so at run time.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// How the renderer names a fragment as the program carries it.
const PACKED: &str = "packed";

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let rendered = build_folder().join("prompts");
    // The renderer writes this file last. It is made here, because cargo runs this script each time for a file that is missing.
    let complete = rendered.join(".complete");
    if !complete.exists() {
        fs::create_dir_all(&rendered)?;
        fs::write(&complete, "nothing has been rendered")?;
        // Older than any source, so that `cargo xtask prompts` still sees work to do.
        fs::File::options().write(true).open(&complete)?.set_modified(std::time::UNIX_EPOCH)?;
    }
    println!("cargo:rerun-if-changed={}", complete.display());
    println!("cargo:rerun-if-changed=build.rs");
    let (table, sounds) = table(&rendered)?;
    fs::write(out.join("embedded.bin"), sounds)?;
    fs::write(out.join("embedded.rs"), table)
}

/// Cargo's build folder: given, or the workspace's own.
fn build_folder() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    env::var_os("CARGO_TARGET_DIR").map_or_else(own, PathBuf::from)
}

/// A sorted table of `(LANG/NAME, from, to)`, and the sounds that it points into: thousands of files of their own would take the
/// compiler long.
fn table(rendered: &Path) -> io::Result<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in fs::read_dir(rendered)?.flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(folder.path())? {
            let path = file?.path();
            if let (Some(name), Some(PACKED)) = (path.file_stem(), path.extension().and_then(|e| e.to_str()))
            {
                files.push((format!("{}/{}", folder.file_name().display(), name.display()), path));
            }
        }
    }
    files.sort();
    let mut sounds = Vec::new();
    let mut table = String::from(
        "pub(super) static SOUNDS: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/embedded.bin\"));\n\
         pub(super) static FRAGMENTS: &[(&str, usize, usize)] = &[\n",
    );
    for (name, path) in files {
        let from = sounds.len();
        sounds.extend(fs::read(path)?);
        let _ = writeln!(table, "    ({name:?}, {from}, {}),", sounds.len());
    }
    table.push_str("];\n");
    Ok((table, sounds))
}
