//! How many calls one server carries at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Scenario, eventually, sounds_of_calls};
use serde_json::json;

/// Each call says back what it hears; a greeting is longer than this.
const HEARD_PACKETS: u64 = 100;

/// A trunk of so many channels, reached from an address of its own; answers that and the trunk's id.
fn trunk(desk: &Desk, number: usize, channels: usize) -> (String, String) {
    let address = format!("127.0.0.{}", 20 + number);
    let terms = json!({
        "server": format!("sip:{address}"), "networks": [format!("{address}/32")], "direct": ["+4930123:10-999"],
        "pingSeconds": 0, "channels": channels,
    });
    let wanted = json!({"name": format!("line-{channels}"), "terms": terms});
    let reply = desk.send("POST", "/api/v1/trunks", Some(&wanted));
    assert_eq!(reply.status, 201, "{}", reply.text());
    (address, reply.json()["id"].as_str().unwrap().to_owned())
}

fn calls(address: &str, count: &str, milliseconds: &str) -> Scenario {
    Scenario::of("from_trunk")
        .with(&["-s", "+4930123204", "-m", count, "-l", count, "-r", "100", "-d", milliseconds])
        .with(&["-i", address, "-mi", address, "-rtp_echo"])
        .key("from", "040998877")
        .key("to", "+4930123204")
        .key("header", "X-Nothing: 1")
}

#[test]
fn two_to_three_hundred_channels_carry_voice_at_once_and_no_call_more() {
    let demo = Demo::start_with(&[
        ("SWITCHROOM_MEDIA__FIRST_PORT", "9000"),
        ("SWITCHROOM_MEDIA__LAST_PORT", "10999"),
    ]);
    let desk = Desk::sign_in_as_administrator(&demo);
    for (number, channels) in [2, 60, 300].into_iter().enumerate() {
        let (address, id) = trunk(&desk, number, channels);
        let many = calls(&address, &channels.to_string(), "9000").start(&demo);
        eventually("all channels are taken", || {
            let trunks = desk.get("/api/v1/trunks").json();
            let trunk = trunks["items"].as_array()?.iter().find(|trunk| trunk["id"] == *id)?.clone();
            (trunk["state"]["calls"] == channels).then_some(())
        });
        assert_eq!(demo.metric("switchroom_calls"), channels as f64);
        let refused = calls(&address, "1", "100").run(&demo);
        let is_refused = !refused.is_success && refused.words.contains("503");
        assert!(is_refused, "a call more than {channels}: {}", refused.words);
        many.succeeds();
        let heard = |quality: &serde_json::Value| quality["received"].as_u64() >= Some(HEARD_PACKETS);
        eventually("every call was heard", || {
            let rows = sounds_of_calls(&demo);
            (rows.iter().rev().take(channels).filter(|row| heard(row)).count() == channels).then_some(())
        });
    }
}
