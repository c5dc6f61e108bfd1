//! "Tenant T stands at N": a hint within the process, with what this process has changed last, so that those who follow the
//! changes need not ask the database for what was written beside them. Who misses it hears it from the next poll.

use crate::change::Change;
use domain::id::TenantId;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Changes of a tenant that are remembered: more than anybody who follows them is ever behind.
const RECENT: usize = 1000;

#[derive(Default)]
pub(crate) struct Bulletin(Mutex<HashMap<TenantId, Told>>);

#[derive(Default)]
struct Told {
    stands: watch::Sender<u64>,
    /// The newest of this process's changes, without a gap among them.
    recent: VecDeque<Change>,
}

impl Bulletin {
    /// What this process has written, by tenant and in order.
    pub(crate) fn tell(&self, written: Vec<(TenantId, Vec<Change>)>) {
        let mut tenants = self.lock();
        for (tenant, changes) in written {
            let told = tenants.entry(tenant).or_default();
            let stands = changes.last().map(|last| last.seq);
            told.remember(changes);
            stands.into_iter().for_each(|seq| told.stand(seq));
        }
    }

    /// Where the tenants stand, whoever has written it.
    pub(crate) fn hear(&self, stands: &[(TenantId, u64)]) {
        let mut tenants = self.lock();
        for (tenant, seq) in stands {
            tenants.entry(*tenant).or_default().stand(*seq);
        }
    }

    /// What was forgotten in the database is forgotten here, too.
    pub(crate) fn forget(&self) {
        self.lock().values_mut().for_each(|told| told.recent.clear());
    }

    pub(crate) fn watch(&self, tenant: TenantId) -> watch::Receiver<u64> {
        self.lock().entry(tenant).or_default().stands.subscribe()
    }

    /// At most `limit` changes after `seq`. `None`: not all of them are known here.
    pub(crate) fn since(&self, tenant: TenantId, seq: u64, limit: usize) -> Option<Vec<Change>> {
        let tenants = self.lock();
        let told = tenants.get(&tenant)?;
        let (first, last) = (told.recent.front()?.seq, told.recent.back()?.seq);
        let is_whole = last == *told.stands.borrow() && (first..=last + 1).contains(&(seq + 1));
        let after = told.recent.iter().skip((seq + 1 - first.min(seq + 1)) as usize);
        is_whole.then(|| after.take(limit).cloned().collect())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<TenantId, Told>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Told {
    fn stand(&self, seq: u64) {
        self.stands.send_if_modified(|known| {
            let newer = seq > *known;
            *known = (*known).max(seq);
            newer
        });
    }

    fn remember(&mut self, changes: Vec<Change>) {
        let follows = changes.first().map(|first| first.seq) == self.recent.back().map(|last| last.seq + 1);
        if !follows {
            self.recent.clear();
        }
        self.recent.extend(changes);
        let many = self.recent.len().saturating_sub(RECENT);
        self.recent.drain(..many);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: TenantId = TenantId::new(1);

    fn changes(seqs: std::ops::RangeInclusive<u64>) -> Vec<(TenantId, Vec<Change>)> {
        let change = |seq| Change { seq, kind: "call".into(), reference: seq.to_string(), user: None };
        vec![(TENANT, seqs.map(change).collect())]
    }

    fn since(bulletin: &Bulletin, seq: u64) -> Option<Vec<u64>> {
        Some(bulletin.since(TENANT, seq, 3)?.iter().map(|change| change.seq).collect())
    }

    #[test]
    fn what_was_written_here_is_known_as_long_as_nobody_else_writes() {
        let bulletin = Bulletin::default();
        assert_eq!(since(&bulletin, 0), None);
        bulletin.tell(changes(5..=6));
        bulletin.tell(changes(7..=9));
        for (seq, expected) in
            [(3, None), (4, Some(vec![5, 6, 7])), (7, Some(vec![8, 9])), (9, Some(Vec::new())), (10, None)]
        {
            assert_eq!(since(&bulletin, seq), expected, "{seq}");
        }
        bulletin.hear(&[(TENANT, 11)]);
        assert_eq!(since(&bulletin, 8), None, "10 and 11 were written elsewhere");
        bulletin.tell(changes(12..=12));
        assert_eq!(since(&bulletin, 8), None);
        assert_eq!(since(&bulletin, 11), Some(vec![12]));
        assert_eq!(*bulletin.watch(TENANT).borrow(), 12);
    }

    #[test]
    fn no_more_than_some_are_remembered() {
        let bulletin = Bulletin::default();
        bulletin.tell(changes(1..=900));
        bulletin.tell(changes(901..=1200));
        assert_eq!(since(&bulletin, 199), None);
        assert_eq!(since(&bulletin, 200), Some(vec![201, 202, 203]));
        bulletin.forget();
        assert_eq!(since(&bulletin, 1199), None);
    }

    #[test]
    fn an_older_stand_takes_nothing_back() {
        let bulletin = Bulletin::default();
        bulletin.tell(changes(1..=4));
        bulletin.hear(&[(TENANT, 2)]);
        assert_eq!((*bulletin.watch(TENANT).borrow(), since(&bulletin, 3)), (4, Some(vec![4])));
    }
}
