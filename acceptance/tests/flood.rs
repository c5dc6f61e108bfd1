//! A flood of requests from a thousand addresses, while people talk.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Phone, eventually};
use serde_json::json;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// REGISTERs of nobody from 127.66.0.1 to 127.66.3.250, as fast as one thread can.
struct Flood {
    over: Arc<AtomicBool>,
    sender: Option<JoinHandle<()>>,
}

impl Flood {
    fn begin(target: SocketAddr) -> Flood {
        let over = Arc::new(AtomicBool::new(false));
        let is_over = over.clone();
        let sender = std::thread::spawn(move || {
            let from = |number: u16| (format!("127.66.{}.{}", number / 250, number % 250 + 1), 0);
            let sockets: Vec<UdpSocket> =
                (0..1000).map(|number| UdpSocket::bind(from(number)).expect("a socket")).collect();
            let mut number = 0_u64;
            while !is_over.load(Ordering::Relaxed) {
                for socket in &sockets {
                    number += 1;
                    // What finds no room is no loss.
                    let _ = socket.send_to(register(number).as_bytes(), target);
                }
            }
        });
        Flood { over, sender: Some(sender) }
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = self.sender.take().map(JoinHandle::join);
    }
}

fn register(number: u64) -> String {
    format!(
        "REGISTER sip:demo.example SIP/2.0\r\nVia: SIP/2.0/UDP 127.66.0.1;rport;branch=z9hG4bKf{number}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:guest@demo.example>;tag=f\r\nTo: <sip:guest@demo.example>\r\n\
         Call-ID: f{number}\r\nCSeq: 1 REGISTER\r\nContact: <sip:guest@127.66.0.1>\r\nContent-Length: 0\r\n\r\n"
    )
}

#[test]
fn a_flood_from_a_thousand_addresses_leaves_registered_phones_served() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let flood = Flood::begin(demo.page.sip.parse().unwrap());
    let is_felt = || demo.metric("switchroom_sip_over_rate_total") > 10_000.0;
    eventually("the flood is felt", || is_felt().then_some(()));
    for _ in 0..3 {
        let calling = annas.call(&demo, &ben.extension, json!({}));
        let ringing = bens.rings();
        bens.tell(json!({"do": "answer", "call": ringing}));
        annas.talks(calling);
        bens.hang_up(ringing);
        assert_eq!(annas.ends(calling), 200);
    }
    drop(flood);
    // Strangers are let in again, too.
    Phone::register(&demo, demo.person(2));
}
