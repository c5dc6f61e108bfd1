//! Who is signed in. Sessions live in memory: a restart signs everybody out, which costs each a password and keeps
//! nothing worth stealing on disk.

use crate::doors::Doors;
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
use domain::id::UserId;
use rand::TryRngCore;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use utoipa::ToSchema;

pub const COOKIE: &str = "switchroom_session";

/// A session that nobody used so long is over: a desk left open on a shared machine.
const LONGEST_IDLE: Duration = Duration::from_secs(7 * 24 * 3600);
/// And none lives longer, so that a stolen cookie is of no use for ever.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 24 * 3600);
/// More than a person has browsers; the oldest goes first.
const MOST_SESSIONS_OF_A_USER: usize = 20;

/// Tokens are kept as digests: who reads our memory or a dump of it cannot sign in with them.
type TokenDigest = [u8; 32];

#[derive(Default)]
pub struct Sessions(Mutex<HashMap<TokenDigest, Session>>);

#[derive(Clone, Copy)]
struct Session {
    user: UserId,
    began: Instant,
    used: Instant,
}

impl Session {
    fn is_over(&self, now: Instant) -> bool {
        now.duration_since(self.used) > LONGEST_IDLE || now.duration_since(self.began) > LONGEST_LIFE
    }
}

impl Sessions {
    fn begin(&self, token: &str, user: UserId, now: Instant) {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, session| !session.is_over(now));
        let mut theirs: Vec<_> = sessions
            .iter()
            .filter(|(_, session)| session.user == user)
            .map(|(key, session)| (session.used, *key))
            .collect();
        theirs.sort();
        for (_, oldest) in theirs.iter().take((theirs.len() + 1).saturating_sub(MOST_SESSIONS_OF_A_USER)) {
            sessions.remove(oldest);
        }
        sessions.insert(digest(token), Session { user, began: now, used: now });
    }

    fn find(&self, token: &str, now: Instant) -> Option<UserId> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get_mut(&digest(token)).filter(|session| !session.is_over(now))?;
        session.used = now;
        Some(session.user)
    }

    fn end(&self, token: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&digest(token));
    }
}

fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token.as_bytes()).into()
}

/// The person whose session the request's cookie names.
pub struct SignedIn {
    pub user: Arc<User>,
    /// To ask again later: a WebSocket outlives the request.
    token: String,
}

impl SignedIn {
    pub fn is_still(&self, house: &House) -> bool {
        house.signed_in(&self.token).is_some()
    }
}

impl House {
    fn signed_in(&self, token: &str) -> Option<Arc<User>> {
        let user = self.sessions.find(token, Instant::now())?;
        self.doors.directory.people().user(user).cloned()
    }
}

impl FromRequestParts<Arc<House>> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Self, ApiError> {
        let token = token(&parts.headers).ok_or(ApiError::NotSignedIn)?.to_owned();
        let user = house.signed_in(&token).ok_or(ApiError::NotSignedIn)?;
        Ok(SignedIn { user, token })
    }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let fields = headers.get_all(header::COOKIE).iter().filter_map(|field| field.to_str().ok());
    fields
        .flat_map(|field| field.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
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
        LogIn::Refused { wait_seconds } => return Err(ApiError::WrongLogIn { wait_seconds }),
    };
    let mut bits = [0; 32];
    rand::rngs::OsRng.try_fill_bytes(&mut bits).map_err(|error| ApiError::Unavailable(error.into()))?;
    let token = hex::encode(bits);
    house.sessions.begin(&token, user.id, Instant::now());
    Ok(with_cookie(&house.doors, &token, LONGEST_LIFE))
}

#[utoipa::path(delete, path = "/api/v1/session", operation_id = "signOut", responses(
    (status = 204, description = "Signed out, if one was signed in"),
))]
pub async fn sign_out(State(house): State<Arc<House>>, headers: HeaderMap) -> Response {
    if let Some(token) = token(&headers) {
        house.sessions.end(token);
    }
    with_cookie(&house.doors, "", Duration::ZERO)
}

fn with_cookie(doors: &Doors, token: &str, life: Duration) -> Response {
    let secure = if doors.web.https { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={token}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{secure}", life.as_secs());
    match HeaderValue::try_from(cookie) {
        Ok(cookie) => (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response(),
        Err(error) => ApiError::Unavailable(error.into()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: UserId = UserId::new(1);

    #[test]
    fn a_session_ends_when_idle_and_when_old() {
        let began = Instant::now();
        let day = Duration::from_secs(24 * 3600);
        let sessions = Sessions::default();
        sessions.begin("a", ANNA, began);
        assert_eq!(sessions.find("a", began + 6 * day), Some(ANNA));
        assert_eq!(sessions.find("a", began + 12 * day), Some(ANNA));
        assert_eq!(sessions.find("a", began + 20 * day), None);
        sessions.begin("b", ANNA, began);
        for days in (5..=30).step_by(5) {
            assert_eq!(sessions.find("b", began + days * day), Some(ANNA));
        }
        assert_eq!(sessions.find("b", began + 31 * day), None);
    }

    #[test]
    fn the_oldest_session_of_a_person_makes_room() {
        let began = Instant::now();
        let sessions = Sessions::default();
        for n in 0..=MOST_SESSIONS_OF_A_USER as u32 {
            sessions.begin(&n.to_string(), ANNA, began + Duration::from_secs(n.into()));
        }
        let now = began + Duration::from_secs(100);
        assert_eq!(sessions.find("0", now), None);
        assert_eq!(sessions.find("1", now), Some(ANNA));
    }

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
            assert_eq!(token(&headers), expected, "{field}");
        }
    }
}
