//! The certificate that all doors with TLS show: the operator's, or an authority's, or in the first minute our own, made
//! once, for localhost and the addresses that we are reached by. A new one in its place is used from the next handshake on.

mod facts;

pub use facts::Facts;

use crate::config::Config;
use anyhow::{Context, Result, ensure};
use arc_swap::ArcSwap;
use rustls::client::ResolvesClientCert;
use rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, ServerConfig, SignatureScheme};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tracing::{info, warn};

/// How often the files are looked at; SIGHUP has them looked at at once.
const LOOK: Duration = Duration::from_secs(10);

/// Where certificate and key lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Files {
    /// What an authority has signed, in the data folder: key and certificate in one file, so that they change together.
    pub fn obtained(data: &Path) -> Files {
        let file = data.join("tls/acme.pem");
        Files { certificate: file.clone(), key: file }
    }

    /// Where certificates are looked for; the first that is there is shown.
    pub fn places(config: &Config) -> Vec<Files> {
        let tls = &config.tls;
        if let (Some(certificate), Some(key)) = (&tls.certificate, &tls.key) {
            return vec![Files { certificate: certificate.clone(), key: key.clone() }];
        }
        let obtained = tls.acme.as_ref().map(|_| Files::obtained(&config.data));
        obtained.into_iter().chain([Files::own(&config.data)]).collect()
    }

    /// In the data folder.
    pub fn own(data: &Path) -> Files {
        Files { certificate: data.join("tls/cert.pem"), key: data.join("tls/key.pem") }
    }

    /// Makes a certificate of our own, if there is none.
    pub fn make(&self, domain: &str, addresses: &[IpAddr]) -> Result<()> {
        if self.certificate.exists() {
            return Ok(());
        }
        make(&self.certificate, &self.key, domain, addresses).context("making a certificate")
    }

    fn read(&self) -> Result<Shown> {
        let read = || format!("reading {} and {}", self.certificate.display(), self.key.display());
        let (certificate, key) = (fs::read(&self.certificate), fs::read(&self.key));
        let shown = parse(&certificate.with_context(read)?, &key.with_context(read)?).with_context(read)?;
        shown.key.keys_match().with_context(|| format!("{} is not its key", self.key.display()))?;
        Ok(shown)
    }

    /// What tells whether a file has been changed.
    fn stamp(&self) -> Stamp {
        [&self.certificate, &self.key].map(|file| {
            let facts = fs::metadata(file).ok()?;
            Some((facts.modified().ok()?, facts.len()))
        })
    }
}

type Stamp = [Option<(SystemTime, u64)>; 2];

/// A certificate with its key.
#[derive(Debug)]
pub struct Shown {
    pub key: Arc<CertifiedKey>,
    pub facts: Option<Facts>,
}

/// Reads PEM. Whether the key belongs to the certificate is another question.
pub fn parse(certificate: &[u8], key: &[u8]) -> Result<Shown> {
    let chain = CertificateDer::pem_slice_iter(certificate).collect::<Result<Vec<_>, _>>()?;
    ensure!(!chain.is_empty(), "no certificate in it");
    let facts = chain.first().and_then(Facts::of);
    let key = rustls::crypto::ring::sign::any_supported_type(&PrivateKeyDer::from_pem_slice(key)?)?;
    Ok(Shown { key: Arc::new(CertifiedKey::new(chain, key)), facts })
}

/// The certificate in force.
#[derive(Debug)]
pub struct Certificate {
    /// The first of these that is there.
    places: Vec<Files>,
    in_force: ArcSwap<Shown>,
    seen: Mutex<Vec<Stamp>>,
}

impl Certificate {
    /// Reads the first of these places that has a whole one: what is broken at the start keeps no phone out while another
    /// is there.
    pub fn open(places: Vec<Files>) -> Result<Arc<Certificate>> {
        let seen = Mutex::new(stamps(&places));
        let in_force = ArcSwap::from_pointee(read_whole(&places)?);
        Ok(Arc::new(Certificate { places, in_force, seen }))
    }

    /// The certificate in force.
    pub fn shown(&self) -> Option<CertificateDer<'static>> {
        self.in_force.load().key.cert.first().cloned()
    }

    /// What the certificate in force says of itself.
    pub fn facts(&self) -> Option<Facts> {
        self.in_force.load().facts.clone()
    }

    /// For doors that anybody may come to.
    pub fn server(self: &Arc<Self>) -> Arc<ServerConfig> {
        Arc::new(ServerConfig::builder().with_no_client_auth().with_cert_resolver(self.clone()))
    }

    /// For doors where peers must show a certificate that one of these authorities has signed.
    pub fn mutual_server(self: &Arc<Self>, authorities: RootCertStore) -> Result<Arc<ServerConfig>> {
        let verifier = WebPkiClientVerifier::builder(Arc::new(authorities)).build()?;
        let builder = ServerConfig::builder().with_client_cert_verifier(verifier);
        Ok(Arc::new(builder.with_cert_resolver(self.clone())))
    }

    /// Uses what lies there now, if it is another and whole; otherwise the old one stays. Certificate and key are seldom
    /// put there in the same moment.
    pub fn renew(&self) -> Result<bool> {
        let stamps = stamps(&self.places);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == stamps {
            return Ok(false);
        }
        *seen = stamps;
        let first = self.places.iter().find(|files| files.certificate.exists());
        self.in_force.store(Arc::new(first.context("no certificate is there")?.read()?));
        Ok(true)
    }

    /// Looks for a new one until the house closes.
    pub async fn watch(self: Arc<Self>, mut hang_up: Signal, mut closing: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = closing.wait_for(|closing| *closing) => return,
                _ = hang_up.recv() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            match self.renew() {
                Ok(true) => info!("a new certificate is used from now on"),
                Ok(false) => {}
                Err(error) => warn!(error = format!("{error:#}"), "the old certificate is used on"),
            }
        }
    }
}

fn stamps(places: &[Files]) -> Vec<Stamp> {
    places.iter().map(Files::stamp).collect()
}

fn read_whole(places: &[Files]) -> Result<Shown> {
    let there = |files: &&Files| files.certificate.exists();
    let mut there = places.iter().filter(there).map(Files::read).peekable();
    loop {
        match there.next().context("no certificate is there")? {
            Err(error) if there.peek().is_some() => {
                warn!(error = format!("{error:#}"), "a certificate is passed over")
            }
            result => return result,
        }
    }
}

/// SIGHUP, which would end the process if nobody listened.
pub fn hang_up() -> Result<Signal> {
    Ok(signal(SignalKind::hangup())?)
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.in_force.load().key.clone())
    }
}

impl ResolvesClientCert for Certificate {
    fn resolve(&self, _hints: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.in_force.load().key.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// The authorities of a PEM file.
pub fn authorities(file: &Path) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let read = || format!("reading {}", file.display());
    for authority in CertificateDer::pem_file_iter(file).with_context(read)? {
        roots.add(authority.with_context(read)?).with_context(read)?;
    }
    ensure!(!roots.is_empty(), "{}: no certificate in it", file.display());
    Ok(roots)
}

/// Those that this machine trusts, and those of a file.
pub fn trusted(more: Option<&Path>) -> Result<RootCertStore> {
    let mut roots = more.map_or_else(|| Ok(RootCertStore::empty()), authorities)?;
    let found = rustls_native_certs::load_native_certs();
    for error in found.errors {
        warn!(%error, "an authority of the system is passed over");
    }
    roots.add_parsable_certificates(found.certs);
    Ok(roots)
}

fn make(certificate: &Path, key: &Path, domain: &str, addresses: &[IpAddr]) -> Result<()> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned(), domain.to_owned()];
    names.extend(addresses.iter().map(IpAddr::to_string));
    names.sort_unstable();
    names.dedup();
    let made = rcgen::generate_simple_self_signed(names)?;
    if let Some(folder) = certificate.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(key)?;
    file.write_all(made.signing_key.serialize_pem().as_bytes())?;
    file.sync_all()?;
    fs::write(certificate, made.cert.pem())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::ClientConfig;
    use rustls::pki_types::ServerName;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
    use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};

    struct Pair {
        client: client::TlsStream<DuplexStream>,
        server: server::TlsStream<DuplexStream>,
    }

    /// A handshake of a client that trusts what lies in the folder now.
    async fn shake(config: &Arc<ServerConfig>, files: &Files) -> Pair {
        let roots = authorities(&files.certificate).unwrap();
        let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let (near, far) = tokio::io::duplex(1 << 16);
        let name = ServerName::try_from("localhost").unwrap();
        let (client, server) = tokio::join!(
            TlsConnector::from(Arc::new(client)).connect(name, near),
            TlsAcceptor::from(config.clone()).accept(far)
        );
        Pair { client: client.unwrap(), server: server.unwrap() }
    }

    impl Pair {
        async fn talk(&mut self) {
            self.client.write_all(b"ping").await.unwrap();
            self.client.flush().await.unwrap();
            let mut heard = [0; 4];
            self.server.read_exact(&mut heard).await.unwrap();
            assert_eq!(&heard, b"ping");
        }
    }

    fn put_another(files: &Files) {
        fs::remove_file(&files.certificate).unwrap();
        // A name more, so that the file has another length whatever the clock's steps.
        files.make("another.example", &[]).unwrap();
    }

    #[tokio::test]
    async fn a_new_certificate_is_shown_and_no_connection_is_dropped() {
        rustls::crypto::ring::default_provider().install_default().ok();
        let folder = tempfile::tempdir().unwrap();
        let files = Files::own(folder.path());
        files.make("example.org", &[]).unwrap();
        let certificate = Certificate::open(vec![files.clone()]).unwrap();
        let config = certificate.server();
        let mut old = shake(&config, &files).await;
        old.talk().await;
        assert!(!certificate.renew().unwrap());
        put_another(&files);
        assert!(certificate.renew().unwrap());
        shake(&config, &files).await.talk().await;
        old.talk().await;
    }

    #[test]
    fn what_is_not_whole_yet_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::own(folder.path());
        files.make("example.org", &[]).unwrap();
        let certificate = Certificate::open(vec![files.clone()]).unwrap();
        let before = certificate.in_force.load_full().key.clone();
        let key = fs::read(&files.key).unwrap();
        put_another(&files);
        let new_key = fs::read(&files.key).unwrap();
        fs::write(&files.key, [&key[..], b"\n"].concat()).unwrap();
        assert!(certificate.renew().is_err(), "the old key with the new certificate");
        assert!(Arc::ptr_eq(&before, &certificate.in_force.load().key));
        fs::write(&files.key, new_key).unwrap();
        assert!(certificate.renew().unwrap());
        assert!(!Arc::ptr_eq(&before, &certificate.in_force.load().key));
    }

    #[test]
    fn what_an_authority_has_signed_goes_before_our_own_unless_it_is_broken() {
        let folder = tempfile::tempdir().unwrap();
        let (obtained, own) = (Files::obtained(folder.path()), Files::own(folder.path()));
        own.make("example.org", &[]).unwrap();
        let places = vec![obtained.clone(), own.clone()];
        let certificate = Certificate::open(places.clone()).unwrap();
        let names =
            |certificate: &Certificate, name: &str| certificate.facts().unwrap().covers(&[name.to_owned()]);
        assert!(names(&certificate, "example.org"));
        let made = rcgen::generate_simple_self_signed(vec!["signed.example".into()]).unwrap();
        fs::write(&obtained.key, made.signing_key.serialize_pem() + &made.cert.pem()).unwrap();
        assert!(certificate.renew().unwrap());
        assert!(names(&certificate, "signed.example"));
        // Broken under a running server changes nothing; at a start there is our own.
        fs::write(&obtained.key, "-----BEGIN CERT").unwrap();
        assert!(certificate.renew().is_err());
        assert!(names(&certificate, "signed.example"));
        assert!(names(&Certificate::open(places).unwrap(), "example.org"));
    }

    #[test]
    fn a_file_without_an_authority_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        assert!(authorities(&file).is_err());
        fs::write(&file, "nothing").unwrap();
        assert!(authorities(&file).is_err());
    }
}
