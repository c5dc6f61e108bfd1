//! Requests on their way out: to the flow or address that is given, or to one place after the other of those that DNS names,
//! until one takes it (RFC 3263 §4.3).

use crate::core::{
    Command, Ended, InviteOrder, OrderId, RequestFailed, RequestOrder, SessionEvent, SessionId,
};
use crate::flow::FlowId;
use crate::message::{HeaderName, Response, Uri};
use crate::resolve::{self, Failed, Next, Question, Resolver, Target};
use crate::stack::{Driver, Order};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// What is to be sent, and whose answer it is.
#[derive(Clone)]
pub(crate) enum Errand {
    Invite(SessionId, Box<InviteOrder>),
    Request(OrderId, Box<RequestOrder>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Job {
    Session(SessionId),
    Order(OrderId),
}

impl Errand {
    fn job(&self) -> Job {
        match self {
            Self::Invite(session, _) => Job::Session(*session),
            Self::Request(order, _) => Job::Order(*order),
        }
    }

    fn flow(&self) -> Option<&FlowId> {
        match self {
            Self::Invite(_, order) => order.flow.as_ref(),
            Self::Request(_, order) => order.flow.as_ref(),
        }
    }

    /// Where it goes next: the first route, else the target (RFC 3261 §8.1.2).
    fn next(&self) -> Next {
        let (route, target): (Option<&Uri>, &Uri) = match self {
            Self::Invite(_, order) => (order.route.first(), &order.target),
            Self::Request(_, order) => (order.route.first(), &order.target),
        };
        resolve::next(route.unwrap_or(target))
    }

    fn command(self, flow: FlowId) -> Command {
        match self {
            Self::Invite(session, order) => Command::Invite { session, order, flow },
            Self::Request(order, request) => Command::Request { order, request, flow },
        }
    }
}

/// A request that may still go elsewhere.
struct Trail {
    errand: Errand,
    left: VecDeque<Target>,
    /// Where it is being tried. `None`: DNS is being asked.
    at: Option<Target>,
    /// This place has failed, and its session's end is on the way.
    moves_on: bool,
}

/// All of them.
pub(crate) struct Trails {
    of: HashMap<Job, Trail>,
    failed: Failed,
    resolver: Option<Resolver>,
}

impl Trails {
    pub fn new(resolver: Option<Resolver>) -> Self {
        Self { of: HashMap::new(), failed: Failed::default(), resolver }
    }

    /// The place that was tried has failed. Says whether there is another.
    fn failed(&mut self, job: Job, lasts: Duration, now: Instant) -> bool {
        let Some(trail) = self.of.get_mut(&job) else { return false };
        if let Some(target) = &trail.at {
            self.failed.note(target, lasts, now);
        }
        let has_more = !trail.left.is_empty();
        if !has_more {
            self.of.remove(&job);
        }
        has_more
    }
}

impl Driver {
    /// Sends it off, or has DNS asked first.
    pub(crate) fn begin(&mut self, now: Instant, errand: Errand) {
        if let Some(flow) = errand.flow().cloned() {
            return self.core.command(now, errand.command(flow));
        }
        match errand.next() {
            Next::Known(target) => match self.way(&target) {
                Some(flow) => self.core.command(now, errand.command(flow)),
                None => self.no_way(errand.job()),
            },
            Next::Ask(question) => self.ask(errand, question),
            Next::Nowhere => self.no_way(errand.job()),
        }
    }

    fn ask(&mut self, errand: Errand, question: Question) {
        let job = errand.job();
        let Some(resolver) = self.trails.resolver.clone() else { return self.no_way(job) };
        self.trails.of.insert(job, Trail { errand, left: VecDeque::new(), at: None, moves_on: false });
        let orders = self.orders.clone();
        tokio::spawn(async move {
            let targets = resolver.targets(&question).await;
            if let Some(orders) = orders.upgrade() {
                // Without the task nobody waits.
                let _ = orders.send(Order::Resolved { job, targets });
            }
        });
    }

    /// DNS has answered; whoever has given up meanwhile is not there any more.
    pub(crate) fn resolved(&mut self, now: Instant, job: Job, targets: Vec<Target>) {
        let ordered = self.trails.failed.last(targets, now);
        if let Some(trail) = self.trails.of.get_mut(&job) {
            trail.left = ordered.into();
            self.try_next(now, job);
        }
    }

    fn try_next(&mut self, now: Instant, job: Job) {
        while let Some(trail) = self.trails.of.get_mut(&job) {
            let Some(target) = trail.left.pop_front() else { break };
            let errand = trail.errand.clone();
            trail.at = Some(target.clone());
            if let Some(flow) = self.way(&target) {
                return self.core.command(now, errand.command(flow));
            }
        }
        self.trails.of.remove(&job);
        self.no_way(job);
    }

    fn way(&self, target: &Target) -> Option<FlowId> {
        self.network.way(target.transport, target.address, Some(&target.domain))
    }

    fn no_way(&mut self, job: Job) {
        match job {
            Job::Session(session) => {
                if let Some(events) = self.sessions.remove(&session) {
                    // What finds no room is followed by the channel's end, which says the same.
                    let _ = events.try_send(SessionEvent::Refused { status: 503, response: None });
                    let _ = events.try_send(SessionEvent::Ended { why: Ended::TransportLost, reason: None });
                }
            }
            Job::Order(order) => {
                if let Some(waiting) = self.answers.remove(&order) {
                    let _ = waiting.send(Err(RequestFailed::TransportLost));
                }
            }
        }
    }

    /// A call is given up while DNS is asked for it. Says whether it was so: the core knows nothing of it then.
    pub(crate) fn is_given_up_early(&mut self, session: SessionId) -> bool {
        let job = Job::Session(session);
        if self.trails.of.get(&job).is_none_or(|trail| trail.at.is_some()) {
            return false;
        }
        self.trails.of.remove(&job);
        if let Some(events) = self.sessions.remove(&session) {
            let _ = events.try_send(SessionEvent::Ended { why: Ended::Cancelled, reason: None });
        }
        true
    }

    /// What a session has come to. Says whether it goes on elsewhere: then its owner is told nothing of it.
    pub(crate) fn goes_on(&mut self, session: SessionId, event: &SessionEvent) -> bool {
        let (job, now) = (Job::Session(session), Instant::now());
        let Some(trail) = self.trails.of.get_mut(&job) else { return false };
        match event {
            SessionEvent::Refused { status, response } => match failure(*status, response.as_deref()) {
                Some(lasts) => {
                    trail.moves_on = true;
                    return self.trails.failed(job, lasts, now);
                }
                None => drop(self.trails.of.remove(&job)),
            },
            SessionEvent::Ended { .. } if trail.moves_on => {
                trail.moves_on = false;
                self.try_next(now, job);
                return true;
            }
            // Somebody is there: it is theirs now.
            _ => drop(self.trails.of.remove(&job)),
        }
        false
    }

    /// What a request has come to; `None`: it goes on elsewhere.
    pub(crate) fn outcome(
        &mut self,
        order: OrderId,
        answer: Result<Response, RequestFailed>,
    ) -> Option<Result<Response, RequestFailed>> {
        let (job, now) = (Job::Order(order), Instant::now());
        let failure = match &answer {
            Ok(response) => failure(response.status(), Some(response)),
            Err(_) => failure(0, None),
        };
        match failure {
            Some(lasts) if self.trails.failed(job, lasts, now) => {
                self.try_next(now, job);
                None
            }
            _ => {
                self.trails.of.remove(&job);
                Some(answer)
            }
        }
    }
}

/// Whether a place has failed, and for how long it is not asked first (RFC 3263 §4.3): it does not answer, cannot be reached,
/// or says 503.
fn failure(status: u16, response: Option<&Response>) -> Option<Duration> {
    let Some(response) = response else { return Some(resolve::FAILED_USUALLY) };
    if status != 503 {
        return None;
    }
    let after = response.header(&HeaderName::RetryAfter).unwrap_or_default().trim();
    let digits = after.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    Some(digits.parse().map_or(resolve::FAILED_USUALLY, Duration::from_secs))
}
