//! The one door of the post office: messages go in, mailboxes are opened.

use crate::delivery::{DeliverError, Delivered, Delivery};
use crate::mailbox::{Answer, Mailbox};
use bytes::Bytes;
use domain::id::UserId;
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// What switch, SMTP server, telephone and desk are given. Made by [`crate::PostOffice`] over the store and by
/// [`crate::memory::PostOffice`]; both pass one suite.
pub trait Post: Send + Sync {
    /// A person's mailbox. Costs no I/O; for people that do not exist every call answers
    /// [`crate::MailboxError::NoSuchFolder`].
    fn mailbox(&self, user: UserId) -> Arc<dyn Mailbox>;

    /// Durable and in every recipient's inbox when it answers `Ok`; else nothing is kept. The same key again is the
    /// same answer with `again`. A mail's own `From` goes before the `from` of its delivery.
    fn deliver(&self, delivery: Delivery) -> BoxFuture<'_, Result<Delivered, DeliverError>>;

    /// The bytes of all messages in all folders of a person's mailbox, without looking at them.
    fn usage(&self, user: UserId) -> Answer<'_, u64>;

    /// A notice has come to the return path of a mail of ours, by its token; understood and durable when it answers
    /// `Ok`. [`DeliverError::NoSuchRecipient`]: no mail has this token, as where nothing leaves the house.
    fn returned<'a>(&'a self, _token: &'a str, _notice: Bytes) -> BoxFuture<'a, Result<(), DeliverError>> {
        Box::pin(std::future::ready(Err(DeliverError::NoSuchRecipient)))
    }
}
