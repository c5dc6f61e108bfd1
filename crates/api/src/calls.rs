//! The list of a person's calls, from the journal.

mod reason;

pub use reason::GreetingReason;

use self::reason::Reason;
use crate::contacts;
use crate::doors;
use crate::messages;
use crate::pages;
use crate::problem::{ApiError, Problem};
use crate::request::Query;
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use domain::stir;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `next` of the page before.
    before: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct CallPage {
    items: Vec<Call>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: jiff::Timestamp,
    #[schema(inline)]
    direction: Direction,
    other: Other,
    #[schema(inline)]
    outcome: doors::Outcome,
    seconds: u32,
    /// The message it left.
    #[schema(required)]
    message_id: Option<String>,
    /// Why it went where it went, in the journal's words. Only of the person's own incoming calls.
    #[schema(required)]
    why: Option<String>,
    /// The same in codes that stay as they are; `null` where the journal's words are not known any more.
    #[schema(required)]
    reason: Option<Reason>,
    /// What has come of the caller's signature (RFC 8224): `valid`, with the attestation that it has (`valid A`), `invalid` and
    /// why (`invalid stale`), `unknown`; not there where nothing was signed, or signatures are not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Incoming,
    Outgoing,
}

/// The far side of a call.
#[derive(Serialize, ToSchema)]
pub struct Other {
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    number: Option<String>,
}

impl From<doors::Call> for Call {
    fn from(call: doors::Call) -> Self {
        let (signature, why) = match call.why.as_deref().map(stir::parted) {
            Some((signature, why)) => {
                (signature.map(|signature| signature.to_string()), Some(why.to_owned()))
            }
            None => (None, None),
        };
        Call {
            id: call.id,
            at: call.at,
            direction: match call.direction {
                doors::Direction::Incoming => Direction::Incoming,
                doors::Direction::Outgoing => Direction::Outgoing,
            },
            other: Other { name: call.other_name, number: call.other_number },
            outcome: call.outcome,
            seconds: call.seconds,
            message_id: call.message,
            reason: why.as_deref().and_then(Reason::read),
            why,
            signature,
        }
    }
}

#[utoipa::path(get, path = "/api/v1/me/calls", operation_id = "calls", params(Wanted), responses(
    (status = 200, description = "Calls, newest first", body = CallPage),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn calls(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Json<CallPage>, ApiError> {
    let limit = messages::page_size(wanted.limit)?;
    let before = messages::cursor(wanted.before.as_deref())?;
    let calls = house.doors.journal.page(signed_in.user.id, before, limit + 1).await?;
    let (calls, next) = pages::cut(calls, limit, |last| last.row.to_string());
    let mut items: Vec<Call> = calls.into_iter().map(Call::from).collect();
    let numbers = items.iter().filter_map(|call| call.other.number.as_ref());
    let names = contacts::names(&house, signed_in.user.id, numbers).await?;
    for other in items.iter_mut().map(|call| &mut call.other) {
        let name = other.number.as_ref().and_then(|number| names.get(number)).cloned();
        other.name = name.or_else(|| other.name.take());
    }
    Ok(Json(CallPage { items, next }))
}
