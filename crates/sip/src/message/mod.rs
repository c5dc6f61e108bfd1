//! SIP messages as values (RFC 3261 §7): order and repetition of header fields are kept, whatever came in.

mod check;
mod date;
mod fields;
mod frame;
mod grammar;
mod name;
mod name_addr;
mod parse;
mod parts;
mod replaces;
mod request;
mod response;
mod uri;
mod via;
mod views;

pub use check::Fault;
pub use date::date;
pub use fields::Fields;
pub use frame::{Frame, FrameError, Framer};
pub use name::HeaderName;
pub use name_addr::NameAddr;
pub use parse::{Message, ParseError};
pub use replaces::Replaces;
pub use request::Request;
pub use response::{Response, SIPFRAG, reason_phrase, sipfrag};
pub use uri::{Scheme, Uri, UriError};
pub(crate) use via::MAGIC_COOKIE;
pub use via::Via;

pub(crate) use grammar::{list, unescaped};
pub(crate) use parts::Offered;

/// The largest message taken, in bytes: the largest UDP datagram, and more than any phone sends.
pub const LARGEST_MESSAGE: usize = 65_535;
/// A longer Request-URI is refused with 414, in bytes: no number, name or token comes near it.
pub const LONGEST_URI: usize = 4096;
/// More header fields than this are an attack or a loop.
pub const MOST_FIELDS: usize = 200;
