//! Packets of the standards and of other programs, and packets that were tampered with.

use super::cipher::Cipher;
use super::*;

fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The keys and packets that libsrtp's own validation uses.
const MASTER: &str = "e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6";
const RTP: &str = "800f1234decafbadcafebabe abababababababababababababababab";
const RTCP: &str = "81c8000bcafebabe abababababababababababababababab";

fn keying(suite: Suite) -> Keying {
    let octets: Vec<u8> =
        (0..(suite.key_octets() + suite.salt_octets()) as u8).map(|at| at.wrapping_mul(7)).collect();
    Keying::new(suite, &octets).unwrap()
}

fn seal(outbound: &mut Outbound, packet: &[u8]) -> Option<Vec<u8>> {
    let mut room = packet.to_vec();
    room.resize(packet.len() + SEAL_ROOM, 0);
    let length = outbound.rtp(&mut room, packet.len())?;
    room.truncate(length);
    Some(room)
}

fn open(inbound: &mut Inbound, sealed: &[u8]) -> Option<Vec<u8>> {
    let mut room = sealed.to_vec();
    let length = inbound.rtp(&mut room)?;
    room.truncate(length);
    Some(room)
}

fn packet(sequence: u16, ssrc: u32) -> Vec<u8> {
    let mut packet = vec![0x80, 8];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(sequence) * 160).to_be_bytes());
    packet.extend(ssrc.to_be_bytes());
    packet.extend([sequence as u8; 160]);
    packet
}

#[test]
fn counter_mode_is_as_libsrtp_has_it() {
    let keying = Keying::new(Suite::AesCm128HmacSha1_80, &hex(MASTER)).unwrap();
    let sealed = seal(&mut Outbound::new(&keying), &hex(RTP)).unwrap();
    let expected = hex("800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb");
    assert_eq!(sealed, expected);
    assert_eq!(open(&mut Inbound::new(&keying), &sealed).unwrap(), hex(RTP));
}

#[test]
fn reports_in_counter_mode_are_as_libsrtp_has_them() {
    let keying = Keying::new(Suite::AesCm128HmacSha1_80, &hex(MASTER)).unwrap();
    let (mut outbound, mut inbound) = (Outbound::new(&keying), Inbound::new(&keying));
    let mut room = [0; 64];
    room[..24].copy_from_slice(&hex(RTCP));
    let length = outbound.rtcp(&mut room, 24).unwrap();
    let expected = hex("81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798");
    assert_eq!(room[..length], expected);
    assert_eq!(inbound.rtcp(&mut room[..length]), Some(24));
    assert_eq!(room[..24], hex(RTCP));
    // Once only.
    assert_eq!(inbound.rtcp(&mut expected.clone()), None);
}

#[test]
fn gcm_is_as_libsrtp_has_it() {
    let master = hex("000102030405060708090a0b0c0d0e0f a0a1a2a3a4a5a6a7a8a9aaab");
    let keying = Keying::new(Suite::AeadAes128Gcm, &master).unwrap();
    let sealed = seal(&mut Outbound::new(&keying), &hex(RTP)).unwrap();
    assert_eq!(
        sealed,
        hex("800f1234decafbadcafebabe c5002ede04cfdd2eb91159e0880aa06e d2976826f796b201df3131a127e8a392")
    );
    assert_eq!(open(&mut Inbound::new(&keying), &sealed).unwrap(), hex(RTP));
}

/// RFC 7714 §16.1.1; its key is the session's.
#[test]
fn gcm_is_as_the_standard_has_it() {
    let cipher = Cipher::gcm(
        &hex("000102030405060708090a0b0c0d0e0f"),
        hex("517569642070726f2071756f").try_into().unwrap(),
    );
    let plain = hex(
        "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573",
    );
    let mut room = plain.clone();
    room.resize(plain.len() + 16, 0);
    let length = cipher.seal_rtp(&mut room, 12, plain.len(), 0x5501_a0b2, 0xf17b).unwrap();
    assert_eq!(
        room[12..length],
        hex(
            "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf \
             765ee439 0cce"
        )
    );
}

#[test]
fn every_suite_carries_packets_over_the_rollover_and_reports() {
    for suite in Suite::ALL {
        let keying = keying(suite);
        let (mut outbound, mut inbound) = (Outbound::new(&keying), Inbound::new(&keying));
        for number in 65_000..66_200u32 {
            let plain = packet(number as u16, 9);
            let sealed = seal(&mut outbound, &plain).unwrap();
            assert!(sealed.len() > plain.len() && sealed[12..28] != plain[12..28], "{suite:?}");
            assert_eq!(open(&mut inbound, &sealed).unwrap(), plain, "{suite:?} {number}");
            assert_eq!(open(&mut inbound, &sealed), None, "{suite:?} {number} came twice");
        }
        let mut room = [7; 80];
        room[..24].copy_from_slice(&hex(RTCP));
        let length = outbound.rtcp(&mut room, 24).unwrap();
        assert_ne!(room[8..24], hex(RTCP)[8..], "{suite:?}");
        assert_eq!(inbound.rtcp(&mut room[..length]), Some(24), "{suite:?}");
        assert_eq!(room[..24], hex(RTCP), "{suite:?}");
    }
}

#[test]
fn what_was_changed_anywhere_or_cut_is_refused_and_changes_nothing() {
    for suite in Suite::ALL {
        let keying = keying(suite);
        let sealed = seal(&mut Outbound::new(&keying), &packet(500, 9)).unwrap();
        let mut inbound = Inbound::new(&keying);
        for at in 0..sealed.len() {
            for bit in [1, 0x80] {
                let mut changed = sealed.clone();
                changed[at] ^= bit;
                assert_eq!(open(&mut inbound, &changed), None, "{suite:?}, octet {at}");
            }
        }
        for length in 0..sealed.len() {
            assert_eq!(open(&mut inbound, &sealed[..length]), None, "{suite:?}, {length} octets");
        }
        assert!(open(&mut inbound, &sealed).is_some(), "{suite:?}");
        assert_eq!(
            open(&mut Inbound::new(&self::keying(suite)), &packet(500, 9)),
            None,
            "plain RTP is not SRTP"
        );
    }
}

#[test]
fn reports_that_were_changed_cut_or_not_encrypted_are_refused() {
    for suite in Suite::ALL {
        let keying = keying(suite);
        let mut room = [0; 64];
        room[..24].copy_from_slice(&hex(RTCP));
        let length = Outbound::new(&keying).rtcp(&mut room, 24).unwrap();
        let sealed = &room[..length];
        let mut inbound = Inbound::new(&keying);
        for at in 0..length {
            let mut changed = sealed.to_vec();
            changed[at] ^= 0x80;
            assert_eq!(inbound.rtcp(&mut changed), None, "{suite:?}, octet {at}");
        }
        for cut in 0..length {
            assert_eq!(inbound.rtcp(&mut sealed[..cut].to_vec()), None, "{suite:?}, {cut} octets");
        }
        assert_eq!(inbound.rtcp(&mut hex(RTCP)), None);
        assert_eq!(inbound.rtcp(&mut sealed.to_vec()), Some(24), "{suite:?}");
    }
}

#[test]
fn senders_are_told_apart_and_numbers_go_out_once() {
    let keying = keying(Suite::AesCm128HmacSha1_80);
    let (mut one, mut other, mut inbound) =
        (Outbound::new(&keying), Outbound::new(&keying), Inbound::new(&keying));
    for number in [1, 2, 3] {
        assert!(open(&mut inbound, &seal(&mut one, &packet(number, 1)).unwrap()).is_some());
        assert!(open(&mut inbound, &seal(&mut other, &packet(number, 2)).unwrap()).is_some());
    }
    assert_eq!(seal(&mut one, &packet(3, 1)), None);
    assert!(seal(&mut one, &packet(4, 1)).is_some());
    // A packet that leaves no room for the tag is not sent.
    let mut short = packet(9, 1);
    let length = short.len();
    assert_eq!(one.rtp(&mut short, length), None);
}

#[test]
fn keys_are_as_long_as_their_suite_and_never_shown() {
    for suite in Suite::ALL {
        let length = suite.key_octets() + suite.salt_octets();
        assert!(
            Keying::new(suite, &vec![1; length - 1]).is_none()
                && Keying::new(suite, &vec![1; length + 1]).is_none()
        );
        let keying = Keying::new(suite, &vec![0xAB; length]).unwrap();
        assert_eq!(keying.octets(), vec![0xAB; length]);
        assert!(
            !format!("{keying:?}").to_lowercase().contains("ab,") && !format!("{keying:?}").contains("171")
        );
    }
}
