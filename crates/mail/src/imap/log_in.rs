//! LOGIN, AUTHENTICATE PLAIN, CAPABILITY and ENABLE.

use super::answer::Fault;
use super::encode::put;
use super::limits::LOG_IN_TRIES;
use super::outbox::Outbox;
use super::session::{Done, Outcome, Session};
use crate::metrics::count;
use directory::LogIn;
use imap_types::extensions::enable::CapabilityEnable;
use std::time::Duration;

const REFUSED: Fault = Fault::No("AUTHENTICATIONFAILED", "Name or password is wrong");

impl Session {
    /// What works now, and nothing else.
    pub(crate) fn capabilities(&self) -> String {
        let common = "IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE";
        if self.is_logged_in() {
            let append_limit = self.around.limits.append_limit_bytes;
            return format!(
                "{common} NAMESPACE CHILDREN SPECIAL-USE UIDPLUS UNSELECT MOVE CONDSTORE APPENDLIMIT={append_limit} QUOTA QUOTA=RES-STORAGE"
            );
        }
        let log_in = if self.around.private { "AUTH=PLAIN" } else { "LOGINDISABLED" };
        format!("{common} {log_in}")
    }

    pub(crate) fn may_log_in(&self) -> Result<(), Fault> {
        match (self.is_logged_in(), self.around.private) {
            (true, _) => Err(Fault::Bad("You are logged in already")),
            (_, false) => Err(Fault::No("PRIVACYREQUIRED", "Use the port for TLS")),
            _ => Ok(()),
        }
    }

    /// SASL PLAIN (RFC 4616): authorisation identity, name, password. Acting for another is not known here.
    pub(crate) async fn authenticate(&mut self, response: &[u8]) -> Outcome {
        let fields: Vec<&[u8]> = response.split(|byte| *byte == 0).collect();
        match fields[..] {
            [act_for, name, password] if act_for.is_empty() || act_for == name => {
                self.log_in_with(name, password).await
            }
            [_, _, _] => Err(Fault::No("AUTHORIZATIONFAILED", "You may not act for somebody else")),
            _ => Err(Fault::Bad("That is no PLAIN response")),
        }
    }

    pub(crate) async fn log_in_with(&mut self, name: &[u8], password: &[u8]) -> Outcome {
        self.may_log_in()?;
        let (Ok(name), Ok(password)) = (std::str::from_utf8(name), std::str::from_utf8(password)) else {
            return self.refused(0).await;
        };
        let doors = self.around.doors.clone();
        match doors.directory.log_in(name, password, self.around.peer).await {
            Ok(LogIn::Welcome(user)) => {
                count(&doors.metrics.imap_log_ins);
                tracing::info!(peer = %self.around.peer, user = user.id.get(), "logged in by IMAP");
                self.log_in(messaging::shared::mailbox(doors.post, doors.directory, user.id));
                Ok(Done::coded(format!("CAPABILITY {}", self.capabilities()), "Logged in"))
            }
            Ok(LogIn::Refused { wait_seconds }) => self.refused(wait_seconds).await,
            Err(error) => {
                tracing::warn!(%error, "directory does not answer a log-in");
                Err(Fault::No("UNAVAILABLE", "Log-in is not possible now, try again later"))
            }
        }
    }

    /// The answer comes as late as the directory says.
    async fn refused(&mut self, wait_seconds: u32) -> Outcome {
        count(&self.around.doors.metrics.imap_log_ins_refused);
        tracing::info!(peer = %self.around.peer, "log-in refused by IMAP");
        tokio::time::sleep(Duration::from_secs(wait_seconds.into())).await;
        self.log_ins_refused += 1;
        Err(REFUSED)
    }

    pub(crate) fn has_tried_enough(&self) -> bool {
        self.log_ins_refused >= LOG_IN_TRIES
    }

    /// RFC 5161: what is not known is passed over.
    pub(crate) fn enable(&mut self, wanted: &[CapabilityEnable<'_>], out: &mut Outbox) -> Done {
        let condstore = wanted.contains(&CapabilityEnable::CondStore);
        self.condstore |= condstore;
        put!(out.buffer(), "* ENABLED{}\r\n", if condstore { " CONDSTORE" } else { "" });
        Done::ok("Done")
    }
}
