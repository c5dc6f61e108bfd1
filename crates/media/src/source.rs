//! Who may be heard on a leg: the rule by which an RTP source is learnt and kept. Pure.
//!
//! A source may be (i) the address that the SDP offers, or (ii) any port of the address that the signalling came
//! from; nothing else, unless the device may send from anywhere. Without SRTP nothing closes the rest: somebody who
//! can forge addresses can be heard.

use std::net::{IpAddr, SocketAddr};

/// A device that may send from anywhere is believed after so many packets in sequence…
const PACKETS_FROM_ANYWHERE: u32 = 5;
/// …while those who are expected have been silent for so long.
const EXPECTED_SILENT_MILLISECONDS: u64 = 200;

/// What is known of a packet before it is believed.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub address: SocketAddr,
    pub ssrc: u32,
    pub sequence: u16,
}

/// What to do with a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Refused,
    Heard,
    /// Heard, and from now on only this address is. `settled`: nothing can displace it, the socket may be connected.
    Locked {
        settled: bool,
    },
}

/// The source of one leg.
#[derive(Clone, Debug)]
pub struct Source {
    offered: SocketAddr,
    signalling: IpAddr,
    anywhere: bool,
    unlocked_at: u64,
    lock: Option<Lock>,
    /// Somebody from anywhere who is not yet believed.
    applicant: Option<Applicant>,
}

#[derive(Clone, Copy, Debug)]
struct Lock {
    address: SocketAddr,
    ssrc: u32,
    place: Place,
    /// Another SSRC from the locked address, and the sequence number that would prove it.
    successor: Option<(u32, u16)>,
}

#[derive(Clone, Copy, Debug)]
struct Applicant {
    address: SocketAddr,
    ssrc: u32,
    next: u16,
    packets: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// (i)
    Offered,
    /// (ii)
    Signalling,
    Anywhere,
}

impl Source {
    /// An offer or answer names a source; `now` in milliseconds.
    pub fn new(offered: SocketAddr, signalling: IpAddr, anywhere: bool, now: u64) -> Source {
        Source { offered, signalling, anywhere, unlocked_at: now, lock: None, applicant: None }
    }

    /// Whether an address could be heard at all, for RTCP: the locked host, or before that the expected ones.
    pub fn may_report(&self, address: IpAddr) -> bool {
        match self.lock {
            Some(lock) => lock.address.ip() == address,
            None => address == self.offered.ip() || address == self.signalling,
        }
    }

    /// Judges one packet.
    pub fn packet(&mut self, now: u64, origin: Origin) -> Verdict {
        let Some(place) = self.place(origin.address) else { return Verdict::Refused };
        if let Some(lock) = &mut self.lock {
            if lock.address == origin.address {
                return lock.same_address(origin);
            }
            if !(lock.place == Place::Signalling && place == Place::Offered) {
                return Verdict::Refused;
            }
        }
        if place == Place::Anywhere && !self.believed(now, origin) {
            return Verdict::Refused;
        }
        let Origin { address, ssrc, .. } = origin;
        self.lock = Some(Lock { address, ssrc, place, successor: None });
        self.applicant = None;
        Verdict::Locked { settled: place != Place::Signalling }
    }

    fn place(&self, address: SocketAddr) -> Option<Place> {
        // Not `==`: an IPv6 address that was received has a scope, one of an SDP has none.
        if (address.ip(), address.port()) == (self.offered.ip(), self.offered.port()) {
            Some(Place::Offered)
        } else if address.ip() == self.signalling {
            Some(Place::Signalling)
        } else {
            self.anywhere.then_some(Place::Anywhere)
        }
    }

    /// Whether somebody from anywhere has sent enough in sequence while nobody expected was heard. (Whoever is expected
    /// locks with the first packet, so before a lock they have been silent ever since.)
    fn believed(&mut self, now: u64, origin: Origin) -> bool {
        let Origin { address, ssrc, sequence } = origin;
        let packets = match self.applicant {
            Some(known) if (known.address, known.ssrc, known.next) == (address, ssrc, sequence) => {
                known.packets + 1
            }
            _ => 1,
        };
        self.applicant = Some(Applicant { address, ssrc, next: sequence.wrapping_add(1), packets });
        packets >= PACKETS_FROM_ANYWHERE
            && now.saturating_sub(self.unlocked_at) >= EXPECTED_SILENT_MILLISECONDS
    }
}

impl Lock {
    /// A new SSRC is taken after two packets in sequence.
    fn same_address(&mut self, origin: Origin) -> Verdict {
        if origin.ssrc == self.ssrc {
            self.successor = None;
            return Verdict::Heard;
        }
        if self.successor == Some((origin.ssrc, origin.sequence)) {
            self.ssrc = origin.ssrc;
            self.successor = None;
            return Verdict::Heard;
        }
        self.successor = Some((origin.ssrc, origin.sequence.wrapping_add(1)));
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Heard, Refused};
    use super::*;

    const OFFERED: &str = "10.0.0.5:4000";
    const OTHER_PORT: &str = "10.0.0.5:4002";
    const NATTED: &str = "192.0.2.7:61000";
    const NATTED_OTHER_PORT: &str = "192.0.2.7:61002";
    const STRANGER: &str = "203.0.113.9:4000";
    const DISPLACEABLE: Verdict = Verdict::Locked { settled: false };
    const SETTLED: Verdict = Verdict::Locked { settled: true };

    /// (from, SSRC, sequence, verdict) of packets 20 ms apart; the SDP says `OFFERED`, the signalling comes from NATTED's host.
    fn check(anywhere: bool, packets: &[(&str, u32, u16, Verdict)]) {
        let mut source = Source::new(OFFERED.parse().unwrap(), "192.0.2.7".parse().unwrap(), anywhere, 0);
        for (step, &(from, ssrc, sequence, verdict)) in packets.iter().enumerate() {
            let origin = Origin { address: from.parse().unwrap(), ssrc, sequence };
            assert_eq!(source.packet(20 * step as u64, origin), verdict, "packet {step} of {packets:?}");
        }
    }

    #[test]
    fn a_stranger_is_never_heard_before_during_and_after_learning() {
        check(
            false,
            &[
                (STRANGER, 1, 1, Refused),
                (OFFERED, 9, 1, SETTLED),
                (STRANGER, 1, 2, Refused),
                (STRANGER, 9, 2, Refused),
                (OFFERED, 9, 2, Heard),
                (STRANGER, 9, 3, Refused),
            ],
        );
        let patient: Vec<_> = (0..100).map(|sequence| (STRANGER, 1, sequence, Refused)).collect();
        check(false, &patient);
    }

    #[test]
    fn another_port_of_the_same_host_is_not_heard_after_learning() {
        check(
            false,
            &[(NATTED, 1, 1, DISPLACEABLE), (NATTED_OTHER_PORT, 1, 2, Refused), (NATTED, 1, 2, Heard)],
        );
        check(false, &[(OFFERED, 1, 1, SETTLED), (OTHER_PORT, 1, 2, Refused), (NATTED, 1, 2, Refused)]);
        check(false, &[(OTHER_PORT, 1, 1, Refused)]);
    }

    #[test]
    fn the_offered_address_displaces_the_signalling_host_once() {
        check(
            false,
            &[
                (NATTED, 1, 1, DISPLACEABLE),
                (OFFERED, 2, 50, SETTLED),
                (NATTED, 1, 2, Refused),
                (NATTED, 1, 3, Refused),
                (OFFERED, 2, 51, Heard),
            ],
        );
    }

    #[test]
    fn another_ssrc_is_taken_after_two_packets_in_sequence() {
        check(
            false,
            &[
                (OFFERED, 1, 1, SETTLED),
                (OFFERED, 2, 70, Refused),
                (OFFERED, 2, 71, Heard),
                (OFFERED, 2, 72, Heard),
            ],
        );
        check(false, &[(OFFERED, 1, 1, SETTLED), (OFFERED, 2, 65535, Refused), (OFFERED, 2, 0, Heard)]);
        check(
            false,
            &[
                (OFFERED, 1, 1, SETTLED),
                (OFFERED, 2, 70, Refused),
                (OFFERED, 2, 73, Refused),
                (OFFERED, 1, 2, Heard),
            ],
        );
        check(
            false,
            &[
                (OFFERED, 1, 1, SETTLED),
                (OFFERED, 2, 70, Refused),
                (OFFERED, 1, 2, Heard),
                (OFFERED, 2, 71, Refused),
                (OFFERED, 2, 72, Heard),
            ],
        );
    }

    #[test]
    fn from_anywhere_needs_five_in_sequence_and_the_expected_silent() {
        let mut packets: Vec<_> = (0..10).map(|sequence| (STRANGER, 1, sequence, Refused)).collect();
        packets.push((STRANGER, 1, 10, SETTLED));
        packets.push((STRANGER, 1, 11, Heard));
        check(true, &packets);

        let mut gap: Vec<_> = (0..12).map(|step| (STRANGER, 1, 2 * step, Refused)).collect();
        gap.extend((100..104).map(|sequence| (STRANGER, 1, sequence, Refused)));
        gap.push((STRANGER, 1, 104, SETTLED));
        check(true, &gap);

        check(true, &[(STRANGER, 1, 1, Refused), (NATTED, 1, 1, DISPLACEABLE), (STRANGER, 1, 2, Refused)]);
    }

    #[test]
    fn only_the_locked_host_may_report() {
        let mut source = Source::new(OFFERED.parse().unwrap(), "192.0.2.7".parse().unwrap(), false, 0);
        let may = |source: &Source, host: &str| source.may_report(host.parse().unwrap());
        assert!(may(&source, "10.0.0.5") && may(&source, "192.0.2.7") && !may(&source, "203.0.113.9"));
        source.packet(0, Origin { address: NATTED.parse().unwrap(), ssrc: 1, sequence: 1 });
        assert!(!may(&source, "10.0.0.5") && may(&source, "192.0.2.7"));
    }
}
