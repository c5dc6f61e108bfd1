//! The inbox, page by page.

use super::{Message, MessageKind, inbox, name_callers};
use crate::pages;
use crate::problem::{ApiError, Problem};
use crate::request::Query;
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use messaging::{Filter, Position};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Messages on a page unless asked otherwise, and at most.
pub(crate) const PAGE: usize = 50;
pub(crate) const LARGEST_PAGE: usize = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    #[param(inline)]
    kind: Option<MessageKind>,
    seen: Option<bool>,
    /// `next` of the page before.
    before: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct MessagePage {
    items: Vec<Message>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    next: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/me/messages", operation_id = "messages", params(Wanted), responses(
    (status = 200, description = "The inbox, newest first", body = MessagePage),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Json<MessagePage>, ApiError> {
    let limit = page_size(wanted.limit)?;
    let before = cursor::<Cursor>(wanted.before.as_deref())?.map(|cursor| cursor.0);
    let filter = Filter { kind: wanted.kind.map(Into::into), seen: wanted.seen };
    let mailbox = house.doors.post.mailbox(signed_in.user.id);
    let entries = mailbox.newest(inbox(&*mailbox).await?, filter, before, limit + 1).await?;
    let (entries, next) = pages::cut(entries, limit, |last| Cursor(last.position()).to_string());
    let people = house.doors.directory.people();
    let mut items: Vec<Message> = entries.iter().map(|entry| Message::of(entry, &people)).collect();
    name_callers(&house, signed_in.user.id, &mut items).await?;
    Ok(Json(MessagePage { items, next }))
}

pub(crate) fn page_size(limit: Option<usize>) -> Result<usize, ApiError> {
    match limit {
        None => Ok(PAGE),
        Some(limit @ 1..=LARGEST_PAGE) => Ok(limit),
        Some(_) => Err(ApiError::BadRequest(format!("limit is 1 to {LARGEST_PAGE}"))),
    }
}

/// The end of a page of messages: when its last one was received, and its UID.
struct Cursor(Position);

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.0.received, self.0.uid)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (received, uid) = text.split_once('_').ok_or(())?;
        let received = received.parse().map_err(|_| ())?;
        Ok(Self(Position { received, uid: uid.parse().map_err(|_| ())? }))
    }
}

/// A page's end is a place in the order of its list, in text; to others it is opaque.
pub(crate) fn cursor<T: FromStr>(before: Option<&str>) -> Result<Option<T>, ApiError> {
    let read =
        |text: &str| text.parse().map_err(|_| ApiError::BadRequest("before is no cursor of ours".into()));
    before.map(read).transpose()
}
