//! A connection to either database, and how our values look to it.

use super::{Row, Value};
use crate::StoreError;
use crate::dialect::Dialect;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgTypeInfo, PgValueRef};
use sqlx::sqlite::{SqliteArguments, SqliteArgumentsBuffer, SqliteValueRef};
use sqlx::{
    Arguments, AssertSqlSafe, Column, Database, Decode, Encode, Executor, PgConnection, Postgres, Sqlite,
    SqliteConnection, Type, TypeInfo, ValueRef,
};

/// Rows of one INSERT: few enough that its forms, one for each number of rows, stay prepared.
const INSERTED_ROWS: usize = 25;

/// A borrowed connection.
pub(crate) enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Link<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The same connection, for a shorter time.
    pub(crate) fn again(&mut self) -> Link<'_> {
        match self {
            Link::Sqlite(connection) => Link::Sqlite(connection),
            Link::Postgres(connection) => Link::Postgres(connection),
        }
    }

    pub(crate) async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        let sql = AssertSqlSafe(sql.to_owned());
        let touched = match self {
            Link::Sqlite(connection) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, arguments::<SqliteArguments>(values)?);
                query.execute(&mut **connection).await?.rows_affected()
            }
            Link::Postgres(connection) => {
                let query = sqlx::query_with::<Postgres, _>(sql, arguments::<PgArguments>(values)?);
                query.execute(&mut **connection).await?.rows_affected()
            }
        };
        Ok(touched)
    }

    pub(crate) async fn rows(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Link::Sqlite(connection) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, arguments::<SqliteArguments>(values)?);
                let rows = query.fetch_all(&mut **connection).await?;
                rows.iter().map(|row| read(row, sqlite_value)).collect()
            }
            Link::Postgres(connection) => {
                let query = sqlx::query_with::<Postgres, _>(sql, arguments::<PgArguments>(values)?);
                let rows = query.fetch_all(&mut **connection).await?;
                rows.iter().map(|row| read(row, postgres_value)).collect()
            }
        }
    }

    /// Adds rows to `TABLE (COLUMN, …)`, many with one statement.
    pub(crate) async fn insert(&mut self, into: &str, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        let mut rows = rows.into_iter().peekable();
        while let Some(first) = rows.peek() {
            let columns = first.len();
            let values: Vec<_> = rows.by_ref().take(INSERTED_ROWS).flatten().collect();
            let sql = format!("INSERT INTO {into} VALUES {}", numbered(values.len() / columns, columns));
            self.execute(&sql, values).await?;
        }
        Ok(())
    }

    /// Runs a script of several statements without values.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Link::Sqlite(connection) => (&mut **connection).execute(sqlx::raw_sql(sql)).await.map(drop)?,
            Link::Postgres(connection) => (&mut **connection).execute(sqlx::raw_sql(sql)).await.map(drop)?,
        }
        Ok(())
    }
}

/// `($1, $2), ($3, $4)`
fn numbered(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let numbers: Vec<_> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", numbers.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

fn arguments<A>(values: Vec<Value>) -> Result<A, StoreError>
where
    A: Arguments,
    for<'q> Value: Encode<'q, A::Database> + Type<A::Database>,
{
    let mut arguments = A::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        arguments.add(value).map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

impl Type<Sqlite> for Value {
    fn type_info() -> <Sqlite as Database>::TypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl<'q> Encode<'q, Sqlite> for Value {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.clone(), buffer)
    }

    fn encode(self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Value::Int(number) => Encode::<Sqlite>::encode(number, buffer),
            Value::Text(text) => Encode::<Sqlite>::encode(text, buffer),
            Value::Bytes(octets) => Encode::<Sqlite>::encode(octets, buffer),
            Value::Null => Ok(IsNull::Yes),
        }
    }
}

/// The type that PostgreSQL finds out by itself. NULL has none of its own, and a statement that was prepared with a
/// NULL is used again with a value.
const UNDECLARED: PgTypeInfo = PgTypeInfo::with_oid(Oid(0));

impl Type<Postgres> for Value {
    fn type_info() -> PgTypeInfo {
        UNDECLARED
    }
}

impl<'q> Encode<'q, Postgres> for Value {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Value::Int(number) => Encode::<Postgres>::encode_by_ref(number, buffer),
            Value::Text(text) => Encode::<Postgres>::encode_by_ref(text, buffer),
            Value::Bytes(octets) => Encode::<Postgres>::encode_by_ref(octets, buffer),
            Value::Null => Ok(IsNull::Yes),
        }
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(match self {
            Value::Int(_) => <i64 as Type<Postgres>>::type_info(),
            Value::Text(_) => <String as Type<Postgres>>::type_info(),
            Value::Bytes(_) => <Vec<u8> as Type<Postgres>>::type_info(),
            Value::Null => UNDECLARED,
        })
    }
}

/// A row in our own values, whatever made it.
fn read<'r, R: sqlx::Row>(
    row: &'r R,
    value: fn(<R::Database as Database>::ValueRef<'r>) -> Result<Value, BoxDynError>,
) -> Result<Row, StoreError>
where
    usize: sqlx::ColumnIndex<R>,
{
    let mut values = Vec::with_capacity(row.len());
    for column in row.columns() {
        let raw = row.try_get_raw(column.ordinal())?;
        values.push(value(raw).map_err(sqlx::Error::Decode)?);
    }
    Ok(Row(values))
}

fn sqlite_value(raw: SqliteValueRef<'_>) -> Result<Value, BoxDynError> {
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info();
    match kind.name() {
        "INTEGER" => Decode::<Sqlite>::decode(raw).map(Value::Int),
        "TEXT" => Decode::<Sqlite>::decode(raw).map(Value::Text),
        "BLOB" => Decode::<Sqlite>::decode(raw).map(Value::Bytes),
        other => Err(format!("a column of type {other}").into()),
    }
}

fn postgres_value(raw: PgValueRef<'_>) -> Result<Value, BoxDynError> {
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info();
    match kind.name() {
        "INT8" => Decode::<Postgres>::decode(raw).map(Value::Int),
        "INT4" => <i32 as Decode<Postgres>>::decode(raw).map(|number| Value::Int(i64::from(number))),
        "TEXT" => Decode::<Postgres>::decode(raw).map(Value::Text),
        "BYTEA" => Decode::<Postgres>::decode(raw).map(Value::Bytes),
        other => Err(format!("a column of type {other}").into()),
    }
}
