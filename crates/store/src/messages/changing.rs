//! Flags, copies, moves and removals: each command wholly or not at all.

use super::folders::changed;
use super::reading::entry;
use super::{DELETED, EntryRow, FlagsRow, MOST_LISTED, MessagesError, Shelves, Whose, listed, lock, raise};
use crate::sql::Tx;
use domain::id::{FolderId, MessageId};
use std::collections::HashMap;

impl Shelves {
    /// Gives entries the flags that `change` makes of theirs. Answers the UIDs that were left alone because their
    /// modseq is above `unchanged_since`.
    pub async fn set_flags(
        &self,
        folder: FolderId,
        uids: Vec<u32>,
        unchanged_since: Option<u64>,
        change: impl Fn(&FlagsRow) -> FlagsRow + Send + Sync + 'static,
    ) -> Result<Vec<u32>, MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                lock(tx, whose, folder).await?;
                let plan = plan(tx, folder, &uids, unchanged_since, &change).await?;
                if !plan.groups.is_empty() {
                    write_flags(tx, folder, plan.groups).await?;
                    changed(tx, whose, folder).await?;
                }
                Ok(plan.refused)
            })
        })
        .await
    }

    /// Copies entries; answers old and new UIDs in order.
    pub async fn copy(
        &self,
        from: FolderId,
        uids: Vec<u32>,
        to: FolderId,
    ) -> Result<Vec<(u32, u32)>, MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                lock_both(tx, whose, from, to).await?;
                let pairs = copy(tx, from, &uids, to).await?;
                if !pairs.is_empty() {
                    changed(tx, whose, to).await?;
                }
                Ok(pairs)
            })
        })
        .await
    }

    /// Moves entries; answers old and new UIDs in order.
    pub async fn move_to(
        &self,
        from: FolderId,
        uids: Vec<u32>,
        to: FolderId,
    ) -> Result<Vec<(u32, u32)>, MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                lock_both(tx, whose, from, to).await?;
                let pairs = copy(tx, from, &uids, to).await?;
                if !pairs.is_empty() {
                    let moved: Vec<u32> = pairs.iter().map(|(old, _)| *old).collect();
                    vanish(tx, from, &moved).await?;
                    changed(tx, whose, from).await?;
                    changed(tx, whose, to).await?;
                }
                Ok(pairs)
            })
        })
        .await
    }

    /// Removes what carries `\Deleted`, of these UIDs or of all; answers what is gone.
    pub async fn expunge(&self, folder: FolderId, uids: Option<Vec<u32>>) -> Result<Vec<u32>, MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                lock(tx, whose, folder).await?;
                let gone = marked(tx, folder, uids.as_deref()).await?;
                if !gone.is_empty() {
                    vanish(tx, folder, &gone).await?;
                    changed(tx, whose, folder).await?;
                }
                Ok(gone)
            })
        })
        .await
    }
}

/// Entries with equal flags afterwards share their statements.
async fn write_flags(
    tx: &mut Tx<'_>,
    folder: FolderId,
    groups: HashMap<FlagsRow, Vec<u32>>,
) -> Result<(), MessagesError> {
    let (_, modseq) = raise(tx, folder, 0, 0).await?;
    for (flags, uids) in groups {
        for chunk in uids.chunks(MOST_LISTED) {
            let sql = format!(
                "UPDATE entry SET flags = $1, keywords = $2, modseq = $3 WHERE folder = $4 AND uid IN ({})",
                listed(chunk.iter().copied().map(i64::from))
            );
            let keywords = flags.keywords.as_str();
            let values =
                vec![flags.bits.into(), keywords.into(), (modseq as i64).into(), folder.get().into()];
            tx.execute(&sql, values).await?;
        }
    }
    Ok(())
}

/// Which entries get which flags, and which are left alone.
struct Plan {
    groups: HashMap<FlagsRow, Vec<u32>>,
    refused: Vec<u32>,
}

async fn plan(
    tx: &mut Tx<'_>,
    folder: FolderId,
    uids: &[u32],
    unchanged_since: Option<u64>,
    change: &(impl Fn(&FlagsRow) -> FlagsRow + Sync),
) -> Result<Plan, MessagesError> {
    let mut plan = Plan { groups: HashMap::new(), refused: Vec::new() };
    for entry in named(tx, folder, uids).await? {
        if unchanged_since.is_some_and(|known| entry.modseq > known) {
            plan.refused.push(entry.uid);
            continue;
        }
        let flags = change(&entry.flags);
        if flags != entry.flags {
            plan.groups.entry(flags).or_default().push(entry.uid);
        }
    }
    Ok(plan)
}

/// The entries of these UIDs, lowest first. A message that was replaced answers to the UID that it had before, too: who
/// has not heard of the new one yet means the same message.
async fn named(tx: &mut Tx<'_>, folder: FolderId, uids: &[u32]) -> Result<Vec<EntryRow>, MessagesError> {
    let mut sorted = uids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut entries = Vec::with_capacity(sorted.len());
    for chunk in sorted.chunks(MOST_LISTED) {
        let uids = listed(chunk.iter().copied().map(i64::from));
        let sql = format!(
            "SELECT folder, uid, message, modseq, flags, keywords, received, edition FROM entry \
             WHERE folder = $1 AND (uid IN ({uids}) OR uid IN \
             (SELECT successor FROM vanished WHERE folder = $1 AND uid IN ({uids}))) ORDER BY uid"
        );
        for row in tx.rows(&sql, vec![folder.get().into()]).await? {
            entries.push(entry(&row)?);
        }
    }
    entries.sort_unstable_by_key(|entry| entry.uid);
    entries.dedup_by_key(|entry| entry.uid);
    Ok(entries)
}

async fn marked(tx: &mut Tx<'_>, folder: FolderId, uids: Option<&[u32]>) -> Result<Vec<u32>, MessagesError> {
    if let Some(uids) = uids {
        let entries = named(tx, folder, uids).await?;
        return Ok(entries
            .iter()
            .filter(|entry| entry.flags.bits & DELETED != 0)
            .map(|entry| entry.uid)
            .collect());
    }
    let sql = "SELECT uid FROM entry WHERE folder = $1 AND (flags & $2) <> 0 ORDER BY uid";
    let rows = tx.rows(sql, vec![folder.get().into(), DELETED.into()]).await?;
    rows.iter().map(|row| Ok(row.uid(0)?)).collect()
}

/// In the order of their ids, so that two commands never wait for each other.
async fn lock_both(
    tx: &mut Tx<'_>,
    whose: Whose,
    one: FolderId,
    other: FolderId,
) -> Result<(), MessagesError> {
    lock(tx, whose, one.min(other)).await?;
    lock(tx, whose, one.max(other)).await
}

async fn copy(
    tx: &mut Tx<'_>,
    from: FolderId,
    uids: &[u32],
    to: FolderId,
) -> Result<Vec<(u32, u32)>, MessagesError> {
    let entries = named(tx, from, uids).await?;
    let mut pairs = Vec::with_capacity(entries.len());
    for chunk in entries.chunks(MOST_LISTED) {
        let uids: Vec<u32> = chunk.iter().map(|entry| entry.uid).collect();
        let octets = octets_of(tx, from, &uids).await?;
        let (first, modseq) = raise(tx, to, chunk.len(), octets).await?;
        let sql = format!(
            "INSERT INTO entry (folder, uid, message, modseq, flags, keywords, kind, received, edition) \
             SELECT $1, $2 + ROW_NUMBER() OVER (ORDER BY uid) - 1, message, $3, flags, keywords, kind, received, edition \
             FROM entry WHERE folder = $4 AND uid IN ({})",
            listed(uids.into_iter().map(i64::from))
        );
        let values =
            vec![to.get().into(), i64::from(first).into(), (modseq as i64).into(), from.get().into()];
        tx.execute(&sql, values).await?;
        pairs.extend(chunk.iter().zip(first..).map(|(entry, uid)| (entry.uid, uid)));
    }
    Ok(pairs)
}

/// How much at most [`MOST_LISTED`] entries hold together.
async fn octets_of(tx: &mut Tx<'_>, folder: FolderId, uids: &[u32]) -> Result<i64, MessagesError> {
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(message.size), 0) AS BIGINT) FROM entry JOIN message ON message.id = entry.message \
         WHERE entry.folder = $1 AND entry.uid IN ({})",
        listed(uids.iter().copied().map(i64::from))
    );
    let rows = tx.rows(&sql, vec![folder.get().into()]).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or_default())
}

/// Removes entries and remembers them as gone.
async fn vanish(tx: &mut Tx<'_>, folder: FolderId, uids: &[u32]) -> Result<(), MessagesError> {
    let mut octets = 0;
    for chunk in uids.chunks(MOST_LISTED) {
        octets += octets_of(tx, folder, chunk).await?;
    }
    let (_, modseq) = raise(tx, folder, 0, -octets).await?;
    let now = jiff::Timestamp::now();
    for chunk in uids.chunks(MOST_LISTED) {
        let sql = format!(
            "INSERT INTO vanished (folder, uid, modseq, at) SELECT folder, uid, $1, $2 FROM entry \
             WHERE folder = $3 AND uid IN ({})",
            listed(chunk.iter().copied().map(i64::from))
        );
        tx.execute(&sql, vec![(modseq as i64).into(), now.into(), folder.get().into()]).await?;
        remove(tx, folder, chunk).await?;
    }
    Ok(())
}

/// Removes at most [`MOST_LISTED`] entries, and the messages that nothing shows any more.
pub(super) async fn remove(tx: &mut Tx<'_>, folder: FolderId, uids: &[u32]) -> Result<(), MessagesError> {
    let sql = format!(
        "DELETE FROM entry WHERE folder = $1 AND uid IN ({}) RETURNING message",
        listed(uids.iter().copied().map(i64::from))
    );
    let rows = tx.rows(&sql, vec![folder.get().into()]).await?;
    let messages = rows.iter().map(|row| row.int(0).map(MessageId::new)).collect::<Result<Vec<_>, _>>()?;
    if messages.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "DELETE FROM message WHERE id IN ({}) AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.message = message.id)",
        listed(messages.into_iter().map(MessageId::get))
    );
    tx.execute(&sql, Vec::new()).await?;
    Ok(())
}
