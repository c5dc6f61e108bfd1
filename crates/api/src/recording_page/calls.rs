//! Calls from the recording page to whoever speaks the company's announcement by telephone.

use super::AtPage;
use crate::doors::TokenDigest;
use crate::house_calls::{HouseCall, begun};
use crate::problem::{ApiError, Problem};
use crate::request::{self, Path};
use crate::router::House;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::{Announced, People, ToRecord, User};
use domain::contact;
use domain::id::UserId;
use domain::number::Extension;
use domain::settings;
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// Calls that browsers can still ask for. In the name of one person there is one at a time, and it is followed to its end.
const MOST_REMEMBERED: usize = 32;

/// Which browser has begun which call: none sees what the person in whose name it is made does otherwise.
#[derive(Default)]
pub struct PageCalls(Mutex<VecDeque<PageCall>>);

struct PageCall {
    browser: TokenDigest,
    person: UserId,
    number: u64,
}

impl PageCalls {
    fn begin(&self, call: PageCall) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.truncate(MOST_REMEMBERED - 1);
        calls.push_front(call);
    }

    /// In whose name the browser has begun it.
    fn person(&self, browser: TokenDigest, number: u64) -> Option<UserId> {
        let calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.iter().find(|call| (call.browser, call.number) == (browser, number)).map(|call| call.person)
    }
}

/// Which telephone is to ring.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageTelephone {
    /// A number as it is dialled in the company, written in any of the usual ways.
    number: String,
}

#[utoipa::path(post, path = "/api/v1/recording-page/calls", operation_id = "recordPageAnnouncementByCall",
    request_body = PageTelephone, responses(
    (status = 202, description = "The telephone rings; who answers records the announcement", body = HouseCall),
    (status = 400, description = "That is no number", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in at the recording page", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The company has set nobody in whose name calls are made from here (recording_page.sender_number), another such call is under way, or this number is not called", body = Problem, content_type = "application/problem+json"),
))]
pub async fn call(
    State(house): State<Arc<House>>,
    AtPage(browser): AtPage,
    request::Json(telephone): request::Json<PageTelephone>,
) -> Result<(StatusCode, Json<HouseCall>), ApiError> {
    let people = house.doors.directory.people();
    let no_sender = || {
        let why = "no call can be made from here: the company has not set a sender's number";
        ApiError::Refused(StatusCode::CONFLICT, why.into())
    };
    let person = sender(&people).ok_or_else(no_sender)?.id;
    let number = contact::telephone(&people.home_of(person), &telephone.number)?;
    let wanted = ToRecord::Company(Announced::Announcement, None);
    let call = house.doors.house_calls.record(person, wanted, Some(number));
    if let Ok(number) = call {
        house.page_calls.begin(PageCall { browser, person, number });
    }
    begun(call)
}

#[utoipa::path(get, path = "/api/v1/recording-page/calls/{id}", operation_id = "pageCall",
    params(("id" = String, Path)), responses(
    (status = 200, description = "How it stands", body = HouseCall),
    (status = 401, description = "Not signed in at the recording page", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "This browser has begun no such call, or it was long ago", body = Problem, content_type = "application/problem+json"),
))]
pub async fn stage(
    State(house): State<Arc<House>>,
    AtPage(browser): AtPage,
    Path(id): Path<String>,
) -> Result<Json<HouseCall>, ApiError> {
    let number = id.parse().map_err(|_| ApiError::NotFound)?;
    let person = house.page_calls.person(browser, number).ok_or(ApiError::NotFound)?;
    let stage = house.doors.house_calls.stage(person, number).ok_or(ApiError::NotFound)?;
    Ok(Json(HouseCall::new(number, stage)))
}

/// In whose name and within whose limits calls are made from the page.
pub(super) fn sender(people: &People) -> Option<&Arc<User>> {
    let number = people.settings_of(None).get(&settings::RECORDING_PAGE_SENDER_NUMBER).0;
    people.by_extension(&Extension::parse(&number).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_sees_the_calls_that_it_has_begun_and_the_oldest_are_forgotten() {
        let calls = PageCalls::default();
        let (one, other, person) = ([1; 32], [2; 32], UserId::new(7));
        calls.begin(PageCall { browser: one, person, number: 0 });
        assert_eq!(
            (calls.person(one, 0), calls.person(other, 0), calls.person(one, 1)),
            (Some(person), None, None)
        );
        for number in 1..=MOST_REMEMBERED as u64 {
            calls.begin(PageCall { browser: other, person, number });
        }
        assert_eq!(calls.person(one, 0), None);
        assert!((1..=MOST_REMEMBERED as u64).all(|number| calls.person(other, number).is_some()));
    }
}
