//! A connection that acknowledges at once where its peer may be waiting for that.
//!
//! A client that writes a literal and the end of its line apart has the second held back by its own kernel until the
//! first is acknowledged (RFC 896), and ours waits 40 ms for an answer that the acknowledgement could ride on (RFC 1122
//! §4.2.3.2). No answer comes: the command is not complete.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What can be told not to wait with its acknowledgements.
pub(crate) trait Acknowledge {
    /// Acknowledges what has been received so far.
    fn acknowledge(&self);
}

impl Acknowledge for TcpStream {
    fn acknowledge(&self) {
        // A kernel that refuses is slower, and no less right. The option does not last: it is set each time.
        let _ = self.set_quickack(true);
    }
}

/// Acknowledges what was read when more is waited for and nothing was written since.
pub(crate) struct Attentive<S> {
    stream: S,
    unanswered: bool,
}

impl<S> Attentive<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, unanswered: false }
    }
}

impl<S: AsyncRead + Acknowledge + Unpin> AsyncRead for Attentive<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if polled.is_ready() {
            self.unanswered |= buffer.filled().len() > before;
        } else if std::mem::take(&mut self.unanswered) {
            self.stream.acknowledge();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Attentive<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.unanswered = false;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::future::poll_fn;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    struct Counting {
        stream: DuplexStream,
        acknowledged: Cell<usize>,
    }

    impl Acknowledge for Counting {
        fn acknowledge(&self) {
            self.acknowledged.set(self.acknowledged.get() + 1);
        }
    }

    impl AsyncRead for Counting {
        fn poll_read(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            Pin::new(&mut self.stream).poll_read(context, buffer)
        }
    }

    impl AsyncWrite for Counting {
        fn poll_write(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            Pin::new(&mut self.stream).poll_write(context, bytes)
        }

        fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.stream).poll_flush(context)
        }

        fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.stream).poll_shutdown(context)
        }
    }

    /// Waits for bytes once; true where some were there.
    async fn reads(wire: &mut Attentive<Counting>) -> bool {
        let mut room = [0; 64];
        poll_fn(|context| {
            let mut buffer = ReadBuf::new(&mut room);
            Poll::Ready(Pin::new(&mut *wire).poll_read(context, &mut buffer).is_ready())
        })
        .await
    }

    #[tokio::test]
    async fn half_a_command_is_acknowledged_and_an_answered_one_by_its_answer() {
        let (mut client, stream) = tokio::io::duplex(64);
        let mut wire = Attentive::new(Counting { stream, acknowledged: Cell::new(0) });
        let acknowledged = |wire: &Attentive<Counting>| wire.stream.acknowledged.get();
        assert!(!reads(&mut wire).await);
        assert_eq!(acknowledged(&wire), 0, "nothing has come");

        client.write_all(b"a literal").await.unwrap();
        assert!(reads(&mut wire).await);
        assert_eq!(acknowledged(&wire), 0, "an answer may come");
        assert!(!reads(&mut wire).await && !reads(&mut wire).await);
        assert_eq!(acknowledged(&wire), 1, "it does not, and once is enough");

        client.write_all(b"\r\n").await.unwrap();
        assert!(reads(&mut wire).await);
        wire.write_all(b"OK").await.unwrap();
        assert!(!reads(&mut wire).await);
        assert_eq!(acknowledged(&wire), 1, "the answer has done it");

        client.read_exact(&mut [0; 2]).await.unwrap();
        drop(client);
        assert!(reads(&mut wire).await && reads(&mut wire).await);
        assert_eq!(acknowledged(&wire), 1, "an end is no bytes");
    }
}
