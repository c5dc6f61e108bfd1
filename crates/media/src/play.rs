//! A sound that is being played on a leg, frame by frame. Playing is copying: it is encoded already.

use crate::codec::g722::Bands;
use crate::codec::seam::{Source, within};
use crate::event::PlayId;
use std::sync::Arc;

/// What follows when a sound is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    Once,
    /// From its beginning again, until it is stopped.
    Forever,
}

pub struct Play {
    pub id: PlayId,
    pub sound: Arc<[u8]>,
    pub octet: usize,
    pub repeat: Repeat,
    /// How often it has begun again.
    pub rounds: u32,
}

/// Codes of a sound in a row, and where they are from.
pub struct Piece<'a> {
    pub source: Source,
    sound: &'a [u8],
    octet: usize,
}

impl Piece<'_> {
    /// What ears of G.722 have heard when this begins.
    pub fn goes_on_from(&self) -> Bands {
        within(self.sound, self.octet)
    }
}

impl Play {
    /// Fills the next frame, the end of the sound with silence; false when the sound was over before. Whoever has to hears of
    /// each piece in it: where a sound begins again, its encoder did not go on.
    pub fn fill(
        &mut self,
        frame: &mut [u8],
        silence: u8,
        mut hears: impl FnMut(&Piece<'_>, &mut [u8]),
    ) -> bool {
        let mut filled = 0;
        while filled < frame.len() {
            if self.octet >= self.sound.len() {
                if self.repeat == Repeat::Once || self.sound.is_empty() {
                    break;
                }
                (self.octet, self.rounds) = (0, self.rounds.wrapping_add(1));
            }
            let part = &self.sound[self.octet..];
            let count = part.len().min(frame.len() - filled);
            let codes = &mut frame[filled..filled + count];
            codes.copy_from_slice(&part[..count]);
            hears(&self.piece(), codes);
            filled += count;
            self.octet += count;
        }
        let rest = &mut frame[filled..];
        rest.fill(silence);
        if filled > 0 && !rest.is_empty() {
            hears(&self.piece(), rest);
        }
        filled > 0
    }

    fn piece(&self) -> Piece<'_> {
        let source = Source::Play(self.id.0, self.rounds);
        Piece { source, sound: &self.sound, octet: self.octet }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::FRAME;

    fn played(octets: usize, from: usize, repeat: Repeat, frames: usize) -> Vec<u8> {
        let sound: Arc<[u8]> = (0..octets).map(|at| at as u8).collect();
        let mut play = Play { id: PlayId(0), sound, octet: from, repeat, rounds: 0 };
        let mut frame = [0; FRAME];
        let mut all = Vec::new();
        for _ in 0..frames {
            if !play.fill(&mut frame, 0xD5, |_, _| {}) {
                break;
            }
            all.extend_from_slice(&frame);
        }
        all
    }

    #[test]
    fn the_last_frame_is_filled_with_silence() {
        let heard = played(200, 0, Repeat::Once, 9);
        assert_eq!(heard.len(), 320);
        assert_eq!((heard[199], &heard[200..]), (199, &[0xD5; 120][..]));
        assert_eq!(
            played(200, 190, Repeat::Once, 9)[..11],
            [190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 0xD5]
        );
        assert!(played(200, 200, Repeat::Once, 9).is_empty());
        assert!(played(200, 999, Repeat::Once, 9).is_empty());
    }

    #[test]
    fn a_repeated_sound_goes_on_without_a_gap() {
        let heard = played(50, 40, Repeat::Forever, 2);
        let expected: Vec<u8> = (0..320).map(|at| ((at + 40) % 50) as u8).collect();
        assert_eq!(heard, expected);
        assert!(played(0, 0, Repeat::Forever, 2).is_empty());
    }
}
