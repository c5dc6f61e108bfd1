//! Sounds that people have recorded, as requests bring and ask for them.

use crate::partial;
use crate::problem::ApiError;
use crate::router::House;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use domain::id::BlobId;
use domain::language::Language;
use speech::audio;

/// The sound, or the part of it that is asked for.
pub async fn answer(house: &House, headers: &HeaderMap, blob: &BlobId) -> Result<Response, ApiError> {
    let file = house.doors.directory.greeting(blob).await?;
    Ok(partial::answer(headers, "audio/wav", &format!("\"{blob}\""), file.to_vec().into()))
}

/// At the loudness of all greetings. Five minutes at 48 kHz take a second: not on a thread that answers others.
pub async fn levelled(file: Bytes) -> Result<Bytes, ApiError> {
    let levelled = tokio::task::spawn_blocking(move || audio::level(&file)).await;
    Ok(Bytes::from(levelled.map_err(|error| ApiError::Unavailable(error.into()))??))
}

/// How long it takes to hear.
pub fn seconds(file: &[u8]) -> f64 {
    audio::samples(file).map_or(0.0, |samples| samples.len() as f64 / f64::from(audio::RATE_HZ))
}

/// None: none was named.
pub fn language(tag: Option<&str>) -> Result<Option<Language>, ApiError> {
    let unknown = || ApiError::BadRequest("this language is not spoken here".into());
    tag.map(|tag| Language::from_tag(tag).ok_or_else(unknown)).transpose()
}
