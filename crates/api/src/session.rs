//! Who is signed in: a cookie names a session, which is kept, so that a restart signs nobody out. Programs may send name and password
//! with each request instead.

mod basic;
mod life;

pub use basic::{invite, is_browser};

use crate::doors::{DoorError, Doors, TokenDigest};
use crate::guard::Peer;
use crate::problem::{ApiError, Problem};
use crate::request::Json;
use crate::router::House;
use axum::Extension;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use directory::{LogIn, User};
use jiff::Timestamp;
use rand::TryRngCore;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

pub const COOKIE: &str = "switchroom_session";

/// Tokens are kept as digests: who reads our memory or the store cannot sign in with them. They are 32 random bytes, of
/// which no guesser finds one: a slow digest would only be slow.
pub(crate) fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token.as_bytes()).into()
}

/// The person whose session the request's cookie names, or whose name and password it has.
pub struct SignedIn {
    pub user: Arc<User>,
    proof: Proof,
}

enum Proof {
    /// To ask again later: a WebSocket outlives the request.
    Session(String),
    /// Of this one request.
    Password,
}

impl SignedIn {
    pub async fn is_still(&self, house: &House) -> Result<bool, DoorError> {
        match &self.proof {
            Proof::Session(token) => Ok(house.signed_in(token).await?.is_some()),
            Proof::Password => Ok(false),
        }
    }
}

impl House {
    async fn signed_in(&self, token: &str) -> Result<Option<Arc<User>>, DoorError> {
        let (token, now) = (digest(token), Timestamp::now());
        let Some(session) = self.doors.sessions.find(token, now).await? else { return Ok(None) };
        if let Some(session) = life::seen(session, now)
            && let Err(error) = self.doors.sessions.seen(token, session).await
        {
            // Reading goes on when nothing can be written: the session then ends a little early.
            tracing::warn!(%error, "a session's use could not be written down");
        }
        Ok(self.doors.directory.people().user(session.user).cloned())
    }
}

impl FromRequestParts<Arc<House>> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Self, ApiError> {
        let Some(token) = token(&parts.headers, COOKIE).map(str::to_owned) else {
            let user = basic::log_in(parts, house).await?;
            return Ok(SignedIn { user, proof: Proof::Password });
        };
        let user = house.signed_in(&token).await?.ok_or(ApiError::NotSignedIn)?;
        Ok(SignedIn { user, proof: Proof::Session(token) })
    }
}

/// The value of the cookie of this name.
pub(crate) fn token<'a>(headers: &'a HeaderMap, cookie: &str) -> Option<&'a str> {
    let fields = headers.get_all(header::COOKIE).iter().filter_map(|field| field.to_str().ok());
    fields
        .flat_map(|field| field.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(cookie)?.strip_prefix('='))
}

/// What a browser is known by from now on.
pub(crate) fn draw_token() -> Result<String, ApiError> {
    let mut bits = [0; 32];
    rand::rngs::OsRng.try_fill_bytes(&mut bits).map_err(|error| ApiError::Unavailable(error.into()))?;
    Ok(hex::encode(bits))
}

/// What one signs in with.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    email: String,
    password: String,
}

#[utoipa::path(post, path = "/api/v1/session", operation_id = "signIn", request_body = Credentials, responses(
    (status = 204, description = "Signed in: a cookie says so"),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Wrong, or locked for a while; never said which", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_in(
    State(house): State<Arc<House>>,
    Extension(Peer(peer)): Extension<Peer>,
    Json(credentials): Json<Credentials>,
) -> Result<Response, ApiError> {
    let answer = house.doors.directory.log_in(&credentials.email, &credentials.password, peer.ip()).await?;
    let user = match answer {
        LogIn::Welcome(user) => user,
        LogIn::Refused { wait_seconds } => {
            tracing::info!(peer = %peer.ip(), "sign-in refused at the desk");
            return Err(ApiError::WrongLogIn { wait_seconds });
        }
    };
    let token = draw_token()?;
    let session = life::begin(user.id, Timestamp::now());
    house.doors.sessions.begin(digest(&token), session, life::MOST_OF_A_PERSON).await?;
    tracing::info!(peer = %peer.ip(), user = user.id.get(), "signed in at the desk");
    Ok(with_cookie(&house.doors, &DESK.with(&token, life::LONGEST)))
}

#[utoipa::path(delete, path = "/api/v1/session", operation_id = "signOut", responses(
    (status = 204, description = "Signed out, if one was signed in"),
))]
pub async fn sign_out(State(house): State<Arc<House>>, headers: HeaderMap) -> Result<Response, ApiError> {
    if let Some(token) = token(&headers, COOKIE) {
        house.doors.sessions.end(digest(token)).await?;
    }
    Ok(with_cookie(&house.doors, &DESK.with("", Duration::ZERO)))
}

/// A cookie that proves a session, and the paths that it is sent to.
pub(crate) struct SessionCookie {
    pub name: &'static str,
    pub path: &'static str,
}

const DESK: SessionCookie = SessionCookie { name: COOKIE, path: "/" };

impl SessionCookie {
    /// For so long; an empty one for no time takes it back.
    pub fn with(&self, token: &str, life: Duration) -> String {
        let SessionCookie { name, path } = self;
        format!("{name}={token}; Path={path}; Max-Age={}; HttpOnly; SameSite=Strict", life.as_secs())
    }
}

/// Done, with a cookie.
pub(crate) fn with_cookie(doors: &Doors, cookie: &str) -> Response {
    let secure = if doors.web.https { "; Secure" } else { "" };
    let cookie = format!("{cookie}{secure}");
    match HeaderValue::try_from(cookie) {
        Ok(cookie) => (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response(),
        Err(error) => ApiError::Unavailable(error.into()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        for (field, expected) in [
            ("switchroom_session=abc", Some("abc")),
            ("theme=dark; switchroom_session=abc; x=y", Some("abc")),
            ("switchroom_sessions=abc", None),
            ("xswitchroom_session=abc", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(field))]);
            assert_eq!(token(&headers, COOKIE), expected, "{field}");
        }
    }
}
