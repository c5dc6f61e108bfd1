//! INVITE with Replaces (RFC 3891): a phone of ours takes the place of one that talks, or takes a call that rings. With Join
//! (RFC 3911) it talks with both.

use crate::ground::Ground;
use crate::leg::Leg;
use crate::pickup::Picker;
use crate::standing::{Newcomer, Who};
use crate::transfer::Party;
use crate::{conference, pickup, star};
use directory::Device;
use domain::id::UserId;
use sip::event::RECIPIENT;
use sip::{Reason, Replaced, Replaces, Session, SessionId};
use std::sync::Arc;
use tracing::info;

/// Brings an INVITE to the call in which it is to take a place; any other is given back. Only devices that have proven
/// themselves may do that: who knows a dialog's name has seen it, or was told by us.
pub async fn asked(ground: &Arc<Ground>, device: Option<&Arc<Device>>, session: Session) -> Option<Session> {
    let Some(replaced) = session.replaced().cloned() else { return Some(session) };
    let Some(device) = device else {
        session.refuse(403, Vec::new());
        return None;
    };
    let picker = Picker { session, device: device.clone() };
    let left = match replaced {
        Replaced::Session(session) => in_place_of(ground, session, picker),
        Replaced::Named(name) => rings(ground, &name, picker),
        Replaced::Joined(session) => {
            conference::joined(ground, picker, session).await;
            return None;
        }
    };
    match left {
        Ok(()) => info!(device = device.id.get(), "a call is taken over"),
        Err(picker) => picker.session.refuse(481, Vec::new()),
    }
    None
}

/// A session of ours: one of two who talk, or a phone that rings.
fn in_place_of(ground: &Ground, session: SessionId, picker: Picker) -> Result<(), Picker> {
    let newcomer = Newcomer { in_place_of: session, who: Who::Caller(picker) };
    let Err(newcomer) = ground.standing.bring(newcomer) else { return Ok(()) };
    match newcomer.who {
        Who::Caller(picker) => ground.ringing.pick(|call| call.sessions.contains(&session), picker),
        Who::Transferred(_) | Who::Invited(_) => Ok(()),
    }
}

/// As those who watch a line are told of the call that rings there; the same people may take it as by a star code.
fn rings(ground: &Ground, name: &Replaces, picker: Picker) -> Result<(), Picker> {
    let own = picker.device.user;
    let is_named = |call: &pickup::Call| name.call_id == call.id.as_str() && name.to_tag == RECIPIENT;
    let may_take = |user: &UserId| *user == own || star::may_pick_up(ground, own, *user);
    let may = |call: &pickup::Call| call.called.iter().any(may_take);
    ground.ringing.pick(|call| is_named(call) && may(call), picker)
}

/// Puts a newcomer into a leg's place, whose phone is told; who it is. `None`: no sound can be agreed on.
pub fn take(ground: &Ground, (own, other): (&mut Leg, &Leg), who: Who) -> Option<Party> {
    let (leg, party) = match who {
        Who::Caller(picker) => {
            let leg = picker.answer(ground, other)?;
            let party = Party::of(ground, &leg, Party::nobody());
            (leg, party)
        }
        Who::Transferred(arrival) => {
            // Without the other call it is here all the same.
            let _ = arrival.answer.send(None);
            (*arrival.leg, arrival.party)
        }
        Who::Invited(_) => return None,
    };
    let before = std::mem::replace(own, leg);
    before.session.bye_because(Reason::sip(200, "Replaced"));
    own.media.stop_play();
    other.media.stop_play();
    Some(party)
}
