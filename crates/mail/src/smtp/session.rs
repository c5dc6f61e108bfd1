//! One mail server's conversation: which command may come now, who the mail is for. Commands in, replies out; no I/O.

use super::Limits;
use super::reply;
use crate::doors::Doors;
use domain::id::UserId;
use domain::number::Email;
use domain::outbound;
use domain::quota::{Arrival, Quota};
use domain::settings;
use smtp_proto::{MAIL_BODY_BINARYMIME, MAIL_REQUIRETLS, MAIL_SMTPUTF8, MailFrom, RcptTo, Request};
use std::borrow::Cow;
use std::net::IpAddr;

/// Recipients of one mail (RFC 5321 §4.5.3.1.8 asks for 100).
const RECIPIENTS: usize = 100;
/// Longest path (RFC 5321 §4.5.3.1.3).
const PATH_BYTES: usize = 256;
/// Longest host name in EHLO (RFC 5321 §4.5.3.1.2).
const HOST_BYTES: usize = 255;
/// Reserved for a message whose size was not told, and the most for one whose size was: a peer that lies costs little.
const ROOM_BYTES: usize = 64 * 1024;
const MOST_ROOM_BYTES: usize = 512 * 1024;

/// Under which circumstances this session lives.
pub(crate) struct Circumstances {
    pub(crate) doors: Doors,
    pub(crate) limits: Limits,
    pub(crate) peer: IpAddr,
    pub(crate) offers_tls: bool,
}

/// What the connection does after a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Say(Cow<'static, str>),
    /// Whether the mailbox has room is to be asked; then [`Session::admit`].
    AskRoom(Recipient),
    /// The message follows.
    Data,
    StartTls,
    Quit,
}

/// Somebody of the house whom the mail is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Recipient {
    pub(crate) user: UserId,
    /// As the sender has written it.
    address: String,
}

/// A mail between MAIL and the end of its data.
#[derive(Debug)]
pub(crate) struct Transaction {
    /// Random; the delivery key, and the id in the trace.
    pub(crate) id: String,
    /// Empty for a notice that must not be answered.
    pub(crate) from: String,
    pub(crate) to: Vec<(UserId, String)>,
    /// It is a notice about a mail of ours with this token; then it goes to nobody.
    pub(crate) returned: Option<String>,
    /// As the sender has told them; 0: not told.
    pub(crate) told_bytes: usize,
    /// What to reserve for the message.
    pub(crate) room_bytes: usize,
}

pub(crate) struct Session {
    pub(crate) around: Circumstances,
    pub(crate) encrypted: bool,
    /// What EHLO or HELO said.
    hello: Option<Hello>,
    mail: Option<Transaction>,
}

struct Hello {
    name: String,
    extended: bool,
}

impl Session {
    pub(crate) fn new(around: Circumstances) -> Self {
        Self { around, encrypted: false, hello: None, mail: None }
    }

    /// All is forgotten but the encryption (RFC 3207 §4.2).
    pub(crate) fn encrypted(&mut self) {
        (self.encrypted, self.hello, self.mail) = (true, None, None);
    }

    /// The house's name at SMTP: the tenant's domain.
    pub(crate) fn host(&self) -> String {
        self.around.doors.directory.people().realm.clone()
    }

    pub(crate) fn greeting(&self) -> String {
        format!("220 {} ESMTP Switchroom\r\n", self.host())
    }

    pub(crate) fn peer_name(&self) -> &str {
        self.hello.as_ref().map_or("", |hello| &hello.name)
    }

    pub(crate) fn protocol(&self) -> &'static str {
        match (&self.hello, self.encrypted) {
            (Some(Hello { extended: true, .. }), true) => "ESMTPS",
            (Some(Hello { extended: true, .. }), false) => "ESMTP",
            _ => "SMTP",
        }
    }

    /// The mail whose data has been announced; afterwards there is none.
    pub(crate) fn take_mail(&mut self) -> Option<Transaction> {
        self.mail.take()
    }

    /// What one line asks for. `draw` makes a random number for a new mail.
    pub(crate) fn line(&mut self, line: &[u8], draw: impl FnOnce() -> u128) -> Step {
        if !line.ends_with(b"\r\n") {
            return say(reply::BARE_LINE_FEED);
        }
        match Request::parse(&mut line.iter()) {
            // The parser answers an empty path for both `<>` and `<postmaster>`.
            Ok(Request::Rcpt { to }) if to.address.is_empty() && !names_postmaster(line) => {
                say(reply::SYNTAX)
            }
            Ok(request) => self.command(request, draw),
            Err(smtp_proto::Error::UnknownCommand) => say(reply::UNKNOWN_COMMAND),
            Err(smtp_proto::Error::UnsupportedParameter { .. }) => say(reply::UNKNOWN_PARAMETER),
            Err(_) => say(reply::SYNTAX),
        }
    }

    fn command(&mut self, request: Request<Cow<'_, str>>, draw: impl FnOnce() -> u128) -> Step {
        match request {
            Request::Ehlo { host } => self.hello(&host, true),
            Request::Helo { host } => self.hello(&host, false),
            Request::Mail { from } => self.mail(from, draw),
            Request::Rcpt { to } => self.recipient(&to),
            Request::Data => match &self.mail {
                None => say(reply::SENDER_FIRST),
                Some(mail) if mail.to.is_empty() && mail.returned.is_none() => say(reply::RECIPIENT_FIRST),
                Some(_) => Step::Data,
            },
            Request::Rset => {
                self.mail = None;
                say(reply::OK)
            }
            Request::Noop { .. } => say(reply::OK),
            Request::Vrfy { .. } => say(reply::CANNOT_VERIFY),
            Request::Help { .. } => say(reply::HELP),
            Request::Quit => Step::Quit,
            Request::StartTls if self.encrypted => say(reply::TLS_ALREADY),
            Request::StartTls if !self.around.offers_tls => say(reply::NO_TLS),
            Request::StartTls => Step::StartTls,
            Request::Lhlo { .. }
            | Request::Bdat { .. }
            | Request::Auth { .. }
            | Request::Expn { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. } => say(reply::NOT_HERE),
        }
    }

    fn hello(&mut self, name: &str, extended: bool) -> Step {
        if name.is_empty() || name.len() > HOST_BYTES {
            return say(reply::SYNTAX);
        }
        self.mail = None;
        self.hello = Some(Hello { name: name.to_owned(), extended });
        let host = self.host();
        if !extended {
            return Step::Say(format!("250 {host}\r\n").into());
        }
        let size = self.around.limits.message_limit_bytes;
        let tls = if self.around.offers_tls && !self.encrypted { "250-STARTTLS\r\n" } else { "" };
        let offered = format!(
            "250-{host}\r\n250-PIPELINING\r\n250-SIZE {size}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n{tls}250 ENHANCEDSTATUSCODES\r\n"
        );
        Step::Say(offered.into())
    }

    fn mail(&mut self, from: MailFrom<Cow<'_, str>>, draw: impl FnOnce() -> u128) -> Step {
        if self.hello.is_none() {
            return say(reply::HELLO_FIRST);
        }
        if self.mail.is_some() {
            return say(reply::ONE_AT_A_TIME);
        }
        if from.flags & (MAIL_BODY_BINARYMIME | MAIL_REQUIRETLS) != 0 {
            return say(reply::UNKNOWN_PARAMETER);
        }
        if from.size > self.around.limits.message_limit_bytes {
            return say(reply::TOO_LARGE);
        }
        if !is_path(&from.address) {
            return say(reply::SYNTAX);
        }
        if !from.address.is_ascii() && from.flags & MAIL_SMTPUTF8 == 0 {
            return say(reply::NEEDS_SMTPUTF8);
        }
        let told_bytes = from.size;
        let room_bytes = if told_bytes == 0 { ROOM_BYTES } else { (told_bytes + 1024).min(MOST_ROOM_BYTES) };
        let (id, from) = (format!("{:032x}", draw()), from.address.into_owned());
        self.mail = Some(Transaction { id, from, to: Vec::new(), returned: None, told_bytes, room_bytes });
        say(reply::SENDER_OK)
    }

    fn recipient(&mut self, to: &RcptTo<Cow<'_, str>>) -> Step {
        let user = self.person(&to.address);
        let realm = self.host();
        let Some(mail) = &mut self.mail else { return say(reply::SENDER_FIRST) };
        if let Some(token) = outbound::returned(&to.address, &realm) {
            return returned(mail, token);
        }
        if mail.returned.is_some() {
            return say(reply::TOO_MANY_RECIPIENTS);
        }
        let Some(user) = user else { return say(self.nobody(&to.address)) };
        // Named twice, a person gets one copy.
        if mail.to.iter().any(|(named, _)| *named == user) {
            return say(reply::RECIPIENT_OK);
        }
        if mail.to.len() == RECIPIENTS {
            return say(reply::TOO_MANY_RECIPIENTS);
        }
        let shown = if to.address.is_empty() { "postmaster" } else { &to.address };
        let recipient = Recipient { user, address: shown.to_owned() };
        let people = self.around.doors.directory.people();
        match Quota::of(&people.settings_of(Some(user))).is_set() {
            true => Step::AskRoom(recipient),
            false => say(self.admit(recipient)),
        }
    }

    /// What this mail asks of a mailbox.
    pub(crate) fn arrival(&self) -> Arrival {
        Arrival::Mail { bytes: self.mail.as_ref().map_or(0, |mail| mail.told_bytes as u64) }
    }

    /// The mail under way is for this person, too; answers what to say.
    pub(crate) fn admit(&mut self, recipient: Recipient) -> &'static str {
        let Some(mail) = &mut self.mail else { return reply::SENDER_FIRST };
        mail.to.push((recipient.user, recipient.address));
        reply::RECIPIENT_OK
    }

    /// Why nobody is there: who answers a voice message by mail is told what that address is.
    fn nobody(&self, address: &str) -> &'static str {
        let people = self.around.doors.directory.people();
        let template = people.settings_of(None).get(&settings::MAIL_SENDER_TEMPLATE);
        let number = template.number(address, &people.realm);
        number.map_or(reply::NO_SUCH_PERSON, |_| reply::A_TELEPHONE_NUMBER)
    }

    /// Who of the house an address names. Mail to the postmaster goes to the administrator (RFC 5321 §4.5.1).
    fn person(&self, address: &str) -> Option<UserId> {
        if !is_path(address) {
            return None;
        }
        let people = self.around.doors.directory.people();
        if let Some(user) =
            Email::parse(address).ok().and_then(|email| people.by_email(&email).map(|user| user.id))
        {
            return Some(user);
        }
        let postmaster = match address.split_once('@') {
            Some((local, domain)) => {
                local.eq_ignore_ascii_case("postmaster") && domain.eq_ignore_ascii_case(&people.realm)
            }
            None => address.is_empty(),
        };
        let administrators = people.users().filter(|user| user.administrator).map(|user| user.id);
        if postmaster { administrators.min() } else { None }
    }
}

/// Notices have no sender, so that nobody answers them (RFC 5321 §4.5.5), and one recipient.
fn returned(mail: &mut Transaction, token: &str) -> Step {
    if !mail.from.is_empty() {
        return say(reply::NOTICES_ONLY);
    }
    if !mail.to.is_empty() || mail.returned.as_deref().is_some_and(|other| other != token) {
        return say(reply::TOO_MANY_RECIPIENTS);
    }
    mail.returned = Some(token.to_owned());
    say(reply::RECIPIENT_OK)
}

fn say(text: &'static str) -> Step {
    Step::Say(Cow::Borrowed(text))
}

fn names_postmaster(line: &[u8]) -> bool {
    line.to_ascii_lowercase().windows(12).any(|part| part == b"<postmaster>")
}

/// Nothing that could end a line or an angle bracket in the trace fields.
fn is_path(path: &str) -> bool {
    path.len() <= PATH_BYTES && !path.contains(|c: char| c.is_control() || matches!(c, '<' | '>'))
}
