//! The desk's side of the house: REST and live events under `/api/v1`, the desk's own files, `/health` and `/metrics`.
//!
//! Nothing here decides or keeps anything: every request goes through the doors ([`Doors`]) that phones and mail
//! clients use, too. A request walks: [`serve`] (connections, TLS) → headers, time limit, Origin → route → extractor
//! [`session::SignedIn`] → the door. Whatever goes wrong becomes one [`problem::Problem`].

mod announcements;
mod attendants;
mod calls;
mod condition;
mod contacts;
mod desk;
mod distribution;
mod document;
mod doors;
mod events;
mod greeting_use;
mod greetings;
mod groups;
mod guard;
mod help_places;
mod house_calls;
mod listen;
mod me;
mod menu;
mod messages;
mod outbox;
mod own_secrets;
mod own_settings;
mod pages;
mod partial;
mod person;
mod pin_log;
mod problem;
mod profiles;
mod recorded;
mod recording_page;
mod request;
mod router;
mod session;
mod sites;
mod spoken;
mod trunks;
mod welcomes;

pub use attendants::AttendantPlan;
pub use condition::{Condition, Metric, MetricKind, PartCondition, PartStatus};
pub use document::openapi;
pub use doors::{
    Call, Change, Changes, Direction, DoorError, Doors, HouseCalls, Journal, MenuKey, MenuStep, Menus,
    Outbox, Outcome, Reach, Registration, Session, Sessions, Since, TokenDigest, TrunkState, TrunkStates,
    Web,
};
pub use guard::Peer;
pub use listen::serve;
pub use router::router;
