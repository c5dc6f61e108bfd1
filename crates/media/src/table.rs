//! A room as its worker holds it: every 20 ms it reads what its participants say, sums it once, and gives to each the sum
//! without its own part. Whoever says nothing, hears the same as all others who say nothing: that is encoded once.
//!
//! There is a sum for each band in which somebody listens; what is said in the other one is turned by the one who says it,
//! so that a room costs one filter for each who speaks and not for each who listens.

mod crowd;

use crate::circuit::seated::Due;
use crate::circuit::{Circuit, DATAGRAM_ROOM};
use crate::codec::seam::{Beginning, Source};
use crate::codec::{Codec, Encoder, FRAME};
use crate::event::{LegId, PlayId};
use crate::interpreter::Content;
use crate::link::Kind;
use crate::mix::MOST_SAMPLES;
use crate::mix::band::{Band, Turning};
use crate::mix::level::scale;
use crate::mix::limiter::Limiter;
use crate::outbox::Outbox;
use crate::play::Repeat;
use crate::room::{HeardBy, RoomEvent, RoomId};
use crate::seat::Seat;
use crate::sys;
use crowd::Crowd;
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
    music: Option<Loop>,
    announcement: Option<Announcement>,
    /// By band.
    sums: [Sum; 2],
    /// What all quiet listeners hear.
    crowd: Crowd,
    told: Told,
}

/// What is told one member.
struct Told {
    codes: [u8; FRAME],
    /// How its source begins, where it is G.722.
    begins: Beginning,
}

/// What is said in a band.
struct Sum {
    band: Band,
    /// Somebody hears it.
    is_listened_to: bool,
    sum: [i32; MOST_SAMPLES],
    limiter: Limiter,
    /// The sum in 16 bits, made when the first one needs it.
    samples: Option<[i16; MOST_SAMPLES]>,
}

/// Samples of 8 kHz over and over.
struct Loop {
    sound: Arc<[i16]>,
    at: usize,
    turning: Turning,
}

struct Announcement {
    play: PlayId,
    sound: Arc<[i16]>,
    at: usize,
    repeat: Repeat,
    turning: Turning,
}

/// What there is to be heard in a frame, besides what each one says.
struct Heard {
    /// Participants in the sum.
    speakers: usize,
    announced: bool,
    /// Somebody whispers to somebody.
    whispered: bool,
}

impl Member {
    pub fn new(circuit: Box<Circuit>, seat: Box<Seat>) -> Member {
        Member { circuit, seat, broken: false, relayed_to: false }
    }
}

impl Table {
    /// Everything is made here, for the worker makes nothing.
    pub fn new(id: RoomId, most: usize, music: Option<Arc<[i16]>>) -> Table {
        let turning = Turning::new(Band::Narrow);
        Table {
            id,
            slot: 0,
            members: Vec::with_capacity(most),
            most,
            music: music.filter(|sound| !sound.is_empty()).map(|sound| Loop { sound, at: 0, turning }),
            announcement: None,
            sums: Band::ALL.map(Sum::new),
            crowd: Crowd::default(),
            told: Told { codes: [0; FRAME], begins: Beginning::default() },
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
        let turning = Turning::new(Band::Narrow);
        self.announcement = Some(Announcement { play, sound, at: 0, repeat, turning });
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
            && !listener.seat.voice.deaf
            && self.members[at].circuit.is_understood_by(&listener.circuit);
        (untouched && !hears_others && self.announcement.is_none()).then_some(to)
    }

    fn partner(&self, at: usize) -> Option<usize> {
        let pair = self.members[at].seat.pair?;
        self.members.iter().position(|member| member.circuit.id == pair)
    }

    fn listen(&mut self, at: usize, now: u64, room: &mut [u8; DATAGRAM_ROOM], outbox: &mut Outbox) {
        let (to, partner) = (self.relays_to(at), self.partner(at));
        self.members[at].seat.pair.into_iter().for_each(|_| self.mark_relayed(partner, to.is_some()));
        let member = &mut self.members[at];
        member.circuit.codec().into_iter().for_each(|codec| member.seat.agree(codec));
        let mut read = 0;
        loop {
            let member = &mut self.members[at];
            let heard = catch_unwind(AssertUnwindSafe(|| {
                let passing = member.circuit.receive(read, now, room, outbox)?;
                if let Some(passing) = &passing {
                    let codes = &room[passing.payload.clone()];
                    match passing.kind {
                        // One that is recorded is turned into codes in any case.
                        Kind::Sound if passing.form.is_foreign() && member.circuit.is_recorded() => {}
                        Kind::Sound if passing.form.is_foreign() => {
                            member.circuit.interpret(&passing.header, Content::Samples, codes, outbox);
                        }
                        Kind::Sound => member.seat.sound(&passing.header, codes),
                        Kind::Key => member.seat.key(),
                        Kind::Noise | Kind::Redundant => {}
                    }
                }
                Some(passing)
            }));
            match heard {
                Err(_) => return self.members[at].broken = true,
                Ok(None) => break,
                Ok(Some(None)) => {}
                Ok(Some(Some(passing))) => {
                    // Keys pass between the two of a bridge, whoever listens.
                    let to = if passing.kind == Kind::Key { partner } else { to };
                    // What others do not understand passes when it has been interpreted.
                    let passes = |to: &usize| self.members[*to].circuit.understands(&passing);
                    let to = to.filter(passes);
                    if let Some(to) = to {
                        let other = &mut self.members[to];
                        let relay = AssertUnwindSafe(|| other.circuit.relay(&passing, room, outbox));
                        other.broken |= catch_unwind(relay).is_err();
                    }
                }
            }
            read += 1;
        }
        if self.members[at].circuit.is_paused() {
            self.fill_pause(at, now, room, outbox);
        }
    }

    /// A member describes its silence: lets 20 ms of it be heard.
    fn fill_pause(&mut self, at: usize, now: u64, room: &mut [u8; DATAGRAM_ROOM], outbox: &mut Outbox) {
        let member = &mut self.members[at];
        let into = if member.circuit.is_recorded() { Content::Codes } else { Content::Samples };
        let fill = AssertUnwindSafe(|| {
            if let Some(passing) = member.circuit.fill_pause(now, into, room, outbox) {
                member.seat.sound(&passing.header, &room[passing.payload]);
            }
        });
        if catch_unwind(fill).is_err() {
            self.members[at].broken = true;
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
        self.begin_frame();
        let (mut speakers, mut whispered) = (0, false);
        for member in &mut self.members {
            let Member { circuit, seat, broken, .. } = member;
            let sums = &self.sums;
            let take = AssertUnwindSafe(|| {
                let news = seat.take(circuit.presses_in_band());
                if let Some(key) = news.key {
                    circuit.key_in_band(key, outbox);
                }
                if let Some(speaking) = news.speaking {
                    outbox.tell_room(self.id, RoomEvent::Speaking { leg: circuit.id, speaking });
                }
                seat.turn_for(|band| sums[band as usize].is_listened_to);
            });
            *broken |= catch_unwind(take).is_err();
            whispered |= seat.is_heard() && matches!(seat.voice.heard_by, HeardBy::Only(_));
            if seat.is_heard() && seat.voice.heard_by == HeardBy::Everyone {
                speakers += 1;
                self.sums.iter_mut().for_each(|sum| sum.add(seat.heard(sum.band)));
            }
        }
        Heard { speakers, announced: self.add_announcement(outbox), whispered }
    }

    fn begin_frame(&mut self) {
        self.crowd.begin_frame();
        for sum in &mut self.sums {
            sum.samples = None;
            sum.sum.fill(0);
            let listens =
                |member: &Member| member.circuit.codec().is_some_and(|codec| Band::of(codec) == sum.band);
            sum.is_listened_to = self.members.iter().any(listens);
        }
    }

    fn add_announcement(&mut self, outbox: &mut Outbox) -> bool {
        let Some(announcement) = &mut self.announcement else { return false };
        let mut narrow = [0; Band::Narrow.samples()];
        if !announcement.fill(&mut narrow) {
            self.end_announcement(true, outbox);
            return false;
        }
        let mut wide = [0; Band::Wide.samples()];
        announcement.turning.turn(&narrow, &mut wide);
        self.sums[Band::Narrow as usize].add(Some(&narrow));
        self.sums[Band::Wide as usize].add(Some(&wide));
        true
    }

    /// Gives one member what it hears.
    fn serve(&mut self, at: usize, now: u64, heard: &Heard, outbox: &mut Outbox) {
        let relayed = self.members[at].relayed_to;
        // A key's packets keep their time only while nothing else is sent between them.
        let pressing = self.partner(at).is_some_and(|partner| self.members[partner].seat.is_pressing());
        let samples;
        let due = match self.members[at].circuit.codec() {
            _ if relayed || pressing => Due::Relayed,
            None => Due::Nothing,
            Some(codec) if self.members[at].circuit.language().is_some() => {
                samples = self.samples(at, Band::of(codec), heard);
                Due::Samples(&samples[..Band::of(codec).samples()])
            }
            Some(codec) => {
                let source = self.tell(at, codec, heard);
                Due::Frame(&self.told.codes, source, &self.told.begins)
            }
        };
        let Member { circuit, broken, .. } = &mut self.members[at];
        *broken |= catch_unwind(AssertUnwindSafe(|| circuit.turn_seated(now, due, outbox))).is_err();
    }

    /// A frame for a member that has it encoded elsewhere.
    fn samples(&mut self, at: usize, band: Band, heard: &Heard) -> [i16; MOST_SAMPLES] {
        match self.own_sound(at, band, heard) {
            Some(samples) => samples,
            None => *self.sums[band as usize].samples(),
        }
    }

    /// Makes the codes of a frame for one member; whose they are.
    fn tell(&mut self, at: usize, codec: Codec, heard: &Heard) -> Source {
        let band = Band::of(codec);
        let own = self.own_sound(at, band, heard);
        let Table { members, crowd, told, sums, .. } = self;
        let seat = &mut members[at].seat;
        let alone = Source::RoomAlone(self.id.serial);
        let Some(samples) = own else {
            seat.hears_alone = false;
            told.codes = *crowd.codes(codec, &sums[band as usize].samples()[..band.samples()]);
            if codec == Codec::G722 {
                (told.begins.theirs, told.begins.ears) =
                    (Some(*crowd.before().bands()), Some((alone, seat.encoder.bands())));
            }
            return Source::Room(self.id.serial, crowd.begun());
        };
        let shared = Source::Room(self.id.serial, crowd.begun());
        if codec == Codec::G722 {
            if !seat.hears_alone {
                *seat.encoder = Encoder::G722(*crowd.before());
            }
            (told.begins.theirs, told.begins.ears) =
                (Some(seat.encoder.bands()), Some((shared, *crowd.before().bands())));
        }
        seat.hears_alone = true;
        seat.encoder.encode(&samples[..band.samples()], &mut told.codes);
        alone
    }

    /// What one member hears that others do not; none if it hears what all hear who say nothing.
    fn own_sound(&mut self, at: usize, band: Band, heard: &Heard) -> Option<[i16; MOST_SAMPLES]> {
        let alone = self.members.len() == 1;
        let leg = self.members[at].circuit.id;
        let seat = &self.members[at].seat;
        if alone
            && !heard.announced
            && let Some(music) = &mut self.music
        {
            let mut samples = [0; MOST_SAMPLES];
            music.fill(band, &mut samples);
            return Some(samples);
        }
        let speaks = seat.is_heard() && seat.voice.heard_by == HeardBy::Everyone;
        let whispers =
            |member: &Member| member.seat.voice.heard_by == HeardBy::Only(leg) && member.seat.is_heard();
        let whispered = heard.whispered && self.members.iter().any(whispers);
        let others = heard.speakers - usize::from(speaks);
        if seat.voice.deaf || speaks && others == 0 && !whispered && !heard.announced {
            Some([0; MOST_SAMPLES])
        } else if speaks || whispered || seat.volume != 1.0 {
            Some(self.own_sum(at, band, speaks))
        } else {
            None
        }
    }

    /// The sum without what this member says, with what is whispered to it.
    fn own_sum(&mut self, at: usize, band: Band, speaks: bool) -> [i16; MOST_SAMPLES] {
        let count = band.samples();
        let leg = self.members[at].circuit.id;
        let mut own = self.sums[band as usize].sum;
        let own = &mut own[..count];
        if let Some(samples) = self.members[at].seat.heard(band).filter(|_| speaks) {
            own.iter_mut().zip(samples).for_each(|(own, &sample)| *own -= i32::from(sample));
        }
        for member in &self.members {
            if member.seat.voice.heard_by == HeardBy::Only(leg)
                && let Some(samples) = member.seat.heard(band)
            {
                add(own, samples);
            }
        }
        let mut samples = [0; MOST_SAMPLES];
        let seat = &mut self.members[at].seat;
        seat.limiter.limit(own, &mut samples[..count]);
        scale(&mut samples[..count], seat.volume, seat.volume);
        samples
    }
}

impl Sum {
    fn new(band: Band) -> Sum {
        Sum {
            band,
            is_listened_to: false,
            sum: [0; MOST_SAMPLES],
            limiter: Limiter::default(),
            samples: None,
        }
    }

    fn add(&mut self, samples: Option<&[i16]>) {
        if let Some(samples) = samples.filter(|_| self.is_listened_to) {
            add(&mut self.sum, samples);
        }
    }

    /// In 16 bits.
    fn samples(&mut self) -> &[i16; MOST_SAMPLES] {
        self.samples.get_or_insert_with(|| {
            let mut samples = [0; MOST_SAMPLES];
            let count = self.band.samples();
            self.limiter.limit(&self.sum[..count], &mut samples[..count]);
            samples
        })
    }
}

impl Announcement {
    /// Goes on where it was; false when it is over. What is missing at the end is silence.
    fn fill(&mut self, samples: &mut [i16]) -> bool {
        let mut filled = 0;
        while filled < samples.len() {
            let part = &self.sound[self.at.min(self.sound.len())..];
            if part.is_empty() {
                if self.repeat == Repeat::Once || self.sound.is_empty() {
                    break;
                }
                self.at = 0;
                continue;
            }
            let count = part.len().min(samples.len() - filled);
            samples[filled..filled + count].copy_from_slice(&part[..count]);
            self.at += count;
            filled += count;
        }
        filled > 0
    }
}

impl Loop {
    /// Goes on where it was, sample by sample: it cannot drift.
    fn fill(&mut self, band: Band, samples: &mut [i16; MOST_SAMPLES]) {
        let mut narrow = [0; Band::Narrow.samples()];
        for sample in &mut narrow {
            *sample = self.sound[self.at];
            self.at = (self.at + 1) % self.sound.len();
        }
        match band {
            Band::Narrow => samples[..narrow.len()].copy_from_slice(&narrow),
            Band::Wide => self.turning.turn(&narrow, samples),
        }
    }
}

fn add(sum: &mut [i32], samples: &[i16]) {
    sum.iter_mut().zip(samples).for_each(|(sum, &sample)| *sum += i32::from(sample));
}
