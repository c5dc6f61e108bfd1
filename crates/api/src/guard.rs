//! What every request passes before its route and every answer after it: Origin, time limit, headers.

use crate::problem::ApiError;
use crate::router::House;
use crate::session;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// An answer takes milliseconds; what takes so long waits for something that will not come. Long enough for a greeting
/// of 32 MB on a slow line.
const LONGEST_ANSWER: Duration = Duration::from_secs(60);

/// For the desk and all else that has no policy of its own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types dompurify";

/// Who is at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Refuses what another site makes a browser send. Browsers tell the Origin with every unsafe request and WebSocket;
/// a program that is none (curl, a script) tells neither that nor `Sec-Fetch-Site`, and has no cookies to be abused.
pub async fn origin(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let is_upgrade = request.headers().contains_key(header::UPGRADE);
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && !is_upgrade;
    if is_safe || is_own(request.headers(), &house.doors.web.origins) {
        next.run(request).await
    } else {
        ApiError::WrongOrigin.into_response()
    }
}

fn is_own(headers: &HeaderMap, allowed: &[String]) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("not readable"));
    let Some(origin) = text(header::ORIGIN) else {
        return matches!(text(HeaderName::from_static("sec-fetch-site")), None | Some("same-origin"));
    };
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let is_host = authority.is_some() && authority == text(header::HOST);
    is_host || allowed.iter().any(|allowed| allowed == origin)
}

pub async fn time_limit(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(LONGEST_ANSWER, next.run(request)).await;
    answer.unwrap_or_else(|_| ApiError::TooSlow.into_response())
}

/// Adds what is not there: a route may have a policy or a cache rule of its own.
pub async fn headers(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let (peer, is_browser) =
        (request.extensions().get::<Peer>().copied(), session::is_browser(request.headers()));
    let mut response = next.run(request).await;
    session::invite(&house, peer.as_ref(), is_browser, &mut response);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("permissions-policy"), "microphone=(self), camera=(), geolocation=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if house.doors.web.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_origin_and_programs_without_one_get_in() {
        let allowed = ["https://desk.example.org".to_owned()];
        for (host, origin, fetch_site, expected) in [
            ("desk:8443", Some("https://desk:8443"), None, true),
            ("desk:8443", Some("http://desk:8443"), Some("same-origin"), true),
            ("desk:8443", Some("https://desk"), None, false),
            ("desk:8443", Some("https://desk:8443.evil.example"), None, false),
            ("desk:8443", Some("https://evil.example"), None, false),
            ("desk:8443", Some("null"), None, false),
            ("desk:8443", Some("desk:8443"), None, false),
            ("proxy", Some("https://desk.example.org"), None, true),
            ("proxy", Some("http://desk.example.org"), None, false),
            ("desk:8443", None, None, true),
            ("desk:8443", None, Some("same-origin"), true),
            ("desk:8443", None, Some("same-site"), false),
            ("desk:8443", None, Some("cross-site"), false),
        ] {
            let mut headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
            origin.map(|origin| headers.insert(header::ORIGIN, HeaderValue::from_static(origin)));
            fetch_site.map(|site| headers.insert("sec-fetch-site", HeaderValue::from_static(site)));
            assert_eq!(is_own(&headers, &allowed), expected, "{host} {origin:?} {fetch_site:?}");
        }
    }
}
