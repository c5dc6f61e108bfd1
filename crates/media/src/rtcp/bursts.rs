//! How losses lie in a stream: alone in gaps, or close together in bursts (RFC 3611 §4.7.2, counted as in its appendix A.2).

/// A loss after fewer packets than this since the one before belongs to its burst.
pub const GMIN: u32 = 16;
/// What a packet holds, in milliseconds.
const PACKET_MILLISECONDS: u64 = 20;

/// The counters of the appendix; states 1 and 4 are the gap's (received, lost), 2 and 3 the burst's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bursts {
    /// Packets since the last loss.
    since: u32,
    /// Losses of the burst, if there is one.
    lost: u32,
    c11: u64,
    c13: u64,
    c14: u64,
    c22: u64,
    c23: u64,
    c33: u64,
    /// Losses, and runs of them.
    all: u64,
    runs: u64,
}

/// What is told of bursts and of the gaps between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Of 256.
    pub burst_density: u8,
    pub gap_density: u8,
    /// The means.
    pub burst_milliseconds: u16,
    pub gap_milliseconds: u16,
}

impl Bursts {
    /// A packet came, after so many that did not.
    pub fn packet(&mut self, missing: u64) {
        self.runs += u64::from(missing > 0);
        // Beyond a burst's worth, all that follow are of one kind: lost after lost.
        for _ in 0..missing.min(u64::from(GMIN)) {
            self.loss();
        }
        let rest = missing.saturating_sub(u64::from(GMIN));
        (self.c33, self.all) = (self.c33 + rest, self.all + rest);
        self.since = self.since.saturating_add(1);
    }

    fn loss(&mut self) {
        self.all += 1;
        if self.since >= GMIN {
            match self.lost {
                1 => self.c14 += 1,
                _ => self.c13 += 1,
            }
            self.lost = 1;
            self.c11 += u64::from(self.since);
        } else {
            self.lost = self.lost.saturating_add(1);
            match self.since {
                0 => self.c33 += 1,
                since => {
                    self.c23 += 1;
                    self.c22 += u64::from(since) - 1;
                }
            }
        }
        self.since = 0;
    }

    /// How much longer losses in a row are than if they came at random (ITU-T G.107 § 7.2.4.2); 1 where they do, never less.
    pub fn ratio(&self, loss: f64) -> f64 {
        if self.runs == 0 {
            return 1.0;
        }
        let mean = self.all as f64 / self.runs as f64;
        (mean * (1.0 - loss)).max(1.0)
    }

    pub fn shape(&self) -> Shape {
        // All is one gap until a burst has ended.
        let packets = self.c11 + self.c14 + u64::from(self.since);
        let (c31, c32) = (self.c13, self.c23);
        let total = self.c11 + self.c14 + self.c13 + self.c22 + self.c23 + c31 + c32 + self.c33;
        let part = |of: u64, all: u64| if all == 0 { 0.0 } else { of as f64 / all as f64 };
        let p32 = part(c32, c31 + c32 + self.c33);
        let p23 = if self.c22 + self.c23 == 0 { 1.0 } else { 1.0 - part(self.c22, self.c22 + self.c23) };
        let burst_density = if self.c13 == 0 { 0.0 } else { 256.0 * p23 / (p23 + p32) };
        let (gap, burst) = match self.c13 {
            0 => (packets * PACKET_MILLISECONDS, 0),
            bursts => {
                let gap = (self.c11 + self.c14 + self.c13) * PACKET_MILLISECONDS / bursts;
                (gap, (total * PACKET_MILLISECONDS / bursts).saturating_sub(gap))
            }
        };
        Shape {
            burst_density: burst_density.min(255.0) as u8,
            gap_density: (256.0 * part(self.c14, self.c11 + self.c14)).min(255.0) as u8,
            burst_milliseconds: burst.min(u64::from(u16::MAX)) as u16,
            gap_milliseconds: gap.min(u64::from(u16::MAX)) as u16,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packets of which those in `lost` are missing.
    fn counted(packets: u64, lost: impl Fn(u64) -> bool) -> Bursts {
        let mut bursts = Bursts::default();
        let mut missing = 0;
        for number in 0..packets {
            if lost(number) {
                missing += 1;
            } else {
                bursts.packet(missing);
                missing = 0;
            }
        }
        bursts
    }

    #[test]
    fn single_losses_are_gaps_and_runs_are_bursts() {
        let single = counted(5000, |number| number % 100 == 50);
        let shape = single.shape();
        assert!((2..=3).contains(&shape.gap_density), "{shape:?}");
        assert!((single.ratio(0.01) - 1.0).abs() < 0.01);

        // Ten in a row of every 500.
        let runs = counted(5000, |number| number % 500 >= 490);
        let shape = runs.shape();
        assert!(shape.burst_density > 200, "{shape:?}");
        assert!((140..=260).contains(&shape.burst_milliseconds), "{shape:?}");
        assert!((9000..=10_500).contains(&shape.gap_milliseconds), "{shape:?}");
        assert!((runs.ratio(0.02) - 9.8).abs() < 0.01);
    }

    #[test]
    fn a_stream_without_losses_is_one_gap() {
        let shape = counted(100, |_| false).shape();
        assert_eq!(shape, Shape { gap_milliseconds: 2000, ..Shape::default() });
        assert_eq!(Bursts::default().ratio(0.0), 1.0);
    }

    #[test]
    fn an_endless_loss_takes_no_time_to_count() {
        let mut bursts = Bursts::default();
        bursts.packet(u64::MAX / 2);
        assert_eq!(bursts.ratio(0.0), (u64::MAX / 2) as f64);
        bursts.shape();
    }
}
