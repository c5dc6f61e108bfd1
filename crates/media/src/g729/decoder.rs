//! Bits become sound (§4, §A.4, §B.4.5).

use super::filter::{Predictor, Synthesis};
use super::frame::{self, Frame, Half};
use super::gains::{self, Gains};
use super::lsf::{self, Frequencies};
use super::noise::Noise;
use super::pitch::{self, Delay, Excitation, PAST};
use super::postfilter::{Pitch, Postfilter};
use super::pulses::Pulses;
use super::{FRAME, HALF, SILENCE, SPEECH};

/// What came of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    Speech(&'a [u8; SPEECH]),
    /// What the silence is like from here on.
    Silence([u8; SILENCE]),
    /// Nothing, as is usual in a silence.
    Nothing,
    /// Nothing, though there should be something.
    Lost,
}

/// How sharp a pitch is at least and at most.
const SHARPNESS: (f32, f32) = (0.2, 0.7945);
/// What a lost frame leaves of gains.
const PITCH_FADING: f32 = 0.9;
const PULSES_FADING: f32 = 0.98;

pub struct Decoder {
    frequencies: lsf::Memory,
    cosines: Frequencies,
    excitation: Excitation,
    delay: usize,
    gains: Gains,
    corrections: gains::Memory,
    sharpness: f32,
    synthesis: Synthesis,
    postfilter: Postfilter,
    noise: Noise,
    is_silent: bool,
    seed: u16,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    pub fn new() -> Decoder {
        Decoder {
            frequencies: lsf::Memory::new(),
            cosines: lsf::cosines(&lsf::flat()),
            excitation: [0.0; PAST + FRAME],
            delay: 60,
            gains: Gains::default(),
            corrections: gains::Memory::new(),
            sharpness: SHARPNESS.0,
            synthesis: Synthesis::default(),
            postfilter: Postfilter::new(),
            noise: Noise::new(),
            is_silent: false,
            seed: 21_845,
        }
    }

    /// Whether noise is heard until somebody speaks.
    pub fn is_silent(&self) -> bool {
        self.is_silent
    }

    pub fn frame(&mut self, heard: Heard<'_>) -> [i16; FRAME] {
        let (frequencies, pitches) = match heard {
            Heard::Speech(octets) => self.speech(&Frame::read(octets)),
            Heard::Silence(octets) => self.silence(&frame::Noise::read(octets)),
            // What is lost of a silence is missed by nobody.
            Heard::Nothing => self.go_on_silent(),
            Heard::Lost if self.is_silent => self.go_on_silent(),
            Heard::Lost => self.conceal(),
        };
        let cosines = lsf::cosines(&frequencies);
        let predictors = lsf::halves(&self.cosines, &cosines);
        self.cosines = cosines;
        let mut out = [0; FRAME];
        for (at, (predictor, pitch)) in predictors.iter().zip(pitches).enumerate() {
            out[at * HALF..][..HALF].copy_from_slice(&self.half_sound(at, predictor, pitch));
        }
        self.excitation.copy_within(FRAME.., 0);
        out
    }

    fn half_sound(&mut self, at: usize, predictor: &Predictor, pitch: Pitch) -> [i16; HALF] {
        let mut sound = [0.0; HALF];
        sound.copy_from_slice(&self.excitation[PAST + at * HALF..][..HALF]);
        self.synthesis.filter(predictor, &mut sound);
        self.postfilter.filter(predictor, pitch, &mut sound);
        // Saturates.
        sound.map(|sample| sample.round() as i16)
    }

    fn speech(&mut self, frame: &Frame) -> (Frequencies, [Pitch; 2]) {
        self.is_silent = false;
        let frequencies = self.frequencies.speech(frame.frequencies);
        let [first, second] = &frame.halves;
        let delay =
            if frame.is_whole() { Delay::first(first.pitch) } else { Delay::whole(self.older_delay()) };
        let pitches = [delay, Delay::second(second.pitch, delay.samples)];
        for (at, (half, delay)) in frame.halves.iter().zip(pitches).enumerate() {
            self.half(at, half, delay);
        }
        self.delay = pitches[1].samples;
        (frequencies, pitches.map(|delay| Some(delay.samples)))
    }

    /// The delay before, a little longer from time to time.
    fn older_delay(&mut self) -> usize {
        let delay = self.delay;
        self.delay = (delay + 1).min(pitch::LONGEST);
        delay
    }

    fn half(&mut self, at: usize, half: &Half, delay: Delay) {
        let pulses = Pulses::read(half.positions, half.signs).signal(delay.samples, self.sharpness);
        self.gains = self.corrections.read(half.gains, &pulses);
        self.excite(at, delay, &pulses);
    }

    fn excite(&mut self, at: usize, delay: Delay, pulses: &[f32; HALF]) {
        let start = PAST + at * HALF;
        pitch::repeat(&mut self.excitation, start, delay);
        for (sample, pulse) in self.excitation[start..][..HALF].iter_mut().zip(pulses) {
            *sample = self.gains.pitch * *sample + self.gains.pulses * pulse;
        }
        self.sharpness = self.gains.pitch.clamp(SHARPNESS.0, SHARPNESS.1);
    }

    fn conceal(&mut self) -> (Frequencies, [Pitch; 2]) {
        let frequencies = self.frequencies.lost();
        let mut pitches = [None; 2];
        for (at, pitch) in pitches.iter_mut().enumerate() {
            let delay = self.older_delay();
            let (positions, signs) = (self.random() & 0x1FFF, (self.random() & 0xF) as u8);
            let pulses = Pulses::read(positions, signs).signal(delay, self.sharpness);
            self.corrections.lost();
            self.gains.pitch = (self.gains.pitch * PITCH_FADING).min(PITCH_FADING);
            self.gains.pulses *= PULSES_FADING;
            self.excite(at, Delay::whole(delay), &pulses);
            *pitch = Some(delay);
        }
        (frequencies, pitches)
    }

    fn random(&mut self) -> u16 {
        self.seed = self.seed.wrapping_mul(31_821).wrapping_add(13_849);
        self.seed
    }

    fn silence(&mut self, description: &frame::Noise) -> (Frequencies, [Pitch; 2]) {
        let frequencies = self.frequencies.noise(description.frequencies);
        self.noise.describe(description.level, !self.is_silent);
        self.be_silent(frequencies)
    }

    fn go_on_silent(&mut self) -> (Frequencies, [Pitch; 2]) {
        let frequencies = self.frequencies.latest();
        self.be_silent(frequencies)
    }

    fn be_silent(&mut self, frequencies: Frequencies) -> (Frequencies, [Pitch; 2]) {
        self.is_silent = true;
        self.noise.fill(&mut self.excitation[PAST..]);
        self.sharpness = SHARPNESS.0;
        (frequencies, [None; 2])
    }
}
