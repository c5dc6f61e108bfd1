//! What a participant of a conference costs: CPU milliseconds for a second of being there, beside the floor, which is the
//! system calls that its datagrams need in any case. Real sockets on loopback, the telephones in a process of their own.
//! `cargo run --release -p media --example conference -- [ROOMS] [SECONDS] [RUNS] [WHO]`: 16 in each room, all send all the time,
//! two of them speak at once and take turns. WHO is a row's number, from 0; without it, all are measured.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a measurement is read on the terminal, and ends where it cannot go on"
)]

use media::codec::{Encoder, FRAME};
use media::opus::{Mouth, OpusOptions};
use media::rtp::Header;
use media::{Codec, Engine, EngineConfig, Remote, RoomConfig, Voice};
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const PARTICIPANTS: usize = 16;
/// Frames of a telephone's sound, over and over: three seconds.
const FRAMES: usize = 150;
/// Before it is measured.
const WARM_UP_SECONDS: u64 = 3;
const OPUS: OpusOptions =
    OpusOptions { inband_fec: true, most_bits_per_second: None, constant_rate: false, discontinuous: false };
const OPUS_TYPE: u8 = 111;

/// What a telephone speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tongue {
    Codec(Codec),
    Opus,
}

/// Who is in a room, by their places.
#[derive(Clone, Copy, Debug)]
enum Company {
    Telephones,
    Wideband,
    /// Half of them telephones.
    Both,
    /// One in four a browser, one in four wideband.
    Browsers,
}

impl Company {
    const ALL: [Company; 4] = [Company::Telephones, Company::Wideband, Company::Both, Company::Browsers];

    fn tongue(self, place: usize) -> Tongue {
        match (self, place % 4) {
            (Company::Wideband, _) | (Company::Both, 1 | 3) | (Company::Browsers, 1) => {
                Tongue::Codec(Codec::G722)
            }
            (Company::Browsers, 3) => Tongue::Opus,
            _ => Tongue::Codec(Codec::Pcma),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Company::Telephones => "A-law",
            Company::Wideband => "G.722",
            Company::Both => "half A-law, half G.722",
            Company::Browsers => "half A-law, a quarter G.722, a quarter Opus",
        }
    }
}

impl Tongue {
    fn payload_type(self) -> u8 {
        match self {
            Tongue::Codec(codec) => codec.payload_type(),
            Tongue::Opus => OPUS_TYPE,
        }
    }

    fn step(self) -> u32 {
        if self == Tongue::Opus { 960 } else { FRAME as u32 }
    }

    /// What the leg works in.
    fn codec(self) -> Codec {
        match self {
            Tongue::Codec(codec) => codec,
            Tongue::Opus => Codec::G722,
        }
    }

    /// A sound as payloads.
    fn payloads(self, sound: fn(f64) -> f64) -> Vec<Vec<u8>> {
        let rate_hz = self.codec().sample_rate_hz();
        let samples: Vec<i16> = (0..FRAMES * self.codec().frame_samples())
            .map(|at| sound(at as f64 / f64::from(rate_hz)) as i16)
            .collect();
        let frames = samples.chunks(self.codec().frame_samples());
        match self {
            Tongue::Codec(codec) => {
                let mut encoder = Encoder::new(codec);
                let encode = |frame: &[i16]| {
                    let mut codes = vec![0; FRAME];
                    encoder.encode(frame, &mut codes);
                    codes
                };
                frames.map(encode).collect()
            }
            Tongue::Opus => {
                let mut mouth = Mouth::new(rate_hz, OPUS).expect("a rate of Opus");
                let encode = |frame: &[i16]| {
                    let mut packet = vec![0; 1276];
                    let octets = mouth.frame(frame, &mut packet).expect("a packet");
                    packet.truncate(octets);
                    packet
                };
                frames.map(encode).collect()
            }
        }
    }
}

/// Gliding harmonics in syllables.
fn speech(seconds: f64) -> f64 {
    let phase = std::f64::consts::TAU * (140.0 * seconds + 1.4 * (4.4 * seconds).sin());
    let syllable = 0.35 + 0.65 * (25.0 * seconds).sin().abs();
    5000.0 * syllable * (phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin())
}

/// What a quiet room sounds like.
fn quiet(seconds: f64) -> f64 {
    12.0 * (7919.0 * seconds).sin() * (1231.0 * seconds).cos()
}

/// One telephone of the generator.
struct Phone {
    socket: UdpSocket,
    tongue: Tongue,
    header: Header,
    last: Option<u16>,
    received: u64,
    gaps: u64,
}

impl Phone {
    fn new(tongue: Tongue) -> Phone {
        let socket = UdpSocket::bind((LOCALHOST, 0)).expect("a port");
        socket.set_nonblocking(true).expect("a socket that does not wait");
        let header =
            Header { payload_type: tongue.payload_type(), marker: false, sequence: 0, timestamp: 0, ssrc: 7 };
        Phone { socket, tongue, header, last: None, received: 0, gaps: 0 }
    }

    fn say(&mut self, payload: &[u8]) {
        let packet = [&self.header.to_bytes()[..], payload].concat();
        let _ = self.socket.send(&packet);
        self.header.sequence = self.header.sequence.wrapping_add(1);
        self.header.timestamp = self.header.timestamp.wrapping_add(self.tongue.step());
    }

    fn listen(&mut self, room: &mut [u8]) {
        while let Ok(length) = self.socket.recv(room) {
            let [_, _, high, low, ..] = room[..length] else { continue };
            let sequence = u16::from_be_bytes([high, low]);
            let expected = self.last.map_or(sequence, |last| last.wrapping_add(1));
            self.gaps += u64::from(sequence != expected);
            self.last = Some(sequence);
            self.received += 1;
        }
    }
}

/// The generator: tells its ports, reads where to send, talks for so many seconds, tells what it heard.
fn phones(company: Company, rooms: usize, seconds: u64) {
    let mut phones: Vec<Phone> =
        (0..rooms * PARTICIPANTS).map(|number| Phone::new(company.tongue(number))).collect();
    let ports: Vec<String> = phones
        .iter()
        .map(|phone| phone.socket.local_addr().expect("an address").port().to_string())
        .collect();
    println!("{}", ports.join(" "));
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).expect("where to send");
    for (phone, port) in phones.iter_mut().zip(line.split_whitespace()) {
        phone.socket.connect((LOCALHOST, port.parse().expect("a port"))).expect("a way");
    }
    let tongues = [Tongue::Codec(Codec::Pcma), Tongue::Codec(Codec::G722), Tongue::Opus];
    let sounds = tongues.map(|tongue| (tongue, tongue.payloads(speech), tongue.payloads(quiet)));
    talk(&mut phones, &sounds, seconds);
    let received: u64 = phones.iter().map(|phone| phone.received).sum();
    let gaps: u64 = phones.iter().map(|phone| phone.gaps).sum();
    println!("{received} {gaps}");
}

type Sound = (Tongue, Vec<Vec<u8>>, Vec<Vec<u8>>);

fn talk(phones: &mut [Phone], sounds: &[Sound], seconds: u64) {
    let begun = Instant::now();
    let mut room = [0; 2048];
    for millisecond in 0..seconds * 1000 {
        let due = begun + Duration::from_millis(millisecond);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let frame = millisecond as usize / 20;
        // Their clocks are spread over 20 ms.
        for number in (millisecond as usize % 20..phones.len()).step_by(20) {
            let phone = &mut phones[number];
            phone.listen(&mut room);
            // Two of sixteen speak, for three seconds.
            let speaks = (frame / FRAMES + number % PARTICIPANTS).is_multiple_of(8);
            let sound = sounds.iter().find(|(tongue, ..)| *tongue == phone.tongue).expect("a sound");
            let payloads = if speaks { &sound.1 } else { &sound.2 };
            phone.say(&payloads[(frame + number) % FRAMES]);
        }
    }
}

struct Generator {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Generator {
    fn start(company: usize, rooms: usize, seconds: u64) -> (Generator, Vec<u16>) {
        let me = std::env::current_exe().expect("this program");
        let arguments = ["phones".to_owned(), company.to_string(), rooms.to_string(), seconds.to_string()];
        let mut child = Command::new(me)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a generator");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut generator = Generator { child, output };
        let ports = generator.line().split_whitespace().map(|port| port.parse().expect("a port")).collect();
        (generator, ports)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line of the generator");
        line
    }

    fn tell(&mut self, line: &str) {
        let mut input = self.child.stdin.take().expect("its input");
        writeln!(input, "{line}").expect("a generator that listens");
    }

    /// Datagrams that arrived, and gaps in their numbers.
    fn finish(mut self) -> (u64, u64) {
        let line = self.line();
        let mut numbers = line.split_whitespace().map(|number| number.parse().expect("a number"));
        let result = (numbers.next().expect("how many"), numbers.next().expect("how many gaps"));
        self.child.wait().expect("its end");
        result
    }
}

/// One run: milliseconds of CPU for a participant's second, and gaps.
fn run(company: usize, rooms: usize, seconds: u64) -> (f64, u64) {
    let spool = std::env::temp_dir();
    let engine = Engine::start(EngineConfig { spool, ..EngineConfig::default() }).expect("an engine");
    let (mut generator, ports) = Generator::start(company, rooms, seconds + 2 * WARM_UP_SECONDS);
    let mut legs = Vec::new();
    let mut tables = Vec::new();
    for (room, ports) in ports.chunks(PARTICIPANTS).enumerate() {
        let (table, events) = engine.room(RoomConfig::default()).expect("a room");
        for (place, &port) in ports.iter().enumerate() {
            let (leg, events) = engine.leg(LOCALHOST, None).expect("a leg");
            let tongue = Company::ALL[company].tongue(room * PARTICIPANTS + place);
            leg.connect(remote(tongue, SocketAddr::new(LOCALHOST, port)));
            table.join(&leg, Voice::default()).expect("a seat");
            legs.push((leg, events));
        }
        tables.push((table, events));
    }
    let ports: Vec<String> = legs.iter().map(|(leg, _)| leg.local().port().to_string()).collect();
    generator.tell(&ports.join(" "));
    std::thread::sleep(Duration::from_secs(WARM_UP_SECONDS));
    let (begun, cpu) = (Instant::now(), process_seconds());
    std::thread::sleep(Duration::from_secs(seconds));
    let spent = (process_seconds() - cpu) * 1000.0;
    let participant_seconds = begun.elapsed().as_secs_f64() * legs.len() as f64;
    let (received, gaps) = generator.finish();
    assert!(received > 0, "nobody has heard anything");
    engine.stop();
    (spent / participant_seconds, gaps)
}

fn remote(tongue: Tongue, rtp: SocketAddr) -> Remote {
    Remote {
        rtp,
        rtcp: None,
        signalling: LOCALHOST,
        anywhere: false,
        codec: tongue.codec(),
        tongue: (tongue == Tongue::Opus).then_some(media::Tongue::Opus(OPUS)),
        redundancy: None,
        payload_type: tongue.payload_type(),
        event_type: Some(101),
        packet_milliseconds: 20,
        sends: true,
        listens: true,
    }
}

/// What 50 datagrams each way cost in system calls alone, in milliseconds: 64 connected sockets, always warm.
fn floor() -> f64 {
    const ROUNDS: usize = 2000;
    let pairs: Vec<(UdpSocket, UdpSocket)> = (0..64)
        .map(|_| {
            let bind = || UdpSocket::bind((LOCALHOST, 0)).expect("a port");
            let (near, far) = (bind(), bind());
            near.connect(far.local_addr().expect("an address")).expect("a way");
            far.connect(near.local_addr().expect("an address")).expect("a way");
            (near, far)
        })
        .collect();
    let mut packet = [0; 172];
    let cpu = process_seconds();
    for _ in 0..ROUNDS {
        for (near, _) in &pairs {
            near.send(black_box(&packet)).expect("sent");
        }
        for (_, far) in &pairs {
            black_box(far.recv(&mut packet).expect("received"));
        }
    }
    (process_seconds() - cpu) * 1000.0 / (ROUNDS * pairs.len()) as f64 * 50.0
}

/// CPU seconds of this process.
#[expect(unsafe_code, reason = "the clock of a process can only be read so")]
fn process_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec into a valid one.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, usual: u64| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(usual);
    if arguments.first().is_some_and(|first| first == "phones") {
        return phones(Company::ALL[number(1, 0) as usize % 4], number(2, 1) as usize, number(3, 1));
    }
    let (rooms, seconds, runs) = (number(0, 8) as usize, number(1, 10), number(2, 5) as usize);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!(
        "{rooms} rooms of {PARTICIPANTS}, {runs} runs of {seconds} s; load average before: {}",
        load.trim()
    );
    println!("\n| who | CPU ms a participant-second (range) | floor | ratio | gaps |\n|---|---|---|---|---|");
    let only = arguments.get(3).and_then(|text| text.parse::<usize>().ok());
    let wanted = |number: &usize| only.is_none_or(|only| only == *number);
    for (number, company) in Company::ALL.iter().enumerate().filter(|(number, _)| wanted(number)) {
        let floor = floor();
        let mut results: Vec<(f64, u64)> = (0..runs.max(1)).map(|_| run(number, rooms, seconds)).collect();
        results.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (middle, least, most) =
            (results[results.len() / 2].0, results[0].0, results[results.len() - 1].0);
        let gaps: u64 = results.iter().map(|(_, gaps)| gaps).sum();
        let ratio = middle / floor;
        println!(
            "| {} | {middle:.3} ({least:.3} to {most:.3}) | {floor:.3} | {ratio:.1} | {gaps} |",
            company.name()
        );
    }
}
