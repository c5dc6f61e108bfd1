//! Sound files of other kinds than WAV: MP3, AAC and ALAC in MP4, FLAC, Vorbis, Opus. The crate `symphonia` takes the files apart and
//! decodes what it can; Opus in Ogg (RFC 7845) is decoded as that of calls is.

use super::AudioError;
use super::gather::{Gather, Shape, lasting};
use super::riff::clean;
use opus_rs::OpusDecoder;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::common::Limit;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

/// Packets that cannot be decoded and are left out. The first ones of an MP3 cut out of a longer one are such.
const MOST_BAD_PACKETS: usize = 8;
/// The shortest packets, those of Opus, have 2.5 ms; shorter ones say nothing and could go on for ever.
const MOST_PACKETS_A_SECOND: usize = 400;
/// What a file may be shorter than it claims: not all count what their coder needs around the sound alike.
const INEXACT: Duration = Duration::from_millis(200);
/// A picture of a cover, in octets: it is not kept.
const LARGEST_PICTURE_BYTES: usize = 1 << 20;

/// Opus is heard at 16 kHz: twice as high as telephones go.
const OPUS_RATE_HZ: u32 = 16_000;
/// Opus counts at 48 kHz whatever it is heard at (RFC 7845 §4).
const OPUS_UNITS: usize = 3;
/// Samples of the longest packet, 120 ms (RFC 6716 §2.1.4).
const OPUS_LONGEST_SAMPLES: usize = 120 * 16;

/// Reads a file whatever kind it says to be.
pub(super) fn read(file: &[u8], longest_seconds: u32) -> Result<Vec<f32>, AudioError> {
    // The decoders are long, by others, and read what anybody sends: one that gives up takes nothing with it.
    catch_unwind(AssertUnwindSafe(|| decoded(file, longest_seconds)))
        .unwrap_or(Err(AudioError::Broken("its decoder gave up")))
}

fn decoded(file: &[u8], longest_seconds: u32) -> Result<Vec<f32>, AudioError> {
    let mut reader = open(file)?;
    let track =
        reader.first_track_known_codec(TrackType::Audio).ok_or(AudioError::Unsupported("the coding"))?;
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(AudioError::Unsupported("the coding"));
    };
    let id = track.id;
    let claimed = track.num_frames.zip(parameters.sample_rate);
    let claimed = claimed.map_or(Duration::ZERO, |(frames, rate_hz)| lasting(frames, rate_hz));
    let mut decoder = Decoder::new(parameters, track.delay)?;
    let mut heard = Heard { longest_seconds, gather: None, bad: 0 };
    for _ in 0..longest_seconds as usize * MOST_PACKETS_A_SECOND {
        match packet(reader.as_mut())? {
            Some(packet) if packet.track_id == id => decoder.decode(&packet, &mut heard)?,
            Some(_) => {}
            None => return heard.finish(claimed),
        }
    }
    Err(AudioError::TooLong(longest_seconds))
}

fn open(file: &[u8]) -> Result<Box<dyn FormatReader + '_>, AudioError> {
    let source = MediaSourceStream::new(Box::new(Cursor::new(file)), MediaSourceStreamOptions::default());
    let mut tags = MetadataOptions::default();
    tags.limit_visual_bytes = Limit::Maximum(LARGEST_PICTURE_BYTES);
    let probe = symphonia::default::get_probe();
    probe.probe(&Hint::new(), source, FormatOptions::default(), tags).map_err(|error| match error {
        Error::IoError(_) | Error::Unsupported(_) if !begins_as_sound(file) => AudioError::Unknown,
        Error::Unsupported(_) => AudioError::Broken("nothing in it can be heard"),
        error => refused(error),
    })
}

/// Whether a file that cannot be read says of itself that it is a sound.
fn begins_as_sound(file: &[u8]) -> bool {
    let is_mp4 = file.get(4..8) == Some(b"ftyp");
    is_mp4
        || [&b"OggS"[..], b"fLaC", b"ID3", &[0xff, 0xfb], &[0xff, 0xf1]]
            .iter()
            .any(|mark| file.starts_with(mark))
}

/// The next packet; `None` at the end, also where a file ends in the midst of one.
fn packet(reader: &mut dyn FormatReader) -> Result<Option<Packet>, AudioError> {
    match reader.next_packet() {
        Err(Error::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        read => read.map_err(refused),
    }
}

fn refused(error: Error) -> AudioError {
    match error {
        Error::Unsupported(_) => AudioError::Unsupported("the coding"),
        Error::DecodeError(why) | Error::LimitError(why) => AudioError::Broken(why),
        Error::ResetRequired => AudioError::Unsupported("more than one sound, one after the other"),
        Error::IoError(_) | Error::SeekError(_) => AudioError::Broken("it ends too early"),
        _ => AudioError::Broken("it cannot be read"),
    }
}

/// What was heard of a file so far.
struct Heard {
    longest_seconds: u32,
    /// `None` before the first sound, which says its rate.
    gather: Option<Gather>,
    bad: usize,
}

impl Heard {
    fn take(&mut self, shape: Shape, interleaved: &[f32]) -> Result<(), AudioError> {
        let gather = self.gather.get_or_insert_with(|| Gather::new(shape, self.longest_seconds));
        if gather.shape() != shape {
            return Err(AudioError::Unsupported("a sample rate or channels that change"));
        }
        gather.take(interleaved)
    }

    /// A packet cannot be decoded.
    fn misses_one(&mut self, why: &'static str) -> Result<(), AudioError> {
        self.bad += 1;
        if self.bad > MOST_BAD_PACKETS { Err(AudioError::Broken(why)) } else { Ok(()) }
    }

    /// All of it, where that is nearly as long as the file claims.
    fn finish(self, claimed: Duration) -> Result<Vec<f32>, AudioError> {
        let gather = self.gather.ok_or(AudioError::Broken("there is no sound in it"))?;
        if gather.lasts() + INEXACT < claimed {
            return Err(AudioError::Broken("it ends before its sound does"));
        }
        Ok(gather.finish())
    }
}

enum Decoder {
    /// With how many samples come before the sound begins.
    Opus(Box<OpusDecoder>, usize),
    Other {
        decoder: Box<dyn AudioDecoder>,
        samples: Vec<f32>,
    },
}

impl Decoder {
    fn new(parameters: &AudioCodecParameters, delay: Option<u32>) -> Result<Decoder, AudioError> {
        if parameters.codec == CODEC_ID_OPUS {
            let channels = parameters.channels.as_ref().map_or(0, |channels| channels.count());
            // One stream, as of family 0 (RFC 7845 §5.1.1.1); who is both channels is heard by one ear.
            Shape::new(OPUS_RATE_HZ, channels)?;
            let decoder = OpusDecoder::new(OPUS_RATE_HZ as i32, 1).map_err(AudioError::Broken)?;
            return Ok(Decoder::Opus(Box::new(decoder), delay.unwrap_or(0) as usize / OPUS_UNITS));
        }
        let codecs = symphonia::default::get_codecs();
        let decoder =
            codecs.make_audio_decoder(parameters, &AudioDecoderOptions::default()).map_err(refused)?;
        Ok(Decoder::Other { decoder, samples: Vec::new() })
    }

    fn decode(&mut self, packet: &Packet, heard: &mut Heard) -> Result<(), AudioError> {
        match self {
            Decoder::Opus(decoder, before) => opus(decoder, before, packet, heard),
            Decoder::Other { decoder, samples } => {
                let sound = match decoder.decode(packet) {
                    Ok(sound) => sound,
                    Err(Error::DecodeError(why)) => return heard.misses_one(why),
                    Err(error) => return Err(refused(error)),
                };
                let shape = Shape::new(sound.spec().rate(), sound.spec().channels().count())?;
                sound.copy_to_vec_interleaved(samples);
                samples.iter_mut().for_each(|sample| *sample = clean(*sample));
                heard.take(shape, samples)
            }
        }
    }
}

/// A packet of Opus, without what comes before the sound begins (pre-skip) and after it ends (RFC 7845 §4.2, §4.5). The gain of its
/// header is left out: all is brought to one loudness.
fn opus(
    decoder: &mut OpusDecoder,
    before: &mut usize,
    packet: &Packet,
    heard: &mut Heard,
) -> Result<(), AudioError> {
    let mut sound = [0.0; OPUS_LONGEST_SAMPLES];
    let decoded = decoder.decode(&packet.data, OPUS_LONGEST_SAMPLES, &mut sound);
    let Ok(count) = decoded else { return heard.misses_one("a packet of Opus cannot be decoded") };
    let after = usize::try_from(packet.trim_end.get()).unwrap_or(usize::MAX) / OPUS_UNITS;
    let end = count.min(OPUS_LONGEST_SAMPLES).saturating_sub(after);
    let skipped = end.min(*before);
    *before -= skipped;
    let kept = &mut sound[skipped..end];
    kept.iter_mut().for_each(|sample| *sample = clean(*sample));
    heard.take(Shape::new(OPUS_RATE_HZ, 1)?, kept)
}

#[cfg(test)]
mod tests;
