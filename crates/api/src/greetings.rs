//! The greetings that the signed-in person has recorded, and new ones.

use crate::partial;
use crate::problem::{ApiError, Problem};
use crate::request::{Body, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use domain::greeting::Situation;
use domain::language::Language;
use serde::{Deserialize, Serialize};
use speech::audio;
use std::sync::Arc;
use utoipa::openapi::{Object, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};

/// Five minutes of 16 bits at 48 kHz are 29 MB.
pub const LARGEST_UPLOAD_BYTES: usize = 32 << 20;

#[derive(Serialize, ToSchema)]
pub struct Greeting {
    #[schema(schema_with = situations)]
    situation: &'static str,
    language: &'static str,
    seconds: f64,
}

fn situations() -> Object {
    let names = Situation::ALL.map(Situation::name);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// BCP 47; the person's own unless given.
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
    let mut greetings = Vec::with_capacity(signed_in.user.greetings.len());
    for greeting in &signed_in.user.greetings {
        let file = house.doors.directory.greeting(&greeting.blob).await?;
        greetings.push(Greeting {
            situation: greeting.situation.name(),
            language: greeting.language.tag(),
            seconds: audio::samples(&file)
                .map_or(0.0, |samples| samples.len() as f64 / f64::from(audio::RATE_HZ)),
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
    let (situation, language) = named(&signed_in, &situation, &wanted)?;
    let mut greetings = signed_in.user.greetings.iter();
    let greeting =
        greetings.find(|greeting| greeting.situation == situation && greeting.language == language);
    let blob = &greeting.ok_or(ApiError::NotFound)?.blob;
    let file = house.doors.directory.greeting(blob).await?;
    Ok(partial::answer(&headers, "audio/wav", &format!("\"{blob}\""), file.to_vec().into()))
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
    let (situation, language) = named(&signed_in, &situation, &wanted)?;
    // Five minutes at 48 kHz take a second: not on a thread that answers others.
    let levelled = tokio::task::spawn_blocking(move || audio::level(&file)).await;
    let wav = levelled.map_err(|error| ApiError::Unavailable(error.into()))??;
    house.doors.directory.set_greeting(signed_in.user.id, situation, language, Bytes::from(wav)).await?;
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
    let (situation, language) = named(&signed_in, &situation, &wanted)?;
    house.doors.directory.remove_greeting(signed_in.user.id, situation, language).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn named(signed_in: &SignedIn, situation: &str, wanted: &Wanted) -> Result<(Situation, Language), ApiError> {
    let situation = Situation::from_name(situation).ok_or(ApiError::NotFound)?;
    let unknown = || ApiError::BadRequest("this language is not spoken here".into());
    let language = match &wanted.language {
        Some(tag) => Language::from_tag(tag).ok_or_else(unknown)?,
        None => signed_in.user.language,
    };
    Ok((situation, language))
}
