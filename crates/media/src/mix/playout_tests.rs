//! Playing out in time: loss, jitter, and clocks that drift apart.

use super::*;

const HERTZ: f64 = 300.0;

/// A sine by RTP time.
fn sound(timestamp: u32, units: usize, scale: usize) -> Vec<i16> {
    (0..units * scale)
        .map(|at| {
            let time = f64::from(timestamp) / 8000.0 + at as f64 / (8000.0 * scale as f64);
            (8000.0 * (time * HERTZ * std::f64::consts::TAU).sin()) as i16
        })
        .collect()
}

/// Packets that arrive at (milliseconds), each with its number; the frames that are taken every 20 ms.
fn play(
    scale: usize,
    seconds: u64,
    mut arrives: impl FnMut(u32) -> Option<f64>,
) -> (Vec<i16>, Vec<Taken>, Playout) {
    let mut playout = Playout::new(8000 * scale as u32);
    let start = u32::MAX - 20_000;
    let mut packets: Vec<(f64, u32)> =
        (0..(seconds * 51) as u32).filter_map(|number| Some((arrives(number)?, number))).collect();
    packets.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut out, mut taken, mut next) = (Vec::new(), Vec::new(), 0);
    for turn in 0..seconds * 50 {
        while next < packets.len() && packets[next].0 <= (turn * 20) as f64 {
            let timestamp = start.wrapping_add(packets[next].1 * 160);
            // Phase by number, so that time may wrap.
            let samples = sound(packets[next].1 * 160, 160, scale);
            playout.packet(timestamp, &samples);
            next += 1;
        }
        let mut frame = vec![0; 160 * scale];
        taken.push(playout.frame(&mut frame, false));
        out.extend(frame);
    }
    (out, taken, playout)
}

/// The sharpest bend: a click bends by far more than the sine.
fn sharpest(samples: &[i16]) -> i32 {
    let bend = |three: &[i16]| (i32::from(three[0]) - 2 * i32::from(three[1]) + i32::from(three[2])).abs();
    samples.windows(3).map(bend).max().unwrap_or(0)
}

/// A sine of 300 Hz bends by 0.055 of its amplitude at 8 kHz.
const SMOOTH: i32 = 1500;

#[test]
fn a_steady_stream_passes_untouched_and_soon() {
    for scale in [1, 2] {
        let (out, taken, _) = play(scale, 10, |number| Some(f64::from(number) * 20.0 + 3.0));
        // Nothing in turn 0; then the cushion of 10 ms, and 3.75 ms of the concealer's.
        let first = out.iter().position(|&sample| sample.abs() > 200).unwrap();
        assert!(first / (8 * scale) < 40, "begins after {} ms", first / (8 * scale));
        assert!(taken[2..].iter().all(|&taken| taken == Taken::Sound));
        let begin = (20 + 10) * 8 * scale + DELAY * scale;
        // The first 20 ms are faded in.
        let (heard, said) = (&out[begin + 320 * scale..][..40_000], sound(0, 60_000, scale));
        assert!(heard == &said[320 * scale..][..40_000], "what is heard differs from what was said");
    }
}

#[test]
fn jitter_of_up_to_sixty_milliseconds_is_absorbed_after_a_while() {
    let mut state = 7u32;
    let (out, _, _) = play(1, 60, |number| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(f64::from(number) * 20.0 + f64::from(state >> 8) / f64::from(1 << 24) * 60.0)
    });
    // What is late makes the delay grow once; it stays, because the window sees such packets again.
    let quiet =
        out[80_000..].chunks(80).filter(|block| block.iter().all(|sample| sample.abs() < 100)).count();
    assert_eq!(quiet, 0);
    assert!(sharpest(&out[80_000..]) < SMOOTH, "{}", sharpest(&out[80_000..]));
}

#[test]
fn a_clock_that_is_faster_or_slower_by_200_ppm_is_followed_without_a_click() {
    for ppm in [200.0, -200.0, 1000.0] {
        let (out, taken, playout) =
            play(1, 300, |number| Some(f64::from(number) * 20.0 * (1.0 - ppm / 1e6) + 3.0));
        assert!(taken[5..].iter().all(|&taken| taken == Taken::Sound));
        assert!(sharpest(&out[8000..]) < SMOOTH, "{ppm}: {}", sharpest(&out[8000..]));
        let played = u32::MAX - 20_000;
        let last = played.wrapping_add(((300.0 * 50.0 / (1.0 - ppm / 1e6)) as u32) * 160);
        let delay = playout.ahead(last);
        assert!((-200..600).contains(&delay), "{ppm}: {delay} units");
    }
}

#[test]
fn what_is_lost_is_concealed_and_a_long_loss_becomes_silence() {
    let (out, taken, _) = play(1, 6, |number| {
        let lost = number % 50 == 20 || (150..190).contains(&number);
        (!lost).then_some(f64::from(number) * 20.0 + 3.0)
    });
    assert!(sharpest(&out[8000..23_000]) < SMOOTH, "{}", sharpest(&out[8000..23_000]));
    assert!(taken[10..150].iter().all(|&taken| taken == Taken::Sound));
    assert!(taken[156..188].iter().all(|&taken| taken == Taken::Nothing));
    assert!(taken[195..].iter().all(|&taken| taken == Taken::Sound));
}

#[test]
fn doubled_reordered_and_hopeless_packets_change_nothing() {
    let mut playout = Playout::new(8000);
    let mut out = Vec::new();
    for number in 0..200u32 {
        let at = |number: u32| number * 160;
        // Pairs are swapped; each is sent twice; some ghosts of long ago.
        for packet in [number ^ 1, number ^ 1, number.saturating_sub(10)] {
            playout.packet(at(packet), &sound(at(packet), 160, 1));
        }
        let mut frame = [0; 160];
        playout.frame(&mut frame, false);
        out.extend(frame);
    }
    assert!(sharpest(&out[8000..]) < SMOOTH, "{}", sharpest(&out[8000..]));
}

#[test]
fn rubbish_of_any_kind_does_no_harm() {
    let mut playout = Playout::new(16_000);
    let mut state = 1u32;
    for _ in 0..20_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let samples = vec![1000; (state >> 20) as usize];
        playout.packet(state >> (state % 32), &samples);
        if state.is_multiple_of(3) {
            playout.frame(&mut [0; 320], state.is_multiple_of(2));
        }
    }
}
