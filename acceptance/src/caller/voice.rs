//! The sound of one call: every 20 ms a frame out, and whatever came in.

use crate::Heard;
use crate::sound::{TONE_HERTZ, alaw_from, alaw_to};
use std::collections::VecDeque;
use std::net::{SocketAddr, UdpSocket};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Samples of 20 ms.
const FRAME: usize = 160;
const FRAME_MILLISECONDS: u64 = 20;
/// Frames without the tone after which it is over: it is sent without a gap.
const TONE_GAP: usize = 5;
/// Frames of silence after which somebody has said what there was to say; a comma is shorter.
const SILENT_AGAIN: usize = 35;
/// A key is held for so many frames.
const KEY_FRAMES: u16 = 6;
const PCMA: u8 = 8;
const EVENT: u8 = 101;

/// What the voice needs of the signalling.
pub struct Dialog {
    pub socket: UdpSocket,
    pub server: SocketAddr,
    pub ack: String,
    pub bye: String,
}

impl Clone for Dialog {
    fn clone(&self) -> Self {
        let socket = self.socket.try_clone().expect("a socket");
        Dialog { socket, server: self.server, ack: self.ack.clone(), bye: self.bye.clone() }
    }
}

impl Dialog {
    pub fn send(&self, message: &str) {
        self.socket.send_to(message.as_bytes(), self.server).expect("sent");
    }
}

#[derive(Default)]
pub struct Voice(Mutex<State>);

#[derive(Default)]
struct State {
    to_say: VecDeque<Piece>,
    /// Frames heard, each with the number of frames sent before it.
    heard: Vec<(usize, Vec<i16>)>,
    sent: usize,
    said_at: Option<usize>,
    over_at: Option<usize>,
    worst_delay: Duration,
    is_sending: bool,
    is_stopped: bool,
}

enum Piece {
    Frame(Vec<u8>),
    Key(u8),
}

/// The RTP stream that is sent.
struct Stream<'a> {
    socket: &'a UdpSocket,
    to: SocketAddr,
    sequence: u16,
    time: u32,
    source: u32,
}

impl Voice {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no thread died")
    }

    pub fn set_sending(&self, is_sending: bool) {
        self.state().is_sending = is_sending;
    }

    pub fn stop(&self) {
        self.state().is_stopped = true;
    }

    pub fn sent(&self) -> usize {
        self.state().sent
    }

    pub fn over_at(&self) -> Option<usize> {
        self.state().over_at
    }

    pub fn all_said_at(&self) -> Option<usize> {
        let state = self.state();
        state.said_at.filter(|_| state.to_say.is_empty())
    }

    pub fn is_spoken_to(&self) -> bool {
        !self.state().heard.is_empty()
    }

    /// When the server began to speak after `since`, and for how many milliseconds it was loud, once it is silent.
    pub fn words(&self, since: usize) -> Option<(usize, u64)> {
        let state = self.state();
        let is_loud =
            |samples: &[i16]| Heard { samples: samples.to_vec(), rate: 8000 }.loud_milliseconds() > 0;
        let loud =
            state.heard.iter().filter(|(at, samples)| *at >= since && is_loud(samples)).map(|(at, _)| *at);
        let loud: Vec<usize> = loud.collect();
        let (begin, end) = (*loud.first()?, *loud.last()?);
        (state.sent > end + SILENT_AGAIN).then_some((begin, loud.len() as u64 * FRAME_MILLISECONDS))
    }

    pub fn say(&self, samples: &[i16]) {
        let frames = samples.chunks(FRAME).map(|frame| {
            let mut octets: Vec<u8> = frame.iter().map(|sample| alaw_to(*sample)).collect();
            octets.resize(FRAME, alaw_to(0));
            Piece::Frame(octets)
        });
        let mut state = self.state();
        state.to_say.extend(frames);
        state.said_at = None;
    }

    pub fn press(&self, keys: &str) {
        let mut state = self.state();
        for key in keys.chars() {
            let event = "0123456789*#".find(key).expect("a key of a telephone") as u8;
            state.to_say.push_back(Piece::Key(event));
            // Between two keys a phone is silent for a moment.
            state.to_say.extend((0..4).map(|_| Piece::Frame(vec![alaw_to(0); FRAME])));
        }
        state.said_at = None;
    }

    /// The frames sent when the tone ended, once it has.
    pub fn tone_end(&self) -> Option<usize> {
        let state = self.state();
        let is_tone = |frame: &&(usize, Vec<i16>)| {
            let heard = Heard { samples: frame.1.clone(), rate: 8000 };
            heard.loud_milliseconds() > 0 && heard.share_of(TONE_HERTZ) > 0.7
        };
        let tones: Vec<usize> = state.heard.iter().filter(is_tone).map(|frame| frame.0).collect();
        let last = *tones.last().filter(|_| tones.len() > 5)?;
        (state.sent > last + TONE_GAP).then_some(last + 1)
    }

    /// All frames that came, one after the other.
    pub fn everything(&self) -> Heard {
        let samples = self.state().heard.iter().flat_map(|(_, frame)| frame).copied().collect();
        Heard { samples, rate: 8000 }
    }

    pub fn heard(&self, from: usize, to: usize) -> Heard {
        let state = self.state();
        let mut samples = vec![0; to.saturating_sub(from) * FRAME];
        let mut next = 0;
        for (at, frame) in state.heard.iter().filter(|(at, _)| (from..to).contains(at)) {
            let begin = ((at - from) * FRAME).max(next);
            let end = (begin + frame.len()).min(samples.len());
            if begin < end {
                samples[begin..end].copy_from_slice(&frame[..end - begin]);
                next = end;
            }
        }
        Heard { samples, rate: 8000 }
    }

    /// Runs until the call is over or the caller has enough.
    pub fn run(&self, rtp: &UdpSocket, to: SocketAddr, dialog: &Dialog) {
        rtp.set_nonblocking(true).expect("a socket");
        dialog.socket.set_nonblocking(true).expect("a socket");
        let source = u32::from(rtp.local_addr().expect("an address").port());
        let mut stream = Stream { socket: rtp, to, sequence: 1, time: 8000, source };
        let begun = Instant::now();
        for tick in 0u64.. {
            let due = Duration::from_millis(tick * FRAME_MILLISECONDS);
            if let Some(wait) = due.checked_sub(begun.elapsed()) {
                std::thread::sleep(wait);
            }
            self.note_delay(begun.elapsed().saturating_sub(due));
            self.hear(rtp);
            self.obey(dialog);
            let piece = {
                let mut state = self.state();
                if state.is_stopped || state.over_at.is_some() {
                    return;
                }
                state.is_sending.then(|| state.next())
            };
            match piece {
                Some(Piece::Frame(octets)) => stream.send_sound(&octets),
                Some(Piece::Key(event)) => stream.send_key(event),
                None => stream.time += FRAME as u32,
            }
            self.state().sent += 1;
        }
    }

    fn note_delay(&self, delay: Duration) {
        let mut state = self.state();
        state.worst_delay = state.worst_delay.max(delay);
    }

    /// How late this caller was at most: no measurement of its is better.
    pub fn worst_delay(&self) -> Duration {
        self.state().worst_delay
    }

    fn hear(&self, rtp: &UdpSocket) {
        let mut datagram = [0; 1500];
        while let Ok((length, _)) = rtp.recv_from(&mut datagram) {
            if length > 12 && datagram[1] & 0x7f == PCMA {
                let frame = datagram[12..length].iter().map(|octet| alaw_from(*octet)).collect();
                let mut state = self.state();
                let at = state.sent;
                state.heard.push((at, frame));
            }
        }
    }

    /// Answers what the server asks; notes the end.
    fn obey(&self, dialog: &Dialog) {
        let mut datagram = [0; 8192];
        while let Ok((length, _)) = dialog.socket.recv_from(&mut datagram) {
            let message = String::from_utf8_lossy(&datagram[..length]).into_owned();
            let is_response = message.starts_with("SIP/2.0 ");
            if is_response && message.contains(" INVITE\r\n") {
                dialog.send(&dialog.ack);
            } else if is_response || message.starts_with("BYE ") {
                let mut state = self.state();
                state.over_at = state.over_at.or(Some(state.sent));
            }
            if message.starts_with("BYE ") {
                dialog.send(&ok_to(&message));
            }
        }
    }
}

impl State {
    /// What is sent now.
    fn next(&mut self) -> Piece {
        let piece = self.to_say.pop_front();
        if self.to_say.is_empty() && self.said_at.is_none() && piece.is_some() {
            self.said_at = Some(self.sent + 1);
        }
        piece.unwrap_or_else(|| Piece::Frame(vec![alaw_to(0); FRAME]))
    }
}

impl Stream<'_> {
    fn send_sound(&mut self, octets: &[u8]) {
        self.send(PCMA, self.time, octets);
        self.time += FRAME as u32;
    }

    /// RFC 4733 §2.5: one time for the whole event, its end sent three times. The frames of the key go out in one burst:
    /// only their timestamps count.
    fn send_key(&mut self, event: u8) {
        let begin = self.time;
        for frame in 1..=KEY_FRAMES {
            self.send(EVENT, begin, &key(event, 0, frame));
        }
        for _ in 0..3 {
            self.send(EVENT, begin, &key(event, 0x80, KEY_FRAMES));
        }
        self.time += FRAME as u32;
    }

    fn send(&mut self, kind: u8, time: u32, payload: &[u8]) {
        let mut datagram = vec![0x80, kind];
        datagram.extend(self.sequence.to_be_bytes());
        datagram.extend(time.to_be_bytes());
        datagram.extend(self.source.to_be_bytes());
        datagram.extend(payload);
        self.sequence = self.sequence.wrapping_add(1);
        // A server that is dead refuses datagrams: the caller goes on speaking, as a phone does.
        let _ = self.socket.send_to(&datagram, self.to);
    }
}

fn key(event: u8, end: u8, frames: u16) -> [u8; 4] {
    let [high, low] = (frames * FRAME as u16).to_be_bytes();
    [event, end | 10, high, low]
}

/// 200 to a request.
fn ok_to(request: &str) -> String {
    let wanted = ["via:", "from:", "to:", "call-id:", "cseq:"];
    let fields =
        request.lines().filter(|line| wanted.iter().any(|name| line.to_lowercase().starts_with(name)));
    format!("SIP/2.0 200 OK\r\n{}\r\nContent-Length: 0\r\n\r\n", fields.collect::<Vec<_>>().join("\r\n"))
}
