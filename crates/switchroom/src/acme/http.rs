//! HTTP towards an authority: one request a connection, always by TLS, with a limit on everything that comes back.

use crate::certificate;
use crate::config;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue, RETRY_AFTER};
use hyper::{HeaderMap, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// From the look-up of the name to the last octet.
const LONGEST_REQUEST: Duration = Duration::from_secs(30);
/// A chain of certificates has some kilobytes.
const LARGEST_BODY_BYTES: usize = 256 << 10;
const LARGEST_HEAD_BYTES: usize = 64 << 10;
/// That of https.
const PORT: u16 = 443;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Seconds that the authority has asked us to stay away for, in its last answer that was an error; 0 is not at all.
#[derive(Clone, Debug, Default)]
pub struct Asked(Arc<AtomicU32>);

impl Asked {
    pub fn seconds(&self) -> Option<u32> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&seconds| seconds > 0)
    }
}

/// What `instant-acme` sends its requests by.
pub struct Http {
    tls: TlsConnector,
    /// Where its answer is looked at more closely.
    directory: Uri,
    asked: Asked,
    patience: Duration,
}

impl Http {
    pub fn new(acme: &config::Acme, asked: Asked) -> anyhow::Result<Http> {
        let roots = certificate::trusted(acme.authorities.as_deref().map(Path::new))?;
        let tls = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Ok(Http {
            tls: TlsConnector::from(Arc::new(tls)),
            directory: acme.directory.parse()?,
            asked,
            patience: LONGEST_REQUEST,
        })
    }

    #[cfg(test)]
    pub fn patient_for(self, patience: Duration) -> Http {
        Http { patience, ..self }
    }
}

impl HttpClient for Http {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let (tls, asked, patience) = (self.tls.clone(), self.asked.clone(), self.patience);
        let is_directory = *request.uri() == self.directory;
        Box::pin(async move {
            let response = match timeout(patience, exchange(tls, request)).await {
                Ok(response) => response.map_err(Error::Other)?,
                Err(_) => return Err(Error::Other("the authority has not answered in time".into())),
            };
            if is_directory && response.status() == StatusCode::OK {
                check_directory(response.body())?;
            }
            let (mut parts, body) = response.into_parts();
            let seconds = retry_after(&parts.headers);
            // `instant-acme` adds it to the time, which a number of an attacker's choice would carry over the edge.
            parts.headers.remove(RETRY_AFTER);
            if let Some(seconds) = seconds {
                parts.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            let is_error = parts.status.is_client_error() || parts.status.is_server_error();
            asked.0.store(seconds.filter(|_| is_error).unwrap_or(0), Ordering::Relaxed);
            // `instant-acme` would only say that it could not read it.
            if is_error && !body.starts_with(b"{") {
                return Err(Error::Other(format!("the authority answers {}", parts.status).into()));
            }
            Ok(BytesResponse { parts, body: Box::new(body) })
        })
    }
}

async fn exchange(
    tls: TlsConnector,
    mut request: Request<BodyWrapper<Bytes>>,
) -> Result<Response<Bytes>, BoxError> {
    let uri = request.uri().clone();
    if !config::is_https(&uri.to_string()) {
        return Err(format!("{uri}: an authority is talked to by https").into());
    }
    let (host, port) = (uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(PORT));
    let host = host.trim_matches(['[', ']']).to_owned();
    let stream =
        TcpStream::connect((host.as_str(), port)).await.map_err(|error| format!("{uri}: {error}"))?;
    let stream = tls.connect(ServerName::try_from(host)?, stream).await?;
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(LARGEST_HEAD_BYTES)
        .handshake::<_, BodyWrapper<Bytes>>(TokioIo::new(stream))
        .await?;
    // It ends with this exchange.
    let mut driven = JoinSet::new();
    driven.spawn(connection);
    if let Some(authority) = uri.authority() {
        request.headers_mut().insert(HOST, HeaderValue::from_str(authority.as_str())?);
    }
    *request.uri_mut() = uri.path_and_query().map_or("/", |path| path.as_str()).parse()?;
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = Limited::new(body, LARGEST_BODY_BYTES).collect().await?.to_bytes();
    Ok(Response::from_parts(parts, body))
}

/// `instant-acme` takes for granted that these are addresses.
fn check_directory(body: &[u8]) -> Result<(), Error> {
    let directory: serde_json::Value = serde_json::from_slice(body)?;
    let is_sound = |name: &str| directory[name].as_str().is_some_and(config::is_https);
    if ["newNonce", "newAccount", "newOrder"].into_iter().all(is_sound) {
        return Ok(());
    }
    Err(Error::Other("what the authority shows is no directory (RFC 8555 §7.1.1)".into()))
}

/// Seconds, from either form of RFC 9110 §10.2.3; at most as long as an authority may put us off.
fn retry_after(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().unwrap_or(u64::MAX)
    } else {
        let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        u64::try_from(until.duration_since(jiff::Timestamp::now()).as_secs()).unwrap_or(0)
    };
    let most = domain::renewal::LONGEST_PUT_OFF_SECONDS;
    Some(u32::try_from(seconds).unwrap_or(most).min(most)).filter(|_| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms_and_bounded() {
        let most = Some(domain::renewal::LONGEST_PUT_OFF_SECONDS);
        for (text, seconds) in [
            ("120", Some(120)),
            (" 3 ", Some(3)),
            ("0", Some(0)),
            ("99999999999999999999999999", most),
            ("Thu, 31 Dec 9998 23:59:59 GMT", most),
            ("Fri, 31 Dec 1999 23:59:59 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            assert_eq!(retry_after(&headers), seconds, "{text}");
        }
    }

    #[test]
    fn a_directory_has_addresses() {
        let whole = r#"{"newNonce":"https://a/n","newAccount":"https://a/a","newOrder":"https://a/o"}"#;
        check_directory(whole.as_bytes()).unwrap();
        for (from, to) in
            [("https://a/n", "http://a/n"), ("https://a/a", "a b"), ("\"https://a/o\"", "7"), ("}", "")]
        {
            assert!(check_directory(whole.replace(from, to).as_bytes()).is_err(), "{to}");
        }
    }
}
