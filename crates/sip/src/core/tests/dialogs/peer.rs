//! The other end of a call: it knows what has reached it, keeps the rules mostly, and does what comes to its mind.

use super::super::*;
use super::hash;
use rand::Rng;
use std::collections::{HashMap, HashSet};

pub const SDP: &str = OFFER;
const REFERS: u32 = 3;

pub struct Peer {
    number: u64,
    is_theirs: bool,
    cseq: u32,
    /// The core's end as it stands in From and To; with its tag, once that is known.
    ours: String,
    /// The core's INVITE, where the core calls.
    invite: Option<Request>,
    /// What it was answered with at last.
    answer: Option<String>,
    /// INVITEs of this end without an offer, and the last one of all.
    without_offer: HashSet<u32>,
    last_invite: u32,
    last_cancelled: u32,
    /// Requests are answered alike when they come again.
    replies: HashMap<u64, Vec<String>>,
    rseq: u32,
    refers: u32,
    has_hung_up: bool,
    /// Its battery is empty.
    is_gone: bool,
}

impl Peer {
    pub fn new(number: u64, is_theirs: bool) -> Self {
        Self {
            number,
            is_theirs,
            cseq: 0,
            ours: "<sip:100@192.0.2.1>".to_owned(),
            invite: None,
            answer: None,
            without_offer: HashSet::new(),
            last_invite: 0,
            last_cancelled: 0,
            replies: HashMap::new(),
            rseq: 1000,
            refers: 0,
            has_hung_up: false,
            is_gone: false,
        }
    }

    pub fn vanish(&mut self) {
        self.is_gone = true;
    }

    /// A new request.
    pub fn request(&mut self, method: &str, more: &str, body: &str) -> String {
        self.cseq += 1;
        let cseq = self.cseq;
        if method == "INVITE" {
            self.last_invite = cseq;
            if body.is_empty() {
                self.without_offer.insert(cseq);
            }
        }
        self.written(method, &format!("{}-{cseq}", self.number), cseq, more, body)
    }

    fn written(&self, method: &str, branch: &str, cseq: u32, more: &str, body: &str) -> String {
        let number = self.number;
        let content = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        format!(
            "{method} sip:100@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;rport;branch=z9hG4bK{branch}\r\n\
             Max-Forwards: 70\r\nFrom: <sip:bob@192.0.2.9>;tag=p{number}\r\nTo: {}\r\nCall-ID: c{number}\r\n\
             CSeq: {cseq} {method}\r\nContact: <sip:bob@192.0.2.9:5060>\r\n{more}{content}Content-Length: {}\r\n\r\n{body}",
            self.ours,
            body.len()
        )
    }

    /// What is sent back at once, if anything.
    pub fn receives(&mut self, message: &Message, random: &mut StdRng) -> Vec<String> {
        match message {
            _ if self.is_gone => Vec::new(),
            Message::Response(response) => self.answered(response, random),
            Message::Request(request) if request.method() == "ACK" => Vec::new(),
            Message::Request(request) => self.asked(request, random),
        }
    }

    fn answered(&mut self, response: &Response, random: &mut StdRng) -> Vec<String> {
        let (cseq, method) = response.cseq();
        let has_tag = response.to_address().is_some_and(|to| to.tag().is_some());
        if self.is_theirs && has_tag && method == "INVITE" {
            self.ours = response.header(&HeaderName::To).unwrap_or_default().to_owned();
        }
        if method != "INVITE" {
            return Vec::new();
        }
        let is_offer = self.without_offer.contains(&cseq) && !response.body().is_empty();
        let number = self.number;
        match response.status() {
            ..200 => {
                let Some(rseq) = response.header(&HeaderName::RSeq).map(str::to_owned) else {
                    return Vec::new();
                };
                let body = if is_offer && random.random_range(0..8) > 0 || random.random_range(0..6) == 0 {
                    SDP
                } else {
                    ""
                };
                let key = hash(&response.to_bytes());
                if random.random_range(0..5) == 0 {
                    return Vec::new();
                }
                if let Some(prack) = self.replies.get(&key) {
                    return prack.clone();
                }
                let prack = vec![self.request("PRACK", &format!("RAck: {rseq} {cseq} INVITE\r\n"), body)];
                self.replies.insert(key, prack.clone());
                prack
            }
            200..300 => {
                let body = if is_offer { SDP } else { "" };
                let ack = self.written("ACK", &format!("ack{number}-{cseq}"), cseq, "", body);
                if random.random_range(0..12) == 0 { Vec::new() } else { vec![ack] }
            }
            _ => vec![self.written("ACK", &format!("{number}-{cseq}"), cseq, "", "")],
        }
    }

    fn asked(&mut self, request: &Request, random: &mut StdRng) -> Vec<String> {
        let is_first = request.to().is_some_and(|to| to.tag().is_none());
        if request.method() == "INVITE" && is_first {
            self.ours = request.header(&HeaderName::From).unwrap_or_default().to_owned();
            self.invite.get_or_insert_with(|| request.clone());
            return self.answer.iter().cloned().collect();
        }
        let key = hash(&request.to_bytes());
        if let Some(reply) = self.replies.get(&key) {
            return reply.clone();
        }
        let reply = self.reply(request, random);
        self.replies.insert(key, reply.clone());
        reply
    }

    fn reply(&mut self, request: &Request, random: &mut StdRng) -> Vec<String> {
        let chance = random.random_range(0..100);
        let body = if request.body().is_empty() { "" } else { SDP };
        let say = |status: u16, body: &str| vec![self.response(request, status, "", "", body)];
        match (request.method(), chance) {
            (_, 0..5) => Vec::new(),
            ("INVITE" | "UPDATE", 5..20) => say(491, ""),
            ("INVITE" | "UPDATE", 20..28) => say(488, ""),
            ("INVITE" | "UPDATE", 28..31) => say(500, ""),
            ("INVITE" | "UPDATE", 31..33) => say(481, ""),
            ("CANCEL", _) => {
                let mut said = say(200, "");
                if let (Some(invite), None) = (self.invite.clone(), &self.answer) {
                    let refusal = self.response(&invite, 487, &format!("p{}", self.number), "", "");
                    self.answer = Some(refusal.clone());
                    said.push(refusal);
                }
                said
            }
            _ => say(200, body),
        }
    }

    fn response(&self, request: &Request, status: u16, tag: &str, more: &str, body: &str) -> String {
        let mut response = Response::to(request, status);
        if !tag.is_empty() {
            response.set_to_tag(tag);
        }
        response.push(HeaderName::Contact, "<sip:bob@192.0.2.9:5060>");
        if !body.is_empty() {
            response.set_body("application/sdp", Bytes::copy_from_slice(body.as_bytes()));
        }
        let text = String::from_utf8(response.to_bytes().to_vec()).unwrap();
        let (line, rest) = text.split_once("\r\n").unwrap();
        format!("{line}\r\n{more}{rest}")
    }

    /// Something of its own will.
    pub fn acts(&mut self, random: &mut StdRng) -> Option<String> {
        self.is_gone |= random.random_range(0..100) == 0;
        if self.is_gone {
            return None;
        }
        let may_answer = self.invite.is_some() && self.answer.is_none();
        match random.random_range(0..100) {
            0..55 if may_answer => Some(self.says_of_the_call(random)),
            0..3 if self.invite.is_some() => self.another_fork_answers(),
            _ if self.ours.contains(";tag=") => self.asks(random),
            // A caller that has heard nothing may give up all the same.
            0..5 if self.may_cancel() => Some(self.cancel()),
            _ => None,
        }
    }

    fn says_of_the_call(&mut self, random: &mut StdRng) -> String {
        let invite = self.invite.clone().unwrap();
        let tag = format!("p{}", self.number);
        match random.random_range(0..100) {
            0..8 => self.response(&invite, 100, "", "", ""),
            8..30 => self.response(&invite, 180, &tag, "Allow: INVITE, UPDATE\r\n", ""),
            30..36 => self.response(&invite, 180, &format!("q{}", self.number), "", ""),
            36..70 => {
                self.rseq += if random.random_range(0..12) == 0 { 2 } else { 1 };
                let reliable = format!("Require: 100rel\r\nRSeq: {}\r\nAllow: INVITE, UPDATE\r\n", self.rseq);
                let body = if random.random_bool(0.7) { SDP } else { "" };
                self.response(&invite, 183, &tag, &reliable, body)
            }
            70..92 => self.finally(200, &tag, SDP),
            _ => self.finally(486, &tag, ""),
        }
    }

    fn finally(&mut self, status: u16, tag: &str, body: &str) -> String {
        let invite = self.invite.clone().unwrap();
        let answer = self.response(&invite, status, tag, "Allow: INVITE, UPDATE\r\n", body);
        self.answer = Some(answer.clone());
        answer
    }

    /// A proxy has let two phones answer.
    fn another_fork_answers(&self) -> Option<String> {
        let invite = self.invite.clone()?;
        Some(self.response(&invite, 200, &format!("q{}", self.number), "", SDP))
    }

    fn may_cancel(&self) -> bool {
        self.last_invite > self.last_cancelled
    }

    fn cancel(&mut self) -> String {
        self.last_cancelled = self.last_invite;
        let to = std::mem::replace(&mut self.ours, "<sip:100@192.0.2.1>".to_owned());
        if self.last_invite > 1 {
            self.ours = to.clone();
        }
        let cancel = self.written(
            "CANCEL",
            &format!("{}-{}", self.number, self.last_invite),
            self.last_invite,
            "",
            "",
        );
        self.ours = to;
        cancel
    }

    /// A request in the dialog, by the book or not.
    fn asks(&mut self, random: &mut StdRng) -> Option<String> {
        Some(match random.random_range(0..100) {
            0..18 => self.request("INVITE", "", SDP),
            18..26 => self.request("INVITE", "", ""),
            26..46 => self.request("UPDATE", "", SDP),
            46..54 => self.request("UPDATE", "", ""),
            54..64 => self.request("INFO", "Content-Type: text/plain\r\n", ""),
            64..69 => self.request("OPTIONS", "", ""),
            69..76 if self.refers < REFERS => {
                self.refers += 1;
                self.request("REFER", "Refer-To: <sip:300@192.0.2.1>\r\n", "")
            }
            76..79 => self.request("MESSAGE", "", ""),
            79..83 => self.request("PRACK", "RAck: 1 1 INVITE\r\n", ""),
            83..88 => {
                // Of the past: its number has been before.
                let (number, cseq) = (self.number, random.random_range(1..=self.cseq.max(1)));
                self.written("UPDATE", &format!("old{number}-{}", random.random::<u32>()), cseq, "", SDP)
            }
            88..92 if self.may_cancel() => self.cancel(),
            92..95 if !self.has_hung_up => {
                self.has_hung_up = true;
                self.request("BYE", "", "")
            }
            _ => return None,
        })
    }
}
