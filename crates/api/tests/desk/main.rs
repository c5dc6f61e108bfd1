//! The desk's API as a browser meets it, and as somebody meets it who wants in.

// A test panics where it is not as it should be.
#![allow(clippy::unwrap_used)]

mod attendants;
mod basic;
mod contacts;
mod distribution;
mod events;
mod greetings;
mod groups;
mod help_places;
mod hostile;
mod house;
mod letters;
mod messages;
mod pages;
mod profiles;
mod recording_page;
mod sending;
mod session;
mod sites;
mod trunks;
