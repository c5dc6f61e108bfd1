//! The engine on real loopback sockets, with a small telephone that speaks and listens.

#[path = "engine_tests/bridges.rs"]
mod bridges;
#[path = "click_tests.rs"]
mod clicks;
#[path = "engine_tests/languages.rs"]
mod languages;
#[path = "many_tests.rs"]
mod many;
#[path = "engine_tests/recordings.rs"]
mod recordings;
#[path = "room_codec_tests.rs"]
mod room_codecs;
#[path = "room_tests.rs"]
mod rooms;
#[path = "engine_tests/sealed.rs"]
mod sealed;
#[path = "silence_tests.rs"]
mod silence;
#[path = "engine_tests/sources.rs"]
mod sources;
#[path = "tone_tests.rs"]
mod tones;

use crate::opus::OpusOptions;
use crate::red::{self, Redundancy};
use crate::rtcp::{self, Reception};
use crate::rtp::{Header, Packet};
use crate::srtp::{Context, Keying, SEAL_ROOM, Security, Suite};
use crate::tongue::{Ear, Mouth};
use crate::{Codec, EndKeys, Engine, EngineConfig, Leg, LegEvent, LegEvents, LegStats, MediaError};
use crate::{G729Options, Language, RecordEnd, RecordRules, Remote, Repeat, Tongue, recording};
use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const EVENT_TYPE: u8 = 101;
/// Far beyond what anything here takes, for a machine that is busy with other things.
const DEADLINE: Duration = Duration::from_secs(30);
const RULES: RecordRules =
    RecordRules { longest_ms: 60_000, closing_silence_ms: 0, opening_silence_ms: 0, ends_on: EndKeys::NONE };

/// A telephone: one socket, one stream.
struct Phone {
    socket: UdpSocket,
    rtcp: UdpSocket,
    codec: Codec,
    header: Header,
    next: Instant,
    context: Option<RefCell<Context>>,
}

impl Phone {
    fn new(host: IpAddr, codec: Codec) -> Phone {
        let (socket, rtcp) = pair(host);
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        rtcp.set_read_timeout(Some(DEADLINE)).unwrap();
        let payload_type = codec.payload_type();
        let header =
            Header { payload_type, marker: false, sequence: 65500, timestamp: u32::MAX - 5000, ssrc: 0xAB };
        Phone { socket, rtcp, codec, header, next: Instant::now(), context: None }
    }

    fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    fn remote(&self) -> Remote {
        Remote {
            rtp: self.address(),
            rtcp: None,
            signalling: self.address().ip(),
            anywhere: false,
            codec: self.codec,
            tongue: None,
            redundancy: None,
            payload_type: self.codec.payload_type(),
            event_type: Some(EVENT_TYPE),
            packet_milliseconds: 20,
            sends: true,
            listens: true,
        }
    }

    fn remote_with(&self, codec: Codec) -> Remote {
        Remote { codec, payload_type: codec.payload_type(), ..self.remote() }
    }

    /// Sends one frame, at its time.
    fn frame(&mut self, to: &Leg, codes: &[u8]) {
        self.wait();
        self.raw(to, self.header, codes);
        self.step();
    }

    /// Lets a frame's time pass without sending.
    fn lose(&mut self) {
        self.wait();
        self.step();
    }

    fn wait(&mut self) {
        std::thread::sleep(self.next.saturating_duration_since(Instant::now()));
        self.next += Duration::from_millis(20);
    }

    fn step(&mut self) {
        self.header.sequence = self.header.sequence.wrapping_add(1);
        self.header.timestamp = self.header.timestamp.wrapping_add(160);
    }

    fn raw(&self, to: &Leg, header: Header, payload: &[u8]) {
        let mut packet = [&header.to_bytes()[..], payload].concat();
        if let Some(context) = &self.context {
            let length = packet.len();
            packet.resize(length + SEAL_ROOM, 0);
            let sealed = context.borrow_mut().seal(&mut packet, length).unwrap();
            packet.truncate(sealed);
        }
        self.socket.send_to(&packet, to.local()).unwrap();
    }

    /// Presses a key: five packets of one event.
    fn press(&mut self, to: &Leg, key: char) {
        let event = "0123456789*#".find(key).unwrap() as u8;
        let timestamp = self.header.timestamp;
        for step in 1..=5u8 {
            self.wait();
            let end = if step > 3 { 0x80 } else { 0 };
            let header = Header { payload_type: EVENT_TYPE, marker: step == 1, timestamp, ..self.header };
            let [high, low] = (u16::from(step) * 160).to_be_bytes();
            self.raw(to, header, &[event, end | 10, high, low]);
            self.step();
        }
    }

    /// The next packet that comes.
    fn hear(&self) -> (Header, Vec<u8>) {
        let mut room = [0; 2048];
        let (mut length, _) = self.socket.recv_from(&mut room).expect("a packet should have come");
        if let Some(context) = &self.context {
            length = context.borrow_mut().open(&mut room[..length]).expect("sealed by the leg's key");
        }
        let packet = Packet::parse(&room[..length]).unwrap();
        (packet.header, room[packet.payload].to_vec())
    }

    /// What has come by now.
    fn heard(&self) -> Vec<(Header, Vec<u8>)> {
        self.socket.set_nonblocking(true).unwrap();
        let mut room = [0; 2048];
        let heard = std::iter::from_fn(|| {
            self.socket.recv_from(&mut room).ok().map(|(length, _)| {
                let packet = Packet::parse(&room[..length]).unwrap();
                (packet.header, room[packet.payload].to_vec())
            })
        });
        let heard = heard.collect();
        self.socket.set_nonblocking(false).unwrap();
        heard
    }

    /// Whether a packet comes within a moment.
    fn hears_nothing(&self) -> bool {
        self.socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let silent = self.socket.recv_from(&mut [0; 2048]).is_err();
        self.socket.set_read_timeout(Some(DEADLINE)).unwrap();
        silent
    }
}

/// An even port and the odd one above.
fn pair(host: IpAddr) -> (UdpSocket, UdpSocket) {
    for _ in 0..1000 {
        let socket = UdpSocket::bind((host, 0)).unwrap();
        let port = socket.local_addr().unwrap().port();
        if port.is_multiple_of(2)
            && let Ok(rtcp) = UdpSocket::bind((host, port + 1))
        {
            return (socket, rtcp);
        }
    }
    panic!("no pair of ports");
}

struct Fixture {
    spool: tempfile::TempDir,
    engine: Engine,
}

impl Fixture {
    fn new() -> Fixture {
        Fixture::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut EngineConfig)) -> Fixture {
        let spool = tempfile::tempdir().unwrap();
        let mut config = EngineConfig {
            workers: 1,
            ports: 20000..=29999,
            spool: spool.path().into(),
            ..EngineConfig::default()
        };
        change(&mut config);
        Fixture { engine: Engine::start(config).unwrap(), spool }
    }

    fn leg(&self, phone: &Phone) -> (Leg, LegEvents) {
        let (leg, events) = self.engine.leg(phone.address().ip(), None).unwrap();
        leg.connect(phone.remote());
        (leg, events)
    }

    fn recording(&self, id: &str) -> recording::Recording {
        recording::read(self.spool.path(), id).unwrap()
    }
}

/// The next event that is no complaint about missing RTP.
fn event(events: &mut LegEvents) -> LegEvent {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let next = async { tokio::time::timeout(DEADLINE, events.recv()).await };
    runtime.block_on(next).expect("an event should have come").expect("the leg should not be over")
}

/// The last words of a leg.
fn closed(events: &mut LegEvents) -> LegStats {
    loop {
        if let LegEvent::Closed(stats) = event(events) {
            assert_eq!(events.try_recv(), None);
            return stats;
        }
    }
}

/// Codes that are all different from frame to frame and never silent.
fn speech(codec: Codec, frame: usize) -> Vec<u8> {
    let wave = |at: usize| {
        let time = (frame * 160 + at) as f64;
        (5000.0 * (time * 0.3).sin() + 2000.0 * (time * 0.0371).sin()) as i16
    };
    codec.encode(&(0..160).map(wave).collect::<Vec<_>>())
}

#[test]
fn a_sound_is_played_to_the_octet_with_numbers_in_order() {
    for (host, codec) in [(LOCALHOST, Codec::Pcma), (IpAddr::V6(Ipv6Addr::LOCALHOST), Codec::Pcmu)] {
        let fixture = Fixture::new();
        let phone = Phone::new(host, codec);
        let (leg, mut events) = fixture.leg(&phone);
        let sound: Arc<[u8]> = (0..8050u32).map(|at| (at * 7 % 251) as u8).collect();
        let play = leg.play(sound.clone(), 50, Repeat::Once);
        let mut heard = Vec::new();
        let mut last: Option<Header> = None;
        while heard.len() < 8000 {
            let (header, codes) = phone.hear();
            assert_eq!((header.payload_type, header.marker), (codec.payload_type(), last.is_none()));
            if let Some(last) = last {
                assert_eq!(header.sequence, last.sequence.wrapping_add(1));
                assert_eq!(header.timestamp, last.timestamp.wrapping_add(160));
                assert_eq!(header.ssrc, last.ssrc);
            }
            last = Some(header);
            heard.extend(codes);
        }
        assert_eq!(heard, &sound[50..]);
        assert_eq!(event(&mut events), LegEvent::PlayEnded { play, octet: 8050, complete: true });
        assert!(phone.hears_nothing(), "when nothing plays, nothing is sent");
        drop(leg);
        assert_eq!(closed(&mut events).sent, 50);
    }
}

#[test]
fn a_play_is_replaced_and_stopped() {
    let fixture = Fixture::new();
    let phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    let first = leg.play(vec![1; 1600].into(), 0, Repeat::Forever);
    (0..15).for_each(|_| assert_eq!(phone.hear().1, [1; 160]));
    let second = leg.play(vec![2; 160_000].into(), 0, Repeat::Once);
    let LegEvent::PlayEnded { play, complete: false, .. } = event(&mut events) else { panic!("no end") };
    assert_eq!(play, first);
    while phone.hear().1 != [2; 160] {}
    leg.stop_play();
    let LegEvent::PlayEnded { play, octet, complete: false } = event(&mut events) else { panic!("no end") };
    assert!(play == second && octet > 0 && octet % 160 == 0 && octet < 160_000);
}

/// Two seconds of a tone.
fn tone(codec: Codec) -> Vec<u8> {
    let wave = |at: u32| 8000.0 * (f64::from(at) / 8000.0 * 440.0 * std::f64::consts::TAU).sin();
    codec.encode(&(0..16_000).map(|at| wave(at) as i16).collect::<Vec<_>>())
}

/// How far the tone stands above all else, in decibels.
fn tone_above_the_rest(sound: &[i16]) -> f64 {
    let part = |wave: fn(f64) -> f64| {
        let turn = |at: usize| at as f64 / 8000.0 * 440.0 * std::f64::consts::TAU;
        let product = sound.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at)));
        product.sum::<f64>() * 2.0 / sound.len() as f64
    };
    let power = (part(f64::sin).powi(2) + part(f64::cos).powi(2)) / 2.0;
    let all = sound.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / sound.len() as f64;
    10.0 * (power / (all - power).max(1.0)).log10()
}

const OPUS: Tongue = Tongue::Opus(OpusOptions {
    inband_fec: true,
    most_bits_per_second: None,
    constant_rate: false,
    discontinuous: false,
});
const G729: Tongue = Tongue::G729(G729Options { annex_b: false, packet_milliseconds: 20 });

fn payload_type(language: Language) -> u8 {
    match language {
        Language::Opus => 111,
        Language::G729 => 18,
    }
}

/// How far a tone stands above the rest that was spoken so, in decibels. G.729 was made for voices.
fn clear(language: Language) -> f64 {
    match language {
        Language::Opus => 18.0,
        Language::G729 => 11.0,
    }
}

/// A phone whose leg works in a codec and speaks something else.
fn foreign(phone: &Phone, tongue: Tongue) -> Remote {
    Remote { tongue: Some(tongue), payload_type: payload_type(tongue.language()), ..phone.remote() }
}

/// Sends a second and a half of a tone, each packet at its time.
fn speak(phone: &mut Phone, leg: &Leg, tongue: Tongue, mut meanwhile: impl FnMut()) {
    let mut mouth = Mouth::new(tongue, 16_000).unwrap();
    let turn = |at: usize| at as f64 / 16_000.0 * 440.0 * std::f64::consts::TAU;
    let sound: Vec<i16> = (0..24_000).map(|at| (8000.0 * turn(at).sin()) as i16).collect();
    phone.header.payload_type = payload_type(tongue.language());
    phone.next = Instant::now();
    for samples in sound.chunks(320) {
        phone.wait();
        let header = Header { timestamp: 0, ..phone.header };
        mouth.frame(&header, samples, |_, packet| phone.raw(leg, phone.header, packet));
        phone.header.sequence = phone.header.sequence.wrapping_add(1);
        phone.header.timestamp = phone.header.timestamp.wrapping_add(160 * tongue.language().clock_units());
        meanwhile();
    }
}

/// What was heard in packets, which must follow each other.
fn understand(heard: &[(Header, Vec<u8>)], language: Language) -> Vec<i16> {
    let mut ear = Ear::new(language, 8000).unwrap();
    let mut sound = Vec::new();
    for pair in heard.windows(2) {
        assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
        assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160 * language.clock_units()));
    }
    for (header, payload) in heard {
        assert_eq!(header.payload_type, payload_type(language));
        ear.packet(header, payload, |_, samples| sound.extend_from_slice(samples));
    }
    sound
}

fn every_pair() -> impl Iterator<Item = (Codec, Tongue)> {
    [OPUS, G729].into_iter().flat_map(|tongue| Codec::ALL.map(|codec| (codec, tongue)))
}

#[test]
fn keys_in_the_sound_and_keys_that_are_said_are_told_once_each() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.connect(Remote { event_type: None, ..phone.remote() });
    leg.record("keys", RecordRules { ends_on: EndKeys::of("#"), ..RULES });
    let wave = |at: usize, hertz: f64| (at as f64 / 8000.0 * hertz * std::f64::consts::TAU).sin();
    let five: Vec<i16> = (0..800).map(|at| (5000.0 * (wave(at, 770.0) + wave(at, 1336.0))) as i16).collect();
    phone.next = Instant::now();
    for codes in Codec::Pcma.encode(&[&five[..], &[0; 1600]].concat()).chunks(160) {
        phone.frame(&leg, codes);
    }
    assert!(matches!(event(&mut events), LegEvent::Key('5')));
    // The same press, said besides; then one that ends the recording.
    leg.press('5');
    leg.press('#');
    assert!(matches!(event(&mut events), LegEvent::Key('#')));
    assert!(matches!(event(&mut events), LegEvent::RecordEnded { ended: RecordEnd::Key('#'), .. }));
}

#[test]
fn missing_rtp_is_told_again_and_again() {
    let fixture = Fixture::with(|config| config.no_rtp_seconds = 1);
    let phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (_leg, mut events) = fixture.leg(&phone);
    assert_eq!(event(&mut events), LegEvent::NoRtp { seconds: 1 });
    let LegEvent::NoRtp { seconds } = event(&mut events) else { panic!("it should be told again") };
    assert!(seconds >= 2);
}

#[test]
fn both_sides_report_by_rtcp() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.play(vec![3; 160].into(), 0, Repeat::Forever);
    for frame in 0..10 {
        if frame == 5 { phone.lose() } else { phone.frame(&leg, &speech(Codec::Pcma, frame)) }
    }
    let ours = phone.hear().0.ssrc;
    // They say that they lost 7 of our packets.
    let block = rtcp::Block { ssrc: ours, lost: 7, jitter: 80, ..rtcp::Block::default() };
    let sent = rtcp::Sent { ssrc: 0xAB, time: 0, timestamp: 0, packets: 0, octets: 0, recently: false };
    let metrics = rtcp::voip::Metrics { r_factor: Some(50), ..rtcp::voip::Metrics::default() };
    let mut room = [0; rtcp::REPORT_ROOM];
    let length =
        rtcp::write(&mut room, &sent, Some(&block), Some(&metrics), b"0123456789abcdef", rtcp::Goodbye::No);
    let rtcp_port = SocketAddr::new(leg.local().ip(), leg.local().port() + 1);
    phone.rtcp.send_to(&room[..length], rtcp_port).unwrap();
    // And hear from us that we lost 1 of theirs.
    let mut room = [0; 512];
    let (length, from) = phone.rtcp.recv_from(&mut room).expect("a report should have come");
    assert_eq!(from, rtcp_port);
    let heard = rtcp::read(&room[..length], 0, 0, 0xAB, &mut Reception::default()).unwrap();
    assert_eq!(heard.lost, 1);
    // Since they know extended reports (RFC 3611), they get one: a tenth lost, and what it is like to listen to.
    let metrics = heard.metrics.expect("extended reports are answered");
    assert_eq!((metrics.loss_rate, metrics.listening_mos), (25, Some(34)));
    drop(leg);
    let stats = closed(&mut events);
    assert!(stats.mos_hundredths.is_some_and(|mos| (100..=342).contains(&mos)), "{stats:?}");
    assert!(stats.remote_mos_hundredths.is_some_and(|mos| (200..440).contains(&mos)), "{stats:?}");
    assert_eq!((stats.packets, stats.lost, stats.remote_lost, stats.remote_jitter_ms), (9, 1, 7, 10));
}

#[test]
fn a_leg_that_panics_ends_alone_and_keeps_its_recording() {
    let fixture = Fixture::new();
    let mut phones = [(); 2].map(|()| Phone::new(LOCALHOST, Codec::Pcma));
    let (broken, mut broken_events) = fixture.leg(&phones[0]);
    let (sound, mut sound_events) = fixture.engine.leg(LOCALHOST, Some(&broken)).unwrap();
    sound.connect(phones[1].remote());
    broken.bridge(&sound).unwrap();
    broken.record("kept", RULES);
    phones[0].next = Instant::now();
    (0..10).for_each(|frame| phones[0].frame(&broken, &speech(Codec::Pcma, frame)));
    (0..10).for_each(|_| drop(phones[1].hear()));
    broken.panic();
    let LegEvent::RecordEnded { ended: RecordEnd::Failed, .. } = event(&mut broken_events) else {
        panic!("no end")
    };
    closed(&mut broken_events);
    assert!(fixture.recording("kept").samples.len() > 5 * 160);
    let play = sound.play(vec![1; 320].into(), 0, Repeat::Once);
    assert_eq!(event(&mut sound_events), LegEvent::PlayEnded { play, octet: 320, complete: true });
    assert_eq!((fixture.engine.stats().panics, fixture.engine.stats().legs), (1, 1));
}

#[test]
fn stopping_finishes_every_recording_and_ends_every_leg() {
    let fixture = Fixture::new();
    let mut phones: Vec<Phone> = (0..20).map(|_| Phone::new(LOCALHOST, Codec::Pcma)).collect();
    let mut legs: Vec<_> = phones.iter().map(|phone| fixture.leg(phone)).collect();
    for (number, (leg, _)) in legs.iter().enumerate() {
        leg.record(&format!("r{number}"), RULES);
    }
    for frame in 0..30 {
        let codes = speech(Codec::Pcma, frame);
        phones.iter_mut().zip(&legs).for_each(|(phone, (leg, _))| phone.frame(leg, &codes));
    }
    fixture.engine.stop();
    for (number, (_, events)) in legs.iter_mut().enumerate() {
        let Some(LegEvent::RecordEnded { milliseconds, ended: RecordEnd::Stopped, .. }) = events.try_recv()
        else {
            panic!("no end")
        };
        assert!(matches!(events.try_recv(), Some(LegEvent::Closed(_))));
        assert_eq!(fixture.recording(&format!("r{number}")).samples.len() as u64, milliseconds * 8);
    }
    assert!(matches!(fixture.engine.leg(LOCALHOST, None), Err(MediaError::Stopped)));
    // What comes afterwards is refused, but answered.
    legs[0].0.record("late", RULES);
}

#[test]
fn legs_share_ports_with_others_and_give_them_back_only_after_a_rest() {
    let fixture = Fixture::with(|config| config.ports = 41000..=41005);
    let _other = UdpSocket::bind((LOCALHOST, 41002)).unwrap();
    let legs: Vec<_> = (0..2).map(|_| fixture.engine.leg(LOCALHOST, None).unwrap()).collect();
    let mut ports: Vec<u16> = legs.iter().map(|(leg, _)| leg.local().port()).collect();
    ports.sort();
    assert_eq!(ports, [41000, 41004]);
    assert!(matches!(fixture.engine.leg(LOCALHOST, None), Err(MediaError::NoPort)));
    for (leg, mut events) in legs {
        drop(leg);
        closed(&mut events);
    }
    assert!(matches!(fixture.engine.leg(LOCALHOST, None), Err(MediaError::NoPort)));
}

#[test]
fn what_cannot_be_is_refused() {
    let fixture = Fixture::with(|config| config.workers = 2);
    let nowhere = "0.0.0.0".parse().unwrap();
    assert!(matches!(fixture.engine.leg(nowhere, None), Err(MediaError::Address(_))));
    let foreign = "192.0.2.1".parse().unwrap();
    assert!(matches!(fixture.engine.leg(foreign, None), Err(MediaError::Address(_))));
    let (one, _one_events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    assert!(matches!(one.bridge(&other), Err(MediaError::Elsewhere)));
    let config = EngineConfig { tick_milliseconds: 7, ..EngineConfig::default() };
    assert!(matches!(Engine::start(config), Err(MediaError::Tick(7))));
}
