//! Lists page by page: where a page ends, and those that are held in memory, which are in the order of a name.

use crate::messages::page_size;
use crate::problem::ApiError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `next` of the page before.
    after: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    items: Vec<T>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    next: Option<String>,
}

/// The wanted page of all there are, by the name that puts them in order. A page begins behind the last name of the page before,
/// whether that is still there or not.
pub fn page<T, Shown>(
    all: &[T],
    name: impl Fn(&T) -> &str,
    shown: impl Fn(&T) -> Shown,
    wanted: &Wanted,
) -> Result<Page<Shown>, ApiError> {
    let limit = page_size(wanted.limit)?;
    let is_behind = |one: &&T| wanted.after.as_deref().is_none_or(|after| name(one) > after);
    let mut rest: Vec<&T> = all.iter().filter(is_behind).collect();
    rest.sort_by_key(|one| name(one));
    let (rest, next) = cut(rest, limit, |last| name(last).to_owned());
    Ok(Page { items: rest.into_iter().map(shown).collect(), next })
}

/// Of one item more than a page has room for: the page, and where the next one begins, if there is one.
pub fn cut<T, Place>(
    mut items: Vec<T>,
    limit: usize,
    place: impl Fn(&T) -> Place,
) -> (Vec<T>, Option<Place>) {
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more).map(place);
    (items, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_even_where_a_name_has_gone_meanwhile() {
        let all = ["d", "a", "c", "b", "e"];
        for (after, limit, items, next) in [
            (None, None, vec!["a", "b", "c", "d", "e"], None),
            (None, Some(2), vec!["a", "b"], Some("b")),
            (Some("b"), Some(2), vec!["c", "d"], Some("d")),
            (Some("bb"), Some(3), vec!["c", "d", "e"], None),
            (Some("e"), Some(2), vec![], None),
        ] {
            let wanted = Wanted { after: after.map(str::to_owned), limit };
            let page = page(&all, |one| one, |one| *one, &wanted).ok().unwrap();
            assert_eq!((page.items, page.next.as_deref()), (items, next), "{after:?} {limit:?}");
        }
        for limit in [0, 201] {
            assert!(page(&all, |one| one, |one| *one, &Wanted { after: None, limit: Some(limit) }).is_err());
        }
    }
}
