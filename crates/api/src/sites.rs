//! The company's sites and who belongs to them, for administrators: seen, added, changed, removed.

use crate::pages::{self, Page};
use crate::person::person;
use crate::problem::{ApiError, Problem};
use crate::request::{self, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use crate::trunks::administrator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::SiteId;
use domain::site;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A site as it is to be.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SitePlan {
    /// 1 to 60 characters, no other site's.
    name: String,
    /// The country code, such as 49.
    country: String,
    /// The area code without the national prefix, such as 8142; empty where a country has none.
    #[serde(default)]
    area: String,
    /// What stands before the extensions, such as 4799.
    subscriber: String,
    /// What is dialled there to get a line out: 3 digits at most; empty: nothing is.
    #[serde(default)]
    outside_access: String,
}

/// A site as it is.
#[derive(Serialize, ToSchema)]
pub struct Site {
    id: String,
    plan: SitePlan,
}

/// Somebody who belongs to a site.
#[derive(Serialize, ToSchema)]
pub struct SitePerson {
    extension: String,
    name: String,
}

#[utoipa::path(get, path = "/api/v1/sites", operation_id = "sites", params(pages::Wanted), responses(
    (status = 200, description = "Sites, by name", body = Page<Site>),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<pages::Wanted>,
) -> Result<Json<Page<Site>>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    Ok(Json(pages::page(people.sites(), |site| site.plan.name.as_str(), shown, &wanted)?))
}

#[utoipa::path(post, path = "/api/v1/sites", operation_id = "addSite", request_body = SitePlan, responses(
    (status = 201, description = "Kept, and used from now on", body = Site),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The name or the numbers are another site's", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<SitePlan>,
) -> Result<(StatusCode, Json<Site>), ApiError> {
    let actor = administrator(&signed_in)?;
    let site = house.doors.sites.add_site(wanted.into(), Some(actor)).await?;
    Ok((StatusCode::CREATED, Json(shown(&site))))
}

#[utoipa::path(put, path = "/api/v1/sites/{id}", operation_id = "changeSite", params(("id" = String, Path)),
    request_body = SitePlan, responses(
    (status = 200, description = "Kept, and used from now on", body = Site),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The name or the numbers are another site's", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
    request::Json(wanted): request::Json<SitePlan>,
) -> Result<Json<Site>, ApiError> {
    let actor = administrator(&signed_in)?;
    let site = house.doors.sites.change_site(SiteId::new(id), wanted.into(), Some(actor)).await?;
    Ok(Json(shown(&site)))
}

#[utoipa::path(delete, path = "/api/v1/sites/{id}", operation_id = "removeSite", params(("id" = String, Path)),
    responses(
    (status = 204, description = "Gone with its settings; its people belong to none"),
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
    house.doors.sites.remove_site(SiteId::new(id), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/api/v1/sites/{id}/people", operation_id = "sitePeople",
    params(("id" = String, Path), pages::Wanted), responses(
    (status = 200, description = "Who belongs to it, by extension", body = Page<SitePerson>),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
))]
pub async fn people(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
    Query(wanted): Query<pages::Wanted>,
) -> Result<Json<Page<SitePerson>>, ApiError> {
    administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let id = people.site(SiteId::new(id)).ok_or(ApiError::NotFound)?.id;
    let belongs = |user: &&Arc<directory::User>| people.site_of(user.id).is_some_and(|site| site.id == id);
    let all: Vec<_> = people.users().filter(belongs).collect();
    let shown = |user: &&Arc<directory::User>| SitePerson {
        extension: user.extension.to_string(),
        name: user.name.clone(),
    };
    Ok(Json(pages::page(&all, |user| user.extension.as_str(), shown, &wanted)?))
}

#[utoipa::path(put, path = "/api/v1/sites/{id}/people/{extension}", operation_id = "placeAtSite",
    params(("id" = String, Path), ("extension" = String, Path)), responses(
    (status = 204, description = "The person belongs to it, and to no other one"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none, or nobody has this extension", body = Problem, content_type = "application/problem+json"),
))]
pub async fn place(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((id, extension)): Path<(i64, String)>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let user = person(&house.doors.directory.people(), &extension)?;
    house.doors.sites.place_at(user.id, Some(SiteId::new(id)), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/sites/{id}/people/{extension}", operation_id = "displaceFromSite",
    params(("id" = String, Path), ("extension" = String, Path)), responses(
    (status = 204, description = "The person belongs to no site"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "The person does not belong to it", body = Problem, content_type = "application/problem+json"),
))]
pub async fn displace(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path((id, extension)): Path<(i64, String)>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let people = house.doors.directory.people();
    let user = person(&people, &extension)?;
    people.site_of(user.id).filter(|site| site.id == SiteId::new(id)).ok_or(ApiError::NotFound)?;
    house.doors.sites.place_at(user.id, None, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<SitePlan> for site::Plan {
    fn from(wanted: SitePlan) -> Self {
        let SitePlan { name, country, area, subscriber, outside_access } = wanted;
        let country = site::country_code(&country);
        site::Plan { name, country, area, subscriber, outside_access }
    }
}

fn shown(site: &site::Site) -> Site {
    let site::Plan { name, country, area, subscriber, outside_access } = site.plan.clone();
    Site { id: site.id.to_string(), plan: SitePlan { name, country, area, subscriber, outside_access } }
}
