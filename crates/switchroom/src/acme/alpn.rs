//! What an authority is shown that asks by TLS (tls-alpn-01, RFC 8737): at the desk's door a certificate that says nothing but what the
//! authority wants to read. It lies in the data folder while a certificate is ordered, so that a command may order beside the
//! server that has the door.

use crate::certificate::{Certificate, parse};
use anyhow::{Context, Result, ensure};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the authority offers, alone (RFC 8737 §6.2).
const PROTOCOL: &[u8] = b"acme-tls/1";
/// What browsers speak with the desk.
const HTTP: &[u8] = b"http/1.1";
/// A name of DNS has no more characters (RFC 1035 §2.3.4).
const LONGEST_NAME: usize = 253;

/// Shows what was put until it is dropped.
pub struct Exhibits {
    data: PathBuf,
    files: Vec<PathBuf>,
}

impl Exhibits {
    pub fn new(data: &Path) -> Exhibits {
        Exhibits { data: data.to_owned(), files: Vec::new() }
    }

    /// For a name or an address of ours, the digest of what proves that we hold the account.
    pub fn put(&mut self, name: &str, digest: &[u8]) -> Result<()> {
        let file = file(&self.data, &asked_as(name)).with_context(|| format!("{name} is no name of DNS"))?;
        let pem = exhibit(name, digest)?;
        fs::create_dir_all(file.parent().unwrap_or(&self.data))?;
        let mut written =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&file)?;
        self.files.push(file);
        written.write_all(pem.as_bytes())?;
        Ok(())
    }
}

impl Drop for Exhibits {
    fn drop(&mut self) {
        // One that stays proves nothing any more.
        self.files.iter().for_each(|file| _ = fs::remove_file(file));
    }
}

/// Certificate and key (RFC 8737 §3).
fn exhibit(name: &str, digest: &[u8]) -> Result<String> {
    ensure!(digest.len() == 32, "a digest of {} octets", digest.len());
    let mut params = CertificateParams::new([name.to_owned()])?;
    params.custom_extensions.push(CustomExtension::new_acme_identifier(digest));
    let key = KeyPair::generate()?;
    Ok(key.serialize_pem() + &params.self_signed(&key)?.pem())
}

/// By which name the authority asks: an address is turned into a name (RFC 8738 §6).
fn asked_as(name: &str) -> String {
    match name.parse() {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        Ok(IpAddr::V6(address)) => {
            let nibbles = address.octets().into_iter().rev().flat_map(|octet| [octet & 15, octet >> 4]);
            nibbles.map(|nibble| format!("{nibble:x}.")).collect::<String>() + "ip6.arpa"
        }
        Err(_) => name.to_lowercase(),
    }
}

/// Where a name's exhibit lies; `None` for what is no name.
fn file(data: &Path, name: &str) -> Option<PathBuf> {
    let is_of_names = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let is_name = !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(is_of_names);
    is_name.then(|| data.join("tls/asked").join(format!("{name}.pem")))
}

/// The desk's door: shows authorities what they ask for, and everybody else the certificate in force.
#[derive(Debug)]
struct Door {
    certificate: Arc<Certificate>,
    data: PathBuf,
}

/// For the desk, where authorities ask by TLS.
pub fn server(certificate: &Arc<Certificate>, data: &Path) -> Arc<ServerConfig> {
    let door = Door { certificate: certificate.clone(), data: data.to_owned() };
    let mut server = ServerConfig::builder().with_no_client_auth().with_cert_resolver(Arc::new(door));
    server.alpn_protocols = vec![HTTP.to_vec(), PROTOCOL.to_vec()];
    Arc::new(server)
}

impl ResolvesServerCert for Door {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asks = hello.alpn().is_some_and(|mut offered| offered.next() == Some(PROTOCOL));
        if !asks {
            return self.certificate.resolve(hello);
        }
        let file = file(&self.data, &hello.server_name()?.to_lowercase())?;
        let pem = fs::read(file).ok()?;
        parse(&pem, &pem).ok().map(|shown| shown.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Files;
    use rustls::pki_types::ServerName;
    use rustls::{ClientConfig, RootCertStore};
    use tokio_rustls::{TlsAcceptor, TlsConnector};

    /// The certificate that is shown to who offers this protocol; `None`: none.
    async fn shown(
        server: &Arc<ServerConfig>,
        protocol: &[u8],
        name: &str,
        trusted: &RootCertStore,
    ) -> Option<Vec<u8>> {
        let mut client =
            ClientConfig::builder().with_root_certificates(trusted.clone()).with_no_client_auth();
        client.alpn_protocols = vec![protocol.to_vec()];
        let (near, far) = tokio::io::duplex(1 << 16);
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let (client, _server) = tokio::join!(
            TlsConnector::from(Arc::new(client)).connect(name, near),
            TlsAcceptor::from(server.clone()).accept(far)
        );
        let client = client.ok()?;
        assert_eq!(client.get_ref().1.alpn_protocol(), Some(protocol));
        Some(client.get_ref().1.peer_certificates()?[0].to_vec())
    }

    #[tokio::test]
    async fn only_who_asks_so_is_shown_what_is_put_and_only_as_long() {
        rustls::crypto::ring::default_provider().install_default().ok();
        let folder = tempfile::tempdir().unwrap();
        let files = Files::own(folder.path());
        files.make("desk.example.org", &[]).unwrap();
        let certificate = Certificate::open(vec![files.clone()]).unwrap();
        let server = server(&certificate, folder.path());
        let mut exhibits = Exhibits::new(folder.path());
        exhibits.put("Desk.example.org", &[7; 32]).unwrap();
        let pem = fs::read(file(folder.path(), "desk.example.org").unwrap()).unwrap();
        let exhibit = parse(&pem, &pem).unwrap().key.cert[0].clone();
        let mut trusted = crate::certificate::authorities(&files.certificate).unwrap();
        trusted.add(exhibit.clone()).unwrap();

        assert_eq!(
            shown(&server, HTTP, "desk.example.org", &trusted).await,
            certificate.shown().map(|own| own.to_vec())
        );
        assert_eq!(shown(&server, PROTOCOL, "other.example.org", &trusted).await, None);
        // The client of this test knows no critical extension of ACME: that it refuses says what it was shown.
        let (near, far) = tokio::io::duplex(1 << 16);
        let mut client = ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth();
        client.alpn_protocols = vec![PROTOCOL.to_vec()];
        let name = ServerName::try_from("desk.example.org").unwrap();
        let (client, _server) = tokio::join!(
            TlsConnector::from(Arc::new(client)).connect(name, near),
            TlsAcceptor::from(server.clone()).accept(far)
        );
        assert!(client.unwrap_err().to_string().contains("UnsupportedCriticalExtension"));
        drop(exhibits);
        assert!(!file(folder.path(), "desk.example.org").unwrap().exists());
    }

    #[test]
    fn names_are_those_of_dns() {
        assert_eq!(asked_as("Desk.Example.org"), "desk.example.org");
        assert_eq!(asked_as("192.0.2.1"), "1.2.0.192.in-addr.arpa");
        let six = asked_as("2001:db8::1");
        assert!(six.starts_with("1.0.0.0.") && six.ends_with("8.b.d.0.1.0.0.2.ip6.arpa"), "{six}");
        let data = Path::new("/data");
        assert_eq!(file(data, "a.example"), Some("/data/tls/asked/a.example.pem".into()));
        for wrong in ["", "../acme", "a/b", "A", &"a".repeat(254)] {
            assert_eq!(file(data, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_a_digest_is_shown() {
        assert!(exhibit("a.example", &[0; 31]).is_err());
    }
}
