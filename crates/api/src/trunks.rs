//! Lines to providers and other telephone systems, for administrators: seen with how they stand, added, changed, removed.

use crate::doors::{Reach, Registration, TrunkState};
use crate::pages::{self, Page};
use crate::problem::{ApiError, Problem};
use crate::request::{self, Path, Query};
use crate::router::House;
use crate::session::SignedIn;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use directory::NewTrunk;
use domain::e164::E164;
use domain::id::{TrunkId, UserId};
use domain::network::Network;
use domain::number::Extension;
use domain::numbering::{DirectNumbers, Written};
use domain::outside::OutsideRoute;
use domain::trunk::{self, Agreed};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What is agreed with the other end. What is left out has its usual value.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// Where calls go: `sip:HOST[:PORT][;transport=tcp]`.
    server: String,
    /// Our domain in From; empty: the server's host.
    #[serde(default)]
    domain: String,
    /// The name of our account; empty: none.
    #[serde(default)]
    user: String,
    #[serde(default)]
    #[schema(inline)]
    access: Access,
    /// Addresses that its calls come from, such as `192.0.2.0/24`.
    #[serde(default)]
    networks: Vec<String>,
    #[serde(default)]
    #[schema(inline)]
    written: Style,
    /// Direct numbers that come in by it, such as `+4930123456:10-999`.
    #[serde(default)]
    direct: Vec<String>,
    /// The extension that takes calls to the company's own number.
    #[serde(default)]
    main: Option<String>,
    /// The number shown for callers who have no direct one.
    #[serde(default)]
    shown: Option<String>,
    /// It is trusted with identities, and ours with its own (RFC 3325).
    #[serde(default)]
    asserts: bool,
    /// It is believed when it says for whom a call was that it passes on.
    #[serde(default)]
    diverts: bool,
    /// Its far ends hang up by nothing but the network's busy tone, as behind analogue lines: the call ends when that is
    /// heard.
    #[serde(default)]
    hangs_up_by_tone: bool,
    /// It takes calls back that are transferred from one of its people to another (REFER).
    #[serde(default)]
    takes_back: bool,
    /// It is told the lamps of mailboxes, unasked (RFC 3842).
    #[serde(default)]
    lamps: bool,
    /// Calls at once: 1 to 5000.
    channels: Option<u32>,
    /// How often it is asked whether it is there: 5 to 3600, or 0 for never.
    ping_seconds: Option<u32>,
    /// How long a registration is asked for: 30 to 86400.
    register_seconds: Option<u32>,
    #[serde(default)]
    disabled: bool,
}

/// How the other end knows us.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    Registering,
    #[default]
    Trusted,
}

/// How it writes numbers: `+4930…`, `4930…`, `004930…`, `030…`.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    #[default]
    Plus,
    Digits,
    International,
    National,
}

/// A trunk as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedTrunk {
    /// 1 to 40 of `a-z`, `0-9` and hyphen.
    name: String,
    terms: Terms,
    /// The password of our account; left out: as it was. It is never shown.
    secret: Option<String>,
}

/// A trunk as it is.
#[derive(Serialize, ToSchema)]
pub struct Trunk {
    id: String,
    name: String,
    terms: Terms,
    state: Standing,
}

/// How a trunk stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    #[schema(inline)]
    reach: ReachName,
    #[schema(inline)]
    registration: RegistrationName,
    /// The answer that a registration failed with.
    #[schema(required)]
    registration_status: Option<u16>,
    /// Calls under way.
    calls: u32,
}

/// Whether it answers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReachName {
    Unknown,
    Up,
    Down,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationName {
    None,
    Trying,
    Registered,
    Failed,
}

/// Which trunks the numbers that begin so go by, in order.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrunkRoute {
    /// `+`, `+49` or the like; `emergency`; or one number for help such as `112`.
    prefix: String,
    /// Ids of trunks.
    trunks: Vec<String>,
}

#[utoipa::path(get, path = "/api/v1/trunks", operation_id = "trunks", params(pages::Wanted), responses(
    (status = 200, description = "Trunks, by name", body = Page<Trunk>),
    (status = 400, description = "Not readable", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<pages::Wanted>,
) -> Result<Json<Page<Trunk>>, ApiError> {
    administrator(&signed_in)?;
    let states = house.doors.trunks.states();
    let outside = house.doors.directory.outside();
    let page = pages::page(&outside.trunks, |trunk| &trunk.name, |trunk| shown(trunk, &states), &wanted);
    Ok(Json(page?))
}

#[utoipa::path(post, path = "/api/v1/trunks", operation_id = "addTrunk", request_body = WantedTrunk, responses(
    (status = 201, description = "Kept, and used within two seconds", body = Trunk),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The name is in use", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<WantedTrunk>,
) -> Result<(StatusCode, Json<Trunk>), ApiError> {
    let actor = administrator(&signed_in)?;
    let trunk = house.doors.directory.add_trunk(wanted.read()?, Some(actor)).await?;
    Ok((StatusCode::CREATED, Json(shown(&trunk, &house.doors.trunks.states()))))
}

#[utoipa::path(put, path = "/api/v1/trunks/{id}", operation_id = "changeTrunk", params(("id" = String, Path)),
    request_body = WantedTrunk, responses(
    (status = 200, description = "Kept, and used within two seconds", body = Trunk),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The name is in use", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Path(id): Path<i64>,
    request::Json(wanted): request::Json<WantedTrunk>,
) -> Result<Json<Trunk>, ApiError> {
    let actor = administrator(&signed_in)?;
    let trunk = house.doors.directory.change_trunk(TrunkId::new(id), wanted.read()?, Some(actor)).await?;
    Ok(Json(shown(&trunk, &house.doors.trunks.states())))
}

#[utoipa::path(delete, path = "/api/v1/trunks/{id}", operation_id = "removeTrunk", params(("id" = String, Path)),
    responses(
    (status = 204, description = "Gone, from all routes, too"),
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
    house.doors.directory.remove_trunk(TrunkId::new(id), Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/api/v1/trunk-routes", operation_id = "trunkRoutes", responses(
    (status = 200, description = "All routes, by prefix", body = Vec<TrunkRoute>),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn routes(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
) -> Result<Json<Vec<TrunkRoute>>, ApiError> {
    administrator(&signed_in)?;
    let outside = house.doors.directory.outside();
    let ids = |trunks: &[TrunkId]| trunks.iter().map(TrunkId::to_string).collect();
    let shown =
        |route: &OutsideRoute| TrunkRoute { prefix: route.prefix.clone(), trunks: ids(&route.trunks) };
    Ok(Json(outside.routes.iter().map(shown).collect()))
}

#[utoipa::path(put, path = "/api/v1/trunk-routes", operation_id = "setTrunkRoutes", request_body = Vec<TrunkRoute>,
    responses(
    (status = 204, description = "In the place of all that there were"),
    (status = 400, description = "It cannot work so", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "For administrators", body = Problem, content_type = "application/problem+json"),
))]
pub async fn set_routes(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    request::Json(wanted): request::Json<Vec<TrunkRoute>>,
) -> Result<StatusCode, ApiError> {
    let actor = administrator(&signed_in)?;
    let id = |text: &String| {
        text.parse().map(TrunkId::new).map_err(|_| wrong(format!("there is no trunk {text}")))
    };
    let mut routes = Vec::with_capacity(wanted.len());
    for TrunkRoute { prefix, trunks } in wanted {
        routes.push(OutsideRoute { prefix, trunks: trunks.iter().map(id).collect::<Result<_, _>>()? });
    }
    house.doors.directory.set_routes(routes, Some(actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who does it, if that is an administrator.
pub fn administrator(signed_in: &SignedIn) -> Result<UserId, ApiError> {
    signed_in.user.administrator.then_some(signed_in.user.id).ok_or(ApiError::Forbidden)
}

pub fn wrong(why: impl ToString) -> ApiError {
    ApiError::BadRequest(why.to_string())
}

impl WantedTrunk {
    fn read(self) -> Result<NewTrunk, ApiError> {
        Ok(NewTrunk { name: self.name, agreed: self.terms.read()?, secret: self.secret.map(Into::into) })
    }
}

impl Terms {
    fn read(self) -> Result<Agreed, ApiError> {
        let usual = Agreed::with(&self.server);
        let networks = self.networks.iter().map(|text| Network::parse(text)).collect::<Result<_, _>>();
        let direct = self.direct.iter().map(|text| DirectNumbers::parse(text)).collect::<Result<_, _>>();
        Ok(Agreed {
            domain: self.domain,
            user: self.user,
            access: match self.access {
                Access::Registering => trunk::Access::Registering,
                Access::Trusted => trunk::Access::Trusted,
            },
            networks: networks.map_err(wrong)?,
            written: match self.written {
                Style::Plus => Written::Plus,
                Style::Digits => Written::Digits,
                Style::International => Written::International,
                Style::National => Written::National,
            },
            direct: direct.map_err(wrong)?,
            main: self.main.map(|text| Extension::parse(&text)).transpose().map_err(wrong)?,
            shown: self.shown.map(|text| E164::parse(&text)).transpose().map_err(wrong)?,
            asserts: self.asserts,
            diverts: self.diverts,
            hangs_up_by_tone: self.hangs_up_by_tone,
            takes_back: self.takes_back,
            lamps: self.lamps,
            channels: self.channels.unwrap_or(usual.channels),
            ping_seconds: self.ping_seconds.unwrap_or(usual.ping_seconds),
            register_seconds: self.register_seconds.unwrap_or(usual.register_seconds),
            disabled: self.disabled,
            ..usual
        })
    }

    fn of(agreed: &Agreed) -> Self {
        Terms {
            server: agreed.server.clone(),
            domain: agreed.domain.clone(),
            user: agreed.user.clone(),
            access: match agreed.access {
                trunk::Access::Registering => Access::Registering,
                trunk::Access::Trusted => Access::Trusted,
            },
            networks: agreed.networks.iter().map(Network::to_string).collect(),
            written: match agreed.written {
                Written::Plus => Style::Plus,
                Written::Digits => Style::Digits,
                Written::International => Style::International,
                Written::National => Style::National,
            },
            direct: agreed.direct.iter().map(DirectNumbers::to_string).collect(),
            main: agreed.main.as_ref().map(Extension::to_string),
            shown: agreed.shown.as_ref().map(E164::to_string),
            asserts: agreed.asserts,
            diverts: agreed.diverts,
            hangs_up_by_tone: agreed.hangs_up_by_tone,
            takes_back: agreed.takes_back,
            lamps: agreed.lamps,
            channels: Some(agreed.channels),
            ping_seconds: Some(agreed.ping_seconds),
            register_seconds: Some(agreed.register_seconds),
            disabled: agreed.disabled,
        }
    }
}

fn shown(trunk: &trunk::Trunk, states: &[TrunkState]) -> Trunk {
    let state = states.iter().find(|state| state.id == trunk.id);
    let (registration, registration_status) = match state.map(|state| state.registration) {
        None | Some(Registration::None) => (RegistrationName::None, None),
        Some(Registration::Trying) => (RegistrationName::Trying, None),
        Some(Registration::Registered) => (RegistrationName::Registered, None),
        Some(Registration::Failed { status }) => (RegistrationName::Failed, status),
    };
    let reach = match state.map(|state| state.reach) {
        None | Some(Reach::Unknown) => ReachName::Unknown,
        Some(Reach::Up) => ReachName::Up,
        Some(Reach::Down) => ReachName::Down,
    };
    let calls = state.map_or(0, |state| state.calls);
    Trunk {
        id: trunk.id.to_string(),
        name: trunk.name.clone(),
        terms: Terms::of(&trunk.agreed),
        state: Standing { reach, registration, registration_status, calls },
    }
}
