//! What is kept about an authority in the data folder: our account there, what it has signed, and how orders went. All of
//! it is for this process's user alone, and no crash leaves half a file.

use crate::certificate::Files;
use anyhow::{Context, Result};
use instant_acme::AccountCredentials;
use jiff::Timestamp;
use rustix::fs::{FlockOperation, flock};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

pub struct Records {
    data: PathBuf,
}

/// Our account at an authority.
#[derive(Serialize, Deserialize)]
pub struct Account {
    pub directory: String,
    pub contact: Option<String>,
    pub credentials: AccountCredentials,
}

/// How orders at an authority went. It outlives the process: one that is started again and again must not order again and
/// again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tries {
    pub directory: String,
    /// The authority that has signed the certificate that we hold.
    pub signed_by: String,
    /// Since the last success.
    pub failures: u32,
    /// The last of them is not over, or its process has ended before it was.
    pub under_way: bool,
    pub not_before: Timestamp,
    /// Why the last one failed.
    pub why: String,
    /// When it did.
    pub at: Timestamp,
}

/// Held while a certificate is ordered: by the server or by a command, not by both.
pub struct Turn(#[expect(dead_code, reason = "the lock is the file's")] File);

impl Records {
    pub fn new(data: &Path) -> Records {
        Records { data: data.to_owned() }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// `None` while another process orders.
    pub fn take_turn(&self) -> Result<Option<Turn>> {
        fs::create_dir_all(self.data.join("tls"))?;
        let file = File::create(self.data.join("tls/acme.lock"))?;
        Ok(flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok().then_some(Turn(file)))
    }

    /// Our account there, if we have one.
    pub fn account(&self, directory: &str) -> Result<Option<Account>> {
        let account: Option<Account> = read(&self.data.join(ACCOUNT))?;
        Ok(account.filter(|account| account.directory == directory))
    }

    pub fn keep_account(&self, account: &Account) -> Result<()> {
        write(&self.data.join(ACCOUNT), &serde_json::to_vec(account)?)
    }

    /// Whom the authority may write to has changed.
    pub fn keep_contact(&self, contact: Option<&String>) -> Result<()> {
        let account: Option<Account> = read(&self.data.join(ACCOUNT))?;
        account.map_or(Ok(()), |account| self.keep_account(&Account { contact: contact.cloned(), ..account }))
    }

    /// The authority does not know it any more.
    pub fn forget_account(&self) -> Result<()> {
        Ok(fs::remove_file(self.data.join(ACCOUNT))?)
    }

    /// Of another authority it is a fresh start; so is what cannot be read.
    pub fn tries(&self, directory: &str) -> Tries {
        let tries: Option<Tries> = read(&self.data.join(TRIES)).unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "how the last orders went is not known");
            None
        });
        let tries = tries.unwrap_or_default();
        if tries.directory == directory {
            return tries;
        }
        Tries { directory: directory.to_owned(), signed_by: tries.signed_by, ..Tries::default() }
    }

    pub fn keep_tries(&self, tries: &Tries) -> Result<()> {
        write(&self.data.join(TRIES), &serde_json::to_vec(tries)?)
    }

    /// Key and certificates, PEM.
    pub fn keep_certificate(&self, pem: &str) -> Result<()> {
        write(&Files::obtained(&self.data).certificate, pem.as_bytes())
    }
}

const ACCOUNT: &str = "tls/acme-account.json";
const TRIES: &str = "tls/acme-tries.json";

fn read<T: DeserializeOwned>(file: &Path) -> Result<Option<T>> {
    if !file.exists() {
        return Ok(None);
    }
    let name = || format!("reading {}", file.display());
    serde_json::from_slice(&fs::read(file).with_context(name)?).map(Some).with_context(name)
}

/// Whole and on disk when this returns, or not there.
fn write(file: &Path, octets: &[u8]) -> Result<()> {
    let write = || -> Result<()> {
        let folder = file.parent().context("a folder")?;
        fs::create_dir_all(folder)?;
        let half = file.with_extension("half");
        let mut written =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        written.write_all(octets)?;
        written.sync_all()?;
        fs::rename(&half, file)?;
        Ok(File::open(folder)?.sync_all()?)
    };
    write().with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn tries_are_kept_for_one_authority_and_a_broken_file_is_a_fresh_start() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path());
        assert_eq!(records.tries("https://a/").failures, 0);
        let tries = Tries { failures: 3, why: "away".into(), ..records.tries("https://a/") };
        records.keep_tries(&tries).unwrap();
        assert_eq!(records.tries("https://a/"), tries);
        assert_eq!(records.tries("https://b/").failures, 0);
        // What another authority has signed is not this one's, however its own orders go.
        let signed = Tries { signed_by: "https://a/".into(), ..tries };
        records.keep_tries(&signed).unwrap();
        assert_eq!(records.tries("https://b/").signed_by, "https://a/");
        for octets in ["", "{", "7", "{\"failures\":-1}"] {
            fs::write(folder.path().join(TRIES), octets).unwrap();
            assert_eq!(records.tries("https://a/").failures, 0, "{octets}");
        }
    }

    #[test]
    fn what_is_kept_is_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path());
        records.keep_certificate("key and certificate").unwrap();
        let file = Files::obtained(folder.path()).key;
        assert_eq!(fs::read_to_string(&file).unwrap(), "key and certificate");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn one_orders_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path());
        let turn = records.take_turn().unwrap();
        assert!(turn.is_some());
        assert!(records.take_turn().unwrap().is_none());
        drop(turn);
        assert!(records.take_turn().unwrap().is_some());
    }
}
