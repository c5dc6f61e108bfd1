//! What is heard of a voice over lines that lose, delay and reorder packets: likeness of each 40 ms to what was said, where it
//! is heard best. Beside it, a receiver that waits 60 ms and makes nothing up. `cargo nextest run -p media --no-capture
//! a_voice_over_a_bad_line` prints the figures.

use super::Playout;

/// Samples of a packet, and of a piece that is judged.
const FRAME: usize = 160;
const PIECE: usize = 2 * FRAME;
/// Pieces are looked for up to so much after they were said.
const LATEST: usize = 2400;
/// What is less like is damaged.
const WHOLE: f64 = 0.85;
/// What the plain receiver waits for each packet, in milliseconds.
const PLAIN_WAIT: u64 = 60;

/// What a line does, in hundredths and milliseconds.
#[derive(Clone, Copy, Debug)]
struct Line {
    name: &'static str,
    loss: u64,
    /// A loss goes on with the next packet.
    goes_on: u64,
    /// Packets are late by up to this; the later overtake the earlier.
    jitter: u64,
    /// So many are 25 ms later still.
    overtaken: u64,
}

const STEADY: Line = Line { name: "nothing", loss: 0, goes_on: 0, jitter: 0, overtaken: 0 };
/// And how like the voice must be that is heard, in hundredths.
const LINES: [(Line, u32); 8] = [
    (STEADY, 99),
    (Line { name: "1 % lost", loss: 1, ..STEADY }, 98),
    (Line { name: "3 % lost", loss: 3, ..STEADY }, 97),
    (Line { name: "10 % lost", loss: 10, ..STEADY }, 95),
    (Line { name: "3 % lost in bursts of 2", loss: 2, goes_on: 50, ..STEADY }, 96),
    (Line { name: "jitter of 20 ms", jitter: 20, ..STEADY }, 99),
    (Line { name: "jitter of 60 ms", jitter: 60, ..STEADY }, 98),
    (Line { name: "3 % reordered", overtaken: 3, jitter: 5, ..STEADY }, 98),
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    fn is_one_of(&mut self, hundredths: u64) -> bool {
        self.below(100) < hundredths
    }
}

/// A voice that glides through vowels, in syllables.
fn voice(frames: usize) -> Vec<i16> {
    let mut phase = 0.0f64;
    (0..frames * FRAME)
        .map(|at| {
            let seconds = at as f64 / 8000.0;
            let pitch = 130.0 + 35.0 * (2.9 * seconds).sin() + 15.0 * (7.1 * seconds).sin();
            phase += pitch * std::f64::consts::TAU / 8000.0;
            let syllable = 0.25 + 0.75 * (13.0 * seconds).sin().abs();
            let formant = 500.0 + 200.0 * (9.0 * seconds).sin();
            let strength = |harmonic: f64| {
                let hertz = harmonic * pitch;
                1.0 / (1.0 + ((hertz - formant) / 120.0).powi(2))
                    + 0.2 / (1.0 + ((hertz - 1500.0) / 200.0).powi(2))
            };
            let wave: f64 = (1..20).map(f64::from).map(|at| strength(at) * (at * phase).sin()).sum();
            (7000.0 * syllable * wave) as i16
        })
        .collect()
}

/// When each packet arrives, in milliseconds; none that is lost.
fn arrivals(line: &Line, packets: usize) -> Vec<Option<u64>> {
    let mut dice = Dice(7);
    let mut is_lost = false;
    (0..packets as u64)
        .map(|number| {
            is_lost = if is_lost { dice.is_one_of(line.goes_on) } else { dice.is_one_of(line.loss) };
            let late = dice.below(line.jitter + 1) + if dice.is_one_of(line.overtaken) { 25 } else { 0 };
            (!is_lost).then_some(20 * number + late)
        })
        .collect()
}

fn heard(said: &[i16], arrivals: &[Option<u64>]) -> Vec<i16> {
    let mut playout = Playout::new(8000);
    let mut sound = Vec::new();
    let mut order: Vec<(u64, usize)> =
        arrivals.iter().enumerate().filter_map(|(number, at)| at.map(|at| (at, number))).collect();
    order.sort_unstable();
    let mut coming = order.into_iter().peekable();
    for tick in 0..arrivals.len() as u64 + 20 {
        while let Some((_, number)) = coming.next_if(|(at, _)| *at <= 20 * tick + 3) {
            playout.packet((number * FRAME) as u32, &said[number * FRAME..][..FRAME]);
        }
        let mut out = [0; FRAME];
        playout.frame(&mut out, false);
        sound.extend(out);
    }
    sound
}

/// What comes in time is where it belongs, the rest is silence.
fn plainly_heard(said: &[i16], arrivals: &[Option<u64>]) -> Vec<i16> {
    let frames = said.chunks(FRAME).zip(arrivals).zip(0u64..);
    frames
        .flat_map(|((codes, at), number)| match at {
            Some(at) if *at <= 20 * number + PLAIN_WAIT => codes.to_vec(),
            _ => vec![0; FRAME],
        })
        .collect()
}

/// The mean over all pieces, each where it is heard best, and how many in a hundred are damaged.
fn likeness(said: &[i16], heard: &[i16]) -> (f64, f64) {
    let mut energies = vec![0.0];
    heard.iter().for_each(|&sample| energies.push(energies[energies.len() - 1] + f64::from(sample).powi(2)));
    let pieces = said[..said.len() - LATEST].chunks_exact(PIECE).enumerate();
    let all: Vec<f64> = pieces
        .map(|(number, piece)| {
            let strength: f64 = piece.iter().map(|&sample| f64::from(sample).powi(2)).sum();
            let begin = number * PIECE;
            let places = begin..(begin + LATEST).min(heard.len() - PIECE);
            let at = |place: usize| {
                let product: i64 =
                    piece.iter().zip(&heard[place..]).map(|(&a, &b)| i64::from(a) * i64::from(b)).sum();
                let energy = energies[place + PIECE] - energies[place];
                product as f64 / (energy * strength).sqrt().max(1.0)
            };
            places.map(at).fold(0.0, f64::max)
        })
        .collect();
    let damaged = all.iter().filter(|likeness| **likeness < WHOLE).count();
    (all.iter().sum::<f64>() / all.len() as f64, 100.0 * damaged as f64 / all.len() as f64)
}

#[test]
fn a_voice_over_a_bad_line_is_heard_and_better_than_without_anything_made_up() {
    let said = voice(500);
    for (line, least) in LINES {
        let arrivals = arrivals(&line, 500);
        let (found, damaged) = likeness(&said, &heard(&said, &arrivals));
        let (plain, left) = likeness(&said, &plainly_heard(&said, &arrivals));
        println!("| {} | {found:.3} | {damaged:.1} | {plain:.3} | {left:.1} |", line.name);
        assert!(found * 100.0 > f64::from(least), "{}: {found}", line.name);
        let is_better = found > plain && damaged < left;
        assert!(line.loss == 0 || is_better, "{}: {found}, plainly {plain}", line.name);
    }
}
