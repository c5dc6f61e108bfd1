//! One participant of a room: what comes from it on its way into the mix, and how what it hears is encoded.

use crate::codec::{Codec, Encoder};
use crate::event::LegId;
use crate::mix::activity::Activity;
use crate::mix::band::{Band, Turning};
use crate::mix::hush::Hush;
use crate::mix::inband::{self, Keys};
use crate::mix::level::{Level, factor};
use crate::mix::limiter::Limiter;
use crate::mix::playout::{Playout, Taken};
use crate::mix::{MOST_SAMPLES, power};
use crate::room::{HeardBy, Voice};
use crate::rtp::Header;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Frames that stay silent after a packet of a key: its sound may be in the stream too, and come later.
const KEY_FRAMES: u8 = 4;
/// The longest packet: 60 ms, in octets and units of RTP time.
const LONGEST_PACKET: usize = 480;
/// Samples of a unit, at most.
const WIDEST: usize = 2;

/// What is not needed for each packet lies elsewhere: what a turn needs of all who sit in a room shall be small.
pub struct Seat {
    pub voice: Voice,
    /// The other side of a bridge that is listened to.
    pub pair: Option<LegId>,
    /// What it hears, brought into 16 bits.
    pub limiter: Limiter,
    /// How strongly it hears the room.
    pub volume: f32,
    /// Encodes what it hears alone.
    pub encoder: Box<Encoder>,
    /// In the last frame it heard what others did not.
    pub hears_alone: bool,
    codec: Codec,
    band: Band,
    /// Decodes G.722.
    hush: Box<Hush>,
    /// Keys can only come in its sound.
    in_band: bool,
    playout: Playout,
    activity: Activity,
    level: Level,
    keys: Keys,
    ssrc: Option<u32>,
    key_frames: u8,
    frame: [i16; MOST_SAMPLES],
    /// The frame in the other band, where somebody listens in it.
    turned: Box<[i16; MOST_SAMPLES]>,
    turning: Box<Turning>,
    /// The frame before, where keys come in the sound: it goes on only when no key begins after it.
    held: Box<([i16; MOST_SAMPLES], f32)>,
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
    pub fn new(automatic_level: bool, pair: Option<LegId>, members: Arc<AtomicUsize>) -> Box<Seat> {
        // Until something else is agreed.
        let codec = Codec::Pcma;
        let band = Band::of(codec);
        Box::new(Seat {
            voice: Voice::default(),
            pair,
            limiter: Limiter::default(),
            volume: 1.0,
            encoder: Box::new(Encoder::new(codec)),
            hears_alone: false,
            codec,
            band,
            hush: Box::default(),
            in_band: false,
            playout: Playout::new(band.rate_hz()),
            activity: Activity::default(),
            level: Level::new(automatic_level),
            keys: Keys::default(),
            ssrc: None,
            key_frames: 0,
            frame: [0; MOST_SAMPLES],
            turned: Box::new([0; MOST_SAMPLES]),
            turning: Box::new(Turning::new(band)),
            held: Box::new(([0; MOST_SAMPLES], 0.0)),
            mixed: false,
            members,
        })
    }

    pub fn set(&mut self, voice: Voice) {
        self.voice = voice;
        self.level.set(voice.gain_db);
        self.volume = factor(voice.volume_db);
    }

    /// The codec that its leg works in; another one begins anew.
    pub fn agree(&mut self, codec: Codec) {
        if self.codec == codec {
            return;
        }
        self.codec = codec;
        self.band = Band::of(codec);
        *self.hush = Hush::default();
        self.hears_alone = false;
        *self.encoder = Encoder::new(codec);
        self.playout.set_rate(self.band.rate_hz());
        *self.turning = Turning::new(self.band);
        (self.frame, *self.held) = ([0; MOST_SAMPLES], ([0; MOST_SAMPLES], 0.0));
        self.mixed = false;
    }

    /// A packet of sound has come, in the codec that was agreed.
    pub fn sound(&mut self, header: &Header, codes: &[u8]) {
        if codes.len() > LONGEST_PACKET {
            return;
        }
        self.follow(header);
        let mut samples = [0; WIDEST * LONGEST_PACKET];
        let count = match self.codec.law() {
            Some(law) => {
                law.decode_into(codes, &mut samples);
                codes.len()
            }
            // Of a bridge that is listened to nothing may be missing.
            None => self.hush.decode(codes, &mut samples, self.mixed || self.in_band || self.pair.is_some()),
        };
        self.playout.packet(header.timestamp, &samples[..count]);
    }

    /// Sound has come that an interpreter has decoded, at the rate of the codec that was agreed.
    pub fn samples(&mut self, header: &Header, samples: &[i16]) {
        self.follow(header);
        self.playout.packet(header.timestamp, samples);
    }

    fn follow(&mut self, header: &Header) {
        if self.ssrc != Some(header.ssrc) {
            self.ssrc = Some(header.ssrc);
            self.playout.reset();
            *self.hush = Hush::default();
        }
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
        self.in_band = in_band;
        let frame = &mut self.frame[..self.band.samples()];
        let pressing = self.key_frames > 0;
        self.key_frames = self.key_frames.saturating_sub(1);
        let taken = self.playout.frame(frame, !self.mixed);
        let mut heard = if taken == Taken::Sound { power(frame) } else { 0.0 };
        let tone = (in_band && heard > 0.0).then(|| inband::tone(frame, self.band.rate_hz())).flatten();
        let mut news = News { speaking: None, key: self.keys.frame(tone).filter(|_| in_band) };
        if tone.is_some() {
            self.key_frames = 2;
        }
        if in_band {
            std::mem::swap(&mut self.frame, &mut self.held.0);
            std::mem::swap(&mut heard, &mut self.held.1);
        }
        let frame = &mut self.frame[..self.band.samples()];
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

    /// Makes the frame that was taken ready for those who listen in these bands.
    pub fn turn_for(&mut self, is_listened_to: impl Fn(Band) -> bool) {
        let other = self.band.other();
        if self.mixed && is_listened_to(other) {
            self.turning.turn(&self.frame[..self.band.samples()], &mut self.turned[..other.samples()]);
        } else {
            // Nothing of it was heard in the other band: what is, begins after silence.
            self.turning.reset();
        }
    }

    /// The frame that was taken, if it is worth mixing, in a band for which it was made ready.
    pub fn heard(&self, band: Band) -> Option<&[i16]> {
        let frame = if band == self.band { &self.frame } else { &*self.turned };
        self.mixed.then(|| &frame[..band.samples()])
    }

    /// Whether the frame that was taken is worth mixing.
    pub fn is_heard(&self) -> bool {
        self.mixed
    }
}

#[cfg(test)]
impl Seat {
    /// What a seat takes.
    pub fn octets() -> usize {
        size_of::<Seat>()
            + size_of::<Hush>()
            + size_of::<Encoder>()
            + size_of::<Turning>()
            + 2 * size_of::<[i16; MOST_SAMPLES]>()
            + Playout::octets()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.members.fetch_sub(1, Ordering::Relaxed);
    }
}
