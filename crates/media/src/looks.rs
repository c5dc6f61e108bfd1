//! When the socket of a bridged leg is looked at. What is relayed shall wait no longer than a tick; but asking the kernel
//! on every tick which sockets can be read costs a third of what a datagram costs. A far end sends at regular times: once
//! it is known at which tick its datagrams are there, that is when the socket is looked at.

use crate::event::LegId;

/// A look one tick earlier than needed after so many: the far end's clock may have come nearer.
const EARLY_PERIOD: u8 = 8;
/// Who comes now just before a tick and now just after it is looked at after it: early looks become as seldom as this.
const LONGEST_EARLY_PERIOD: u8 = 250;
/// After so many turns without a datagram the socket is looked at once in a turn.
const TURNS_UNTIL_SILENT: u32 = 10;
/// So many looks in a row say that they come too seldom, or too often.
const SURE: u8 = 3;

/// The looks at one socket; times are in ticks, and wrap.
#[derive(Clone, Copy, Debug)]
struct Looks {
    next: u32,
    /// Ticks from one datagram to the next, as far as is known.
    period: u32,
    /// Looks in vain since the last datagram.
    missed: u32,
    until_early: u8,
    early_period: u8,
    /// The next look is an early one.
    early: bool,
    /// By how many ticks the last datagram came later than it was expected.
    late: u32,
    /// The last early look that was in time, or late datagram, was the former.
    has_gained: bool,
    /// Looks in a row that found several datagrams.
    crowded: u8,
    /// Datagrams in a row that came two periods after the one before.
    sparse: u8,
}

impl Looks {
    fn new(now: u32, turn: u32) -> Looks {
        Looks {
            next: now,
            period: turn,
            missed: 0,
            until_early: EARLY_PERIOD,
            early_period: EARLY_PERIOD,
            early: false,
            late: 0,
            has_gained: false,
            crowded: 0,
            sparse: 0,
        }
    }

    fn is_due(&self, now: u32) -> bool {
        now.wrapping_sub(self.next) as i32 >= 0
    }

    /// A look found so many datagrams. Senders leave no more than a turn, in ticks, between two.
    fn found(&mut self, now: u32, datagrams: u8, turn: u32) {
        if datagrams == 0 {
            self.missed = self.missed.saturating_add(1);
            let silent = self.missed >= TURNS_UNTIL_SILENT * turn;
            self.next = now.wrapping_add(if silent { turn } else { 1 });
            return;
        }
        self.adapt(datagrams, turn);
        let in_vain = std::mem::take(&mut self.missed);
        let came_back = self.came_back(in_vain);
        self.wait_for_early(in_vain);
        self.early = self.until_early == 0 && self.period > 1;
        self.next = now.wrapping_add((self.period - came_back).saturating_sub(u32::from(self.early)).max(1));
    }

    /// A datagram was there after so many looks in vain: how many ticks sooner than a period after it the next one is
    /// expected. Who is late once was held up, and is on time again with the next; who stays late sends later now.
    fn came_back(&mut self, in_vain: u32) -> u32 {
        let late = in_vain.saturating_sub(u32::from(self.early)) % self.period;
        let before = std::mem::replace(&mut self.late, late);
        if late > 1 { late.saturating_sub(before) } else { 0 }
    }

    /// A datagram was there after so many looks in vain: when to look early again.
    fn wait_for_early(&mut self, in_vain: u32) {
        if in_vain > u32::from(self.early) {
            if std::mem::take(&mut self.has_gained) {
                self.early_period = self.early_period.saturating_mul(2).min(LONGEST_EARLY_PERIOD);
            }
            self.until_early = self.early_period;
        } else if self.early && in_vain == 0 {
            // It may come earlier still.
            (self.until_early, self.has_gained) = (EARLY_PERIOD, true);
        } else {
            self.until_early = self.until_early.checked_sub(1).unwrap_or(self.early_period);
        }
    }

    fn adapt(&mut self, datagrams: u8, turn: u32) {
        let sparse = self.missed >= self.period && self.period < turn;
        self.crowded = if datagrams > 1 { self.crowded + 1 } else { 0 };
        self.sparse = if sparse { self.sparse + 1 } else { 0 };
        if self.crowded >= SURE {
            (self.period, self.crowded) = ((self.period / 2).max(1), 0);
        } else if self.sparse >= SURE {
            (self.period, self.sparse) = ((self.period * 2).min(turn), 0);
        }
    }
}

/// The bridged legs of a worker.
pub struct Bridged {
    legs: Vec<(LegId, Looks)>,
    /// Where in `legs` those are that are looked at on this tick.
    due: Vec<u32>,
    /// The tick that is now.
    now: u32,
    /// Ticks between two datagrams of a usual sender.
    turn: u32,
}

impl Bridged {
    pub fn new(capacity: usize, turn: u32) -> Bridged {
        Bridged { legs: Vec::with_capacity(capacity), due: Vec::with_capacity(capacity), now: 0, turn }
    }

    pub fn is_empty(&self) -> bool {
        self.legs.is_empty()
    }

    pub fn add(&mut self, leg: LegId) {
        self.legs.push((leg, Looks::new(self.now, self.turn)));
    }

    pub fn remove(&mut self, leg: LegId) {
        if let Some(at) = self.legs.iter().position(|(bridged, _)| *bridged == leg) {
            self.legs.swap_remove(at);
        }
    }

    /// Goes on to this tick; how many legs are looked at.
    pub fn begin_tick(&mut self, now: u32) -> usize {
        self.now = now;
        self.due.clear();
        let due = self.legs.iter().enumerate().filter(|(_, (_, looks))| looks.is_due(now));
        self.due.extend(due.map(|(at, _)| at as u32));
        self.due.len()
    }

    /// The leg that is looked at as the `turn`th of this tick; none if it has gone meanwhile.
    pub fn due(&self, at: usize) -> Option<LegId> {
        self.legs.get(*self.due.get(at)? as usize).map(|(leg, _)| *leg)
    }

    /// The look at this leg, the `at`th of this tick, found so many datagrams.
    pub fn found(&mut self, at: usize, leg: LegId, datagrams: u8) {
        let Some(&place) = self.due.get(at) else { return };
        if let Some((bridged, looks)) = self.legs.get_mut(place as usize)
            && *bridged == leg
        {
            looks.found(self.now, datagrams, self.turn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURN: u32 = 4;

    /// Looks at a socket at which a datagram arrives just before each of these ticks: how many ticks each waited, and how
    /// often was looked.
    fn looks(arriving: &[u32]) -> (Vec<u32>, usize) {
        let mut looks = Looks::new(u32::MAX - 5, TURN);
        let (mut waiting, mut waits, mut looked) = (Vec::<u32>::new(), Vec::new(), 0);
        for tick in 0..=arriving[arriving.len() - 1] + TURN {
            waiting.extend(arriving.iter().filter(|&&arrived| arrived == tick));
            let now = tick.wrapping_add(u32::MAX - 5);
            if looks.is_due(now) {
                looked += 1;
                looks.found(now, waiting.len() as u8, TURN);
                waits.extend(waiting.drain(..).map(|arrived| tick - arrived));
            }
        }
        (waits, looked)
    }

    fn every(ticks: u32, count: u32) -> Vec<u32> {
        (1..=count).map(|number| 2 + number * ticks).collect()
    }

    #[test]
    fn a_steady_stream_waits_for_nothing_and_is_looked_at_hardly_more_often_than_it_sends() {
        let (waits, looked) = looks(&every(TURN, 900));
        assert!(waits.iter().all(|&wait| wait == 0));
        assert!(looked < 900 * 9 / 8 + 20, "{looked}");
    }

    #[test]
    fn what_comes_earlier_from_now_on_is_found_within_some_turns_each_and_what_comes_later_at_once() {
        let shifted = |by: i32| {
            let times = every(TURN, 100);
            times
                .iter()
                .enumerate()
                .map(|(at, &t)| if at < 40 { t } else { t.strict_add_signed(by) })
                .collect::<Vec<_>>()
        };
        let (waits, _) = looks(&shifted(-2));
        assert_eq!(waits.iter().max(), Some(&2));
        assert!(waits[40 + 2 * (usize::from(EARLY_PERIOD) + 1)..].iter().all(|&wait| wait == 0));
        assert!(looks(&shifted(3)).0.iter().all(|&wait| wait == 0));
    }

    #[test]
    fn who_is_late_once_is_expected_on_time_again_and_who_stays_late_is_expected_late() {
        for late in [2, 3] {
            let held_up = |at: usize| if at % 25 == 20 { late } else { 0 };
            let times = every(TURN, 400);
            let times: Vec<u32> = times.iter().enumerate().map(|(at, &t)| t + held_up(at)).collect();
            let (waits, looked) = looks(&times);
            assert!(waits.iter().all(|&wait| wait <= 1), "{late}: {waits:?}");
            assert!(looked < 400 * 5 / 4 + 20, "{late}: {looked}");
        }
        let mut later = every(TURN, 20);
        later.extend(every(TURN, 40).iter().map(|tick| tick + 20 * TURN + 3));
        let (waits, looked) = looks(&later);
        assert!(waits.iter().all(|&wait| wait == 0), "{waits:?}");
        assert!(looked < 60 * 9 / 8 + 20, "{looked}");
    }

    #[test]
    fn shorter_packets_bring_more_looks_and_longer_ones_fewer_again() {
        let (waits, _) = looks(&every(TURN / 2, 100));
        assert!(waits[8..].iter().all(|&wait| wait == 0), "{waits:?}");
        let mut changing = every(1, 50);
        changing.extend(every(TURN, 200).iter().map(|tick| tick + 60));
        let (waits, looked) = looks(&changing);
        assert!(waits.iter().skip(20).all(|&wait| wait == 0), "{waits:?}");
        assert!(looked < 50 + 250 + 60, "{looked}");
    }

    #[test]
    fn silence_costs_a_look_a_turn_and_its_end_is_heard_within_a_turn() {
        let (waits, looked) = looks(&[8, 12, 16, 1016, 1020]);
        assert!(waits.iter().all(|&wait| wait < TURN));
        assert!(looked < 1000 / 4 + 60, "{looked}");
    }

    #[test]
    fn a_leg_that_goes_while_it_is_looked_at_disturbs_no_other() {
        let leg = |place| LegId { worker: 0, place, serial: 1 };
        let mut bridged = Bridged::new(4, TURN);
        (0..4).for_each(|place| bridged.add(leg(place)));
        assert_eq!(bridged.begin_tick(0), 4);
        let first = bridged.due(0).unwrap();
        bridged.remove(first);
        bridged.found(0, first, 1);
        // The last has taken its place and is looked at there or on the next tick.
        assert!(bridged.due(3).is_none());
        assert_eq!(bridged.begin_tick(1), 3);
    }

    /// Datagrams every 20 ms, up to so many microseconds early or late, by senders whose clocks lie anywhere between two ticks
    /// of 5 ms: how long each waited, and how far apart they were passed on, in microseconds and in order of size.
    fn waits_and_gaps(jitter: u64) -> (Vec<u64>, Vec<u64>) {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % (2 * jitter + 1)
        };
        let (mut waits, mut gaps) = (Vec::new(), Vec::new());
        for phase in 0..100 {
            let mut arriving: Vec<u64> =
                (1..500).map(|number| 20_000 * number + 200 * phase + next()).collect();
            arriving.reverse();
            let (mut looks, mut last) = (Looks::new(0, TURN), None);
            for tick in 0..2000 {
                if !looks.is_due(tick) {
                    continue;
                }
                let now = u64::from(tick) * 5000;
                let mut found = 0;
                while arriving.last().is_some_and(|&arrived| arrived <= now) {
                    waits.extend(arriving.pop().map(|arrived| now - arrived));
                    gaps.extend(last.replace(now).map(|last| now - last));
                    found += 1;
                }
                looks.found(tick, found, TURN);
            }
        }
        waits.sort_unstable();
        gaps.sort_unstable();
        (waits, gaps)
    }

    #[test]
    fn what_is_relayed_waits_hardly_longer_than_a_tick_and_leaves_as_evenly_as_it_came() {
        for (jitter, longest) in [(0, 5000), (100, 5100), (500, 6000), (1000, 7000), (3000, 11_000)] {
            let (waits, gaps) = waits_and_gaps(jitter);
            let gap = |part: usize| gaps[gaps.len() * part / 1000];
            assert!(waits.last() <= Some(&longest), "{jitter}: {:?}", waits.last());
            assert!(jitter > 1000 || (gap(10), gap(990)) == (20_000, 20_000), "{jitter}");
        }
    }
}
