//! Trunks with real peers: SIPp as a provider and as another telephone system, PJSIP as somebody far away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Demo, Desk, Dns, Heard, Imap, Phone, Provider, Scenario, Signer, eventually, program, speech, write_wav,
};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The provider's account for us.
const USER: &str = "030123";
const PASSWORD: &str = "geheim-4711";
/// The company's direct numbers.
const DIRECT: &str = "+4930123:10-999";
const FAR: &str = "+4940555123";
/// Sound that went through codecs and resamplers resembles what was said so much at least.
const LIKE: f64 = 0.9;

/// An administrator who adds trunks.
struct Lines {
    desk: Desk,
}

impl Lines {
    fn of(demo: &Demo) -> Lines {
        Lines { desk: Desk::sign_in_as_administrator(demo) }
    }

    /// Adds a trunk with these terms besides the usual ones; answers its id.
    fn add(&self, name: &str, server: &str, more: Value) -> String {
        let mut terms = json!({
            "server": format!("sip:{server}"), "networks": ["127.0.0.2/32"], "direct": [DIRECT], "pingSeconds": 0,
        });
        for (key, value) in more.as_object().expect("an object") {
            terms[key] = value.clone();
        }
        let wanted = json!({"name": name, "terms": terms, "secret": PASSWORD});
        let reply = self.desk.send("POST", "/api/v1/trunks", Some(&wanted));
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.json()["id"].as_str().expect("an id").to_owned()
    }

    fn route(&self, prefix: &str, trunks: &[&str]) {
        let mut routes = self.desk.get("/api/v1/trunk-routes").json();
        routes.as_array_mut().expect("a list").push(json!({"prefix": prefix, "trunks": trunks}));
        let reply = self.desk.send("PUT", "/api/v1/trunk-routes", Some(&routes));
        assert_eq!(reply.status, 204, "{}", reply.text());
    }

    fn state(&self, id: &str) -> Value {
        let trunks = self.desk.get("/api/v1/trunks").json();
        let trunk = trunks["items"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|trunk| trunk["id"] == id)
            .expect("the trunk");
        trunk["state"].clone()
    }
}

fn provider(name: &str) -> Provider {
    Scenario::of(name).key("user", USER).key("password", PASSWORD).wait()
}

fn refusing(status: u16) -> Provider {
    Scenario::refusing("provider_refuses", status).wait()
}

fn from_trunk(called: &str, header: &str) -> Scenario {
    Scenario::of("from_trunk")
        .with(&["-s", called, "-m", "1", "-d", "1000", "-i", "127.0.0.2", "-mi", "127.0.0.2"])
        .key("from", "040998877")
        .key("to", called)
        .key("header", header)
}

const NO_HEADER: &str = "X-Nothing: 1";

fn voice(demo: &Demo, name: &str) -> PathBuf {
    let path = demo.folder().join(format!("{name}.wav"));
    write_wav(&path, &speech(2000));
    path
}

#[test]
fn a_provider_registers_us_by_digest_and_calls_the_contact_that_nobody_else_knows() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let registrar = provider("provider_register");
    let terms = json!({"access": "registering", "user": USER, "networks": []});
    let trunk = lines.add("provider", &registrar.address.to_string(), terms);
    eventually("registered", || (lines.state(&trunk)["registration"] == "registered").then_some(()));
    let contact = registrar.is_content();
    let user = contact.trim().strip_prefix("sip:").and_then(|uri| uri.split_once('@')).expect("a URI").0;

    let ben = demo.person(1);
    let mut bens = Phone::register(&demo, ben);
    let called = format!("030123{}", ben.extension);
    let elsewhere = |user: &str| {
        Scenario::of("from_trunk")
            .with(&["-s", user, "-m", "1", "-d", "1000", "-i", "127.0.0.3", "-mi", "127.0.0.3"])
            .key("from", "040998877")
            .key("to", &called)
            .key("header", NO_HEADER)
    };
    demo_answers(&demo, &mut bens, elsewhere(user));
    let calls =
        eventually("a row", || Some(Desk::sign_in(&demo, ben).calls()).filter(|calls| !calls.is_empty()));
    assert_eq!(calls[0]["other"]["number"], "+4940998877");

    // Another user part from there is nobody: the demo takes such calls, but not to a direct number.
    assert!(!elsewhere("0123456789abcdef").run(&demo).is_success);
}

/// Each of four providers has an account of its own for us, calls its own number, and is called for what is far from there.
#[test]
fn four_providers_are_registered_at_at_once_and_each_calls_and_is_called() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let ben = demo.person(1);
    let mut bens = Phone::register(&demo, ben);
    let cities = ["40", "89", "221", "69"];
    let user = |at: usize| format!("03012{at}");
    let providers: Vec<_> = cities
        .iter()
        .enumerate()
        .map(|(at, city)| {
            let registrar =
                Scenario::of("provider_register").key("user", &user(at)).key("password", PASSWORD).wait();
            let terms = json!({
                "access": "registering", "user": user(at), "networks": [], "direct": [format!("+493012{at}:10-999")],
            });
            let trunk = lines.add(&format!("provider-{at}"), &registrar.address.to_string(), terms);
            lines.route(&format!("+49{city}"), &[&trunk]);
            (trunk, registrar)
        })
        .collect();
    for (trunk, _) in &providers {
        eventually("registered", || (lines.state(trunk)["registration"] == "registered").then_some(()));
    }
    for (at, (_, registrar)) in providers.into_iter().enumerate() {
        let address = registrar.address;
        let contact = registrar.is_content();
        let contact =
            contact.trim().strip_prefix("sip:").and_then(|uri| uri.split_once('@')).expect("a URI").0;
        let coming = Scenario::of("from_trunk")
            .with(&["-s", contact, "-m", "1", "-d", "500", "-i", "127.0.0.3", "-mi", "127.0.0.3"])
            .key("from", "040998877")
            .key("to", &format!("{}{}", user(at), ben.extension))
            .key("header", NO_HEADER);
        demo_answers(&demo, &mut bens, coming);

        let taking = Scenario::of("provider_takes")
            .with(&["-rtp_echo"])
            .key("user", &user(at))
            .key("password", PASSWORD)
            .wait_at(address);
        let calling = bens.call(&demo, &format!("0{}555123", cities[at]), json!({}));
        bens.talks(calling);
        bens.hang_up(calling);
        bens.ends(calling);
        let log = taking.is_content();
        assert!(log.contains(&format!("sip:+49{}555123@", cities[at])), "{log}");
    }
    let calls = eventually("eight rows", || {
        Some(Desk::sign_in(&demo, ben).calls()).filter(|calls| calls.len() == 2 * cities.len())
    });
    assert!(calls.iter().all(|call| call["outcome"] == "answered"), "{calls:?}");
}

/// Two systems that know each other by a trunk, one of them found through DNS: people call each other and are heard, and who
/// is not there gets a message in the own mailbox.
#[test]
fn two_systems_found_through_dns_call_each_other_and_leave_messages() {
    let there = Demo::start();
    let dns = Dns::with_service("there.test", there.page.sip.parse().unwrap());
    let here = Demo::start_with(&[("SWITCHROOM_SIP__DNS", &format!("[\"{}\"]", dns.address))]);
    let terms = |direct: &str| json!({"networks": ["127.0.0.1/32"], "direct": [direct], "asserts": true});
    let trunks = [
        (&here, "there.test", "+4930123:10-999", "+4940"),
        (&there, here.page.sip.as_str(), "+4940555:10-999", "+4930"),
    ];
    for (demo, server, direct, prefix) in trunks {
        let lines = Lines::of(demo);
        let trunk = lines.add("other", server, terms(direct));
        lines.route(prefix, &[&trunk]);
    }
    let (anna, ben, clara) = (here.person(0), there.person(1), there.person(2));
    let (mut annas, mut bens) = (Phone::register(&here, anna), Phone::register(&there, ben));
    let said = voice(&here, "said");
    for (turn, calls_there) in [true, false].into_iter().enumerate() {
        let file = |who: &str| here.folder().join(format!("{who}{turn}.wav"));
        let sound = |who: &str| json!({"play": said, "record": file(who)});
        let (demo, caller, called, number, callers, calleds) = match calls_there {
            true => (&here, &mut annas, &mut bens, format!("040555{}", ben.extension), "anna", "ben"),
            false => (&there, &mut bens, &mut annas, format!("030123{}", anna.extension), "ben", "anna"),
        };
        let calling = caller.call(demo, &number, sound(callers));
        let ringing = called.rings();
        let mut answer = sound(calleds);
        answer["do"] = json!("answer");
        answer["call"] = json!(ringing);
        called.tell(answer);
        caller.talks(calling);
        std::thread::sleep(Duration::from_secs(6));
        caller.hang_up(calling);
        called.ends(ringing);
        caller.ends(calling);
        for who in [callers, calleds] {
            let likeness = Heard::open(&file(who)).likeness(&speech(2000));
            assert!(likeness > LIKE, "turn {turn}: {who} has heard what resembles it by {likeness}");
        }
    }
    let calling = annas.call(&here, &format!("040555{}", clara.extension), json!({"play": said}));
    annas.talks(calling);
    // Past the greeting.
    annas.keys(calling, "0");
    std::thread::sleep(Duration::from_secs(6));
    annas.hang_up(calling);
    annas.ends(calling);
    let message = Imap::open(&there, clara).new_voice_message();
    assert!(message.headers["From"].contains("4930123201"), "{:?}", message.headers);
    for demo in [&here, &there] {
        demo.all_is_free_within(Duration::from_secs(20));
    }
}

/// Runs a call that comes in while somebody answers it.
fn demo_answers(demo: &Demo, phone: &mut Phone, call: Scenario) {
    std::thread::scope(|scope| {
        scope.spawn(|| call.succeeds(demo));
        let ringing = phone.rings();
        phone.tell(json!({"do": "answer", "call": ringing}));
        assert_eq!(phone.ends(ringing), 200);
    });
}

/// Out as far as who transfers may call; a call that came or went by a trunk goes over to another one and keeps its channel,
/// the only one there is, for as long as it lasts.
#[test]
fn calls_are_transferred_to_and_from_the_public_network() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let mut far = Phone::stranger(&demo);
    let trunk = lines.add("up", far.address(), json!({"networks": ["127.0.0.1/32"], "channels": 1}));
    lines.route("+", &[&trunk]);
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let said = voice(&demo, "said");
    let hear_each_other = |annas: &mut Phone, near: u64, far: &mut Phone, distant: u64, name: &str| {
        let file = |who: &str| demo.folder().join(format!("{name}-{who}.wav"));
        for (phone, call, who) in [(&mut *annas, near, "anna"), (&mut *far, distant, "far")] {
            phone.tell(json!({"do": "play", "call": call, "path": said, "loop": true}));
            phone.tell(json!({"do": "record", "call": call, "path": file(who)}));
        }
        std::thread::sleep(Duration::from_secs(6));
        far.hang_up(distant);
        assert_eq!(annas.ends(near), 200, "{name}");
        far.ends(distant);
        for who in ["anna", "far"] {
            let likeness = Heard::open(&file(who)).likeness(&speech(2000));
            assert!(likeness > LIKE, "{name}: {who} has heard what resembles it by {likeness}");
        }
    };
    let call_from_anna = |annas: &mut Phone, bens: &mut Phone| {
        let near = annas.call(&demo, &ben.extension, json!({}));
        let first = bens.rings();
        bens.tell(json!({"do": "answer", "call": first}));
        bens.talks(first);
        annas.talks(near);
        (near, first)
    };

    // To a number outside.
    let (near, first) = call_from_anna(&mut annas, &mut bens);
    bens.transfer(&demo, first, "040555123");
    let distant = far.rings();
    far.tell(json!({"do": "answer", "call": distant}));
    assert_eq!(bens.transferred(first), 200);
    assert_eq!(bens.ends(first), 200);
    hear_each_other(&mut annas, near, &mut far, distant, "out");

    // From there to a colleague, who is called first.
    let first = bens.call(&demo, FAR, json!({}));
    let distant = far.rings();
    far.tell(json!({"do": "answer", "call": distant}));
    bens.talks(first);
    let second = bens.call(&demo, &anna.extension, json!({}));
    let near = annas.rings();
    annas.tell(json!({"do": "answer", "call": near}));
    bens.talks(second);
    bens.transfer_to_call(first, second);
    assert_eq!(bens.transferred(first), 200);
    bens.ends(first);
    bens.ends(second);
    let another = bens.call(&demo, FAR, json!({}));
    assert_ne!(bens.ends(another), 200, "the channel is still held");
    hear_each_other(&mut annas, near, &mut far, distant, "over");
    demo.all_is_free_within(Duration::from_secs(10));

    // Who may not call there may not transfer there.
    demo.set("outside.reach", "nobody", ben);
    // The server hears of what another process has written within two seconds.
    std::thread::sleep(Duration::from_secs(3));
    let (near, first) = call_from_anna(&mut annas, &mut bens);
    bens.transfer(&demo, first, "040555123");
    assert_eq!(bens.transferred(first), 403);
    annas.hang_up(near);
    assert_eq!(bens.ends(first), 200, "both talked on");
    assert!(!far.seen().iter().any(|event| event["event"] == "incoming"), "the call went out");
}

#[test]
fn a_wrong_password_is_told_as_a_failed_registration() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let registrar = Scenario::of("provider_register").key("user", USER).key("password", "another").wait();
    let terms = json!({"access": "registering", "user": USER});
    let trunk = lines.add("provider", &registrar.address.to_string(), terms);
    eventually("refused", || (lines.state(&trunk)["registrationStatus"] == 403).then_some(()));
    assert_eq!(lines.state(&trunk)["registration"], "failed");
    assert!(!demo.log().contains(PASSWORD));
}

#[test]
fn a_call_that_a_telephone_system_passes_on_goes_to_the_voice_mail_of_whom_it_was_for() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    lines.add("pbx", "127.0.0.2:5070", json!({"diverts": true, "direct": []}));
    let clara = demo.person(2);
    let diverted = |header: String| from_trunk(&demo.page.numbers.mailbox, &header).succeeds(&demo);
    diverted(format!("Diversion: <sip:{}@pbx.example>;reason=user-busy;counter=1", clara.extension));
    let entries = "History-Info: <sip:202@pbx.example>;index=1, <sip:99@pbx.example;cause=408>;index=1.1";
    diverted(entries.replace("202", &clara.extension));
    let calls =
        eventually("two rows", || Some(Desk::sign_in(&demo, clara).calls()).filter(|calls| calls.len() == 2));
    for (call, why) in calls.iter().zip(["no-answer", "busy"]) {
        assert_eq!(call["reason"]["course"], why, "{call}");
        assert_eq!(call["other"]["number"], "+4940998877", "{call}");
    }
}

#[test]
fn calls_in_and_out_carry_sound_both_ways() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let ben = demo.person(1);
    let (mut bens, mut far) = (Phone::register(&demo, ben), Phone::stranger(&demo));
    let trunk = lines.add("provider", far.address(), json!({"networks": ["127.0.0.1/32"]}));
    lines.route("+", &[&trunk]);
    let said = voice(&demo, "said");

    let (at_home, away) = (demo.folder().join("home.wav"), demo.folder().join("away.wav"));
    let calling = bens.call(&demo, "040555123", json!({"play": said, "record": at_home}));
    let incoming = far.wait("incoming", |_| true);
    assert!(incoming["remote"].as_str().unwrap().contains("+4930123202"), "{incoming}");
    let ringing = incoming["call"].as_u64().unwrap();
    far.tell(json!({"do": "answer", "call": ringing, "play": said, "record": away}));
    bens.talks(calling);
    std::thread::sleep(Duration::from_secs(3));
    bens.hang_up(calling);
    assert_eq!(far.ends(ringing), 200);
    bens.ends(calling);
    for heard in [&at_home, &away] {
        assert!(Heard::open(heard).loud_milliseconds() > 1500, "{}", heard.display());
    }

    let (at_home, away) = (demo.folder().join("home2.wav"), demo.folder().join("away2.wav"));
    let calling = far.call(&demo, "+4930123202", json!({"play": said, "record": away}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing, "play": said, "record": at_home}));
    far.talks(calling);
    std::thread::sleep(Duration::from_secs(3));
    far.hang_up(calling);
    bens.ends(ringing);
    far.ends(calling);
    for heard in [&at_home, &away] {
        assert!(Heard::open(heard).loud_milliseconds() > 1500, "{}", heard.display());
    }
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn a_challenge_is_answered_and_early_sound_is_heard() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let taking = Scenario::of("provider_takes")
        .with(&["-rtp_echo"])
        .key("user", USER)
        .key("password", PASSWORD)
        .wait();
    let trunk =
        lines.add("provider", &taking.address.to_string(), json!({"user": USER, "written": "national"}));
    lines.route("+", &[&trunk]);
    let mut bens = Phone::register(&demo, demo.person(1));
    let (said, early) = (voice(&demo, "said"), demo.folder().join("early.wav"));
    let calling = bens.call(&demo, FAR, json!({"play": said, "record": early}));
    bens.wait("state", |event| event["call"] == calling && event["code"] == 183);
    bens.talks(calling);
    bens.stop_recording(calling);
    assert!(Heard::open(&early).loud_milliseconds() > 1000, "the echo was heard before the answer");
    bens.hang_up(calling);
    bens.ends(calling);
    let log = taking.is_content();
    assert!(log.contains("sip:040555123@") && log.contains("sip:030123202@"), "{log}");
}

#[test]
fn a_proxys_challenge_is_answered_as_the_same_call() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let proxy = Scenario::of("proxy_challenges").wait();
    let trunk =
        lines.add("provider", &proxy.address.to_string(), json!({"user": USER, "written": "national"}));
    lines.route("+", &[&trunk]);
    let mut bens = Phone::register(&demo, demo.person(1));
    let calling = bens.call(&demo, FAR, json!({}));
    assert_eq!(bens.ends(calling), 486);
    proxy.is_content();
}

#[test]
fn what_a_trunk_cannot_do_goes_to_the_next_and_what_the_called_person_says_ends() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let mut bens = Phone::register(&demo, demo.person(1));
    for (first, second, expected, is_asked) in [
        (503, 486, 486, true),
        (408, 603, 603, true),
        (486, 404, 486, false),
        (603, 404, 603, false),
        (604, 404, 604, false),
    ] {
        let (one, mut other) = (refusing(first), refusing(second));
        let ids = [("one", &one), ("other", &other)].map(|(name, provider)| {
            lines.add(&format!("{name}-{first}-{second}"), &provider.address.to_string(), json!({}))
        });
        let reply =
            lines.desk.send("PUT", "/api/v1/trunk-routes", Some(&json!([{"prefix": "+", "trunks": ids}])));
        assert_eq!(reply.status, 204, "{}", reply.text());
        let calling = bens.call(&demo, FAR, json!({}));
        assert_eq!(bens.ends(calling), expected, "{first} {second}");
        one.is_content();
        if is_asked {
            other.is_content();
        } else {
            assert!(other.is_waiting(), "{first}: the second trunk was called");
        }
    }
}

#[test]
fn a_limit_keeps_calls_in_and_raises_an_alarm_and_help_passes_every_limit() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let ben = demo.person(1);
    let mut far = Phone::stranger(&demo);
    let terms = json!({"networks": ["127.0.0.1/32"], "channels": 1});
    let trunk = lines.add("provider", far.address(), terms);
    lines.route("+", &[&trunk]);
    demo.set("outside.at_once", "1", ben);
    let mut bens = Phone::register(&demo, ben);
    // The server hears of what another process has written within two seconds.
    std::thread::sleep(Duration::from_secs(3));

    for barred in ["+4990012345678", "+442079460123", "+88161234567"] {
        let calling = bens.call(&demo, barred, json!({}));
        assert_eq!(bens.ends(calling), 403, "{barred}");
    }
    let first = bens.call(&demo, FAR, json!({}));
    let ringing = far.rings();
    far.tell(json!({"do": "answer", "call": ringing}));
    bens.talks(first);
    let second = bens.call(&demo, FAR, json!({}));
    assert_eq!(bens.ends(second), 403);
    assert_eq!(demo.metric("switchroom_toll_barred_total{limit=\"at-once\"}"), 1.0);
    let log = demo.log();
    assert!(log.contains("alarm=\"toll\"") && log.contains("at-once"), "{log}");
    assert!(!log.contains("40555123"), "a number is in the log");
    let whys: Vec<_> = Desk::sign_in(&demo, ben).calls().iter().map(|call| call["outcome"].clone()).collect();
    assert_eq!(whys.iter().filter(|outcome| **outcome == "refused").count(), 4, "{whys:?}");

    // The only channel is taken, the person's only call, too.
    let help = bens.call(&demo, "112", json!({}));
    let ringing = far.rings();
    far.tell(json!({"do": "answer", "call": ringing}));
    bens.talks(help);
    bens.hang_up(help);
    bens.hang_up(first);
}

#[test]
fn a_trunk_that_does_not_answer_is_down_and_passed_over() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let far = Phone::stranger(&demo);
    let up = lines.add("up", far.address(), json!({"pingSeconds": 5, "networks": ["127.0.0.1/32"]}));
    // A port that was free a moment ago.
    let silent = refusing(503).address.to_string();
    let down = lines.add("down", &silent, json!({"pingSeconds": 5}));
    eventually("one answers", || (lines.state(&up)["reach"] == "up").then_some(()));
    eventually("one does not", || (lines.state(&down)["reach"] == "down").then_some(()));
    assert_eq!(demo.metric("switchroom_trunk_up{trunk=\"up\"}"), 1.0);
    assert_eq!(demo.metric("switchroom_trunk_up{trunk=\"down\"}"), 0.0);
    lines.route("+", &[&down, &up]);
    let (mut bens, mut far) = (Phone::register(&demo, demo.person(1)), far);
    let calling = bens.call(&demo, FAR, json!({}));
    let ringing = far.rings();
    far.tell(json!({"do": "answer", "call": ringing}));
    bens.talks(calling);
    bens.hang_up(calling);
}

#[test]
fn trunks_are_added_and_removed_on_the_command_line() {
    let demo = Demo::start();
    let run = |arguments: &[&str]| {
        let mut child = Command::new(program())
            .args(["trunk"])
            .args(arguments)
            .arg("--config")
            .arg(demo.folder().join("switchroom.toml"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server's program");
        writeln!(child.stdin.take().expect("piped"), "{PASSWORD}").expect("it reads");
        let out = child.wait_with_output().expect("it ends");
        (out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let add = ["add", "provider", "--server", "sip:127.0.0.2:5070", "--network", "127.0.0.2", "--user", USER];
    assert!(run(&[&add[..], &["--direct", DIRECT, "--main", "201"]].concat()).0);
    assert!(!run(&add).0, "the name is in use");
    assert!(run(&["route", "+", "provider"]).0);
    assert!(!run(&["route", "+49", "nobody"]).0);
    let listed = run(&["list"]).1;
    assert!(listed.contains(DIRECT) && listed.contains("sip:127.0.0.2:5070"), "{listed}");
    assert!(!listed.contains(PASSWORD), "{listed}");
    // The running server takes calls by it.
    let mut annas = Phone::register(&demo, demo.person(0));
    let lines = Lines::of(&demo);
    eventually("heard of", || {
        (lines.desk.get("/api/v1/trunks").json()["items"].as_array()?.len() == 1).then_some(())
    });
    demo_answers(&demo, &mut annas, from_trunk("+49301230", NO_HEADER));
    assert!(run(&["remove", "provider"]).0);
    assert_eq!(run(&["list"]).1, "");
}

/// The call goes out under the number by which the place is known; who is on site finds who calls and from where in the mailbox,
/// once. What would be told is tried by a number that calls nobody.
#[test]
fn those_on_site_are_told_who_calls_for_help_and_from_where() {
    let demo = Demo::start();
    let lines = Lines::of(&demo);
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut far = Phone::stranger(&demo);
    let trunk = lines.add("provider", far.address(), json!({"networks": ["127.0.0.1/32"]}));
    lines.route("+", &[&trunk]);
    demo.set_for_all("help.notify", &anna.extension);
    demo.set_for_all("help.test_number", "933");
    demo.set("help.place", "Building 2, second floor, room 214", ben);
    demo.set("help.call_back", "4930123499", ben);
    demo.hears_of_what_others_wrote();
    let mut bens = Phone::register(&demo, ben);

    for _ in 0..2 {
        let help = bens.call(&demo, "112", json!({}));
        let rung = far.wait("incoming", |_| true);
        assert!(rung["remote"].as_str().unwrap().contains("30123499"), "{rung}");
        let ringing = rung["call"].as_u64().unwrap();
        far.tell(json!({"do": "answer", "call": ringing}));
        bens.talks(help);
        bens.hang_up(help);
        far.ends(ringing);
    }
    let annas = Desk::sign_in(&demo, anna);
    let is_of_help = |message: &Value| {
        let subject = message["subject"].as_str().unwrap_or_default();
        subject.starts_with("Notruf: ") || subject.starts_with("Call for help: ")
    };
    let told = || Some(annas.messages().into_iter().filter(is_of_help).count()).filter(|count| *count > 0);
    assert_eq!(eventually("Anna is told", told), 1, "and once");
    assert!(demo.log().contains("room 214"), "the alarm says where");

    let heard = demo.folder().join("heard.wav");
    let trying = bens.call(&demo, "933", json!({"record": heard}));
    assert_eq!(bens.ends(trying), 200);
    let loud = Heard::open(&heard).loud_milliseconds();
    assert!(loud > 4000, "number and place are said: {loud} ms");
    assert_eq!(demo.metric("switchroom_help_calls_total"), 2.0);
    let stranger = Phone::stranger(&demo).call(&demo, "933", json!({}));
    assert!(stranger > 0 && !far.seen().iter().any(|event| event["event"] == "incoming"));
}

/// RFC 8224: what a trunk's calls are signed with is held against certificate, caller, called and clock; phones are told, the
/// journal keeps it, and no call waits longer than a second for a certificate. What is unsigned is as it was.
#[test]
fn a_trunks_signed_callers_are_told_from_forged_ones() {
    const CALLER: &str = "4940998877";
    const CALLED: &str = "4930123201";
    let mut signer = Signer::start();
    let root = signer.root();
    let demo = Demo::start_with(&[
        ("SWITCHROOM_STIR__ROOTS", root.to_str().unwrap()),
        ("SWITCHROOM_STIR__AUTHORITIES", root.to_str().unwrap()),
        ("SWITCHROOM_STIR__NETWORKS", "[\"127.0.0.0/8\"]"),
    ]);
    let lines = Lines::of(&demo);
    lines.add("provider", "127.0.0.2:5070", json!({}));
    let anna = demo.person(0);
    assert_eq!(anna.extension, "201");
    let mut annas = Phone::register(&demo, anna);
    // A call with this field: what Anna's phone is told of its caller, and in which name.
    let mut rings = |identity: &str| {
        let field = if identity.is_empty() { NO_HEADER.to_owned() } else { format!("Identity: {identity}") };
        let calling = from_trunk(&format!("+{CALLED}"), &field).with(&["-d", "50"]).start(&demo);
        let rung = annas.wait("incoming", |_| true);
        annas.tell(json!({"do": "answer", "call": rung["call"]}));
        annas.ends(rung["call"].as_u64().unwrap());
        calling.succeeds();
        rung["text"].as_str().unwrap().to_owned()
    };
    let passed = "verstat=TN-Validation-Passed";
    let failed = "verstat=TN-Validation-Failed";
    let unknown = "verstat=No-TN-Validation";
    assert!(!rings("").contains("verstat"), "unsigned");
    let good = signer.signs(CALLER, CALLED, json!({}));
    for (what, identity, expected) in [
        ("slow", signer.signs(CALLER, CALLED, json!({"x5u": signer.address("slow.pem")})), unknown),
        ("good", good.clone(), passed),
        ("replayed", good, failed),
        ("B", signer.signs(CALLER, CALLED, json!({"attest": "B"})), passed),
        ("another caller", signer.signs("4940998878", CALLED, json!({})), failed),
        ("another called", signer.signs(CALLER, "4930123202", json!({})), failed),
        ("stale", signer.signs(CALLER, CALLED, json!({"age": 90})), failed),
        ("of the future", signer.signs(CALLER, CALLED, json!({"age": -90})), failed),
        ("by nobody we trust", signer.signs(CALLER, CALLED, json!({"key": "other"})), failed),
        ("ended", signer.signs(CALLER, CALLED, json!({"x5u": signer.address("ended.pem")})), failed),
        ("not https", signer.signs(CALLER, CALLED, json!({"x5u": "http://127.0.0.1/own.pem"})), failed),
        ("in our network", signer.signs(CALLER, CALLED, json!({"x5u": "https://10.0.0.1/own.pem"})), failed),
        ("huge", signer.signs(CALLER, CALLED, json!({"x5u": signer.address("huge.pem")})), unknown),
        (
            "sent elsewhere",
            signer.signs(CALLER, CALLED, json!({"x5u": signer.address("elsewhere.pem")})),
            unknown,
        ),
        ("nothing there", signer.signs(CALLER, CALLED, json!({"x5u": signer.address("none.pem")})), unknown),
        ("nonsense", "a.b.c;info=<x>".to_owned(), failed),
        (
            "slow, and here by now",
            signer.signs(CALLER, CALLED, json!({"x5u": signer.address("slow.pem")})),
            passed,
        ),
    ] {
        let text = rings(&identity);
        assert!(text.contains(expected), "{what}: {text}");
    }
    let desk = Desk::sign_in(&demo, anna);
    // One unsigned, and seventeen that are.
    let calls = desk.calls_once_there_are(18);
    let kept = |expected: &str| calls.iter().filter(|call| call["signature"] == expected).count();
    assert_eq!((kept("valid A"), kept("valid B"), kept("invalid stale"), kept("unknown")), (2, 1, 2, 4));
    assert!(calls.iter().all(|call| call["reason"] != Value::Null), "{calls:?}");

    demo.set_for_all("signed.least", "B");
    demo.hears_of_what_others_wrote();
    let marked = rings(&signer.signs(CALLER, CALLED, json!({"attest": "C"})));
    assert!(marked.contains("\"(?)"), "{marked}");
    assert!(!rings(&signer.signs(CALLER, CALLED, json!({"attest": "B"}))).contains("(?)"));
    demo.set_for_all("signed.refuse", "true");
    demo.hears_of_what_others_wrote();
    for (identity, status) in
        [(signer.signs(CALLER, CALLED, json!({"age": 90})), "438"), (String::new(), "428")]
    {
        let field = if identity.is_empty() { NO_HEADER.to_owned() } else { format!("Identity: {identity}") };
        let calling = from_trunk(&format!("+{CALLED}"), &field).start(&demo);
        eventually("it is refused", || {
            calling.messages().contains(&format!("SIP/2.0 {status}")).then_some(())
        });
    }
}
