//! SIP, our own: a core without sockets or clocks, and a thin shell of tasks around it.
//!
//! [`message`], [`sdp`], [`auth`] and [`event`] are values and pure functions. The core holds transactions (RFC 3261
//! §17, RFC 6026), sessions and subscriptions; it takes messages, orders and the time, and gives out what to send and
//! what has happened. [`Stack`] drives it over real sockets; its handles are channels to the one task that owns the
//! core. No people, registrations or mailboxes here.

pub mod auth;
mod core;
mod errand;
pub mod event;
mod flow;
mod handles;
pub mod message;
pub mod passport;
pub mod pressed;
mod resolve;
pub mod sdp;
mod stack;
mod thread;
mod transport;

pub use crate::core::{
    ALLOW, Ended, InviteOrder, Reason, Refer, ReferId, ReferTo, Referred, Replaced, RequestFailed,
    RequestOrder, SessionEvent, SessionId, SessionTimer, Standing, SubscriptionEnded, SubscriptionEvent,
    Timers, Trial, outputs_of, outputs_of_answers,
};
pub use flow::{FlowId, Source, Transport};
pub use handles::{Display, Ender, ServerRequest, ServerSubscribe, Session, Subscription};
pub use message::{HeaderName, NameAddr, Replaces, Request, Response, Uri, date};
pub use stack::{Bound, Incoming, Listener, SipError, Stack, StackConfig};
pub use transport::{Counters, Limits, OutgoingTls, Rate, Sources, source_of, stun_answer};
