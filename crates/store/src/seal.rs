//! A blob as it lies on the disk: pieces of 64 KiB, each sealed for itself, so that a part can be read alone.
//!
//! The digest that checks a blob is each piece's tag. The associated data binds a piece to blob and length, the nonce to
//! its place: pieces can be neither moved, nor swapped, nor cut off.

use crate::StoreError;
use crate::key::{KEY_OCTETS, aead, random, wrap};
use domain::id::BlobId;
use ring::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use std::ops::Range;
use zeroize::Zeroizing;

/// Plain octets of a piece.
pub(crate) const PIECE_OCTETS: u64 = 64 * 1024;
/// Octets of a piece's tag.
pub(crate) const TAG_OCTETS: u64 = 16;

/// A blob as it is written.
pub(crate) struct Sealed {
    pub id: BlobId,
    /// Plain octets.
    pub size: u64,
    pub octets: Vec<u8>,
}

/// A data key under the tenant's.
pub(crate) type WrappedKey = Vec<u8>;

/// Seals a blob under a key of its own.
pub(crate) fn seal(
    tenant_key: &LessSafeKey,
    id: BlobId,
    plain: &[u8],
) -> Result<(Sealed, WrappedKey), StoreError> {
    let key = Zeroizing::new(random::<KEY_OCTETS>());
    let cipher = aead(&key);
    let size = plain.len() as u64;
    let mut octets = Vec::with_capacity(sealed_octets(size) as usize);
    for (number, piece) in plain.chunks(PIECE_OCTETS as usize).enumerate() {
        let start = octets.len();
        octets.extend_from_slice(piece);
        let (nonce, bound) = binding(&id, size, number as u64);
        let tag = cipher
            .seal_in_place_separate_tag(nonce, Aad::from(bound), &mut octets[start..])
            .map_err(|_| StoreError::Damaged("what is to be sealed"))?;
        octets.extend_from_slice(tag.as_ref());
    }
    let wrapped_key = wrap(tenant_key, &key_purpose(&id), key.as_slice())?;
    Ok((Sealed { id, size, octets }, wrapped_key))
}

/// What of the sealed octets must be read for a range of plain ones.
pub(crate) fn sealed_range(size: u64, range: &Range<u64>) -> Range<u64> {
    let (first, after) = (range.start / PIECE_OCTETS, range.end.div_ceil(PIECE_OCTETS));
    let step = PIECE_OCTETS + TAG_OCTETS;
    first * step..(after * step).min(sealed_octets(size))
}

/// Opens the pieces read by [`sealed_range`] and cuts the range out of them.
pub(crate) fn open(
    cipher: &LessSafeKey,
    id: &BlobId,
    size: u64,
    range: &Range<u64>,
    mut sealed: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    let first = range.start / PIECE_OCTETS;
    let mut plain = Vec::with_capacity(sealed.len());
    for (offset, piece) in sealed.chunks_mut((PIECE_OCTETS + TAG_OCTETS) as usize).enumerate() {
        let (nonce, bound) = binding(id, size, first + offset as u64);
        let opened = cipher.open_in_place(nonce, Aad::from(bound), piece);
        plain.extend_from_slice(opened.map_err(|_| StoreError::Damaged("a blob"))?);
    }
    let start = (range.start - first * PIECE_OCTETS) as usize;
    let wanted = start..start + (range.end - range.start) as usize;
    if wanted.end > plain.len() {
        return Err(StoreError::Damaged("a blob"));
    }
    plain.truncate(wanted.end);
    Ok(plain.split_off(wanted.start))
}

pub(crate) fn sealed_octets(size: u64) -> u64 {
    size + size.div_ceil(PIECE_OCTETS) * TAG_OCTETS
}

pub(crate) fn key_purpose(id: &BlobId) -> String {
    format!("key of blob {id}")
}

/// Each data key seals one blob, so the piece's number is a nonce that never comes twice.
fn binding(id: &BlobId, size: u64, piece: u64) -> (Nonce, String) {
    let mut nonce = [0; NONCE_LEN];
    nonce[NONCE_LEN - 8..].copy_from_slice(&piece.to_be_bytes());
    (Nonce::assume_unique_for_key(nonce), format!("{id} {size}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::unwrap;

    fn seal_and_open(tenant: &LessSafeKey, plain: &[u8]) -> (Sealed, LessSafeKey) {
        let (sealed, wrapped) = seal(tenant, BlobId::from_bits(1), plain).unwrap();
        let key = unwrap(tenant, &key_purpose(&sealed.id), &wrapped).unwrap();
        (sealed, aead(key.as_slice().try_into().unwrap()))
    }

    #[test]
    fn any_range_of_any_size_comes_back_as_it_was() {
        let tenant = aead(&[7; 32]);
        for size in [0u64, 1, 65_535, 65_536, 65_537, 200_000] {
            let plain: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
            let (sealed, cipher) = seal_and_open(&tenant, &plain);
            assert_eq!(sealed.octets.len() as u64, sealed_octets(size));
            for range in [0..size, 0..size.min(1), size / 2..size, size..size, size / 3..size / 3 * 2] {
                let within = sealed_range(size, &range);
                let read = sealed.octets[within.start as usize..within.end as usize].to_vec();
                let opened = open(&cipher, &sealed.id, size, &range, read).unwrap();
                assert_eq!(opened, plain[range.start as usize..range.end as usize], "{range:?} of {size}");
            }
        }
    }

    #[test]
    fn a_changed_moved_or_missing_octet_is_noticed() {
        let tenant = aead(&[7; 32]);
        let plain = vec![5; 150_000];
        let (sealed, cipher) = seal_and_open(&tenant, &plain);
        let whole = 0..150_000;
        let step = (PIECE_OCTETS + TAG_OCTETS) as usize;
        let spoil: [fn(&mut Vec<u8>, usize); 3] = [
            |octets, _| octets[70_000] ^= 1,
            |octets, step| octets[..2 * step].rotate_left(step),
            |octets, step| octets.truncate(2 * step),
        ];
        for spoil in spoil {
            let mut octets = sealed.octets.clone();
            spoil(&mut octets, step);
            assert!(open(&cipher, &sealed.id, 150_000, &whole, octets).is_err());
        }
        let other = BlobId::from_bits(2);
        assert!(open(&cipher, &other, 150_000, &whole, sealed.octets.clone()).is_err());
    }
}
