//! Certificates of those who sign calls, fetched from where they say: by HTTPS, from public addresses, with a limit on everything.
//! Whoever calls names the address, so that it may lead nowhere into our own network.

use crate::certificate;
use crate::config;
use anyhow::{Context, Result};
use bytes::Bytes;
use domain::network::Network;
use futures_util::future::BoxFuture;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, HOST};
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use switch::{Certificates, NotFetched, Signers};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// From the look-up of the name to the last octet. Calls wait for a second of it.
const LONGEST_FETCH: Duration = Duration::from_secs(8);
/// Eight certificates have some kilobytes.
const LARGEST_BODY_BYTES: usize = 64 << 10;
const LARGEST_HEAD_BYTES: usize = 16 << 10;
const LONGEST_ADDRESS: usize = 1024;
/// Those of https, and the one that ATIS-1000074 has beside.
const PORTS: [u16; 2] = [443, 8443];

/// The network, as far as certificates are fetched from it.
pub struct Repositories {
    tls: TlsConnector,
    /// Those of ours, which may be asked at any port.
    own: Vec<Network>,
}

/// Whom to believe, as configured; `None`: nobody, and nothing is looked at.
pub fn signers(config: &config::Config) -> Result<Option<Signers>> {
    let Some(stir) = &config.stir else { return Ok(None) };
    let file = &stir.roots;
    let pem = std::fs::read(file).with_context(|| format!("stir.roots: {}", file.display()))?;
    let roots =
        sip::passport::Roots::read(&pem).with_context(|| format!("stir.roots: {}", file.display()))?;
    let trusted = certificate::trusted(stir.authorities.as_deref())?;
    let tls = ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth();
    let repositories = Repositories { tls: TlsConnector::from(Arc::new(tls)), own: stir.networks.clone() };
    Ok(Some(Signers { roots, certificates: Arc::new(repositories) }))
}

impl Certificates for Repositories {
    fn fetch(&self, address: &str) -> BoxFuture<'static, Result<Bytes, NotFetched>> {
        let place = Place::read(address);
        let (tls, own) = (self.tls.clone(), self.own.clone());
        Box::pin(async move {
            let place = place?;
            let fetched = timeout(LONGEST_FETCH, fetch(&tls, &own, place)).await;
            fetched.unwrap_or_else(|_| Err(NotFetched::Failed("it takes too long".into())))
        })
    }
}

/// Where something lies.
struct Place {
    uri: Uri,
    host: String,
    port: u16,
}

impl Place {
    fn read(address: &str) -> Result<Place, NotFetched> {
        if address.len() > LONGEST_ADDRESS || !config::is_https(address) {
            return Err(NotFetched::Forbidden("it is no https address"));
        }
        let uri: Uri = address.parse().map_err(|_| NotFetched::Forbidden("it is no address"))?;
        let authority = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
        if authority.contains('@') {
            return Err(NotFetched::Forbidden("it has a user"));
        }
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(PORTS[0]);
        Ok(Place { uri, host, port })
    }
}

/// Whether an address is one of the internet (RFC 6890): nothing of ours, of our neighbours', or of everybody at once.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            let is_shared = a == 100 && (64..128).contains(&b);
            let is_kept = a == 0 || a >= 240 || (a == 192 && b == 0) || (a == 198 && (18..20).contains(&b));
            !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast())
                && !(v4.is_broadcast()
                    || v4.is_documentation()
                    || v4.is_unspecified()
                    || is_shared
                    || is_kept)
        }
        // What is given out (2000::/3), but for what leads to IPv4 or is for documents.
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            let is_given_out = first & 0xe000 == 0x2000;
            let is_other = first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xdb8));
            is_given_out && !is_other && first != 0x3fff
        }
    }
}

/// Where of all that a name leads to may be asked. All are looked at, and the one that was looked at is connected to: a name
/// that leads elsewhere the next time gains nothing.
fn allowed(own: &[Network], addresses: impl IntoIterator<Item = SocketAddr>) -> Option<SocketAddr> {
    addresses.into_iter().find(|address| {
        let is_own = own.iter().any(|network| network.contains(address.ip().to_canonical()));
        is_own || is_public(address.ip()) && PORTS.contains(&address.port())
    })
}

async fn fetch(tls: &TlsConnector, own: &[Network], place: Place) -> Result<Bytes, NotFetched> {
    let found = tokio::net::lookup_host((place.host.as_str(), place.port)).await.map_err(failed)?;
    let address = allowed(own, found).ok_or(NotFetched::Forbidden("it leads to no public address"))?;
    let stream = TcpStream::connect(address).await.map_err(failed)?;
    let name = ServerName::try_from(place.host.clone()).map_err(failed)?;
    let stream = tls.connect(name, stream).await.map_err(failed)?;
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(LARGEST_HEAD_BYTES)
        .handshake::<_, Empty<Bytes>>(TokioIo::new(stream))
        .await
        .map_err(failed)?;
    // It ends with this exchange.
    let mut driven = JoinSet::new();
    driven.spawn(connection);
    let authority = place.uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
    let path = place.uri.path_and_query().map_or("/", |path| path.as_str());
    let request =
        Request::get(path).header(HOST, authority).header(ACCEPT, "application/pem-certificate-chain");
    let request = request.body(Empty::new()).map_err(failed)?;
    let response = sender.send_request(request).await.map_err(failed)?;
    // A redirection would be an address that nobody has looked at.
    if response.status() != StatusCode::OK {
        return Err(NotFetched::Failed(format!("the answer is {}", response.status()).into()));
    }
    let body = Limited::new(response.into_body(), LARGEST_BODY_BYTES).collect().await;
    Ok(body.map_err(NotFetched::Failed)?.to_bytes())
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> NotFetched {
    NotFetched::Failed(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_our_own_network_is_asked_but_where_it_is_said_to() {
        let asked = |address: &str, own: &[Network]| allowed(own, [address.parse().unwrap()]).is_some();
        for (address, expected) in [
            ("198.51.101.1:443", true),
            ("198.51.101.1:8443", true),
            ("198.51.101.1:5060", false),
            ("127.0.0.1:443", false),
            ("10.1.2.3:443", false),
            ("172.16.0.1:443", false),
            ("192.168.1.1:443", false),
            ("169.254.169.254:443", false),
            ("100.64.0.1:443", false),
            ("0.0.0.0:443", false),
            ("224.0.0.1:443", false),
            ("255.255.255.255:443", false),
            ("192.0.2.1:443", false),
            ("[2606:4700::1]:443", true),
            ("[::1]:443", false),
            ("[::ffff:127.0.0.1]:443", false),
            ("[::ffff:198.51.101.1]:443", true),
            ("[fe80::1]:443", false),
            ("[fd00::1]:443", false),
            ("[2001:db8::1]:443", false),
            ("[2002:7f00:1::]:443", false),
            ("[64:ff9b::7f00:1]:443", false),
        ] {
            assert_eq!(asked(address, &[]), expected, "{address}");
        }
        let own = [Network::parse("127.0.0.0/8").unwrap()];
        assert!(asked("127.0.0.1:9443", &own) && !asked("10.0.0.1:443", &own));
    }

    #[test]
    fn only_https_addresses_are_places() {
        for address in [
            "http://a.example/c",
            "https:///c",
            "ftp://a/c",
            "file:///etc/passwd",
            "https://user@a.example/c",
            "",
            "a.example",
        ] {
            assert!(Place::read(address).is_err(), "{address}");
        }
        assert!(Place::read(&format!("https://a.example/{}", "x".repeat(1024))).is_err());
        let place = Place::read("https://[2606:4700::1]:8443/c?d").unwrap();
        assert_eq!((place.host.as_str(), place.port), ("2606:4700::1", 8443));
    }
}
