//! What the telephone's menu offers the signed-in person at this moment, for a page beside the call.

use crate::doors::MenuStep;
use crate::problem::{ApiError, Problem};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

#[utoipa::path(get, path = "/api/v1/me/menu", operation_id = "menu", responses(
    (status = 200, description = "The level of the menu in which the person's call is; each change of it is told by the live events", body = MenuStep),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No call is in the menu", body = Problem, content_type = "application/problem+json"),
))]
pub async fn menu(State(house): State<Arc<House>>, signed_in: SignedIn) -> Result<Json<MenuStep>, ApiError> {
    house.doors.menus.now(signed_in.user.id).map(Json).ok_or(ApiError::NotFound)
}
