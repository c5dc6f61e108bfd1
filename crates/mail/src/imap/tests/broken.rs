//! Well-formed conversations, cut and twisted: whatever comes, there is an answer or an end, and no panic.

use crate::imap::Limits;
use crate::testing::House;
use rand::{Rng, SeedableRng, rngs::StdRng};

const GOOD: &[u8] = b"a LOGIN anna@example.org open-sesame\r\nb SELECT INBOX\r\nc APPEND INBOX (\\Seen $x) {26+}\r\n\
    Subject: x\r\n\r\nbody\r\nmore\r\n\r\nd FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE BODY.PEEK[1.MIME]<0.9>)\r\n\
    e UID STORE 1 +FLAGS (\\Deleted k)\r\nf SEARCH OR (FROM \"a\" NOT SEEN) UID 1:* SINCE 1-Jan-2020\r\n\
    g CREATE &AOQ-/b\r\ng LIST \"\" (%*)\r\ng LIST \"\" %*\r\nh COPY 1:2,* &AOQ-/b\r\ni RENAME INBOX {1+}\r\nz\r\n\
    j IDLE\r\nDONE\r\nk ENABLE CONDSTORE\r\nl STATUS INBOX (MESSAGES HIGHESTMODSEQ)\r\nm MOVE 1 z\r\nn EXPUNGE\r\n\
    o AUTHENTICATE PLAIN AGEAYg==\r\np ID (\"a\" NIL)\r\nq FETCH 1 BODY[HEADER.FIELDS (a \"b c\")]\r\n\
    t GETQUOTAROOT INBOX\r\nu GETQUOTA {1+}\r\nx\r\nv SETQUOTA \"\" (STORAGE 1)\r\nr CLOSE\r\ns LOGOUT\r\n";

#[tokio::test(start_paused = true)]
async fn broken_input_gets_an_answer_or_an_end() {
    let people = House::new().await;
    for seed in 0..500 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut input = GOOD.to_vec();
        let first = if seed % 4 == 0 { 0 } else { 38 };
        for _ in 0..random.random_range(1..8) {
            let at = random.random_range(first..input.len());
            match random.random_range(0..5) {
                0 => input[at] = random.random(),
                1 => drop(input.drain(at..(at + 9).min(input.len()))),
                2 => input.insert(at, b"\r\n{}()*%\"\\\0+&<\xff"[random.random_range(0..15)]),
                3 => drop(input.splice(at..at, b"{99}\r\n".iter().copied())),
                _ => input.extend_from_within(at..(at + 30).min(input.len())),
            }
        }
        // From an address of its own: a twisted password must not lock the next one out.
        let [.., high, low] = u32::try_from(seed).expect("a small number").to_be_bytes();
        let peer = [127, 1, high, low].into();
        let mut client = people.emptied().imap_limited(Limits::default(), peer);
        client.send(&input).await;
        let answers = String::from_utf8_lossy(&client.rest().await).into_owned();
        let ended = answers.lines().rev().take(3).any(|line| line.starts_with("* BYE "));
        assert!(ended, "seed {seed} ended with {:?}", answers.lines().last());
        assert!(crate::imap::read_commands(&input) < 40);
    }
}
