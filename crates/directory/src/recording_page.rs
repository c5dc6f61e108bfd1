//! Who may record the company's announcement without an account here: one name and password, which browsers have signed in with it, and
//! mails that say how.

use crate::checks::EnteredAtPage;
use crate::door::{Answer, DirectoryError};
use crate::pins::{kept_readable, not_kept, readable};
use crate::registry::{Registry, check_password};
use crate::rows::Rows;
use crate::secret::draw_password;
use domain::id::UserId;
pub use domain::login::LogIn as PageLogIn;
use domain::number::Email;
use domain::recording_page::{PageUser, SIGNED_IN};
use jiff::Timestamp;
use std::net::IpAddr;
use store::{NewPageSession, RecordingPageRow, TokenDigest};
use zeroize::Zeroizing;

/// Mails are written a hundred at a time; more are not pressed for in a minute.
const MOST_INVITATIONS: usize = 100;

/// What opens the page, without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPage {
    pub name: String,
    /// Since when this password opens it.
    pub set_at: Timestamp,
}

/// A mail to be written: it says what opens the page.
#[derive(Clone)]
pub struct Invitation {
    pub id: i64,
    pub address: Email,
    /// Who is told if it cannot be delivered.
    pub person: Option<UserId>,
    pub at: Timestamp,
    pub name: String,
    pub password: Zeroizing<String>,
    /// Since when it opens the page.
    pub set_at: Timestamp,
}

/// The page on which the company's announcement is recorded. Made with every directory; where nothing of it is kept, nobody gets in.
pub trait RecordingPage: Send + Sync {
    /// None: nothing opens it.
    fn page(&self) -> Answer<'_, Option<OpenPage>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// This opens it from now on. Whoever is signed in is out, and mails that are not written are not. `actor` is who does it, for the
    /// audit.
    fn open_page<'a>(&'a self, _name: &'a str, _password: &'a str, _actor: Option<UserId>) -> Answer<'a, ()> {
        not_kept()
    }

    /// Nothing opens it from now on.
    fn close_page(&self, _actor: Option<UserId>) -> Answer<'_, ()> {
        not_kept()
    }

    /// Checks name and password for the page, and signs a browser in, by the digest of its token. Wrong ones are slowed down and
    /// locked out as log-ins of people are, by address.
    fn sign_in_at_page<'a>(
        &'a self,
        _name: &'a str,
        _password: &'a str,
        _from: IpAddr,
        _token: TokenDigest,
    ) -> Answer<'a, PageLogIn> {
        not_kept()
    }

    /// Whether the browser with this token is signed in.
    fn is_at_page(&self, _token: TokenDigest) -> Answer<'_, bool> {
        Box::pin(std::future::ready(Ok(false)))
    }

    fn sign_out_at_page(&self, _token: TokenDigest) -> Answer<'_, ()> {
        not_kept()
    }

    /// Draws a new password and has it mailed with all else that one needs to know. Only its hash is kept of the old one, which ends,
    /// also for those to whom it was mailed before. [`DirectoryError::NotFound`]: nothing opens the page yet.
    fn invite_to_page(&self, _address: Email, _actor: Option<UserId>) -> Answer<'_, ()> {
        not_kept()
    }

    /// Mails to be written, the oldest first.
    fn page_invitations(&self) -> Answer<'_, Vec<Invitation>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// One is handed on. The password is kept as a hash once all that name it are.
    fn invited_to_page<'a>(&'a self, _invitation: &'a Invitation) -> Answer<'a, ()> {
        not_kept()
    }
}

impl<R: Rows> RecordingPage for Registry<R> {
    fn page(&self) -> Answer<'_, Option<OpenPage>> {
        Box::pin(async move {
            let kept = self.rows.recording_page().await?;
            Ok(kept.map(|RecordingPageRow { name, set_at, .. }| OpenPage { name, set_at }))
        })
    }

    fn open_page<'a>(&'a self, name: &'a str, password: &'a str, actor: Option<UserId>) -> Answer<'a, ()> {
        Box::pin(async move {
            let name =
                PageUser::parse(name).map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
            check_password(password)?;
            let secret = Zeroizing::new(self.checks.hash_password(password).await?);
            let row = RecordingPageRow { name: name.as_str().to_owned(), secret, set_at: self.rows.now() };
            Ok(self.rows.set_recording_page(row, actor).await?)
        })
    }

    fn close_page(&self, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.rows.remove_recording_page(actor).await?) })
    }

    fn sign_in_at_page<'a>(
        &'a self,
        name: &'a str,
        password: &'a str,
        from: IpAddr,
        token: TokenDigest,
    ) -> Answer<'a, PageLogIn> {
        Box::pin(async move {
            let (kept, now) = (self.rows.recording_page().await?, self.rows.now());
            let tried = EnteredAtPage { name, password, from };
            let answer = self.checks.recording_page(kept.as_ref(), tried, now).await?;
            let (PageLogIn::Welcome, Some(page)) = (answer, kept) else { return Ok(answer) };
            let expires = now.checked_add(SIGNED_IN).unwrap_or(Timestamp::MAX);
            let new = NewPageSession { token, at: now, expires, set_at: page.set_at };
            Ok(match self.rows.begin_page_session(new).await? {
                true => PageLogIn::Welcome,
                // Another password was set in between.
                false => PageLogIn::Refused { wait_seconds: 0 },
            })
        })
    }

    fn is_at_page(&self, token: TokenDigest) -> Answer<'_, bool> {
        Box::pin(async move { Ok(self.rows.is_page_session(token).await?) })
    }

    fn sign_out_at_page(&self, token: TokenDigest) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.rows.end_page_session(token).await?) })
    }

    fn invite_to_page(&self, address: Email, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            let drawn = Zeroizing::new(kept_readable(&Zeroizing::new(draw_password())));
            Ok(self.rows.invite_to_recording_page(address.into(), drawn, actor).await?)
        })
    }

    fn page_invitations(&self) -> Answer<'_, Vec<Invitation>> {
        Box::pin(async move {
            let due = self.rows.page_invitations(MOST_INVITATIONS).await?;
            let Some(page) = self.rows.recording_page().await? else { return Ok(Vec::new()) };
            let Some(password) = readable(&page.secret) else { return Ok(Vec::new()) };
            let invitation = |row: store::InvitationRow| {
                let address = Email::parse(&row.address)
                    .map_err(|_| store::StoreError::Damaged("an invitation's address"))?;
                let (name, password, set_at) = (page.name.clone(), password.clone(), page.set_at);
                let (id, person, at) = (row.id, row.person, row.at);
                Ok(Invitation { id, address, person, at, name, password, set_at })
            };
            Ok(due.into_iter().map(invitation).collect::<Result<_, store::StoreError>>()?)
        })
    }

    fn invited_to_page<'a>(&'a self, invitation: &'a Invitation) -> Answer<'a, ()> {
        Box::pin(async move {
            let hash = Zeroizing::new(self.checks.hash_password(&invitation.password).await?);
            Ok(self.rows.invited_to_recording_page(invitation.id, hash, invitation.set_at).await?)
        })
    }
}
