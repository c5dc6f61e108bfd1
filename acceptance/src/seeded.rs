//! Chance that can be repeated: xorshift64 over a seed that a failed test has printed.

use std::ops::Range;

pub struct Seeded(u64);

impl Seeded {
    /// Zero is no seed of this generator.
    pub fn new(seed: u64) -> Seeded {
        Seeded(seed.max(1))
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// Some of `0..count`, at most `most` in a row; empty only where there is nothing.
    pub fn some_of(&mut self, count: usize, most: usize) -> Range<usize> {
        if count == 0 {
            return 0..0;
        }
        let first = self.below(count);
        first..(first + 1 + self.below(most)).min(count)
    }

    pub fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
