//! The recording of a bridge: one file for each side, begun at the same moment, and what is made of the two.

use super::{Recording, read};
use std::io;
use std::path::Path;

/// Both sides of a bridge, in step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    pub near: Recording,
    pub far: Recording,
}

/// Under which names the two sides of a bridge are recorded: of the leg that was asked, and of the other.
pub fn side_names(id: &str) -> [String; 2] {
    [format!("{id}-near"), format!("{id}-far")]
}

/// Reads the recording of a bridge; [`io::ErrorKind::NotFound`] when a side is missing.
pub fn sides(dir: &Path, id: &str) -> io::Result<Sides> {
    let [near, far] = side_names(id);
    Ok(Sides { near: read(dir, &near)?, far: read(dir, &far)? })
}

impl Sides {
    /// Both together, 8 kHz; what would be too loud is cut off.
    pub fn mono(&self) -> Vec<i16> {
        self.pairs().map(|(near, far)| near.saturating_add(far)).collect()
    }

    /// 8 kHz, left and right in turns: the near side on the left.
    pub fn stereo(&self) -> Vec<i16> {
        self.pairs().flat_map(|(near, far)| [near, far]).collect()
    }

    /// The shorter side is silent at its end.
    fn pairs(&self) -> impl Iterator<Item = (i16, i16)> {
        let sample = |side: &Recording, at: usize| side.samples.get(at).copied().unwrap_or(0);
        let length = self.near.samples.len().max(self.far.samples.len());
        (0..length).map(move |at| (sample(&self.near, at), sample(&self.far, at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sides_are_summed_or_stand_side_by_side() {
        let side = |samples: &[i16]| Recording { samples: samples.to_vec(), speech_milliseconds: 0 };
        let sides = Sides { near: side(&[1, 30_000, 3]), far: side(&[10, 30_000]) };
        assert_eq!(sides.mono(), [11, i16::MAX, 3]);
        assert_eq!(sides.stereo(), [1, 10, 30_000, 30_000, 3, 0]);
    }
}
