//! Hunt groups, for administrators: seen, added, changed, removed.

use crate::pages::{self, Page};
use crate::person::person_at;
use crate::problem::{ApiError, Problem};
use crate::request::{self, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::{administrator, wrong};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::People;
use domain::forward::Target;
use domain::hunt::{self, Manner, Plan};
use domain::id::{GroupId, UserId};
use domain::number::Extension;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A hunt group as it is to be.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupPlan {
    /// The group's own: 2 to 12 digits.
    extension: String,
    /// Shown on the telephones that ring: 1 to 60 characters.
    name: String,
    #[serde(default)]
    #[schema(inline)]
    manner: GroupManner,
    /// How long each turn rings: 5 to 300.
    #[serde(default = "usual_seconds")]
    seconds: u32,
    /// Extensions of 1 to 50 people, in the order in which they ring in turn.
    members: Vec<String>,
    /// Where calls go that nobody takes; null: callers hear that the group is busy or does not answer.
    #[serde(default)]
    #[schema(required)]
    overflow: Option<GroupOverflow>,
}

/// In which order members ring.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupManner {
    #[default]
    AllAtOnce,
    InTurn,
    LongestIdle,
}

/// Where calls go that nobody takes, as if this person had forwarded them.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupOverflow {
    /// The extension of the person whose voice mail, account and limits these are.
    person: String,
    /// `voice-mail`, or a number as this person would dial it.
    target: String,
}

/// A hunt group as it is.
#[derive(Serialize, ToSchema)]
pub struct HuntGroup {
    id: String,
    plan: GroupPlan,
}

fn usual_seconds() -> u32 {
    20
}

#[utoipa::path(get, path = "/api/v1/groups", operation_id = "groups", params(pages::Wanted), responses(
    (status = 200, description = "Hunt groups, by extension", body = Page<HuntGroup>),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<pages::Wanted>,
) -> Result<Json<Page<HuntGroup>>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let shown = |group: &hunt::Group| shown(&people, group);
    Ok(Json(pages::page(people.groups(), |group| group.plan.extension.as_str(), shown, &wanted)?))
}

#[utoipa::path(post, path = "/api/v1/groups", operation_id = "addGroup", request_body = GroupPlan, responses(
    (status = 201, description = "Kept, and used from now on", body = HuntGroup),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The extension is in use", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<GroupPlan>,
) -> Result<(StatusCode, Json<HuntGroup>), ApiError> {
    let actor = administrator(&signed_in)?;
    let plan = wanted.read(&house.doors.directory.people())?;
    let group = house.doors.groups.add_group(plan, Some(actor)).await?;
    Ok((StatusCode::CREATED, Json(shown(&house.doors.directory.people(), &group))))
}

#[utoipa::path(put, path = "/api/v1/groups/{id}", operation_id = "changeGroup", params(("id" = String, Path)),
    request_body = GroupPlan, responses(
    (status = 200, description = "Kept, and used from now on", body = HuntGroup),
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
    request::Json(wanted): request::Json<GroupPlan>,
) -> Result<Json<HuntGroup>, ApiError> {
    let actor = administrator(&signed_in)?;
    let plan = wanted.read(&house.doors.directory.people())?;
    let group = house.doors.groups.change_group(GroupId::new(id), plan, Some(actor)).await?;
    Ok(Json(shown(&house.doors.directory.people(), &group)))
}

#[utoipa::path(delete, path = "/api/v1/groups/{id}", operation_id = "removeGroup", params(("id" = String, Path)),
    responses(
    (status = 204, description = "Gone; its calls under way go on"),
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
    house.doors.groups.remove_group(GroupId::new(id), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl GroupPlan {
    fn read(self, people: &People) -> Result<Plan, ApiError> {
        let overflow = match self.overflow {
            Some(overflow) => Some(hunt::Overflow {
                person: person_at(people, &overflow.person).map_err(wrong)?,
                target: Target::parse(&overflow.target)
                    .ok_or_else(|| wrong("the overflow goes to voice-mail or to a number"))?,
            }),
            None => None,
        };
        Ok(Plan {
            extension: Extension::parse(&self.extension).map_err(wrong)?,
            name: self.name,
            manner: match self.manner {
                GroupManner::AllAtOnce => Manner::AllAtOnce,
                GroupManner::InTurn => Manner::InTurn,
                GroupManner::LongestIdle => Manner::LongestIdle,
            },
            seconds: self.seconds,
            members: self
                .members
                .iter()
                .map(|text| person_at(people, text))
                .collect::<Result<_, _>>()
                .map_err(wrong)?,
            overflow,
        })
    }
}

fn shown(people: &People, group: &hunt::Group) -> HuntGroup {
    let extension = |user: UserId| people.user(user).map(|user| user.extension.to_string());
    let plan = &group.plan;
    HuntGroup {
        id: group.id.to_string(),
        plan: GroupPlan {
            extension: plan.extension.to_string(),
            name: plan.name.clone(),
            manner: match plan.manner {
                Manner::AllAtOnce => GroupManner::AllAtOnce,
                Manner::InTurn => GroupManner::InTurn,
                Manner::LongestIdle => GroupManner::LongestIdle,
            },
            seconds: plan.seconds,
            members: plan.members.iter().filter_map(|user| extension(*user)).collect(),
            overflow: plan.overflow.as_ref().and_then(|overflow| {
                let target = overflow.target.text().to_owned();
                Some(GroupOverflow { person: extension(overflow.person)?, target })
            }),
        },
    }
}
