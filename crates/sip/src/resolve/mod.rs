//! Where a request for a URI goes (RFC 3263): by which transport, to which addresses, in which order.

mod choose;
mod dns;
mod failed;

use crate::flow::Transport;
use crate::message::{Scheme, Uri};
use choose::{Pointer, Service, by_weight, usable};
pub(crate) use dns::Resolver;
pub(crate) use failed::{Failed, USUAL as FAILED_USUALLY};
use std::net::{IpAddr, SocketAddr};

/// Targets tried for one request, and names followed for them: a zone may list thousands.
const TARGETS_LIMIT: usize = 16;

/// One place to try.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub transport: Transport,
    pub address: SocketAddr,
    /// What a secure peer must prove (RFC 5922 §4): the domain that was asked for, not what DNS has made of it.
    pub domain: String,
}

/// What DNS is asked. What cannot be found, for whatever reason, is not there.
pub(crate) trait Names {
    async fn services(&self, domain: &str) -> Vec<Service>;
    async fn pointers(&self, name: &str) -> Vec<Pointer>;
    async fn addresses(&self, host: &str) -> Vec<IpAddr>;
}

/// What a URI says before DNS is asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// An address (RFC 3263 §4.1, §4.2).
    Known(Target),
    Ask(Question),
    /// A scheme or a transport by which we send nothing.
    Nowhere,
}

/// What DNS must answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    domain: String,
    is_secure: bool,
    transport: Option<Transport>,
    port: Option<u16>,
}

/// Reads a URI: the first route's, or the target's.
pub(crate) fn next(uri: &Uri) -> Next {
    let is_secure = *uri.scheme() == Scheme::Sips;
    let transport = Transport::asked_by(uri);
    let names_another = transport.is_none() && uri.parameter("transport").is_some();
    let sends = !matches!(transport, Some(Transport::Ws | Transport::Wss));
    if !matches!(uri.scheme(), Scheme::Sip | Scheme::Sips) || names_another || !sends {
        return Next::Nowhere;
    }
    let host = uri.parameter("maddr").filter(|host| !host.is_empty()).unwrap_or(uri.host());
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let usual = if is_secure { Transport::Tls } else { Transport::Udp };
    match host.parse::<IpAddr>() {
        Ok(ip) => {
            let transport = transport.unwrap_or(usual);
            let address = SocketAddr::new(ip, uri.port().unwrap_or(transport.port()));
            let domain = if uri.ip().is_some() { ip.to_string() } else { uri.host().to_owned() };
            Next::Known(Target { transport, address, domain })
        }
        Err(_) => Next::Ask(Question {
            domain: host.trim_end_matches('.').to_owned(),
            is_secure,
            transport: transport.or_else(|| uri.port().map(|_| usual)),
            port: uri.port(),
        }),
    }
}

/// All targets in the order in which they are to be tried. `random` gives a number below its argument (RFC 2782's weights).
pub(crate) async fn targets(
    names: &impl Names,
    question: &Question,
    mut random: impl FnMut(u32) -> u32,
) -> Vec<Target> {
    let mut found = Vec::new();
    for (transport, name) in service_names(names, question).await {
        for pointer in by_weight(names.pointers(&name).await, &mut random) {
            if found.len() < TARGETS_LIMIT {
                add(names, question, transport, &pointer.host, pointer.port, &mut found).await;
            }
        }
    }
    if found.is_empty() {
        // RFC 3263 §4.2: a host without service records, or a port that makes them pointless.
        let usual = if question.is_secure { Transport::Tls } else { Transport::Udp };
        let transport = question.transport.unwrap_or(usual);
        let port = question.port.unwrap_or(transport.port());
        add(names, question, transport, &question.domain, port, &mut found).await;
    }
    found.truncate(TARGETS_LIMIT);
    found
}

/// The SRV names to be asked for, with the transport that each stands for (RFC 3263 §4.1).
async fn service_names(names: &impl Names, question: &Question) -> Vec<(Transport, String)> {
    if question.port.is_some() {
        return Vec::new();
    }
    if let Some(transport) = question.transport {
        return vec![(transport, choose::service_name(transport, &question.domain))];
    }
    let services = usable(names.services(&question.domain).await, question.is_secure);
    if !services.is_empty() {
        return services;
    }
    let all: &[Transport] = if question.is_secure {
        &[Transport::Tls]
    } else {
        &[Transport::Udp, Transport::Tcp, Transport::Tls]
    };
    all.iter().map(|transport| (*transport, choose::service_name(*transport, &question.domain))).collect()
}

async fn add(
    names: &impl Names,
    question: &Question,
    transport: Transport,
    host: &str,
    port: u16,
    found: &mut Vec<Target>,
) {
    for ip in names.addresses(host).await {
        let target =
            Target { transport, address: SocketAddr::new(ip, port), domain: question.domain.clone() };
        if !found.contains(&target) {
            found.push(target);
        }
    }
}

#[cfg(test)]
mod tests;
