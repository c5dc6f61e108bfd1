//! Legs that speak what they do not work in, describe their silence, or say everything twice.

use super::*;

#[test]
fn a_leg_that_speaks_opus_or_g729_hears_what_is_played_and_is_recorded() {
    let fixture = Fixture::new();
    for (codec, tongue) in every_pair() {
        let language = tongue.language();
        let mut phone = Phone::new(LOCALHOST, codec);
        let (leg, mut events) = fixture.leg(&phone);
        leg.connect(foreign(&phone, tongue));
        let play = leg.play(tone(codec).into(), 0, Repeat::Once);
        let mut heard = Vec::new();
        while heard.len() < 50 {
            heard.push(phone.hear());
        }
        let above = tone_above_the_rest(&understand(&heard, language)[1600..]);
        assert!(above > clear(language), "{language:?} {codec:?}: {above} dB");
        leg.stop_play();
        while !matches!(event(&mut events), LegEvent::PlayEnded { play: ended, .. } if ended == play) {}
        let id = format!("{language:?}-{codec:?}");
        leg.record(&id, RULES);
        speak(&mut phone, &leg, tongue, || {});
        leg.stop_record();
        let LegEvent::RecordEnded { milliseconds, speech_milliseconds, .. } = event(&mut events) else {
            panic!("no end")
        };
        assert!(
            (1400..2000).contains(&milliseconds) && speech_milliseconds > 1200,
            "{language:?} {codec:?}: {milliseconds}"
        );
        let recording = fixture.recording(&id);
        let above = tone_above_the_rest(&recording.samples[2400..10_400]);
        assert!(above > clear(language), "{language:?} {codec:?}: {above} dB");
    }
}

#[test]
fn legs_that_speak_opus_or_g729_are_bridged_with_every_codec_and_among_themselves() {
    for (codec, tongue) in every_pair() {
        let language = tongue.language();
        let fixture = Fixture::new();
        let mut phones = [Codec::G722, codec].map(|codec| Phone::new(LOCALHOST, codec));
        let (one, mut events) = fixture.leg(&phones[0]);
        let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
        one.connect(foreign(&phones[0], tongue));
        other.connect(phones[1].remote());
        one.bridge(&other).unwrap();
        let mut heard = Vec::new();
        let [caller, called] = &mut phones;
        speak(caller, &one, tongue, || heard.extend(called.heard()));
        for pair in heard.windows(2) {
            assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
            assert_eq!(pair[1].0.timestamp, pair[0].0.timestamp.wrapping_add(160));
        }
        let codes: Vec<u8> = heard.iter().skip(10).flat_map(|(_, codes)| codes).copied().collect();
        let above = tone_above_the_rest(&codec.decode(&codes)[1600..]);
        assert!(
            heard.len() > 60 && above > clear(language),
            "{language:?} {codec:?}: {} frames, {above} dB",
            heard.len()
        );
        let mut heard = Vec::new();
        called.next = Instant::now();
        for codes in tone(codec).chunks(160) {
            called.frame(&other, codes);
            heard.extend(caller.heard());
        }
        let above = tone_above_the_rest(&understand(&heard, language)[1600..]);
        assert!(
            heard.len() > 45 && above > clear(language),
            "{language:?} {codec:?}: {} frames, {above} dB",
            heard.len()
        );
        // Keys go with the sound's clock, and are told.
        called.press(&other, '7');
        let key =
            std::iter::from_fn(|| Some(caller.hear())).find(|(header, _)| header.payload_type == EVENT_TYPE);
        assert_eq!(key.map(|(_, payload)| payload[0]), Some(7));
        let payload = [5, 10, 0, 160];
        caller.raw(&one, Header { payload_type: EVENT_TYPE, ..caller.header }, &payload);
        assert!(matches!(event(&mut events), LegEvent::Key('5')));
        // Two that speak the same pass on what they say as it is.
        other.connect(foreign(called, tongue));
        let packet = b"any octets at all";
        caller.header.payload_type = payload_type(language);
        let untouched = loop {
            caller.wait();
            caller.raw(&one, caller.header, packet);
            caller.header.sequence = caller.header.sequence.wrapping_add(1);
            caller.header.timestamp = caller.header.timestamp.wrapping_add(160 * language.clock_units());
            if let Some(found) =
                called.heard().into_iter().find(|(header, _)| header.payload_type == payload_type(language))
            {
                break found.1;
            }
        };
        assert_eq!(untouched, packet);
    }
}

#[test]
fn comfort_noise_is_recorded_and_heard_by_the_other_side() {
    let fixture = Fixture::new();
    let mut phones = [Codec::Pcma, Codec::Pcmu].map(|codec| Phone::new(LOCALHOST, codec));
    let (one, mut events) = fixture.leg(&phones[0]);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    other.connect(phones[1].remote());
    one.bridge(&other).unwrap();
    one.record("comfort", RULES);
    let [caller, called] = &mut phones;
    caller.next = Instant::now();
    (0..20).for_each(|frame| caller.frame(&one, &speech(Codec::Pcma, frame)));
    // −45 dBov, dark; then nothing for a second.
    caller.raw(&one, Header { payload_type: 13, ..caller.header }, &[45, 60]);
    let mut heard = Vec::new();
    let until = Instant::now() + Duration::from_secs(1);
    while Instant::now() < until {
        heard.extend(called.heard());
        std::thread::sleep(Duration::from_millis(5));
    }
    caller.header.timestamp = caller.header.timestamp.wrapping_add(8000);
    caller.next = Instant::now();
    (0..20).for_each(|frame| caller.frame(&one, &speech(Codec::Pcma, frame)));
    one.stop_record();
    while !matches!(event(&mut events), LegEvent::RecordEnded { .. }) {}
    let level = |samples: &[i16]| {
        (samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    };
    let noise = 32768.0 * 10f64.powf(-45.0 / 20.0);
    let recorded = fixture.recording("comfort").samples;
    // 400 ms of speech and what a pause is behind.
    for part in recorded[8 * 600..8 * 1200].chunks(400) {
        assert!((0.5..2.0).contains(&(level(part) / noise)), "recorded: {} of {noise}", level(part));
    }
    let last: Vec<u8> = heard.iter().rev().take(20).flat_map(|(_, codes)| codes.clone()).collect();
    let found = level(&Codec::Pcmu.decode(&last)) / noise;
    assert!(heard.len() > 50 && (0.5..2.0).contains(&found), "heard: {} packets, {found}", heard.len());
    for pair in heard.windows(2) {
        assert_eq!(pair[1].0.timestamp.wrapping_sub(pair[0].0.timestamp) % 160, 0);
    }
}

#[test]
fn a_silence_that_g729_describes_is_heard_as_noise() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.connect(foreign(&phone, G729));
    leg.record("g729-silence", RULES);
    speak(&mut phone, &leg, G729, || {});
    // A description of some level, behind a frame of speech as it may be; then nothing.
    phone.raw(&leg, phone.header, &[0x31, 0x20]);
    std::thread::sleep(Duration::from_millis(900));
    leg.stop_record();
    while !matches!(event(&mut events), LegEvent::RecordEnded { .. }) {}
    let recorded = fixture.recording("g729-silence").samples;
    let silence = &recorded[recorded.len() - 8 * 500..recorded.len() - 8 * 200];
    assert!(recorded.len() > 8 * 2200, "{} ms", recorded.len() / 8);
    // Not one of its tenths is empty.
    assert!(silence.chunks(400).all(|part| part.iter().any(|&sample| sample.unsigned_abs() > 8)));
}

#[test]
fn lost_packets_are_heard_from_the_copies_in_the_next_ones() {
    const RED: u8 = 121;
    let fixture = Fixture::new();
    let mut phones = [Codec::Pcma, Codec::Pcma].map(|codec| Phone::new(LOCALHOST, codec));
    let (one, mut events) = fixture.leg(&phones[0]);
    let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
    one.connect(Remote { redundancy: Some(RED), ..phones[0].remote() });
    other.connect(phones[1].remote());
    one.bridge(&other).unwrap();
    let [caller, called] = &mut phones;
    let mut redundancy = Redundancy::new(RED);
    let mut out = [0; red::ROOM];
    let mut heard = Vec::new();
    caller.next = Instant::now();
    for frame in 0..50 {
        let length = redundancy.say(&caller.header, &speech(Codec::Pcma, frame), &mut out).unwrap();
        caller.wait();
        // Every fifth is lost on the way.
        if frame % 5 != 3 {
            caller.raw(&one, Header { payload_type: RED, ..caller.header }, &out[..length]);
        }
        caller.step();
        heard.extend(called.heard());
    }
    std::thread::sleep(Duration::from_millis(100));
    heard.extend(called.heard());
    let frames: Vec<&[u8]> = heard.iter().map(|(_, codes)| &codes[..]).collect();
    let expected: Vec<Vec<u8>> = (0..50).map(|frame| speech(Codec::Pcma, frame)).collect();
    assert_eq!(frames, expected);
    assert!(heard.windows(2).all(|two| two[1].0.sequence == two[0].0.sequence.wrapping_add(1)));
    // What is said to who takes it goes out twice, and keys go as they are.
    called.next = Instant::now();
    let mut said = Vec::new();
    for frame in 0..10 {
        called.frame(&other, &speech(Codec::Pcma, frame));
        said.extend(caller.heard());
    }
    assert!(said.len() > 5 && said.iter().all(|(header, _)| header.payload_type == RED));
    assert!(said.iter().skip(1).all(|(_, packet)| packet.len() == 5 + 2 * 160));
    called.press(&other, '7');
    let key =
        std::iter::from_fn(|| Some(caller.hear())).find(|(header, _)| header.payload_type == EVENT_TYPE);
    assert_eq!(key.map(|(_, payload)| payload[0]), Some(7));
    caller.press(&one, '4');
    assert!(matches!(event(&mut events), LegEvent::Key('4')));
}
