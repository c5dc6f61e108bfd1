//! Phones behind routers: the four kinds of address translation, routers that damage SIP, and phones that are gone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Home, Nat, Person, Phone, eventually, peer, python, speech, write_wav};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

fn voice(demo: &Demo) -> PathBuf {
    let path = demo.folder().join("voice.wav");
    write_wav(&path, &speech(60_000));
    path
}

/// One calls the other, and both hear each other.
fn hear_each_other(demo: &Demo, caller: &mut Phone, called: &mut Phone, person: &Person) {
    let said = voice(demo);
    let [at_caller, at_called] = ["caller", "called"].map(|end| {
        let name = format!("{end}-{}.wav", person.extension);
        demo.folder().join(name)
    });
    let calling = caller.call(demo, &person.extension, json!({"play": said, "record": at_caller}));
    let ringing = called.rings();
    called.tell(json!({"do": "answer", "call": ringing, "play": said, "record": at_called}));
    caller.talks(calling);
    called.talks(ringing);
    std::thread::sleep(Duration::from_secs(3));
    called.hang_up(ringing);
    assert_eq!(caller.ends(calling), 200);
    called.ends(ringing);
    for heard in [at_caller, at_called] {
        assert!(Heard::open(&heard).loud_milliseconds() > 1500, "{}", heard.display());
    }
}

/// Phones that know nothing of their routers, each behind one of its own, both with the same address at home.
fn call_each_other_behind(nat: Nat) {
    let (Some(annas_home), Some(bens_home)) = (Home::build(nat), Home::build(nat)) else { return };
    let demo = Demo::start_as(&["--listen", annas_home.here()]);
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register_behind(&annas_home, &demo, anna);
    let mut bens = Phone::register_behind(&bens_home, &demo, ben);
    hear_each_other(&demo, &mut annas, &mut bens, ben);
    hear_each_other(&demo, &mut bens, &mut annas, anna);
}

#[test]
fn phones_behind_full_cones_call_and_hear_each_other() {
    call_each_other_behind(Nat::FullCone);
}

#[test]
fn phones_behind_restricted_cones_call_and_hear_each_other() {
    call_each_other_behind(Nat::Restricted);
}

#[test]
fn phones_behind_port_restricted_cones_call_and_hear_each_other() {
    call_each_other_behind(Nat::PortRestricted);
}

#[test]
fn phones_behind_symmetric_routers_call_and_hear_each_other() {
    call_each_other_behind(Nat::Symmetric);
}

/// A router that rewrites SIP between a phone and a server.
struct Gateway {
    child: Child,
    address: String,
}

impl Gateway {
    fn before(demo: &Demo) -> Gateway {
        let mut child = Command::new(python())
            .arg(peer("alg.py"))
            .args(["127.0.0.1", &demo.page.sip])
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo xtask test installs Python");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a port");
        Gateway { child, address: format!("127.0.0.1:{}", line.trim()) }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn phones_behind_routers_that_damage_sip_call_and_hear_each_other() {
    let mut demo = Demo::start();
    let server = demo.page.sip.clone();
    let mut behind = |person: usize| {
        demo.page.sip.clone_from(&server);
        let gateway = Gateway::before(&demo);
        demo.page.sip.clone_from(&gateway.address);
        (Phone::register_naive(&demo, demo.person(person)), gateway)
    };
    let (mut annas, _annas_router) = behind(0);
    let (mut bens, _bens_router) = behind(1);
    let (anna, ben) = (demo.person(0).clone(), demo.person(1).clone());
    hear_each_other(&demo, &mut annas, &mut bens, &ben);
    hear_each_other(&demo, &mut bens, &mut annas, &anna);
}

/// A phone of the kind that sleeps: its connection is gone, and nobody rings where nobody is.
#[test]
fn a_call_to_a_phone_whose_connection_is_gone_goes_to_voice_mail_at_once() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register(&demo, anna);
    let bens = Phone::register_by_tcp(&demo, ben);
    bens.signal("KILL");
    let desk = Desk::sign_in(&demo, ben);
    // The end of a connection is told to the server by the kernel; a call that comes before that has rung in vain.
    std::thread::sleep(Duration::from_secs(1));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    std::thread::sleep(Duration::from_secs(1));
    annas.hang_up(calling);
    annas.ends(calling);
    let calls = eventually("a row", || Some(desk.calls()).filter(|calls| !calls.is_empty()));
    assert_eq!(calls[0]["reason"]["course"], "not-registered", "{calls:?}");
}
