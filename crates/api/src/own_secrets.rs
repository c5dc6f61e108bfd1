//! The signed-in person's password, and the PIN of the mailbox by telephone: both are changed with the password that holds.

use crate::guard::Peer;
use crate::problem::{ApiError, Problem};
use crate::request;
use crate::router::House;
use crate::session::SignedIn;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use directory::LogIn;
use serde::Deserialize;
use std::net::IpAddr;
use std::sync::Arc;
use utoipa::ToSchema;

/// Which password shall hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedPassword {
    /// The one that holds.
    password: String,
    /// The one that shall.
    new: String,
}

/// Which PIN shall hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedPin {
    /// The password that holds.
    password: String,
    pin: String,
}

#[utoipa::path(put, path = "/api/v1/me/password", operation_id = "setPassword", request_body = WantedPassword, responses(
    (status = 204, description = "It holds, for desk and mail; all sessions are over"),
    (status = 400, description = "It is too short", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in, or the password is wrong", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_password(
    State(house): State<Arc<House>>,
    Extension(Peer(peer)): Extension<Peer>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<WantedPassword>,
) -> Result<StatusCode, ApiError> {
    knows(&house, &signed_in, &wanted.password, peer.ip()).await?;
    house.doors.directory.set_password(signed_in.user.id, &wanted.new).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(put, path = "/api/v1/me/pin", operation_id = "setPin", request_body = WantedPin, responses(
    (status = 204, description = "It holds"),
    (status = 400, description = "The company's rules for PINs refuse it", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in, or the password is wrong", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_pin(
    State(house): State<Arc<House>>,
    Extension(Peer(peer)): Extension<Peer>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<WantedPin>,
) -> Result<StatusCode, ApiError> {
    knows(&house, &signed_in, &wanted.password, peer.ip()).await?;
    house.doors.directory.set_pin(signed_in.user.id, &wanted.pin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who finds a browser that is signed in shall not keep its owner out. Wrong passwords count as at the door.
async fn knows(house: &House, signed_in: &SignedIn, password: &str, from: IpAddr) -> Result<(), ApiError> {
    match house.doors.directory.log_in(signed_in.user.email.as_str(), password, from).await? {
        LogIn::Welcome(_) => Ok(()),
        LogIn::Refused { wait_seconds } => Err(ApiError::WrongLogIn { wait_seconds }),
    }
}
