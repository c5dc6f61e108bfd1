//! What the line itself says on a leg, where its owner wants to know.

use super::Circuit;
use crate::codec::{Codec, SAMPLES_PER_MILLISECOND};
use crate::event::LegEvent;
use crate::outbox::{Note, Outbox};
use crate::progress::{Listening, Wanted};
use crate::rtp::Header;

impl Circuit {
    /// Listens from here on, in place of what was listened for.
    pub fn listen_for(&mut self, listening: Box<Listening>, outbox: &mut Outbox) {
        if let Some(old) = self.listening.replace(listening) {
            outbox.discard_listening(old);
        }
    }

    /// A packet of sound. A tone that says that the far end is gone is no part of what was recorded: that ends where the tone
    /// began.
    pub fn follow_tones(&mut self, header: &Header, codec: Codec, codes: &[u8], outbox: &mut Outbox) {
        let Some(listening) = &mut self.listening else { return };
        if let Some(recorder) = &self.recorder {
            listening.recorded(recorder.so_far());
        }
        match listening.packet(header, codec, codes) {
            Some(Wanted::Tone { signal, ago_ms }) => {
                self.cut_recording(ago_ms, outbox);
                outbox.must(Note::Event(self.id, LegEvent::LineTone { signal, ago_ms }));
            }
            Some(Wanted::Answer(answer)) => outbox.must(Note::Event(self.id, LegEvent::Answerer(answer))),
            None => {}
        }
    }

    /// Ends a recording so long before its last sound.
    fn cut_recording(&mut self, ago_ms: u64, outbox: &mut Outbox) {
        let (Some(recorder), Some(listening)) = (&self.recorder, &self.listening) else { return };
        let samples = recorder.so_far().0.saturating_sub(ago_ms * SAMPLES_PER_MILLISECOND);
        let ending = recorder.cut(samples, listening.spoken_by(samples));
        self.end_recording(&ending, outbox);
    }
}
