//! The fixed codebook: four pulses, each on a track of its own (§3.8, §4.1.4).

use super::HALF;

/// Places of a track.
const PLACES: usize = 8;
const TRACK_STEP: usize = 5;

/// Four pulses: where, and whether they go up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulses {
    places: [usize; 4],
    rise: [bool; 4],
}

impl Pulses {
    pub fn read(positions: u16, signs: u8) -> Pulses {
        let part = |shift: u32| usize::from(positions >> shift & 7) * TRACK_STEP;
        let last = 3 + usize::from(positions >> 9 & 1);
        let places = [part(0), part(3) + 1, part(6) + 2, part(10) + last];
        Pulses { places, rise: std::array::from_fn(|at| signs >> at & 1 == 1) }
    }

    pub fn positions(&self) -> u16 {
        let index = |at: usize| (self.places[at] / TRACK_STEP) as u16;
        let last = (self.places[3] % TRACK_STEP - 3) as u16;
        index(0) | index(1) << 3 | index(2) << 6 | last << 9 | index(3) << 10
    }

    pub fn signs(&self) -> u8 {
        self.rise.iter().enumerate().map(|(at, &rise)| u8::from(rise) << at).sum()
    }

    /// As a signal, its pitch sharpened.
    pub fn signal(&self, delay: usize, sharpness: f32) -> [f32; HALF] {
        let mut signal = [0.0; HALF];
        for (&place, &rise) in self.places.iter().zip(&self.rise) {
            signal[place] += if rise { 1.0 } else { -1.0 };
        }
        sharpen(&mut signal, delay, sharpness);
        signal
    }
}

/// Repeats a signal after a delay, if that is shorter than it is.
pub fn sharpen(signal: &mut [f32; HALF], delay: usize, sharpness: f32) {
    for at in delay.max(1)..HALF {
        signal[at] += sharpness * signal[at - delay];
    }
}

/// A choice of some pulses: the correlation with the target, and the energy.
#[derive(Clone, Copy, Debug)]
struct Choice {
    places: [usize; 4],
    correlation: f32,
    energy: f32,
}

impl Choice {
    fn is_better(&self, other: &Choice) -> bool {
        self.correlation * self.correlation * other.energy
            > other.correlation * other.correlation * self.energy
    }
}

/// What the search looks at: the target's correlation with each place, and the energy of each two, with the signs that the
/// correlation has already in them.
struct Field {
    correlation: [f32; HALF],
    energy: [[f32; HALF]; HALF],
}

impl Field {
    fn new(correlation: &[f32; HALF], response: &[f32; HALF]) -> Field {
        let sign = correlation.map(|value| if value < 0.0 { -1.0 } else { 1.0 });
        let mut energy = [[0.0; HALF]; HALF];
        for distance in 0..HALF {
            let mut sum = 0.0;
            for early in (0..HALF - distance).rev() {
                let late = early + distance;
                sum += response[HALF - 1 - late] * response[HALF - 1 - early];
                let signed = sum * sign[early] * sign[late];
                (energy[early][late], energy[late][early]) = (signed, signed);
            }
        }
        Field { correlation: correlation.map(f32::abs), energy }
    }

    fn with(&self, choice: &Choice, count: usize, place: usize) -> Choice {
        let mut places = choice.places;
        places[count] = place;
        let cross: f32 = choice.places[..count].iter().map(|&other| self.energy[other][place]).sum();
        Choice {
            places,
            correlation: choice.correlation + self.correlation[place],
            energy: choice.energy + self.energy[place][place] + 2.0 * cross,
        }
    }

    /// The best two places on two tracks beside what is chosen already.
    fn best_pair(&self, chosen: &Choice, count: usize, first: &[usize], second: &[usize]) -> Choice {
        let mut best = Choice { energy: 1.0, correlation: 0.0, ..*chosen };
        best.places[count] = first[0];
        best.places[count + 1] = second[0];
        for &early in first {
            let one = self.with(chosen, count, early);
            for &late in second {
                let two = self.with(&one, count + 1, late);
                if two.is_better(&best) {
                    best = two;
                }
            }
        }
        best
    }

    /// The two best places of a track by the target alone.
    fn likely(&self, track: usize) -> [usize; 2] {
        let mut places = track_places(track);
        places.sort_by(|&a, &b| self.correlation[b].total_cmp(&self.correlation[a]));
        [places[0], places[1]]
    }
}

fn track_places(track: usize) -> [usize; PLACES] {
    std::array::from_fn(|at| TRACK_STEP * at + track)
}

/// The pulses whose filtered sum resembles a target best, by a search in depth: two pulses, and then two more, with each pair
/// of tracks first that may go first (§A.3.8.1). `correlation` is that of the target with each place, `response` of a pulse.
pub fn search(correlation: &[f32; HALF], response: &[f32; HALF]) -> Pulses {
    let field = Field::new(correlation, response);
    let none = Choice { places: [0; 4], correlation: 0.0, energy: 0.0 };
    let mut best: Option<(Choice, [usize; 4])> = None;
    for last in [3, 4] {
        for tracks in [[2, last, 0, 1], [last, 0, 1, 2]] {
            let pair = field.best_pair(&none, 0, &field.likely(tracks[0]), &track_places(tracks[1]));
            let all = field.best_pair(&pair, 2, &track_places(tracks[2]), &track_places(tracks[3]));
            if best.as_ref().is_none_or(|(best, _)| all.is_better(best)) {
                best = Some((all, tracks));
            }
        }
    }
    let mut pulses = Pulses { places: [0, 1, 2, 3], rise: [true; 4] };
    if let Some((choice, tracks)) = best {
        for (place, track) in choice.places.into_iter().zip(tracks) {
            pulses.places[track.min(3)] = place;
        }
    }
    pulses.rise = pulses.places.map(|place| correlation[place] >= 0.0);
    pulses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_signs_are_turned_back() {
        for positions in 0..1 << 13 {
            let pulses = Pulses::read(positions, (positions % 16) as u8);
            assert_eq!((pulses.positions(), pulses.signs()), (positions, (positions % 16) as u8));
        }
    }

    #[test]
    fn pulses_that_are_there_are_found() {
        let mut response = [0.0; HALF];
        (0..HALF).for_each(|at| response[at] = 0.7f32.powi(at as i32) * (at as f32).cos());
        for positions in (0..1 << 13).step_by(37) {
            let wanted = Pulses::read(positions, (positions % 16) as u8);
            let signal = wanted.signal(HALF, 0.0);
            let mut target = [0.0; HALF];
            for at in 0..HALF {
                target[at] = (0..=at).map(|early| signal[early] * response[at - early]).sum();
            }
            let correlation =
                std::array::from_fn(|at| (at..HALF).map(|late| target[late] * response[late - at]).sum());
            let found = search(&correlation, &response).signal(HALF, 0.0);
            let same = found.iter().zip(&signal).filter(|(a, b)| **a != 0.0 && a == b).count();
            assert!(same >= 2, "{wanted:?} {same}");
        }
    }
}
