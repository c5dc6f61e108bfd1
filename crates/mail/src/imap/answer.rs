//! How a command ends when it does not end well: errors of the house, said once in IMAP's words (RFC 5530).

use super::encode::put;
use super::view::BeyondEnd;
use messaging::MailboxError;
use std::io;

/// Why a command is not `OK`.
#[derive(Debug)]
pub(crate) enum Fault {
    /// `NO`, with a response code.
    No(&'static str, &'static str),
    Bad(&'static str),
    /// The folder that is selected exists no more.
    FolderGone,
    /// The connection is of no use any more.
    Lost(io::Error),
}

impl Fault {
    pub(crate) const NO_FOLDER: Fault = Fault::No("NONEXISTENT", "There is no such folder");
    pub(crate) const TRY_CREATE: Fault = Fault::No("TRYCREATE", "There is no such folder");
    pub(crate) const BAD_NAME: Fault = Fault::No("CANNOT", "No folder can have that name");
    pub(crate) const READ_ONLY: Fault = Fault::No("NOPERM", "The folder is open for reading only");
    pub(crate) const NO_QUOTA: Fault = Fault::No("NONEXISTENT", "There is no such quota");
    pub(crate) const OVER_QUOTA: Fault = Fault::No("OVERQUOTA", "The mailbox is full");
    pub(crate) const NOT_SELECTED: Fault = Fault::Bad("Select a folder first");

    /// The tagged line, or the untagged one that ends the connection.
    pub(crate) fn write(&self, out: &mut Vec<u8>, tag: &str) {
        match self {
            Fault::No(code, text) => put!(out, "{tag} NO [{code}] {text}\r\n"),
            Fault::Bad(text) => put!(out, "{tag} BAD {text}\r\n"),
            Fault::FolderGone => put!(out, "* BYE The selected folder was deleted\r\n"),
            Fault::Lost(_) => {}
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Lost(error)
    }
}

impl From<BeyondEnd> for Fault {
    fn from(_: BeyondEnd) -> Self {
        Fault::Bad("There is no message of that number")
    }
}

impl From<MailboxError> for Fault {
    fn from(error: MailboxError) -> Self {
        match error {
            MailboxError::NoSuchFolder => Fault::NO_FOLDER,
            MailboxError::NoSuchMessage => Fault::No("EXPUNGEISSUED", "A message is there no more"),
            MailboxError::FolderExists => Fault::No("ALREADYEXISTS", "A folder of that name exists"),
            MailboxError::NotAllowed => Fault::No("CANNOT", "That is not allowed for this folder"),
            MailboxError::Unsupported(_) => Fault::No("CANNOT", "This mailbox does not keep that"),
            MailboxError::TooLarge(_) => Fault::No("TOOBIG", "The message is too large"),
            MailboxError::DiskFull => Fault::No("OVERQUOTA", "The disk is almost full: nothing new is taken"),
            MailboxError::Unavailable(source) => {
                tracing::warn!(%source, "mailbox does not answer");
                Fault::No("UNAVAILABLE", "The mailbox does not answer, try again later")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_of_the_house_has_one_answer() {
        for (error, expected) in [
            (MailboxError::NoSuchFolder, "a NO [NONEXISTENT] "),
            (MailboxError::NoSuchMessage, "a NO [EXPUNGEISSUED] "),
            (MailboxError::FolderExists, "a NO [ALREADYEXISTS] "),
            (MailboxError::NotAllowed, "a NO [CANNOT] "),
            (MailboxError::Unsupported("keywords"), "a NO [CANNOT] "),
            (MailboxError::TooLarge(1), "a NO [TOOBIG] "),
            (MailboxError::DiskFull, "a NO [OVERQUOTA] "),
            (MailboxError::Unavailable("down".into()), "a NO [UNAVAILABLE] "),
        ] {
            let (shown, mut out) = (error.to_string(), Vec::new());
            Fault::from(error).write(&mut out, "a");
            let line = String::from_utf8(out).expect("text");
            assert!(line.starts_with(expected) && line.ends_with("\r\n"), "{shown}: {line}");
        }
    }
}
