//! A voice message that the signed-in person has recorded on the computer: a new one, an answer, or a comment on a message that goes
//! on with it. It goes the way of those that are spoken by telephone.

use super::found;
use crate::contacts;
use crate::distribution::member;
use crate::problem::{ApiError, Problem};
use crate::recorded::levelled;
use crate::request::{Body, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::wrong;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::{People, Recipient, User};
use domain::distribution::MOST_RECIPIENTS;
use domain::settings;
use jiff::Timestamp;
use messaging::outbox;
use messaging::spoken::{self, About, Letter, Wishes};
use serde::{Deserialize, Serialize};
use speech::audio;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// A message and whom it is for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wanted {
    /// Whom it is for, separated by commas: extensions, e-mail addresses, and lists as they are pressed on a telephone (`*5` the own
    /// list 5, `**5` the company's), and entries of the own address book and the company's (`contact:17`). Whoever has sent the message of `replyTo` is among them by that.
    #[serde(default)]
    to: String,
    /// The id of a message that this answers.
    reply_to: Option<String>,
    /// The id of a message that goes on with this comment.
    forward: Option<String>,
    /// Any of `urgent`, `confidential` and `receipt`, separated by commas; the last one asks to be told what becomes of it.
    #[serde(default)]
    marks: String,
    /// When it is delivered; at once unless given.
    deliver_at: Option<String>,
}

/// A message that is taken.
#[derive(Serialize, ToSchema)]
pub struct Taken {
    id: String,
}

#[utoipa::path(post, path = "/api/v1/me/messages", operation_id = "sendMessage", params(Wanted),
    request_body(content = Vec<u8>, content_type = "audio/wav"), responses(
    (status = 201, description = "Kept, and on its way", body = Taken),
    (status = 400, description = "No sound that can be used, or nobody to send it to", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such message to be answered or sent on", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "A confidential message is not sent on", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
))]
pub async fn send(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<Wanted>,
    Body(file): Body,
) -> Result<(StatusCode, Json<Taken>), ApiError> {
    let now = Timestamp::now();
    let people = house.doors.directory.people();
    let wishes = wanted.wishes(now)?;
    let mut to = wanted.recipients(&house, &people, &signed_in.user).await?;
    let about = about(&house, &signed_in, &wanted, &mut to).await?;
    if to.is_empty() || to.len() > MOST_RECIPIENTS {
        return Err(wrong(format!("a message goes to 1 to {MOST_RECIPIENTS} recipients")));
    }
    let sound = levelled(file).await?;
    let longest = people.settings_of(Some(signed_in.user.id)).get(&settings::MESSAGE_LONGEST_SECONDS);
    let (from, realm) = (Arc::clone(&signed_in.user), people.realm.clone());
    // A long message takes milliseconds, in which nobody else is to wait.
    let composed = tokio::task::spawn_blocking(move || {
        let seconds = spoken::whole_seconds(audio::samples(&sound)?.len());
        if seconds > longest {
            return Err(wrong(format!("a message has at most {longest} seconds")));
        }
        let (to, about) = (&to, &about);
        Ok(spoken::compose(&Letter {
            from: &from,
            to,
            sound: &sound,
            seconds,
            wishes,
            about,
            at: now,
            realm: &realm,
        }))
    });
    let composed = composed.await.map_err(|error| ApiError::Unavailable(error.into()))??;
    let id = outbox::hand_in(&*house.doors.post, &people, signed_in.user.id, composed, now).await?;
    Ok((StatusCode::CREATED, Json(Taken { id: id.as_str().to_owned() })))
}

impl Wanted {
    /// It has a time in any case, so that it waits for nobody to hang up.
    fn wishes(&self, now: Timestamp) -> Result<Wishes, ApiError> {
        let at = self.deliver_at.as_ref().map(|at| at.parse());
        let deliver_at =
            at.unwrap_or(Ok(now)).map_err(|_| wrong("deliverAt: a moment such as 2030-01-31T08:00:00Z"))?;
        let mut wishes = Wishes { deliver_at: Some(deliver_at), ..Wishes::default() };
        for mark in words(&self.marks) {
            match mark {
                "urgent" => wishes.urgent = true,
                "confidential" => wishes.confidential = true,
                "receipt" => wishes.receipt = true,
                other => return Err(wrong(format!("{other}: marks are urgent, confidential and receipt"))),
            }
        }
        Ok(wishes)
    }

    async fn recipients(
        &self,
        house: &House,
        people: &People,
        sender: &User,
    ) -> Result<Vec<Recipient>, ApiError> {
        let mut members = Vec::new();
        for text in words(&self.to) {
            // More are refused in the end, and need not be looked for.
            if members.len() > MOST_RECIPIENTS {
                break;
            }
            members.push(match text.strip_prefix("contact:") {
                Some(id) => contacts::member_of(house, people, sender.id, id).await?,
                None => member(people, Some(sender.id), text)?,
            });
        }
        Ok(people.reached(members))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// What the message is about; whoever is answered is added to those whom it is for.
async fn about(
    house: &House,
    signed_in: &SignedIn,
    wanted: &Wanted,
    to: &mut Vec<Recipient>,
) -> Result<About, ApiError> {
    match (&wanted.reply_to, &wanted.forward) {
        (None, None) => Ok(About::New),
        (Some(id), None) => {
            let (_, entry) = found(house, signed_in, id).await?;
            let sender = spoken::answered(&house.doors.directory.people(), &entry);
            let sender = sender.ok_or_else(|| wrong("whoever has sent this message cannot be answered"))?;
            if !to.iter().any(|one| one.email() == sender.email()) {
                to.push(sender);
            }
            Ok(About::reply(&entry))
        }
        (None, Some(id)) => {
            let (mailbox, entry) = found(house, signed_in, id).await?;
            if entry.structure.marks.confidential {
                let words = "a confidential message is not sent on".to_owned();
                return Err(ApiError::Refused(StatusCode::CONFLICT, words));
            }
            Ok(About::forward(&*mailbox, &entry).await?)
        }
        (Some(_), Some(_)) => Err(wrong("replyTo or forward, not both")),
    }
}
