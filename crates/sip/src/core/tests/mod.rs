//! The core under a clock that only the tests move, with messages as a peer would send them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod calls_in;
mod calls_out;
mod classes;
mod dialogs;
mod manners;
mod model;
mod mutated;
mod network;
mod offers;
mod reasons;
mod refer;
mod referring;
mod reliable;
mod replaces;
mod subscriptions;
mod texts;
mod timers;
mod torture;
mod updates;

use super::*;
use crate::flow::Transport;
use crate::message::{HeaderName, Message};
use crate::{NameAddr, Uri};

pub(super) const OFFER: &str =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";

/// A core, its clock, and all that it has given out.
pub(super) struct Desk {
    pub core: Core,
    pub start: Instant,
    pub now: Instant,
    pub flow: FlowId,
    pub sent: Vec<(Duration, FlowId, Message)>,
    pub events: Vec<(SessionId, SessionEvent)>,
    pub told: Vec<(SubscriptionId, SubscriptionEvent)>,
    pub invites: Vec<(SessionId, Arc<Request>)>,
    /// What each of them is to replace.
    pub replaced: Vec<Option<Replaced>>,
    pub requests: Vec<(Pending, Arc<Request>)>,
    pub subscribes: Vec<SubscriptionId>,
    pub answers: Vec<(OrderId, Result<u16, RequestFailed>)>,
}

pub(super) fn udp(port: u16) -> FlowId {
    FlowId::udp("192.0.2.1:5060".parse().unwrap(), format!("192.0.2.9:{port}").parse().unwrap())
}

pub(super) fn tcp() -> FlowId {
    FlowId::connection_of(
        Transport::Tcp,
        "192.0.2.1:5060".parse().unwrap(),
        "192.0.2.9:40000".parse().unwrap(),
        1,
    )
}

pub(super) fn core(seed: u64) -> Core {
    let config = CoreConfig {
        product: "Test".into(),
        timers: Timers::default(),
        advertised: HashMap::new(),
        capacity: Capacity::default(),
        session_timer: SessionTimer::default(),
    };
    Core::new(config, seed)
}

impl Desk {
    pub fn new() -> Self {
        Self::on(udp(5060))
    }

    pub fn on(flow: FlowId) -> Self {
        let start = Instant::now();
        Self {
            core: core(7),
            start,
            now: start,
            flow,
            sent: Vec::new(),
            events: Vec::new(),
            told: Vec::new(),
            invites: Vec::new(),
            replaced: Vec::new(),
            requests: Vec::new(),
            subscribes: Vec::new(),
            answers: Vec::new(),
        }
    }

    pub fn get(&mut self, text: &str) {
        let flow = self.flow.clone();
        self.core.receive(self.now, &flow, &Bytes::copy_from_slice(text.as_bytes()));
        self.drain();
    }

    pub fn command(&mut self, command: Command) {
        self.core.command(self.now, command);
        self.drain();
    }

    pub fn lose(&mut self, flow: &FlowId) {
        self.core.flow_lost(self.now, flow);
        self.drain();
    }

    /// Lets time pass, alarm by alarm.
    pub fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(at) = self.core.next_wake().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.core.wake(self.now);
            self.drain();
        }
        self.now = until;
    }

    pub fn drain(&mut self) {
        while let Some(output) = self.core.poll() {
            match output {
                Output::Send(flow, bytes) => {
                    let message = Message::parse(&bytes).unwrap();
                    self.sent.push((self.now - self.start, flow, message));
                }
                Output::Invite(session, request, _, replaced) => {
                    self.invites.push((session, request));
                    self.replaced.push(replaced);
                }
                Output::Request(pending, request, _) => self.requests.push((pending, request)),
                Output::Subscribe(subscription, ..) => self.subscribes.push(subscription),
                Output::Session(session, event) => self.events.push((session, event)),
                Output::Subscription(subscription, event) => self.told.push((subscription, event)),
                Output::Answered(order, answer) => {
                    self.answers.push((order, answer.map(|response| response.status())));
                }
            }
        }
    }

    /// What has gone out since it was last asked: statuses of answers, methods of requests.
    pub fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.sent).iter().map(|(_, _, message)| word(message)).collect()
    }

    /// The same with the milliseconds since the start.
    pub fn said_at(&mut self) -> Vec<(u128, String)> {
        let sent = std::mem::take(&mut self.sent);
        sent.iter().map(|(at, _, message)| (at.as_millis(), word(message))).collect()
    }

    /// The last request that went out with that method.
    pub fn request(&self, method: &str) -> Request {
        let found = self.sent.iter().rev().find_map(|(_, _, message)| match message {
            Message::Request(request) if request.method() == method => Some(request.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("no {method}"))
    }

    pub fn response(&self) -> Response {
        let found = self.sent.iter().rev().find_map(|(_, _, message)| match message {
            Message::Response(response) => Some(response.clone()),
            Message::Request(_) => None,
        });
        found.expect("no response")
    }

    pub fn session_words(&mut self) -> Vec<String> {
        std::mem::take(&mut self.events).into_iter().map(|(_, event)| event_word(&event)).collect()
    }

    /// After an hour nothing is left of anything.
    pub fn assert_empty(&mut self) {
        self.pass(Duration::from_secs(3600));
        assert_core_empty(&self.core);
    }

    /// Calls out; gives the INVITE.
    pub fn call(&mut self) -> Request {
        let order = order("sip:bob@192.0.2.9");
        let flow = self.flow.clone();
        self.command(Command::Invite { session: OUT, order: Box::new(order), flow });
        self.request("INVITE")
    }
}

pub(super) const OUT: SessionId = SessionId(1 << 63);

pub(super) fn order(target: &str) -> InviteOrder {
    let us = NameAddr::new(Uri::parse("sip:us@192.0.2.1").unwrap());
    let offer = Some(Bytes::from_static(OFFER.as_bytes()));
    InviteOrder { offer, ..InviteOrder::new(Uri::parse(target).unwrap(), us) }
}

pub(super) fn assert_core_empty(core: &Core) {
    let sizes = (
        core.servers.len(),
        core.clients.len(),
        core.sessions.len(),
        core.subscriptions.len(),
        core.dialogs.len(),
        core.referrals.len(),
        core.merging.len(),
        core.alarms.len(),
    );
    assert_eq!(sizes, (0, 0, 0, 0, 0, 0, 0, 0), "something is left");
}

fn word(message: &Message) -> String {
    match message {
        Message::Request(request) => request.method().to_owned(),
        Message::Response(response) => format!("{} {}", response.status(), response.cseq().1),
    }
}

fn event_word(event: &SessionEvent) -> String {
    match event {
        SessionEvent::Progress { status, .. } => format!("progress {status}"),
        SessionEvent::Answered { .. } => "answered".into(),
        SessionEvent::Refused { status, .. } => format!("refused {status}"),
        SessionEvent::Acknowledged { .. } => "acknowledged".into(),
        SessionEvent::Offer { .. } => "offer".into(),
        SessionEvent::OfferAnswered { .. } => "offer answered".into(),
        SessionEvent::OfferRefused { status } => format!("offer refused {status}"),
        SessionEvent::Info { .. } => "info".into(),
        SessionEvent::Refer(_) => "refer".into(),
        SessionEvent::Referred(referred) => format!("{referred:?}"),
        SessionEvent::Ended { why, .. } => format!("ended {why:?}"),
    }
}

/// A request of the peer's. `to_tag` is ours, in a dialog.
pub(super) fn peer_says(
    method: &str,
    branch: &str,
    cseq: u32,
    to_tag: Option<&str>,
    more: &str,
    body: &str,
) -> String {
    let tag = to_tag.map(|tag| format!(";tag={tag}")).unwrap_or_default();
    let content =
        if body.is_empty() { String::new() } else { "Content-Type: application/sdp\r\n".to_owned() };
    format!(
        "{method} sip:100@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;rport;branch=z9hG4bK{branch}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:bob@192.0.2.9>;tag=peer\r\nTo: <sip:100@192.0.2.1>{tag}\r\n\
         Call-ID: call-1\r\nCSeq: {cseq} {method}\r\nContact: <sip:bob@192.0.2.9:5060>\r\n{more}{content}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The answer of a peer to a request of ours.
pub(super) fn peer_answers(request: &Request, status: u16, tag: &str, body: &str) -> String {
    let mut response = Response::to(request, status);
    if status > 100 {
        if !tag.is_empty() {
            response.set_to_tag(tag);
        }
        response.push(HeaderName::Contact, "<sip:bob@192.0.2.9:5060>");
    }
    if !body.is_empty() {
        response.set_body("application/sdp", Bytes::copy_from_slice(body.as_bytes()));
    }
    String::from_utf8(response.to_bytes().to_vec()).unwrap()
}

/// A call that we have made and they have answered.
pub(super) fn called(desk: &mut Desk) -> Request {
    let invite = desk.call();
    desk.get(&peer_answers(&invite, 200, "peer", OFFER));
    desk.said();
    desk.session_words();
    invite
}

/// A call that they have made and we have answered.
pub(super) fn taken(desk: &mut Desk) -> (SessionId, String) {
    desk.get(&peer_says("INVITE", "i", 1, None, "", OFFER));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
    desk.get(&peer_says("ACK", "a", 1, Some(&tag), "", ""));
    desk.said();
    desk.session_words();
    (session, tag)
}

/// A request of the peer's in the dialog that our INVITE has made.
pub(super) fn callee_says(invite: &Request, method: &str, branch: &str, cseq: u32, body: &str) -> String {
    let content =
        if body.is_empty() { String::new() } else { "Content-Type: application/sdp\r\n".to_owned() };
    format!(
        "{method} sip:switchroom@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;rport;branch=z9hG4bK{branch}\r\n\
         Max-Forwards: 70\r\nFrom: {};tag=peer\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {cseq} {method}\r\n\
         Contact: <sip:bob@192.0.2.9:5060>\r\n{content}Content-Length: {}\r\n\r\n{body}",
        invite.header(&HeaderName::To).unwrap(),
        invite.header(&HeaderName::From).unwrap(),
        invite.call_id(),
        body.len()
    )
}

pub(super) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(super) fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn peers_are_told_the_advertised_address() {
    let outside = "198.51.100.9:5060";
    for (bound, public, local, peer, expected) in [
        ("192.0.2.1:5060", "203.0.113.1:5060", "192.0.2.1:5060", outside, "203.0.113.1:5060"),
        ("0.0.0.0:5060", "203.0.113.1:5060", "192.0.2.1:5060", outside, "203.0.113.1:5060"),
        ("[::]:5060", "203.0.113.1:5060", "192.0.2.1:5060", outside, "203.0.113.1:5060"),
        ("[::]:5060", "203.0.113.1:5060", "[2001:db8::1]:5060", "[2001:db8::9]:5060", "[2001:db8::1]:5060"),
        ("0.0.0.0:5070", "203.0.113.1:5070", "192.0.2.1:5060", outside, "192.0.2.1:5060"),
        ("0.0.0.0:5060", "203.0.113.1:5060", "127.0.0.1:5060", "127.0.0.1:4000", "127.0.0.1:5060"),
        ("[::]:5060", "203.0.113.1:5060", "192.168.1.2:5060", "192.168.1.9:4000", "192.168.1.2:5060"),
    ] {
        let address = |text: &str| text.parse::<SocketAddr>().unwrap();
        let mut core = core(1);
        core.config.advertised.insert(address(bound), address(public));
        let flow = FlowId::udp(address(local), address(peer));
        assert_eq!(core.own_address(&flow), address(expected), "{bound} {local} {peer}");
    }
}

#[test]
fn ways_follow_contacts_only_on_the_peers_host() {
    let udp_flow = udp(40000);
    for (contact, routes, expected) in [
        ("sip:a@192.0.2.9", vec![], "192.0.2.9:5060"),
        ("sip:a@192.0.2.9:5070", vec![], "192.0.2.9:5070"),
        ("sip:a@192.0.2.9:5070", vec!["<sip:p;lr>".to_owned()], "192.0.2.9:40000"),
        ("sip:a@10.0.0.1:5070", vec![], "192.0.2.9:40000"),
        ("sip:a@phone.example", vec![], "192.0.2.9:40000"),
    ] {
        let way = way::way(&Uri::parse(contact).unwrap(), &routes, &udp_flow);
        assert_eq!(way.remote().to_string(), expected, "{contact}");
    }
    let tcp_flow = tcp();
    assert_eq!(tcp_flow.transport(), Transport::Tcp);
    assert_eq!(way::way(&Uri::parse("sip:a@192.0.2.9:5070").unwrap(), &[], &tcp_flow), tcp_flow);
}
