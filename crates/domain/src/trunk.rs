//! A trunk: a line to a provider or to another telephone system, and what is agreed with whom is at its end.

use crate::e164::E164;
use crate::id::TrunkId;
use crate::network::Network;
use crate::number::{Extension, Number};
use crate::numbering::{DirectNumbers, Home, Written};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// A trunk as it is kept; its secret is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trunk {
    pub id: TrunkId,
    /// Unique in the tenant: 1 to 40 of `a-z 0-9 -`.
    pub name: String,
    pub agreed: Agreed,
}

/// The extension whose direct number by one of the trunks this is.
pub fn direct_extension(trunks: &[Trunk], number: &E164) -> Option<Extension> {
    trunks.iter().flat_map(|trunk| &trunk.agreed.direct).find_map(|block| block.extension(number))
}

/// What is agreed with the other end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Agreed {
    /// Where calls and requests go: `sip:HOST[:PORT][;transport=tcp]`.
    pub server: String,
    /// Our domain in From towards it; the host of `server` if empty.
    #[serde(default)]
    pub domain: String,
    /// The name of our account, which is also the user of our From where no number is shown; empty: none.
    #[serde(default)]
    pub user: String,
    /// Whether we register there.
    #[serde(default)]
    pub access: Access,
    /// From where its calls come without a proof. A registering trunk's calls come to its registered contact as well.
    #[serde(default)]
    pub networks: Vec<Network>,
    #[serde(default)]
    pub written: Written,
    /// The numbers that come in by this trunk.
    #[serde(default)]
    pub direct: Vec<DirectNumbers>,
    /// Who takes calls to the company's own number, and to whatever is not known otherwise.
    #[serde(default)]
    pub main: Option<Extension>,
    /// What is shown for callers who have no direct number here.
    #[serde(default)]
    pub shown: Option<E164>,
    /// Whether the other end is trusted with identities, and ours with its own (RFC 3325 §2.3): P-Asserted-Identity is
    /// believed and written, and Privacy is left to it.
    #[serde(default)]
    pub asserts: bool,
    /// Whether it says for whom a call was that it passes on: Diversion and History-Info choose the mailbox.
    #[serde(default)]
    pub diverts: bool,
    /// Whether its far ends hang up by nothing but the network's busy tone, as behind analogue lines: a leg ends when that is
    /// heard.
    #[serde(default)]
    pub hangs_up_by_tone: bool,
    /// Whether it takes calls back that are transferred from one of its people to another: it is asked to by REFER, and they
    /// hold no channel any more.
    #[serde(default)]
    pub takes_back: bool,
    /// Whether it shows its people the lamps of mailboxes here: it is told them unasked (RFC 3842).
    #[serde(default)]
    pub lamps: bool,
    /// Calls at once in both directions.
    #[serde(default = "usual_channels")]
    pub channels: u32,
    /// How often it is asked whether it is there; 0: never.
    #[serde(default = "usual_ping_seconds")]
    pub ping_seconds: u32,
    /// How long a registration is asked for.
    #[serde(default = "usual_register_seconds")]
    pub register_seconds: u32,
    #[serde(default)]
    pub disabled: bool,
}

/// How the other end knows us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// By our registration.
    Registering,
    /// By our address, or by a digest answer to each call.
    #[default]
    Trusted,
}

fn usual_channels() -> u32 {
    30
}

fn usual_ping_seconds() -> u32 {
    60
}

fn usual_register_seconds() -> u32 {
    600
}

/// Why a trunk cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("a trunk's name has 1 to 40 of a-z, 0-9 and hyphen")]
    Name,
    #[error("the server is written sip:HOST, with :PORT and ;transport=tcp where they are needed")]
    Server,
    #[error("{0} has no control characters, blanks, quotes or angle brackets")]
    Text(&'static str),
    #[error("a registering trunk needs a user")]
    NoUser,
    #[error("a trunk that does not register is known by its addresses: name at least one network")]
    NoNetwork,
    #[error("channels are 1 to 5000")]
    Channels,
    #[error("it is asked whether it is there every 5 to 3600 seconds, or never (0)")]
    Ping,
    #[error("a registration is asked for 30 to 86400 seconds")]
    Register,
}

/// Longest name, user and domain.
const LONGEST_NAME: usize = 40;
const LONGEST_TEXT: usize = 128;

impl Agreed {
    /// With the usual values, for a server.
    pub fn with(server: &str) -> Self {
        Agreed {
            server: server.to_owned(),
            domain: String::new(),
            user: String::new(),
            access: Access::default(),
            networks: Vec::new(),
            written: Written::default(),
            direct: Vec::new(),
            main: None,
            shown: None,
            asserts: false,
            diverts: false,
            hangs_up_by_tone: false,
            takes_back: false,
            lamps: false,
            channels: usual_channels(),
            ping_seconds: usual_ping_seconds(),
            register_seconds: usual_register_seconds(),
            disabled: false,
        }
    }

    /// Whether it can be kept under this name.
    pub fn check(&self, name: &str) -> Result<(), Unsound> {
        let is_named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(is_named) {
            return Err(Unsound::Name);
        }
        let host = self.server.strip_prefix("sip:").ok_or(Unsound::Server)?;
        if host.is_empty() || host.starts_with([':', ';']) || host.contains('@') || !is_plain(host) {
            return Err(Unsound::Server);
        }
        for (what, text) in [("user", &self.user), ("domain", &self.domain)] {
            if !is_plain(text) {
                return Err(Unsound::Text(what));
            }
        }
        match self.access {
            Access::Registering if self.user.is_empty() => return Err(Unsound::NoUser),
            Access::Trusted if self.networks.is_empty() => return Err(Unsound::NoNetwork),
            _ => {}
        }
        for (is_sound, unsound) in [
            ((1..=5000).contains(&self.channels), Unsound::Channels),
            (self.ping_seconds == 0 || (5..=3600).contains(&self.ping_seconds), Unsound::Ping),
            ((30..=86_400).contains(&self.register_seconds), Unsound::Register),
        ] {
            if !is_sound {
                return Err(unsound);
            }
        }
        Ok(())
    }

    /// Who is called by this number, as the trunk has written it. A call to the company's own number, and one that
    /// names no direct number, goes to `main`.
    pub fn called(&self, home: &Home, text: &str) -> Option<Extension> {
        self.extension(home, text).or_else(|| self.main.clone())
    }

    /// Whose direct number this is. Without direct numbers what looks like an extension is one: a telephone system beside
    /// us sends what its people have dialled.
    pub fn extension(&self, home: &Home, text: &str) -> Option<Extension> {
        let number = self.written.read(home, text);
        let direct =
            number.as_ref().and_then(|number| self.direct.iter().find_map(|block| block.extension(number)));
        direct.or_else(|| Extension::parse(text).ok().filter(|_| self.direct.is_empty()))
    }

    /// The number to show for a caller of ours: the own direct one, else the trunk's.
    pub fn shows(&self, caller: Option<&Extension>) -> Option<E164> {
        let direct = caller.and_then(|caller| self.direct.iter().find_map(|block| block.number(caller)));
        direct.or_else(|| self.shown.clone())
    }

    /// A caller's number as it is shown to us: in full where that can be known, else as it was written.
    pub fn caller(&self, home: &Home, text: &str) -> Option<Number> {
        let full = self.written.read(home, text).map(|full| Number::from(&full));
        let plain = Number::parse(text).ok();
        if self.direct.is_empty() && Extension::parse(text).is_ok() && text.len() <= 5 {
            plain
        } else {
            full.or(plain)
        }
    }
}

fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST_TEXT
        && !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>'))
}

/// The trunk that calls from an address belong to: the one that names the narrowest network around it.
pub fn at_address(trunks: &[Trunk], address: IpAddr) -> Option<&Trunk> {
    let width = |trunk: &Trunk| {
        let holding = trunk.agreed.networks.iter().filter(|network| network.contains(address));
        holding.map(Network::width).min()
    };
    let known = trunks.iter().filter(|trunk| !trunk.agreed.disabled);
    known
        .filter_map(|trunk| Some((width(trunk)?, trunk)))
        .min_by_key(|(width, _)| *width)
        .map(|(_, trunk)| trunk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    fn extension(text: &str) -> Extension {
        Extension::parse(text).unwrap()
    }

    fn berlin() -> Home {
        Home { country: Country::named("DE").unwrap(), area: "30".into(), outside_prefix: String::new() }
    }

    fn provider() -> Agreed {
        Agreed {
            direct: vec![DirectNumbers::parse("+4930123456:10-999").unwrap()],
            main: Some(extension("10")),
            shown: E164::parse("+49301234560").ok(),
            networks: vec![Network::parse("192.0.2.0/24").unwrap()],
            ..Agreed::with("sip:192.0.2.1")
        }
    }

    #[test]
    fn a_called_number_is_an_extension_or_the_companys_own() {
        let pbx = Agreed { direct: vec![], main: None, ..provider() };
        for (agreed, text, expected) in [
            (&provider(), "+4930123456201", Some("201")),
            (&provider(), "030123456201", Some("201")),
            (&provider(), "004930123456201", Some("201")),
            (&provider(), "+49301234560", Some("10")),
            (&provider(), "anything", Some("10")),
            (&pbx, "201", Some("201")),
            (&pbx, "anything", None),
        ] {
            let called = agreed.called(&berlin(), text);
            assert_eq!(called.as_ref().map(Extension::as_str), expected, "{text}");
        }
    }

    #[test]
    fn callers_are_shown_by_their_direct_number_or_the_trunks() {
        let shown = |caller: Option<&str>| {
            provider().shows(caller.map(extension).as_ref()).map(|shown| shown.to_string())
        };
        assert_eq!(shown(Some("201")).as_deref(), Some("+4930123456201"));
        assert_eq!(shown(Some("1000")).as_deref(), Some("+49301234560"));
        assert_eq!(shown(None).as_deref(), Some("+49301234560"));
    }

    #[test]
    fn who_calls_is_shown_in_full() {
        let pbx = Agreed { direct: vec![], ..provider() };
        for (agreed, text, expected) in [
            (&provider(), "030998877", Some("+4930998877")),
            (&provider(), "+442079460123", Some("+442079460123")),
            (&provider(), "anonymous", None),
            (&pbx, "201", Some("201")),
            (&pbx, "030998877", Some("+4930998877")),
        ] {
            let caller = agreed.caller(&berlin(), text);
            assert_eq!(caller.as_ref().map(Number::as_str), expected, "{text}");
        }
    }

    #[test]
    fn an_address_belongs_to_the_narrowest_network() {
        let trunk = |id, networks: &[&str], disabled| Trunk {
            id: TrunkId::new(id),
            name: format!("t{id}"),
            agreed: Agreed {
                networks: networks.iter().map(|text| Network::parse(text).unwrap()).collect(),
                disabled,
                ..provider()
            },
        };
        let trunks = [
            trunk(1, &["192.0.2.0/24"], false),
            trunk(2, &["198.51.100.1", "192.0.2.9"], false),
            trunk(3, &["203.0.113.0/24"], true),
        ];
        for (address, expected) in
            [("192.0.2.1", Some(1)), ("192.0.2.9", Some(2)), ("203.0.113.1", None), ("10.0.0.1", None)]
        {
            let found = at_address(&trunks, address.parse().unwrap());
            assert_eq!(found.map(|trunk| trunk.id.get()), expected, "{address}");
        }
    }

    #[test]
    fn what_cannot_work_is_not_kept() {
        let registering = Agreed { access: Access::Registering, user: "030123".into(), ..provider() };
        assert_eq!(provider().check("provider-1"), Ok(()));
        assert_eq!(registering.check("provider-1"), Ok(()));
        for (agreed, name, expected) in [
            (provider(), "", Unsound::Name),
            (provider(), "Provider", Unsound::Name),
            (Agreed { server: "192.0.2.1".into(), ..provider() }, "a", Unsound::Server),
            (Agreed { server: "sip:".into(), ..provider() }, "a", Unsound::Server),
            (Agreed { server: "sip:a\r\nVia: x".into(), ..provider() }, "a", Unsound::Server),
            (Agreed { user: "a b".into(), ..provider() }, "a", Unsound::Text("user")),
            (Agreed { domain: "<x>".into(), ..provider() }, "a", Unsound::Text("domain")),
            (Agreed { user: String::new(), ..registering.clone() }, "a", Unsound::NoUser),
            (Agreed { networks: vec![], ..provider() }, "a", Unsound::NoNetwork),
            (Agreed { channels: 0, ..provider() }, "a", Unsound::Channels),
            (Agreed { ping_seconds: 1, ..provider() }, "a", Unsound::Ping),
            (Agreed { register_seconds: 1, ..provider() }, "a", Unsound::Register),
        ] {
            assert_eq!(agreed.check(name), Err(expected));
        }
    }
}
