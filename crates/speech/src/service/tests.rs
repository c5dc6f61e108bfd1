//! Services that answer well, slowly, wrongly or too much; other tests of speech have theirs from here.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What follows on the answer.
pub enum Then {
    End,
    Zeros,
    Silence,
}

/// Takes a request for each of these answers. Its result is what it was sent, head and body.
pub async fn server(answers: Vec<Vec<u8>>, then: Then) -> (String, JoinHandle<Vec<(String, Vec<u8>)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            requests.push(request(&mut stream).await);
            stream.write_all(&answer).await.unwrap();
            match then {
                Then::End => {}
                Then::Zeros => while stream.write_all(&[0; 65_536]).await.is_ok() {},
                Then::Silence => std::future::pending().await,
            }
        }
        requests
    });
    (format!("http://{address}"), served)
}

async fn request(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut asked = Vec::new();
    loop {
        assert!(stream.read_buf(&mut asked).await.unwrap() > 0);
        let Some(end) = asked.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(asked[..end].to_vec()).unwrap().to_lowercase();
        let (_, length) = head.split_once("content-length: ").unwrap();
        let length: usize = length.lines().next().unwrap().parse().unwrap();
        if asked.len() >= end + 4 + length {
            return (head, asked.split_off(end + 4));
        }
    }
}

pub fn ok(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub fn refusal(status: u16) -> Vec<u8> {
    format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

pub fn believing_nobody() -> Arc<ClientConfig> {
    let tls = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty());
    tls.with_no_client_auth().into()
}

async fn fate(answer: Vec<u8>, then: Then) -> Result<Vec<u8>, ServiceError> {
    let (url, _served) = server(vec![answer], then).await;
    ask(&url).await
}

async fn ask(url: &str) -> Result<Vec<u8>, ServiceError> {
    let service = Service::open(url, None, &believing_nobody()).unwrap();
    let question = Question { content_type: HeaderValue::from_static("text/plain"), body: "?".into() };
    service.ask(question, 1 << 20).await
}

#[tokio::test]
async fn an_answer_is_whole_and_a_refusal_or_a_broken_one_is_an_error() {
    assert_eq!(fate(ok(b"yes"), Then::End).await.unwrap(), b"yes");
    let moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n".to_vec();
    for (answer, expected) in [(refusal(401), 401), (refusal(503), 503), (moved, 302)] {
        let error = fate(answer, Then::End).await;
        assert!(matches!(&error, Err(ServiceError::Answered(status)) if *status == expected), "{error:?}");
    }
    for answer in [&b"SSH-2.0-OpenSSH\r\n"[..], b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nRIFF", b""] {
        let error = fate(answer.to_vec(), Then::End).await;
        assert!(matches!(error, Err(ServiceError::BrokeOff(_))), "{error:?}");
    }
}

#[tokio::test]
async fn one_that_is_not_there_or_not_whom_we_believe_is_told_nothing() {
    let away = ask("http://127.0.0.1:1/v1").await;
    assert!(matches!(away, Err(ServiceError::Away(_))), "{away:?}");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let plain = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    });
    let unsealed = ask(&format!("https://127.0.0.1:{port}/v1")).await;
    assert!(matches!(unsealed, Err(ServiceError::Away(_))), "{unsealed:?}");
    plain.await.unwrap();
}

#[tokio::test]
async fn more_than_is_wanted_is_not_taken() {
    let endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nRIFF".to_vec();
    assert!(matches!(fate(endless, Then::Zeros).await, Err(ServiceError::TooLarge)));
    let head = [b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec(), vec![b'x'; LARGEST_HEAD_BYTES]].concat();
    assert!(matches!(fate(head, Then::Zeros).await, Err(ServiceError::BrokeOff(_))));
}

#[test]
fn an_address_is_one_of_http() {
    for (url, port, is_sealed) in [
        ("https://speech.example.org/v1/audio/speech", 443, true),
        ("http://[::1]/v1/audio/speech", 80, false),
        ("http://127.0.0.1:8000/v1/audio/speech", 8000, false),
    ] {
        let place = Place::read(url).unwrap();
        assert_eq!((place.port, place.is_sealed, place.path.as_str()), (port, is_sealed, "/v1/audio/speech"));
    }
    for url in
        ["", "speech.example.org", "ftp://a/b", "http://", "https://user@a.example/", "/v1/audio/speech"]
    {
        assert_eq!(Place::read(url), None, "{url}");
    }
    assert!(bearer("").is_none() && bearer("\n").is_none() && bearer("a\u{1}b").is_none());
    assert!(!format!("{:?}", bearer("secret").unwrap()).contains("secret"));
}
