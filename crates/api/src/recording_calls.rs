//! The house calls the signed-in person, who records a greeting by telephone.

use crate::announcements::InLanguage;
use crate::greetings::{self, Wanted};
use crate::problem::{ApiError, Problem};
use crate::recorded::language;
use crate::request::{Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::{Announced, NotCalled, RecordingStage as Stage, ToRecord};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A call that was begun.
#[derive(Serialize, ToSchema)]
pub struct RecordingCall {
    id: String,
    #[schema(inline)]
    stage: RecordingStage,
}

/// Where it has got to; `kept`, `not-kept`, `not-answered` and `failed` are its end.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordingStage {
    Ringing,
    Talking,
    Kept,
    NotKept,
    NotAnswered,
    Failed,
}

#[utoipa::path(post, path = "/api/v1/me/greetings/{situation}/call", operation_id = "recordGreetingByCall",
    params(("situation" = String, Path), Wanted), responses(
    (status = 202, description = "The person's telephones ring", body = RecordingCall),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Another such call is under way, or the person's number cannot be dialled", body = Problem, content_type = "application/problem+json"),
))]
pub async fn record(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<(StatusCode, Json<RecordingCall>), ApiError> {
    let (slot, language) = greetings::named(&signed_in, &situation, &wanted)?;
    start(&house, &signed_in, ToRecord::Own(slot, language))
}

#[utoipa::path(post, path = "/api/v1/announcements/{of}/call", operation_id = "recordAnnouncementByCall",
    params(("of" = String, Path), InLanguage), responses(
    (status = 202, description = "The administrator's telephones ring", body = RecordingCall),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Another such call is under way, or the person's number cannot be dialled", body = Problem, content_type = "application/problem+json"),
))]
pub async fn record_announcement(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(of): Path<String>,
    Query(wanted): Query<InLanguage>,
) -> Result<(StatusCode, Json<RecordingCall>), ApiError> {
    administrator(&signed_in)?;
    let of = Announced::parse(&of).ok_or(ApiError::NotFound)?;
    start(&house, &signed_in, ToRecord::Company(of, language(wanted.language.as_deref())?))
}

#[utoipa::path(get, path = "/api/v1/me/recording-calls/{id}", operation_id = "recordingCall",
    params(("id" = String, Path)), responses(
    (status = 200, description = "How it stands", body = RecordingCall),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such call, or it was long ago", body = Problem, content_type = "application/problem+json"),
))]
pub async fn stage(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<RecordingCall>, ApiError> {
    let number = id.parse().map_err(|_| ApiError::NotFound)?;
    let stage = house.doors.recording_calls.stage(signed_in.user.id, number).ok_or(ApiError::NotFound)?;
    Ok(Json(RecordingCall { id, stage: stage.into() }))
}

fn start(
    house: &House,
    signed_in: &SignedIn,
    wanted: ToRecord,
) -> Result<(StatusCode, Json<RecordingCall>), ApiError> {
    let refused = |why: NotCalled| ApiError::Refused(StatusCode::CONFLICT, why.to_string());
    let number = house.doors.recording_calls.start(signed_in.user.id, wanted).map_err(refused)?;
    Ok((StatusCode::ACCEPTED, Json(RecordingCall { id: number.to_string(), stage: RecordingStage::Ringing })))
}

impl From<Stage> for RecordingStage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Ringing => Self::Ringing,
            Stage::Talking => Self::Talking,
            Stage::Kept => Self::Kept,
            Stage::NotKept => Self::NotKept,
            Stage::NotAnswered => Self::NotAnswered,
            Stage::Failed => Self::Failed,
        }
    }
}
