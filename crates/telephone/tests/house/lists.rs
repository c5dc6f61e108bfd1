//! Distribution lists of the house: there are those that its people came with.

use super::{FixtureDirectory, not_here};
use directory::{Answer, Lists};
use domain::distribution::{List, Plan};
use domain::id::{ListId, UserId};

impl Lists for FixtureDirectory {
    fn keep_list(&self, _: Plan, _: Option<UserId>) -> Answer<'_, List> {
        not_here()
    }
    fn remove_list(&self, _: ListId, _: Option<UserId>) -> Answer<'_, ()> {
        not_here()
    }
}
