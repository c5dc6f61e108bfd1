//! A speech service by HTTP: any that answers `POST /v1/audio/speech` as OpenAI's does.

use super::{AT_ONCE, EngineError, LARGEST_SOUND_BYTES, Speak, heard, patience, text};
use bytes::Bytes;
use domain::language::Language;
use futures_util::future::BoxFuture;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use serde::Serialize;
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

const LARGEST_HEAD_BYTES: usize = 64 << 10;

/// What one service is asked for.
pub(super) struct Service {
    place: Place,
    model: String,
    voice: String,
    /// Marked as secret, so that nothing shows it.
    key: Option<HeaderValue>,
    tls: TlsConnector,
    asked: Semaphore,
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    host: String,
    port: u16,
    is_sealed: bool,
    authority: String,
    path: String,
}

impl Place {
    /// Of `http://…` or `https://…`.
    pub fn read(url: &str) -> Option<Place> {
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

/// `Authorization` of a key; `None` where it has characters that no key has.
pub(super) fn bearer(key: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", key.trim())).ok()?;
    value.set_sensitive(true);
    Some(value).filter(|_| !key.trim().is_empty())
}

#[derive(Serialize)]
struct Wanted<'a> {
    model: &'a str,
    input: &'a str,
    voice: &'a str,
    response_format: &'static str,
}

impl Service {
    pub fn new(
        place: Place,
        (model, voice): (String, String),
        key: Option<HeaderValue>,
        tls: Arc<ClientConfig>,
    ) -> Self {
        Self { place, model, voice, key, tls: tls.into(), asked: Semaphore::new(AT_ONCE) }
    }

    async fn run(&self, text: &str) -> Result<Vec<i16>, EngineError> {
        let text = text::readable(text);
        let limit = patience(&text);
        let said = async {
            let _place = self.asked.acquire().await.map_err(failed)?;
            self.ask(self.request(&text)?).await
        };
        let said = tokio::time::timeout(limit, said).await;
        heard(said.unwrap_or(Err(EngineError::TooSlow(limit.as_secs())))?).await
    }

    fn request(&self, text: &str) -> Result<Request<Full<Bytes>>, EngineError> {
        let wanted = Wanted { model: &self.model, input: text, voice: &self.voice, response_format: "wav" };
        let mut request = Request::post(&self.place.path)
            .header(HOST, &self.place.authority)
            .header(CONTENT_TYPE, "application/json");
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key);
        }
        request.body(serde_json::to_vec(&wanted).map_err(failed)?.into()).map_err(failed)
    }

    async fn ask(&self, request: Request<Full<Bytes>>) -> Result<Vec<u8>, EngineError> {
        let Place { host, port, is_sealed, .. } = &self.place;
        let stream = TcpStream::connect((host.as_str(), *port)).await?;
        if !is_sealed {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(host.clone()).map_err(failed)?;
        exchange(self.tls.connect(name, stream).await?, request).await
    }
}

impl Speak for Service {
    fn speak<'a>(&'a self, text: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(self.run(text))
    }
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Vec<u8>, EngineError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(LARGEST_HEAD_BYTES)
        .handshake::<_, Full<Bytes>>(TokioIo::new(stream))
        .await
        .map_err(failed)?;
    // It ends with this exchange.
    let mut driven = JoinSet::new();
    driven.spawn(connection);
    let response: Response<_> = sender.send_request(request).await.map_err(failed)?;
    if response.status() != StatusCode::OK {
        return Err(EngineError::Answered(response.status().as_u16()));
    }
    let body = Limited::new(response.into_body(), LARGEST_SOUND_BYTES).collect().await;
    let body = body.map_err(|error| match error.is::<LengthLimitError>() {
        true => EngineError::TooLarge,
        false => failed(error),
    })?;
    Ok(body.to_bytes().into())
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> EngineError {
    EngineError::Failed(io::Error::other(error))
}

#[cfg(test)]
mod tests;
