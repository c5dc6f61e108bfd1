//! The engine on real loopback sockets, with a small telephone that speaks and listens.

#[path = "click_tests.rs"]
mod clicks;
#[path = "many_tests.rs"]
mod many;
#[path = "room_codec_tests.rs"]
mod room_codecs;
#[path = "room_tests.rs"]
mod rooms;
#[path = "silence_tests.rs"]
mod silence;
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

#[test]
fn a_recording_ended_by_a_key_holds_what_was_said_before_it() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcmu);
    let (leg, mut events) = fixture.leg(&phone);
    phone.frame(&leg, &speech(Codec::Pcmu, 0));
    leg.record("one", RecordRules { ends_on: EndKeys::of("#"), ..RULES });
    phone.next = Instant::now();
    let mut said = Vec::new();
    for frame in 1..=100 {
        let codes = speech(Codec::Pcmu, frame);
        phone.frame(&leg, &codes);
        said.extend(Codec::Pcmu.decode(&codes));
    }
    phone.press(&leg, '#');
    assert_eq!(event(&mut events), LegEvent::Key('#'));
    let LegEvent::RecordEnded { milliseconds, speech_milliseconds, ended } = event(&mut events) else {
        panic!("no end")
    };
    assert_eq!(ended, RecordEnd::Key('#'));
    assert!((1900..=2100).contains(&milliseconds), "{milliseconds}");
    assert!(speech_milliseconds > 1800, "{speech_milliseconds}");
    let recording = fixture.recording("one");
    assert_eq!(recording.samples.len() as u64, milliseconds * 8);
    assert_eq!(recording.speech_milliseconds, speech_milliseconds);
    // The end is exactly what was said last: the key cut nothing and left nothing.
    let tail = &said[said.len() - 8000..];
    assert_eq!(&recording.samples[recording.samples.len() - 8000..], tail);
}

#[test]
fn loss_and_disorder_do_not_change_a_recordings_length() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    phone.frame(&leg, &speech(Codec::Pcma, 0));
    leg.record("lossy", RULES);
    phone.next = Instant::now();
    let mut held: Option<(Header, Vec<u8>)> = None;
    for frame in 0..150usize {
        let codes = speech(Codec::Pcma, frame);
        // Of 150 frames 5 are lost, 3 come late, 3 twice.
        match frame % 50 {
            7 | 20 if frame != 120 => phone.lose(),
            30 => {
                held = Some((phone.header, codes));
                phone.lose();
            }
            32 => {
                phone.frame(&leg, &codes);
                let (header, late) = held.take().unwrap();
                phone.raw(&leg, header, &late);
                phone.raw(&leg, header, &late);
            }
            _ => phone.frame(&leg, &codes),
        }
    }
    phone.wait();
    leg.stop_record();
    let LegEvent::RecordEnded { milliseconds, ended, .. } = event(&mut events) else { panic!("no end") };
    assert_eq!(ended, RecordEnd::Stopped);
    assert!((2900..=3100).contains(&milliseconds), "{milliseconds}");
    let recording = fixture.recording("lossy");
    assert_eq!(recording.samples.len() as u64, milliseconds * 8);
    drop(leg);
    let stats = closed(&mut events);
    assert_eq!((stats.packets, stats.refused), (1 + 145 + 3, 0));
}

#[test]
fn silence_ends_a_recording_and_dropping_the_leg_finishes_one() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.record("silence", RecordRules { opening_silence_ms: 300, ..RULES });
    let LegEvent::RecordEnded { milliseconds: 0, ended: RecordEnd::Silence, .. } = event(&mut events) else {
        panic!("no end by silence")
    };
    leg.record("dropped", RULES);
    phone.next = Instant::now();
    (0..25).for_each(|frame| phone.frame(&leg, &speech(Codec::Pcma, frame)));
    drop(leg);
    let LegEvent::RecordEnded { milliseconds, ended: RecordEnd::Stopped, .. } = event(&mut events) else {
        panic!("no end by dropping")
    };
    closed(&mut events);
    assert_eq!(fixture.recording("dropped").samples.len() as u64, milliseconds * 8);
}

#[test]
fn a_recording_that_cannot_be_written_fails_and_says_so() {
    let fixture = Fixture::new();
    let phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.record("no/such/folder", RULES);
    let LegEvent::RecordEnded { milliseconds: 0, ended: RecordEnd::Failed, .. } = event(&mut events) else {
        panic!("no failure")
    };
    leg.record("after", RULES);
    leg.stop_record();
    let LegEvent::RecordEnded { ended: RecordEnd::Stopped, .. } = event(&mut events) else {
        panic!("no end")
    };
}

#[test]
fn a_strangers_packets_reach_neither_recording_nor_bridge() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    // On another address, and later on the phone's own address at another port.
    let far = Phone::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)), Codec::Pcma);
    let near = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.record("guarded", RULES);
    let noise = Codec::Pcma.encode(&[20_000; 160]);
    let intrude = |stranger: &Phone, phone: &Phone| stranger.raw(&leg, phone.header, &noise);
    for _ in 0..5 {
        intrude(&far, &phone);
        phone.wait();
    }
    for frame in 0..50 {
        intrude(&far, &phone);
        if frame > 0 {
            intrude(&near, &phone);
        }
        phone.frame(&leg, &speech(Codec::Pcma, frame));
    }
    leg.stop_record();
    let LegEvent::RecordEnded { .. } = event(&mut events) else { panic!("no end") };
    drop(leg);
    let stats = closed(&mut events);
    assert_eq!(stats.packets, 50);
    assert!(stats.refused >= 5, "the first ones reach us, the kernel keeps the others away");
    let loudest = fixture.recording("guarded").samples.iter().map(|sample| sample.abs()).max();
    assert!(loudest < Some(9000), "{loudest:?}");
}

#[test]
fn a_phone_behind_nat_is_answered_where_it_sends_from() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, _events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    // The SDP names a private address that cannot be reached.
    let rtp = "127.0.0.9:9".parse().unwrap();
    leg.connect(Remote { rtp, signalling: LOCALHOST, ..phone.remote() });
    leg.play(vec![3; 800].into(), 0, Repeat::Forever);
    phone.frame(&leg, &speech(Codec::Pcma, 0));
    assert_eq!(phone.hear().1, [3; 160]);
}

#[test]
fn a_new_offer_unlocks_the_source() {
    let fixture = Fixture::new();
    let mut old = Phone::new(LOCALHOST, Codec::Pcma);
    let mut new = Phone::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 3)), Codec::Pcmu);
    let (leg, mut events) = fixture.leg(&old);
    leg.play(vec![3; 160].into(), 0, Repeat::Forever);
    old.frame(&leg, &speech(Codec::Pcma, 0));
    old.hear();
    leg.connect(new.remote());
    let (header, _) = new.hear();
    assert_eq!(header.payload_type, Codec::Pcmu.payload_type());
    for frame in 0..10 {
        old.frame(&leg, &speech(Codec::Pcma, frame));
        new.frame(&leg, &speech(Codec::Pcmu, frame));
    }
    new.press(&leg, '5');
    while event(&mut events) != LegEvent::Key('5') {}
    drop(leg);
    let heard = closed(&mut events).packets;
    assert!((1 + 10 + 1..=1 + 10 + 5).contains(&heard), "the old one is not heard, the new one is: {heard}");
}

fn keying(suite: Suite, seed: u8) -> Keying {
    Keying::new(suite, &vec![seed; suite.key_octets() + suite.salt_octets()]).unwrap()
}

#[test]
fn a_bridge_joins_srtp_with_plain_rtp_and_lets_nothing_unsealed_pass() {
    for suite in Suite::ALL {
        let fixture = Fixture::new();
        let [mut sealed, mut plain] = [Codec::Pcma; 2].map(|codec| Phone::new(LOCALHOST, codec));
        let (one, one_events) = fixture.engine.leg(LOCALHOST, None).unwrap();
        let (ours, theirs) = (keying(suite, 1), keying(suite, 2));
        one.secure(Security::On { ours: Some(ours), theirs: Some(theirs) });
        one.connect(sealed.remote());
        let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
        other.connect(plain.remote());
        one.bridge(&other).unwrap();
        // The right header from the right place, but plain.
        sealed.frame(&one, &speech(Codec::Pcma, 0));
        assert!(plain.hears_nothing(), "{suite:?}");
        sealed.context = Some(RefCell::new(Context::new(Some(&theirs), Some(&ours))));
        for frame in 0..5 {
            sealed.frame(&one, &speech(Codec::Pcma, frame));
            plain.frame(&other, &speech(Codec::Pcma, frame + 9));
            assert_eq!(plain.hear().1, speech(Codec::Pcma, frame), "{suite:?}");
            assert_eq!(sealed.hear().1, speech(Codec::Pcma, frame + 9), "{suite:?}");
        }
        // Ours is new, theirs goes on.
        let fresh = keying(suite, 3);
        one.secure(Security::On { ours: Some(fresh), theirs: None });
        let mut context = Context::new(None, Some(&fresh));
        context.go_on_from(&mut sealed.context.take().unwrap().borrow_mut());
        sealed.context = Some(RefCell::new(context));
        // What comes in the tick in which the key does may be sealed by the old one; the second of these is in a later tick.
        for frame in 5..7 {
            sealed.frame(&one, &speech(Codec::Pcma, frame));
            assert_eq!(plain.hear().1, speech(Codec::Pcma, frame), "{suite:?}");
        }
        plain.frame(&other, &speech(Codec::Pcma, 6));
        assert_eq!(sealed.hear().1, speech(Codec::Pcma, 6), "{suite:?}");
        drop(one);
        assert_eq!(closed(&mut { one_events }).refused, 1, "{suite:?}");
    }
}

#[test]
fn a_sealed_prompt_is_heard_and_reports_are_sealed_too() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcmu);
    let (leg, mut events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    let (ours, theirs) = (keying(Suite::AesCm128HmacSha1_32, 1), keying(Suite::AesCm128HmacSha1_32, 2));
    leg.secure(Security::On { ours: Some(ours), theirs: Some(theirs) });
    leg.connect(phone.remote());
    phone.context = Some(RefCell::new(Context::new(Some(&theirs), Some(&ours))));
    let play = leg.play((0..3200).map(|octet| octet as u8).collect(), 0, Repeat::Once);
    for frame in 0..20u32 {
        assert_eq!(phone.hear().1[0], (frame * 160) as u8);
    }
    assert_eq!(event(&mut events), LegEvent::PlayEnded { play, octet: 3200, complete: true });
    drop(leg);
    let mut room = [0; 2048];
    let (length, _) = phone.rtcp.recv_from(&mut room).expect("a last report");
    let opened = phone.context.unwrap().borrow_mut().open_report(&mut room[..length]);
    assert!(opened.is_some_and(|opened| opened < length) && room[1] == 200, "a sealed sender report");
}

#[test]
fn a_bridge_carries_sound_and_keys_both_ways_and_translates() {
    for codecs in [[Codec::Pcma, Codec::Pcma], [Codec::Pcma, Codec::Pcmu]] {
        let fixture = Fixture::new();
        let mut phones = codecs.map(|codec| Phone::new(LOCALHOST, codec));
        let (one, mut one_events) = fixture.leg(&phones[0]);
        let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
        other.connect(Remote { event_type: Some(96), ..phones[1].remote() });
        one.bridge(&other).unwrap();
        for (from, to, leg) in [(0, 1, &one), (1, 0, &other)] {
            let sent: Vec<Vec<u8>> = (0..10).map(|frame| speech(codecs[from], frame)).collect();
            sent.iter().for_each(|codes| phones[from].frame(leg, codes));
            let heard: Vec<(Header, Vec<u8>)> = sent.iter().map(|_| phones[to].hear()).collect();
            for ((header, codes), original) in heard.iter().zip(&sent) {
                let mut expected = original.clone();
                codecs[from].transcode(codecs[to], &mut expected);
                assert_eq!((codes, header.payload_type), (&expected, codecs[to].payload_type()));
                assert_ne!(header.ssrc, phones[from].header.ssrc);
            }
            for pair in heard.windows(2) {
                assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
                assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160));
            }
        }
        phones[0].press(&one, '7');
        let (header, payload) = phones[1].hear();
        assert_eq!((header.payload_type, header.marker, payload[0]), (96, true, 7));
        assert_eq!(event(&mut one_events), LegEvent::Key('7'));
        (0..4).for_each(|_| drop(phones[1].hear()));
        one.unbridge();
        let play = one.play(vec![9; 160].into(), 0, Repeat::Once);
        assert_eq!(event(&mut one_events), LegEvent::PlayEnded { play, octet: 160, complete: true });
        phones[0].frame(&one, &speech(codecs[0], 0));
        assert!(phones[1].hears_nothing());
    }
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

#[test]
fn a_bridge_transcodes_where_the_codecs_have_nothing_in_common() {
    const HEARD: usize = 50;
    let codecs = [Codec::Pcma, Codec::G722];
    let fixture = Fixture::new();
    let mut phones = codecs.map(|codec| Phone::new(LOCALHOST, codec));
    let (one, _one_events) = fixture.leg(&phones[0]);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    other.connect(Remote { event_type: Some(96), ..phones[1].remote() });
    one.bridge(&other).unwrap();
    for (from, to, leg) in [(0, 1, &one), (1, 0, &other)] {
        let tone = tone(codecs[from]);
        let mut heard: Vec<(Header, Vec<u8>)> = Vec::new();
        // What comes before the transcoder is made is not heard.
        phones[from].next = Instant::now();
        for codes in tone.chunks(160) {
            phones[from].frame(leg, codes);
            heard.extend(phones[to].heard());
            if heard.len() >= HEARD {
                break;
            }
        }
        assert!(heard.len() >= HEARD, "{} frames", heard.len());
        for (header, codes) in &heard {
            assert_eq!((header.payload_type, codes.len()), (codecs[to].payload_type(), 160));
        }
        for pair in heard.windows(2) {
            assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
            assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160));
        }
        let codes: Vec<u8> = heard.iter().flat_map(|(_, codes)| codes).copied().collect();
        let above = tone_above_the_rest(&codecs[to].decode(&codes)[1600..]);
        assert!(above > 20.0, "{:?}: {above} dB", codecs[to]);
    }
    phones[0].press(&one, '7');
    let key = std::iter::from_fn(|| Some(phones[1].hear())).find(|(header, _)| header.payload_type == 96);
    assert_eq!(key.map(|(_, payload)| payload[0]), Some(7));
    // A new offer may bring a codec in common, and another that is not.
    other.connect(phones[1].remote_with(Codec::Pcmu));
    let codes = speech(Codec::Pcma, 3);
    let translated = loop {
        phones[0].frame(&one, &codes);
        if let Some(found) = phones[1].heard().into_iter().find(|(header, _)| header.payload_type == 0) {
            break found.1;
        }
    };
    let mut expected = codes;
    Codec::Pcma.transcode(Codec::Pcmu, &mut expected);
    assert_eq!(translated, expected);
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
fn a_leg_that_speaks_opus_or_g729_hears_what_is_played_and_is_recorded() {
    let fixture = Fixture::new();
    for (codec, tongue) in every_pair() {
        let language = tongue.language();
        let mut phone = Phone::new(LOCALHOST, codec);
        let (leg, mut events) = fixture.leg(&phone);
        leg.connect(foreign(&phone, tongue));
        let play = leg.play(tone(codec).into(), 0, Repeat::Once);
        let mut heard = Vec::new();
        while heard.len() < 50 {
            heard.push(phone.hear());
        }
        let above = tone_above_the_rest(&understand(&heard, language)[1600..]);
        assert!(above > clear(language), "{language:?} {codec:?}: {above} dB");
        leg.stop_play();
        while !matches!(event(&mut events), LegEvent::PlayEnded { play: ended, .. } if ended == play) {}
        let id = format!("{language:?}-{codec:?}");
        leg.record(&id, RULES);
        speak(&mut phone, &leg, tongue, || {});
        leg.stop_record();
        let LegEvent::RecordEnded { milliseconds, speech_milliseconds, .. } = event(&mut events) else {
            panic!("no end")
        };
        assert!(
            (1400..2000).contains(&milliseconds) && speech_milliseconds > 1200,
            "{language:?} {codec:?}: {milliseconds}"
        );
        let recording = fixture.recording(&id);
        let above = tone_above_the_rest(&recording.samples[2400..10_400]);
        assert!(above > clear(language), "{language:?} {codec:?}: {above} dB");
    }
}

#[test]
fn legs_that_speak_opus_or_g729_are_bridged_with_every_codec_and_among_themselves() {
    for (codec, tongue) in every_pair() {
        let language = tongue.language();
        let fixture = Fixture::new();
        let mut phones = [Codec::G722, codec].map(|codec| Phone::new(LOCALHOST, codec));
        let (one, mut events) = fixture.leg(&phones[0]);
        let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
        one.connect(foreign(&phones[0], tongue));
        other.connect(phones[1].remote());
        one.bridge(&other).unwrap();
        let mut heard = Vec::new();
        let [caller, called] = &mut phones;
        speak(caller, &one, tongue, || heard.extend(called.heard()));
        for pair in heard.windows(2) {
            assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
            assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160));
        }
        let codes: Vec<u8> = heard.iter().skip(10).flat_map(|(_, codes)| codes).copied().collect();
        let above = tone_above_the_rest(&codec.decode(&codes)[1600..]);
        assert!(
            heard.len() > 60 && above > clear(language),
            "{language:?} {codec:?}: {} frames, {above} dB",
            heard.len()
        );
        let mut heard = Vec::new();
        called.next = Instant::now();
        for codes in tone(codec).chunks(160) {
            called.frame(&other, codes);
            heard.extend(caller.heard());
        }
        let above = tone_above_the_rest(&understand(&heard, language)[1600..]);
        assert!(
            heard.len() > 45 && above > clear(language),
            "{language:?} {codec:?}: {} frames, {above} dB",
            heard.len()
        );
        // Keys go with the sound's clock, and are told.
        called.press(&other, '7');
        let key =
            std::iter::from_fn(|| Some(caller.hear())).find(|(header, _)| header.payload_type == EVENT_TYPE);
        assert_eq!(key.map(|(_, payload)| payload[0]), Some(7));
        let payload = [5, 10, 0, 160];
        caller.raw(&one, Header { payload_type: EVENT_TYPE, ..caller.header }, &payload);
        assert!(matches!(event(&mut events), LegEvent::Key('5')));
        // Two that speak the same pass on what they say as it is.
        other.connect(foreign(called, tongue));
        let packet = b"any octets at all";
        caller.header.payload_type = payload_type(language);
        let untouched = loop {
            caller.wait();
            caller.raw(&one, caller.header, packet);
            caller.header.sequence = caller.header.sequence.wrapping_add(1);
            caller.header.timestamp = caller.header.timestamp.wrapping_add(160 * language.clock_units());
            if let Some(found) =
                called.heard().into_iter().find(|(header, _)| header.payload_type == payload_type(language))
            {
                break found.1;
            }
        };
        assert_eq!(untouched, packet);
    }
}

#[test]
fn comfort_noise_is_recorded_and_heard_by_the_other_side() {
    let fixture = Fixture::new();
    let mut phones = [Codec::Pcma, Codec::Pcmu].map(|codec| Phone::new(LOCALHOST, codec));
    let (one, mut events) = fixture.leg(&phones[0]);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    other.connect(phones[1].remote());
    one.bridge(&other).unwrap();
    one.record("comfort", RULES);
    let [caller, called] = &mut phones;
    caller.next = Instant::now();
    (0..20).for_each(|frame| caller.frame(&one, &speech(Codec::Pcma, frame)));
    // −45 dBov, dark; then nothing for a second.
    caller.raw(&one, Header { payload_type: 13, ..caller.header }, &[45, 60]);
    let mut heard = Vec::new();
    let until = Instant::now() + Duration::from_secs(1);
    while Instant::now() < until {
        heard.extend(called.heard());
        std::thread::sleep(Duration::from_millis(5));
    }
    caller.header.timestamp = caller.header.timestamp.wrapping_add(8000);
    caller.next = Instant::now();
    (0..20).for_each(|frame| caller.frame(&one, &speech(Codec::Pcma, frame)));
    one.stop_record();
    while !matches!(event(&mut events), LegEvent::RecordEnded { .. }) {}
    let level = |samples: &[i16]| {
        (samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    };
    let noise = 32768.0 * 10f64.powf(-45.0 / 20.0);
    let recorded = fixture.recording("comfort").samples;
    // 400 ms of speech and what a pause is behind.
    for part in recorded[8 * 600..8 * 1200].chunks(400) {
        assert!((0.5..2.0).contains(&(level(part) / noise)), "recorded: {} of {noise}", level(part));
    }
    let last: Vec<u8> = heard.iter().rev().take(20).flat_map(|(_, codes)| codes.clone()).collect();
    let found = level(&Codec::Pcmu.decode(&last)) / noise;
    assert!(heard.len() > 50 && (0.5..2.0).contains(&found), "heard: {} packets, {found}", heard.len());
    for pair in heard.windows(2) {
        assert_eq!(pair[1].0.timestamp.wrapping_sub(pair[0].0.timestamp) % 160, 0);
    }
}

#[test]
fn a_silence_that_g729_describes_is_heard_as_noise() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.connect(foreign(&phone, G729));
    leg.record("g729-silence", RULES);
    speak(&mut phone, &leg, G729, || {});
    // A description of some level, behind a frame of speech as it may be; then nothing.
    phone.raw(&leg, phone.header, &[0x31, 0x20]);
    std::thread::sleep(Duration::from_millis(900));
    leg.stop_record();
    while !matches!(event(&mut events), LegEvent::RecordEnded { .. }) {}
    let recorded = fixture.recording("g729-silence").samples;
    let silence = &recorded[recorded.len() - 8 * 500..recorded.len() - 8 * 200];
    assert!(recorded.len() > 8 * 2200, "{} ms", recorded.len() / 8);
    // Not one of its tenths is empty.
    assert!(silence.chunks(400).all(|part| part.iter().any(|&sample| sample.unsigned_abs() > 8)));
}

#[test]
fn lost_packets_are_heard_from_the_copies_in_the_next_ones() {
    const RED: u8 = 121;
    let fixture = Fixture::new();
    let mut phones = [Codec::Pcma, Codec::Pcma].map(|codec| Phone::new(LOCALHOST, codec));
    let (one, mut events) = fixture.leg(&phones[0]);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    one.connect(Remote { redundancy: Some(RED), ..phones[0].remote() });
    other.connect(phones[1].remote());
    one.bridge(&other).unwrap();
    let [caller, called] = &mut phones;
    let mut redundancy = Redundancy::new(RED);
    let mut out = [0; red::ROOM];
    let mut heard = Vec::new();
    caller.next = Instant::now();
    for frame in 0..50 {
        let length = redundancy.say(&caller.header, &speech(Codec::Pcma, frame), &mut out).unwrap();
        caller.wait();
        // Every fifth is lost on the way.
        if frame % 5 != 3 {
            caller.raw(&one, Header { payload_type: RED, ..caller.header }, &out[..length]);
        }
        caller.step();
        heard.extend(called.heard());
    }
    std::thread::sleep(Duration::from_millis(100));
    heard.extend(called.heard());
    let frames: Vec<&[u8]> = heard.iter().map(|(_, codes)| &codes[..]).collect();
    let expected: Vec<Vec<u8>> = (0..50).map(|frame| speech(Codec::Pcma, frame)).collect();
    assert_eq!(frames, expected);
    assert!(heard.windows(2).all(|two| two[1].0.sequence == two[0].0.sequence.wrapping_add(1)));
    // What is said to who takes it goes out twice, and keys go as they are.
    called.next = Instant::now();
    let mut said = Vec::new();
    for frame in 0..10 {
        called.frame(&other, &speech(Codec::Pcma, frame));
        said.extend(caller.heard());
    }
    assert!(said.len() > 5 && said.iter().all(|(header, _)| header.payload_type == RED));
    assert!(said.iter().skip(1).all(|(_, packet)| packet.len() == 5 + 2 * 160));
    called.press(&other, '7');
    let key =
        std::iter::from_fn(|| Some(caller.hear())).find(|(header, _)| header.payload_type == EVENT_TYPE);
    assert_eq!(key.map(|(_, payload)| payload[0]), Some(7));
    caller.press(&one, '4');
    assert!(matches!(event(&mut events), LegEvent::Key('4')));
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
fn a_leg_on_hold_is_not_spoken_to() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let held = Phone::new(LOCALHOST, Codec::Pcma);
    let (one, mut events) = fixture.leg(&phone);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    other.connect(Remote { listens: false, sends: false, ..held.remote() });
    one.bridge(&other).unwrap();
    (0..5).for_each(|frame| phone.frame(&one, &speech(Codec::Pcma, frame)));
    phone.press(&one, '1');
    assert_eq!(event(&mut events), LegEvent::Key('1'));
    assert!(held.hears_nothing());
}

#[test]
fn packets_are_as_long_as_each_side_would_have_them() {
    let fixture = Fixture::new();
    // One that sends 20 ms and wants 40, and one that sends 60 and wants 20.
    let mut patient = Phone::new(LOCALHOST, Codec::G722);
    let hasty = Phone::new(LOCALHOST, Codec::G722);
    let (one, _one_events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    one.connect(Remote { packet_milliseconds: 40, ..patient.remote() });
    other.connect(hasty.remote());
    one.bridge(&other).unwrap();
    let said: Vec<u8> = (0..60).flat_map(|frame| speech(Codec::G722, frame)).collect();
    for (number, codes) in said.chunks(480).enumerate() {
        for part in codes.chunks(160) {
            patient.frame(&one, part);
        }
        let header = Header { timestamp: 480 * number as u32, sequence: number as u16, ..hasty.header };
        hasty.raw(&other, header, codes);
    }
    let heard = |phone: &Phone, length: usize| {
        let mut heard = Vec::new();
        let mut headers: Vec<Header> = Vec::new();
        while heard.len() < said.len() {
            let (header, codes) = phone.hear();
            assert_eq!(codes.len(), length);
            headers.push(header);
            heard.extend(codes);
        }
        for two in headers.windows(2) {
            assert_eq!(two[1].timestamp.wrapping_sub(two[0].timestamp), length as u32);
            assert_eq!(two[1].sequence, two[0].sequence.wrapping_add(1));
        }
        heard
    };
    assert!(heard(&patient, 320) == said, "three of 60 ms are cut and gathered to 40");
    assert!(heard(&hasty, 160) == said, "what is as it is wanted passes untouched");
    one.unbridge();
    one.play(said[..800].into(), 0, Repeat::Once);
    let lengths: Vec<usize> = (0..3).map(|_| patient.hear().1.len()).collect();
    assert_eq!(lengths, [320, 320, 160], "a prompt's end waits for nothing");
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
