//! Tones by their values: level, cadence, frequencies, and no click where they repeat.

use super::*;

fn all() -> Vec<(String, Vec<i16>, &'static [Step])> {
    let mut all = vec![("beep".to_owned(), beep(), &[][..]), ("hold".to_owned(), hold(), &[])];
    for country in Country::ALL {
        for tone in Tone::ALL {
            all.push((format!("{country:?} {tone:?}"), cadence(country, tone), steps(country, tone)));
        }
    }
    all
}

/// What goes on in each piece of 5 ms: whether there is sound.
fn pieces(samples: &[i16]) -> Vec<bool> {
    samples.chunks(40).map(|piece| piece.iter().any(|sample| sample.abs() > 150)).collect()
}

/// How strong a frequency is in a sound, as a root mean square.
fn strength(samples: &[i16], hertz: f64) -> f64 {
    let turn = |at: usize| TAU * hertz * at as f64 / SAMPLE_RATE;
    let part = |wave: fn(f64) -> f64| {
        samples.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at))).sum::<f64>()
            / samples.len() as f64
    };
    (2.0 * (part(f64::sin).powi(2) + part(f64::cos).powi(2))).sqrt()
}

#[test]
fn cadences_are_those_of_the_countries() {
    let spelled = |country, tone| -> Vec<(usize, bool)> {
        let mut spelled: Vec<(usize, bool)> = Vec::new();
        for sounds in pieces(&cadence(country, tone)) {
            match spelled.last_mut() {
                Some((milliseconds, last)) if *last == sounds => *milliseconds += 5,
                _ => spelled.push((5, sounds)),
            }
        }
        spelled
    };
    for (country, tone, expected) in [
        (Country::Germany, Tone::Dial, vec![(1000, true)]),
        (Country::Germany, Tone::Ringing, vec![(1000, true), (4000, false)]),
        (Country::Germany, Tone::Busy, vec![(480, true), (480, false)]),
        (Country::Austria, Tone::Ringing, vec![(1000, true), (5000, false)]),
        (Country::UnitedKingdom, Tone::Ringing, vec![(400, true), (200, false), (400, true), (2000, false)]),
        (Country::NorthAmerica, Tone::Ringing, vec![(2000, true), (4000, false)]),
        (Country::Turkey, Tone::CallWaiting, vec![(200, true), (600, false), (200, true), (8000, false)]),
        (Country::Russia, Tone::Congestion, vec![(175, true), (175, false)]),
        (Country::Netherlands, Tone::SpecialInformation, vec![(990, true), (1000, false)]),
    ] {
        assert_eq!(spelled(country, tone), expected, "{country:?} {tone:?}");
    }
    let japan = pieces(&cadence(Country::Japan, Tone::Ringing));
    assert!(japan.len() == 600 && japan[3..10].iter().all(|&on| on) && !japan[200..].contains(&true));
}

#[test]
fn a_tone_has_its_frequencies_and_no_others() {
    for country in Country::ALL {
        for tone in Tone::ALL {
            let samples = cadence(country, tone);
            let mut from = 0;
            for step in steps(country, tone) {
                let length = usize::from(step.milliseconds) * PER_MILLISECOND;
                // Away from its edges, over whole periods of 20 Hz or, for short notes, as it comes.
                let inside = &samples[from + RAMP_SAMPLES..from + length - RAMP_SAMPLES];
                from += length;
                let (expected, share): (Vec<u16>, f64) = match step.sound {
                    Sound::Pause | Sound::Modulated { .. } => continue,
                    Sound::One(hertz) => (vec![hertz], 1.0),
                    Sound::Two(low, high) => (vec![low, high], 0.5f64.sqrt()),
                };
                for hertz in expected {
                    let ratio = strength(inside, f64::from(hertz)) / (ACTIVE_LEVEL * share);
                    assert!((0.85..1.15).contains(&ratio), "{country:?} {tone:?} {hertz} Hz: {ratio}");
                }
                if inside.len() > 1000 {
                    assert!(strength(inside, 800.0) < ACTIVE_LEVEL / 8.0, "{country:?} {tone:?}");
                }
            }
            assert_eq!(from, samples.len());
        }
    }
}

#[test]
fn the_active_level_is_minus_twenty_dbov() {
    for (name, samples, steps) in all() {
        if steps.iter().any(|step| matches!(step.sound, Sound::Modulated { .. }) || step.milliseconds < 100) {
            continue;
        }
        let active: Vec<f64> = samples
            .chunks(PER_MILLISECOND * 10)
            .filter(|frame| frame.iter().any(|sample| sample.abs() > 1000))
            .flatten()
            .map(|&sample| f64::from(sample))
            .collect();
        let power = active.iter().map(|sample| sample * sample).sum::<f64>() / active.len() as f64;
        let level = 10.0 * (power / (32768.0 * 32768.0)).log10();
        assert!((-21.0..-19.5).contains(&level), "{name}: {level:.1} dBov");
    }
}

#[test]
fn nothing_clicks_also_when_it_is_repeated() {
    for (name, samples, _) in all() {
        let twice = [samples.clone(), samples].concat();
        let bend =
            |three: &[i16]| (i32::from(three[0]) - 2 * i32::from(three[1]) + i32::from(three[2])).abs();
        let sharpest = twice.windows(3).map(bend).max().unwrap_or(0);
        // A sine of 1850 Hz bends by 1.77 of its amplitude of 4634 from sample to sample; a click by more.
        let limit = if name.contains("SpecialInformation") { 8500 } else { 5700 };
        assert!(sharpest < limit, "{name} bends by {sharpest}");
        assert!(twice[0].abs() < 200, "{name}");
    }
}

#[test]
fn countries_are_found_by_their_codes() {
    for (code, country) in [
        ("DE", Some(Country::Germany)),
        ("CA", Some(Country::NorthAmerica)),
        ("JP", Some(Country::Japan)),
        ("XX", None),
        ("de", None),
    ] {
        assert_eq!(Country::of_code(code), country);
    }
}
