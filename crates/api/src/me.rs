//! The signed-in person.

use crate::problem::{ApiError, Problem};
use crate::router::House;
use crate::session::SignedIn;
use crate::spoken::Tag;
use axum::Json;
use axum::extract::State;
use domain::quota::Level;
use messaging::quota;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct Me {
    id: String,
    name: String,
    extension: String,
    email: String,
    #[schema(value_type = Tag)]
    language: &'static str,
    /// IANA name: `Europe/Berlin`.
    zone: String,
    administrator: bool,
}

#[utoipa::path(get, path = "/api/v1/me", operation_id = "me", responses(
    (status = 200, description = "Who is signed in", body = Me),
    (status = 401, description = "Nobody", body = Problem, content_type = "application/problem+json"),
))]
pub async fn me(SignedIn { user, .. }: SignedIn) -> Json<Me> {
    Json(Me {
        id: user.id.to_string(),
        name: user.name.clone(),
        extension: user.extension.to_string(),
        email: user.email.to_string(),
        language: user.language.tag(),
        zone: user.zone.clone(),
        administrator: user.administrator,
    })
}

/// Messages in the inbox.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    new_voice: u32,
    old_voice: u32,
    new_email: u32,
    old_email: u32,
}

#[utoipa::path(get, path = "/api/v1/me/counts", operation_id = "counts", responses(
    (status = 200, description = "New and old messages of each kind", body = Counts),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn counts(State(house): State<Arc<House>>, signed_in: SignedIn) -> Result<Json<Counts>, ApiError> {
    let counts = house.doors.post.mailbox(signed_in.user.id).counts().await?;
    Ok(Json(Counts {
        new_voice: counts.new_voice,
        old_voice: counts.old_voice,
        new_email: counts.new_email,
        old_email: counts.old_email,
    }))
}

/// What the mailbox holds, and may hold.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// All messages in all folders.
    used_bytes: u64,
    /// Null: the disk alone limits it.
    quota_bytes: Option<u64>,
    /// As the owner is told.
    level: HowFull,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HowFull {
    Below,
    AlmostFull,
    Full,
}

impl From<Level> for HowFull {
    fn from(level: Level) -> Self {
        match level {
            Level::Below => HowFull::Below,
            Level::Almost => HowFull::AlmostFull,
            Level::Full => HowFull::Full,
        }
    }
}

#[utoipa::path(get, path = "/api/v1/me/quota", operation_id = "quota", responses(
    (status = 200, description = "How full the mailbox is", body = Usage),
    (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
))]
pub async fn usage(State(house): State<Arc<House>>, signed_in: SignedIn) -> Result<Json<Usage>, ApiError> {
    let people = house.doors.directory.people();
    let held = quota::held(&*house.doors.post, &people, signed_in.user.id).await?;
    Ok(Json(Usage { used_bytes: held.used, quota_bytes: held.quota.bytes, level: held.level().into() }))
}
