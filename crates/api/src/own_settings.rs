//! The settings that the signed-in person may change: hours and breaks, which greeting holds, how lists are read.

use crate::problem::{ApiError, Problem};
use crate::request::{self, Path};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::settings::{self, Row, Scope};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A setting as it holds.
#[derive(Serialize, ToSchema)]
pub struct OwnSetting {
    key: &'static str,
    /// In text form: `08:00-17:00`, `true`.
    value: String,
    /// What it does, in English.
    description: &'static str,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedSetting {
    value: String,
}

#[utoipa::path(get, path = "/api/v1/me/settings", operation_id = "ownSettings", responses(
    (status = 200, description = "Those that the person may change", body = Vec<OwnSetting>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(State(house): State<Arc<House>>, signed_in: SignedIn) -> Json<Vec<OwnSetting>> {
    let people = house.doors.directory.people();
    let held = people.settings_of(Some(signed_in.user.id));
    let own = settings::ALL.iter().filter(|definition| settings::owners_may(&held, definition));
    let shown = own.map(|definition| OwnSetting {
        key: definition.key,
        value: held.text(definition),
        description: definition.doc.trim(),
    });
    Json(shown.collect())
}

#[utoipa::path(put, path = "/api/v1/me/settings/{key}", operation_id = "setOwnSetting",
    params(("key" = String, Path)), request_body = WantedSetting, responses(
    (status = 204, description = "Kept; holds from the next call on"),
    (status = 400, description = "This is none of its values", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Only administrators change it", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such setting", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(key): Path<String>,
    request::Json(wanted): request::Json<WantedSetting>,
) -> Result<StatusCode, ApiError> {
    let definition = settings::find(&key).ok_or(ApiError::NotFound)?;
    let user = signed_in.user.id;
    if !settings::owners_may(&house.doors.directory.people().settings_of(Some(user)), definition) {
        return Err(ApiError::Forbidden);
    }
    let row = Row { scope: Scope::User(user), key, value: wanted.value };
    house.doors.directory.set_setting(row).await?;
    Ok(StatusCode::NO_CONTENT)
}
