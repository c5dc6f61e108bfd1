//! A small layer over the two databases: values go in by `$1`, rows come out by column number, the same on both.

mod link;
mod value;

pub(crate) use link::Link;
pub use value::{Row, Value};

use crate::StoreError;
use domain::id::{TenantId, UserId};

/// A transaction, as one write command sees it. It is rolled back when the command fails, and only for that command.
pub struct Tx<'c> {
    pub(crate) link: Link<'c>,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) changes: Vec<NewChange>,
}

/// A change whose number is taken as the transaction's last act.
#[derive(Debug)]
pub(crate) struct NewChange {
    pub tenant: TenantId,
    pub kind: &'static str,
    pub reference: String,
    pub user: Option<UserId>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(link: Link<'c>, tenant: Option<TenantId>) -> Self {
        Tx { link, tenant, changes: Vec::new() }
    }

    /// Runs a statement; answers how many rows it touched.
    pub async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        self.link.execute(sql, values).await
    }

    /// Runs a statement that answers rows, a query or `… RETURNING`.
    pub async fn rows(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.link.rows(sql, values).await
    }

    /// Says that something has changed that a person can see. It gets its number when the transaction ends, so that
    /// the order of numbers is the order of commits.
    pub async fn change(
        &mut self,
        kind: &'static str,
        reference: String,
        user: Option<UserId>,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant.ok_or(StoreError::Refused("a change belongs to a tenant"))?;
        self.changes.push(NewChange { tenant, kind, reference, user });
        Ok(())
    }
}
