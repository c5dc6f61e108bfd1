//! Owners are called because messages wait: one task looks at whose messages change and at the clock, and gives each call that is
//! due a task of its own, so many at once.

use crate::call::{self, Call, Ending};
use crate::ground::Ground;
use crate::journal;
use crate::lamp::news::{News, PAGE};
use crate::leg::Leg;
use crate::line::RealLine;
use crate::originate::{self, Aim};
use crate::transfer::Party;
use crate::trunk::held::Held;
use directory::User;
use domain::guesser::Guesser;
use domain::id::UserId;
use domain::number::Number;
use domain::number_plan::Service;
use domain::outcall::{self, Decision, Past, Wish};
use domain::reason::Course;
use domain::route::Way;
use domain::settings;
use jiff::Timestamp;
use messaging::waiting::{new_entries, waiting};
use messaging::{MailboxError, Sender};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use store::{Outcome, StoreError};
use telephone::{Answerer, Facts};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tracing::{Instrument, info, info_span, warn};

/// How often everybody is looked at who wants to be called: settings of the whole company change, and clocks do.
const SWEEP: Duration = Duration::from_secs(300);
/// After so long a store that did not answer is asked again.
const AGAIN: Duration = Duration::from_secs(5);
/// The directory hears of changes at the same time, and has read them by then.
const SETTLES: Duration = Duration::from_secs(1);
/// A store that has not answered by then does not.
const ANSWERS: Duration = Duration::from_secs(10);
/// It rings for so long: a machine that answers later is not waited for.
const RINGS: Duration = Duration::from_secs(45);

/// Why it is not known whether somebody is to be called.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    #[error("the store does not answer")]
    TooLate,
}

/// Who is to be looked at, and who is being called.
struct Turns {
    ground: Arc<Ground>,
    /// When each is to be looked at again.
    due: HashMap<UserId, Timestamp>,
    called: HashSet<UserId>,
    ended: mpsc::UnboundedSender<UserId>,
}

/// Calls whoever is to be called, until the process ends.
pub async fn follow(ground: Arc<Ground>) {
    let mut changes = ground.tenant.changes().watch();
    let mut news = News::after(*changes.borrow_and_update());
    let (ended, mut ends) = mpsc::unbounded_channel();
    let mut closing = ground.closing.clone();
    let mut turns = Turns { ground, due: HashMap::new(), called: HashSet::new(), ended };
    // Its first tick comes at once.
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        turns.look().await;
        let woken = tokio::select! {
            changed = changes.changed() => if changed.is_ok() { Woken::News } else { Woken::Closing },
            Some(user) = ends.recv() => Woken::Ended(user),
            () = turns.next() => Woken::Due,
            _ = sweep.tick() => Woken::Sweep,
            _ = closing.wait_for(|closing| *closing) => Woken::Closing,
        };
        match woken {
            Woken::News => turns.catch_up(&mut news).await,
            Woken::Ended(user) => turns.is_over(user),
            Woken::Due => {}
            Woken::Sweep => turns.sweep(),
            Woken::Closing => return,
        }
    }
}

/// What there is to do.
enum Woken {
    News,
    Ended(UserId),
    /// Somebody is to be looked at.
    Due,
    Sweep,
    Closing,
}

impl Turns {
    fn everybody(ground: &Ground) -> Vec<UserId> {
        let people = ground.directory.people();
        let wants = |user: &UserId| people.settings_of(Some(*user)).get(&settings::OUTCALL);
        people.users().map(|user| user.id).filter(wants).collect()
    }

    fn sweep(&mut self) {
        let now = Timestamp::now();
        self.due.extend(Self::everybody(&self.ground).into_iter().map(|user| (user, now)));
    }

    /// Whose messages or settings have changed. What cannot be read now is read at the next change, or at the next sweep.
    async fn catch_up(&mut self, news: &mut News) {
        let changes = self.ground.tenant.changes();
        let ground = &self.ground;
        let read = news.gather(|seen| changes.since(seen, PAGE), || Self::everybody(ground)).await;
        if let Err(error) = read {
            warn!(%error, "whom messages wait for is not known");
        }
        let at = Timestamp::now() + SETTLES;
        self.due.extend(std::mem::take(&mut news.users).into_iter().map(|user| (user, at)));
    }

    fn is_over(&mut self, user: UserId) {
        self.called.remove(&user);
        self.due.insert(user, Timestamp::now());
    }

    /// Until somebody is to be looked at; for ever where that waits for a call to end.
    async fn next(&self) {
        let is_waited_for = |user: &UserId| self.is_full() || self.called.contains(user);
        let due = self.due.iter().filter(|(user, _)| !is_waited_for(user)).map(|(_, at)| *at).min();
        match due {
            Some(at) => {
                let wait = at.duration_since(Timestamp::now());
                sleep(Duration::try_from(wait).unwrap_or_default()).await;
            }
            None => std::future::pending().await,
        }
    }

    fn is_full(&self) -> bool {
        let most = self.ground.directory.people().settings_of(None).get(&settings::OUTCALLS_AT_ONCE);
        self.called.len() >= most as usize
    }

    /// Looks at all whose time has come, while there is room for a call; whoever has waited longest comes first.
    async fn look(&mut self) {
        let now = Timestamp::now();
        let is_due = |(user, at): (&UserId, &Timestamp)| {
            (*at <= now && !self.called.contains(user)).then_some((*at, *user))
        };
        let mut due: Vec<(Timestamp, UserId)> = self.due.iter().filter_map(is_due).collect();
        due.sort_unstable();
        for (_, user) in due {
            if self.is_full() {
                return;
            }
            match decided(&self.ground, user).await {
                Ok(Some((_, Decision::Wait(at)))) => drop(self.due.insert(user, at)),
                Ok(Some((wish, Decision::Call { number, past }))) => {
                    self.due.remove(&user);
                    self.begin(user, &wish.numbers[number], past).await;
                }
                Ok(Some((_, Decision::Nothing)) | None) => drop(self.due.remove(&user)),
                Err(error) => {
                    warn!(%error, "whether somebody is to be called is not known");
                    self.due.insert(user, now + AGAIN);
                }
            }
        }
    }

    /// The call is written down before it is made: one that brings the process down is not made over and over.
    async fn begin(&mut self, user: UserId, number: &str, past: Past) {
        let ground = &self.ground;
        if let Err(error) = in_time(ground.tenant.outcalls().keep(user, past)).await {
            warn!(%error, "nobody is called whose call cannot be written down");
            self.due.insert(user, Timestamp::now() + AGAIN);
            return;
        }
        let owner = ground.directory.people().user(user).cloned();
        let (Some(owner), Ok(number)) = (owner, Number::parse(number)) else { return };
        self.called.insert(user);
        let (ground, ended) = (self.ground.clone(), self.ended.clone());
        tokio::spawn(async move {
            let told = originate::to_its_end(call(&ground, owner, number)).await == Some(true);
            let kept = Past { is_told: true, ..past };
            if told && let Err(error) = in_time(ground.tenant.outcalls().keep(user, kept)).await {
                warn!(%error, "that an owner knows of messages is not written down");
            }
            // Without the other end nobody is called any more.
            let _ = ended.send(user);
        });
    }
}

async fn in_time<T, E: Into<Unknown>>(answer: impl Future<Output = Result<T, E>>) -> Result<T, Unknown> {
    timeout(ANSWERS, answer).await.map_err(|_too_late| Unknown::TooLate)?.map_err(Into::into)
}

/// What is to be done about somebody; `None`: nothing, for that one does not want to be called.
async fn decided(ground: &Ground, user: UserId) -> Result<Option<(Wish, Decision)>, Unknown> {
    let people = ground.directory.people();
    let Some(owner) = people.user(user) else { return Ok(None) };
    let Some(wish) = Wish::of(&people.settings_of(Some(user)), directory::zone_of(owner)) else {
        return Ok(None);
    };
    let mailbox = ground.post.mailbox(user);
    let waiting: Vec<_> = in_time(new_entries(&*mailbox)).await?.iter().map(waiting).collect();
    let past = in_time(ground.tenant.outcalls().of(user)).await?;
    let decision = outcall::decide(&wish, Timestamp::now(), &waiting, past.as_ref());
    Ok(Some((wish, decision)))
}

/// Calls an owner at a number, as the owner would dial it. Whether the owner has proven to be on the line.
async fn call(ground: &Arc<Ground>, owner: Arc<User>, number: Number) -> bool {
    let id = ground.new_call_id();
    let span = info_span!("call", id = %id);
    async {
        info!(user = owner.id.get(), "an owner is called because messages wait");
        let line = Arc::new(ground.lines.call(id.clone(), false));
        let common = call::common_number(&ground.directory.people()).as_ref().map(Number::from);
        let mailbox = common.or_else(|| ground.place.numbers.number_of(Service::Mailbox).cloned());
        let caller = Sender { number: mailbox.map(|number| number.to_string()), ..Sender::default() };
        let begun = originate::begun(id, line, caller, number.clone(), None);
        let order = Call { job_of: Some(owner.id), ..begun };
        let way = call::way_of(ground, owner.id, &number);
        let called = Party::dialled(ground, &order, &way);
        order.line.is_dialled(Party::caller(&order).to_watchers(), called.to_watchers());
        let reached = match &way {
            Way::Outside(full) => Some(Number::from(full)),
            Way::Inside(_) | Way::Help(_) => Some(number),
        };
        match originate::reach(ground, &order, Aim::Way(way), owner.id, RINGS).await {
            Ok((leg, held)) => talks(ground, (order, reached), (leg, held), &owner).await,
            Err(status) => {
                info!(status, "the owner is not reached");
                order.line.is_over();
                let (outcome, course) = not_reached(status);
                journal::write_ordered(ground, &order, Ending::of(outcome, course));
                false
            }
        }
    }
    .instrument(span)
    .await
}

fn not_reached(status: u16) -> (Outcome, Course) {
    match status {
        486 | 600 => (Outcome::Busy, Course::Busy),
        403 => (Outcome::Refused, Course::NotAllowed),
        404 | 410 | 484 | 604 => (Outcome::Refused, Course::NoSuchNumber),
        603 | 607 | 608 => (Outcome::Declined, Course::Declined),
        _ => (Outcome::Missed, Course::NoAnswer),
    }
}

/// Whoever has answered hears for whom the call is, and the owner what there is. Ends the call.
async fn talks(
    ground: &Arc<Ground>,
    (order, reached): (Call, Option<Number>),
    (mut leg, held): (Box<Leg>, Option<Held>),
    owner: &Arc<User>,
) -> bool {
    let answered_at = Timestamp::now();
    order.line.is_attended();
    let ender = leg.session.ender();
    let answerer = {
        // That it was called proves nothing of whoever has answered, but from where an owner may log in it may be.
        let facts = Facts {
            caller: reached,
            guesser: leg.device().map_or_else(|| Guesser::stranger(leg.address()), Guesser::Device),
            ..call::facts(&order, None, owner.language)
        };
        let mut line = RealLine::answered(ground.clone(), &mut leg, &order, facts);
        let doors = (&*ground.directory, &*ground.post);
        let habits = |user: &User| call::habits(ground, user);
        let flow = telephone::outcall(&mut line, doors, owner, habits);
        tokio::select! {
            answerer = flow => answerer,
            () = Held::ends_when_spent(held.as_ref(), ground, &ender) => Answerer::Somebody,
        }
    };
    order.line.is_over();
    let ending = Ending {
        called_user: Some(owner.id),
        answered_at: Some(answered_at),
        ..Ending::of(Outcome::Answered, Course::Answered)
    };
    journal::write(ground, &order, ending, *leg).await;
    if let Some(held) = held {
        held.end(ground).await;
    }
    info!(?answerer, "the owner was called");
    answerer == Answerer::Owner
}
