//! Calls of both directions against a reference model: what RFC 3261 §12 to §15, RFC 3262, RFC 3311 and RFC 3515 ask of one
//! end of a dialog, written down apart from the core. A peer and an owner do what comes to their minds over a network that
//! loses, doubles and overtakes; each answer, each news to the owner and each request of the core's must be what the model
//! expects of what has reached the core, and every call must end.
//!
//! When a message is sent again is the affair of the transactions (`model.rs`); here only what is new counts.

mod model;
mod peer;

use super::*;
use model::{Expected, Model, Phase};
use peer::Peer;
use rand::Rng;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Microseconds since the start.
type Moment = u64;

const SECOND: Moment = 1_000_000;
/// Calls at once.
const CALLS: usize = 24;
/// A call that is older is ended by its owner.
const OLD: Moment = 240 * SECOND;
/// So long after the owner wants it to end it must have ended, whatever is lost: CANCEL or ACK is waited for at most 32
/// seconds, and an INVITE that was never answered at all as long before.
const ENDS_WITHIN: Moment = 70 * SECOND;
/// An ended call is remembered for so long: all that belongs to it has been sent again for the last time.
const REMEMBERED: Moment = 700 * SECOND;
/// Of the peer's messages: it does not know what was lost.
const SENT_AGAIN: [Moment; 3] = [0, SECOND / 2, 3 * SECOND / 2];

/// A call, with all who know of it.
struct Call {
    session: Option<SessionId>,
    model: Model,
    peer: Peer,
    /// What the core has sent, to tell repetitions.
    seen: HashSet<u64>,
    born: Moment,
}

/// A message on its way.
enum Letter {
    ToCore(String),
    ToPeer(Box<Message>),
}

struct World {
    core: Core,
    flow: FlowId,
    start: Instant,
    now: Moment,
    random: StdRng,
    calls: HashMap<u64, Call>,
    live: Vec<u64>,
    sessions: HashMap<SessionId, u64>,
    wire: BTreeMap<(Moment, u64), (u64, Letter)>,
    next: u64,
    /// Messages that have reached the core, and orders of its owner.
    events: u64,
    /// What the core has said and told in this step, by call.
    words: Vec<(u64, String)>,
    /// How often each word was expected and came.
    counts: BTreeMap<String, u64>,
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            core: core(seed),
            flow: udp(5060),
            start: Instant::now(),
            now: 0,
            random: StdRng::seed_from_u64(seed),
            calls: HashMap::new(),
            live: Vec::new(),
            sessions: HashMap::new(),
            wire: BTreeMap::new(),
            next: 0,
            events: 0,
            words: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    fn at(&self) -> Instant {
        self.start + Duration::from_micros(self.now)
    }

    /// A call begins, theirs or ours.
    fn begin(&mut self) {
        self.next += 1;
        let number = self.next;
        let (is_theirs, offers) = (self.random.random_bool(0.5), self.random.random_bool(0.8));
        let rings = ["", "Supported: 100rel\r\n", "Require: 100rel\r\n"][self.random.random_range(0..3)];
        let offers = offers || !is_theirs;
        let model = Model::new(is_theirs, offers, self.now);
        let peer = Peer::new(number, is_theirs);
        let call = Call { session: None, model, peer, seen: HashSet::new(), born: self.now };
        self.calls.insert(number, call);
        self.live.push(number);
        if is_theirs {
            let allow = if self.random.random_bool(0.7) { "Allow: INVITE, UPDATE, BYE\r\n" } else { "" };
            let timer = if self.random.random_bool(0.5) { "Supported: timer\r\n" } else { "" };
            let body = if offers { peer::SDP } else { "" };
            let invite = self.peer(number).request("INVITE", &format!("{rings}{allow}{timer}"), body);
            return self.send_to_core(number, invite);
        }
        let session = SessionId((1 << 63) + number);
        self.sessions.insert(session, number);
        self.call(number).session = Some(session);
        let order = InviteOrder { call_id: Some(format!("c{number}")), ..order("sip:bob@192.0.2.9") };
        let (order, flow) = (Box::new(order), self.flow.clone());
        self.command(number, Command::Invite { session, order, flow }, Expected::nothing());
    }

    fn call(&mut self, number: u64) -> &mut Call {
        self.calls.get_mut(&number).expect("a call that is remembered")
    }

    fn peer(&mut self, number: u64) -> &mut Peer {
        &mut self.call(number).peer
    }

    /// Lost, doubled, late and overtaken.
    fn post(&mut self, number: u64, after: Moment, letter: impl Fn() -> Letter) {
        let copies = match self.random.random_range(0..100) {
            0..10 => 0,
            10..90 => 1,
            _ => 2,
        };
        for _ in 0..copies {
            let delay = match self.random.random_range(0..10) {
                0 => self.random.random_range(0..3 * SECOND),
                _ => self.random.random_range(0..SECOND / 20),
            };
            self.next += 1;
            self.wire.insert((self.now + after + delay, self.next), (number, letter()));
        }
    }

    fn send_to_core(&mut self, number: u64, text: String) {
        for after in SENT_AGAIN {
            self.post(number, after, || Letter::ToCore(text.clone()));
        }
    }

    /// A message reaches the core.
    fn receive(&mut self, number: u64, text: &str) {
        self.events += 1;
        let bytes = Bytes::copy_from_slice(text.as_bytes());
        let message = Message::parse(&bytes).expect("the peer writes sound messages");
        let (now, at) = (self.now, self.at());
        let expected = match self.calls.get_mut(&number) {
            Some(call) => call.model.receives(now, &message),
            None => Expected::anything(),
        };
        self.core.receive(at, &self.flow.clone(), &bytes);
        self.drain();
        self.compare(number, expected, text);
    }

    fn command(&mut self, number: u64, command: Command, expected: Expected) {
        self.events += 1;
        let about = format!("{command:?}");
        self.core.command(self.at(), command);
        self.drain();
        self.compare(number, expected, &about);
    }

    /// Time passes; what is due on the wire and in the core happens in its order.
    fn pass(&mut self, time: Moment) {
        let until = self.now + time;
        loop {
            let alarm = self.core.next_wake().map(|at| at.duration_since(self.start).as_micros() as Moment);
            let alarm = alarm.filter(|at| *at <= until);
            let letter = self.wire.first_key_value().map(|((at, _), _)| *at).filter(|at| *at <= until);
            match (alarm, letter) {
                (None, None) => break,
                (Some(alarm), letter) if letter.is_none_or(|letter| alarm <= letter) => self.wake(alarm),
                _ => self.deliver(),
            }
        }
        self.now = until;
    }

    fn wake(&mut self, alarm: Moment) {
        self.now = self.now.max(alarm);
        // Deadlines are kept to the nanosecond.
        let at = self.core.next_wake().expect("an alarm").max(self.at());
        self.core.wake(at);
        self.drain();
        let mut words: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for (number, word) in std::mem::take(&mut self.words) {
            words.entry(number).or_default().push(word);
        }
        let now = self.now;
        for (number, words) in words {
            if let Some(call) = self.calls.get_mut(&number) {
                call.model.time_has_said(now, &words, number);
                for word in words {
                    *self.counts.entry(format!("in time {word}")).or_default() += 1;
                }
            }
        }
    }

    fn deliver(&mut self) {
        let Some(((at, _), (number, letter))) = self.wire.pop_first() else { return };
        self.now = self.now.max(at);
        match letter {
            Letter::ToCore(text) => self.receive(number, &text),
            Letter::ToPeer(message) => {
                let Some(call) = self.calls.get_mut(&number) else { return };
                let answers = call.peer.receives(&message, &mut self.random);
                for answer in answers {
                    self.post(number, 0, || Letter::ToCore(answer.clone()));
                }
            }
        }
    }

    fn drain(&mut self) {
        while let Some(output) = self.core.poll() {
            match output {
                Output::Send(_, bytes) => self.sent(&bytes),
                Output::Invite(session, request, ..) => {
                    let number = request.call_id()[1..].parse().expect("a number");
                    self.sessions.insert(session, number);
                    self.call(number).session = Some(session);
                }
                Output::Session(session, event) => self.told(session, &event),
                other => panic!("{other:?}"),
            }
        }
    }

    fn sent(&mut self, bytes: &Bytes) {
        let message = Message::parse(bytes).expect("the core writes sound messages");
        let call_id = match &message {
            Message::Request(request) => request.call_id(),
            Message::Response(response) => response.call_id(),
        };
        let number = call_id[1..].parse().expect("a number");
        let now = self.now;
        let Some(call) = self.calls.get_mut(&number) else { return };
        if call.seen.insert(hash(bytes)) {
            match &message {
                Message::Request(request) => call.model.core_asks(now, request, number),
                Message::Response(response) => {
                    call.model.core_answers(now, response, number);
                    if response.status() >= 200 {
                        self.words.push((number, word(&message)));
                    }
                }
            }
        }
        self.post(number, 0, || Letter::ToPeer(Box::new(message.clone())));
    }

    fn told(&mut self, session: SessionId, event: &SessionEvent) {
        let number = self.sessions[&session];
        if let SessionEvent::Progress { .. } = event {
            return;
        }
        self.words.push((number, event_word(event)));
        if let SessionEvent::Refer(refer) = event {
            let (id, now, is_taken) = (refer.id, self.now, self.random.random_bool(0.7));
            self.core.command(
                self.at(),
                if is_taken { Command::AcceptRefer(id) } else { Command::RefuseRefer(id, 603) },
            );
            if is_taken && self.random.random_bool(0.7) {
                self.core.command(self.at(), Command::ReferNews(id, 200));
                self.call(number).model.news_go_out(now);
            }
        }
    }

    /// What was said and told is what the model wants, and so is whether the call is there.
    fn compare(&mut self, number: u64, expected: Expected, about: &str) {
        let now = self.now;
        let words = std::mem::take(&mut self.words);
        for (other, word) in &words {
            assert_eq!(*other, number, "{word} is said to another call than that of {about}");
        }
        let words: Vec<String> = words.into_iter().map(|(_, word)| word).collect();
        let Some(call) = self.calls.get_mut(&number) else { return };
        if let Some(wrong) = expected.differs(&words) {
            panic!("call {number} at {now}: {wrong}\nsaid {words:?}\nafter {about}\n{:?}", call.model);
        }
        call.model.has_heard(now, &words);
        let is_there = call.session.is_some_and(|session| self.core.sessions.contains_key(&session));
        let is_over = matches!(call.model.phase, Phase::Over | Phase::Coming);
        assert_eq!(is_there, !is_over, "call {number} at {now} after {about}\n{words:?}\n{:?}", call.model);
        for word in words {
            *self.counts.entry(word).or_default() += 1;
        }
    }

    /// Somebody does something to a call.
    fn act(&mut self) {
        let number = self.live[self.random.random_range(0..self.live.len())];
        match self.random.random_bool(0.5) {
            true => self.owner_acts(number),
            false => self.peer_acts(number),
        }
    }

    fn owner_acts(&mut self, number: u64) {
        let Some(session) = self.call(number).session else { return };
        let text = format!("{}s=ours-{}\r\n", peer::SDP, self.events);
        let sdp = Bytes::from(text.clone());
        let choice = self.random.random_range(0..100);
        let (is_old, phase) = (self.now > self.call(number).born + OLD, self.call(number).model.phase);
        let is_asked = self.call(number).model.is_offered();
        let command = match choice {
            _ if is_old => Command::Bye { session, reason: None },
            0..40 if is_asked => Command::AnswerOffer { session, sdp },
            40..55 if is_asked => Command::RefuseOffer { session, status: 488 },
            0..20 => Command::Progress { session, status: 180, sdp: None },
            20..40 => Command::Progress { session, status: 183, sdp: Some(sdp) },
            40..65 => Command::Offer { session, sdp },
            65..85 => Command::Answer { session, sdp },
            85..88 => Command::Refuse { session, status: 486, headers: Vec::new() },
            88..91 if phase != Phase::Over => Command::Bye { session, reason: None },
            91..94 => Command::AnswerOffer { session, sdp },
            _ => return,
        };
        let now = self.now;
        let expected = self.call(number).model.is_ordered(now, &command, &text);
        self.command(number, command, expected);
    }

    fn peer_acts(&mut self, number: u64) {
        let call = self.calls.get_mut(&number).expect("a live call");
        if let Some(text) = call.peer.acts(&mut self.random) {
            self.send_to_core(number, text);
        }
    }

    /// New calls in the places of those that are over; none may be stuck.
    fn tend(&mut self) {
        let now = self.now;
        for (number, call) in &self.calls {
            let ordered = call.model.bye.filter(|_| call.model.phase != Phase::Over);
            assert!(
                ordered.is_none_or(|ordered| now < ordered + ENDS_WITHIN),
                "call {number} is stuck at {now}: {:?}",
                call.model
            );
        }
        for (number, call) in &self.calls {
            assert!(
                !call.model.owes_an_answer(now),
                "call {number} is not answered at {now}: {:?}",
                call.model
            );
        }
        let calls = &self.calls;
        self.live.retain(|number| {
            let call = &calls[number];
            let never_came = call.model.phase == Phase::Coming && now > call.born + 10 * SECOND;
            !never_came && call.model.over.is_none_or(|over| now < over + 5 * SECOND)
        });
        self.calls.retain(|_, call| {
            let since = call.model.over.or((call.model.phase == Phase::Coming).then_some(call.born));
            since.is_none_or(|since| now < since + REMEMBERED)
        });
        self.sessions.retain(|_, number| self.calls.contains_key(number));
        while self.live.len() < CALLS {
            self.begin();
        }
    }

    /// Every peer falls silent; the owner hangs up, or leaves that to the timers.
    fn close(&mut self, hangs_up: bool) {
        self.wire.clear();
        self.calls.values_mut().for_each(|call| call.peer.vanish());
        let mut open: Vec<u64> = self.calls.keys().copied().filter(|_| hangs_up).collect();
        open.sort_unstable();
        for number in open {
            let now = self.now;
            let Some(session) = self.call(number).session else { continue };
            let command = Command::Bye { session, reason: None };
            let expected = self.call(number).model.is_ordered(now, &command, "");
            self.command(number, command, expected);
        }
        // RFC 4028's half an hour, and what follows it.
        self.pass(2400 * SECOND);
        for (number, call) in &self.calls {
            let is_over = matches!(call.model.phase, Phase::Over | Phase::Coming);
            let is_here = call.session.is_some_and(|session| self.core.sessions.contains_key(&session));
            assert!(is_over && !is_here, "call {number} at {}: {is_here} {:?}", self.now, call.model);
        }
        self.calls.clear();
        self.live.clear();
        self.sessions.clear();
        assert_core_empty(&self.core);
    }

    fn round(&mut self, events: u64, hangs_up: bool) {
        let until = self.events + events;
        while self.events < until {
            self.tend();
            self.act();
            let time = match self.random.random_range(0..1000) {
                0..990 => self.random.random_range(0..SECOND / 10),
                990..999 => self.random.random_range(0..5 * SECOND),
                _ => self.random.random_range(20 * SECOND..40 * SECOND),
            };
            self.pass(time);
        }
        self.close(hangs_up);
    }
}

/// Kilobytes of this process that are in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// So many in each run of the tests; more by `SWITCHROOM_TEST_EVENTS`.
const EVENTS: u64 = 100_000;
const ROUNDS: u64 = 10;

#[test]
fn calls_are_those_of_the_model_in_random_events_and_none_is_left() {
    let events: u64 =
        std::env::var("SWITCHROOM_TEST_EVENTS").map_or(EVENTS, |text| text.parse().expect("a number"));
    let mut world = World::new(3261);
    let mut before = None;
    for round in 0..ROUNDS {
        world.round(events / ROUNDS, round % 2 == 0);
        // Each test has a process of its own under nextest only. The first rounds make room.
        if round == 2 && std::env::var_os("NEXTEST").is_some() {
            before = Some(resident());
        }
    }
    println!("{} events in {} virtual seconds: {:#?}", world.events, world.now / SECOND, world.counts);
    if let Some(before) = before {
        let after = resident();
        assert!(after * 100 <= before * 105, "{before} kB have become {after} kB");
    }
    for word in WORDS {
        assert!(world.counts.contains_key(*word), "{word} has never happened");
    }
}

/// What must have happened, or the run shows little.
const WORDS: &[&str] = &[
    "200 INVITE",
    "200 PRACK",
    "200 UPDATE",
    "202 REFER",
    "487 INVITE",
    "487 UPDATE",
    "491 INVITE",
    "491 PRACK",
    "491 UPDATE",
    "500 INVITE",
    "500 UPDATE",
    "acknowledged",
    "answered",
    "offer",
    "offer answered",
    "offer refused 488",
    "refer",
    "refused 486",
    "ended ByeReceived",
    "ended ByeSent",
    "ended Cancelled",
    "ended Refused",
    "ended TimedOut",
    "in time 480 INVITE",
    "in time 504 INVITE",
    "in time ended ByeSent",
    "in time ended Cancelled",
    "in time ended NoAck",
    "in time ended TimedOut",
    "in time offer refused 408",
    "in time refused 408",
];
