//! The keys: the master key in a file of its own, a tenant's key under it, a blob's key under the tenant's.

use crate::StoreError;
use domain::id::TenantId;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use std::collections::HashMap;
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use zeroize::Zeroizing;

/// Octets of every key (AES-256).
pub(crate) const KEY_OCTETS: usize = 32;

/// The key above all others. Whoever has it and the data folder can read everything.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; KEY_OCTETS]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    pub fn from_octets(octets: [u8; KEY_OCTETS]) -> Self {
        MasterKey(Zeroizing::new(octets))
    }

    /// Reads the key file; refused if anyone but its owner may read it.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let refuse = |why| StoreError::KeyFile { path: path.to_owned(), why };
        let mut file = std::fs::File::open(path).map_err(|_| refuse("cannot be read"))?;
        let mode = file.metadata()?.mode();
        if mode & 0o077 != 0 {
            return Err(refuse("may be read by others: set its mode to 600"));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(|_| refuse("is no text"))?;
        let mut octets = [0; KEY_OCTETS];
        hex::decode_to_slice(text.trim(), &mut octets).map_err(|_| refuse("is not 64 hexadecimal digits"))?;
        Ok(Self::from_octets(octets))
    }

    /// Draws a key and writes its file, mode 600; an existing file is never overwritten.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let key = Self::from_octets(random());
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(Zeroizing::new(hex::encode(*key.0) + "\n").as_bytes())?;
        file.sync_all()?;
        if let Some(folder) = path.parent() {
            crate::segment::sync_folder(folder)?;
        }
        Ok(key)
    }

    /// A secret for one purpose (HKDF, RFC 5869): the same for the same label, and telling nothing of the key.
    pub fn derive_secret(&self, label: &str) -> [u8; KEY_OCTETS] {
        let prk = Salt::new(HKDF_SHA256, b"switchroom").extract(self.octets());
        let mut secret = [0; KEY_OCTETS];
        #[expect(clippy::expect_used, reason = "HKDF-SHA-256 gives up to 8160 octets")]
        prk.expand(&[label.as_bytes()], HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut secret))
            .expect("32 octets");
        secret
    }

    pub(crate) fn octets(&self) -> &[u8; KEY_OCTETS] {
        &self.0
    }
}

/// So many random octets from the system's generator.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    rand::random()
}

pub(crate) fn aead(octets: &[u8; KEY_OCTETS]) -> LessSafeKey {
    #[expect(clippy::expect_used, reason = "32 octets are the length of an AES-256 key")]
    let key = UnboundKey::new(&AES_256_GCM, octets).expect("32 octets");
    LessSafeKey::new(key)
}

/// Seals a few octets under a key and a random nonce, bound to what they are for.
pub(crate) fn wrap(key: &LessSafeKey, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE_LEN] = random();
    let mut sealed = plain.to_vec();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose), &mut sealed)
        .map_err(|_| StoreError::Damaged("what is to be sealed"))?;
    Ok([&nonce[..], &sealed].concat())
}

pub(crate) fn unwrap(
    key: &LessSafeKey,
    purpose: &str,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let damaged = StoreError::Damaged("something sealed");
    let Some((nonce, sealed)) = wrapped.split_first_chunk::<NONCE_LEN>() else { return Err(damaged) };
    let mut sealed = sealed.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let length = key.open_in_place(nonce, Aad::from(purpose), &mut sealed).map_err(|_| damaged)?.len();
    sealed.truncate(length);
    Ok(Zeroizing::new(sealed))
}

/// The master key and those of the tenants that have been asked for.
pub(crate) struct Keyring {
    pub(crate) master: LessSafeKey,
    pub(crate) above: MasterKey,
    tenants: RwLock<HashMap<TenantId, Arc<LessSafeKey>>>,
}

impl Keyring {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Keyring { master: aead(master.octets()), above: master.clone(), tenants: RwLock::default() }
    }

    pub(crate) fn known(&self, tenant: TenantId) -> Option<Arc<LessSafeKey>> {
        self.tenants.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }

    /// Opens a tenant's key and remembers it.
    pub(crate) fn learn(&self, tenant: TenantId, wrapped: &[u8]) -> Result<Arc<LessSafeKey>, StoreError> {
        let plain = unwrap(&self.master, &tenant_purpose(tenant), wrapped)?;
        let octets = plain.as_slice().try_into().map_err(|_| StoreError::Damaged("a tenant's key"))?;
        let key = Arc::new(aead(octets));
        self.tenants.write().unwrap_or_else(PoisonError::into_inner).insert(tenant, Arc::clone(&key));
        Ok(key)
    }

    /// A new key for a tenant, wrapped.
    pub(crate) fn draw(&self, tenant: TenantId) -> Result<Vec<u8>, StoreError> {
        wrap(&self.master, &tenant_purpose(tenant), Zeroizing::new(random::<KEY_OCTETS>()).as_slice())
    }
}

fn tenant_purpose(tenant: TenantId) -> String {
    format!("key of tenant {tenant}")
}
