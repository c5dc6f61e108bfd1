//! Who changed what: appended by the command that changes it, never altered.

use crate::StoreError;
use crate::sql::Tx;
use domain::id::UserId;

pub(crate) async fn append(
    tx: &mut Tx<'_>,
    actor: Option<UserId>,
    action: &str,
    subject: &str,
) -> Result<(), StoreError> {
    let tenant = tx.tenant.ok_or(StoreError::Refused("an audit row belongs to a tenant"))?;
    let sql = "INSERT INTO audit (tenant, at, actor, action, subject) VALUES ($1, $2, $3, $4, $5)";
    let actor = actor.map(UserId::get);
    let values =
        vec![tenant.get().into(), jiff::Timestamp::now().into(), actor.into(), action.into(), subject.into()];
    tx.execute(sql, values).await.map(drop)
}
