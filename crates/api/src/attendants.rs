//! Attendants, for administrators: seen, added, changed, removed, and their announcements.

use crate::pages::{self, Page};
use crate::person::person_at;
use crate::problem::{ApiError, Problem};
use crate::recorded;
use crate::request::{self, Body, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::{administrator, wrong};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use directory::People;
use domain::attendant::{self, Goal, Plan};
use domain::id::AttendantId;
use domain::language::Language;
use domain::number::{Extension, Number};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// An attendant as it is to be.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendantPlan {
    /// The attendant's own: 2 to 12 digits.
    extension: String,
    /// 1 to 60 characters.
    name: String,
    /// BCP 47: the language of callers of whom nothing else is known.
    language: String,
    /// IANA name of the time zone that hours and dates are of.
    zone: String,
    /// The extension of the person whose right it is to call outside; null: callers are sent nowhere outside.
    #[serde(default)]
    #[schema(required)]
    person: Option<String>,
    /// The first that applies decides.
    #[serde(default)]
    rules: Vec<AttendantRule>,
    /// Where no rule applies.
    otherwise: AttendantGoal,
    #[serde(default)]
    menus: Vec<AttendantMenu>,
    #[serde(default)]
    texts: Vec<AttendantText>,
}

/// What is done at certain hours or on certain days.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendantRule {
    name: String,
    when: AttendantHours,
    /// The announcement that is played before the caller goes on.
    #[serde(default)]
    #[schema(required)]
    says: Option<String>,
    to: AttendantGoal,
}

/// When a rule applies: all that is given must hold.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendantHours {
    /// `12345` is Monday to Friday.
    #[serde(default)]
    days: String,
    /// `08:00-17:30`; over midnight where the end is not after the start, which then counts to the day before.
    #[serde(default)]
    hours: Vec<String>,
    /// `2026-12-24`, `2026-12-24/2027-01-01`, or every year `12-24` or `12-24/12-26`.
    #[serde(default)]
    dates: Vec<String>,
}

/// What a caller chooses from.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendantMenu {
    name: String,
    /// The announcement that is played first.
    #[serde(default)]
    #[schema(required)]
    says: Option<String>,
    keys: Vec<AttendantKey>,
    /// After so many rounds of silence or of keys without use the caller goes where `after` says: 1 to 9.
    #[serde(default = "usual_rounds")]
    rounds: u32,
    after: AttendantGoal,
}

/// What a key of a menu does.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendantKey {
    /// `0` to `9`, `*` or `#`.
    key: String,
    /// What is said of it: `sales`, for "For sales, press 1". Null: the announcement tells.
    #[serde(default)]
    #[schema(required)]
    label: Option<String>,
    to: AttendantGoal,
}

/// Where a caller is sent.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AttendantGoal {
    /// To another menu, by its name.
    Menu(String),
    /// To a person, a group, another attendant, or a number outside as the attendant's person would dial it.
    Call(String),
    /// To the voice mail of whom this extension belongs to, without ringing.
    VoiceMail(String),
    /// To somebody whose name or extension the caller enters.
    Names,
    /// To the number of the setting `operator`.
    Operator,
    /// The menu once more.
    Repeat,
    End,
}

/// A text that is spoken where nothing is recorded.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendantText {
    /// Of the announcement.
    name: String,
    /// BCP 47.
    language: String,
    /// 1 to 1000 characters.
    text: String,
}

/// An attendant as it is.
#[derive(Serialize, ToSchema)]
pub struct Attendant {
    id: String,
    plan: AttendantPlan,
    /// What is recorded.
    announcements: Vec<AttendantAnnouncement>,
}

/// A recorded announcement.
#[derive(Serialize, ToSchema)]
pub struct AttendantAnnouncement {
    name: String,
    language: &'static str,
}

/// What happens to a call at a moment.
#[derive(Serialize, ToSchema)]
pub struct AttendantDecision {
    /// Null: no rule applies.
    #[schema(required)]
    rule: Option<String>,
    /// The announcement that is played first.
    #[schema(required)]
    says: Option<String>,
    to: AttendantGoal,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Moment {
    /// On the clock of the attendant's zone, such as 2026-12-24T10:00; now unless given.
    at: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Spoken {
    /// BCP 47; the attendant's own unless given.
    language: Option<String>,
}

fn usual_rounds() -> u32 {
    3
}

#[utoipa::path(get, path = "/api/v1/attendants", operation_id = "attendants", params(pages::Wanted), responses(
    (status = 200, description = "Attendants, by extension", body = Page<Attendant>),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<pages::Wanted>,
) -> Result<Json<Page<Attendant>>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let shown = |attendant: &attendant::Attendant| shown(&people, attendant);
    Ok(Json(pages::page(people.attendants(), |attendant| attendant.plan.extension.as_str(), shown, &wanted)?))
}

#[utoipa::path(post, path = "/api/v1/attendants", operation_id = "addAttendant", request_body = AttendantPlan, responses(
    (status = 201, description = "Kept, and used from now on", body = Attendant),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The extension is in use", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<AttendantPlan>,
) -> Result<(StatusCode, Json<Attendant>), ApiError> {
    let actor = administrator(&signed_in)?;
    let plan = wanted.read(&house.doors.directory.people()).map_err(wrong)?;
    let added = house.doors.attendants.add_attendant(plan, Some(actor)).await?;
    Ok((StatusCode::CREATED, Json(shown(&house.doors.directory.people(), &added))))
}

#[utoipa::path(put, path = "/api/v1/attendants/{id}", operation_id = "changeAttendant", params(("id" = String, Path)),
    request_body = AttendantPlan, responses(
    (status = 200, description = "Kept, and used from now on", body = Attendant),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The extension is in use", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
    request::Json(wanted): request::Json<AttendantPlan>,
) -> Result<Json<Attendant>, ApiError> {
    let actor = administrator(&signed_in)?;
    let plan = wanted.read(&house.doors.directory.people()).map_err(wrong)?;
    let changed = house.doors.attendants.change_attendant(AttendantId::new(id), plan, Some(actor)).await?;
    Ok(Json(shown(&house.doors.directory.people(), &changed)))
}

#[utoipa::path(delete, path = "/api/v1/attendants/{id}", operation_id = "removeAttendant", params(("id" = String, Path)),
    responses(
    (status = 204, description = "Gone, with its announcements"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    house.doors.attendants.remove_attendant(AttendantId::new(id), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/api/v1/attendants/{id}/decision", operation_id = "attendantDecision",
    params(("id" = String, Path), Moment), responses(
    (status = 200, description = "Which rule applies, and what callers hear", body = AttendantDecision),
    (status = 400, description = "No moment", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn decision(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
    Query(moment): Query<Moment>,
) -> Result<Json<AttendantDecision>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let plan = &people.attendant(AttendantId::new(id)).ok_or(ApiError::NotFound)?.plan;
    let at = match moment.at {
        Some(at) => at.parse::<DateTime>().map_err(wrong)?,
        None => {
            jiff::Timestamp::now().to_zoned(TimeZone::get(&plan.zone).unwrap_or(TimeZone::UTC)).datetime()
        }
    };
    let decision = plan.at(at);
    Ok(Json(AttendantDecision {
        rule: decision.rule.map(str::to_owned),
        says: decision.says.map(str::to_owned),
        to: AttendantGoal::of(decision.to),
    }))
}

#[utoipa::path(get, path = "/api/v1/attendants/{id}/announcements/{name}", operation_id = "attendantAnnouncement",
    params(("id" = String, Path), ("name" = String, Path), Spoken), responses(
    (status = 200, description = "A WAV file", body = Vec<u8>, content_type = "audio/wav"),
    (status = 206, description = "The asked range of it", body = Vec<u8>, content_type = "audio/wav"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn announcement(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((id, name)): Path<(i64, String)>,
    Query(spoken): Query<Spoken>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let (attendant, language) = named(&people, id, &spoken)?;
    let mut sounds = attendant.sounds.iter();
    let sound = sounds.find(|sound| sound.name == name && sound.language == language);
    let blob = &sound.ok_or(ApiError::NotFound)?.blob;
    recorded::answer(&house, &headers, blob).await
}

#[utoipa::path(put, path = "/api/v1/attendants/{id}/announcements/{name}", operation_id = "putAttendantAnnouncement",
    params(("id" = String, Path), ("name" = String, Path), Spoken),
    request_body(content = Vec<u8>, content_type = "audio/wav"), responses(
    (status = 204, description = "Kept, at the loudness of all greetings and without silence around it"),
    (status = 400, description = "No sound that can be used", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such attendant", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_announcement(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((id, name)): Path<(i64, String)>,
    Query(spoken): Query<Spoken>,
    Body(file): Body,
) -> Result<StatusCode, ApiError> {
    administrator(&signed_in)?;
    let language = named(&house.doors.directory.people(), id, &spoken)?.1;
    let wav = recorded::levelled(file).await?;
    let id = AttendantId::new(id);
    house.doors.attendants.set_announcement(id, name, language, wav).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/attendants/{id}/announcements/{name}", operation_id = "deleteAttendantAnnouncement",
    params(("id" = String, Path), ("name" = String, Path), Spoken), responses(
    (status = 204, description = "Gone: the text is spoken again"),
    (status = 400, description = "It is said, and written nowhere", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "None recorded", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete_announcement(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((id, name)): Path<(i64, String)>,
    Query(spoken): Query<Spoken>,
) -> Result<StatusCode, ApiError> {
    administrator(&signed_in)?;
    let language = named(&house.doors.directory.people(), id, &spoken)?.1;
    house.doors.attendants.remove_announcement(AttendantId::new(id), name, language).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The attendant, and the language that is meant.
fn named<'a>(
    people: &'a People,
    id: i64,
    spoken: &Spoken,
) -> Result<(&'a attendant::Attendant, Language), ApiError> {
    let attendant = people.attendant(AttendantId::new(id)).ok_or(ApiError::NotFound)?;
    let language = recorded::language(spoken.language.as_deref())?.unwrap_or(attendant.plan.language);
    Ok((attendant, language))
}

fn shown(people: &People, attendant: &attendant::Attendant) -> Attendant {
    let announcement = |sound: &attendant::Sound| AttendantAnnouncement {
        name: sound.name.clone(),
        language: sound.language.tag(),
    };
    Attendant {
        id: attendant.id.to_string(),
        plan: AttendantPlan::of(people, &attendant.plan),
        announcements: attendant.sounds.iter().map(announcement).collect(),
    }
}

impl AttendantPlan {
    /// As `domain` has it, checked in what can be read alone.
    pub fn read(self, people: &People) -> Result<Plan, String> {
        let person = self.person.map(|extension| person_at(people, &extension)).transpose()?;
        Ok(Plan {
            extension: Extension::parse(&self.extension).map_err(|error| error.to_string())?,
            name: self.name,
            language: language(&self.language)?,
            zone: self.zone,
            person,
            rules: self.rules.into_iter().map(AttendantRule::read).collect::<Result<_, _>>()?,
            otherwise: self.otherwise.read()?,
            menus: self.menus.into_iter().map(AttendantMenu::read).collect::<Result<_, _>>()?,
            texts: self.texts.into_iter().map(AttendantText::read).collect::<Result<_, _>>()?,
        })
    }

    /// As it is shown.
    pub fn of(people: &People, plan: &Plan) -> AttendantPlan {
        AttendantPlan {
            extension: plan.extension.to_string(),
            name: plan.name.clone(),
            language: plan.language.tag().to_owned(),
            zone: plan.zone.clone(),
            person: plan.person.and_then(|person| people.user(person)).map(|user| user.extension.to_string()),
            rules: plan.rules.iter().map(AttendantRule::of).collect(),
            otherwise: AttendantGoal::of(&plan.otherwise),
            menus: plan.menus.iter().map(AttendantMenu::of).collect(),
            texts: plan.texts.iter().map(AttendantText::of).collect(),
        }
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| format!("{tag} is not spoken here"))
}

impl AttendantRule {
    fn read(self) -> Result<attendant::Rule, String> {
        let AttendantHours { days, hours, dates } = self.when;
        let when = attendant::When::read(days, hours, dates).map_err(|error| error.to_string())?;
        Ok(attendant::Rule { name: self.name, when, says: self.says, to: self.to.read()? })
    }

    fn of(rule: &attendant::Rule) -> AttendantRule {
        let (days, hours, dates) = rule.when.written();
        AttendantRule {
            name: rule.name.clone(),
            when: AttendantHours { days: days.to_owned(), hours: hours.to_vec(), dates: dates.to_vec() },
            says: rule.says.clone(),
            to: AttendantGoal::of(&rule.to),
        }
    }
}

impl AttendantMenu {
    fn read(self) -> Result<attendant::Menu, String> {
        Ok(attendant::Menu {
            name: self.name,
            says: self.says,
            keys: self.keys.into_iter().map(AttendantKey::read).collect::<Result<_, _>>()?,
            rounds: self.rounds,
            after: self.after.read()?,
        })
    }

    fn of(menu: &attendant::Menu) -> AttendantMenu {
        let key = |choice: &attendant::Choice| AttendantKey {
            key: choice.key.to_string(),
            label: choice.label.clone(),
            to: AttendantGoal::of(&choice.to),
        };
        AttendantMenu {
            name: menu.name.clone(),
            says: menu.says.clone(),
            keys: menu.keys.iter().map(key).collect(),
            rounds: menu.rounds,
            after: AttendantGoal::of(&menu.after),
        }
    }
}

impl AttendantKey {
    fn read(self) -> Result<attendant::Choice, String> {
        let mut letters = self.key.chars();
        match (letters.next(), letters.next()) {
            (Some(key), None) => Ok(attendant::Choice { key, label: self.label, to: self.to.read()? }),
            _ => Err("a key is 0 to 9, * or #".into()),
        }
    }
}

impl AttendantGoal {
    fn read(self) -> Result<Goal, String> {
        Ok(match self {
            AttendantGoal::Menu(name) => Goal::Menu(name),
            AttendantGoal::Call(number) => {
                Goal::Call(Number::parse(&number).map_err(|error| error.to_string())?)
            }
            AttendantGoal::VoiceMail(extension) => {
                Goal::VoiceMail(Extension::parse(&extension).map_err(|error| error.to_string())?)
            }
            AttendantGoal::Names => Goal::Names,
            AttendantGoal::Operator => Goal::Operator,
            AttendantGoal::Repeat => Goal::Repeat,
            AttendantGoal::End => Goal::End,
        })
    }

    fn of(goal: &Goal) -> AttendantGoal {
        match goal {
            Goal::Menu(name) => AttendantGoal::Menu(name.clone()),
            Goal::Call(number) => AttendantGoal::Call(number.to_string()),
            Goal::VoiceMail(extension) => AttendantGoal::VoiceMail(extension.to_string()),
            Goal::Names => AttendantGoal::Names,
            Goal::Operator => AttendantGoal::Operator,
            Goal::Repeat => AttendantGoal::Repeat,
            Goal::End => AttendantGoal::End,
        }
    }
}

impl AttendantText {
    fn read(self) -> Result<attendant::Text, String> {
        Ok(attendant::Text { language: language(&self.language)?, name: self.name, text: self.text })
    }

    fn of(text: &attendant::Text) -> AttendantText {
        AttendantText {
            name: text.name.clone(),
            language: text.language.tag().to_owned(),
            text: text.text.clone(),
        }
    }
}
