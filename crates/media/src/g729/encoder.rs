//! Sound becomes bits (§3, §A.3, §B.4).

mod silence;
mod taming;

use super::analysis::{self, Analysis, Correlation, WINDOW};
use super::filter::{Predictor, Section, Synthesis, residual, widened};
use super::frame::{Frame, Half, parity};
use super::gains::{self, Products};
use super::lsf::{self, Frequencies};
use super::pitch::{self, Delay, Excitation, FRACTIONS_UP_TO, LONGEST, PAST, SHORTEST};
use super::pulses::{self, sharpen};
use super::{FRAME, HALF, ORDER, SILENCE, SPEECH};
use silence::Watch;
use taming::Taming;

/// What is sent of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Speech([u8; SPEECH]),
    /// What the silence is like from here on.
    Silence([u8; SILENCE]),
    /// Nothing: it is as silent as before.
    Nothing,
}

/// The frame that is sent lies so many samples behind the latest one.
const LOOK_AHEAD: usize = 40;
/// Where it begins in what is kept.
const PRESENT: usize = WINDOW - FRAME - LOOK_AHEAD;
/// How much formants hide noise (§A.3.3).
const HIDING: f32 = 0.75;
/// Sharpness of a pitch, at least and at most.
const SHARPNESS: (f32, f32) = (0.2, 0.7945);
const MOST_PITCH_GAIN: f32 = 1.2;

pub struct Encoder {
    analysis: Analysis,
    high_pass: Section,
    speech: [f32; WINDOW],
    unquantised: Frequencies,
    frequencies: lsf::Memory,
    cosines: Frequencies,
    /// Weighted speech of low pitch, its past before it.
    weighted: [f32; LONGEST + FRAME],
    low: Synthesis,
    excitation: Excitation,
    /// How what was sent differs from what was meant, as it is heard.
    error: Synthesis,
    sharpness: f32,
    corrections: gains::Memory,
    taming: Taming,
    /// There if silence is not sent.
    watch: Option<Watch>,
}

/// What half a frame is coded by.
struct Aim {
    /// Of a pulse.
    response: [f32; HALF],
    target: [f32; HALF],
}

impl Encoder {
    /// With annex B a silence is described from time to time and not sent.
    pub fn new(annex_b: bool) -> Encoder {
        Encoder {
            analysis: Analysis::new(),
            // Above 140 Hz, and half as loud (§3.1).
            high_pass: Section::new([0.463_637_18, -0.927_247_05, 0.463_637_18], [-1.905_946_5, 0.911_402_4]),
            speech: [0.0; WINDOW],
            unquantised: lsf::flat(),
            frequencies: lsf::Memory::new(),
            cosines: lsf::cosines(&lsf::flat()),
            weighted: [0.0; LONGEST + FRAME],
            low: Synthesis::default(),
            excitation: [0.0; PAST + FRAME],
            error: Synthesis::default(),
            sharpness: SHARPNESS.0,
            corrections: gains::Memory::new(),
            taming: Taming::new(),
            watch: annex_b.then(Watch::new),
        }
    }

    pub fn frame(&mut self, samples: &[i16; FRAME]) -> Said {
        self.speech.copy_within(FRAME.., 0);
        for (sample, place) in samples.iter().zip(&mut self.speech[WINDOW - FRAME..]) {
            *place = self.high_pass.sample(f32::from(*sample));
        }
        let correlation = self.analysis.correlation(&self.speech);
        let (predictor, left) = analysis::predictor(&correlation);
        if let Some(frequencies) = lsf::frequencies_of(&predictor) {
            self.unquantised = frequencies;
        }
        let silence = self.watch.as_mut().and_then(|watch| watch.frame(&correlation, left));
        let said = match silence {
            Some(description) => self.silence(description),
            None => Said::Speech(self.voice()),
        };
        self.excitation.copy_within(FRAME.., 0);
        self.weighted.copy_within(FRAME.., 0);
        said
    }

    fn voice(&mut self) -> [u8; SPEECH] {
        let codes = self.frequencies.quantise(&self.unquantised);
        let frequencies = self.frequencies.speech(codes);
        let predictors = self.predictors(&frequencies);
        self.rest(&predictors);
        self.weigh(&predictors);
        let near = open_loop(&self.weighted);
        let mut halves = [Half::default(); 2];
        let mut first = near;
        for (at, predictor) in predictors.iter().enumerate() {
            let lowest = match at {
                0 => near.saturating_sub(3).clamp(SHORTEST, LONGEST - 6),
                _ => pitch::lowest_near(first),
            };
            let highest = lowest + if at == 0 { 6 } else { 9 };
            let aim = self.aim(at, predictor);
            let delay = self.delay(at, &aim, lowest..=highest);
            halves[at] = self.half(at, &aim, delay);
            halves[at].pitch = if at == 0 { delay.first_code() } else { delay.second_code(first) };
            if at == 0 {
                first = delay.samples;
            }
        }
        Frame { frequencies: codes, parity: parity(halves[0].pitch), halves }.write()
    }

    fn predictors(&mut self, frequencies: &Frequencies) -> [Predictor; 2] {
        let cosines = lsf::cosines(frequencies);
        let before = std::mem::replace(&mut self.cosines, cosines);
        lsf::halves(&before, &cosines)
    }

    /// What the predictors leave of the speech is the excitation, until it is coded.
    fn rest(&mut self, predictors: &[Predictor; 2]) {
        for (at, predictor) in predictors.iter().enumerate() {
            let start = PRESENT + at * HALF;
            let speech = &self.speech[start - ORDER..start + HALF];
            residual(predictor, speech, &mut self.excitation[PAST + at * HALF..][..HALF]);
        }
    }

    /// Speech as it is heard, its high sounds weakened: the pitch is looked for in it (§A.3.4).
    fn weigh(&mut self, predictors: &[Predictor; 2]) {
        const LOW: f32 = 0.7;
        for (at, predictor) in predictors.iter().enumerate() {
            let hidden = widened(predictor, HIDING);
            let mut low = hidden;
            for place in 1..=ORDER {
                low[place] = hidden[place] - LOW * hidden[place - 1];
            }
            let part = &mut self.weighted[LONGEST + at * HALF..][..HALF];
            part.copy_from_slice(&self.excitation[PAST + at * HALF..][..HALF]);
            self.low.filter(&low, part);
        }
    }

    fn aim(&self, at: usize, predictor: &Predictor) -> (Predictor, Aim) {
        let hidden = widened(predictor, HIDING);
        let mut response = [0.0; HALF];
        response[0] = 1.0;
        Synthesis::default().filter(&hidden, &mut response);
        let mut target = [0.0; HALF];
        target.copy_from_slice(&self.excitation[PAST + at * HALF..][..HALF]);
        self.error.clone().filter(&hidden, &mut target);
        (hidden, Aim { response, target })
    }

    /// The delay at which the past, filtered, resembles the target most (§A.3.7).
    fn delay(&self, at: usize, aim: &(Predictor, Aim), range: std::ops::RangeInclusive<usize>) -> Delay {
        let (start, aim) = (PAST + at * HALF, &aim.1);
        let backward = backward(&aim.target, &aim.response);
        let likeness = |delay: usize| dot(&backward, &self.excitation[start - delay..]);
        let best = range.map(|delay| (delay, likeness(delay)));
        let samples = best.fold((SHORTEST, f32::MIN), |a, b| if b.1 > a.1 { b } else { a }).0;
        if at == 0 && samples > FRACTIONS_UP_TO {
            return Delay::whole(samples);
        }
        let mut best = (Delay::whole(samples), f32::MIN);
        for thirds in [0, -1, 1] {
            let delay = Delay { samples, thirds };
            let mut excitation = self.excitation;
            pitch::repeat(&mut excitation, start, delay);
            let likeness = dot(&backward, &excitation[start..]);
            if likeness > best.1 {
                best = (delay, likeness);
            }
        }
        best.0
    }

    fn half(&mut self, at: usize, (hidden, aim): &(Predictor, Aim), delay: Delay) -> Half {
        let start = PAST + at * HALF;
        pitch::repeat(&mut self.excitation, start, delay);
        let mut repeated = [0.0; HALF];
        repeated.copy_from_slice(&self.excitation[start..][..HALF]);
        let pitch = heard(hidden, &repeated);
        let (energy, likeness) = (dot(&pitch, &pitch), dot(&pitch, &aim.target));
        let limit = self.taming.limit(delay);
        let usual =
            if energy > 0.0 { (likeness / energy).clamp(0.0, MOST_PITCH_GAIN.min(limit)) } else { 0.0 };
        let left: [f32; HALF] = std::array::from_fn(|at| aim.target[at] - usual * pitch[at]);
        let mut response = aim.response;
        sharpen(&mut response, delay.samples, self.sharpness);
        let found = pulses::search(&backward(&left, &response), &response);
        let code = found.signal(delay.samples, self.sharpness);
        let pulses = heard(hidden, &code);
        let products = Products {
            pitch: energy,
            pulses: dot(&pulses, &pulses),
            pitch_target: likeness,
            pulses_target: dot(&pulses, &aim.target),
            pitch_pulses: dot(&pitch, &pulses),
        };
        let codes = self.corrections.quantise(&products, &code, limit);
        let gains = self.corrections.read(codes, &code);
        let error = |at: usize| aim.target[at] - gains.pitch * pitch[at] - gains.pulses * pulses[at];
        self.error = Synthesis::of(std::array::from_fn(|at| error(HALF - ORDER + at)));
        for (at, sample) in self.excitation[start..][..HALF].iter_mut().enumerate() {
            *sample = gains.pitch * repeated[at] + gains.pulses * code[at];
        }
        self.taming.update(delay.samples, gains.pitch);
        self.sharpness = gains.pitch.clamp(SHARPNESS.0, SHARPNESS.1);
        Half { pitch: 0, positions: found.positions(), signs: found.signs(), gains: codes }
    }

    fn silence(&mut self, description: silence::Description) -> Said {
        let said = match description {
            silence::Description::New { correlation, level } => self.describe(&correlation, level),
            silence::Description::AsBefore => Said::Nothing,
        };
        let frequencies = self.frequencies.latest();
        let predictors = self.predictors(&frequencies);
        self.rest(&predictors);
        self.weigh(&predictors);
        // The other side hears noise of its own: nothing of it can be built upon.
        if let Some(watch) = &mut self.watch {
            watch.noise(&mut self.excitation[PAST..]);
        }
        self.error = Synthesis::default();
        self.sharpness = SHARPNESS.0;
        said
    }

    fn describe(&mut self, correlation: &Correlation, level: u8) -> Said {
        let (predictor, _) = analysis::predictor(correlation);
        let frequencies = lsf::frequencies_of(&predictor).unwrap_or(self.unquantised);
        let codes = self.frequencies.quantise_noise(&frequencies);
        self.frequencies.noise(codes);
        Said::Silence(super::frame::Noise { frequencies: codes, level }.write())
    }
}

/// A signal as it is heard.
fn heard(hidden: &Predictor, signal: &[f32; HALF]) -> [f32; HALF] {
    let mut out = *signal;
    Synthesis::default().filter(hidden, &mut out);
    out
}

/// How much each place of an excitation has to do with a target.
fn backward(target: &[f32; HALF], response: &[f32; HALF]) -> [f32; HALF] {
    std::array::from_fn(|at| dot(&target[at..], response))
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The pitch of a frame, roughly: the best delay of each of three ranges, the shorter ones preferred where the longer ones are
/// about their multiples (§A.3.4).
fn open_loop(weighted: &[f32; LONGEST + FRAME]) -> usize {
    let long = {
        let rough = best_delay(weighted, (80..=LONGEST).step_by(2));
        best_delay(weighted, (rough.0 - 1..=rough.0 + 1).filter(|delay| (80..=LONGEST).contains(delay)))
    };
    let mut middle = best_delay(weighted, 40..80);
    let mut short = best_delay(weighted, SHORTEST..40);
    for (factor, slack) in [(2, 5), (3, 7)] {
        if (factor * middle.0).abs_diff(long.0) < slack {
            middle.1 += 0.25 * long.1;
        }
    }
    for (factor, slack) in [(2, 5), (3, 7)] {
        if (factor * short.0).abs_diff(middle.0) < slack {
            short.1 += 0.2 * middle.1;
        }
    }
    [long, middle, short].into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a }).map_or(HALF, |best| best.0)
}

/// By every second sample; with its likeness.
fn best_delay(weighted: &[f32; LONGEST + FRAME], delays: impl Iterator<Item = usize>) -> (usize, f32) {
    let product = |a: usize, b: usize| -> f32 {
        (0..FRAME).step_by(2).map(|at| weighted[a + at] * weighted[b + at]).sum()
    };
    let all = delays.map(|delay| (delay, product(LONGEST, LONGEST - delay)));
    let (delay, likeness) = all.fold((SHORTEST, f32::MIN), |a, b| if b.1 > a.1 { b } else { a });
    (delay, likeness / product(LONGEST - delay, LONGEST - delay).max(1.0).sqrt())
}
