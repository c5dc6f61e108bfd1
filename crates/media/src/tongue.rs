//! What a leg speaks that it cannot work in, because its packets are not one octet for each unit of RTP time: an
//! [`crate::interpreter`] turns it into a codec of that kind and back.

use crate::g729::{self, G729Options};
use crate::opus::{self, OpusOptions};
use crate::rtp::Header;

/// What is spoken, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    Opus(OpusOptions),
    G729(G729Options),
}

/// What is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Opus,
    G729,
}

impl Tongue {
    pub fn language(self) -> Language {
        match self {
            Tongue::Opus(_) => Language::Opus,
            Tongue::G729(_) => Language::G729,
        }
    }
}

impl Language {
    /// Units of RTP time, at 8 kHz, until the end of a packet that describes silence, after which nothing may come for long.
    /// None: it is sound.
    pub fn silence_after(self, payload: &[u8]) -> Option<u32> {
        match self {
            Language::Opus => None,
            Language::G729 => (payload.len() % g729::SPEECH == g729::SILENCE)
                .then(|| (payload.len().div_ceil(g729::SPEECH) * g729::FRAME) as u32),
        }
    }

    /// RTP time units for one at 8 kHz.
    pub fn clock_units(self) -> u32 {
        match self {
            Language::Opus => opus::UNITS,
            Language::G729 => 1,
        }
    }
}

/// Hears one stream.
#[expect(clippy::large_enum_variant, reason = "it is part of an interpreter, which is in a box")]
pub enum Ear {
    Opus(opus::Ear),
    G729(g729::Ear),
}

impl Ear {
    /// `None`: legs do not work at this rate.
    pub fn new(language: Language, rate_hz: u32) -> Option<Ear> {
        match language {
            Language::Opus => opus::Ear::new(rate_hz).map(Ear::Opus),
            Language::G729 => g729::Ear::new(rate_hz).map(Ear::G729),
        }
    }

    /// A packet, its time counted at 8 kHz; `take` gets what is to be heard and from when on.
    pub fn packet(&mut self, header: &Header, payload: &[u8], take: impl FnMut(u32, &[i16])) {
        match self {
            Ear::Opus(ear) => ear.packet(header, payload, take),
            Ear::G729(ear) => ear.packet(header, payload, take),
        }
    }
}

/// Speaks one stream.
#[expect(clippy::large_enum_variant, reason = "it is part of an interpreter, which is in a box")]
pub enum Mouth {
    /// And whether it has said nothing since its last packet.
    Opus(opus::Mouth, bool),
    G729(g729::Mouth),
}

/// Octets of the longest packet.
const ROOM: usize = 1276;

impl Mouth {
    /// `None`: legs do not work at this rate.
    pub fn new(tongue: Tongue, rate_hz: u32) -> Option<Mouth> {
        match tongue {
            Tongue::Opus(options) => {
                opus::Mouth::new(rate_hz, options).map(|mouth| Mouth::Opus(mouth, false))
            }
            Tongue::G729(options) => g729::Mouth::new(rate_hz, options).map(Mouth::G729),
        }
    }

    /// Takes 20 ms of sound; `send` gets the packets that are ready then.
    pub fn frame(&mut self, header: &Header, samples: &[i16], mut send: impl FnMut(Header, &[u8])) {
        match self {
            Mouth::G729(mouth) => mouth.frame(header, samples, send),
            Mouth::Opus(mouth, is_paused) => {
                let mut packet = [0; ROOM];
                let Some(octets) = mouth.frame(samples, &mut packet) else {
                    *is_paused = true;
                    return;
                };
                let marker = header.marker || std::mem::take(is_paused);
                send(Header { marker, ..*header }, &packet[..octets]);
            }
        }
    }
}
