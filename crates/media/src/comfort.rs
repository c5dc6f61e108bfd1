//! Comfort noise (RFC 3389): what is heard while the far end describes its silence instead of sending it.

/// Reflection coefficients that are taken; others make no difference that is heard (§3.2 knows no limit).
const MOST_ORDER: usize = 12;
/// Above −24 dBov nobody's silence is.
const LOUDEST: u8 = 24;

/// What a silence is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Description {
    /// Root mean square.
    amplitude: f32,
    reflections: [f32; MOST_ORDER],
}

impl Description {
    /// A payload: the level, and reflection coefficients perhaps (§3). None: it is empty.
    pub fn read(payload: &[u8]) -> Option<Description> {
        let (&level, rest) = payload.split_first()?;
        // The highest bit means nothing.
        let level = (level & 0x7F).max(LOUDEST);
        let mut reflections = [0.0; MOST_ORDER];
        for (&code, reflection) in rest.iter().zip(&mut reflections) {
            *reflection = 258.0 * (f32::from(code.min(254)) - 127.0) / 32768.0;
        }
        Some(Description { amplitude: 32768.0 * 10f32.powf(-f32::from(level) / 20.0), reflections })
    }

    /// Of the noise that the filter is given.
    fn excitation(&self) -> f32 {
        let left: f32 = self.reflections.iter().map(|reflection| 1.0 - reflection * reflection).product();
        self.amplitude * left.sqrt()
    }
}

/// Noise of the latest description.
#[derive(Clone, Copy, Debug)]
pub struct Noise {
    description: Description,
    /// Of the lattice.
    backward: [f32; MOST_ORDER],
    seed: u32,
}

impl Noise {
    pub fn new(description: Description) -> Noise {
        Noise { description, backward: [0.0; MOST_ORDER], seed: 1 }
    }

    /// The silence has become another.
    pub fn describe(&mut self, description: Description) {
        self.description = description;
    }

    pub fn fill(&mut self, samples: &mut [i16]) {
        let strength = self.description.excitation();
        for sample in samples {
            let mut forward = strength * self.even();
            for at in (0..MOST_ORDER).rev() {
                let reflection = self.description.reflections[at];
                forward -= reflection * self.backward[at];
                if at + 1 < MOST_ORDER {
                    self.backward[at + 1] = reflection * forward + self.backward[at];
                }
            }
            self.backward[0] = forward;
            // Saturates.
            *sample = forward as i16;
        }
    }

    /// Of variance one.
    fn even(&mut self) -> f32 {
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((self.seed >> 8) as f32 / (1 << 23) as f32 - 1.0) * 3f32.sqrt()
    }
}

/// What is done while there is nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Silence {
    /// Nothing is sent.
    #[default]
    Unsaid,
    /// It is described, as comfort noise of G.711.
    Described,
}

/// What our silence is like: a level of −70 dBov, and no colour. It is heard as a line that is there, and as nothing else.
pub const OURS: [u8; 1] = [70];
/// Turns of 20 ms after which it is said again, in case it was lost.
const SAID_AGAIN: u16 = 50;

/// Our own silence.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnSilence {
    pub kind: Silence,
    turns: u16,
}

impl OwnSilence {
    /// Something is said.
    pub fn end(&mut self) {
        self.turns = 0;
    }

    /// 20 ms in which nothing is said; whether they are to be described.
    pub fn turn(&mut self) -> bool {
        let is_due = self.kind == Silence::Described && self.turns.is_multiple_of(SAID_AGAIN);
        self.turns = self.turns.wrapping_add(1) % SAID_AGAIN;
        is_due
    }
}

/// Turns of 20 ms that a pause is behind: what is said after it does not come before it has ended.
const BEHIND: u8 = 2;
/// Turns after which nobody is there any more: a minute.
const LONGEST: u16 = 3000;

/// A far end that says nothing, and for which somebody else must let time go by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pause {
    /// Where the next 20 ms begin; none while it speaks.
    due: Option<u32>,
    turns: u16,
}

impl Pause {
    /// It says from this time on what its silence is like.
    pub fn begin(&mut self, timestamp: u32) {
        if self.due.is_none() {
            *self = Pause { due: Some(timestamp), turns: 0 };
        } else {
            self.turns = self.turns.min(u16::from(BEHIND));
        }
    }

    /// It speaks.
    pub fn end(&mut self) {
        self.due = None;
    }

    pub fn is_under_way(&self) -> bool {
        self.due.is_some()
    }

    /// 20 ms have gone by; from when on they are to be filled.
    pub fn turn(&mut self) -> Option<u32> {
        let due = self.due?;
        self.turns += 1;
        if self.turns > LONGEST {
            self.due = None;
            return None;
        }
        if self.turns <= u16::from(BEHIND) {
            return None;
        }
        self.due = Some(due.wrapping_add(160));
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(samples: &[i16]) -> f32 {
        (samples.iter().map(|&sample| f32::from(sample).powi(2)).sum::<f32>() / samples.len() as f32).sqrt()
    }

    fn noise(payload: &[u8]) -> Vec<i16> {
        let mut samples = vec![0; 16_000];
        Noise::new(Description::read(payload).unwrap()).fill(&mut samples);
        samples
    }

    #[test]
    fn noise_is_as_loud_as_it_is_described_whatever_its_colour() {
        for decibels in [30u8, 45, 60, 70] {
            let expected = 32768.0 * 10f32.powf(-f32::from(decibels) / 20.0);
            for rest in [&[][..], &[40], &[200, 90], &[60, 150, 120, 127, 130, 100, 127, 127, 127, 127]] {
                let payload = [&[decibels][..], rest].concat();
                let ratio = level(&noise(&payload)) / expected;
                assert!((0.8..1.25).contains(&ratio), "{payload:?}: {ratio}");
            }
        }
    }

    #[test]
    fn its_colour_is_that_of_the_coefficients() {
        // The first is minus the correlation of neighbours: dark noise has a negative one.
        for (code, is_dark) in [(20, true), (234, false)] {
            let samples = noise(&[40, code]);
            let neighbours: f32 =
                samples.windows(2).map(|two| f32::from(two[0]) * f32::from(two[1])).sum::<f32>();
            assert_eq!(neighbours > 0.0, is_dark, "{code}");
        }
    }

    #[test]
    fn any_octets_are_bearable() {
        assert!(Description::read(&[]).is_none());
        for octet in 0..=255u8 {
            for length in 1..40 {
                assert!(level(&noise(&vec![octet; length])) < 5000.0, "{octet} {length}");
            }
        }
    }

    #[test]
    fn a_pause_is_filled_without_a_gap_until_it_is_over() {
        let mut pause = Pause::default();
        assert_eq!(pause.turn(), None);
        pause.begin(u32::MAX - 200);
        let mut due = u32::MAX - 200;
        for turn in 0..50 {
            if turn % 10 == 9 {
                pause.begin(12_345);
            }
            let filled = pause.turn();
            assert_eq!(filled.is_some(), turn >= 2, "{turn}");
            if let Some(filled) = filled {
                assert_eq!(filled, due);
                due = due.wrapping_add(160);
            }
        }
        pause.end();
        assert_eq!(pause.turn(), None);
        // Who never comes back is forgotten.
        pause.begin(0);
        assert_eq!((0..5000).filter(|_| pause.turn().is_some()).count(), 2998);
    }
}
