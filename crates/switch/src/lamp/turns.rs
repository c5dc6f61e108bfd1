//! One at a time, and the newest wins: what is told to a place while it is being told something else.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// What waits behind what is under way. A place that is told nothing now is not in it.
pub struct Turns<Place, News>(Mutex<HashMap<Place, Option<News>>>);

impl<Place, News> Default for Turns<Place, News> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Place: Eq + Hash, News> Turns<Place, News> {
    /// Whether it is this caller's turn to tell the place `news`; it then asks [`Turns::next`] until nothing waits.
    /// Otherwise whoever is telling it something tells it this afterwards.
    pub fn begin(&self, place: Place, news: News) -> Option<News> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match under_way.get_mut(&place) {
            Some(waiting) => {
                *waiting = Some(news);
                None
            }
            None => {
                under_way.insert(place, None);
                Some(news)
            }
        }
    }

    /// The place has been told: what is to be told next.
    pub fn next(&self, place: &Place) -> Option<News> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = under_way.get_mut(place)?.take();
        if waiting.is_none() {
            under_way.remove(place);
        }
        waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_one_thing_at_a_time_and_the_newest_last() {
        let turns = Turns::default();
        assert_eq!(turns.begin("desk", 1), Some(1));
        assert_eq!(turns.begin("desk", 2), None);
        assert_eq!(turns.begin("pocket", 2), Some(2), "another place waits for nobody");
        assert_eq!(turns.begin("desk", 3), None);
        assert_eq!(turns.next(&"desk"), Some(3), "2 is overtaken");
        assert_eq!(turns.begin("desk", 4), None, "3 is under way");
        assert_eq!(turns.next(&"desk"), Some(4));
        assert_eq!(turns.next(&"desk"), None);
        assert_eq!(turns.begin("desk", 5), Some(5), "nothing was under way");
        assert_eq!(turns.next(&"desk"), None);
        assert_eq!(turns.next(&"pocket"), None);
        assert!(turns.0.lock().unwrap().is_empty());
    }
}
