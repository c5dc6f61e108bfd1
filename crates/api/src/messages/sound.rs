//! The sound of a voice message: to be played from anywhere in it, and drawn.

use super::found;
use crate::partial;
use crate::problem::{ApiError, Problem};
use crate::request::{Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use speech::audio;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Peaks drawn unless asked otherwise, and at most: more than a screen has columns to tell apart.
const POINTS: usize = 200;
const MOST_POINTS: usize = 1000;

#[utoipa::path(get, path = "/api/v1/me/messages/{id}/audio", operation_id = "messageAudio", params(("id" = String, Path)), responses(
    (status = 200, description = "A WAV file", body = Vec<u8>, content_type = "audio/wav"),
    (status = 206, description = "The asked range of it", body = Vec<u8>, content_type = "audio/wav"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message, or none with sound", body = Problem, content_type = "application/problem+json"),
    (status = 416, description = "The range begins behind the end"),
))]
pub async fn audio(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    let sound = messaging::voice::audio(&*mailbox, &entry).await?;
    // A message never changes: its id is all that the tag needs.
    Ok(partial::answer(&headers, "audio/wav", &format!("\"{}\"", entry.message.as_str()), sound))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    #[param(minimum = 1, maximum = 1000)]
    points: Option<usize>,
}

/// How loud a message is over its length.
#[derive(Serialize, ToSchema)]
pub struct Peaks {
    seconds: f64,
    /// 0 to 1, evenly over the length.
    peaks: Vec<f64>,
}

#[utoipa::path(get, path = "/api/v1/me/messages/{id}/peaks", operation_id = "messagePeaks",
    params(("id" = String, Path), Wanted), responses(
    (status = 200, description = "The outline of the sound", body = Peaks),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message, or none with sound", body = Problem, content_type = "application/problem+json"),
))]
pub async fn peaks(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Peaks>, ApiError> {
    let points = wanted.points.unwrap_or(POINTS);
    if !(1..=MOST_POINTS).contains(&points) {
        return Err(ApiError::BadRequest(format!("points is 1 to {MOST_POINTS}")));
    }
    let (mailbox, entry) = found(&house, &signed_in, &id).await?;
    let file = messaging::voice::audio(&*mailbox, &entry).await?;
    // An hour of sound takes a tenth of a second: not on a thread that answers others.
    let drawn = tokio::task::spawn_blocking(move || outline(&file, points)).await;
    drawn.map_err(|error| ApiError::Unavailable(error.into()))?.map(Json)
}

/// Sound that cannot be read (sent by somebody's mail program) has no outline.
fn outline(file: &[u8], points: usize) -> Result<Peaks, ApiError> {
    let samples = audio::samples(file).map_err(|_| ApiError::NotFound)?;
    let width = samples.len().div_ceil(points).max(1);
    let height = |part: &[i16]| part.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
    let peaks =
        samples.chunks(width).map(|part| (f64::from(height(part)) / 32_768.0 * 1000.0).round() / 1000.0);
    Ok(Peaks { seconds: samples.len() as f64 / f64::from(audio::RATE_HZ), peaks: peaks.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_follows_the_sound() {
        let samples: Vec<i16> = (0..8_000).map(|n| if n < 4_000 { 16_384 } else { -8_192 }).collect();
        let drawn = outline(&audio::wav(&samples), 4).unwrap();
        assert_eq!((drawn.seconds, drawn.peaks), (1.0, vec![0.5, 0.5, 0.25, 0.25]));
        assert_eq!(outline(&audio::wav(&[]), 4).unwrap().peaks, Vec::<f64>::new());
        assert_eq!(outline(&audio::wav(&[-32_768]), 4).unwrap().peaks, [1.0]);
        assert!(outline(b"no sound", 4).is_err());
    }
}
