//! Two people talking: sound is relayed, hold and resume are answered here, and the end of one side ends the other.

use crate::call::Call;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::park::{self, Asked};
use crate::transfer::{self, Part, Transferee, Transferred};
use media::{LegEvent, Repeat};
use sip::SessionEvent;

/// Silence of a side that is not on hold after which it is asked whether it still lives, in seconds.
const SILENT_SECONDS: u32 = 60;

/// Which side something happened on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Caller,
    Called,
}

enum Heard {
    Happening(Happening),
    /// Somebody wants to park whom the own telephone holds.
    Asked(Asked),
}

/// Relays until one side hangs up, vanishes, or the process ends; both are gone then. Whoever asks for it is replaced by the
/// one that the other side is transferred to.
pub async fn talk(ground: &Ground, call: &Call, caller: &mut Leg, called: &mut Leg) {
    let mut closing = ground.closing.clone();
    let mut part: Option<Part> = None;
    let mut talk = ground.parking.talk();
    join(caller, called);
    loop {
        let (side, heard) = tokio::select! {
            happening = caller.next() => (Side::Caller, Heard::Happening(happening)),
            happening = called.next() => (Side::Called, Heard::Happening(happening)),
            asked = talk.asked() => {
                let Some(side) = holding(caller, called, &asked) else { continue };
                (side, Heard::Asked(asked))
            }
            _ = closing.wait_for(|closing| *closing) => break,
        };
        let (own, other) = match side {
            Side::Caller => (&mut *caller, &mut *called),
            Side::Called => (&mut *called, &mut *caller),
        };
        let transferee = || match side {
            Side::Caller => Transferee::called(call),
            Side::Called => Transferee::caller(call),
        };
        let transferred = match heard {
            Heard::Asked(asked) => park::held(ground, call, own, (other, transferee()), asked).await,
            Heard::Happening(Happening::Signal(SessionEvent::Refer(refer))) => {
                transfer::transfer(ground, call, own, (other, transferee()), &refer).await
            }
            Heard::Happening(happening) => {
                if react(ground, own, other, happening).is_break() {
                    break;
                }
                continue;
            }
        };
        match transferred {
            Transferred::Done(next) => {
                if let Some(before) = part.replace(next) {
                    before.write(ground).await;
                }
                join(caller, called);
            }
            Transferred::Failed => {}
            Transferred::Over => break,
        }
    }
    caller.session.bye();
    called.session.bye();
    if let Some(part) = part {
        part.write(ground).await;
    }
}

/// The side whose telephone holds, if it is that of whom asks.
fn holding(caller: &Leg, called: &Leg, asked: &Asked) -> Option<Side> {
    let holds = |leg: &Leg| leg.person() == Some(asked.by) && leg.is_held();
    [(Side::Caller, caller), (Side::Called, called)]
        .into_iter()
        .find(|(_, leg)| holds(leg))
        .map(|(side, _)| side)
}

/// Both legs are born on one worker; if they were not, nobody would hear anything.
fn join(caller: &Leg, called: &Leg) {
    if let Err(error) = caller.media.bridge(&called.media) {
        tracing::error!(%error, "the legs cannot be bridged");
    }
}

fn react(ground: &Ground, own: &mut Leg, other: &mut Leg, happening: Happening) -> std::ops::ControlFlow<()> {
    match happening {
        Happening::Signal(SessionEvent::Ended { .. }) => return std::ops::ControlFlow::Break(()),
        Happening::Signal(SessionEvent::Acknowledged { sdp: Some(answer) })
            if own.accept_answer(&answer).is_err() =>
        {
            return std::ops::ControlFlow::Break(());
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
            return std::ops::ControlFlow::Break(());
        }
        // A re-INVITE that is not answered ends the session by itself (RFC 3261 §12.2.1.2): a vanished peer is found so.
        Happening::Sound(LegEvent::NoRtp { seconds }) if seconds >= SILENT_SECONDS && !own.is_held() => {
            own.offer_again();
        }
        _ => {}
    }
    std::ops::ControlFlow::Continue(())
}

/// Whoever is put on hold hears the hold tone; when the holding side is back, it stops.
fn show_hold(ground: &Ground, holding: &Leg, held: &Leg) {
    if holding.is_held() {
        held.media.play(ground.hold_tone(held.codec()), 0, Repeat::Forever);
    } else {
        held.media.stop_play();
    }
}
