//! Two cores that call each other over a network that loses, repeats, delays and reorders. All of it from a seed.

use super::*;
use rand::Rng;
use std::collections::BTreeMap;

/// How bad the network is, in percent.
#[derive(Clone, Copy)]
struct Weather {
    lost: u32,
    repeated: u32,
    longest_delay: u64,
}

struct World {
    ends: [Core; 2],
    now: Instant,
    random: StdRng,
    weather: Weather,
    /// Datagrams on their way, by the time of their arrival.
    wire: BTreeMap<(Instant, u64), (usize, Bytes)>,
    orders: BTreeMap<(Instant, u64), (usize, Command)>,
    number: u64,
    ended: HashMap<(usize, SessionId), Ended>,
    begun: Vec<(usize, SessionId)>,
    established: usize,
}

fn flow_of(end: usize) -> FlowId {
    let address = |end: usize| format!("192.0.2.{}:5060", end + 1).parse().unwrap();
    FlowId::udp(address(end), address(1 - end))
}

impl World {
    fn new(seed: u64, weather: Weather) -> Self {
        Self {
            ends: [core(seed * 2 + 1), core(seed * 2 + 2)],
            now: Instant::now(),
            random: StdRng::seed_from_u64(seed),
            weather,
            wire: BTreeMap::new(),
            orders: BTreeMap::new(),
            number: 0,
            ended: HashMap::new(),
            begun: Vec::new(),
            established: 0,
        }
    }

    fn order(&mut self, delay: u64, end: usize, command: Command) {
        self.number += 1;
        self.orders.insert((self.now + milliseconds(delay), self.number), (end, command));
    }

    fn carry(&mut self, from: usize, bytes: &Bytes) {
        let copies = 1 + u32::from(self.random.random_range(0..100) < self.weather.repeated);
        for _ in 0..copies {
            if self.random.random_range(0..100) < self.weather.lost {
                continue;
            }
            let delay = self.random.random_range(0..=self.weather.longest_delay);
            self.number += 1;
            self.wire.insert((self.now + milliseconds(delay), self.number), (1 - from, bytes.clone()));
        }
    }

    /// Lets everything happen until nothing is left, or an hour is over.
    fn run(&mut self) {
        let until = self.now + seconds(3600);
        loop {
            for end in 0..2 {
                self.drain(end);
            }
            let alarms = self.ends.iter().filter_map(Core::next_wake);
            let wire = self.wire.keys().next().map(|key| key.0);
            let orders = self.orders.keys().next().map(|key| key.0);
            let Some(next) = alarms.chain(wire).chain(orders).min().filter(|at| *at <= until) else { break };
            self.now = self.now.max(next);
            while let Some(entry) = self.wire.first_entry().filter(|entry| entry.key().0 <= self.now) {
                let (end, bytes) = entry.remove();
                self.ends[end].receive(self.now, &flow_of(end), &bytes);
            }
            while let Some(entry) = self.orders.first_entry().filter(|entry| entry.key().0 <= self.now) {
                let (end, command) = entry.remove();
                self.ends[end].command(self.now, command);
            }
            for core in &mut self.ends {
                core.wake(self.now);
            }
        }
    }

    fn drain(&mut self, end: usize) {
        while let Some(output) = self.ends[end].poll() {
            match output {
                Output::Send(_, bytes) => self.carry(end, &bytes),
                Output::Invite(session, ..) => self.rings(end, session),
                Output::Session(session, event) => self.happened(end, session, event),
                _ => {}
            }
        }
    }

    /// The called side: answers most calls, refuses some, leaves some to ring.
    fn rings(&mut self, end: usize, session: SessionId) {
        self.begun.push((end, session));
        let think = self.random.random_range(0..3000);
        self.order(think / 2, end, Command::Progress { session, status: 180, sdp: None });
        match self.random.random_range(0..10) {
            0 => self.order(think, end, Command::Refuse { session, status: 486, headers: Vec::new() }),
            1 => self.order(think + 20_000, end, Command::Bye { session, reason: None }),
            _ => {
                self.order(think, end, Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) })
            }
        }
    }

    fn happened(&mut self, end: usize, session: SessionId, event: SessionEvent) {
        assert!(!self.ended.contains_key(&(end, session)), "an event after the end");
        match event {
            SessionEvent::Answered { .. } | SessionEvent::Acknowledged { .. } => {
                self.established += 1;
                let talk = self.random.random_range(0..20_000);
                if self.random.random_bool(0.5) {
                    self.order(
                        talk / 2,
                        end,
                        Command::Offer { session, sdp: Bytes::from_static(OFFER.as_bytes()) },
                    );
                }
                // Mostly one side hangs up, often both.
                if matches!(event, SessionEvent::Answered { .. }) || self.random.random_bool(0.5) {
                    self.order(talk, end, Command::Bye { session, reason: None });
                }
            }
            SessionEvent::Offer { .. } => {
                let think = self.random.random_range(0..500);
                let sdp = Bytes::from_static(OFFER.as_bytes());
                let command = match self.random.random_bool(0.9) {
                    true => Command::AnswerOffer { session, sdp },
                    false => Command::RefuseOffer { session, status: 488 },
                };
                self.order(think, end, command);
            }
            SessionEvent::Ended { why } => {
                self.ended.insert((end, session), why);
            }
            _ => {}
        }
    }
}

/// Runs calls; gives how many sides were established.
fn calls(seed: u64, count: u64, weather: Weather) -> usize {
    let mut world = World::new(seed, weather);
    for call in 0..count {
        let end = world.random.random_range(0..2);
        let session = SessionId((1 << 63) + call);
        let order = order(&format!("sip:bob@192.0.2.{}", 2 - end));
        let at = world.random.random_range(0..60_000);
        world.begun.push((end, session));
        world.order(at, end, Command::Invite { session, order: Box::new(order), flow: flow_of(end) });
        if world.random.random_bool(0.2) {
            let later = at + world.random.random_range(0..4000);
            world.order(later, end, Command::Bye { session, reason: None });
        }
    }
    world.run();
    for side in &world.begun {
        assert!(world.ended.contains_key(side), "seed {seed}: {side:?} never ended");
    }
    for core in &world.ends {
        assert_core_empty(core);
    }
    world.established
}

#[test]
fn in_good_weather_every_answered_call_stands_on_both_sides() {
    let weather = Weather { lost: 0, repeated: 0, longest_delay: 40 };
    let established = (0..5).map(|seed| calls(seed, 100, weather)).sum::<usize>();
    assert!(established > 500, "{established}");
}

#[test]
fn in_bad_weather_every_call_ends_on_both_sides() {
    for (seed, lost, repeated, longest_delay) in [
        (10, 10, 0, 50),
        (11, 0, 50, 50),
        (12, 0, 0, 3000),
        (13, 20, 20, 700),
        (14, 30, 10, 200),
        (15, 60, 30, 2000),
    ] {
        let established = calls(seed, 200, Weather { lost, repeated, longest_delay });
        assert!(established > 40, "seed {seed}: {established}");
    }
}

#[test]
fn a_network_that_is_cut_ends_all() {
    assert_eq!(calls(20, 50, Weather { lost: 100, repeated: 0, longest_delay: 1 }), 0);
}
