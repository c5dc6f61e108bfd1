//! What ties a leg that has gone over to another call to the call by which it came: its trunk's channel and its caller's
//! account are kept there, and neither call outlives the other.

use tokio::sync::mpsc;

/// One end. The other one feels it when this is dropped.
pub struct Tether {
    _here: mpsc::Sender<()>,
    there: mpsc::Receiver<()>,
}

impl Tether {
    pub fn pair() -> (Tether, Tether) {
        let (one, by_one) = mpsc::channel(1);
        let (other, by_other) = mpsc::channel(1);
        (Tether { _here: one, there: by_other }, Tether { _here: other, there: by_one })
    }

    /// Returns when the other end is gone, and at once from then on. Cancel-safe.
    pub async fn cut(&mut self) {
        // Nothing is ever sent.
        self.there.recv().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn each_end_feels_when_the_other_is_gone() {
        let (mut one, mut other) = Tether::pair();
        assert_eq!((one.cut().now_or_never(), other.cut().now_or_never()), (None, None));
        drop(one);
        assert_eq!((other.cut().now_or_never(), other.cut().now_or_never()), (Some(()), Some(())));
    }
}
