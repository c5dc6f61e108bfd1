//! Broken messages into a living core: it must not fall, keep no more than it may, and go on serving.

use super::*;
use rand::Rng;

/// The torture messages of RFC 4475, and a call as it goes.
fn seeds() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rfc4475");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let mut seeds: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(name).unwrap()).collect();
    assert!(seeds.len() > 40);
    for (method, branch, cseq) in [
        ("INVITE", "i", 1),
        ("ACK", "a", 1),
        ("CANCEL", "i", 1),
        ("BYE", "b", 2),
        ("OPTIONS", "o", 1),
        ("REGISTER", "r", 1),
    ] {
        seeds.push(peer_says(method, branch, cseq, None, "", OFFER).into_bytes());
        seeds.push(peer_says(method, branch, cseq + 3, Some("TAG"), "", OFFER).into_bytes());
    }
    for (method, cseq, more, body) in [
        ("INVITE", 1, "Require: 100rel\r\nSupported: timer\r\nSession-Expires: 90\r\n", ""),
        ("PRACK", 2, "RAck: 1 1 INVITE\r\n", OFFER),
        ("UPDATE", 3, "Supported: timer\r\nSession-Expires: 90;refresher=uas\r\nMin-SE: 90\r\n", OFFER),
        ("UPDATE", 4, "Allow: UPDATE\r\n", ""),
        (
            "REFER",
            5,
            "Refer-To: <sip:c@h?Replaces=c%40h%3Bto-tag%3D1%3Bfrom-tag%3D2>\r\nRefer-Sub: false\r\n",
            "",
        ),
        ("INVITE", 7, "Replaces: call-1;to-tag=TAG;from-tag=peer;early-only\r\n", OFFER),
        ("REFER", 6, "Refer-To: sip:c@h\r\nReferred-By: <sip:b@h>\r\n", ""),
    ] {
        let tag = (method != "INVITE").then_some("TAG");
        seeds.push(peer_says(method, &format!("n{cseq}"), cseq, tag, more, body).into_bytes());
    }
    let event = "Event: message-summary\r\nExpires: 600\r\n";
    seeds.push(peer_says("SUBSCRIBE", "s", 1, None, event, "").into_bytes());
    seeds
}

fn mutate(random: &mut StdRng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut message = seeds[random.random_range(0..seeds.len())].clone();
    for _ in 0..random.random_range(0..4) {
        if message.is_empty() {
            break;
        }
        let at = random.random_range(0..message.len());
        let end = (at + random.random_range(0..40)).min(message.len());
        match random.random_range(0..7) {
            0 => message[at] = random.random(),
            1 => drop(message.drain(at..end)),
            2 => {
                let piece = message[at..end].to_vec();
                message.splice(at..at, piece);
            }
            3 => message.truncate(at),
            4 => {
                let other = &seeds[random.random_range(0..seeds.len())];
                let from = random.random_range(0..other.len());
                message.truncate(at);
                message.extend_from_slice(&other[from..]);
            }
            5 => {
                let words: [&[u8]; 8] =
                    [b"\r\n", b";tag=", b"\"", b"<", b"z9hG4bK", b"4294967296", b"\xff\0", b", "];
                let word = words[random.random_range(0..words.len())];
                message.splice(at..at, word.iter().copied());
            }
            _ => message[at] ^= 0x20,
        }
    }
    message
}

/// The owner of everything, who does something with whatever comes.
fn owner(desk: &mut Desk, random: &mut StdRng) {
    let sdp = Bytes::from_static(OFFER.as_bytes());
    for (session, _) in std::mem::take(&mut desk.invites) {
        match random.random_range(0..4) {
            0 => desk.command(Command::Answer { session, sdp: sdp.clone() }),
            1 => desk.command(Command::Refuse { session, status: 486, headers: Vec::new() }),
            2 => desk.command(Command::Progress { session, status: 183, sdp: Some(sdp.clone()) }),
            _ => {}
        }
        if random.random_bool(0.3) {
            desk.command(Command::Offer { session, sdp: sdp.clone() });
        }
    }
    for (pending, request) in std::mem::take(&mut desk.requests) {
        desk.command(Command::Respond { pending, response: Box::new(Response::to(&request, 200)) });
    }
    for subscription in std::mem::take(&mut desk.subscribes) {
        desk.command(Command::Accept { subscription, expires: seconds(60) });
        desk.command(Command::Notify { subscription, content_type: "text/plain".into(), body: Bytes::new() });
    }
    for (session, event) in std::mem::take(&mut desk.events) {
        match event {
            SessionEvent::Offer { .. } => desk.command(Command::AnswerOffer { session, sdp: sdp.clone() }),
            SessionEvent::Refer(refer) if random.random_bool(0.2) => {
                desk.command(Command::RefuseRefer(refer.id, 603));
            }
            SessionEvent::Refer(refer) => {
                desk.command(Command::AcceptRefer(refer.id));
                desk.command(Command::ReferNews(refer.id, 200));
            }
            _ => {}
        }
    }
    desk.told.clear();
}

#[test]
fn two_hundred_thousand_broken_messages_do_no_harm() {
    let mut random = StdRng::seed_from_u64(4475);
    let mut desk = Desk::new();
    let seeds = seeds();
    let mut tag = "TAG".to_owned();
    let mut taken = 0;
    for count in 0..200_000_u32 {
        let message = mutate(&mut random, &seeds);
        // Tags of ours that are alive lead deeper in.
        let message = match std::str::from_utf8(&message) {
            Ok(text) if text.contains("TAG") => text.replace("TAG", &tag).into_bytes(),
            // Half are requests of their own, the others repetitions.
            Ok(text) if count % 2 == 0 => text
                .replace("z9hG4bK", &format!("z9hG4bK{count}"))
                .replace("call-1", &format!("call-{count}"))
                .into_bytes(),
            _ => message,
        };
        let flow = desk.flow.clone();
        desk.core.receive(desk.now, &flow, &Bytes::from(message));
        while let Some(output) = desk.core.poll() {
            match output {
                Output::Invite(session, request, ..) => {
                    taken += 1;
                    desk.invites.push((session, request));
                }
                Output::Request(pending, request, _) => desk.requests.push((pending, request)),
                Output::Subscribe(subscription, ..) => desk.subscribes.push(subscription),
                Output::Session(session, event) => desk.events.push((session, event)),
                _ => {}
            }
        }
        owner(&mut desk, &mut random);
        if let Some(alive) = desk.core.dialogs.keys().next().filter(|_| count % 16 == 0) {
            tag = alive.clone();
        }
        desk.sent.clear();
        desk.pass(milliseconds(random.random_range(0..20)));
        desk.sent.clear();
    }
    assert!(taken > 500, "{taken} calls got in");
    assert!(
        desk.core.servers.len() <= Capacity::default().servers
            && desk.core.sessions.len() <= Capacity::default().sessions
    );
    desk.invites.clear();
    desk.get(&peer_says("INVITE", "sound", 1, None, "", OFFER).replace("call-1", "sound"));
    let session = desk.invites[0].0;
    desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
    assert_eq!(desk.response().status(), 200);
    desk.pass(seconds(3600));
    // Calls that were answered and whose peer says nothing more have no end of their own: media's silence ends them.
    let left: Vec<SessionId> = desk.core.sessions.keys().copied().collect();
    for session in left {
        desk.command(Command::Bye { session, reason: None });
    }
    desk.assert_empty();
}

#[test]
fn what_was_read_and_written_reads_the_same() {
    let mut random = StdRng::seed_from_u64(3261);
    let seeds = seeds();
    let mut sound = 0;
    for _ in 0..20_000 {
        let bytes = Bytes::from(mutate(&mut random, &seeds));
        let Ok(Message::Request(request)) = Message::parse(&bytes) else { continue };
        if request.check().is_err() {
            continue;
        }
        sound += 1;
        let written = request.to_bytes();
        let Ok(Message::Request(again)) = Message::parse(&written) else {
            panic!("cannot be read: {}", String::from_utf8_lossy(&written));
        };
        assert!(again.check().is_ok(), "{}", String::from_utf8_lossy(&written));
        assert_eq!(again.to_bytes(), written);
    }
    assert!(sound > 2000, "{sound}");
}
