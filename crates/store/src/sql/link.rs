//! A connection to either database, and how our values look to it.

use super::{Row, Value};
use crate::StoreError;
use crate::dialect::Dialect;
use crate::sqlite;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo, PgValueRef};
use sqlx::{
    Arguments, AssertSqlSafe, Column, Decode, Encode, Executor, PgConnection, Postgres, Type, TypeInfo,
    ValueRef,
};

/// Rows of one INSERT: few enough that its forms, one for each number of rows, stay prepared.
const INSERTED_ROWS: usize = 25;

/// A borrowed connection.
pub(crate) enum Link<'c> {
    Sqlite(&'c mut rusqlite::Connection),
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
        match self {
            Link::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Link::Postgres(connection) => {
                let query =
                    sqlx::query_with::<Postgres, _>(AssertSqlSafe(sql.to_owned()), arguments(values)?);
                Ok(query.execute(&mut **connection).await?.rows_affected())
            }
        }
    }

    pub(crate) async fn rows(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match self {
            Link::Sqlite(connection) => sqlite::rows(connection, sql, values),
            Link::Postgres(connection) => {
                let query =
                    sqlx::query_with::<Postgres, _>(AssertSqlSafe(sql.to_owned()), arguments(values)?);
                query.fetch_all(&mut **connection).await?.iter().map(read).collect()
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
        match self {
            Link::Sqlite(connection) => connection.execute_batch(sql)?,
            Link::Postgres(connection) => {
                let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
                (&mut **connection).execute(script).await?;
            }
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

fn arguments(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        arguments.add(value).map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
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

fn read(row: &PgRow) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(sqlx::Row::len(row));
    for column in sqlx::Row::columns(row) {
        let raw = sqlx::Row::try_get_raw(row, column.ordinal())?;
        values.push(postgres_value(raw).map_err(sqlx::Error::Decode)?);
    }
    Ok(Row::new(values))
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
