//! How the house is: `/health` for people and watchdogs, `/metrics` for Prometheus.

use crate::guard::Peer;
use crate::problem::ApiError;
use crate::router::House;
use crate::session::SignedIn;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// What the parts say about themselves. Costs no I/O.
pub trait Condition: Send + Sync {
    fn parts(&self) -> Vec<PartCondition>;
    fn metrics(&self) -> Vec<Metric>;
}

#[derive(Clone, Debug, Serialize)]
pub struct PartCondition {
    pub name: &'static str,
    pub status: PartStatus,
    /// What is wrong and since when; names nobody.
    pub detail: Option<String>,
}

/// The worst of all parts is the house's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartStatus {
    Good,
    /// Something is missing; what does not need it goes on.
    Degraded,
    Down,
}

/// One number.
#[derive(Clone, Debug)]
pub struct Metric {
    /// `switchroom_calls_total`: as Prometheus wants names.
    pub name: &'static str,
    pub help: &'static str,
    pub kind: MetricKind,
    /// One label and its value, where one name has several numbers; these follow each other.
    pub label: Option<(&'static str, String)>,
    pub value: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    Counter,
    Gauge,
}

#[derive(Serialize)]
struct Health {
    status: PartStatus,
    parts: Vec<PartCondition>,
}

/// 200 as long as calls and messages are taken; 503 when a part is down.
pub async fn health(State(house): State<Arc<House>>) -> Response {
    let parts = house.doors.condition.parts();
    let status = parts.iter().map(|part| part.status).max().unwrap_or(PartStatus::Good);
    let code = if status == PartStatus::Down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (code, Json(Health { status, parts })).into_response()
}

/// For programs on this machine and for administrators: how busy a company is, is its own business.
pub async fn metrics(
    State(house): State<Arc<House>>,
    Extension(Peer(peer)): Extension<Peer>,
    signed_in: Result<SignedIn, ApiError>,
) -> Result<Response, ApiError> {
    let is_administrator = signed_in.is_ok_and(|signed_in| signed_in.user.administrator);
    if !peer.ip().to_canonical().is_loopback() && !is_administrator {
        return Err(ApiError::Forbidden);
    }
    let text = exposition(&house.doors.condition.metrics());
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// Prometheus' text format, version 0.0.4.
fn exposition(metrics: &[Metric]) -> String {
    let mut text = String::new();
    let mut told = "";
    for metric in metrics {
        let Metric { name, help, value, .. } = metric;
        let kind = match metric.kind {
            MetricKind::Counter => "counter",
            MetricKind::Gauge => "gauge",
        };
        if told != *name {
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
        }
        told = name;
        let label = metric
            .label
            .as_ref()
            .map_or_else(String::new, |(of, is)| format!("{{{of}=\"{}\"}}", escaped(is)));
        let _ = writeln!(text, "{name}{label} {value}");
    }
    text
}

/// A label's value: backslash, quote and line feed have a backslash before them.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_written_as_prometheus_reads_them() {
        let metric = Metric {
            name: "calls_total",
            help: "Calls taken.",
            kind: MetricKind::Counter,
            label: None,
            value: 3.0,
        };
        let gauge = |of: &str| Metric {
            name: "legs",
            help: "Legs now.",
            kind: MetricKind::Gauge,
            label: Some(("side", of.to_owned())),
            value: 0.5,
        };
        assert_eq!(
            exposition(&[metric, gauge("a"), gauge("b\"\\\n")]),
            "# HELP calls_total Calls taken.\n# TYPE calls_total counter\ncalls_total 3\n\
             # HELP legs Legs now.\n# TYPE legs gauge\nlegs{side=\"a\"} 0.5\nlegs{side=\"b\\\"\\\\\\n\"} 0.5\n"
        );
    }
}
