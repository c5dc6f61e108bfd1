//! A second machine in miniature: a network namespace with a wire to this one, where nothing of ours is on loopback.

use std::path::Path;
use std::process::Command;

/// A network that is joined to this machine by one wire; gone with the value, after all that runs in it.
pub struct FarNetwork {
    name: String,
    here: String,
    there: String,
}

impl FarNetwork {
    /// Lays the wire. `None`, said on standard error, where that is not allowed.
    pub fn lay() -> Option<FarNetwork> {
        let id = std::process::id();
        // RFC 2544's addresses for tests: four of them to each process, two of which a wire needs.
        let (third, fourth) = (id / 64 % 256, id % 64 * 4);
        let far = FarNetwork {
            name: format!("far{id}"),
            here: format!("198.18.{third}.{}", fourth + 1),
            there: format!("198.18.{third}.{}", fourth + 2),
        };
        match far.set_up(&format!("near{id}")) {
            Ok(()) => Some(far),
            Err(words) => {
                eprintln!("network namespaces are not allowed here, left out: {words}");
                None
            }
        }
    }

    fn set_up(&self, wire: &str) -> Result<(), String> {
        let FarNetwork { name, here, there } = self;
        ip(&format!("netns add {name}"))?;
        ip(&format!("link add {wire} type veth peer name eth0 netns {name}"))?;
        ip(&format!("addr add {here}/30 dev {wire}"))?;
        ip(&format!("link set {wire} up"))?;
        ip(&format!("-n {name} addr add {there}/30 dev eth0"))?;
        ip(&format!("-n {name} link set lo up"))?;
        ip(&format!("-n {name} link set eth0 up"))
    }

    /// This machine's address on the wire.
    pub fn here(&self) -> &str {
        &self.here
    }

    /// The other end's address.
    pub fn there(&self) -> &str {
        &self.there
    }

    /// A command that runs at the other end.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name]).arg(program);
        command
    }
}

impl Drop for FarNetwork {
    /// The wire goes with the namespace that holds one of its ends.
    fn drop(&mut self) {
        let _ = ip(&format!("netns del {}", self.name));
    }
}

fn ip(arguments: &str) -> Result<(), String> {
    let out = Command::new("ip").args(arguments.split(' ')).output().map_err(|error| error.to_string())?;
    let words = String::from_utf8_lossy(&out.stderr);
    if out.status.success() { Ok(()) } else { Err(format!("ip {arguments}: {}", words.trim())) }
}
