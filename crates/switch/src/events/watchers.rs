//! Who watches, counted by phone: how many subscriptions one may hold, and which of them may be left from before it was
//! started anew.

use super::Package;
use domain::id::{DeviceId, UserId};
use domain::park::Orbit;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Subscriptions of one device. The largest key modules have some 200 keys.
pub const OF_DEVICE: usize = 300;
/// Subscriptions of one device to the same thing: several phones of one account, several keys, some left from before.
pub const OF_SAME: usize = 20;

/// What one subscription is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub package: Package,
    pub of: Watched,
}

/// Whose state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    Person(UserId),
    Orbit(Orbit),
    /// By its number among all that have been.
    Conference(u64),
}

/// The subscriptions to other people's state.
#[derive(Default)]
pub struct Watchers(Mutex<Seats>);

#[derive(Default)]
struct Seats {
    next: u64,
    of: HashMap<DeviceId, Vec<Taken>>,
}

struct Taken {
    number: u64,
    subject: Subject,
    again: Arc<Notify>,
}

/// A subscription's place; freed when dropped.
pub struct Seat {
    watchers: Arc<Watchers>,
    device: DeviceId,
    number: u64,
    /// Wakes it to tell the whole state once more.
    pub again: Arc<Notify>,
}

impl Watchers {
    /// A place for a new subscription; `None` over the limit. Others of the same device to the same thing are told anew:
    /// a phone that has started again does not know them any more and says so (481), and they end; one that has two keys
    /// for one colleague takes both.
    pub fn enter(self: &Arc<Self>, device: DeviceId, subject: Subject) -> Option<Seat> {
        let mut seats = self.lock();
        let Seats { next, of } = &mut *seats;
        let taken = of.entry(device).or_default();
        let same = || taken.iter().filter(|taken| taken.subject == subject);
        same().for_each(|taken| taken.again.notify_one());
        if taken.len() >= OF_DEVICE || same().count() >= OF_SAME {
            return None;
        }
        let (number, again) = (*next, Arc::new(Notify::new()));
        *next += 1;
        taken.push(Taken { number, subject, again: again.clone() });
        Some(Seat { watchers: self.clone(), device, number, again })
    }

    fn leave(&self, device: DeviceId, number: u64) {
        let mut seats = self.lock();
        let Some(taken) = seats.of.get_mut(&device) else { return };
        taken.retain(|taken| taken.number != number);
        if taken.is_empty() {
            seats.of.remove(&device);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seats> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.watchers.leave(self.device, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    const PHONE: DeviceId = DeviceId::new(1);

    fn subject(user: usize) -> Subject {
        Subject { package: Package::Dialog, of: Watched::Person(UserId::new(user as i64)) }
    }

    fn is_woken(seat: &Seat) -> bool {
        seat.again.notified().now_or_never().is_some()
    }

    #[test]
    fn a_newcomer_wakes_those_of_the_same_phone_and_person_and_nobody_else() {
        let watchers = Arc::new(Watchers::default());
        let enter = |device, user| watchers.enter(DeviceId::new(device), subject(user)).unwrap();
        let (old, other_person, other_phone) = (enter(1, 1), enter(1, 2), enter(2, 1));
        assert!(!is_woken(&old));
        let new = enter(1, 1);
        assert_eq!([&old, &other_person, &other_phone, &new].map(is_woken), [true, false, false, false]);
    }

    #[test]
    fn places_are_bounded_and_free_again() {
        let watchers = Arc::new(Watchers::default());
        let mut same: Vec<Seat> = (0..OF_SAME).map(|_| watchers.enter(PHONE, subject(1)).unwrap()).collect();
        assert!(watchers.enter(PHONE, subject(1)).is_none());
        same.pop();
        same.push(watchers.enter(PHONE, subject(1)).unwrap());
        let others: Vec<Seat> =
            (OF_SAME..OF_DEVICE).map(|user| watchers.enter(PHONE, subject(user)).unwrap()).collect();
        assert!(watchers.enter(PHONE, subject(9999)).is_none());
        assert!(watchers.enter(DeviceId::new(2), subject(1)).is_some());
        drop((same, others));
        assert!(watchers.lock().of.is_empty());
    }
}
