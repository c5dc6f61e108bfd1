//! Streams: messages cut by their Content-Length, over TCP or TLS.

use super::wire::{Ends, FAREWELL, PONG, STALLED, Wire};
use crate::message::{Frame, Framer};
use bytes::Bytes;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// A message that is longer on its way is nobody's who waits for an answer: its transaction is over (64 T1).
const WHOLE: Duration = Duration::from_secs(32);
/// Pongs that wait for a slow reader.
const PONGS: usize = 4;

/// Reads and writes until either side ends it.
pub(super) async fn serve(stream: impl Wire, mut ends: Ends) {
    let (reader, mut writer) = tokio::io::split(stream);
    let (pong, mut pongs) = mpsc::channel(PONGS);
    let mut waiting = std::mem::replace(&mut ends.waiting, mpsc::channel(1).1);
    let farewell = tokio::select! {
        farewell = read(reader, &ends, &pong) => farewell,
        () = write(&mut writer, &mut waiting, &mut pongs) => None,
    };
    let goodbye = async {
        if let Some(farewell) = farewell {
            let _ = writer.write_all(&farewell).await;
        }
        // With TLS the end is said, too.
        let _ = writer.shutdown().await;
    };
    let _ = tokio::time::timeout(FAREWELL, goodbye).await;
    ends.lost().await;
}

/// Answers what is to be said last.
async fn read<S: Wire>(mut reader: ReadHalf<S>, ends: &Ends, pong: &mpsc::Sender<()>) -> Option<Bytes> {
    let mut framer = Framer::default();
    // When the message began that is not whole yet.
    let mut begun: Option<Instant> = None;
    loop {
        let now = Instant::now();
        let until = match begun {
            Some(begun) => begun + WHOLE,
            None => now + ends.gate.silence(ends.flow.remote().ip(), now.into()),
        };
        match tokio::time::timeout_at(until, reader.read_buf(framer.buffer())).await {
            Ok(Ok(length)) if length > 0 => {}
            _ => return None,
        }
        let mut messages = Vec::new();
        let is_readable = loop {
            match framer.next() {
                Ok(Some(Frame::Message(bytes))) => messages.push(bytes),
                // One that does not read has no use for more of them.
                Ok(Some(Frame::Ping)) => drop(pong.try_send(())),
                Ok(None) => break true,
                Err(error) => {
                    tracing::debug!(%error, "a stream cannot be read any further");
                    break false;
                }
            }
        };
        let is_whole = framer.buffer().is_empty();
        begun =
            if is_whole || !messages.is_empty() { None } else { begun }.or((!is_whole).then(Instant::now));
        if !messages.is_empty()
            && let Err((_, farewell)) = ends.arrived(messages).await
        {
            return farewell;
        }
        if !is_readable {
            return None;
        }
    }
}

async fn write<S: Wire>(
    writer: &mut WriteHalf<S>,
    waiting: &mut mpsc::Receiver<Bytes>,
    pongs: &mut mpsc::Receiver<()>,
) {
    loop {
        let bytes = tokio::select! {
            bytes = waiting.recv() => bytes,
            Some(()) = pongs.recv() => Some(Bytes::from_static(PONG)),
        };
        let Some(bytes) = bytes else { return };
        let written = async {
            writer.write_all(&bytes).await?;
            writer.flush().await
        };
        match tokio::time::timeout(STALLED, written).await {
            Ok(Ok(())) => {}
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::{Gate, Limits};
    use super::super::wire::Connection;
    use super::super::{Arrival, Arrivals};
    use super::*;
    use crate::flow::{FlowId, Transport};
    use std::sync::Arc;
    use tokio::io::DuplexStream;

    /// A stranger's end of a connection, and what comes of it.
    fn stranger() -> (DuplexStream, Connection, mpsc::Receiver<Vec<Arrival>>) {
        let (near, far) = tokio::io::duplex(1 << 16);
        let (local, remote) = ("192.0.2.1:5060".parse().unwrap(), "192.0.2.9:4000".parse().unwrap());
        let flow = FlowId::connection_of(Transport::Tcp, local, remote, 1);
        let (connection, waiting) = Connection::new(1);
        let (arrivals, arrived): (Arrivals, _) = mpsc::channel(8);
        let gate = Arc::new(Gate::new(Limits::default(), std::time::Instant::now()));
        tokio::spawn(serve(far, Ends { flow, number: 1, waiting, arrivals, gate }));
        (near, connection, arrived)
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_that_comes_in_drops_is_waited_for_only_so_long() {
        let (mut stranger, _connection, mut arrived) = stranger();
        let begin = Instant::now();
        // One octet a second, for ever.
        let dripping = async {
            while stranger.write_all(b"O").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        tokio::select! {
            () = dripping => {}
            lost = arrived.recv() => assert!(matches!(lost.unwrap()[..], [Arrival::Lost(..)])),
        }
        assert!((WHOLE..WHOLE + Duration::from_secs(4)).contains(&begin.elapsed()), "{:?}", begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn whole_messages_keep_it_open_and_silence_ends_it() {
        let (mut stranger, _connection, mut arrived) = stranger();
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_secs(200)).await;
            stranger.write_all(b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\nOPT").await.unwrap();
            assert!(matches!(arrived.recv().await.unwrap()[..], [Arrival::Message(..)]));
            stranger.write_all(b"IONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            assert!(matches!(arrived.recv().await.unwrap()[..], [Arrival::Message(..)]));
        }
        let begin = Instant::now();
        assert!(matches!(arrived.recv().await.unwrap()[..], [Arrival::Lost(..)]));
        assert!((299..305).contains(&begin.elapsed().as_secs()));
    }
}
