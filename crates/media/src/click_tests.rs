//! What a telephone that speaks G.722, and whose decoder goes on all through the call, hears where one sound follows another.

use super::*;
use crate::codec::{Decoder, Encoder};

/// Gliding harmonics, at 16 kHz.
fn voice(pitch: f64, milliseconds: usize) -> Vec<i16> {
    (0..16 * milliseconds)
        .map(|at| {
            let time = at as f64 / 16_000.0;
            let phase = std::f64::consts::TAU * (pitch * time + 1.4 * (4.4 * time).sin());
            (3000.0 * (phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin())) as i16
        })
        .collect()
}

fn encoded(sound: &[i16]) -> Arc<[u8]> {
    let mut codes = vec![0; sound.len() / 2];
    Encoder::new(Codec::G722).encode(sound, &mut codes);
    codes.into()
}

fn decoded(codes: &[u8]) -> Vec<i16> {
    let mut samples = vec![0; 2 * codes.len()];
    Decoder::new(Codec::G722).decode(codes, &mut samples);
    samples
}

/// The loudest sample.
fn peak(sound: &[i16]) -> i32 {
    sound.iter().map(|&sample| i32::from(sample).abs()).max().unwrap_or(0)
}

#[test]
fn prompts_repeats_and_bridges_follow_each_other_without_a_click() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::G722);
    let mut other = Phone::new(LOCALHOST, Codec::G722);
    let (leg, _events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    let (beside, _others) = fixture.engine.leg(LOCALHOST, Some(&leg)).unwrap();
    leg.connect(phone.remote());
    beside.connect(other.remote());
    let mut heard = Vec::new();
    let mut plain = Vec::new();
    let mut listen = |frames: usize| {
        for _ in 0..frames {
            heard.extend(phone.hear().1);
        }
    };
    let (first, second) = (encoded(&voice(140.0, 410)), encoded(&voice(190.0, 600)));
    leg.play(first.clone(), 0, Repeat::Forever);
    listen(40);
    plain.extend(first.iter().cycle().take(6400));
    leg.play(second.clone(), 800, Repeat::Once);
    listen(20);
    plain.extend(&second[800..4000]);
    leg.stop_play();
    leg.bridge(&beside).unwrap();
    let theirs = encoded(&voice(170.0, 1700));
    // They have spoken before anybody listened: nobody knows what their encoder goes on from.
    for frame in theirs[1600..].chunks(160) {
        other.frame(&beside, frame);
        listen(1);
    }
    plain.extend(&theirs[1600..]);
    assert!(peak(&decoded(&plain)) > 20_000, "without care there is a bang");
    let loudest = peak(&voice(140.0, 410)).max(peak(&voice(190.0, 600)));
    assert!(peak(&decoded(&heard)) < loudest + 1500, "{} of {loudest}", peak(&decoded(&heard)));
    phone.lose();
}
