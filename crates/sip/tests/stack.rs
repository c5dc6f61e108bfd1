//! Two stacks call each other through the public door, over real sockets on the loopback.

#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use sip::{
    Ended, Incoming, InviteOrder, Listener, NameAddr, RequestFailed, RequestOrder, Response, Session,
    SessionEvent, Stack, StackConfig, SubscriptionEnded, SubscriptionEvent, Transport, Uri,
};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::mpsc;

const SDP: &[u8] = b"v=0\r\n";
/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(20);

struct End {
    stack: Stack,
    incoming: mpsc::Receiver<Incoming>,
    address: SocketAddr,
}

async fn end(transport: Transport, host: &str) -> End {
    let listener =
        Listener { transport, bind: format!("{host}:0").parse().unwrap(), advertise: None, tls: None };
    let config = StackConfig { listeners: vec![listener], ..StackConfig::default() };
    let (stack, incoming) = Stack::start(config).await.unwrap();
    let address = stack.listeners()[0].address;
    End { stack, incoming, address }
}

fn uri(address: SocketAddr, transport: Transport) -> Uri {
    let suffix = if transport == Transport::Tcp { ";transport=tcp" } else { "" };
    Uri::parse(&format!("sip:100@{address}{suffix}")).unwrap()
}

fn order(target: Uri) -> InviteOrder {
    let caller = NameAddr::new(Uri::sip("caller", "127.0.0.1"));
    InviteOrder { offer: Some(Bytes::from_static(SDP)), ..InviteOrder::new(target, caller) }
}

fn question(method: &str, target: Uri) -> RequestOrder {
    RequestOrder::new(method, target.clone(), NameAddr::new(target))
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.unwrap()
}

async fn next(session: &mut Session) -> SessionEvent {
    soon(session.next()).await
}

async fn invited(end: &mut End) -> Session {
    match soon(end.incoming.recv()).await {
        Some(Incoming::Invite(session)) => session,
        other => panic!("{other:?}"),
    }
}

/// A call that stands, from the first end to the second.
async fn established(from: &End, to: &mut End, transport: Transport) -> (Session, Session) {
    let mut caller = from.stack.invite(order(uri(to.address, transport)));
    assert!(!caller.call_id().is_empty());
    let mut called = invited(to).await;
    assert_eq!(called.call_id(), caller.call_id());
    assert_eq!(called.source().unwrap().transport, transport);
    called.progress(180, None);
    assert!(matches!(next(&mut caller).await, SessionEvent::Progress { status: 180, .. }));
    called.answer(Bytes::from_static(SDP));
    let SessionEvent::Answered { sdp, .. } = next(&mut caller).await else { panic!() };
    assert_eq!(sdp.unwrap(), SDP);
    assert!(matches!(next(&mut called).await, SessionEvent::Acknowledged { .. }));
    (caller, called)
}

async fn a_call_over(transport: Transport, host: &str) {
    let (mut one, mut two) = (end(transport, host).await, end(transport, host).await);
    let (mut caller, mut called) = established(&one, &mut two, transport).await;
    called.offer(Bytes::from_static(b"hold"));
    let SessionEvent::Offer { sdp } = next(&mut caller).await else { panic!() };
    assert_eq!(sdp.unwrap(), &b"hold"[..]);
    caller.answer_offer(Bytes::from_static(b"held"));
    let SessionEvent::OfferAnswered { sdp } = next(&mut called).await else { panic!() };
    assert_eq!(sdp, &b"held"[..]);
    drop(caller);
    assert!(matches!(next(&mut called).await, SessionEvent::Ended { why: Ended::ByeReceived, .. }));
    assert!(matches!(next(&mut called).await, SessionEvent::Ended { why: Ended::ByeReceived, .. }));
    // The other way round, refused, and cancelled.
    let mut caller = two.stack.invite(order(uri(one.address, transport)));
    invited(&mut one).await.refuse(486, Vec::new());
    assert!(matches!(next(&mut caller).await, SessionEvent::Refused { status: 486, response: Some(_) }));
    assert!(matches!(next(&mut caller).await, SessionEvent::Ended { why: Ended::Refused, .. }));
    let mut caller = two.stack.invite(order(uri(one.address, transport)));
    let mut called = invited(&mut one).await;
    caller.bye();
    assert!(matches!(next(&mut called).await, SessionEvent::Ended { why: Ended::Cancelled, .. }));
    assert!(matches!(next(&mut caller).await, SessionEvent::Ended { why: Ended::Cancelled, .. }));
    soon(one.stack.shut_down(PATIENCE)).await;
    let refused = soon(two.stack.request(question("OPTIONS", uri(one.address, transport)))).await.unwrap();
    assert_eq!(refused.status(), 503);
}

#[tokio::test]
async fn calls_over_udp() {
    a_call_over(Transport::Udp, "127.0.0.1").await;
}

#[tokio::test]
async fn calls_over_udp_with_ipv6() {
    a_call_over(Transport::Udp, "[::1]").await;
}

#[tokio::test]
async fn calls_over_tcp() {
    a_call_over(Transport::Tcp, "127.0.0.1").await;
}

#[tokio::test]
async fn calls_over_tcp_with_ipv6() {
    a_call_over(Transport::Tcp, "[::1]").await;
}

#[tokio::test]
async fn one_socket_for_all_addresses_serves_both_families() {
    for (transport, host) in [
        (Transport::Udp, "127.0.0.1"),
        (Transport::Udp, "[::1]"),
        (Transport::Tcp, "127.0.0.1"),
        (Transport::Tcp, "[::1]"),
    ] {
        let mut all = end(transport, "[::]").await;
        let mut one = end(transport, host).await;
        all.address = format!("{host}:{}", all.address.port()).parse().unwrap();
        let (caller, mut called) = established(&one, &mut all, transport).await;
        assert_eq!(called.source().unwrap().local, all.address, "our address as the peer sees it");
        drop(caller);
        assert!(matches!(next(&mut called).await, SessionEvent::Ended { why: Ended::ByeReceived, .. }));
        let (caller, called) = established(&all, &mut one, transport).await;
        let contact = called.request().unwrap().contacts()[0].uri().clone();
        assert_eq!((contact.ip(), contact.port()), (Some(all.address.ip()), Some(all.address.port())));
        drop((caller, called));
    }
}

#[tokio::test]
async fn questions_are_handed_out_and_answered() {
    let (one, mut two) = (end(Transport::Udp, "127.0.0.1").await, end(Transport::Udp, "127.0.0.1").await);
    let target = uri(two.address, Transport::Udp);
    let asked = tokio::spawn({
        let (stack, target) = (one.stack.clone(), target.clone());
        async move { stack.request(question("OPTIONS", target)).await }
    });
    let Some(Incoming::Request(request)) = soon(two.incoming.recv()).await else { panic!() };
    let response = Response::to(request.request(), 404);
    request.respond(response);
    assert_eq!(soon(asked).await.unwrap().unwrap().status(), 404);
    let asked = tokio::spawn({
        let stack = one.stack.clone();
        async move { stack.request(question("REGISTER", target)).await }
    });
    let Some(Incoming::Register(request)) = soon(two.incoming.recv()).await else { panic!() };
    drop(request);
    assert_eq!(soon(asked).await.unwrap().unwrap().status(), 500);
    let nowhere = question("OPTIONS", Uri::sip("a", "host.invalid"));
    assert_eq!(soon(one.stack.request(nowhere)).await.unwrap_err(), RequestFailed::TransportLost);
    let mut caller = one.stack.invite(order(Uri::sip("a", "host.invalid")));
    assert!(matches!(next(&mut caller).await, SessionEvent::Refused { status: 503, response: None }));
    assert!(matches!(next(&mut caller).await, SessionEvent::Ended { why: Ended::TransportLost, .. }));
}

#[tokio::test]
async fn a_tcp_peer_that_cannot_be_reached_or_dies() {
    let one = end(Transport::Tcp, "127.0.0.1").await;
    // A port that was free a moment ago.
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let mut caller = one.stack.invite(order(uri(address, Transport::Tcp)));
    assert!(matches!(next(&mut caller).await, SessionEvent::Refused { status: 503, response: None }));
    assert!(matches!(next(&mut caller).await, SessionEvent::Ended { why: Ended::TransportLost, .. }));
    // A phone that takes the call and dies.
    let phone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut caller = one.stack.invite(order(uri(phone.local_addr().unwrap(), Transport::Tcp)));
    let (mut stream, _) = soon(phone.accept()).await.unwrap();
    let mut room = [0; 4096];
    assert!(soon(stream.read(&mut room)).await.unwrap() > 0);
    drop(stream);
    assert!(matches!(next(&mut caller).await, SessionEvent::Refused { status: 503, response: None }));
    assert!(matches!(next(&mut caller).await, SessionEvent::Ended { why: Ended::TransportLost, .. }));
}

#[tokio::test]
async fn a_ping_is_answered_and_nonsense_closes_the_stream() {
    let one = end(Transport::Tcp, "127.0.0.1").await;
    let mut stream = TcpStream::connect(one.address).await.unwrap();
    stream.write_all(b"\r\n\r\n").await.unwrap();
    let mut pong = [0; 2];
    soon(stream.read_exact(&mut pong)).await.unwrap();
    assert_eq!(&pong, b"\r\n");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
    assert_eq!(soon(stream.read(&mut pong)).await.unwrap(), 0);
}

fn subscribe(cseq: u32, to_tag: &str, expires: u32, local: SocketAddr) -> String {
    format!(
        "SUBSCRIBE sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {local};rport;branch=z9hG4bKs{cseq}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:p@127.0.0.1>;tag=p\r\nTo: <sip:100@127.0.0.1>{to_tag}\r\nCall-ID: s\r\n\
         CSeq: {cseq} SUBSCRIBE\r\nContact: <sip:p@{local}>\r\nEvent: message-summary;id=1\r\nExpires: {expires}\r\n\r\n"
    )
}

async fn heard(phone: &UdpSocket) -> String {
    let mut room = [0; 4096];
    let (length, _) = soon(phone.recv_from(&mut room)).await.unwrap();
    String::from_utf8(room[..length].to_vec()).unwrap()
}

/// The 200 to a NOTIFY.
fn taken(notify: &str) -> String {
    let fields: Vec<&str> = notify
        .lines()
        .filter(|line| {
            ["Via:", "From:", "To:", "Call-ID:", "CSeq:"].iter().any(|name| line.starts_with(name))
        })
        .collect();
    format!("SIP/2.0 200 OK\r\n{}\r\nContent-Length: 0\r\n\r\n", fields.join("\r\n"))
}

#[tokio::test]
async fn a_lamp_is_subscribed_to_refreshed_and_given_back() {
    let mut one = end(Transport::Udp, "127.0.0.1").await;
    let phone = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let local = phone.local_addr().unwrap();
    phone.send_to(subscribe(1, "", 600, local).as_bytes(), one.address).await.unwrap();
    let Some(Incoming::Subscribe(request)) = soon(one.incoming.recv()).await else { panic!() };
    assert_eq!((request.event(), request.expires()), ("message-summary", Duration::from_secs(600)));
    let mut subscription = request.accept(Duration::from_secs(300));
    subscription
        .notify("application/simple-message-summary", Bytes::from_static(b"Messages-Waiting: no\r\n"));
    let ok = heard(&phone).await;
    assert!(ok.starts_with("SIP/2.0 200") && ok.contains("Expires: 300\r\n"), "{ok}");
    let tag = ok.lines().find_map(|line| line.strip_prefix("To:")?.split_once(";tag=")).unwrap().1;
    let notify = heard(&phone).await;
    assert!(notify.starts_with("NOTIFY") && notify.ends_with("Messages-Waiting: no\r\n"), "{notify}");
    phone.send_to(taken(&notify).as_bytes(), one.address).await.unwrap();
    let tag = format!(";tag={tag}");
    phone.send_to(subscribe(2, &tag, 600, local).as_bytes(), one.address).await.unwrap();
    let event = soon(subscription.next()).await;
    assert_eq!(
        event,
        SubscriptionEvent::Refreshed { expires: Duration::from_secs(600), body: bytes::Bytes::new() }
    );
    assert!(heard(&phone).await.starts_with("SIP/2.0 200"));
    phone.send_to(subscribe(3, &tag, 0, local).as_bytes(), one.address).await.unwrap();
    let event = soon(subscription.next()).await;
    assert_eq!(event, SubscriptionEvent::Ended { why: SubscriptionEnded::Unsubscribed });
    assert!(heard(&phone).await.starts_with("SIP/2.0 200"));
    assert!(heard(&phone).await.contains("Subscription-State: terminated;reason=timeout\r\n"));
}

#[tokio::test]
async fn a_port_is_free_when_the_stack_is_gone() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let End { stack, mut incoming, address } = end(transport, "127.0.0.1").await;
        drop(stack);
        assert!(soon(incoming.recv()).await.is_none());
        let listener = Listener { transport, bind: address, advertise: None, tls: None };
        let config = StackConfig { listeners: vec![listener], ..StackConfig::default() };
        let again = soon(async {
            loop {
                match Stack::start(config.clone()).await {
                    Ok(started) => return started,
                    // The tasks that held the port are being ended.
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        });
        again.await;
    }
}

fn phone_says(method: &str, cseq: u32, to_tag: &str, local: SocketAddr) -> String {
    format!(
        "{method} sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {local};rport;branch=z9hG4bK{method}{cseq}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:p@127.0.0.1>;tag=p\r\nTo: <sip:100@127.0.0.1>{to_tag}\r\nCall-ID: c\r\n\
         CSeq: {cseq} {method}\r\nContact: <sip:p@{local}>\r\nContent-Length: 0\r\n\r\n"
    )
}

#[tokio::test]
async fn an_owner_that_never_listens_loses_its_call() {
    let mut one = end(Transport::Udp, "127.0.0.1").await;
    let phone = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let local = phone.local_addr().unwrap();
    phone.send_to(phone_says("INVITE", 1, "", local).as_bytes(), one.address).await.unwrap();
    let mut session = invited(&mut one).await;
    session.answer(Bytes::from_static(SDP));
    let ok = heard(&phone).await;
    let tag = ok.lines().find_map(|line| line.strip_prefix("To:")?.split_once(";tag=")).unwrap().1;
    let tag = format!(";tag={tag}");
    phone.send_to(phone_says("ACK", 1, &tag, local).as_bytes(), one.address).await.unwrap();
    let mut cseq = 2;
    loop {
        assert!(cseq < 200, "it goes on for ever");
        phone.send_to(phone_says("INFO", cseq, &tag, local).as_bytes(), one.address).await.unwrap();
        cseq += 1;
        if heard(&phone).await.starts_with("BYE") {
            break;
        }
    }
    let mut events = 0;
    while !matches!(next(&mut session).await, SessionEvent::Ended { .. }) {
        events += 1;
    }
    assert_eq!(events, 64, "what found room is still told");
}
