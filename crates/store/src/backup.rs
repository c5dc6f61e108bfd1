//! The whole store in one file, beside a live server, and back into an empty folder.
//!
//! The database goes first, as one snapshot; the blobs that it names are on the disk by then and are never altered, so
//! that what is appended meanwhile does no harm. The file is a tar archive that ends with an entry of its own: one that
//! was cut off is noticed.

use crate::sql::{Link, Tx};
use crate::{Database, Store, StoreError, messages, migrate, recording_page, segment, session, sqlite};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use tar::{Archive, Builder, Header};

const DATABASE: &str = "switchroom.db";
const MASTER_KEY: &str = "master.key";
/// The last entry.
const COMPLETE: &str = "complete";
/// Folders of blobs, below the data folder.
const BLOBS: [&str; 2] = ["blobs/segments", "blobs/files"];

/// Whether the master key is in the backup. Whoever has both reads everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Apart,
    Included,
}

impl Store {
    /// Writes a backup; answers its length in bytes. The file must not exist.
    pub async fn backup(&self, file: &Path, key: Key) -> Result<u64, StoreError> {
        let Database::Sqlite { path, .. } = &self.inner.database else {
            return Err(StoreError::Refused(
                "PostgreSQL is backed up by pg_dump, and the blobs by copying blobs/ after it",
            ));
        };
        if file.exists() {
            return Err(StoreError::Taken);
        }
        let snapshot = file.with_extension("snapshot");
        let _ = fs::remove_file(&snapshot);
        let sql = format!("VACUUM INTO '{}'", snapshot.display().to_string().replace('\'', "''"));
        let (database, dir, file) = (path.clone(), self.inner.dir.clone(), file.to_owned());
        tokio::task::spawn_blocking(move || {
            // A connection of its own: the snapshot is long, and nobody shall wait for it.
            sqlite::open(&database)?.execute_batch(&sql)?;
            let written = write(&dir, &snapshot, &file, key);
            let _ = fs::remove_file(&snapshot);
            written
        })
        .await
        .map_err(|_| StoreError::Closed)?
    }
}

fn write(dir: &Path, snapshot: &Path, file: &Path, key: Key) -> Result<u64, StoreError> {
    let unfinished = file.with_extension("unfinished");
    let out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    let mut archive = Builder::new(out);
    append(&mut archive, File::open(snapshot)?, DATABASE)?;
    for folder in BLOBS {
        for entry in fs::read_dir(dir.join(folder))? {
            let entry = entry?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            append_if_there(&mut archive, &entry.path(), &name)?;
        }
    }
    if key == Key::Included {
        append(&mut archive, File::open(dir.join(MASTER_KEY))?, MASTER_KEY)?;
    }
    archive.append_data(&mut header(0), COMPLETE, std::io::empty())?;
    let mut out = archive.into_inner()?;
    out.flush()?;
    out.sync_all()?;
    fs::rename(&unfinished, file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        segment::sync_folder(folder)?;
    }
    Ok(out.metadata()?.len())
}

/// As much of a file as there is now: a segment may grow meanwhile. What reclaiming takes away meanwhile holds nothing
/// that the database names, nor did it a day ago.
fn append_if_there(archive: &mut Builder<File>, path: &Path, name: &str) -> Result<(), StoreError> {
    match File::open(path) {
        Ok(file) => append(archive, file, name),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn append(archive: &mut Builder<File>, file: File, name: &str) -> Result<(), StoreError> {
    let length = file.metadata()?.len();
    Ok(archive.append_data(&mut header(length), name, file.take(length))?)
}

fn header(length: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(length);
    header.set_mode(0o600);
    header
}

/// Fills a folder, which must be empty or missing, from a backup. UIDs and modseqs go on far above those of the backup,
/// and nobody is signed in.
pub async fn restore(file: &Path, dir: &Path) -> Result<(), StoreError> {
    if dir.exists() && fs::read_dir(dir)?.next().is_some() {
        return Err(StoreError::Refused("a backup is restored into an empty folder"));
    }
    let (from, to) = (file.to_owned(), dir.to_owned());
    tokio::task::spawn_blocking(move || unpack(&from, &to)).await.map_err(|_| StoreError::Closed)??;
    let mut connection = sqlite::open(&dir.join(DATABASE))?;
    // A backup by an older version lacks the tables of this one.
    migrate::migrate(Link::Sqlite(&mut connection)).await?;
    let mut tx = Tx::new(Link::Sqlite(&mut connection), None);
    session::end_all(&mut tx).await?;
    recording_page::end_all_sessions(&mut tx).await?;
    messages::raise_after_restore(&mut tx).await
}

fn unpack(file: &Path, dir: &Path) -> Result<(), StoreError> {
    for folder in BLOBS {
        fs::create_dir_all(dir.join(folder))?;
    }
    let mut is_complete = false;
    let mut archive = Archive::new(File::open(file)?);
    for entry in archive.entries()? {
        let mut entry = entry.map_err(|_| DAMAGED)?;
        let name = entry.path().map_err(|_| DAMAGED)?.into_owned();
        if name == Path::new(COMPLETE) {
            is_complete = true;
            continue;
        }
        let path = place(dir, &name).ok_or(DAMAGED)?;
        let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let written = std::io::copy(&mut entry, &mut out)?;
        if written != entry.header().size().map_err(|_| DAMAGED)? {
            return Err(DAMAGED);
        }
        out.sync_all()?;
    }
    if is_complete { Ok(()) } else { Err(DAMAGED) }
}

const DAMAGED: StoreError = StoreError::Refused("this is no backup, or it was cut off");

/// Where an entry goes; a name that `write` would not have given goes nowhere.
fn place(dir: &Path, name: &Path) -> Option<PathBuf> {
    let is_known = name == Path::new(DATABASE) || name == Path::new(MASTER_KEY);
    let is_blob = name.parent().is_some_and(|folder| BLOBS.iter().any(|known| folder == Path::new(known)))
        && name.file_name().is_some_and(|file| file != "..");
    (is_known || is_blob).then(|| dir.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use crate::{MasterKey, StoreConfig};
    use bytes::Bytes;
    use domain::id::{BlobId, UserId};

    async fn keep(store: &Store, content: &'static [u8]) -> BlobId {
        let tenant = store.tenant_of_domain("demo.example").await.unwrap();
        tenant
            .people()
            .set_greeting(UserId::new(1), "busy", "de-DE", Bytes::from_static(content))
            .await
            .unwrap()
    }

    fn config(dir: &Path, key: &MasterKey) -> StoreConfig {
        StoreConfig {
            database: format!("sqlite:{}", dir.join(DATABASE).display()),
            dir: dir.to_owned(),
            reserve_bytes: 0,
            master_key: key.clone(),
        }
    }

    #[tokio::test]
    async fn what_was_acknowledged_before_a_backup_is_there_after_its_restore() {
        let kept = testing::on_sqlite().await;
        let blob = keep(&kept.store, b"a greeting").await;
        let target = tempfile::tempdir().unwrap();
        let (file, dir) = (target.path().join("backup"), target.path().join("restored"));
        let bytes = kept.store.backup(&file, Key::Apart).await.unwrap();
        assert_eq!(bytes, fs::metadata(&file).unwrap().len());
        let later = keep(&kept.store, b"a later one").await;

        restore(&file, &dir).await.unwrap();
        assert!(!dir.join(MASTER_KEY).exists());
        let restored = Store::open(config(&dir, &kept.config.master_key)).await.unwrap();
        let tenant = restored.tenant_of_domain("demo.example").await.unwrap();
        assert_eq!(tenant.blobs().read(&blob, 0..100).await.unwrap(), &b"a greeting"[..]);
        assert!(tenant.blobs().read(&later, 0..100).await.is_err());
        let wrong = MasterKey::from_octets([9; 32]);
        assert!(matches!(Store::open(config(&dir, &wrong)).await.map(drop), Err(StoreError::WrongKey)));
    }

    #[tokio::test]
    async fn nothing_is_overwritten_and_what_is_no_backup_is_refused() {
        let kept = testing::on_sqlite().await;
        let target = tempfile::tempdir().unwrap();
        let file = target.path().join("backup");
        kept.store.backup(&file, Key::Apart).await.unwrap();
        assert!(matches!(kept.store.backup(&file, Key::Apart).await, Err(StoreError::Taken)));
        assert!(matches!(restore(&file, target.path()).await, Err(StoreError::Refused(_))), "not empty");

        let whole = fs::read(&file).unwrap();
        for (name, content) in [
            ("cut", &whole[..whole.len() / 2]),
            ("no end", &whole[..whole.len() - 1536]),
            ("noise", &b"noise"[..]),
        ] {
            let damaged = target.path().join(name);
            fs::write(&damaged, content).unwrap();
            assert!(
                restore(&damaged, &target.path().join(format!("{name} restored"))).await.is_err(),
                "{name}"
            );
        }
    }

    #[test]
    fn an_entry_leaves_the_folder_by_no_name() {
        let dir = Path::new("/data");
        for name in [
            "../x",
            "/etc/passwd",
            "blobs/segments/../../x",
            "blobs/x",
            "switchroom.toml",
            "blobs/segments/..",
        ] {
            assert_eq!(place(dir, Path::new(name)), None, "{name}");
        }
        assert!(place(dir, Path::new("blobs/segments/1.segment")).is_some());
    }
}
