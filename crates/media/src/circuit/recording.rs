//! A leg is recorded.

use super::Circuit;
use crate::codec::Codec;
use crate::outbox::Outbox;
use crate::recorder::{Ending, RecordEnd, RecordRules, Recorder};
use crate::rtp::Header;

impl Circuit {
    pub fn record(&mut self, now: u64, header: &Header, codes: &[u8], outbox: &mut Outbox) {
        self.ship(now, codes.len(), outbox);
        if let Some(recorder) = &mut self.recorder {
            recorder.sound(now, header, codes);
        }
    }

    /// Sends off a chunk that is full or old. When the pool is empty, a full one ends the recording.
    fn ship(&mut self, now: u64, octets: usize, outbox: &mut Outbox) {
        let Some(recorder) = &mut self.recorder else { return };
        if !recorder.wants_chunk(now, octets) {
            return;
        }
        if let Some(fresh) = outbox.chunk() {
            let full = recorder.change_chunk(now, fresh);
            outbox.ship(recorder.key, full, None);
        } else if !recorder.has_room(octets) {
            let ending = recorder.stop(now, RecordEnd::Failed);
            self.end_recording(&ending, outbox);
        }
    }

    pub(super) fn end_recording(&mut self, ending: &Ending, outbox: &mut Outbox) {
        if let Some(recorder) = self.recorder.take() {
            let key = recorder.key;
            outbox.ship(key, recorder.finish(ending), Some(*ending));
        }
    }

    pub fn start_recording(&mut self, key: u64, rules: RecordRules, now: u64, outbox: &mut Outbox) {
        self.stop_recording(RecordEnd::Stopped, now, outbox);
        let codec = self.link.as_ref().map_or(Codec::Pcma, |link| link.remote.codec);
        if let Some(listening) = &mut self.listening {
            listening.recording_begins();
        }
        match outbox.chunk() {
            Some(chunk) => self.recorder = Some(Recorder::new(key, rules, now, codec, chunk)),
            None => outbox.fail(key),
        }
    }

    pub fn stop_recording(&mut self, ended: RecordEnd, now: u64, outbox: &mut Outbox) {
        if let Some(ending) = self.recorder.as_ref().map(|recorder| recorder.stop(now, ended)) {
            self.end_recording(&ending, outbox);
        }
    }

    /// The recording's files failed.
    pub fn abandon_recording(&mut self, key: u64, now: u64, outbox: &mut Outbox) {
        if self.recorder.as_ref().is_some_and(|recorder| recorder.key == key) {
            self.stop_recording(RecordEnd::Failed, now, outbox);
        }
    }

    /// A recording that was never ended, because the leg broke over it.
    pub fn lost_recording(&self) -> Option<u64> {
        self.recorder.as_ref().map(|recorder| recorder.key)
    }

    pub(super) fn watch_recording(&mut self, now: u64, outbox: &mut Outbox) {
        self.ship(now, 0, outbox);
        if let Some(ending) = self.recorder.as_ref().and_then(|recorder| recorder.tick(now)) {
            self.end_recording(&ending, outbox);
        }
    }
}
