//! The bridged legs of a worker: who is bridged with whom, and the passing on of what they say.

use super::Worker;
use crate::circuit::Passing;
use crate::event::LegId;
use crate::framer::LONGEST_FRAME;
use crate::interpreter::{Content, Interpreter, Parcel};
use std::panic::{AssertUnwindSafe, catch_unwind};

impl Worker {
    pub(super) fn bridge(&mut self, one: LegId, other: LegId) {
        if self.circuit(one).is_none() || self.circuit(other).is_none() {
            return;
        }
        for (leg, partner) in [(one, other), (other, one)] {
            self.unbridge(leg);
            let Some(circuit) = self.circuit(leg) else { continue };
            circuit.bridged = Some(partner);
            self.bridged.add(leg);
        }
    }

    pub(super) fn unbridge(&mut self, leg: LegId) {
        let Some(partner) = self.leave_bridge(leg) else { return };
        if self.circuit(partner).is_some_and(|circuit| circuit.bridged == Some(leg)) {
            self.leave_bridge(partner);
        }
    }

    /// From here on the leg is read in its turns; who the other was.
    fn leave_bridge(&mut self, leg: LegId) -> Option<LegId> {
        let partner = self.circuit(leg)?.bridged.take()?;
        self.bridged.remove(leg);
        Some(partner)
    }

    /// Reads the sockets of those whose datagrams are expected by now, and passes on what they say.
    pub(super) fn read_bridges(&mut self, now: u64, tick: u32) {
        let due = self.bridged.begin_tick(tick);
        // Backwards: a leg that goes is replaced by the last one, which was looked at.
        for at in (0..due).rev() {
            self.look_ahead_in_bridges(at);
            if let Some(leg) = self.bridged.due(at) {
                let read = self.read_bridged(leg, now);
                self.bridged.found(at, leg, read);
            }
        }
    }

    /// Legs lie all over the memory: those that come next are fetched while this one is served.
    fn look_ahead_in_bridges(&self, at: usize) {
        let coming =
            |ahead| self.bridged.due(at.saturating_sub(ahead)).and_then(|leg| self.at(leg.place as usize));
        if let Some(circuit) = coming(3) {
            crate::sys::prefetch(circuit);
        }
        let Some(circuit) = coming(1) else { return };
        circuit.prefetch_recording();
        if let Some(other) = circuit.bridged.and_then(|other| self.at(other.place as usize)) {
            crate::sys::prefetch(other);
        }
    }

    /// How many datagrams there were.
    fn read_bridged(&mut self, leg: LegId, now: u64) -> u8 {
        let mut read = 0;
        loop {
            let (room, outbox) = (&mut *self.room, &mut self.outbox);
            let Some(circuit) = self.circuits.get_mut(leg.place as usize).and_then(Option::as_deref_mut)
            else {
                return read;
            };
            if circuit.id != leg {
                return read;
            }
            let other = circuit.bridged;
            let receive = AssertUnwindSafe(|| circuit.receive(read, now, room, outbox));
            match (catch_unwind(receive), other) {
                (Err(_), _) => {
                    self.panicked(leg);
                    return read;
                }
                (Ok(None), _) => return read,
                (Ok(Some(Some(passing))), Some(other)) => self.relay(leg, other, &passing),
                (Ok(Some(_)), _) => {}
            }
            read += 1;
        }
    }

    /// An interpreter is back: what was said in its leg's codec goes out, what was heard is recorded and passed on.
    pub(super) fn interpreted(&mut self, leg: LegId, interpreter: Box<Interpreter>, now: u64) {
        let known = self.circuit(leg).filter(|circuit| circuit.knows(&interpreter));
        let Some(bridged) = known.map(|circuit| circuit.bridged) else {
            return self.outbox.dismiss(interpreter);
        };
        let other = bridged.or_else(|| self.rooms.relayed_from(leg));
        self.with(leg, |circuit, _| circuit.speak(interpreter.done()));
        for parcel in &interpreter.done().heard {
            if parcel.content == Content::Samples {
                self.seat_samples(leg, parcel);
                continue;
            }
            let passing = Passing::interpreted(parcel, &mut self.room);
            self.with(leg, |circuit, outbox| {
                circuit.record(now, &parcel.header, parcel.payload(), outbox);
                circuit.follow_tones(&parcel.header, parcel.codec, parcel.payload(), outbox);
            });
            if let Some(other) = other {
                self.relay(leg, other, &passing);
            }
            if let Some(member) = self.rooms.member(leg) {
                member.seat.agree(parcel.codec);
                member.seat.sound(&parcel.header, parcel.payload());
            }
        }
        if self.circuit(leg).is_none() {
            return self.outbox.dismiss(interpreter);
        }
        self.with(leg, |circuit, outbox| circuit.take_back(interpreter, outbox));
    }

    /// What was heard for a room, if the leg still sits there.
    fn seat_samples(&mut self, leg: LegId, parcel: &Parcel) {
        let Some(member) = self.rooms.member(leg) else { return };
        let mut samples = [0; LONGEST_FRAME];
        let count = parcel.samples(&mut samples);
        member.seat.agree(parcel.codec);
        member.seat.samples(&parcel.header, &samples[..count]);
    }

    /// The far end of a leg describes its silence: lets 20 ms of it be heard, where somebody hears them.
    pub(super) fn fill_pause(&mut self, leg: LegId, now: u64) {
        let Some(circuit) = self.at(leg.place as usize) else { return };
        let other = circuit.bridged;
        // Who speaks the same makes noise of the description that was passed on.
        let is_understood = other
            .and_then(|other| self.at(other.place as usize))
            .is_some_and(|other| circuit.shares_language(other));
        if !circuit.is_recorded() && (other.is_none() || is_understood) {
            return;
        }
        let (room, outbox) = (&mut *self.room, &mut self.outbox);
        let Some(circuit) = self.circuits.get_mut(leg.place as usize).and_then(Option::as_deref_mut) else {
            return;
        };
        let passing = circuit.fill_pause(now, Content::Codes, room, outbox);
        if let (Some(passing), Some(other)) = (passing, other) {
            self.relay(leg, other, &passing);
        }
    }

    fn relay(&mut self, from: LegId, to: LegId, passing: &Passing) {
        if let Some(circuit) = self.circuit(from).filter(|circuit| circuit.stale_packets > 0) {
            circuit.stale_packets -= 1;
            return;
        }
        let is_understood = self.circuit(to).is_some_and(|circuit| circuit.understands(passing));
        let (room, outbox) = (&mut *self.room, &mut self.outbox);
        if !is_understood {
            if let Some(circuit) = self.circuits.get_mut(from.place as usize).and_then(Option::as_deref_mut) {
                circuit.interpret(&passing.header, Content::Codes, &room[passing.payload.clone()], outbox);
            }
            return;
        }
        let home = self.circuits.get_mut(to.place as usize).and_then(Option::as_deref_mut);
        let found = match home.filter(|circuit| circuit.id == to) {
            Some(circuit) => Some(circuit),
            None => self.rooms.member(to).map(|member| &mut *member.circuit),
        };
        let Some(circuit) = found else { return };
        if catch_unwind(AssertUnwindSafe(|| circuit.relay(passing, room, outbox))).is_err() {
            self.panicked(to);
        }
    }
}
