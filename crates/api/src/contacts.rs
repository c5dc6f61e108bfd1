//! Address books: everybody's own, and the company's, which all may read and administrators change.

mod exchange;
mod named;

pub use exchange::{__path_export, __path_import, LARGEST_FILE_BYTES, export, import};
pub(crate) use named::{member_of, names};

use crate::messages::page_size;
use crate::pages;
use crate::problem::{ApiError, Problem};
use crate::request::{self, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::{administrator, wrong};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use directory::contacts::{Entry, Place, Wanted};
use domain::contact::{self, Book, Contact, Telephone};
use domain::id::ContactId;
use domain::number::Email;
use domain::numbering::Home;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// An entry as it is to be.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPlan {
    /// At most 120 characters; may be empty where there is a company.
    #[serde(default)]
    name: String,
    /// At most 120 characters.
    #[serde(default)]
    company: String,
    /// At most 20.
    #[serde(default)]
    numbers: Vec<ContactNumber>,
    /// At most 20.
    #[serde(default)]
    emails: Vec<String>,
    /// At most 2,000 characters.
    #[serde(default)]
    note: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactNumber {
    #[schema(inline)]
    kind: ContactNumberKind,
    /// With + and country code, as it is dialled at home, or an extension; shown with + and country code where it is none.
    number: String,
}

#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ContactNumberKind {
    Work,
    Home,
    Mobile,
    Fax,
    Other,
}

/// An entry as it is.
#[derive(Serialize, ToSchema)]
pub struct ContactEntry {
    id: i64,
    /// What `If-Match` takes; another one after each change.
    etag: String,
    #[serde(flatten)]
    plan: ContactPlan,
}

#[derive(Serialize, ToSchema)]
pub struct ContactPage {
    items: Vec<ContactEntry>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Searched {
    /// Words of which each stands in name, company, a number, an address or the note; or a telephone number or a part of one, as it
    /// is dialled or with its country code.
    #[serde(default)]
    search: String,
    /// `next` of the page before.
    after: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/contacts/{book}", operation_id = "contacts",
    params(("book" = String, Path, description = "`own` or `central`"), Searched), responses(
    (status = 200, description = "Entries, by name", body = ContactPage),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such book", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    Query(searched): Query<Searched>,
) -> Result<Json<ContactPage>, ApiError> {
    let book = to_be_read(&signed_in, &book)?;
    let limit = page_size(searched.limit)?;
    let after = searched.after.as_deref().map(place).transpose()?;
    let wanted = Wanted { search: searched.search, after, limit: limit + 1 };
    let entries = house.doors.directory.contacts(book, wanted).await?;
    let (entries, next) = pages::cut(entries, limit, |last| written(&last.place()));
    Ok(Json(ContactPage { items: entries.iter().map(shown).collect(), next }))
}

#[utoipa::path(get, path = "/api/v1/contacts/{book}/{id}", operation_id = "contact",
    params(("book" = String, Path, description = "`own` or `central`"), ("id" = i64, Path)), responses(
    (status = 200, description = "The entry; its ETag says which one was read", body = ContactEntry),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn read(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((book, id)): Path<(String, i64)>,
) -> Result<Response, ApiError> {
    let book = to_be_read(&signed_in, &book)?;
    Ok(tagged(StatusCode::OK, &house.doors.directory.contact(book, ContactId::new(id)).await?))
}

#[utoipa::path(post, path = "/api/v1/contacts/{book}", operation_id = "addContact",
    params(("book" = String, Path, description = "`own` or `central`")), request_body = ContactPlan, responses(
    (status = 201, description = "Kept", body = ContactEntry),
    (status = 400, description = "It cannot be kept so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The company's is for administrators to change", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such book", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The book is full, or has the very same entry", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    request::Json(wanted): request::Json<ContactPlan>,
) -> Result<Response, ApiError> {
    let book = to_be_written(&signed_in, &book)?;
    let contact = wanted.read(&home(&house))?;
    let directory = &house.doors.directory;
    let ids = directory.add_contacts(book, vec![contact], Some(signed_in.user.id)).await?;
    let already = || ApiError::Refused(StatusCode::CONFLICT, "the book has this entry already".into());
    let id = ids.into_iter().next().flatten().ok_or_else(already)?;
    Ok(tagged(StatusCode::CREATED, &directory.contact(book, id).await?))
}

#[utoipa::path(put, path = "/api/v1/contacts/{book}/{id}", operation_id = "changeContact",
    params(("book" = String, Path, description = "`own` or `central`"), ("id" = i64, Path),
        ("if-match" = Option<String>, Header, description = "The ETag of the entry that was read")),
    request_body = ContactPlan, responses(
    (status = 200, description = "Kept", body = ContactEntry),
    (status = 400, description = "It cannot be kept so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The company's is for administrators to change", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    (status = 412, description = "Somebody has changed it in the meantime", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((book, id)): Path<(String, i64)>,
    headers: HeaderMap,
    request::Json(wanted): request::Json<ContactPlan>,
) -> Result<Response, ApiError> {
    let (book, id) = (to_be_written(&signed_in, &book)?, ContactId::new(id));
    let contact = wanted.read(&home(&house))?;
    let seen = seen(&house, book, id, &headers).await?;
    let directory = &house.doors.directory;
    let entry = directory.change_contact(book, id, contact, seen, Some(signed_in.user.id)).await?;
    Ok(tagged(StatusCode::OK, &entry))
}

#[utoipa::path(delete, path = "/api/v1/contacts/{book}/{id}", operation_id = "deleteContact",
    params(("book" = String, Path, description = "`own` or `central`"), ("id" = i64, Path),
        ("if-match" = Option<String>, Header, description = "The ETag of the entry that was read")), responses(
    (status = 204, description = "Gone"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The company's is for administrators to change", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    (status = 412, description = "Somebody has changed it in the meantime", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((book, id)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let (book, id) = (to_be_written(&signed_in, &book)?, ContactId::new(id));
    let seen = seen(&house, book, id, &headers).await?;
    house.doors.directory.remove_contact(book, id, seen, Some(signed_in.user.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn to_be_read(signed_in: &SignedIn, book: &str) -> Result<Book, ApiError> {
    match book {
        "own" => Ok(Book::Personal(signed_in.user.id)),
        "central" => Ok(Book::Central),
        _ => Err(ApiError::NotFound),
    }
}

pub(crate) fn to_be_written(signed_in: &SignedIn, book: &str) -> Result<Book, ApiError> {
    let book = to_be_read(signed_in, book)?;
    match book {
        Book::Personal(_) => Ok(book),
        Book::Central => administrator(signed_in).map(|_| book),
    }
}

/// As which numbers are read that somebody writes.
fn home(house: &House) -> Home {
    house.doors.directory.people().home()
}

impl ContactPlan {
    fn read(self, home: &Home) -> Result<Contact, ApiError> {
        let number = |one: ContactNumber| match contact::telephone(home, &one.number) {
            Ok(number) => Ok(Telephone { kind: one.kind.into(), number }),
            Err(none) => Err(wrong(format!("{}: {none}", one.number))),
        };
        let email = |text: String| Email::parse(&text).map_err(|none| wrong(format!("{text}: {none}")));
        Ok(Contact {
            name: self.name,
            company: self.company,
            numbers: self.numbers.into_iter().map(number).collect::<Result<_, _>>()?,
            emails: self.emails.into_iter().map(email).collect::<Result<_, _>>()?,
            note: self.note,
        })
    }
}

impl From<ContactNumberKind> for contact::Kind {
    fn from(kind: ContactNumberKind) -> Self {
        match kind {
            ContactNumberKind::Work => contact::Kind::Work,
            ContactNumberKind::Home => contact::Kind::Home,
            ContactNumberKind::Mobile => contact::Kind::Mobile,
            ContactNumberKind::Fax => contact::Kind::Fax,
            ContactNumberKind::Other => contact::Kind::Other,
        }
    }
}

impl From<contact::Kind> for ContactNumberKind {
    fn from(kind: contact::Kind) -> Self {
        match kind {
            contact::Kind::Work => ContactNumberKind::Work,
            contact::Kind::Home => ContactNumberKind::Home,
            contact::Kind::Mobile => ContactNumberKind::Mobile,
            contact::Kind::Fax => ContactNumberKind::Fax,
            contact::Kind::Other => ContactNumberKind::Other,
        }
    }
}

fn shown(entry: &Entry) -> ContactEntry {
    let contact = &entry.contact;
    let numbers = contact.numbers.iter();
    ContactEntry {
        id: entry.id.get(),
        etag: tag(entry),
        plan: ContactPlan {
            name: contact.name.clone(),
            company: contact.company.clone(),
            numbers: numbers
                .map(|one| ContactNumber { kind: one.kind.into(), number: one.number.to_string() })
                .collect(),
            emails: contact.emails.iter().map(Email::to_string).collect(),
            note: contact.note.clone(),
        },
    }
}

fn tagged(status: StatusCode, entry: &Entry) -> Response {
    (status, [(header::ETAG, tag(entry))], Json(shown(entry))).into_response()
}

fn tag(entry: &Entry) -> String {
    format!("\"{}\"", entry.revision)
}

/// The revision that the request is about, if it names one (RFC 9110 §13.1.1).
async fn seen(
    house: &House,
    book: Book,
    id: ContactId,
    headers: &HeaderMap,
) -> Result<Option<i64>, ApiError> {
    let Some(known) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let entry = house.doors.directory.contact(book, id).await?;
    let known = known.to_str().unwrap_or_default();
    match known.split(',').map(str::trim).any(|known| known == "*" || known == tag(&entry)) {
        true => Ok(Some(entry.revision)),
        false => Err(directory::DirectoryError::Changed.into()),
    }
}

/// A place in text: the id, then the key.
fn written(place: &Place) -> String {
    format!("{}_{}", place.id, place.key)
}

fn place(text: &str) -> Result<Place, ApiError> {
    let read = text
        .split_once('_')
        .and_then(|(id, key)| Some(Place { id: ContactId::new(id.parse().ok()?), key: key.to_owned() }));
    read.ok_or_else(|| wrong("after is no cursor of ours"))
}
