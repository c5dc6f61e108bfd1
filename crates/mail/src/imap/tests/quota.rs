//! What a mail client is told of a quota, and what a full mailbox refuses it.

use super::conversations::logged_in;
use crate::testing::{ANNA, BEN, House};

#[tokio::test(start_paused = true)]
async fn each_mailbox_has_a_root_of_its_own_where_a_quota_is_set() {
    let house = House::new().await;
    house.set(BEN, "mailbox.shared_with", "10").await;
    house.bring(ANNA, 1025).await;
    let mut client = logged_in(&house).await;
    client
        .play(
            "C: a GETQUOTAROOT INBOX
             S: * QUOTAROOT \"INBOX\"
             S: a OK Done
             C: b GETQUOTA anna@example.org
             S: b NO [NONEXISTENT] There is no such quota
             C: c GETQUOTAROOT Nowhere
             S: c NO [NONEXISTENT] There is no such folder",
        )
        .await;
    house.set(ANNA, "mailbox.quota_megabytes", "1").await;
    house.set(BEN, "mailbox.quota_megabytes", "2").await;
    client
        .play(
            "C: a GETQUOTAROOT Trash
             S: * QUOTAROOT \"Trash\" \"anna@example.org\"
             S: * QUOTA \"anna@example.org\" (STORAGE 2 976)
             S: a OK Done
             C: b GETQUOTAROOT \"Shared/Ben Bauer\"
             S: * QUOTAROOT \"Shared/Ben Bauer\" \"ben@example.org\"
             S: * QUOTA \"ben@example.org\" (STORAGE 0 1953)
             S: b OK Done
             C: c GETQUOTA \"ben@example.org\"
             S: * QUOTA \"ben@example.org\" (STORAGE 0 1953)
             S: c OK Done
             C: d SETQUOTA anna@example.org (STORAGE 5000)
             S: d NO [NOPERM] …
             C: e GETQUOTA \"\"
             S: e NO [NONEXISTENT] …",
        )
        .await;
    // Whose mailbox is shared no more is no root any more.
    house.set(BEN, "mailbox.shared_with", "").await;
    client.play("C: a GETQUOTA ben@example.org\nS: a NO [NONEXISTENT] …").await;
}

#[tokio::test(start_paused = true)]
async fn a_full_mailbox_refuses_what_is_new_and_all_else_goes_on() {
    let house = House::new().await;
    house.set(ANNA, "mailbox.quota_megabytes", "1").await;
    house.bring(ANNA, 999_983).await;
    let mut client = logged_in(&house).await;
    client
        .play(
            "C: a APPEND INBOX {14+}
             C: Subject: two
             C:
             S: a OK [APPENDUID …
             C: b APPEND Drafts {4+}
             C: ab
             C:
             S: b NO [OVERQUOTA] The mailbox is full
             C: c EXAMINE INBOX
             S: * FLAGS …
             S: * OK …
             S: * 2 EXISTS
             S: * 0 RECENT
             S: * OK …
             S: * OK …
             S: * OK …
             S: * OK …
             S: c OK …
             C: d COPY 2 Archive
             S: d NO [OVERQUOTA] The mailbox is full
             C: e SELECT INBOX
             S: * FLAGS …
             S: * OK …
             S: * 2 EXISTS
             S: * 0 RECENT
             S: * OK …
             S: * OK …
             S: * OK …
             S: * OK …
             S: e OK …
             C: f MOVE 2 Archive
             S: * OK [COPYUID …
             S: * 2 EXPUNGE
             S: f OK Done
             C: g STORE 1 +FLAGS.SILENT (\\Deleted)
             S: g OK Stored
             C: h STATUS INBOX (DELETED-STORAGE)
             S: * STATUS \"INBOX\" (DELETED-STORAGE 999983)
             S: h OK Done
             C: i EXPUNGE
             S: * 1 EXPUNGE
             S: i OK Expunged
             C: j APPEND Drafts {4+}
             C: ab
             C:
             S: j OK [APPENDUID …",
        )
        .await;
}
