//! Two cores that call each other over a network that loses, repeats, delays and reorders. All of it from a seed.
//!
//! Whatever the weather: every session ends at both ends, nothing is left in any table, and while a call stands that has
//! nothing under way, both ends have the same descriptions of both.

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
    /// What each side of a call takes for agreed.
    views: HashMap<(usize, SessionId), View>,
    /// How long calls talk at most, in milliseconds, after a minute or two of quiet where they are to be compared.
    talk: u64,
    is_quiet_after: bool,
    compared: usize,
    descriptions: u32,
}

/// One side of a call: descriptions are numbers here.
struct View {
    call_id: String,
    ours: u32,
    theirs: u32,
    /// Our offer under way.
    offered: Option<u32>,
    changed_at: Instant,
}

/// Longer than anything can be under way.
const QUIET: Duration = Duration::from_secs(70);

fn description(number: u32) -> Bytes {
    Bytes::from(number.to_string())
}

fn number(sdp: &[u8]) -> u32 {
    std::str::from_utf8(sdp).unwrap().parse().unwrap()
}

fn flow_of(end: usize) -> FlowId {
    let address = |end: usize| format!("192.0.2.{}:5060", end + 1).parse().unwrap();
    FlowId::udp(address(end), address(1 - end))
}

/// Calls that talk for minutes are refreshed on the way.
fn end(seed: u64) -> Core {
    let mut core = core(seed);
    core.config.session_timer = SessionTimer { interval: 90, least: 90 };
    core
}

impl World {
    fn new(seed: u64, weather: Weather) -> Self {
        Self {
            ends: [end(seed * 2 + 1), end(seed * 2 + 2)],
            now: Instant::now(),
            random: StdRng::seed_from_u64(seed),
            weather,
            wire: BTreeMap::new(),
            orders: BTreeMap::new(),
            number: 0,
            ended: HashMap::new(),
            begun: Vec::new(),
            established: 0,
            views: HashMap::new(),
            talk: 20_000,
            is_quiet_after: false,
            compared: 0,
            descriptions: 0,
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
                self.noted(end, &command);
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
                Output::Invite(session, request, ..) => self.rings(end, session, &request),
                Output::Session(session, event) => self.happened(end, session, event),
                _ => {}
            }
        }
    }

    fn describe(&mut self) -> (u32, Bytes) {
        self.descriptions += 1;
        (self.descriptions, description(self.descriptions))
    }

    /// What a command of ours changes in what we take for agreed.
    fn noted(&mut self, end: usize, command: &Command) {
        if let Command::Bye { session, .. } = command {
            self.compare(end, *session);
        }
        let (now, key) = (self.now, |session: &SessionId| (end, *session));
        match command {
            Command::Invite { session, order, .. } => {
                let offered = order.offer.as_deref().map(number);
                let call_id = order.call_id.clone().unwrap();
                let view = View { call_id, ours: 0, theirs: 0, offered, changed_at: now };
                self.views.insert(key(session), view);
            }
            Command::Answer { session, sdp } | Command::AnswerOffer { session, sdp } => {
                if let Some(view) = self.views.get_mut(&key(session)) {
                    (view.ours, view.changed_at) = (number(sdp), now);
                }
            }
            Command::Offer { session, sdp } => {
                if let Some(view) = self.views.get_mut(&key(session)) {
                    (view.offered, view.changed_at) = (Some(number(sdp)), now);
                }
            }
            _ => {}
        }
    }

    /// Whether both ends of a call that stands and is quiet have agreed on the same.
    fn compare(&mut self, end: usize, session: SessionId) {
        let Some(view) = self.views.get(&(end, session)) else { return };
        let other = self.views.iter().find(|(side, other)| side.0 != end && other.call_id == view.call_id);
        let Some((side, other)) = other else { return };
        let stands = !self.ended.contains_key(&(end, session)) && !self.ended.contains_key(side);
        let is_quiet = self.now >= view.changed_at.max(other.changed_at) + QUIET;
        if stands && is_quiet {
            assert_eq!((view.ours, view.theirs), (other.theirs, other.ours), "{}", view.call_id);
            self.compared += 1;
        }
    }

    /// The called side: answers most calls, refuses some, leaves some to ring.
    fn rings(&mut self, end: usize, session: SessionId, invite: &Request) {
        self.begun.push((end, session));
        let theirs = number(&invite.sdp().unwrap());
        let (ours, sdp) = self.describe();
        let call_id = invite.call_id().to_owned();
        self.views
            .insert((end, session), View { call_id, ours, theirs, offered: None, changed_at: self.now });
        let think = self.random.random_range(0..3000);
        // Half ring with sound: reliably, so that the answer says nothing of it.
        let early = self.random.random_bool(0.5).then(|| sdp.clone());
        let status = if early.is_some() { 183 } else { 180 };
        self.order(think / 2, end, Command::Progress { session, status, sdp: early });
        match self.random.random_range(0..10) {
            0 => self.order(think, end, Command::Refuse { session, status: 486, headers: Vec::new() }),
            1 => self.order(think + 20_000, end, Command::Bye { session, reason: None }),
            _ => self.order(think, end, Command::Answer { session, sdp }),
        }
    }

    fn happened(&mut self, end: usize, session: SessionId, event: SessionEvent) {
        assert!(!self.ended.contains_key(&(end, session)), "an event after the end");
        match &event {
            SessionEvent::Answered { .. } | SessionEvent::Acknowledged { .. } => {
                self.established += 1;
                self.talks(end, session, matches!(event, SessionEvent::Answered { .. }));
            }
            SessionEvent::Offer { sdp } => {
                let think = self.random.random_range(0..500);
                let (_, ours) = self.describe();
                let command = match self.random.random_bool(0.9) {
                    true => Command::AnswerOffer { session, sdp: ours },
                    false => Command::RefuseOffer { session, status: 488 },
                };
                if matches!(command, Command::AnswerOffer { .. })
                    && let Some(view) = self.views.get_mut(&(end, session))
                {
                    view.theirs = number(sdp.as_ref().unwrap());
                }
                self.order(think, end, command);
            }
            SessionEvent::Ended { why, .. } => {
                self.ended.insert((end, session), *why);
            }
            _ => {}
        }
        let (now, view) = (self.now, self.views.get_mut(&(end, session)));
        match (view, event) {
            (
                Some(view),
                SessionEvent::Answered { sdp: Some(sdp), .. } | SessionEvent::OfferAnswered { sdp },
            ) => {
                view.ours = view.offered.take().expect("nothing was offered");
                (view.theirs, view.changed_at) = (number(&sdp), now);
            }
            (Some(view), SessionEvent::OfferRefused { .. }) => {
                view.offered.take().expect("nothing was offered");
                view.changed_at = now;
            }
            _ => {}
        }
    }

    /// A call that stands: each side may offer anew, often at once; mostly one side hangs up, often both.
    fn talks(&mut self, end: usize, session: SessionId, is_caller: bool) {
        let talk = self.random.random_range(0..self.talk);
        let quiet = if self.is_quiet_after { self.random.random_range(60_000..200_000) } else { 0 };
        if self.random.random_bool(0.7) {
            let (_, sdp) = self.describe();
            self.order(talk / 2, end, Command::Offer { session, sdp });
        }
        if is_caller || self.random.random_bool(0.5) {
            self.order(talk + quiet, end, Command::Bye { session, reason: None });
        }
    }
}

/// Runs calls; gives how many sides were established.
fn calls(seed: u64, count: u64, weather: Weather) -> usize {
    run_calls(World::new(seed, weather), seed, count).established
}

fn run_calls(mut world: World, seed: u64, count: u64) -> World {
    println!("seed {seed}");
    for call in 0..count {
        let end = world.random.random_range(0..2);
        let session = SessionId((1 << 63) + call);
        let mut order = order(&format!("sip:bob@192.0.2.{}", 2 - end));
        order.call_id = Some(format!("call {call} of seed {seed}").replace(' ', "-"));
        order.offer = Some(world.describe().1);
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
    world
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
        let established = calls(seed, 500, Weather { lost, repeated, longest_delay });
        assert!(established > 100, "seed {seed}: {established}");
    }
}

/// Offers from both sides within moments: glare, and what came of it is the same at both ends.
#[test]
fn in_any_weather_both_ends_agree_on_what_is_said() {
    for (seed, lost, repeated, longest_delay) in
        [(30, 0, 0, 100), (31, 10, 10, 300), (32, 0, 30, 1500), (33, 25, 10, 400), (34, 5, 0, 20)]
    {
        for talk in [400, 4000] {
            let mut world = World::new(seed, Weather { lost, repeated, longest_delay });
            (world.talk, world.is_quiet_after) = (talk, true);
            let world = run_calls(world, seed, 200);
            assert!(world.compared > 40, "seed {seed}: {} compared", world.compared);
        }
    }
}

#[test]
fn a_network_that_is_cut_ends_all() {
    assert_eq!(calls(20, 50, Weather { lost: 100, repeated: 0, longest_delay: 1 }), 0);
}
