//! Rooms in which not everybody speaks the same codec, on real sockets.

use super::*;
use crate::codec::{Decoder, Encoder};
use crate::tongue::{Ear, Mouth};
use crate::{G729Options, Tongue};
use crate::{Room, RoomConfig, Voice};

const OPUS_TYPE: u8 = 111;
const OPUS: Tongue = Tongue::Opus(OpusOptions {
    inband_fec: false,
    most_bits_per_second: None,
    constant_rate: false,
    discontinuous: false,
});
const G729: Tongue = Tongue::G729(G729Options { annex_b: false, packet_milliseconds: 30 });
/// Each tone that is said.
const AMPLITUDE: f64 = 3000.0;

enum Speech {
    Codes(Box<(Encoder, Decoder)>),
    Foreign(Tongue, Box<(Mouth, Ear)>),
}

/// A telephone that says tones, and its leg.
struct Guest {
    phone: Phone,
    leg: Leg,
    speech: Speech,
    tones: &'static [f64],
    said: usize,
    /// At the codec's own rate.
    heard: Vec<i16>,
    headers: Vec<Header>,
}

impl Guest {
    fn new(fixture: &Fixture, codec: Codec, tones: &'static [f64]) -> Guest {
        Guest::beside(fixture, codec, tones, None)
    }

    fn beside(fixture: &Fixture, codec: Codec, tones: &'static [f64], beside: Option<&Leg>) -> Guest {
        let speech = Speech::Codes(Box::new((Encoder::new(codec), Decoder::new(codec))));
        let guest = Guest::with(fixture, codec, speech, tones, beside);
        guest.leg.connect(guest.phone.remote());
        guest
    }

    /// One that speaks Opus, and whose leg works in a codec.
    fn opus(fixture: &Fixture, codec: Codec, tones: &'static [f64]) -> Guest {
        Guest::foreign(fixture, codec, tones, OPUS)
    }

    fn foreign(fixture: &Fixture, codec: Codec, tones: &'static [f64], tongue: Tongue) -> Guest {
        let rate_hz = codec.sample_rate_hz();
        let mouth = Mouth::new(tongue, rate_hz).unwrap();
        let ear = Ear::new(tongue.language(), rate_hz).unwrap();
        let speech = Speech::Foreign(tongue, Box::new((mouth, ear)));
        let mut guest = Guest::with(fixture, codec, speech, tones, None);
        guest.phone.header.payload_type = OPUS_TYPE;
        let remote = guest.phone.remote();
        guest.leg.connect(Remote { tongue: Some(tongue), payload_type: OPUS_TYPE, ..remote });
        guest
    }

    fn with(
        fixture: &Fixture,
        codec: Codec,
        speech: Speech,
        tones: &'static [f64],
        beside: Option<&Leg>,
    ) -> Guest {
        let phone = Phone::new(LOCALHOST, codec);
        phone.socket.set_nonblocking(true).unwrap();
        let (leg, _) = fixture.engine.leg(LOCALHOST, beside).unwrap();
        let (heard, headers) = (Vec::new(), Vec::new());
        Guest { phone, leg, speech, tones, said: 0, heard, headers }
    }

    /// From here on it speaks another codec.
    fn change(&mut self, codec: Codec) {
        self.phone.codec = codec;
        self.phone.header.payload_type = codec.payload_type();
        self.speech = Speech::Codes(Box::new((Encoder::new(codec), Decoder::new(codec))));
        self.leg.connect(self.phone.remote());
        (self.heard, self.headers) = (Vec::new(), Vec::new());
    }

    fn rate_hz(&self) -> u32 {
        self.phone.codec.sample_rate_hz()
    }

    fn say(&mut self) {
        let wave = |at: usize, hertz: &f64| {
            AMPLITUDE * (at as f64 / f64::from(self.rate_hz()) * hertz * std::f64::consts::TAU).sin()
        };
        let count = self.phone.codec.frame_samples();
        let samples: Vec<i16> = (self.said..self.said + count)
            .map(|at| self.tones.iter().map(|hertz| wave(at, hertz)).sum::<f64>() as i16)
            .collect();
        self.said += count;
        let mut packets = Vec::new();
        let units = match &mut self.speech {
            Speech::Codes(pair) => {
                let mut codes = vec![0; 160];
                pair.0.encode(&samples, &mut codes);
                packets.push((self.phone.header, codes));
                1
            }
            Speech::Foreign(tongue, pair) => {
                let keep = |header, packet: &[u8]| packets.push((header, packet.to_vec()));
                pair.0.frame(&self.phone.header, &samples, keep);
                tongue.language().clock_units()
            }
        };
        for (header, payload) in packets {
            let (sequence, timestamp) = (self.phone.header.sequence, header.timestamp.wrapping_mul(units));
            self.phone.raw(&self.leg, Header { sequence, timestamp, ..header }, &payload);
            self.phone.header.sequence = sequence.wrapping_add(1);
        }
        self.phone.header.timestamp = self.phone.header.timestamp.wrapping_add(160);
    }

    fn listen(&mut self) {
        let mut room = [0; 2048];
        while let Ok((length, _)) = self.phone.socket.recv_from(&mut room) {
            let Packet { header, payload } = Packet::parse(&room[..length]).unwrap();
            let payload = &room[payload];
            if header.payload_type != self.phone.header.payload_type {
                continue;
            }
            self.headers.push(header);
            let heard = &mut self.heard;
            match &mut self.speech {
                Speech::Codes(pair) => {
                    let mut samples = [0; 320];
                    let count = pair.1.decode(payload, &mut samples);
                    heard.extend(&samples[..count]);
                }
                Speech::Foreign(tongue, pair) => {
                    let timestamp = header.timestamp / tongue.language().clock_units();
                    let header = Header { timestamp, ..header };
                    pair.1.packet(&header, payload, |_, samples| heard.extend(samples));
                }
            }
        }
    }

    /// The amplitude of a tone in the last second.
    fn strength(&self, hertz: f64) -> f64 {
        let rate = self.rate_hz() as usize;
        let sound = &self.heard[self.heard.len().saturating_sub(rate)..];
        let part = |wave: fn(f64) -> f64| {
            let turn = |at: usize| at as f64 / rate as f64 * hertz * std::f64::consts::TAU;
            sound.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at))).sum::<f64>()
        };
        2.0 * part(f64::sin).hypot(part(f64::cos)) / sound.len().max(1) as f64
    }

    fn check(&self, hears: &[f64], misses: &[f64], who: &str) {
        for &tone in hears {
            let strength = self.strength(tone);
            assert!((0.6 * AMPLITUDE..1.3 * AMPLITUDE).contains(&strength), "{who}: {tone} Hz is {strength}");
        }
        for &tone in misses {
            let strength = self.strength(tone);
            assert!(strength < 0.08 * AMPLITUDE, "{who} should not hear {tone} Hz: {strength}");
        }
    }
}

fn talk(guests: &mut [&mut Guest], milliseconds: u64) {
    let begun = Instant::now();
    for frame in 0..milliseconds / 20 {
        let due = begun + Duration::from_millis(20 * frame);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        for guest in guests.iter_mut() {
            if !guest.tones.is_empty() {
                guest.say();
            }
            guest.listen();
        }
    }
}

fn plain(fixture: &Fixture) -> Room {
    let config = RoomConfig { automatic_level: false, ..RoomConfig::default() };
    fixture.engine.room(config).unwrap().0
}

#[test]
fn wideband_legs_hear_each_other_in_full_and_telephones_hear_what_they_can() {
    let fixture = Fixture::with(|config| config.workers = 2);
    let room = plain(&fixture);
    let mut singer = Guest::new(&fixture, Codec::G722, &[500.0, 5000.0]);
    let mut browser = Guest::opus(&fixture, Codec::G722, &[1100.0]);
    let mut caller = Guest::new(&fixture, Codec::Pcma, &[700.0]);
    let mut wide = Guest::new(&fixture, Codec::G722, &[]);
    let mut silent_browser = Guest::opus(&fixture, Codec::G722, &[]);
    let mut narrow = Guest::new(&fixture, Codec::Pcmu, &[]);
    let mut narrow_browser = Guest::opus(&fixture, Codec::Pcma, &[]);
    let mut all = [
        &mut singer,
        &mut browser,
        &mut caller,
        &mut wide,
        &mut silent_browser,
        &mut narrow,
        &mut narrow_browser,
    ];
    all.iter().for_each(|guest| room.join(&guest.leg, Voice::default()).unwrap());
    talk(&mut all, 2600);
    singer.check(&[700.0, 1100.0], &[500.0, 5000.0], "who sings");
    browser.check(&[500.0, 700.0, 5000.0], &[1100.0], "who speaks by a browser");
    caller.check(&[500.0, 1100.0], &[700.0, 3000.0], "the caller");
    wide.check(&[500.0, 700.0, 1100.0, 5000.0], &[], "who listens by G.722");
    silent_browser.check(&[500.0, 700.0, 1100.0, 5000.0], &[], "who listens by a browser");
    narrow.check(&[500.0, 700.0, 1100.0], &[3000.0], "who listens by G.711");
    narrow_browser.check(&[500.0, 700.0, 1100.0], &[3000.0], "a browser whose leg works in G.711");
    for (guest, step) in [(&wide, 160), (&silent_browser, 960), (&narrow, 160), (&browser, 960)] {
        let two = guest.headers.windows(2).skip(5);
        assert!(two.clone().all(|two| two[1].sequence == two[0].sequence.wrapping_add(1)));
        assert!(two.clone().all(|two| two[1].timestamp.wrapping_sub(two[0].timestamp) == step));
    }
}

#[test]
fn legs_that_speak_g729_hear_and_are_heard_in_a_room() {
    let fixture = Fixture::new();
    let room = plain(&fixture);
    let mut singer = Guest::foreign(&fixture, Codec::Pcma, &[600.0], G729);
    let mut listener = Guest::foreign(&fixture, Codec::Pcmu, &[], G729);
    let mut widened = Guest::foreign(&fixture, Codec::G722, &[], G729);
    let mut caller = Guest::new(&fixture, Codec::Pcma, &[]);
    let mut browser = Guest::opus(&fixture, Codec::G722, &[]);
    let mut all = [&mut singer, &mut listener, &mut widened, &mut caller, &mut browser];
    all.iter().for_each(|guest| room.join(&guest.leg, Voice::default()).unwrap());
    talk(&mut all, 2000);
    for (guest, who) in [
        (&listener, "who speaks G.729"),
        (&widened, "who speaks G.729 and works in G.722"),
        (&caller, "the caller"),
        (&browser, "the browser"),
    ] {
        guest.check(&[600.0], &[1500.0, 3000.0], who);
    }
    let two = listener.headers.windows(2).skip(5);
    assert!(two.clone().count() > 20);
    assert!(two.clone().all(|two| two[1].sequence == two[0].sequence.wrapping_add(1)));
    assert!(two.clone().all(|two| two[1].timestamp.wrapping_sub(two[0].timestamp) == 240));
}

#[test]
fn a_seated_leg_changes_its_codec() {
    let fixture = Fixture::new();
    let room = plain(&fixture);
    let mut speaker = Guest::new(&fixture, Codec::G722, &[500.0, 5000.0]);
    let mut other = Guest::new(&fixture, Codec::G722, &[900.0]);
    for guest in [&speaker, &other] {
        room.join(&guest.leg, Voice::default()).unwrap();
    }
    talk(&mut [&mut speaker, &mut other], 1600);
    other.check(&[500.0, 5000.0], &[900.0], "by G.722");
    other.change(Codec::Pcmu);
    talk(&mut [&mut speaker, &mut other], 1600);
    other.check(&[500.0], &[900.0, 3000.0], "by G.711");
    speaker.check(&[900.0], &[500.0, 5000.0], "the other one");
    other.change(Codec::G722);
    talk(&mut [&mut speaker, &mut other], 1600);
    other.check(&[500.0, 5000.0], &[900.0], "by G.722 again");
    speaker.check(&[900.0], &[500.0, 5000.0], "the other one again");
}

#[test]
fn a_bridge_of_two_codecs_is_listened_to() {
    let fixture = Fixture::new();
    let mut caller = Guest::new(&fixture, Codec::G722, &[500.0, 5000.0]);
    let mut agent = Guest::beside(&fixture, Codec::Pcma, &[700.0], Some(&caller.leg));
    let mut chief = Guest::new(&fixture, Codec::G722, &[]);
    caller.leg.bridge(&agent.leg).unwrap();
    let (room, _events) = fixture.engine.tap(&caller.leg, &agent.leg).unwrap();
    room.join(&chief.leg, Voice::LISTENING).unwrap();
    talk(&mut [&mut caller, &mut agent, &mut chief], 1800);
    caller.check(&[700.0], &[500.0, 5000.0], "the caller");
    agent.check(&[500.0], &[700.0, 3000.0], "the agent");
    chief.check(&[500.0, 700.0, 5000.0], &[], "who listens");
}

#[test]
fn music_and_announcements_are_heard_by_every_codec() {
    let fixture = Fixture::new();
    let tone = |hertz: f64| -> Arc<[i16]> {
        let wave = |at: usize| (at as f64 / 8000.0 * hertz * std::f64::consts::TAU).sin();
        (0..8000).map(|at| (AMPLITUDE * wave(at)) as i16).collect()
    };
    let config = RoomConfig { automatic_level: false, music: Some(tone(900.0)), ..RoomConfig::default() };
    let (room, _events) = fixture.engine.room(config).unwrap();
    let mut one = Guest::new(&fixture, Codec::G722, &[]);
    room.join(&one.leg, Voice::default()).unwrap();
    talk(&mut [&mut one], 1500);
    one.check(&[900.0], &[7100.0], "one alone");
    let mut other = Guest::opus(&fixture, Codec::G722, &[]);
    let mut third = Guest::new(&fixture, Codec::Pcma, &[]);
    for guest in [&other, &third] {
        room.join(&guest.leg, Voice::default()).unwrap();
    }
    room.announce(tone(1300.0), Repeat::Forever);
    talk(&mut [&mut one, &mut other, &mut third], 1800);
    for (guest, who) in [(&one, "G.722"), (&other, "Opus"), (&third, "G.711")] {
        guest.check(&[1300.0], &[900.0], who);
    }
    one.check(&[], &[6700.0], "an announcement has no second face");
}
