//! Piper as a child process that is kept: loading a voice takes it seconds, a sentence a fraction of one.

mod kept;

use super::{AT_ONCE, EngineError, Speak, heard, patience, text};
use domain::language::Language;
use futures_util::future::BoxFuture;
use kept::Kept;
use std::io;
use std::path::{Path, PathBuf};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// How its program is called.
pub(super) const PROGRAM: &str = "piper";

pub(super) struct Piper {
    texts: mpsc::Sender<Asked>,
}

/// A line to be spoken, and where its sound is waited for.
struct Asked {
    line: String,
    answer: oneshot::Sender<Result<Vec<u8>, EngineError>>,
}

impl Piper {
    /// Loads a voice, which is known to speak then.
    pub async fn open(program: PathBuf, voice: PathBuf) -> Result<Self, EngineError> {
        let kept = Kept::start(&program, &voice).await?;
        let (texts, asked) = mpsc::channel(AT_ONCE);
        tokio::spawn(serve(program, voice, kept, asked));
        Ok(Self { texts })
    }

    async fn run(&self, text: &str) -> Result<Vec<i16>, EngineError> {
        let line = text::readable(text);
        // It passes over what has no words, and says nothing of it.
        if !line.chars().any(char::is_alphanumeric) {
            return Err(EngineError::Unreadable);
        }
        let limit = patience(&line);
        let said = timeout(limit, self.ask(line)).await;
        heard(said.unwrap_or(Err(EngineError::TooSlow(limit.as_secs())))?).await
    }

    async fn ask(&self, line: String) -> Result<Vec<u8>, EngineError> {
        let (answer, answered) = oneshot::channel();
        let gone = |_| io::Error::other("the speech engine has ended");
        self.texts.send(Asked { line, answer }).await.map_err(|_| gone(()))?;
        answered.await.map_err(|_| gone(()))?
    }
}

impl Speak for Piper {
    fn speak<'a>(&'a self, text: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.run(text))
    }
}

/// One text after the other, each to its end: who hangs up meanwhile must not leave a sound for the next.
async fn serve(program: PathBuf, voice: PathBuf, first: Kept, mut asked: mpsc::Receiver<Asked>) {
    let mut kept = Some(first);
    while let Some(Asked { line, answer }) = asked.recv().await {
        if answer.is_closed() {
            continue;
        }
        let said = said(&program, &voice, &mut kept, &line).await;
        if said.is_err() {
            kept = None;
        }
        // Nobody may wait any more.
        drop(answer.send(said));
    }
}

async fn said(
    program: &Path,
    voice: &Path,
    kept: &mut Option<Kept>,
    line: &str,
) -> Result<Vec<u8>, EngineError> {
    let kept = match kept {
        Some(kept) => kept,
        None => kept.insert(Kept::start(program, voice).await?),
    };
    kept.say(line).await
}

/// By the name of a voice's file, which begins with its language: `en_GB-alan-medium.onnx`.
pub(super) fn speaks(voice: &Path, language: Language) -> bool {
    let name = voice.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let own = name.split(['_', '-', '.']).next().unwrap_or_default();
    language.primary().eq_ignore_ascii_case(own)
}

#[cfg(test)]
mod tests;
