//! mbsync: a person's mailbox as a Maildir, in step with the server.

use crate::{Demo, Person};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A Maildir in the demo's folder, and the mailbox that it follows.
pub struct Mbsync {
    folder: PathBuf,
    configuration: PathBuf,
}

impl Mbsync {
    pub fn of(demo: &Demo, person: &Person) -> Mbsync {
        let (host, port) = demo.page.imaps.rsplit_once(':').expect("an address");
        let folder = demo.folder().join("maildir");
        fs::create_dir_all(&folder).expect("a folder");
        let text = format!(
            "FSync no\nIMAPStore far\nHost {host}\nPort {port}\nUser {}\nPass {}\nSSLType IMAPS\nCertificateFile {}\n\n\
             MaildirStore near\nPath {folder}/\nInbox {folder}/INBOX\nSubFolders Verbatim\n\n\
             Channel all\nFar :far:\nNear :near:\nPatterns *\nCreate Near\nExpunge Both\nSyncState *\n",
            person.email,
            person.password,
            demo.page.certificate.display(),
            folder = folder.display(),
        );
        let configuration = demo.folder().join("mbsyncrc");
        fs::write(&configuration, text).expect("a file");
        Mbsync { folder, configuration }
    }

    /// Brings both sides into step.
    pub fn sync(&self) {
        let ran = Command::new("mbsync")
            .arg("-c")
            .arg(&self.configuration)
            .arg("all")
            .output()
            .expect("cargo xtask test installs mbsync");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }

    pub fn inbox(&self) -> PathBuf {
        self.folder.join("INBOX")
    }

    /// Files of the inbox, in `new` and `cur`.
    pub fn mails(&self) -> Vec<PathBuf> {
        ["new", "cur"]
            .iter()
            .flat_map(|part| fs::read_dir(self.inbox().join(part)).expect("a Maildir"))
            .map(|entry| entry.expect("an entry").path())
            .collect()
    }
}
