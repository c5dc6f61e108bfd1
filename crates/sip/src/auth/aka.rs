//! Digest AKA (RFC 3310, AKAv1-MD5): the network asks by what only it can have made, and the SIM's answer is the password.

use super::milenage::Milenage;
use super::{Algorithm, Credentials, Nonces, Verdict, ha1_of};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::sim::{SimKey, Taken};
use jiff::Timestamp;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// The management field where a SIM says its own sequence number (3GPP TS 33.102 §6.3.3).
const AMF_BACK: [u8; 2] = [0, 0];
/// RAND and AUTN, with which every nonce of AKA begins (RFC 3310 §3.2).
pub(super) const ASKED_OCTETS: usize = 32;

/// RAND and AUTN by which a network asks a SIM (TS 33.102 §6.3.2).
fn asked(key: &SimKey, rand: [u8; 16], sequence: u64) -> [u8; ASKED_OCTETS] {
    let milenage = Milenage::new(key);
    let sequence = octets(sequence);
    let hidden = mixed(sequence, milenage.answers(&rand).anonymity);
    let mut asked = [0; ASKED_OCTETS];
    asked[..16].copy_from_slice(&rand);
    asked[16..22].copy_from_slice(&hidden);
    asked[22..24].copy_from_slice(&key.amf);
    asked[24..].copy_from_slice(&milenage.marks(&rand, sequence, key.amf).network);
    asked
}

/// The sequence number of a SIM that says it is ahead; `None`: it is not that SIM who says so.
fn resynchronised(key: &SimKey, rand: &[u8; 16], auts: &[u8]) -> Option<u64> {
    let (hidden, mark) = auts.split_first_chunk::<6>()?;
    let milenage = Milenage::new(key);
    let sequence = mixed(*hidden, milenage.answers(rand).anonymity_back);
    let due = milenage.marks(rand, sequence, AMF_BACK).sim;
    bool::from(due.as_slice().ct_eq(mark)).then(|| number(sequence))
}

fn octets(sequence: u64) -> [u8; 6] {
    let [_, _, octets @ ..] = sequence.to_be_bytes();
    octets
}

fn number(octets: [u8; 6]) -> u64 {
    octets.iter().fold(0, |number, &octet| number << 8 | u64::from(octet))
}

fn mixed(a: [u8; 6], b: [u8; 6]) -> [u8; 6] {
    std::array::from_fn(|at| a[at] ^ b[at])
}

/// A SIM of ours, which proves us to a network. Its `Debug` is masked.
pub struct Sim {
    key: SimKey,
    milenage: Milenage,
    taken: Mutex<Taken>,
}

/// What a SIM says to a challenge.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The password.
    Res([u8; 8]),
    /// The network has fallen behind, and is told so.
    Behind([u8; 14]),
}

impl Sim {
    /// One that has taken nothing yet.
    pub fn new(key: SimKey) -> Sim {
        Sim { key, milenage: Milenage::new(&key), taken: Mutex::default() }
    }

    /// Whether it is the SIM of this key.
    pub fn is_of(&self, key: &SimKey) -> bool {
        self.key == *key
    }

    /// Answers a nonce; `None`: it does not come from the SIM's network.
    pub(super) fn answer(&self, nonce: &str) -> Option<Said> {
        let nonce = STANDARD.decode(nonce).ok()?;
        let (rand, rest) = nonce.split_first_chunk::<16>()?;
        let (hidden, rest) = rest.split_first_chunk::<6>()?;
        let (amf, rest) = rest.split_first_chunk::<2>()?;
        let answers = self.milenage.answers(rand);
        let sequence = mixed(*hidden, answers.anonymity);
        let due = self.milenage.marks(rand, sequence, *amf).network;
        if !bool::from(due.as_slice().ct_eq(rest.get(..8)?)) {
            return None;
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.takes(number(sequence)) {
            return Some(Said::Res(answers.res));
        }
        let highest = octets(taken.highest());
        let mut auts = [0; 14];
        auts[..6].copy_from_slice(&mixed(highest, answers.anonymity_back));
        auts[6..].copy_from_slice(&self.milenage.marks(rand, highest, AMF_BACK).sim);
        Some(Said::Behind(auts))
    }
}

impl std::fmt::Debug for Sim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sim")
    }
}

/// What became of a SIM's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimVerdict {
    Digest(Verdict),
    /// It has taken this sequence number, and is to be asked anew beyond it.
    Ahead(u64),
}

impl Nonces {
    /// The value of WWW-Authenticate that asks a SIM. What else the nonce has proves its age and to whom it was sent.
    pub fn sim_challenge(
        &self,
        realm: &str,
        key: &SimKey,
        sequence: u64,
        to: IpAddr,
        now: Timestamp,
    ) -> String {
        let asked = asked(key, rand::random(), sequence);
        let nonce =
            STANDARD.encode(self.proven(&[&asked, now.as_second().to_be_bytes().as_slice()].concat(), to));
        super::nonce::challenge_of(realm, &nonce, Algorithm::AkaV1Md5, "")
    }

    /// Whether an answer proves a SIM.
    pub fn verify_sim(
        &self,
        given: &Credentials,
        from: IpAddr,
        method: &str,
        key: &SimKey,
        now: Timestamp,
    ) -> SimVerdict {
        let nonce = STANDARD.decode(&given.nonce).ok();
        let rand = nonce.as_ref().and_then(|nonce| nonce.first_chunk::<16>());
        let (Some(rand), Some(_)) = (rand, self.made(&given.nonce, from)) else {
            return SimVerdict::Digest(Verdict::Foreign);
        };
        if let Some(auts) = &given.auts {
            let sequence = STANDARD.decode(auts).ok().and_then(|auts| resynchronised(key, rand, &auts));
            return sequence.map_or(SimVerdict::Digest(Verdict::Wrong), SimVerdict::Ahead);
        }
        let res = Milenage::new(key).answers(rand).res;
        let ha1 = ha1_of(Algorithm::AkaV1Md5, &given.username, &given.realm, &res);
        SimVerdict::Digest(self.verify(given, from, method, &ha1, &[Algorithm::AkaV1Md5], now))
    }
}

#[cfg(test)]
mod tests;
