//! A program that is driven by one JSON object a line, and tells what happens as one a line.

use crate::PATIENCE;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

/// It is killed when this is dropped.
pub(crate) struct Driven {
    child: Child,
    /// `None`: it has been dismissed.
    commands: Option<ChildStdin>,
    events: Receiver<Value>,
    /// Events that came while another was awaited.
    seen: Vec<Value>,
}

impl Driven {
    pub fn start(command: &mut Command) -> Driven {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo xtask test installs it");
        let stdout = child.stdout.take().expect("piped");
        let (tell, events) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if serde_json::from_str(&line).is_ok_and(|event| tell.send(event).is_err()) {
                    return;
                }
            }
        });
        let commands = child.stdin.take();
        Driven { child, commands, events, seen: Vec::new() }
    }

    pub fn tell(&mut self, command: &Value) {
        writeln!(self.commands.as_mut().expect("not dismissed"), "{command}").expect("it lives");
    }

    /// The next event of a kind that `wanted` likes, seen already or yet to come.
    pub fn wait(&mut self, event: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let is_it = |value: &Value| value["event"] == event && wanted(value);
        if let Some(index) = self.seen.iter().position(is_it) {
            return self.seen.remove(index);
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(value) if is_it(&value) => return value,
                Ok(value) => self.seen.push(value),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("no `{event}` within {PATIENCE:?}; seen: {:?}", self.seen)
                }
                Err(RecvTimeoutError::Disconnected) => panic!("it is gone; seen: {:?}", self.seen),
            }
        }
    }

    /// Everything that has happened and was not waited for.
    pub fn seen(&mut self) -> &[Value] {
        self.seen.extend(self.events.try_iter());
        &self.seen
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to end, if it still listens.
    pub fn quit(&mut self) {
        if let Some(commands) = &mut self.commands {
            let _ = writeln!(commands, "{{\"do\": \"quit\"}}");
        }
    }

    /// Lets it end by itself: nobody commands it any more.
    pub fn dismiss(&mut self) {
        self.commands = None;
        let _ = self.child.wait();
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
