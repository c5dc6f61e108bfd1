//! A home behind a router that translates addresses, in two network namespaces: the router's and the phone's.

use crate::namespace::{Namespace, Wire, built, ip, sweep};
use std::path::Path;
use std::process::Command;

/// How a router treats what comes in (the four kinds of RFC 3489 §5, which RFC 4787 tells apart by mapping and filtering).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nat {
    /// Everybody reaches the phone at the port that it has once spoken from.
    FullCone,
    /// Only addresses that it has spoken to.
    Restricted,
    /// Only addresses and ports that it has spoken to.
    PortRestricted,
    /// The same, and it speaks from another port to each of them.
    Symmetric,
}

impl Nat {
    pub const ALL: [Nat; 4] = [Nat::FullCone, Nat::Restricted, Nat::PortRestricted, Nat::Symmetric];

    /// What the router is told, of `PUBLIC` and `PHONE`.
    fn rules(self) -> &'static [&'static str] {
        match self {
            Nat::FullCone => &[
                "-A POSTROUTING -o eth0 -j SNAT --to-source PUBLIC",
                "-A PREROUTING -i eth0 -p udp -j DNAT --to-destination PHONE",
            ],
            Nat::Restricted => &[
                "-A POSTROUTING -o eth0 -m recent --name spoken --rdest --set -j SNAT --to-source PUBLIC",
                "-A PREROUTING -i eth0 -p udp -m recent --name spoken --rsource --rcheck -j DNAT --to-destination PHONE",
            ],
            // Linux keeps the port where it is free, and knows each flow by both ends.
            Nat::PortRestricted => &["-A POSTROUTING -o eth0 -j SNAT --to-source PUBLIC"],
            Nat::Symmetric => &["-A POSTROUTING -o eth0 -j MASQUERADE --random-fully"],
        }
    }
}

/// The router's inner address and the phone's: every home has the same ones.
const ROUTER: &str = "10.77.0.1";
const PHONE: &str = "10.77.0.2";

/// A home; gone with the value, after all that runs in it.
pub struct Home {
    inside: Namespace,
    _router: Namespace,
    here: String,
}

impl Home {
    /// Builds it. `None` where that is refused and tests may be left out for it.
    pub fn build(nat: Nat) -> Option<Home> {
        sweep();
        built(Self::set_up(nat))
    }

    fn set_up(nat: Nat) -> Result<Home, String> {
        let (router, inside) = (Namespace::add()?, Namespace::add()?);
        let Wire { here, there: public } = Wire::lay(&router)?;
        router.ip(&format!("route add default via {here}"))?;
        router.ip(&format!("link add eth1 type veth peer name eth0 netns {}", inside.name))?;
        router.ip(&format!("addr add {ROUTER}/24 dev eth1"))?;
        router.ip("link set eth1 up")?;
        inside.ip(&format!("addr add {PHONE}/24 dev eth0"))?;
        inside.ip("link set lo up")?;
        inside.ip("link set eth0 up")?;
        inside.ip(&format!("route add default via {ROUTER}"))?;
        let in_router = |command: &str| ip(&format!("netns exec {} {command}", router.name));
        in_router("sysctl -qw net.ipv4.ip_forward=1")?;
        for rule in nat.rules() {
            let rule = rule.replace("PUBLIC", &public.to_string()).replace("PHONE", PHONE);
            in_router(&format!("iptables -w -t nat {rule}"))?;
        }
        Ok(Home { inside, _router: router, here: here.to_string() })
    }

    /// This machine's address on the router's wire.
    pub fn here(&self) -> &str {
        &self.here
    }

    /// The phone's own address.
    pub fn phone(&self) -> &str {
        PHONE
    }

    /// A command that runs in the home.
    pub fn command(&self, program: &Path) -> Command {
        self.inside.command(program)
    }
}
