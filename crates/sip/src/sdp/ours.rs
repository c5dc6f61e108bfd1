//! Our side of a description, for tests.

use super::{Direction, Format, Local};

/// Plain RTP with these formats.
pub fn local(formats: &[Format]) -> Local {
    Local {
        address: "192.0.2.9:4000".parse().unwrap(),
        formats: formats.to_vec(),
        comfort_noise: false,
        direction: Direction::SendRecv,
        keys: Vec::new(),
        dtls: None,
        session_id: 5,
        version: 1,
    }
}
