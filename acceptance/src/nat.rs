//! A home behind a router that translates addresses, in two network namespaces: the router's and the phone's.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

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
    router: String,
    inside: String,
    here: String,
    public: String,
}

impl Home {
    /// Builds it. `None`, said on standard error, where that is not allowed.
    pub fn build(nat: Nat) -> Option<Home> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let (process, number) = (std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // The upper half of RFC 2544's addresses for tests: four to each home, four homes to each process.
        let block = process * 4 + number % 4;
        let (third, fourth) = (block / 64 % 256, block % 64 * 4);
        let home = Home {
            router: format!("nat{process}.{number}"),
            inside: format!("home{process}.{number}"),
            here: format!("198.19.{third}.{}", fourth + 1),
            public: format!("198.19.{third}.{}", fourth + 2),
        };
        match home.set_up(nat, &format!("w{process}.{number}")) {
            Ok(()) => Some(home),
            Err(words) => {
                eprintln!("routers in namespaces are not allowed here, left out: {words}");
                None
            }
        }
    }

    fn set_up(&self, nat: Nat, wire: &str) -> Result<(), String> {
        let Home { router, inside, here, public } = self;
        for command in [
            format!("netns add {router}"),
            format!("netns add {inside}"),
            format!("link add {wire} type veth peer name eth0 netns {router}"),
            format!("addr add {here}/30 dev {wire}"),
            format!("link set {wire} up"),
            format!("-n {router} addr add {public}/30 dev eth0"),
            format!("-n {router} link set lo up"),
            format!("-n {router} link set eth0 up"),
            format!("-n {router} route add default via {here}"),
            format!("-n {router} link add eth1 type veth peer name eth0 netns {inside}"),
            format!("-n {router} addr add {ROUTER}/24 dev eth1"),
            format!("-n {router} link set eth1 up"),
            format!("-n {inside} addr add {PHONE}/24 dev eth0"),
            format!("-n {inside} link set lo up"),
            format!("-n {inside} link set eth0 up"),
            format!("-n {inside} route add default via {ROUTER}"),
            format!("netns exec {router} sysctl -qw net.ipv4.ip_forward=1"),
        ] {
            run("ip", &command)?;
        }
        for rule in nat.rules() {
            let rule = rule.replace("PUBLIC", public).replace("PHONE", PHONE);
            run("ip", &format!("netns exec {router} iptables -t nat {rule}"))?;
        }
        Ok(())
    }

    /// This machine's address on the router's wire.
    pub fn here(&self) -> &str {
        &self.here
    }

    /// What the world sees of the home.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The phone's own address.
    pub fn phone(&self) -> &str {
        PHONE
    }

    /// A command that runs in the home.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.inside]).arg(program);
        command
    }
}

impl Drop for Home {
    /// The wires go with the namespaces that hold their ends.
    fn drop(&mut self) {
        for name in [&self.inside, &self.router] {
            let _ = run("ip", &format!("netns del {name}"));
        }
    }
}

fn run(program: &str, arguments: &str) -> Result<(), String> {
    let out = Command::new(program).args(arguments.split(' ')).output().map_err(|error| error.to_string())?;
    let words = String::from_utf8_lossy(&out.stderr);
    if out.status.success() { Ok(()) } else { Err(format!("{program} {arguments}: {}", words.trim())) }
}
