//! Two legs that hear each other.

use super::*;

#[test]
fn a_bridge_carries_sound_and_keys_both_ways_and_translates() {
    for codecs in [[Codec::Pcma, Codec::Pcma], [Codec::Pcma, Codec::Pcmu]] {
        let fixture = Fixture::new();
        let mut phones = codecs.map(|codec| Phone::new(LOCALHOST, codec));
        let (one, mut one_events) = fixture.leg(&phones[0]);
        let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
        other.connect(Remote { event_type: Some(96), ..phones[1].remote() });
        one.bridge(&other).unwrap();
        for (from, to, leg) in [(0, 1, &one), (1, 0, &other)] {
            let sent: Vec<Vec<u8>> = (0..10).map(|frame| speech(codecs[from], frame)).collect();
            sent.iter().for_each(|codes| phones[from].frame(leg, codes));
            let heard: Vec<(Header, Vec<u8>)> = sent.iter().map(|_| phones[to].hear()).collect();
            for ((header, codes), original) in heard.iter().zip(&sent) {
                let mut expected = original.clone();
                codecs[from].transcode(codecs[to], &mut expected);
                assert_eq!((codes, header.payload_type), (&expected, codecs[to].payload_type()));
                assert_ne!(header.ssrc, phones[from].header.ssrc);
            }
            for pair in heard.windows(2) {
                assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
                assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160));
            }
        }
        phones[0].press(&one, '7');
        let (header, payload) = phones[1].hear();
        assert_eq!((header.payload_type, header.marker, payload[0]), (96, true, 7));
        assert_eq!(event(&mut one_events), LegEvent::Key('7'));
        (0..4).for_each(|_| drop(phones[1].hear()));
        one.unbridge();
        let play = one.play(vec![9; 160].into(), 0, Repeat::Once);
        assert_eq!(event(&mut one_events), LegEvent::PlayEnded { play, octet: 160, complete: true });
        phones[0].frame(&one, &speech(codecs[0], 0));
        assert!(phones[1].hears_nothing());
    }
}

#[test]
fn a_bridge_transcodes_where_the_codecs_have_nothing_in_common() {
    const HEARD: usize = 50;
    let codecs = [Codec::Pcma, Codec::G722];
    let fixture = Fixture::new();
    let mut phones = codecs.map(|codec| Phone::new(LOCALHOST, codec));
    let (one, _one_events) = fixture.leg(&phones[0]);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    other.connect(Remote { event_type: Some(96), ..phones[1].remote() });
    one.bridge(&other).unwrap();
    for (from, to, leg) in [(0, 1, &one), (1, 0, &other)] {
        let tone = tone(codecs[from]);
        let mut heard: Vec<(Header, Vec<u8>)> = Vec::new();
        // What comes before the transcoder is made is not heard.
        phones[from].next = Instant::now();
        for codes in tone.chunks(160) {
            phones[from].frame(leg, codes);
            heard.extend(phones[to].heard());
            if heard.len() >= HEARD {
                break;
            }
        }
        assert!(heard.len() >= HEARD, "{} frames", heard.len());
        for (header, codes) in &heard {
            assert_eq!((header.payload_type, codes.len()), (codecs[to].payload_type(), 160));
        }
        for pair in heard.windows(2) {
            assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
            assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160));
        }
        let codes: Vec<u8> = heard.iter().flat_map(|(_, codes)| codes).copied().collect();
        let above = tone_above_the_rest(&codecs[to].decode(&codes)[1600..]);
        assert!(above > 20.0, "{:?}: {above} dB", codecs[to]);
    }
    phones[0].press(&one, '7');
    let key = std::iter::from_fn(|| Some(phones[1].hear())).find(|(header, _)| header.payload_type == 96);
    assert_eq!(key.map(|(_, payload)| payload[0]), Some(7));
    // A new offer may bring a codec in common, and another that is not.
    other.connect(phones[1].remote_with(Codec::Pcmu));
    let codes = speech(Codec::Pcma, 3);
    let translated = loop {
        phones[0].frame(&one, &codes);
        if let Some(found) = phones[1].heard().into_iter().find(|(header, _)| header.payload_type == 0) {
            break found.1;
        }
    };
    let mut expected = codes;
    Codec::Pcma.transcode(Codec::Pcmu, &mut expected);
    assert_eq!(translated, expected);
}

#[test]
fn packets_are_as_long_as_each_side_would_have_them() {
    let fixture = Fixture::new();
    // One that sends 20 ms and wants 40, and one that sends 60 and wants 20.
    let mut patient = Phone::new(LOCALHOST, Codec::G722);
    let hasty = Phone::new(LOCALHOST, Codec::G722);
    let (one, _one_events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    one.connect(Remote { packet_milliseconds: 40, ..patient.remote() });
    other.connect(hasty.remote());
    one.bridge(&other).unwrap();
    let said: Vec<u8> = (0..60).flat_map(|frame| speech(Codec::G722, frame)).collect();
    for (number, codes) in said.chunks(480).enumerate() {
        for part in codes.chunks(160) {
            patient.frame(&one, part);
        }
        let header = Header { timestamp: 480 * number as u32, sequence: number as u16, ..hasty.header };
        hasty.raw(&other, header, codes);
    }
    let heard = |phone: &Phone, length: usize| {
        let mut heard = Vec::new();
        let mut headers: Vec<Header> = Vec::new();
        while heard.len() < said.len() {
            let (header, codes) = phone.hear();
            assert_eq!(codes.len(), length);
            headers.push(header);
            heard.extend(codes);
        }
        for two in headers.windows(2) {
            assert_eq!(two[1].timestamp.wrapping_sub(two[0].timestamp), length as u32);
            assert_eq!(two[1].sequence, two[0].sequence.wrapping_add(1));
        }
        heard
    };
    assert!(heard(&patient, 320) == said, "three of 60 ms are cut and gathered to 40");
    assert!(heard(&hasty, 160) == said, "what is as it is wanted passes untouched");
    one.unbridge();
    one.play(said[..800].into(), 0, Repeat::Once);
    let lengths: Vec<usize> = (0..3).map(|_| patient.hear().1.len()).collect();
    assert_eq!(lengths, [320, 320, 160], "a prompt's end waits for nothing");
}

#[test]
fn a_leg_on_hold_is_not_spoken_to() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let held = Phone::new(LOCALHOST, Codec::Pcma);
    let (one, mut events) = fixture.leg(&phone);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    other.connect(Remote { listens: false, sends: false, ..held.remote() });
    one.bridge(&other).unwrap();
    (0..5).for_each(|frame| phone.frame(&one, &speech(Codec::Pcma, frame)));
    phone.press(&one, '1');
    assert_eq!(event(&mut events), LegEvent::Key('1'));
    assert!(held.hears_nothing());
}
