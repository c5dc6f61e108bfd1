//! Sites and who belongs to them: checked by `domain`, kept as rows, seen with the people.

use crate::door::{Answer, DirectoryError};
use crate::people::People;
use crate::registry::Registry;
use crate::rows::Rows;
use domain::id::{SiteId, UserId};
use domain::site::{Plan, Site};
use std::collections::HashMap;
use store::{SiteRow, StoreError};

/// The one writer of sites; [`People`] shows them. `actor` is who does it, for the audit.
pub trait Sites: Send + Sync {
    /// Adds a site if `domain::site` finds it sound, and no other one has its name or its numbers.
    fn add_site(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, Site>;

    /// Writes a site over.
    fn change_site(&self, id: SiteId, plan: Plan, actor: Option<UserId>) -> Answer<'_, Site>;

    /// With its settings. Its people belong to none then.
    fn remove_site(&self, id: SiteId, actor: Option<UserId>) -> Answer<'_, ()>;

    /// Where a person belongs from now on: each to one site at most.
    fn place_at(&self, person: UserId, site: Option<SiteId>, actor: Option<UserId>) -> Answer<'_, ()>;
}

impl<R: Rows> Sites for Registry<R> {
    fn add_site(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, Site> {
        Box::pin(self.keep_site(None, plan, actor))
    }

    fn change_site(&self, id: SiteId, plan: Plan, actor: Option<UserId>) -> Answer<'_, Site> {
        Box::pin(self.keep_site(Some(id), plan, actor))
    }

    fn remove_site(&self, id: SiteId, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            self.rows.remove_site(id, actor).await?;
            Ok(self.renew().await?)
        })
    }

    fn place_at(&self, person: UserId, site: Option<SiteId>, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            self.user(person)?;
            self.rows.place_at(person, site, actor).await?;
            Ok(self.renew().await?)
        })
    }
}

impl<R: Rows> Registry<R> {
    async fn keep_site(
        &self,
        id: Option<SiteId>,
        plan: Plan,
        actor: Option<UserId>,
    ) -> Result<Site, DirectoryError> {
        plan.check().map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
        let people = self.snapshot();
        let mut others = people.sites().iter().filter(|other| Some(other.id) != id);
        if others.any(|other| other.plan.stem() == plan.stem()) {
            return Err(DirectoryError::Taken("these numbers"));
        }
        let row = row(id, plan);
        let id = match id {
            Some(id) => self.rows.change_site(row, actor).await.map(|()| id),
            None => self.rows.add_site(row, actor).await,
        };
        let id = id.map_err(|error| match error {
            StoreError::Taken => DirectoryError::Taken("this name"),
            other => other.into(),
        })?;
        self.renew().await?;
        self.snapshot().site(id).cloned().ok_or(DirectoryError::NotFound)
    }
}

/// Sites, and who belongs to which.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// By name.
    pub(crate) sites: Vec<Site>,
    pub(crate) of: HashMap<UserId, SiteId>,
}

impl People {
    /// By name.
    pub fn sites(&self) -> &[Site] {
        &self.places.sites
    }

    pub fn site(&self, id: SiteId) -> Option<&Site> {
        self.places.sites.iter().find(|site| site.id == id)
    }

    /// Where a person belongs.
    pub fn site_of(&self, person: UserId) -> Option<&Site> {
        self.site(*self.places.of.get(&person)?)
    }
}

pub(crate) async fn places(rows: &impl Rows) -> Result<Places, StoreError> {
    let sites = rows.sites().await?.into_iter().map(site).collect();
    Ok(Places { sites, of: rows.site_people().await?.into_iter().collect() })
}

fn row(id: Option<SiteId>, plan: Plan) -> SiteRow {
    SiteRow {
        id: id.unwrap_or(SiteId::new(0)),
        name: plan.name,
        country: plan.country,
        area: plan.area,
        subscriber: plan.subscriber,
        outside_access: plan.outside_access,
    }
}

fn site(row: SiteRow) -> Site {
    let SiteRow { id, name, country, area, subscriber, outside_access } = row;
    Site { id, plan: Plan { name, country, area, subscriber, outside_access } }
}
