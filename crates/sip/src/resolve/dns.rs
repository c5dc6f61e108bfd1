//! DNS, asked by a library: the wire, the cache and its times are its own.

use super::choose::{Pointer, Service};
use super::{Names, Question, Target, targets};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// One answer of a server; it is asked twice.
const ANSWER: Duration = Duration::from_secs(2);
const TRIES: usize = 2;
/// Everything that is asked for one request.
const LONGEST: Duration = Duration::from_secs(8);
/// Requests that wait for DNS at once; further ones have no way.
const WAITING_LIMIT: usize = 256;

#[derive(Clone)]
pub(crate) struct Resolver {
    dns: Arc<TokioResolver>,
    places: Arc<Semaphore>,
}

impl Resolver {
    /// Asks these servers, or the system's. `None`: there are none.
    pub fn new(servers: &[SocketAddr]) -> Option<Self> {
        let builder = if servers.is_empty() {
            TokioResolver::builder_tokio()
        } else {
            let servers = servers.iter().map(server).collect();
            let config = ResolverConfig::from_parts(None, Vec::new(), servers);
            Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
        };
        let built = builder.and_then(|mut builder| {
            let options = builder.options_mut();
            options.timeout = ANSWER;
            options.attempts = TRIES;
            builder.build()
        });
        match built {
            Ok(dns) => Some(Self { dns: Arc::new(dns), places: Arc::new(Semaphore::new(WAITING_LIMIT)) }),
            Err(error) => {
                tracing::warn!(%error, "no DNS: targets are reached by address only");
                None
            }
        }
    }

    /// The targets in their order; none when DNS has none, or takes too long.
    pub async fn targets(&self, question: &Question) -> Vec<Target> {
        let Ok(_place) = self.places.try_acquire() else { return Vec::new() };
        let all = targets(self, question, |below| rand::random_range(0..below.max(1)));
        tokio::time::timeout(LONGEST, all).await.unwrap_or_default()
    }

    async fn records(&self, name: &str, kind: RecordType) -> Vec<RData> {
        let Ok(mut name) = Name::from_ascii(name) else { return Vec::new() };
        name.set_fqdn(true);
        match self.dns.lookup(name, kind).await {
            Ok(found) => found.answers().iter().map(|record| record.data.clone()).collect(),
            Err(error) => {
                tracing::debug!(%error, %kind, "not found");
                Vec::new()
            }
        }
    }
}

fn server(address: &SocketAddr) -> NameServerConfig {
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = address.port();
        connection
    });
    NameServerConfig::new(address.ip(), true, connections.into())
}

impl Names for Resolver {
    async fn services(&self, domain: &str) -> Vec<Service> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let service = |record| match record {
            RData::NAPTR(naptr) => Some(Service {
                order: naptr.order,
                preference: naptr.preference,
                flags: text(&naptr.flags),
                services: text(&naptr.services),
                replacement: plain(&naptr.replacement),
            }),
            _ => None,
        };
        self.records(domain, RecordType::NAPTR).await.into_iter().filter_map(service).collect()
    }

    async fn pointers(&self, name: &str) -> Vec<Pointer> {
        let pointer = |record| match record {
            RData::SRV(srv) => Some(Pointer {
                priority: srv.priority,
                weight: srv.weight,
                port: srv.port,
                host: plain(&srv.target),
            }),
            _ => None,
        };
        self.records(name, RecordType::SRV).await.into_iter().filter_map(pointer).collect()
    }

    async fn addresses(&self, host: &str) -> Vec<IpAddr> {
        let found = self.dns.lookup_ip(format!("{host}.")).await;
        let mut addresses: Vec<IpAddr> = found.map(|found| found.iter().collect()).unwrap_or_default();
        // Whichever answer came first: IPv4 before IPv6, as most phones and trunks have it.
        addresses.sort_by_key(IpAddr::is_ipv6);
        addresses
    }
}

/// Without the last dot; the root is nothing.
fn plain(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}
