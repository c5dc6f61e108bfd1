//! What those who watch are told when a call begins.

use crate::call::Call;
use crate::ground::Ground;
use domain::dialogs::Party;
use domain::id::UserId;
use domain::route::{Route, Way};
use sip::{HeaderName, Request};

/// Whether a caller wants to be shown to nobody (RFC 3323 §4.2, RFC 3325 §9.3).
pub fn wants_privacy(request: &Request) -> bool {
    let values = request.header(&HeaderName::Privacy).unwrap_or_default();
    let hides = |value: &str| ["id", "user", "header"].iter().any(|known| known.eq_ignore_ascii_case(value));
    values.split(';').map(str::trim).any(hides)
}

/// Tells those who watch caller or called that there is a call.
pub fn dialled(ground: &Ground, call: &Call, way: &Way) {
    let people = ground.directory.people();
    let user = called_user(way);
    let name = match way {
        Way::Inside(Route::Group(group)) => people.group(*group).map(|group| group.plan.name.clone()),
        Way::Inside(Route::Attendant(id)) => {
            people.attendant(*id).map(|attendant| attendant.plan.name.clone())
        }
        _ => user.and_then(|user| people.user(user)).map(|user| user.name.clone()),
    };
    let called = Party { user, number: Some(call.called.to_string()), name, is_private: false };
    let caller = Party {
        user: call.device.as_ref().map(|device| device.user),
        number: call.caller.number.clone(),
        name: call.caller.name.clone(),
        is_private: call.line.is_private,
    };
    call.line.is_dialled(caller, called);
}

fn called_user(way: &Way) -> Option<UserId> {
    match way {
        Way::Inside(Route::Person(user) | Route::OwnNumber(user) | Route::VoiceMail(user)) => Some(*user),
        Way::Inside(_) | Way::Help(_) | Way::Outside(_) => None,
    }
}
