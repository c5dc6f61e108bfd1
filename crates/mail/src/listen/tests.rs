//! Both servers behind real sockets: TLS, limits, shutdown.

use crate::testing::House;
use crate::{TlsSource, imap, smtp};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

/// A fresh certificate for localhost, and the server's configuration with it.
fn certificate() -> (CertificateDer<'static>, Arc<rustls::ServerConfig>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a configuration");
    (made.cert.der().clone(), Arc::new(config))
}

/// A client that trusts this one certificate.
fn connector(trusted: &CertificateDer<'static>) -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(trusted.clone()).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").expect("a name")
}

async fn listener() -> (TcpListener, std::net::SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

async fn line(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> String {
    let mut line = Vec::new();
    BufReader::with_capacity(1, stream).read_until(b'\n', &mut line).await.expect("a line");
    String::from_utf8(line).expect("text")
}

#[tokio::test]
async fn imap_speaks_tls_with_the_certificate_in_force() {
    let house = House::new().await;
    let (first, config) = certificate();
    let in_force = Arc::new(Mutex::new(config));
    let source: TlsSource = {
        let in_force = in_force.clone();
        Arc::new(move || in_force.lock().expect("a lock").clone())
    };
    let (listener, address) = listener().await;
    let down = house.shutdown.subscribe();
    let served =
        tokio::spawn(imap::serve(listener, Some(source), house.doors.clone(), imap::Limits::default(), down));
    let (second, renewed) = certificate();
    for trusted in [first, second] {
        let stream = TcpStream::connect(address).await.expect("a connection");
        let mut stream = connector(&trusted).connect(localhost(), stream).await.expect("a handshake");
        assert!(line(&mut stream).await.starts_with("* OK [CAPABILITY IMAP4rev1 "));
        stream.write_all(b"a LOGIN anna@example.org open-sesame\r\nb LOGOUT\r\n").await.expect("sent");
        let mut rest = String::new();
        stream.read_to_string(&mut rest).await.expect("an end that is said");
        assert!(rest.ends_with("* BYE Goodbye\r\nb OK Logged out\r\n"), "{rest}");
        *in_force.lock().expect("a lock") = renewed.clone();
    }
    house.shutdown.send_replace(true);
    served.await.expect("an orderly end");
}

#[tokio::test]
async fn smtp_starts_tls_and_forgets_what_was_said_in_the_clear() {
    let house = House::new().await;
    let (trusted, config) = certificate();
    let (listener, address) = listener().await;
    let source: TlsSource = Arc::new(move || config.clone());
    let down = house.shutdown.subscribe();
    tokio::spawn(smtp::serve(listener, Some(source), house.doors.clone(), smtp::Limits::default(), down));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    assert!(line(&mut stream).await.starts_with("220 "));
    stream.write_all(b"EHLO mx\r\n").await.expect("sent");
    let mut offered = Vec::new();
    while !offered.last().is_some_and(|line: &String| line.starts_with("250 ")) {
        offered.push(line(&mut stream).await);
    }
    assert!(offered.contains(&"250-STARTTLS\r\n".to_owned()));
    // An attacker in the middle adds a command; it must not be carried out inside TLS.
    stream.write_all(b"MAIL FROM:<a@b>\r\nSTARTTLS\r\nRSET\r\n").await.expect("sent");
    assert!(line(&mut stream).await.starts_with("250 "));
    assert!(line(&mut stream).await.starts_with("220 "));
    let mut stream = connector(&trusted).connect(localhost(), stream).await.expect("a handshake");
    stream.write_all(b"RCPT TO:<anna@example.org>\r\nSTARTTLS\r\nQUIT\r\n").await.expect("sent");
    let mut rest = String::new();
    stream.read_to_string(&mut rest).await.expect("an end that is said");
    let codes: Vec<&str> = rest.lines().map(|line| &line[..3]).collect();
    assert_eq!(codes, ["503", "503", "221"], "{rest}");
}

#[tokio::test]
async fn too_many_connections_of_one_address_are_told_so() {
    let house = House::new().await;
    let (listener, address) = listener().await;
    let limits = imap::Limits { connections_per_address: 2, ..imap::Limits::default() };
    tokio::spawn(imap::serve(listener, None, house.doors.clone(), limits, house.shutdown.subscribe()));
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        assert!(line(&mut stream).await.starts_with("* OK "));
        held.push(stream);
    }
    let mut third = TcpStream::connect(address).await.expect("a connection");
    assert_eq!(line(&mut third).await, "* BYE [LIMIT] Too many connections\r\n");
    let mut first = held.swap_remove(0);
    first.write_all(b"a LOGOUT\r\n").await.expect("sent");
    first.read_to_end(&mut Vec::new()).await.expect("an end");
    drop(first);
    // The place is free once the server's task has ended; until then the answer is the refusal.
    loop {
        let mut next = TcpStream::connect(address).await.expect("a connection");
        if line(&mut next).await.starts_with("* OK ") {
            break;
        }
    }
}
