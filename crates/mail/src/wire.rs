//! A connection as both protocols see it: plain or TLS, with a limit on each write.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::watch;

/// A peer that takes nothing for this long is gone.
const WRITE_TIMEOUT: Duration = Duration::from_secs(120);

/// The last words are a courtesy.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

pub(crate) type Wire = Box<dyn Stream>;

/// Writes all of `bytes` and flushes (TLS keeps records back until then).
pub(crate) async fn send(wire: &mut Wire, bytes: &[u8]) -> io::Result<()> {
    let sent = async {
        wire.write_all(bytes).await?;
        wire.flush().await
    };
    tokio::time::timeout(WRITE_TIMEOUT, sent).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// Says the end in TLS and TCP, so that the peer does not take it for a broken line.
pub(crate) async fn close(wire: &mut Wire) {
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, wire.shutdown()).await;
}

/// Waits until the house goes down; its end without a word means the same.
pub(crate) async fn down(shutdown: &mut watch::Receiver<bool>) {
    let _ = shutdown.wait_for(|down| *down).await;
}
