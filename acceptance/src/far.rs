//! A second machine in miniature: a network namespace with a wire to this one, where nothing of ours is on loopback.

use crate::namespace::{Namespace, Wire, built, sweep};
use std::path::Path;
use std::process::Command;

/// A network that is joined to this machine by one wire; gone with the value, after all that runs in it.
pub struct FarNetwork {
    namespace: Namespace,
    here: String,
    there: String,
}

impl FarNetwork {
    /// Lays the wire. `None` where that is refused and tests may be left out for it.
    pub fn lay() -> Option<FarNetwork> {
        sweep();
        built(Self::set_up())
    }

    fn set_up() -> Result<FarNetwork, String> {
        let namespace = Namespace::add()?;
        let Wire { here, there } = Wire::lay(&namespace)?;
        Ok(FarNetwork { namespace, here: here.to_string(), there: there.to_string() })
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
        self.namespace.command(program)
    }
}
