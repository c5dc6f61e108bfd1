//! What the server counts: whether a call has left anything behind.

use crate::{Demo, Desk};
use std::time::{Duration, Instant};

impl Demo {
    /// A number of `/metrics`.
    pub fn metric(&self, name: &str) -> f64 {
        let text = Desk::visit(self).get("/metrics").text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{name} in {text}")).trim().parse().expect("a number")
    }

    /// Waits until no call and no leg is left.
    pub fn all_is_free_within(&self, limit: Duration) {
        let until = Instant::now() + limit;
        loop {
            let (calls, legs) = (self.metric("switchroom_calls"), self.metric("switchroom_media_legs"));
            if calls == 0.0 && legs == 0.0 {
                return;
            }
            assert!(Instant::now() < until, "{calls} calls and {legs} legs are left after {limit:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}
