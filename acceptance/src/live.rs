//! A page beside the calls of its person: the live events of the API, in a process of its own.

use crate::driven::Driven;
use crate::{Demo, Person, peer, python};
use serde_json::Value;
use std::process::{Command, Stdio};

/// It follows until it is dropped.
pub struct Live(Driven);

impl Live {
    /// Signs in as this person; what happens from then on is told.
    pub fn follow(demo: &Demo, person: &Person) -> Live {
        let mut command = Command::new(python());
        command
            .arg(peer("live.py"))
            .arg(&demo.page.http)
            .arg(&demo.page.certificate)
            .args([&person.email, &person.password])
            .stderr(Stdio::null());
        let mut live = Live(Driven::start(&mut command));
        live.0.wait("frame", |frame| frame.get("now").is_some());
        live
    }

    /// The next step of the telephone's menu that `wanted` likes; null where the menu is over.
    pub fn menu(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let is_it = |frame: &Value| frame.get("menu").is_some_and(&wanted);
        self.0.wait("frame", is_it)["menu"].clone()
    }
}
