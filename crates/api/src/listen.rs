//! Connections: accepted, bounded, encrypted where wanted, and let go in good order.

use crate::doors::Doors;
use crate::guard::Peer;
use crate::router::router;
use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Open connections; further ones wait to be accepted. A browser holds up to seven.
const MOST_CONNECTIONS: usize = 4096;
/// A handshake or a request's head takes a round trip or two.
const LONGEST_HANDSHAKE: Duration = Duration::from_secs(10);
const LONGEST_HEAD: Duration = Duration::from_secs(15);
/// Larger heads are refused.
const LARGEST_HEAD_BYTES: usize = 32 << 10;
/// Requests under way at the shutdown may take so long; live events are closed.
const LONGEST_GOODBYE: Duration = Duration::from_secs(3);
/// After a failed accept, mostly for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until the token is cancelled, then lets requests under way end.
pub async fn serve(
    listener: TcpListener,
    doors: Doors,
    tls: Option<Arc<tokio_rustls::rustls::ServerConfig>>,
    shutdown: CancellationToken,
) {
    let router = router(doors, shutdown.clone());
    let acceptor = tls.map(TlsAcceptor::from);
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let connections = TaskTracker::new();
    while let Some((stream, peer)) = shutdown.run_until_cancelled(accept(&listener)).await {
        let Some(Ok(place)) = shutdown.run_until_cancelled(Arc::clone(&places).acquire_owned()).await else {
            break;
        };
        let (router, acceptor, shutdown) = (router.clone(), acceptor.clone(), shutdown.clone());
        connections.spawn(async move {
            let _place = place;
            match acceptor {
                None => connection(stream, peer, router, shutdown).await,
                Some(acceptor) => {
                    if let Ok(Ok(stream)) = timeout(LONGEST_HANDSHAKE, acceptor.accept(stream)).await {
                        connection(stream, peer, router, shutdown).await;
                    }
                }
            }
        });
    }
    drop(listener);
    connections.close();
    let _ = timeout(LONGEST_GOODBYE, connections.wait()).await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Events are small and wanted at once. A socket without the option is merely slower.
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection of the desk could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    peer: SocketAddr,
    router: Router,
    shutdown: CancellationToken,
) {
    let service = TowerToHyperService::new(router.layer(Extension(Peer(peer))));
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD).max_buf_size(LARGEST_HEAD_BYTES);
    let mut served = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let ended = tokio::select! {
        ended = &mut served => ended,
        () = shutdown.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection of the desk broke");
    }
}
