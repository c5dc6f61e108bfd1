//! SIP messages as values (RFC 3261 §7): order and repetition of header fields are kept, whatever came in.

mod check;
mod date;
mod fields;
mod frame;
mod grammar;
mod name;
mod name_addr;
mod parse;
mod request;
mod response;
mod uri;
mod via;

pub use check::Fault;
pub use date::date;
pub use fields::Fields;
pub use frame::{Frame, FrameError, Framer};
pub use name::HeaderName;
pub use name_addr::NameAddr;
pub use parse::{Message, ParseError};
pub use request::Request;
pub use response::{Response, reason_phrase};
pub use uri::{Scheme, Uri, UriError};
pub use via::Via;

pub(crate) use grammar::list;

/// The largest message taken, in bytes: the largest UDP datagram, and more than any phone sends.
pub const LARGEST_MESSAGE: usize = 65_535;
/// More header fields than this are an attack or a loop.
pub const MOST_FIELDS: usize = 200;
