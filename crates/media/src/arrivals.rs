//! How often a socket is asked for datagrams in one turn, when nobody says how many wait. Asking in vain costs a third of
//! a datagram, so it is done only where it may pay: after a turn with fewer than usual, and now and then.

/// A turn's share of one socket after a stall.
const MOST: u8 = 64;
/// A sender whose clock is faster than ours leaves one datagram too many within minutes: it is found after so many turns
/// at most; sooner while little is known.
const THOROUGH_PERIOD: u8 = 8;

/// What is known about the datagrams of one socket, turn by turn.
#[derive(Clone, Copy, Debug)]
pub struct Arrivals {
    /// Datagrams in a usual turn.
    usual: u8,
    /// Until the next turn that asks until nothing is left.
    thorough_in: u8,
    /// From that one to the one after.
    thorough_period: u8,
}

impl Default for Arrivals {
    fn default() -> Arrivals {
        Arrivals { usual: 1, thorough_in: 0, thorough_period: 0 }
    }
}

impl Arrivals {
    /// Whether to ask for one more, after so many in this turn.
    pub fn asks(&self, read: u8) -> bool {
        read < MOST && (self.thorough_in == 0 || read < self.usual)
    }

    /// The turn is over: so many were read, and perhaps nothing was left.
    pub fn end_turn(&mut self, read: u8, emptied: bool) {
        let short = emptied && read < self.usual;
        if emptied {
            let as_usual = read.max(1) == self.usual;
            self.thorough_period =
                if as_usual { (2 * self.thorough_period + 1).min(THOROUGH_PERIOD) } else { 0 };
            self.usual = read.max(1);
        }
        self.thorough_in = match self.thorough_in {
            // What is late now comes together with what is due next.
            _ if short => 0,
            // As much as one turn may: there is more.
            0 if !emptied => 0,
            0 => self.thorough_period,
            turns => turns - 1,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Turns over a socket at which so many datagrams arrive before each; what was left after each, and how often was asked.
    fn turns(arriving: &[usize]) -> (Vec<usize>, usize) {
        let (mut arrivals, mut waiting, mut asked) = (Arrivals::default(), 0, 0);
        let left = arriving.iter().map(|arrived| {
            waiting += arrived;
            let (mut read, mut emptied) = (0, false);
            while !emptied && arrivals.asks(read) {
                asked += 1;
                emptied = waiting == 0;
                if !emptied {
                    waiting -= 1;
                    read += 1;
                }
            }
            arrivals.end_turn(read, emptied);
            waiting
        });
        (left.collect(), asked)
    }

    #[test]
    fn a_steady_stream_is_asked_hardly_more_often_than_it_sends() {
        let (left, asked) = turns(&[1; 90]);
        assert!(left.iter().all(|&left| left == 0));
        assert_eq!(asked, 90 + 12);
        let (left, asked) = turns(&[2; 90]);
        assert!(left.iter().all(|&left| left == 0));
        assert_eq!(asked, 180 + 13);
    }

    #[test]
    fn what_is_late_is_read_with_what_is_due() {
        let mut arriving = [1; 40];
        (arriving[20], arriving[21]) = (0, 2);
        assert!(turns(&arriving).0.iter().all(|&left| left == 0));
    }

    #[test]
    fn a_faster_clock_or_shorter_packets_are_noticed() {
        let mut arriving = [1; 40];
        arriving[20] = 2;
        let (left, _) = turns(&arriving);
        assert!(left[20..].iter().filter(|&&left| left > 0).count() <= usize::from(THOROUGH_PERIOD));
        assert_eq!(left.last(), Some(&0));
        let (left, _) = turns(&[[1; 20], [2; 20]].concat());
        assert!(left.iter().all(|&left| left <= usize::from(THOROUGH_PERIOD)) && left.last() == Some(&0));
    }

    #[test]
    fn silence_is_asked_once_a_turn_and_a_stall_is_read_in_parts() {
        assert_eq!(turns(&[0; 50]).1, 50);
        let mut arriving = [1; 20];
        arriving[3] = 250;
        let (left, _) = turns(&arriving);
        assert!(left.iter().max() < Some(&250) && left.last() == Some(&0), "{left:?}");
    }
}
