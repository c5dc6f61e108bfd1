//! Conversations with a server by script: what is said, in which order, and what its answers mean.

use super::conversation::{Broken, Conversation, Mail};
use crate::wire::Wire;
use domain::number::Email;
use domain::outbound::Tried;
use messaging::outbound::Ended;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream};

const HELLO: &str = "220 mx.example ESMTP\r\n";
const OFFERS: &str = "250-mx.example\r\n250-SIZE 100\r\n250-AUTH PLAIN\r\n250 ENHANCEDSTATUSCODES\r\n";
const OK: &str = "250 2.0.0 OK\r\n";
const GO_ON: &str = "354 go on\r\n";

/// A server that answers each line with the next of these; while it takes a message, the last line only. Answers what it was
/// told.
async fn server(wire: DuplexStream, answers: Vec<String>) -> Vec<String> {
    let (read, mut write) = tokio::io::split(wire);
    let mut lines = BufReader::new(read).lines();
    let (mut told, mut in_data) = (Vec::new(), false);
    let mut answers = answers.into_iter();
    let mut next = answers.next();
    loop {
        if !in_data {
            let Some(answer) = next.take() else { break };
            in_data = answer.starts_with("354");
            if write.write_all(answer.as_bytes()).await.is_err() {
                break;
            }
            next = answers.next();
        }
        let Ok(Some(line)) = lines.next_line().await else { break };
        in_data = in_data && line != ".";
        told.push(line);
    }
    told
}

/// What came of it, and what the server was told.
struct Spoken<T> {
    result: T,
    told: Vec<String>,
}

async fn speak<T>(answers: &[&str], talk: impl AsyncFnOnce(Wire) -> T) -> Spoken<T> {
    let (ours, theirs) = tokio::io::duplex(64 * 1024);
    let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
    let (result, told) = tokio::join!(talk(Box::new(ours)), server(theirs, answers));
    Spoken { result, told }
}

fn to() -> Email {
    Email::parse("anna@home.example").unwrap()
}

async fn send_all(wire: Wire, messages: &[&str]) -> Result<Vec<Ended>, Broken> {
    let to = to();
    let mut conversation = Conversation::begin(wire, "example.org").await?;
    let mut ended = Vec::new();
    for message in messages {
        let mail = Mail { to: &to, return_path: "bounce+1@example.org", message: message.as_bytes() };
        ended.push(conversation.send(&mail).await?);
    }
    Ok(ended)
}

fn tried(result: &Result<Vec<Ended>, Broken>) -> Vec<Tried> {
    result.as_ref().map(|ended| ended.iter().map(|one| one.tried).collect()).unwrap_or_default()
}

#[tokio::test]
async fn several_mails_go_by_one_connection_each_with_its_answer() {
    let answers = [
        HELLO,
        OFFERS, // the first is taken
        OK,
        OK,
        GO_ON,
        "250 2.0.0 queued\r\n", // the second's address is unknown
        OK,
        "550 5.1.1 no such user\r\n",
        OK, // the third is put off
        OK,
        OK,
        GO_ON,
        "451 4.7.1 later\r\n", // the sender of the fourth
        "552 too much\r\n",
        OK,
    ];
    let spoken =
        speak(&answers, async |wire| send_all(wire, &["A: b\r\n\r\n.x\r\n", "c", "d", "e"]).await).await;
    let ended = spoken.result.unwrap();
    assert_eq!(tried(&Ok(ended.clone())), [Tried::Sent, Tried::Never, Tried::Later, Tried::Never]);
    assert_eq!((ended[1].status.as_str(), ended[1].said.as_str()), ("5.1.1", "550 no such user"));
    assert_eq!(ended[3].status, "5.0.0");
    let expected = [
        "EHLO example.org",
        "MAIL FROM:<bounce+1@example.org> SIZE=12",
        "RCPT TO:<anna@home.example>",
        "DATA",
        "A: b",
        "",
        "..x",
        ".",
        "MAIL FROM:<bounce+1@example.org> SIZE=1",
        "RCPT TO:<anna@home.example>",
        "RSET",
    ];
    assert_eq!(spoken.told[..expected.len()], expected);
}

#[tokio::test]
async fn a_server_that_is_lost_at_any_point_is_asked_again_later() {
    let whole = [HELLO, OFFERS, OK, OK, GO_ON];
    for known in 0..whole.len() {
        let spoken = speak(&whole[..known], async |wire| send_all(wire, &["x"]).await).await;
        assert!(matches!(spoken.result, Err(Broken::Lost(_))), "{known}: {:?}", spoken.result.err());
    }
    for goodbye in 2..=5 {
        let mut answers = whole[..goodbye].to_vec();
        answers.push("421 4.3.2 going down\r\n");
        let spoken = speak(&answers, async |wire| send_all(wire, &["x"]).await).await;
        assert!(matches!(spoken.result, Err(Broken::Refused { .. })), "{goodbye}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_left() {
    let (ours, _theirs) = tokio::io::duplex(1024);
    let result = Conversation::begin(Box::new(ours), "example.org").await;
    assert!(matches!(result, Err(Broken::TimedOut)));
}

#[tokio::test]
async fn what_is_no_smtp_is_left_at_once() {
    for greeting in ["HTTP/1.1 400 Bad Request\r\n", "\0\0\0\r\n", "220\u{fffd}\n220", "554 no\r\n"] {
        let spoken = speak(&[greeting], async |wire| Conversation::begin(wire, "example.org").await).await;
        assert!(spoken.result.is_err(), "{greeting:?}");
    }
    let endless = "220-x\r\n".repeat(10_000);
    let spoken = speak(&[&endless], async |wire| Conversation::begin(wire, "example.org").await).await;
    assert!(matches!(spoken.result, Err(Broken::Garbled)));
}

#[tokio::test]
async fn what_a_server_cannot_take_is_not_sent_and_said_so() {
    let long = format!("A: b\r\n\r\n{}\r\n", "x".repeat(101));
    for (offers, message, status) in [
        (OFFERS, long.as_str(), "5.3.4"),
        ("250 mx.example\r\n", "A: b\r\n\r\nü\r\n", "5.6.3"),
        ("250-mx.example\r\n250 8BITMIME\r\n", "A: ü\r\n\r\nx\r\n", "5.6.7"),
    ] {
        let spoken = speak(&[HELLO, offers], async |wire| send_all(wire, &[message]).await).await;
        let ended = spoken.result.unwrap();
        assert_eq!((ended[0].tried, ended[0].status.as_str()), (Tried::Never, status));
        assert_eq!(spoken.told, ["EHLO example.org"]);
    }
    let offers = "250-mx.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";
    let spoken = speak(&[HELLO, offers, OK], async |wire| send_all(wire, &["A: ü\r\n\r\nü\r\n"]).await).await;
    assert_eq!(spoken.told[1], "MAIL FROM:<bounce+1@example.org> BODY=8BITMIME SMTPUTF8");
}

#[tokio::test]
async fn a_server_without_extensions_is_greeted_as_of_old() {
    let answers = [HELLO, "502 what?\r\n", "250 mx.example\r\n", OK, OK, GO_ON, OK];
    let spoken = speak(&answers, async |wire| send_all(wire, &["x"]).await).await;
    assert_eq!(tried(&spoken.result), [Tried::Sent]);
    assert_eq!(
        spoken.told[..3],
        ["EHLO example.org", "HELO example.org", "MAIL FROM:<bounce+1@example.org>"]
    );
}

#[tokio::test]
async fn we_log_in_by_plain_or_login_and_hear_that_we_may_not() {
    let log_in = async |wire| {
        let mut conversation = Conversation::begin(wire, "example.org").await?;
        conversation.log_in("house", "s3cret").await
    };
    let spoken = speak(&[HELLO, OFFERS, "235 2.7.0 welcome\r\n"], log_in).await;
    spoken.result.unwrap();
    assert_eq!(spoken.told[1], "AUTH PLAIN AGhvdXNlAHMzY3JldA==");

    let login = "250-mx.example\r\n250 AUTH LOGIN\r\n";
    let asked = [HELLO, login, "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 welcome\r\n"];
    let spoken = speak(&asked, log_in).await;
    spoken.result.unwrap();
    assert_eq!(spoken.told[1..4], ["AUTH LOGIN", "aG91c2U=", "czNjcmV0"]);

    let spoken = speak(&[HELLO, OFFERS, "535 5.7.8 no\r\n"], log_in).await;
    assert!(matches!(spoken.result, Err(Broken::Refused { .. })));
    let spoken = speak(&[HELLO, "250-mx\r\n250 AUTH GSSAPI\r\n"], log_in).await;
    assert!(matches!(spoken.result, Err(Broken::NoLogIn)));
}

#[tokio::test]
async fn starttls_is_required_and_nothing_is_believed_that_came_before_it() {
    let start = async |wire| Conversation::begin(wire, "example.org").await?.start_tls().await.map(drop);
    let spoken = speak(&[HELLO, OFFERS], start).await;
    assert!(matches!(spoken.result, Err(Broken::NoStartTls)));
    let offers = "250-mx.example\r\n250 STARTTLS\r\n";
    let spoken = speak(&[HELLO, offers, "220 go on\r\n250 mx.example\r\n"], start).await;
    assert!(matches!(spoken.result, Err(Broken::Garbled)), "injected");
    let spoken = speak(&[HELLO, offers, "454 not now\r\n"], start).await;
    assert!(matches!(spoken.result, Err(Broken::Refused { .. })));
    speak(&[HELLO, offers, "220 go on\r\n"], start).await.result.unwrap();
}
