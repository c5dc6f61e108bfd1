//! A phone of another make: PJSIP in a process of its own.

use crate::driven::Driven;
use crate::{Demo, FarNetwork, Home, Person, peer, python};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a phone reaches the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    Udp,
    Tcp,
    /// The server's certificate must be the demo's.
    Tls,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            By::Udp => "udp",
            By::Tcp => "tcp",
            By::Tls => "tls",
        }
    }

    fn server(self, demo: &Demo) -> &str {
        if self == By::Tls { &demo.page.sips } else { &demo.page.sip }
    }
}

/// Where a phone stands.
#[derive(Clone, Copy)]
enum At<'a> {
    Loopback,
    Far(&'a FarNetwork),
    Behind(&'a Home),
}

impl At<'_> {
    fn command(self) -> Command {
        let (mut command, address) = match self {
            At::Loopback => (Command::new(python()), "127.0.0.1"),
            At::Far(far) => (far.command(&python()), far.there()),
            At::Behind(home) => (home.command(&python()), home.phone()),
        };
        command.arg(peer("phone.py")).arg(address);
        command
    }
}

/// Packets of a call and the octets of their payloads.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    pub sent: (u64, u64),
    pub got: (u64, u64),
}

pub struct Phone {
    driver: Driven,
    realm: String,
    /// Where it takes calls.
    address: String,
}

impl Phone {
    /// A phone that is registered by UDP.
    pub fn register(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Udp, json!({})).registered()
    }

    /// A phone that speaks one codec, by its name in PJSIP, and is registered by UDP.
    pub fn register_with_codec(demo: &Demo, person: &Person, codec: &str) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"codec": codec})).registered()
    }

    /// The same; it wants packets of so many milliseconds.
    pub fn register_with_packets(demo: &Demo, person: &Person, codec: &str, milliseconds: u32) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"codec": codec, "ptime": milliseconds})).registered()
    }

    /// A phone that wants each provisional response acknowledged (RFC 3262), and acknowledges ours.
    pub fn register_reliable(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"prack": true})).registered()
    }

    /// A phone whose calls are SRTP.
    pub fn register_sealed(demo: &Demo, person: &Person, by: By) -> Phone {
        Phone::of(demo, person, by, json!({"srtp": "mandatory"})).registered()
    }

    /// A phone registered by TCP.
    pub fn register_by_tcp(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Tcp, json!({})).registered()
    }

    /// A phone registered by TLS.
    pub fn register_by_tls(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Tls, json!({})).registered()
    }

    /// A phone that is registered from elsewhere.
    pub fn register_from(far: &FarNetwork, demo: &Demo, person: &Person, by: By) -> Phone {
        Phone::of_at(At::Far(far), demo, person, by, json!({})).registered()
    }

    /// A phone behind a router, of which it knows nothing: it names the address that it has at home.
    pub fn register_behind(home: &Home, demo: &Demo, person: &Person) -> Phone {
        Phone::of_at(At::Behind(home), demo, person, By::Udp, json!({"naive": true})).registered()
    }

    /// A phone that does not care where its answers say that it is.
    pub fn register_naive(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"naive": true})).registered()
    }

    fn registered(mut self) -> Phone {
        let registered = self.wait("registered", |_| true);
        assert_eq!(registered["code"], 200, "{registered}");
        self
    }

    /// A phone that registers and subscribes to its lamp.
    pub fn subscribe(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"subscribe": true})).registered()
    }

    /// A phone that registers and publishes its owner's presence.
    pub fn publishing(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"publish": true})).registered()
    }

    /// A phone with credentials that does not register.
    pub fn unregistered(demo: &Demo, person: &Person) -> Phone {
        Phone::of(demo, person, By::Udp, json!({"register": false}))
    }

    /// A phone of nobody that the server knows.
    pub fn stranger(demo: &Demo) -> Phone {
        let mut phone = Phone::start(At::Loopback, "elsewhere.example");
        phone.tell(json!({"do": "register", "user": "stranger", "password": "none", "realm": "elsewhere.example", "server": demo.page.sip, "register": false}));
        phone
    }

    /// A phone without a server, as one of another telephone system, and its address.
    pub fn alone() -> (Phone, std::net::SocketAddr) {
        let mut phone = Phone::start(At::Loopback, "elsewhere.example");
        phone.tell(json!({"do": "register", "user": "phone", "password": "", "realm": "elsewhere.example", "server": ""}));
        phone.wait("account", |_| true);
        let address = phone.address.parse().expect("an address");
        (phone, address)
    }

    fn of(demo: &Demo, person: &Person, by: By, more: Value) -> Phone {
        Phone::of_at(At::Loopback, demo, person, by, more)
    }

    fn of_at(at: At<'_>, demo: &Demo, person: &Person, by: By, more: Value) -> Phone {
        let authority = (by == By::Tls).then_some(demo.page.certificate.as_path());
        let mut phone = Phone::start_trusting(at, person.realm(), authority);
        let mut command = json!({
            "do": "register", "user": person.sip_user, "password": person.sip_password, "realm": person.realm(),
            "server": by.server(demo), "transport": by.name(),
        });
        for (key, value) in more.as_object().expect("an object") {
            command[key] = value.clone();
        }
        phone.tell(command);
        phone
    }

    fn start(at: At<'_>, realm: &str) -> Phone {
        Self::start_trusting(at, realm, None)
    }

    fn start_trusting(at: At<'_>, realm: &str, authority: Option<&Path>) -> Phone {
        let mut command = at.command();
        command.envs(authority.map(|file| ("PHONE_AUTHORITY", file))).stderr(Stdio::null());
        let driver = Driven::start(&mut command);
        let mut phone = Phone { driver, realm: realm.to_owned(), address: String::new() };
        phone.address = phone.wait("ready", |_| true)["address"].as_str().expect("an address").to_owned();
        phone
    }

    /// Where it takes calls: `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Gives the phone a command.
    pub fn tell(&mut self, command: Value) {
        self.driver.tell(&command);
    }

    /// The next event of a kind that `wanted` likes, seen already or yet to come.
    pub fn wait(&mut self, event: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.driver.wait(event, wanted)
    }

    /// Everything that has happened and was not waited for.
    pub fn seen(&mut self) -> &[Value] {
        self.driver.seen()
    }

    /// Sends its process a signal: `KILL` is a phone whose battery is out, `STOP` one that hangs.
    pub fn signal(&self, name: &str) {
        let sent =
            Command::new("kill").arg(format!("-{name}")).arg(self.driver.process().to_string()).status();
        assert!(sent.expect("kill").success());
    }

    /// Calls a number of the company. Answers the call's number on this phone.
    pub fn call(&mut self, demo: &Demo, number: &str, more: Value) -> u64 {
        let uri = format!("sip:{number}@{}", self.host(demo));
        let mut command = json!({"do": "call", "uri": uri});
        for (key, value) in more.as_object().expect("an object") {
            command[key] = value.clone();
        }
        self.tell(command);
        self.wait("calling", |_| true)["call"].as_u64().expect("a number")
    }

    /// Strangers dial the server's address, people their company's domain.
    fn host(&self, demo: &Demo) -> String {
        if self.realm == "elsewhere.example" { demo.page.sip.clone() } else { self.realm.clone() }
    }

    /// Waits for the next call that rings here; answers its number on this phone.
    pub fn rings(&mut self) -> u64 {
        self.wait("incoming", |_| true)["call"].as_u64().expect("a number")
    }

    /// Waits until a call talks.
    pub fn talks(&mut self, call: u64) {
        self.wait("state", |event| event["call"] == call && event["state"] == "CONFIRMED");
        self.wait("media", |event| event["call"] == call && event["active"] == true);
    }

    /// Waits until a call has ended; answers its last status.
    pub fn ends(&mut self, call: u64) -> u64 {
        let ended = self.wait("state", |event| event["call"] == call && event["state"] == "DISCONNECTED");
        ended["code"].as_u64().expect("a status")
    }

    /// Calls a number that another phone answers; both calls when they talk, the own first.
    pub fn talks_with(&mut self, demo: &Demo, other: &mut Phone, number: &str) -> (u64, u64) {
        let outgoing = self.call(demo, number, json!({}));
        let incoming = other.rings();
        other.tell(json!({"do": "answer", "call": incoming}));
        self.talks(outgoing);
        other.talks(incoming);
        (outgoing, incoming)
    }

    pub fn hang_up(&mut self, call: u64) {
        self.tell(json!({"do": "hangup", "call": call}));
    }

    /// Asks that whoever it talks with be connected with a number of the company.
    pub fn transfer(&mut self, demo: &Demo, call: u64, number: &str) {
        let uri = format!("sip:{number}@{}", self.host(demo));
        self.tell(json!({"do": "transfer", "call": call, "uri": uri}));
    }

    /// Asks that those be connected with whom it talks in two calls.
    pub fn transfer_to_call(&mut self, call: u64, other: u64) {
        self.tell(json!({"do": "transfer_to_call", "call": call, "other": other}));
    }

    /// Waits for what the transfer of a call has come to.
    pub fn transferred(&mut self, call: u64) -> u64 {
        let end = self.wait("transfer", |event| event["call"] == call && event["final"] == true);
        end["code"].as_u64().expect("a status")
    }

    pub fn keys(&mut self, call: u64, keys: &str) {
        self.tell(json!({"do": "keys", "call": call, "keys": keys}));
    }

    /// Where the server says that it sends a call's sound from, and where the sound comes from.
    pub fn sources(&mut self, call: u64) -> (SocketAddr, SocketAddr) {
        self.tell(json!({"do": "sources", "call": call}));
        let sources = self.wait("sources", |event| event["call"] == call);
        let address = |name: &str| sources[name].as_str().and_then(|text| text.parse().ok());
        (address("told").expect("an address"), address("heard").expect("an address"))
    }

    /// Where the far end says that it is reached in a call.
    pub fn contact(&mut self, call: u64) -> String {
        self.tell(json!({"do": "contact", "call": call}));
        let event = self.wait("contact", |event| event["call"] == call);
        event["contact"].as_str().expect("a URI").to_owned()
    }

    /// What has gone and come in a call so far.
    pub fn stream(&mut self, call: u64) -> Stream {
        self.tell(json!({"do": "stream", "call": call}));
        let event = self.wait("stream", |event| event["call"] == call);
        let count = |name: &str| event[name].as_u64().expect("a count");
        Stream { sent: (count("sent"), count("sent_octets")), got: (count("got"), count("got_octets")) }
    }

    /// Ends a recording; the file is complete when this returns.
    pub fn stop_recording(&mut self, call: u64) {
        self.tell(json!({"do": "stop_recording", "call": call}));
        self.wait("recorded", |event| event["call"] == call);
    }

    /// The next lamp: new and old voice messages.
    pub fn lamp(&mut self) -> (u32, u32) {
        let event = self
            .wait("lamp", |event| event["text"].as_str().is_some_and(|text| text.contains("oice-Message:")));
        lamp(event["text"].as_str().expect("a text"))
    }

    /// The lamp as it was told last.
    pub fn newest_lamp(&mut self) -> Option<(u32, u32)> {
        let texts = self.seen().iter().rev().filter(|event| event["event"] == "lamp");
        let mut texts = texts.filter_map(|event| event["text"].as_str());
        texts.find(|text| text.contains("oice-Message:")).map(lamp)
    }

    /// Waits for a lamp that shows this.
    pub fn lamp_shows(&mut self, new: u32, old: u32) {
        self.wait("lamp", |event| {
            event["text"]
                .as_str()
                .is_some_and(|text| text.contains("oice-Message:") && lamp(text) == (new, old))
        });
    }
}

/// `Voice-Message: 2/8 (0/0)` of RFC 3842.
fn lamp(text: &str) -> (u32, u32) {
    let line =
        text.lines().find(|line| line.to_lowercase().starts_with("voice-message:")).expect("a voice line");
    let (new, old) = line.split_once(':').expect("a colon").1.trim().split_once('/').expect("a slash");
    let old = old.split_whitespace().next().expect("a count");
    (new.trim().parse().expect("a count"), old.parse().expect("a count"))
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.driver.quit();
    }
}
