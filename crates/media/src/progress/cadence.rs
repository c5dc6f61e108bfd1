//! Which tone bursts are, by their frequency and their lengths.

use super::bursts::Burst;
use super::spectrum::Sines;
use super::{Heard, Plan, Signal};
use crate::tone::{Country, Sound, Step, Tone, steps};

/// Bursts that are remembered: three cadences of the longest, and a few.
const REMEMBERED: usize = 16;
/// Bursts of the longest cadence.
const MOST_BEATS: usize = 4;
/// A generator's frequency is right within 1.5 %; so much more is a measurement wrong, in hertz.
const DETUNED: f32 = 0.015;
const MEASURED_HERTZ: f32 = 3.0;
/// The same where two sines are closer than can be told apart.
const CLOSE_HERTZ: f32 = 60.0;
const CLOSE_MEASURED_HERTZ: f32 = 9.0;
/// A length is right within 10 %, and what a lost packet or a step adds, in milliseconds.
const UNEVEN: f32 = 0.1;
const MEASURED_MS: f32 = 25.0;
/// The frequencies of all tones but special information (E.180 §3).
const CALL_PROGRESS_HERTZ: std::ops::Range<f32> = 300.0..700.0;
/// Busy and congestion have sounds and pauses of about the same length (E.180 §5, §6), in milliseconds.
const EVEN_MS: std::ops::RangeInclusive<u64> = 150..=750;
const MOST_UNEVEN: f32 = 1.67;
/// Of such, what is quicker than this is congestion.
const QUICK_MS: u64 = 300;
/// A called phone rings for so long, and is silent for so long (E.180 §4).
const RINGS_MS: std::ops::RangeInclusive<u64> = 650..=2500;
const RING_PAUSES_MS: std::ops::RangeInclusive<u64> = 1700..=6700;
/// What goes on for longer than any ring is a dial tone.
const DIAL_MS: u64 = 2600;
/// The notes of special information (E.180 §7), in hertz; each lasts 330 ms, within 70.
const INFORMATION_HERTZ: [f32; 3] = [950.0, 1400.0, 1800.0];
/// Of its frequency: 50 Hz of 950, and the higher notes of Austria.
const INFORMATION_DETUNED: f32 = 0.055;
const INFORMATION_MS: std::ops::RangeInclusive<u64> = 240..=420;
/// Longest pause between its notes.
const INFORMATION_PAUSE_MS: u64 = 100;
/// CNG (T.30 §4.1): 1100 Hz within 38, half a second within 15 %, every three seconds.
const CALLING_HERTZ: f32 = 1100.0;
const CALLING_DETUNED_HERTZ: f32 = 38.0;
const CALLING_MS: std::ops::RangeInclusive<u64> = 405..=595;
const CALLING_PAUSE_MS: std::ops::RangeInclusive<u64> = 2500..=3500;
/// CED and ANS: 2100 Hz within 15, and a generator's fault; for 2.6 s and more, of which this is enough.
const ANSWERING_HERTZ: f32 = 2100.0;
const ANSWERING_DETUNED_HERTZ: f32 = 32.0;
const ANSWERING_MS: u64 = 1000;

/// The last bursts.
#[derive(Clone, Debug)]
pub struct History {
    bursts: [Option<Burst>; REMEMBERED],
}

impl Default for History {
    fn default() -> History {
        History { bursts: [None; REMEMBERED] }
    }
}

impl History {
    pub fn ended(&mut self, burst: Burst) {
        self.bursts.rotate_right(1);
        self.bursts[0] = Some(burst);
    }

    pub fn last(&self) -> Option<Burst> {
        self.bursts[0]
    }

    /// The newest first, as long as nothing but pauses is between them.
    fn connected(&self) -> impl Iterator<Item = Burst> + '_ {
        let mut goes_on = true;
        self.bursts.iter().map_while(move |burst| {
            let burst = (*burst).filter(|_| goes_on)?;
            goes_on = burst.pause_ms.is_some();
            Some(burst)
        })
    }
}

/// What the last burst makes of those before it.
pub fn of_bursts(plan: Plan, history: &History) -> Option<Heard> {
    let fax = || fax_calls(history);
    match plan {
        Plan::Of(country) => of_country(country, history).or_else(|| information(history)).or_else(fax),
        Plan::Any => {
            let known = || {
                Country::ALL
                    .into_iter()
                    .filter_map(|country| uneven(country, history))
                    .max_by_key(|heard| heard.cycles)
            };
            even(history)
                .or_else(known)
                .or_else(|| rings(history))
                .or_else(|| information(history))
                .or_else(fax)
        }
    }
}

/// What a burst is that goes on; told once, when it has lasted long enough.
pub fn of_one(plan: Plan, burst: &Burst) -> Option<Heard> {
    let is_now = |milliseconds: u64| burst.lasted_ms / 10 == milliseconds / 10;
    let heard = |signal| Some(Heard { signal, cycles: 1, began_ms: burst.began_ms });
    if is_now(ANSWERING_MS) && is_note(burst.sines, ANSWERING_HERTZ, ANSWERING_DETUNED_HERTZ) {
        return heard(Signal::FaxAnswers);
    }
    let is_dial = match plan {
        Plan::Of(country) => continuous(country).is_some_and(|sound| fits(burst.sines, sound)),
        Plan::Any => is_call_progress(burst.sines),
    };
    if is_now(DIAL_MS) && is_dial { heard(Signal::Tone(Tone::Dial)) } else { None }
}

/// The sound of a dial tone without a cadence.
fn continuous(country: Country) -> Option<Sound> {
    match steps(country, Tone::Dial) {
        [only] => Some(only.sound),
        _ => None,
    }
}

/// A sound of a cadence and the pause behind it.
#[derive(Clone, Copy)]
struct Beat {
    sound: Sound,
    lasts_ms: u16,
    pause_ms: u16,
}

/// The beats of a cadence, in their order; empty, if it has none.
fn beats(steps: &[Step]) -> ([Option<Beat>; MOST_BEATS], usize) {
    let (mut beats, mut count) = ([None; MOST_BEATS], 0);
    for pair in steps.chunks(2) {
        let [on, off] = pair else { return ([None; MOST_BEATS], 0) };
        if on.sound == Sound::Pause || off.sound != Sound::Pause || count == MOST_BEATS {
            return ([None; MOST_BEATS], 0);
        }
        beats[count] = Some(Beat { sound: on.sound, lasts_ms: on.milliseconds, pause_ms: off.milliseconds });
        count += 1;
    }
    (beats, count)
}

fn of_country(country: Country, history: &History) -> Option<Heard> {
    let tones = [Tone::Busy, Tone::Congestion, Tone::Ringing, Tone::Dial];
    // Of two tones that begin alike, the one of which more was heard; of equals, the first.
    tones
        .into_iter()
        .rev()
        .filter_map(|tone| matched(country, tone, history))
        .max_by_key(|heard| heard.cycles)
}

/// Tones of a country whose cadence is its own.
fn uneven(country: Country, history: &History) -> Option<Heard> {
    let tones = [Tone::Busy, Tone::Congestion, Tone::Ringing, Tone::Dial];
    let own = |tone: &Tone| beats(steps(country, *tone)).1 > 1;
    tones
        .into_iter()
        .filter(own)
        .filter_map(|tone| matched(country, tone, history))
        .max_by_key(|heard| heard.cycles)
}

/// How often a cadence was heard, if its last beat, or any, is the last burst.
fn matched(country: Country, tone: Tone, history: &History) -> Option<Heard> {
    let (beats, count) = beats(steps(country, tone));
    let chain = |last: usize| {
        let mut found = (0, 0);
        let mut expected = last;
        let mut after: Option<Burst> = None;
        for burst in history.connected() {
            let Some(beat) = beats[expected] else { break };
            let pause = after.map(|after| after.pause_ms.unwrap_or(0));
            let is_right = fits(burst.sines, beat.sound)
                && lasts(burst.lasted_ms, beat.lasts_ms)
                && pause.is_none_or(|pause| lasts(pause, beat.pause_ms));
            if !is_right {
                break;
            }
            found = (found.0 + 1, burst.began_ms);
            after = Some(burst);
            expected = (expected + count - 1) % count;
        }
        found
    };
    let (bursts, began_ms) = (0..count).map(chain).max_by_key(|(bursts, _)| *bursts)?;
    let cycles = (bursts / count) as u32;
    // One sound of busy alone may be the beginning of something else.
    let is_certain = bursts > 1 || tone == Tone::Ringing;
    (is_certain && cycles > 0 && bursts % count == 0).then_some(Heard {
        signal: Signal::Tone(tone),
        cycles,
        began_ms,
    })
}

/// A chain of bursts that are all alike.
fn alike(history: &History, pauses: impl Fn(u64) -> bool) -> (u32, u64) {
    let Some(last) = history.bursts[0] else { return (0, 0) };
    let (mut cycles, mut began_ms) = (0, 0);
    let mut after: Option<Burst> = None;
    for burst in history.connected() {
        let pause = after.map(|after| after.pause_ms.unwrap_or(0));
        let is_like = is_same(burst.sines, last.sines)
            && near(burst.lasted_ms, last.lasted_ms)
            && pause.is_none_or(|pause| pauses(pause) && near(pause, last.pause_ms.unwrap_or(pause)));
        if !is_like {
            break;
        }
        (cycles, began_ms) = (cycles + 1, burst.began_ms);
        after = Some(burst);
    }
    (cycles, began_ms)
}

/// Busy or congestion of whatever network.
fn even(history: &History) -> Option<Heard> {
    let last = history.bursts[0]?;
    if !EVEN_MS.contains(&last.lasted_ms) || !is_call_progress(last.sines) {
        return None;
    }
    let (cycles, began_ms) = alike(history, |pause| {
        let ratio = pause as f32 / last.lasted_ms as f32;
        EVEN_MS.contains(&pause) && (1.0 / MOST_UNEVEN..MOST_UNEVEN).contains(&ratio)
    });
    let tone = if last.lasted_ms < QUICK_MS { Tone::Congestion } else { Tone::Busy };
    (cycles > 1).then_some(Heard { signal: Signal::Tone(tone), cycles, began_ms })
}

fn rings(history: &History) -> Option<Heard> {
    let last = history.bursts[0]?;
    if !RINGS_MS.contains(&last.lasted_ms) || !is_call_progress(last.sines) {
        return None;
    }
    let (cycles, began_ms) = alike(history, |pause| RING_PAUSES_MS.contains(&pause));
    (cycles > 1).then_some(Heard { signal: Signal::Tone(Tone::Ringing), cycles, began_ms })
}

/// Three rising notes.
fn information(history: &History) -> Option<Heard> {
    let mut began_ms = None;
    let mut pause = 0;
    for (burst, hertz) in history.bursts.iter().zip(INFORMATION_HERTZ.iter().rev()) {
        let burst = (*burst)?;
        let is_right = is_note(burst.sines, *hertz, *hertz * INFORMATION_DETUNED)
            && INFORMATION_MS.contains(&burst.lasted_ms)
            && pause <= INFORMATION_PAUSE_MS;
        if !is_right {
            return None;
        }
        pause = burst.pause_ms.unwrap_or(0);
        began_ms = Some(burst.began_ms);
    }
    Some(Heard { signal: Signal::Tone(Tone::SpecialInformation), cycles: 1, began_ms: began_ms? })
}

fn fax_calls(history: &History) -> Option<Heard> {
    let last = history.bursts[0]?;
    if !is_note(last.sines, CALLING_HERTZ, CALLING_DETUNED_HERTZ) || !CALLING_MS.contains(&last.lasted_ms) {
        return None;
    }
    let (cycles, began_ms) = alike(history, |pause| CALLING_PAUSE_MS.contains(&pause));
    (cycles > 0).then_some(Heard { signal: Signal::FaxCalls, cycles, began_ms })
}

fn is_note(sines: Sines, hertz: f32, within: f32) -> bool {
    sines.high_hertz == 0.0 && (sines.low_hertz - hertz).abs() <= within
}

fn is_call_progress(sines: Sines) -> bool {
    CALL_PROGRESS_HERTZ.contains(&sines.low_hertz)
        && (sines.high_hertz == 0.0 || CALL_PROGRESS_HERTZ.contains(&sines.high_hertz))
}

fn is_same(one: Sines, other: Sines) -> bool {
    let close = |one: f32, other: f32| (one - other).abs() <= CLOSE_MEASURED_HERTZ;
    close(one.low_hertz, other.low_hertz) && close(one.high_hertz, other.high_hertz)
}

/// Whether these are a sound's frequencies.
fn fits(heard: Sines, sound: Sound) -> bool {
    let within = |heard: f32, hertz: f32, more: f32| (heard - hertz).abs() <= hertz * DETUNED + more;
    match sound {
        Sound::Pause => false,
        Sound::One(hertz) => {
            heard.high_hertz == 0.0 && within(heard.low_hertz, f32::from(hertz), MEASURED_HERTZ)
        }
        Sound::Modulated { carrier, .. } => {
            heard.high_hertz == 0.0 && within(heard.low_hertz, f32::from(carrier), CLOSE_MEASURED_HERTZ)
        }
        Sound::Two(low, high) => {
            let (low, high) = (f32::from(low), f32::from(high));
            if high - low <= CLOSE_HERTZ {
                let middle = (low + high) / 2.0;
                heard.high_hertz == 0.0 && within(heard.low_hertz, middle, CLOSE_MEASURED_HERTZ)
            } else {
                within(heard.low_hertz, low, CLOSE_MEASURED_HERTZ)
                    && within(heard.high_hertz, high, CLOSE_MEASURED_HERTZ)
            }
        }
    }
}

fn lasts(milliseconds: u64, expected: u16) -> bool {
    near(milliseconds, u64::from(expected))
}

fn near(milliseconds: u64, expected: u64) -> bool {
    milliseconds.abs_diff(expected) as f32 <= expected as f32 * UNEVEN + MEASURED_MS
}
