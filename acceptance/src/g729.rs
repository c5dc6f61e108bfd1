//! A phone that speaks G.729 with annex B, by bcg729: SIPp speaks SIP for it, the codec runs as a program of its own.

use crate::{Demo, Heard, Running, Scenario, peer, python, write_wav};
use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::process::Command;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PAYLOAD_TYPE: u8 = 18;
/// Samples and octets of a frame of speech.
const FRAME: u32 = 80;
const SPEECH: usize = 10;
const FRAMES_A_PACKET: usize = 2;
/// Sound that nobody ends by then is broken.
const LONGEST: Duration = Duration::from_secs(60);

pub struct G729Phone {
    call: Running,
    sound: JoinHandle<BTreeMap<u32, Vec<u8>>>,
    folder: TempDir,
}

impl G729Phone {
    /// Calls, and says this from the answer on.
    pub fn call(demo: &Demo, number: &str, said: &[i16]) -> G729Phone {
        let folder = tempfile::tempdir().expect("a folder");
        let (wav, frames) = (folder.path().join("said.wav"), folder.path().join("said.g729"));
        write_wav(&wav, said);
        bcg729("encode", &wav, &frames);
        let frames = frames_of(&std::fs::read(frames).expect("a file"));
        let server: SocketAddr = demo.page.sip.parse().expect("an address");
        let socket = UdpSocket::bind((server.ip(), 0)).expect("a socket");
        let port = socket.local_addr().expect("an address").port().to_string();
        let call = Scenario::of("g729")
            .with(&["-s", number, "-m", "1"])
            .key("from", "+4930900001")
            .key("sound", &port)
            .start(demo);
        let sound = std::thread::spawn(move || talk(&socket, &frames));
        G729Phone { call, sound, folder }
    }

    /// Waits until the server has ended the call; what was heard, with the silences in it.
    pub fn heard(self) -> Heard {
        self.call.succeeds();
        let packets = self.sound.join().expect("what was heard");
        let (frames, wav) = (self.folder.path().join("heard.g729"), self.folder.path().join("heard.wav"));
        let mut out = Vec::new();
        let mut due = packets.keys().next().copied().unwrap_or(0);
        for (at, payload) in packets {
            while due < at {
                out.push(0);
                due += FRAME;
            }
            for frame in payload.chunks(SPEECH) {
                out.push(frame.len() as u8);
                out.extend(frame);
                due += FRAME;
            }
        }
        std::fs::write(&frames, out).expect("a file");
        bcg729("decode", &frames, &wav);
        Heard::open(&wav)
    }
}

fn bcg729(task: &str, from: &Path, into: &Path) {
    let status = Command::new(python()).arg(peer("g729.py")).arg(task).args([from, into]).status();
    assert!(status.expect("cargo xtask test installs Python").success(), "bcg729 cannot {task}");
}

fn frames_of(mut octets: &[u8]) -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    while let Some((&length, rest)) = octets.split_first() {
        let (frame, rest) = rest.split_at(usize::from(length));
        frames.push(frame.to_vec());
        octets = rest;
    }
    frames
}

/// Speaks once somebody is heard, until nobody is heard any more; payloads by their time.
fn talk(socket: &UdpSocket, frames: &[Vec<u8>]) -> BTreeMap<u32, Vec<u8>> {
    let mut heard = Ears { packets: BTreeMap::new(), first: None };
    let mut room = [0; 2048];
    socket.set_read_timeout(Some(LONGEST)).expect("a socket");
    let (length, server) = socket.recv_from(&mut room).expect("somebody speaks");
    heard.packet(&room[..length]);
    let begun = Instant::now();
    let (mut sequence, mut last) = (0u16, begun);
    socket.set_read_timeout(Some(Duration::from_millis(2))).expect("a socket");
    for (number, pair) in (0u32..).zip(frames.chunks(FRAMES_A_PACKET)) {
        let due = begun + number * Duration::from_millis(20);
        while Instant::now() < due {
            if let Ok((length, _)) = socket.recv_from(&mut room) {
                heard.packet(&room[..length]);
                last = Instant::now();
            }
        }
        if last.elapsed() > Duration::from_secs(20) || begun.elapsed() > LONGEST {
            break;
        }
        for (timestamp, payload) in packets_of(number * 2 * FRAME, pair) {
            let mut packet = vec![0x80, PAYLOAD_TYPE];
            packet.extend(sequence.to_be_bytes());
            packet.extend(timestamp.to_be_bytes());
            packet.extend([0, 0, 0, 7]);
            packet.extend(payload);
            sequence = sequence.wrapping_add(1);
            if socket.send_to(&packet, server).is_err() {
                return heard.packets;
            }
        }
    }
    heard.packets
}

/// Up to two frames in packets: a description of silence ends one.
fn packets_of(timestamp: u32, frames: &[Vec<u8>]) -> Vec<(u32, Vec<u8>)> {
    let mut packets: Vec<(u32, Vec<u8>)> = Vec::new();
    for (at, frame) in (timestamp..).step_by(FRAME as usize).zip(frames) {
        match packets.last_mut() {
            Some((_, payload)) if payload.len() == SPEECH && at > timestamp => payload.extend(frame),
            _ if frame.is_empty() => {}
            _ => packets.push((at, frame.clone())),
        }
    }
    packets
}

struct Ears {
    packets: BTreeMap<u32, Vec<u8>>,
    /// The time of the first packet.
    first: Option<u32>,
}

impl Ears {
    fn packet(&mut self, packet: &[u8]) {
        assert_eq!(packet[1] & 0x7F, PAYLOAD_TYPE, "something else than G.729 was sent");
        let timestamp = u32::from_be_bytes([packet[4], packet[5], packet[6], packet[7]]);
        let first = *self.first.get_or_insert(timestamp);
        self.packets.insert(timestamp.wrapping_sub(first), packet[12..].to_vec());
    }
}
