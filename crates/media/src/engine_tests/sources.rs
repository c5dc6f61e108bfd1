//! Who may be heard, and where that one is.

use super::*;

#[test]
fn a_strangers_packets_reach_neither_recording_nor_bridge() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    // On another address, and later on the phone's own address at another port.
    let far = Phone::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)), Codec::Pcma);
    let near = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, mut events) = fixture.leg(&phone);
    leg.record("guarded", RULES);
    let noise = Codec::Pcma.encode(&[20_000; 160]);
    let intrude = |stranger: &Phone, phone: &Phone| stranger.raw(&leg, phone.header, &noise);
    for _ in 0..5 {
        intrude(&far, &phone);
        phone.wait();
    }
    for frame in 0..50 {
        intrude(&far, &phone);
        if frame > 0 {
            intrude(&near, &phone);
        }
        phone.frame(&leg, &speech(Codec::Pcma, frame));
    }
    leg.stop_record();
    let LegEvent::RecordEnded { .. } = event(&mut events) else { panic!("no end") };
    drop(leg);
    let stats = closed(&mut events);
    assert_eq!(stats.packets, 50);
    assert!(stats.refused >= 5, "the first ones reach us, the kernel keeps the others away");
    let loudest = fixture.recording("guarded").samples.iter().map(|sample| sample.abs()).max();
    assert!(loudest < Some(9000), "{loudest:?}");
}

#[test]
fn a_phone_behind_nat_is_answered_where_it_sends_from() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
    let (leg, _events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    // The SDP names a private address that cannot be reached.
    let rtp = "127.0.0.9:9".parse().unwrap();
    leg.connect(Remote { rtp, signalling: LOCALHOST, ..phone.remote() });
    leg.play(vec![3; 800].into(), 0, Repeat::Forever);
    phone.frame(&leg, &speech(Codec::Pcma, 0));
    assert_eq!(phone.hear().1, [3; 160]);
}

#[test]
fn a_new_offer_unlocks_the_source() {
    let fixture = Fixture::new();
    let mut old = Phone::new(LOCALHOST, Codec::Pcma);
    let mut new = Phone::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 3)), Codec::Pcmu);
    let (leg, mut events) = fixture.leg(&old);
    leg.play(vec![3; 160].into(), 0, Repeat::Forever);
    old.frame(&leg, &speech(Codec::Pcma, 0));
    old.hear();
    leg.connect(new.remote());
    let (header, _) = new.hear();
    assert_eq!(header.payload_type, Codec::Pcmu.payload_type());
    for frame in 0..10 {
        old.frame(&leg, &speech(Codec::Pcma, frame));
        new.frame(&leg, &speech(Codec::Pcmu, frame));
    }
    new.press(&leg, '5');
    while event(&mut events) != LegEvent::Key('5') {}
    drop(leg);
    let heard = closed(&mut events).packets;
    assert!((1 + 10 + 1..=1 + 10 + 5).contains(&heard), "the old one is not heard, the new one is: {heard}");
}
