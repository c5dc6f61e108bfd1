//! Streams: messages cut by their Content-Length, over TCP or TLS.

use super::wire::{Ends, FAREWELL, PONG, STALLED, Wire};
use crate::message::{Frame, Framer};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;

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
    loop {
        match tokio::time::timeout(ends.gate.limits.silence, reader.read_buf(framer.buffer())).await {
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
