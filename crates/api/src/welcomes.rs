//! The welcome to the voice mail sent anew, to one person or to all, for administrators.

use crate::person::person;
use crate::problem::{ApiError, Problem};
use crate::request::{self, Path};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// How somebody is to be welcomed anew.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WelcomeAnew {
    #[schema(inline)]
    pin: WelcomePin,
    /// A box that wrong PINs have locked is opened at once.
    unlock: bool,
}

/// Everybody is welcomed anew.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WelcomeAllAnew {
    #[schema(inline)]
    pin: WelcomePin,
}

/// Which PIN the mail names.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WelcomePin {
    /// The one that there is stays; it is quoted only where it can be read.
    #[default]
    Kept,
    /// A new one is drawn as the mail is written, and the old one ends.
    New,
}

impl From<WelcomePin> for directory::WelcomePin {
    fn from(pin: WelcomePin) -> Self {
        match pin {
            WelcomePin::Kept => directory::WelcomePin::Kept,
            WelcomePin::New => directory::WelcomePin::New,
        }
    }
}

#[utoipa::path(post, path = "/api/v1/people/{extension}/welcome", operation_id = "welcomeAnew",
    params(("extension" = String, Path)), request_body = WelcomeAnew, responses(
    (status = 204, description = "The next call to this person has the welcome mail sent"),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Nobody has this extension", body = Problem, content_type = "application/problem+json"),
))]
pub async fn one(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(extension): Path<String>,
    request::Json(wanted): request::Json<WelcomeAnew>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let directory = &house.doors.directory;
    let user = person(&directory.people(), &extension)?;
    if wanted.unlock {
        directory.unlock(user.id, Some(actor)).await?;
    }
    directory.welcome_anew(Some(user.id), wanted.pin.into(), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/welcomes", operation_id = "welcomeAllAnew",
    request_body = WelcomeAllAnew, responses(
    (status = 204, description = "The next call to each person has the welcome mail sent"),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn all(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<WelcomeAllAnew>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    house.doors.directory.welcome_anew(None, wanted.pin.into(), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
