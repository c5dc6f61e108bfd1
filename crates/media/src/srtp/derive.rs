//! Session keys from a master key (RFC 3711 §4.3, for 256 bits RFC 6188 §3, for GCM RFC 7714 §11).

use super::Keying;
use aes::{Aes128, Aes256};
use ctr::cipher::{KeyIvInit, StreamCipher};

/// What a session key is for, by its label (RFC 3711 §4.3.2).
#[derive(Clone, Copy, Debug)]
pub enum Use {
    RtpCipher = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpCipher = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// Fills `out` with the session key. The key derivation rate is 0, as everybody has it: one session key for all packets.
pub fn derive(keying: &Keying, label: Use, out: &mut [u8]) {
    let mut iv = [0; 16];
    let salt = keying.salt();
    iv[..salt.len()].copy_from_slice(salt);
    iv[7] ^= label as u8;
    out.fill(0);
    match keying.key() {
        key if key.len() == 16 => stream::<Aes128>(key, iv, out),
        key => stream::<Aes256>(key, iv, out),
    }
}

fn stream<C>(key: &[u8], iv: [u8; 16], out: &mut [u8])
where
    ctr::Ctr128BE<C>: KeyIvInit + StreamCipher,
    C: ctr::cipher::BlockCipherEncrypt + ctr::cipher::BlockSizeUser<BlockSize = ctr::cipher::consts::U16>,
{
    // The lengths are those of the suite: it cannot fail.
    if let Ok(mut stream) = ctr::Ctr128BE::<C>::new_from_slices(key, &iv) {
        stream.apply_keystream(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Suite;
    use super::*;

    /// RFC 3711 appendix B.3.
    #[test]
    fn session_keys_are_those_of_the_standard() {
        let master: Vec<u8> = hex("E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6");
        let keying = Keying::new(Suite::AesCm128HmacSha1_80, &master).unwrap();
        for (label, expected) in [
            (Use::RtpCipher, "C61E7A93744F39EE10734AFE3FF7A087"),
            (Use::RtpSalt, "30CBBC08863D8C85D49DB34A9AE1"),
            (Use::RtpAuthentication, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"),
        ] {
            let expected = hex(expected);
            let mut key = vec![0; expected.len()];
            derive(&keying, label, &mut key);
            assert_eq!(key, expected, "{label:?}");
        }
    }

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }
}
