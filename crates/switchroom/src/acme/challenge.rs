//! Where an authority asks whether the names are ours (RFC 8555 §8.3): a small web server that knows only its tokens. It
//! listens while a certificate is ordered and no longer: an open port less for the rest of the year.

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

const FOLDER: &str = "/.well-known/acme-challenge/";
/// Let's Encrypt asks from five places, each once a name; strangers find the door, too.
const MOST_CONNECTIONS: usize = 64;
/// A connection may last so long, whatever it does.
const LONGEST_CONNECTION: Duration = Duration::from_secs(10);
const LARGEST_HEAD_BYTES: usize = 16 << 10;
/// After a failed accept, mostly for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

type Answers = Arc<Mutex<HashMap<String, String>>>;

/// Listens until it is dropped.
pub struct Responder {
    answers: Answers,
    _doors: JoinSet<()>,
}

impl Responder {
    pub async fn open(addresses: &[SocketAddr]) -> Result<Responder> {
        let answers = Answers::default();
        let mut doors = JoinSet::new();
        for address in addresses {
            let listener = TcpListener::bind(address).await;
            let listener = listener.with_context(|| format!("{address} cannot be listened on"))?;
            doors.spawn(serve(listener, answers.clone()));
        }
        Ok(Responder { answers, _doors: doors })
    }

    pub fn put(&self, token: &str, answer: &str) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(token.to_owned(), answer.to_owned());
    }
}

async fn serve(listener: TcpListener, answers: Answers) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let answers = answers.clone();
        connections.spawn(async move {
            let _place = place;
            // Who is too slow is cut off.
            let _ = timeout(LONGEST_CONNECTION, connection(stream, answers)).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, answers: Answers) {
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = answer(&answers, request.uri().path());
        async move { Ok::<_, Infallible>(answer) }
    });
    let mut http = http1::Builder::new();
    http.max_buf_size(LARGEST_HEAD_BYTES).keep_alive(false);
    if let Err(error) = http.serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a connection that asked for a token broke");
    }
}

fn answer(answers: &Answers, path: &str) -> Response<Full<Bytes>> {
    let answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(text) = path.strip_prefix(FOLDER).and_then(|token| answers.get(token)) else {
        let mut nothing = Response::new(Full::default());
        *nothing.status_mut() = StatusCode::NOT_FOUND;
        return nothing;
    };
    let mut found = Response::new(Full::new(Bytes::from(text.clone())));
    found.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn said(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        said
    }

    #[tokio::test]
    async fn it_answers_its_tokens_and_nothing_else_and_only_while_it_is_open() {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = free.local_addr().unwrap();
        assert!(Responder::open(&[address]).await.is_err(), "it is another's");
        drop(free);
        let responder = Responder::open(&[address]).await.unwrap();
        responder.put("token", "token.thumb");
        for (request, status, body) in [
            ("GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: a\r\n\r\n", " 200 ", "token.thumb"),
            // As a proxy is asked (RFC 9112 §3.2.2).
            (
                "GET http://a/.well-known/acme-challenge/token HTTP/1.1\r\nHost: a\r\n\r\n",
                " 200 ",
                "token.thumb",
            ),
            ("GET /.well-known/acme-challenge/other HTTP/1.1\r\nHost: a\r\n\r\n", " 404 ", ""),
            ("GET /.well-known/acme-challenge/ HTTP/1.1\r\nHost: a\r\n\r\n", " 404 ", ""),
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", " 404 ", ""),
            ("\x16\x03\x01 no HTTP\r\n\r\n", " 400 ", ""),
        ] {
            let said = said(address, request).await;
            assert!(said.contains(status) && said.ends_with(&format!("\r\n\r\n{body}")), "{request}: {said}");
        }
        drop(responder);
        // Its task is aborted, which takes a moment.
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
}
