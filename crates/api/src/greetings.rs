//! What the signed-in person has recorded: greetings, texts and the name; and new ones.

use crate::problem::{ApiError, Problem};
use crate::recorded::{self, language, levelled};
use crate::request::{self, Body, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::spoken::Tag;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use domain::greeting::Slot;
use domain::language::Language;
use domain::settings;
use serde::{Deserialize, Serialize};
use speech::audio;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Five minutes of 16 bits at 48 kHz are 29 MB.
pub const LARGEST_UPLOAD_BYTES: usize = 32 << 20;

#[derive(Serialize, ToSchema)]
pub struct Greeting {
    /// A situation such as `busy`, a presence state such as `presence:home`, `text-1` to `text-9`, or `name`.
    situation: String,
    #[schema(value_type = Tag)]
    language: &'static str,
    seconds: f64,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The person's own unless given.
    #[param(value_type = Option<Tag>)]
    language: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/me/greetings", operation_id = "greetings", responses(
    (status = 200, description = "What has been recorded", body = Vec<Greeting>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<Json<Vec<Greeting>>, ApiError> {
    let recordings = &signed_in.user.greetings.recordings;
    let mut greetings = Vec::with_capacity(recordings.len());
    for greeting in recordings {
        let file = house.doors.directory.greeting(&greeting.blob).await?;
        greetings.push(Greeting {
            situation: greeting.slot.to_string(),
            language: greeting.language.tag(),
            seconds: recorded::seconds(&file),
        });
    }
    Ok(Json(greetings))
}

#[utoipa::path(get, path = "/api/v1/me/greetings/{situation}", operation_id = "greeting",
    params(("situation" = String, Path), Wanted), responses(
    (status = 200, description = "A WAV file", body = Vec<u8>, content_type = "audio/wav"),
    (status = 206, description = "The asked range of it", body = Vec<u8>, content_type = "audio/wav"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn read(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (slot, language) = named(&signed_in, &situation, &wanted)?;
    let blob = signed_in.user.greetings.recorded(&slot, language).ok_or(ApiError::NotFound)?;
    recorded::answer(&house, &headers, blob).await
}

#[utoipa::path(put, path = "/api/v1/me/greetings/{situation}", operation_id = "putGreeting",
    params(("situation" = String, Path), Wanted),
    request_body(content = Vec<u8>, content_type = "audio/wav"), responses(
    (status = 204, description = "Kept, at the loudness of all greetings and without silence around it"),
    (status = 400, description = "No sound that can be used", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    Query(wanted): Query<Wanted>,
    Body(file): Body,
) -> Result<StatusCode, ApiError> {
    let (slot, language) = named(&signed_in, &situation, &wanted)?;
    let wav = levelled(file).await?;
    house.doors.directory.set_greeting(signed_in.user.id, slot, language, wav).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/me/greetings/{situation}", operation_id = "deleteGreeting",
    params(("situation" = String, Path), Wanted), responses(
    (status = 204, description = "Gone: the house's own words are said again"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<StatusCode, ApiError> {
    let (slot, language) = named(&signed_in, &situation, &wanted)?;
    house.doors.directory.remove_greeting(signed_in.user.id, slot, language).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/me/greetings", operation_id = "deleteGreetings", responses(
    (status = 204, description = "All greetings, texts and the name are gone: the house's own words are said again"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete_all(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<StatusCode, ApiError> {
    house.doors.directory.forget_greetings(signed_in.user.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedGreeting {
    /// 1 to 1,000 characters.
    text: String,
}

/// More is not listened to, and an engine takes seconds for it.
const LONGEST_TYPED_CHARACTERS: usize = 1_000;

#[utoipa::path(put, path = "/api/v1/me/greetings/{situation}/text", operation_id = "typeGreeting",
    params(("situation" = String, Path), Wanted), request_body = TypedGreeting, responses(
    (status = 204, description = "Spoken by the house, and kept as a recording"),
    (status = 400, description = "Nothing that can be spoken", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "This right was not granted", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "No speech engine is installed", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_text(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    Query(wanted): Query<Wanted>,
    request::Json(typed): request::Json<TypedGreeting>,
) -> Result<StatusCode, ApiError> {
    let (slot, language) = named(&signed_in, &situation, &wanted)?;
    let people = house.doors.directory.people();
    if !people.settings_of(Some(signed_in.user.id)).get(&settings::OWNERS_TYPED_GREETINGS) {
        return Err(ApiError::Forbidden);
    }
    let wav = spoken(&house, &typed, language).await?;
    house.doors.directory.set_greeting(signed_in.user.id, slot, language, wav).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// In the voice of the house, as greetings are kept.
pub(crate) async fn spoken(
    house: &House,
    typed: &TypedGreeting,
    language: Language,
) -> Result<Bytes, ApiError> {
    let text = typed.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_TYPED_CHARACTERS {
        return Err(ApiError::BadRequest(format!(
            "a greeting has 1 to {LONGEST_TYPED_CHARACTERS} characters"
        )));
    }
    let no_engine = || ApiError::Refused(StatusCode::CONFLICT, "no speech engine is installed".into());
    let engine = house.doors.speech.as_ref().ok_or_else(no_engine)?;
    let spoken = engine.speak(text, language).await;
    let samples = spoken.map_err(|error| ApiError::Unavailable(error.into()))?;
    levelled(Bytes::from(audio::wav(&samples))).await
}

pub(crate) fn named(
    signed_in: &SignedIn,
    situation: &str,
    wanted: &Wanted,
) -> Result<(Slot, Language), ApiError> {
    let slot = Slot::parse(situation).ok_or(ApiError::NotFound)?;
    Ok((slot, language(wanted.language.as_deref())?.unwrap_or(signed_in.user.language)))
}
