//! Opus or G.729 on a leg: an [`Interpreter`] turns it into the codec that the leg works in, and back. All else of the leg (what
//! is played, recorded, bridged) knows nothing of it, and a bridge of two legs that speak the same passes packets on untouched.
//!
//! An interpreter works in a thread of its own kind (`booth`), because encoding takes too long for a tick. It goes there
//! with what is to be done and comes back with what is done, mostly one tick later; meanwhile its leg's worker collects
//! what comes, up to a limit. So nobody shares anything, and each leg has one task under way at most.

use crate::codec::{Codec, Encoder, FRAME};
use crate::event::LegId;
use crate::framer::{Framer, LONGEST_FRAME};
use crate::outbox::Outbox;
use crate::rtp::{Header, time_distance};
use crate::tongue::{Ear, Mouth, Tongue};
use std::sync::atomic::{AtomicU64, Ordering};

/// The longest payload that is taken or given.
pub const PAYLOAD_ROOM: usize = 1276;
/// Packets of each direction that wait while the interpreter is away: 160 ms. More are left out.
const MOST_WAITING: usize = 8;
/// Packets that come back at most from one task; more are left out.
const MOST_DONE: usize = 64;
/// Keys that are further from the sound than this many units have a clock of their own.
const LARGEST_DISTANCE: u32 = 3 * 48_000;

/// A payload with what its header says, its time counted at 8 kHz.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub header: Header,
    /// What the payload is, unless it is what is spoken; samples have its rate.
    pub codec: Codec,
    /// What the payload is; where it is what was heard, what it shall become.
    pub content: Content,
    octets: [u8; PAYLOAD_ROOM],
    length: usize,
}

/// How sound lies in a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Codes,
    /// Samples of 16 bits, as rooms mix them.
    Samples,
}

impl Parcel {
    /// `None`: the payload is too long.
    pub fn new(header: Header, codec: Codec, payload: &[u8]) -> Option<Parcel> {
        let mut octets = [0; PAYLOAD_ROOM];
        octets.get_mut(..payload.len())?.copy_from_slice(payload);
        Some(Parcel { header, codec, content: Content::Codes, octets, length: payload.len() })
    }

    /// The same, to be heard as this.
    pub fn to_become(mut self, content: Content) -> Parcel {
        self.content = content;
        self
    }

    /// At most a frame of samples, at the rate of a codec.
    pub fn of_samples(header: Header, codec: Codec, samples: &[i16]) -> Parcel {
        let mut octets = [0; PAYLOAD_ROOM];
        let samples = &samples[..samples.len().min(LONGEST_FRAME)];
        for (octets, sample) in octets.chunks_exact_mut(2).zip(samples) {
            octets.copy_from_slice(&sample.to_le_bytes());
        }
        Parcel { header, codec, content: Content::Samples, octets, length: 2 * samples.len() }
    }

    pub fn payload(&self) -> &[u8] {
        &self.octets[..self.length]
    }

    /// The payload, where it is samples; how many.
    pub fn samples(&self, out: &mut [i16; LONGEST_FRAME]) -> usize {
        for (octets, sample) in self.payload().chunks_exact(2).zip(&mut *out) {
            *sample = i16::from_le_bytes([octets[0], octets[1]]);
        }
        (self.length / 2).min(LONGEST_FRAME)
    }
}

/// What is to be done, or is done.
#[derive(Debug)]
pub struct Batch {
    /// Sound of the other side.
    pub heard: Vec<Parcel>,
    /// Sound for the other side.
    pub said: Vec<Parcel>,
}

impl Batch {
    fn new() -> Batch {
        Batch { heard: Vec::with_capacity(MOST_WAITING), said: Vec::with_capacity(MOST_WAITING) }
    }

    fn is_empty(&self) -> bool {
        self.heard.is_empty() && self.said.is_empty()
    }

    fn clear(&mut self) {
        self.heard.clear();
        self.said.clear();
    }
}

/// What travels. Ears and mouth are made in the booth, when they are first needed.
pub struct Interpreter {
    number: u64,
    codec: Codec,
    tongue: Tongue,
    ear: Option<Ear>,
    /// Of what was heard, into the leg's codec.
    encoder: Encoder,
    framer: Option<Framer>,
    mouth: Option<Mouth>,
    todo: Batch,
    done: Batch,
}

impl Interpreter {
    /// Between what is spoken and a leg's codec; its number tells it from others of the same leg.
    pub fn new(number: u64, codec: Codec, tongue: Tongue) -> Box<Interpreter> {
        let (todo, done) = (Batch::new(), Batch::new());
        let encoder = Encoder::new(codec);
        Box::new(Interpreter {
            number,
            codec,
            tongue,
            ear: None,
            encoder,
            framer: None,
            mouth: None,
            todo,
            done,
        })
    }

    /// What is to be done.
    pub fn todo(&mut self) -> &mut Batch {
        &mut self.todo
    }

    /// What came of it: what was heard is in the leg's codec now, what was said as it is spoken.
    pub fn done(&self) -> &Batch {
        &self.done
    }

    /// Does what is to be done.
    pub fn work(&mut self) {
        self.done.clear();
        let todo = std::mem::replace(&mut self.todo, Batch { heard: Vec::new(), said: Vec::new() });
        todo.heard.iter().for_each(|parcel| self.hear(parcel));
        todo.said.iter().for_each(|parcel| self.say(parcel));
        self.todo = todo;
        self.todo.clear();
    }

    /// After a fault of ours: begins anew, without what was to be done.
    pub(crate) fn recover(&mut self) {
        *self = *Interpreter::new(self.number, self.codec, self.tongue);
    }

    fn hear(&mut self, parcel: &Parcel) {
        let rate_hz = self.codec.sample_rate_hz();
        if self.ear.is_none() {
            self.ear = Ear::new(self.tongue.language(), rate_hz);
        }
        let Some(ear) = &mut self.ear else { return };
        let (codec, encoder, done) = (self.codec, &mut self.encoder, &mut self.done.heard);
        ear.packet(&parcel.header, parcel.payload(), |timestamp, samples| {
            let header = Header { timestamp, ..parcel.header };
            match parcel.content {
                Content::Codes => done.extend(encoded(encoder, header, codec, samples)),
                Content::Samples => done.extend(frames(header, codec, samples)),
            }
        });
    }

    fn say(&mut self, parcel: &Parcel) {
        if parcel.content == Content::Samples {
            return self.say_samples(parcel);
        }
        let rate_hz = self.codec.sample_rate_hz();
        if self.framer.as_ref().is_none_or(|framer| framer.codec() != parcel.codec) {
            self.framer = Some(Framer::new(parcel.codec, rate_hz));
        }
        if self.mouth.is_none() {
            self.mouth = Mouth::new(self.tongue, rate_hz);
        }
        let (codec, done) = (self.codec, &mut self.done.said);
        let (Some(framer), Some(mouth)) = (&mut self.framer, &mut self.mouth) else { return };
        framer.packet(&parcel.header, parcel.payload());
        let mut samples = [0; LONGEST_FRAME];
        while let Some((frame, count)) = framer.frame(&mut samples) {
            let header = Header { timestamp: frame.timestamp, marker: frame.marker, ..parcel.header };
            mouth.frame(&header, &samples[..count], |header, packet| keep(done, header, codec, packet));
        }
    }

    /// A frame that is one already.
    fn say_samples(&mut self, parcel: &Parcel) {
        if self.mouth.is_none() {
            self.mouth = Mouth::new(self.tongue, self.codec.sample_rate_hz());
        }
        let (codec, done) = (self.codec, &mut self.done.said);
        let Some(mouth) = &mut self.mouth else { return };
        let mut samples = [0; LONGEST_FRAME];
        let count = parcel.samples(&mut samples);
        // What was made for another rate is of a codec that was agreed before.
        if count != codec.frame_samples() {
            return;
        }
        mouth.frame(&parcel.header, &samples[..count], |header, packet| keep(done, header, codec, packet));
    }
}

/// A packet that was made; what is too much is left out.
fn keep(done: &mut Vec<Parcel>, header: Header, codec: Codec, packet: &[u8]) {
    if done.len() < MOST_DONE {
        done.extend(Parcel::new(header, codec, packet));
    }
}

/// Sound of a packet as codes: one octet for each sample at 8 kHz; 120 ms at most.
fn encoded(encoder: &mut Encoder, header: Header, codec: Codec, samples: &[i16]) -> Option<Parcel> {
    let mut codes = [codec.silence(); PAYLOAD_ROOM];
    let octets = (samples.len() * 8000 / codec.sample_rate_hz() as usize).min(PAYLOAD_ROOM);
    encoder.encode(samples, &mut codes[..octets]);
    Parcel::new(header, codec, &codes[..octets])
}

/// Sound of a packet in frames of 20 ms, the last of which may be shorter.
fn frames(header: Header, codec: Codec, samples: &[i16]) -> impl Iterator<Item = Parcel> {
    samples.chunks(codec.frame_samples()).enumerate().map(move |(at, frame)| {
        let timestamp = header.timestamp.wrapping_add((at * FRAME) as u32);
        Parcel::of_samples(Header { timestamp, ..header }, codec, frame)
    })
}

/// A leg's interpreter, as the leg's worker sees it.
pub(crate) struct Interpreting {
    number: u64,
    /// None while it is away.
    present: Option<Box<Interpreter>>,
    waiting: Batch,
    tongue: Tongue,
    clock: Option<Clock>,
}

/// Where the times of the other side lie at 8 kHz.
#[derive(Clone, Copy, Debug)]
struct Clock {
    ssrc: u32,
    theirs: u32,
    ours: u32,
}

/// Tells interpreters apart that one leg has had.
static NUMBER: AtomicU64 = AtomicU64::new(0);

impl Interpreting {
    /// Between what is spoken and the codec that a leg works in.
    pub(crate) fn new(codec: Codec, tongue: Tongue) -> Box<Interpreting> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let present = Some(Interpreter::new(number, codec, tongue));
        Box::new(Interpreting { number, present, waiting: Batch::new(), tongue, clock: None })
    }

    /// The header of a packet of sound with its time counted at 8 kHz.
    pub(crate) fn sound_time(&mut self, header: Header) -> Header {
        let unit = self.tongue.language().clock_units();
        let first = Clock { ssrc: header.ssrc, theirs: header.timestamp, ours: header.timestamp / unit };
        let known = self.clock.filter(|clock| clock.ssrc == header.ssrc).unwrap_or(first);
        // What remains of a division is not forgotten.
        let units = time_distance(known.theirs, header.timestamp) / unit as i32;
        let clock = Clock {
            ssrc: header.ssrc,
            theirs: known.theirs.wrapping_add_signed(units * unit as i32),
            ours: known.ours.wrapping_add_signed(units),
        };
        self.clock = Some(clock);
        Header { timestamp: clock.ours, ..header }
    }

    /// The same of a packet that is a key. Where keys are counted in another way than sound, they come with the last sound.
    pub(crate) fn key_time(&self, header: Header) -> Header {
        let Some(clock) = self.clock else { return header };
        let distance = time_distance(clock.theirs, header.timestamp);
        let unit = self.tongue.language().clock_units() as i32;
        let units = if distance.unsigned_abs() < LARGEST_DISTANCE { distance / unit } else { 0 };
        Header { timestamp: clock.ours.wrapping_add_signed(units), ..header }
    }

    /// What the other side says is to be understood. (A packet that comes while too many wait is left out.)
    pub(crate) fn hear(&mut self, leg: LegId, parcel: Option<Parcel>, outbox: &mut Outbox) {
        if self.waiting.heard.len() < MOST_WAITING {
            self.waiting.heard.extend(parcel);
        } else {
            outbox.left_out += 1;
        }
        self.send_off(leg, outbox);
    }

    /// Sound of a codec is to be said. (A packet that comes while too many wait is left out.)
    pub(crate) fn say(
        &mut self,
        leg: LegId,
        header: Header,
        codec: Codec,
        codes: &[u8],
        outbox: &mut Outbox,
    ) {
        self.wait_to_say(leg, Parcel::new(header, codec, codes), outbox);
    }

    /// A frame of samples at the rate of the leg's codec is to be said.
    pub(crate) fn say_samples(
        &mut self,
        leg: LegId,
        header: Header,
        codec: Codec,
        samples: &[i16],
        outbox: &mut Outbox,
    ) {
        self.wait_to_say(leg, Some(Parcel::of_samples(header, codec, samples)), outbox);
    }

    fn wait_to_say(&mut self, leg: LegId, parcel: Option<Parcel>, outbox: &mut Outbox) {
        if self.waiting.said.len() < MOST_WAITING {
            self.waiting.said.extend(parcel);
        } else {
            outbox.left_out += 1;
        }
        self.send_off(leg, outbox);
    }

    /// The interpreter is back; given back if it is another leg's, or one that this leg had before.
    pub(crate) fn take_back(
        &mut self,
        leg: LegId,
        interpreter: Box<Interpreter>,
        outbox: &mut Outbox,
    ) -> Result<(), Box<Interpreter>> {
        if !self.is_ours(&interpreter) {
            return Err(interpreter);
        }
        self.present = Some(interpreter);
        self.send_off(leg, outbox);
        Ok(())
    }

    pub(crate) fn is_ours(&self, interpreter: &Interpreter) -> bool {
        self.number == interpreter.number
    }

    /// Sends the interpreter to work, if it is here and there is some.
    fn send_off(&mut self, leg: LegId, outbox: &mut Outbox) {
        if self.waiting.is_empty() {
            return;
        }
        let Some(mut interpreter) = self.present.take() else { return };
        std::mem::swap(&mut interpreter.todo, &mut self.waiting);
        // There is always room: each leg has one on the way at most.
        self.present = outbox.interpret(leg, interpreter).err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booth;
    use crate::opus::OpusOptions;
    use rtrb::RingBuffer;

    const LEG: LegId = LegId { serial: 1, worker: 0, place: 0 };
    const OPTIONS: Tongue = Tongue::Opus(OpusOptions {
        inband_fec: true,
        most_bits_per_second: None,
        constant_rate: false,
        discontinuous: false,
    });

    fn header(timestamp: u32) -> Header {
        Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc: 7 }
    }

    fn outbox() -> Outbox {
        let (_, mut ways) = booth::build(1, 1).unwrap();
        Outbox::new(RingBuffer::new(1).0, RingBuffer::new(1).0, RingBuffer::new(1).1, ways.remove(0))
    }

    #[test]
    fn while_the_interpreter_is_away_so_much_waits_and_no_more() {
        let mut interpreting = Interpreting::new(Codec::Pcma, OPTIONS);
        let mut outbox = outbox();
        let say = |interpreting: &mut Interpreting, outbox: &mut Outbox, count: u32| {
            for frame in 0..count {
                interpreting.say(LEG, header(160 * frame), Codec::Pcma, &[0xD5; 160], outbox);
            }
        };
        // It goes with the first; of the others eight wait.
        say(&mut interpreting, &mut outbox, 20);
        assert!(interpreting.present.is_none());
        assert_eq!((interpreting.waiting.said.len(), outbox.left_out), (MOST_WAITING, 20 - 1 - 8));
        let stranger = Interpreter::new(interpreting.number + 1, Codec::Pcma, OPTIONS);
        assert!(interpreting.take_back(LEG, stranger, &mut outbox).is_err());
    }

    #[test]
    fn what_waited_is_done_in_one_task() {
        let mut interpreter = Interpreter::new(0, Codec::G722, OPTIONS);
        let said = (0..8).filter_map(|at| Parcel::new(header(160 * at), Codec::Pcmu, &[0xFF; 160]));
        interpreter.todo().said.extend(said);
        interpreter.work();
        let times: Vec<u32> = interpreter.done().said.iter().map(|parcel| parcel.header.timestamp).collect();
        assert_eq!(times, [0, 160, 320, 480, 640, 800, 960, 1120]);
        assert!(interpreter.todo().is_empty());
        interpreter.work();
        assert!(interpreter.done().is_empty(), "nothing is done twice");
    }

    #[test]
    fn times_are_counted_at_8_khz_without_a_drift() {
        let mut interpreting = Interpreting::new(Codec::Pcma, OPTIONS);
        let start = u32::MAX - 5000;
        let first = interpreting.sound_time(header(start)).timestamp;
        // Steps that six does not divide, across the end of the circle, and one back.
        for step in [959, 1921, 2880, 1000, 9600] {
            let at = interpreting.sound_time(header(start.wrapping_add(step))).timestamp;
            let units = i64::from(at.wrapping_sub(first) as i32);
            assert!((units - i64::from(step / 6)).abs() <= 1, "{step}: {units}");
        }
        let key = |timestamp| interpreting.key_time(header(timestamp)).timestamp.wrapping_sub(first);
        assert_eq!(key(start.wrapping_add(9600 + 960)), 1760);
        assert_eq!(key(start.wrapping_add(1 << 30)), 1600, "a clock of its own");
    }
}
