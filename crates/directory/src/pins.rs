//! What a right PIN opens, who must choose another one, and who has entered wrong ones.

use crate::door::{Answer, DirectoryError};
use crate::registry::Registry;
use crate::rows::Rows;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::UserId;
use domain::pin::{self, Pin, Policy, Standing};
pub use store::PinEvent;
use zeroize::Zeroizing;

/// PINs beside their check. Made with every directory; one that keeps no such things says that each PIN holds.
pub trait Pins: Send + Sync {
    /// What the right PIN of a person opens now.
    fn pin_standing(&self, _user: UserId) -> Answer<'_, Standing> {
        Box::pin(std::future::ready(Ok(Standing::Holds)))
    }

    /// Sets a PIN that somebody else has chosen: its owner must change it at the next log-in.
    fn give_pin<'a>(&'a self, _user: UserId, _pin: &'a str, _actor: Option<UserId>) -> Answer<'a, ()> {
        not_kept()
    }

    /// Takes a PIN over from another system, in Base64. It is kept sealed, and hashed once it is entered.
    fn import_pin<'a>(&'a self, _user: UserId, _base64: &'a str) -> Answer<'a, ()> {
        not_kept()
    }

    /// A person, or everybody who has a PIN, must choose another one at the next log-in.
    fn require_new_pin(&self, _user: Option<UserId>, _actor: Option<UserId>) -> Answer<'_, ()> {
        not_kept()
    }

    /// Forgets the wrong PINs at a person's box.
    fn unlock(&self, _user: UserId, _actor: Option<UserId>) -> Answer<'_, ()> {
        not_kept()
    }

    /// Somebody was not let in by the rules of access: no wrong PIN, but a row of the log.
    fn refused<'a>(&'a self, _extension: &'a str, _caller: &'a str) -> Answer<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Wrong PINs, locks and refusals with their places in the log, the newest first: those before a place, or from the end on.
    fn pin_log(&self, _before: Option<i64>, _limit: usize) -> Answer<'_, Vec<(i64, PinEvent)>> {
        not_kept()
    }
}

pub(crate) fn not_kept<'a, T: Send + 'a>() -> Answer<'a, T> {
    Box::pin(std::future::ready(Err(DirectoryError::NotFound)))
}

/// What stands before a PIN that came in Base64 and is not hashed yet.
pub(crate) const OLDER: &[u8] = b"base64:";

/// What is kept so that it can be read.
pub(crate) fn readable(kept: &[u8]) -> Option<Zeroizing<String>> {
    kept.strip_prefix(OLDER).and_then(crate::checks::decoded).map(Zeroizing::new)
}

/// What was drawn, so that the mails that name it can read it.
pub(crate) fn kept_readable(drawn: &str) -> Vec<u8> {
    [OLDER, STANDARD.encode(drawn.as_bytes()).as_bytes()].concat()
}

impl<R: Rows> Pins for Registry<R> {
    fn pin_standing(&self, user: UserId) -> Answer<'_, Standing> {
        Box::pin(async move {
            let people = self.snapshot();
            let policy = Policy::of(&people.settings_of(Some(user)));
            let kept = self.rows.pin_standing(user).await?;
            Ok(pin::standing(&policy, kept.set_at, kept.must_change, self.rows.now()))
        })
    }

    fn give_pin<'a>(&'a self, user: UserId, pin: &'a str, actor: Option<UserId>) -> Answer<'a, ()> {
        Box::pin(async move {
            self.keep_pin(user, pin).await?;
            Ok(self.rows.require_new_pin(Some(user), actor).await?)
        })
    }

    fn import_pin<'a>(&'a self, user: UserId, base64: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let user = self.user(user)?;
            let plain = crate::checks::decoded(base64.as_bytes()).unwrap_or_default();
            let loose = Policy { length: 1, ..Policy::default() };
            // Weak ones are let in, too: their owners know no other.
            let chosen = Pin::choose(&loose, &plain, user.extension.as_str());
            if matches!(chosen, Err(pin::Refused::NotDigits | pin::Refused::Length { .. })) {
                return Err(DirectoryError::Invalid("a PIN in Base64 is 1 to 24 digits within".into()));
            }
            let kept = [OLDER, base64.trim().as_bytes()].concat();
            Ok(self.rows.set_secrets(user.id, vec![(store::SecretKind::Pin, kept)]).await?)
        })
    }

    fn require_new_pin(&self, user: Option<UserId>, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.rows.require_new_pin(user, actor).await?) })
    }

    fn unlock(&self, user: UserId, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            let user = self.user(user)?;
            let extension = user.extension.as_str();
            self.rows.set_tries(&crate::checks::subject(extension), None).await?;
            let caller = actor.map_or_else(|| "command line".to_owned(), |actor| format!("person {actor}"));
            Ok(self.rows.append_pin_log(self.event(extension, "unlocked", &caller), None).await?)
        })
    }

    fn refused<'a>(&'a self, extension: &'a str, caller: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            Ok(self.rows.append_pin_log(self.event(extension, "refused", caller), None).await?)
        })
    }

    fn pin_log(&self, before: Option<i64>, limit: usize) -> Answer<'_, Vec<(i64, PinEvent)>> {
        Box::pin(async move { Ok(self.rows.pin_log(before, limit).await?) })
    }
}

impl<R: Rows> Registry<R> {
    fn event(&self, extension: &str, what: &str, caller: &str) -> PinEvent {
        crate::checks::event(&self.snapshot(), extension, what, caller, self.rows.now())
    }
}
