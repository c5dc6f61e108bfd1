//! No click where one encoder's codes follow another's. A G.722 decoder goes on from what it heard before; codes that were
//! made for ears that heard something else are a bang in it. So what is told at a seam is told anew, band by band, for the
//! ears that there are, by the codes of the new stream wherever these say the same. Where both ends come to agree, codes
//! pass untouched from there on; until then, and be it to the end of a sound, they are told anew.

use super::g722::{Bands, Pair};

/// Codes that are kept of what the far end heard last: 160 ms, after which ears that began with nothing have heard the same.
pub const RECENT: usize = 1280;
/// Where nobody knows what a stream goes on from, nothing is told of its first 20 ms, and it fades in over as much.
const UNKNOWN_CODES: u16 = 160;
/// Both ends are compared once in so many codes.
const COMPARED: usize = 16;

/// Where codes come from: another source is another encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A sound that is played, so often repeated.
    Play(u64, u32),
    /// Another leg's stream.
    Relay(u32),
    /// What all who say nothing hear in a room, by one of its encoders, and what one hears there alone.
    Room(u32, u32),
    RoomAlone(u32),
}

/// How a source begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beginning {
    /// What its own ears have heard; none where nobody knows.
    pub theirs: Option<Bands>,
    /// What the far end's ears have heard, if it was this source's sound until now.
    pub ears: Option<(Source, Bands)>,
}

impl Beginning {
    pub fn after(theirs: Bands) -> Beginning {
        Beginning { theirs: Some(theirs), ears: None }
    }
}

/// What is said on one leg.
#[derive(Default)]
pub struct Seamless {
    source: Option<Source>,
    /// What the far end goes on from; in a room where codes pass untouched, what it went on from before those in `recent`.
    ears: Bands,
    /// What has passed untouched in a room, which follows the ears of all and says what it knows of them.
    recent: Recent,
    seam: Option<Seam>,
}

/// The last codes of a stream, as far as they matter to what follows.
pub struct Recent {
    codes: [u8; RECENT],
    /// Where the next code goes, and how many are there.
    at: usize,
    held: usize,
}

impl Default for Recent {
    fn default() -> Recent {
        Recent { codes: [0; RECENT], at: 0, held: 0 }
    }
}

impl Recent {
    pub fn keep(&mut self, codes: &[u8]) {
        let codes = &codes[codes.len().saturating_sub(RECENT)..];
        let first = codes.len().min(RECENT - self.at);
        self.codes[self.at..self.at + first].copy_from_slice(&codes[..first]);
        self.codes[..codes.len() - first].copy_from_slice(&codes[first..]);
        self.at = (self.at + codes.len()) % RECENT;
        self.held = (self.held + codes.len()).min(RECENT);
    }

    pub fn clear(&mut self) {
        (self.at, self.held) = (0, 0);
    }

    /// What ears that had heard so much go on from after these codes.
    pub fn after(&self, before: &Bands) -> Bands {
        let (newer, older) = self.codes.split_at(self.at);
        match self.held < RECENT {
            true => hearing(*before, newer),
            false => hearing(hearing(Bands::default(), older), newer),
        }
    }
}

fn hearing(mut bands: Bands, codes: &[u8]) -> Bands {
    for &code in codes {
        bands.hear(code);
    }
    bands
}

impl Seamless {
    /// The next codes of a source, in place. How it begins is asked where it is another source than before.
    pub fn pass(&mut self, source: Source, begins: impl FnOnce() -> Beginning, codes: &mut [u8]) {
        if self.source != Some(source) {
            self.begin(source, begins());
        }
        let led = self.seam.as_mut().map_or(0, |seam| seam.lead(&mut self.ears, codes));
        if led < codes.len() {
            self.seam = None;
            self.untouched(source, &codes[led..]);
        }
    }

    /// Codes that pass as they are. In silence ears do not forget, so that they are followed all the time; but in rooms, where
    /// many hear the same and one knows what.
    fn untouched(&mut self, source: Source, codes: &[u8]) {
        match source {
            Source::Play(..) | Source::Relay(_) => self.ears = hearing(self.ears, codes),
            Source::Room(..) | Source::RoomAlone(_) => self.recent.keep(codes),
        }
    }

    fn begin(&mut self, source: Source, begins: Beginning) {
        let known = begins.ears.filter(|(of, _)| self.seam.is_none() && self.source == Some(*of));
        self.ears = known.map_or_else(|| self.recent.after(&self.ears), |(_, ears)| ears);
        self.recent.clear();
        // What nobody knows is not made better where nothing was said before it.
        let is_first = self.source.replace(source).is_none();
        self.seam = match begins.theirs {
            Some(theirs) => (theirs != self.ears).then_some(Seam { theirs, unknown: 0 }),
            None => (!is_first).then(Seam::unknown),
        };
    }

    /// Other ears listen: nothing was said yet.
    pub fn forget(&mut self) {
        *self = Seamless::default();
    }
}

/// What ears go on from at a place in a sound that was encoded from its beginning.
pub fn within(sound: &[u8], octet: usize) -> Bands {
    let octet = octet.min(sound.len());
    hearing(Bands::default(), &sound[octet.saturating_sub(RECENT)..octet])
}

/// One change of source.
struct Seam {
    theirs: Bands,
    /// Codes that are still to come before all is told, of a source that nobody knows.
    unknown: u16,
}

impl Seam {
    fn unknown() -> Seam {
        Seam { theirs: Bands::default(), unknown: 2 * UNKNOWN_CODES }
    }

    /// Tells codes anew until both ends agree; how many.
    fn lead(&mut self, ears: &mut Bands, codes: &mut [u8]) -> usize {
        let mut led = 0;
        for codes in codes.chunks_mut(COMPARED) {
            if self.unknown == 0 && self.theirs.is_near(ears) {
                break;
            }
            led += codes.len();
            for code in codes {
                let pair = self.theirs.hear(*code);
                let pair = self.faded(pair);
                *code = ears.say_like(*code, pair);
            }
        }
        led
    }

    fn faded(&mut self, pair: Pair) -> Pair {
        if self.unknown == 0 {
            return pair;
        }
        self.unknown -= 1;
        let told = i32::from(UNKNOWN_CODES.saturating_sub(self.unknown));
        let part = |value: i32| value * told / i32::from(UNKNOWN_CODES);
        Pair { low: part(pair.low), high: part(pair.high) }
    }
}

#[cfg(test)]
#[path = "seam_tests.rs"]
mod tests;
