//! What a message costs: time and allocations for each INVITE read and each OPTIONS answered by the core.
//!
//! `cargo run --release -p sip --example cost`

#![allow(unsafe_code, reason = "an allocator that counts is an allocator")]
#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use sip::message::Message;
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(layout.size() as u64, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// As a desk phone sends it: 1,243 bytes with its description.
const INVITE: &str = "INVITE sip:2001@192.0.2.1:5060;transport=udp SIP/2.0\r\n\
    Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1d32hash9;rport\r\nMax-Forwards: 70\r\n\
    From: \"Alice Example\" <sip:1001@192.0.2.1>;tag=9fxced76sl\r\nTo: <sip:2001@192.0.2.1>\r\n\
    Call-ID: 3848276298220188511@192.0.2.9\r\nCSeq: 102 INVITE\r\n\
    Contact: \"Alice Example\" <sip:1001@192.0.2.9:5060;transport=udp>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\"\r\n\
    Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, SUBSCRIBE, NOTIFY, UPDATE, PRACK, MESSAGE\r\n\
    Supported: replaces, timer, path\r\nUser-Agent: Deskphone 7.4/2.1.9\r\nAccept: application/sdp\r\n\
    Date: Mon, 02 Nov 2026 10:00:00 GMT\r\n\
    Authorization: Digest username=\"1001\", realm=\"example\", nonce=\"0011223344556677889900112233445566\", \
    uri=\"sip:2001@192.0.2.1\", response=\"00112233445566778899aabbccddeeff\", algorithm=MD5, cnonce=\"abc\", qop=auth, nc=00000001\r\n\
    Content-Type: application/sdp\r\nContent-Length: 215\r\n\r\n\
    v=0\r\no=- 3848276 3848276 IN IP4 192.0.2.9\r\ns=call\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n\
    m=audio 16384 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n\
    a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20";

fn main() {
    let invite =
        Bytes::from(INVITE.replace("Content-Length: 215", &format!("Content-Length: {}", body_length())));
    report("INVITE read", 200_000, |_| {
        let Ok(Message::Request(request)) = Message::parse(&invite) else { panic!("it is an INVITE") };
        black_box((request.check().unwrap(), request.via(), request.from(), request.to(), request.cseq()));
        black_box(&request);
    });
    let mut trial = sip::Trial::default();
    let questions: Vec<Bytes> = (0..210_000).map(question).collect();
    report("OPTIONS answered", 200_000, |number| {
        // Its answer; the transaction lives 32 s of the core's time, so that some 800 stand at once.
        assert_eq!(trial.receive(&questions[number]), 2);
        trial.pass(Duration::from_millis(40));
    });
}

fn body_length() -> usize {
    INVITE.split_once("\r\n\r\n").unwrap().1.len()
}

fn question(number: usize) -> Bytes {
    Bytes::from(format!(
        "OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK{number};rport\r\n\
         Max-Forwards: 70\r\nFrom: <sip:monitor@192.0.2.9>;tag=m{number}\r\nTo: <sip:192.0.2.1>\r\n\
         Call-ID: {number}@192.0.2.9\r\nCSeq: {number} OPTIONS\r\nContact: <sip:monitor@192.0.2.9:5060>\r\n\
         User-Agent: monitor\r\nAccept: application/sdp\r\nContent-Length: 0\r\n\r\n"
    ))
}

/// The best of five rounds in time; allocations of the last.
fn report(name: &str, times: usize, mut once: impl FnMut(usize)) {
    let warm = times / 20;
    (0..warm).for_each(&mut once);
    let round = times / 5;
    let mut best = Duration::MAX;
    let (mut allocations, mut bytes) = (0, 0);
    for number in 0..5 {
        let before = (ALLOCATIONS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
        let start = Instant::now();
        (0..round).map(|each| warm + number * round + each).for_each(&mut once);
        best = best.min(start.elapsed());
        allocations = ALLOCATIONS.load(Ordering::Relaxed) - before.0;
        bytes = BYTES.load(Ordering::Relaxed) - before.1;
    }
    let each = |count: u64| count as f64 / round as f64;
    println!(
        "{name}: {:.0} ns, {:.1} allocations of {:.0} bytes in all",
        best.as_nanos() as f64 / round as f64,
        each(allocations),
        each(bytes)
    );
}
