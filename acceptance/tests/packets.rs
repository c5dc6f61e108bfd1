//! Packets as long as each phone would have them, and what the journal says of a call's sound.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Heard, Person, Phone, eventually, peer, python, sounds_of_calls, speech, write_wav};
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;

/// Sound that went through codecs and resamplers resembles what was said so much at least.
const LIKE: f64 = 0.9;

/// A phone's codec, by its name in PJSIP, and the length of the packets that it would have, in milliseconds.
type Way = (&'static str, u32);

/// Two phones talk for six seconds; each says the same over and over and must hear the other one in its own packets.
fn talk(demo: &Demo, caller: (&Person, Way), called: (&Person, Way)) {
    let said = speech(4000);
    let said_file = demo.folder().join("said.wav");
    write_wav(&said_file, &said);
    let files = ["caller", "called"].map(|name| demo.folder().join(format!("{name}.wav")));
    let (caller, one_way) = caller;
    let (called, other_way) = called;
    let mut one = Phone::register_with_packets(demo, caller, one_way.0, one_way.1);
    let mut other = Phone::register_with_packets(demo, called, other_way.0, other_way.1);
    let calling = one.call(demo, &called.extension, json!({"play": said_file, "record": files[0]}));
    let ringing = other.rings();
    other.tell(json!({"do": "answer", "call": ringing, "play": said_file, "record": files[1]}));
    one.talks(calling);
    other.talks(ringing);
    std::thread::sleep(Duration::from_secs(6));
    one.keys(calling, "5");
    other.wait("key", |event| event["key"] == "5");
    let streams = [(one_way, one.stream(calling)), (other_way, other.stream(ringing))];
    one.hang_up(calling);
    assert_eq!(other.ends(ringing), 200);
    for ((way, stream), file) in streams.into_iter().zip(files) {
        // One octet for each sample at 8 kHz; the packets of a key, and what is held at its end, are shorter.
        let (packets, octets) = stream.got;
        let average = octets as f64 / packets as f64;
        let wanted = f64::from(way.1) * 8.0;
        assert!((0.85 * wanted..=1.01 * wanted).contains(&average), "{way:?}: {stream:?}");
        let likeness = Heard::open(&file).likeness(&said);
        assert!(likeness > LIKE, "{way:?}: {likeness}");
    }
}

/// RFC 2474: expedited forwarding for voice, CS5 for signalling, or what the configuration says.
#[test]
fn voice_and_signalling_are_marked_for_routers() {
    let classes = |demo: &Demo| -> Value {
        let (host, port) = demo.page.sip.rsplit_once(':').expect("an address");
        let host = host.trim_matches(['[', ']']);
        let mut command = Command::new(python());
        command.arg(peer("marking.py")).args([host, port, &demo.person(2).extension]);
        let ran = command.output().expect("Python");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        serde_json::from_slice(&ran.stdout).expect("JSON")
    };
    for address in ["127.0.0.1", "::1"] {
        let demo = Demo::start_as(&["--listen", address]);
        assert_eq!(classes(&demo), json!({"signalling": [40 << 2], "voice": [46 << 2]}), "{address}");
    }
    let demo = Demo::start_with(&[("SWITCHROOM_SIP__DSCP", "24"), ("SWITCHROOM_MEDIA__DSCP", "34")]);
    assert_eq!(classes(&demo), json!({"signalling": [24 << 2], "voice": [34 << 2]}));
}

/// The journal's word on the sound of the call that ended last, when it has it.
fn sound_of_call(demo: &Demo, calls: usize) -> Value {
    eventually("the call is in the journal", || sounds_of_calls(demo).into_iter().nth(calls - 1))
}

#[test]
fn packets_are_as_long_as_each_phone_would_have_them_and_the_journal_knows_how_good_that_was() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    // Relayed, and made of another codec.
    let pairs = [(("PCMA", 40), ("PCMA", 20)), (("G722", 20), ("PCMU", 60))];
    for (at, (one, other)) in pairs.into_iter().enumerate() {
        talk(&demo, (anna, one), (ben, other));
        let sound = sound_of_call(&demo, at + 1);
        let score = |name: &str| sound[name].as_f64().unwrap_or_else(|| panic!("no {name}: {sound}"));
        // On loopback nothing is lost, or next to nothing: 4.41 is the most that there is.
        assert!((4.0..=4.41).contains(&score("mos")), "{sound}");
        assert!((4.0..=4.41).contains(&score("remoteMos")), "{sound}");
    }
}
