//! Where a trunk's server is, and where it reaches us.

use crate::ground::{Ground, route_towards};
use domain::srtp::Signalling;
use domain::trunk::Trunk;
use sip::message::Scheme;
use sip::{FlowId, Transport, Uri};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often a server's name is looked up anew: its calls come from where it is now.
const LOOK_AGAIN: Duration = Duration::from_secs(300);
/// A name server that is silent for longer is asked again next time.
const LOOKUP: Duration = Duration::from_secs(5);

/// The server's URI; sound trunks have one that can be read.
pub fn server(trunk: &Trunk) -> Option<Uri> {
    Uri::parse(&trunk.agreed.server).ok()
}

/// Whether nobody reads along on the way to its server.
pub fn signalling(trunk: &Trunk) -> Signalling {
    let is_secure = server(trunk).is_some_and(|server| transport(&server).is_secure());
    if is_secure { Signalling::Secure } else { Signalling::Clear }
}

/// By which its server is reached; what DNS says of names without one is the same for our own address.
fn transport(server: &Uri) -> Transport {
    let usual = if *server.scheme() == Scheme::Sips { Transport::Tls } else { Transport::Udp };
    Transport::asked_by(server).unwrap_or(usual)
}

/// The domain that we are part of towards it.
pub fn domain(trunk: &Trunk) -> String {
    match trunk.agreed.domain.as_str() {
        "" => server(trunk).map_or_else(String::new, |server| server.host().to_owned()),
        domain => domain.to_owned(),
    }
}

/// A number at the server: `sip:NUMBER@HOST:PORT;transport=tcp`.
pub fn number_at(trunk: &Trunk, number: &str) -> Option<Uri> {
    let server = trunk.agreed.server.strip_prefix("sip:")?;
    // A `#` means something else in a URI.
    Uri::parse(&format!("sip:{}@{server}", number.replace('#', "%23"))).ok()
}

fn port(server: &Uri) -> u16 {
    server.port().unwrap_or_else(|| transport(server).port())
}

/// Keeps the addresses of a server's name, so that its calls are known.
pub async fn learn(ground: Arc<Ground>, trunk: Trunk, mut over: watch::Receiver<bool>) {
    let Some(server) = server(&trunk).filter(|server| server.ip().is_none()) else { return };
    loop {
        let found = addresses(&ground, &server).await;
        if !found.is_empty() {
            ground.trunks.with(trunk.id, |line| line.addresses = found);
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = over.wait_for(|over| *over) => return,
        }
    }
}

/// As requests find it (RFC 3263), else as the machine knows the name.
async fn addresses(ground: &Ground, server: &Uri) -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = Vec::new();
    for address in ground.stack.locate(server).await {
        if !found.contains(&address.ip()) {
            found.push(address.ip());
        }
    }
    if !found.is_empty() {
        return found;
    }
    let host = (server.host().to_owned(), port(server));
    match tokio::time::timeout(LOOKUP, tokio::net::lookup_host(host)).await {
        Ok(Ok(found)) => found.map(|address| address.ip()).collect(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    }
}

/// The server's address: the one it is written with, else what its name was found to be.
pub async fn address(ground: &Ground, trunk: &Trunk) -> Option<SocketAddr> {
    let server = server(trunk)?;
    let known = server.ip().or_else(|| ground.trunks.with(trunk.id, |line| line.addresses.first().copied()));
    let ip = match known {
        Some(ip) => ip,
        None => addresses(ground, &server).await.first().copied()?,
    };
    Some((ip, port(&server)).into())
}

/// The pair of addresses that a trunk's sound will be agreed on between. Signalling finds its own way.
pub fn between(ground: &Ground, remote: SocketAddr) -> Option<FlowId> {
    let local = listener(ground, Transport::Udp, remote.ip())
        .or_else(|| listener(ground, Transport::Tcp, remote.ip()))?;
    FlowId::parse(&format!("udp {} {remote} 0", local.address))
}

/// Where the server reaches us: by the transport that its URI names.
pub fn reached_at(ground: &Ground, server: &Uri, remote: IpAddr) -> Option<String> {
    let transport = transport(server);
    let bound = listener(ground, transport, remote)?;
    let own = if bound.address.ip().is_unspecified() { route_towards(remote) } else { bound.address.ip() };
    let ip = bound.advertise.filter(|public| public.is_ipv4() == own.is_ipv4()).unwrap_or(own);
    let address = SocketAddr::new(ip, bound.address.port());
    Some(match transport {
        Transport::Udp => address.to_string(),
        other => format!("{address};transport={}", other.parameter()),
    })
}

/// The listener that a peer is reached from: the one on the way to it, else one of its family.
fn listener(ground: &Ground, transport: Transport, remote: IpAddr) -> Option<sip::Bound> {
    let own = route_towards(remote);
    let listeners = || ground.stack.listeners().iter().filter(|bound| bound.transport == transport).copied();
    let family = |bound: &sip::Bound| bound.address.is_ipv4() == remote.is_ipv4();
    listeners().find(|bound| bound.address.ip() == own).or_else(|| listeners().find(family))
}
