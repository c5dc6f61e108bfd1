//! G.722 by measure: what comes back of sweeps and voices, and how it ends.

use super::*;

/// Signal to noise in decibels, at the best delay up to `most` samples.
fn signal_to_noise(original: &[i16], decoded: &[i16], most: usize) -> f64 {
    let at = |delay: usize| {
        let pairs = || original.iter().zip(&decoded[delay..]).skip(800);
        let signal: f64 = pairs().map(|(&a, _)| f64::from(a).powi(2)).sum();
        let noise: f64 = pairs().map(|(&a, &b)| (f64::from(a) - f64::from(b)).powi(2)).sum();
        10.0 * (signal / noise.max(1.0)).log10()
    };
    (0..=most).map(at).fold(f64::MIN, f64::max)
}

/// A sweep over so many hertz within a second and a half.
fn sweep(rate_hz: u32, from_hz: f64, to_hz: f64, amplitude: f64) -> Vec<i16> {
    let seconds = 1.5;
    let wave = |at: usize| {
        let time = at as f64 / f64::from(rate_hz);
        let turns = from_hz * time + (to_hz - from_hz) * time * time / (2.0 * seconds);
        amplitude * (turns * std::f64::consts::TAU).sin()
    };
    (0..(seconds * f64::from(rate_hz)) as usize).map(|at| wave(at) as i16).collect()
}

#[test]
fn a_sweep_over_both_bands_comes_back() {
    for amplitude in [300.0, 3000.0, 10_000.0] {
        for (from, to, least) in [(100.0, 3000.0, 20.0), (100.0, 6500.0, 11.0)] {
            let sound = sweep(16_000, from, to, amplitude);
            let mut codes = vec![0; sound.len() / 2];
            Encoder::new(Codec::G722).encode(&sound, &mut codes);
            let mut decoded = vec![0; sound.len()];
            assert_eq!(Decoder::new(Codec::G722).decode(&codes, &mut decoded), sound.len());
            let found = signal_to_noise(&sound, &decoded, 40);
            assert!(found > least, "{from} to {to} Hz at {amplitude}: {found} dB");
        }
    }
}

/// A second of a tone.
fn tone(hertz: f64) -> Vec<i16> {
    (0..8000)
        .map(|at| (6000.0 * (f64::from(at) / 8000.0 * hertz * std::f64::consts::TAU).sin()) as i16)
        .collect()
}

/// How strong a tone is in a sound, in decibels against that of [`tone`], and how far it stands above all else. Blind to
/// delay, which need not be whole samples.
fn tone_in(sound: &[i16], hertz: f64) -> (f64, f64) {
    let sound = &sound[800..7200];
    let turn = |at: usize| at as f64 / 8000.0 * hertz * std::f64::consts::TAU;
    let part = |wave: fn(f64) -> f64| {
        sound.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at))).sum::<f64>() * 2.0
            / sound.len() as f64
    };
    let power = (part(f64::sin).powi(2) + part(f64::cos).powi(2)) / 2.0;
    let all = sound.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / sound.len() as f64;
    (10.0 * (power / (6000.0f64.powi(2) / 2.0)).log10(), 10.0 * (power / (all - power).max(1.0)).log10())
}

#[test]
fn telephone_sound_comes_back_through_both_resamplers() {
    // Both filters together take 3 dB at the end of the telephone's band.
    for (hertz, loss) in
        [(200.0, 0.5), (400.0, 0.5), (1000.0, 0.5), (2000.0, 0.5), (3000.0, 1.0), (3400.0, 3.5)]
    {
        let codes = Codec::G722.encode(&tone(hertz));
        assert_eq!(codes.len(), 8000);
        let (level, above) = tone_in(&Codec::G722.decode(&codes), hertz);
        assert!(level.abs() < loss && above > 20.0, "{hertz} Hz: {level} dB, {above} dB above the rest");
    }
}

#[test]
fn packets_of_any_length_are_one_stream() {
    let codes = Codec::G722.encode(&sweep(8000, 200.0, 3000.0, 6000.0));
    let whole = Codec::G722.decode(&codes);
    let mut telephone = Telephone::new(Codec::G722);
    let mut pieces = vec![0; whole.len()];
    let (mut at, mut length) = (0, 1);
    while at < codes.len() {
        let end = (at + length).min(codes.len());
        telephone.decode(&codes[at..end], &mut pieces[at..end]);
        (at, length) = (end, length % 480 + 37);
    }
    assert_eq!(pieces, whole);
}

#[test]
fn the_silence_that_fills_a_frame_dies_away() {
    let mut codes = Codec::G722.encode(&sweep(8000, 300.0, 3000.0, 8000.0));
    let end = codes.len();
    codes.extend([Codec::G722.silence(); 2 * FRAME]);
    let tail = Codec::G722.decode(&codes).split_off(end);
    let loudest = |part: &[i16]| part.iter().map(|sample| sample.abs()).max();
    assert!(loudest(&tail[FRAME / 2..]) < Some(20), "{tail:?}");
}
