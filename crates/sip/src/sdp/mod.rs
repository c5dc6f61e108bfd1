//! Session descriptions (RFC 4566, RFC 8866) by offer and answer (RFC 3264), for one audio stream: plain, SRTP with keys in the
//! description (RFC 4568), or as browsers want it: ICE, and keys by a handshake (RFC 8829).

#[cfg(test)]
mod browser_tests;
#[cfg(test)]
mod comfort_tests;
mod crypto;
mod dtls;
mod g729;
mod ice;
mod opus;
#[cfg(test)]
mod ours;
mod read;
mod red;
mod write;

pub use crypto::{CryptoKey, CryptoSuite};
pub use dtls::{Dtls, DtlsPeer, Setup};
pub use g729::G729Parameters;
pub use ice::Ice;
pub use opus::OpusParameters;
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
    G722,
    Opus,
    G729,
}

impl Format {
    /// G.711 alone has no description of silence of its own, and the clock of comfort noise.
    fn takes_comfort_noise(self) -> bool {
        matches!(self, Self::Pcma | Self::Pcmu)
    }

    const ALL: [Self; 5] = [Self::Pcma, Self::Pcmu, Self::G722, Self::Opus, Self::G729];

    /// As `a=rtpmap` names it, with its RTP clock: that of G.722 is 8 kHz by an old mistake (RFC 3551 §4.5.2).
    fn rtpmap(self) -> &'static str {
        match self {
            Self::Pcma => "PCMA/8000",
            Self::Pcmu => "PCMU/8000",
            Self::G722 => "G722/8000",
            // Always said so, whatever is spoken (RFC 7587 §7).
            Self::Opus => "opus/48000/2",
            Self::G729 => "G729/8000",
        }
    }

    /// By `a=rtpmap`, in whatever case; one channel may be said.
    fn from_rtpmap(text: &str) -> Option<Self> {
        let text = text.strip_suffix("/1").unwrap_or(text);
        Self::ALL.into_iter().find(|format| format.rtpmap().eq_ignore_ascii_case(text))
    }

    /// By a payload type that needs no `a=rtpmap`.
    fn from_payload_type(number: u8) -> Option<Self> {
        let named = |format: &Self| format.payload_type() == number && number < FIRST_DYNAMIC;
        Self::ALL.into_iter().find(named)
    }

    /// RFC 3551 §6; a dynamic one where that knows none.
    fn payload_type(self) -> u8 {
        match self {
            Self::Pcma => 8,
            Self::Pcmu => 0,
            Self::G722 => 9,
            Self::G729 => 18,
            Self::Opus => 111,
        }
    }
}

/// The payload type of comfort noise for codecs of 8 kHz (RFC 3389 §5, RFC 3551 §6).
const COMFORT_NOISE: u8 = 13;

/// From here on payload types mean what `a=rtpmap` says.
const FIRST_DYNAMIC: u8 = 96;

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
