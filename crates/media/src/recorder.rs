//! One recording as its leg's worker sees it: places each packet in time, listens for the end, fills chunks. Pure.

use crate::codec::{Codec, Ear, SAMPLES_PER_MILLISECOND};
use crate::recording::{ENTRY_LENGTH, Entry};
use crate::rtp::{Header, time_distance};
use crate::vad::Vad;

/// When a recording ends by itself. Zero silences never end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRules {
    pub longest_ms: u64,
    /// Silence that ends it once something was said; it is cut off.
    pub closing_silence_ms: u64,
    /// Silence that ends it while nothing was said.
    pub opening_silence_ms: u64,
    pub ends_on: EndKeys,
}

/// The keys that end a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndKeys(u16);

impl EndKeys {
    const KEYS: &'static [u8] = b"0123456789*#ABCD";
    pub const NONE: EndKeys = EndKeys(0);
    pub const ALL: EndKeys = EndKeys(u16::MAX);

    /// Characters that are no keys are left out.
    pub fn of(keys: &str) -> EndKeys {
        EndKeys(keys.chars().filter_map(EndKeys::bit).fold(0, |all, bit| all | bit))
    }

    pub fn contains(self, key: char) -> bool {
        EndKeys::bit(key).is_some_and(|bit| self.0 & bit != 0)
    }

    fn bit(key: char) -> Option<u16> {
        EndKeys::KEYS.iter().position(|&known| char::from(known) == key).map(|place| 1 << place)
    }
}

/// Why a recording ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordEnd {
    Key(char),
    Silence,
    Limit,
    /// By [`stop_record`](crate::Leg::stop_record), a newer recording, or because the leg or the engine ended.
    Stopped,
    /// Samples could no longer be kept; what was written before is there.
    Failed,
}

/// A recording's last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Samples from the start to the end.
    pub samples: u64,
    pub speech_milliseconds: u64,
    pub ended: RecordEnd,
}

impl Ending {
    pub fn milliseconds(&self) -> u64 {
        self.samples / SAMPLES_PER_MILLISECOND
    }
}

/// Up to a second of a recording on its way to the disk, laid out as in the file.
#[derive(Debug)]
pub struct Chunk {
    pub octets: Vec<u8>,
    /// Where its last sound ends, in samples since the start.
    pub sound_end: u64,
}

/// A second of G.711 in packets of 10 ms, each behind its entry; and the end.
pub const CHUNK_OCTETS: usize = 8000 + 101 * ENTRY_LENGTH;
/// A chunk leaves when it is so old, so that with the writer's own rhythm everything is written within a second.
const CHUNK_MILLISECONDS: u64 = 850;

impl Chunk {
    pub fn new() -> Chunk {
        Chunk { octets: Vec::with_capacity(CHUNK_OCTETS), sound_end: 0 }
    }

    pub fn clear(&mut self) {
        self.octets.clear();
        self.sound_end = 0;
    }

    /// For a payload and its entry, and the end's entry after it.
    fn has_room(&self, octets: usize) -> bool {
        self.octets.len() + octets + 2 * ENTRY_LENGTH <= self.octets.capacity()
    }

    pub fn sound(&mut self, at: u64, codec: Codec, codes: &[u8]) {
        let Ok(octets) = u16::try_from(codes.len()) else { return };
        self.octets.extend_from_slice(&Entry::Sound { at, octets, codec }.to_bytes());
        self.octets.extend_from_slice(codes);
        self.sound_end = self.sound_end.max(at + u64::from(octets));
    }
}

/// Larger deviations between a sender's clock and ours are a jump, and the place in time follows ours.
const LARGEST_DEVIATION_SAMPLES: u64 = 3 * 8000;
/// The end of a word is softer than its middle: so much is kept behind the last speech.
const AFTER_SPEECH_SAMPLES: u64 = 60 * SAMPLES_PER_MILLISECOND;

/// A recording under way.
#[derive(Debug)]
pub struct Recorder {
    /// Names its files for the writer.
    pub key: u64,
    rules: RecordRules,
    started: u64,
    codec: Codec,
    clock: Option<Clock>,
    vad: Vad,
    /// Where the last sound and the last speech ended.
    sound_end: u64,
    speech_end: Option<u64>,
    chunk: Chunk,
    chunk_since: u64,
    ear: Ear,
}

/// Where the timestamps of one stream lie in the recording.
#[derive(Clone, Copy, Debug)]
struct Clock {
    ssrc: u32,
    timestamp: u32,
    at: i64,
}

impl Recorder {
    /// Begins at `now` milliseconds.
    pub fn new(key: u64, rules: RecordRules, now: u64, codec: Codec, chunk: Chunk) -> Recorder {
        Recorder {
            key,
            rules,
            started: now,
            codec,
            clock: None,
            vad: Vad::new(),
            sound_end: 0,
            speech_end: None,
            chunk,
            chunk_since: now,
            ear: Ear::new(codec),
        }
    }

    /// After a new offer or answer.
    pub fn set_codec(&mut self, codec: Codec) {
        if codec != self.codec {
            self.codec = codec;
            self.ear = Ear::new(codec);
        }
    }

    /// Whether the chunk must go before a packet of so many octets can be taken at `now`.
    pub fn wants_chunk(&self, now: u64, octets: usize) -> bool {
        !self.chunk.has_room(octets)
            || (!self.chunk.octets.is_empty() && now - self.chunk_since >= CHUNK_MILLISECONDS)
    }

    pub fn has_room(&self, octets: usize) -> bool {
        self.chunk.has_room(octets)
    }

    /// Where the next packet will be written.
    pub fn ahead(&self) -> *const u8 {
        self.chunk.octets.as_ptr_range().end
    }

    /// Takes a new chunk for the old one.
    pub fn change_chunk(&mut self, now: u64, fresh: Chunk) -> Chunk {
        self.chunk_since = now;
        std::mem::replace(&mut self.chunk, fresh)
    }

    /// Takes a packet of sound. The chunk must have room.
    pub fn sound(&mut self, now: u64, header: &Header, codes: &[u8]) {
        let at = self.place(now, header, codes.len());
        // What began before the start, or cannot be stored, is not part of the recording.
        let before = usize::try_from(-at.min(0)).unwrap_or(usize::MAX);
        let Some(codes) = codes.get(before..).filter(|codes| !codes.is_empty()) else { return };
        let at = at.max(0) as u64;
        self.chunk.sound(at, self.codec, codes);
        let end = at + codes.len() as u64;
        self.sound_end = self.sound_end.max(end);
        let milliseconds = codes.len() as u32 / SAMPLES_PER_MILLISECOND as u32;
        if self.ear.power(codes).is_some_and(|power| self.vad.frame(milliseconds, power)) {
            self.speech_end = self.speech_end.max(Some(end));
        }
    }

    /// A key was pressed at a time of the stream; the end, if it is one that ends.
    pub fn key(&mut self, now: u64, header: &Header, key: char) -> Option<Ending> {
        if !self.rules.ends_on.contains(key) {
            return None;
        }
        let at = self.place(now, header, 0).max(0) as u64;
        Some(self.ending(at, RecordEnd::Key(key)))
    }

    /// A key was said by signalling; the end, if it is one that ends.
    pub fn said_key(&self, now: u64, key: char) -> Option<Ending> {
        self.rules.ends_on.contains(key).then(|| self.stop(now, RecordEnd::Key(key)))
    }

    /// Looks at the clock; the end, if it has come.
    pub fn tick(&self, now: u64) -> Option<Ending> {
        let at = self.position(now);
        let limit = self.rules.longest_ms * SAMPLES_PER_MILLISECOND;
        if at >= limit {
            return Some(self.ending(limit, RecordEnd::Limit));
        }
        let (since, silence_ms) = match self.speech_end {
            Some(end) => (end, self.rules.closing_silence_ms),
            None => (0, self.rules.opening_silence_ms),
        };
        if silence_ms == 0 || at.saturating_sub(since) < silence_ms * SAMPLES_PER_MILLISECOND {
            return None;
        }
        let cut = self.speech_end.map_or(0, |end| end + AFTER_SPEECH_SAMPLES);
        Some(self.ending(cut, RecordEnd::Silence))
    }

    /// Ends it from outside.
    pub fn stop(&self, now: u64, ended: RecordEnd) -> Ending {
        self.ending(self.position(now).max(self.sound_end), ended)
    }

    /// Where the last sound ends, in samples since the start, and how many milliseconds of speech there were until then.
    pub fn so_far(&self) -> (u64, u64) {
        (self.sound_end, self.vad.speech_milliseconds())
    }

    /// Ends it at a moment that only now turns out to be the end, with what had been said by then.
    pub fn cut(&self, samples: u64, speech_milliseconds: u64) -> Ending {
        Ending { speech_milliseconds, ..self.ending(samples, RecordEnd::Stopped) }
    }

    /// Ends it; the chunk that is left, closed by the end's entry.
    pub fn finish(self, ending: &Ending) -> Chunk {
        let mut chunk = self.chunk;
        let speech_milliseconds = u32::try_from(ending.speech_milliseconds).unwrap_or(u32::MAX);
        let end = Entry::End { at: ending.samples, speech_milliseconds };
        chunk.octets.extend_from_slice(&end.to_bytes());
        chunk
    }

    fn ending(&self, samples: u64, ended: RecordEnd) -> Ending {
        let samples = samples.min(self.rules.longest_ms * SAMPLES_PER_MILLISECOND);
        Ending { samples, speech_milliseconds: self.vad.speech_milliseconds(), ended }
    }

    /// Samples since the start, by our clock.
    fn position(&self, now: u64) -> u64 {
        now.saturating_sub(self.started) * SAMPLES_PER_MILLISECOND
    }

    /// Where a packet lies: by the sender's clock, which is set by the first packet of a stream and after a jump.
    fn place(&mut self, now: u64, header: &Header, samples: usize) -> i64 {
        let arrived = self.position(now) as i64;
        if let Some(clock) = self.clock.filter(|clock| clock.ssrc == header.ssrc) {
            let at = clock.at + i64::from(time_distance(clock.timestamp, header.timestamp));
            if at.abs_diff(arrived) < LARGEST_DEVIATION_SAMPLES {
                self.clock = Some(Clock { ssrc: header.ssrc, timestamp: header.timestamp, at });
                return at;
            }
        }
        // A packet arrives when its last sample has been spoken: the first may hold sound from before the start.
        let spoken = arrived - samples as i64;
        // A new stream never lies over what is there.
        let at = if self.sound_end == 0 { spoken } else { spoken.max(self.sound_end as i64) };
        self.clock = Some(Clock { ssrc: header.ssrc, timestamp: header.timestamp, at });
        at
    }
}

#[cfg(test)]
#[path = "recorder_tests.rs"]
mod tests;
