//! Seams as ears hear them that have gone on.

use super::*;
use crate::codec::{Codec, Decoder, Encoder};
use crate::mix::power;

/// A voice: gliding harmonics in syllables, and some breath.
fn voice(pitch: f64, loud: f64, milliseconds: usize) -> Vec<i16> {
    let mut state = 99u32;
    let mut breath = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24) - 0.5
    };
    (0..milliseconds * 16)
        .map(|at| {
            let time = at as f64 / 16_000.0;
            let phase = std::f64::consts::TAU * (pitch * time + 1.4 * (4.4 * time).sin());
            let syllable = 0.2 + 0.8 * (11.0 * time).sin().abs();
            let tones = phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (19.0 * phase).sin();
            (loud * syllable * (tones + 0.2 * breath())) as i16
        })
        .collect()
}

fn encoded(sound: &[i16]) -> Vec<u8> {
    let mut codes = vec![0; sound.len() / 2];
    Encoder::new(Codec::G722).encode(sound, &mut codes);
    codes
}

/// What ears hear that hear this from the beginning.
fn heard(codes: &[u8]) -> Vec<i16> {
    let mut samples = vec![0; 2 * codes.len()];
    Decoder::new(Codec::G722).decode(codes, &mut samples);
    samples
}

const FIRST: Source = Source::Play(1, 0);
const SECOND: Source = Source::Play(2, 0);

/// The loudest difference between what is heard of a stream and what should be, in its first 40 ms without the first three,
/// in which the mirror filter still has what came before, and steps grow to the size that is needed.
fn off(heard: &[i16], wanted: &[i16]) -> i32 {
    let pairs = heard.iter().zip(wanted).skip(48).take(640);
    pairs.map(|(&a, &b)| (i32::from(a) - i32::from(b)).abs()).max().unwrap_or(0)
}

/// What is heard of codes after others, by ears that heard those.
fn heard_after(first: &[u8], codes: &[u8]) -> Vec<i16> {
    heard(&[first, codes].concat()).split_off(2 * first.len())
}

/// Sound that is told frame by frame: its codes as they leave.
fn told(seamless: &mut Seamless, source: Source, begins: Beginning, codes: &[u8]) -> Vec<u8> {
    let mut all = codes.to_vec();
    all.chunks_mut(160).for_each(|frame| seamless.pass(source, || begins, frame));
    all
}

fn loud(pitch: f64, loud: f64) -> Vec<i16> {
    voice(pitch, loud, 700)
}

#[test]
fn one_sound_after_another_is_heard_without_a_click() {
    let silent = vec![0; 16 * 700];
    for (name, first, second, from) in [
        ("a voice after a voice", loud(140.0, 5000.0), loud(210.0, 4000.0), 0),
        ("a voice after a loud one, from its middle", loud(110.0, 9000.0), loud(180.0, 900.0), 2000),
        ("a voice after silence, from its middle", silent.clone(), loud(140.0, 5000.0), 1000),
        ("silence after a voice", loud(140.0, 5000.0), silent, 800),
    ] {
        let (before, codes) = (encoded(&first), encoded(&second));
        let wanted = heard(&codes).split_off(2 * from);
        let mut seamless = Seamless::default();
        let passed = told(&mut seamless, FIRST, Beginning::after(Bands::default()), &before);
        assert_eq!(passed, before, "{name}: what comes first passes untouched");
        let joined = told(&mut seamless, SECOND, Beginning::after(within(&codes, from)), &codes[from..]);
        // The best that can be: one encoder for both.
        let single = encoded(&[&first[..], &second[2 * from..]].concat()).split_off(before.len());
        let [bare, smooth, best] =
            [&codes[from..], &joined, &single].map(|codes| off(&heard_after(&before, codes), &wanted));
        assert!(bare > 4 * smooth, "{name}: {bare} becomes {smooth}");
        assert!(smooth < 2 * best + 100, "{name}: {smooth}, and of one encoder {best}");
    }
}

/// A steady tone keeps ears apart for as long as it lasts, and in silence they forget nothing: what was said before it and the
/// pause is known to the end, and the tone stays one.
#[test]
fn a_long_tone_after_a_voice_and_a_pause_is_heard_as_clean_as_it_was_made() {
    let pause = vec![0; 16 * 400];
    let first = [loud(140.0, 9000.0), pause].concat();
    let tone: Vec<i16> = (0..16 * 3000)
        .map(|at| (9000.0 * (std::f64::consts::TAU * 900.0 * f64::from(at) / 16_000.0).sin()) as i16)
        .collect();
    let (before, codes) = (encoded(&first), encoded(&tone));
    let mut seamless = Seamless::default();
    told(&mut seamless, FIRST, Beginning::after(Bands::default()), &before);
    let joined = told(&mut seamless, SECOND, Beginning::after(Bands::default()), &codes);
    let (wanted, heard) = (heard(&codes), heard_after(&before, &joined));
    assert!(off(&heard, &wanted) < 500, "{} at its beginning", off(&heard, &wanted));
    for second in 1..3 {
        let [wanted, heard] = [&wanted, &heard].map(|sound| &sound[second * 16_000..][..16_000]);
        let noise: Vec<i16> = wanted.iter().zip(heard).map(|(&a, &b)| a.saturating_sub(b)).collect();
        let share = power(&noise) / power(wanted);
        assert!(share < 0.01, "noise of {share} in second {second}");
    }
}

#[test]
fn a_stream_that_nobody_knows_fades_in() {
    let (before, theirs) = (encoded(&loud(140.0, 5000.0)), encoded(&loud(190.0, 4000.0)));
    let from = 1600;
    let wanted = heard(&theirs).split_off(2 * from);
    let mut seamless = Seamless::default();
    told(&mut seamless, FIRST, Beginning::after(Bands::default()), &before);
    let joined = told(&mut seamless, Source::Relay(9), Beginning::default(), &theirs[from..]);
    let smooth = heard_after(&before, &joined);
    let bare = heard_after(&before, &theirs[from..]);
    let loudest =
        |sound: &[i16]| sound[48..320].iter().map(|&sample| i32::from(sample).abs()).max().unwrap_or(0);
    assert!(loudest(&bare) > loudest(&wanted) / 2, "without it, it begins at once");
    assert!(loudest(&smooth) < loudest(&wanted) / 4, "it fades in");
    let late = 2 * 8 * 300;
    assert!(off(&smooth[late..], &wanted[late..]) < 400, "{}", off(&smooth[late..], &wanted[late..]));
}

#[test]
fn a_first_stream_passes_as_it_is() {
    let theirs = encoded(&loud(190.0, 4000.0));
    let mut seamless = Seamless::default();
    assert_eq!(told(&mut seamless, Source::Relay(9), Beginning::default(), &theirs[800..]), theirs[800..]);
    seamless.forget();
    assert_eq!(
        told(&mut seamless, Source::Relay(8), Beginning::default(), &theirs[99..]),
        theirs[99..],
        "of new ears"
    );
}

#[test]
fn codes_of_any_kind_in_pieces_of_any_length_do_no_harm() {
    let mut state = 5u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 16
    };
    let mut seamless = Seamless::default();
    for turn in 0..3000u32 {
        let mut codes: Vec<u8> = (0..next() % 700).map(|_| next() as u8).collect();
        let source = Source::Relay(turn / (1 + next() % 5));
        let theirs = next().is_multiple_of(2).then(Bands::default);
        seamless.pass(source, || Beginning { theirs, ears: None }, &mut codes);
    }
}
