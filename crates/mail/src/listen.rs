//! The accept loop of both protocols: limits, TLS handshake, one task per connection, an orderly end.

use crate::attentive::Attentive;
use crate::doors::TlsSource;
use crate::gate::Gate;
use crate::metrics::{Metrics, count};
use crate::wire::{Wire, down};
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A handshake takes two round trips; slower peers hold a connection for nothing.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(20);
/// How long sessions may take to say goodbye after shutdown.
const GOODBYE_TIMEOUT: Duration = Duration::from_secs(5);
/// Pause after a failed accept (no file descriptors left), so that it does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

pub(crate) struct Listening {
    pub(crate) listener: TcpListener,
    /// With implicit TLS: the handshake comes first.
    pub(crate) tls: Option<TlsSource>,
    pub(crate) gate: Gate,
    pub(crate) metrics: Arc<Metrics>,
    /// What a plain connection is told at the limit.
    pub(crate) full: &'static [u8],
    pub(crate) shutdown: watch::Receiver<bool>,
}

/// Accepts until shutdown, then waits for the sessions, which watch for shutdown themselves.
pub(crate) async fn listen<F, S>(listening: Listening, session: F)
where
    F: Fn(Wire, IpAddr) -> S + Clone + Send + Sync + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let mut shutdown = listening.shutdown.clone();
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            () = down(&mut shutdown) => break,
            Some(_) = sessions.join_next(), if !sessions.is_empty() => {}
            accepted = listening.listener.accept() => match accepted {
                Ok((stream, peer)) => welcome(&listening, stream, peer.ip(), &session, &mut sessions),
                Err(error) => {
                    tracing::warn!(%error, "accept failed");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
    drop(listening.listener);
    let ended = async { while sessions.join_next().await.is_some() {} };
    if tokio::time::timeout(GOODBYE_TIMEOUT, ended).await.is_err() {
        tracing::warn!("sessions did not end in time and are cut");
    }
}

fn welcome<F, S>(
    listening: &Listening,
    stream: TcpStream,
    peer: IpAddr,
    session: &F,
    sessions: &mut JoinSet<()>,
) where
    F: Fn(Wire, IpAddr) -> S + Clone + Send + Sync + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let _ = stream.set_nodelay(true);
    let Some(pass) = listening.gate.enter(peer) else {
        count(&listening.metrics.turned_away);
        if listening.tls.is_none() {
            // A fresh socket takes these few bytes at once; if not, the peer only sees the close.
            let _ = stream.try_write(listening.full);
        }
        return;
    };
    let (tls, session) = (listening.tls.clone(), session.clone());
    sessions.spawn(async move {
        let stream: Wire = Box::new(Attentive::new(stream));
        let wire = match tls {
            Some(tls) => handshake(stream, &tls).await,
            None => Some(stream),
        };
        if let Some(wire) = wire {
            session(wire, peer).await;
        }
        drop(pass);
    });
}

/// Takes a TLS handshake as its server; `None` when it fails, which is logged at debug: scanners fail all day.
pub(crate) async fn handshake(wire: Wire, tls: &TlsSource) -> Option<Wire> {
    let acceptor = tokio_rustls::TlsAcceptor::from(tls());
    match tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(wire)).await {
        Ok(Ok(stream)) => Some(Box::new(stream)),
        Ok(Err(error)) => {
            tracing::debug!(%error, "TLS handshake failed");
            None
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests;
