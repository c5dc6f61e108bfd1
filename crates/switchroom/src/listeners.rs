//! Where SIP is spoken, as the configuration says.

use crate::certificate::{self, Certificate};
use crate::config::{Config, SipLimits};
use anyhow::Result;
use rustls::ServerConfig;
use sip::{Limits, Listener, OutgoingTls, Rate, StackConfig, Transport};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// All listeners, and what they take.
pub fn stack(config: &Config, certificate: &Arc<Certificate>) -> Result<StackConfig> {
    let sip = &config.sip;
    let listen = |transport, addresses: &[SocketAddr], tls: Option<&Arc<ServerConfig>>| -> Vec<Listener> {
        // Peers on this machine reach nobody else's network.
        let advertise = |bind: &SocketAddr| config.public.filter(|_| !bind.ip().is_loopback());
        let listener = |bind: &SocketAddr| Listener {
            transport,
            bind: *bind,
            advertise: advertise(bind),
            tls: tls.cloned(),
        };
        addresses.iter().map(listener).collect()
    };
    let tls = certificate.server();
    let mut listeners = [
        listen(Transport::Udp, &sip.udp, None),
        listen(Transport::Tcp, &sip.tcp, None),
        listen(Transport::Tls, &sip.tls, Some(&tls)),
        listen(Transport::Ws, &sip.ws, None),
        listen(Transport::Wss, &sip.wss, Some(&tls)),
    ]
    .concat();
    if let Some(file) = &sip.client_authorities {
        let mutual = certificate.mutual_server(certificate::authorities(file)?)?;
        listeners.extend(listen(Transport::Tls, &sip.mutual_tls, Some(&mutual)));
    }
    let authorities = Arc::new(certificate::trusted(sip.authorities.as_deref())?);
    Ok(StackConfig {
        listeners,
        product: concat!("Switchroom/", env!("CARGO_PKG_VERSION")).into(),
        limits: limits(&sip.limits),
        origins: sip.origins.clone(),
        dns: sip.dns.clone(),
        code_point: sip.dscp,
        outgoing_tls: Some(OutgoingTls { authorities, certificate: Some(certificate.clone()) }),
        ..StackConfig::default()
    })
}

fn limits(limits: &SipLimits) -> Limits {
    Limits {
        connections: limits.connections,
        connections_of_one: limits.connections_of_one,
        handshakes: limits.handshakes,
        handshake: Duration::from_secs(limits.handshake_seconds.into()),
        silence: Duration::from_secs(limits.silence_seconds.into()),
        source: Rate { per_second: limits.messages_per_second, burst: limits.messages_at_once },
        strangers: Rate { per_second: limits.strangers_per_second, burst: limits.strangers_at_once },
    }
}
