//! The sound of one participant on its way into the mix: packets come when they come, a frame is taken every 20 ms.
//!
//! Samples lie in a ring by RTP time. A packet that is late, when nothing else could be played meanwhile, moves the play
//! position back: the delay has grown by as much as was needed. When every packet of two seconds came earlier than it had
//! to, it shrinks again: in a pause by leaving out silence, in speech by leaving out a pitch period. A sender's clock that
//! is faster or slower than ours shows as the one or the other, and so is absorbed too. What is lost is concealed.

use crate::conceal::Concealer;
use crate::rtp::time_distance;

/// RTP time units (8 kHz) that fit in: 512 ms.
const ROOM: usize = 4096;
/// A block is what is played or concealed as one: 10 ms.
const BLOCK: usize = 80;
/// Samples of the highest rate in a unit.
const WIDEST: usize = 2;
/// The concealer's look back before a loss.
const LOOK_BACK: usize = 400;
/// Sound is taken out so much late, that the border of a loss can be overlapped: 3.75 ms.
const DELAY: usize = 30;
/// A packet so far from where it is expected begins the stream anew.
const LARGEST_DISTANCE: i32 = 2400;
/// The longest delay, beyond which sound is left out at once: 200 ms.
const LONGEST_DELAY: i32 = 1600;
/// With so much in hand a stream begins.
const CUSHION: i32 = 80;
/// What every packet may come too early without the delay being shortened: 12.5 ms, more than the clocks' drift in a window.
const EARLY: i32 = 100;
/// Packets are judged over so many frames: two seconds.
const WINDOW: u32 = 100;
/// A pitch period lies between these, in units: 2.5 to 13 ms.
const SHORTEST_PERIOD: usize = 20;
const LONGEST_PERIOD: usize = 104;
/// After so many concealed units nothing is left to be heard: 60 ms.
const CONCEALED: u32 = 480;

/// What a frame that was taken is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Sound,
    /// Nothing has come for so long that nothing is heard.
    Nothing,
}

/// One stream.
pub struct Playout {
    /// Samples in a unit.
    scale: usize,
    ring: Box<[i16]>,
    /// One bit for each unit that was received and not played.
    there: [u64; ROOM / 64],
    /// Where the next block begins; none before the first packet.
    play: Option<u32>,
    /// Units concealed in a row, just before `play`.
    concealed: u32,
    concealer: Box<Concealer>,
    /// Blocks for which sound still goes through the concealer.
    joining: u8,
    earliest: Window,
}

/// How early the latest packet of a window came.
#[derive(Clone, Copy, Debug)]
struct Window {
    least: i32,
    frames: u32,
}

const FRESH: Window = Window { least: i32::MAX, frames: 0 };

impl Playout {
    /// For sound of 8000 or 16000 Hz.
    pub fn new(rate_hz: u32) -> Playout {
        let scale = if rate_hz > 8000 { WIDEST } else { 1 };
        Playout {
            scale,
            ring: vec![0; ROOM * WIDEST].into_boxed_slice(),
            there: [0; ROOM / 64],
            play: None,
            concealed: 0,
            concealer: Box::new(Concealer::new(rate_hz)),
            joining: 0,
            earliest: FRESH,
        }
    }

    /// Sound of another rate comes from here on: 8000 or 16000 Hz.
    pub fn set_rate(&mut self, rate_hz: u32) {
        self.scale = if rate_hz > 8000 { WIDEST } else { 1 };
        *self.concealer = Concealer::new(rate_hz);
        self.reset();
    }

    /// What lies outside of it.
    #[cfg(test)]
    pub fn octets() -> usize {
        2 * ROOM * WIDEST + size_of::<Concealer>()
    }

    /// Another stream begins.
    pub fn reset(&mut self) {
        self.play = None;
        self.there = [0; ROOM / 64];
    }

    /// The delay that the play position has towards the newest packet, in RTP units; for tests and statistics.
    #[cfg(test)]
    fn ahead(&self, newest_end: u32) -> i32 {
        self.play.map_or(0, |play| time_distance(play, newest_end))
    }

    /// Takes the samples of a packet.
    pub fn packet(&mut self, timestamp: u32, samples: &[i16]) {
        let units = samples.len() / self.scale;
        if units == 0 || units > ROOM / 4 {
            return;
        }
        let play = match self.play {
            Some(play) if time_distance(play, timestamp).abs() <= LARGEST_DISTANCE => play,
            _ => self.begin(timestamp),
        };
        let early = time_distance(play, timestamp);
        if early > LONGEST_DELAY {
            self.leave_out(early - CUSHION);
        } else if early < 0 && !self.go_back(early.unsigned_abs()) {
            return;
        }
        let early = self.play.map_or(0, |play| time_distance(play, timestamp));
        self.earliest.least = self.earliest.least.min(early);
        self.write(timestamp, samples);
        self.mark(timestamp, units, true);
    }

    /// Fills a frame of 20 ms with what is due.
    pub fn frame(&mut self, out: &mut [i16], quiet: bool) -> Taken {
        let Some(play) = self.play else {
            out.fill(0);
            return Taken::Nothing;
        };
        self.shorten(play, quiet);
        let mut taken = Taken::Nothing;
        for block in out.chunks_exact_mut(BLOCK * self.scale) {
            taken = self.block(block).max(taken);
        }
        taken
    }

    fn begin(&mut self, timestamp: u32) -> u32 {
        self.there = [0; ROOM / 64];
        self.concealed = CONCEALED;
        self.earliest = FRESH;
        self.joining = 0;
        self.ring.fill(0);
        let play = timestamp.wrapping_sub(CUSHION as u32);
        self.play = Some(play);
        play
    }

    /// A packet came so late that its place was concealed, and nothing was played since: it is played now, and what
    /// follows is heard so much later.
    fn go_back(&mut self, late: u32) -> bool {
        let Some(play) = self.play else { return false };
        if late > self.concealed.min(LONGEST_DELAY as u32) {
            // Something was played in its place or after it: late beyond use, or doubled.
            return false;
        }
        self.play = Some(play.wrapping_sub(late));
        self.concealed -= late;
        self.earliest = FRESH;
        true
    }

    /// Leaves out units at once: after a stall of the network, or of ours.
    fn leave_out(&mut self, units: i32) {
        if let Some(play) = self.play {
            self.mark(play, units.max(0) as usize, false);
            self.play = Some(play.wrapping_add(units.max(0) as u32));
            self.earliest = FRESH;
        }
    }

    /// Shortens the delay if all packets of the last window came earlier than they had to.
    fn shorten(&mut self, play: u32, quiet: bool) {
        self.earliest.frames += 1;
        if self.earliest.frames < WINDOW {
            return;
        }
        let least = std::mem::replace(&mut self.earliest, FRESH).least;
        if least == i32::MAX || least < EARLY || self.joining > 0 {
            return;
        }
        let spare = (least - CUSHION / 2) as usize;
        if quiet {
            return self.leave_out(spare as i32);
        }
        // What is compared and left out must have come.
        if self.is_there(play, 2 * LONGEST_PERIOD) {
            let period = self.period(play);
            self.overlap(play, period);
            self.mark(play, period, false);
            self.play = Some(play.wrapping_add(period as u32));
            // The next may follow in a second, until the delay is what it should be.
            self.earliest.frames = WINDOW / 2;
        }
    }

    /// The lag in units at which the sound from the play position on resembles itself most.
    fn period(&self, play: u32) -> usize {
        let from = play.wrapping_sub(DELAY as u32);
        let likeness = |lag: usize| {
            let (mut product, mut energy) = (0.0f32, 1.0f32);
            for unit in 0..LONGEST_PERIOD {
                let now = f32::from(self.ring[self.index(from.wrapping_add(unit as u32))]);
                let then = f32::from(self.ring[self.index(from.wrapping_add((unit + lag) as u32))]);
                product += now * then;
                energy += then * then;
            }
            product / energy.sqrt()
        };
        let best = (SHORTEST_PERIOD..=LONGEST_PERIOD)
            .map(|lag| (lag, likeness(lag)))
            .max_by(|one, other| one.1.total_cmp(&other.1));
        best.map_or(LONGEST_PERIOD, |(lag, _)| lag)
    }

    /// Leads the sound at the play position over into that of one period later.
    fn overlap(&mut self, play: u32, period: usize) {
        let (from, samples) = (play.wrapping_sub(DELAY as u32), period * self.scale);
        for at in 0..samples {
            let (now, then) = (self.sample(from, at), self.sample(from, at + samples));
            let weight = (at + 1) as f32 / samples as f32;
            let mixed = f32::from(self.ring[now]) * (1.0 - weight) + f32::from(self.ring[then]) * weight;
            self.ring[then] = mixed as i16;
        }
    }

    fn block(&mut self, out: &mut [i16]) -> Taken {
        let Some(play) = self.play else { return Taken::Nothing };
        let there = self.is_there(play, BLOCK);
        if there && self.joining == 0 && self.concealed == 0 {
            self.read(play.wrapping_sub(DELAY as u32), out);
        } else if there {
            self.join(play, out);
        } else {
            self.conceal(play, out);
        }
        self.mark(play, BLOCK, false);
        self.play = Some(play.wrapping_add(BLOCK as u32));
        if self.concealed > CONCEALED { Taken::Nothing } else { Taken::Sound }
    }

    fn conceal(&mut self, play: u32, out: &mut [i16]) {
        if self.concealed == 0 && self.joining == 0 {
            let mut before = [0; LOOK_BACK * WIDEST];
            let before = &mut before[..LOOK_BACK * self.scale];
            self.read(play.wrapping_sub(LOOK_BACK as u32), before);
            self.concealer.hear(before);
        }
        self.concealed = self.concealed.saturating_add(BLOCK as u32).min(u32::MAX / 2);
        if self.concealed > CONCEALED + BLOCK as u32 {
            out.fill(0);
        } else {
            self.concealer.conceal(out);
        }
        self.joining = 0;
        self.write(play.wrapping_sub(DELAY as u32), out);
    }

    /// Sound has come again: the concealer leads over to it, and holds its end until the block after.
    fn join(&mut self, play: u32, out: &mut [i16]) {
        if self.concealed > 0 {
            (self.concealed, self.joining) = (0, 2);
        }
        self.read(play, out);
        self.concealer.hear(out);
        self.joining -= 1;
        self.write(play.wrapping_sub(DELAY as u32), out);
    }

    fn index(&self, unit: u32) -> usize {
        unit as usize % ROOM * self.scale
    }

    /// Samples that fit in.
    fn length(&self) -> usize {
        ROOM * self.scale
    }

    fn sample(&self, from: u32, at: usize) -> usize {
        (self.index(from) + at) % self.length()
    }

    fn write(&mut self, from: u32, samples: &[i16]) {
        let start = self.index(from);
        let first = samples.len().min(self.length() - start);
        self.ring[start..start + first].copy_from_slice(&samples[..first]);
        self.ring[..samples.len() - first].copy_from_slice(&samples[first..]);
    }

    fn read(&self, from: u32, out: &mut [i16]) {
        let start = self.index(from);
        let (first, second) = out.split_at_mut(out.len().min(self.length() - start));
        first.copy_from_slice(&self.ring[start..start + first.len()]);
        second.copy_from_slice(&self.ring[..second.len()]);
    }

    fn is_there(&self, from: u32, units: usize) -> bool {
        words(from, units).all(|(word, bits)| self.there[word] & bits == bits)
    }

    fn mark(&mut self, from: u32, units: usize, there: bool) {
        for (word, bits) in words(from, units.min(ROOM)) {
            if there {
                self.there[word] |= bits;
            } else {
                self.there[word] &= !bits;
            }
        }
    }
}

/// The words of the map and the bits in each that a range of units touches.
fn words(from: u32, units: usize) -> impl Iterator<Item = (usize, u64)> {
    let (mut at, mut left) = (from as usize % ROOM, units);
    std::iter::from_fn(move || {
        if left == 0 {
            return None;
        }
        let (word, bit) = (at / 64, at % 64);
        let count = left.min(64 - bit);
        let bits = (u64::MAX >> (64 - count)) << bit;
        at = (at + count) % ROOM;
        left -= count;
        Some((word, bits))
    })
}

impl Taken {
    /// A frame of which one block is sound is sound.
    fn max(self, other: Taken) -> Taken {
        if self == Taken::Sound { self } else { other }
    }
}

#[cfg(test)]
#[path = "playout_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "line_tests.rs"]
mod line_tests;
