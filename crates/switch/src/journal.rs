//! A call's last word: its row in the journal, with what its sound was like.

use crate::call::{Call, Ending};
use crate::ground::Ground;
use crate::leg::Leg;
use crate::transfer::Part;
use domain::reason::{Course, Reason};
use domain::stir;
use jiff::Timestamp;
use media::LegStats;
use serde_json::json;
use store::{CallRecord, Outcome};

/// Appends the row. The call's ports are free and its statistics known by then.
pub async fn write(ground: &Ground, call: &Call, ending: Ending, leg: Leg) {
    let ended_at = Timestamp::now();
    let quality = leg.close().await.map_or_else(String::new, |stats| quality(&stats));
    ground.keeping.call(CallRecord { quality, ..record(call, ending, ended_at) });
}

/// Appends the row of a call that was made in the name of somebody whose leg has a row already.
pub fn write_ordered(ground: &Ground, call: &Call, ending: Ending) {
    ground.keeping.call(record(call, ending, Timestamp::now()));
}

fn record(call: &Call, ending: Ending, ended_at: Timestamp) -> CallRecord {
    let talked = ending.answered_at.map_or(0, |answered_at| ended_at.duration_since(answered_at).as_secs());
    CallRecord {
        id: call.id.clone(),
        at: call.at,
        answered_at: ending.answered_at,
        ended_at,
        caller_number: call.caller.number.clone().unwrap_or_default(),
        caller_name: call.caller.name.clone().unwrap_or_default(),
        caller_user: call.device.as_ref().map(|device| device.user),
        called_number: call.called.to_string(),
        called_user: ending.called_user,
        outcome: ending.outcome,
        seconds: u32::try_from(talked).unwrap_or(0),
        message: ending.message,
        why: stir::noted(call.by_trunk.as_ref().and_then(|trunk| trunk.verified), &ending.why.to_string()),
        quality: String::new(),
    }
}

/// Appends the row of what a transfer has made of a call. Its sound is told with the call's first row.
pub fn write_part(ground: &Ground, part: Part, course: Course) {
    let ended_at = Timestamp::now();
    let record = CallRecord {
        id: ground.new_call_id(),
        at: part.at,
        answered_at: Some(part.answered_at),
        ended_at,
        caller_number: part.caller.number.unwrap_or_default(),
        caller_name: part.caller.name.unwrap_or_default(),
        caller_user: part.caller_user,
        called_number: part.called,
        called_user: part.called_user,
        outcome: Outcome::Answered,
        seconds: u32::try_from(ended_at.duration_since(part.answered_at).as_secs()).unwrap_or(0),
        message: None,
        why: Reason::from(course).to_string(),
        quality: String::new(),
    };
    ground.keeping.call(record);
}

/// The caller's leg as JSON.
fn quality(stats: &LegStats) -> String {
    json!({
        "received": stats.packets,
        "lost": stats.lost,
        "jitterMs": stats.jitter_ms,
        "sent": stats.sent,
        "refused": stats.refused,
        "remoteLost": stats.remote_lost,
        "remoteJitterMs": stats.remote_jitter_ms,
        "roundTripMs": stats.round_trip_ms,
        "mos": stats.mos_hundredths.map(score),
        "remoteMos": stats.remote_mos_hundredths.map(score),
    })
    .to_string()
}

/// A mean opinion score: 1 to 4.5.
fn score(hundredths: u16) -> f64 {
    f64::from(hundredths) / 100.0
}
