//! What each codec costs: nanoseconds per frame of 20 ms, and of a transcoded bridge the time per call-second beside that
//! of its codecs alone. `cargo run -p media --example codecs`; the best of several rounds, on one thread.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a measurement is read on the terminal, and ends where it cannot go on"
)]

use media::codec::{Decoder, Encoder, FRAME};
use media::conceal::Concealer;
use media::interpreter::{Interpreter, Parcel};
use media::opus::{Ear, Mouth, OpusOptions};
use media::progress::{Plan, Progress};
use media::rtp::Header;
use media::transcoder::Transcoder;
use media::{Codec, G729Options, Tongue, tongue};
use std::hint::black_box;
use std::time::Instant;

const FRAMES: u32 = 500;
const ROUNDS: usize = 40;
const OPUS: OpusOptions =
    OpusOptions { inband_fec: true, most_bits_per_second: None, constant_rate: false, discontinuous: false };

/// The best of all rounds over so many frames.
fn nanoseconds(mut work: impl FnMut(usize)) -> f64 {
    let mut round = || {
        let begun = Instant::now();
        (0..FRAMES as usize).for_each(&mut work);
        begun.elapsed().as_nanos() as f64 / f64::from(FRAMES)
    };
    (0..ROUNDS).map(|_| round()).fold(f64::MAX, f64::min)
}

/// Gliding harmonics in syllables.
fn speech(rate_hz: u32) -> Vec<i16> {
    let mut phase = 0.0;
    (0..FRAMES * rate_hz / 50)
        .map(|at| {
            let seconds = f64::from(at) / f64::from(rate_hz);
            phase += (140.0 + 40.0 * (4.4 * seconds).sin()) * std::f64::consts::TAU / f64::from(rate_hz);
            let syllable = 0.35 + 0.65 * (25.0 * seconds).sin().abs();
            (6000.0 * syllable * (f64::sin(phase) + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin()))
                as i16
        })
        .collect()
}

fn encode(codec: Codec) -> f64 {
    let (sound, mut encoder, mut codes) = (speech(codec.sample_rate_hz()), Encoder::new(codec), [0; FRAME]);
    let length = codec.frame_samples();
    nanoseconds(|at| encoder.encode(black_box(&sound[at * length..][..length]), black_box(&mut codes)))
}

fn decode(codec: Codec) -> f64 {
    let (codes, mut decoder, mut sound) = (codec.encode(&speech(8000)), Decoder::new(codec), [0; 2 * FRAME]);
    nanoseconds(|at| {
        black_box(decoder.decode(black_box(&codes[at * FRAME..][..FRAME]), black_box(&mut sound)));
    })
}

fn transcode(from: Codec, into: Codec) -> f64 {
    let (codes, mut transcoder, mut timestamp) =
        (from.encode(&speech(8000)), Transcoder::new(from, into), 0u32);
    nanoseconds(|at| {
        let header = Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc: 1 };
        timestamp = timestamp.wrapping_add(FRAME as u32);
        transcoder.packet(&header, black_box(&codes[at * FRAME..][..FRAME]));
        let mut out = [0; FRAME];
        while transcoder.frame(black_box(&mut out)).is_some() {}
    })
}

/// Of what listens for tones of the line, in speech.
fn listen(sample_rate_hz: u32) -> f64 {
    let (sound, mut progress) = (speech(sample_rate_hz), Progress::new(sample_rate_hz, Plan::Any));
    let length = sample_rate_hz as usize / 50;
    nanoseconds(|at| {
        black_box(progress.hear(black_box(&sound[at * length..][..length])));
    })
}

fn opus_packets(rate_hz: u32) -> Vec<Vec<u8>> {
    let mut mouth = Mouth::new(rate_hz, OPUS).expect("a rate of Opus");
    let packet = |samples: &[i16]| {
        let mut out = [0; 1276];
        let octets = mouth.frame(samples, &mut out).expect("a packet");
        out[..octets].to_vec()
    };
    speech(rate_hz).chunks(rate_hz as usize / 50).map(packet).collect()
}

fn opus_header(at: usize) -> Header {
    Header { payload_type: 0, marker: false, sequence: at as u16, timestamp: at as u32 * 160, ssrc: 1 }
}

fn encode_opus(rate_hz: u32) -> f64 {
    let (sound, mut mouth) = (speech(rate_hz), Mouth::new(rate_hz, OPUS).expect("a rate of Opus"));
    let length = rate_hz as usize / 50;
    let mut out = [0; 1276];
    nanoseconds(|at| {
        mouth.frame(black_box(&sound[at * length..][..length]), black_box(&mut out));
    })
}

fn decode_opus(rate_hz: u32) -> f64 {
    let (packets, mut ear) = (opus_packets(rate_hz), Ear::new(rate_hz).expect("a rate of Opus"));
    let mut number = 0;
    nanoseconds(|at| {
        ear.packet(&opus_header(number), black_box(&packets[at]), |_, samples| {
            black_box(samples);
        });
        number += 1;
    })
}

/// Both directions of G.729 at 8 kHz.
fn g729() -> [f64; 2] {
    let (sound, tongue) =
        (speech(8000), Tongue::G729(G729Options { annex_b: false, packet_milliseconds: 20 }));
    let mut mouth = tongue::Mouth::new(tongue, 8000).expect("a rate of legs");
    let mut packets = Vec::new();
    for (at, samples) in sound.chunks(FRAME).enumerate() {
        mouth.frame(&opus_header(at), samples, |_, packet| packets.push(packet.to_vec()));
    }
    let encode = nanoseconds(|at| {
        mouth.frame(&opus_header(at), black_box(&sound[at * FRAME..][..FRAME]), |_, packet| {
            black_box(packet);
        });
    });
    let mut ear = tongue::Ear::new(tongue.language(), 8000).expect("a rate of legs");
    let mut number = 0;
    let decode = nanoseconds(|at| {
        ear.packet(&opus_header(number), black_box(&packets[at]), |_, samples| {
            black_box(samples);
        });
        number += 1;
    });
    [encode, decode]
}

/// Both directions of a leg that speaks Opus and works in a codec.
fn interpret(codec: Codec) -> f64 {
    let (packets, codes) = (opus_packets(codec.sample_rate_hz()), codec.encode(&speech(8000)));
    let mut interpreter = Interpreter::new(0, codec, Tongue::Opus(OPUS));
    let mut number = 0;
    nanoseconds(|at| {
        let header = opus_header(number);
        number += 1;
        let todo = interpreter.todo();
        todo.heard.extend(Parcel::new(header, codec, &packets[at]));
        todo.said.extend(Parcel::new(header, codec, &codes[at * FRAME..][..FRAME]));
        interpreter.work();
        black_box(interpreter.done());
    })
}

fn conceal(rate_hz: u32) -> f64 {
    let (sound, mut concealer) = (speech(rate_hz), Concealer::new(rate_hz));
    let length = rate_hz as usize / 50;
    let mut frame = vec![0; length];
    nanoseconds(|at| {
        frame.copy_from_slice(&sound[at * length..][..length]);
        if at % 2 == 0 { concealer.hear(&mut frame) } else { concealer.conceal(&mut frame) }
    })
}

fn main() {
    println!("| codec | encode ns | decode ns |\n|---|---|---|");
    let own: Vec<(Codec, f64, f64)> =
        Codec::ALL.into_iter().map(|codec| (codec, encode(codec), decode(codec))).collect();
    for (codec, encode, decode) in &own {
        println!("| {codec:?} | {encode:.0} | {decode:.0} |");
    }
    println!(
        "\nOne frame in two lost: {:.0} ns a frame at 8 kHz, {:.0} at 16 kHz",
        conceal(8000),
        conceal(16_000)
    );
    println!("Tones of the line: {:.0} ns a frame at 8 kHz, {:.0} at 16 kHz", listen(8000), listen(16_000));
    println!("\n| bridge | ms per call-second | of the codecs alone | ratio |\n|---|---|---|---|");
    for (at, (one, ..)) in own.iter().enumerate() {
        for (other, ..) in
            own.iter().skip(at + 1).filter(|(other, ..)| other.law().is_none() || one.law().is_none())
        {
            let cost =
                |codec: Codec| own.iter().find(|(known, ..)| *known == codec).map_or(0.0, |(_, e, d)| e + d);
            let alone = cost(*one) + cost(*other);
            let bridge = transcode(*one, *other) + transcode(*other, *one);
            let milliseconds = |nanoseconds: f64| nanoseconds * 50.0 / 1e6;
            println!(
                "| {one:?}–{other:?} | {:.3} | {:.3} | {:.2} |",
                milliseconds(bridge),
                milliseconds(alone),
                bridge / alone
            );
        }
    }
    println!("\n| Opus, FEC, 24 kbit/s | encode ns | decode ns |\n|---|---|---|");
    let opus = [8000, 16_000].map(|rate_hz| (rate_hz, encode_opus(rate_hz), decode_opus(rate_hz)));
    for (rate_hz, encode, decode) in opus {
        println!("| {rate_hz} Hz | {encode:.0} | {decode:.0} |");
    }
    let [encode, decode] = g729();
    println!("\n| G.729 | encode ns | decode ns |\n|---|---|---|\n| 8 kbit/s | {encode:.0} | {decode:.0} |");
    println!(
        "\n| Opus leg that works in | ms per call-second | of the codecs alone | ratio |\n|---|---|---|---|"
    );
    for (codec, encode, decode) in own {
        let alone = opus.iter().find(|(rate_hz, ..)| *rate_hz == codec.sample_rate_hz());
        let alone = encode + decode + alone.map_or(0.0, |(_, encode, decode)| encode + decode);
        let leg = interpret(codec);
        println!("| {codec:?} | {:.2} | {:.2} | {:.2} |", leg * 50.0 / 1e6, alone * 50.0 / 1e6, leg / alone);
    }
}
