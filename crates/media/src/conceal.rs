//! Packet-loss concealment by ITU-T G.711 appendix I: what is lost is made of the last pitch periods that were heard.
//! Steady for 10 ms, then fading by a fifth every 10 ms, silent after 60 ms; both borders are overlapped and added, so
//! that there is no click. The appendix delays the sound by 3.75 ms, because the overlap begins before the loss.
//!
//! Neither allocates nor fails; 8 kHz, or 16 kHz with every length doubled.

/// Lengths of the appendix, in samples at 8 kHz. Voices lie between 66 and 200 Hz.
const LONGEST_PERIOD: usize = 120;
const SHORTEST_PERIOD: usize = 40;
const LONGEST_OVERLAP: usize = LONGEST_PERIOD / 4;
const HISTORY: usize = 3 * LONGEST_PERIOD + LONGEST_OVERLAP;
const FRAME: usize = 80;
const COMPARED: usize = 160;
/// The overlap at the end grows by 4 ms with every frame that was lost before.
const OVERLAP_GROWTH: usize = 32;
/// Fainter sound has no pitch.
const LEAST_POWER: f32 = 250.0;
/// Frames after which nothing is left.
const FRAMES_UNTIL_SILENCE: usize = 6;
/// What a faded frame loses.
const FADING: f32 = 0.2;
/// The highest rate is twice that of the appendix.
const MOST: usize = 2;

/// One stream. What goes in comes out [`Concealer::delay`] samples later.
#[derive(Clone, Debug)]
pub struct Concealer {
    /// Samples of a rate for one of the appendix.
    scale: usize,
    /// What was heard or made up last; its end is what has not come out yet.
    history: [f32; MOST * HISTORY],
    /// The history as it was when the loss began, its end overlapped with the periods that follow.
    periods: [f32; MOST * HISTORY],
    /// The end of the history before it was overlapped.
    last_quarter: [f32; MOST * LONGEST_OVERLAP],
    /// Samples that have been lost in a row.
    lost: usize,
    period: usize,
    /// How much of the end of `periods` is repeated, and from where in it.
    repeated: usize,
    offset: usize,
}

impl Concealer {
    /// For samples at 8000 Hz, or at 16000.
    pub fn new(rate_hz: u32) -> Concealer {
        Concealer {
            scale: if rate_hz > 8000 { 2 } else { 1 },
            history: [0.0; MOST * HISTORY],
            periods: [0.0; MOST * HISTORY],
            last_quarter: [0.0; MOST * LONGEST_OVERLAP],
            lost: 0,
            period: 0,
            repeated: 0,
            offset: 0,
        }
    }

    /// In samples.
    pub fn delay(&self) -> usize {
        LONGEST_OVERLAP * self.scale
    }

    /// Takes samples that were heard, and puts in their place those that are due.
    pub fn hear(&mut self, samples: &mut [i16]) {
        if self.lost > 0 {
            self.join(samples);
        }
        let frame = FRAME * self.scale;
        samples.chunks_mut(frame).for_each(|part| {
            let mut fresh = [0.0; MOST * FRAME];
            part.iter().zip(&mut fresh).for_each(|(&sample, fresh)| *fresh = f32::from(sample));
            self.pass(&fresh[..part.len()], part);
        });
    }

    /// So many samples were lost: puts in their place those that are due.
    pub fn conceal(&mut self, mut out: &mut [i16]) {
        let frame = FRAME * self.scale;
        while !out.is_empty() {
            let count = out.len().min(frame - self.lost % frame);
            let (part, rest) = out.split_at_mut(count);
            self.make_up(part);
            out = rest;
        }
    }

    /// Makes up to a frame's end.
    fn make_up(&mut self, out: &mut [i16]) {
        let frame = FRAME * self.scale;
        let mut fresh = [0.0; MOST * FRAME];
        let fresh = &mut fresh[..out.len()];
        match self.lost {
            0 => {
                self.begin();
                self.repeat(fresh);
            }
            lost if lost >= FRAMES_UNTIL_SILENCE * frame => {}
            lost if lost == frame || lost == 2 * frame => {
                self.take_one_period_more(fresh);
                self.fade(fresh);
            }
            lost if lost < frame => self.repeat(fresh),
            _ => {
                self.repeat(fresh);
                self.fade(fresh);
            }
        }
        self.lost = self.lost.saturating_add(fresh.len());
        self.pass(fresh, out);
    }

    fn history_length(&self) -> usize {
        HISTORY * self.scale
    }

    fn overlap(&self) -> usize {
        self.period / 4
    }

    /// A loss begins: finds the pitch, and overlaps the end of the history with what comes before the last period.
    fn begin(&mut self) {
        let end = self.history_length();
        self.periods = self.history;
        self.period = pitch_period(&self.periods[..end], self.scale);
        let overlap = self.overlap();
        self.last_quarter[..overlap].copy_from_slice(&self.periods[end - overlap..end]);
        self.offset = 0;
        self.repeated = self.period;
        self.overlap_periods();
        self.history[end - overlap..end].copy_from_slice(&self.periods[end - overlap..end]);
    }

    /// The end of the repeated sound leads into its beginning.
    fn overlap_periods(&mut self) {
        let (end, overlap) = (self.history_length(), self.overlap());
        for at in 0..overlap {
            let weight = (at + 1) as f32 / overlap as f32;
            let before = self.periods[end - self.repeated - overlap + at];
            self.periods[end - overlap + at] = self.last_quarter[at] * (1.0 - weight) + before * weight;
        }
    }

    /// Longer losses repeat two and then three periods, or they would buzz.
    fn take_one_period_more(&mut self, out: &mut [f32]) {
        let offset = self.offset;
        let mut tail = [0.0; MOST * LONGEST_OVERLAP];
        let tail = &mut tail[..self.overlap()];
        self.repeat(tail);
        self.offset = offset % self.period;
        self.repeated += self.period;
        self.overlap_periods();
        self.repeat(out);
        let length = tail.len() as f32;
        for (at, (old, new)) in tail.iter().zip(out).enumerate() {
            let weight = (at + 1) as f32 / length;
            *new = old * (1.0 - weight) + *new * weight;
        }
    }

    fn repeat(&mut self, out: &mut [f32]) {
        let start = self.history_length() - self.repeated;
        for sample in out {
            *sample = self.periods[start + self.offset];
            self.offset = (self.offset + 1) % self.repeated;
        }
    }

    /// What is left of the strength after so many lost samples.
    fn gain(&self, lost: usize) -> f32 {
        let frame = FRAME * self.scale;
        (1.0 - FADING * (lost.saturating_sub(frame) as f32 / frame as f32)).max(0.0)
    }

    fn fade(&self, samples: &mut [f32]) {
        for (at, sample) in samples.iter_mut().enumerate() {
            *sample *= self.gain(self.lost + at);
        }
    }

    /// The loss is over: its last period leads into what is heard again.
    fn join(&mut self, samples: &mut [i16]) {
        let frame = FRAME * self.scale;
        let frames = self.lost.div_ceil(frame);
        let wanted = self.overlap() + (frames - 1) * OVERLAP_GROWTH * self.scale;
        let overlap = wanted.min(frame).min(samples.len());
        let mut old = [0.0; MOST * FRAME];
        let old = &mut old[..overlap];
        if self.lost < FRAMES_UNTIL_SILENCE * frame {
            self.repeat(old);
        }
        let gain = self.gain(self.lost);
        for (at, (old, new)) in old.iter().zip(samples).enumerate() {
            let weight = (at + 1) as f32 / overlap as f32;
            *new = rounded(old * gain * (1.0 - weight) + f32::from(*new) * weight);
        }
        self.lost = 0;
    }

    /// Puts samples at the end of the history; out comes what lies before the delay.
    fn pass(&mut self, fresh: &[f32], out: &mut [i16]) {
        let (length, delay, count) = (self.history_length(), self.delay(), fresh.len());
        self.history.copy_within(count..length, 0);
        self.history[length - count..length].copy_from_slice(fresh);
        let due = &self.history[length - delay - count..length - delay];
        due.iter().zip(out).for_each(|(&sample, out)| *out = rounded(sample));
    }
}

fn rounded(sample: f32) -> i16 {
    // Saturates.
    sample.round() as i16
}

/// The lag at which the last 20 ms resemble most what was before: by every second sample first, then exactly.
fn pitch_period(history: &[f32], scale: usize) -> usize {
    let (shortest, longest) = (SHORTEST_PERIOD * scale, LONGEST_PERIOD * scale);
    let coarse = 2 * scale;
    let by_likeness = |step: usize| {
        move |&a: &usize, &b: &usize| {
            likeness(history, a, step, scale).total_cmp(&likeness(history, b, step, scale))
        }
    };
    let near = (shortest..=longest).step_by(coarse).max_by(by_likeness(coarse)).unwrap_or(longest);
    (near.saturating_sub(coarse - 1).max(shortest)..=(near + coarse - 1).min(longest))
        .max_by(by_likeness(1))
        .unwrap_or(near)
}

/// Normalised correlation of the end of the history with what lies `lag` before it, by every `step`th sample.
fn likeness(history: &[f32], lag: usize, step: usize, scale: usize) -> f32 {
    let start = history.len() - COMPARED * scale;
    let now = history[start..].iter().step_by(step);
    let before = history[start - lag..].iter().step_by(step);
    let (product, energy) = now.zip(before).fold((0.0, 0.0), |(product, energy), (now, before)| {
        (product + now * before, energy + before * before)
    });
    product / energy.max(LEAST_POWER * scale as f32 / step as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: [u32; 2] = [8000, 16_000];

    /// A voice of a pitch: its harmonics fall like those of a vowel.
    fn voice(rate_hz: u32, pitch_hz: f64, milliseconds: usize) -> Vec<i16> {
        let wave = |at: usize| {
            let turn = at as f64 / f64::from(rate_hz) * std::f64::consts::TAU * pitch_hz;
            (1..=8).map(|harmonic| (turn * f64::from(harmonic)).sin() / f64::from(harmonic)).sum::<f64>()
                * 4000.0
        };
        (0..milliseconds * rate_hz as usize / 1000).map(|at| wave(at) as i16).collect()
    }

    /// Sound with a loss of so many samples after so many, and without the delay.
    fn heard(sound: &[i16], rate_hz: u32, before: usize, lost: usize) -> Vec<i16> {
        let mut concealer = Concealer::new(rate_hz);
        let mut out = [sound, &vec![0; concealer.delay()]].concat();
        let frame = rate_hz as usize / 50;
        let (first, rest) = out.split_at_mut(before);
        let (gap, after) = rest.split_at_mut(lost);
        first.chunks_mut(frame).for_each(|part| concealer.hear(part));
        gap.chunks_mut(frame).for_each(|part| concealer.conceal(part));
        after.chunks_mut(frame).for_each(|part| concealer.hear(part));
        out.split_off(concealer.delay())
    }

    fn level(samples: &[i16]) -> f64 {
        (samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    fn steepest(samples: &[i16]) -> i32 {
        samples.windows(2).map(|pair| (i32::from(pair[1]) - i32::from(pair[0])).abs()).max().unwrap_or(0)
    }

    #[test]
    fn what_is_not_lost_only_comes_later() {
        for rate in RATES {
            let sound = voice(rate, 120.0, 200);
            assert_eq!(heard(&sound, rate, sound.len(), 0), sound);
        }
    }

    #[test]
    fn a_steady_voice_goes_on_through_ten_milliseconds() {
        for rate in RATES {
            for pitch in [70.0, 100.0, 133.0, 160.0, 195.0, 240.0] {
                let (sound, milli) = (voice(rate, pitch, 400), rate as usize / 1000);
                let found = heard(&sound, rate, 200 * milli, 10 * milli);
                let range = 196 * milli..220 * milli;
                let error: Vec<i16> = range.clone().map(|at| found[at] - sound[at]).collect();
                let noise = level(&error) / level(&sound[range]);
                assert!(noise < 0.25, "{rate} Hz, pitch {pitch}: {noise}");
            }
        }
    }

    #[test]
    fn no_border_clicks() {
        for rate in RATES {
            for pitch in [70.0, 110.0, 180.0] {
                for lost in [10, 20, 30, 45, 60, 100] {
                    let (sound, milli) = (voice(rate, pitch, 500), rate as usize / 1000);
                    let found = heard(&sound, rate, 200 * milli, lost * milli);
                    let (found, usual) = (steepest(&found), steepest(&sound));
                    assert!(
                        found <= usual * 5 / 4,
                        "{rate} Hz, pitch {pitch}, {lost} ms: {found} of {usual}"
                    );
                }
            }
        }
    }

    #[test]
    fn it_fades_after_ten_milliseconds_and_is_silent_after_sixty() {
        for rate in RATES {
            let (sound, milli) = (voice(rate, 200.0, 500), rate as usize / 1000);
            let found = heard(&sound, rate, 200 * milli, 120 * milli);
            let levels: Vec<f64> = (0..12)
                .map(|at| level(&found[(200 + 10 * at) * milli..][..10 * milli]) / level(&sound))
                .collect();
            assert!((levels[0] - 1.0).abs() < 0.15, "{levels:?}");
            assert!(levels[..7].is_sorted_by(|a, b| a >= b), "{levels:?}");
            for (at, expected) in [(1, 0.9), (2, 0.7), (3, 0.5), (4, 0.3), (5, 0.1)] {
                assert!((levels[at] - expected).abs() < 0.12, "{at}: {levels:?}");
            }
            assert!(found[260 * milli..320 * milli].iter().all(|&sample| sample == 0));
        }
    }

    #[test]
    fn a_loss_may_come_first_and_in_any_length() {
        let mut concealer = Concealer::new(8000);
        for lost in [1, 7, 79, 80, 81, 160, 4000] {
            let mut out = vec![99; lost];
            concealer.conceal(&mut out);
            assert!(out.iter().all(|&sample| sample == 0));
        }
        for lost in 1..300 {
            let mut concealer = Concealer::new(8000);
            concealer.hear(&mut voice(8000, 90.0, 100));
            let mut gap = vec![0; lost];
            concealer.conceal(&mut gap);
            concealer.hear(&mut [0; 3]);
            concealer.conceal(&mut [0; 1]);
        }
    }

    #[test]
    fn nothing_exceeds_what_was_heard() {
        let loud: Vec<i16> = (0..800).map(|at| if at / 20 % 2 == 0 { i16::MAX } else { i16::MIN }).collect();
        let found = heard(&loud, 8000, 400, 160);
        assert!(level(&found) <= 32768.0);
        let mut concealer = Concealer::new(8000);
        concealer.hear(&mut [0; 800]);
        let mut gap = [1; 160];
        concealer.conceal(&mut gap);
        assert_eq!(gap, [0; 160]);
    }
}
