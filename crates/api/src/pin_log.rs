//! Wrong PINs, locks and refused log-ins, for administrators, and boxes opened again.

use crate::messages;
use crate::pages;
use crate::person::person;
use crate::problem::{ApiError, Problem};
use crate::request::{Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::PinEvent;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `next` of the page before.
    before: Option<i64>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct PinLogPage {
    items: Vec<PinLogEntry>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    next: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct PinLogEntry {
    #[schema(value_type = String, format = DateTime)]
    at: jiff::Timestamp,
    /// `wrong`: a wrong PIN; `locked`: the wrong PIN that has locked the box; `refused`: the rules of access let nobody in from
    /// there; `unlocked`.
    what: String,
    /// As it was entered, whether somebody has it or not.
    extension: String,
    /// Whose box it was; `null`: nobody's.
    #[schema(required)]
    name: Option<String>,
    /// The device, the address or the number it came from, or who has unlocked it.
    caller: String,
}

#[utoipa::path(get, path = "/api/v1/pin-log", operation_id = "pinLog", params(Wanted), responses(
    (status = 200, description = "Wrong PINs, locks and refused log-ins, the newest first", body = PinLogPage),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Json<PinLogPage>, ApiError> {
    administrator(&signed_in)?;
    let limit = messages::page_size(wanted.limit)?;
    let log = house.doors.directory.pin_log(wanted.before, limit + 1).await?;
    let (log, next) = pages::cut(log, limit, |(place, _)| *place);
    let people = house.doors.directory.people();
    let shown = |(_, event): (i64, PinEvent)| PinLogEntry {
        name: event.person.and_then(|person| people.user(person)).map(|user| user.name.clone()),
        at: event.at,
        what: event.what,
        extension: event.extension,
        caller: event.caller,
    };
    Ok(Json(PinLogPage { items: log.into_iter().map(shown).collect(), next }))
}

#[utoipa::path(post, path = "/api/v1/people/{extension}/unlock", operation_id = "unlock",
    params(("extension" = String, Path)), responses(
    (status = 204, description = "Its wrong PINs are forgotten, and it opens again"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Nobody has this extension", body = Problem, content_type = "application/problem+json"),
))]
pub async fn unlock(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(extension): Path<String>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let user = person(&house.doors.directory.people(), &extension)?;
    house.doors.directory.unlock(user.id, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
