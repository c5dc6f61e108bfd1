//! Folders, and who hears of what.

use super::*;
use crate::{FlagChange, Flags, MailboxError};

pub async fn a_mailbox_begins_with_its_folders(subject: &Subject) {
    let folders = subject.post.mailbox(subject.anna).folders().await.expect("folders");
    let shown: Vec<_> = folders.iter().map(|folder| (folder.name.as_str(), folder.special_use)).collect();
    assert_eq!(
        shown,
        [
            ("INBOX", None),
            ("Archive", Some(SpecialUse::Archive)),
            ("Drafts", Some(SpecialUse::Drafts)),
            ("Junk", Some(SpecialUse::Junk)),
            ("Sent", Some(SpecialUse::Sent)),
            ("Trash", Some(SpecialUse::Trash)),
        ]
    );
    assert!(folders.iter().all(|folder| folder.subscribed));
}

async fn names(mailbox: &dyn Mailbox) -> Vec<String> {
    let folders = mailbox.folders().await.expect("folders");
    folders.into_iter().filter(|folder| folder.special_use.is_none()).map(|folder| folder.name).collect()
}

pub async fn folders_are_made_renamed_and_deleted(subject: &Subject) {
    let annas = subject.anna_with(1).await;
    let mailbox = &*annas.mailbox;
    let deep = mailbox.create_folder("Kunden/Nord/Müller").await.expect("made");
    assert_eq!(names(mailbox).await, ["INBOX", "Kunden", "Kunden/Nord", "Kunden/Nord/Müller"]);
    assert!(matches!(mailbox.create_folder("Kunden/Nord").await, Err(MailboxError::FolderExists)));
    assert!(matches!(mailbox.create_folder("inbox").await, Err(MailboxError::FolderExists)));
    for wrong in ["", "a//b", "a\r\nb"] {
        assert!(matches!(mailbox.create_folder(wrong).await, Err(MailboxError::NotAllowed)), "{wrong:?}");
    }
    mailbox.copy(annas.inbox, &[1], deep).await.expect("copied");
    let folders = mailbox.folders().await.expect("folders");
    let above = folders.iter().find(|folder| folder.name == "Kunden").expect("the parent").id;
    mailbox.rename_folder(above, "Alt/Kunden").await.expect("renamed");
    assert_eq!(
        names(mailbox).await,
        ["INBOX", "Alt", "Alt/Kunden", "Alt/Kunden/Nord", "Alt/Kunden/Nord/Müller"]
    );
    assert_eq!(annas.uids(deep).await, [1], "a renamed folder keeps its messages");
    assert!(matches!(mailbox.rename_folder(above, "Alt/Kunden/Nord/X").await, Err(MailboxError::NotAllowed)));
    assert!(matches!(mailbox.rename_folder(above, "Archive").await, Err(MailboxError::FolderExists)));
    assert!(matches!(mailbox.rename_folder(annas.inbox, "x").await, Err(MailboxError::NotAllowed)));

    mailbox.subscribe(deep, false).await.expect("unsubscribed");
    let folders = mailbox.folders().await.expect("folders");
    assert!(folders.iter().all(|folder| folder.subscribed == (folder.id != deep)));
    mailbox.delete_folder(deep).await.expect("deleted");
    assert!(matches!(mailbox.status(deep).await, Err(MailboxError::NoSuchFolder)));
    for kept in [annas.inbox, annas.archive] {
        assert!(matches!(mailbox.delete_folder(kept).await, Err(MailboxError::NotAllowed)));
    }
}

pub async fn a_folder_made_anew_has_another_validity(subject: &Subject) {
    let annas = subject.anna_with(1).await;
    let first = annas.mailbox.create_folder("x").await.expect("made");
    let old = annas.status(first).await;
    annas.mailbox.copy(annas.inbox, &[1], first).await.expect("copied");
    assert_eq!(annas.status(first).await.uid_validity, old.uid_validity);
    annas.mailbox.delete_folder(first).await.expect("deleted");
    let second = annas.mailbox.create_folder("x").await.expect("made");
    assert!(annas.status(second).await.uid_validity > old.uid_validity);
}

pub async fn watchers_hear_of_every_change(subject: &Subject) {
    let annas = subject.anna_with(2).await;
    let mut watch = annas.mailbox.watch();
    let mut last = *watch.borrow_and_update();
    let add = FlagChange::Add(Flags { deleted: true, ..Flags::default() });
    for step in 0..5 {
        match step {
            0 => drop(subject.mail("new", &[subject.bob, subject.anna], "new").await),
            1 => drop(annas.mailbox.set_flags(annas.inbox, &[1], add.clone(), None).await.expect("set")),
            2 => drop(annas.mailbox.expunge(annas.inbox, None).await.expect("expunged")),
            3 => drop(annas.mailbox.create_folder("x").await.expect("made")),
            _ => drop(annas.mailbox.copy(annas.inbox, &[2], annas.archive).await.expect("copied")),
        }
        let limit = std::time::Duration::from_secs(20);
        tokio::time::timeout(limit, watch.changed()).await.expect("heard in time").expect("the office lives");
        let now = *watch.borrow_and_update();
        assert!(now > last, "step {step}: {now} after {last}");
        last = now;
    }
}
