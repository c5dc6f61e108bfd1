//! The page on which the company's announcement is recorded by somebody without an account here: what opens it, for administrators.

pub(crate) mod announcement;
pub(crate) mod calls;
pub(crate) mod session;

pub use announcement::*;
pub use calls::*;
pub use session::*;

use crate::problem::{ApiError, Problem};
use crate::request;
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::number::Email;
use domain::recording_page;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What opens the page, without its password, of which the hash alone is kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordingPage {
    name: String,
    /// Since when this password opens it.
    #[schema(value_type = String, format = DateTime)]
    set_at: Timestamp,
    /// Where browsers find it.
    url: String,
}

/// What shall open the page.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordingPageKey {
    /// Any, of 1 to 64 characters: it is nobody's account.
    name: String,
    /// 8 characters at least.
    password: String,
}

/// Who shall record the company's announcement.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageInvitation {
    /// Any e-mail address.
    address: String,
}

#[utoipa::path(get, path = "/api/v1/recording-page", operation_id = "recordingPage", responses(
    (status = 200, description = "What opens the page on which the company's announcement is recorded", body = RecordingPage),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Nothing opens it", body = Problem, content_type = "application/problem+json"),
))]
pub async fn read(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<Json<RecordingPage>, ApiError> {
    administrator(&signed_in)?;
    shown(&house).await
}

#[utoipa::path(put, path = "/api/v1/recording-page", operation_id = "openRecordingPage", request_body = RecordingPageKey, responses(
    (status = 200, description = "This opens it; whoever has got in with what opened it before is out", body = RecordingPage),
    (status = 400, description = "The name or the password cannot be", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn open(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(key): request::Json<RecordingPageKey>,
) -> Result<Json<RecordingPage>, ApiError> {
    let actor = administrator(&signed_in)?;
    house.doors.directory.open_page(&key.name, &key.password, Some(actor)).await?;
    shown(&house).await
}

#[utoipa::path(delete, path = "/api/v1/recording-page", operation_id = "closeRecordingPage", responses(
    (status = 204, description = "Nothing opens it; whoever has got in is out"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Nothing has opened it", body = Problem, content_type = "application/problem+json"),
))]
pub async fn close(State(house): State<Arc<House>>, signed_in: SignedIn) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    house.doors.directory.close_page(Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/recording-page/invitation", operation_id = "inviteToRecordingPage",
    request_body = PageInvitation, responses(
    (status = 202, description = "A new password is drawn, and a mail goes there with the page's address, the name, this password and what to do; the password before it has ended, for everybody",
        body = RecordingPage),
    (status = 400, description = "That is no e-mail address", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Nothing opens the page: it has no name yet", body = Problem, content_type = "application/problem+json"),
))]
pub async fn invite(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(invitation): request::Json<PageInvitation>,
) -> Result<(StatusCode, Json<RecordingPage>), ApiError> {
    let actor = administrator(&signed_in)?;
    let address =
        Email::parse(&invitation.address).map_err(|error| ApiError::BadRequest(error.to_string()))?;
    house.doors.directory.invite_to_page(address, Some(actor)).await?;
    Ok((StatusCode::ACCEPTED, shown(&house).await?))
}

async fn shown(house: &House) -> Result<Json<RecordingPage>, ApiError> {
    let directory = &house.doors.directory;
    let page = directory.page().await?.ok_or(ApiError::NotFound)?;
    let people = directory.people();
    let url = recording_page::address(&people.settings_of(None), &people.realm);
    Ok(Json(RecordingPage { name: page.name, set_at: page.set_at, url }))
}
