//! Embeds the desk that is there; where none is, `/` says how to build it.

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    // The folder must exist: cargo runs this script each time for one that is missing, and a file that is merely added
    // to it would otherwise not be embedded.
    fs::create_dir_all(&desk)?;
    println!("cargo:rerun-if-changed={}", desk.display());
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
