//! A core for bytes that nobody has looked at: what fuzzing calls, without a socket or a clock.

use super::{Command, Core, CoreConfig, Limits, Output, Timers};
use crate::flow::FlowId;
use crate::message::Response;
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
            limits: Limits::default(),
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

    /// Lets time pass; says how much comes out.
    pub fn pass(&mut self, time: Duration) -> usize {
        self.now += time;
        self.core.wake(self.now);
        settle(&mut self.core, self.now)
    }
}

/// Gives datagrams (separated by 0xff) to a core whose owner takes every call and subscription; says how much comes out.
pub fn outputs_of(datagrams: &[u8]) -> usize {
    let mut trial = Trial::default();
    let taken = |datagram: &[u8]| trial.receive(&Bytes::copy_from_slice(datagram)) + trial.pass(STEP);
    datagrams.split(|byte| *byte == SEPARATOR).map(taken).sum()
}

fn settle(core: &mut Core, now: Instant) -> usize {
    let mut count = 0;
    while let Some(output) = core.poll() {
        count += 1;
        match output {
            Output::Invite(session, ..) => core.command(now, Command::Answer { session, sdp: Bytes::new() }),
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
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_and_nonsense_come_out_as_they_should() {
        let call =
            b"INVITE sip:1@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\n\
            To: <sip:b@h>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContact: <sip:a@h>\r\n\r\n";
        // The call and its 200.
        assert_eq!(outputs_of(call), 2);
        assert_eq!(outputs_of(b"\xff\xffnonsense\xff"), 0);
    }
}
