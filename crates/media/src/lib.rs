//! Sound on the wire: RTP legs that play, record and are bridged, on threads that do nothing else.
//!
//! An [`Engine`] has one worker thread per core. A [`Leg`] lives on one of them; what is asked of it goes there by a
//! bounded ring and is done at the next tick (4 ms; 20 ms while nothing is bridged), what happens comes back as
//! [`LegEvent`]s. Nothing in a worker's tick waits, locks, allocates, logs or touches a file: sounds arrive encoded, recordings leave in chunks to a thread
//! that writes them to the spool, from where [`recording::read`] takes them, also after a crash.
//!
//! The decisions are values, apart from sockets and clocks: `source` (who may be heard), `dtmf` (keys), `vad`
//! (silence), `recorder` (where a packet belongs in time, when a recording ends), `sender` (what our stream's numbers
//! are), `packer` (how long our packets are), `conceal` (what is heard in place of lost packets), `red`
//! (what is heard from copies of them), `comfort` (what is heard while nothing is sent), `presses` (that each key counts once), `mix` (what a conference does to sound), `rtcp`, `quality` (how good a call sounds), `ice`
//! (which checks of browsers are true),
//! `transcoder` (sound between legs without a codec in common), `interpreter` (legs that speak Opus or G.729, which is turned
//! into their own codec and back outside the tick).
//!
//! A [`Room`] is a conference: it lives on one worker, and the legs that join it move there as values.

pub mod codec;
pub mod comfort;
pub mod conceal;
pub mod framer;
pub mod g729;
pub mod ice;
pub mod interpreter;
pub mod opus;
pub mod quality;
pub mod recording;
pub mod red;
pub mod rtcp;
pub mod rtp;
pub mod tone;
pub mod tongue;
pub mod transcoder;

mod arrivals;
mod booth;
mod circuit;
mod door;
mod dtmf;
mod engine;
mod event;
mod gate;
mod handshake;
mod leg;
mod link;
mod looks;
mod mix;
mod outbox;
mod packer;
mod play;
mod ports;
mod pressed;
mod presses;
mod recorder;
mod reports;
mod room;
mod seat;
mod sender;
mod source;
mod spool;
pub mod srtp;
mod stream;
mod sys;
mod table;
mod vad;
mod worker;

pub use codec::Codec;
pub use engine::{Engine, EngineConfig, EngineStats, MediaError};
pub use event::{LegEvent, LegEvents, LegId, LegStats, PlayId};
pub use g729::G729Options;
pub use handshake::{Fingerprint, Handshake, HandshakeError, Identity, IdentityError, Peer, Role};
pub use leg::Leg;
pub use link::Remote;
pub use opus::OpusOptions;
pub use play::Repeat;
pub use recorder::{EndKeys, RecordEnd, RecordRules};
pub use room::{HeardBy, Room, RoomConfig, RoomEvent, RoomEvents, RoomId, Voice};
pub use tongue::{Language, Tongue};
