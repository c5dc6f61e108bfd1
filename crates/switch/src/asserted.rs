//! What our phones are told of who calls: the number that we vouch for (RFC 3325), or that somebody wants to be shown to
//! nobody (RFC 3323); and what the caller's phone has to say to the called one (RFC 7433).

use crate::call::Call;
use directory::People;
use sip::{HeaderName, NameAddr, Request, Uri};

/// How much of User-to-User is passed on, in octets. RFC 7433 §3.1 has 128 of content, in hexadecimal.
const MOST_USER_TO_USER: usize = 512;

/// From, to phones of ours.
pub fn from(call: &Call, realm: &str) -> NameAddr {
    // RFC 3323 §4.1.1.3.
    if call.line.is_private {
        return NameAddr::new(Uri::sip("anonymous", "anonymous.invalid")).with_name("Anonymous");
    }
    let number = call.caller.number.as_deref().unwrap_or("anonymous");
    let from = NameAddr::new(Uri::sip(number, realm));
    match &call.caller.name {
        Some(name) => from.with_name(name),
        None => from,
    }
}

/// What else they are told. Vouched for are the owners of devices that have proven who they are, and what trunks say; not
/// whoever one of these transfers.
pub fn headers(call: &Call, people: &People) -> Vec<(HeaderName, String)> {
    let user_to_user = call.user_to_user.clone().map(|text| (user_to_user_name(), text));
    let owner = call.device.as_ref().and_then(|device| people.user(device.user));
    let is_owner = owner.is_some_and(|owner| call.caller.number.as_deref() == Some(owner.extension.as_str()));
    let is_known = is_owner || call.by_trunk.is_some();
    let identity = match call.line.is_private {
        true => Some((HeaderName::Privacy, "id".to_owned())),
        false if is_known && call.caller.number.is_some() => {
            Some((HeaderName::PAssertedIdentity, identity(call, &people.realm).to_string()))
        }
        false => None,
    };
    identity.into_iter().chain(user_to_user).collect()
}

/// The number that we vouch for, and what has come of its signature (3GPP TS 24.229 §7.2A.20).
fn identity(call: &Call, realm: &str) -> NameAddr {
    let verified = call.by_trunk.as_ref().and_then(|trunk| trunk.verified);
    let (Some(verified), Some(number)) = (verified, &call.caller.number) else { return from(call, realm) };
    let uri = Uri::sip(&format!("{number};verstat={}", verified.verstat()), realm);
    let identity = NameAddr::new(uri.with_parameter("user", "phone"));
    match &call.caller.name {
        Some(name) => identity.with_name(name),
        None => identity,
    }
}

/// What an INVITE has to say to the called phone; what is too long is left out.
pub fn user_to_user(request: &Request) -> Option<String> {
    let text = request.header(&user_to_user_name())?;
    (text.len() <= MOST_USER_TO_USER).then(|| text.to_owned())
}

fn user_to_user_name() -> HeaderName {
    HeaderName::other("User-to-User")
}
