//! URIs by which one instance of a device is reached, wherever it is now (RFC 5627): a public one made of its instance id,
//! and temporary ones that say nothing of whose it is.

use domain::id::DeviceId;
use sip::Uri;
use std::collections::{HashMap, VecDeque};

/// Temporary ones that an instance has at once; each REGISTER adds one, and the oldest goes.
const TEMPORARY_LIMIT: usize = 32;
/// The longest instance id that is given a URI, in characters; a URN of a UUID has 45.
const INSTANCE_LONGEST: usize = 128;
/// What the user part of a temporary one begins with.
const TEMPORARY: &str = "tgruu.";

/// What a Request-URI asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gruu {
    Public { sip_user: String, instance: String },
    Temporary { token: String },
}

impl Gruu {
    /// `None`: an ordinary URI.
    pub fn read(uri: &Uri) -> Option<Gruu> {
        let (value, user) = (uri.parameter("gr")?, uri.user()?);
        match user.strip_prefix(TEMPORARY) {
            Some(token) if value.is_empty() => Some(Gruu::Temporary { token: token.to_owned() }),
            _ if value.is_empty() => None,
            _ => Some(Gruu::Public { sip_user: user.to_owned(), instance: format!("<{value}>") }),
        }
    }
}

/// The public one of an instance (`<urn:uuid:…>`); only for ids that stand in a URI as they are.
pub fn public(sip_user: &str, realm: &str, instance: &str) -> Option<String> {
    let urn = instance.strip_prefix('<')?.strip_suffix('>')?;
    let is_plain = urn.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":-._".contains(&byte));
    let is_urn = urn.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"));
    let fits = is_plain && is_urn && instance.len() <= INSTANCE_LONGEST;
    fits.then(|| format!("{};gr={urn}", Uri::sip(sip_user, realm)))
}

/// The temporary one of a token.
pub fn temporary(token: &str, realm: &str) -> String {
    format!("{};gr", Uri::sip(&format!("{TEMPORARY}{token}"), realm))
}

/// Tokens that have been given out. They end with the process, as RFC 5627 §4.2 lets them with their registration.
#[derive(Default)]
pub struct Tokens {
    of: HashMap<DeviceId, HashMap<String, Given>>,
    owners: HashMap<String, (DeviceId, String)>,
}

struct Given {
    call_id: String,
    tokens: VecDeque<String>,
}

impl Tokens {
    /// Another one for an instance. Those of another Call-ID, from before the phone was started anew, are void
    /// (RFC 5627 §5.1).
    pub fn give(&mut self, device: DeviceId, instance: &str, call_id: &str, token: String) {
        let given = self
            .of
            .entry(device)
            .or_default()
            .entry(instance.to_owned())
            .or_insert_with(|| Given { call_id: call_id.to_owned(), tokens: VecDeque::new() });
        if given.call_id != call_id {
            call_id.clone_into(&mut given.call_id);
            given.tokens.drain(..).for_each(|old| drop(self.owners.remove(&old)));
        }
        if given.tokens.len() >= TEMPORARY_LIMIT
            && let Some(oldest) = given.tokens.pop_front()
        {
            self.owners.remove(&oldest);
        }
        given.tokens.push_back(token.clone());
        self.owners.insert(token, (device, instance.to_owned()));
    }

    /// Whose it is.
    pub fn owner(&self, token: &str) -> Option<&(DeviceId, String)> {
        self.owners.get(token)
    }

    /// Forgets what is not registered any more.
    pub fn retain(&mut self, device: DeviceId, is_registered: impl Fn(&str) -> bool) {
        let Some(instances) = self.of.get_mut(&device) else { return };
        instances.retain(|instance, given| {
            let stays = is_registered(instance);
            if !stays {
                given.tokens.drain(..).for_each(|old| drop(self.owners.remove(&old)));
            }
            stays
        });
        if instances.is_empty() {
            self.of.remove(&device);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: DeviceId = DeviceId::new(1);
    const INSTANCE: &str = "<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>";

    fn read(text: &str) -> Option<Gruu> {
        Gruu::read(&Uri::parse(text).unwrap())
    }

    #[test]
    fn what_is_given_out_is_understood_when_it_comes_back() {
        let given = public("anna", "example.org", INSTANCE).unwrap();
        assert_eq!(given, "sip:anna@example.org;gr=urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF");
        let expected = Gruu::Public { sip_user: "anna".into(), instance: INSTANCE.into() };
        assert_eq!(read(&given), Some(expected));
        let given = temporary("abc", "example.org");
        assert_eq!(given, "sip:tgruu.abc@example.org;gr");
        assert_eq!(read(&given), Some(Gruu::Temporary { token: "abc".into() }));
        for text in ["sip:201@example.org", "sip:201@example.org;gr", "sip:example.org;gr=x", "tel:201"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn instances_that_would_break_a_uri_get_none() {
        let long = format!("<urn:{}>", "x".repeat(INSTANCE_LONGEST));
        for instance in
            ["", "<>", "urn:uuid:1", "<uuid:1>", "<urn:a b>", "<urn:a;lr>", "<urn:a>\">", "<ürn:a>", &long]
        {
            assert_eq!(public("anna", "example.org", instance), None, "{instance}");
        }
    }

    #[test]
    fn tokens_pile_up_to_a_limit_and_go_with_a_new_start_or_the_registration() {
        let mut tokens = Tokens::default();
        let give = |tokens: &mut Tokens, call_id: &str, number: usize| {
            tokens.give(PHONE, INSTANCE, call_id, format!("{call_id}{number}"));
        };
        (0..=TEMPORARY_LIMIT).for_each(|number| give(&mut tokens, "a", number));
        assert_eq!(tokens.owner("a0"), None);
        assert_eq!(tokens.owner("a1"), Some(&(PHONE, INSTANCE.to_owned())));
        give(&mut tokens, "b", 0);
        assert_eq!((tokens.owner("a1").is_some(), tokens.owner("b0").is_some()), (false, true));
        tokens.retain(PHONE, |_| true);
        assert!(tokens.owner("b0").is_some());
        tokens.retain(PHONE, |_| false);
        assert!(tokens.owner("b0").is_none() && tokens.of.is_empty() && tokens.owners.is_empty());
    }
}
