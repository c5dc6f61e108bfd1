//! TLS, WebSockets and limits through the public door, over real sockets on the loopback.

#![allow(clippy::unwrap_used)]

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use sip::{
    Ended, Incoming, InviteOrder, Limits, Listener, NameAddr, OutgoingTls, Rate, RequestFailed, RequestOrder,
    Response, SessionEvent, Stack, StackConfig, Transport, Uri,
};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::{self, Message, client::IntoClientRequest};

const SDP: &[u8] = b"v=0\r\n";
/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(20);

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.unwrap()
}

/// Waits for what another task does.
async fn until(is_so: impl Fn() -> bool) {
    soon(async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

/// An authority that signs what it is asked to.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A chain and its key.
type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn signs(&self, names: &[&str]) -> Identity {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.subject_alt_names = names
            .iter()
            .map(|name| match name.parse() {
                Ok(ip) => SanType::IpAddress(ip),
                Err(_) if name.starts_with("sip:") => SanType::URI((*name).try_into().unwrap()),
                Err(_) => SanType::DnsName((*name).try_into().unwrap()),
            })
            .collect();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        (vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
    }

    fn roots(&self) -> Arc<RootCertStore> {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        Arc::new(roots)
    }

    fn trusted(&self) -> OutgoingTls {
        OutgoingTls { authorities: self.roots(), certificate: None }
    }
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn server(identity: Identity) -> Arc<ServerConfig> {
    let builder =
        ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(identity.0, identity.1).unwrap())
}

/// Takes only peers that show a certificate of this authority.
fn mutual_server(identity: Identity, authority: &Authority) -> Arc<ServerConfig> {
    let verifier =
        WebPkiClientVerifier::builder_with_provider(authority.roots(), provider()).build().unwrap();
    let builder =
        ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_client_cert_verifier(verifier).with_single_cert(identity.0, identity.1).unwrap())
}

#[derive(Debug)]
struct Shown(Arc<rustls::sign::CertifiedKey>);

impl rustls::client::ResolvesClientCert for Shown {
    fn resolve(&self, _: &[&[u8]], _: &[rustls::SignatureScheme]) -> Option<Arc<rustls::sign::CertifiedKey>> {
        Some(self.0.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

fn shown((chain, key): Identity) -> Arc<Shown> {
    let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
    Arc::new(Shown(Arc::new(rustls::sign::CertifiedKey::new(chain, key))))
}

struct End {
    stack: Stack,
    incoming: mpsc::Receiver<Incoming>,
    address: SocketAddr,
}

async fn end_as(listener: Listener, config: StackConfig) -> End {
    let config = StackConfig { listeners: vec![listener], ..config };
    let (stack, incoming) = Stack::start(config).await.unwrap();
    let address = stack.listeners()[0].address;
    End { stack, incoming, address }
}

fn listener(transport: Transport, tls: Option<Arc<ServerConfig>>) -> Listener {
    Listener { transport, bind: "127.0.0.1:0".parse().unwrap(), advertise: None, tls }
}

async fn secure_end(tls: Arc<ServerConfig>, outgoing: OutgoingTls) -> End {
    let config = StackConfig { outgoing_tls: Some(outgoing), ..StackConfig::default() };
    end_as(listener(Transport::Tls, Some(tls)), config).await
}

fn order(target: Uri) -> InviteOrder {
    let caller = NameAddr::new(Uri::sip("caller", "127.0.0.1"));
    InviteOrder { offer: Some(Bytes::from_static(SDP)), ..InviteOrder::new(target, caller) }
}

fn question(target: Uri) -> RequestOrder {
    RequestOrder::new("OPTIONS", target.clone(), NameAddr::new(target))
}

fn uri(text: String) -> Uri {
    Uri::parse(&text).unwrap()
}

/// Answers each question with 200, for as long as there are any; says by which names they came.
fn answer_all(mut incoming: mpsc::Receiver<Incoming>) -> mpsc::UnboundedReceiver<Vec<String>> {
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(incoming) = incoming.recv().await {
            if let Incoming::Request(request) = incoming {
                let _ = tell.send(request.source().flow.names().to_vec());
                let response = Response::to(request.request(), 200);
                request.respond(response);
            }
        }
    });
    told
}

#[tokio::test]
async fn a_call_over_tls_by_sips_and_by_parameter() {
    let authority = Authority::new();
    let tls = || server(authority.signs(&["127.0.0.1"]));
    let one = secure_end(tls(), authority.trusted()).await;
    let mut two = secure_end(tls(), authority.trusted()).await;
    for text in [format!("sips:100@{}", two.address), format!("sip:100@{};transport=tls", two.address)] {
        let is_secure = text.starts_with("sips");
        let mut caller = one.stack.invite(order(uri(text)));
        let Some(Incoming::Invite(mut called)) = soon(two.incoming.recv()).await else { panic!() };
        assert_eq!(called.source().unwrap().transport, Transport::Tls);
        let request = called.request().unwrap();
        assert_eq!(request.via().unwrap().transport, "TLS");
        let contact = request.contacts()[0].uri().to_string();
        assert_eq!(contact.starts_with("sips:"), is_secure, "RFC 3261 §8.1.1.8: {contact}");
        called.answer(Bytes::from_static(SDP));
        let SessionEvent::Answered { response, .. } = soon(caller.next()).await else { panic!() };
        let contact = response.contacts()[0].uri().to_string();
        assert_eq!(contact.starts_with("sips:"), is_secure, "RFC 3261 §12.1.1: {contact}");
        assert!(matches!(soon(called.next()).await, SessionEvent::Acknowledged { .. }));
        caller.bye();
        assert!(matches!(soon(called.next()).await, SessionEvent::Ended { why: Ended::ByeReceived, .. }));
    }
}

#[tokio::test]
async fn a_peer_that_does_not_prove_its_name_is_not_spoken_to() {
    let authority = Authority::new();
    let one = secure_end(server(authority.signs(&["127.0.0.1"])), authority.trusted()).await;
    let elsewhere = Authority::new();
    for identity in [authority.signs(&["127.0.0.2"]), elsewhere.signs(&["127.0.0.1"])] {
        let two = secure_end(server(identity), authority.trusted()).await;
        let target = uri(format!("sips:{}", two.address));
        assert_eq!(
            soon(one.stack.request(question(target))).await.unwrap_err(),
            RequestFailed::TransportLost
        );
        let counters = two.stack.counters();
        until(|| counters.handshakes_failed.load(Ordering::Relaxed) == 1).await;
    }
}

#[tokio::test]
async fn mutual_tls_takes_only_who_shows_a_certificate_and_tells_its_domains() {
    let authority = Authority::new();
    let two =
        secure_end(mutual_server(authority.signs(&["127.0.0.1"]), &authority), authority.trusted()).await;
    let target = uri(format!("sips:{}", two.address));
    let mut told = answer_all(two.incoming);
    let nameless = secure_end(server(authority.signs(&["127.0.0.1"])), authority.trusted()).await;
    assert_eq!(
        soon(nameless.stack.request(question(target.clone()))).await.unwrap_err(),
        RequestFailed::TransportLost
    );
    let certificate = shown(authority.signs(&["sip:Trunk.example", "127.0.0.1", "gw.trunk.example"]));
    let outgoing = OutgoingTls { certificate: Some(certificate), ..authority.trusted() };
    let trunk = secure_end(server(authority.signs(&["127.0.0.1"])), outgoing).await;
    assert_eq!(soon(trunk.stack.request(question(target))).await.unwrap().status(), 200);
    assert_eq!(soon(told.recv()).await.unwrap(), ["gw.trunk.example", "trunk.example"]);
}

#[tokio::test]
async fn requests_to_one_peer_share_a_connection() {
    let authority = Authority::new();
    let one = secure_end(server(authority.signs(&["127.0.0.1"])), authority.trusted()).await;
    let limits = Limits { connections: 1, ..Limits::default() };
    let config = StackConfig { limits, ..StackConfig::default() };
    let two = end_as(listener(Transport::Tls, Some(server(authority.signs(&["127.0.0.1"])))), config).await;
    let target = uri(format!("sips:{}", two.address));
    let _told = answer_all(two.incoming);
    for _ in 0..3 {
        assert_eq!(soon(one.stack.request(question(target.clone()))).await.unwrap().status(), 200);
    }
    assert_eq!(two.stack.counters().turned_away.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_secure_listener_without_a_certificate_is_refused() {
    for transport in [Transport::Tls, Transport::Wss] {
        let config = StackConfig { listeners: vec![listener(transport, None)], ..StackConfig::default() };
        assert!(matches!(Stack::start(config).await, Err(sip::SipError::NoCertificate { .. })));
    }
}

/// A REGISTER as JsSIP makes it: its own name means nothing (RFC 7118 §5.1).
fn browser_says(method: &str) -> String {
    format!(
        "{method} sip:example.org SIP/2.0\r\nVia: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK{method}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:anna@example.org>;tag=b\r\nTo: <sip:anna@example.org>\r\nCall-ID: ws\r\n\
         CSeq: 1 {method}\r\nContact: <sip:r7f2@df7jal23ls0d.invalid;transport=ws>\r\nContent-Length: 0\r\n\r\n"
    )
}

type Browser<S> = tokio_tungstenite::WebSocketStream<S>;

async fn open<S>(stream: S, secure: bool, fields: &[(&'static str, &str)]) -> tungstenite::Result<Browser<S>>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let scheme = if secure { "wss" } else { "ws" };
    let mut request = format!("{scheme}://127.0.0.1/").into_client_request().unwrap();
    for (name, value) in fields {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    let (browser, response) = soon(tokio_tungstenite::client_async(request, stream)).await?;
    assert_eq!(response.headers()["sec-websocket-protocol"], "sip");
    Ok(browser)
}

const SIP: (&str, &str) = ("sec-websocket-protocol", "sip");

async fn text<S>(browser: &mut Browser<S>) -> String
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    loop {
        match soon(browser.next()).await.unwrap().unwrap() {
            Message::Text(text) => return text.to_string(),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Registers and is asked something back by the flow of its registration.
async fn a_browser<S>(mut browser: Browser<S>, end: &mut End, transport: Transport)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    browser.send(Message::text("\r\n\r\n")).await.unwrap();
    assert_eq!(text(&mut browser).await, "\r\n");
    browser.send(Message::text(browser_says("REGISTER"))).await.unwrap();
    let Some(Incoming::Register(request)) = soon(end.incoming.recv()).await else { panic!() };
    let flow = request.source().flow.clone();
    assert_eq!((request.source().transport, flow.transport()), (transport, transport));
    let contact = request.request().contacts()[0].uri().clone();
    let response = Response::to(request.request(), 200);
    request.respond(response);
    assert!(text(&mut browser).await.starts_with("SIP/2.0 200"));
    let asked = RequestOrder { flow: Some(flow.clone()), ..question(contact) };
    let asked = tokio::spawn({
        let stack = end.stack.clone();
        async move { stack.request(asked).await }
    });
    let options = text(&mut browser).await;
    let via = format!("Via: SIP/2.0/{} ", transport.name());
    assert!(options.starts_with("OPTIONS sip:r7f2@df7jal23ls0d.invalid"), "{options}");
    assert!(options.contains(&via) && options.contains(";transport=ws>"), "{options}");
    let taken: Vec<&str> = options.lines().filter(|line| !line.starts_with("OPTIONS")).collect();
    let answer = format!("SIP/2.0 486 Busy Here\r\n{}\r\n", taken.join("\r\n"));
    browser.send(Message::binary(answer.into_bytes())).await.unwrap();
    assert_eq!(soon(asked).await.unwrap().unwrap().status(), 486);
    // Nothing that is no SIP ends the connection, but what is too large does.
    browser.send(Message::text("nonsense")).await.unwrap();
    browser.send(Message::text("x".repeat(70_000))).await.unwrap();
    while let Some(Ok(_)) = soon(browser.next()).await {}
    let gone = RequestOrder { flow: Some(flow), ..question(Uri::sip("r7f2", "df7jal23ls0d.invalid")) };
    assert_eq!(soon(end.stack.request(gone)).await.unwrap_err(), RequestFailed::TransportLost);
}

#[tokio::test]
async fn a_browser_over_ws_is_reached_by_its_flow() {
    let mut one = end_as(listener(Transport::Ws, None), StackConfig::default()).await;
    let stream = TcpStream::connect(one.address).await.unwrap();
    let browser = open(stream, false, &[SIP]).await.unwrap();
    a_browser(browser, &mut one, Transport::Ws).await;
}

fn connector(authority: &Authority) -> TlsConnector {
    let builder =
        ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().unwrap();
    let config = builder.with_root_certificates(authority.roots()).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn a_browser_over_wss_is_reached_by_its_flow() {
    let authority = Authority::new();
    let tls = server(authority.signs(&["127.0.0.1"]));
    let mut one = end_as(listener(Transport::Wss, Some(tls)), StackConfig::default()).await;
    let stream = TcpStream::connect(one.address).await.unwrap();
    let name = rustls::pki_types::ServerName::try_from("127.0.0.1").unwrap();
    let stream = connector(&authority).connect(name, stream).await.unwrap();
    let browser = open(stream, true, &[SIP]).await.unwrap();
    a_browser(browser, &mut one, Transport::Wss).await;
}

#[tokio::test]
async fn a_page_of_elsewhere_and_one_that_speaks_no_sip_are_refused() {
    let config = StackConfig { origins: vec!["https://desk.example.org".into()], ..StackConfig::default() };
    let one = end_as(listener(Transport::Ws, None), config).await;
    for (fields, expected) in [
        (vec![SIP, ("origin", "https://elsewhere.example")], 403),
        (vec![("origin", "https://desk.example.org")], 400),
    ] {
        let stream = TcpStream::connect(one.address).await.unwrap();
        match open(stream, false, &fields).await {
            Err(tungstenite::Error::Http(response)) => assert_eq!(response.status().as_u16(), expected),
            other => panic!("{:?}", other.err()),
        }
    }
    let stream = TcpStream::connect(one.address).await.unwrap();
    assert!(open(stream, false, &[SIP, ("origin", "https://desk.example.org")]).await.is_ok());
}

#[tokio::test]
async fn a_handshake_that_is_not_ended_is_cut_off_and_the_next_one_has_its_place() {
    let authority = Authority::new();
    let limits = Limits { handshakes: 1, handshake: Duration::from_millis(300), ..Limits::default() };
    let config = StackConfig { limits, ..StackConfig::default() };
    let tls = server(authority.signs(&["127.0.0.1"]));
    let two = end_as(listener(Transport::Tls, Some(tls)), config).await;
    let mut silent = TcpStream::connect(two.address).await.unwrap();
    assert_eq!(soon(silent.read(&mut [0; 1])).await.unwrap(), 0, "it is closed");
    let target = uri(format!("sips:{}", two.address));
    let _told = answer_all(two.incoming);
    let one = secure_end(server(authority.signs(&["127.0.0.1"])), authority.trusted()).await;
    assert_eq!(soon(one.stack.request(question(target))).await.unwrap().status(), 200);
    assert_eq!(two.stack.counters().handshakes_failed.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn one_address_has_only_so_many_connections() {
    let limits = Limits { connections_of_one: 2, ..Limits::default() };
    let one = end_as(listener(Transport::Tcp, None), StackConfig { limits, ..StackConfig::default() }).await;
    let mut kept = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(one.address).await.unwrap();
        stream.write_all(b"\r\n\r\n").await.unwrap();
        soon(stream.read_exact(&mut [0; 2])).await.unwrap();
        kept.push(stream);
    }
    let mut third = TcpStream::connect(one.address).await.unwrap();
    assert!(!matches!(soon(third.read(&mut [0; 1])).await, Ok(1..)), "it is closed");
    drop(kept.pop());
    soon(async {
        loop {
            let mut again = TcpStream::connect(one.address).await.unwrap();
            let _ = again.write_all(b"\r\n\r\n").await;
            if again.read_exact(&mut [0; 2]).await.is_ok() {
                return;
            }
        }
    })
    .await;
}

fn options(number: u32, transport: &str) -> String {
    format!(
        "OPTIONS sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1;rport;branch=z9hG4bKo{number}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:p@127.0.0.1>;tag=p\r\nTo: <sip:100@127.0.0.1>\r\nCall-ID: o{number}\r\n\
         CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    )
}

#[tokio::test]
async fn who_says_too_much_on_a_stream_is_told_and_closed() {
    let limits = Limits { source: Rate { per_second: 1, burst: 3 }, ..Limits::default() };
    let one = end_as(listener(Transport::Tcp, None), StackConfig { limits, ..StackConfig::default() }).await;
    let _told = answer_all(one.incoming);
    let mut stream = TcpStream::connect(one.address).await.unwrap();
    for number in 0..3 {
        stream.write_all(options(number, "TCP").as_bytes()).await.unwrap();
        let mut room = [0; 4096];
        let length = soon(stream.read(&mut room)).await.unwrap();
        assert!(room[..length].starts_with(b"SIP/2.0 200"));
    }
    stream.write_all(options(3, "TCP").as_bytes()).await.unwrap();
    let mut last = String::new();
    soon(stream.read_to_string(&mut last)).await.unwrap();
    assert!(last.starts_with("SIP/2.0 503") && last.contains("Retry-After: 10\r\n"), "{last}");
    assert_eq!(one.stack.counters().over_rate.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn stun_is_answered_where_sip_is_spoken() {
    let one = end_as(listener(Transport::Udp, None), StackConfig::default()).await;
    let phone = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut request = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
    request.extend_from_slice(b"transaction!");
    phone.send_to(&request, one.address).await.unwrap();
    let mut room = [0; 64];
    let (length, from) = soon(phone.recv_from(&mut room)).await.unwrap();
    assert_eq!((length, from), (32, one.address));
    assert_eq!(room[..2], [1, 1]);
    let port = u16::from_be_bytes([room[26], room[27]]) ^ 0x2112;
    assert_eq!(port, phone.local_addr().unwrap().port());
}

/// A thousand addresses that send as fast as the machine lets them.
fn flood(target: SocketAddr, until: Arc<std::sync::atomic::AtomicBool>) -> std::thread::JoinHandle<u64> {
    std::thread::spawn(move || {
        let sockets: Vec<std::net::UdpSocket> = (0..1000_u16)
            .map(|number| {
                std::net::UdpSocket::bind((format!("127.66.{}.{}", number / 250, number % 250 + 1), 0))
                    .unwrap()
            })
            .collect();
        let mut sent = 0;
        while !until.load(Ordering::Relaxed) {
            for socket in &sockets {
                sent += u64::from(socket.send_to(options(sent as u32, "UDP").as_bytes(), target).is_ok());
            }
        }
        sent
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_from_a_thousand_addresses_leaves_registered_phones_served() {
    let strangers = Rate { per_second: 500, burst: 500 };
    let limits = Limits { strangers, ..Limits::default() };
    let mut one =
        end_as(listener(Transport::Udp, None), StackConfig { limits, ..StackConfig::default() }).await;
    let started = Instant::now();
    let phone = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    phone.send_to(browser_says("REGISTER").as_bytes(), one.address).await.unwrap();
    let Some(Incoming::Register(request)) = soon(one.incoming.recv()).await else { panic!() };
    one.stack.vouch(&request.source().flow, Duration::from_secs(600));
    drop(request);
    let _told = answer_all(one.incoming);
    let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let flooding = flood(one.address, over.clone());
    let counters = one.stack.counters();
    until(|| counters.over_rate.load(Ordering::Relaxed) > 1000).await;
    let mut room = [0; 4096];
    for number in 1_000_000..1_000_050 {
        let text = options(number, "UDP");
        let branch = format!("z9hG4bKo{number};");
        // As a phone does: again after T1, since what the kernel has no room for is lost for everybody.
        let served = async {
            loop {
                phone.send_to(text.as_bytes(), one.address).await.unwrap();
                let answer = tokio::time::timeout(Duration::from_millis(500), async {
                    loop {
                        let length = phone.recv(&mut room).await.unwrap();
                        if String::from_utf8_lossy(&room[..length]).contains(&branch) {
                            return;
                        }
                    }
                });
                if answer.await.is_ok() {
                    return;
                }
            }
        };
        soon(served).await;
    }
    over.store(true, Ordering::Relaxed);
    let sent = flooding.join().unwrap();
    let taken = counters.messages.load(Ordering::Relaxed);
    let seconds = started.elapsed().as_secs() + 1;
    // The phone's own, and what strangers together may say.
    assert!(taken <= 51 * 40 + 500 + 500 * seconds, "{taken} of {sent} in {seconds} s");
}
