//! A room as its worker holds it: every 20 ms it reads what its participants say, sums it once, and gives to each the sum
//! without its own part. Whoever says nothing, hears the same as all others who say nothing: that is encoded once.

use crate::circuit::seated::Due;
use crate::circuit::{Circuit, DATAGRAM_ROOM, Form};
use crate::codec::{Codec, FRAME};
use crate::event::{LegId, PlayId};
use crate::link::Kind;
use crate::mix::MOST_SAMPLES;
use crate::mix::level::scale;
use crate::mix::limiter::Limiter;
use crate::mix::tables::Tables;
use crate::outbox::Outbox;
use crate::play::Repeat;
use crate::room::{HeardBy, RoomEvent, RoomId};
use crate::seat::Seat;
use crate::sys;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub struct Member {
    pub circuit: Box<Circuit>,
    pub seat: Box<Seat>,
    /// A fault of ours ended it.
    pub broken: bool,
    /// What it heard last was another leg's packets, as they were.
    relayed_to: bool,
}

pub struct Table {
    pub id: RoomId,
    /// The slot of 20 ms in which the room has its turn.
    pub slot: usize,
    pub members: Vec<Member>,
    most: usize,
    samples: usize,
    music: Option<Loop>,
    announcement: Option<Announcement>,
    sum: [i32; MOST_SAMPLES],
    limiter: Limiter,
    /// The codes that all quiet listeners share, made when the first one needs them.
    shared: [Option<[u8; FRAME]>; 2],
    shared_samples: Option<[i16; MOST_SAMPLES]>,
}

/// Samples over and over.
struct Loop {
    sound: Arc<[i16]>,
    at: usize,
}

struct Announcement {
    play: PlayId,
    sound: Arc<[i16]>,
    at: usize,
    repeat: Repeat,
}

/// What there is to be heard in a frame, besides what each one says.
struct Heard {
    /// Participants in the sum.
    speakers: usize,
    announced: bool,
}

impl Member {
    pub fn new(circuit: Box<Circuit>, seat: Box<Seat>) -> Member {
        Member { circuit, seat, broken: false, relayed_to: false }
    }
}

impl Table {
    /// Everything is made here, for the worker makes nothing.
    pub fn new(id: RoomId, rate_hz: u32, most: usize, music: Option<Arc<[i16]>>) -> Table {
        Table {
            id,
            slot: 0,
            members: Vec::with_capacity(most),
            most,
            samples: rate_hz as usize / 50,
            music: music.filter(|sound| !sound.is_empty()).map(|sound| Loop { sound, at: 0 }),
            announcement: None,
            sum: [0; MOST_SAMPLES],
            limiter: Limiter::default(),
            shared: [None; 2],
            shared_samples: None,
        }
    }

    pub fn has_room(&self) -> bool {
        self.members.len() < self.most
    }

    pub fn find(&mut self, leg: LegId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.circuit.id == leg)
    }

    pub fn announce(&mut self, play: PlayId, sound: Arc<[i16]>, repeat: Repeat, outbox: &mut Outbox) {
        self.end_announcement(false, outbox);
        self.announcement = Some(Announcement { play, sound, at: 0, repeat });
    }

    pub fn end_announcement(&mut self, complete: bool, outbox: &mut Outbox) {
        if let Some(announcement) = self.announcement.take() {
            outbox.tell_room(self.id, RoomEvent::Announced { play: announcement.play, complete });
            outbox.discard_samples(announcement.sound);
        }
    }

    /// Reads, mixes and sends.
    pub fn turn(&mut self, now: u64, room: &mut [u8; DATAGRAM_ROOM], outbox: &mut Outbox) {
        for at in 0..self.members.len() {
            self.look_ahead(at);
            self.listen(at, now, room, outbox);
        }
        let heard = self.add_up(outbox);
        for at in 0..self.members.len() {
            self.look_ahead(at);
            self.serve(at, now, &heard, outbox);
        }
    }

    /// Legs lie all over the memory: the next one is fetched while this one is served.
    fn look_ahead(&self, at: usize) {
        if let Some(next) = self.members.get(at + 1) {
            sys::prefetch(&raw const *next.circuit);
            sys::prefetch(&raw const *next.seat);
        }
    }

    /// Whom a member's packets are passed on to, as they are: its partner, who has nobody else to hear.
    fn relays_to(&self, at: usize) -> Option<usize> {
        let leg = self.members[at].circuit.id;
        let to = self.partner(at)?;
        let listener = &self.members[to];
        let hears_others = self.members.iter().any(|member| {
            let id = member.circuit.id;
            id != leg && id != listener.circuit.id && matches!(member.seat.voice.heard_by, HeardBy::Everyone)
                || member.seat.voice.heard_by == HeardBy::Only(listener.circuit.id)
        });
        let untouched = self.members[at].seat.voice.heard_by == HeardBy::Everyone
            && self.members[at].seat.voice.gain_db == 0
            && listener.seat.voice.volume_db == 0
            && !listener.seat.voice.deaf;
        (untouched && !hears_others && self.announcement.is_none()).then_some(to)
    }

    fn partner(&self, at: usize) -> Option<usize> {
        let pair = self.members[at].seat.pair?;
        self.members.iter().position(|member| member.circuit.id == pair)
    }

    fn listen(&mut self, at: usize, now: u64, room: &mut [u8; DATAGRAM_ROOM], outbox: &mut Outbox) {
        let (to, partner) = (self.relays_to(at), self.partner(at));
        self.members[at].seat.pair.into_iter().for_each(|_| self.mark_relayed(partner, to.is_some()));
        let mut read = 0;
        loop {
            let member = &mut self.members[at];
            let heard = catch_unwind(AssertUnwindSafe(|| {
                let passing = member.circuit.receive(read, now, room, outbox)?;
                if let Some(passing) = &passing {
                    let codes = &room[passing.payload.clone()];
                    match passing.kind {
                        Kind::Sound if passing.form == Form::Opus => {
                            member.circuit.interpret(&passing.header, codes, outbox);
                        }
                        Kind::Sound => member.seat.sound(&passing.header, passing.codec, codes),
                        Kind::Key => member.seat.key(),
                        Kind::Noise => {}
                    }
                }
                Some(passing)
            }));
            match heard {
                Err(_) => return self.members[at].broken = true,
                Ok(None) => return,
                Ok(Some(None)) => {}
                Ok(Some(Some(passing))) => {
                    // Keys pass between the two of a bridge, whoever listens.
                    let to = if passing.kind == Kind::Key { partner } else { to };
                    // What Opus has said to others passes when it has been interpreted.
                    let is_to_interpret = passing.form == Form::Opus && passing.kind == Kind::Sound;
                    let to = to.filter(|&to| !is_to_interpret || self.members[to].circuit.speaks_opus());
                    if let Some(to) = to {
                        let other = &mut self.members[to];
                        let relay = AssertUnwindSafe(|| other.circuit.relay(&passing, room, outbox));
                        other.broken |= catch_unwind(relay).is_err();
                    }
                }
            }
            read += 1;
        }
    }

    /// Who hears of this one alone, and what it says as it is.
    pub fn relayed_from(&self, leg: LegId) -> Option<LegId> {
        let at = self.members.iter().position(|member| member.circuit.id == leg)?;
        let partner = &self.members[self.partner(at)?];
        partner.relayed_to.then_some(partner.circuit.id)
    }

    fn mark_relayed(&mut self, partner: Option<usize>, relayed: bool) {
        if let Some(partner) = partner.and_then(|at| self.members.get_mut(at)) {
            partner.relayed_to = relayed;
        }
    }

    /// Takes a frame of everybody and sums what everybody hears.
    fn add_up(&mut self, outbox: &mut Outbox) -> Heard {
        self.shared = [None; 2];
        self.shared_samples = None;
        let sum = &mut self.sum[..self.samples];
        sum.fill(0);
        let mut speakers = 0;
        for member in &mut self.members {
            let Member { circuit, seat, broken, .. } = member;
            let take = AssertUnwindSafe(|| {
                let news = seat.take(circuit.presses_in_band());
                if let Some(key) = news.key {
                    circuit.key_in_band(key, outbox);
                }
                if let Some(speaking) = news.speaking {
                    outbox.tell_room(self.id, RoomEvent::Speaking { leg: circuit.id, speaking });
                }
            });
            *broken |= catch_unwind(take).is_err();
            if let Some(samples) = seat.heard().filter(|_| seat.voice.heard_by == HeardBy::Everyone) {
                add(sum, samples);
                speakers += 1;
            }
        }
        Heard { speakers, announced: self.add_announcement(outbox) }
    }

    fn add_announcement(&mut self, outbox: &mut Outbox) -> bool {
        let Some(announcement) = &mut self.announcement else { return false };
        let mut filled = 0;
        while filled < self.samples {
            let part = &announcement.sound[announcement.at.min(announcement.sound.len())..];
            if part.is_empty() {
                if announcement.repeat == Repeat::Once || announcement.sound.is_empty() {
                    break;
                }
                announcement.at = 0;
                continue;
            }
            let count = part.len().min(self.samples - filled);
            add(&mut self.sum[filled..filled + count], &part[..count]);
            announcement.at += count;
            filled += count;
        }
        if filled == 0 {
            self.end_announcement(true, outbox);
        }
        filled > 0
    }

    /// Gives one member what it hears.
    fn serve(&mut self, at: usize, now: u64, heard: &Heard, outbox: &mut Outbox) {
        let mut codes = [0; FRAME];
        let relayed = self.members[at].relayed_to;
        // A key's packets keep their time only while nothing else is sent between them.
        let pressing = self.partner(at).is_some_and(|partner| self.members[partner].seat.is_pressing());
        let due = if relayed || pressing {
            Due::Relayed
        } else if self.fill(at, heard, &mut codes) {
            Due::Frame(&codes)
        } else {
            Due::Nothing
        };
        let Member { circuit, broken, .. } = &mut self.members[at];
        *broken |= catch_unwind(AssertUnwindSafe(|| circuit.turn_seated(now, due, outbox))).is_err();
    }

    /// The codes of a frame for one member; false if nobody knows its codec.
    fn fill(&mut self, at: usize, heard: &Heard, codes: &mut [u8; FRAME]) -> bool {
        let alone = self.members.len() == 1;
        let (leg, codec) = (self.members[at].circuit.id, self.members[at].circuit.codec());
        let Some((codec, tables)) = codec.and_then(|codec| Some((codec, Tables::of(codec)?))) else {
            return false;
        };
        let seat = &self.members[at].seat;
        let speaks = seat.heard().is_some() && seat.voice.heard_by == HeardBy::Everyone;
        let whispered = self
            .members
            .iter()
            .any(|member| member.seat.voice.heard_by == HeardBy::Only(leg) && member.seat.heard().is_some());
        if alone && !heard.announced && self.music.is_some() {
            let mut samples = [0; MOST_SAMPLES];
            let samples = &mut samples[..self.samples];
            self.music.iter_mut().for_each(|music| music.fill(samples));
            tables.encode(samples, codes);
            return true;
        }
        let others = heard.speakers - usize::from(speaks);
        if seat.voice.deaf || others == 0 && !whispered && !heard.announced {
            codes.fill(codec.silence());
        } else if speaks || whispered || seat.volume != 1.0 {
            self.fill_own(at, speaks, tables, codes);
        } else {
            *codes = self.shared(codec, tables);
        }
        true
    }

    /// What only this member hears.
    fn fill_own(&mut self, at: usize, speaks: bool, tables: &Tables, codes: &mut [u8; FRAME]) {
        let count = self.samples;
        let leg = self.members[at].circuit.id;
        let mut own = [0i32; MOST_SAMPLES];
        let own = &mut own[..count];
        match self.members[at].seat.heard().filter(|_| speaks) {
            Some(samples) => own
                .iter_mut()
                .zip(&self.sum[..count])
                .zip(samples)
                .for_each(|((own, &sum), &sample)| *own = sum - i32::from(sample)),
            None => own.copy_from_slice(&self.sum[..count]),
        }
        for member in &self.members {
            if member.seat.voice.heard_by == HeardBy::Only(leg)
                && let Some(samples) = member.seat.heard()
            {
                add(own, samples);
            }
        }
        let mut samples = [0; MOST_SAMPLES];
        let samples = &mut samples[..count];
        let seat = &mut self.members[at].seat;
        seat.limiter.limit(own, samples);
        scale(samples, seat.volume, seat.volume);
        tables.encode(samples, codes);
    }

    fn shared(&mut self, codec: Codec, tables: &Tables) -> [u8; FRAME] {
        let slot = &mut self.shared[usize::from(codec == Codec::Pcmu)];
        *slot.get_or_insert_with(|| {
            let samples = self.shared_samples.get_or_insert_with(|| {
                let mut samples = [0; MOST_SAMPLES];
                self.limiter.limit(&self.sum[..self.samples], &mut samples[..self.samples]);
                samples
            });
            let mut codes = [0; FRAME];
            tables.encode(&samples[..self.samples], &mut codes);
            codes
        })
    }
}

impl Loop {
    /// Goes on where it was, sample by sample: it cannot drift.
    fn fill(&mut self, samples: &mut [i16]) {
        for sample in samples {
            *sample = self.sound[self.at];
            self.at = (self.at + 1) % self.sound.len();
        }
    }
}

fn add(sum: &mut [i32], samples: &[i16]) {
    sum.iter_mut().zip(samples).for_each(|(sum, &sample)| *sum += i32::from(sample));
}
