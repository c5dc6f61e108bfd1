//! What the journal says of a call's sound: kept for who looks into a complaint, and not shown by the API. Read from the
//! database of the demo.

use crate::{Demo, python};
use serde_json::Value;
use std::process::Command;

const READ: &str = "import json, sqlite3, sys
rows = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True).execute('SELECT quality FROM call ORDER BY number')
print(json.dumps([json.loads(text) for (text,) in rows if text]))";

/// Of each call whose sound is known, the oldest first.
pub fn sounds_of_calls(demo: &Demo) -> Vec<Value> {
    let out = Command::new(python())
        .args(["-c", READ])
        .arg(demo.folder().join("switchroom.db"))
        .output()
        .expect("cargo xtask test installs Python");
    let error = String::from_utf8_lossy(&out.stderr);
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("the journal cannot be read: {error}"))
}
