//! Mails to whoever shall record the company's announcement: where its page is, what opens it, and what to do there.

use super::wording::Invited;
use super::{LetterError, Letters, from_the_house};
use crate::delivery::{Body, Delivery, LetterElsewhere};
use crate::mailbox::Sender;
use directory::{Invitation, User};
use domain::recording_page;
use domain::settings;

impl Letters {
    /// Writes those that are due; what cannot be handed on now stays.
    pub(super) async fn invite(&self) {
        let due = match self.directory.page_invitations().await {
            Ok(due) => due,
            Err(error) => return tracing::warn!(%error, "invitations cannot be looked at"),
        };
        for invitation in due {
            if let Err(error) = self.invite_one(&invitation).await {
                tracing::warn!(invitation = invitation.id, %error, "an invitation waits");
            }
        }
    }

    /// In the page's language: the mail speaks of its buttons.
    async fn invite_one(&self, invitation: &Invitation) -> Result<(), LetterError> {
        let people = self.directory.people();
        let settings = people.settings_of(None);
        let words = self.words(settings.get(&settings::RECORDING_PAGE_LANGUAGE).language()).await;
        let link = recording_page::address(&settings, &people.realm);
        let told = Invited { link: &link, name: &invitation.name, password: &invitation.password };
        let letter =
            from_the_house((&people, &settings), &invitation.address, &words, words.invitation(&told));
        // Who is here reads it here; a mail to the own domain would only come back.
        let colleague: Option<&User> = people.by_email(&invitation.address).map(|user| &**user);
        let (to, body) = match colleague {
            Some(user) => (vec![user.id], Body::Letter(letter)),
            None => {
                let (to, by) = (invitation.address.clone(), invitation.person);
                (Vec::new(), Body::LetterElsewhere(LetterElsewhere { letter, to, by }))
            }
        };
        let key = format!("recording-page-{}", invitation.id);
        let delivery = Delivery { key, to, from: Sender::default(), at: invitation.at, body };
        self.post.deliver(delivery).await?;
        tracing::info!(invitation = invitation.id, "the way to the recording page is mailed");
        Ok(self.directory.invited_to_page(invitation).await?)
    }
}
