//! How the house is: what `/health` and `/metrics` say.

use crate::upkeep::Upkeep;
use api::{Condition, Metric, MetricKind, PartCondition, PartStatus};
use media::Engine;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{DiskRoom, Store};
use switch::CallsMeter;

/// Looks at the parts when it is asked; none of them waits.
#[derive(Clone)]
pub struct HouseCondition {
    store: Store,
    engine: Engine,
    calls: CallsMeter,
    mail: Arc<mail::Metrics>,
    upkeep: Arc<Upkeep>,
}

impl HouseCondition {
    pub fn new(
        store: Store,
        engine: Engine,
        calls: CallsMeter,
        mail: Arc<mail::Metrics>,
        upkeep: Arc<Upkeep>,
    ) -> Self {
        Self { store, engine, calls, mail, upkeep }
    }
}

impl Condition for HouseCondition {
    fn parts(&self) -> Vec<PartCondition> {
        let disk = match self.store.room() {
            DiskRoom::Enough => part("disk", None),
            DiskRoom::Scarce => part("disk", Some("almost full: nothing new is taken".into())),
        };
        vec![disk, part("voice", speech::Voice::missing().map(str::to_owned))]
    }

    fn metrics(&self) -> Vec<Metric> {
        let engine = self.engine.stats();
        let mail = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as f64;
        let mut metrics = vec![
            gauge("switchroom_calls", "Calls under way.", self.calls.now() as f64),
            counter("switchroom_calls_total", "Calls taken since the start.", self.calls.taken() as f64),
            gauge("switchroom_media_legs", "Legs that the media engine serves.", engine.legs as f64),
            counter(
                "switchroom_media_overruns_total",
                "Ticks of the media engine that came too late.",
                engine.overruns as f64,
            ),
            gauge("switchroom_imap_connections", "Open IMAP connections.", mail(&self.mail.imap_open)),
            counter(
                "switchroom_imap_commands_total",
                "IMAP commands answered.",
                mail(&self.mail.imap_commands),
            ),
            counter(
                "switchroom_smtp_messages_total",
                "Messages taken by SMTP.",
                mail(&self.mail.smtp_messages),
            ),
            counter(
                "switchroom_smtp_refused_total",
                "SMTP recipients and messages refused for good.",
                mail(&self.mail.smtp_refused),
            ),
            counter(
                "switchroom_smtp_deferred_total",
                "SMTP messages put off.",
                mail(&self.mail.smtp_deferred),
            ),
        ];
        metrics.extend(upkeep(&self.upkeep));
        metrics
    }
}

fn upkeep(upkeep: &Upkeep) -> [Metric; 4] {
    let done = |name, help, done: &AtomicU64| counter(name, help, done.load(Ordering::Relaxed) as f64);
    [
        done("switchroom_store_freed_bytes_total", "Bytes of blobs given back to the disk.", &upkeep.octets),
        done(
            "switchroom_store_erased_blobs_total",
            "Blobs whose keys were destroyed because nothing named them.",
            &upkeep.blobs,
        ),
        done(
            "switchroom_store_forgotten_rows_total",
            "Rows removed because they were too old.",
            &upkeep.rows,
        ),
        done("switchroom_store_upkeep_failures_total", "Rounds of upkeep that failed.", &upkeep.failures),
    ]
}

fn part(name: &'static str, wrong: Option<String>) -> PartCondition {
    let status = if wrong.is_some() { PartStatus::Degraded } else { PartStatus::Good };
    PartCondition { name, status, detail: wrong }
}

fn gauge(name: &'static str, help: &'static str, value: f64) -> Metric {
    Metric { name, help, kind: MetricKind::Gauge, value }
}

fn counter(name: &'static str, help: &'static str, value: f64) -> Metric {
    Metric { name, help, kind: MetricKind::Counter, value }
}
