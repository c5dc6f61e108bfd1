//! Which engines this machine has, and how many voices of each.

use super::child::{self, Program};
use super::{EngineError, espeak, flite, open_jtalk, piper};
use std::path::PathBuf;

/// An engine of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it is configured.
    pub engine: &'static str,
    /// None: it is not installed.
    pub program: Option<PathBuf>,
    pub voices: Voices,
}

/// What an engine can speak with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voices {
    /// Those that it lists. None of them: it cannot be used.
    Listed(Vec<String>),
    /// Files, which a choice names.
    Files,
}

/// Every engine that can be installed, whether it is there or not.
pub async fn found() -> Vec<Found> {
    let listed = [
        (espeak::PROGRAM, "--voices", espeak::voices as fn(&str) -> Vec<String>),
        (flite::PROGRAM, "-lv", flite::voices),
    ];
    let mut engines = Vec::with_capacity(listed.len());
    for (engine, question, read) in listed {
        let program = child::installed(engine);
        let voices = match &program {
            Some(program) => ask(program.clone(), question, read).await.unwrap_or_default(),
            None => Vec::new(),
        };
        engines.push(Found { engine, program, voices: Voices::Listed(voices) });
    }
    for (engine, program) in [("open-jtalk", open_jtalk::PROGRAM), ("piper", piper::PROGRAM)] {
        engines.push(Found { engine, program: child::installed(program), voices: Voices::Files });
    }
    engines
}

/// The voices that a program lists.
pub(super) async fn ask(
    program: PathBuf,
    question: &str,
    read: fn(&str) -> Vec<String>,
) -> Result<Vec<String>, EngineError> {
    let answer = Program::new(program).run([question], String::new()).await?;
    Ok(read(&String::from_utf8_lossy(&answer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn engines_that_are_installed_have_voices() {
        for found in found().await {
            let Voices::Listed(voices) = &found.voices else { continue };
            assert_eq!(found.program.is_some(), !voices.is_empty(), "{found:?}");
        }
    }

    #[tokio::test]
    async fn a_program_that_lists_nothing_has_no_voice() {
        for program in ["/bin/true", "/bin/false", "/nowhere/flite"] {
            let voices = ask(program.into(), "-lv", flite::voices).await.unwrap_or_default();
            assert!(voices.is_empty(), "{program}");
        }
    }
}
