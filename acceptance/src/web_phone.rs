//! A telephone in a page: SIP over a WebSocket, by a library that is not ours.

use crate::driven::Driven;
use crate::{Demo, Person, peer, python};
use serde_json::{Value, json};
use std::process::Command;

pub struct WebPhone(Driven);

impl WebPhone {
    /// Registers without TLS; also answers what it was told then.
    pub fn register(demo: &Demo, person: &Person) -> (WebPhone, String) {
        Self::register_as(demo, person, 1, 1)
    }

    /// One of several of one account, by one of several ways of its own.
    pub fn register_as(demo: &Demo, person: &Person, instance: u32, way: u32) -> (WebPhone, String) {
        Self::start(&format!("ws://{}/", demo.page.ws), person, (instance, way), None)
    }

    /// The same with TLS; the certificate must be the demo's.
    pub fn register_securely(demo: &Demo, person: &Person) -> (WebPhone, String) {
        let authority = demo.page.certificate.display().to_string();
        Self::start(&format!("wss://{}/", demo.page.wss), person, (1, 1), Some(&authority))
    }

    /// A registered phone, and what it was answered.
    fn start(
        url: &str,
        person: &Person,
        (instance, way): (u32, u32),
        authority: Option<&str>,
    ) -> (WebPhone, String) {
        let mut command = Command::new(python());
        command
            .arg(peer("web_phone.py"))
            .args([url, &person.sip_user, &person.sip_password, person.realm()])
            .args([format!("00000000-0000-4000-8000-{instance:012}"), way.to_string()])
            .args(authority);
        let mut phone = WebPhone(Driven::start(&mut command));
        let registered = phone.wait("registered");
        assert_eq!(registered["code"], 200, "{registered}");
        let answer = registered["text"].as_str().expect("a text").to_owned();
        (phone, answer)
    }

    pub fn tell(&mut self, command: Value) {
        self.0.tell(&command);
    }

    /// The next event of a kind, seen already or yet to come.
    pub fn wait(&mut self, event: &str) -> Value {
        self.0.wait(event, |_| true)
    }

    /// Everything that has happened and was not waited for.
    pub fn seen(&mut self) -> &[Value] {
        self.0.seen()
    }

    pub fn call(&mut self, number: &str) {
        self.tell(json!({"do": "call", "number": number}));
    }

    pub fn hang_up(&mut self) {
        self.tell(json!({"do": "hangup"}));
    }

    /// Waits for the end of its call; answers how many RTP datagrams it has got.
    pub fn ends(&mut self) -> u64 {
        self.wait("ended")["heard"].as_u64().expect("a count")
    }
}
