//! Who was welcomed to the own voice mail, who is to be welcomed anew, and the PIN that the welcome names.

use crate::door::{Answer, DirectoryError};
use crate::pins::{kept_readable, not_kept, readable};
use crate::registry::Registry;
use crate::rows::Rows;
use domain::access::Rules;
use domain::id::UserId;
use domain::pin::{self, Policy};
use domain::welcome::{self, Known, Standing, Welcome};
use jiff::Timestamp;
use std::collections::HashMap;
use store::{NewLetter, SecretKind, StoreError, WelcomeRow};
use zeroize::Zeroizing;

/// What a letter is asked for as, in the store.
pub const WELCOME: &str = "welcome";
pub const LOCKED: &str = "locked";

/// Digits drawn for a PIN; far more than are ever needed.
const DIGITS_DRAWN: usize = 1_000;

/// Which PIN a welcome that is asked for anew names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WelcomePin {
    /// The one that there is; where only its hash is kept, the mail says that it stays.
    #[default]
    Kept,
    /// One that is drawn for it.
    New,
}

/// What a welcome says of the PIN.
#[derive(Clone, PartialEq, Eq)]
pub enum PinSaid {
    /// It is this one.
    Quoted(Zeroizing<String>),
    /// It stays the one that its owner has.
    Kept,
    /// Nothing: it would open nothing.
    Nothing,
}

/// Welcomes beside people. Made with every directory; one that keeps no such things owes nobody any.
pub trait Welcomes: Send + Sync {
    /// A call has reached a person's voice mail, by this number: the welcome mail is asked for, if it is due.
    fn voice_mail_reached<'a>(&'a self, _user: UserId, _called: &'a str) -> Answer<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// The next call to a person, or to each of all, has the welcome sent anew.
    fn welcome_anew(
        &self,
        _user: Option<UserId>,
        _pin: WelcomePin,
        _actor: Option<UserId>,
    ) -> Answer<'_, ()> {
        not_kept()
    }

    /// The PIN of a welcome that is written now. One that is drawn stays readable until [`Welcomes::welcomed`], so that a mail
    /// that is written twice names it twice.
    fn welcome_pin(&self, _user: UserId) -> Answer<'_, PinSaid> {
        not_kept()
    }

    /// The welcome of this round is delivered: its PIN is kept as a hash from now on.
    fn welcomed(&self, _user: UserId, _round: i64) -> Answer<'_, ()> {
        not_kept()
    }

    /// Since when everybody's PIN holds.
    fn pins_set_at(&self) -> Answer<'_, Vec<(UserId, Timestamp)>> {
        not_kept()
    }
}

impl<R: Rows> Welcomes for Registry<R> {
    fn voice_mail_reached<'a>(&'a self, user: UserId, called: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let people = self.snapshot();
            if !people.welcome(user).is_due(&people.settings_of(Some(user))) {
                return Ok(());
            }
            let letter =
                NewLetter { person: user, what: WELCOME, said: called.to_owned(), at: self.rows.now() };
            Ok(self.rows.ask_letter(letter).await?)
        })
    }

    fn welcome_anew(&self, user: Option<UserId>, pin: WelcomePin, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            if let Some(user) = user {
                self.user(user)?;
            }
            let standing = match pin {
                WelcomePin::Kept => Standing::Due,
                WelcomePin::New => Standing::DueWithNewPin,
            };
            self.rows.ask_welcome(user, standing.name(), actor).await?;
            Ok(self.renew().await?)
        })
    }

    fn welcome_pin(&self, user: UserId) -> Answer<'_, PinSaid> {
        Box::pin(async move {
            let people = self.snapshot();
            let (rules, welcome) = (Rules::of(&people.settings_of(Some(user))), people.welcome(user));
            let kept = self.rows.secret(user, SecretKind::Pin).await?;
            let readable = kept.as_deref().and_then(readable);
            let known = match (&kept, &readable) {
                (None, _) => Known::None,
                (Some(_), None) => Known::Hash,
                (Some(_), Some(_)) => Known::Readable,
            };
            Ok(match (welcome::pin(&rules, welcome.standing, known), readable) {
                (welcome::Pin::LeftOut, _) => PinSaid::Nothing,
                (welcome::Pin::Quoted, Some(pin)) => PinSaid::Quoted(pin),
                (welcome::Pin::Kept | welcome::Pin::Quoted, _) => PinSaid::Kept,
                (welcome::Pin::Drawn, _) => PinSaid::Quoted(self.draw_readable(user, welcome).await?),
            })
        })
    }

    fn welcomed(&self, user: UserId, round: i64) -> Answer<'_, ()> {
        Box::pin(async move {
            let kept = self.rows.secret(user, SecretKind::Pin).await?;
            if let Some(pin) = kept.as_deref().and_then(readable) {
                self.hash_pin(user, &pin).await?;
            }
            self.rows.set_welcome(row(user, Standing::Sent, round)).await?;
            Ok(self.renew().await?)
        })
    }

    fn pins_set_at(&self) -> Answer<'_, Vec<(UserId, Timestamp)>> {
        Box::pin(async move { Ok(self.rows.pins_set_at().await?) })
    }
}

impl<R: Rows> Registry<R> {
    /// Draws a PIN and keeps it so that it can be read once more.
    async fn draw_readable(&self, id: UserId, welcome: Welcome) -> Result<Zeroizing<String>, DirectoryError> {
        let user = self.user(id)?;
        let policy = Policy::of(&self.snapshot().settings_of(Some(id)));
        let digits = (0..DIGITS_DRAWN).map(|_| rand::random_range(0..10));
        let drawn = pin::draw(&policy, user.extension.as_str(), digits)
            .ok_or_else(|| DirectoryError::Invalid("no PIN is allowed".into()))?;
        let drawn = Zeroizing::new(drawn.as_str().to_owned());
        self.rows.set_secrets(id, vec![(SecretKind::Pin, kept_readable(&drawn))]).await?;
        // From now on it is this one, however often the mail is written.
        if welcome.standing == Standing::DueWithNewPin {
            self.rows.set_welcome(row(id, Standing::Due, welcome.round)).await?;
            self.renew().await?;
        }
        Ok(drawn)
    }
}

fn row(person: UserId, standing: Standing, round: i64) -> WelcomeRow {
    WelcomeRow { person, standing: standing.name().to_owned(), round }
}

/// Everybody's who was ever asked to be welcomed.
pub(crate) fn welcomes(rows: Vec<WelcomeRow>) -> Result<HashMap<UserId, Welcome>, StoreError> {
    let welcome = |row: WelcomeRow| {
        let standing = Standing::from_name(&row.standing).ok_or(StoreError::Damaged("a welcome"))?;
        Ok((row.person, Welcome { standing, round: row.round }))
    };
    rows.into_iter().map(welcome).collect()
}
