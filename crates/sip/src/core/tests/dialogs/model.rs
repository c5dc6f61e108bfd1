//! One call as the RFCs have it, seen from the core's end.

use super::super::*;
use super::{Moment, SECOND};
use std::collections::{HashMap, HashSet};

/// RFC 3261 §17.1.1.2: 64 × T1, less what rounding takes.
const GIVES_UP: Moment = 32 * SECOND - SECOND / 100;
/// Ours: an INVITE that nobody answers, and timer C.
const NOBODY_ANSWERS: Moment = 600 * SECOND - SECOND / 100;
/// A refused offer of ours is tried so often.
const TRIES: u32 = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Their INVITE has not come yet.
    Coming,
    Early,
    /// Ours was cancelled, or would be if anything had come.
    Cancelling,
    Confirmed,
    Over,
}

/// A 2xx of ours that waits for its ACK (RFC 3261 §13.3.1.4).
#[derive(Debug)]
struct Unacknowledged {
    cseq: u32,
    is_first: bool,
    is_offer: bool,
    since: Moment,
}

/// A reliable 1xx of ours that waits for its PRACK (RFC 3262 §3).
#[derive(Debug)]
struct Unpracked {
    rseq: u32,
    describes: bool,
    since: Moment,
}

/// Their offer that the owner has not answered.
#[derive(Debug)]
struct Theirs {
    method: String,
    branch: String,
    cseq: u32,
    describes: bool,
    since: Moment,
}

/// Our re-INVITE or UPDATE under way.
#[derive(Debug)]
struct Ours {
    cseq: u32,
    text: String,
    since: Moment,
}

/// A phone that rings by our INVITE (RFC 3261 §12.1.2).
#[derive(Debug, Default)]
struct Ringing {
    cseq: u32,
    rseq: Option<u32>,
    is_answered: bool,
}

#[derive(Debug)]
pub struct Model {
    is_theirs: bool,
    has_offer: bool,
    pub phase: Phase,
    since: Moment,
    /// When the last 1xx to our INVITE came.
    heard_at: Option<Moment>,
    /// The first final answer to our INVITE.
    answered: Option<u16>,
    /// Whom the dialog is with.
    tag: Option<String>,
    /// By which our answers to their INVITE name it.
    our_tag: Option<String>,
    remote_cseq: u32,
    ringing: HashMap<String, Ringing>,
    to_prack: HashSet<(String, u32)>,
    /// Requests of theirs that have come.
    known: HashMap<(String, String), Moment>,
    unacknowledged: Option<Unacknowledged>,
    unpracked: Option<Unpracked>,
    /// The first offer is answered, and both know it (RFC 3262 §5).
    is_settled: bool,
    answer_waits: bool,
    theirs: Option<Theirs>,
    /// When a re-INVITE of theirs was last given up.
    given_up_at: Option<Moment>,
    ours: Option<Ours>,
    /// Offers that their owner has ordered, and how often each went out.
    ordered: HashMap<String, u32>,
    news_at: Option<Moment>,
    pub bye: Option<Moment>,
    pub over: Option<Moment>,
}

/// What is to be said and told in a step, in any order.
pub struct Expected {
    must: Vec<String>,
    may: Vec<String>,
    is_anything: bool,
}

impl Expected {
    pub fn nothing() -> Self {
        Self::of(&[])
    }

    pub fn anything() -> Self {
        Self { is_anything: true, ..Self::nothing() }
    }

    fn of(words: &[&str]) -> Self {
        let must = words.iter().map(|word| (*word).to_owned()).collect();
        Self { must, may: Vec::new(), is_anything: false }
    }

    fn one(word: String) -> Self {
        Self::of(&[&word])
    }

    fn maybe(mut self, words: &[&str]) -> Self {
        self.may.extend(words.iter().map(|word| (*word).to_owned()));
        self
    }

    fn and(mut self, other: Self) -> Self {
        self.must.extend(other.must);
        self.may.extend(other.may);
        self
    }

    /// What is wrong with these words.
    pub fn differs(&self, words: &[String]) -> Option<String> {
        if self.is_anything {
            return None;
        }
        let mut rest = words.to_vec();
        for word in &self.must {
            let Some(at) = rest.iter().position(|said| said == word) else {
                return Some(format!("not {word:?}"));
            };
            rest.swap_remove(at);
        }
        for word in &self.may {
            if let Some(at) = rest.iter().position(|said| said == word) {
                rest.swap_remove(at);
            }
        }
        (!rest.is_empty()).then(|| format!("{rest:?} is too much; due was {:?}", self.must))
    }
}

impl Model {
    pub fn new(is_theirs: bool, has_offer: bool, now: Moment) -> Self {
        Self {
            is_theirs,
            has_offer,
            phase: if is_theirs { Phase::Coming } else { Phase::Early },
            since: now,
            heard_at: None,
            answered: None,
            tag: None,
            our_tag: None,
            remote_cseq: 0,
            ringing: HashMap::new(),
            to_prack: HashSet::new(),
            known: HashMap::new(),
            unacknowledged: None,
            unpracked: None,
            is_settled: false,
            answer_waits: false,
            theirs: None,
            given_up_at: None,
            ours: None,
            ordered: HashMap::new(),
            news_at: None,
            bye: None,
            over: None,
        }
    }

    pub fn is_offered(&self) -> bool {
        self.theirs.is_some()
    }

    /// The owner has answered the call, and nothing is in the way of saying so.
    pub fn owes_an_answer(&self, now: Moment) -> bool {
        let is_free = self
            .theirs
            .as_ref()
            .is_none_or(|theirs| theirs.method != "INVITE" && now > theirs.since + 33 * SECOND);
        self.answer_waits && self.phase == Phase::Early && self.unpracked.is_none() && is_free
    }

    pub fn news_go_out(&mut self, now: Moment) {
        self.news_at = Some(now);
    }

    fn enters(&mut self, now: Moment, phase: Phase) {
        (self.phase, self.since) = (phase, now);
        if phase == Phase::Over {
            self.over = Some(now);
        }
    }

    /// RFC 4320: nobody waits for the answer to an UPDATE or PRACK any more, nor, in the end, for that to an INVITE.
    fn expire(&mut self, now: Moment) {
        if self.theirs.take_if(|theirs| now >= theirs.since + NOBODY_ANSWERS).is_some() {
            self.given_up_at = Some(now);
        }
        self.theirs.take_if(|theirs| theirs.method != "INVITE" && now >= theirs.since + 32 * SECOND);
        if self.awaits_first_ack() && self.ours.take_if(|ours| now >= ours.since + 32 * SECOND).is_some() {
            self.bye.get_or_insert(now);
        }
    }

    /// RFC 3261 §15: the called side may not say BYE before it.
    fn awaits_first_ack(&self) -> bool {
        self.phase == Phase::Confirmed && self.unacknowledged.as_ref().is_some_and(|answer| answer.is_first)
    }

    /// RFC 3261 §15.1.2: what still waits gets 487.
    fn ends(&mut self, now: Moment, why: &str) -> Expected {
        self.enters(now, Phase::Over);
        self.ours = None;
        let left = self
            .theirs
            .take()
            .map_or_else(Expected::nothing, |theirs| Expected::one(format!("487 {}", theirs.method)));
        left.and(Expected::one(format!("ended {why}")))
    }

    /// Our end hangs up, or does so once those who are transferred know of it (four seconds at most).
    fn hangs_up(&mut self, now: Moment) -> Expected {
        if self.news_at.is_some_and(|at| now <= at + 4 * SECOND) {
            let left = self.theirs.as_ref().map(|theirs| format!("487 {}", theirs.method));
            let expected = Expected::nothing().maybe(&["ended ByeSent"]);
            return expected.maybe(&left.iter().map(String::as_str).collect::<Vec<_>>());
        }
        self.ends(now, "ByeSent")
    }

    /// An offer of ours may be crossed by one of theirs (RFC 3261 §14.2, RFC 3311 §5.2).
    fn has_offered(&self) -> bool {
        self.ours.as_ref().is_some_and(|ours| !ours.text.is_empty())
            || self.unacknowledged.as_ref().is_some_and(|answer| answer.is_offer)
    }

    pub fn receives(&mut self, now: Moment, message: &Message) -> Expected {
        self.expire(now);
        match message {
            Message::Request(request) => self.is_asked(now, request),
            Message::Response(response) => self.is_answered(now, response),
        }
    }

    fn is_asked(&mut self, now: Moment, request: &Request) -> Expected {
        let branch = request.via().unwrap().branch().unwrap().to_owned();
        let method = request.method().to_owned();
        if method == "ACK" {
            return self.is_acknowledged(now, request);
        }
        let name = (branch.clone(), method.clone());
        if let Some(before) = self.known.get(&name) {
            // Its transaction may be over: then it is one of the past.
            let is_past = now >= *before + GIVES_UP;
            let past = [format!("500 {method}"), format!("481 {method}")];
            let past: Vec<&str> = past.iter().map(String::as_str).filter(|_| is_past).collect();
            return Expected::nothing().maybe(&past);
        }
        self.known.insert(name, now);
        if method == "CANCEL" {
            return self.is_cancelled(now, &branch);
        }
        if request.to().unwrap().tag().is_none() {
            self.enters(now, Phase::Early);
            self.remote_cseq = request.cseq().0;
            return Expected::nothing();
        }
        let say = |status: u16| Expected::one(format!("{status} {method}"));
        if matches!(self.phase, Phase::Coming | Phase::Over) {
            return say(481);
        }
        let (tag, cseq) = (request.from().unwrap().tag().unwrap().to_owned(), request.cseq().0);
        let is_ringing = !self.is_theirs && self.phase != Phase::Confirmed;
        if is_ringing {
            let Some(ringing) = self.ringing.get_mut(&tag) else { return say(481) };
            if cseq <= ringing.cseq {
                return say(500);
            }
            ringing.cseq = cseq;
        } else if self.tag.as_ref().is_some_and(|with| *with != tag) {
            return say(481);
        } else if cseq <= self.remote_cseq {
            return say(500);
        } else {
            self.remote_cseq = cseq;
        }
        let describes = !request.body().is_empty();
        let theirs = Theirs { method: method.clone(), branch, cseq, describes, since: now };
        match method.as_str() {
            "UPDATE" if !describes => say(200),
            "UPDATE" => self.is_offered_by_update(theirs, &tag),
            "OPTIONS" => say(200),
            _ if is_ringing => say(405),
            "BYE" if self.phase == Phase::Early => {
                say(200).and(Expected::of(&["487 INVITE"])).and(self.ends(now, "ByeReceived"))
            }
            "BYE" => say(200).and(self.ends(now, "ByeReceived")),
            "INVITE" => self.is_reinvited(theirs),
            "PRACK" => self.is_pracked(now, theirs, request),
            "INFO" => say(200).and(Expected::of(&["info"])),
            "REFER" if self.phase == Phase::Confirmed => {
                Expected::of(&["refer"]).maybe(&["202 REFER", "603 REFER"])
            }
            "REFER" => say(503),
            _ => say(405),
        }
    }

    fn is_offered_by_update(&mut self, theirs: Theirs, tag: &str) -> Expected {
        let may_be = match self.phase {
            Phase::Confirmed => true,
            Phase::Early if self.is_theirs => self.is_settled,
            Phase::Early => self.ringing.get(tag).is_some_and(|ringing| ringing.is_answered),
            _ => false,
        };
        if self.has_offered() {
            return Expected::of(&["491 UPDATE"]);
        }
        if !may_be || self.theirs.is_some() {
            return Expected::of(&["500 UPDATE"]);
        }
        self.theirs = Some(theirs);
        Expected::of(&["offer"])
    }

    fn is_reinvited(&mut self, theirs: Theirs) -> Expected {
        if self.has_offered() {
            return Expected::of(&["491 INVITE"]);
        }
        if self.theirs.is_some() || self.phase != Phase::Confirmed || self.unacknowledged.is_some() {
            return Expected::of(&["500 INVITE"]);
        }
        self.theirs = Some(theirs);
        Expected::of(&["offer"])
    }

    fn is_pracked(&mut self, now: Moment, theirs: Theirs, prack: &Request) -> Expected {
        let rack = prack.header(&HeaderName::RAck).unwrap();
        let fits = |waiting: &&mut Unpracked| rack == format!("{} 1 INVITE", waiting.rseq);
        let is_waiting = self.phase == Phase::Early && self.unpracked.as_mut().filter(fits).is_some();
        if !is_waiting {
            return Expected::of(&["481 PRACK"]);
        }
        let describes = self.unpracked.take().is_some_and(|waiting| waiting.describes);
        let is_answer = describes && !self.has_offer && !self.is_settled;
        self.is_settled |= describes && !is_answer;
        if !theirs.describes {
            return Expected::of(&["200 PRACK"]).and(self.goes_on(now));
        }
        if is_answer {
            self.is_settled = true;
            return Expected::of(&["offer answered", "200 PRACK"]).and(self.goes_on(now));
        }
        if !self.is_settled || self.has_offered() {
            return Expected::of(&["491 PRACK"]).and(self.goes_on(now));
        }
        self.theirs = Some(theirs);
        Expected::of(&["offer"])
    }

    /// An answer to their INVITE that had to wait goes out.
    fn goes_on(&mut self, now: Moment) -> Expected {
        if self.answer_waits
            && self.unpracked.is_none()
            && self.theirs.is_none()
            && self.phase == Phase::Early
        {
            return self.answers(now);
        }
        Expected::nothing()
    }

    fn answers(&mut self, now: Moment) -> Expected {
        self.answer_waits = false;
        self.unpracked = None;
        self.enters(now, Phase::Confirmed);
        let is_offer = !self.has_offer && !self.is_settled;
        self.unacknowledged = Some(Unacknowledged { cseq: 1, is_first: true, is_offer, since: now });
        Expected::of(&["200 INVITE"])
    }

    fn is_acknowledged(&mut self, now: Moment, ack: &Request) -> Expected {
        let fits = |answer: &mut Unacknowledged| answer.cseq == ack.cseq().0;
        if self.phase != Phase::Confirmed {
            return Expected::nothing();
        }
        let Some(answer) = self.unacknowledged.take_if(fits) else { return Expected::nothing() };
        match (answer.is_first, ack.body().is_empty()) {
            (true, _) if self.bye.is_some() => Expected::of(&["acknowledged"]).and(self.hangs_up(now)),
            (true, _) => Expected::of(&["acknowledged"]),
            (false, false) => Expected::of(&["offer answered"]),
            (false, true) => Expected::nothing(),
        }
    }

    fn is_cancelled(&mut self, now: Moment, branch: &str) -> Expected {
        let is_first = branch.ends_with("-1");
        if self.is_theirs && is_first && self.phase == Phase::Early {
            return Expected::of(&["200 CANCEL", "487 INVITE"]).and(self.ends(now, "Cancelled"));
        }
        let withdrawn = self.theirs.take_if(|theirs| theirs.method == "INVITE" && theirs.branch == branch);
        match withdrawn {
            Some(_) => Expected::of(&["200 CANCEL", "487 INVITE"]),
            None => Expected::nothing().maybe(&["200 CANCEL", "481 CANCEL"]),
        }
    }

    fn is_answered(&mut self, now: Moment, response: &Response) -> Expected {
        let (cseq, method) = response.cseq();
        let tag = response.to_address().and_then(|to| to.tag().map(str::to_owned));
        match method {
            "INVITE" if !self.is_theirs && cseq == 1 => self.call_is_answered(now, response, tag),
            "INVITE" | "UPDATE" => self.offer_is_answered(now, response),
            // The last news of a transfer are heard, or never will be.
            "NOTIFY" if self.bye.is_some() => {
                let left = self.theirs.as_ref().map(|theirs| format!("487 {}", theirs.method));
                let expected = Expected::nothing().maybe(&["ended ByeSent"]);
                expected.maybe(&left.iter().map(String::as_str).collect::<Vec<_>>())
            }
            _ => Expected::nothing(),
        }
    }

    fn call_is_answered(&mut self, now: Moment, response: &Response, tag: Option<String>) -> Expected {
        let status = response.status();
        match (status, self.phase) {
            (100..200, Phase::Early) => {
                self.rings(now, response, tag);
                Expected::nothing()
            }
            (100..200, _) => Expected::nothing(),
            _ if self.answered.is_some_and(|before| !(200..300).contains(&before)) => Expected::nothing(),
            (200..300, Phase::Early) => {
                self.answered = Some(status);
                let tag = tag.unwrap();
                self.remote_cseq = self.ringing.get(&tag).map_or(0, |ringing| ringing.cseq);
                self.tag = Some(tag);
                self.enters(now, Phase::Confirmed);
                let told = Expected::of(&["answered"]);
                if self.bye.is_some() { told.and(self.hangs_up(now)) } else { told }
            }
            (200..300, Phase::Cancelling) => {
                self.answered = Some(status);
                self.ends(now, "Cancelled")
            }
            (200..300, _) => Expected::nothing(),
            (_, Phase::Early) => {
                self.answered = Some(status);
                Expected::one(format!("refused {status}")).and(self.ends(now, "Refused"))
            }
            (_, Phase::Cancelling) => {
                self.answered = Some(status);
                self.ends(now, "Cancelled")
            }
            _ => Expected::nothing(),
        }
    }

    fn rings(&mut self, now: Moment, response: &Response, tag: Option<String>) {
        self.heard_at = Some(now);
        if self.bye.is_some() {
            return self.enters(now, Phase::Cancelling);
        }
        let Some(tag) = tag.filter(|_| response.status() > 100) else { return };
        let ringing = self.ringing.entry(tag.clone()).or_default();
        let Some(rseq) = response.header(&HeaderName::RSeq).map(|text| text.parse::<u32>().unwrap()) else {
            return;
        };
        if ringing.rseq.is_none_or(|last| last + 1 == rseq) {
            ringing.rseq = Some(rseq);
            ringing.is_answered |= !response.body().is_empty();
            self.to_prack.insert((tag, rseq));
        }
    }

    fn offer_is_answered(&mut self, now: Moment, response: &Response) -> Expected {
        let (status, (cseq, _)) = (response.status(), response.cseq());
        if status < 200 || self.phase == Phase::Over {
            return Expected::nothing();
        }
        let Some(ours) = self.ours.take_if(|ours| ours.cseq == cseq) else { return Expected::nothing() };
        let tries = self.ordered.get(&ours.text).copied();
        let refused = format!("offer refused {status}");
        match status {
            200..300 if tries.is_some() => {
                self.ordered.remove(&ours.text);
                Expected::of(&["offer answered"])
            }
            200..300 => Expected::nothing(),
            491 if tries.is_some_and(|tries| tries < TRIES) => Expected::nothing(),
            491 => Expected::nothing().maybe(&[&refused]),
            408 | 481 if self.awaits_first_ack() => {
                self.bye.get_or_insert(now);
                Expected::nothing()
            }
            408 | 481 if self.phase == Phase::Confirmed => self.ends(now, "TimedOut"),
            _ if tries.is_some() => Expected::one(refused),
            _ => Expected::nothing(),
        }
    }

    /// What the owner orders; `text` is the description in it.
    pub fn is_ordered(&mut self, now: Moment, command: &Command, text: &str) -> Expected {
        self.expire(now);
        let is_ringing = self.is_theirs && self.phase == Phase::Early;
        match command {
            Command::Answer { .. } if is_ringing => {
                let waits =
                    self.theirs.is_some() || self.unpracked.as_ref().is_some_and(|waiting| waiting.describes);
                if waits {
                    self.answer_waits = true;
                    return Expected::nothing();
                }
                self.answers(now)
            }
            Command::Refuse { status, .. } if is_ringing => {
                Expected::one(format!("{status} INVITE")).and(self.ends(now, "Refused"))
            }
            Command::Offer { .. } if self.phase != Phase::Over => {
                self.ordered.insert(text.to_owned(), 0);
                Expected::nothing()
            }
            Command::AnswerOffer { .. } => self.answers_offer(now),
            Command::RefuseOffer { status, .. } => match self.theirs.take() {
                Some(theirs) => Expected::one(format!("{status} {}", theirs.method)).and(self.goes_on(now)),
                None => Expected::nothing(),
            },
            Command::Bye { .. } => self.is_to_end(now),
            _ => Expected::nothing(),
        }
    }

    fn answers_offer(&mut self, now: Moment) -> Expected {
        let Some(theirs) = self.theirs.take() else { return Expected::nothing() };
        let said = Expected::one(format!("200 {}", theirs.method));
        if theirs.method == "INVITE" {
            let (cseq, is_offer) = (theirs.cseq, !theirs.describes);
            self.unacknowledged = Some(Unacknowledged { cseq, is_first: false, is_offer, since: now });
            return said;
        }
        said.and(self.goes_on(now))
    }

    fn is_to_end(&mut self, now: Moment) -> Expected {
        if matches!(self.phase, Phase::Over | Phase::Coming) {
            return Expected::nothing();
        }
        self.bye.get_or_insert(now);
        match self.phase {
            Phase::Early if self.is_theirs => Expected::of(&["480 INVITE"]).and(self.ends(now, "ByeSent")),
            // RFC 3261 §9.1: not before anything has come.
            Phase::Early if self.heard_at.is_none() => Expected::nothing(),
            Phase::Early => {
                self.enters(now, Phase::Cancelling);
                Expected::nothing()
            }
            // RFC 3261 §15: the called side waits for the ACK.
            Phase::Confirmed if self.awaits_first_ack() => Expected::nothing(),
            Phase::Confirmed => self.hangs_up(now),
            _ => Expected::nothing(),
        }
    }

    /// After each step.
    pub fn has_heard(&mut self, now: Moment, words: &[String]) {
        if words.iter().any(|word| word.starts_with("ended")) && self.phase != Phase::Over {
            let _ = self.ends(now, "");
        }
        assert!(self.to_prack.is_empty(), "without PRACK: {:?}", self.to_prack);
    }

    /// What comes of nothing but time.
    pub fn time_has_said(&mut self, now: Moment, words: &[String], number: u64) {
        self.expire(now);
        let is_late = |since: Moment| now >= since + GIVES_UP;
        let is_ended = words.iter().any(|word| word.starts_with("ended"));
        for word in words {
            let is_due = match word.as_str() {
                "ended TimedOut" => {
                    self.ours.as_ref().is_some_and(|ours| is_late(ours.since)) || self.nobody_answers(now)
                }
                "refused 408" => self.nobody_answers(now),
                "ended NoAck" => {
                    self.unacknowledged.as_ref().is_some_and(|answer| is_late(answer.since))
                        || self.unpracked.as_ref().is_some_and(|waiting| is_late(waiting.since))
                }
                // RFC 4028 §10.
                "ended Expired" => self.phase == Phase::Confirmed && now >= self.since + 1200 * SECOND,
                "504 INVITE" => self.unpracked.as_ref().is_some_and(|waiting| is_late(waiting.since)),
                "ended ByeSent" => self.bye.is_some() && self.phase == Phase::Confirmed,
                "ended Cancelled" => self.phase == Phase::Cancelling && is_late(self.since),
                "480 INVITE" => self.nobody_answers(now) || self.given_up_at == Some(now),
                "offer refused 408" => self.ours.as_ref().is_some_and(|ours| is_late(ours.since)),
                "200 INVITE" => self.answer_waits && self.theirs.is_none(),
                _ => {
                    is_ended
                        && self
                            .theirs
                            .as_ref()
                            .is_some_and(|theirs| *word == format!("487 {}", theirs.method))
                }
            };
            assert!(
                is_due,
                "call {number} at {now}: {word:?} comes out of the blue, with {words:?}\n{self:?}"
            );
            match word.as_str() {
                "offer refused 408" => self.ours = None,
                "200 INVITE" => drop(self.answers(now)),
                _ => {}
            }
        }
        self.expire(now);
        self.has_heard(now, words);
    }

    fn nobody_answers(&self, now: Moment) -> bool {
        self.phase == Phase::Early
            && match self.heard_at {
                None if !self.is_theirs => now >= self.since + GIVES_UP,
                heard_at => now >= heard_at.unwrap_or(self.since) + NOBODY_ANSWERS,
            }
    }

    /// A request of the core's goes out for the first time.
    pub fn core_asks(&mut self, now: Moment, request: &Request, number: u64) {
        self.expire(now);
        let to = request.to().unwrap().tag().map(str::to_owned);
        let text = String::from_utf8(request.body().to_vec()).unwrap();
        let (cseq, method) = request.cseq();
        let about = format!("call {number} at {now}: {method} {cseq} {text:?}\n{self:?}");
        let is_ending = self.over == Some(now);
        match method {
            "INVITE" if to.is_none() => {}
            "INVITE" | "UPDATE" => {
                let is_early = self.phase == Phase::Early && method == "UPDATE";
                let is_settled = match self.is_theirs {
                    true => self.is_settled,
                    false => self.ringing.values().any(|ringing| ringing.is_answered),
                };
                assert!(
                    self.phase == Phase::Confirmed || is_early && is_settled,
                    "no dialog for it: {about}"
                );
                let is_free = self.ours.is_none() && self.theirs.is_none() && self.unacknowledged.is_none();
                assert!(is_free, "another offer stands: {about}");
                if let Some(tries) = self.ordered.get_mut(&text) {
                    *tries += 1;
                }
                self.ours = Some(Ours { cseq, text, since: now });
            }
            "BYE" => {
                let is_of_fork = self.tag.is_some() && to != self.tag || self.phase != Phase::Confirmed;
                let is_due = is_ending || !self.is_theirs && is_of_fork;
                // The owner hears of it next.
                let is_timed = self.phase == Phase::Confirmed;
                assert!(is_due || is_timed, "nothing ends: {about}");
                let is_first = self.unacknowledged.as_ref().is_some_and(|answer| answer.is_first);
                let is_given_up = |answer: &Unacknowledged| now >= answer.since + GIVES_UP;
                let may_end = !is_first || self.unacknowledged.as_ref().is_some_and(is_given_up);
                assert!(may_end, "before the ACK (RFC 3261 §15): {about}");
            }
            "CANCEL" => assert!(self.heard_at.is_some(), "nothing has come yet (RFC 3261 §9.1): {about}"),
            "PRACK" => {
                let rack = request.header(&HeaderName::RAck).unwrap();
                let rseq = rack.split(' ').next().unwrap().parse().unwrap();
                assert!(self.to_prack.remove(&(to.unwrap(), rseq)), "nothing to acknowledge: {about}");
            }
            "ACK" | "NOTIFY" => {}
            _ => panic!("{about}"),
        }
    }

    /// An answer of the core's goes out for the first time.
    pub fn core_answers(&mut self, now: Moment, response: &Response, number: u64) {
        let about = format!("call {number} at {now}: {} {:?}\n{self:?}", response.status(), response.cseq());
        let describes = !response.body().is_empty();
        let is_first = self.is_theirs && response.cseq() == (1, "INVITE");
        let is_of_it =
            is_first || self.is_theirs && response.cseq() == (1, "CANCEL") && response.status() == 200;
        if let Some(tag) =
            response.to_address().and_then(|to| to.tag().map(str::to_owned)).filter(|_| is_of_it)
        {
            // RFC 3261 §8.2.6.2, §9.2.
            assert_eq!(*self.our_tag.get_or_insert_with(|| tag.clone()), tag, "one tag: {about}");
        }
        match response.status() {
            101..200 => {
                let Some(rseq) = response.header(&HeaderName::RSeq) else { return };
                assert!(self.phase == Phase::Early && self.unpracked.is_none(), "one at a time: {about}");
                assert!(!describes || !self.is_settled, "both know it (RFC 3261 §13.2.1): {about}");
                self.unpracked = Some(Unpracked { rseq: rseq.parse().unwrap(), describes, since: now });
            }
            200 if is_first => assert_eq!(describes, !self.is_settled, "each offer one answer: {about}"),
            _ => {}
        }
    }
}
