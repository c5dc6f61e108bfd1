//! A real leg as a flow sees it: [`telephone::Line`] over SIP and RTP.

use crate::call::{self, Call};
use crate::connecting::{self, After, Failed, Found};
use crate::display::Eyes;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::spool::Ticket;
use domain::id::UserId;
use domain::language::Language;
use futures_util::future::BoxFuture;
use media::{EndKeys, LegEvent, PlayId, RecordRules, Repeat};
use sip::SessionEvent;
use speech::Script;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use telephone::{
    Audio, Barge, Connected, Destination, Digits, Entered, EntryEnd, Facts, Hangup, Heard, Key, Line,
    Listened, Manner, NotReached, Position, Purpose, RecordEnd, RecordLimits, Recorded, RecordingId,
};
use tokio::time::{Instant, sleep_until};
use tracing::{error, info, warn};

/// Keys kept that nobody has asked for yet; more are dropped.
const TYPED_AHEAD_LIMIT: usize = 64;
/// Octets of G.711 in a millisecond.
const OCTETS_PER_MILLISECOND: u64 = 8;
/// What follows a hang-up (the last samples on disk) gets so long.
const CLOSING: Duration = Duration::from_secs(10);

/// The caller's leg under a flow.
pub struct RealLine<'a> {
    ground: Arc<Ground>,
    leg: &'a mut Leg,
    call: &'a Call,
    facts: Facts,
    eyes: Eyes,
    /// Of this call so far.
    recordings: Vec<Ticket>,
    /// Each of them has a name of its own, those that were discarded, too.
    recordings_so_far: u32,
    keys: VecDeque<Key>,
    state: State,
    answered_at: Option<jiff::Timestamp>,
    handed_over: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Ringing,
    Answered,
    Gone,
}

/// What a wait was ended by.
enum Step {
    Key(Key),
    PlayEnded {
        play: PlayId,
        octet: usize,
    },
    RecordEnded(Length),
    /// Something that no flow waits for; it has been dealt with.
    Other,
}

impl<'a> RealLine<'a> {
    pub fn new(ground: Arc<Ground>, leg: &'a mut Leg, call: &'a Call, facts: Facts) -> Self {
        let eyes = Eyes::new(ground.clone(), leg, call.id.clone());
        Self {
            ground,
            leg,
            call,
            facts,
            eyes,
            recordings: Vec::new(),
            recordings_so_far: 0,
            keys: VecDeque::new(),
            state: State::Ringing,
            answered_at: None,
            handed_over: false,
        }
    }

    /// The same over a leg that we have called and that was answered.
    pub fn answered(ground: Arc<Ground>, leg: &'a mut Leg, call: &'a Call, facts: Facts) -> Self {
        Self {
            state: State::Answered,
            answered_at: Some(jiff::Timestamp::now()),
            ..Self::new(ground, leg, call, facts)
        }
    }

    /// The caller has talked with somebody else in the end.
    pub fn is_handed_over(&self) -> bool {
        self.handed_over
    }

    /// What the spool knows of a recording of this call.
    pub fn ticket(&self, recorded: &Recorded) -> Option<&Ticket> {
        self.recordings.iter().find(|ticket| ticket.id == recorded.id.0)
    }

    /// When the call was answered, if it was: the journal wants to know.
    pub fn answered_at(&self) -> Option<jiff::Timestamp> {
        self.answered_at
    }

    /// The next thing that a flow may wait for.
    async fn step(&mut self) -> Result<Step, Hangup> {
        if self.state == State::Gone {
            return Err(Hangup);
        }
        let mut closing = self.ground.closing.clone();
        let happening = tokio::select! {
            happening = self.leg.next() => happening,
            _ = closing.wait_for(|closing| *closing) => return Err(self.gone()),
        };
        match happening {
            Happening::Signal(signal) => self.signalled(signal),
            Happening::Sound(LegEvent::Key(key)) => Ok(Key::from_char(key).map_or(Step::Other, Step::Key)),
            Happening::Sound(LegEvent::PlayEnded { play, octet, .. }) => Ok(Step::PlayEnded { play, octet }),
            Happening::Sound(LegEvent::Unsealed(error)) => {
                info!(call = %self.facts.call, %error, "a browser is not heard");
                self.leg.session.bye();
                Err(self.gone())
            }
            Happening::Sound(other) => Ok(Length::of(&other).map_or(Step::Other, Step::RecordEnded)),
        }
    }

    fn signalled(&mut self, signal: SessionEvent) -> Result<Step, Hangup> {
        match signal {
            SessionEvent::Ended { .. } => return Err(self.gone()),
            SessionEvent::Acknowledged { sdp: Some(answer) } if self.leg.accept_answer(&answer).is_err() => {
                self.leg.session.bye();
                return Err(self.gone());
            }
            // Nobody is transferred away from a machine.
            SessionEvent::Refer(refer) => self.leg.session.refuse_refer(refer.id, 603),
            // A caller who puts the voice on hold goes on with it where it is: the flow's own time-outs hold.
            SessionEvent::Offer { sdp } => self.leg.answer_reinvite(sdp.as_deref()),
            _ => {}
        }
        Ok(Step::Other)
    }

    fn gone(&mut self) -> Hangup {
        self.state = State::Gone;
        Hangup
    }

    fn keep_key(&mut self, key: Key) {
        if self.keys.len() < TYPED_AHEAD_LIMIT {
            self.keys.push_back(key);
        }
    }

    /// The next key, typed ahead or pressed until `until`; `None` when the time is over.
    async fn key_until(&mut self, until: Instant) -> Result<Option<Key>, Hangup> {
        if let Some(key) = self.keys.pop_front() {
            return Ok(Some(key));
        }
        loop {
            let step = tokio::select! {
                step = self.step() => step?,
                () = sleep_until(until) => return Ok(None),
            };
            if let Step::Key(key) = step {
                return Ok(Some(key));
            }
        }
    }

    /// Says so many octets of a script at most.
    async fn say(&mut self, script: &Script, barge: Barge, longest: usize) -> Result<Heard, Hangup> {
        let typed_ahead = self.keys.front().copied();
        match (barge, typed_ahead) {
            (Barge::Keys, Some(key)) => {
                self.keys.pop_front();
                return Ok(Heard::Key(key));
            }
            (Barge::TypeAhead, Some(_)) => return Ok(Heard::End),
            (Barge::Only(_) | Barge::No, _) => self.keys.clear(),
            (Barge::Keys | Barge::TypeAhead, None) => {}
        }
        let sound = match self.ground.say(script, self.leg.codec()).await {
            Ok(sound) if sound.len() > longest => sound[..longest].into(),
            Ok(sound) => sound,
            Err(error) => {
                error!(call = %self.facts.call, %error, "a prompt could not be said");
                return Ok(Heard::End);
            }
        };
        let on_key = |key| match barge {
            Barge::Keys => OnKey::Stop,
            Barge::Only(keys) if keys.contains(key) => OnKey::Stop,
            Barge::TypeAhead => OnKey::StopAndKeep,
            Barge::Only(_) | Barge::No => OnKey::Ignore,
        };
        Ok(self.sound(sound, 0, on_key).await?.0)
    }

    /// Plays until the end or until `on_key` stops it; answers what ended it and the octet reached.
    async fn sound(
        &mut self,
        sound: Arc<[u8]>,
        from: usize,
        mut on_key: impl FnMut(Key) -> OnKey,
    ) -> Result<(Heard, usize), Hangup> {
        let play = self.leg.media.play(sound, from, Repeat::Once);
        let mut by = None;
        loop {
            match self.step().await? {
                Step::PlayEnded { play: ended, octet } if ended == play => {
                    return Ok((by.map_or(Heard::End, Heard::Key), octet));
                }
                Step::Key(key) if by.is_none() => match on_key(key) {
                    OnKey::Stop => {
                        by = Some(key);
                        self.leg.media.stop_play();
                    }
                    OnKey::StopAndKeep => {
                        self.keep_key(key);
                        self.leg.media.stop_play();
                    }
                    OnKey::Ignore => {}
                },
                Step::Key(key) => self.keep_key(key),
                _ => {}
            }
        }
    }

    /// What there is of a recording, whatever ended it; waits until it is on disk.
    async fn recording_end(&mut self, ending_keys: &[Key]) -> Length {
        let begun = Instant::now();
        let mut is_ended_by_key = false;
        loop {
            match self.step().await {
                Ok(Step::RecordEnded(length)) => return length,
                // What follows the key that ended it is for what comes next, however long the disk takes.
                Ok(Step::Key(key)) if is_ended_by_key => self.keep_key(key),
                Ok(Step::Key(key)) => is_ended_by_key = ending_keys.contains(&key),
                Ok(_) => {}
                Err(Hangup) => break,
            }
        }
        self.leg.media.stop_record();
        match tokio::time::timeout(CLOSING, self.last_of_recording()).await {
            Ok(Some(length)) => Length { ended: RecordEnd::Hangup, ..length },
            // Nobody says how much of it is on disk. It counts as if all were: what is there is delivered, not discarded.
            Ok(None) | Err(_) => {
                error!(call = %self.facts.call, "a recording does not end");
                let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                Length { milliseconds, speech_milliseconds: milliseconds, ended: RecordEnd::Hangup }
            }
        }
    }

    /// Only sound still comes from a leg whose caller is gone. `None`: the engine is gone, too.
    async fn last_of_recording(&mut self) -> Option<Length> {
        loop {
            if let Some(length) = Length::of(&self.leg.sound().await?) {
                return Some(length);
            }
        }
    }
}

/// How long a recording is, and what ended it.
struct Length {
    milliseconds: u64,
    speech_milliseconds: u64,
    ended: RecordEnd,
}

impl Length {
    fn of(event: &LegEvent) -> Option<Length> {
        match *event {
            LegEvent::RecordEnded { milliseconds, speech_milliseconds, ended } => {
                Some(Length { milliseconds, speech_milliseconds, ended: record_end(ended) })
            }
            _ => None,
        }
    }
}

/// What a key does to what is being said.
enum OnKey {
    Stop,
    StopAndKeep,
    Ignore,
}

impl Line for RealLine<'_> {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn speak_in(&mut self, language: Language) {
        self.facts.language = language;
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    fn show(&mut self, step: telephone::Step) {
        self.eyes.show(step);
    }

    fn opened(&mut self, by: UserId) {
        self.eyes.opened(by);
    }

    async fn answer(&mut self) -> Result<(), Hangup> {
        if self.state != State::Ringing {
            return if self.state == State::Gone { Err(Hangup) } else { Ok(()) };
        }
        self.leg.answer();
        self.state = State::Answered;
        self.answered_at = Some(self.now());
        self.wait_for_late_answer().await
    }

    async fn play(&mut self, script: &Script, barge: Barge) -> Result<Heard, Hangup> {
        self.say(script, barge, usize::MAX).await
    }

    fn prepare(&mut self, script: &Script) {
        let (ground, codec, script) = (self.ground.clone(), self.leg.codec(), script.clone());
        // Kept on the voice's shelf; that it cannot be said is told when it is to be.
        self.ground.workers.spawn(async move { ground.say(&script, codec).await.is_ok() });
    }

    async fn play_within(
        &mut self,
        script: &Script,
        barge: Barge,
        longest_milliseconds: u32,
    ) -> Result<Heard, Hangup> {
        self.say(script, barge, longest_milliseconds as usize * OCTETS_PER_MILLISECOND as usize).await
    }

    async fn listen(&mut self, audio: &Audio, from: Position, manner: Manner) -> Result<Listened, Hangup> {
        if let Some(key) = self.keys.pop_front() {
            return Ok(Listened::Stopped { at: from, by: key });
        }
        let codec = self.leg.codec();
        let audio = audio.clone();
        let encoded = tokio::task::spawn_blocking(move || Some(codec.encode(&played(&audio, manner)?)));
        let Ok(Some(sound)) = encoded.await else {
            warn!(call = %self.facts.call, "a recording cannot be played");
            return Ok(Listened::Unplayable);
        };
        let begin = manner.lasts(from) * OCTETS_PER_MILLISECOND;
        let begin = usize::try_from(begin).unwrap_or(usize::MAX).min(sound.len());
        let (by, octet) = self.sound(sound.into(), begin, |_| OnKey::Stop).await?;
        let at = manner.covers(octet as u64 / OCTETS_PER_MILLISECOND);
        Ok(match by {
            Heard::Key(by) => Listened::Stopped { at, by },
            Heard::End => Listened::ToTheEnd,
        })
    }

    async fn collect(&mut self, digits: Digits) -> Result<Entered, Hangup> {
        let mut keys = String::new();
        while keys.len() < digits.max {
            let seconds = if keys.is_empty() { digits.first_seconds } else { digits.between_seconds };
            let until = Instant::now() + Duration::from_secs(seconds.into());
            match self.key_until(until).await? {
                None => return Ok(Entered { keys, ended: EntryEnd::Timeout }),
                Some(key) if Some(key) == digits.end => return Ok(Entered { keys, ended: EntryEnd::Key }),
                Some(key) => keys.push(key.as_char()),
            }
        }
        Ok(Entered { keys, ended: EntryEnd::Full })
    }

    async fn wait(&mut self, milliseconds: u32) -> Result<(), Hangup> {
        let until = Instant::now() + Duration::from_millis(milliseconds.into());
        loop {
            tokio::select! {
                step = self.step() => if let Step::Key(key) = step? { self.keep_key(key) },
                () = sleep_until(until) => return Ok(()),
            }
        }
    }

    async fn record(&mut self, what: Purpose, limits: RecordLimits) -> Recorded {
        self.keys.clear();
        let ticket = self.new_ticket(what);
        let id = ticket.id.clone();
        let nothing =
            |ended| Recorded { id: RecordingId(id.clone()), milliseconds: 0, speech_milliseconds: 0, ended };
        if self.state != State::Answered {
            return nothing(RecordEnd::Hangup);
        }
        if let Err(error) = self.ground.spool.open(&ticket).await {
            error!(call = %self.facts.call, %error, "the spool takes no recording");
            return nothing(RecordEnd::Failed);
        }
        self.recordings.push(ticket);
        self.recordings_so_far += 1;
        self.leg.media.record(&id, rules(limits));
        let Length { milliseconds, speech_milliseconds, ended } =
            self.recording_end(limits.ending_keys).await;
        Recorded { id: RecordingId(id), milliseconds, speech_milliseconds, ended }
    }

    async fn recorded(&mut self, recorded: &Recorded) -> Option<Audio> {
        let id = &self.ticket(recorded)?.id;
        match self.ground.spool.read(id).await {
            Ok(samples) => Some(Audio(speech::audio::wav(&samples).into())),
            Err(error) => {
                warn!(call = %self.facts.call, %error, "a recording cannot be read");
                None
            }
        }
    }

    async fn discard(&mut self, recorded: &Recorded) {
        let Some(at) = self.recordings.iter().position(|ticket| ticket.id == recorded.id.0) else { return };
        let ticket = self.recordings.remove(at);
        if let Err(error) = self.ground.spool.discard(&ticket.id).await {
            warn!(call = %self.facts.call, %error, "a recording that is not wanted stays in the spool");
        }
    }

    // A menu connects, and who is connected may come to a menu: without a name this future would contain itself.
    #[expect(refining_impl_trait, reason = "its type has to be known without looking into it")]
    fn connect(&mut self, to: &Destination) -> BoxFuture<'_, Result<Connected, Hangup>> {
        let to = to.clone();
        Box::pin(async move {
            let found = match self.find(&to, After::Back).await? {
                Ok(found) => found,
                Err(why) => return Ok(Connected::Not(why)),
            };
            if connecting::visit(&self.ground, self.call, self.leg, found).await {
                Ok(Connected::Talked)
            } else {
                Err(self.gone())
            }
        })
    }

    async fn hand_over(&mut self, to: &Destination) -> Result<NotReached, Hangup> {
        match self.find(to, After::Nothing).await? {
            Ok(found) => {
                self.handed_over = true;
                connecting::talk(&self.ground, self.call, self.leg, found).await;
                Err(self.gone())
            }
            Err(why) => Ok(why),
        }
    }

    async fn hang_up(&mut self) {
        if self.state == State::Ringing {
            self.leg.session.refuse(480, Vec::new());
        } else {
            self.leg.session.bye();
        }
        self.state = State::Gone;
    }
}

impl RealLine<'_> {
    /// A recording that is to begin.
    fn new_ticket(&self, what: Purpose) -> Ticket {
        let recipient = match what {
            Purpose::Message(user) | Purpose::Draft(user) => Some(user),
            Purpose::Sound => None,
        };
        let people = self.ground.directory.people();
        let owner = recipient.and_then(|user| people.user(user));
        let caller = match what {
            Purpose::Draft(_) => owner.map(|owner| call::shown_by(owner)),
            Purpose::Message(_) | Purpose::Sound => None,
        };
        let number = self.recordings_so_far;
        Ticket {
            id: if number == 0 { self.call.id.to_string() } else { format!("{}-{number}", self.call.id) },
            recipient,
            caller: caller.unwrap_or_else(|| self.call.caller.clone()),
            called: self.call.called.to_string(),
            call: self.call.id.clone(),
            language: owner.map_or(self.facts.language, |owner| owner.language),
            zone: owner.map_or_else(String::new, |owner| owner.zone.clone()),
            started_at: self.now(),
        }
    }

    /// Whoever is to be connected with the caller; the caller may hang up meanwhile.
    async fn find(&mut self, to: &Destination, after: After) -> Result<Result<Found, NotReached>, Hangup> {
        if self.state != State::Answered {
            return Err(Hangup);
        }
        self.keys.clear();
        match connecting::find(&self.ground, self.call, self.leg, to, after).await {
            Ok(found) => Ok(Ok(found)),
            Err(Failed::Not(why)) => Ok(Err(why)),
            Err(Failed::CallerGone) => Err(self.gone()),
        }
    }

    /// An INVITE without an offer: the caller's answer to ours comes with the ACK.
    async fn wait_for_late_answer(&mut self) -> Result<(), Hangup> {
        while !self.leg.is_agreed() {
            self.step().await?;
        }
        Ok(())
    }
}

/// The samples of a recording as it is to be heard. `None`: there are none.
fn played(audio: &Audio, manner: Manner) -> Option<Vec<i16>> {
    let mut samples = speech::audio::at_speed(&audio.samples()?, manner.speed_percent);
    speech::audio::louder(&mut samples, manner.louder_decibels);
    Some(samples)
}

fn rules(limits: RecordLimits) -> RecordRules {
    RecordRules {
        longest_ms: u64::from(limits.longest_seconds) * 1000,
        closing_silence_ms: u64::from(limits.closing_silence_seconds) * 1000,
        opening_silence_ms: u64::from(limits.opening_silence_seconds) * 1000,
        ends_on: EndKeys::of(&limits.ending_keys.iter().map(|key| key.as_char()).collect::<String>()),
    }
}

fn record_end(ended: media::RecordEnd) -> RecordEnd {
    match ended {
        media::RecordEnd::Key(key) => Key::from_char(key).map_or(RecordEnd::Hangup, RecordEnd::Key),
        media::RecordEnd::Silence => RecordEnd::Silence,
        media::RecordEnd::Limit => RecordEnd::Limit,
        media::RecordEnd::Stopped => RecordEnd::Hangup,
        media::RecordEnd::Failed => RecordEnd::Failed,
    }
}
