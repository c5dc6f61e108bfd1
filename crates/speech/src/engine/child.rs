//! An engine as a child process: a text in at its standard input, a sound out at its standard output.

use super::{AT_ONCE, EngineError, LARGEST_SOUND_BYTES, patience};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::Semaphore;

/// A program that is run anew for each text.
pub(super) struct Program {
    path: PathBuf,
    running: Semaphore,
}

impl Program {
    pub fn new(path: PathBuf) -> Self {
        Self { path, running: Semaphore::new(AT_ONCE) }
    }

    /// What it says to a text at its standard output.
    pub async fn run<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        text: String,
    ) -> Result<Vec<u8>, EngineError> {
        self.in_time(text, async |text| {
            let mut child = start(&self.path, arguments, Stdio::piped())?;
            let stdout = child.stdout.take().ok_or_else(|| io::Error::other("the engine has no output"))?;
            let (ended, sound) = tokio::join!(tell(child, text), whole(stdout));
            // What is too much is told first: its engine has not ended.
            let sound = sound?;
            ended?;
            Ok(sound)
        })
        .await
    }

    /// What it writes to a text into the file /dev/stdout, for those that go back in it.
    pub async fn run_to_file<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        text: String,
    ) -> Result<Vec<u8>, EngineError> {
        self.in_time(text, async |text| {
            let mut file = File::from(memfd_create("speech", MemfdFlags::CLOEXEC).map_err(io::Error::from)?);
            let child = start(&self.path, arguments, Stdio::from(file.try_clone()?))?;
            bound(&child)?;
            tell(child, text).await?;
            let mut sound = Vec::new();
            file.read_to_end(&mut sound)?;
            Ok(sound)
        })
        .await
    }

    /// One of the few at once, and not for longer than is waited for.
    async fn in_time(
        &self,
        text: String,
        spoken: impl AsyncFnOnce(String) -> Result<Vec<u8>, EngineError>,
    ) -> Result<Vec<u8>, EngineError> {
        let limit = patience(&text);
        let said = async {
            let _place = self.running.acquire().await.map_err(io::Error::other)?;
            spoken(text).await
        };
        tokio::time::timeout(limit, said).await.unwrap_or(Err(EngineError::TooSlow(limit.as_secs())))
    }
}

/// A program of this machine, by its name.
pub(super) fn installed(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn start<A: AsRef<OsStr>>(
    path: &Path,
    arguments: impl IntoIterator<Item = A>,
    stdout: Stdio,
) -> io::Result<Child> {
    Command::new(path)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

/// Keeps what a child writes to files within what is taken.
pub(super) fn bound(child: &Child) -> io::Result<()> {
    let pid = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
    let most = Some(LARGEST_SOUND_BYTES as u64);
    prlimit(pid, Resource::Fsize, Rlimit { current: most, maximum: most })?;
    Ok(())
}

/// Gives the text, and waits for the end. Dropped, it kills the child.
async fn tell(mut child: Child, text: String) -> Result<(), EngineError> {
    let mut stdin = child.stdin.take().ok_or_else(|| io::Error::other("the engine has no input"))?;
    let told = async move {
        stdin.write_all(text.as_bytes()).await?;
        stdin.shutdown().await
    };
    let (told, status) = tokio::join!(told, child.wait());
    let status = status?;
    if !status.success() {
        return Err(EngineError::Refused(status));
    }
    Ok(told?)
}

async fn whole(stdout: ChildStdout) -> Result<Vec<u8>, EngineError> {
    let mut sound = Vec::new();
    // One octet more than is taken, so that what is too much is not taken for whole.
    stdout.take(LARGEST_SOUND_BYTES as u64 + 1).read_to_end(&mut sound).await?;
    if sound.len() > LARGEST_SOUND_BYTES { Err(EngineError::TooLarge) } else { Ok(sound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn run(script: &str) -> Result<Vec<u8>, EngineError> {
        Program::new("/bin/sh".into()).run(["-c", script], "a text".into()).await
    }

    #[tokio::test]
    async fn a_program_is_told_the_text_and_its_output_is_the_sound() {
        assert_eq!(run("cat").await.unwrap(), b"a text");
    }

    #[tokio::test]
    async fn a_program_that_fails_is_an_error_whatever_it_has_said() {
        assert!(matches!(run("cat; exit 3").await, Err(EngineError::Refused(_))));
        let nowhere = Program::new("/nowhere/engine".into());
        assert!(matches!(nowhere.run(["-v"], String::new()).await, Err(EngineError::Failed(_))));
    }

    async fn run_to_file(script: &str) -> Result<Vec<u8>, EngineError> {
        Program::new("/bin/sh".into()).run_to_file(["-c", script], "a text".into()).await
    }

    #[tokio::test]
    async fn a_program_may_write_its_sound_as_a_file_and_go_back_in_it() {
        let backwards = "printf '..cd' >/dev/stdout; printf 'ab' 1<>/dev/stdout; cat >/dev/null";
        assert_eq!(run_to_file(backwards).await.unwrap(), b"abcd");
        assert!(matches!(run_to_file("echo x; exit 3").await, Err(EngineError::Refused(_))));
    }

    #[tokio::test]
    async fn a_program_that_does_not_end_its_sound_is_stopped() {
        assert!(matches!(run("cat /dev/zero").await, Err(EngineError::TooLarge)));
        let filling = run_to_file("exec cat /dev/zero").await;
        assert!(matches!(filling, Err(EngineError::Refused(_))), "{filling:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_program_that_says_nothing_is_not_waited_for() {
        assert!(matches!(run("exec sleep 600").await, Err(EngineError::TooSlow(_))));
    }
}
