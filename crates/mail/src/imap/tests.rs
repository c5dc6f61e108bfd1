//! Conversations with mail clients.

mod broken;
mod conversations;
mod quota;
mod random;
