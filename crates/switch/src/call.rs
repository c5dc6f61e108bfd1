//! One call from INVITE to journal: who calls, where it goes, who talks, what is left.

use crate::bindings::{self, Binding};
use crate::events::{self, OnCall};
use crate::ground::Ground;
use crate::gruu::Gruu;
use crate::identity::{Identity, proven};
use crate::leg::Leg;
use crate::line::RealLine;
use crate::ring::{Place, Shown};
use crate::spool::Ticket;
use crate::trunk::inbound::{self, ByTrunk, Came};
use crate::trunk::outbound;
use crate::{
    asserted, attendant, conference, forward, help, hunt, journal, park, replace, site_field, star, stir,
};
use directory::{Circumstances, Device, People, User};
use domain::guesser::Guesser;
use domain::id::{CallId, DeviceId, UserId};
use domain::language::Language;
use domain::number::{Extension, Number};
use domain::number_plan::Service;
use domain::numbering::Home;
use domain::profile::Profile;
use domain::reach::{self, CommandKey};
use domain::reason::{Course, Reason};
use domain::route::{self, Anonymous, Caller, Route, Way};
use domain::settings::{self, Digits, Setting, Settings, TransferTold};
use jiff::Timestamp;
use messaging::Sender;
use messaging::marks::Marks;
use sip::{NameAddr, Request, Session, Uri};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use store::{DiskRoom, Outcome};
use telephone::{Deposit, Diversion, Facts, Habits, Key, Line, Owner, Proven, Room, Takes, Voicemail, Ways};
use tracing::{Instrument, info, info_span, warn};

/// A directory that does not answer holds a call up no longer.
const WELCOME_WAIT: Duration = Duration::from_secs(5);

/// A call as it stands before anybody rings.
pub struct Call {
    pub id: CallId,
    pub at: Timestamp,
    pub device: Option<Arc<Device>>,
    /// The trunk's part, where it came by one.
    pub by_trunk: Option<Box<ByTrunk>>,
    /// Where the INVITE came from.
    pub address: IpAddr,
    pub caller: Sender,
    pub called: Number,
    /// Only this instance of this device rings (RFC 5627).
    pub instance: Option<(DeviceId, String)>,
    /// What the caller's phone has to say to the called one (RFC 7433).
    pub user_to_user: Option<String>,
    /// Of whom it is, where the house calls by itself: gateways are told of which site that one is.
    pub job_of: Option<UserId>,
    /// What those who watch are told of it.
    pub line: Arc<OnCall>,
}

impl Call {
    /// On whose account it goes on to the public network.
    pub fn payer(&self) -> Option<UserId> {
        self.device.as_ref().map(|device| device.user)
    }

    /// From outside, and without a number to call back.
    pub fn is_anonymous(&self) -> bool {
        self.device.is_none() && (self.line.is_private || self.caller.number.is_none())
    }
}

/// What became of a call, for the journal.
pub struct Ending {
    pub called_user: Option<UserId>,
    pub outcome: Outcome,
    pub answered_at: Option<Timestamp>,
    /// The message it left.
    pub message: Option<String>,
    /// Why it went where it went, and why its caller heard what was heard.
    pub why: Reason,
}

/// An INVITE, from its first look to its last row.
pub async fn incoming(ground: Arc<Ground>, session: Session) {
    let id = ground.new_call_id();
    let span = info_span!("call", id = %id);
    async move {
        let now = Timestamp::now();
        let Some((session, mut who)) = identified(&ground, session, now) else { return };
        let session = match &mut who {
            Who::Trunk(by_trunk) => stir::judged(&ground, session, by_trunk, now).await,
            Who::Device(_) | Who::Stranger => Some(session),
        };
        let Some(session) = session else { return };
        let Some(session) = replace::asked(&ground, who.device(), session).await else { return };
        let Some(session) = conference::asked(&ground, who.device(), session) else { return };
        let Some(call) = read(&ground, id, &session, who, now) else {
            return session.refuse(404, Vec::new());
        };
        info!(peer = %call.address, device = call.device.as_ref().map(|device| device.id.get()), "began");
        let Some(session) = star::dialled(&ground, &call, session).await else { return };
        let Some(session) = park::dialled(&ground, &call, session).await else { return };
        let Some(session) = help::dialled(&ground, &call, session).await else { return };
        let Some(session) = conference::dialled(&ground, &call, session).await else { return };
        let Some((mut leg, way)) = taken(&ground, &call, session) else { return };
        events::dialled(&ground, &call, &way);
        let ending = run(&ground, &call, &mut leg, way).await;
        call.line.is_over();
        info!(outcome = ?ending.outcome, why = %ending.why, "ended");
        journal::write(&ground, &call, ending, leg).await;
    }
    .instrument(span)
    .await;
}

/// Who calls, as far as that is known.
enum Who {
    Device(Arc<Device>),
    Trunk(Box<ByTrunk>),
    Stranger,
}

impl Who {
    fn device(&self) -> Option<&Arc<Device>> {
        match self {
            Who::Device(device) => Some(device),
            Who::Trunk(_) | Who::Stranger => None,
        }
    }
}

/// Who calls. Whoever must prove it first is challenged, and this INVITE is over.
fn identified(ground: &Ground, session: Session, now: Timestamp) -> Option<(Session, Who)> {
    match inbound::read(ground, session.request()?, session.source()?) {
        Came::Taken(by_trunk) => return Some((session, Who::Trunk(by_trunk))),
        Came::Refused(status) => {
            session.refuse(status, Vec::new());
            return None;
        }
        Came::Otherwise => {}
    }
    let from = session.source()?.address.ip();
    let identity = match session.replaced() {
        None => ground.identities.of_anyone(session.request()?, from, now),
        // Nobody takes a call's place who has not proven to be one of us (RFC 3891 §6.1).
        Some(_) => ground.identities.of_device(session.request()?, from, now),
    };
    match identity {
        Identity::Device(device) => Some((session, Who::Device(device))),
        Identity::Stranger => Some((session, Who::Stranger)),
        Identity::Unheard => {
            session.refuse(403, Vec::new());
            None
        }
        Identity::Challenge(challenge) => {
            session.refuse(401, challenge);
            None
        }
    }
}

/// Who calls, what is called, and at which of the called one's phones, where that is said.
type Ends = (Sender, Number, Option<(DeviceId, String)>);

/// The same of somebody's own device, or of a stranger.
fn without_a_trunk(ground: &Ground, request: &Request, device: Option<&Arc<Device>>) -> Option<Ends> {
    let (called, instance) = match Gruu::read(request.uri()) {
        // Only for our own: nobody else learns whether it is one.
        Some(_) if device.is_none() => return None,
        Some(gruu) => named(ground, gruu)?,
        None => (Number::parse(request.uri().user()?).ok()?, None),
    };
    let people = ground.directory.people();
    let owner = device.and_then(|device| people.user(device.user));
    let caller = owner.map_or_else(|| shown_by_stranger(request.from()), |user| shown_by(user));
    Some((caller, called, instance))
}

/// What is called, and what the caller shows. `None`: what is called is no number.
fn read(ground: &Ground, id: CallId, session: &Session, who: Who, at: Timestamp) -> Option<Call> {
    let (request, address) = (session.request()?, session.source()?.address.ip());
    let (device, by_trunk) = match who {
        Who::Device(device) => (Some(device), None),
        Who::Trunk(by_trunk) => (None, Some(by_trunk)),
        Who::Stranger => (None, None),
    };
    let line = Arc::new(ground.lines.call(id.clone(), events::wants_privacy(request)));
    let user_to_user = asserted::user_to_user(request);
    let (caller, called, instance) = match &by_trunk {
        Some(trunk) => (trunk.caller.clone(), trunk.called.clone(), None),
        None => without_a_trunk(ground, request, device.as_ref())?,
    };
    Some(Call {
        id,
        at,
        device,
        by_trunk,
        address,
        caller,
        called,
        instance,
        user_to_user,
        job_of: None,
        line,
    })
}

/// Whose number a GRUU stands for, and the one phone that it means. `None`: nobody's.
fn named(ground: &Ground, gruu: Gruu) -> Option<(Number, Option<(DeviceId, String)>)> {
    let people = ground.directory.people();
    let (device, instance) = match gruu {
        Gruu::Public { sip_user, instance } => (people.by_sip_user(&sip_user)?.id, instance),
        Gruu::Temporary { token } => ground.with_tokens(|tokens| tokens.owner(&token).cloned())?,
    };
    let user = people.user(people.device(device)?.user)?;
    Some((Number::from(&user.extension), Some((device, instance))))
}

/// An authenticated caller's From is its device's owner, whatever the phone wrote.
pub fn shown_by(user: &User) -> Sender {
    Sender {
        name: Some(user.name.clone()),
        number: Some(user.extension.to_string()),
        email: Some(user.email.to_string()),
    }
}

fn shown_by_stranger(from: Option<&NameAddr>) -> Sender {
    let Some(from) = from else { return Sender::default() };
    let number = from.uri().user().and_then(|user| Number::parse(user).ok()).map(|number| number.to_string());
    Sender { name: from.name().map(str::to_owned), number, email: None }
}

/// Where the call goes; refused calls end here.
fn taken(ground: &Ground, call: &Call, session: Session) -> Option<(Leg, Way)> {
    let way = way(ground, call);
    match way {
        // RFC 3261 §21.4.4: no look-up has happened, so that real and unreal numbers are answered alike.
        Way::Inside(route @ (Route::Refused | Route::NotFound)) if !is_told(ground, call, route) => {
            if call.device.is_none() && call.by_trunk.is_none() {
                let scans = &ground.identities.scans;
                scans.dialled_nowhere(call.address, call.called.as_str(), call.at);
            }
            session.refuse(if route == Route::Refused { 403 } else { 404 }, Vec::new());
        }
        Way::Inside(_) | Way::Help(_) | Way::Outside(_) => {
            let peer = session.source()?.flow.clone();
            let wants = match &call.by_trunk {
                Some(trunk) => ground.wants_of_trunk(trunk.id, &trunk.agreed),
                None => ground.wants(call.device.as_deref()),
            };
            match Leg::incoming(ground, session, &peer, wants) {
                Ok(leg) => return Some((leg, way)),
                Err(refused) => refused.answer(),
            }
        }
    }
    None
}

/// Where it goes: people of ours may call outside; a trunk's callers come in and stay in.
fn way(ground: &Ground, call: &Call) -> Way {
    let people = ground.directory.people();
    let inside = |called: &Number| route(ground, &people, caller(call), called);
    match &call.by_trunk {
        Some(trunk) => {
            let user = trunk.passed_on.map(|(user, _)| user);
            Way::Inside(route::passed_on(inside(&call.called), user))
        }
        None => match &call.device {
            Some(device) => way_of(ground, device.user, &call.called),
            None => Way::Inside(inside(&call.called)),
        },
    }
}

/// Where a number leads that a person dials, or has calls sent to.
pub fn way_of(ground: &Ground, person: UserId, number: &Number) -> Way {
    let people = ground.directory.people();
    let home = people.home_of(person);
    let inside = |called: &Number| route(ground, &people, Caller::Person(person), called);
    route::way(&home, &ground.directory.outside().trunks, number, inside)
}

/// Who calls, to the number plan.
fn caller(call: &Call) -> Caller {
    match &call.device {
        Some(device) => Caller::Person(device.user),
        None if call.by_trunk.is_some() => Caller::Trunk,
        None => Caller::Nobody,
    }
}

/// Where a number leads within the house.
pub fn route(ground: &Ground, people: &People, caller: Caller, called: &Number) -> Route {
    let settings = people.settings_of(None);
    let anonymous =
        if settings.get(&settings::ANONYMOUS_INBOUND) { Anonymous::Taken } else { Anonymous::Refused };
    let find = |extension: &_| people.whose(extension);
    match common_number(people) {
        Some(common) => {
            let plan = ground.place.numbers.with(Number::from(&common), Service::Mailbox);
            route::route(&plan, anonymous, caller, called, find)
        }
        None => route::route(&ground.place.numbers, anonymous, caller, called, find),
    }
}

/// The number by which all reach their voice mail, where there is one: whose it is, each call says.
pub fn common_number(people: &People) -> Option<Extension> {
    Extension::parse(&people.settings_of(None).get(&settings::COMMON_NUMBER).0).ok()
}

/// A trunk's caller whose number nobody has is answered, where the company wants that.
fn is_told(ground: &Ground, call: &Call, route: Route) -> bool {
    let people = ground.directory.people();
    route == Route::NotFound
        && call.by_trunk.is_some()
        && people.settings_of(None).get(&settings::UNKNOWN_ANNOUNCED)
}

async fn run(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, way: Way) -> Ending {
    match (way, call.device.as_ref().map(|device| device.user)) {
        (Way::Inside(route), _) => run_inside(ground, call, leg, route).await,
        (Way::Help(number), _) => outbound::call_for_help(ground, call, leg, number).await,
        (Way::Outside(number), Some(user)) => outbound::call(ground, call, leg, user, number).await,
        (Way::Outside(_), None) => Ending::of(Outcome::Refused, Course::NotAllowed),
    }
}

async fn run_inside(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, route: Route) -> Ending {
    let people = ground.directory.people();
    match route {
        Route::VoiceMail(user) => match people.user(user).cloned() {
            Some(owner) => {
                let why = call
                    .by_trunk
                    .as_ref()
                    .and_then(|trunk| trunk.passed_on)
                    .map_or(Diversion::NoAnswer, |(_, why)| why);
                voice_mail(ground, call, leg, owner, why).await
            }
            None => Ending::of(Outcome::Refused, Course::Gone),
        },
        Route::Person(user) | Route::OwnNumber(user) => match people.user(user).cloned() {
            Some(owner) => forward::reach(ground, call, leg, owner).await,
            None => Ending::of(Outcome::Refused, Course::Gone),
        },
        Route::Group(group) => hunt::called(ground, call, leg, group).await,
        Route::Attendant(attendant) => attendant::called(ground, call, leg, attendant).await,
        Route::Mailbox => open_mailbox(ground, call, leg).await,
        Route::NotFound => {
            let mut line = RealLine::new(ground.clone(), leg, call, facts(call, None, Language::EnGb));
            // Who hangs up has heard enough.
            let _hangup = telephone::nobody_here(&mut line).await;
            let answered_at = line.answered_at();
            Ending { answered_at, ..Ending::of(Outcome::Refused, Course::NoSuchNumber) }
        }
        Route::Refused => Ending::of(Outcome::Refused, Course::NoSuchNumber),
    }
}

pub fn is_own(call: &Call, owner: &User) -> bool {
    call.device.as_ref().is_some_and(|device| device.user == owner.id)
}

/// All places of all of a person's devices, but for the device that calls.
pub fn places(ground: &Ground, call: &Call, user: UserId) -> Vec<Place> {
    let people = ground.directory.people();
    let calling = call.device.as_ref().map(|device| device.id);
    // One phone is meant of the person first called, not of whom the call is forwarded to.
    let one = call
        .instance
        .as_ref()
        .filter(|(device, _)| people.device(*device).is_some_and(|one| one.user == user));
    places_of(ground, user, |device, binding| match one {
        _ if Some(device) == calling => false,
        Some((meant, instance)) => *meant == device && binding.instance.as_ref() == Some(instance),
        None => true,
    })
}

/// All places of all of a person's devices that are meant.
pub fn places_of(ground: &Ground, user: UserId, is_meant: impl Fn(DeviceId, &Binding) -> bool) -> Vec<Place> {
    let people = ground.directory.people();
    let place = |device: &Arc<Device>| {
        let mut bindings = ground.bindings_of(device.id);
        bindings.retain(|binding| is_meant(device.id, binding));
        let device = device.clone();
        bindings::alternatives(bindings).into_iter().filter_map(move |mut ways| {
            let binding = if ways.is_empty() { None } else { Some(ways.remove(0)) };
            binding.map(|binding| Place { device: device.clone(), binding, others: ways })
        })
    };
    people.devices_of(user).flat_map(place).collect()
}

pub fn shown(ground: &Ground, call: &Call, owner: &User) -> Shown {
    let realm = &ground.directory.people().realm;
    shown_at(ground, call, address(owner, realm), vec![owner.id])
}

/// A person, as telephones are told of one.
pub fn address(user: &User, realm: &str) -> NameAddr {
    NameAddr::new(Uri::sip(user.extension.as_str(), realm)).with_name(&user.name)
}

/// What the telephones of these people are shown of a call to this address.
pub fn shown_at(ground: &Ground, call: &Call, to: NameAddr, people: Vec<UserId>) -> Shown {
    let directory = ground.directory.people();
    let from = asserted::from(call, &directory.realm);
    let mut headers = asserted::headers(call, &directory);
    headers.extend(call.job_of.and_then(|user| site_field::of(&directory, user)));
    let (line, call) = (call.line.clone(), call.id.clone());
    Shown { people, from, to, call, headers, line, lines: Vec::new() }
}

pub async fn voice_mail(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    owner: Arc<User>,
    why: Diversion,
) -> Ending {
    call.line.is_attended();
    let people = ground.directory.people();
    let settings = people.settings_of(Some(owner.id));
    let circumstances = Circumstances::of(&people, &owner, call.at);
    let facts = facts(call, Some(why), owner.language);
    let mut line = RealLine::new(ground.clone(), leg, call, facts);
    // A caller who hangs up meanwhile has heard no greeting, and the flow finds the line over.
    let _hangup = telephone::speak_to_caller(&mut line, &owner, &settings, &circumstances.company).await;
    let greeting = telephone::choose_greeting(&owner, &settings, &circumstances, line.facts(), call.at);
    let reason = Reason { forwarded: None, course: diverted(why), greeting: Some(greeting.why.clone()) };
    let room = match ground.room() {
        DiskRoom::Enough => Room::Enough,
        DiskRoom::Scarce => Room::Scarce,
    };
    let profile = Profile::of(&owner.profiles, &greeting.active);
    let home = people.home_of(owner.id);
    let (takes, ways) = (takes(&settings, &profile), ways(&settings, &profile, &home));
    let number = telephone::announced(&owner, &settings, people.sites());
    let voicemail = Voicemail { owner: owner.clone(), number, settings, greeting, room, takes, ways };
    let deposit = telephone::deposit(&mut line, &*ground.directory, &voicemail).await;
    welcome(ground, call, &voicemail.owner).await;
    let answered_at = line.answered_at();
    let ending = Ending { called_user: Some(owner.id), answered_at, ..Ending::of(Outcome::Missed, reason) };
    match deposit {
        Deposit::Message(left) => match line.ticket(&left.recorded) {
            Some(ticket) => {
                let message = delivered(ground, ticket, (owner.id, left.marks)).await;
                Ending { outcome: Outcome::VoiceMail, message, ..ending }
            }
            None => ending,
        },
        Deposit::Missed(_) if line.is_handed_over() => Ending { outcome: Outcome::Answered, ..ending },
        Deposit::Missed(recorded) => {
            if let Some(recorded) = recorded {
                line.discard(&recorded).await;
            }
            ending
        }
        Deposit::NoRoom => ending,
        Deposit::OwnerLogsIn(user) => {
            menu(ground, &mut line, user).await;
            Ending { outcome: Outcome::Answered, ..ending }
        }
    }
}

/// Who is called for the first time is welcomed, by a letter that is asked for here. Costs nothing where none is due.
async fn welcome(ground: &Ground, call: &Call, owner: &User) {
    let people = ground.directory.people();
    if !people.welcome(owner.id).is_due(&people.settings_of(Some(owner.id))) {
        return;
    }
    let asked = ground.directory.voice_mail_reached(owner.id, call.called.as_str());
    match tokio::time::timeout(WELCOME_WAIT, asked).await {
        Ok(Ok(())) => {}
        // The next call asks again.
        Ok(Err(error)) => warn!(%error, "a welcome mail is not asked for"),
        Err(_too_late) => warn!("a welcome mail is not asked for: the directory does not answer"),
    }
}

/// What callers can do here.
fn takes(settings: &Settings<'_>, profile: &Profile) -> Takes {
    match (settings.get(&settings::MAILBOX_ENABLED), profile.takes_messages) {
        (false, _) => Takes::Off,
        (true, false) => Takes::Nothing,
        (true, true) => Takes::Messages,
    }
}

/// Who else callers can be put through to.
fn ways(settings: &Settings<'_>, profile: &Profile, home: &Home) -> Ways {
    let number = |setting: &'static Setting<Digits>| Number::parse(&settings.get(setting).0).ok();
    Ways {
        transfer: profile.offered().cloned(),
        deputy: number(&settings::DEPUTY),
        operator: number(&settings::OPERATOR),
        reach: reach(settings, home),
        transfer_is_told: settings.transfer_told() == TransferTold::ByUserAndSystem,
    }
}

/// The key to where the owner is reached meanwhile, as the administrator allows it now.
fn reach(settings: &Settings<'_>, home: &Home) -> Option<(Key, Number)> {
    let CommandKey::Digit(key) = settings.get(&settings::REACH_KEY) else { return None };
    let number = settings.get(&settings::REACH_NUMBER).0;
    let leads = reach::leads(home, &settings.get(&settings::REACH_REGION), &number)?;
    Some((Key::Digit(key), leads))
}

/// What cannot be delivered now stays in the spool: it is tried again later, and at the next start.
async fn delivered(ground: &Ground, ticket: &Ticket, (recipient, marks): (UserId, Marks)) -> Option<String> {
    match ground.spool.deliver(&*ground.post, ticket, recipient, marks).await {
        Ok(delivered) => Some(delivered.message.as_str().to_owned()),
        Err(error) => {
            warn!(%error, "the recording stays in the spool");
            None
        }
    }
}

pub async fn open_mailbox(ground: &Arc<Ground>, call: &Call, leg: &mut Leg) -> Ending {
    call.line.is_attended();
    let people = ground.directory.people();
    let caller = call.device.as_ref().and_then(|device| people.user(device.user));
    let language = caller.map_or(Language::EnGb, |user| user.language);
    let mut line = RealLine::new(ground.clone(), leg, call, facts(call, None, language));
    let habits = |user: &User| habits(ground, user);
    // The caller may hang up anywhere in the menu; what was done until then is done.
    let _hangup = telephone::owner_calls(&mut line, &*ground.directory, &*ground.post, habits).await;
    line.hang_up().await;
    Ending { answered_at: line.answered_at(), ..Ending::of(Outcome::Answered, Course::Mailbox) }
}

async fn menu(ground: &Ground, line: &mut RealLine<'_>, user: Arc<User>) {
    let habits = habits(ground, &user);
    let owner = Owner { user, habits };
    let _hangup = telephone::mailbox_menu(line, &owner, &*ground.directory, &*ground.post).await;
    line.hang_up().await;
}

pub fn habits(ground: &Ground, user: &User) -> Habits {
    Habits::of(&ground.directory.people().settings_of(Some(user.id)), ground.voice.speaks(user.language))
}

pub fn facts(call: &Call, diverted: Option<Diversion>, language: Language) -> Facts {
    Facts {
        call: call.id.clone(),
        caller: call.caller.number.as_deref().and_then(|number| Number::parse(number).ok()),
        caller_name: call.caller.name.clone(),
        proven: match &call.by_trunk {
            Some(trunk) if trunk.agreed.asserts => Proven::Number,
            _ => proven(call.device.as_deref()),
        },
        guesser: guesser(call),
        called: call.called.clone(),
        diverted,
        language,
    }
}

fn guesser(call: &Call) -> Guesser {
    call.device.as_ref().map_or_else(|| Guesser::stranger(call.address), |device| Guesser::Device(device.id))
}

fn diverted(why: Diversion) -> Course {
    match why {
        Diversion::Busy => Course::Busy,
        Diversion::NoAnswer => Course::NoAnswer,
        Diversion::Declined => Course::Declined,
        Diversion::NotRegistered => Course::NotRegistered,
        Diversion::Always => Course::AlwaysDiverted,
    }
}

impl Ending {
    pub fn of(outcome: Outcome, why: impl Into<Reason>) -> Self {
        Self { called_user: None, outcome, answered_at: None, message: None, why: why.into() }
    }
}
