//! Legs that are recorded.

use super::*;

#[test]
fn a_recording_ended_by_a_key_holds_what_was_said_before_it() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcmu);
    let (leg, mut events) = fixture.leg(&phone);
    phone.frame(&leg, &speech(Codec::Pcmu, 0));
    leg.record("one", RecordRules { ends_on: EndKeys::of("#"), ..RULES });
    phone.next = Instant::now();
    let mut said = Vec::new();
    for frame in 1..=100 {
        let codes = speech(Codec::Pcmu, frame);
        phone.frame(&leg, &codes);
        said.extend(Codec::Pcmu.decode(&codes));
    }
    phone.press(&leg, '#');
    assert_eq!(event(&mut events), LegEvent::Key('#'));
    let LegEvent::RecordEnded { milliseconds, speech_milliseconds, ended } = event(&mut events) else {
        panic!("no end")
    };
    assert_eq!(ended, RecordEnd::Key('#'));
    assert!((1900..=2100).contains(&milliseconds), "{milliseconds}");
    assert!(speech_milliseconds > 1800, "{speech_milliseconds}");
    let recording = fixture.recording("one");
    assert_eq!(recording.samples.len() as u64, milliseconds * 8);
    assert_eq!(recording.speech_milliseconds, speech_milliseconds);
    // The end is exactly what was said last: the key cut nothing and left nothing.
    let tail = &said[said.len() - 8000..];
    assert_eq!(&recording.samples[recording.samples.len() - 8000..], tail);
}

#[test]
fn loss_and_disorder_do_not_change_a_recordings_length() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    phone.frame(&leg, &speech(Codec::Pcma, 0));
    leg.record("lossy", RULES);
    phone.next = Instant::now();
    let mut held: Option<(Header, Vec<u8>)> = None;
    for frame in 0..150usize {
        let codes = speech(Codec::Pcma, frame);
        // Of 150 frames 5 are lost, 3 come late, 3 twice.
        match frame % 50 {
            7 | 20 if frame != 120 => phone.lose(),
            30 => {
                held = Some((phone.header, codes));
                phone.lose();
            }
            32 => {
                phone.frame(&leg, &codes);
                let (header, late) = held.take().unwrap();
                phone.raw(&leg, header, &late);
                phone.raw(&leg, header, &late);
            }
            _ => phone.frame(&leg, &codes),
        }
    }
    phone.wait();
    leg.stop_record();
    let LegEvent::RecordEnded { milliseconds, ended, .. } = event(&mut events) else { panic!("no end") };
    assert_eq!(ended, RecordEnd::Stopped);
    assert!((2900..=3100).contains(&milliseconds), "{milliseconds}");
    let recording = fixture.recording("lossy");
    assert_eq!(recording.samples.len() as u64, milliseconds * 8);
    drop(leg);
    let stats = closed(&mut events);
    assert_eq!((stats.packets, stats.refused), (1 + 145 + 3, 0));
}

#[test]
fn silence_ends_a_recording_and_dropping_the_leg_finishes_one() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.record("silence", RecordRules { opening_silence_ms: 300, ..RULES });
    let LegEvent::RecordEnded { milliseconds: 0, ended: RecordEnd::Silence, .. } = event(&mut events) else {
        panic!("no end by silence")
    };
    leg.record("dropped", RULES);
    phone.next = Instant::now();
    (0..25).for_each(|frame| phone.frame(&leg, &speech(Codec::Pcma, frame)));
    drop(leg);
    let LegEvent::RecordEnded { milliseconds, ended: RecordEnd::Stopped, .. } = event(&mut events) else {
        panic!("no end by dropping")
    };
    closed(&mut events);
    assert_eq!(fixture.recording("dropped").samples.len() as u64, milliseconds * 8);
}

#[test]
fn a_recording_that_cannot_be_written_fails_and_says_so() {
    let fixture = Fixture::new();
    let phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.record("no/such/folder", RULES);
    let LegEvent::RecordEnded { milliseconds: 0, ended: RecordEnd::Failed, .. } = event(&mut events) else {
        panic!("no failure")
    };
    leg.record("after", RULES);
    leg.stop_record();
    let LegEvent::RecordEnded { ended: RecordEnd::Stopped, .. } = event(&mut events) else {
        panic!("no end")
    };
}
