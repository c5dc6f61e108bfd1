//! Hunt groups: checked by `domain`, kept as rows, seen with the people.

use crate::door::{Answer, DirectoryError};
use crate::people::People;
use crate::registry::Registry;
use crate::rows::Rows;
use domain::forward::Target;
use domain::hunt::{Group, Manner, Overflow, Plan};
use domain::id::{GroupId, UserId};
use domain::number::Extension;
use domain::route::Whose;
use store::{GroupRow, StoreError};

/// The one writer of hunt groups; [`People`] shows them. `actor` is who does it, for the audit.
pub trait Groups: Send + Sync {
    /// Adds a group if `domain::hunt` finds it sound, its people exist and its extension is free.
    fn add_group(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, Group>;

    /// Writes a group over.
    fn change_group(&self, id: GroupId, plan: Plan, actor: Option<UserId>) -> Answer<'_, Group>;

    fn remove_group(&self, id: GroupId, actor: Option<UserId>) -> Answer<'_, ()>;
}

impl<R: Rows> Groups for Registry<R> {
    fn add_group(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, Group> {
        Box::pin(self.keep_group(None, plan, actor))
    }

    fn change_group(&self, id: GroupId, plan: Plan, actor: Option<UserId>) -> Answer<'_, Group> {
        Box::pin(self.keep_group(Some(id), plan, actor))
    }

    fn remove_group(&self, id: GroupId, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            self.rows.remove_group(id, actor).await?;
            Ok(self.renew().await?)
        })
    }
}

impl<R: Rows> Registry<R> {
    async fn keep_group(
        &self,
        id: Option<GroupId>,
        plan: Plan,
        actor: Option<UserId>,
    ) -> Result<Group, DirectoryError> {
        check(&self.snapshot(), id, &plan)?;
        let row = row(id, plan);
        let id = match id {
            Some(id) => self.rows.change_group(row, actor).await.map(|()| id),
            None => self.rows.add_group(row, actor).await,
        };
        let id = id.map_err(|error| match error {
            StoreError::Taken => DirectoryError::Taken(EXTENSION),
            other => other.into(),
        })?;
        self.renew().await?;
        self.snapshot().group(id).cloned().ok_or(DirectoryError::NotFound)
    }
}

const EXTENSION: &str = "this extension";

/// The store looks at the extension once more, for two may write at the same time.
fn check(people: &People, id: Option<GroupId>, plan: &Plan) -> Result<(), DirectoryError> {
    plan.check().map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
    let named = plan.members.iter().chain(plan.overflow.iter().map(|overflow| &overflow.person));
    if let Some(unknown) = named.copied().find(|user| people.user(*user).is_none()) {
        return Err(DirectoryError::Invalid(format!("there is no person {unknown}")));
    }
    let is_taken = match people.whose(&plan.extension) {
        Some(Whose::Group(other)) => Some(other) != id,
        Some(_) => true,
        None => false,
    };
    if is_taken { Err(DirectoryError::Taken(EXTENSION)) } else { Ok(()) }
}

fn row(id: Option<GroupId>, plan: Plan) -> GroupRow {
    GroupRow {
        id: id.unwrap_or(GroupId::new(0)),
        extension: plan.extension.into(),
        name: plan.name,
        manner: plan.manner.name().to_owned(),
        seconds: plan.seconds,
        members: plan.members,
        overflow: plan.overflow.map(|overflow| (overflow.person, overflow.target.text().to_owned())),
    }
}

/// A group as its row says.
pub(crate) fn group(row: GroupRow) -> Result<Group, StoreError> {
    let overflow = match row.overflow {
        Some((person, target)) => {
            let target = Target::parse(&target).ok_or(StoreError::Damaged("a group's overflow"))?;
            Some(Overflow { person, target })
        }
        None => None,
    };
    let plan = Plan {
        extension: Extension::parse(&row.extension)
            .map_err(|_| StoreError::Damaged("a group's extension"))?,
        name: row.name,
        manner: Manner::named(&row.manner).ok_or(StoreError::Damaged("a group's manner"))?,
        seconds: row.seconds,
        members: row.members,
        overflow,
    };
    Ok(Group { id: row.id, plan })
}
