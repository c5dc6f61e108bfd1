//! Marking, deleting, taking back.

use super::{Message, found, inbox, trash};
use crate::problem::{ApiError, Problem};
use crate::request::{Json, Path};
use crate::router::House;
use crate::session::SignedIn;
use axum::extract::State;
use axum::http::StatusCode;
use messaging::{FlagChange, Flags};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What is to be different; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageChange {
    seen: Option<bool>,
    flagged: Option<bool>,
}

#[utoipa::path(patch, path = "/api/v1/me/messages/{id}", operation_id = "changeMessage", params(("id" = String, Path)),
    request_body = MessageChange, responses(
    (status = 200, description = "As it is now", body = Message),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Json(change): Json<MessageChange>,
) -> Result<axum::Json<Message>, ApiError> {
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    let chosen = |value| Flags {
        seen: change.seen == Some(value),
        flagged: change.flagged == Some(value),
        ..Flags::default()
    };
    for change in [FlagChange::Add(chosen(true)), FlagChange::Remove(chosen(false))] {
        let (FlagChange::Add(flags) | FlagChange::Remove(flags) | FlagChange::Replace(flags)) = &change;
        if *flags != Flags::default() {
            mailbox.set_flags(entry.folder, &[entry.uid], change, None).await?;
        }
    }
    let now = mailbox.find(&entry.message).await?.ok_or(ApiError::NotFound)?;
    Ok(axum::Json(Message::of(&now, &house.doors.directory.people())))
}

#[utoipa::path(delete, path = "/api/v1/me/messages/{id}", operation_id = "deleteMessage", params(("id" = String, Path)), responses(
    (status = 204, description = "In the trash; out of the trash: gone"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    let trash = trash(&*mailbox).await?;
    if entry.folder == trash {
        let deleted = Flags { deleted: true, ..Flags::default() };
        mailbox.set_flags(trash, &[entry.uid], FlagChange::Add(deleted), None).await?;
        mailbox.expunge(trash, Some(&[entry.uid])).await?;
    } else {
        mailbox.move_to(entry.folder, &[entry.uid], trash).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/me/messages/{id}/restore", operation_id = "restoreMessage", params(("id" = String, Path)), responses(
    (status = 204, description = "In the inbox again, or still where it is when it was not in the trash"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message", body = Problem, content_type = "application/problem+json"),
))]
pub async fn restore(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    if entry.folder == trash(&*mailbox).await? {
        mailbox.move_to(entry.folder, &[entry.uid], inbox(&*mailbox).await?).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
