//! Every tone of every country, over lines that are not as they should be; and nothing in what is no tone.

use super::*;
use crate::codec::Codec;
use crate::tone::{Tone, cadence, render, steps};

/// Numbers that look as if they were drawn.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Of variance one, about as noise is.
    fn noise(&mut self) -> f64 {
        (0..4).map(|_| self.next() - 0.5).sum::<f64>() * 3f64.sqrt()
    }
}

/// What a line does to sound.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Of the sound, against −20 dBov.
    gain_db: f64,
    speed: f64,
    noise_db: Option<f64>,
    loses: f64,
    codec: Codec,
}

const CLEAN: Line = Line { gain_db: 0.0, speed: 1.0, noise_db: None, loses: 0.0, codec: Codec::Pcma };

impl Line {
    /// Sound as it comes out: played at another speed, which changes frequencies and lengths, softer, with noise, and without
    /// packets of 20 ms that are lost.
    fn carries(self, sound: &[i16]) -> Vec<i16> {
        let mut dice = Dice(7);
        let gain = 10f64.powf(self.gain_db / 20.0);
        let noise = self.noise_db.map_or(0.0, |db| 3276.8 * gain * 10f64.powf(-db / 20.0));
        let count = (sound.len() as f64 / self.speed) as usize;
        let sample = |at: usize| {
            let place = at as f64 * self.speed;
            let (whole, part) = (place as usize, place.fract());
            let next = sound.get(whole + 1).copied().unwrap_or(0);
            f64::from(sound[whole]) * (1.0 - part) + f64::from(next) * part
        };
        let samples: Vec<i16> = (0..count)
            .map(|at| (sample(at) * gain + noise * dice.noise()).clamp(-32768.0, 32767.0) as i16)
            .collect();
        let mut heard = self.codec.decode(&self.codec.encode(&samples));
        for packet in heard.chunks_mut(160) {
            if dice.next() < self.loses {
                packet.fill(0);
            }
        }
        heard
    }
}

fn heard(plan: Plan, sound: &[i16]) -> Vec<Heard> {
    let mut progress = Progress::new(8000, plan);
    sound.chunks(160).filter_map(|frame| progress.hear(frame)).collect()
}

fn repeated(country: Country, tone: Tone, times: usize) -> Vec<i16> {
    let mut sound = vec![0; 4000];
    (0..times).for_each(|_| sound.extend(cadence(country, tone)));
    sound.extend([0; 8000]);
    sound
}

const HEARD: [Tone; 5] = [Tone::Dial, Tone::Ringing, Tone::Busy, Tone::Congestion, Tone::SpecialInformation];

/// What is told of a tone; busy and congestion are one where a country has one cadence for both.
fn is_told(told: &[Heard], tone: Tone) -> bool {
    let like = |told: Tone| {
        told == tone || matches!((told, tone), (Tone::Busy | Tone::Congestion, Tone::Busy | Tone::Congestion))
    };
    let least = if matches!(tone, Tone::Busy | Tone::Congestion) { 3 } else { 1 };
    let only = told.iter().all(|heard| matches!(heard.signal, Signal::Tone(told) if like(told)));
    only && told.iter().any(|heard| heard.cycles >= least)
}

fn check(line: Line, plan: impl Fn(Country) -> Plan) {
    for country in Country::ALL {
        for tone in HEARD {
            let sound = line.carries(&repeated(country, tone, 4));
            let told = heard(plan(country), &sound);
            assert!(is_told(&told, tone), "{country:?} {tone:?} {line:?}: {told:?}");
        }
    }
}

#[test]
fn every_tone_of_every_country_is_told_by_its_own_plan() {
    check(CLEAN, Plan::Of);
    check(Line { codec: Codec::Pcmu, ..CLEAN }, Plan::Of);
}

#[test]
fn every_tone_is_told_whatever_the_country() {
    check(CLEAN, |_| Plan::Any);
}

#[test]
fn soft_loud_and_noisy_lines_change_nothing() {
    // −45 dBm0 and 0 dBm0: 0 dBm0 is a sine of −6.2 dBov (G.711) in root mean square.
    for gain_db in [20.0 - 3.1 - 3.1 - 45.0, 20.0 - 3.1 - 3.1] {
        check(Line { gain_db, ..CLEAN }, Plan::Of);
        check(Line { gain_db, noise_db: Some(15.0), ..CLEAN }, |_| Plan::Any);
    }
}

#[test]
fn generators_that_are_detuned_and_uneven_change_nothing() {
    for speed in [0.985, 1.015] {
        check(Line { speed, noise_db: Some(15.0), ..CLEAN }, Plan::Of);
    }
}

#[test]
fn cadences_a_tenth_too_long_or_short_change_nothing() {
    for percent in [90, 110] {
        for country in Country::ALL {
            for tone in [Tone::Ringing, Tone::Busy, Tone::Congestion] {
                let mut steps = steps(country, tone).to_vec();
                steps.iter_mut().for_each(|step| step.milliseconds = step.milliseconds / 10 * percent / 10);
                let sound = [vec![0; 4000], render(&steps).repeat(4), vec![0; 8000]].concat();
                let told = heard(Plan::Of(country), &CLEAN.carries(&sound));
                assert!(is_told(&told, tone), "{country:?} {tone:?} {percent} %: {told:?}");
            }
        }
    }
}

#[test]
fn busy_is_told_over_lines_that_lose_packets() {
    for seed in 0..20 {
        let line = Line { loses: 0.01, gain_db: -f64::from(seed), ..CLEAN };
        let told = heard(Plan::Any, &line.carries(&repeated(Country::Germany, Tone::Busy, 9)));
        assert!(is_told(&told, Tone::Busy), "{told:?}");
    }
}

fn sine(hertz: f64, milliseconds: usize, turns_over_ms: usize) -> Vec<i16> {
    let wave = |at: usize| {
        let turned = if turns_over_ms == 0 { 0 } else { at / (8 * turns_over_ms) % 2 };
        (4000.0
            * (std::f64::consts::TAU * hertz * at as f64 / 8000.0 + std::f64::consts::PI * turned as f64)
                .sin()) as i16
    };
    (0..milliseconds * 8).map(wave).collect()
}

#[test]
fn fax_machines_are_told_with_and_without_reversals() {
    let calls =
        [vec![0; 4000], sine(1100.0, 500, 0), vec![0; 24_000], sine(1108.0, 500, 0), vec![0; 8000]].concat();
    let told = heard(Plan::Any, &CLEAN.carries(&calls));
    assert_eq!(
        told.iter().map(|heard| (heard.signal, heard.cycles)).collect::<Vec<_>>(),
        [(Signal::FaxCalls, 1), (Signal::FaxCalls, 2)]
    );
    for turns_over_ms in [0, 450] {
        let answers = [vec![0; 4000], sine(2100.0, 3000, turns_over_ms), vec![0; 8000]].concat();
        let told = heard(Plan::Any, &CLEAN.carries(&answers));
        assert_eq!(
            told.iter().map(|heard| heard.signal).collect::<Vec<_>>(),
            [Signal::FaxAnswers],
            "{turns_over_ms}"
        );
    }
}

#[test]
fn a_tone_is_told_with_its_beginning() {
    for before_ms in [500, 777, 2000] {
        let sound = [vec![0; before_ms * 8], cadence(Country::Germany, Tone::Busy).repeat(4)].concat();
        let told = heard(Plan::Any, &CLEAN.carries(&sound));
        let third = told.iter().find(|heard| heard.cycles == 3).unwrap();
        assert!(third.began_ms.abs_diff(before_ms as u64) <= 20, "{before_ms}: {third:?}");
    }
}

#[test]
fn both_rates_hear_the_same() {
    let sound = repeated(Country::UnitedKingdom, Tone::Congestion, 4);
    let wide: Vec<i16> = sound.iter().flat_map(|&sample| [sample, sample]).collect();
    let mut progress = Progress::new(16_000, Plan::Any);
    let told: Vec<Heard> = wide.chunks(320).filter_map(|frame| progress.hear(frame)).collect();
    assert_eq!(told.last().map(|heard| heard.cycles), Some(4), "{told:?}");
}

fn assert_none(what: &str, sound: &[i16]) {
    for plan in [Plan::Any, Plan::Of(Country::Germany), Plan::Of(Country::NorthAmerica)] {
        assert_eq!(heard(plan, sound), [], "{what} {plan:?}");
    }
}

#[test]
fn noise_keys_and_chords_are_no_tones() {
    let mut dice = Dice(3);
    let noise: Vec<i16> = (0..8000 * 30).map(|_| (3000.0 * dice.noise()) as i16).collect();
    assert_none("noise", &noise);
    let mut keys = Vec::new();
    for (low, high) in [(697.0, 1209.0), (770.0, 1336.0), (852.0, 1477.0), (941.0, 1633.0)].repeat(5) {
        keys.extend(sine(low, 200, 0).iter().zip(sine(high, 200, 0)).map(|(low, high)| low / 2 + high / 2));
        keys.extend([0; 1600]);
    }
    assert_none("keys", &keys);
    // Chords of three notes, and a melody of single ones.
    let mut music = Vec::new();
    for (at, root) in [262.0, 294.0, 330.0, 349.0, 392.0, 440.0, 494.0].repeat(6).into_iter().enumerate() {
        let notes = [1.0, 1.26, 1.5].map(|ratio| sine(root * ratio, 300 + 40 * (at % 5), 0));
        let sum = |at: usize| notes.iter().map(|note| note[at] / 3).sum::<i16>();
        music.extend((0..notes[0].len()).map(sum));
        music.extend(sine(root * 1.5, 180 + 30 * (at % 4), 0));
        music.extend(vec![0; 8 * 60 * (at % 3)]);
    }
    assert_none("music", &music);
}

#[test]
fn our_own_signs_are_no_tones() {
    use crate::tone::{beep, entered, hold, left};
    for (name, sound) in [("beep", beep()), ("hold", hold()), ("entered", entered()), ("left", left())] {
        let repeated = [&sound[..], &[0; 8000]].concat().repeat(5);
        assert_none(name, &repeated);
    }
}
