//! The program while it runs: a line in at its standard input, a file in its folder for each, whose name it tells.

use crate::engine::child::bound;
use crate::engine::{EngineError, patience};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::pipe;
use tokio::process::{Child, ChildStdin, Command};
use tokio::time::timeout;

/// To load a voice from a slow disk.
const LOADING: Duration = Duration::from_secs(60);

/// Said first: it loads what it needs, and fails before anybody listens.
const FIRST_LINE: &str = "1";

/// Of what it tells; paths are shorter.
const LONGEST_LINE_OCTETS: u64 = 8 << 10;

pub(super) struct Kept {
    texts: ChildStdin,
    /// What it says to both outputs: older versions tell files at one, newer ones at the other.
    told: BufReader<pipe::Receiver>,
    /// Where it writes: nobody else may read that.
    folder: TempDir,
    /// Dropped, it is killed.
    _child: Child,
}

impl Kept {
    /// Starts it, and waits until the voice is loaded.
    pub async fn start(program: &Path, voice: &Path) -> Result<Self, EngineError> {
        let mut kept = spawn(program, voice)?;
        let first = timeout(LOADING, kept.spoken(FIRST_LINE)).await;
        first.unwrap_or(Err(EngineError::TooSlow(LOADING.as_secs())))?;
        Ok(kept)
    }

    /// A WAV file of a line.
    pub async fn say(&mut self, line: &str) -> Result<Vec<u8>, EngineError> {
        let limit = patience(line);
        timeout(limit, self.spoken(line)).await.unwrap_or(Err(EngineError::TooSlow(limit.as_secs())))
    }

    async fn spoken(&mut self, line: &str) -> Result<Vec<u8>, EngineError> {
        self.texts.write_all(format!("{line}\n").as_bytes()).await?;
        self.texts.flush().await?;
        let path = self.written().await?;
        let sound = tokio::fs::read(&path).await?;
        tokio::fs::remove_file(&path).await?;
        Ok(sound)
    }

    /// The next file that it tells to have written; what else it tells is passed over.
    async fn written(&mut self) -> Result<PathBuf, EngineError> {
        let folder = self.folder.path().to_string_lossy().into_owned();
        loop {
            let mut line = Vec::new();
            let read = (&mut self.told).take(LONGEST_LINE_OCTETS).read_until(b'\n', &mut line).await?;
            if read == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            let line = String::from_utf8_lossy(&line);
            if let Some(at) = line.find(&folder).filter(|_| line.trim_end().ends_with(".wav")) {
                return Ok(line[at..].trim_end().into());
            }
        }
    }
}

fn spawn(program: &Path, voice: &Path) -> io::Result<Kept> {
    let folder = tempfile::Builder::new().prefix("switchroom-piper-").tempdir()?;
    let (told, tells) = io::pipe()?;
    let mut command = Command::new(program);
    command.arg("--model").arg(voice).arg("--output_dir").arg(folder.path());
    command.stdin(Stdio::piped()).stdout(tells.try_clone()?).stderr(tells).kill_on_drop(true);
    let mut child = command.spawn()?;
    // Its outputs are its own now: held here, its end would never be heard of.
    drop(command);
    bound(&child)?;
    let texts = child.stdin.take().ok_or_else(|| io::Error::other("the engine has no input"))?;
    let told = BufReader::new(pipe::Receiver::from_owned_fd(told.into())?);
    Ok(Kept { texts, told, folder, _child: child })
}
