//! Who is signed in at the recording page: a cookie of its own, which opens nothing else, as no other opens this.

use crate::doors::TokenDigest;
use crate::guard::Peer;
use crate::problem::{ApiError, Problem};
use crate::request;
use crate::router::House;
use crate::session::{SessionCookie, digest, draw_token, token, with_cookie};
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use axum::{Extension, Json};
use directory::PageLogIn;
use domain::recording_page::SIGNED_IN;
use domain::settings;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// Browsers send it to these paths alone.
const COOKIE: SessionCookie = SessionCookie { name: "switchroom_recording", path: "/api/v1/recording-page" };

/// Somebody who has signed in with the page's name and password, and is nobody else.
pub struct AtPage(pub TokenDigest);

impl FromRequestParts<Arc<House>> for AtPage {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Self, ApiError> {
        let token = digest(token(&parts.headers, COOKIE.name).ok_or(ApiError::NotSignedIn)?);
        match house.doors.directory.is_at_page(token).await? {
            true => Ok(AtPage(token)),
            false => Err(ApiError::NotSignedIn),
        }
    }
}

/// What one signs in with at the recording page.
#[derive(Deserialize, ToSchema)]
pub struct PageCredentials {
    name: String,
    password: String,
}

/// How the page speaks.
#[derive(Serialize, ToSchema)]
pub struct PageLanguage {
    /// BCP 47: `en-GB` or `de-DE`. The company has set it; there is no other choice.
    language: &'static str,
}

#[utoipa::path(get, path = "/api/v1/recording-page/language", operation_id = "recordingPageLanguage", responses(
    (status = 200, description = "The language of the page, for whoever comes to sign in", body = PageLanguage),
))]
pub async fn language(State(house): State<Arc<House>>) -> Json<PageLanguage> {
    let people = house.doors.directory.people();
    Json(PageLanguage { language: people.settings_of(None).get(&settings::RECORDING_PAGE_LANGUAGE).tag() })
}

#[utoipa::path(post, path = "/api/v1/recording-page/session", operation_id = "signInAtRecordingPage",
    request_body = PageCredentials, responses(
    (status = 204, description = "Signed in for twelve hours: a cookie says so, which opens nothing but this page"),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Wrong, or locked for a while; never said which", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_in(
    State(house): State<Arc<House>>,
    Extension(Peer(peer)): Extension<Peer>,
    request::Json(credentials): request::Json<PageCredentials>,
) -> Result<Response, ApiError> {
    let PageCredentials { name, password } = credentials;
    let (token, peer) = (draw_token()?, peer.ip());
    match house.doors.directory.sign_in_at_page(&name, &password, peer, digest(&token)).await? {
        PageLogIn::Welcome => {
            tracing::info!(%peer, "signed in at the recording page");
            Ok(with_cookie(&house.doors, &COOKIE.with(&token, SIGNED_IN.unsigned_abs())))
        }
        PageLogIn::Refused { wait_seconds } => {
            tracing::info!(%peer, "sign-in refused at the recording page");
            Err(ApiError::WrongLogIn { wait_seconds })
        }
    }
}

#[utoipa::path(delete, path = "/api/v1/recording-page/session", operation_id = "signOutAtRecordingPage", responses(
    (status = 204, description = "Signed out, if one was signed in"),
))]
pub async fn sign_out(State(house): State<Arc<House>>, headers: HeaderMap) -> Result<Response, ApiError> {
    if let Some(token) = token(&headers, COOKIE.name) {
        house.doors.directory.sign_out_at_page(digest(token)).await?;
    }
    Ok(with_cookie(&house.doors, &COOKIE.with("", Duration::ZERO)))
}
