//! Speech made faster or slower at its own pitch, and louder: waveform similarity overlap-add (WSOLA, Verhelst and Roelands
//! 1993). Windows of the recording are laid over each other closer together or further apart, each where it fits best.

/// A window: long enough for two periods of a low voice. 30 ms at 8 kHz.
const WINDOW: usize = 240;
/// Windows overlap by half.
const STEP: usize = WINDOW / 2;
/// A window may be taken from so much earlier or later: one period of a low voice.
const SEARCH: usize = 80;

/// Plays in `100 / speed_percent` of the time; 100 is the recording itself. Between 50 and 200, what lies beyond is as these.
pub fn at_speed(samples: &[i16], speed_percent: u32) -> Vec<i16> {
    let speed = speed_percent.clamp(50, 200) as usize;
    if speed == 100 || samples.len() < WINDOW + SEARCH {
        return samples.to_vec();
    }
    let length = samples.len() * 100 / speed;
    let mut played = Vec::with_capacity(length + WINDOW);
    played.extend_from_slice(&samples[..STEP]);
    // What would follow by itself is what the next window is to be like.
    let mut follows = STEP;
    while played.len() < length {
        let wanted = played.len() * speed / 100;
        let Some(from) = best(samples, wanted, follows) else { break };
        fade(&mut played, &samples[follows..follows + STEP], &samples[from..from + STEP]);
        follows = from + STEP;
    }
    played.extend_from_slice(&samples[follows..]);
    played
}

/// Louder or softer; what does not fit is limited.
pub fn louder(samples: &mut [i16], decibels: i32) {
    if decibels == 0 {
        return;
    }
    let factor = 10_f32.powf(decibels as f32 / 20.0);
    for sample in samples {
        *sample = (f32::from(*sample) * factor).round().clamp(-32_768.0, 32_767.0) as i16;
    }
}

/// Where around `wanted` the recording is most like what follows. `None`: it is over.
fn best(samples: &[i16], wanted: usize, follows: usize) -> Option<usize> {
    let last = samples.len().checked_sub(WINDOW)?;
    if follows > last || wanted > last {
        return None;
    }
    let model = &samples[follows..follows + STEP];
    let places = wanted.saturating_sub(SEARCH)..=(wanted + SEARCH).min(last);
    places.max_by_key(|from| likeness(model, &samples[*from..*from + STEP]))
}

/// Every other sample tells as much.
fn likeness(one: &[i16], other: &[i16]) -> i64 {
    one.iter().zip(other).step_by(2).map(|(a, b)| i64::from(*a) * i64::from(*b)).sum()
}

/// From the one into the other.
fn fade(played: &mut Vec<i16>, from: &[i16], to: &[i16]) {
    played.extend(from.iter().zip(to).enumerate().map(|(at, (from, to))| {
        let (at, length) = (at as i32, STEP as i32);
        ((i32::from(*from) * (length - at) + i32::from(*to) * at) / length) as i16
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::measure;

    const RATE: f64 = 8_000.0;

    fn voice(hertz: f64, milliseconds: usize) -> Vec<i16> {
        let tone = |at: f64| (at * hertz * std::f64::consts::TAU / RATE).sin() * 8_000.0;
        (0..milliseconds * 8).map(|at| tone(at as f64) as i16).collect()
    }

    fn crossings(samples: &[i16]) -> usize {
        samples.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count()
    }

    #[test]
    fn it_lasts_as_long_as_was_asked_for_and_keeps_its_pitch() {
        for hertz in [90.0, 220.0, 700.0] {
            let mut said = voice(hertz, 3_000);
            said.extend([0; 800]);
            for speed in [50, 75, 125, 150, 200] {
                let played = at_speed(&said, speed);
                let expected = said.len() * 100 / speed as usize;
                assert!(played.len().abs_diff(expected) <= 2 * WINDOW, "{speed}: {}", played.len());
                let voiced = &played[..2_000 * 8 * 100 / speed as usize];
                let pitch = crossings(voiced) as f64 * RATE / voiced.len() as f64;
                assert!((pitch - hertz).abs() < hertz * 0.03, "{hertz} at {speed}: {pitch}");
                assert!(measure(&played).clicks <= measure(&said).clicks, "{hertz} at {speed}");
            }
        }
    }

    #[test]
    fn what_is_short_or_at_its_own_speed_stays_as_it_is() {
        let said = voice(220.0, 500);
        assert_eq!(at_speed(&said, 100), said);
        for length in [0, 1, WINDOW - 1, WINDOW + SEARCH - 1] {
            assert_eq!(at_speed(&said[..length], 150), said[..length]);
        }
        assert_eq!(at_speed(&said, 1_000), at_speed(&said, 200));
    }

    #[test]
    fn what_is_too_loud_is_limited_and_never_turns_over() {
        let mut said = vec![-30_000, -100, 0, 100, 30_000];
        louder(&mut said, 6);
        assert_eq!(said, [-32_768, -200, 0, 200, 32_767]);
        louder(&mut said, -12);
        assert_eq!(said[1..4], [-50, 0, 50]);
    }
}
