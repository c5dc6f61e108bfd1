//! A line that says by a tone that its far end is gone.

use super::*;
use crate::progress::{Plan, Signal, ToneRules};
use crate::tone::{Country, Tone, cadence};

/// Something like speech, to be known again: it glides.
fn speech(milliseconds: usize) -> Vec<i16> {
    let wave = |at: usize| {
        let seconds = at as f64 / 8000.0;
        6000.0 * (600.0 * seconds + 250.0 * (9.0 * seconds).sin()).sin()
    };
    (0..milliseconds * 8).map(|at| wave(at) as i16).collect()
}

#[test]
fn a_recording_ends_where_a_busy_tone_began() {
    let fixture = Fixture::new();
    for codec in Codec::ALL {
        let mut phone = Phone::new(LOCALHOST, codec);
        let (leg, mut events) = fixture.leg(&phone);
        leg.connect(phone.remote());
        leg.listen_for_tones(ToneRules { plan: Plan::Any, busy_cycles: 3 });
        let id = format!("busy-{codec:?}");
        leg.record(&id, RULES);
        let said = codec.encode(&speech(1000));
        let busy = codec.encode(&cadence(Country::Germany, Tone::Busy).repeat(4));
        phone.next = Instant::now();
        let heard = said.chunks(160).chain(busy.chunks(160)).find_map(|codes| {
            phone.frame(&leg, codes);
            events.try_recv()
        });
        assert!(
            matches!(heard, Some(LegEvent::LineTone { signal: Signal::Tone(Tone::Busy), .. })),
            "{codec:?}: {heard:?}"
        );
        let LegEvent::RecordEnded { milliseconds, speech_milliseconds, ended } = event(&mut events) else {
            panic!("no end")
        };
        assert_eq!(ended, RecordEnd::Stopped);
        assert!((960..=1060).contains(&milliseconds), "{codec:?}: {milliseconds}");
        assert!((700..=1060).contains(&speech_milliseconds), "{codec:?}: {speech_milliseconds}");
        let samples = fixture.recording(&id).samples;
        assert_eq!(samples.len() as u64, milliseconds * 8);
    }
}
