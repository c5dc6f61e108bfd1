//! Values on their way into a statement, and out of a row.

use crate::StoreError;
use rusqlite::types::{FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// What a column holds. Nothing else crosses, so that both databases mean the same.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Null,
}

/// Only the kind: rows hold what people wrote.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Int(number) => write!(f, "Int({number})"),
            Value::Text(text) => write!(f, "Text(… {} octets)", text.len()),
            Value::Bytes(octets) => write!(f, "Bytes(… {} octets)", octets.len()),
            Value::Null => f.write_str("Null"),
        }
    }
}

macro_rules! value_from {
    ($($from:ty: $name:ident => $value:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($name: $from) -> Value { $value }
        }
    )*};
}

value_from! {
    i64: number => Value::Int(number);
    u32: number => Value::Int(i64::from(number));
    bool: yes => Value::Int(i64::from(yes));
    String: text => Value::Text(text);
    &str: text => Value::Text(text.to_owned());
    Vec<u8>: octets => Value::Bytes(octets);
    jiff::Timestamp: at => Value::Int(at.as_microsecond());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(octets) => ValueRef::Blob(octets),
            Value::Null => ValueRef::Null,
        }))
    }
}

impl rusqlite::types::FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned()),
            ValueRef::Blob(octets) => Value::Bytes(octets.to_vec()),
            ValueRef::Real(_) => return Err(FromSqlError::InvalidType),
        })
    }
}

/// One row of an answer, read by column number from 0.
#[derive(Clone, Debug)]
pub struct Row(Vec<Value>);

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Row(values)
    }

    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.int_or_null(column)?.ok_or(StoreError::Damaged("a number"))
    }

    pub fn int_or_null(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(Some(*number)),
            Some(Value::Null) => Ok(None),
            _ => Err(StoreError::Damaged("a number")),
        }
    }

    /// A number of 32 bits, as UIDs are.
    pub fn uid(&self, column: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(column)?).map_err(|_| StoreError::Damaged("a number of 32 bits"))
    }

    pub fn text(&self, column: usize) -> Result<String, StoreError> {
        self.text_or_null(column)?.ok_or(StoreError::Damaged("a text"))
    }

    pub fn text_or_null(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            Some(Value::Null) => Ok(None),
            _ => Err(StoreError::Damaged("a text")),
        }
    }

    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        self.bytes_or_null(column)?.ok_or(StoreError::Damaged("octets"))
    }

    pub fn bytes_or_null(&self, column: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.0.get(column) {
            Some(Value::Bytes(octets)) => Ok(Some(octets.clone())),
            Some(Value::Null) => Ok(None),
            _ => Err(StoreError::Damaged("octets")),
        }
    }

    /// Microseconds since 1970 as a moment.
    pub fn moment(&self, column: usize) -> Result<jiff::Timestamp, StoreError> {
        self.moment_or_null(column)?.ok_or(StoreError::Damaged("a moment"))
    }

    pub fn moment_or_null(&self, column: usize) -> Result<Option<jiff::Timestamp>, StoreError> {
        let moment = self.int_or_null(column)?.map(jiff::Timestamp::from_microsecond);
        moment.transpose().map_err(|_| StoreError::Damaged("a moment"))
    }
}
