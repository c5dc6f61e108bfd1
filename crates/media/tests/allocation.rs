//! What runs in a worker's tick allocates nothing: counted.

#![allow(clippy::unwrap_used, reason = "a test ends at what it cannot do")]

use media::codec::{Decoder, Encoder};
use media::conceal::Concealer;
use media::progress::{Plan, Progress, ToneRules};
use media::rtp::Header;
use media::tone::{Country, Tone, cadence};
use media::tongue::Mouth;
use media::transcoder::Transcoder;
use media::{
    Codec, Engine, EngineConfig, G729Options, Leg, LegEvents, OpusOptions, Remote, RoomConfig, Tongue, Voice,
};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static IN_WORKERS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether this thread is a worker of the engine, once it was asked.
    static IS_WORKER: Cell<Option<bool>> = const { Cell::new(None) };
}

#[expect(unsafe_code, reason = "the name of a thread can only be read so without allocating")]
fn is_worker() -> bool {
    IS_WORKER.try_with(Cell::get).ok().flatten().unwrap_or_else(|| {
        let mut name = [0u8; 16];
        // SAFETY: the kernel writes at most 16 octets.
        unsafe { libc::prctl(libc::PR_GET_NAME, name.as_mut_ptr()) };
        // Workers are numbered; others who serve the engine have names.
        let is_worker = name.strip_prefix(b"media-").is_some_and(|rest| rest[0].is_ascii_digit());
        // A thread allocates before it has its name: only a worker is sure of itself.
        if is_worker {
            let _ = IS_WORKER.try_with(|known| known.set(Some(true)));
        }
        is_worker
    })
}

#[expect(unsafe_code, reason = "an allocator can only be written so")]
// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        if is_worker() {
            IN_WORKERS.fetch_add(1, Ordering::Relaxed);
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The only test of its program, so that nobody else allocates meanwhile.
#[test]
fn nothing_in_a_tick_allocates() {
    transcoding_and_concealing();
    rooms_of_every_codec();
}

fn transcoding_and_concealing() {
    let codes = [0x55; 480];
    let mut transcoders = Vec::new();
    for from in Codec::ALL {
        transcoders.extend(Codec::ALL.map(|into| Transcoder::new(from, into)));
    }
    let mut concealers = [Concealer::new(8000), Concealer::new(16_000)];
    let mut progress = Progress::new(8000, Plan::Any);
    let tone = cadence(Country::Germany, Tone::Busy).repeat(4);
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    for transcoder in &mut transcoders {
        let mut timestamp = 0u32;
        for turn in 0..100usize {
            let codes = &codes[..[80, 160, 240, 480][turn % 4]];
            timestamp = timestamp.wrapping_add(if turn % 10 == 9 { 160 } else { 0 });
            let header = Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc: 1 };
            transcoder.packet(&header, codes);
            timestamp = timestamp.wrapping_add(codes.len() as u32);
            let mut out = [0; 160];
            while transcoder.frame(&mut out).is_some() {}
        }
    }
    for concealer in &mut concealers {
        concealer.hear(&mut [1000; 800]);
        concealer.conceal(&mut [0; 800]);
    }
    let busy = tone.chunks(160).filter_map(|frame| progress.hear(frame)).count();
    // Rooms make them in the tick, when a codec is agreed.
    for codec in Codec::ALL {
        let (mut encoder, mut decoder) = (Encoder::new(codec), Decoder::new(codec));
        let (samples, mut codes) = ([1000; 320], [0; 160]);
        encoder.encode(&samples[..codec.frame_samples()], &mut codes);
        decoder.decode(&codes, &mut [0; 320]);
    }
    assert_eq!(ALLOCATIONS.load(Ordering::Relaxed) - before, 0);
    assert!(busy > 1);
}

/// Somebody in a room.
struct Guest {
    socket: UdpSocket,
    leg: Leg,
    _events: LegEvents,
    header: Header,
    /// Of RTP time in 20 ms.
    step: u32,
    payload: Vec<u8>,
    remote: Remote,
}

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const OPUS: Tongue = Tongue::Opus(OpusOptions {
    inband_fec: true,
    most_bits_per_second: None,
    constant_rate: false,
    discontinuous: false,
});
const G729: Tongue = Tongue::G729(G729Options { annex_b: true, packet_milliseconds: 20 });

impl Guest {
    fn new(engine: &Engine, codec: Codec, tongue: Option<Tongue>) -> Guest {
        let socket = UdpSocket::bind((LOCALHOST, 0)).unwrap();
        let (leg, events) = engine.leg(LOCALHOST, None).unwrap();
        let payload_type = if tongue.is_some() { 111 } else { codec.payload_type() };
        let remote = Remote {
            rtp: socket.local_addr().unwrap(),
            rtcp: None,
            signalling: LOCALHOST,
            anywhere: false,
            codec,
            tongue,
            redundancy: None,
            payload_type,
            event_type: None,
            packet_milliseconds: 20,
            sends: true,
            listens: true,
        };
        leg.connect(remote);
        leg.listen_for_tones(ToneRules { plan: Plan::Any, busy_cycles: 3 });
        let header = Header { payload_type, marker: false, sequence: 0, timestamp: 0, ssrc: 7 };
        let tone: Vec<i16> =
            (0..codec.frame_samples()).map(|at| (5000.0 * (at as f64 * 0.2).sin()) as i16).collect();
        let mut payload = vec![0; 160];
        match tongue {
            Some(tongue) => {
                Mouth::new(tongue, codec.sample_rate_hz())
                    .unwrap()
                    .frame(&header, &tone, |_, packet| payload = packet.to_vec())
            }
            None => Encoder::new(codec).encode(&tone, &mut payload),
        }
        let step = 160 * tongue.map_or(1, |tongue| tongue.language().clock_units());
        Guest { socket, leg, _events: events, header, step, payload, remote }
    }

    fn say(&mut self) {
        let mut packet = [0; 1400];
        packet[..12].copy_from_slice(&self.header.to_bytes());
        packet[12..12 + self.payload.len()].copy_from_slice(&self.payload);
        self.socket.send_to(&packet[..12 + self.payload.len()], self.leg.local()).unwrap();
        self.header.sequence = self.header.sequence.wrapping_add(1);
        self.header.timestamp = self.header.timestamp.wrapping_add(self.step);
    }
}

/// Everybody speaks in turns, pauses, loses packets; the worker counts.
fn talk(guests: &mut [Guest], frames: usize) {
    let begun = Instant::now();
    for frame in 0..frames {
        let due = begun + Duration::from_millis(20 * frame as u64);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        for (number, guest) in guests.iter_mut().enumerate() {
            match (frame + 10 * number) % 60 {
                // A pause, and a loss.
                0..20 => {}
                33 | 34 => {
                    guest.header.sequence = guest.header.sequence.wrapping_add(1);
                    guest.header.timestamp = guest.header.timestamp.wrapping_add(guest.step);
                }
                _ => guest.say(),
            }
        }
    }
}

fn rooms_of_every_codec() {
    let spool = tempfile::tempdir().unwrap();
    let config = EngineConfig {
        workers: 1,
        ports: 30_000..=30_999,
        spool: spool.path().into(),
        ..EngineConfig::default()
    };
    let engine = Engine::start(config).unwrap();
    let (room, _events) = engine.room(RoomConfig::default()).unwrap();
    let codecs = [
        (Codec::Pcma, None),
        (Codec::Pcmu, None),
        (Codec::G722, None),
        (Codec::G722, None),
        (Codec::G722, Some(OPUS)),
        (Codec::Pcma, Some(OPUS)),
        (Codec::Pcmu, Some(G729)),
        (Codec::G722, Some(G729)),
    ];
    let mut guests: Vec<Guest> =
        codecs.iter().map(|&(codec, tongue)| Guest::new(&engine, codec, tongue)).collect();
    guests.iter().for_each(|guest| room.join(&guest.leg, Voice::default()).unwrap());
    // Until every leg is at its place and everybody's way was learnt.
    talk(&mut guests, 50);
    let before = IN_WORKERS.load(Ordering::Relaxed);
    talk(&mut guests, 100);
    let remote = guests[0].remote;
    guests[0].leg.connect(Remote { codec: Codec::G722, payload_type: 9, ..remote });
    guests[0].header.payload_type = 9;
    room.announce(vec![1000; 4000].into(), media::Repeat::Forever);
    talk(&mut guests, 100);
    assert_eq!(IN_WORKERS.load(Ordering::Relaxed) - before, 0);
    assert_eq!(engine.stats().panics, 0);
    engine.stop();
    assert!(IN_WORKERS.load(Ordering::Relaxed) > before, "whoever stops has time, and was counted");
}
