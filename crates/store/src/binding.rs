//! Where devices can be reached: written lazily, read when the registrar starts.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore};
use domain::id::DeviceId;
use jiff::Timestamp;

/// One contact of a device, as its REGISTER left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingRow {
    pub device: DeviceId,
    pub contact: String,
    pub flow: String,
    pub call_id: String,
    pub cseq: u32,
    pub user_agent: String,
    pub expires_at: Timestamp,
}

/// A tenant's bindings.
#[derive(Clone)]
pub struct Bindings {
    tenant: TenantStore,
}

impl Bindings {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        Bindings { tenant }
    }

    pub async fn all(&self) -> Result<Vec<BindingRow>, StoreError> {
        let sql = "SELECT device, contact, flow, call_id, cseq, user_agent, expires_at FROM binding \
                   WHERE tenant = $1 ORDER BY device, contact";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        rows.iter().map(read).collect()
    }

    /// What each of these devices is bound to from now on.
    pub async fn replace(&self, devices: Vec<(DeviceId, Vec<BindingRow>)>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            for (device, bindings) in devices {
                let sql = "DELETE FROM binding WHERE tenant = $1 AND device = $2";
                tx.execute(sql, vec![tenant.into(), device.get().into()]).await?;
                for row in bindings {
                    tx.execute(INSERT, values(tenant, row)).await?;
                }
            }
            Ok(())
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }
}

const INSERT: &str = "INSERT INTO binding (tenant, device, contact, flow, call_id, cseq, user_agent, expires_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

fn values(tenant: i64, row: BindingRow) -> Vec<Value> {
    vec![
        tenant.into(),
        row.device.get().into(),
        row.contact.into(),
        row.flow.into(),
        row.call_id.into(),
        row.cseq.into(),
        row.user_agent.into(),
        row.expires_at.into(),
    ]
}

fn read(row: &Row) -> Result<BindingRow, StoreError> {
    Ok(BindingRow {
        device: DeviceId::new(row.int(0)?),
        contact: row.text(1)?,
        flow: row.text(2)?,
        call_id: row.text(3)?,
        cseq: row.uid(4)?,
        user_agent: row.text(5)?,
        expires_at: row.moment(6)?,
    })
}
