//! The certificate of the first minute: our own, made once, for localhost and the addresses that we are reached by.

use anyhow::{Context, Result};
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the certificate lies below the data folder.
pub fn path(data: &Path) -> PathBuf {
    data.join("tls/cert.pem")
}

/// The certificate of the data folder, made there if there is none.
pub fn open(data: &Path, domain: &str, addresses: &[IpAddr]) -> Result<Arc<ServerConfig>> {
    let (certificate, key) = (path(data), data.join("tls/key.pem"));
    if !certificate.exists() {
        make(&certificate, &key, domain, addresses).context("making a certificate")?;
    }
    let chain = CertificateDer::pem_file_iter(&certificate)?.collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_file(&key)?;
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = Vec::new();
    Ok(Arc::new(config))
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
