//! Targets by name, with a DNS server that is not ours (dnsmasq) and peers that fail.

#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{RootCertStore, ServerConfig};
use sip::{
    Ended, Incoming, InviteOrder, Listener, NameAddr, OutgoingTls, RequestFailed, RequestOrder, Response,
    SessionEvent, Stack, StackConfig, Timers, Transport, Uri,
};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(20);

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.unwrap()
}

/// A server with a zone of its own.
struct Dns {
    server: Child,
    address: SocketAddr,
}

impl Dns {
    fn serve(zone: &[String]) -> Dns {
        let address = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let server = Command::new("/usr/sbin/dnsmasq")
            .args([
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file",
                "--no-resolv",
                "--no-hosts",
            ])
            .args(["--bind-interfaces", "--listen-address=127.0.0.1", "--local=/test/", "--user=root"])
            .arg(format!("--port={}", address.port()))
            .args(zone)
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cargo xtask test installs dnsmasq: {error}"));
        let dns = Dns { server, address };
        let listens = |_: &u32| std::net::TcpStream::connect(address).is_ok();
        let pause = |_: &u32| std::thread::sleep(Duration::from_millis(25));
        assert!((0..200).inspect(pause).any(|round| listens(&round)), "dnsmasq does not listen");
        dns
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn srv(name: &str, host: &str, address: SocketAddr, priority: u16) -> String {
    format!("--srv-host={name},{host},{},{priority},1", address.port())
}

fn host(name: &str) -> String {
    format!("--host-record={name},127.0.0.1")
}

/// Gives up after 0.64 s instead of 32.
fn hasty() -> Timers {
    Timers { t1: Duration::from_millis(10), t2: Duration::from_millis(80), ..Timers::default() }
}

fn listener(transport: Transport, tls: Option<Arc<ServerConfig>>) -> Listener {
    Listener { transport, bind: "127.0.0.1:0".parse().unwrap(), advertise: None, tls }
}

async fn caller(dns: SocketAddr) -> Stack {
    let listeners = vec![listener(Transport::Udp, None), listener(Transport::Tcp, None)];
    let config = StackConfig { listeners, timers: hasty(), dns: vec![dns], ..StackConfig::default() };
    Stack::start(config).await.unwrap().0
}

async fn peer(listener: Listener) -> (SocketAddr, Stack, mpsc::Receiver<Incoming>) {
    let config = StackConfig { listeners: vec![listener], ..StackConfig::default() };
    let (stack, incoming) = Stack::start(config).await.unwrap();
    (stack.listeners()[0].address, stack, incoming)
}

/// A peer that answers everything so, and counts.
async fn answering(listener: Listener, status: u16) -> (SocketAddr, Arc<AtomicUsize>) {
    let (address, stack, mut incoming) = peer(listener).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        let _stack = stack;
        while let Some(incoming) = incoming.recv().await {
            counted.fetch_add(1, Ordering::Relaxed);
            match incoming {
                Incoming::Invite(session) if status < 300 => {
                    session.answer(Bytes::from_static(b"v=0\r\n"));
                    tokio::spawn(async move {
                        let mut session = session;
                        while !matches!(session.next().await, SessionEvent::Ended { .. }) {}
                    });
                }
                Incoming::Invite(session) => session.refuse(status, Vec::new()),
                Incoming::Request(request) | Incoming::Register(request) => {
                    let response = Response::to(request.request(), status);
                    request.respond(response);
                }
                Incoming::Subscribe(_) => {}
            }
        }
    });
    (address, count)
}

fn question(target: &str) -> RequestOrder {
    let target = Uri::parse(target).unwrap();
    RequestOrder::new("OPTIONS", target.clone(), NameAddr::new(target))
}

fn call(target: &str) -> InviteOrder {
    let target = Uri::parse(target).unwrap();
    let offer = Some(Bytes::from_static(b"v=0\r\n"));
    InviteOrder { offer, ..InviteOrder::new(target.clone(), NameAddr::new(target)) }
}

#[tokio::test]
async fn naptr_and_srv_lead_past_a_peer_that_is_silent_and_it_is_not_asked_again() {
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let (address, count) = answering(listener(Transport::Udp, None), 200).await;
    let dns = Dns::serve(&[
        "--naptr-record=company.test,20,10,S,SIP+D2T,,_nothing._tcp.company.test".into(),
        "--naptr-record=company.test,10,10,S,SIP+D2U,,_sip._udp.company.test".into(),
        srv("_sip._udp.company.test", "one.company.test", silent.local_addr().unwrap(), 1),
        srv("_sip._udp.company.test", "two.company.test", address, 2),
        host("one.company.test"),
        host("two.company.test"),
    ]);
    let stack = caller(dns.address).await;
    assert_eq!(soon(stack.request(question("sip:company.test"))).await.unwrap().status(), 200);
    let mut room = [0; 4096];
    let mut heard = 0;
    while let Ok(length) = silent.try_recv(&mut room) {
        assert!(room[..length].starts_with(b"OPTIONS sip:company.test SIP/2.0"));
        heard += 1;
    }
    assert!(heard > 1, "it was asked first, and again");
    let mut session = stack.invite(call("sip:anna@company.test"));
    assert!(matches!(soon(session.next()).await, SessionEvent::Answered { .. }));
    assert!(silent.try_recv(&mut room).is_err(), "it has failed a moment ago");
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_call_goes_on_past_503_and_a_closed_port_and_stays_with_whoever_answers_else() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (full, full_count) = answering(listener(Transport::Tcp, None), 503).await;
    let (busy, busy_count) = answering(listener(Transport::Tcp, None), 486).await;
    let (last, last_count) = answering(listener(Transport::Tcp, None), 200).await;
    let name = "_sip._tcp.company.test";
    let host_name = "gateway.company.test";
    let dns = Dns::serve(&[
        srv(name, host_name, closed, 1),
        srv(name, host_name, full, 2),
        srv(name, host_name, busy, 3),
        srv(name, host_name, last, 4),
        host(host_name),
    ]);
    let stack = caller(dns.address).await;
    let mut session = stack.invite(call("sip:anna@company.test;transport=tcp"));
    assert!(matches!(soon(session.next()).await, SessionEvent::Refused { status: 486, .. }));
    assert!(matches!(soon(session.next()).await, SessionEvent::Ended { why: Ended::Refused, .. }));
    let counts = [full_count, busy_count, last_count].map(|count| count.load(Ordering::Relaxed));
    assert_eq!(counts, [1, 1, 0]);
}

#[tokio::test]
async fn when_all_fail_the_last_failure_is_told_once() {
    let (one, _) = answering(listener(Transport::Udp, None), 503).await;
    let (two, _) = answering(listener(Transport::Udp, None), 503).await;
    let name = "_sip._udp.company.test";
    let dns = Dns::serve(&[
        srv(name, "gateway.company.test", one, 1),
        srv(name, "gateway.company.test", two, 2),
        host("gateway.company.test"),
    ]);
    let stack = caller(dns.address).await;
    let mut session = stack.invite(call("sip:anna@company.test"));
    let SessionEvent::Refused { status: 503, response: Some(_) } = soon(session.next()).await else {
        panic!()
    };
    assert!(matches!(soon(session.next()).await, SessionEvent::Ended { why: Ended::Refused, .. }));
    assert_eq!(soon(stack.request(question("sip:company.test"))).await.unwrap().status(), 503);
    let nobody = soon(stack.request(question("sip:nobody.test"))).await;
    assert_eq!(nobody.unwrap_err(), RequestFailed::TransportLost);
}

#[tokio::test]
async fn a_call_is_given_up_while_dns_does_not_answer() {
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let stack = caller(silent.local_addr().unwrap()).await;
    let mut session = stack.invite(call("sip:anna@company.test"));
    soon(silent.readable()).await.unwrap();
    session.bye();
    assert!(matches!(soon(session.next()).await, SessionEvent::Ended { why: Ended::Cancelled, .. }));
}

/// A certificate for this name, and who trusts it.
fn secured(name: &str) -> (Arc<ServerConfig>, OutgoingTls) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().self_signed(&key).unwrap();
    let chain = vec![certificate.der().clone()];
    let mut roots = RootCertStore::empty();
    roots.add(chain[0].clone()).unwrap();
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let config = builder.with_no_client_auth().with_single_cert(chain, key).unwrap();
    (Arc::new(config), OutgoingTls { authorities: Arc::new(roots), certificate: None })
}

#[tokio::test]
async fn sips_must_prove_the_domain_that_was_asked_for_and_not_the_host_that_dns_names() {
    for (name, expected) in [("company.test", true), ("gateway.company.test", false)] {
        let (tls, outgoing) = secured(name);
        let (address, _) = answering(listener(Transport::Tls, Some(tls.clone())), 200).await;
        let dns = Dns::serve(&[
            srv("_sips._tcp.company.test", "gateway.company.test", address, 1),
            host("gateway.company.test"),
        ]);
        let config = StackConfig {
            listeners: vec![listener(Transport::Tls, Some(tls))],
            dns: vec![dns.address],
            outgoing_tls: Some(outgoing),
            ..StackConfig::default()
        };
        let (stack, _incoming) = Stack::start(config).await.unwrap();
        let answer = soon(stack.request(question("sips:anna@company.test"))).await;
        assert_eq!(answer.is_ok_and(|answer| answer.status() == 200), expected, "{name}");
    }
}
