//! The journal of calls: appended when a call has ended, never altered.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore};
use domain::id::{CallId, UserId};
use jiff::Timestamp;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Answered,
    VoiceMail,
    Missed,
    Busy,
    Declined,
    Abandoned,
    Refused,
}

impl Outcome {
    const NAMES: [(Outcome, &'static str); 7] = [
        (Outcome::Answered, "answered"),
        (Outcome::VoiceMail, "voice-mail"),
        (Outcome::Missed, "missed"),
        (Outcome::Busy, "busy"),
        (Outcome::Declined, "declined"),
        (Outcome::Abandoned, "abandoned"),
        (Outcome::Refused, "refused"),
    ];

    /// What store and API call it.
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(outcome, _)| *outcome == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<Outcome> {
        Self::NAMES.into_iter().find(|(_, of)| *of == name).map(|(outcome, _)| outcome)
    }
}

/// A call that has ended.
#[derive(Clone, PartialEq, Eq)]
pub struct CallRecord {
    pub id: CallId,
    pub at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Timestamp,
    pub caller_number: String,
    pub caller_name: String,
    pub caller_user: Option<UserId>,
    pub called_number: String,
    pub called_user: Option<UserId>,
    pub outcome: Outcome,
    pub seconds: u32,
    /// The text form of the message that was left.
    pub message: Option<String>,
    /// The reason of the route and of the greeting.
    pub why: String,
    /// JSON, for each leg: packets, lost, jitter.
    pub quality: String,
}

/// Masked: numbers and names reach no log.
impl std::fmt::Debug for CallRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CallRecord({}, {:?}, {} s)", self.id, self.outcome, self.seconds)
    }
}

/// A tenant's calls.
#[derive(Clone)]
pub struct Journal {
    tenant: TenantStore,
}

const COLUMNS: &str = "id, at, answered_at, ended_at, caller_number, caller_name, caller_person, called_number, \
                       called_person, outcome, seconds, message, why, quality";

impl Journal {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        Journal { tenant }
    }

    /// Keeps calls; one of the same id is kept once.
    pub async fn append(&self, calls: Vec<CallRecord>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = format!(
                "INSERT INTO call (tenant, {COLUMNS}) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
                 ON CONFLICT (tenant, id) DO NOTHING"
            );
            for call in calls {
                let mut concerned: Vec<_> = call.caller_user.into_iter().chain(call.called_user).collect();
                concerned.dedup();
                let id = call.id.to_string();
                if tx.execute(&sql, values(tenant, call)).await? > 0 {
                    for user in concerned {
                        tx.change("call", id.clone(), Some(user)).await?;
                    }
                }
            }
            Ok(())
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// A person's calls, those made and those received, newest first, each with its row; only rows below `before`,
    /// at most `limit`.
    pub async fn page(
        &self,
        user: UserId,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<(i64, CallRecord)>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, number FROM call WHERE tenant = $1 AND (caller_person = $2 OR called_person = $2) \
             AND number < $3 ORDER BY number DESC LIMIT $4"
        );
        let before = before.unwrap_or(i64::MAX);
        let values =
            vec![self.tenant.id().get().into(), user.get().into(), before.into(), (limit as i64).into()];
        let rows = self.tenant.rows(&sql, values).await?;
        rows.iter().map(|row| Ok((row.int(14)?, read(row)?))).collect()
    }
}

fn values(tenant: i64, call: CallRecord) -> Vec<crate::sql::Value> {
    vec![
        tenant.into(),
        call.id.as_str().into(),
        call.at.into(),
        call.answered_at.into(),
        call.ended_at.into(),
        call.caller_number.into(),
        call.caller_name.into(),
        call.caller_user.map(UserId::get).into(),
        call.called_number.into(),
        call.called_user.map(UserId::get).into(),
        call.outcome.name().into(),
        call.seconds.into(),
        call.message.into(),
        call.why.into(),
        call.quality.into(),
    ]
}

fn read(row: &Row) -> Result<CallRecord, StoreError> {
    let id = call_id(&row.text(0)?).ok_or(StoreError::Damaged("a call's id"))?;
    Ok(CallRecord {
        id,
        at: row.moment(1)?,
        answered_at: row.moment_or_null(2)?,
        ended_at: row.moment(3)?,
        caller_number: row.text(4)?,
        caller_name: row.text(5)?,
        caller_user: row.int_or_null(6)?.map(UserId::new),
        called_number: row.text(7)?,
        called_user: row.int_or_null(8)?.map(UserId::new),
        outcome: Outcome::from_name(&row.text(9)?).ok_or(StoreError::Damaged("a call's outcome"))?,
        seconds: row.uid(10)?,
        message: row.text_or_null(11)?,
        why: row.text(12)?,
        quality: row.text(13)?,
    })
}

/// `NODE-RANDOM`, as [`CallId::new`] makes it.
fn call_id(text: &str) -> Option<CallId> {
    let (node, bits) = text.rsplit_once('-')?;
    Some(CallId::new(node, u64::from_str_radix(bits, 16).ok()?))
}
