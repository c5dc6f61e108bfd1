//! Two people talking: sound is relayed, hold and resume are answered here, and the end of one side ends the other.

use crate::call::Call;
use crate::conference::{Arrival, Comes, Invitation, Whom};
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::park::{self, Asked, Wish};
use crate::replace;
use crate::standing::{Newcomer, Seats, Who};
use crate::tether::Tether;
use crate::transfer::{self, Part, Party, Transferred};
use crate::trunk::handing::Joining;
use crate::trunk::held::Held;
use domain::handing::Next;
use domain::reason::Course;
use media::{LegEvent, MediaError};
use sip::{Reason, Refer, SessionEvent, SessionId};
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio::time::{Instant, Interval, interval};

/// Which side something happened on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Caller,
    Called,
}

/// What is waited for.
enum Heard {
    Side(Side, Happening),
    /// Somebody takes the place of one of the two.
    Newcomer(Newcomer),
    /// Somebody wants to park whom the own telephone holds.
    Asked(Asked),
    /// Its money is to be looked at.
    Look,
    /// The telephone system of both has not joined them.
    NotJoined,
    Closing,
}

/// Two who talk, and who they are by now.
struct Talk<'a> {
    ground: &'a Arc<Ground>,
    call: &'a Call,
    caller: &'a mut Leg,
    called: &'a mut Leg,
    parties: [Party; 2],
    seats: Seats<'a>,
    parking: park::Talk<'a>,
    /// What has become of the call by transfers.
    part: Option<Part>,
    /// What legs of trunks hold, until the end.
    held: Vec<Held>,
    /// When it is over in any case.
    until: Option<Instant>,
    look: Interval,
    /// What keeps legs together that live on different workers.
    span: Option<media::Room>,
    /// There while the telephone system of both is asked to join them.
    joining: Option<Joining>,
    /// Which side has hung up, and why.
    hung_up: Option<(Side, Option<Reason>)>,
    /// Why it is over.
    course: Course,
}

/// Relays until one side hangs up, vanishes, or the process ends; both are gone then. Whoever asks for it is replaced by the
/// one that the other side is transferred to. What a trunk's leg holds is ended here. Answers what became of the call: answered, or
/// handed back.
pub async fn talk(
    ground: &Arc<Ground>,
    call: &Call,
    caller: &mut Leg,
    called: &mut Leg,
    held: Option<Held>,
) -> Course {
    let mut talk = Talk::begin(ground, call, caller, called, held);
    talk.hands_back();
    while talk.step().await.is_continue() {}
    talk.both_go();
    talk.end().await
}

/// The same for a caller who is not finished then: once the other side has hung up, the caller is alone on the line again.
/// Whether that is so; who has hung up, whose time is over, or sits elsewhere by then, is not.
pub async fn visit(
    ground: &Arc<Ground>,
    call: &Call,
    caller: &mut Leg,
    called: &mut Leg,
    (held, until): (Option<Held>, Option<Instant>),
) -> bool {
    let mut talk = Talk::begin(ground, call, caller, called, held);
    talk.until = until;
    while talk.step().await.is_continue() {}
    let is_back = talk.part.is_none() && matches!(talk.hung_up, Some((Side::Called, _)));
    if is_back {
        talk.caller.media.unbridge();
        talk.caller.media.stop_play();
    } else {
        talk.both_go();
    }
    talk.end().await;
    is_back
}

impl<'a> Talk<'a> {
    fn begin(
        ground: &'a Arc<Ground>,
        call: &'a Call,
        caller: &'a mut Leg,
        called: &'a mut Leg,
        held: Option<Held>,
    ) -> Self {
        let parties =
            [Party::of(ground, caller, Party::caller(call)), Party::of(ground, called, Party::called(call))];
        let seats = ground.standing.enter([caller.session.id(), called.session.id()]);
        let mut talk = Talk {
            ground,
            call,
            caller,
            called,
            parties,
            seats,
            parking: ground.parking.talk(),
            part: None,
            held: Vec::from_iter(held),
            until: None,
            look: interval(Held::LOOK),
            span: None,
            joining: None,
            hung_up: None,
            course: Course::Answered,
        };
        talk.join();
        talk
    }

    fn both_go(&mut self) {
        // RFC 3326: why one side has ended the call is for the other one, too.
        if let Some((side, Some(reason))) = self.hung_up.take() {
            self.legs(side).1.session.bye_because(reason);
        }
        self.caller.session.bye();
        self.called.session.bye();
    }

    /// Writes what is to be written; why it is over.
    async fn end(mut self) -> Course {
        let course = match self.part.take() {
            Some(part) => {
                part.write(self.ground, self.course);
                Course::Answered
            }
            None => self.course,
        };
        for held in self.held.drain(..) {
            held.end(self.ground).await;
        }
        course
    }
}

impl Talk<'_> {
    async fn step(&mut self) -> ControlFlow<()> {
        match self.heard().await {
            Heard::Closing => ControlFlow::Break(()),
            Heard::Look if self.is_spent() => ControlFlow::Break(()),
            Heard::Look => ControlFlow::Continue(()),
            Heard::NotJoined => self.joined(Next::Kept),
            Heard::Newcomer(Newcomer { in_place_of, who: Who::Invited(invitation) }) => {
                self.is_invited(in_place_of, invitation).await
            }
            Heard::Newcomer(newcomer) => {
                self.takes(newcomer).await;
                ControlFlow::Continue(())
            }
            Heard::Asked(Asked::Park(wish)) => self.parks(wish).await,
            Heard::Asked(Asked::Confer(invitation)) => {
                match self.side_that(|leg| leg.person() == Some(invitation.by) && leg.is_held()) {
                    Some(side) => self.confers(side, invitation).await,
                    None => ControlFlow::Continue(()),
                }
            }
            Heard::Side(side, Happening::Signal(SessionEvent::Refer(refer))) => {
                self.transfer(side, &refer).await
            }
            Heard::Side(_, Happening::Signal(SessionEvent::Referred(referred))) => {
                let next = self.joining.as_mut().map_or(Next::Waits, |joining| joining.news(referred));
                self.joined(next)
            }
            Heard::Side(side, happening) => {
                if let (Happening::Signal(SessionEvent::Ended { .. }), Some(joining)) =
                    (&happening, &self.joining)
                {
                    let next = joining.ended();
                    // It is over either way.
                    let _ = self.joined(next);
                }
                if let Happening::Signal(SessionEvent::Ended { reason, .. }) = happening {
                    self.hung_up = Some((side, reason));
                    return ControlFlow::Break(());
                }
                let ground = self.ground;
                let (own, other) = self.legs(side);
                react(ground, own, other, happening)
            }
        }
    }

    async fn heard(&mut self) -> Heard {
        let mut closing = self.ground.closing.clone();
        tokio::select! {
            happening = self.caller.next() => Heard::Side(Side::Caller, happening),
            happening = self.called.next() => Heard::Side(Side::Called, happening),
            newcomer = self.seats.newcomer() => Heard::Newcomer(newcomer),
            () = async {
                match &self.joining {
                    Some(joining) => joining.expired().await,
                    None => std::future::pending().await,
                }
            } => Heard::NotJoined,
            asked = self.parking.asked() => Heard::Asked(asked),
            _ = self.look.tick(), if self.is_limited() => Heard::Look,
            _ = closing.wait_for(|closing| *closing) => Heard::Closing,
        }
    }

    /// A side's leg, and the other one.
    fn legs(&mut self, side: Side) -> (&mut Leg, &mut Leg) {
        match side {
            Side::Caller => (&mut *self.caller, &mut *self.called),
            Side::Called => (&mut *self.called, &mut *self.caller),
        }
    }

    fn join(&mut self) {
        // Who sits in a room goes home first.
        self.span = None;
        let error = match self.caller.media.bridge(&self.called.media) {
            Ok(()) => return,
            Err(MediaError::Elsewhere) => {
                match self.ground.engine.span(&self.caller.media, &self.called.media) {
                    Ok((room, _events)) => return self.span = Some(room),
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        tracing::error!(%error, "the legs cannot be bridged");
    }

    /// Where both are people of one telephone system, they are its own affair.
    fn hands_back(&mut self) {
        self.joining = Joining::begin(self.caller, self.called);
    }

    fn joined(&mut self, next: Next) -> ControlFlow<()> {
        match next {
            Next::Waits => ControlFlow::Continue(()),
            Next::Handed => {
                tracing::info!("two who talk are handed back");
                self.course = Course::HandedBack;
                ControlFlow::Break(())
            }
            Next::Kept => {
                tracing::info!("two who talk are not taken back");
                self.joining = None;
                (self.caller.takes_back, self.called.takes_back) = (None, None);
                ControlFlow::Continue(())
            }
        }
    }

    async fn takes(&mut self, Newcomer { in_place_of, who }: Newcomer) {
        let side = if in_place_of == self.caller.session.id() { Side::Caller } else { Side::Called };
        if in_place_of != self.legs(side).0.session.id() {
            return Newcomer { in_place_of, who }.turn_away();
        }
        let ground = self.ground;
        let (own, other) = self.legs(side);
        let Some(party) = replace::take(ground, (own, other), who) else { return };
        self.parties[side as usize] = party;
        let [caller, called] = &self.parties;
        let part = Part::between(ground, caller, called);
        self.goes_on_as(part).await;
    }

    /// Others talk than before: their part of the call has a row of its own.
    async fn goes_on_as(&mut self, part: Part) {
        self.call.line.is_over();
        self.seats.now([self.caller.session.id(), self.called.session.id()]);
        self.join();
        if let Some(before) = self.part.replace(part) {
            before.write(self.ground, Course::Answered);
        }
        self.hands_back();
    }

    async fn transfer(&mut self, side: Side, refer: &Refer) -> ControlFlow<()> {
        let (asking, other) = match side {
            Side::Caller => (&mut *self.caller, &mut *self.called),
            Side::Called => (&mut *self.called, &mut *self.caller),
        };
        let transferee = &self.parties[1 - side as usize];
        let scene = transfer::Scene { ground: self.ground, call: self.call, seats: &mut self.seats };
        let transferred = transfer::transfer(scene, asking, (other, transferee), refer).await;
        self.becomes(side, transferred).await
    }

    /// Parks whom the telephone of whoever asks holds; somebody else's call is none of theirs.
    async fn parks(&mut self, asked: Wish) -> ControlFlow<()> {
        let holds = |leg: &Leg| leg.person() == Some(asked.by) && leg.is_held();
        let (side, asking, other) = match self.side_that(holds) {
            Some(Side::Caller) => (Side::Caller, &mut *self.caller, &mut *self.called),
            Some(Side::Called) => (Side::Called, &mut *self.called, &mut *self.caller),
            None => return ControlFlow::Continue(()),
        };
        let transferee = &self.parties[1 - side as usize];
        let scene = transfer::Scene { ground: self.ground, call: self.call, seats: &mut self.seats };
        let transferred = park::held(scene, asking, (other, transferee), asked).await;
        self.becomes(side, transferred).await
    }

    fn side_that(&self, is_it: impl Fn(&Leg) -> bool) -> Option<Side> {
        match (is_it(self.caller), is_it(self.called)) {
            (true, _) => Some(Side::Caller),
            (_, true) => Some(Side::Called),
            (false, false) => None,
        }
    }

    /// A telephone's side of this call is named by somebody who makes a conference: its owner, to bring in the other side, or
    /// whoever joins.
    async fn is_invited(&mut self, named: SessionId, invitation: Invitation) -> ControlFlow<()> {
        let may = |leg: &Leg| invitation.whom == Whom::Both || leg.person() == Some(invitation.by);
        match self.side_that(|leg| leg.session.id() == named && may(leg)) {
            Some(side) => self.confers(side, invitation).await,
            None => ControlFlow::Continue(()),
        }
    }

    /// Goes over to a conference: the other side, or both. What trunks' legs hold stays here as long as they last.
    async fn confers(&mut self, side: Side, invitation: Invitation) -> ControlFlow<()> {
        let Invitation { whom, door, told, .. } = invitation;
        let sides = [Side::Caller, Side::Called];
        let goes = |one: &Side| whom == Whom::Both || *one != side;
        let Ok(permits) = door.try_reserve_many(sides.iter().filter(|one| goes(one)).count()) else {
            return ControlFlow::Continue(());
        };
        let mut tethers = Vec::new();
        for (one, permit) in sides.into_iter().filter(goes).zip(permits) {
            let party = self.parties[one as usize].clone();
            let mut leg = Box::new(self.legs(one).0.take());
            tethers.extend(leg.tie());
            permit.send(Comes::Arrives(Arrival { leg, party }));
        }
        // Where nobody waits for it any more, the conference has ended, and the legs with it.
        let _ = told.send(());
        self.legs(side).0.session.bye_because(Reason::sip(200, "Conference"));
        self.call.line.is_over();
        self.outlives(tethers).await;
        ControlFlow::Break(())
    }

    async fn becomes(&mut self, side: Side, transferred: Transferred) -> ControlFlow<()> {
        match transferred {
            Transferred::Done(party, part, held) => {
                self.held.extend(held);
                self.parties[side as usize] = *party;
                self.goes_on_as(*part).await;
                ControlFlow::Continue(())
            }
            Transferred::Failed => {
                // What has been heard of a trunk's leg may have parted them.
                self.join();
                ControlFlow::Continue(())
            }
            Transferred::Over => ControlFlow::Break(()),
            Transferred::HandedBack => {
                self.course = Course::HandedBack;
                ControlFlow::Break(())
            }
            Transferred::Elsewhere(tether) => {
                self.call.line.is_over();
                self.outlives(tether.into_iter().collect()).await;
                ControlFlow::Break(())
            }
        }
    }

    /// Waits for the ends of legs that have gone over to another call and are tied to this one.
    async fn outlives(&mut self, mut tethers: Vec<Tether>) {
        let mut closing = self.ground.closing.clone();
        while let Some(tether) = tethers.last_mut() {
            tokio::select! {
                () = tether.cut() => drop(tethers.pop()),
                _ = self.look.tick(), if self.is_limited() => {
                    if self.is_spent() {
                        return;
                    }
                }
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    }

    fn is_limited(&self) -> bool {
        !self.held.is_empty() || self.until.is_some()
    }

    /// The money for it, or its time.
    fn is_spent(&self) -> bool {
        let is_late = self.until.is_some_and(|until| Instant::now() >= until);
        is_late || self.held.iter().any(|held| held.is_spent(self.ground))
    }
}

fn react(ground: &Ground, own: &mut Leg, other: &mut Leg, happening: Happening) -> ControlFlow<()> {
    match happening {
        Happening::Signal(SessionEvent::Acknowledged { sdp: Some(answer) })
            if own.accept_answer(&answer).is_err() =>
        {
            return ControlFlow::Break(());
        }
        Happening::Signal(SessionEvent::Offer { sdp }) => {
            own.answer_reinvite(sdp.as_deref());
            show_hold(ground, own, other);
        }
        Happening::Signal(SessionEvent::OfferAnswered { sdp }) if own.accept_answer(&sdp).is_ok() => {
            show_hold(ground, own, other);
        }
        Happening::Sound(LegEvent::Unsealed(error)) => {
            tracing::info!(%error, "a browser is not heard");
            return ControlFlow::Break(());
        }
        Happening::Sound(LegEvent::NoRtp { seconds }) => own.hears_nothing(seconds),
        _ => {}
    }
    ControlFlow::Continue(())
}

/// Whoever is put on hold hears the hold music; when the holding side is back, it stops.
fn show_hold(ground: &Ground, holding: &Leg, held: &Leg) {
    if holding.is_held() {
        held.waits(ground);
    } else {
        held.media.stop_play();
    }
}
