//! One client's conversation after its bytes have become commands: who is logged in, which folder is selected, and
//! what each command does. The connection feeds it; it writes answers into an [`Outbox`].

use super::answer::Fault;
use super::encode::put;
use super::fetch::FetchOrder;
use super::limits::Limits;
use super::outbox::Outbox;
use super::view::{Numbers, Renumber, View};
use crate::doors::Doors;
use bytes::Bytes;
use imap_types::auth::AuthMechanism;
use imap_types::command::{Command, CommandBody};
use messaging::{Mailbox, MailboxError};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// What the connection does after a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Command,
    /// The client's next line is the SASL response.
    Authenticate,
    /// Changes are told as they happen until the client says DONE.
    Idle,
    Close,
}

/// How a command ended well: the response code (`COPYUID …`; empty for none), the text, and what follows.
pub(crate) struct Done {
    pub(crate) code: String,
    pub(crate) text: &'static str,
    pub(crate) next: Next,
}

impl Done {
    pub(crate) fn ok(text: &'static str) -> Self {
        Self { code: String::new(), text, next: Next::Command }
    }
    pub(crate) fn coded(code: String, text: &'static str) -> Self {
        Self { code, text, next: Next::Command }
    }
    fn then(next: Next) -> Self {
        Self { code: String::new(), text: "", next }
    }
}

pub(crate) type Outcome = Result<Done, Fault>;

/// Under which circumstances this session lives.
#[derive(Clone)]
pub(crate) struct Circumstances {
    pub(crate) doors: Doors,
    pub(crate) limits: Limits,
    pub(crate) peer: IpAddr,
    /// Passwords may be sent: over TLS, or without it from this machine only.
    pub(crate) private: bool,
}

pub(crate) struct Session {
    pub(crate) around: Circumstances,
    open: Option<Open>,
    pub(crate) view: Option<View>,
    /// The client has shown that it knows CONDSTORE: MODSEQ comes with each untagged FETCH (RFC 7162 §3.1).
    pub(crate) condstore: bool,
    pub(crate) log_ins_refused: u32,
    /// What the LIST under way shows.
    pub(crate) lists: Lists,
}

/// Which folders a LIST is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lists {
    All,
    /// Those with a special use (RFC 6154).
    SpecialUse,
}

/// A mailbox that somebody has logged in to.
struct Open {
    mailbox: Arc<dyn Mailbox>,
    hints: watch::Receiver<u64>,
}

impl Session {
    pub(crate) fn new(around: Circumstances) -> Self {
        Self { around, open: None, view: None, condstore: false, log_ins_refused: 0, lists: Lists::All }
    }

    pub(crate) fn is_logged_in(&self) -> bool {
        self.open.is_some()
    }

    pub(crate) fn log_in(&mut self, mailbox: Arc<dyn Mailbox>) {
        let hints = mailbox.watch();
        self.open = Some(Open { mailbox, hints });
    }

    pub(crate) fn mailbox(&self) -> Result<Arc<dyn Mailbox>, Fault> {
        self.open.as_ref().map(|open| open.mailbox.clone()).ok_or(Fault::Bad("Log in first"))
    }

    pub(crate) fn selected(&mut self) -> Result<(Arc<dyn Mailbox>, &mut View), Fault> {
        let mailbox = self.mailbox()?;
        self.view.as_mut().map(|view| (mailbox, view)).ok_or(Fault::NOT_SELECTED)
    }

    /// As [`Session::selected`], for a command that changes messages.
    pub(crate) fn writable(&mut self) -> Result<(Arc<dyn Mailbox>, &mut View), Fault> {
        match self.selected()? {
            (_, view) if view.read_only => Err(Fault::READ_ONLY),
            selected => Ok(selected),
        }
    }

    /// Runs a command and writes its whole answer. `Err`: the connection is lost.
    pub(crate) async fn run(
        &mut self,
        command: Command<'_>,
        frame: &Bytes,
        out: &mut Outbox,
    ) -> Result<Next, std::io::Error> {
        let renumber = renumber(&command.body);
        let fresh = asks_for_news(&command.body);
        // News of a folder that is left now would be taken for news of the next one.
        let before = if leaves_folder(&command.body) {
            Ok(())
        } else {
            let caught_up = self.catch_up(false).await;
            self.report(Renumber::Later, out);
            caught_up
        };
        let outcome = match before {
            Ok(()) => self.dispatch(command.body, frame, out).await,
            Err(fault) => Err(fault),
        };
        let outcome = match (outcome, self.catch_up(fresh).await) {
            (Err(Fault::Lost(error)), _) => return Err(error),
            (_, Err(fault @ Fault::FolderGone)) => Err(fault),
            // That the news cannot be had changes nothing in what has been done.
            (outcome, _) => outcome,
        };
        if !matches!(outcome, Ok(Done { next: Next::Authenticate | Next::Close, .. })) {
            self.report(renumber, out);
        }
        Ok(self.conclude(command.tag.as_ref(), outcome, out))
    }

    /// The tagged line.
    fn conclude(&mut self, tag: &str, outcome: Outcome, out: &mut Outbox) -> Next {
        match outcome {
            Ok(Done { next: next @ (Next::Authenticate | Next::Idle), .. }) => next,
            Ok(Done { code, text, next }) => {
                let code = if code.is_empty() { code } else { format!("[{code}] ") };
                put!(out.buffer(), "{tag} OK {code}{text}\r\n");
                next
            }
            Err(fault) => {
                fault.write(out.buffer(), tag);
                if matches!(fault, Fault::FolderGone) { Next::Close } else { Next::Command }
            }
        }
    }

    /// Tells the client what is new, as far as that is known here.
    pub(crate) fn report(&mut self, renumber: Renumber, out: &mut Outbox) {
        if let Some(view) = &mut self.view {
            view.report(renumber, self.condstore, out.buffer());
        }
    }

    /// Learns what has happened in the selected folder: when the mailbox hints at something, or when `fresh`.
    pub(crate) async fn catch_up(&mut self, fresh: bool) -> Result<(), Fault> {
        let (Some(open), Some(view)) = (&mut self.open, &mut self.view) else { return Ok(()) };
        // A mailbox whose hints have ended is asked each time.
        if !fresh && !open.hints.has_changed().unwrap_or(true) {
            return Ok(());
        }
        open.hints.mark_unchanged();
        match open.mailbox.changes(view.folder, view.modseq).await {
            Ok(changes) => view.absorb(changes),
            Err(MailboxError::NoSuchFolder) => {
                self.view = None;
                return Err(Fault::FolderGone);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Waits until something may have happened in the mailbox.
    pub(crate) async fn hint(&mut self) {
        let hinted = match &mut self.open {
            Some(open) => open.hints.changed().await.is_ok(),
            None => false,
        };
        if !hinted {
            tokio::time::sleep(super::limits::POLL).await;
        }
    }

    async fn dispatch(&mut self, body: CommandBody<'_>, frame: &Bytes, out: &mut Outbox) -> Outcome {
        match body {
            CommandBody::Capability => {
                put!(out.buffer(), "* CAPABILITY {}\r\n", self.capabilities());
                Ok(Done::ok("Done"))
            }
            CommandBody::Noop => Ok(Done::ok("Done")),
            CommandBody::Logout => {
                out.text("* BYE Goodbye\r\n");
                Ok(Done { next: Next::Close, ..Done::ok("Logged out") })
            }
            CommandBody::Id { .. } => {
                put!(
                    out.buffer(),
                    "* ID (\"name\" \"Switchroom\" \"version\" \"{}\")\r\n",
                    env!("CARGO_PKG_VERSION")
                );
                Ok(Done::ok("Done"))
            }
            CommandBody::Login { username, password } => {
                self.log_in_with(username.as_ref(), password.declassify().as_ref()).await
            }
            CommandBody::Authenticate { mechanism, initial_response } => {
                self.may_log_in()?;
                if mechanism != AuthMechanism::Plain {
                    return Err(Fault::No("CANNOT", "Only PLAIN is known here"));
                }
                match initial_response {
                    None => Ok(Done::then(Next::Authenticate)),
                    Some(response) => self.authenticate(response.declassify()).await,
                }
            }
            CommandBody::StartTLS => Err(Fault::Bad("Use the port for TLS")),
            body => self.dispatch_logged_in(body, frame, out).await,
        }
    }

    async fn dispatch_logged_in(
        &mut self,
        body: CommandBody<'_>,
        frame: &Bytes,
        out: &mut Outbox,
    ) -> Outcome {
        self.mailbox()?;
        match body {
            CommandBody::Enable { capabilities } => Ok(self.enable(capabilities.as_ref(), out)),
            CommandBody::Namespace => self.namespace(out).await,
            CommandBody::Select { mailbox, parameters } => {
                self.select(mailbox, &parameters, false, out).await
            }
            CommandBody::Examine { mailbox, parameters } => {
                self.select(mailbox, &parameters, true, out).await
            }
            CommandBody::Create { mailbox } => self.create(mailbox).await,
            CommandBody::Delete { mailbox } => self.delete(mailbox).await,
            CommandBody::Rename { from, to } => self.rename(from, to).await,
            CommandBody::Subscribe { mailbox } => self.subscribe(mailbox, true).await,
            CommandBody::Unsubscribe { mailbox } => self.subscribe(mailbox, false).await,
            CommandBody::List { reference, mailbox_wildcard } => {
                self.list(reference, mailbox_wildcard, out).await
            }
            CommandBody::Lsub { reference, mailbox_wildcard } => {
                self.lsub(reference, mailbox_wildcard, out).await
            }
            CommandBody::Status { mailbox, item_names } => self.status(mailbox, &item_names, out).await,
            CommandBody::GetQuota { root } => self.quota(root.as_ref(), out).await,
            CommandBody::GetQuotaRoot { mailbox } => self.quota_root(mailbox, out).await,
            CommandBody::SetQuota { .. } => Err(Fault::No("NOPERM", "Administrators set quotas elsewhere")),
            CommandBody::Append { mailbox, flags, date, message } => {
                self.append(mailbox, &flags, date, message, frame).await
            }
            CommandBody::Idle => Ok(Done::then(Next::Idle)),
            body => self.dispatch_selected(body, out).await,
        }
    }

    async fn dispatch_selected(&mut self, body: CommandBody<'_>, out: &mut Outbox) -> Outcome {
        self.selected()?;
        match body {
            CommandBody::Check => Ok(Done::ok("Done")),
            CommandBody::Unselect => {
                self.view = None;
                Ok(Done::ok("Closed"))
            }
            CommandBody::Close => self.close().await,
            CommandBody::Expunge => self.expunge(None).await,
            CommandBody::ExpungeUid { sequence_set } => self.expunge(Some(&sequence_set)).await,
            CommandBody::Search { charset, criteria, uid } => {
                self.search(charset.as_ref(), criteria.as_ref(), uid.into(), out).await
            }
            CommandBody::Fetch { sequence_set, macro_or_item_names, uid, modifiers } => {
                let order = FetchOrder::new(sequence_set, macro_or_item_names, uid.into(), &modifiers)?;
                self.fetch(order, out).await
            }
            CommandBody::Store { sequence_set, kind, response, flags, uid, modifiers } => {
                let change = super::change::Store { kind, response, flags: &flags, modifiers: &modifiers };
                self.store(&sequence_set, uid.into(), change, out).await
            }
            CommandBody::Copy { sequence_set, mailbox, uid } => {
                self.copy(&sequence_set, uid.into(), mailbox).await
            }
            CommandBody::Move { sequence_set, mailbox, uid } => {
                self.move_messages(&sequence_set, uid.into(), mailbox, out).await
            }
            _ => Err(Fault::Bad("That command is not known here")),
        }
    }
}

/// Sequence numbers must not change under a client that is using them.
fn renumber(body: &CommandBody<'_>) -> Renumber {
    match body {
        CommandBody::Fetch { uid, .. } | CommandBody::Store { uid, .. } | CommandBody::Search { uid, .. } => {
            if Numbers::from(*uid) == Numbers::Sequence {
                Renumber::Later
            } else {
                Renumber::Now
            }
        }
        _ => Renumber::Now,
    }
}

fn leaves_folder(body: &CommandBody<'_>) -> bool {
    use CommandBody::{Close, Examine, Logout, Select, Unselect};
    matches!(body, Select { .. } | Examine { .. } | Unselect | Close | Logout)
}

/// Is the store asked for news after this command, even without a hint?
fn asks_for_news(body: &CommandBody<'_>) -> bool {
    use CommandBody::{Append, Check, Copy, Expunge, ExpungeUid, Idle, Move, Noop, Store};
    matches!(
        body,
        Noop | Check
            | Idle
            | Append { .. }
            | Copy { .. }
            | Move { .. }
            | Store { .. }
            | Expunge
            | ExpungeUid { .. }
    )
}
