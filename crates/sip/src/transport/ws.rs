//! WebSockets (RFC 6455) that carry SIP (RFC 7118): one message in each frame, and pings while nobody speaks.

use super::wire::{Ends, FAREWELL, Over, PONG, STALLED, Wire};
use crate::message::LARGEST_MESSAGE;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::header::{ORIGIN, SEC_WEBSOCKET_PROTOCOL};
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

/// RFC 7118 §4.1.
const SUB_PROTOCOL: &str = "sip";
/// Proxies and NATs on the way forget a connection that is silent for a minute.
const PING: Duration = Duration::from_secs(25);
/// Two pings and nothing heard: nobody is there.
const DEAF: Duration = Duration::from_secs(60);

/// Takes the HTTP handshake. Pages of other origins than these are refused, if any are named; programs have no origin.
pub(super) async fn accept<S: Wire>(stream: S, origins: &[String]) -> Result<WebSocketStream<S>, Error> {
    let config = WebSocketConfig::default()
        .max_message_size(Some(LARGEST_MESSAGE))
        .max_frame_size(Some(LARGEST_MESSAGE))
        .max_write_buffer_size(16 * LARGEST_MESSAGE)
        .write_buffer_size(0);
    #[expect(clippy::result_large_err, reason = "the library's own type")]
    let agree = |request: &Request, mut response: Response| match refusal(request, origins) {
        Some((status, why)) => {
            let mut refused = ErrorResponse::new(Some(why.to_owned()));
            *refused.status_mut() = status;
            Err(refused)
        }
        None => {
            response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUB_PROTOCOL));
            Ok(response)
        }
    };
    tokio_tungstenite::accept_hdr_async_with_config(stream, agree, Some(config)).await
}

fn refusal(request: &Request, origins: &[String]) -> Option<(StatusCode, &'static str)> {
    let texts = |name| {
        request.headers().get_all(name).into_iter().filter_map(|value: &HeaderValue| value.to_str().ok())
    };
    let is_foreign = |origin: &str| !origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin));
    if !origins.is_empty() && texts(ORIGIN).any(is_foreign) {
        return Some((StatusCode::FORBIDDEN, "This page may not use the telephone here.\n"));
    }
    let offers_sip = texts(SEC_WEBSOCKET_PROTOCOL)
        .flat_map(|value| value.split(','))
        .any(|offered| offered.trim().eq_ignore_ascii_case(SUB_PROTOCOL));
    (!offers_sip).then_some((StatusCode::BAD_REQUEST, "The sub-protocol `sip` is needed.\n"))
}

/// Reads and writes until either side ends it.
pub(super) async fn serve(mut socket: WebSocketStream<impl Wire>, mut ends: Ends) {
    let farewell = exchange(&mut socket, &mut ends).await;
    let goodbye = async {
        if let Some(farewell) = farewell {
            let _ = socket.send(frame(farewell)).await;
        }
        let _ = socket.close(None).await;
    };
    let _ = tokio::time::timeout(FAREWELL, goodbye).await;
    ends.lost().await;
}

/// Answers what is to be said last.
async fn exchange(socket: &mut WebSocketStream<impl Wire>, ends: &mut Ends) -> Option<Bytes> {
    let mut ping = tokio::time::interval_at(Instant::now() + PING, PING);
    let mut heard = Instant::now();
    loop {
        let next = tokio::select! {
            read = socket.next() => {
                heard = Instant::now();
                match received(read?.ok()?) {
                    Received::Message(bytes) => match ends.arrived(vec![bytes]).await {
                        Ok(()) => None,
                        Err((Over, farewell)) => return farewell,
                    },
                    Received::Ping => Some(frame(Bytes::from_static(PONG))),
                    Received::Nothing => None,
                    Received::End => return None,
                }
            }
            bytes = ends.waiting.recv() => Some(frame(bytes?)),
            _ = ping.tick() => {
                if heard.elapsed() > DEAF {
                    return None;
                }
                Some(Message::Ping(Bytes::new()))
            }
        };
        if let Some(next) = next {
            tokio::time::timeout(STALLED, socket.send(next)).await.ok()?.ok()?;
        }
    }
}

/// What a frame holds.
#[derive(Debug, PartialEq, Eq)]
enum Received {
    Message(Bytes),
    /// CRLF CRLF (RFC 5626 §3.5.1), which a WebSocket may carry, too (RFC 7118 §6).
    Ping,
    Nothing,
    End,
}

fn received(message: Message) -> Received {
    let bytes = match message {
        Message::Text(text) => Bytes::from(text),
        Message::Binary(bytes) => bytes,
        Message::Close(_) => return Received::End,
        Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => return Received::Nothing,
    };
    match &bytes[..] {
        b"\r\n\r\n" => Received::Ping,
        blank if blank.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0)) => Received::Nothing,
        _ => Received::Message(bytes),
    }
}

/// As text where it is text, which browsers' stacks expect (RFC 7118 §4.2 allows both).
fn frame(bytes: Bytes) -> Message {
    Utf8Bytes::try_from(bytes.clone()).map_or(Message::Binary(bytes), Message::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(fields: &[(&str, &str)]) -> Request {
        let mut request = tokio_tungstenite::tungstenite::http::Request::builder().uri("/");
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap()
    }

    #[test]
    fn the_sub_protocol_is_needed_and_foreign_pages_are_refused_where_origins_are_named() {
        let own = ["https://Desk.example.org".to_owned()];
        let sip = ("Sec-WebSocket-Protocol", "chat, SIP");
        for (fields, origins, expected) in [
            (&[][..], &[][..], Some(400)),
            (&[("Sec-WebSocket-Protocol", "sipx")], &[], Some(400)),
            (&[sip], &[], None),
            (&[sip, ("Origin", "https://elsewhere.example")], &[], None),
            (&[sip, ("Origin", "https://elsewhere.example")], &own, Some(403)),
            (&[sip, ("Origin", "null")], &own, Some(403)),
            (&[sip, ("Origin", "https://desk.example.org")], &own, None),
            (&[sip], &own, None),
        ] {
            let refused = refusal(&request(fields), origins).map(|(status, _)| status.as_u16());
            assert_eq!(refused, expected, "{fields:?}");
        }
    }

    #[test]
    fn frames_hold_one_message_or_a_sign_of_life() {
        for (message, expected) in [
            (Message::text("INVITE"), Received::Message(Bytes::from_static(b"INVITE"))),
            (Message::binary(&b"INVITE"[..]), Received::Message(Bytes::from_static(b"INVITE"))),
            (Message::text("\r\n\r\n"), Received::Ping),
            (Message::text("\r\n"), Received::Nothing),
            (Message::text(""), Received::Nothing),
            (Message::Pong(Bytes::new()), Received::Nothing),
            (Message::Close(None), Received::End),
        ] {
            assert_eq!(received(message), expected);
        }
        assert!(frame(Bytes::from_static(b"OPTIONS")).is_text());
        assert!(frame(Bytes::from_static(b"\xff")).is_binary());
    }
}
