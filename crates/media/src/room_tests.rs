//! Conference rooms on real sockets.

use super::*;
use crate::{HeardBy, Room, RoomConfig, RoomEvent, RoomEvents, Voice};

/// Three that can be told apart.
const TONES: [f64; 4] = [400.0, 700.0, 1100.0, 1700.0];
const SILENT: f64 = 0.0;

/// A telephone that says a tone, and its leg.
struct Guest {
    phone: Phone,
    leg: Leg,
    events: LegEvents,
    hertz: f64,
    said: usize,
    heard: Vec<i16>,
    headers: Vec<Header>,
}

impl Guest {
    fn new(fixture: &Fixture, codec: Codec, hertz: f64) -> Guest {
        Guest::with(fixture, codec, hertz, Some(EVENT_TYPE), None)
    }

    fn with(
        fixture: &Fixture,
        codec: Codec,
        hertz: f64,
        event_type: Option<u8>,
        beside: Option<&Leg>,
    ) -> Guest {
        let phone = Phone::new(LOCALHOST, codec);
        phone.socket.set_nonblocking(true).unwrap();
        let (leg, events) = fixture.engine.leg(LOCALHOST, beside).unwrap();
        leg.connect(Remote { event_type, ..phone.remote() });
        Guest { phone, leg, events, hertz, said: 0, heard: Vec::new(), headers: Vec::new() }
    }

    fn say(&mut self) {
        let wave = |at: usize| (at as f64 / 8000.0 * self.hertz * std::f64::consts::TAU).sin();
        let samples: Vec<i16> = (self.said..self.said + 160).map(|at| (6000.0 * wave(at)) as i16).collect();
        self.said += 160;
        let codes = self.phone.codec.encode(&samples);
        self.phone.raw(&self.leg, self.phone.header, &codes);
        self.phone.step();
    }

    fn listen(&mut self) {
        let mut room = [0; 2048];
        while let Ok((length, _)) = self.phone.socket.recv_from(&mut room) {
            let packet = Packet::parse(&room[..length]).unwrap();
            self.headers.push(packet.header);
            if packet.header.payload_type == self.phone.codec.payload_type() {
                self.heard.extend(self.phone.codec.decode(&room[packet.payload]));
            }
        }
    }

    /// How strong a tone was in the last second, as an amplitude.
    fn strength(&self, hertz: f64) -> f64 {
        let sound = &self.heard[self.heard.len().saturating_sub(8000)..];
        let part = |wave: fn(f64) -> f64| {
            let turn = |at: usize| at as f64 / 8000.0 * hertz * std::f64::consts::TAU;
            sound.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at))).sum::<f64>()
        };
        2.0 * part(f64::sin).hypot(part(f64::cos)) / sound.len().max(1) as f64
    }

    fn loudest(&self) -> i16 {
        let sound = &self.heard[self.heard.len().saturating_sub(8000)..];
        sound.iter().map(|sample| sample.saturating_abs()).max().unwrap_or(0)
    }
}

/// Lets time pass: all speak, those who have a tone, and listen.
fn talk(guests: &mut [&mut Guest], milliseconds: u64) {
    let begun = Instant::now();
    for frame in 0..milliseconds / 20 {
        std::thread::sleep(
            (begun + Duration::from_millis(20 * frame)).saturating_duration_since(Instant::now()),
        );
        for guest in guests.iter_mut() {
            if guest.hertz > 0.0 {
                guest.say();
            }
            guest.listen();
        }
    }
}

fn plain(fixture: &Fixture) -> (Room, RoomEvents) {
    let config = RoomConfig { automatic_level: false, ..RoomConfig::default() };
    fixture.engine.room(config).unwrap()
}

/// The whole strength is 6000.
fn check(guest: &Guest, hears: &[f64], who: &str) {
    for tone in TONES {
        let strength = guest.strength(tone);
        if hears.contains(&tone) {
            assert!((3500.0..7000.0).contains(&strength), "{who} should hear {tone} Hz: {strength}");
        } else {
            assert!(strength < 300.0, "{who} should not hear {tone} Hz: {strength}");
        }
    }
}

fn room_event(events: &mut RoomEvents) -> Option<RoomEvent> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let next = async { tokio::time::timeout(DEADLINE, events.recv()).await };
    runtime.block_on(next).expect("an event should have come")
}

#[test]
fn everybody_hears_all_others_and_not_themselves_across_workers_and_laws() {
    let fixture = Fixture::with(|config| config.workers = 2);
    let (room, mut events) = plain(&fixture);
    let codecs = [Codec::Pcma, Codec::Pcmu, Codec::Pcma, Codec::Pcmu];
    let mut guests: Vec<Guest> = [TONES[0], TONES[1], TONES[2], SILENT]
        .iter()
        .zip(codecs)
        .map(|(&hertz, codec)| Guest::new(&fixture, codec, hertz))
        .collect();
    assert!(guests.iter().any(|guest| guest.leg.id().worker != guests[0].leg.id().worker));
    guests.iter().for_each(|guest| room.join(&guest.leg, Voice::default()).unwrap());
    talk(&mut guests.iter_mut().collect::<Vec<_>>(), 2000);
    check(&guests[0], &[TONES[1], TONES[2]], "the first");
    check(&guests[1], &[TONES[0], TONES[2]], "the second");
    check(&guests[2], &[TONES[0], TONES[1]], "the third");
    check(&guests[3], &TONES[..3], "the silent one");
    for guest in &guests {
        let numbers: Vec<_> = guest.headers.iter().map(|header| header.sequence).collect();
        assert!(numbers.windows(2).all(|two| two[1] == two[0].wrapping_add(1)), "numbers in order");
        let times: Vec<_> = guest.headers.iter().map(|header| header.timestamp).collect();
        assert!(times.windows(2).all(|two| two[1].wrapping_sub(two[0]) == 160), "time in order");
    }
    let mut speakers: Vec<_> = std::iter::from_fn(|| events.try_recv()).collect();
    speakers.sort_by_key(|event| format!("{event:?}"));
    let mut expected: Vec<_> =
        guests[..3].iter().map(|guest| RoomEvent::Speaking { leg: guest.leg.id(), speaking: true }).collect();
    expected.sort_by_key(|event| format!("{event:?}"));
    assert_eq!(speakers, expected);

    // Who leaves is not heard any more, goes home and can be bridged again; whoever ends, ends for good.
    room.leave(&guests[0].leg);
    let Guest { leg, mut events, .. } = guests.remove(1);
    drop(leg);
    assert!(closed(&mut events).packets > 90);
    talk(&mut guests.iter_mut().collect::<Vec<_>>(), 1600);
    check(&guests[1], &[], "the third, alone with the silent one");
    check(&guests[2], &[TONES[2]], "the silent one");
    assert_eq!(room.members(), 2);
    let codes = Codec::Pcma.encode(&[1000; 1600]);
    guests[0].leg.play(codes.into(), 0, Repeat::Forever);
    guests[0].heard.clear();
    talk(&mut guests.iter_mut().collect::<Vec<_>>(), 500);
    assert!(guests[0].heard.len() > 1600 && guests[0].loudest() < 1200, "what is played at home is heard");
}

#[test]
fn voices_are_muted_whispered_made_softer_and_kept_from_the_deaf() {
    let fixture = Fixture::new();
    let (room, _events) = plain(&fixture);
    let mut guests: Vec<Guest> = [TONES[0], TONES[1], TONES[2]]
        .iter()
        .map(|&hertz| Guest::new(&fixture, Codec::Pcma, hertz))
        .collect();
    guests.iter().for_each(|guest| room.join(&guest.leg, Voice::default()).unwrap());
    let talk = |guests: &mut Vec<Guest>| talk(&mut guests.iter_mut().collect::<Vec<_>>(), 1600);
    room.set(&guests[0].leg, Voice { heard_by: HeardBy::Nobody, ..Voice::default() });
    room.set(&guests[1].leg, Voice::whispering(&guests[2].leg));
    talk(&mut guests);
    check(&guests[0], &[TONES[2]], "the muted one");
    check(&guests[1], &[TONES[2]], "the one who whispers");
    check(&guests[2], &[TONES[1]], "the one who is whispered to");
    room.set(&guests[0].leg, Voice { gain_db: -12, ..Voice::default() });
    room.set(&guests[1].leg, Voice { deaf: true, ..Voice::default() });
    room.set(&guests[2].leg, Voice { volume_db: -12, ..Voice::default() });
    talk(&mut guests);
    assert!(guests[1].loudest() < 20, "the deaf one hears {}", guests[1].loudest());
    assert!((5000.0..6500.0).contains(&guests[0].strength(TONES[1])));
    assert!((1200.0..1800.0).contains(&guests[2].strength(TONES[1])));
    assert!((300.0..450.0).contains(&guests[2].strength(TONES[0])));
}

#[test]
fn keys_are_told_and_heard_by_nobody_else() {
    let fixture = Fixture::new();
    let (room, _room_events) = plain(&fixture);
    let mut listener = Guest::new(&fixture, Codec::Pcma, SILENT);
    let mut modern = Guest::new(&fixture, Codec::Pcma, SILENT);
    let mut old = Guest::with(&fixture, Codec::Pcma, SILENT, None, None);
    for guest in [&listener, &modern, &old] {
        room.join(&guest.leg, Voice::default()).unwrap();
    }
    let both = |at: usize| {
        let wave = |hertz: f64| (at as f64 / 8000.0 * hertz * std::f64::consts::TAU).sin();
        (5000.0 * (wave(770.0) + wave(1336.0))) as i16
    };
    modern.phone.next = Instant::now();
    modern.phone.press(&modern.leg, '7');
    for frame in 0..30 {
        old.phone.wait();
        let samples: Vec<i16> =
            (0..160).map(|at| if frame % 15 < 6 { both(frame * 160 + at) } else { 0 }).collect();
        old.phone.raw(&old.leg, old.phone.header, &Codec::Pcma.encode(&samples));
        old.phone.step();
        listener.listen();
    }
    talk(&mut [&mut listener, &mut modern, &mut old], 300);
    assert!(listener.heard.len() > 4000 && listener.loudest() < 20, "{}", listener.loudest());
    assert!(listener.headers.iter().all(|header| header.payload_type != EVENT_TYPE));
    assert_eq!(event(&mut modern.events), LegEvent::Key('7'));
    assert_eq!([event(&mut old.events), event(&mut old.events)], [LegEvent::Key('5'); 2]);
    assert_eq!(old.events.try_recv(), None);
}

#[test]
fn a_room_announces_plays_music_to_one_alone_and_has_an_end() {
    let fixture = Fixture::new();
    let tone = |hertz: f64, samples: usize| -> Arc<[i16]> {
        let wave = |at: usize| (at as f64 / 8000.0 * hertz * std::f64::consts::TAU).sin();
        (0..samples).map(|at| (6000.0 * wave(at)) as i16).collect()
    };
    // Whole periods, but no whole frames: what drifts would click.
    let config = RoomConfig { most: 2, automatic_level: false, music: Some(tone(TONES[3], 8080)) };
    let (room, mut events) = fixture.engine.room(config).unwrap();
    let mut one = Guest::new(&fixture, Codec::Pcmu, SILENT);
    let mut other = Guest::new(&fixture, Codec::Pcma, SILENT);
    room.join(&one.leg, Voice::default()).unwrap();
    talk(&mut [&mut one, &mut other], 2600);
    check(&one, &[TONES[3]], "one alone");
    room.join(&other.leg, Voice::default()).unwrap();
    let third = Guest::new(&fixture, Codec::Pcma, SILENT);
    assert!(matches!(room.join(&third.leg, Voice::default()), Err(MediaError::Full)));
    talk(&mut [&mut one, &mut other], 1300);
    check(&one, &[], "one in company");
    let play = room.announce(tone(TONES[2], 16_000), Repeat::Once);
    talk(&mut [&mut one, &mut other], 1400);
    check(&one, &[TONES[2]], "one");
    check(&other, &[TONES[2]], "the other");
    assert_eq!(room_event(&mut events), Some(RoomEvent::Announced { play, complete: true }));
    let cut = room.announce(tone(TONES[2], 16_000), Repeat::Forever);
    drop(room);
    assert_eq!(room_event(&mut events), Some(RoomEvent::Announced { play: cut, complete: false }));
    assert_eq!(room_event(&mut events), Some(RoomEvent::Closed));
    assert_eq!(room_event(&mut events), None);
    one.leg.bridge(&other.leg).unwrap();
    other.hertz = TONES[0];
    talk(&mut [&mut one, &mut other], 1400);
    check(&one, &[TONES[0]], "one, bridged");
    drop(one.leg);
    closed(&mut one.events);
}

#[test]
fn a_bridge_is_listened_to_whispered_into_and_joined_and_is_a_bridge_again() {
    let fixture = Fixture::with(|config| config.workers = 2);
    let mut caller = Guest::new(&fixture, Codec::Pcma, TONES[0]);
    let mut agent = Guest::with(&fixture, Codec::Pcma, TONES[1], Some(EVENT_TYPE), Some(&caller.leg));
    let mut chief = Guest::new(&fixture, Codec::Pcmu, TONES[2]);
    caller.leg.bridge(&agent.leg).unwrap();
    let (room, _events) = fixture.engine.tap(&caller.leg, &agent.leg).unwrap();
    room.join(&chief.leg, Voice::LISTENING).unwrap();
    talk(&mut [&mut caller, &mut agent, &mut chief], 1600);
    check(&caller, &[TONES[1]], "the caller");
    check(&agent, &[TONES[0]], "the agent");
    check(&chief, &TONES[..2], "who listens");

    room.set(&chief.leg, Voice::whispering(&agent.leg));
    talk(&mut [&mut caller, &mut agent, &mut chief], 1600);
    check(&caller, &[TONES[1]], "the caller, while the agent is whispered to");
    check(&agent, &[TONES[0], TONES[2]], "the agent, whispered to");

    room.set(&chief.leg, Voice::default());
    talk(&mut [&mut caller, &mut agent, &mut chief], 1600);
    check(&caller, &TONES[1..3], "the caller of three");
    check(&agent, &[TONES[0], TONES[2]], "the agent of three");
    caller.phone.next = Instant::now();
    caller.phone.press(&caller.leg, '4');
    talk(&mut [&mut caller, &mut agent, &mut chief], 200);
    let events: Vec<_> = agent.headers.iter().filter(|header| header.payload_type == EVENT_TYPE).collect();
    assert!(events.len() == 5 && events.iter().all(|header| header.timestamp == events[0].timestamp));
    assert!(chief.headers.iter().all(|header| header.payload_type != EVENT_TYPE));

    drop(room);
    talk(&mut [&mut caller, &mut agent, &mut chief], 1600);
    check(&caller, &[TONES[1]], "the caller, bridged again");
    check(&agent, &[TONES[0]], "the agent, bridged again");
    chief.heard.clear();
    talk(&mut [&mut caller, &mut agent, &mut chief], 200);
    assert!(chief.heard.is_empty(), "who left hears nothing");
}

#[test]
fn legs_of_different_workers_are_bridged_for_as_long_as_a_room_spans_them() {
    let fixture = Fixture::with(|config| config.workers = 2);
    let mut one = Guest::new(&fixture, Codec::Pcma, TONES[0]);
    let mut other = Guest::new(&fixture, Codec::Pcmu, TONES[1]);
    assert!(one.leg.bridge(&other.leg).is_err(), "each on a worker of its own");
    let (room, _events) = fixture.engine.span(&one.leg, &other.leg).unwrap();
    talk(&mut [&mut one, &mut other], 1600);
    check(&one, &[TONES[1]], "one");
    one.phone.next = Instant::now();
    one.phone.press(&one.leg, '4');
    talk(&mut [&mut one, &mut other], 200);
    assert!(other.headers.iter().any(|header| header.payload_type == EVENT_TYPE), "keys pass");

    drop(room);
    let mut third = Guest::with(&fixture, Codec::Pcma, TONES[2], Some(EVENT_TYPE), Some(&one.leg));
    one.leg.bridge(&third.leg).unwrap();
    talk(&mut [&mut one, &mut third], 1600);
    check(&one, &[TONES[2]], "one, at home again");
    check(&third, &[TONES[0]], "the third");
    let (nobody, mut events) = one.leg.nobody();
    nobody.stop_play();
    drop(nobody);
    assert_eq!(events.try_recv(), None);
    talk(&mut [&mut one, &mut third], 1600);
    check(&one, &[TONES[2]], "one, whose place nobody has taken");
}

#[test]
fn a_bridge_is_recorded_side_by_side_while_its_bytes_pass_untouched() {
    let fixture = Fixture::new();
    let mut one = Phone::new(LOCALHOST, Codec::Pcma);
    let mut other = Phone::new(LOCALHOST, Codec::Pcma);
    let (left, mut left_events) = fixture.leg(&one);
    let (right, mut right_events) = fixture.leg(&other);
    left.bridge(&right).unwrap();
    left.record_both(&right, "call", RULES).unwrap();
    for frame in 0..50 {
        one.frame(&left, &speech(Codec::Pcma, frame));
        other.frame(&right, &[0xD5; 160]);
        assert_eq!(other.hear().1, speech(Codec::Pcma, frame));
        one.hear();
    }
    left.stop_record();
    right.stop_record();
    for events in [&mut left_events, &mut right_events] {
        assert!(matches!(event(events), LegEvent::RecordEnded { ended: RecordEnd::Stopped, .. }));
    }
    let sides = recording::sides(fixture.spool.path(), "call").unwrap();
    let loud = |samples: &[i16]| samples.iter().filter(|sample| sample.abs() > 500).count();
    assert!(loud(&sides.near.samples) > 6000 && loud(&sides.far.samples) == 0);
    let stereo = sides.stereo();
    assert!(stereo.iter().skip(1).step_by(2).all(|sample| sample.abs() < 20));
    assert!(loud(&sides.mono()) > 6000 && stereo.len() == 2 * sides.mono().len());
}

#[test]
fn an_engine_that_stops_ends_rooms_and_their_legs() {
    let fixture = Fixture::with(|config| config.workers = 2);
    let (room, mut events) = plain(&fixture);
    let mut guests: Vec<Guest> = (0..4).map(|_| Guest::new(&fixture, Codec::Pcma, SILENT)).collect();
    guests.iter().for_each(|guest| room.join(&guest.leg, Voice::default()).unwrap());
    fixture.engine.stop();
    for guest in &mut guests {
        closed(&mut guest.events);
    }
    assert_eq!(room_event(&mut events), Some(RoomEvent::Closed));
    assert!(fixture.engine.room(RoomConfig::default()).is_err());
    drop(room);
}
