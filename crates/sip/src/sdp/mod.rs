//! Session descriptions (RFC 4566, RFC 8866) by offer and answer (RFC 3264), for one G.711 audio stream: plain, SRTP with keys
//! in the description (RFC 4568), or as browsers want it: ICE, and keys by a handshake (RFC 8829).

#[cfg(test)]
mod browser_tests;
mod crypto;
mod dtls;
mod ice;
mod read;
mod write;

pub use crypto::{CryptoKey, CryptoSuite};
pub use dtls::{Dtls, DtlsPeer, Setup};
pub use ice::Ice;
pub use read::Description;
pub use write::{Agreed, Keys, Local, answer, offer};

/// Whether a stream is SRTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Srtp {
    /// Plain RTP only.
    Refused,
    /// SRTP where it is offered.
    Taken,
    /// Nothing but SRTP.
    Required,
}

/// A codec that can be agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pcma,
    Pcmu,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Pcma => "PCMA",
            Self::Pcmu => "PCMU",
        }
    }

    /// RFC 3551 §6.
    fn payload_type(self) -> u8 {
        match self {
            Self::Pcma => 8,
            Self::Pcmu => 0,
        }
    }
}

/// Who sends audio, as seen by whoever says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

impl Direction {
    pub fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    pub fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }

    fn of(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Self::SendRecv,
            (true, false) => Self::SendOnly,
            (false, true) => Self::RecvOnly,
            (false, false) => Self::Inactive,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }
}

/// Why a description is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SdpError {
    #[error("not a session description")]
    Unreadable,
    #[error("no audio stream or no codec in common")]
    NothingInCommon,
}
