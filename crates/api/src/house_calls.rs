//! The house calls the signed-in person, who records a greeting by telephone or hears a message.

use crate::announcements::InLanguage;
use crate::greetings::{self, Wanted};
use crate::messages;
use crate::problem::{ApiError, Problem};
use crate::recorded::language;
use crate::request::{self, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::{Announced, HouseCallStage, NotCalled, ToRecord};
use domain::contact;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A call that was begun.
#[derive(Serialize, ToSchema)]
pub struct HouseCall {
    id: String,
    #[schema(inline)]
    stage: Stage,
}

impl HouseCall {
    pub(crate) fn new(number: u64, stage: HouseCallStage) -> Self {
        HouseCall { id: number.to_string(), stage: stage.into() }
    }
}

/// Where it has got to; all but `ringing` and `talking` are its end.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Ringing,
    Talking,
    Kept,
    NotKept,
    /// A message could be heard.
    Over,
    NotAnswered,
    Failed,
}

#[utoipa::path(post, path = "/api/v1/me/greetings/{situation}/call", operation_id = "recordGreetingByCall",
    params(("situation" = String, Path), Wanted), responses(
    (status = 202, description = "The person's telephones ring", body = HouseCall),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Another such call is under way, or the person's number cannot be dialled", body = Problem, content_type = "application/problem+json"),
))]
pub async fn record(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<(StatusCode, Json<HouseCall>), ApiError> {
    let (slot, language) = greetings::named(&signed_in, &situation, &wanted)?;
    begun(house.doors.house_calls.record(signed_in.user.id, ToRecord::Own(slot, language), None))
}

#[utoipa::path(post, path = "/api/v1/announcements/{of}/call", operation_id = "recordAnnouncementByCall",
    params(("of" = String, Path), InLanguage), responses(
    (status = 202, description = "The administrator's telephones ring", body = HouseCall),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Another such call is under way, or the person's number cannot be dialled", body = Problem, content_type = "application/problem+json"),
))]
pub async fn record_announcement(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(of): Path<String>,
    Query(wanted): Query<InLanguage>,
) -> Result<(StatusCode, Json<HouseCall>), ApiError> {
    administrator(&signed_in)?;
    let of = Announced::parse(&of).ok_or(ApiError::NotFound)?;
    let wanted = ToRecord::Company(of, language(wanted.language.as_deref())?);
    begun(house.doors.house_calls.record(signed_in.user.id, wanted, None))
}

/// Which telephone rings.
#[derive(Deserialize, ToSchema)]
pub struct Telephone {
    /// A number as the person would dial it, written in any of the usual ways; without one the person's own telephones.
    number: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/me/messages/{id}/call", operation_id = "playMessageByCall", params(("id" = String, Path)),
    request_body = Telephone, responses(
    (status = 202, description = "The telephone rings; who answers hears the message, with the keys that messages have", body = HouseCall),
    (status = 400, description = "That is no number", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such message", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Another such call is under way, it is the number of emergency services, or messages are not to be heard by telephone", body = Problem, content_type = "application/problem+json"),
))]
pub async fn play(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    request::Json(telephone): request::Json<Telephone>,
) -> Result<(StatusCode, Json<HouseCall>), ApiError> {
    let (_, entry) = messages::found(&house, &signed_in, &id).await?;
    let home = house.doors.directory.people().home_of(signed_in.user.id);
    let at = telephone.number.map(|number| contact::telephone(&home, &number)).transpose()?;
    begun(house.doors.house_calls.play(signed_in.user.id, entry.message, at))
}

#[utoipa::path(get, path = "/api/v1/me/house-calls/{id}", operation_id = "houseCall",
    params(("id" = String, Path)), responses(
    (status = 200, description = "How it stands", body = HouseCall),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such call, or it was long ago", body = Problem, content_type = "application/problem+json"),
))]
pub async fn stage(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<HouseCall>, ApiError> {
    let number = id.parse().map_err(|_| ApiError::NotFound)?;
    let stage = house.doors.house_calls.stage(signed_in.user.id, number).ok_or(ApiError::NotFound)?;
    Ok(Json(HouseCall::new(number, stage)))
}

pub(crate) fn begun(call: Result<u64, NotCalled>) -> Result<(StatusCode, Json<HouseCall>), ApiError> {
    let number = call.map_err(|why| ApiError::Refused(StatusCode::CONFLICT, why.to_string()))?;
    Ok((StatusCode::ACCEPTED, Json(HouseCall::new(number, HouseCallStage::Ringing))))
}

impl From<HouseCallStage> for Stage {
    fn from(stage: HouseCallStage) -> Self {
        match stage {
            HouseCallStage::Ringing => Self::Ringing,
            HouseCallStage::Talking => Self::Talking,
            HouseCallStage::Kept => Self::Kept,
            HouseCallStage::NotKept => Self::NotKept,
            HouseCallStage::Over => Self::Over,
            HouseCallStage::NotAnswered => Self::NotAnswered,
            HouseCallStage::Failed => Self::Failed,
        }
    }
}
