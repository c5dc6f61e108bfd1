//! Star codes as they are dialled: settings changed and confirmed by a tone, ringing calls picked up.

use crate::call::{self, Call};
use crate::ground::Ground;
use crate::leg::Leg;
use crate::line::RealLine;
use crate::pickup::{self, Picker};
use crate::{callback, conference, park};
use directory::{Device, User};
use domain::forward::{Target, is_target};
use domain::id::UserId;
use domain::number::Number;
use domain::number_plan::Meaning;
use domain::settings::{self, Row, Scope, Settings};
use domain::star::{self, Change, Codes, PickUp, Star, Wanted};
use sip::Session;
use std::sync::Arc;
use tracing::{info, warn};

/// Does what a star code asks for; a call that is none is given back. Only people of ours have star codes, and numbers of
/// the house go before them. Neither leaves a row in the journal: a call that is picked up has its own.
pub async fn dialled(ground: &Arc<Ground>, call: &Call, session: Session) -> Option<Session> {
    let Some(device) = &call.device else { return Some(session) };
    if ground.place.numbers.meaning(&call.called) != Meaning::Unknown {
        return Some(session);
    }
    let people = ground.directory.people();
    let Some(user) = people.user(device.user).cloned() else { return Some(session) };
    match star::read(&codes(&people.settings_of(None)), &call.called) {
        None => return Some(session),
        Some(Star::PickUp(whose)) => pick_up(ground, device, &whose, session),
        Some(Star::Park(number)) => match park::orbit(ground, &Number::from(&number)) {
            Some(orbit) => park::goes_to(ground, call, (device, orbit), session).await,
            None => return Some(session),
        },
        Some(Star::Confer) => conference::together(ground, device, session).await,
        Some(Star::CallBack(Wanted::No)) => {
            ground.callbacks.cancel(user.id);
            confirm(ground, call, &user, session).await;
        }
        Some(Star::CallBack(Wanted::Yes)) => match callback::order(ground, user.id) {
            Ok(()) => confirm(ground, call, &user, session).await,
            Err(status) => session.refuse(status, Vec::new()),
        },
        Some(Star::Change(changes)) => change(ground, call, &user, changes, session).await,
        Some(Star::Wrong) => {
            info!("a star code is not understood");
            // RFC 3261 §21.4.22.
            session.refuse(484, Vec::new());
        }
    }
    None
}

fn codes(settings: &Settings<'_>) -> Codes {
    Codes {
        always: settings.get(&settings::STAR_FORWARD_ALWAYS).0,
        busy: settings.get(&settings::STAR_FORWARD_BUSY).0,
        no_answer: settings.get(&settings::STAR_FORWARD_NO_ANSWER).0,
        unreachable: settings.get(&settings::STAR_FORWARD_UNREACHABLE).0,
        do_not_disturb: settings.get(&settings::STAR_DO_NOT_DISTURB).0,
        pick_up: settings.get(&settings::STAR_PICK_UP).0,
        park: settings.get(&settings::STAR_PARK).0,
        call_back: settings.get(&settings::STAR_CALL_BACK).0,
        confer: settings.get(&settings::STAR_CONFERENCE).0,
    }
}

/// Whether a person may pick up another one's calls: both are of one group.
pub fn may_pick_up(ground: &Ground, own: UserId, other: UserId) -> bool {
    let people = ground.directory.people();
    let group = |user: UserId| people.settings_of(Some(user)).get(&settings::PICK_UP_GROUP).0;
    let own = group(own);
    !own.is_empty() && group(other) == own
}

/// People pick up calls within their group, the one of a certain extension, too.
fn pick_up(ground: &Ground, device: &Arc<Device>, whose: &PickUp, session: Session) {
    let people = ground.directory.people();
    let is_meant = |user: UserId| match whose {
        PickUp::Group => user != device.user,
        PickUp::Of(extension) => people.user(user).is_some_and(|user| user.extension == *extension),
    };
    let is_wanted = |user: UserId| is_meant(user) && may_pick_up(ground, device.user, user);
    let rings_one = |call: &pickup::Call| call.called.iter().any(|user| is_wanted(*user));
    match ground.ringing.pick(rings_one, Picker { session, device: device.clone() }) {
        Ok(()) => info!(device = device.id.get(), "a call is picked up"),
        // RFC 3261 §21.4.18: there is nothing to take at the moment.
        Err(picker) => picker.session.refuse(480, Vec::new()),
    }
}

/// Whether a number that calls are to go to is one for this person.
fn leads_somewhere(ground: &Ground, user: &User, change: &Change) -> bool {
    let Some(Target::Number(number)) = change.target() else { return true };
    is_target(&call::way_of(ground, user.id, &number))
}

/// Why changes by telephone are not kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error("calls would be forwarded to a number that is none")]
    Nowhere,
    #[error(transparent)]
    NotWritten(#[from] directory::DirectoryError),
}

/// Keeps what was set by telephone; all of it leads somewhere, or nothing is kept.
pub async fn keep(ground: &Ground, user: &User, changes: Vec<Change>) -> Result<(), NotKept> {
    if !changes.iter().all(|change| leads_somewhere(ground, user, change)) {
        return Err(NotKept::Nowhere);
    }
    for Change { setting, value } in changes {
        let row = Row { scope: Scope::User(user.id), key: setting.key.to_owned(), value };
        ground.directory.set_setting(row).await?;
    }
    Ok(())
}

/// Confirmed only when it is kept.
async fn change(ground: &Arc<Ground>, call: &Call, user: &User, changes: Vec<Change>, session: Session) {
    if let Err(why) = keep(ground, user, changes).await {
        warn!(%why, "a star code changes nothing");
        let status = if matches!(why, NotKept::Nowhere) { 404 } else { 500 };
        return session.refuse(status, Vec::new());
    }
    confirm(ground, call, user, session).await;
}

/// A tone that says: done.
pub async fn confirm(ground: &Arc<Ground>, call: &Call, user: &User, session: Session) {
    let Some(peer) = session.source().map(|source| source.flow.clone()) else { return };
    match Leg::incoming(ground, session, &peer, ground.wants(call.device.as_deref())) {
        Ok(mut leg) => {
            let facts = call::facts(call, None, user.language);
            let mut line = RealLine::new(ground.clone(), &mut leg, call, facts);
            // Who hangs up before the tone has changed the setting all the same.
            let _hangup = telephone::confirm(&mut line).await;
            leg.close().await;
        }
        Err(refused) => refused.answer(),
    }
}
