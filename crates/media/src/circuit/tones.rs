//! What the line itself says on a leg, where its owner wants to know.

use super::Circuit;
use crate::codec::{Codec, SAMPLES_PER_MILLISECOND};
use crate::event::LegEvent;
use crate::outbox::{Note, Outbox};
use crate::progress::{Listening, Wanted};
use crate::rtp::Header;

impl Circuit {
    /// Listens for tones from here on, in place of what was listened for.
    pub fn listen_for_tones(&mut self, listening: Box<Listening>, outbox: &mut Outbox) {
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
        let Some(Wanted { signal, ago_ms }) = listening.packet(header, codec, codes) else { return };
        let ending = self.recorder.as_ref().map(|recorder| {
            let samples = recorder.so_far().0.saturating_sub(ago_ms * SAMPLES_PER_MILLISECOND);
            recorder.cut(samples, listening.spoken_by(samples))
        });
        if let Some(ending) = ending {
            self.end_recording(&ending, outbox);
        }
        outbox.must(Note::Event(self.id, LegEvent::LineTone { signal, ago_ms }));
    }
}
