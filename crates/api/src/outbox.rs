//! Mail for addresses elsewhere, for administrators: what waits and what has failed, tried again, forgotten.

use crate::messages;
use crate::pages;
use crate::problem::{ApiError, Problem};
use crate::request::{Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::People;
use messaging::outbound::{Listed, OutboundError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `next` of the page before.
    after: Option<i64>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct OutboxPage {
    items: Vec<OutboxItem>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    next: Option<i64>,
}

/// A mail that waits or has failed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutboxItem {
    id: i64,
    /// `copy` of a voice message, `notice`: the house writes to a person, or `message`: a person writes.
    class: String,
    /// The e-mail address of whose it is; `null`: nobody's any more.
    #[schema(required)]
    owner: Option<String>,
    recipient: String,
    #[schema(value_type = String, format = DateTime)]
    created: jiff::Timestamp,
    /// It has failed, its owner was told, and it is not tried again.
    failed: bool,
    /// When it is tried next.
    #[schema(value_type = String, format = DateTime)]
    due: jiff::Timestamp,
    attempts: u32,
    /// What was said to it last; empty: it was not tried yet.
    reason: String,
}

/// How many mails are due now.
#[derive(Serialize, ToSchema)]
pub struct DueNow {
    due: u64,
}

#[utoipa::path(get, path = "/api/v1/outbox", operation_id = "outbox", params(Wanted), responses(
    (status = 200, description = "What waits and what has failed, the oldest first", body = OutboxPage),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Json<OutboxPage>, ApiError> {
    administrator(&signed_in)?;
    let limit = messages::page_size(wanted.limit)?;
    let listed = house.doors.outbox.list(wanted.after.unwrap_or(0), limit + 1).await?;
    let (listed, next) = pages::cut(listed, limit, |last| last.id);
    let people = house.doors.directory.people();
    let items = listed.into_iter().map(|one| shown(&people, one)).collect();
    Ok(Json(OutboxPage { items, next }))
}

#[utoipa::path(post, path = "/api/v1/outbox/retry", operation_id = "retryOutbox", responses(
    (status = 200, description = "All that waits is tried now", body = DueNow),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn retry_all(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<Json<DueNow>, ApiError> {
    administrator(&signed_in)?;
    Ok(Json(DueNow { due: house.doors.outbox.retry(None).await? }))
}

#[utoipa::path(post, path = "/api/v1/outbox/{id}/retry", operation_id = "retryOutboxItem",
    params(("id" = i64, Path)), responses(
    (status = 204, description = "It is tried now"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such mail waits", body = Problem, content_type = "application/problem+json"),
))]
pub async fn retry(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
) -> Result<StatusCode, ApiError> {
    administrator(&signed_in)?;
    house.doors.outbox.retry(Some(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/outbox/{id}", operation_id = "dropOutboxItem",
    params(("id" = i64, Path)), responses(
    (status = 204, description = "It is forgotten; its owner is not told"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    house.doors.outbox.remove(id, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(people: &People, listed: Listed) -> OutboxItem {
    OutboxItem {
        id: listed.id,
        class: listed.class,
        owner: people.user(listed.person).map(|user| user.email.to_string()),
        recipient: listed.recipient,
        created: listed.created,
        failed: listed.has_failed,
        due: listed.due,
        attempts: listed.attempts,
        reason: listed.reason,
    }
}

impl From<OutboundError> for ApiError {
    fn from(error: OutboundError) -> Self {
        match error {
            OutboundError::NoSuchWork => Self::NotFound,
            OutboundError::Unavailable(source) => Self::Unavailable(Box::new(source)),
        }
    }
}
