//! Where people's telephones stand, for those who help: seen and set by administrators.

use crate::problem::{ApiError, Problem};
use crate::request::{self, Path};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::{administrator, wrong};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::number::Extension;
use domain::settings::{self, Definition, Row, Scope};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What those who help are told of a person's telephones.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct HelpPlace {
    /// One line of at most 160 characters; empty: not known.
    place: String,
    /// By which number those who help call back, country code first and without `+`; empty: the person's own.
    #[serde(default)]
    call_back: String,
}

/// The same with whose it is; what holds for the company stands with all who have none of their own.
#[derive(Serialize, ToSchema)]
pub struct HelpPlaceOf {
    extension: String,
    name: String,
    at: HelpPlace,
}

#[utoipa::path(get, path = "/api/v1/help-places", operation_id = "helpPlaces", responses(
    (status = 200, description = "Everybody's, by extension", body = Vec<HelpPlaceOf>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<Json<Vec<HelpPlaceOf>>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let mut all: Vec<HelpPlaceOf> = people
        .users()
        .map(|user| {
            let settings = people.settings_of(Some(user.id));
            let at = HelpPlace {
                place: settings.get(&settings::HELP_PLACE).0,
                call_back: settings.get(&settings::HELP_CALL_BACK).0,
            };
            HelpPlaceOf { extension: user.extension.to_string(), name: user.name.clone(), at }
        })
        .collect();
    all.sort_by(|one, other| one.extension.cmp(&other.extension));
    Ok(Json(all))
}

#[utoipa::path(put, path = "/api/v1/help-places/{extension}", operation_id = "setHelpPlace",
    params(("extension" = String, Path)), request_body = HelpPlace, responses(
    (status = 204, description = "Kept, and told from now on"),
    (status = 400, description = "It cannot be told so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Nobody has this extension", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(extension): Path<String>,
    request::Json(wanted): request::Json<HelpPlace>,
) -> Result<StatusCode, ApiError> {
    administrator(&signed_in)?;
    let directory = &house.doors.directory;
    let people = directory.people();
    let extension = Extension::parse(&extension).map_err(|_| ApiError::NotFound)?;
    let user = people.by_extension(&extension).ok_or(ApiError::NotFound)?.id;
    let rows: [(&Definition, String); 2] = [
        (&settings::HELP_PLACE.definition, wanted.place),
        (&settings::HELP_CALL_BACK.definition, wanted.call_back),
    ];
    // Both, or nothing.
    rows.iter().try_for_each(|(definition, value)| definition.check(value)).map_err(wrong)?;
    for (definition, value) in rows {
        let row = Row { scope: Scope::User(user), key: definition.key.to_owned(), value };
        directory.set_setting(row).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
