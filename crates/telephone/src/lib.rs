//! What a person hears and presses: flows as straight-line functions over [`Line`].
//!
//! A flow knows no SIP, RTP or codec, owns no socket and reads no clock but [`Line::now`].

mod ask_language;
mod ask_person;
mod attend;
mod choose_pin;
mod confirm;
mod deposit;
mod greeting;
mod help_test;
mod keys;
mod line;
mod log_in;
mod mailbox_menu;
mod nobody_here;
mod outcall;
mod prompt;
mod settings_tree;
pub mod simulated;
mod step;
pub mod tree;

pub use ask_language::{ask_language, speak_to_caller};
pub use ask_person::{By, Wanted, ask_person};
pub use attend::{Arrival, Attended, Reception, attend};
pub use confirm::confirm;
pub use deposit::{Deposit, Left, Room, Takes, Voicemail, Ways, deposit};
pub use greeting::{announced, choose_greeting};
pub use help_test::{Whereabouts, help_test};
pub use line::*;
pub use log_in::{Asked, log_in};
pub use mailbox_menu::{Allowed, Habits, Owner, hear_message, mailbox_menu, owner_calls, record_by_call};
pub use nobody_here::nobody_here;
pub use outcall::{Answerer, outcall};
pub use step::Step;
