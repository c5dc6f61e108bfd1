//! A conference as it runs: who comes in and leaves, who holds it, who brings in others, and when it is over.

use super::outside::{self, Wanted};
use super::{Arrival, Asker, Comes, Entered, Found, Whom, bring, named};
use crate::call::Call;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::pickup::Picker;
use crate::standing::{Newcomer, Seats, Who};
use crate::tether::Tether;
use crate::transfer::{self, Part, Party, Taken};
use crate::trunk::held::Held;
use domain::conference::{Attendance, Document, Manner, Name, Seen, is_over};
use domain::id::DeviceId;
use domain::number::Number;
use domain::reason::Course;
use domain::route::{Route, Way};
use domain::settings;
use futures_util::future::select_all;
use media::{HeardBy, LegEvent, Repeat, RoomConfig, Voice};
use sip::{Reason, Refer, ReferId, SessionEvent, SessionId};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::{Interval, interval};
use tracing::info;

/// Who has it on hold neither hears the others nor is heard, so that nobody listens to the music of a telephone.
const AWAY: Voice = Voice { heard_by: HeardBy::Nobody, gain_db: 0, volume_db: 0, deaf: true };

/// Who takes part.
struct Member {
    /// Within the conference.
    id: u32,
    leg: Leg,
    party: Party,
    /// For the journal, and those who watch.
    part: Part,
    /// What a trunk's leg holds that was called from within.
    held: Option<Held>,
    was_called: bool,
}

/// What is waited for.
enum Heard {
    Member(usize, Happening),
    Comes(Comes),
    Newcomer(Newcomer),
    /// Its money is to be looked at.
    Look,
    Closing,
}

struct Room<'a> {
    ground: &'a Arc<Ground>,
    name: Name,
    manner: Manner,
    maker: DeviceId,
    /// As whom the journal has it.
    party: Party,
    sound: media::Room,
    entered: Entered<'a>,
    seats: Seats<'a>,
    members: Vec<Member>,
    next: u32,
    has_begun: bool,
    /// Numbers that are called from within; without its tether a call is given up.
    called: HashMap<u32, Tether>,
    look: Interval,
}

/// Makes a conference and stays until it is over. `gather` asks others to come, by the door that it is given, and says with
/// which status its maker is refused where nobody does.
pub async fn host<F: Future<Output = Result<(), u16>>>(
    ground: &Arc<Ground>,
    picker: Picker,
    manner: Manner,
    gather: impl FnOnce(mpsc::Sender<Comes>) -> F,
) {
    let people = ground.directory.people();
    let settings = people.settings_of(None);
    let most = settings.get(&settings::CONFERENCE_MOST);
    let music = Some(media::tone::hold().into());
    let config = RoomConfig { most: most as usize, automatic_level: true, music };
    let Ok((sound, _events)) = ground.engine.room(config) else {
        return picker.session.refuse(503, Vec::new());
    };
    let name = Name::new(rand::random());
    let number = settings.get(&settings::CONFERENCE_NUMBER).0;
    let extension = || people.user(picker.device.user).map(|user| user.extension.to_string());
    let number = if number.is_empty() { extension().unwrap_or_default() } else { number };
    let shown = Document { name: name.clone(), most, users: Vec::new() };
    let mut room = Room {
        ground,
        manner,
        maker: picker.device.id,
        party: Party::numbered(number),
        sound,
        entered: ground.conferences.enter(name.clone(), shown),
        name,
        seats: ground.standing.enter([]),
        members: Vec::new(),
        next: 0,
        has_begun: false,
        called: HashMap::new(),
        look: interval(Held::LOOK),
    };
    if let Err(status) = gather(room.entered.door.clone()).await {
        return picker.session.refuse(status, Vec::new());
    }
    room.calls(picker);
    while !room.is_over() && room.step().await.is_continue() {}
    room.end().await;
    info!("a conference is over");
}

impl Room<'_> {
    async fn step(&mut self) -> ControlFlow<()> {
        match self.heard().await {
            Heard::Closing => return ControlFlow::Break(()),
            Heard::Look => self.looks().await,
            Heard::Comes(comes) => self.comes(comes),
            Heard::Newcomer(newcomer) => self.takes_a_place(newcomer).await,
            Heard::Member(at, happening) => self.happens(at, happening).await,
        }
        ControlFlow::Continue(())
    }

    fn is_over(&self) -> bool {
        let people = self.ground.directory.people();
        let ends_with_maker = people.settings_of(None).get(&settings::CONFERENCE_ENDS_WITH_MAKER);
        is_over(self.manner, ends_with_maker, self.attendance())
    }

    async fn heard(&mut self) -> Heard {
        let mut closing = self.ground.closing.clone();
        let has_held = self.members.iter().any(|member| member.held.is_some());
        let members = &mut self.members;
        let next = async {
            if members.is_empty() {
                return std::future::pending().await;
            }
            let (happening, at, _) =
                select_all(members.iter_mut().map(|member| Box::pin(member.leg.next()))).await;
            (at, happening)
        };
        tokio::select! {
            (at, happening) = next => Heard::Member(at, happening),
            comes = self.entered.coming.recv() => match comes {
                Some(comes) => Heard::Comes(comes),
                None => Heard::Closing,
            },
            newcomer = self.seats.newcomer() => Heard::Newcomer(newcomer),
            _ = self.look.tick(), if has_held => Heard::Look,
            _ = closing.wait_for(|closing| *closing) => Heard::Closing,
        }
    }

    fn attendance(&self) -> Attendance {
        let coming = self.entered.coming.len() + self.called.len();
        Attendance {
            members: self.members.len() + coming,
            has_maker: self.members.iter().any(|member| member.leg.device() == Some(self.maker)),
            has_begun: self.has_begun,
        }
    }

    fn comes(&mut self, comes: Comes) {
        match comes {
            Comes::Caller(picker) => self.calls(picker),
            Comes::Arrives(Arrival { leg, party }) => self.enters(*leg, party, None, false),
            Comes::Brought { asking, refer, is_coming } => {
                self.news(asking, refer, if is_coming { 200 } else { 481 });
            }
            Comes::Wanted(wanted) => self.is_asked(wanted),
            Comes::Found { calling, asker, found } => {
                self.called.remove(&calling);
                match found {
                    Ok(Found { leg, party, held }) => {
                        self.tells(&asker, 200);
                        self.enters(*leg, party, held, true);
                    }
                    Err(status) => self.tells(&asker, status),
                }
            }
        }
    }

    /// A phone of ours has called to take part.
    fn calls(&mut self, Picker { session, device }: Picker) {
        if self.is_full() {
            return session.refuse(486, Vec::new());
        }
        let Some(peer) = session.source().map(|source| source.flow.clone()) else { return };
        match Leg::incoming(self.ground, session, &peer, self.ground.wants(Some(&device))) {
            Ok(mut leg) => {
                leg.session.focus(Some(self.name.as_str().to_owned()));
                leg.answer();
                let party = Party::of(self.ground, &leg, Party::nobody());
                self.enters(leg, party, None, false);
            }
            Err(refused) => refused.answer(),
        }
    }

    fn is_full(&self) -> bool {
        let people = self.ground.directory.people();
        self.members.len() >= people.settings_of(None).get(&settings::CONFERENCE_MOST) as usize
    }

    fn enters(&mut self, leg: Leg, party: Party, held: Option<Held>, was_called: bool) {
        leg.session.focus(Some(self.name.as_str().to_owned()));
        leg.media.stop_play();
        let voice = if leg.is_held() { AWAY } else { Voice::default() };
        if let Err(error) = self.sound.join(&leg.media, voice) {
            info!(%error, "somebody cannot come in");
            leg.session.bye();
            self.loses(held);
            return;
        }
        let part = Part::between(self.ground, &party, &self.party);
        self.next += 1;
        self.members.push(Member { id: self.next, leg, party, part, held, was_called });
        self.has_begun |= self.members.len() >= 2;
        if self.members.len() >= 2 {
            self.sounds(media::tone::entered());
        }
        info!(members = self.members.len(), "somebody comes in");
        self.shows();
    }

    /// Ends what a leg holds that has not come in.
    fn loses(&self, held: Option<Held>) {
        if let Some(held) = held {
            let ground = self.ground.clone();
            tokio::spawn(async move { held.end(&ground).await });
        }
    }

    async fn leaves(&mut self, at: usize) {
        let Member { leg, part, held, .. } = self.members.swap_remove(at);
        leg.session.bye();
        drop(leg);
        self.shows();
        self.sounds(media::tone::left());
        info!(members = self.members.len(), "somebody leaves");
        part.write(self.ground, Course::Answered);
        if let Some(held) = held {
            held.end(self.ground).await;
        }
    }

    async fn end(mut self) {
        while !self.members.is_empty() {
            self.leaves(self.members.len() - 1).await;
        }
        self.entered.coming.close();
        while let Ok(comes) = self.entered.coming.try_recv() {
            match comes {
                Comes::Caller(picker) => picker.session.refuse(480, Vec::new()),
                Comes::Found { found: Ok(Found { held, .. }), .. } => self.loses(held),
                Comes::Wanted(wanted) => wanted.refuse(480),
                Comes::Arrives(_) | Comes::Found { .. } | Comes::Brought { .. } => {}
            }
        }
    }

    /// Everybody hears that somebody has come or gone.
    fn sounds(&self, tone: Vec<i16>) {
        let people = self.ground.directory.people();
        if people.settings_of(None).get(&settings::CONFERENCE_TONES) {
            self.sound.announce(tone.into(), Repeat::Once);
        }
    }

    fn shows(&mut self) {
        let sessions: Vec<SessionId> = self.members.iter().map(|member| member.leg.session.id()).collect();
        self.seats.now(sessions.clone());
        self.entered.shows(sessions, self.members.iter().map(Member::seen).collect());
    }

    async fn looks(&mut self) {
        let is_spent = |member: &Member| member.held.as_ref().is_some_and(|held| held.is_spent(self.ground));
        if let Some(at) = self.members.iter().position(is_spent) {
            self.leaves(at).await;
        }
    }

    async fn happens(&mut self, at: usize, happening: Happening) {
        let member = &mut self.members[at];
        match happening {
            Happening::Signal(SessionEvent::Ended { .. }) | Happening::Sound(LegEvent::Unsealed(_)) => {
                return self.leaves(at).await;
            }
            Happening::Signal(SessionEvent::Acknowledged { sdp: Some(answer) })
                if member.leg.accept_answer(&answer).is_err() =>
            {
                return self.leaves(at).await;
            }
            Happening::Signal(SessionEvent::Offer { sdp }) => member.leg.answer_reinvite(sdp.as_deref()),
            Happening::Signal(SessionEvent::OfferAnswered { sdp }) => {
                // What cannot be agreed on leaves the sound as it was.
                let _as_it_was = member.leg.accept_answer(&sdp);
            }
            Happening::Signal(SessionEvent::Refer(refer)) => return self.refers(at, *refer).await,
            Happening::Sound(LegEvent::NoRtp { seconds }) => return member.leg.hears_nothing(seconds),
            _ => return,
        }
        let voice = if member.leg.is_held() { AWAY } else { Voice::default() };
        self.sound.set(&member.leg.media, voice);
        self.shows();
    }

    /// Somebody takes a member's place, by an INVITE with Replaces or by a transfer. Two conferences stay two.
    async fn takes_a_place(&mut self, Newcomer { in_place_of, who }: Newcomer) {
        let place = self.members.iter().position(|member| member.leg.session.id() == in_place_of);
        let (Some(at), false) = (place, matches!(who, Who::Invited(_))) else {
            return Newcomer { in_place_of, who }.turn_away();
        };
        let (leg, party) = match who {
            Who::Caller(picker) => {
                let Some(leg) = picker.answer(self.ground, &self.members[at].leg) else { return };
                let party = Party::of(self.ground, &leg, Party::nobody());
                (leg, party)
            }
            Who::Transferred(arrival) => {
                // Without the other call it is here all the same.
                let _ = arrival.answer.send(None);
                (*arrival.leg, arrival.party)
            }
            Who::Invited(_) => return,
        };
        self.members[at].leg.session.bye_because(Reason::sip(200, "Replaced"));
        self.leaves(at).await;
        self.enters(leg, party, None, false);
    }

    fn news(&self, asking: SessionId, refer: ReferId, status: u16) {
        let is_it = |member: &&Member| member.leg.session.id() == asking;
        // Whoever has asked may have left; any session carries the news.
        let by = self.members.iter().find(is_it).or(self.members.first());
        if let Some(member) = by {
            member.leg.session.refer_news(refer, status);
        }
    }

    fn tells(&self, asker: &Asker, status: u16) {
        match asker {
            Asker::Within(asking, refer) => self.news(*asking, *refer, status),
            Asker::Outside(subscription) => outside::tell(subscription, status),
        }
    }

    /// Somebody within wants another one in, or out (RFC 4579 §5.5, §5.10, §5.11).
    async fn refers(&mut self, at: usize, refer: Refer) {
        if let Err(status) = self.obeys(at, &refer).await {
            info!(status, "a conference refuses a REFER");
            if let Some(member) = self.members.get(at) {
                member.leg.session.refuse_refer(refer.id, status);
            }
        }
    }

    async fn obeys(&mut self, at: usize, refer: &Refer) -> Result<(), u16> {
        let leg = &self.members[at].leg;
        // Others may not have us call anybody.
        let person = leg.person().ok_or(403_u16)?;
        if refer.to.uri().parameter("method").is_some_and(|method| method.eq_ignore_ascii_case("BYE")) {
            return self.removes(at, refer).await;
        }
        if self.is_full() {
            return Err(486);
        }
        let (asking, id, door) = (leg.session.id(), refer.id, self.entered.door.clone());
        let ground = self.ground.clone();
        if let Some(standing) = &refer.replaces {
            let session = standing.session.filter(|session| !self.seats.has(*session)).ok_or(481_u16)?;
            leg.session.accept_refer(id);
            tokio::spawn(async move {
                let is_coming = bring(&ground, session, (person, Whom::Other), door.clone()).await;
                // Without the conference there is nobody to tell.
                let _ = door.send(Comes::Brought { asking, refer: id, is_coming }).await;
            });
            return Ok(());
        }
        if named(refer.to.uri()).is_some() {
            return Err(481);
        }
        let (order, way) =
            transfer::refer_number(refer).and_then(|number| self.ordered(at, number)).ok_or(404_u16)?;
        self.members[at].leg.session.accept_refer(id);
        self.finds(at, (order, way), Asker::Within(asking, id));
        Ok(())
    }

    /// A phone that takes part wants somebody in, outside of its call.
    fn is_asked(&mut self, wanted: Wanted) {
        let Some(at) = self.members.iter().position(|member| member.leg.device() == Some(wanted.by)) else {
            return wanted.refuse(403);
        };
        if self.is_full() {
            return wanted.refuse(486);
        }
        match self.ordered(at, wanted.called.clone()) {
            Some(ordered) => {
                let asker = Asker::Outside(wanted.accept());
                self.finds(at, ordered, asker);
            }
            None => wanted.refuse(404),
        }
    }

    /// A call to a number in the name of a member. `None`: nobody is to be called there.
    fn ordered(&self, at: usize, number: Number) -> Option<(Call, Way)> {
        let Member { leg, party, .. } = &self.members[at];
        let (order, way) = transfer::ordered(self.ground, leg.address(), leg, party, number)?;
        let is_somebody = Party::dialled(self.ground, &order, &way).to_watchers().user.is_some();
        let is_called = is_somebody || matches!(way, Way::Outside(_) | Way::Inside(Route::Group(_)));
        is_called.then_some((order, way))
    }

    /// Calls, and hears in its own time what comes of it.
    fn finds(&mut self, at: usize, (order, way): (Call, Way), asker: Asker) {
        let called = Party::dialled(self.ground, &order, &way);
        let (stays, goes) = Tether::pair();
        let mut stand_in = self.members[at].leg.stand_in(goes);
        self.next += 1;
        let calling = self.next;
        self.called.insert(calling, stays);
        let (ground, door) = (self.ground.clone(), self.entered.door.clone());
        tokio::spawn(async move {
            order.line.is_dialled(Party::caller(&order).to_watchers(), called.to_watchers());
            let found = transfer::find(&ground, &order, &mut stand_in, way, order.payer()).await;
            order.line.is_over();
            let found = found.and_then(|taken| match taken {
                Taken::Answered(leg, held) => {
                    let party = Party::of(&ground, &leg, called);
                    Ok(Found { leg, party, held })
                }
                // Nobody stands here who could be of another system.
                Taken::HandedBack => Err(480),
            });
            let left = door.send(Comes::Found { calling, asker, found }).await;
            if let Err(mpsc::error::SendError(Comes::Found {
                found: Ok(Found { held: Some(held), .. }),
                ..
            })) = left
            {
                held.end(&ground).await;
            }
        });
    }

    /// Whoever has made it sends somebody out.
    async fn removes(&mut self, at: usize, refer: &Refer) -> Result<(), u16> {
        let asking = &self.members[at].leg;
        if asking.device() != Some(self.maker) {
            return Err(403);
        }
        let number = refer.to.uri().user();
        let is_meant = |member: &Member| member.party.shown.number.as_deref() == number && number.is_some();
        let out = self.members.iter().position(is_meant).ok_or(404_u16)?;
        asking.session.accept_refer(refer.id);
        asking.session.refer_news(refer.id, 200);
        self.leaves(out).await;
        Ok(())
    }
}

impl Member {
    fn seen(&self) -> Seen {
        let party = self.party.to_watchers();
        let is_shown = !party.is_private;
        Seen {
            id: self.id,
            number: party.number.filter(|_| is_shown),
            name: party.name.filter(|_| is_shown),
            is_away: self.leg.is_held(),
            was_called: self.was_called,
        }
    }
}
