//! The simulated line itself: what the tests of flows stand on.

mod house;

use domain::id::UserId;
use domain::language::Language;
use domain::number::Number;
use house::{from_outside, run};
use speech::Script;
use telephone::simulated::{Caller, Experience};
use telephone::{
    Audio, Barge, Connected, Destination, Digits, EntryEnd, Hangup, Heard, Key, Line, Listened, Manner,
    NotReached, Purpose, RecordEnd, RecordLimits, Shown,
};

const LIMITS: RecordLimits = RecordLimits {
    longest_seconds: 60,
    closing_silence_seconds: 5,
    opening_silence_seconds: 8,
    ending_keys: &[Key::Hash],
};
const FOUR: Digits = Digits { max: 4, end: Some(Key::Hash), first_seconds: 5, between_seconds: 3 };

fn script(ids: &[&'static str]) -> Script {
    ids.iter().fold(Script::new(Language::EnGb), |script, id| script.prompt(id))
}

#[test]
fn keys_typed_ahead_are_kept_in_order_for_the_next_wait() {
    run(async {
        let mut line = from_outside("201", Caller::new().waits(200).presses("12#34"));
        assert_eq!(line.play(&script(&["a"]), Barge::TypeAhead).await, Ok(Heard::End));
        line.wait(1_000).await.unwrap();
        let entered = line.collect(FOUR).await.unwrap();
        assert_eq!((entered.keys.as_str(), entered.ended), ("12", EntryEnd::Key));
        assert_eq!(line.play(&script(&["b"]), Barge::Keys).await, Ok(Heard::Key(Key::Digit(3))));
        let sound = Audio(speech::audio::wav(&[0; 800]).into());
        assert_eq!(
            line.listen(&sound, 0, Manner::default()).await,
            Ok(Listened::Stopped { at: 0, by: Key::Digit(4) })
        );
        assert_eq!(line.heard(), ["a…"], "b and the sound were not begun");
    });
}

#[test]
fn barge_decides_what_a_key_does() {
    for (barge, expected, then) in [
        (Barge::Keys, Heard::Key(Key::Digit(5)), ""),
        (Barge::Only([Key::Star].into()), Heard::Key(Key::Star), ""),
        (Barge::Only([Key::Digit(0)].into()), Heard::End, ""),
        (Barge::TypeAhead, Heard::End, "5*"),
        (Barge::No, Heard::End, ""),
    ] {
        run(async {
            let mut line = from_outside("201", Caller::new().waits(100).presses("5*"));
            assert_eq!(line.play(&script(&["a", "b"]), barge).await, Ok(expected), "{barge:?}");
            line.wait(1_000).await.unwrap();
            let entered = line.collect(FOUR).await.unwrap();
            assert!(then.is_empty() || entered.keys == then, "{barge:?}: {}", entered.keys);
        });
    }
}

#[test]
fn a_script_is_cut_at_its_limit_as_if_it_ended() {
    run(async {
        let mut line = from_outside("201", Caller::new()).lasts("a", 1_000).lasts("b", 1_000);
        assert_eq!(line.play_within(&script(&["a", "b"]), Barge::No, 1_600).await, Ok(Heard::End));
        assert_eq!((line.heard(), line.elapsed()), (vec!["a".to_owned(), "b…".to_owned()], 1_600));
    });
}

#[test]
fn what_is_no_sound_is_not_said_to_have_been_heard() {
    run(async {
        let mut line = from_outside("201", Caller::new());
        for octets in [&b"no sound"[..], &speech::audio::wav(&[])] {
            assert_eq!(
                line.listen(&Audio(octets.into()), 0, Manner::default()).await,
                Ok(Listened::Unplayable)
            );
        }
        assert_eq!((line.heard(), line.elapsed()), (vec![], 0));
        let sound = Audio(speech::audio::wav(&[0; 800]).into());
        assert_eq!(line.listen(&sound, 0, Manner::default()).await, Ok(Listened::ToTheEnd));
        assert_eq!(line.elapsed(), 100);
    });
}

#[test]
fn time_is_what_was_heard_and_waited_for() {
    run(async {
        let mut line = from_outside("201", Caller::new());
        let began = line.now();
        let entered = line.collect(FOUR).await.unwrap();
        assert_eq!((entered.keys.as_str(), entered.ended), ("", EntryEnd::Timeout));
        assert_eq!(line.now().duration_since(began).as_secs(), 5);
    });
}

#[test]
fn after_the_hang_up_every_wait_says_so_and_a_recording_has_what_there_was() {
    run(async {
        let mut line = from_outside("201", Caller::new().speaks(1_500).hangs_up());
        let recorded = line.record(Purpose::Sound, LIMITS).await;
        assert_eq!((recorded.milliseconds, recorded.speech_milliseconds), (1_500, 1_500));
        assert_eq!(recorded.ended, RecordEnd::Hangup);
        assert_eq!(line.play(&script(&["a"]), Barge::No).await, Err(Hangup));
        assert_eq!(line.wait(10).await, Err(Hangup));
        assert_eq!(line.answer().await, Err(Hangup));
        assert!(line.collect(FOUR).await.is_err());
        assert_eq!(line.record(Purpose::Sound, LIMITS).await.milliseconds, 0);
    });
}

#[test]
fn who_is_never_sent_away_goes_after_two_hours() {
    run(async {
        let mut line = from_outside("201", Caller::new());
        while line.wait(60_000).await.is_ok() {}
        assert_eq!(line.elapsed(), 2 * 60 * 60 * 1000);
        line.hang_up().await;
        assert!(!line.transcript().contains(&Experience::SentAway), "the caller went first");
    });
}

#[test]
fn a_recording_is_there_until_it_is_discarded_and_each_has_its_own_name() {
    run(async {
        let script = Caller::new().speaks(1_500).presses("#").speaks(700).hangs_up();
        let mut line = from_outside("201", script);
        let first = line.record(Purpose::Sound, LIMITS).await;
        let second = line.record(Purpose::Draft(UserId::new(1)), LIMITS).await;
        assert_ne!(first.id, second.id);
        let lengths = [&first, &second].map(|recorded| recorded.milliseconds);
        assert_eq!(lengths, [1_500, 700]);
        // The caller is gone by now.
        let heard = line.recorded(&second).await.and_then(|audio| audio.samples()).unwrap();
        assert_eq!(heard.len(), 700 * 8);
        line.discard(&first).await;
        assert_eq!(line.recorded(&first).await, None);
        assert_eq!(line.recordings().collect::<Vec<_>>(), [&second.id]);
    });
}

#[test]
fn a_faster_message_is_over_sooner_and_stops_at_its_own_position() {
    run(async {
        let sound = Audio(speech::audio::wav(&[1_000; 8 * 6_000]).into());
        let twice = Manner { speed_percent: 200, ..Manner::default() };
        let mut line = from_outside("201", Caller::new().hears("message").waits(1_000).presses("5"));
        let stopped = Listened::Stopped { at: 2_000, by: Key::Digit(5) };
        assert_eq!(line.listen(&sound, 0, twice).await, Ok(stopped));
        assert_eq!(line.listen(&sound, 2_000, twice).await, Ok(Listened::ToTheEnd));
        assert_eq!(line.elapsed(), 3_000);
    });
}

#[test]
fn others_are_reached_as_the_test_says() {
    let to = |number: &str| Destination {
        as_person: UserId::new(1),
        number: Number::parse(number).unwrap(),
        shown: Shown::Caller,
        longest_seconds: None,
    };
    run(async {
        let mut line = from_outside("201", Caller::new())
            .reaches("202", Connected::Talked)
            .reaches("203", Connected::Not(NotReached::Busy));
        assert_eq!(line.connect(&to("202")).await, Ok(Connected::Talked));
        assert_eq!(line.connect(&to("204")).await, Ok(Connected::Not(NotReached::NoAnswer)));
        assert_eq!(line.hand_over(&to("203")).await, Ok(NotReached::Busy));
        assert!(!line.is_over());
        assert_eq!(line.hand_over(&to("202")).await, Err(Hangup));
        assert!(line.is_over());
    });
}
