//! Presence and what holds in each: whether callers can leave a message, and where they are put through to.

use crate::problem::{ApiError, Problem};
use crate::request::{self, Path};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State as Extracted;
use axum::http::StatusCode;
use domain::number::Number;
use domain::presence::{self, SetBy, SetPresence, State};
use domain::profile::{self, Profile};
use domain::settings::PRESENCE_AVAILABLE;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The presence that holds, before hours and lines are looked at.
#[derive(Serialize, ToSchema)]
pub struct Presence {
    /// The state's key, such as `office`.
    state: String,
    /// Who has said so; null: nobody, it is the everyday state.
    #[schema(required)]
    by: Option<&'static str>,
    /// The keys of all states that can be chosen, in their order.
    available: Vec<String>,
}

/// A presence to be set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedPresence {
    state: String,
    /// It no longer holds at this moment, such as `2026-12-24T17:00:00Z`; null: until it is changed.
    #[serde(default)]
    #[schema(required, value_type = Option<String>)]
    until: Option<Timestamp>,
}

/// What holds in a presence state.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WantedProfile {
    /// Callers can leave a message; otherwise they hear the greeting, and that is all.
    takes_messages: bool,
    /// Where callers may be put through to; null: nowhere.
    #[serde(default)]
    #[schema(required)]
    transfer: Option<ProfileTransfer>,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileTransfer {
    /// As the owner would dial it.
    number: String,
    /// It is offered to callers; a number that is switched off is kept.
    on: bool,
}

/// The same with the state.
#[derive(Serialize, ToSchema)]
pub struct PresenceProfile {
    state: String,
    profile: WantedProfile,
}

#[utoipa::path(get, path = "/api/v1/me/presence", operation_id = "presence", responses(
    (status = 200, description = "What holds, and what can be chosen", body = Presence),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn presence(Extracted(house): Extracted<Arc<House>>, signed_in: SignedIn) -> Json<Presence> {
    let effective = presence::effective(&signed_in.user.presence, &[], Timestamp::now());
    Json(Presence {
        state: effective.state.key().to_owned(),
        by: effective.by.map(SetBy::name),
        available: available(&house, &signed_in).into_iter().map(String::from).collect(),
    })
}

#[utoipa::path(put, path = "/api/v1/me/presence", operation_id = "setPresence", request_body = WantedPresence, responses(
    (status = 204, description = "Holds from the next call on"),
    (status = 400, description = "There is no such state, or it is not available", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_presence(
    Extracted(house): Extracted<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<WantedPresence>,
) -> Result<StatusCode, ApiError> {
    let state = State::parse(&wanted.state).map_err(|error| ApiError::BadRequest(error.to_string()))?;
    let presence = SetPresence { state, by: SetBy::Owner, until: wanted.until };
    house.doors.directory.set_presence(signed_in.user.id, presence).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/me/presence", operation_id = "clearPresence", responses(
    (status = 204, description = "What the owner said no longer holds"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn clear_presence(
    Extracted(house): Extracted<Arc<House>>,
    signed_in: SignedIn,
) -> Result<StatusCode, ApiError> {
    house.doors.directory.clear_presence(signed_in.user.id, SetBy::Owner).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/api/v1/me/profiles", operation_id = "profiles", responses(
    (status = 200, description = "What holds in each state that can be chosen, in their order", body = Vec<PresenceProfile>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn profiles(
    Extracted(house): Extracted<Arc<House>>,
    signed_in: SignedIn,
) -> Json<Vec<PresenceProfile>> {
    let of = |state: State| Profile::of(&signed_in.user.profiles, &state).into();
    Json(available(&house, &signed_in).into_iter().map(of).collect())
}

#[utoipa::path(put, path = "/api/v1/me/profiles/{state}", operation_id = "setProfile",
    params(("state" = String, Path)), request_body = WantedProfile, responses(
    (status = 204, description = "Holds from the next call on"),
    (status = 400, description = "The state is not available, or this is no number", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "This is no state's key", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_profile(
    Extracted(house): Extracted<Arc<House>>,
    signed_in: SignedIn,
    Path(state): Path<String>,
    request::Json(wanted): request::Json<WantedProfile>,
) -> Result<StatusCode, ApiError> {
    let state = State::parse(&state).map_err(|_| ApiError::NotFound)?;
    let transfer = wanted.transfer.map(|transfer| {
        let number =
            Number::parse(&transfer.number).map_err(|error| ApiError::BadRequest(error.to_string()))?;
        Ok::<_, ApiError>(profile::Transfer { number, on: transfer.on })
    });
    let profile = Profile { state, takes_messages: wanted.takes_messages, transfer: transfer.transpose()? };
    house.doors.directory.set_profile(signed_in.user.id, profile).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn available(house: &House, signed_in: &SignedIn) -> Vec<State> {
    house.doors.directory.people().settings_of(Some(signed_in.user.id)).get(&PRESENCE_AVAILABLE)
}

impl From<Profile> for PresenceProfile {
    fn from(profile: Profile) -> Self {
        let transfer = profile
            .transfer
            .map(|transfer| ProfileTransfer { number: transfer.number.to_string(), on: transfer.on });
        PresenceProfile {
            state: profile.state.into(),
            profile: WantedProfile { takes_messages: profile.takes_messages, transfer },
        }
    }
}
