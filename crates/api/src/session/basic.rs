//! HTTP Basic (RFC 7617) for programs: name and password with each request, where nobody listens on the way.

use crate::guard::Peer;
use crate::problem::ApiError;
use crate::router::House;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use directory::{LogIn, People, User};
use domain::number::Extension;
use std::sync::Arc;

/// Longer fields are not read, in bytes: an address and a password have some hundreds.
const LONGEST: usize = 4096;
/// Browsers say by it whence a request comes; programs do not.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who sends name and password. They are judged as at every log-in, with its delays and locks.
pub(super) async fn log_in(parts: &Parts, house: &House) -> Result<Arc<User>, ApiError> {
    let sent = credentials(&parts.headers).ok_or(ApiError::NotSignedIn)?;
    let peer = parts.extensions.get::<Peer>().ok_or(ApiError::NotSignedIn)?.0.ip();
    // A WebSocket outlives the request, and is asked again who it is.
    if !is_private(house, parts.extensions.get()) || parts.headers.contains_key(header::UPGRADE) {
        return Err(ApiError::NotSignedIn);
    }
    let email = address(&house.doors.directory.people(), sent.name);
    match house.doors.directory.log_in(&email, &sent.password, peer).await? {
        LogIn::Welcome(user) => Ok(user),
        LogIn::Refused { wait_seconds } => {
            tracing::info!(%peer, "a program's log-in refused");
            Err(ApiError::WrongLogIn { wait_seconds })
        }
    }
}

/// Tells a program whose request lacks a proof by what it may prove itself (RFC 9110 §11.6.1). Browsers are not told: theirs would be
/// a window of its own before the desk's page.
pub fn invite(house: &House, peer: Option<&Peer>, is_browser: bool, response: &mut Response) {
    if response.status() != StatusCode::UNAUTHORIZED || is_browser || !is_private(house, peer) {
        return;
    }
    let realm = house.doors.directory.people().realm.replace(['"', '\\'], "");
    if let Ok(value) = HeaderValue::try_from(format!("Basic realm=\"{realm}\", charset=\"UTF-8\"")) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
}

/// Whether it is a browser that asks.
pub fn is_browser(headers: &HeaderMap) -> bool {
    headers.contains_key(FETCH_SITE) || headers.contains_key(header::ORIGIN)
}

/// A password in clear is for TLS, ours or a proxy's, and for this machine.
fn is_private(house: &House, peer: Option<&Peer>) -> bool {
    house.doors.web.https || peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback())
}

/// By extension as well as by address. What is neither goes on as it is, to be refused as any.
fn address(people: &People, name: String) -> String {
    let by_extension =
        Extension::parse(&name).ok().and_then(|extension| people.by_extension(&extension).cloned());
    by_extension.map_or(name, |user| user.email.as_str().to_owned())
}

#[derive(Debug, PartialEq, Eq)]
struct Sent {
    name: String,
    password: String,
}

fn credentials(headers: &HeaderMap) -> Option<Sent> {
    let field = headers.get(header::AUTHORIZATION)?.to_str().ok().filter(|field| field.len() <= LONGEST)?;
    let (scheme, encoded) = field.split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("Basic"))?;
    let text = String::from_utf8(decoded).ok()?;
    let (name, password) = text.split_once(':')?;
    Some(Sent { name: name.to_owned(), password: password.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str) -> Option<(String, String)> {
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_str(field).unwrap())]);
        credentials(&headers).map(|sent| (sent.name, sent.password))
    }

    #[test]
    fn fields_are_read() {
        // RFC 7617 §2 and §2.1.
        let (aladdin, test) = ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "basic dGVzdDoxMjPCow==");
        assert_eq!(read(aladdin), Some(("Aladdin".into(), "open sesame".into())));
        assert_eq!(read(test), Some(("test".into(), "123£".into())));
        for broken in [
            "Basic",
            "Basic ",
            "Basic ????",
            "Digest QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            "Basic QWxhZGRpbg==",
            "Basic /////w==",
            &format!("Basic {}", "QUFB".repeat(2000)),
        ] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
