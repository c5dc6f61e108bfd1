//! Legs of SRTP.

use super::*;

fn keying(suite: Suite, seed: u8) -> Keying {
    Keying::new(suite, &vec![seed; suite.key_octets() + suite.salt_octets()]).unwrap()
}

#[test]
fn a_bridge_joins_srtp_with_plain_rtp_and_lets_nothing_unsealed_pass() {
    for suite in Suite::ALL {
        let fixture = Fixture::new();
        let [mut sealed, mut plain] = [Codec::Pcma; 2].map(|codec| Phone::new(LOCALHOST, codec));
        let (one, one_events) = fixture.engine.leg(LOCALHOST, None).unwrap();
        let (ours, theirs) = (keying(suite, 1), keying(suite, 2));
        one.secure(Security::On { ours: Some(ours), theirs: Some(theirs) });
        one.connect(sealed.remote());
        let (other, _other_events) = fixture.engine.leg(LOCALHOST, Some(&one)).unwrap();
        other.connect(plain.remote());
        one.bridge(&other).unwrap();
        // The right header from the right place, but plain.
        sealed.frame(&one, &speech(Codec::Pcma, 0));
        assert!(plain.hears_nothing(), "{suite:?}");
        sealed.context = Some(RefCell::new(Context::new(Some(&theirs), Some(&ours))));
        for frame in 0..5 {
            sealed.frame(&one, &speech(Codec::Pcma, frame));
            plain.frame(&other, &speech(Codec::Pcma, frame + 9));
            assert_eq!(plain.hear().1, speech(Codec::Pcma, frame), "{suite:?}");
            assert_eq!(sealed.hear().1, speech(Codec::Pcma, frame + 9), "{suite:?}");
        }
        // Ours is new, theirs goes on.
        let fresh = keying(suite, 3);
        one.secure(Security::On { ours: Some(fresh), theirs: None });
        let mut context = Context::new(None, Some(&fresh));
        context.go_on_from(&mut sealed.context.take().unwrap().borrow_mut());
        sealed.context = Some(RefCell::new(context));
        // What comes in the tick in which the key does may be sealed by the old one; the second of these is in a later tick.
        for frame in 5..7 {
            sealed.frame(&one, &speech(Codec::Pcma, frame));
            assert_eq!(plain.hear().1, speech(Codec::Pcma, frame), "{suite:?}");
        }
        plain.frame(&other, &speech(Codec::Pcma, 6));
        assert_eq!(sealed.hear().1, speech(Codec::Pcma, 6), "{suite:?}");
        drop(one);
        assert_eq!(closed(&mut { one_events }).refused, 1, "{suite:?}");
    }
}

#[test]
fn a_sealed_prompt_is_heard_and_reports_are_sealed_too() {
    let fixture = Fixture::new();
    let mut phone = Phone::new(LOCALHOST, Codec::Pcmu);
    let (leg, mut events) = fixture.engine.leg(LOCALHOST, None).unwrap();
    let (ours, theirs) = (keying(Suite::AesCm128HmacSha1_32, 1), keying(Suite::AesCm128HmacSha1_32, 2));
    leg.secure(Security::On { ours: Some(ours), theirs: Some(theirs) });
    leg.connect(phone.remote());
    phone.context = Some(RefCell::new(Context::new(Some(&theirs), Some(&ours))));
    let play = leg.play((0..3200).map(|octet| octet as u8).collect(), 0, Repeat::Once);
    for frame in 0..20u32 {
        assert_eq!(phone.hear().1[0], (frame * 160) as u8);
    }
    assert_eq!(event(&mut events), LegEvent::PlayEnded { play, octet: 3200, complete: true });
    drop(leg);
    let mut room = [0; 2048];
    let (length, _) = phone.rtcp.recv_from(&mut room).expect("a last report");
    let opened = phone.context.unwrap().borrow_mut().open_report(&mut room[..length]);
    assert!(opened.is_some_and(|opened| opened < length) && room[1] == 200, "a sealed sender report");
}
