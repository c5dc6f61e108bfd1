//! One participant of a room: what comes from it on its way into the mix.

use crate::codec::Codec;
use crate::event::LegId;
use crate::mix::activity::Activity;
use crate::mix::inband::{self, Keys};
use crate::mix::level::{Level, factor};
use crate::mix::limiter::Limiter;
use crate::mix::playout::{Playout, Taken};
use crate::mix::tables::Tables;
use crate::mix::{MOST_SAMPLES, power};
use crate::room::{HeardBy, Voice};
use crate::rtp::Header;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Frames that stay silent after a packet of a key: its sound may be in the stream too, and come later.
const KEY_FRAMES: u8 = 4;
/// The longest packet: 60 ms.
const LONGEST_PACKET: usize = 480;

pub struct Seat {
    pub voice: Voice,
    /// The other side of a bridge that is listened to.
    pub pair: Option<LegId>,
    /// What it hears, brought into 16 bits.
    pub limiter: Limiter,
    /// How strongly it hears the room.
    pub volume: f32,
    rate_hz: u32,
    samples: usize,
    playout: Playout,
    activity: Activity,
    level: Level,
    keys: Keys,
    ssrc: Option<u32>,
    key_frames: u8,
    frame: [i16; MOST_SAMPLES],
    /// The frame before, where keys come in the sound: it goes on only when no key begins after it.
    held: ([i16; MOST_SAMPLES], f32),
    mixed: bool,
    members: Arc<AtomicUsize>,
}

/// What became of a frame, besides the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    pub speaking: Option<bool>,
    pub key: Option<char>,
}

impl Seat {
    /// `members` has counted this one already; it is counted out when the seat is dropped.
    pub fn new(
        rate_hz: u32,
        automatic_level: bool,
        pair: Option<LegId>,
        members: Arc<AtomicUsize>,
    ) -> Box<Seat> {
        // Made here and not in a tick.
        let _ = [Codec::Pcma, Codec::Pcmu].map(Tables::of).map(|tables| tables.map(|tables| tables.warm()));
        Box::new(Seat {
            voice: Voice::default(),
            pair,
            limiter: Limiter::default(),
            volume: 1.0,
            rate_hz,
            samples: rate_hz as usize / 50,
            playout: Playout::new(rate_hz),
            activity: Activity::default(),
            level: Level::new(automatic_level),
            keys: Keys::default(),
            ssrc: None,
            key_frames: 0,
            frame: [0; MOST_SAMPLES],
            held: ([0; MOST_SAMPLES], 0.0),
            mixed: false,
            members,
        })
    }

    pub fn set(&mut self, voice: Voice) {
        self.voice = voice;
        self.level.set(voice.gain_db);
        self.volume = factor(voice.volume_db);
    }

    /// A packet of sound has come.
    pub fn sound(&mut self, header: &Header, codec: Codec, codes: &[u8]) {
        if self.ssrc != Some(header.ssrc) {
            self.ssrc = Some(header.ssrc);
            self.playout.reset();
        }
        let Some(tables) = Tables::of(codec).filter(|_| codes.len() <= LONGEST_PACKET) else { return };
        let mut samples = [0; LONGEST_PACKET];
        tables.decode(codes, &mut samples[..codes.len()]);
        self.playout.packet(header.timestamp, &samples[..codes.len()]);
    }

    /// A packet of a key has come: nobody else hears what belongs to it.
    pub fn key(&mut self) {
        self.key_frames = KEY_FRAMES;
    }

    /// Whether packets of a key have just come.
    pub fn is_pressing(&self) -> bool {
        self.key_frames > 0
    }

    /// Takes the next frame; keys are looked for in the sound if they can only come there.
    pub fn take(&mut self, in_band: bool) -> News {
        let frame = &mut self.frame[..self.samples];
        let pressing = self.key_frames > 0;
        self.key_frames = self.key_frames.saturating_sub(1);
        let taken = self.playout.frame(frame, !self.mixed);
        let mut heard = if taken == Taken::Sound { power(frame) } else { 0.0 };
        let tone = (in_band && heard > 0.0).then(|| inband::tone(frame, self.rate_hz)).flatten();
        let mut news = News { speaking: None, key: self.keys.frame(tone).filter(|_| in_band) };
        if tone.is_some() {
            self.key_frames = 2;
        }
        if in_band {
            std::mem::swap(&mut self.frame, &mut self.held.0);
            std::mem::swap(&mut heard, &mut self.held.1);
        }
        let frame = &mut self.frame[..self.samples];
        let silent = pressing || tone.is_some() || self.voice.heard_by == HeardBy::Nobody;
        let active = self.activity.frame(if silent { 0.0 } else { heard });
        news.speaking = self.activity.turn();
        // The relayed pair is not gated: nothing of it may be missing.
        self.mixed = !silent && heard > 0.0 && (active || self.pair.is_some());
        if self.mixed {
            if self.activity.is_loud() {
                self.level.speech(heard);
            }
            self.level.apply(frame);
        }
        news
    }

    /// The frame that was taken, if it is worth mixing.
    pub fn heard(&self) -> Option<&[i16]> {
        self.mixed.then(|| &self.frame[..self.samples])
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.members.fetch_sub(1, Ordering::Relaxed);
    }
}
