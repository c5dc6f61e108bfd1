//! A core for bytes that nobody has looked at: what fuzzing calls, without a socket or a clock.

use super::{Capacity, Command, Core, CoreConfig, InviteOrder, Output, ReferTo, SessionId, Timers};
use crate::flow::FlowId;
use crate::message::{HeaderName, Message, NameAddr, Request, Response, Uri, Via};
use bytes::Bytes;
use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

/// Between two datagrams.
const SEPARATOR: u8 = 0xff;
/// From one datagram to the next.
const STEP: Duration = Duration::from_millis(300);

/// A core on its own, whose owner takes every call, question and subscription.
pub struct Trial {
    core: Core,
    flow: FlowId,
    now: Instant,
}

impl Default for Trial {
    fn default() -> Self {
        let config = CoreConfig {
            product: "Trial".into(),
            timers: Timers::default(),
            advertised: HashMap::new(),
            capacity: Capacity::default(),
            session_timer: Default::default(),
        };
        let address = |last: u8| SocketAddr::from((Ipv4Addr::new(192, 0, 2, last), 5060));
        Self { core: Core::new(config, 1), flow: FlowId::udp(address(1), address(9)), now: Instant::now() }
    }
}

impl Trial {
    /// Takes one datagram; says how much comes out.
    pub fn receive(&mut self, datagram: &Bytes) -> usize {
        self.core.receive(self.now, &self.flow, datagram);
        settle(&mut self.core, self.now)
    }

    /// Calls; gives the INVITE.
    fn call(&mut self) -> Option<Request> {
        let us = NameAddr::new(Uri::sip("us", "192.0.2.1"));
        let offer = Some(Bytes::from_static(b"v=0"));
        let target = Uri::sip("bob", "192.0.2.9");
        let order = InviteOrder { to: us.clone(), offer, ..InviteOrder::new(target, us) };
        let (session, flow) = (SessionId(1 << 63), self.flow.clone());
        self.core.command(self.now, Command::Invite { session, order: Box::new(order), flow });
        match self.core.poll() {
            Some(Output::Send(_, bytes)) => match Message::parse(&bytes) {
                Ok(Message::Request(invite)) => Some(invite),
                _ => None,
            },
            _ => None,
        }
    }

    /// Lets time pass; says how much comes out.
    pub fn pass(&mut self, time: Duration) -> usize {
        self.now += time;
        self.core.wake(self.now);
        settle(&mut self.core, self.now)
    }
}

/// Gives datagrams (separated by 0xff) to a core whose owner takes every call and subscription; says how much comes out.
/// `TAG` stands for our tag in a dialog that there is, `RSEQ` for the number of our last reliable response.
pub fn outputs_of(datagrams: &[u8]) -> usize {
    let mut trial = Trial::default();
    let mut count = 0;
    for datagram in datagrams.split(|byte| *byte == SEPARATOR) {
        let tag = trial.core.dialogs.keys().min().cloned().unwrap_or_default();
        let rseq = trial.core.sessions.values().find_map(|state| state.progress.rseq());
        let mut datagram = datagram.to_vec();
        put(&mut datagram, "TAG", &tag);
        put(&mut datagram, "RSEQ", &rseq.unwrap_or_default().to_string());
        count += trial.receive(&datagram.into()) + trial.pass(STEP);
    }
    count
}

/// Puts a value in the place of its name, once.
fn put(datagram: &mut Vec<u8>, name: &str, value: &str) {
    let found = datagram.windows(name.len()).position(|part| part == name.as_bytes());
    if let Some(at) = found {
        datagram.splice(at..at + name.len(), value.bytes());
    }
}

/// The same with what comes back on a call of ours; `BRANCH`, `FROM` and `CALL` stand for those of our INVITE.
pub fn outputs_of_answers(datagrams: &[u8]) -> usize {
    let mut trial = Trial::default();
    let Some(invite) = trial.call() else { return 0 };
    let (branch, from, call_id) = (
        invite.via().and_then(Via::branch).unwrap_or_default(),
        invite.header(&HeaderName::From).unwrap_or_default(),
        invite.call_id(),
    );
    let mut count = 0;
    for datagram in datagrams.split(|byte| *byte == SEPARATOR) {
        let mut datagram = datagram.to_vec();
        for (name, value) in [("BRANCH", branch), ("FROM", from), ("CALL", call_id)] {
            put(&mut datagram, name, value);
        }
        count += trial.receive(&datagram.into()) + trial.pass(STEP);
    }
    count
}

fn settle(core: &mut Core, now: Instant) -> usize {
    let mut count = 0;
    while let Some(output) = core.poll() {
        count += 1;
        match output {
            Output::Invite(session, ..) => {
                let sdp = Bytes::from_static(b"v=0");
                core.command(now, Command::Progress { session, status: 183, sdp: Some(sdp.clone()) });
                core.command(now, Command::Answer { session, sdp });
            }
            Output::Request(pending, request, _) => {
                let response = Box::new(Response::to(&request, 200));
                core.command(now, Command::Respond { pending, response });
            }
            Output::Subscribe(subscription, ..) => {
                core.command(now, Command::Accept { subscription, expires: STEP * 4 });
                let content_type = "text/plain".to_owned();
                core.command(now, Command::Notify { subscription, content_type, body: Bytes::new() });
            }
            Output::Session(session, crate::SessionEvent::Offer { .. }) => {
                core.command(now, Command::AnswerOffer { session, sdp: Bytes::new() });
            }
            // Whoever has called is sent to itself, and may say what it likes of that.
            Output::Session(session, crate::SessionEvent::Acknowledged { .. }) => {
                core.command(now, Command::Refer { session, to: ReferTo::Session(session) });
            }
            Output::Session(_, crate::SessionEvent::Refer(refer)) => {
                core.command(now, Command::AcceptRefer(refer.id));
                core.command(now, Command::ReferNews(refer.id, 200));
            }
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_on_a_call_reaches_it() {
        let answer = |status: &str| {
            format!(
                "SIP/2.0 {status}\r\nVia: SIP/2.0/UDP h;branch=BRANCH\r\nFrom: FROM\r\nTo: <sip:b@h>;tag=t\r\n\
                 Call-ID: CALL\r\nCSeq: 1 INVITE\r\n\r\n"
            )
        };
        // That it rings; that it was answered, and the ACK.
        assert_eq!(outputs_of_answers(answer("180 Ringing").as_bytes()), 1);
        assert_eq!(outputs_of_answers(answer("200 OK").as_bytes()), 2);
        // The ACK; that it was refused, and that it is over.
        assert_eq!(outputs_of_answers(answer("486 Busy").as_bytes()), 3);
        // Nothing but the INVITE again, after half a second.
        assert_eq!(outputs_of_answers(b"\xffnonsense\xff"), 1);
    }

    #[test]
    fn a_call_and_nonsense_come_out_as_they_should() {
        let call =
            b"INVITE sip:1@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\n\
            To: <sip:b@h>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContact: <sip:a@h>\r\n\r\n";
        // The call, its 183 and its 200.
        assert_eq!(outputs_of(call), 3);
        assert_eq!(outputs_of(b"\xff\xffnonsense\xff"), 0);
    }

    #[test]
    fn what_a_call_is_asked_reaches_it() {
        let says = |method: &str, cseq: u32, tag: &str, more: &str| {
            format!(
                "{method} sip:1@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK{cseq}\r\nFrom: <sip:a@h>;tag=1\r\n\
                 To: <sip:b@h>{tag}\r\nCall-ID: 1\r\nCSeq: {cseq} {method}\r\nContact: <sip:a@h>\r\n{more}\r\n"
            )
        };
        let offer = "Content-Type: application/sdp\r\nContent-Length: 3\r\n\r\nv=0";
        let invite = says("INVITE", 1, "", &format!("Require: 100rel\r\n{offer}"));
        let invite = invite.trim_end();
        // The call and its 183; the 183 again is due later than half a second.
        assert_eq!(outputs_of(invite.as_bytes()), 2);
        let prack = says("PRACK", 2, ";tag=TAG", "RAck: RSEQ 1 INVITE\r\n");
        // Its 200, and then that of the call.
        let pracked = format!("{invite}\u{0}{prack}").into_bytes();
        let pracked: Vec<u8> =
            pracked.into_iter().map(|byte| if byte == 0 { SEPARATOR } else { byte }).collect();
        assert_eq!(outputs_of(&pracked), 4);
        let call = says("INVITE", 1, "", offer);
        let ack = says("ACK", 1, ";tag=TAG", "");
        let news = says("NOTIFY", 2, ";tag=TAG", "Event: refer\r\nContent-Length: 14\r\n\r\nSIP/2.0 200 OK");
        let referred = [call.trim_end(), &ack, news.trim_end()].map(|text| text.as_bytes().to_vec());
        // The call, its 183 and its 200; that it is acknowledged, and our REFER, twice; the answer to its news, and what they say.
        assert_eq!(outputs_of(&referred.join(&SEPARATOR)), 8);
    }
}
