//! A message comes in: one command keeps it for all its recipients.

use super::{DeliveryRow, FlagsRow, Messages, MessagesError, NewMessage, Shelves, lock, raise};
use crate::sql::{Row, Tx};
use crate::{NewOutbound, StoreError, outbound, transcript};
use bytes::Bytes;
use domain::id::{BlobId, FolderId, MessageId, TenantId, UserId};

/// Where a message goes.
#[derive(Clone, Debug, Default)]
pub struct Destinations {
    pub inboxes: Vec<(UserId, FolderId)>,
    /// What leaves the house because of it, if it was not delivered before.
    pub leaving: Vec<NewOutbound>,
    /// It shall become text, for a reader of this language.
    pub transcript: Option<String>,
}

impl From<Vec<(UserId, FolderId)>> for Destinations {
    fn from(inboxes: Vec<(UserId, FolderId)>) -> Self {
        Destinations { inboxes, ..Destinations::default() }
    }
}

const EARLIER: &str = "SELECT id, kind FROM delivery WHERE tenant = $1 AND delivery_key = $2";

impl Messages {
    /// Keeps a message in these inboxes, once for each key; answers the earlier delivery under the same key if there
    /// is one. The message is durable, bytes and rows, when this returns, and so is what leaves the house because of it.
    pub async fn deliver(
        &self,
        key: String,
        message: NewMessage,
        octets: Bytes,
        to: Destinations,
    ) -> Result<DeliveryRow, MessagesError> {
        let tenant = self.tenant.id();
        let blob = self.tenant.blobs().draw();
        let mut blobs = vec![(blob.clone(), octets)];
        let mut leaving = Vec::with_capacity(to.leaving.len());
        for mut work in to.leaving {
            let own = work.message.take().map(|octets| (self.tenant.blobs().draw(), octets));
            leaving.push((work, own.as_ref().map_or_else(|| blob.clone(), |(blob, _)| blob.clone())));
            blobs.extend(own);
        }
        let command = async move |tx: &mut Tx<'_>| {
            let delivered = deliver(tx, tenant, key, blob, message, to.inboxes).await?;
            if !delivered.again {
                if let Some(language) = &to.transcript {
                    transcript::keep(tx, tenant, delivered.message, language).await?;
                }
                for (work, blob) in &leaving {
                    outbound::keep(tx, tenant, work, blob).await?;
                }
            }
            Ok(delivered)
        };
        self.tenant.write(blobs, move |tx| Box::pin(async move { command(tx).await })).await
    }
}

impl Shelves {
    /// Keeps a message that a client brings.
    pub async fn append(
        &self,
        folder: FolderId,
        message: NewMessage,
        octets: Bytes,
        flags: FlagsRow,
    ) -> Result<(u32, MessageId), MessagesError> {
        let whose = self.whose();
        let blob = self.tenant.blobs().draw();
        let blobs = vec![(blob.clone(), octets)];
        self.tenant
            .write(blobs, move |tx| {
                Box::pin(async move {
                    lock(tx, whose, folder).await?;
                    let id =
                        number(tx, whose.tenant, None, &message).await?.ok_or(MessagesError::NoSuchFolder)?;
                    keep(tx, whose.tenant, id, &blob, &message).await?;
                    let uid = place(tx, id, &message, folder, &flags).await?;
                    tx.change("message", id.to_string(), Some(whose.owner)).await?;
                    Ok((uid, id))
                })
            })
            .await
    }
}

fn earlier(row: &Row) -> Result<DeliveryRow, StoreError> {
    Ok(DeliveryRow { message: MessageId::new(row.int(0)?), kind: row.text(1)?, again: true })
}

async fn deliver(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    key: String,
    blob: BlobId,
    message: NewMessage,
    mut to: Vec<(UserId, FolderId)>,
) -> Result<DeliveryRow, MessagesError> {
    let Some(id) = number(tx, tenant, Some(&key), &message).await? else {
        let rows = tx.rows(EARLIER, vec![tenant.get().into(), key.into()]).await?;
        return Ok(earlier(rows.first().ok_or(MessagesError::NoSuchFolder)?)?);
    };
    keep(tx, tenant, id, &blob, &message).await?;
    to.sort_unstable_by_key(|(_, folder)| *folder);
    for (_, folder) in &to {
        place(tx, id, &message, *folder, &FlagsRow::default()).await?;
    }
    for (owner, _) in to {
        tx.change("message", id.to_string(), Some(owner)).await?;
    }
    Ok(DeliveryRow { message: id, kind: message.row.kind, again: false })
}

/// The message's number; `None` if this key has been delivered before. On PostgreSQL a second delivery of the same
/// key waits here for the first one's commit.
async fn number(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    key: Option<&str>,
    message: &NewMessage,
) -> Result<Option<MessageId>, MessagesError> {
    let sql = "INSERT INTO delivery (tenant, delivery_key, kind, received, taken) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (tenant, delivery_key) DO NOTHING RETURNING id";
    let values = vec![
        tenant.get().into(),
        key.into(),
        message.row.kind.as_str().into(),
        message.received.into(),
        jiff::Timestamp::now().into(),
    ];
    let rows = tx.rows(sql, values).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.map(MessageId::new))
}

async fn keep(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: MessageId,
    blob: &BlobId,
    message: &NewMessage,
) -> Result<(), MessagesError> {
    let row = &message.row;
    let sql = "INSERT INTO message (id, tenant, blob, kind, size, from_name, from_number, from_email, subject, \
               seconds, structure, header) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = vec![
        id.get().into(),
        tenant.get().into(),
        blob.as_str().into(),
        row.kind.as_str().into(),
        (row.size as i64).into(),
        row.from_name.clone().into(),
        row.from_number.clone().into(),
        row.from_email.clone().into(),
        row.subject.clone().into(),
        row.seconds.map(i64::from).into(),
        row.structure.clone().into(),
        row.header.clone().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

async fn place(
    tx: &mut Tx<'_>,
    id: MessageId,
    message: &NewMessage,
    folder: FolderId,
    flags: &FlagsRow,
) -> Result<u32, MessagesError> {
    let (uid, modseq) = raise(tx, folder, 1, message.row.size as i64).await?;
    let sql = "INSERT INTO entry (folder, uid, message, modseq, flags, keywords, kind, received) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        folder.get().into(),
        i64::from(uid).into(),
        id.get().into(),
        (modseq as i64).into(),
        flags.bits.into(),
        flags.keywords.as_str().into(),
        message.row.kind.as_str().into(),
        message.received.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(uid)
}
