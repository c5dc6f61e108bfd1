//! The company's announcement at its recording page: heard, and replaced by a file or by a text that the house speaks.

use super::AtPage;
use crate::announcements::recorded_for;
use crate::greetings::{TypedGreeting, spoken};
use crate::problem::{ApiError, Problem};
use crate::recorded::{self, levelled};
use crate::request::{self, Body};
use crate::router::House;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use directory::{Announced, People};
use domain::greeting::{AnnouncementMode, CompanyRecording};
use domain::settings;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The announcement, and what can be done with it here.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageAnnouncement {
    /// How long it takes to hear; null: there is none.
    #[schema(required)]
    seconds: Option<f64>,
    /// When it was recorded; null: there is none, or it is older than this is known of.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    recorded_at: Option<Timestamp>,
    #[schema(inline)]
    played: Played,
    /// A telephone can be called to record it.
    calls: bool,
    /// It can be made of text.
    speaks: bool,
}

/// When callers hear it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Played {
    Never,
    /// Where the called person has recorded no greeting.
    IfNone,
    Always,
}

#[utoipa::path(get, path = "/api/v1/recording-page/announcement", operation_id = "pageAnnouncement", responses(
    (status = 200, description = "How the company's announcement stands", body = PageAnnouncement),
    (status = 401, description = "Not signed in at the recording page", body = Problem, content_type = "application/problem+json"),
))]
pub async fn announcement(
    State(house): State<Arc<House>>,
    _: AtPage,
) -> Result<Json<PageAnnouncement>, ApiError> {
    let people = house.doors.directory.people();
    let seconds = match current(&people) {
        Some(recording) => Some(recorded::seconds(&house.doors.directory.greeting(&recording.blob).await?)),
        None => None,
    };
    Ok(Json(PageAnnouncement {
        seconds,
        recorded_at: current(&people).and_then(|recording| recording.at),
        played: match people.settings_of(None).get(&settings::GREETING_ANNOUNCEMENT).mode() {
            None => Played::Never,
            Some(AnnouncementMode::IfNone) => Played::IfNone,
            Some(AnnouncementMode::Always) => Played::Always,
        },
        calls: super::sender(&people).is_some(),
        speaks: house.doors.speech.is_some(),
    }))
}

#[utoipa::path(get, path = "/api/v1/recording-page/announcement/sound", operation_id = "pageAnnouncementSound", responses(
    (status = 200, description = "A WAV file", body = Vec<u8>, content_type = "audio/wav"),
    (status = 206, description = "The asked range of it", body = Vec<u8>, content_type = "audio/wav"),
    (status = 401, description = "Not signed in at the recording page", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sound(
    State(house): State<Arc<House>>,
    _: AtPage,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let people = house.doors.directory.people();
    let recording = current(&people).ok_or(ApiError::NotFound)?;
    recorded::answer(&house, &headers, &recording.blob).await
}

#[utoipa::path(put, path = "/api/v1/recording-page/announcement/sound", operation_id = "putPageAnnouncement",
    request_body(content = Vec<u8>, content_type = "audio/wav"), responses(
    (status = 204, description = "Kept, at the loudness of all greetings and without silence around it"),
    (status = 400, description = "No sound that can be used", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in at the recording page", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_sound(
    State(house): State<Arc<House>>,
    _: AtPage,
    Body(file): Body,
) -> Result<StatusCode, ApiError> {
    keep(&house, levelled(file).await?).await
}

#[utoipa::path(put, path = "/api/v1/recording-page/announcement/text", operation_id = "typePageAnnouncement",
    request_body = TypedGreeting, responses(
    (status = 204, description = "Spoken by the house in the page's language, and kept as a recording"),
    (status = 400, description = "Nothing that can be spoken", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in at the recording page", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "No speech engine is installed", body = Problem, content_type = "application/problem+json"),
))]
pub async fn type_text(
    State(house): State<Arc<House>>,
    _: AtPage,
    request::Json(typed): request::Json<TypedGreeting>,
) -> Result<StatusCode, ApiError> {
    let people = house.doors.directory.people();
    let language = people.settings_of(None).get(&settings::RECORDING_PAGE_LANGUAGE).language();
    keep(&house, spoken(&house, &typed, language).await?).await
}

/// The one in which all languages are spoken.
fn current(people: &People) -> Option<&CompanyRecording> {
    recorded_for(people.company(), Announced::Announcement, None)
}

async fn keep(house: &House, wav: Bytes) -> Result<StatusCode, ApiError> {
    house.doors.directory.set_announcement(Announced::Announcement, None, wav, None).await?;
    tracing::info!("the company's announcement was replaced at the recording page");
    Ok(StatusCode::NO_CONTENT)
}
