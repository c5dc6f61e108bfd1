//! Mail on the wire: IMAP for clients that read, SMTP for servers that bring and for what leaves. Knows messages by
//! [`messaging::Mailbox`] and people by [`directory::Directory`], and nothing of telephones.

mod attentive;
mod doors;
mod gate;
pub mod imap;
mod listen;
mod metrics;
pub mod outbound;
pub mod smtp;
#[cfg(test)]
mod testing;
mod wire;

pub use doors::{Doors, TlsSource};
pub use metrics::Metrics;
