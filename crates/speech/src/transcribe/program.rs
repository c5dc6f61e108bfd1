//! A recogniser as a child process that stays for the next sound: a model takes longer to load than a message to transcribe.
//!
//! For each sound it reads one line from its standard input, `{"language": "en-GB", "octets": 160044, "seconds": 10}`, and so many
//! octets of a WAV file behind it, and writes one line to its standard output (`answer.rs`). At the end of its input it ends. What
//! it writes to its standard error goes nowhere: it may hold what people have said.

use super::answer::{self, MOST_OCTETS};
use super::{Fault, Sound, Transcribe};
use crate::audio;
use domain::transcript::Words;
use futures_util::future::BoxFuture;
use serde::Serialize;
use std::io;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A program and its arguments, run when there is something to do.
pub struct Program {
    command: Vec<String>,
    limit: Duration,
    running: Option<Running>,
}

/// Dropped, it is killed.
struct Running {
    _child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

#[derive(Serialize)]
struct Request {
    language: &'static str,
    octets: usize,
    seconds: usize,
}

impl Program {
    /// `limit` is what one sound may take, the start of the program included.
    pub fn new(command: Vec<String>, limit: Duration) -> Self {
        Self { command, limit, running: None }
    }

    async fn answer(&mut self, sound: &Sound) -> Result<Words, Fault> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => Running::start(&self.command).map_err(Fault::NotRun)?,
        };
        let line = match tokio::time::timeout(self.limit, running.ask(sound)).await {
            Ok(line) => line.map_err(Fault::BrokeOff)?,
            Err(_) => return Err(Fault::TooSlow(self.limit)),
        };
        let answered = answer::read(line.trim_ascii()).map_err(Fault::Unreadable)?;
        // Only one that has answered as agreed is asked again: any other one may be in the midst of something.
        self.running = Some(running);
        answered.words()
    }
}

impl Transcribe for Program {
    fn transcribe<'a>(&'a mut self, sound: &'a Sound) -> BoxFuture<'a, Result<Words, Fault>> {
        Box::pin(self.answer(sound))
    }

    fn rest(&mut self) {
        self.running = None;
    }
}

impl Running {
    fn start(command: &[String]) -> io::Result<Running> {
        let (program, arguments) = command.split_first().ok_or(io::ErrorKind::NotFound)?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let stdin = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let stdout = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Running { _child: child, stdin, stdout: BufReader::new(stdout) })
    }

    async fn ask(&mut self, sound: &Sound) -> io::Result<Vec<u8>> {
        let seconds = sound.wav.len() / (2 * audio::RATE_HZ as usize);
        let request = Request { language: sound.language.tag(), octets: sound.wav.len(), seconds };
        let mut line = serde_json::to_vec(&request)?;
        line.push(b'\n');
        let Running { stdin, stdout, .. } = self;
        let told = async {
            stdin.write_all(&line).await?;
            stdin.write_all(&sound.wav).await?;
            stdin.flush().await
        };
        let answered = async {
            let mut answer = Vec::new();
            // One octet more than is read, so that what is too long is not taken for whole.
            stdout.take(MOST_OCTETS as u64 + 1).read_until(b'\n', &mut answer).await?;
            Ok::<_, io::Error>(answer)
        };
        let (told, answer) = tokio::join!(told, answered);
        let answer = answer?;
        match answer.is_empty() {
            true => told.and(Err(io::ErrorKind::UnexpectedEof.into())),
            // What is answered before the whole sound was taken is about less than what was said.
            false => told.map(|()| answer),
        }
    }
}
