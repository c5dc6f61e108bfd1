//! What stands above tenants: the tenants themselves, and whether the master key is the right one.

use crate::key::{unwrap, wrap};
use crate::sql::Tx;
use crate::{Store, StoreError};
use domain::id::TenantId;

/// What the check of the master key says when it is opened.
const CHECK: &[u8] = b"switchroom";

/// The part of the store above all tenants.
#[derive(Clone)]
pub struct SystemStore {
    store: Store,
}

/// A company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    pub id: TenantId,
    pub name: String,
    /// SIP realm and domain of its e-mail addresses.
    pub realm: String,
}

impl SystemStore {
    pub(crate) fn new(store: Store) -> Self {
        SystemStore { store }
    }

    /// By id.
    pub async fn tenants(&self) -> Result<Vec<TenantRow>, StoreError> {
        let rows = self.store.rows("SELECT id, name, realm FROM tenant ORDER BY id", Vec::new()).await?;
        let tenant = |row: &crate::sql::Row| {
            Ok(TenantRow { id: TenantId::new(row.int(0)?), name: row.text(1)?, realm: row.text(2)? })
        };
        rows.iter().map(tenant).collect()
    }

    /// Adds a tenant with a key of its own.
    pub async fn add_tenant(&self, name: &str, realm: &str) -> Result<TenantId, StoreError> {
        let (name, realm) = (name.to_owned(), realm.to_owned());
        let keys = std::sync::Arc::clone(&self.store.inner.ground.keys);
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO tenant (name, realm, change_seq) VALUES ($1, $2, 0) RETURNING id";
            let rows = tx.rows(sql, vec![name.into(), realm.into()]).await?;
            let id = TenantId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            let values = vec![id.get().into(), keys.draw(id)?.into()];
            tx.execute("INSERT INTO tenant_key (tenant, wrapped) VALUES ($1, $2)", values).await?;
            Ok(id)
        };
        self.store.write(None, Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// The tenant of this realm; made if there is none.
    pub(crate) async fn tenant_of_domain(&self, realm: &str) -> Result<TenantId, StoreError> {
        if let Some(known) = self.find(realm).await? {
            return Ok(known);
        }
        match self.add_tenant(realm, realm).await {
            // Another process was quicker.
            Err(StoreError::Taken) => self.find(realm).await?.ok_or(StoreError::NotFound),
            made => made,
        }
    }

    async fn find(&self, realm: &str) -> Result<Option<TenantId>, StoreError> {
        let rows = self.store.rows("SELECT id FROM tenant WHERE realm = $1", vec![realm.into()]).await?;
        rows.first().map(|row| row.int(0).map(TenantId::new)).transpose()
    }

    /// Fails with [`StoreError::WrongKey`] unless the store was sealed with this key, or is new.
    pub(crate) async fn check_master_key(&self) -> Result<(), StoreError> {
        let master = &self.store.inner.ground.keys.master;
        let wrapped = wrap(master, "check", CHECK)?;
        let command = async move |tx: &mut Tx<'_>| {
            let sql =
                "INSERT INTO fact (name, octets) VALUES ('master key', $1) ON CONFLICT (name) DO NOTHING";
            tx.execute(sql, vec![wrapped.into()]).await?;
            let rows = tx.rows("SELECT octets FROM fact WHERE name = 'master key'", Vec::new()).await?;
            rows.first().ok_or(StoreError::NotFound)?.bytes(0)
        };
        let kept = self.store.write(None, Vec::new(), move |tx| Box::pin(command(tx))).await?;
        match unwrap(master, "check", &kept) {
            Ok(plain) if plain.as_slice() == CHECK => Ok(()),
            _ => Err(StoreError::WrongKey),
        }
    }
}
