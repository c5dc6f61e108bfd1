//! Conversations with a mail server, from greeting to what lies in the mailbox.

use super::Limits;
use crate::testing::{ANNA, BEN, House};
use domain::id::UserId;
use futures_util::future::BoxFuture;
use messaging::{Answer, DeliverError, Delivered, Delivery, Flags, Mailbox, MailboxError, Post};
use std::sync::Arc;

const HELLO: &str = "
    S: 220 example.org ESMTP Switchroom
    C: EHLO mx.example.net
    S: 250-example.org
    S: 250-PIPELINING
    S: 250-SIZE 50000000
    S: 250-8BITMIME
    S: 250-SMTPUTF8
    S: 250 ENHANCEDSTATUSCODES";

/// Messages in the inbox, as octets.
async fn inbox(house: &House, user: UserId) -> Vec<String> {
    let mailbox = house.doors.post.mailbox(user);
    let folder = mailbox.folders().await.expect("folders")[0].id;
    let mut messages = Vec::new();
    for entry in mailbox.list(folder, 1..u32::MAX, 100).await.expect("entries") {
        let octets = mailbox.read(&entry.message, 0..entry.size).await.expect("octets");
        messages.push(String::from_utf8_lossy(&octets).into_owned());
    }
    messages
}

#[tokio::test(start_paused = true)]
async fn a_mail_lies_in_the_mailbox_of_each_recipient_once_it_is_said_to() {
    let house = House::new().await;
    let mut peer = house.smtp();
    peer.play(HELLO).await;
    peer.play(
        "C: MAIL FROM:<carla@example.net> SIZE=100 BODY=8BITMIME
         S: 250 2.1.0 Sender OK
         C: RCPT TO:<anna@example.org>
         S: 250 2.1.5 Recipient OK
         C: RCPT TO:<Ben@Example.ORG>
         S: 250 2.1.5 Recipient OK
         C: RCPT TO:<anna@example.org>
         S: 250 2.1.5 Recipient OK
         C: DATA
         S: 354 …
         C: Subject: Hello
         C:
         C: ..dotted
         C: .
         S: 250 2.0.0 Kept as …
         C: QUIT
         S: 221 2.0.0 Goodbye
         S!",
    )
    .await;
    for user in [ANNA, BEN] {
        let messages = inbox(&house, user).await;
        assert_eq!(messages.len(), 1);
        assert!(messages[0].starts_with(
            "Return-Path: <carla@example.net>\r\nReceived: from mx.example.net ([127.0.0.1])\r\n"
        ));
        assert!(messages[0].contains(" with ESMTP id "));
        assert!(messages[0].ends_with("Subject: Hello\r\n\r\n.dotted\r\n"), "{}", messages[0]);
    }
}

#[tokio::test(start_paused = true)]
async fn pipelined_commands_are_answered_in_order() {
    let house = House::new().await;
    let mut peer = house.smtp();
    peer.play(HELLO).await;
    peer.send(b"MAIL FROM:<>\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<postmaster>\r\nDATA\r\n").await;
    peer.play(
        "S: 250 2.1.0 Sender OK
         S: 550 5.1.1 Nobody of that address is here
         S: 250 2.1.5 Recipient OK
         S: 354 …",
    )
    .await;
    peer.send(b"Subject: x\r\n\r\nx\r\n.\r\nRSET\r\nQUIT\r\n").await;
    peer.play(
        "S: 250 2.0.0 Kept as …
         S: 250 2.0.0 OK
         S: 221 2.0.0 Goodbye
         S!",
    )
    .await;
    let messages = inbox(&house, ANNA).await;
    assert!(messages[0].starts_with("Return-Path: <>\r\n"), "the administrator is the postmaster");
}

#[tokio::test(start_paused = true)]
async fn what_is_out_of_order_or_not_for_us_is_refused() {
    let house = House::new().await;
    let mut peer = house.smtp();
    peer.play(
        "S: 220 …
         C: MAIL FROM:<a@example.net>
         S: 503 5.5.1 Say EHLO first
         C: HELO mx
         S: 250 example.org
         C: RCPT TO:<anna@example.org>
         S: 503 5.5.1 Say MAIL first
         C: DATA
         S: 503 5.5.1 Say MAIL first
         C: MAIL FROM:<a@example.net> SIZE=60000000
         S: 552 5.3.4 The message is too large
         C: MAIL FROM:<a@example.net> BODY=BINARYMIME
         S: 555 …
         C: MAIL FROM:<ä@example.net>
         S: 553 5.6.7 …
         C: MAIL FROM:<ä@example.net> SMTPUTF8
         S: 250 …
         C: MAIL FROM:<a@example.net>
         S: 503 5.5.1 A mail is under way
         C: RCPT TO:<anna@elsewhere.example>
         S: 550 5.1.1 Nobody of that address is here
         C: RCPT TO:<+4930123@voice.example.org>
         S: 550 5.1.1 That is the number of a caller: it is called, and takes no mail
         C: RCPT TO:<anna@voice.example.org>
         S: 550 5.1.1 Nobody of that address is here
         C: RCPT TO:<>
         S: 501 …
         C: DATA
         S: 503 5.5.1 Say RCPT first
         C: VRFY anna
         S: 252 …
         C: STARTTLS
         S: 502 5.5.1 There is no TLS here
         C: AUTH PLAIN
         S: 5…
         C: XYZZY
         S: 500 5.5.1 That command is not known here",
    )
    .await;
    peer.send(b"NOOP\n").await;
    peer.play("S: 500 5.5.2 Lines end with CR LF").await;
}

#[tokio::test(start_paused = true)]
async fn a_message_that_must_not_be_is_refused_at_its_end() {
    let house = House::new().await;
    let mut peer = house.smtp_limited(Limits { message_limit_bytes: 3000, ..Limits::default() });
    peer.play("S: 220 …\nC: HELO mx\nS: 250 example.org").await;
    for (message, answer) in [
        ("a\n.\r\nMAIL FROM:<x@y>\r\n.\r\n".to_owned(), "554 5.6.0 …"),
        ("a\r\n.\nb\r\n.\r\n".to_owned(), "554 5.6.0 …"),
        (format!("{}\r\n.\r\n", "x".repeat(3001)), "552 5.3.4 …"),
        (format!("{}\r\n.\r\n", "Received: x\r\n".repeat(101)), "554 5.4.6 …"),
        ("Subject: good\r\n\r\n.\r\n".to_owned(), "250 2.0.0 …"),
    ] {
        peer.play(
            "C: MAIL FROM:<a@example.net>
             S: 250 …
             C: RCPT TO:<anna@example.org>
             S: 250 …
             C: DATA
             S: 354 …",
        )
        .await;
        peer.send(message.as_bytes()).await;
        peer.play(&format!("S: {answer}")).await;
    }
    assert_eq!(inbox(&house, ANNA).await.len(), 1, "only the good one");
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_only_tries_is_sent_away() {
    let house = House::new().await;
    let mut peer = house.smtp();
    peer.play("S: 220 …\nC: HELO mx\nS: 250 example.org\nC: MAIL FROM:<a@example.net>\nS: 250 …").await;
    for _ in 0..20 {
        peer.play("C: RCPT TO:<guess@example.org>\nS: 550 5.1.1 …").await;
    }
    peer.play("S: 421 4.7.0 Too many errors\nS!").await;
}

#[tokio::test(start_paused = true)]
async fn silence_and_shutdown_end_a_conversation() {
    let house = House::new().await;
    let mut silent = house.smtp();
    silent.play("S: 220 …\nS: 421 4.4.2 Waited too long\nS!").await;
    let mut peer = house.smtp();
    peer.play("S: 220 …").await;
    house.shutdown.send_replace(true);
    peer.play("S: 421 4.3.2 The server goes down\nS!").await;
}

/// A post office that takes nothing.
struct Refusing(Refusal);

type Refusal = fn() -> DeliverError;

impl Post for Refusing {
    fn mailbox(&self, _: UserId) -> Arc<dyn Mailbox> {
        unreachable!("a letter needs no mailbox to be opened")
    }
    fn usage(&self, _: UserId) -> Answer<'_, u64> {
        Box::pin(async { Err(MailboxError::Unavailable("down".into())) })
    }
    fn deliver(&self, _: Delivery) -> BoxFuture<'_, Result<Delivered, DeliverError>> {
        let error = self.0();
        Box::pin(async { Err(error) })
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_kept_is_not_acknowledged() {
    let refusals: [(Refusal, &str); 4] = [
        (|| DeliverError::DiskFull, "452 4.3.1 …"),
        (|| DeliverError::Unavailable("down".into()), "451 4.3.0 …"),
        (|| DeliverError::TooLarge(1), "552 5.3.4 …"),
        (|| DeliverError::NoSuchRecipient, "550 5.1.1 …"),
    ];
    for (refusal, answer) in refusals {
        let house = House::with_post(Arc::new(Refusing(refusal))).await;
        let mut peer = house.smtp();
        peer.play(HELLO).await;
        peer.play(&format!(
            "C: MAIL FROM:<a@example.net>
             S: 250 …
             C: RCPT TO:<anna@example.org>
             S: 250 …
             C: DATA
             S: 354 …
             C: Subject: x
             C:
             C: .
             S: {answer}
             C: NOOP
             S: 250 2.0.0 OK"
        ))
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_mailbox_puts_mail_off_for_its_owner_alone() {
    let house = House::new().await;
    house.set(ANNA, "mailbox.quota_megabytes", "1").await;
    house.bring(ANNA, 999_000).await;
    let mut peer = house.smtp();
    peer.play(HELLO).await;
    peer.play(
        "C: MAIL FROM:<a@example.net> SIZE=1001
         S: 250 …
         C: RCPT TO:<anna@example.org>
         S: 452 4.2.2 Mailbox full, try again later
         C: RCPT TO:<ben@example.org>
         S: 250 2.1.5 Recipient OK
         C: DATA
         S: 354 …
         C: Subject: One
         C:
         C: .
         S: 250 …
         C: MAIL FROM:<a@example.net> SIZE=1000
         S: 250 …
         C: RCPT TO:<anna@example.org>
         S: 250 2.1.5 Recipient OK
         C: RSET
         S: 250 …
         C: MAIL FROM:<a@example.net>
         S: 250 …
         C: RCPT TO:<anna@example.org>
         S: 250 2.1.5 Recipient OK
         C: RSET
         S: 250 …",
    )
    .await;
    assert_eq!((inbox(&house, ANNA).await.len(), inbox(&house, BEN).await.len()), (1, 1));
    // A mailbox that was larger than its new quota keeps what it has, and takes mail again when there is room.
    house.bring(ANNA, 5_000_000).await;
    let full = "C: MAIL FROM:<a@example.net>\nS: 250 …\nC: RCPT TO:<anna@example.org>\nS: 452 4.2.2 …\nC: RSET\nS: 250 …";
    peer.play(full).await;
    let mailbox = house.doors.post.mailbox(ANNA);
    let folder = mailbox.folders().await.expect("folders")[0].id;
    let deleted = messaging::FlagChange::Add(Flags { deleted: true, ..Flags::default() });
    mailbox.set_flags(folder, &[1, 2], deleted, None).await.expect("flags");
    peer.play(full).await;
    mailbox.expunge(folder, None).await.expect("expunged");
    peer.play("C: MAIL FROM:<a@example.net>\nS: 250 …\nC: RCPT TO:<anna@example.org>\nS: 250 …").await;
}

#[tokio::test(start_paused = true)]
async fn a_store_that_cannot_say_what_a_mailbox_holds_puts_mail_off() {
    let house = House::with_post(Arc::new(Refusing(|| DeliverError::DiskFull))).await;
    house.set(ANNA, "mailbox.quota_megabytes", "1").await;
    let mut peer = house.smtp();
    peer.play(HELLO).await;
    peer.play(
        "C: MAIL FROM:<a@example.net>
         S: 250 …
         C: RCPT TO:<anna@example.org>
         S: 451 4.3.0 …
         C: RCPT TO:<ben@example.org>
         S: 250 …",
    )
    .await;
}

/// Well-formed conversations, cut and twisted: whatever comes, there is an answer or an end, and no panic.
#[tokio::test(start_paused = true)]
async fn broken_input_gets_an_answer_or_an_end() {
    use rand::{Rng, SeedableRng, rngs::StdRng};
    let good = b"EHLO mx\r\nMAIL FROM:<a@b> SIZE=10 BODY=8BITMIME\r\nRCPT TO:<anna@example.org> NOTIFY=NEVER\r\nDATA\r\n\
        From: a\r\n\r\n..x\r\n.\r\nRSET\r\nVRFY x\r\nHELP\r\nBDAT 5 LAST\r\nhello\r\nSTARTTLS\r\nQUIT\r\n";
    let people = House::new().await;
    for seed in 0..400 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut input = good.to_vec();
        for _ in 0..random.random_range(1..8) {
            let at = random.random_range(0..input.len());
            match random.random_range(0..4) {
                0 => input[at] = random.random(),
                1 => drop(input.drain(at..(at + 9).min(input.len()))),
                2 => input.insert(at, b"\r\n.\0<>:\xff"[random.random_range(0..8)]),
                _ => input.extend_from_within(at..(at + 30).min(input.len())),
            }
        }
        assert!(super::read_input(&input).0 < 40, "seed {seed}");
        let mut peer = people.emptied().smtp();
        peer.send(&input).await;
        let answers = String::from_utf8_lossy(&peer.rest().await).into_owned();
        let last = answers.lines().last().unwrap_or_default();
        assert!(
            last.starts_with("221 ") || last.starts_with("421 ") || last.starts_with("500 5.5.6"),
            "seed {seed}: {last}"
        );
    }
}
