//! The RTCP side of a leg: reports every five seconds, and what the other side reports.

use crate::link::Link;
use crate::quality::{Course, opinion};
use crate::rtcp::voip::Metrics;
use crate::rtcp::{self, Goodbye, Heard, REPORT_ROOM, Reception, Sent};
use crate::sender::Sender;
use crate::srtp::{Context, SEAL_ROOM};
use std::net::{SocketAddr, UdpSocket};
use std::time::{SystemTime, UNIX_EPOCH};

/// The mean is five seconds (RFC 3550 §6.2), spread so that legs do not report in step.
const SHORTEST_PERIOD: u64 = 4000;
const SPREAD: u64 = 2000;
/// Seconds from 1900 to 1970.
const NTP_EPOCH: u64 = 2_208_988_800;

pub struct Reports {
    socket: UdpSocket,
    /// The canonical name: random, says nothing of anybody (RFC 7022).
    name: [u8; 16],
    next: u64,
    /// Packets sent at the last two reports.
    sent: [u32; 2],
    from: Option<SocketAddr>,
    /// The other side has reported on our stream.
    is_told: bool,
    pub heard: Heard,
}

impl Reports {
    pub fn new(socket: UdpSocket, name: [u8; 16]) -> Reports {
        Reports { socket, name, next: 0, sent: [0; 2], from: None, is_told: false, heard: Heard::default() }
    }

    pub fn socket(&self) -> &UdpSocket {
        &self.socket
    }

    /// Reads one waiting packet.
    pub fn receive(
        &mut self,
        now: u64,
        room: &mut [u8],
        link: Option<&Link>,
        context: Option<&mut Context>,
        ssrc: u32,
        reception: &mut Reception,
    ) {
        let Ok((length, from)) = self.socket.recv_from(room) else { return };
        if !link.is_some_and(|link| link.may_report(from)) {
            return;
        }
        let Some(length) = context.map_or(Some(length), |context| context.open_report(&mut room[..length]))
        else {
            return;
        };
        self.from = Some(from);
        self.read(now, &room[..length], ssrc, reception);
    }

    /// Takes a report that was opened.
    pub fn read(&mut self, now: u64, report: &[u8], ssrc: u32, reception: &mut Reception) {
        if let Some(heard) = rtcp::read(report, now, ntp(), ssrc, reception) {
            self.heard = heard;
            self.is_told = true;
        }
    }

    /// Whether it is time for a report.
    pub fn is_due(&mut self, now: u64, sender: &Sender) -> bool {
        if now < self.next {
            return false;
        }
        let first = self.next == 0;
        self.next = now + SHORTEST_PERIOD + u64::from(sender.ssrc().wrapping_add(now as u32)) % SPREAD;
        !first
    }

    /// A report as it goes out; none if it cannot be sealed.
    pub fn write(
        &mut self,
        now: u64,
        link: &Link,
        context: Option<&mut Context>,
        sender: &Sender,
        reception: &mut Reception,
        goodbye: Goodbye,
    ) -> Option<Report> {
        let sent = Sent {
            ssrc: sender.ssrc(),
            time: ntp(),
            timestamp: sender.timestamp().wrapping_mul(link.clock_units()),
            packets: sender.packets(),
            octets: sender.octets(),
            recently: sender.packets() != self.sent[0],
        };
        self.sent = [self.sent[1], sender.packets()];
        let mut block = reception.block(now);
        if let Some(block) = &mut block {
            block.jitter = block.jitter.saturating_mul(link.clock_units());
        }
        let mut room = [0; REPORT_ROOM + SEAL_ROOM];
        let (report, _) = room.split_first_chunk_mut::<REPORT_ROOM>()?;
        // Whoever tells us theirs knows what to do with ours.
        let metrics = self.heard.metrics.map(|_| self.metrics(reception));
        let length = rtcp::write(report, &sent, block.as_ref(), metrics.as_ref(), &self.name, goodbye);
        let length = context.map_or(Some(length), |context| context.seal_report(&mut room, length))?;
        Some(Report { room, length })
    }

    /// What is heard from the other side.
    pub fn inward(&self, reception: &Reception) -> Course {
        let loss = reception.loss();
        Course {
            loss,
            burst_ratio: reception.bursts().ratio(loss),
            jitter_milliseconds: reception.jitter_milliseconds(),
            round_trip_milliseconds: self.heard.round_trip_milliseconds,
        }
    }

    /// What the other side hears of so many packets, as far as its reports tell; none if there were none. `units` of its
    /// clock are one at 8 kHz.
    pub fn outward(&self, sent: u64, units: u32) -> Option<Course> {
        self.is_told.then(|| Course {
            loss: f64::from(self.heard.lost) / sent.max(1) as f64,
            burst_ratio: 1.0,
            jitter_milliseconds: self.heard.jitter_milliseconds / units.max(1),
            round_trip_milliseconds: self.heard.round_trip_milliseconds,
        })
    }

    fn metrics(&self, reception: &Reception) -> Metrics {
        let course = self.inward(reception);
        let tenths = |rating: f64| Some((10.0 * opinion(rating)).round() as u8);
        let most = |milliseconds: u32| milliseconds.min(u32::from(u16::MAX)) as u16;
        Metrics {
            loss_rate: (256.0 * course.loss).min(255.0) as u8,
            discard_rate: 0,
            shape: reception.bursts().shape(),
            round_trip_milliseconds: most(self.heard.round_trip_milliseconds.unwrap_or(0)),
            end_system_milliseconds: most(20 + 2 * course.jitter_milliseconds.min(1000)),
            r_factor: Some(course.rating().round() as u8),
            listening_mos: tenths(course.listening_rating()),
            conversational_mos: tenths(course.rating()),
        }
    }

    /// Sends a report by the socket of reports.
    pub fn send(&self, link: &Link, report: &Report) {
        // Reports may be lost like everything else.
        let _ = self.socket.send_to(report.octets(), self.from.unwrap_or_else(|| link.rtcp()));
    }
}

/// A report, sealed where the call is.
pub struct Report {
    room: [u8; REPORT_ROOM + SEAL_ROOM],
    length: usize,
}

impl Report {
    pub fn octets(&self) -> &[u8] {
        &self.room[..self.length]
    }
}

fn ntp() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    ((now.as_secs() + NTP_EPOCH) << 32) | ((u64::from(now.subsec_nanos()) << 32) / 1_000_000_000)
}
