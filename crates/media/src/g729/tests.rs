//! G.729 by measure: what comes back of a voice, of silence, after losses, and of rubbish. Whether others understand it is
//! asked of others (`acceptance/tests/codecs.rs`).

use super::*;
use crate::rtp::Header;

const SSRC: u32 = 7;

/// A voice that glides through vowels, in syllables, so many frames of 20 ms.
fn voice(frames: usize) -> Vec<i16> {
    let mut phase = 0.0f64;
    (0..frames * 2 * FRAME)
        .map(|at| {
            let seconds = at as f64 / 8000.0;
            let pitch = 140.0 + 40.0 * (4.4 * seconds).sin();
            phase += pitch * std::f64::consts::TAU / 8000.0;
            let syllable = 0.35 + 0.65 * (25.0 * seconds).sin().abs();
            let formant = 500.0 + 200.0 * (9.0 * seconds).sin();
            let strength = |harmonic: f64| {
                let hertz = harmonic * pitch;
                1.0 / (1.0 + ((hertz - formant) / 120.0).powi(2))
                    + 0.2 / (1.0 + ((hertz - 1500.0) / 200.0).powi(2))
            };
            let wave: f64 = (1..20).map(f64::from).map(|at| strength(at) * (at * phase).sin()).sum();
            (7000.0 * syllable * wave) as i16
        })
        .collect()
}

/// Faint noise, different every time.
fn hum(frames: usize, amplitude: i32) -> Vec<i16> {
    let mut state = 1u32;
    (0..frames * 2 * FRAME)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 16) as i32 % (2 * amplitude + 1) - amplitude) as i16
        })
        .collect()
}

fn options(annex_b: bool, packet_milliseconds: u8) -> G729Options {
    G729Options { annex_b, packet_milliseconds }
}

/// Packets of a sound with their headers, numbered as a sender numbers them.
fn packets(sound: &[i16], options: G729Options) -> Vec<(Header, Vec<u8>)> {
    let mut mouth = Mouth::new(8000, options).unwrap();
    let mut packets = Vec::new();
    for (at, samples) in sound.chunks(2 * FRAME).enumerate() {
        let timestamp = (at * 2 * FRAME) as u32;
        let header = Header { payload_type: 18, marker: false, sequence: 0, timestamp, ssrc: SSRC };
        mouth.frame(&header, samples, |header, packet| {
            let sequence = packets.len() as u16;
            packets.push((Header { sequence, ..header }, packet.to_vec()));
        });
    }
    packets
}

/// What is heard, each sample at its time, nothing where nothing was said.
fn heard(packets: &[(Header, Vec<u8>)], length: usize) -> Vec<i16> {
    let mut ear = Ear::new(8000).unwrap();
    let mut sound = vec![0; length];
    for (header, payload) in packets {
        ear.packet(header, payload, |timestamp, samples| {
            let at = timestamp as usize;
            if let Some(place) = sound.get_mut(at..at + samples.len()) {
                place.copy_from_slice(samples);
            }
        });
    }
    sound
}

fn level(sound: &[i16]) -> f64 {
    (sound.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / sound.len() as f64).sqrt()
}

/// How much one sound is like another that comes so much later; 1 is the same.
fn likeness(said: &[i16], heard: &[i16]) -> f64 {
    let at = |delay: usize| {
        let pairs = || said.iter().zip(&heard[delay..]).map(|(&a, &b)| (f64::from(a), f64::from(b)));
        let product: f64 = pairs().map(|(a, b)| a * b).sum();
        let energy: f64 = pairs().map(|(a, _)| a * a).sum::<f64>() * pairs().map(|(_, b)| b * b).sum::<f64>();
        product / energy.sqrt()
    };
    (0..2 * FRAME).map(at).fold(f64::MIN, f64::max)
}

#[test]
fn a_voice_comes_back_in_packets_of_every_length() {
    let said = voice(100);
    for milliseconds in [10, 20, 30, 40, 50, 60] {
        let sent = packets(&said, options(false, milliseconds));
        let octets = usize::from(milliseconds);
        assert!(sent.iter().all(|(_, packet)| packet.len() == octets), "{milliseconds} ms");
        assert!(
            sent.windows(2)
                .all(|two| { two[1].0.timestamp - two[0].0.timestamp == u32::from(milliseconds) * 8 })
        );
        let heard = heard(&sent, said.len());
        let like = likeness(&said[..14_000], &heard);
        assert!(like > 0.9, "{milliseconds} ms: {like}");
        let level = level(&heard) / level(&said);
        assert!((0.8..1.2).contains(&level), "{milliseconds} ms: {level}");
    }
}

#[test]
fn what_is_lost_is_made_up_and_then_forgotten() {
    let said = voice(100);
    let mut sent = packets(&said, options(false, 20));
    let mut number = 0;
    sent.retain(|_| {
        number += 1;
        number % 25 != 0
    });
    let heard = heard(&sent, said.len());
    let like = likeness(&said[..14_000], &heard);
    assert!(like > 0.7, "{like}");
    // No gap is heard.
    assert!(heard[800..15_000].chunks(80).all(|part| level(part) > 0.05 * level(&said)));
}

#[test]
fn a_silence_is_described_and_not_sent_unless_annex_b_is_refused() {
    let noise = hum(250, 60);
    let sound = [voice(50), noise.clone(), voice(50)].concat();
    let every = packets(&sound, options(false, 20));
    assert!(every.len() == 350 && every.iter().all(|(_, packet)| packet.len() == 20));
    let sent = packets(&sound, options(true, 20));
    let described: Vec<_> = sent.iter().filter(|(_, packet)| packet.len() % SPEECH == SILENCE).collect();
    assert!((3..60).contains(&described.len()), "{} descriptions", described.len());
    assert!(sent.len() < 250, "{} packets", sent.len());
    // A talkspurt is marked.
    let marked: Vec<u32> =
        sent.iter().filter(|(header, _)| header.marker).map(|(h, _)| h.timestamp).collect();
    assert!(marked.iter().any(|&at| at.abs_diff(300 * 160) <= 160), "{marked:?}");
    // What the decoder makes of the description is as loud as what was described.
    let mut decoder = Decoder::new();
    let mut silence = Vec::new();
    for (_, packet) in sent.iter().filter(|(header, _)| header.timestamp < 290 * 160) {
        let (speech, rest) = packet.as_chunks::<SPEECH>();
        for octets in speech {
            decoder.frame(Heard::Speech(octets));
        }
        if let Ok(octets) = <[u8; SILENCE]>::try_from(rest) {
            silence.extend(decoder.frame(Heard::Silence(octets)));
        }
    }
    silence.clear();
    (0..100).for_each(|_| silence.extend(decoder.frame(Heard::Nothing)));
    let ratio = level(&silence) / level(&noise);
    assert!((0.5..1.8).contains(&ratio), "{ratio}");
    let like = likeness(&sound[48_000 + 800..], &heard(&sent, sound.len())[48_000 + 800..]);
    assert!(like > 0.85, "the voice after it: {like}");
}

#[test]
fn late_and_doubled_packets_say_nothing_and_another_stream_is_heard_at_once() {
    let sent = packets(&voice(10), options(false, 20));
    let mut ear = Ear::new(8000).unwrap();
    let mut times = Vec::new();
    for at in [0, 1, 1, 0, 2, 5] {
        ear.packet(&sent[at].0, &sent[at].1, |timestamp, _| times.push(timestamp / 80));
    }
    assert_eq!(times, (0..12).collect::<Vec<u32>>());
    let mut count = 0;
    ear.packet(&Header { ssrc: 8, ..sent[0].0 }, &sent[0].1, |_, _| count += 1);
    assert_eq!(count, 2);
}

#[test]
fn rubbish_of_any_length_does_no_harm() {
    let noise = hum(400, i32::from(i16::MAX));
    let octets: Vec<u8> = noise.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    for rate_hz in [8000, 16_000] {
        let mut ear = Ear::new(rate_hz).unwrap();
        for length in 0..400usize {
            let mut heard = 0;
            let step = length as u32;
            let timestamp = step.wrapping_mul(step).wrapping_mul(80);
            let header =
                Header { payload_type: 18, marker: false, sequence: step as u16 * 3, timestamp, ssrc: SSRC };
            ear.packet(&header, &octets[length * 100..][..length], |_, samples| heard += samples.len());
            assert!(heard <= 18 * 2 * FRAME, "{length} octets: {heard} samples");
        }
    }
    assert!(Ear::new(44_100).is_none() && Mouth::new(0, options(true, 20)).is_none());
}

#[test]
fn the_loudest_and_the_faintest_sound_are_spoken_without_harm() {
    let square: Vec<i16> = (0..16_000).map(|at| if at / 9 % 2 == 0 { i16::MAX } else { i16::MIN }).collect();
    for sound in [vec![0; 16_000], square, hum(100, i32::from(i16::MAX)), vec![i16::MIN; 16_000]] {
        for annex_b in [false, true] {
            let sent = packets(&sound, options(annex_b, 20));
            let heard = heard(&sent, sound.len());
            assert!(level(&heard[1600..]) <= 1.3 * level(&sound).max(10.0));
        }
    }
}
