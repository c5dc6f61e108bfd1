//! How much memory the engine has for a leg, so that nobody makes it grow without noticing.

use super::*;
use crate::event::Mailbox;
use crate::mix::playout::Playout;
use crate::seat::Seat;

/// Octets of what is made for a leg, by what the leg is.
fn parts() -> [(&'static str, usize); 8] {
    [
        ("leg", size_of::<Circuit>()),
        ("its events", size_of::<Mailbox>()),
        ("keys of SRTP", size_of::<Context>()),
        ("a browser's gate", size_of::<Gate>()),
        ("G.722: what was said last", size_of::<Seamless>()),
        ("transcoder", size_of::<Transcoder>()),
        ("seat in a room", Seat::octets()),
        ("of that, what has come", Playout::octets()),
    ]
}

#[test]
fn a_call_takes_no_more_than_it_has_to() {
    let parts = parts();
    parts.iter().for_each(|(name, octets)| println!("{name}: {octets} octets"));
    let of =
        |name: &str| parts.iter().find(|(part, _)| *part == name).map_or(usize::MAX, |(_, octets)| *octets);
    let plain = of("leg") + of("its events");
    assert!(2 * plain <= 6 * 1024, "a call of two legs: {}", 2 * plain);
    let sealed = plain + of("keys of SRTP") + of("a browser's gate") + of("G.722: what was said last");
    assert!(2 * sealed <= 12 * 1024, "of two browsers that speak G.722: {}", 2 * sealed);
    let turned = plain + of("G.722: what was said last") + of("transcoder");
    assert!(2 * turned <= 32 * 1024, "one that is turned both ways: {}", 2 * turned);
    assert!(of("seat in a room") <= 32 * 1024, "{}", of("seat in a room"));
}
