//! What a SIM card and its home network share (3GPP TS 33.102 §6.3): a key, and a count of what was asked by it.

use jiff::Timestamp;

/// What a SIM's secret begins with where others have a password.
const MARK: &str = "aka:";
/// Bits of a sequence number that say which of its counts it belongs to (TS 33.102 annex C.1.1.1).
const INDEX_BITS: u32 = 5;
/// Sequence numbers have 48 bits.
const LARGEST: u64 = (1 << 48) - 1;
/// The authentication management field that is used unless another is agreed: its separation bit only (TS 33.102 annex H).
pub const USUAL_AMF: [u8; 2] = [0x80, 0];

/// The operator's own part of the key: of all its cards (OP), or made for one card out of that (OPc).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Op([u8; 16]),
    Opc([u8; 16]),
}

/// The key of a SIM. Its `Debug` is masked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SimKey {
    pub k: [u8; 16],
    pub operator: Operator,
    pub amf: [u8; 2],
}

/// A text that begins as a SIM's key, and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a SIM's key is `aka:k=…,opc=…` or `aka:k=…,op=…` of 32 hexadecimal digits each, and `,amf=…` of 4 where it is not 8000"
)]
pub struct UnsoundKey;

impl SimKey {
    /// Reads a secret. `None`: it is a password.
    pub fn parse(secret: &str) -> Result<Option<SimKey>, UnsoundKey> {
        let Some(parts) = secret.strip_prefix(MARK) else { return Ok(None) };
        let (mut k, mut operator, mut amf) = (None, None, USUAL_AMF);
        for part in parts.split(',') {
            let (name, digits) = part.split_once('=').ok_or(UnsoundKey)?;
            match name.trim() {
                "k" if k.is_none() => k = Some(octets(digits)?),
                "op" if operator.is_none() => operator = Some(Operator::Op(octets(digits)?)),
                "opc" if operator.is_none() => operator = Some(Operator::Opc(octets(digits)?)),
                "amf" => amf = octets(digits)?,
                _ => return Err(UnsoundKey),
            }
        }
        let (Some(k), Some(operator)) = (k, operator) else { return Err(UnsoundKey) };
        Ok(Some(SimKey { k, operator, amf }))
    }
}

impl std::fmt::Debug for SimKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SimKey")
    }
}

/// `N` octets in hexadecimal.
fn octets<const N: usize>(digits: &str) -> Result<[u8; N], UnsoundKey> {
    let digits = digits.trim();
    if digits.len() != 2 * N || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(UnsoundKey);
    }
    let number = u128::from_str_radix(digits, 16).map_err(|_| UnsoundKey)?;
    number.to_be_bytes()[16 - N..].try_into().map_err(|_| UnsoundKey)
}

/// The sequence number that a network asks by next (TS 33.102 annex C.1.1.3, by time): beyond the last one, so that it need not be
/// kept over a restart. It counts milliseconds, for 270 years.
pub fn next_sequence(now: Timestamp, last: u64) -> u64 {
    let by_time = u64::try_from(now.as_millisecond()).unwrap_or(0);
    (by_time.max((last >> INDEX_BITS) + 1) << INDEX_BITS) & LARGEST
}

/// The sequence numbers that a SIM has taken (TS 33.102 annex C.2): of each index, only what is higher than before. So what two
/// servers of a network ask is taken in any order, and nothing is taken twice.
#[derive(Clone, Debug, Default)]
pub struct Taken([u64; 1 << INDEX_BITS]);

impl Taken {
    /// Whether a number is new. It is not, then.
    pub fn takes(&mut self, sequence: u64) -> bool {
        let before = &mut self.0[(sequence % (1 << INDEX_BITS)) as usize];
        let is_new = sequence > *before;
        *before = sequence.max(*before);
        is_new
    }

    /// What the network is told that has fallen behind.
    pub fn highest(&self) -> u64 {
        self.0.iter().copied().max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";

    #[test]
    fn keys_are_read() {
        let key = SimKey::parse(&format!("aka:k={K},opc={K}")).unwrap().unwrap();
        assert_eq!((key.k[0], key.k[15], key.amf), (0x46, 0xbc, [0x80, 0]));
        assert!(key.operator == Operator::Opc(key.k));
        let key = SimKey::parse(&format!("aka:op={K}, k={K}, amf=B9b9")).unwrap().unwrap();
        assert!(key.operator == Operator::Op(key.k) && key.amf == [0xb9, 0xb9]);
        assert_eq!(format!("{key:?}"), "SimKey");
        assert_eq!(SimKey::parse("a password"), Ok(None));
        for broken in [
            "aka:",
            "aka:k=1,op=2",
            &format!("aka:k={K}"),
            &format!("aka:k={K},op={K},opc={K}"),
            &format!("aka:k=+{},op={K}", &K[1..]),
        ] {
            assert_eq!(SimKey::parse(broken), Err(UnsoundKey), "{broken}");
        }
    }

    #[test]
    fn nothing_is_taken_twice_and_other_servers_may_be_behind() {
        let mut taken = Taken::default();
        for (sequence, expected) in [
            (0, false),
            (32, true),
            (32, false),
            (64, true),
            (33, true),
            (32, false),
            (33, false),
            (LARGEST, true),
        ] {
            assert_eq!(taken.takes(sequence), expected, "{sequence}");
        }
        assert_eq!(taken.highest(), LARGEST);
    }

    #[test]
    fn a_network_asks_by_higher_and_higher_numbers() {
        let now = Timestamp::constant(1_700_000_000, 0);
        let first = next_sequence(now, 0);
        let second = next_sequence(now, first);
        assert!(first < second && second < next_sequence(now, second) && second < LARGEST);
        assert!(next_sequence(now + jiff::SignedDuration::from_secs(1), 0) > second, "after a restart, too");
        let ahead = second + (1 << 40);
        assert!(next_sequence(now, ahead) > ahead);
    }
}
