//! Silence of our own, described.

use super::*;
use crate::Silence;
use crate::codec::FRAME;
use crate::comfort::Description;

const COMFORT_NOISE: u8 = 13;

#[test]
fn silence_between_sounds_is_described_to_whoever_takes_that() {
    let fixture = Fixture::new();
    for (codec, is_described) in [(Codec::Pcma, true), (Codec::Pcmu, true), (Codec::G722, false)] {
        let phone = Phone::new(LOCALHOST, codec);
        let (leg, mut events) = fixture.leg(&phone);
        leg.connect(phone.remote());
        leg.fall_silent(Silence::Described);
        let sound: Arc<[u8]> = vec![0x55; 1600].into();
        leg.play(sound.clone(), 0, Repeat::Once);
        let mut heard: Vec<(Header, Vec<u8>)> = (0..10).map(|_| phone.hear()).collect();
        assert!(heard.iter().all(|(header, _)| header.payload_type == codec.payload_type()), "{codec:?}");
        assert!(matches!(event(&mut events), LegEvent::PlayEnded { .. }));
        if is_described {
            heard.extend([phone.hear(), phone.hear()]);
            let [(first, level), (again, _)] = &heard[10..] else { panic!("two descriptions") };
            for header in [first, again] {
                assert_eq!((header.payload_type, header.marker), (COMFORT_NOISE, false));
            }
            assert!(Description::read(level).is_some() && level.len() == 1, "{level:?}");
            // A second, or more where the machine lets the engine wait.
            let later = again.timestamp.wrapping_sub(first.timestamp);
            assert!(later >= 8000 && later.is_multiple_of(FRAME as u32), "{later}");
        }
        leg.play(sound, 0, Repeat::Once);
        heard.push(phone.hear());
        let (last, _) = heard.last().unwrap();
        assert_eq!(last.payload_type, codec.payload_type());
        assert!(last.marker || !is_described, "{codec:?}: a talkspurt begins");
        for pair in heard.windows(2) {
            assert_eq!(pair[1].0.sequence, pair[0].0.sequence.wrapping_add(1));
        }
    }
}
