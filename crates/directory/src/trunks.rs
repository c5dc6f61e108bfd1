//! Trunks and the routes over them: checked by `domain`, kept as rows, seen as a snapshot.

use crate::door::{Directory, DirectoryError};
use crate::registry::Registry;
use crate::rows::Rows;
use domain::e164::E164;
use domain::id::{TrunkId, UserId};
use domain::number::Extension;
use domain::numbering::Home;
use domain::outside::OutsideRoute;
use domain::settings::{self, Settings};
use domain::sim::SimKey;
use domain::trunk::{self, Agreed, Trunk};
use std::collections::HashMap;
use store::{RouteRow, StoreError, TrunkRow};
use zeroize::Zeroizing;

/// The longest password of an account at a provider.
const LONGEST_SECRET: usize = 256;
/// Routes of a tenant.
const MOST_ROUTES: usize = 1000;

/// Lines to the public network and which calls go by them, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// By name.
    pub trunks: Vec<Trunk>,
    /// By prefix.
    pub routes: Vec<OutsideRoute>,
}

impl Outside {
    pub fn trunk(&self, id: TrunkId) -> Option<&Trunk> {
        self.trunks.iter().find(|trunk| trunk.id == id)
    }

    /// The trunk that has an extension among its direct numbers.
    pub fn direct_of(&self, extension: &Extension) -> Option<&Trunk> {
        let has = |trunk: &&Trunk| trunk.agreed.direct.iter().any(|block| block.number(extension).is_some());
        self.trunks.iter().find(has)
    }

    /// Whose direct number this is.
    pub fn extension_of(&self, number: &E164) -> Option<Extension> {
        trunk::direct_extension(&self.trunks, number)
    }

    /// All direct numbers of an extension.
    pub fn numbers_of(&self, extension: &Extension) -> impl Iterator<Item = E164> {
        self.trunks.iter().flat_map(|trunk| &trunk.agreed.direct).filter_map(|block| block.number(extension))
    }
}

/// A trunk to be added, or what one is to become.
#[derive(Clone)]
pub struct NewTrunk {
    pub name: String,
    pub agreed: Agreed,
    /// None: the one that there is, or none.
    pub secret: Option<Zeroizing<String>>,
}

/// Where a company telephones from, by its settings.
pub(crate) fn home(settings: &Settings<'_>) -> Home {
    Home {
        country: settings.get(&settings::OUTSIDE_COUNTRY),
        area: settings.get(&settings::OUTSIDE_AREA).0,
        outside_prefix: settings.get(&settings::OUTSIDE_PREFIX).0,
    }
}

/// The snapshot, and the secrets apart.
pub(crate) fn outside(
    trunks: Vec<TrunkRow>,
    routes: Vec<RouteRow>,
) -> Result<(Outside, HashMap<TrunkId, Zeroizing<String>>), StoreError> {
    let mut secrets = HashMap::new();
    let mut read = Vec::with_capacity(trunks.len());
    for row in trunks {
        let secret =
            std::str::from_utf8(&row.secret).map_err(|_| StoreError::Damaged("a trunk's password"))?;
        secrets.insert(row.id, Zeroizing::new(secret.to_owned()));
        let agreed = serde_json::from_str(&row.agreed).map_err(|_| StoreError::Damaged("a trunk"))?;
        read.push(Trunk { id: row.id, name: row.name, agreed });
    }
    let routes =
        routes.into_iter().map(|RouteRow { prefix, trunks }| OutsideRoute { prefix, trunks }).collect();
    Ok((Outside { trunks: read, routes }, secrets))
}

impl<R: Rows> Registry<R> {
    pub(crate) async fn keep_trunk(
        &self,
        id: Option<TrunkId>,
        new: NewTrunk,
        actor: Option<UserId>,
    ) -> Result<Trunk, DirectoryError> {
        new.agreed.check(&new.name).map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
        let secret = match new.secret {
            Some(secret) if secret.len() > LONGEST_SECRET || secret.chars().any(char::is_control) => {
                return Err(DirectoryError::Invalid(format!(
                    "a trunk's password has at most {LONGEST_SECRET} bytes and no control characters"
                )));
            }
            Some(secret) => {
                SimKey::parse(&secret).map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
                secret
            }
            None => id.and_then(|id| self.trunk_secret(id)).unwrap_or_default(),
        };
        let agreed =
            serde_json::to_string(&new.agreed).map_err(|error| DirectoryError::Unavailable(error.into()))?;
        let secret = Zeroizing::new(secret.as_bytes().to_vec());
        let row = TrunkRow { id: id.unwrap_or(TrunkId::new(0)), name: new.name, agreed, secret };
        let id = match id {
            Some(id) => self.rows.change_trunk(row, actor).await.map(|()| id),
            None => self.rows.add_trunk(row, actor).await,
        };
        let id = id.map_err(|error| match error {
            StoreError::Taken => DirectoryError::Taken("this name of a trunk"),
            other => other.into(),
        })?;
        self.renew().await?;
        self.outside().trunk(id).cloned().ok_or(DirectoryError::NotFound)
    }

    /// The routes go on without it before it goes itself: no moment has a route to nowhere.
    pub(crate) async fn drop_trunk(&self, id: TrunkId, actor: Option<UserId>) -> Result<(), DirectoryError> {
        let outside = self.outside();
        outside.trunk(id).ok_or(DirectoryError::NotFound)?;
        if outside.routes.iter().any(|route| route.trunks.contains(&id)) {
            let mut routes = outside.routes.clone();
            routes.iter_mut().for_each(|route| route.trunks.retain(|trunk| *trunk != id));
            routes.retain(|route| !route.trunks.is_empty());
            self.keep_routes(routes, actor).await?;
        }
        self.rows.remove_trunk(id, actor).await?;
        Ok(self.renew().await?)
    }

    pub(crate) async fn keep_routes(
        &self,
        routes: Vec<OutsideRoute>,
        actor: Option<UserId>,
    ) -> Result<(), DirectoryError> {
        let invalid = |why: String| Err(DirectoryError::Invalid(why));
        if routes.len() > MOST_ROUTES {
            return invalid(format!("there are at most {MOST_ROUTES} routes"));
        }
        let outside = self.outside();
        for (index, route) in routes.iter().enumerate() {
            if let Err(unsound) = route.check() {
                return invalid(unsound.to_string());
            }
            if let Some(unknown) = route.trunks.iter().find(|id| outside.trunk(**id).is_none()) {
                return invalid(format!("there is no trunk {unknown}"));
            }
            if routes[..index].iter().any(|other| other.prefix == route.prefix) {
                return invalid(format!("there are two routes for {}", route.prefix));
            }
        }
        let rows =
            routes.into_iter().map(|OutsideRoute { prefix, trunks }| RouteRow { prefix, trunks }).collect();
        self.rows.set_routes(rows, actor).await?;
        Ok(self.renew().await?)
    }
}
