//! What callers would hear, and why; which text is played when, and what texts are called.

use crate::calls::GreetingReason;
use crate::problem::{ApiError, Problem};
use crate::recorded::language;
use crate::request::{self, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::{Caller, Circumstances};
use domain::greeting::{Assigned, Reached, Side, Situation, Slot, Sound, TextNumber, Usage};
use domain::profile::Profile;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// On which occasion.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The caller's; BCP 47; the person's own unless given.
    language: Option<String>,
    /// The caller is from inside the company.
    #[serde(default)]
    inside: bool,
    /// The person is on another call.
    #[serde(default)]
    busy: bool,
    /// When: `2026-12-24T17:00:00Z`; now unless given.
    #[param(value_type = Option<String>)]
    at: Option<Timestamp>,
}

/// What callers would hear.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GreetingWhy {
    why: GreetingReason,
    /// The presence that holds then.
    presence: String,
    /// The house's own words are said, around a recorded name where there is one.
    spoken: bool,
    /// Callers must hear it to its end.
    unskippable: bool,
    /// Callers can leave a message.
    takes_messages: bool,
    /// Where they may be put through to.
    #[schema(required)]
    transfer: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/me/greetings/why", operation_id = "whyGreeting", params(Asked), responses(
    (status = 200, description = "What callers would hear, and why", body = GreetingWhy),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn why(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Json<GreetingWhy>, ApiError> {
    let (people, owner) = (house.doors.directory.people(), &signed_in.user);
    let at = asked.at.unwrap_or_else(Timestamp::now);
    let caller = Caller {
        language: language(asked.language.as_deref())?.unwrap_or(owner.language),
        side: if asked.inside { Side::Inside } else { Side::Outside },
        reached: if asked.busy { Reached::Busy } else { Reached::NotBusy },
    };
    let circumstances = Circumstances::of(&people, owner, at);
    let settings = people.settings_of(Some(owner.id));
    let choice = directory::choose_greeting(owner, &settings, &circumstances, caller, at);
    let profile = Profile::of(&owner.profiles, &choice.active);
    Ok(Json(GreetingWhy {
        why: choice.why.into(),
        presence: choice.active.into(),
        spoken: matches!(choice.sound, Sound::Spoken { .. }),
        unskippable: choice.unskippable,
        takes_messages: profile.takes_messages,
        transfer: profile.offered().map(ToString::to_string),
    }))
}

/// How a greeting is used.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GreetingUse {
    /// `text-1` to `text-9`; `recorded`: what was recorded for it alone; `factory`: that, else the text that it has until
    /// another is assigned.
    played: String,
    /// Callers cannot skip it.
    #[serde(default)]
    unskippable: bool,
}

/// The same with what it is of.
#[derive(Serialize, ToSchema)]
pub struct GreetingUseOf {
    /// `busy`, `presence:home`.
    situation: String,
    using: GreetingUse,
    /// The text that `factory` stands for.
    #[schema(required)]
    factory: Option<String>,
}

const RECORDED: &str = "recorded";
const FACTORY: &str = "factory";

#[utoipa::path(get, path = "/api/v1/me/greeting-uses", operation_id = "greetingUses", responses(
    (status = 200, description = "Of every situation, and of the presence states that something was said of", body = Vec<GreetingUseOf>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn uses(signed_in: SignedIn) -> Json<Vec<GreetingUseOf>> {
    let book = &signed_in.user.greetings;
    let states = book.usages.iter().map(|usage| usage.slot.clone());
    let states = states.filter(|slot| matches!(slot, Slot::State(_)));
    let slots = Situation::ALL.into_iter().map(Slot::Situation).chain(states);
    let using = |slot: Slot| GreetingUseOf {
        using: GreetingUse {
            played: match book.assigned(&slot) {
                Assigned::Factory => FACTORY.to_owned(),
                Assigned::None => RECORDED.to_owned(),
                Assigned::Text(number) => Slot::Text(number).to_string(),
            },
            unskippable: book.is_unskippable(&slot),
        },
        factory: match &slot {
            Slot::Situation(situation) => TextNumber::factory(*situation),
            _ => None,
        }
        .map(|number| Slot::Text(number).to_string()),
        situation: slot.to_string(),
    };
    Json(slots.map(using).collect())
}

#[utoipa::path(put, path = "/api/v1/me/greeting-uses/{situation}", operation_id = "useGreeting",
    params(("situation" = String, Path)), request_body = GreetingUse, responses(
    (status = 204, description = "Holds from the next call on"),
    (status = 400, description = "It is not played by itself, or this is no text", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such situation", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_use(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(situation): Path<String>,
    request::Json(wanted): request::Json<GreetingUse>,
) -> Result<StatusCode, ApiError> {
    let slot = Slot::parse(&situation).ok_or(ApiError::NotFound)?;
    let assigned = match (wanted.played.as_str(), Slot::parse(&wanted.played)) {
        (FACTORY, _) => Assigned::Factory,
        (RECORDED, _) => Assigned::None,
        (_, Some(Slot::Text(number))) => Assigned::Text(number),
        _ => return Err(ApiError::BadRequest("played is factory, recorded, or text-1 to text-9".into())),
    };
    let usage = Usage { slot, assigned, unskippable: wanted.unskippable };
    house.doors.directory.use_greeting(signed_in.user.id, usage).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One of the nine texts.
#[derive(Serialize, ToSchema)]
pub struct GreetingText {
    number: u8,
    /// Empty: it has none.
    name: String,
    /// BCP 47, of those in which it is recorded.
    languages: Vec<&'static str>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextName {
    /// At most 60 characters; empty: none.
    name: String,
}

#[utoipa::path(get, path = "/api/v1/me/greeting-texts", operation_id = "greetingTexts", responses(
    (status = 200, description = "All nine, recorded or not", body = Vec<GreetingText>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn texts(signed_in: SignedIn) -> Json<Vec<GreetingText>> {
    let book = &signed_in.user.greetings;
    let name = |number| book.names.iter().find(|(of, _)| *of == number).map(|(_, name)| name.clone());
    let text = |number: TextNumber| {
        let recordings = book.recordings.iter().filter(|recording| recording.slot == Slot::Text(number));
        let languages = recordings.map(|recording| recording.language.tag()).collect();
        GreetingText { number: number.get(), name: name(number).unwrap_or_default(), languages }
    };
    Json(TextNumber::all().map(text).collect())
}

#[utoipa::path(put, path = "/api/v1/me/greeting-texts/{number}", operation_id = "nameGreetingText",
    params(("number" = u8, Path)), request_body = TextName, responses(
    (status = 204, description = "Kept"),
    (status = 400, description = "This is no name", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Texts are numbered 1 to 9", body = Problem, content_type = "application/problem+json"),
))]
pub async fn name_text(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(number): Path<u8>,
    request::Json(wanted): request::Json<TextName>,
) -> Result<StatusCode, ApiError> {
    let number = TextNumber::new(number).ok_or(ApiError::NotFound)?;
    house.doors.directory.name_text(signed_in.user.id, number, &wanted.name).await?;
    Ok(StatusCode::NO_CONTENT)
}
