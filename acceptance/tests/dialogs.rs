//! What calls may be asked while they stand, by SIPp and PJSIP: session timers, UPDATE.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Scenario};
use std::time::Duration;

/// Longer than RFC 3261's 32 s after which an unanswered request is given up.
const FREE_AGAIN: Duration = Duration::from_secs(50);

fn succeeds(demo: &Demo, name: &str) {
    for transport in ["u1", "t1"] {
        Scenario::of(name)
            .with(&["-s", "202", "-m", "1", "-t", transport])
            .key("from", "+4930900001")
            .succeeds(demo);
    }
}

#[test]
fn a_session_timer_is_agreed_on_and_refreshed() {
    let demo = Demo::start();
    succeeds(&demo, "timer");
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn hold_and_resume_go_by_update_too() {
    let demo = Demo::start();
    succeeds(&demo, "update");
    demo.all_is_free_within(FREE_AGAIN);
}
