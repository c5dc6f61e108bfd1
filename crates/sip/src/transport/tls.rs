//! TLS: whose certificate proves which SIP domain (RFC 5922), and the handshakes of both sides.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, verify_server_cert_signed_by_trust_anchor};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, IpAddr as PkiIpAddr, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, ServerConfig,
    SignatureScheme,
};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};
use webpki::EndEntityCert;

/// What connections that we make are secured with.
#[derive(Clone)]
pub struct OutgoingTls {
    /// Whose signature peers' certificates need.
    pub authorities: Arc<RootCertStore>,
    /// What we show to peers that ask for a certificate.
    pub certificate: Option<Arc<dyn ResolvesClientCert>>,
}

impl std::fmt::Debug for OutgoingTls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OutgoingTls({} authorities)", self.authorities.len())
    }
}

impl OutgoingTls {
    pub(super) fn connector(&self) -> Result<TlsConnector, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            Arc::new(DomainVerifier { authorities: self.authorities.clone(), provider: provider.clone() });
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let config = match self.certificate.clone() {
            Some(certificate) => builder.with_client_cert_resolver(certificate),
            None => builder.with_no_client_auth(),
        };
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

/// Takes a handshake as its server. Answers the SIP domains that the peer's certificate proves, if it has shown one: the
/// configuration has verified it then.
pub(super) async fn accept(
    config: &Arc<ServerConfig>,
    stream: TcpStream,
) -> std::io::Result<(server::TlsStream<TcpStream>, Option<Arc<[String]>>)> {
    let stream = TlsAcceptor::from(config.clone()).accept(stream).await?;
    let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let names = certificate.map(domains).filter(|names| !names.is_empty()).map(Into::into);
    Ok((stream, names))
}

/// Takes a handshake as its client; the peer must prove `domain`, a name or an address.
pub(super) async fn connect(
    connector: &TlsConnector,
    stream: TcpStream,
    domain: &str,
) -> std::io::Result<client::TlsStream<TcpStream>> {
    let name = match domain.parse::<IpAddr>() {
        Ok(address) => ServerName::IpAddress(PkiIpAddr::from(address)),
        Err(_) => ServerName::try_from(domain.to_owned()).map_err(std::io::Error::other)?,
    };
    connector.connect(name, stream).await
}

/// The SIP domains of a certificate, lower case (RFC 5922 §7.1): its `sip` URIs without a user, and its DNS names. The
/// common name counts for nothing.
fn domains(certificate: &CertificateDer<'_>) -> Vec<String> {
    let Ok(certificate) = EndEntityCert::try_from(certificate) else { return Vec::new() };
    let uris = certificate.valid_uri_names().filter_map(domain_of_uri);
    let mut domains: Vec<String> =
        uris.chain(certificate.valid_dns_names().map(str::to_ascii_lowercase)).collect();
    domains.sort_unstable();
    domains.dedup();
    domains
}

/// A URI proves a domain if it is a `sip` one and names nobody in it (RFC 5922 §7.1).
fn domain_of_uri(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    let is_domain = scheme.eq_ignore_ascii_case("sip") && !rest.contains('@');
    let host = rest.split([';', '?', ':']).next().unwrap_or_default();
    (is_domain && !host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// RFC 5922 §7.2: letter by letter, without regard to case. A `*` stands for nothing but itself.
fn proves(domains: &[String], wanted: &str) -> bool {
    let wanted = wanted.strip_suffix('.').unwrap_or(wanted);
    domains.iter().any(|domain| domain.eq_ignore_ascii_case(wanted) && !domain.contains('*'))
}

/// Verifies that a server's certificate is signed by an authority of ours and proves the domain that was asked for.
#[derive(Debug)]
struct DomainVerifier {
    authorities: Arc<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for DomainVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let certificate = ParsedCertificate::try_from(end_entity)?;
        verify_server_cert_signed_by_trust_anchor(
            &certificate,
            &self.authorities,
            intermediates,
            now,
            self.provider.signature_verification_algorithms.all,
        )?;
        let is_proven = match server_name {
            ServerName::DnsName(name) => proves(&domains(end_entity), name.as_ref()),
            // RFC 5922 speaks of domains; an address is proven as anywhere else.
            _ => EndEntityCert::try_from(end_entity)
                .is_ok_and(|certificate| certificate.verify_is_valid_for_subject_name(server_name).is_ok()),
        };
        match is_proven {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(Error::InvalidCertificate(CertificateError::NotValidForName)),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, SanType};

    fn certificate(names: Vec<SanType>) -> CertificateDer<'static> {
        let mut params = CertificateParams::default();
        params.subject_alt_names = names;
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone()
    }

    fn uri(text: &str) -> SanType {
        SanType::URI(text.try_into().unwrap())
    }

    fn dns(text: &str) -> SanType {
        SanType::DnsName(text.try_into().unwrap())
    }

    #[test]
    fn a_certificate_proves_its_sip_uris_and_dns_names_and_nobody_in_a_domain() {
        let names = vec![
            uri("sip:Example.org"),
            uri("sip:anna@private.example"),
            uri("https://web.example"),
            uri("sips:secure.example"),
            dns("Proxy.Example.org"),
            SanType::IpAddress([192, 0, 2, 1].into()),
        ];
        assert_eq!(domains(&certificate(names)), ["example.org", "proxy.example.org"]);
        assert!(domains(&CertificateDer::from(vec![1, 2, 3])).is_empty());
    }

    #[test]
    fn a_domain_is_proven_letter_by_letter_and_never_by_a_star() {
        let domains = ["example.org".to_owned(), "*.example.com".into()];
        for (wanted, expected) in [
            ("example.org", true),
            ("EXAMPLE.org", true),
            ("example.org.", true),
            ("sip.example.org", false),
            ("sip.example.com", false),
            ("*.example.com", false),
            ("", false),
        ] {
            assert_eq!(proves(&domains, wanted), expected, "{wanted}");
        }
    }
}
