//! Names of rows and live things: one type each, so that a user is never taken for a device.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// The id as the store numbers it; positive.
            pub const fn new(row: i64) -> Self { Self(row) }
            pub const fn get(self) -> i64 { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
    )*};
}

row_id! {
    /// A company. Every row that belongs to one carries it.
    TenantId;
    /// A person.
    UserId;
    /// A phone's address of record, with its own name and secret.
    DeviceId;
    /// A line to a provider or another telephone system.
    TrunkId;
    /// A hunt group.
    GroupId;
    /// A company's attendant.
    AttendantId;
    /// One of a company's sites.
    SiteId;
    /// A distribution list.
    ListId;
    /// An entry of an address book.
    ContactId;
    /// A folder of a mailbox: what IMAP calls a mailbox.
    FolderId;
    /// One kept message; the same in every folder that shows it.
    MessageId;
}

/// A blob's name: 128 random bits in hexadecimal. It says nothing about what the blob holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlobId(String);

impl BlobId {
    /// From 128 random bits, drawn by the caller.
    pub fn from_bits(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// `None` unless it is 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One call through all its legs, logs and journal rows: `NODE-RANDOM`, so that the node that owns it can be asked.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(String);

impl CallId {
    /// `node` has no `-`; `bits` are random.
    pub fn new(node: &str, bits: u64) -> Self {
        Self(format!("{node}-{bits:016x}"))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_id_is_32_hexadecimal_digits_and_nothing_else() {
        assert_eq!(BlobId::parse(BlobId::from_bits(7).as_str()), Some(BlobId::from_bits(7)));
        for wrong in ["", "abc", "../../../../etc/passwd0000000000", "0123456789ABCDEF0123456789ABCDEF"] {
            assert_eq!(BlobId::parse(wrong), None, "{wrong}");
        }
    }
}
