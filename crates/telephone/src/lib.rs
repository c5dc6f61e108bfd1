//! What a person hears and presses: flows as straight-line functions over [`Line`].
//!
//! A flow knows no SIP, RTP or codec, owns no socket and reads no clock but [`Line::now`].

mod line;

pub use line::*;
