//! One SMTP connection from our side: commands in their order, a limit on every wait, one answer for each mail.

use super::data::{Needs, on_the_wire};
use super::reply::{self, Garbled, Offers, Reply};
use crate::wire::{Wire, close, send};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::BytesMut;
use domain::number::Email;
use domain::outbound::Tried;
use domain::smarthost::Unsound;
use messaging::outbound::Ended;
use std::fmt::Write;
use std::io;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use zeroize::Zeroizing;

/// For a reply; RFC 5321 §4.5.3.2 has 5 minutes, in which others wait.
const REPLY_TIMEOUT: Duration = Duration::from_secs(60);
/// For the reply to a whole message, which is read and filtered meanwhile; RFC 5321 §4.5.3.2.6 has 10 minutes.
const KEPT_TIMEOUT: Duration = Duration::from_secs(4 * 60);
/// Written at once: each piece has its limit.
const PIECE_OCTETS: usize = 64 * 1024;

/// Why nothing can be sent now; all of it is tried again.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("no smarthost is set")]
    NoSmarthost,
    #[error("{0}")]
    Unsound(Unsound),
    #[error("the password for the smarthost is not set")]
    NoPassword,
    #[error("the smarthost's name cannot stand in a certificate")]
    NoName,
    #[error("the store does not answer: {0}")]
    Store(String),
    #[error("the connection to the smarthost is lost: {0}")]
    Lost(#[source] io::Error),
    #[error("the smarthost does not answer")]
    TimedOut,
    #[error("the smarthost does not speak SMTP")]
    Garbled,
    #[error("the smarthost does not offer STARTTLS")]
    NoStartTls,
    #[error("the connection cannot be sealed: {0}")]
    NotSealed(#[source] io::Error),
    #[error("the smarthost offers no way to log in that we know")]
    NoLogIn,
    #[error("the smarthost refuses {at}: {said}")]
    Refused { at: &'static str, said: String },
    #[error("this server goes down")]
    GoingDown,
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Broken::TimedOut,
            _ => Broken::Lost(error),
        }
    }
}

impl From<Garbled> for Broken {
    fn from(_: Garbled) -> Self {
        Broken::Garbled
    }
}

/// A mail to one address.
pub(super) struct Mail<'a> {
    pub to: &'a Email,
    pub return_path: &'a str,
    pub message: &'a [u8],
}

/// A connection after its greeting.
pub(super) struct Conversation {
    wire: Wire,
    heard: BytesMut,
    offers: Offers,
}

impl Conversation {
    /// Hears the greeting and says who we are.
    pub(super) async fn begin(wire: Wire, own_name: &str) -> Result<Conversation, Broken> {
        let mut conversation = Conversation { wire, heard: BytesMut::new(), offers: Offers::default() };
        let greeting = Reply::read(&conversation.hear(REPLY_TIMEOUT).await?)?;
        if greeting.code != 220 {
            return Err(Broken::Refused { at: "the connection", said: greeting.said });
        }
        conversation.hello(own_name).await?;
        Ok(conversation)
    }

    /// After STARTTLS: all is said anew (RFC 3207 §4.2).
    pub(super) async fn resume(wire: Wire, own_name: &str) -> Result<Conversation, Broken> {
        let mut conversation = Conversation { wire, heard: BytesMut::new(), offers: Offers::default() };
        conversation.hello(own_name).await?;
        Ok(conversation)
    }

    async fn hello(&mut self, own_name: &str) -> Result<(), Broken> {
        self.say(&format!("EHLO {own_name}")).await?;
        let octets = self.hear(REPLY_TIMEOUT).await?;
        let reply = Reply::read(&octets)?;
        if reply.is_good() {
            self.offers = Offers::read(&octets)?;
            return Ok(());
        }
        // It knows no extensions (RFC 5321 §3.2).
        let reply = self.ask(&format!("HELO {own_name}")).await?;
        self.offers = Offers::default();
        good(reply, "our name").map(drop)
    }

    /// The wire that is to be sealed now.
    pub(super) async fn start_tls(mut self) -> Result<Wire, Broken> {
        if !self.offers.start_tls {
            return Err(Broken::NoStartTls);
        }
        good(self.ask("STARTTLS").await?, "STARTTLS")?;
        // What came in the clear behind the reply is not the server's word (RFC 3207 §6).
        if self.heard.is_empty() { Ok(self.wire) } else { Err(Broken::Garbled) }
    }

    /// RFC 4954: PLAIN, or LOGIN for those who know nothing else.
    pub(super) async fn log_in(&mut self, user: &str, password: &str) -> Result<(), Broken> {
        let reply = if self.offers.plain {
            let said = Zeroizing::new(STANDARD.encode(format!("\0{user}\0{password}")));
            self.ask(&Zeroizing::new(format!("AUTH PLAIN {}", *said))).await?
        } else if self.offers.login {
            let asked = self.ask("AUTH LOGIN").await?;
            if asked.code != 334 {
                return Err(Broken::Refused { at: "our name and password", said: asked.said });
            }
            let asked = self.ask(&STANDARD.encode(user)).await?;
            if asked.code != 334 {
                return Err(Broken::Refused { at: "our name and password", said: asked.said });
            }
            self.ask(&Zeroizing::new(STANDARD.encode(password))).await?
        } else {
            return Err(Broken::NoLogIn);
        };
        good(reply, "our name and password").map(drop)
    }

    /// One mail to one address. The connection is good for the next one, unless this fails.
    pub(super) async fn send(&mut self, mail: &Mail<'_>) -> Result<Ended, Broken> {
        let needs = Needs::of(mail.message);
        if let Some(ended) = self.cannot_take(mail, needs) {
            return Ok(ended);
        }
        for command in [self.mail_command(mail, needs), format!("RCPT TO:<{}>", mail.to)] {
            let reply = self.ask(&command).await?;
            if !reply.is_good() {
                return self.refused(reply).await;
            }
        }
        let reply = self.ask("DATA").await?;
        if reply.code != 354 {
            return self.refused(reply).await;
        }
        for piece in on_the_wire(mail.message).chunks(PIECE_OCTETS) {
            send(&mut self.wire, piece).await?;
        }
        let reply = Reply::read(&self.hear(KEPT_TIMEOUT).await?)?;
        match reply.is_goodbye() {
            true => Err(Broken::Refused { at: "a mail", said: reply.said }),
            false => Ok(ended(reply)),
        }
    }

    /// What this server can never be given as it is: said before it is asked.
    fn cannot_take(&self, mail: &Mail<'_>, needs: Needs) -> Option<Ended> {
        let never = |status: &str, said: &str| {
            Some(Ended { tried: Tried::Never, status: status.to_owned(), said: said.to_owned() })
        };
        let (size, most) = (mail.message.len(), self.offers.most_octets);
        if needs.long_lines {
            return never("5.6.0", "a line of the mail is longer than lines may be");
        }
        if most > 0 && size > most {
            return never("5.3.4", "the mail is larger than the smarthost takes");
        }
        if (needs.utf8 || !mail.to.as_str().is_ascii()) && !self.offers.utf8 {
            return never("5.6.7", "the smarthost takes no addresses with other letters than ASCII");
        }
        if needs.eight_bit && !self.offers.eight_bit {
            return never("5.6.3", "the smarthost takes ASCII only");
        }
        None
    }

    fn mail_command(&self, mail: &Mail<'_>, needs: Needs) -> String {
        let mut command = format!("MAIL FROM:<{}>", mail.return_path);
        if self.offers.size {
            let _ = write!(command, " SIZE={}", mail.message.len());
        }
        if needs.eight_bit {
            command.push_str(" BODY=8BITMIME");
        }
        if needs.utf8 || !mail.to.as_str().is_ascii() {
            command.push_str(" SMTPUTF8");
        }
        command
    }

    /// The next mail begins anew.
    async fn refused(&mut self, reply: Reply) -> Result<Ended, Broken> {
        if reply.is_goodbye() {
            return Err(Broken::Refused { at: "a mail", said: reply.said });
        }
        good(self.ask("RSET").await?, "a new beginning")?;
        Ok(ended(reply))
    }

    /// A courtesy: whether it is heard matters to nobody.
    pub(super) async fn quit(mut self) {
        let _ = self.ask("QUIT").await;
        close(&mut self.wire).await;
    }

    async fn ask(&mut self, command: &str) -> Result<Reply, Broken> {
        self.say(command).await?;
        Ok(Reply::read(&self.hear(REPLY_TIMEOUT).await?)?)
    }

    async fn say(&mut self, command: &str) -> Result<(), Broken> {
        let line = Zeroizing::new(format!("{command}\r\n"));
        Ok(send(&mut self.wire, line.as_bytes()).await?)
    }

    /// One whole reply.
    async fn hear(&mut self, limit: Duration) -> Result<Vec<u8>, Broken> {
        let heard = async {
            loop {
                if let Some(length) = reply::length(&self.heard)? {
                    return Ok(self.heard.split_to(length).to_vec());
                }
                if self.wire.read_buf(&mut self.heard).await? == 0 {
                    return Err(Broken::Lost(io::ErrorKind::UnexpectedEof.into()));
                }
            }
        };
        tokio::time::timeout(limit, heard).await.map_err(|_| Broken::TimedOut)?
    }
}

fn good(reply: Reply, at: &'static str) -> Result<Reply, Broken> {
    if reply.is_good() { Ok(reply) } else { Err(Broken::Refused { at, said: reply.said }) }
}

fn ended(reply: Reply) -> Ended {
    let tried = match &reply {
        reply if reply.is_good() => Tried::Sent,
        reply if reply.is_final() => Tried::Never,
        _ => Tried::Later,
    };
    Ended { tried, status: reply.status, said: reply.said }
}
