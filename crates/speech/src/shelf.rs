//! Sounds that were made before, kept up to a number of bytes; what was not asked for the longest goes first.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) struct Shelf<K, T> {
    room_bytes: usize,
    kept: Mutex<Kept<K, T>>,
}

struct Kept<K, T> {
    sounds: HashMap<K, (Arc<[T]>, u64)>,
    /// Keys in the order of their last use.
    used: BTreeMap<u64, K>,
    clock: u64,
    bytes: usize,
}

impl<K: Hash + Eq + Clone, T> Shelf<K, T> {
    pub fn new(room_bytes: usize) -> Self {
        let kept = Kept { sounds: HashMap::new(), used: BTreeMap::new(), clock: 0, bytes: 0 };
        Self { room_bytes, kept: Mutex::new(kept) }
    }

    pub fn get(&self, key: &K) -> Option<Arc<[T]>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = kept.tick();
        let (sound, last) = kept.sounds.get_mut(key)?;
        let (sound, before) = (Arc::clone(sound), std::mem::replace(last, now));
        kept.used.remove(&before);
        kept.used.insert(now, key.clone());
        Some(sound)
    }

    pub fn put(&self, key: K, sound: Arc<[T]>) {
        let size = size_of_val(&*sound);
        if size > self.room_bytes {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&key);
        kept.bytes += size;
        while kept.bytes > self.room_bytes && kept.remove_oldest() {}
        let now = kept.tick();
        kept.used.insert(now, key.clone());
        kept.sounds.insert(key, (sound, now));
    }
}

impl<K: Hash + Eq + Clone, T> Kept<K, T> {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn remove(&mut self, key: &K) {
        if let Some((sound, last)) = self.sounds.remove(key) {
            self.bytes -= size_of_val(&*sound);
            self.used.remove(&last);
        }
    }

    fn remove_oldest(&mut self) -> bool {
        let Some((_, key)) = self.used.pop_first() else { return false };
        if let Some((sound, _)) = self.sounds.remove(&key) {
            self.bytes -= size_of_val(&*sound);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_that_was_not_used_for_the_longest_goes_first() {
        let shelf = Shelf::<&str, u8>::new(10);
        shelf.put("a", Arc::new([1; 4]));
        shelf.put("b", Arc::new([2; 4]));
        assert!(shelf.get(&"a").is_some());
        shelf.put("c", Arc::new([3; 4]));
        assert!(shelf.get(&"b").is_none());
        assert!(shelf.get(&"a").is_some() && shelf.get(&"c").is_some());
        shelf.put("too large", Arc::new([0; 11]));
        assert!(shelf.get(&"too large").is_none() && shelf.get(&"a").is_some());
        shelf.put("a", Arc::new([4; 2]));
        shelf.put("d", Arc::new([5; 4]));
        assert!(["a", "c", "d"].iter().all(|key| shelf.get(key).is_some()));
    }
}
