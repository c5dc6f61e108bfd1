//! QUOTA (RFC 9208): each mailbox has one root, called by its owner's address, with its storage in units of 1024 octets.

use super::answer::Fault;
use super::encode::{put, string};
use super::folders::find_folder;
use super::names::to_wire;
use super::outbox::Outbox;
use super::session::{Done, Outcome, Session};
use directory::User;
use domain::id::{FolderId, UserId};
use domain::number::Email;
use domain::quota::{Arrival, Quota, Verdict};
use imap_types::mailbox::Mailbox as Name;
use messaging::{Entry, Mailbox, MailboxError, quota};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

const UNIT_OCTETS: u64 = 1024;
/// Entries read at once where sizes are added up.
const PAGE: usize = 10_000;

impl Session {
    pub(crate) async fn quota(&mut self, root: &[u8], out: &mut Outbox) -> Outcome {
        let owner = self.owner_of_root(root)?.ok_or(Fault::NO_QUOTA)?;
        match self.write_quota(&owner, out).await? {
            true => Ok(Done::ok("Done")),
            false => Err(Fault::NO_QUOTA),
        }
    }

    /// A folder of a mailbox without a quota has no root.
    pub(crate) async fn quota_root(&mut self, name: Name<'_>, out: &mut Outbox) -> Outcome {
        let mailbox = self.mailbox()?;
        let folder = find_folder(&*mailbox, &name).await?.ok_or(Fault::NO_FOLDER)?;
        let people = self.around.doors.directory.people();
        let owner = people.user(mailbox.owner_of(folder.id)).cloned().ok_or(Fault::NO_FOLDER)?;
        out.text("* QUOTAROOT ");
        string(out.buffer(), &to_wire(&folder.name));
        if self.has_quota(owner.id) {
            out.text(" ");
            string(out.buffer(), owner.email.as_str());
        }
        out.text("\r\n");
        self.write_quota(&owner, out).await?;
        Ok(Done::ok("Done"))
    }

    /// Whose mailbox a root stands for: the own one, or one that is shared.
    fn owner_of_root(&self, root: &[u8]) -> Result<Option<Arc<User>>, Fault> {
        let own = self.mailbox()?.owner();
        let address = std::str::from_utf8(root).ok().and_then(|root| Email::parse(root).ok());
        let people = self.around.doors.directory.people();
        let named = address.and_then(|address| people.by_email(&address).cloned());
        let is_seen = |user: UserId| user == own || people.shared_with(own).iter().any(|one| one.id == user);
        Ok(named.filter(|user| is_seen(user.id)))
    }

    /// `false`: there is none.
    async fn write_quota(&self, owner: &User, out: &mut Outbox) -> Result<bool, Fault> {
        let doors = &self.around.doors;
        let held = quota::limited(&*doors.post, &doors.directory.people(), owner.id).await?;
        let Some((used, most)) = held.and_then(|held| Some((held.used, held.quota.bytes?))) else {
            return Ok(false);
        };
        out.text("* QUOTA ");
        string(out.buffer(), owner.email.as_str());
        let (used, most) = (used.div_ceil(UNIT_OCTETS), most / UNIT_OCTETS);
        put!(out.buffer(), " (STORAGE {used} {most})\r\n");
        Ok(true)
    }

    fn has_quota(&self, owner: UserId) -> bool {
        Quota::of(&self.around.doors.directory.people().settings_of(Some(owner))).is_set()
    }

    /// Asked before these lie in another folder, too.
    pub(crate) async fn refuse_copies_if_over(
        &self,
        from: FolderId,
        uids: &[u32],
        to: FolderId,
    ) -> Result<(), Fault> {
        let mailbox = self.mailbox()?;
        let (Some(first), Some(last)) = (uids.iter().min(), uids.iter().max()) else { return Ok(()) };
        if !self.has_quota(mailbox.owner_of(to)) {
            return Ok(());
        }
        let meant: HashSet<u32> = uids.iter().copied().collect();
        let range = *first..last.saturating_add(1);
        let bytes = octets_of(&*mailbox, from, range, |entry| meant.contains(&entry.uid)).await?;
        self.refuse_if_over(to, Arrival::Copied { bytes }).await
    }

    /// Asked before something lies in a folder that did not.
    pub(crate) async fn refuse_if_over(&self, folder: FolderId, arrival: Arrival) -> Result<(), Fault> {
        let doors = &self.around.doors;
        let owner = self.mailbox()?.owner_of(folder);
        match quota::judge(&*doors.post, &doors.directory.people(), owner, arrival).await? {
            Verdict::Taken | Verdict::TakenOver => Ok(()),
            Verdict::RefusedForNow => Err(Fault::OVER_QUOTA),
        }
    }
}

/// The octets of those entries of a folder within these UIDs that are meant.
pub(crate) async fn octets_of(
    mailbox: &dyn Mailbox,
    folder: FolderId,
    uids: Range<u32>,
    is_meant: impl Fn(&Entry) -> bool,
) -> Result<u64, MailboxError> {
    let (mut octets, mut next) = (0, uids.start);
    loop {
        let entries = mailbox.list(folder, next..uids.end, PAGE).await?;
        octets += entries.iter().filter(|entry| is_meant(entry)).map(|entry| entry.size).sum::<u64>();
        match entries.last() {
            Some(last) if entries.len() == PAGE => next = last.uid + 1,
            _ => return Ok(octets),
        }
    }
}
