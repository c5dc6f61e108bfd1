//! What a request brings, taken apart; what cannot be read is a problem like any other.

use crate::problem::ApiError;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// The body as JSON.
pub struct Json<T>(pub T);

/// The body as it is.
pub struct Body(pub Bytes);

/// The parts of the path.
pub struct Path<T>(pub T);

/// What stands behind the `?`.
pub struct Query<T>(pub T);

/// What a rejection says, under its own status.
fn refused(status: StatusCode, text: String) -> ApiError {
    match status {
        // What is well-formed and yet not meant (422) is the sender's fault like any other.
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => ApiError::BadRequest(text),
        status => ApiError::Refused(status, text),
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let taken = axum::Json::<T>::from_request(request, state).await;
        taken.map(|axum::Json(value)| Json(value)).map_err(|error| refused(error.status(), error.body_text()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let taken = Bytes::from_request(request, state).await;
        taken.map(Body).map_err(|error| refused(error.status(), error.body_text()))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let taken = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        taken.map(|path| Path(path.0)).map_err(|error| refused(error.status(), error.body_text()))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let taken = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        taken.map(|query| Query(query.0)).map_err(|error| refused(error.status(), error.body_text()))
    }
}
