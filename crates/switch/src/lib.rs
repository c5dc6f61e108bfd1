//! Calls: who is reachable where, who rings, who talks, and what is left when nobody answers.
//!
//! One task per call holds its legs and at most one flow; everything that outlives a call has a file of its own.

mod asserted;
mod attendant;
mod bindings;
mod bridge;
mod call;
mod callback;
mod conference;
mod connecting;
mod display;
mod events;
mod forward;
mod ground;
mod gruu;
mod help;
mod hold;
mod house_call;
mod hunt;
mod identity;
mod journal;
mod keep;
mod lamp;
mod leg;
mod line;
mod originate;
mod outcall;
mod park;
mod pickup;
mod registrar;
mod replace;
mod ring;
mod scan;
mod sims;
mod site_field;
mod spool;
mod standing;
mod star;
mod stations;
mod stir;
mod switch;
mod tether;
mod transfer;
mod trunk;

pub use display::MenusMeter;
pub use ground::{Place, route_towards};
pub use house_call::HouseCalls;
pub use scan::ScanCounters;
pub use stir::{Certificates, NotFetched, Signers};
pub use switch::{CallsMeter, Doors, Switch, SwitchError};
pub use trunk::{Reach, Registration, TrunkState, TrunksMeter};
