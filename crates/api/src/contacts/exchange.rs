//! Address books as files, in and out.

use super::{home, to_be_read, to_be_written};
use crate::problem::{ApiError, Problem};
use crate::request::{Body, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::wrong;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use directory::Directory;
use directory::contacts::{Entry, Format, Wanted};
use domain::contact::{Book, Contact};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Five thousand entries with a picture of a few hundred octets each.
pub const LARGEST_FILE_BYTES: usize = 8 << 20;

/// Faults that are told one by one; a file with more is of another kind.
const MOST_FAULTS: usize = 100;

/// Entries read from the store in one step.
const STEP_ENTRIES: usize = 500;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Exported {
    /// `csv` or `vcard`.
    format: String,
}

/// What has come of a file.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// Entries that are new.
    added: usize,
    /// Entries that the book had already, word for word.
    known: usize,
    /// What was left out, the first 100.
    left_out: Vec<LeftOut>,
}

#[derive(Serialize, ToSchema)]
pub struct LeftOut {
    /// Which entry of the file, from 1 on.
    entry: usize,
    /// In English.
    why: String,
}

#[utoipa::path(get, path = "/api/v1/contacts/{book}/export", operation_id = "exportContacts",
    params(("book" = String, Path, description = "`own` or `central`"), Exported), responses(
    (status = 200, description = "All entries, as CSV or vCard 4.0", content_type = "text/csv"),
    (status = 400, description = "There is no such format", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such book", body = Problem, content_type = "application/problem+json"),
))]
pub async fn export(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    Query(wanted): Query<Exported>,
) -> Result<Response, ApiError> {
    let book = to_be_read(&signed_in, &book)?;
    let format = Format::named(&wanted.format).ok_or_else(|| wrong("format is csv or vcard"))?;
    let contacts = all(&*house.doors.directory, book).await?;
    let file = format!("attachment; filename=\"contacts.{}\"", format.extension());
    let headers =
        [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, file)];
    Ok((headers, format.write(&contacts)).into_response())
}

async fn all(directory: &dyn Directory, book: Book) -> Result<Vec<Contact>, ApiError> {
    let (mut contacts, mut after) = (Vec::new(), None);
    loop {
        let wanted = Wanted { after, limit: STEP_ENTRIES, ..Wanted::default() };
        let step = directory.contacts(book, wanted).await?;
        after = step.last().map(Entry::place);
        let is_last = step.len() < STEP_ENTRIES;
        contacts.extend(step.into_iter().map(|entry| entry.contact));
        if is_last {
            return Ok(contacts);
        }
    }
}

#[utoipa::path(post, path = "/api/v1/contacts/{book}/import", operation_id = "importContacts",
    params(("book" = String, Path, description = "`own` or `central`")),
    request_body(content = String, description = "text/csv or text/vcard in UTF-8, at most 8 MiB and 5,000 entries", content_type = "text/csv"),
    responses(
    (status = 200, description = "Added, but for what is left out", body = Imported),
    (status = 400, description = "No such file", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The company's is for administrators to change", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such book", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "There is no room for all; nothing was added", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "Neither text/csv nor text/vcard", body = Problem, content_type = "application/problem+json"),
))]
pub async fn import(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    headers: HeaderMap,
    Body(file): Body,
) -> Result<Json<Imported>, ApiError> {
    let book = to_be_written(&signed_in, &book)?;
    let (format, home) = (format(&headers)?, home(&house));
    // Thousands of entries take a while, in which nobody else is to wait.
    let read = tokio::task::spawn_blocking(move || format.read(&file, &home)).await;
    let brought = read.map_err(|error| ApiError::Unavailable(error.into()))?.map_err(wrong)?;
    let (mut contacts, mut left_out) = (Vec::new(), Vec::new());
    for one in brought {
        contacts.extend(one.contact);
        left_out.extend(one.faults.into_iter().map(|why| LeftOut { entry: one.place, why }));
    }
    left_out.truncate(MOST_FAULTS);
    let ids = house.doors.directory.add_contacts(book, contacts, Some(signed_in.user.id)).await?;
    let added = ids.iter().flatten().count();
    Ok(Json(Imported { added, known: ids.len() - added, left_out }))
}

fn format(headers: &HeaderMap) -> Result<Format, ApiError> {
    let named = headers.get(header::CONTENT_TYPE).and_then(|named| named.to_str().ok()).unwrap_or_default();
    match named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/csv" => Ok(Format::Csv),
        "text/vcard" | "text/x-vcard" | "text/directory" => Ok(Format::Vcard),
        _ => {
            let words = "an address book comes as text/csv or text/vcard".to_owned();
            Err(ApiError::Refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, words))
        }
    }
}
