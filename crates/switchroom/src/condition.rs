//! How the house is: what `/health` and `/metrics` say.

use crate::acme::{self, Standing};
use crate::certificate::Certificate;
use crate::transcripts;
use crate::upkeep::Upkeep;
use api::{Condition, Metric, MetricKind, PartCondition, PartStatus};
use jiff::Timestamp;
use media::Engine;
use speech::Engines;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{DiskRoom, Store};
use switch::{CallsMeter, Reach, Registration, ScanCounters, TrunkState, TrunksMeter};

/// What counts in the rooms.
#[derive(Clone)]
pub struct Meters {
    pub calls: CallsMeter,
    pub sip: Arc<sip::Counters>,
    pub scans: Arc<ScanCounters>,
    pub mail: Arc<mail::Metrics>,
    pub upkeep: Arc<Upkeep>,
    pub trunks: TrunksMeter,
    /// Where voice messages become text.
    pub transcripts: Option<Arc<transcripts::Meter>>,
    /// What speaks names and texts.
    pub speech: Arc<Engines>,
    /// What is wrong with the music of those who are held.
    pub music_fault: Arc<dyn Fn() -> Option<String> + Send + Sync>,
}

/// The certificate that all doors show, and how orders of a new one go, where one is ordered.
#[derive(Clone)]
pub struct Shown {
    pub certificate: Arc<Certificate>,
    pub orders: Option<Standing>,
}

/// Looks at the parts when it is asked; none of them waits.
#[derive(Clone)]
pub struct HouseCondition {
    store: Store,
    engine: Engine,
    shown: Shown,
    meters: Meters,
}

impl HouseCondition {
    pub fn new(store: Store, engine: Engine, shown: Shown, meters: Meters) -> Self {
        Self { store, engine, shown, meters }
    }
}

impl Shown {
    fn trouble(&self) -> Option<String> {
        let tries = self.orders.as_ref().map(|orders| orders.load_full());
        acme::trouble(self.certificate.facts().as_ref(), tries.as_deref(), Timestamp::now())
    }

    fn metrics(&self) -> Vec<Metric> {
        let ends = self.certificate.facts().map(|facts| {
            let help = "When the certificate in use ends, in seconds since 1970.";
            gauge("switchroom_certificate_ends_seconds", help, facts.validity.ends.as_second() as f64)
        });
        let failed = self.orders.as_ref().map(|orders| {
            let help = "Orders of a certificate that failed since the last success.";
            gauge("switchroom_certificate_orders_failed", help, f64::from(orders.load().failures))
        });
        ends.into_iter().chain(failed).collect()
    }
}

impl Condition for HouseCondition {
    fn parts(&self) -> Vec<PartCondition> {
        let disk = match self.store.room() {
            DiskRoom::Enough => part("disk", None),
            DiskRoom::Scarce => part("disk", Some("almost full: nothing new is taken".into())),
        };
        let mut parts = vec![
            disk,
            part("voice", speech::Voice::missing().map(str::to_owned)),
            part("trunks", silent(&self.meters.trunks.states())),
            part("certificate", self.shown.trouble()),
            part("hold-music", (self.meters.music_fault)()),
            part("outbox", outbox_trouble(&self.meters.mail, Timestamp::now())),
        ];
        let transcripts = self.meters.transcripts.iter();
        parts.extend(transcripts.map(|meter| part("transcripts", meter.trouble(Timestamp::now()))));
        parts
    }

    fn metrics(&self) -> Vec<Metric> {
        let engine = self.engine.stats();
        let mail = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as f64;
        let mut metrics = vec![
            gauge("switchroom_calls", "Calls under way.", self.meters.calls.now() as f64),
            counter(
                "switchroom_calls_total",
                "Calls taken since the start.",
                self.meters.calls.taken() as f64,
            ),
            gauge("switchroom_media_legs", "Legs that the media engine serves.", engine.legs as f64),
            counter(
                "switchroom_media_overruns_total",
                "Ticks of the media engine that came too late.",
                engine.overruns as f64,
            ),
            counter(
                "switchroom_media_left_out_total",
                "Packets left out because turning Opus into other codecs took too long.",
                engine.left_out as f64,
            ),
            gauge("switchroom_imap_connections", "Open IMAP connections.", mail(&self.meters.mail.imap_open)),
            counter(
                "switchroom_imap_commands_total",
                "IMAP commands answered.",
                mail(&self.meters.mail.imap_commands),
            ),
            counter(
                "switchroom_smtp_messages_total",
                "Messages taken by SMTP.",
                mail(&self.meters.mail.smtp_messages),
            ),
            counter(
                "switchroom_smtp_refused_total",
                "SMTP recipients and messages refused for good.",
                mail(&self.meters.mail.smtp_refused),
            ),
            counter(
                "switchroom_smtp_deferred_total",
                "SMTP messages put off.",
                mail(&self.meters.mail.smtp_deferred),
            ),
        ];
        metrics.extend(outbox(&self.meters.mail, Timestamp::now()));
        metrics.extend(self.meters.transcripts.iter().flat_map(|meter| transcribed(meter)));
        metrics.extend(unspoken(&self.meters.speech));
        metrics.extend(sip(&self.meters.sip));
        metrics.extend(scans(&self.meters.scans));
        metrics.extend(upkeep(&self.meters.upkeep));
        metrics.extend(trunks(&self.meters.trunks));
        metrics.extend(self.shown.metrics());
        metrics
    }
}

/// What keeps mail from leaving, while some waits.
fn outbox_trouble(mail: &mail::Metrics, now: Timestamp) -> Option<String> {
    let waiting = mail.outbox_waiting.load(Ordering::Relaxed);
    let why = mail.outbox_trouble().filter(|_| waiting > 0)?;
    let hours = waited_seconds(mail, now) / 3600;
    Some(format!("{waiting} mails for elsewhere wait, the oldest for {hours} h: {why}"))
}

fn waited_seconds(mail: &mail::Metrics, now: Timestamp) -> u64 {
    match mail.outbox_oldest.load(Ordering::Relaxed) {
        0 => 0,
        since => now.as_second().unsigned_abs().saturating_sub(since),
    }
}

fn outbox(mail: &mail::Metrics, now: Timestamp) -> [Metric; 5] {
    let number = |number: &AtomicU64| number.load(Ordering::Relaxed) as f64;
    let oldest = waited_seconds(mail, now) as f64;
    [
        gauge("switchroom_outbox_waiting", "Mails for elsewhere that wait.", number(&mail.outbox_waiting)),
        gauge("switchroom_outbox_oldest_seconds", "How long the oldest of them has waited.", oldest),
        counter(
            "switchroom_outbox_sent_total",
            "Mails that the smarthost has taken.",
            number(&mail.outbox_sent),
        ),
        counter(
            "switchroom_outbox_deferred_total",
            "Tries that were put off.",
            number(&mail.outbox_deferred),
        ),
        counter("switchroom_outbox_refused_total", "Mails refused for good.", number(&mail.outbox_refused)),
    ]
}

fn transcribed(meter: &transcripts::Meter) -> [Metric; 3] {
    let number = |number: &AtomicU64| number.load(Ordering::Relaxed) as f64;
    [
        gauge(
            "switchroom_transcripts_waiting",
            "Voice messages that wait for their text.",
            number(&meter.waiting),
        ),
        counter("switchroom_transcripts_total", "Voice messages transcribed.", number(&meter.done)),
        counter(
            "switchroom_transcripts_failed_total",
            "Tries to transcribe one that failed.",
            number(&meter.failed),
        ),
    ]
}

fn unspoken(speech: &Engines) -> impl Iterator<Item = Metric> {
    let help = "Texts that a speech engine has failed at, so that espeak-ng spoke instead.";
    let each = move |(engine, failures): (&str, u64)| Metric {
        label: Some(("engine", engine.to_owned())),
        ..counter("switchroom_speech_failures_total", help, failures as f64)
    };
    speech.failures().into_iter().map(each)
}

fn sip(counters: &sip::Counters) -> [Metric; 5] {
    let done = |name, help, done: &AtomicU64| counter(name, help, done.load(Ordering::Relaxed) as f64);
    [
        done("switchroom_sip_messages_total", "SIP messages taken from the network.", &counters.messages),
        done(
            "switchroom_sip_over_rate_total",
            "SIP messages dropped or refused because their source said too much.",
            &counters.over_rate,
        ),
        done(
            "switchroom_sip_turned_away_total",
            "SIP connections closed at once because there were too many.",
            &counters.turned_away,
        ),
        done(
            "switchroom_sip_handshakes_failed_total",
            "TLS and WebSocket handshakes of SIP that failed or were too many.",
            &counters.handshakes_failed,
        ),
        done("switchroom_sip_stun_total", "STUN requests answered.", &counters.stun),
    ]
}

fn scans(counters: &ScanCounters) -> [Metric; 2] {
    let done = |name, help, done: &AtomicU64| counter(name, help, done.load(Ordering::Relaxed) as f64);
    [
        done(
            "switchroom_sip_unheard_total",
            "SIP requests not listened to, because their address asks for names that it does not prove.",
            &counters.unheard,
        ),
        done(
            "switchroom_sip_scans_total",
            "Addresses found asking for names that they do not prove.",
            &counters.scans,
        ),
    ]
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

/// Which trunks cannot be used; their names are the administrator's own.
fn silent(states: &[TrunkState]) -> Option<String> {
    let is_out = |state: &&TrunkState| {
        !state.disabled
            && (state.reach == Reach::Down || matches!(state.registration, Registration::Failed { .. }))
    };
    let names: Vec<&str> = states.iter().filter(is_out).map(|state| state.name.as_str()).collect();
    (!names.is_empty()).then(|| format!("not there or not registered: {}", names.join(", ")))
}

fn trunks(meter: &TrunksMeter) -> Vec<Metric> {
    let states = meter.states();
    let each = |name, help, value: fn(&TrunkState) -> f64| {
        let number = move |state: &TrunkState| Metric {
            label: Some(("trunk", state.name.clone())),
            ..gauge(name, help, value(state))
        };
        states.iter().map(number).collect::<Vec<_>>()
    };
    let mut metrics = each("switchroom_trunk_up", "Whether a trunk answers; 0 while it does not.", |state| {
        f64::from(u8::from(state.reach != Reach::Down))
    });
    metrics.extend(each("switchroom_trunk_registered", "Whether we are registered at a trunk.", |state| {
        f64::from(u8::from(matches!(state.registration, Registration::Registered { .. })))
    }));
    metrics.extend(each("switchroom_trunk_calls", "Calls under way by a trunk.", |state| {
        f64::from(state.calls)
    }));
    let barred = meter.barred();
    metrics.extend(barred.into_iter().map(|(why, count)| Metric {
        label: Some(("limit", why.name().to_owned())),
        ..counter(
            "switchroom_toll_barred_total",
            "Calls to the public network not let out, by the limit.",
            count as f64,
        )
    }));
    let unserved = meter.unserved() as f64;
    metrics.push(counter("switchroom_trunk_unserved_total", "Calls that no trunk took.", unserved));
    metrics.push(counter("switchroom_help_calls_total", "Calls for help.", meter.helped() as f64));
    metrics
}

fn part(name: &'static str, wrong: Option<String>) -> PartCondition {
    let status = if wrong.is_some() { PartStatus::Degraded } else { PartStatus::Good };
    PartCondition { name, status, detail: wrong }
}

fn gauge(name: &'static str, help: &'static str, value: f64) -> Metric {
    Metric { name, help, kind: MetricKind::Gauge, label: None, value }
}

fn counter(name: &'static str, help: &'static str, value: f64) -> Metric {
    Metric { name, help, kind: MetricKind::Counter, label: None, value }
}
