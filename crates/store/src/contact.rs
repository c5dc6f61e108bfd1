//! Rows of address books.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore, audit};
use domain::id::{ContactId, UserId};

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    pub id: ContactId,
    /// Rises with each change.
    pub revision: i64,
    pub label: String,
    pub sort_key: String,
    /// In lower case.
    pub sought: String,
    /// As JSON.
    pub entry: String,
    /// What calls are known by.
    pub numbers: Vec<String>,
}

/// Which entries are read.
#[derive(Clone, Debug, Default)]
pub struct ContactsWanted {
    /// All of them stand in the entry.
    pub words: Vec<String>,
    /// Behind this one in order.
    pub after: Option<(String, ContactId)>,
    pub limit: usize,
}

/// What has come of adding entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactsAdded {
    /// None for those that the book had already, word for word.
    Added(Vec<Option<ContactId>>),
    /// Nothing is kept.
    NoRoom,
}

/// What has come of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactChanged {
    Changed,
    /// Nothing is changed: its revision is another.
    Another,
}

/// A tenant's address books. An owner of None is the company.
#[derive(Clone)]
pub struct ContactRows {
    tenant: TenantStore,
}

const COLUMNS: &str = "id, revision, label, sort_key, sought, entry";

impl ContactRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        ContactRows { tenant }
    }

    /// In order; without their numbers.
    pub async fn page(
        &self,
        owner: Option<UserId>,
        wanted: ContactsWanted,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let mut values = vec![self.tenant.id().get().into(), place(owner).into()];
        let mut sql = format!("SELECT {COLUMNS} FROM contact WHERE tenant = $1 AND owner = $2");
        for word in wanted.words {
            values.push(Value::from(pattern(&word)));
            sql += &format!(" AND sought LIKE ${} ESCAPE '!'", values.len());
        }
        if let Some((key, id)) = wanted.after {
            values.extend([key.into_bytes().into(), id.get().into()]);
            let (key, id) = (values.len() - 1, values.len());
            sql += &format!(" AND (sort_key > ${key} OR (sort_key = ${key} AND id > ${id}))");
        }
        values.push(i64::try_from(wanted.limit).unwrap_or(i64::MAX).into());
        sql += &format!(" ORDER BY sort_key, id LIMIT ${}", values.len());
        self.tenant.rows(&sql, values).await?.iter().map(contact).collect()
    }

    pub async fn find(&self, owner: Option<UserId>, id: ContactId) -> Result<Option<ContactRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM contact WHERE tenant = $1 AND owner = $2 AND id = $3");
        let values = vec![self.tenant.id().get().into(), place(owner).into(), id.get().into()];
        self.tenant.rows(&sql, values).await?.first().map(contact).transpose()
    }

    /// The labels of those who have these numbers, with the number and whose book it is, each book by age.
    pub async fn named(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
    ) -> Result<Vec<(String, Option<UserId>, String)>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let (values, listed) = self.of_numbers(owner, numbers);
        let sql = format!(
            "SELECT n.number, n.owner, c.label FROM contact_number n JOIN contact c ON c.id = n.contact \
             WHERE n.tenant = $1 AND n.owner IN (0, $2) AND n.number IN ({listed}) ORDER BY n.owner, n.contact"
        );
        let rows = self.tenant.rows(&sql, values).await?;
        let whose = |owner: i64| (owner != 0).then(|| UserId::new(owner));
        rows.iter().map(|row| Ok((row.text(0)?, whose(row.int(1)?), row.text(2)?))).collect()
    }

    /// The entries of the own book and the company's that have one of these numbers, by age, at most so many; without their numbers.
    pub async fn having(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
        most: usize,
    ) -> Result<Vec<ContactRow>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let (mut values, listed) = self.of_numbers(owner, numbers);
        values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
        let sql = format!(
            "SELECT {COLUMNS} FROM contact WHERE tenant = $1 AND id IN (SELECT contact FROM contact_number \
             WHERE tenant = $1 AND owner IN (0, $2) AND number IN ({listed})) ORDER BY id LIMIT ${}",
            values.len()
        );
        self.tenant.rows(&sql, values).await?.iter().map(contact).collect()
    }

    /// What is asked for by numbers: tenant, owner, and from the third place on these, with the list of their places.
    fn of_numbers(&self, owner: Option<UserId>, numbers: Vec<String>) -> (Vec<Value>, String) {
        let mut values: Vec<Value> = vec![self.tenant.id().get().into(), place(owner).into()];
        values.extend(numbers.into_iter().map(Value::from));
        let places: Vec<String> = (3..=values.len()).map(|place| format!("${place}")).collect();
        (values, places.join(", "))
    }

    /// Adds entries, all or none; ids and revisions of the rows given are not looked at. The book then has `most` at most.
    /// `actor` is who did it.
    pub async fn add(
        &self,
        owner: Option<UserId>,
        rows: Vec<ContactRow>,
        most: usize,
        actor: Option<UserId>,
    ) -> Result<ContactsAdded, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let mut room = most.saturating_sub(count(tx, tenant, owner).await?);
            let mut added = Vec::with_capacity(rows.len());
            for row in rows {
                if is_there(tx, tenant, owner, &row).await? {
                    added.push(None);
                    continue;
                }
                if room == 0 {
                    return Err(Refused::NoRoom);
                }
                room -= 1;
                added.push(Some(insert(tx, tenant, owner, row).await?));
            }
            let new: Vec<String> = added.iter().flatten().map(ContactId::to_string).collect();
            if let Some(first) = new.first() {
                let subject = if new.len() == 1 { first.clone() } else { format!("{} of them", new.len()) };
                audit::append(tx, actor, "contacts added", &subject).await?;
                tx.change("contact", first.clone(), owner).await?;
            }
            Ok(added)
        };
        let written =
            self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await;
        match written {
            Ok(added) => Ok(ContactsAdded::Added(added)),
            Err(Refused::NoRoom) => Ok(ContactsAdded::NoRoom),
            Err(Refused::Store(error)) => Err(error),
        }
    }

    /// Writes an entry over, if it has the revision `seen`; None: in any case.
    pub async fn change(
        &self,
        owner: Option<UserId>,
        row: ContactRow,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Result<ContactChanged, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            if !has_revision(tx, tenant, owner, row.id, seen).await? {
                return Ok(ContactChanged::Another);
            }
            let (id, numbers) = (row.id, row.numbers);
            let sql = "UPDATE contact SET revision = revision + 1, label = $1, sort_key = $2, sought = $3, \
                       entry = $4 WHERE id = $5";
            let values = vec![
                row.label.into(),
                row.sort_key.into_bytes().into(),
                row.sought.into(),
                row.entry.into(),
                id.get().into(),
            ];
            tx.execute(sql, values).await?;
            tx.execute("DELETE FROM contact_number WHERE contact = $1", vec![id.get().into()]).await?;
            insert_numbers(tx, tenant, owner, id, numbers).await?;
            audit::append(tx, actor, "contact changed", &id.to_string()).await?;
            tx.change("contact", id.to_string(), owner).await?;
            Ok(ContactChanged::Changed)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Removes an entry, if it has the revision `seen`; None: in any case.
    pub async fn remove(
        &self,
        owner: Option<UserId>,
        id: ContactId,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Result<ContactChanged, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            if !has_revision(tx, tenant, owner, id, seen).await? {
                return Ok(ContactChanged::Another);
            }
            tx.execute("DELETE FROM contact_number WHERE contact = $1", vec![id.get().into()]).await?;
            tx.execute("DELETE FROM contact WHERE id = $1", vec![id.get().into()]).await?;
            audit::append(tx, actor, "contact removed", &id.to_string()).await?;
            tx.change("contact", id.to_string(), owner).await?;
            Ok(ContactChanged::Changed)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// Why nothing is written.
enum Refused {
    NoRoom,
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Refused::Store(error)
    }
}

/// The company has no row of its own among persons.
fn place(owner: Option<UserId>) -> i64 {
    owner.map_or(0, UserId::get)
}

/// What stands anywhere in a text, whatever it consists of.
fn pattern(word: &str) -> String {
    let escaped: String = word
        .chars()
        .flat_map(|c| matches!(c, '!' | '%' | '_').then_some('!').into_iter().chain([c]))
        .collect();
    format!("%{escaped}%")
}

async fn count(tx: &mut Tx<'_>, tenant: i64, owner: Option<UserId>) -> Result<usize, StoreError> {
    let sql = "SELECT COUNT(*) FROM contact WHERE tenant = $1 AND owner = $2";
    let rows = tx.rows(sql, vec![tenant.into(), place(owner).into()]).await?;
    let count = rows.first().ok_or(StoreError::NotFound)?.int(0)?;
    usize::try_from(count).map_err(|_| StoreError::Damaged("a number of entries"))
}

async fn is_there(
    tx: &mut Tx<'_>,
    tenant: i64,
    owner: Option<UserId>,
    row: &ContactRow,
) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM contact WHERE tenant = $1 AND owner = $2 AND sort_key = $3 AND entry = $4";
    let key = row.sort_key.clone().into_bytes();
    let values = vec![tenant.into(), place(owner).into(), key.into(), row.entry.as_str().into()];
    Ok(!tx.rows(sql, values).await?.is_empty())
}

async fn insert(
    tx: &mut Tx<'_>,
    tenant: i64,
    owner: Option<UserId>,
    row: ContactRow,
) -> Result<ContactId, StoreError> {
    let sql = "INSERT INTO contact (tenant, owner, revision, label, sort_key, sought, entry) \
               VALUES ($1, $2, 1, $3, $4, $5, $6) RETURNING id";
    let values = vec![
        tenant.into(),
        place(owner).into(),
        row.label.into(),
        row.sort_key.into_bytes().into(),
        row.sought.into(),
        row.entry.into(),
    ];
    let rows = tx.rows(sql, values).await?;
    let id = ContactId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
    insert_numbers(tx, tenant, owner, id, row.numbers).await?;
    Ok(id)
}

async fn insert_numbers(
    tx: &mut Tx<'_>,
    tenant: i64,
    owner: Option<UserId>,
    id: ContactId,
    numbers: Vec<String>,
) -> Result<(), StoreError> {
    for number in numbers {
        let sql = "INSERT INTO contact_number (tenant, owner, number, contact) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, vec![tenant.into(), place(owner).into(), number.into(), id.get().into()]).await?;
    }
    Ok(())
}

async fn has_revision(
    tx: &mut Tx<'_>,
    tenant: i64,
    owner: Option<UserId>,
    id: ContactId,
    seen: Option<i64>,
) -> Result<bool, StoreError> {
    let sql = "SELECT revision FROM contact WHERE tenant = $1 AND owner = $2 AND id = $3";
    let rows = tx.rows(sql, vec![tenant.into(), place(owner).into(), id.get().into()]).await?;
    let revision = rows.first().ok_or(StoreError::NotFound)?.int(0)?;
    Ok(seen.is_none_or(|seen| seen == revision))
}

fn contact(row: &Row) -> Result<ContactRow, StoreError> {
    let key = String::from_utf8(row.bytes(3)?).map_err(|_| StoreError::Damaged("an entry's place"))?;
    Ok(ContactRow {
        id: ContactId::new(row.int(0)?),
        revision: row.int(1)?,
        label: row.text(2)?,
        sort_key: key,
        sought: row.text(4)?,
        entry: row.text(5)?,
        numbers: Vec::new(),
    })
}
