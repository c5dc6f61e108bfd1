//! Whose messages have changed: the change log, read to its end at each wake.

use domain::id::UserId;
use std::collections::BTreeSet;
use store::{Changes, StoreError};

/// Changes read at once.
pub const PAGE: usize = 1000;

/// People whose messages may have changed, and the change up to which that is known.
pub struct News {
    pub seen: u64,
    pub users: BTreeSet<UserId>,
}

impl News {
    pub fn after(seen: u64) -> Self {
        Self { seen, users: BTreeSet::new() }
    }

    /// Reads on until nothing is left, page by page. What was read before an error stays, and the next try goes on there.
    pub async fn gather<Reading: Future<Output = Result<Changes, StoreError>>>(
        &mut self,
        read: impl Fn(u64) -> Reading,
        everybody: impl Fn() -> Vec<UserId>,
    ) -> Result<(), StoreError> {
        loop {
            match read(self.seen).await? {
                Changes::Rows(rows) => {
                    let is_last = rows.len() < PAGE;
                    self.seen = rows.last().map_or(self.seen, |row| row.seq);
                    // Calls come by the hundred, and light nothing.
                    self.users
                        .extend(rows.into_iter().filter(|row| row.kind != "call").filter_map(|row| row.user));
                    if is_last {
                        return Ok(());
                    }
                }
                Changes::TooOld { now } => {
                    self.seen = now;
                    self.users.extend(everybody());
                    return Ok(());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use store::Change;

    /// Change `seq` concerns person `seq`, but every tenth is a call's, or concerns everybody alike.
    fn change(seq: u64) -> Change {
        let is_call = seq.is_multiple_of(20);
        let user = (is_call || !seq.is_multiple_of(10)).then(|| UserId::new(seq as i64));
        let kind = if is_call { "call" } else { "message" };
        Change { seq, kind: kind.into(), reference: seq.to_string(), user }
    }

    /// What a log that reaches from 1 to `last` answers.
    fn page(seen: u64, last: u64) -> Changes {
        Changes::Rows((seen + 1..=last).take(PAGE).map(change).collect())
    }

    #[tokio::test]
    async fn one_wake_reads_all_pages() {
        for last in [0, 1, 999, 1000, 1001, 3500] {
            let mut news = News::after(0);
            news.gather(|seen| std::future::ready(Ok(page(seen, last))), Vec::new).await.unwrap();
            assert_eq!(news.seen, last);
            assert_eq!(news.users.len() as u64, last - last / 10, "{last}");
        }
    }

    #[tokio::test]
    async fn an_error_loses_nothing_and_a_log_that_is_cut_off_means_everybody() {
        let answers = RefCell::new(vec![
            Ok(Changes::TooOld { now: 5000 }),
            Err(StoreError::Refused("broken on purpose")),
            Ok(page(0, 1000)),
        ]);
        let read = |_| std::future::ready(answers.borrow_mut().pop().unwrap());
        let everybody = || vec![UserId::new(7000)];
        let mut news = News::after(0);
        assert!(news.gather(read, everybody).await.is_err());
        assert_eq!((news.seen, news.users.len()), (1000, 900));
        news.gather(read, everybody).await.unwrap();
        assert_eq!((news.seen, news.users.len()), (5000, 901));
    }
}
