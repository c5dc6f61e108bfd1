//! What everybody spends on calls to the public network. Counted in memory, written down after each call, read at start.

use crate::ground::Ground;
use directory::People;
use domain::barring::Bars;
use domain::country::Country;
use domain::e164::E164;
use domain::id::{CallId, UserId};
use domain::settings::{self, Settings};
use domain::toll::{Account, Decision, Limits, Night, day_of};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::{StoreError, TenantStore, TollRow};
use tracing::warn;

/// How often the money of a call under way is looked at.
pub const LOOK: Duration = Duration::from_secs(1);

#[derive(Default)]
pub struct Ledger(Mutex<HashMap<UserId, Account>>);

impl Ledger {
    /// Reads what was spent today before the process was started.
    pub async fn read(&self, tenant: &TenantStore, now: Timestamp) -> Result<(), StoreError> {
        let day = day_of(now);
        let rows = tenant.trunks().tolls(&day.to_string()).await?;
        let kept = rows.into_iter().map(|row| (row.person, Account::kept(day, row.calls, row.cents)));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(kept);
        Ok(())
    }

    pub fn begin(
        &self,
        people: &People,
        user: UserId,
        call: &CallId,
        home: Country,
        called: &E164,
    ) -> Decision {
        let now = Timestamp::now();
        let limits = limits(people, user, now);
        self.with(user, |account| account.begin(call, now, &limits, home, called))
    }

    pub fn answered(&self, user: UserId, call: &CallId) {
        self.with(user, |account| account.answered(call, Timestamp::now()));
    }

    /// Ends a call and writes down what it has cost.
    pub async fn end(&self, ground: &Ground, user: UserId, call: &CallId) {
        let now = Timestamp::now();
        let cents = self.with(user, |account| account.end(call, now));
        let toll = TollRow { person: user, calls: 1, cents };
        if let Err(error) = ground.tenant.trunks().add_toll(&day_of(now).to_string(), toll).await {
            warn!(%error, "what a call has cost is not written down");
        }
    }

    /// Whether somebody's calls under way have used up the money of the day.
    pub fn is_spent(&self, ground: &Ground, user: UserId) -> bool {
        let now = Timestamp::now();
        let most = limits(&ground.directory.people(), user, now).cents_a_day;
        self.with(user, |account| account.spent(now).cents_today) > most
    }

    fn with<T>(&self, user: UserId, work: impl FnOnce(&mut Account) -> T) -> T {
        work(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(user).or_default())
    }
}

/// What the clock on a person's wall shows; UTC where their zone is unknown to this machine.
fn wall_clock(people: &People, user: UserId, now: Timestamp) -> DateTime {
    let zone = people.user(user).and_then(|user| TimeZone::get(&user.zone).ok()).unwrap_or(TimeZone::UTC);
    now.to_zoned(zone).datetime()
}

fn limits(people: &People, user: UserId, now: Timestamp) -> Limits {
    let settings = people.settings_of(Some(user));
    let at = wall_clock(people, user, now);
    Limits {
        reach: settings.get(&settings::OUTSIDE_REACH),
        bars: Bars::of(&settings, at),
        by_night: is_night(&settings, at).then(|| settings.get(&settings::OUTSIDE_NIGHT_REACH)),
        countries: settings.get(&settings::OUTSIDE_COUNTRIES),
        at_once: settings.get(&settings::OUTSIDE_AT_ONCE),
        a_minute: settings.get(&settings::OUTSIDE_A_MINUTE),
        a_day: settings.get(&settings::OUTSIDE_A_DAY),
        cents_a_day: settings.get(&settings::OUTSIDE_CENTS_A_DAY),
    }
}

fn is_night(settings: &Settings<'_>, at: DateTime) -> bool {
    let night = Night {
        from: settings.get(&settings::OUTSIDE_NIGHT_FROM),
        to: settings.get(&settings::OUTSIDE_NIGHT_TO),
    };
    u32::try_from(at.hour()).is_ok_and(|hour| night.has(hour))
}
