//! Whose blobs lie in the folder: a database that was set up anew over an old folder names none of them, and would have
//! them all removed.

use super::{Round, on_disk};
use crate::StoreError;
use crate::key::random;
use crate::segment::sync_folder;
use crate::sql::Tx;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// In the folder of blobs; holds what the database's fact of this name holds.
const OWNER_FILE: &str = "owner";
const FACT: &str = "owner of blobs";

impl Round {
    /// Fails unless the folder is this database's. One that says nothing is taken for ours.
    pub(super) async fn check_folder(&self) -> Result<(), StoreError> {
        let drawn = hex::encode(random::<16>()).into_bytes();
        let owner = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO fact (name, octets) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
            tx.execute(sql, vec![FACT.into(), drawn.into()]).await?;
            let rows = tx.rows("SELECT octets FROM fact WHERE name = $1", vec![FACT.into()]).await?;
            rows.first().ok_or(StoreError::NotFound)?.bytes(0)
        };
        let owner = self.write(move |tx| Box::pin(owner(tx))).await?;
        let segments = self.segments();
        match on_disk(move || read_or_write(segments.folder(), &owner)).await? {
            Owner::Ours => Ok(()),
            Owner::Another => Err(StoreError::Refused("the folder of blobs belongs to another database")),
        }
    }
}

enum Owner {
    Ours,
    Another,
}

fn read_or_write(folder: &Path, ours: &[u8]) -> Result<Owner, StoreError> {
    let path = folder.join(OWNER_FILE);
    match std::fs::read(&path) {
        Ok(owner) if owner == ours => Ok(Owner::Ours),
        Ok(_) => Ok(Owner::Another),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Under another name first: half a file would be another's for ever.
            let unfinished = folder.join("owner.unfinished");
            let mut file = File::create(&unfinished)?;
            file.write_all(ours)?;
            file.sync_all()?;
            std::fs::rename(unfinished, path)?;
            sync_folder(folder)?;
            Ok(Owner::Ours)
        }
        Err(error) => Err(error.into()),
    }
}
