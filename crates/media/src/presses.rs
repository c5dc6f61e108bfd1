//! Keys of one leg, whichever way they come: with the sound, or said by signalling (INFO). A phone that is set to do both
//! presses each key once all the same.

/// The same key by the other way within this time is the same press, in milliseconds: the longest press of a hand, and the
/// way.
const SAME_PRESS: u64 = 2000;

/// How a key has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As a telephone event, or as a tone.
    Sound,
    Said,
}

/// What was pressed last, when, and how it came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Presses {
    last: Option<(char, u64, Way)>,
    /// The other way brought the same, so many times more than this one, so far.
    echoes: u32,
}

impl Presses {
    /// Whether this is a press of its own; `now` in milliseconds.
    pub fn is_new(&mut self, key: char, now: u64, way: Way) -> bool {
        if let Some((last, at, by)) = self.last
            && last == key
            && now.saturating_sub(at) < SAME_PRESS
            && by != way
            && self.echoes > 0
        {
            self.echoes -= 1;
            return false;
        }
        let goes_on = self
            .last
            .is_some_and(|(last, at, by)| last == key && by == way && now.saturating_sub(at) < SAME_PRESS);
        self.echoes = if goes_on { self.echoes + 1 } else { 1 };
        self.last = Some((key, now, way));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Way::*;
    use super::*;

    #[test]
    fn each_press_counts_once_by_whatever_way_it_comes() {
        for (told, expected) in [
            (&[(0, '1', Sound), (500, '1', Sound), (900, '2', Sound)][..], "112"),
            (&[(0, '1', Said), (500, '1', Said)], "11"),
            // Both ways, in either order.
            (&[(0, '1', Sound), (100, '1', Said), (500, '2', Sound), (600, '2', Said)], "12"),
            (&[(0, '1', Said), (100, '1', Sound), (500, '1', Said), (600, '1', Sound)], "11"),
            // The other way is slow: two presses, and then their echoes.
            (&[(0, '1', Sound), (300, '1', Sound), (400, '1', Said), (700, '1', Said)], "11"),
            // One press after the other, each by a way of its own, seconds apart.
            (&[(0, '1', Sound), (5000, '1', Said)], "11"),
        ] {
            let mut presses = Presses::default();
            let heard: String = told
                .iter()
                .filter(|(at, key, way)| presses.is_new(*key, *at, *way))
                .map(|(_, key, _)| *key)
                .collect();
            assert_eq!(heard, expected, "{told:?}");
        }
    }
}
