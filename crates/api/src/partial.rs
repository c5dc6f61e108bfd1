//! Answers of which a part may be asked for: ranges and tags (RFC 9110 §13, §14), so that a player can seek.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use std::ops::Range;
use std::sync::Arc;

/// Answers the bytes, the asked range of them, or that the asker has them already. `tag` is quoted.
pub fn answer(asked: &HeaderMap, content_type: &'static str, tag: &str, bytes: Arc<[u8]>) -> Response {
    let mut response = if has_it(asked, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match wanted(asked, tag, bytes.len()) {
            Wanted::Whole => Body::from(Bytes::from_owner(bytes)).into_response(),
            Wanted::Part(range) => part(bytes, range),
            Wanted::Nothing => {
                let length = format!("bytes */{}", bytes.len());
                (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, length)]).into_response()
            }
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Kept by the browser of this person only, and asked about each time.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn part(bytes: Arc<[u8]>, range: Range<usize>) -> Response {
    let place = format!("bytes {}-{}/{}", range.start, range.end - 1, bytes.len());
    let part = Bytes::from_owner(bytes).slice(range);
    (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, place)], Body::from(part)).into_response()
}

/// Whether `If-None-Match` names the tag.
pub fn has_it(asked: &HeaderMap, tag: &str) -> bool {
    let known = text(asked, header::IF_NONE_MATCH).unwrap_or_default();
    known
        .split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<usize>),
    Nothing,
}

/// One range is answered; several, or a field that is none, are passed over, as the RFC allows.
fn wanted(asked: &HeaderMap, tag: &str, length: usize) -> Wanted {
    let is_current = text(asked, header::IF_RANGE).is_none_or(|known| known == tag);
    let range = text(asked, header::RANGE).and_then(|range| range.strip_prefix("bytes="));
    let Some((first, last)) = range.filter(|_| is_current).and_then(|range| range.split_once('-')) else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.parse::<usize>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let range = match (first, last) {
        ("", suffix) => number(suffix).map(|count| length.saturating_sub(count)..length),
        (first, "") => number(first).map(|first| first..length),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(first..length.min(last.saturating_add(1))),
            _ => None,
        },
    };
    match range {
        None => Wanted::Whole,
        Some(range) if range.start < length => Wanted::Part(range),
        Some(_) => Wanted::Nothing,
    }
}

fn text(asked: &HeaderMap, name: HeaderName) -> Option<&str> {
    asked.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_at_the_end_and_refused_behind_it() {
        for (range, if_range, expected) in [
            ("bytes=0-4", None, Wanted::Part(0..5)),
            ("bytes=5-", None, Wanted::Part(5..10)),
            ("bytes=-3", None, Wanted::Part(7..10)),
            ("bytes=-30", None, Wanted::Part(0..10)),
            ("bytes=8-99", None, Wanted::Part(8..10)),
            ("bytes=0-18446744073709551615", None, Wanted::Part(0..10)),
            ("bytes=10-", None, Wanted::Nothing),
            ("bytes=-0", None, Wanted::Nothing),
            ("bytes=99-100", None, Wanted::Nothing),
            ("bytes=4-2", None, Wanted::Whole),
            ("bytes=0-1,3-4", None, Wanted::Whole),
            ("bytes=+1-2", None, Wanted::Whole),
            ("bytes=99999999999999999999999-", None, Wanted::Whole),
            ("lines=0-1", None, Wanted::Whole),
            ("", None, Wanted::Whole),
            ("bytes=0-4", Some("\"t\""), Wanted::Part(0..5)),
            ("bytes=0-4", Some("\"old\""), Wanted::Whole),
        ] {
            let mut asked = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(range))]);
            if_range.map(|tag| asked.insert(header::IF_RANGE, HeaderValue::from_static(tag)));
            assert_eq!(wanted(&asked, "\"t\"", 10), expected, "{range} {if_range:?}");
        }
    }

    #[test]
    fn a_tag_is_known_among_others() {
        for (field, expected) in [
            ("\"t\"", true),
            ("W/\"t\"", true),
            ("\"a\", \"t\"", true),
            ("*", true),
            ("\"a\"", false),
            ("t", false),
        ] {
            let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(field))]);
            assert_eq!(has_it(&asked, "\"t\""), expected, "{field}");
        }
    }
}
