//! As many legs that speak G.729 as one server is asked for, at once, on real sockets.

use super::*;

const LEGS: usize = 40;
/// Frames that each says and hears: a second and a half.
const FRAMES: u32 = 75;

struct Guest {
    phone: Phone,
    leg: Leg,
    events: LegEvents,
    heard: usize,
}

#[test]
fn forty_legs_speak_g729_at_once() {
    let fixture = Fixture::new();
    let tone: Arc<[u8]> = tone(Codec::Pcma).into();
    let mut packets = Vec::new();
    let mut mouth = Mouth::new(G729, 8000).unwrap();
    for at in 0..FRAMES {
        let header = Header { payload_type: 18, marker: false, sequence: 0, timestamp: at * 160, ssrc: 7 };
        let samples: Vec<i16> =
            (at * 160..(at + 1) * 160).map(|at| (6000.0 * (f64::from(at) * 0.3).sin()) as i16).collect();
        mouth.frame(&header, &samples, |_, packet| packets.push(packet.to_vec()));
    }
    let mut guests: Vec<Guest> = (0..LEGS)
        .map(|number| {
            let mut phone = Phone::new(LOCALHOST, Codec::Pcma);
            phone.socket.set_nonblocking(true).unwrap();
            phone.header.payload_type = 18;
            let (leg, events) = fixture.leg(&phone);
            leg.connect(foreign(&phone, G729));
            leg.play(tone.clone(), 0, Repeat::Forever);
            leg.record(&format!("many-{number}"), RULES);
            Guest { phone, leg, events, heard: 0 }
        })
        .collect();
    let begun = Instant::now();
    for (packet, number) in packets.iter().zip(0u32..) {
        let due = begun + number * Duration::from_millis(20);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        for guest in &mut guests {
            guest.phone.raw(&guest.leg, guest.phone.header, packet);
            guest.phone.step();
            guest.heard += guest.phone.heard().len();
        }
    }
    for (number, mut guest) in guests.into_iter().enumerate() {
        guest.leg.stop_record();
        let recorded = loop {
            if let LegEvent::RecordEnded { speech_milliseconds, .. } = event(&mut guest.events) {
                break speech_milliseconds;
            }
        };
        // On a machine that does other things packets may come late, but most come.
        assert!(guest.heard > 50, "{number} heard {} packets", guest.heard);
        assert!(recorded > 1000, "of {number} {recorded} ms were recorded");
    }
}
