//! The desk's own files, embedded when the program was built: the compressed variant that a browser takes, with a tag.

use crate::partial;
use crate::problem::ApiError;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::recording_page;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[exclude = ".vite/*"]
#[allow_missing = true]
struct Desk;

/// The desk's page; the one on which the company's announcement is recorded stands beside it.
const DESK: &str = "index.html";
/// Files below it carry their digest in their name.
const NAMED_BY_DIGEST: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_EACH_TIME: &str = "no-cache";

const NOT_BUILT: &str = "The desk has not been built into this server: run `cargo xtask demo`, or `npm ci && npm run build` \
    in web/ and then `cargo build`.\n";

/// The file of a path; for a page that only the desk knows, the desk itself.
pub async fn file(uri: Uri, asked: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return ApiError::NotFound.into_response();
    }
    let path = match path.trim_end_matches('/') {
        "" => DESK,
        recording_page::PATH => "recording.html",
        path => path,
    };
    if let Some(found) = found(path, &asked) {
        return found;
    }
    let wants_page = asked.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if path != DESK
        && (path.starts_with(NAMED_BY_DIGEST)
            || !wants_page.is_some_and(|accept| accept.contains("text/html")))
    {
        return ApiError::NotFound.into_response();
    }
    found_or_not_built(&asked)
}

fn found_or_not_built(asked: &HeaderMap) -> Response {
    found(DESK, asked).unwrap_or_else(|| {
        let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        (StatusCode::SERVICE_UNAVAILABLE, plain, NOT_BUILT).into_response()
    })
}

/// `None` for what was not embedded. Nothing is read from disk: a path cannot leave the folder.
fn found(path: &str, asked: &HeaderMap) -> Option<Response> {
    // A compressed variant is no file of its own.
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let plain = Desk::get(path)?;
    let accepted =
        asked.get(header::ACCEPT_ENCODING).and_then(|field| field.to_str().ok()).unwrap_or_default();
    let variant = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(accepted, coding))
        .find_map(|(coding, ending)| Some((coding, Desk::get(&format!("{path}{ending}"))?)));
    let (coding, file) = variant.map_or((None, plain), |(coding, file)| (Some(coding), file));
    Some(answer(path, coding, file, asked))
}

fn answer(path: &str, coding: Option<&'static str>, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let mut response = if partial::has_it(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data.into_owned()).into_response()
    };
    let headers = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let cache = if path.starts_with(NAMED_BY_DIGEST) { FOR_EVER } else { ASK_EACH_TIME };
    for (name, value) in
        [(header::CONTENT_TYPE, kind.as_str()), (header::ETAG, tag.as_str()), (header::CACHE_CONTROL, cache)]
    {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// Whether `Accept-Encoding` takes a coding: named, and not with `q=0` (RFC 9110 §12.5.3).
fn accepts(field: &str, coding: &str) -> bool {
    field.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.filter_map(|part| part.strip_prefix("q=")).any(|q| q.parse() == Ok(0.0));
        is_named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_when_named_and_not_refused() {
        for (field, expected) in [
            ("br", true),
            ("gzip, deflate, br", true),
            ("gzip;q=1.0, BR; q=0.5", true),
            ("br;q=0", false),
            ("br; q=0.0", false),
            ("brotli", false),
            ("", false),
        ] {
            assert_eq!(accepts(field, "br"), expected, "{field}");
        }
    }
}
