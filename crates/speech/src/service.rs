//! Services by HTTP/1.1 that speech is given to or taken from: one request on a connection of its own, everything limited.

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

const LARGEST_HEAD_BYTES: usize = 64 << 10;

/// A service that cannot be reached within this is away.
const CONNECTING: Duration = Duration::from_secs(10);

/// Where a service is, and how it knows us.
pub(crate) struct Service {
    place: Place,
    /// Marked as secret, so that nothing shows it.
    key: Option<HeaderValue>,
    tls: TlsConnector,
}

/// Where it is.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    host: String,
    port: u16,
    is_sealed: bool,
    authority: String,
    path: String,
}

/// Why it cannot be asked as it is configured.
#[derive(Debug, thiserror::Error)]
pub enum Unaskable {
    #[error("url: http://… or https://…")]
    NoAddress,
    #[error("key_file: {0}")]
    NoKey(io::Error),
}

/// Why it has answered nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServiceError {
    /// It was told nothing.
    #[error("{0}")]
    Away(io::Error),
    #[error("{0}")]
    BrokeOff(io::Error),
    #[error("it answers {0}")]
    Answered(StatusCode),
    #[error("its answer is too large")]
    TooLarge,
}

/// What it is asked.
pub(crate) struct Question {
    pub content_type: HeaderValue,
    pub body: Bytes,
}

impl Place {
    /// Of `http://…` or `https://…`.
    fn read(url: &str) -> Option<Place> {
        let uri: Uri = url.parse().ok()?;
        let is_sealed = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?.as_str();
        let host = uri.host()?.trim_matches(['[', ']']).to_owned();
        if host.is_empty() || authority.contains('@') {
            return None;
        }
        let port = uri.port_u16().unwrap_or(if is_sealed { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Some(Place { host, port, is_sealed, authority: authority.to_owned(), path })
    }
}

/// The key that a file holds, as it is shown to a service.
fn key(file: &Path) -> io::Result<HeaderValue> {
    let text = std::fs::read_to_string(file)?;
    bearer(&text).ok_or_else(|| io::Error::other("it holds no key"))
}

/// `Authorization` of a key; `None` where it has characters that no key has.
fn bearer(key: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", key.trim())).ok()?;
    value.set_sensitive(true);
    Some(value).filter(|_| !key.trim().is_empty())
}

impl Service {
    /// The one of a URL; a file may hold the key that it asks for. It is believed by `tls`.
    pub fn open(url: &str, key_file: Option<&Path>, tls: &Arc<ClientConfig>) -> Result<Self, Unaskable> {
        let place = Place::read(url).ok_or(Unaskable::NoAddress)?;
        let key = key_file.map(key).transpose().map_err(Unaskable::NoKey)?;
        Ok(Self { place, key, tls: Arc::clone(tls).into() })
    }

    /// The body of what it answers by POST, of at most so many octets. How long that takes is the caller's to limit.
    pub async fn ask(&self, question: Question, most_octets: usize) -> Result<Vec<u8>, ServiceError> {
        let request = self.request(question).map_err(|error| ServiceError::Away(io::Error::other(error)))?;
        let stream = tokio::time::timeout(CONNECTING, self.connect()).await;
        let stream = stream.unwrap_or_else(|late| Err(late.into())).map_err(ServiceError::Away)?;
        exchange(stream, request, most_octets).await
    }

    fn request(&self, question: Question) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let mut request = Request::post(&self.place.path)
            .header(HOST, &self.place.authority)
            .header(CONTENT_TYPE, question.content_type);
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key);
        }
        request.body(question.body.into())
    }

    async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        let Place { host, port, is_sealed, .. } = &self.place;
        let stream = TcpStream::connect((host.as_str(), *port)).await?;
        if !is_sealed {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(host.clone()).map_err(io::Error::other)?;
        Ok(Box::new(self.tls.connect(name, stream).await?))
    }
}

/// A connection, sealed or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

async fn exchange(
    stream: Box<dyn Stream>,
    request: Request<Full<Bytes>>,
    most_octets: usize,
) -> Result<Vec<u8>, ServiceError> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(LARGEST_HEAD_BYTES)
        .handshake::<_, Full<Bytes>>(TokioIo::new(stream))
        .await
        .map_err(broke_off)?;
    // It ends with this exchange.
    let mut driven = JoinSet::new();
    driven.spawn(connection);
    let response = sender.send_request(request).await.map_err(broke_off)?;
    if response.status() != StatusCode::OK {
        return Err(ServiceError::Answered(response.status()));
    }
    let body = Limited::new(response.into_body(), most_octets).collect().await;
    let body = body.map_err(|error| match error.is::<LengthLimitError>() {
        true => ServiceError::TooLarge,
        false => broke_off(error),
    })?;
    Ok(body.to_bytes().into())
}

fn broke_off(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ServiceError {
    ServiceError::BrokeOff(io::Error::other(error))
}

#[cfg(test)]
pub(crate) mod tests;
