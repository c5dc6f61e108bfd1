//! What is recorded for the whole company, for administrators: the announcement in place of personal greetings, and the
//! company's words for a situation.

use crate::greetings::{self, TypedGreeting};
use crate::problem::{ApiError, Problem};
use crate::recorded::{self, language, levelled};
use crate::request::{self, Body, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use directory::{Announced, Company};
use domain::greeting::CompanyRecording;
use domain::language::Language;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Something recorded for the whole company.
#[derive(Serialize, ToSchema)]
pub struct CompanyAnnouncement {
    /// `announcement`, or a situation such as `vacation`.
    of: String,
    /// Null: all languages are spoken in it.
    #[schema(required)]
    language: Option<&'static str>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InLanguage {
    /// BCP 47; not given: all languages are spoken in it.
    pub(crate) language: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/announcements", operation_id = "announcements", responses(
    (status = 200, description = "What is recorded for the company", body = Vec<CompanyAnnouncement>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<Json<Vec<CompanyAnnouncement>>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let shown = |of: Announced, recording: &CompanyRecording| CompanyAnnouncement {
        of: of.to_string(),
        language: recording.language.map(Language::tag),
    };
    Ok(Json(all(people.company()).map(|(of, recording)| shown(of, recording)).collect()))
}

fn all(company: &Company) -> impl Iterator<Item = (Announced, &CompanyRecording)> {
    let announcement = company.announcement.iter().map(|recording| (Announced::Announcement, recording));
    let words = company.greetings.iter();
    announcement.chain(words.map(|(situation, recording)| (Announced::Situation(*situation), recording)))
}

#[utoipa::path(get, path = "/api/v1/announcements/{of}", operation_id = "announcement",
    params(("of" = String, Path), InLanguage), responses(
    (status = 200, description = "A WAV file", body = Vec<u8>, content_type = "audio/wav"),
    (status = 206, description = "The asked range of it", body = Vec<u8>, content_type = "audio/wav"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn read(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(of): Path<String>,
    Query(wanted): Query<InLanguage>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    administrator(&signed_in)?;
    let of = Announced::parse(&of).ok_or(ApiError::NotFound)?;
    let language = language(wanted.language.as_deref())?;
    let people = house.doors.directory.people();
    let recording = recorded_for(people.company(), of, language).ok_or(ApiError::NotFound)?;
    recorded::answer(&house, &headers, &recording.blob).await
}

/// What is played of it in this language; without one, what all languages are spoken in.
pub(crate) fn recorded_for(
    company: &Company,
    of: Announced,
    language: Option<Language>,
) -> Option<&CompanyRecording> {
    let is_meant =
        |(other, recording): &(Announced, &CompanyRecording)| *other == of && recording.language == language;
    all(company).find(is_meant).map(|(_, recording)| recording)
}

#[utoipa::path(put, path = "/api/v1/announcements/{of}", operation_id = "putAnnouncement",
    params(("of" = String, Path), InLanguage),
    request_body(content = Vec<u8>, content_type = "audio/wav"), responses(
    (status = 204, description = "Kept; whether the announcement is played is the setting greeting.announcement"),
    (status = 400, description = "No sound that can be used", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(of): Path<String>,
    Query(wanted): Query<InLanguage>,
    Body(file): Body,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let of = Announced::parse(&of).ok_or(ApiError::NotFound)?;
    let language = language(wanted.language.as_deref())?;
    let wav = levelled(file).await?;
    house.doors.directory.set_announcement(of, language, wav, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(put, path = "/api/v1/announcements/{of}/text", operation_id = "typeAnnouncement",
    params(("of" = String, Path), InLanguage), request_body = TypedGreeting, responses(
    (status = 204, description = "Spoken by the house, without a language in the administrator's, and kept as a recording"),
    (status = 400, description = "Nothing that can be spoken", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "No speech engine is installed", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_text(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(of): Path<String>,
    Query(wanted): Query<InLanguage>,
    request::Json(typed): request::Json<TypedGreeting>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let of = Announced::parse(&of).ok_or(ApiError::NotFound)?;
    let language = language(wanted.language.as_deref())?;
    let wav = greetings::spoken(&house, &typed, language.unwrap_or(signed_in.user.language)).await?;
    house.doors.directory.set_announcement(of, language, wav, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/announcements/{of}", operation_id = "deleteAnnouncement",
    params(("of" = String, Path), InLanguage), responses(
    (status = 204, description = "Gone"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(of): Path<String>,
    Query(wanted): Query<InLanguage>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let of = Announced::parse(&of).ok_or(ApiError::NotFound)?;
    house.doors.directory.remove_announcement(of, language(wanted.language.as_deref())?, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
