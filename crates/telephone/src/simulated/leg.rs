//! The simulated leg: each wait of [`Line`] against the caller's script.

use super::clock::Event;
use super::transcript::{self, Experience};
use super::{SAMPLES_PER_MILLISECOND, SimulatedLine};
use crate::line::*;
use crate::step::Step;
use domain::id::UserId;
use domain::language::Language;
use jiff::{SignedDuration, Timestamp};
use speech::Script;

/// What a simulated recording sounds like.
const SPOKEN_SAMPLE: i16 = 3_000;
/// How long others ring, and talk, in milliseconds.
const RINGS_MILLISECONDS: u64 = 5_000;
const TALKS_MILLISECONDS: u64 = 10_000;

impl SimulatedLine {
    fn calls(&mut self, to: &Destination) -> Result<Connected, Hangup> {
        if self.clock.is_over() {
            return Err(Hangup);
        }
        let nobody = Connected::Not(NotReached::NoAnswer);
        let connected = self.others.get(to.number.as_str()).copied().unwrap_or(nobody);
        self.transcript.push(Experience::Called { number: to.number.clone(), shown: to.shown, connected });
        let rings = if connected == nobody { RINGS_MILLISECONDS } else { 0 };
        let talks = if connected == Connected::Talked { TALKS_MILLISECONDS } else { 0 };
        let until = self.clock.now() + rings + talks;
        loop {
            match self.clock.advance_to(until) {
                Event::Key(_) => {}
                Event::Reached => return Ok(connected),
                Event::HungUp => return Err(Hangup),
            }
        }
    }
}

impl Line for SimulatedLine {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn show(&mut self, step: Step) {
        if self.shown.last() != Some(&step) {
            self.shown.push(step);
        }
    }

    fn opened(&mut self, by: UserId) {
        self.opened = Some(by);
    }

    fn speak_in(&mut self, language: Language) {
        self.facts.language = language;
    }

    fn now(&self) -> Timestamp {
        let elapsed = i64::try_from(self.clock.now()).unwrap_or(i64::MAX);
        self.began.checked_add(SignedDuration::from_millis(elapsed)).unwrap_or(Timestamp::MAX)
    }

    async fn answer(&mut self) -> Result<(), Hangup> {
        if self.clock.is_over() {
            return Err(Hangup);
        }
        if !self.transcript.contains(&Experience::Answered) {
            self.transcript.push(Experience::Answered);
        }
        Ok(())
    }

    async fn play(&mut self, script: &Script, barge: Barge) -> Result<Heard, Hangup> {
        self.say_all(script, barge, u64::MAX)
    }

    async fn play_within(
        &mut self,
        script: &Script,
        barge: Barge,
        longest_milliseconds: u32,
    ) -> Result<Heard, Hangup> {
        self.say_all(script, barge, longest_milliseconds.into())
    }

    async fn listen(&mut self, audio: &Audio, from: Position, manner: Manner) -> Result<Listened, Hangup> {
        if self.clock.is_over() {
            return Err(Hangup);
        }
        if let Some(key) = self.typed_ahead.pop_front() {
            return Ok(Listened::Stopped { at: from, by: key });
        }
        let Some(samples) = audio.samples() else { return Ok(Listened::Unplayable) };
        let length = samples.len() as u64 / SAMPLES_PER_MILLISECOND;
        let (begun, from) = (self.clock.now(), from.min(length));
        self.begins(transcript::MESSAGE);
        let event = self.clock.advance_to(begun + manner.lasts(length - from));
        let to = (from + manner.covers(self.clock.now() - begun)).min(length);
        self.transcript.push(Experience::Listened { from, to, complete: event == Event::Reached });
        match event {
            Event::Reached => Ok(Listened::ToTheEnd),
            Event::Key(key) => Ok(Listened::Stopped { at: to, by: key }),
            Event::HungUp => Err(Hangup),
        }
    }

    async fn collect(&mut self, digits: Digits) -> Result<Entered, Hangup> {
        let mut keys = String::new();
        while keys.len() < digits.max {
            let seconds = if keys.is_empty() { digits.first_seconds } else { digits.between_seconds };
            match self.next_key(seconds)? {
                None => return Ok(Entered { keys, ended: EntryEnd::Timeout }),
                Some(key) if Some(key) == digits.end => return Ok(Entered { keys, ended: EntryEnd::Key }),
                Some(key) => keys.push(key.as_char()),
            }
        }
        Ok(Entered { keys, ended: EntryEnd::Full })
    }

    async fn wait(&mut self, milliseconds: u32) -> Result<(), Hangup> {
        let until = self.clock.now() + u64::from(milliseconds);
        self.transcript.push(Experience::Waited { milliseconds });
        loop {
            match self.clock.advance_to(until) {
                Event::Key(key) => self.typed_ahead.push_back(key),
                Event::Reached => return Ok(()),
                Event::HungUp => return Err(Hangup),
            }
        }
    }

    async fn record(&mut self, _what: Purpose, limits: RecordLimits) -> Recorded {
        self.typed_ahead.clear();
        let begun = self.clock.now();
        if self.clock.is_over() {
            return self.end_recording(begun, RecordEnd::Hangup);
        }
        loop {
            // What the caller will say is only known as the script gets there: look again after each step.
            let (until, ended) = self.silence_ends_at(begun, &limits);
            let step = self.clock.step_before(until);
            match self.clock.advance_to(step.unwrap_or(until)) {
                Event::Key(key) if limits.ending_keys.contains(&key) => {
                    return self.end_recording(begun, RecordEnd::Key(key));
                }
                Event::HungUp => return self.end_recording(begun, RecordEnd::Hangup),
                Event::Reached if step.is_none() => return self.end_recording(begun, ended),
                Event::Key(_) | Event::Reached => {}
            }
        }
    }

    async fn recorded(&mut self, recorded: &Recorded) -> Option<Audio> {
        let milliseconds = *self.recordings.get(&recorded.id)?;
        let length = usize::try_from(milliseconds * SAMPLES_PER_MILLISECOND).ok()?;
        let sample = |n: usize| if n % 8 < 4 { SPOKEN_SAMPLE } else { -SPOKEN_SAMPLE };
        let samples: Vec<i16> = (0..length).map(sample).collect();
        Some(Audio(speech::audio::wav(&samples).into()))
    }

    async fn discard(&mut self, recorded: &Recorded) {
        self.recordings.remove(&recorded.id);
    }

    async fn connect(&mut self, to: &Destination) -> Result<Connected, Hangup> {
        self.calls(to)
    }

    async fn hand_over(&mut self, to: &Destination) -> Result<NotReached, Hangup> {
        match self.calls(to)? {
            Connected::Not(why) => Ok(why),
            Connected::Talked => {
                self.clock.end();
                Err(Hangup)
            }
        }
    }

    async fn hang_up(&mut self) {
        if !self.clock.is_over() {
            self.transcript.push(Experience::SentAway);
            self.clock.end();
        }
    }
}
