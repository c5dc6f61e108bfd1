//! Calls for help beside the call itself: those on site are told who calls and from where, and people try by a number of the
//! house what would be told of them. The call waits for none of it.

use crate::call::{self, Call};
use crate::ground::Ground;
use crate::leg::Leg;
use crate::line::RealLine;
use directory::{People, User};
use domain::id::UserId;
use domain::number::{Extension, Number};
use domain::settings;
use messaging::{Body, Delivery, Help};
use sip::Session;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use telephone::Whereabouts;
use tracing::{error, info, warn};

/// Who calls for help again and again is told of once in so long: what is to be found is found.
const QUIET: Duration = Duration::from_secs(60);

/// Of whom those on site have been told just now.
#[derive(Default)]
pub struct Notices(Mutex<HashMap<Option<UserId>, Instant>>);

impl Notices {
    fn is_due(&self, caller: Option<UserId>, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|_, at| now.saturating_duration_since(*at) < QUIET);
        if told.contains_key(&caller) {
            return false;
        }
        told.insert(caller, now);
        true
    }
}

/// Where a person's telephones stand, and by which number they are called back.
fn whereabouts(people: &People, person: Option<UserId>) -> (String, String) {
    let settings = people.settings_of(person);
    (settings.get(&settings::HELP_PLACE).0, settings.get(&settings::HELP_CALL_BACK).0)
}

/// The number that is shown when this person calls for help, if it is not the person's own.
pub fn call_back(people: &People, person: Option<UserId>) -> Option<String> {
    Some(whereabouts(people, person).1).filter(|number| !number.is_empty())
}

/// Somebody calls for help: it stands in the log at once, and those on site are told in a task of its own.
pub fn called(ground: &Arc<Ground>, call: &Call, number: &Number) {
    let device = call.device.as_deref();
    let people = ground.directory.people();
    let person = device.map(|device| device.user);
    let (place, call_back) = whereabouts(&people, person);
    // Who is on site has to go there at once: which phone it is and where, not what was dialled.
    error!(
        alarm = "help",
        person = person.map(UserId::get),
        phone = device.map(|device| device.sip_user.as_str()),
        place,
        "a call for help"
    );
    if !ground.notices.is_due(person, Instant::now()) {
        return;
    }
    let deliveries = deliveries(&people, call, number, (place, call_back));
    let ground = ground.clone();
    tokio::spawn(async move {
        for delivery in deliveries {
            if let Err(error) = ground.post.deliver(delivery).await {
                error!(alarm = "help", %error, "somebody on site is not told of a call for help");
            }
        }
    });
}

/// A message to each of those on site, in each one's language.
fn deliveries(
    people: &People,
    call: &Call,
    number: &Number,
    (place, call_back): (String, String),
) -> Vec<Delivery> {
    let named = people.settings_of(None).get(&settings::HELP_NOTIFY);
    let find = |extension: &String| {
        let found = Extension::parse(extension).ok().and_then(|extension| people.by_extension(&extension));
        if found.is_none() {
            warn!(extension, "nobody is there to be told of a call for help");
        }
        found.cloned()
    };
    let on_site: Vec<Arc<User>> = named.iter().filter_map(find).collect();
    let to = |user: Arc<User>| Delivery {
        key: format!("help-{}-{}", call.id, user.id),
        to: vec![user.id],
        from: call.caller.clone(),
        at: call.at,
        body: Body::Help(Help {
            language: user.language,
            zone: user.zone.clone(),
            called: number.to_string(),
            place: place.clone(),
            call_back: call_back.clone(),
        }),
    };
    on_site.into_iter().map(to).collect()
}

/// The number has been dialled by which people try what would be told of them; any other call is given back. It leaves no row.
pub async fn dialled(ground: &Arc<Ground>, call: &Call, session: Session) -> Option<Session> {
    let people = ground.directory.people();
    let user = call.device.as_ref().and_then(|device| people.user(device.user));
    let Some(user) = user.filter(|_| ground.is_service(&settings::HELP_TEST_NUMBER, &call.called)) else {
        return Some(session);
    };
    let peer = session.source()?.flow.clone();
    let (place, call_back) = whereabouts(&people, Some(user.id));
    let number = if call_back.is_empty() { user.extension.to_string() } else { call_back };
    match Leg::incoming(ground, session, &peer, ground.wants(call.device.as_deref())) {
        Ok(mut leg) => {
            info!("somebody tries what is told of a call for help");
            let facts = call::facts(call, None, user.language);
            let mut line = RealLine::new(ground.clone(), &mut leg, call, facts);
            // Who hangs up has heard enough.
            let _hangup = telephone::help_test(&mut line, Whereabouts { number, place }).await;
            leg.close().await;
        }
        Err(refused) => refused.answer(),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_of_once_a_minute_and_everybody_by_themselves() {
        let (notices, now) = (Notices::default(), Instant::now());
        let (anna, ben) = (Some(UserId::new(1)), Some(UserId::new(2)));
        let at = |seconds| now + Duration::from_secs(seconds);
        for (who, seconds, expected) in [
            (anna, 0, true),
            (anna, 1, false),
            (ben, 2, true),
            (None, 2, true),
            (anna, 59, false),
            (anna, 60, true),
            (anna, 61, false),
        ] {
            assert_eq!(notices.is_due(who, at(seconds)), expected, "{who:?} {seconds}");
        }
    }
}
