//! Distribution lists: a person's own, and the company's, which all may use and administrators change.

use crate::problem::{ApiError, Problem};
use crate::request::{self, Path};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::{administrator, wrong};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::People;
use domain::distribution::{Address, List, ListNumber, Member, NoAddress, Plan};
use domain::id::UserId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A distribution list as it is to be.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPlan {
    /// At most 60 characters.
    #[serde(default)]
    name: String,
    /// At most 99: extensions, e-mail addresses, and lists as they are pressed on a telephone: `*5` is the own list 5, `**5` the
    /// company's.
    members: Vec<String>,
}

/// A distribution list as it is.
#[derive(Serialize, ToSchema)]
pub struct DistributionList {
    /// 1 to 99.
    number: u8,
    plan: ListPlan,
    /// How many recipients there are, with those of the lists in it, each counted once.
    reaches: usize,
}

#[utoipa::path(get, path = "/api/v1/me/lists", operation_id = "ownLists", responses(
    (status = 200, description = "The person's own, by number: at most 99", body = Vec<DistributionList>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn own(State(house): State<Arc<House>>, signed_in: SignedIn) -> Json<Vec<DistributionList>> {
    lists(&house, Some(signed_in.user.id))
}

#[utoipa::path(get, path = "/api/v1/lists", operation_id = "lists", responses(
    (status = 200, description = "The company's, by number: at most 99; all may use them", body = Vec<DistributionList>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn central(State(house): State<Arc<House>>, _signed_in: SignedIn) -> Json<Vec<DistributionList>> {
    lists(&house, None)
}

#[utoipa::path(put, path = "/api/v1/me/lists/{number}", operation_id = "putOwnList",
    params(("number" = String, Path)), request_body = ListPlan, responses(
    (status = 200, description = "Kept, and used from now on", body = DistributionList),
    (status = 400, description = "It cannot be kept so: a number beyond 99, a hundredth member, nobody under an address", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_own(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(number): Path<String>,
    request::Json(wanted): request::Json<ListPlan>,
) -> Result<Json<DistributionList>, ApiError> {
    let me = signed_in.user.id;
    put(&house, Whose { owner: Some(me), actor: me }, &number, wanted).await
}

#[utoipa::path(put, path = "/api/v1/lists/{number}", operation_id = "putList",
    params(("number" = String, Path)), request_body = ListPlan, responses(
    (status = 200, description = "Kept, and used from now on", body = DistributionList),
    (status = 400, description = "It cannot be kept so: a number beyond 99, a hundredth member, nobody under an address", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_central(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(number): Path<String>,
    request::Json(wanted): request::Json<ListPlan>,
) -> Result<Json<DistributionList>, ApiError> {
    let actor = administrator(&signed_in)?;
    put(&house, Whose { owner: None, actor }, &number, wanted).await
}

#[utoipa::path(delete, path = "/api/v1/me/lists/{number}", operation_id = "deleteOwnList",
    params(("number" = String, Path)), responses(
    (status = 204, description = "Gone; lists that name it have one member less"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete_own(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(number): Path<String>,
) -> Result<StatusCode, ApiError> {
    let me = signed_in.user.id;
    delete(&house, Whose { owner: Some(me), actor: me }, &number).await
}

#[utoipa::path(delete, path = "/api/v1/lists/{number}", operation_id = "deleteList",
    params(("number" = String, Path)), responses(
    (status = 204, description = "Gone; lists that name it have one member less"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete_central(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(number): Path<String>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    delete(&house, Whose { owner: None, actor }, &number).await
}

/// Whose lists are changed, and by whom.
#[derive(Clone, Copy)]
struct Whose {
    owner: Option<UserId>,
    actor: UserId,
}

fn lists(house: &House, owner: Option<UserId>) -> Json<Vec<DistributionList>> {
    let people = house.doors.directory.people();
    Json(people.lists_of(owner).map(|list| shown(&people, list)).collect())
}

async fn put(
    house: &House,
    whose: Whose,
    number: &str,
    wanted: ListPlan,
) -> Result<Json<DistributionList>, ApiError> {
    let number = ListNumber::parse(number).ok_or_else(|| wrong(NoAddress::ListNumber))?;
    let people = house.doors.directory.people();
    let members = wanted.members.iter().map(|text| member(&people, whose.owner, text));
    let members = members.collect::<Result<_, _>>()?;
    let plan = Plan { owner: whose.owner, number, name: wanted.name, members };
    let list = house.doors.directory.keep_list(plan, Some(whose.actor)).await?;
    Ok(Json(shown(&house.doors.directory.people(), &list)))
}

async fn delete(house: &House, whose: Whose, number: &str) -> Result<StatusCode, ApiError> {
    let people = house.doors.directory.people();
    let list = ListNumber::parse(number).and_then(|number| people.list_at(whose.owner, number));
    house.doors.directory.remove_list(list.ok_or(ApiError::NotFound)?.id, Some(whose.actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn member(people: &People, owner: Option<UserId>, text: &str) -> Result<Member, ApiError> {
    let refused = |words: String| wrong(format!("{text}: {words}"));
    let address = Address::parse(text).map_err(|none| refused(none.to_string()))?;
    people.member_at(owner, &address).map_err(|nobody| refused(nobody.to_string()))
}

fn shown(people: &People, list: &List) -> DistributionList {
    let members = list.plan.members.iter().filter_map(|member| people.address_of(member));
    DistributionList {
        number: list.plan.number.get(),
        plan: ListPlan {
            name: list.plan.name.clone(),
            members: members.map(|address| address.to_string()).collect(),
        },
        reaches: people.reached_by(list.id).len(),
    }
}
