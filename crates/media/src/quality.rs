//! How good a call's sound is, by the E-model (ITU-T G.107): from loss, its bursts and the delay to a rating, and from that to
//! what people would say (mean opinion score). Everything that is not known of the two rooms and telephones has the
//! recommendation's default.

/// What is left of 100 with all defaults (G.107 table 3 and § 7.7).
const BEST: f64 = 93.2;
/// The most that a codec and its losses take away.
const WORST_CODEC: f64 = 95.0;
/// G.711 with the concealment of its appendix I: impairment without loss, and robustness against it (G.113 table I.4).
/// G.722 and Opus are judged as this one: on the scale of telephones there is nothing above it, and for Opus no value
/// is published.
const IMPAIRMENT: f64 = 0.0;
const ROBUSTNESS: f64 = 25.1;
/// A packet is not sent before its 20 ms are over.
const PACKET_MILLISECONDS: f64 = 20.0;
/// A receiver's buffer is as long as so many times the jitter.
const BUFFERED_JITTER: f64 = 2.0;

/// One direction of a call.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// The share that was lost: 0 to 1.
    pub loss: f64,
    /// How much longer losses in a row are than if they came at random: 1 and more.
    pub burst_ratio: f64,
    pub jitter_milliseconds: u32,
    /// Of the network, there and back, as far as it is known.
    pub round_trip_milliseconds: Option<u32>,
}

impl Course {
    /// From mouth to ear, as far as it is known.
    fn delay(&self) -> f64 {
        let network = f64::from(self.round_trip_milliseconds.unwrap_or(0)) / 2.0;
        network + PACKET_MILLISECONDS + BUFFERED_JITTER * f64::from(self.jitter_milliseconds)
    }

    /// The rating of a conversation: 0 to 93.2.
    pub fn rating(&self) -> f64 {
        (BEST - impairment_of_delay(self.delay()) - self.impairment_of_loss()).clamp(0.0, BEST)
    }

    /// The same for who only listens.
    pub fn listening_rating(&self) -> f64 {
        (BEST - self.impairment_of_loss()).clamp(0.0, BEST)
    }

    /// G.107 § 7.5, equation 7-29.
    fn impairment_of_loss(&self) -> f64 {
        let percent = 100.0 * self.loss.clamp(0.0, 1.0);
        IMPAIRMENT + (WORST_CODEC - IMPAIRMENT) * percent / (percent / self.burst_ratio.max(1.0) + ROBUSTNESS)
    }
}

/// Of an absolute delay in milliseconds, echoes being cancelled: G.107 § 7.4, equations 7-27 and 7-28.
fn impairment_of_delay(milliseconds: f64) -> f64 {
    if milliseconds <= 100.0 {
        return 0.0;
    }
    let x = (milliseconds / 100.0).log2();
    25.0 * ((1.0 + x.powi(6)).powf(1.0 / 6.0) - 3.0 * (1.0 + (x / 3.0).powi(6)).powf(1.0 / 6.0) + 2.0)
}

/// The mean opinion score of a rating: 1 to 4.5 (G.107 annex B).
pub fn opinion(rating: f64) -> f64 {
    let r = rating.clamp(0.0, 100.0);
    // Below 6.5 the polynomial falls under 1.
    (1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6).clamp(1.0, 4.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(loss: f64, burst_ratio: f64, jitter_milliseconds: u32, round_trip: u32) -> Course {
        Course { loss, burst_ratio, jitter_milliseconds, round_trip_milliseconds: Some(round_trip) }
    }

    #[test]
    fn ratings_become_opinions_by_annex_b() {
        // Table B.1 of the recommendation.
        for (rating, expected) in [(90.0, 4.34), (80.0, 4.03), (70.0, 3.60), (60.0, 3.10), (50.0, 2.58)] {
            assert!((opinion(rating) - expected).abs() < 0.01, "{rating}: {}", opinion(rating));
        }
        assert_eq!((opinion(0.0), opinion(-5.0), opinion(100.0)), (1.0, 1.0, 4.5));
        assert!((opinion(BEST) - 4.41).abs() < 0.01);
    }

    #[test]
    fn loss_takes_away_and_bursts_more_of_it() {
        for (loss, burst_ratio, expected) in
            [(0.0, 1.0, 93.2), (0.01, 1.0, 89.6), (0.05, 1.0, 77.4), (0.05, 4.0, 75.2), (1.0, 1.0, 17.3)]
        {
            let rating = course(loss, burst_ratio, 0, 0).rating();
            assert!((rating - expected).abs() < 0.1, "{loss} {burst_ratio}: {rating}");
        }
    }

    #[test]
    fn delay_is_noticed_beyond_a_tenth_of_a_second() {
        for (round_trip, jitter, expected) in [(0, 0, 93.2), (160, 0, 93.2), (760, 0, 69.1), (560, 50, 69.1)]
        {
            let rating = course(0.0, 1.0, jitter, round_trip).rating();
            assert!((rating - expected).abs() < 0.2, "{round_trip} {jitter}: {rating}");
        }
        assert_eq!(course(0.0, 1.0, 50, 2000).listening_rating(), BEST);
    }

    #[test]
    fn nothing_that_is_reported_leads_out_of_the_scale() {
        for loss in [-1.0, 0.0, 0.5, 7.0] {
            for burst_ratio in [0.0, 1.0, 1e9] {
                let rating = course(loss, burst_ratio, u32::MAX, u32::MAX).rating();
                assert!((0.0..=BEST).contains(&rating) && (1.0..=4.5).contains(&opinion(rating)));
            }
        }
    }
}
