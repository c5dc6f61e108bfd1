//! Blind transfer: a phone of ours asks by REFER that whoever it talks with be connected with somebody else. Who is
//! transferred stays in the call; the new phone takes the place of the one that has asked, or nobody does.

use crate::call::{Call, places_of};
use crate::events::OnCall;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::ring::{self, Rung, Shown};
use crate::{journal, park};
use directory::User;
use domain::dialogs::Party;
use domain::id::UserId;
use domain::number::Number;
use domain::number_plan::Meaning;
use domain::settings;
use jiff::Timestamp;
use messaging::Sender;
use sip::{NameAddr, Reason, Refer, SessionEvent, Uri};
use std::sync::Arc;
use telephone::Diversion;
use tracing::info;

/// What has become of a transfer.
pub enum Transferred {
    /// Whoever has asked for it is replaced.
    Done(Part),
    /// Both talk on as before.
    Failed,
    /// Nobody is left to talk with.
    Over,
}

/// A transferred part of a call, for a row of its own in the journal.
pub struct Part {
    pub at: Timestamp,
    pub answered_at: Timestamp,
    pub caller: Sender,
    pub caller_user: Option<UserId>,
    pub called: Number,
    pub called_user: UserId,
    /// What those who watch are told of it; over when it is dropped.
    _line: Arc<OnCall>,
}

/// Who is transferred, as the new phone and the journal are to see it.
pub struct Transferee {
    pub shown: Sender,
    pub user: Option<UserId>,
    /// Wants to be shown to nobody (RFC 3323).
    is_private: bool,
}

impl Transferee {
    pub fn caller(call: &Call) -> Self {
        let user = call.device.as_ref().map(|device| device.user);
        Self { shown: call.caller.clone(), user, is_private: call.line.is_private }
    }

    /// As those who watch are to see it.
    pub fn party(&self) -> Party {
        Party {
            user: self.user,
            number: self.shown.number.clone(),
            name: self.shown.name.clone(),
            is_private: self.is_private,
        }
    }

    /// Tells those who watch either that there is a call between them.
    pub fn watched(&self, ground: &Ground, number: &Number, called: &User) -> Arc<OnCall> {
        let line = Arc::new(ground.lines.call(ground.new_call_id(), self.is_private));
        let (user, number, name) = (Some(called.id), Some(number.to_string()), Some(called.name.clone()));
        line.is_dialled(self.party(), Party { user, number, name, is_private: false });
        line
    }

    /// The called side, by the number that was called.
    pub fn called(call: &Call) -> Self {
        let shown = Sender { name: None, number: Some(call.called.to_string()), email: None };
        Self { shown, user: None, is_private: false }
    }
}

/// Does what a REFER of `asking` says, who talks with `other`.
pub async fn transfer(
    ground: &Ground,
    call: &Call,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, Transferee),
    refer: &Refer,
) -> Transferred {
    if let Some(orbit) = refer_number(refer).and_then(|number| park::orbit(ground, &number)) {
        return park::transferred(ground, call, asking, (other, transferee), refer, orbit).await;
    }
    let (called, user) = match target(ground, asking, refer) {
        Ok(target) => target,
        Err(status) => {
            info!(status, "a transfer is refused");
            asking.session.refuse_refer(refer.id, status);
            return Transferred::Failed;
        }
    };
    let at = Timestamp::now();
    asking.session.accept_refer(refer.id);
    let people = ground.directory.people();
    let seconds = people.settings_of(Some(user.id)).get(&settings::RING_SECONDS);
    let line = transferee.watched(ground, &called, &user);
    let shown = shown(ground, call, &transferee.shown, (&user, line.clone()));
    let places = places_of(ground, user.id, |_, _| true);
    let (rung, asking_is_gone) = {
        let ringing = std::pin::pin!(ring::ring(ground, other, places, &shown, seconds));
        while_it_rings(asking, ringing).await
    };
    match rung {
        Rung::Answered(leg, _) => {
            asking.session.refer_news(refer.id, 200);
            asking.session.bye_because(Reason::sip(200, "Transferred"));
            *asking = *leg;
            other.media.stop_play();
            call.line.is_over();
            line.talks();
            let Transferee { shown: caller, user: caller_user, .. } = transferee;
            let answered_at = Timestamp::now();
            info!("transferred");
            let called_user = user.id;
            Transferred::Done(Part { at, answered_at, caller, caller_user, called, called_user, _line: line })
        }
        Rung::Nobody(why) => {
            asking.session.refer_news(refer.id, status(ring::diversion(why)));
            info!(?why, "a transfer has failed");
            if asking_is_gone { Transferred::Over } else { Transferred::Failed }
        }
        Rung::CallerGone => {
            asking.session.refer_news(refer.id, 487);
            Transferred::Over
        }
    }
}

fn refer_number(refer: &Refer) -> Option<Number> {
    refer.to.uri().user().and_then(|user| Number::parse(user).ok())
}

/// Who is to be called; otherwise the status that the REFER gets.
fn target(ground: &Ground, asking: &Leg, refer: &Refer) -> Result<(Number, Arc<User>), u16> {
    // Others may not have us call anybody.
    if !asking.is_own() {
        return Err(403);
    }
    // To take the place of one of two calls both must be brought together; that is not done yet.
    if refer.replaces.is_some() {
        return Err(501);
    }
    let number = refer_number(refer).ok_or(404_u16)?;
    let people = ground.directory.people();
    let Meaning::Extension(extension) = ground.place.numbers.meaning(&number) else { return Err(404) };
    people.by_extension(&extension).cloned().map(|user| (number, user)).ok_or(404)
}

/// Rings while the asking phone holds, resumes or hangs up; says whether it has done that.
async fn while_it_rings(
    asking: &mut Leg,
    mut ringing: std::pin::Pin<&mut impl Future<Output = Rung>>,
) -> (Rung, bool) {
    let mut is_gone = false;
    loop {
        let happening = tokio::select! {
            rung = &mut ringing => return (rung, is_gone),
            happening = asking.next(), if !is_gone => happening,
        };
        match happening {
            Happening::Signal(SessionEvent::Ended { .. }) => is_gone = true,
            Happening::Signal(SessionEvent::Offer { sdp }) => asking.answer_reinvite(sdp.as_deref()),
            Happening::Signal(SessionEvent::Refer(again)) => asking.session.refuse_refer(again.id, 491),
            _ => {}
        }
    }
}

fn shown(ground: &Ground, call: &Call, transferee: &Sender, (called, line): (&User, Arc<OnCall>)) -> Shown {
    let realm = &ground.directory.people().realm;
    let number = transferee.number.as_deref().unwrap_or("anonymous");
    let from = NameAddr::new(Uri::sip(number, realm));
    let from = match &transferee.name {
        Some(name) => from.with_name(name),
        None => from,
    };
    let to = NameAddr::new(Uri::sip(called.extension.as_str(), realm)).with_name(&called.name);
    Shown {
        people: vec![called.id],
        from,
        to,
        call: call.id.clone(),
        headers: Vec::new(),
        line,
        lines: Vec::new(),
    }
}

fn status(why: Diversion) -> u16 {
    match why {
        Diversion::Busy => 486,
        Diversion::Declined => 603,
        Diversion::NoAnswer | Diversion::NotRegistered | Diversion::Always => 480,
    }
}

impl Part {
    /// What a parked call has become that somebody has taken up just now.
    pub fn new(ground: &Ground, at: Timestamp, transferee: Transferee, called: Number, user: &User) -> Self {
        let line = transferee.watched(ground, &called, user);
        line.talks();
        let Transferee { shown: caller, user: caller_user, .. } = transferee;
        let answered_at = Timestamp::now();
        Part { at, answered_at, caller, caller_user, called, called_user: user.id, _line: line }
    }

    /// Its row; `ended_at` is when it was over.
    pub async fn write(self, ground: &Ground) {
        journal::write_part(ground, self).await;
    }
}
