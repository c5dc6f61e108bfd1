//! Network namespaces: machines in miniature, each with a wire to this one.

use std::net::{Ipv4Addr, UdpSocket};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Set to anything, tests that need namespaces are left out where they are refused. Otherwise they fail: a test that quietly
/// does nothing would be taken for a proof.
const MAY_BE_LEFT_OUT: &str = "SWITCHROOM_TEST_WITHOUT_NAMESPACES";

/// RFC 2544's addresses for tests, 198.18.0.0/15, four to each wire, of which it needs two.
const BLOCKS: u32 = 1 << 15;

/// What a namespace of ours is called: this, the process it belongs to, a letter and a number.
const PREFIX: &str = "swr";

/// One namespace; gone with the value, and so are the wires that end in it.
pub(crate) struct Namespace {
    pub name: String,
}

impl Namespace {
    pub fn add() -> Result<Namespace, String> {
        let namespace = Namespace { name: unique('n') };
        ip(&format!("netns add {}", namespace.name))?;
        Ok(namespace)
    }

    /// Runs a command of `ip` in it.
    pub fn ip(&self, arguments: &str) -> Result<(), String> {
        ip(&format!("-n {} {arguments}", self.name))
    }

    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name]).arg(program);
        command
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = ip(&format!("netns del {}", self.name));
    }
}

/// Both ends of a wire between this machine and a namespace, where it is `eth0`.
pub(crate) struct Wire {
    pub here: Ipv4Addr,
    pub there: Ipv4Addr,
}

impl Wire {
    pub fn lay(to: &Namespace) -> Result<Wire, String> {
        let block = free_block().ok_or("every address for tests is taken")?;
        let wire = Wire { here: address(block, 1), there: address(block, 2) };
        let name = unique('w');
        ip(&format!("link add {name} type veth peer name eth0 netns {}", to.name))?;
        ip(&format!("addr add {}/30 dev {name}", wire.here))?;
        ip(&format!("link set {name} up"))?;
        to.ip(&format!("addr add {}/30 dev eth0", wire.there))?;
        to.ip("link set lo up")?;
        to.ip("link set eth0 up")?;
        Ok(wire)
    }
}

/// What was built, or `None` where namespaces are refused and tests may be left out for it.
pub(crate) fn built<T>(what: Result<T, String>) -> Option<T> {
    what.map_err(|words| {
        let may = std::env::var_os(MAY_BE_LEFT_OUT).is_some();
        assert!(may, "network namespaces are refused here (they need root); {MAY_BE_LEFT_OUT}=1 leaves out what needs them: {words}");
        eprintln!("left out, because network namespaces are refused here: {words}");
    })
    .ok()
}

/// Removes what tests have left that were killed. Others that run now keep theirs.
pub(crate) fn sweep() {
    let Ok(names) = std::fs::read_dir("/run/netns") else { return };
    for name in names.flatten().filter_map(|entry| entry.file_name().into_string().ok()) {
        let process =
            name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('n')).map(|(process, _)| process);
        let is_left = process.is_some_and(|process| {
            process.parse::<u32>().is_ok() && !Path::new("/proc").join(process).exists()
        });
        if is_left {
            let _ = ip(&format!("netns del {name}"));
        }
    }
}

pub(crate) fn ip(arguments: &str) -> Result<(), String> {
    let out = Command::new("ip").args(arguments.split(' ')).output().map_err(|error| error.to_string())?;
    let words = String::from_utf8_lossy(&out.stderr);
    if out.status.success() { Ok(()) } else { Err(format!("ip {arguments}: {}", words.trim())) }
}

/// At most fifteen letters, as interfaces are named: seven digits for a process, four for a number.
fn unique(kind: char) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    format!("{PREFIX}{}{kind}{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed) % 10_000)
}

/// Each process begins elsewhere, and passes over what others have: who can be bound to is this machine's already.
fn free_block() -> Option<u32> {
    let first = std::process::id().wrapping_mul(16) % BLOCKS;
    (0..BLOCKS)
        .map(|step| (first + step) % BLOCKS)
        .find(|block| UdpSocket::bind((address(*block, 1), 0)).is_err())
}

fn address(block: u32, place: u32) -> Ipv4Addr {
    Ipv4Addr::from_bits(Ipv4Addr::new(198, 18, 0, 0).to_bits() + block * 4 + place)
}
