//! What every post office promises, as checks that each maker runs: in memory, over SQLite, over PostgreSQL.
//!
//! Every check begins with an office in which two people have never had a message.

#![allow(clippy::expect_used, reason = "a check fails by panicking")]

mod changing;
mod delivering;
mod finding;
mod folders;

pub use changing::*;
pub use delivering::*;
pub use finding::*;
pub use folders::*;

use crate::{Body, Delivery, Folder, FolderStatus, Kind, Mailbox, Post, Sender, SpecialUse, Voice};
use bytes::Bytes;
use domain::id::{CallId, FolderId, UserId};
use domain::language::Language;
use std::sync::Arc;

/// An office under test, with two of its people and somebody it has never heard of.
pub struct Subject {
    pub post: Arc<dyn Post>,
    pub anna: UserId,
    pub bob: UserId,
    pub stranger: UserId,
}

/// Runs every check of the suite as tests of their own: `$make` is an expression that awaits to a [`Subject`] and
/// whatever must live as long as it.
#[macro_export]
macro_rules! mailbox_suite {
    ($make:expr) => {
        $crate::mailbox_suite! { $make;
            a_message_lies_in_every_recipients_inbox, a_voice_message_can_be_heard,
            one_key_is_one_message_and_the_same_answer, nobody_unknown_gets_a_message,
            deliveries_at_once_get_rising_uids_and_none_is_lost, mail_begins_with_its_trace,
            flags_change_as_told, flags_that_changed_since_are_left_alone, an_appended_message_is_found_by_its_uid,
            copies_are_the_same_message, moving_is_copying_and_vanishing, expunge_takes_what_is_marked_and_named,
            commands_at_once_neither_fail_nor_lose,
            a_mailbox_begins_with_its_folders, folders_are_made_renamed_and_deleted,
            a_folder_made_anew_has_another_validity, watchers_hear_of_every_change,
            changes_tell_what_is_new_altered_and_gone, pages_show_the_newest_first,
            pages_are_by_time_whatever_the_uid, lists_are_by_uid_and_bounded,
            texts_are_found_in_headers_and_bodies, counts_are_of_the_inbox, usage_is_of_all_folders, bytes_are_read_in_ranges
        }
    };
    ($make:expr; $($check:ident),+) => { $(
        #[tokio::test]
        async fn $check() {
            let (subject, _alive) = $make.await;
            $crate::suite::$check(&subject).await;
        }
    )+ };
}

fn at() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_795_000_000).expect("a time of this century")
}

fn mail(key: &str, to: &[UserId], message: impl Into<Vec<u8>>) -> Delivery {
    let body = Body::Mail { message: Bytes::from(message.into()), trace: "Return-Path: <c@d>\r\n".into() };
    Delivery { key: key.into(), to: to.to_vec(), from: Sender::default(), at: at(), body }
}

fn letter(subject: &str, text: &str) -> Vec<u8> {
    format!("From: Carl <carl@example.net>\r\nTo: x@example.org\r\nSubject: {subject}\r\n\r\n{text}\r\n")
        .into_bytes()
}

fn voice(key: &str, to: &[UserId], samples: usize) -> Delivery {
    let body = Body::Voice(Voice {
        samples: (0..samples).map(|i| (i % 300) as i16).collect(),
        language: Language::EnGb,
        zone: "Europe/London".into(),
        call: CallId::new("n", 7),
        called: "201".into(),
        marks: Default::default(),
    });
    let from = Sender { name: Some("Dörte".into()), number: Some("+4930".into()), email: None };
    Delivery { key: key.into(), to: to.to_vec(), from, at: at(), body }
}

impl Subject {
    async fn mail(&self, key: &str, to: &[UserId], subject: &str) -> crate::Delivered {
        self.post.deliver(mail(key, to, letter(subject, "a text"))).await.expect("delivered")
    }

    /// Anna's mailbox with `count` mails in the inbox, UIDs 1 to `count`, and her inbox and archive.
    async fn anna_with(&self, count: u32) -> Annas {
        for number in 1..=count {
            self.mail(&format!("key-{number}"), &[self.anna], &format!("number {number}")).await;
        }
        let mailbox = self.post.mailbox(self.anna);
        let folders = mailbox.folders().await.expect("folders");
        let archive = folders
            .iter()
            .find(|folder| folder.special_use == Some(SpecialUse::Archive))
            .expect("an archive");
        Annas { inbox: folders[0].id, archive: archive.id, mailbox }
    }
}

struct Annas {
    mailbox: Arc<dyn Mailbox>,
    inbox: FolderId,
    archive: FolderId,
}

impl Annas {
    async fn status(&self, folder: FolderId) -> FolderStatus {
        self.mailbox.status(folder).await.expect("a status")
    }

    async fn uids(&self, folder: FolderId) -> Vec<u32> {
        let entries = self.mailbox.list(folder, 0..u32::MAX, 10_000).await.expect("entries");
        entries.into_iter().map(|entry| entry.uid).collect()
    }
}

async fn inbox(mailbox: &dyn Mailbox) -> Folder {
    mailbox.folders().await.expect("folders").into_iter().next().expect("an inbox")
}
