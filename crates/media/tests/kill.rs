//! A process that is killed while it records leaves all but the last second of the recording.

use media::{Codec, EndKeys, Engine, EngineConfig, RecordRules, Remote, recording};
use std::io::{BufRead, BufReader};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Says to the child, which is this same program, where to record and whom to hear.
const SPOOL: &str = "MEDIA_TEST_SPOOL";
const CALLER: &str = "MEDIA_TEST_CALLER";
const FRAMES: usize = 150;
const A_SECOND: usize = 8000;

/// The process that will be killed. Does nothing unless the test below has started it.
#[test]
#[ignore = "started and killed by what_was_recorded_survives_a_kill"]
fn records_until_it_is_killed() {
    let (Ok(spool), Ok(caller)) = (std::env::var(SPOOL), std::env::var(CALLER)) else { return };
    let config =
        EngineConfig { workers: 1, ports: 30000..=31999, spool: spool.into(), ..EngineConfig::default() };
    let engine = Engine::start(config).unwrap();
    let (leg, _events) = engine.leg(LOCALHOST, None).unwrap();
    leg.connect(Remote {
        rtp: caller.parse().unwrap(),
        rtcp: None,
        signalling: LOCALHOST,
        anywhere: false,
        codec: Codec::Pcma,
        tongue: None,
        redundancy: None,
        payload_type: 8,
        event_type: None,
        packet_milliseconds: 20,
        sends: true,
        listens: true,
    });
    let ends_on = EndKeys::NONE;
    leg.record(
        "killed",
        RecordRules { longest_ms: 60_000, closing_silence_ms: 0, opening_silence_ms: 0, ends_on },
    );
    println!("\nlistens at {}", leg.local());
    loop {
        std::thread::park();
    }
}

#[test]
fn what_was_recorded_survives_a_kill() {
    let spool = tempfile::tempdir().unwrap();
    let caller = UdpSocket::bind((LOCALHOST, 0)).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "records_until_it_is_killed", "--ignored", "--nocapture"])
        .env(SPOOL, spool.path())
        .env(CALLER, caller.local_addr().unwrap().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let to: SocketAddr = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("listens at ").map(|address| address.parse().unwrap()))
        .expect("the child says where it listens");
    let said = speak(&caller, to).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    check(&recording::read(spool.path(), "killed").unwrap(), &said);
}

/// Sends frames at their times; what was said.
fn speak(caller: &UdpSocket, to: SocketAddr) -> std::io::Result<Vec<i16>> {
    let start = Instant::now();
    let mut said = Vec::new();
    for frame in 0..FRAMES {
        let samples: Vec<i16> = (0..160).map(|at| ((frame * 160 + at) * 37 % 8191) as i16 - 4000).collect();
        let codes = Codec::Pcma.encode(&samples);
        let mut packet = vec![0x80, 8, (frame >> 8) as u8, frame as u8];
        packet.extend((frame as u32 * 160).to_be_bytes());
        packet.extend([0, 0, 0, 9]);
        packet.extend(&codes);
        caller.send_to(&packet, to)?;
        said.extend(Codec::Pcma.decode(&codes));
        std::thread::sleep(
            (start + Duration::from_millis(20 * (frame as u64 + 1)))
                .saturating_duration_since(Instant::now()),
        );
    }
    Ok(said)
}

fn check(kept: &recording::Recording, said: &[i16]) {
    assert!(kept.samples.len() + A_SECOND + 160 >= said.len(), "{} of {}", kept.samples.len(), said.len());
    // The first packet may have begun before the recording did; from there on it is what was said.
    let skipped = (0..=320).find(|&from| said[from..].starts_with(&kept.samples));
    assert!(skipped.is_some(), "what is kept is what was said, from the start on");
    assert!(kept.speech_milliseconds > 1500, "{}", kept.speech_milliseconds);
}
