//! The desk's API as a browser meets it, and as somebody meets it who wants in.

mod events;
mod greetings;
mod hostile;
mod house;
mod messages;
mod pages;
mod session;
