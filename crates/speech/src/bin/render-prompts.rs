//! `render-prompts FOLDER`: renders what the voice says; run by `cargo xtask prompts`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: render-prompts FOLDER");
        return ExitCode::from(2);
    };
    match speech::render::all(&folder) {
        Ok(rendered) => {
            eprintln!("{} recordings, {} of them new", rendered.all, rendered.made);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
