//! Opus by its values: what is lost is heard from copies, and broken packets hurt nobody.

use super::*;

const RATES: [u32; 2] = [8000, 16_000];
const HERTZ: f64 = 440.0;
const OPTIONS: OpusOptions =
    OpusOptions { inband_fec: true, most_bits_per_second: None, constant_rate: false, discontinuous: false };

/// Gliding harmonics in syllables, so many frames.
fn speech(rate_hz: u32, frames: u32) -> Vec<i16> {
    let mut phase = 0.0;
    let sample = |at: u32| {
        let seconds = f64::from(at) / f64::from(rate_hz);
        phase += (140.0 + 40.0 * (4.4 * seconds).sin()) * std::f64::consts::TAU / f64::from(rate_hz);
        let syllable = 0.35 + 0.65 * (25.0 * seconds).sin().abs();
        (6000.0 * syllable * (f64::sin(phase) + 0.6 * (3.0 * phase).sin())) as i16
    };
    (0..frames * rate_hz / 50).map(sample).collect()
}

fn tone(rate_hz: u32, frames: u32) -> Vec<i16> {
    let turn = |at: u32| f64::from(at) / f64::from(rate_hz) * HERTZ * std::f64::consts::TAU;
    (0..frames * rate_hz / 50).map(|at| (8000.0 * turn(at).sin()) as i16).collect()
}

fn packets(rate_hz: u32, options: OpusOptions, sound: &[i16]) -> Vec<Vec<u8>> {
    let mut mouth = Mouth::new(rate_hz, options).unwrap();
    let frame = |samples: &[i16]| {
        let mut out = [0; 1276];
        let octets = mouth.frame(samples, &mut out).unwrap();
        out[..octets].to_vec()
    };
    sound.chunks_exact(rate_hz as usize / 50).map(frame).collect()
}

fn header(number: usize) -> Header {
    let timestamp = (u32::MAX - 3000).wrapping_add(160 * number as u32);
    Header {
        payload_type: 0,
        marker: false,
        sequence: 65_500u16.wrapping_add(number as u16),
        timestamp,
        ssrc: 7,
    }
}

/// What is heard of packets, each with its number: times and samples.
fn hear(rate_hz: u32, packets: &[(usize, &[u8])]) -> Vec<(u32, Vec<i16>)> {
    let mut ear = Ear::new(rate_hz).unwrap();
    let mut heard = Vec::new();
    for (number, payload) in packets {
        ear.packet(&header(*number), payload, |timestamp, samples| heard.push((timestamp, samples.to_vec())));
    }
    heard
}

/// How strong the tone is against everything else, in decibels.
fn above_the_rest(rate_hz: u32, sound: &[i16]) -> f64 {
    let part = |wave: fn(f64) -> f64| {
        let turn = |at: usize| at as f64 / f64::from(rate_hz) * HERTZ * std::f64::consts::TAU;
        let sum: f64 = sound.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at))).sum();
        2.0 * sum / sound.len() as f64
    };
    let power = (part(f64::sin).powi(2) + part(f64::cos).powi(2)) / 2.0;
    let all = sound.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / sound.len() as f64;
    10.0 * (power / (all - power).max(1.0)).log10()
}

#[test]
fn what_is_spoken_is_heard() {
    for rate_hz in RATES {
        let packets = packets(rate_hz, OPTIONS, &tone(rate_hz, 100));
        let numbered: Vec<_> = packets.iter().map(|packet| &packet[..]).enumerate().collect();
        let heard = hear(rate_hz, &numbered);
        let times: Vec<u32> = heard.iter().map(|(timestamp, _)| *timestamp).collect();
        assert_eq!(times, (0..100).map(|number| header(number).timestamp).collect::<Vec<_>>());
        assert!(heard.iter().all(|(_, samples)| samples.len() == rate_hz as usize / 50));
        let sound: Vec<i16> = heard.into_iter().flat_map(|(_, samples)| samples).collect();
        let above = above_the_rest(rate_hz, &sound[rate_hz as usize / 2..][..rate_hz as usize]);
        assert!(above > 20.0, "{rate_hz} Hz: {above} dB");
    }
}

#[test]
fn what_was_lost_is_heard_from_the_copy_in_the_next_packet() {
    for rate_hz in RATES {
        let said = packets(rate_hz, OPTIONS, &speech(rate_hz, 100));
        let frame = rate_hz as usize / 50;
        let all: Vec<_> = said.iter().map(|packet| &packet[..]).enumerate().collect();
        let some: Vec<_> = all.iter().copied().filter(|(number, _)| number % 10 != 5).collect();
        let [whole, holed] = [&all, &some].map(|packets| hear(rate_hz, packets));
        let times = |heard: &[(u32, Vec<i16>)]| heard.iter().map(|(at, _)| *at).collect::<Vec<_>>();
        assert_eq!(times(&holed), times(&whole), "time goes on without gaps");
        // Without a copy, a lost frame is only guessed.
        let mut guessing = Ear::new(rate_hz).unwrap();
        let mut difference = [0.0; 2];
        for (number, packet) in said.iter().enumerate() {
            let lost = number % 10 == 5;
            let mut guess = vec![0.0; frame];
            guessing.decoder.decode(if lost { &[] } else { packet }, frame, &mut guess).unwrap();
            if lost && number > 10 {
                let error = |from: &dyn Fn(usize) -> f64| {
                    (0..frame).map(|at| (from(at) - f64::from(whole[number].1[at])).powi(2)).sum::<f64>()
                };
                difference[0] += error(&|at| f64::from(holed[number].1[at]));
                difference[1] += error(&|at| f64::from(guess[at] * 32768.0));
            }
        }
        assert!(difference[0] < 0.9 * difference[1], "{rate_hz} Hz: {difference:?}");
    }
}

#[test]
fn a_pause_is_no_loss_and_what_is_late_or_doubled_is_dropped() {
    let said = packets(8000, OPTIONS, &speech(8000, 8));
    let mut ear = Ear::new(8000).unwrap();
    let mut times = Vec::new();
    // Number, and how many frames of pause lay before it.
    for (number, paused) in [(0, 0), (1, 0), (1, 0), (0, 0), (2, 50), (4, 50), (3, 50), (5, 60)] {
        let timestamp = header(number + paused).timestamp;
        ear.packet(&Header { timestamp, ..header(number) }, &said[number], |at, samples| {
            times.push((at, samples.len()));
        });
    }
    let at = |number: usize| header(number).timestamp;
    let expected = [0, 1, 52, 53, 54, 65].map(|number| (at(number), 160));
    assert_eq!(times, expected, "the third of them from the copy in the fourth");
}

#[test]
fn an_empty_packet_says_nothing_and_one_of_an_octet_is_a_pause_of_its_length() {
    let said = packets(8000, OPTIONS, &speech(8000, 2));
    let heard = hear(8000, &[(0, &said[0]), (1, &[]), (1, &said[1][..1]), (2, &said[1])]);
    let lengths: Vec<(u32, usize)> = heard.iter().map(|(at, samples)| (*at, samples.len())).collect();
    assert_eq!(lengths, [0, 1, 2].map(|number| (header(number).timestamp, 160)));
}

#[test]
fn another_stream_begins_anew() {
    let said = packets(8000, OPTIONS, &speech(8000, 3));
    let mut ear = Ear::new(8000).unwrap();
    let mut times = Vec::new();
    for (ssrc, number) in [(1, 2), (2, 0), (2, 1)] {
        ear.packet(&Header { ssrc, ..header(number) }, &said[number], |at, _| times.push(at));
    }
    assert_eq!(times, [2, 0, 1].map(|number| header(number).timestamp));
}

#[test]
fn the_other_side_says_how_much_it_takes() {
    let octets = |options| packets(16_000, options, &speech(16_000, 100)).iter().map(Vec::len).sum::<usize>();
    let usual = octets(OpusOptions::default());
    let few = octets(OpusOptions { most_bits_per_second: Some(8000), ..OpusOptions::default() });
    assert!(few * 3 < usual * 2, "{few} octets of {usual}");
    let constant = OpusOptions { constant_rate: true, ..OpusOptions::default() };
    let lengths: Vec<usize> = packets(16_000, constant, &speech(16_000, 50)).iter().map(Vec::len).collect();
    assert!(lengths.iter().all(|&length| length == lengths[0]), "{lengths:?}");
}

#[test]
fn silence_is_left_out_where_the_other_side_says_so() {
    let sound = [speech(16_000, 25), vec![20; 320 * 100], speech(16_000, 25)].concat();
    let sent = |discontinuous| -> Vec<usize> {
        let mut mouth = Mouth::new(16_000, OpusOptions { discontinuous, ..OPTIONS }).unwrap();
        let frames = sound.chunks(320).enumerate();
        frames.filter_map(|(at, frame)| mouth.frame(frame, &mut [0; 1276]).map(|_| at)).collect()
    };
    assert_eq!(sent(false).len(), 150);
    let sent = sent(true);
    // All that is speech, 200 ms after it, and what is left of the silence every 400 ms.
    assert!((0..35).chain(125..150).all(|at| sent.contains(&at)), "{sent:?}");
    assert_eq!(sent.iter().filter(|at| (35..125).contains(*at)).count(), 4, "{sent:?}");
}

#[test]
fn rubbish_of_any_length_does_no_harm() {
    for rate_hz in RATES {
        let mut ear = Ear::new(rate_hz).unwrap();
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32
        };
        for number in 0..4000 {
            let length = next() as usize % 200;
            let payload: Vec<u8> = (0..length).map(|_| next() as u8).collect();
            let mut heard = 0;
            ear.packet(&header(number + next() as usize % 3), &payload, |_, samples| heard += samples.len());
            assert!(heard <= 2 * LONGEST_SAMPLES);
        }
    }
}
