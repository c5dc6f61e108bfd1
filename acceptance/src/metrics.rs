//! What the server counts: whether a call has left anything behind.

use crate::{Demo, Desk};
use std::time::{Duration, Instant};

impl Demo {
    /// A number of `/metrics`.
    pub fn metric(&self, name: &str) -> f64 {
        let mut reply = Desk::visit(self).get("/metrics");
        if reply.status == 403 {
            // Not for everybody where the demo is on a network.
            reply = Desk::sign_in_as_administrator(self).get("/metrics");
        }
        let text = reply.text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{name} in {text}")).trim().parse().expect("a number")
    }

    /// What its process has taken of the processors since it began, by the kernel's hundredths of a second.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).expect("Linux");
        // proc_pid_stat(5): utime and stime are the 14th and 15th field; the second ends with the last bracket.
        let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
        let hundredths = |index: usize| fields[index].parse::<u64>().expect("a number");
        Duration::from_millis(10 * (hundredths(11) + hundredths(12)))
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
