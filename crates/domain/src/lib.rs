//! The vocabulary and every decision, pure: values come in, a decision goes out.
//!
//! Nothing here does I/O, reads a clock, draws a random number or awaits; time is an argument. This crate imports
//! no other crate of ours, and every other crate imports it.

pub mod access;
pub mod attendant;
pub mod backoff;
pub mod barring;
pub mod callback;
pub mod codec;
pub mod conference;
pub mod copy;
pub mod country;
pub mod deposit;
pub mod dialogs;
pub mod e164;
pub mod feature_key;
pub mod forward;
pub mod greeting;
pub mod guesser;
pub mod handing;
pub mod hunt;
pub mod id;
pub mod keyed;
pub mod lamp;
pub mod language;
pub mod list;
pub mod login;
pub mod menu;
pub mod name_dialling;
pub mod network;
pub mod number;
pub mod number_plan;
pub mod numbering;
pub mod outbound;
pub mod outside;
pub mod own_address;
pub mod park;
pub mod pin;
pub mod presence;
pub mod profile;
pub mod publication;
pub mod reason;
pub mod renewal;
pub mod route;
pub mod scan;
pub mod schedule;
pub mod settings;
pub mod sim;
pub mod smarthost;
pub mod srtp;
pub mod star;
pub mod stir;
pub mod toll;
pub mod transcript;
pub mod tries;
pub mod trunk;
