//! The tones a telephone network makes, as 8 kHz samples. Each begins and ends without a click, and so it is repeated.

mod table;

pub use table::Country;
pub(crate) use table::{Sound, Step, steps};

use std::f64::consts::TAU;

/// What a tone says (ITU-T E.180, E.182).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// "Dial."
    Dial,
    /// The called phone rings.
    Ringing,
    /// The called phone is busy.
    Busy,
    /// The way there is.
    Congestion,
    /// Somebody else calls meanwhile.
    CallWaiting,
    /// What follows, an announcement as a rule, says why the call failed.
    SpecialInformation,
}

impl Tone {
    pub const ALL: [Tone; 6] = [
        Tone::Dial,
        Tone::Ringing,
        Tone::Busy,
        Tone::Congestion,
        Tone::CallWaiting,
        Tone::SpecialInformation,
    ];
}

const SAMPLE_RATE: f64 = 8000.0;
/// Root mean square of −20 dBov: a tenth of the overload point (G.191).
const ACTIVE_LEVEL: f64 = 3276.8;
/// Long enough that no click is heard.
const RAMP_SAMPLES: usize = 5 * PER_MILLISECOND;
const PER_MILLISECOND: usize = 8;

/// One cadence of a country's tone, to be repeated.
pub fn cadence(country: Country, tone: Tone) -> Vec<i16> {
    render(steps(country, tone))
}

/// "Speak after the tone."
pub fn beep() -> Vec<i16> {
    render(&[Step { sound: Sound::One(1400), milliseconds: 250 }])
}

/// The called phone rings: one cadence, to be repeated.
pub fn ringing(country: Country) -> Vec<i16> {
    cadence(country, Tone::Ringing)
}

/// The called phone is busy: one cadence, to be repeated.
pub fn busy(country: Country) -> Vec<i16> {
    cadence(country, Tone::Busy)
}

/// "You are on hold, still connected": two soft notes every four seconds, to be repeated.
pub fn hold() -> Vec<i16> {
    let note = |hertz| Step { sound: Sound::One(hertz), milliseconds: 180 };
    let pause = |milliseconds| Step { sound: Sound::Pause, milliseconds };
    render(&[note(523), pause(40), note(659), pause(3600)])
}

/// "Somebody has come in": two rising notes.
pub fn entered() -> Vec<i16> {
    notes([523, 784])
}

/// "Somebody has left": the same, falling.
pub fn left() -> Vec<i16> {
    notes([784, 523])
}

fn notes(hertz: [u16; 2]) -> Vec<i16> {
    render(&hertz.map(|hertz| Step { sound: Sound::One(hertz), milliseconds: 120 }))
}

pub(crate) fn render(steps: &[Step]) -> Vec<i16> {
    if let [step] = steps
        && step.milliseconds % 1000 == 0
    {
        // It goes on: whole seconds hold whole periods of every whole frequency.
        return wave(step, [0.0; 2]).0.iter().map(|&sample| sample.round() as i16).collect();
    }
    let mut samples: Vec<f64> = Vec::new();
    let mut phases = [0.0; 2];
    for (at, step) in steps.iter().enumerate() {
        if step.sound == Sound::Pause {
            phases = [0.0; 2];
            samples.resize(samples.len() + usize::from(step.milliseconds) * PER_MILLISECOND, 0.0);
            continue;
        }
        let quiet = |neighbour: Option<&Step>| neighbour.is_none_or(|step| step.sound == Sound::Pause);
        let (mut sound, after) = wave(step, phases);
        phases = after;
        // Where one note follows another, the wave goes on from where it is.
        if quiet(at.checked_sub(1).and_then(|before| steps.get(before))) {
            ramp(sound.iter_mut());
        }
        if quiet(steps.get(at + 1)) {
            ramp(sound.iter_mut().rev());
        }
        samples.extend(sound);
    }
    samples.iter().map(|sample| sample.round() as i16).collect()
}

/// The sound of a step at the active level, begun at these phases, and the phases at its end.
fn wave(step: &Step, phases: [f64; 2]) -> (Vec<f64>, [f64; 2]) {
    let length = usize::from(step.milliseconds) * PER_MILLISECOND;
    let (frequencies, swell) = match step.sound {
        Sound::Pause => ([0.0; 2], None),
        Sound::One(hertz) => ([f64::from(hertz), 0.0], None),
        Sound::Two(low, high) => ([f64::from(low), f64::from(high)], None),
        Sound::Modulated { carrier, by } => ([f64::from(carrier), 0.0], Some(f64::from(by))),
    };
    let waves = frequencies.iter().filter(|&&hertz| hertz > 0.0).count().max(1);
    // Of a swelling sine, three eighths of the power are left.
    let left: f64 = if swell.is_some() { 0.375 } else { 1.0 };
    let amplitude = ACTIVE_LEVEL * (2.0 / waves as f64 / left).sqrt();
    let phase = |at: usize, component: usize| {
        phases[component] + TAU * frequencies[component] * at as f64 / SAMPLE_RATE
    };
    let sound = (0..length)
        .map(|at| {
            let strength =
                swell.map_or(1.0, |hertz| 0.5 - 0.5 * (TAU * hertz * at as f64 / SAMPLE_RATE).cos());
            amplitude * strength * (phase(at, 0).sin() + phase(at, 1).sin())
        })
        .collect();
    (sound, [phase(length, 0) % TAU, phase(length, 1) % TAU])
}

fn ramp<'a>(samples: impl Iterator<Item = &'a mut f64>) {
    for (at, sample) in samples.take(RAMP_SAMPLES).enumerate() {
        *sample *= at as f64 / RAMP_SAMPLES as f64;
    }
}

#[cfg(test)]
#[path = "tone/tests.rs"]
mod tests;
