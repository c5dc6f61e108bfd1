//! Calls that come in by a trunk: which trunk, who is called, and for whom the call was before.

use super::headers::{self, Station};
use super::{Beyond, Channel};
use crate::ground::Ground;
use crate::stir::Signed;
use directory::People;
use domain::id::{TrunkId, UserId};
use domain::number::{Extension, Number};
use domain::numbering::Home;
use domain::stir::Verified;
use domain::trunk::{self, Agreed, Trunk};
use messaging::Sender;
use sip::{HeaderName, Request, Source};
use telephone::Diversion;

/// A call that a trunk vouches for.
pub struct ByTrunk {
    pub caller: Sender,
    pub called: Number,
    /// For whom it was before it was passed on to us, and why.
    pub passed_on: Option<(UserId, Diversion)>,
    /// What it is signed with, until that is looked at.
    pub signed: Option<Signed>,
    /// What has come of it; none: nothing is signed, or not looked at.
    pub verified: Option<Verified>,
    /// The trunk, and what was agreed with it.
    pub id: TrunkId,
    pub agreed: Agreed,
    _channel: Channel,
}

/// What a trunk's INVITE comes to.
pub enum Came {
    /// None of a trunk's.
    Otherwise,
    Taken(Box<ByTrunk>),
    /// To be answered with this.
    Refused(u16),
}

/// Reads a trunk's INVITE. Whoever brings a digest answer, or calls in the name of one of our phones, is asked to prove
/// it wherever the request comes from: a telephone may stand beside a trunk.
pub fn read(ground: &Ground, request: &Request, source: &Source) -> Came {
    let people = ground.directory.people();
    if has_proof(request) || is_named_as_phone(request, &people) {
        return Came::Otherwise;
    }
    let Some(trunk) = of(ground, request, source) else { return Came::Otherwise };
    let home = people.home();
    let Some(called) = called(&trunk, &home, request) else { return Came::Refused(404) };
    // RFC 3261 §21.5.4: no place left is the trunk's affair for now, not the number's.
    let Some(channel) = ground.trunks.channel(&trunk, Beyond::No) else { return Came::Refused(503) };
    Came::Taken(Box::new(ByTrunk {
        caller: headers::caller(request, &trunk.agreed, &home),
        called: Number::from(&called),
        passed_on: passed_on(&trunk, &home, &people, request),
        signed: ground.stir.is_on().then(|| Signed::read(request, &trunk.agreed, &home)).flatten(),
        verified: None,
        id: trunk.id,
        agreed: trunk.agreed,
        _channel: channel,
    }))
}

fn has_proof(request: &Request) -> bool {
    [HeaderName::Authorization, HeaderName::ProxyAuthorization]
        .iter()
        .any(|name| request.header(name).is_some())
}

fn is_named_as_phone(request: &Request, people: &People) -> bool {
    request.from().is_some_and(|from| {
        from.uri().host().eq_ignore_ascii_case(&people.realm)
            && from.uri().user().is_some_and(|user| people.by_sip_user(user).is_some())
    })
}

/// By the contact that was registered, which nobody else knows; else by the address.
fn of(ground: &Ground, request: &Request, source: &Source) -> Option<Trunk> {
    let outside = ground.directory.outside();
    let enabled = || outside.trunks.iter().filter(|trunk| !trunk.agreed.disabled);
    let address = source.address.ip().to_canonical();
    let user = request.uri().user().unwrap_or_default();
    let by_contact = enabled().find(|trunk| ground.trunks.is_contact(trunk.id, user));
    let by_address = || trunk::at_address(&outside.trunks, address);
    let by_server = || enabled().find(|trunk| is_server(ground, trunk, address));
    by_contact.or_else(by_address).or_else(by_server).cloned()
}

fn is_server(ground: &Ground, trunk: &Trunk, address: std::net::IpAddr) -> bool {
    let written = super::place::server(trunk).and_then(|server| server.ip());
    written == Some(address) || ground.trunks.with(trunk.id, |line| line.addresses.contains(&address))
}

/// A registrar calls the contact that we gave; the number is in To then.
fn called(trunk: &Trunk, home: &Home, request: &Request) -> Option<Extension> {
    let agreed = &trunk.agreed;
    let to = request.to();
    let uri = request.uri().user().unwrap_or_default();
    let to = to.as_ref().and_then(|to| to.uri().user()).unwrap_or_default();
    let named = [uri, to].into_iter().find_map(|text| agreed.extension(home, text));
    named.or_else(|| agreed.main.clone())
}

/// The first of the stations that is one of our people: who was called at first.
fn passed_on(trunk: &Trunk, home: &Home, people: &People, request: &Request) -> Option<(UserId, Diversion)> {
    if !trunk.agreed.diverts {
        return None;
    }
    headers::stations(request).into_iter().find_map(|Station { number, why }| {
        let extension = trunk.agreed.extension(home, &number).or_else(|| Extension::parse(&number).ok())?;
        Some((people.by_extension(&extension)?.id, why))
    })
}
