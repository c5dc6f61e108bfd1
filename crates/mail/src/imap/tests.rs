//! Conversations with mail clients.

mod conversations;
