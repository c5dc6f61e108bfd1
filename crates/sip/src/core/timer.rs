//! Session timers (RFC 4028): a call whose other side has vanished ends, though nothing on the wire says so.

use super::reason::Reason;
use super::session::{Ended, Phase, SessionState};
use super::{Alarm, Core, SessionId};
use crate::message::{Fields, HeaderName, Request, Response};
use std::time::{Duration, Instant};

/// The option by which peers say that they know session timers.
const OPTION: &str = "timer";
/// RFC 4028 §5: no interval is briefer, whoever asks for it, in seconds.
const LEAST_OF_ALL: u32 = 90;
/// Whoever waits for a refresh gives up so long before the end, or by a third of the interval (RFC 4028 §10).
const BEFORE_THE_END: Duration = Duration::from_secs(32);
/// A refresh that was refused is not tried again earlier.
const NOT_AGAIN_BEFORE: Duration = Duration::from_secs(5);

/// How long a session may stand without a refresh, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimer {
    /// What we ask for, and grant at most.
    pub interval: u32,
    /// Less than that is refused with 422.
    pub least: u32,
}

impl Default for SessionTimer {
    fn default() -> Self {
        Self { interval: 1800, least: LEAST_OF_ALL }
    }
}

/// The timer of one session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refreshing {
    /// What we ask for, and the least that a proxy or the peer has asked for: it only grows.
    wanted: SessionTimer,
    running: Option<Running>,
}

#[derive(Clone, Copy, Debug)]
struct Running {
    /// We refresh; otherwise the peer does.
    is_ours: bool,
    /// When the session ends without a refresh.
    end_at: Instant,
    /// When we refresh, or end it.
    wake_at: Instant,
}

/// Who refreshes, as a request and its answer say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refresher {
    Uac,
    Uas,
}

/// A Session-Expires field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Expires {
    seconds: u32,
    refresher: Option<Refresher>,
}

impl Refreshing {
    pub fn new(wanted: SessionTimer) -> Self {
        Self { wanted, running: None }
    }
}

impl Expires {
    fn of(fields: &Fields) -> Option<Self> {
        let text = fields.get(&HeaderName::SessionExpires)?;
        let mut parts = text.split(';').map(str::trim);
        let seconds = number(parts.next()?)?;
        let named = |part: &str| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("refresher").then(|| value.trim().to_ascii_lowercase())
        };
        let refresher = match parts.find_map(named).as_deref() {
            Some("uac") => Some(Refresher::Uac),
            Some("uas") => Some(Refresher::Uas),
            _ => None,
        };
        Some(Self { seconds, refresher })
    }

    fn text(self) -> String {
        match self.refresher {
            Some(Refresher::Uac) => format!("{};refresher=uac", self.seconds),
            Some(Refresher::Uas) => format!("{};refresher=uas", self.seconds),
            None => self.seconds.to_string(),
        }
    }
}

/// Delta seconds; a number too large is the largest.
fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

fn least_of(fields: &Fields) -> u32 {
    let text = fields.get(&HeaderName::MinSe).and_then(|text| text.split(';').next());
    text.and_then(|text| number(text.trim())).unwrap_or(LEAST_OF_ALL)
}

fn knows_timers(fields: &Fields) -> bool {
    [HeaderName::Supported, HeaderName::Require]
        .iter()
        .any(|name| fields.elements(name).any(|option| option.eq_ignore_ascii_case(OPTION)))
}

/// What a request gets (RFC 4028 §9, table 2). `is_ours`: we have refreshed so far.
fn granted(asked: Option<Expires>, peer_knows: bool, least: u32, ours: u32, is_ours: bool) -> Expires {
    // No longer than asked for, and no briefer than anybody on the way takes.
    let seconds = asked.map_or(ours, |asked| asked.seconds.min(ours)).max(least);
    let refresher = match asked.and_then(|asked| asked.refresher) {
        _ if !peer_knows => Refresher::Uas,
        Some(refresher) => refresher,
        None if is_ours => Refresher::Uas,
        None => Refresher::Uac,
    };
    Expires { seconds, refresher: Some(refresher) }
}

impl Core {
    /// What is answered to a request that wants a briefer interval than we take (RFC 4028 §9): the least.
    pub(super) fn too_brief(&self, request: &Request) -> Option<String> {
        let least = self.config.session_timer.least;
        let asked = Expires::of(request.fields()).filter(|_| knows_timers(request.fields()))?;
        (asked.seconds < least).then(|| least.to_string())
    }

    /// Says in a request of ours what we want of the session's timer.
    pub(super) fn ask_timer(&self, request: &mut Request, timer: &Refreshing) {
        let refresher = match timer.running {
            Some(running) if running.is_ours => Some(Refresher::Uac),
            Some(_) => Some(Refresher::Uas),
            None => None,
        };
        let SessionTimer { interval, least } = timer.wanted;
        request.set(HeaderName::SessionExpires, Expires { seconds: interval.max(least), refresher }.text());
        if least > LEAST_OF_ALL {
            request.set(HeaderName::MinSe, least.to_string());
        }
    }

    /// Says in a 2xx what the request gets, and lets it run.
    pub(super) fn grant_timer(
        &mut self,
        now: Instant,
        session: SessionId,
        request: &Request,
        response: &mut Response,
    ) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let fields = request.fields();
        let peer_knows = knows_timers(fields);
        let timer = &mut state.timer;
        timer.wanted.least = timer.wanted.least.max(least_of(fields));
        let is_ours = timer.running.is_some_and(|running| running.is_ours);
        let SessionTimer { interval, least } = timer.wanted;
        let granted = granted(Expires::of(fields), peer_knows, least, interval, is_ours);
        response.push(HeaderName::SessionExpires, granted.text());
        if peer_knows {
            response.push(HeaderName::Require, OPTION);
        }
        self.run_timer(now, session, granted.seconds, granted.refresher == Some(Refresher::Uas));
    }

    /// A 2xx to a request of ours says who refreshes (RFC 4028 §7.2); if it says nothing, we do.
    pub(super) fn timer_granted(&mut self, now: Instant, session: SessionId, response: &Response) {
        let Some(state) = self.sessions.get(&session) else { return };
        let wanted = state.timer.wanted;
        let granted = Expires::of(response.fields());
        let seconds = granted.map_or(wanted.interval.max(wanted.least), |granted| granted.seconds);
        let refresher = granted.and_then(|granted| granted.refresher);
        // A peer that grants less than anybody takes would have us refresh without an end.
        let seconds = seconds.max(self.config.session_timer.least.min(LEAST_OF_ALL));
        self.run_timer(now, session, seconds, refresher != Some(Refresher::Uas));
    }

    /// A 422: what is wanted from now on (RFC 4028 §7.3). Says whether it is worth another try.
    pub(super) fn timer_too_brief(&mut self, session: SessionId, response: &Response) -> bool {
        let Some(state) = self.sessions.get_mut(&session) else { return false };
        let least = least_of(response.fields());
        let wanted = &mut state.timer.wanted;
        let is_more = response.header(&HeaderName::MinSe).is_some() && least > wanted.least;
        wanted.least = wanted.least.max(least);
        is_more
    }

    fn run_timer(&mut self, now: Instant, session: SessionId, seconds: u32, is_ours: bool) {
        self.stop_timer(session);
        let interval = Duration::from_secs(seconds.into());
        let end_at = now + interval;
        let wake_at = now + if is_ours { interval / 2 } else { interval - BEFORE_THE_END.min(interval / 3) };
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.timer.running = Some(Running { is_ours, end_at, wake_at });
        self.alarm(wake_at, Alarm::SessionTimer(session));
    }

    /// To be called when its session ends, or begins anew to count.
    pub(super) fn stop_timer(&mut self, session: SessionId) {
        let running = self.sessions.get_mut(&session).and_then(|state| state.timer.running.take());
        if let Some(running) = running {
            self.disarm(running.wake_at, Alarm::SessionTimer(session));
        }
    }

    pub(super) fn timer_fired(&mut self, session: SessionId, at: Instant, now: Instant) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(running) = state.timer.running.as_mut().filter(|running| running.wake_at == at) else {
            return;
        };
        let last = running.end_at;
        if !running.is_ours || now >= last || state.phase != Phase::Confirmed {
            self.send_bye(now, session, Some(Reason::sip(408, "Session expired")));
            return self.end(now, session, Ended::Expired);
        }
        running.wake_at = last;
        self.alarm(last, Alarm::SessionTimer(session));
        self.refresh(now, session);
    }

    /// Our refresh was refused: it is tried again in what is left.
    pub(super) fn refresh_refused(&mut self, now: Instant, session: SessionId) {
        let running = self.sessions.get_mut(&session).and_then(|state| state.timer.running.as_mut());
        let Some(running) = running.filter(|running| running.is_ours) else { return };
        let last = running.end_at;
        let wait = (last.saturating_duration_since(now) / 2).max(NOT_AGAIN_BEFORE);
        let before = std::mem::replace(&mut running.wake_at, (now + wait).min(last));
        let wake_at = running.wake_at;
        self.disarm(before, Alarm::SessionTimer(session));
        self.alarm(wake_at, Alarm::SessionTimer(session));
    }
}

impl SessionState {
    /// What a message of the peer's says of what it takes in this dialog.
    pub fn note_peer(&mut self, fields: &Fields) {
        if fields.get(&HeaderName::Allow).is_some() {
            let allows = |name: &str| {
                fields.elements(&HeaderName::Allow).any(|method| method.eq_ignore_ascii_case(name))
            };
            self.allows_update = allows("UPDATE");
            self.allows_refer = allows("REFER");
            self.allows_message = allows("MESSAGE");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_granted_is_what_table_two_says() {
        let (uac, uas) = (Some(Refresher::Uac), Some(Refresher::Uas));
        for (asked, peer_knows, is_ours, expected) in [
            (None, false, false, (1800, uas)),
            (None, true, false, (1800, uac)),
            (None, true, true, (1800, uas)),
            (Some((600, None)), false, false, (600, uas)),
            (Some((600, None)), true, false, (600, uac)),
            (Some((600, uac)), true, true, (600, uac)),
            (Some((600, uas)), true, false, (600, uas)),
            (Some((7200, uac)), true, false, (1800, uac)),
            (Some((30, None)), false, false, (90, uas)),
        ] {
            let asked = asked.map(|(seconds, refresher)| Expires { seconds, refresher });
            let given = granted(asked, peer_knows, 90, 1800, is_ours);
            assert_eq!((given.seconds, given.refresher), expected, "{asked:?} {peer_knows} {is_ours}");
        }
        assert_eq!(
            granted(None, true, 3600, 1800, false).seconds,
            3600,
            "Min-SE of a proxy goes before ours"
        );
    }

    #[test]
    fn fields_are_read_and_broken_ones_are_none() {
        for (text, expected) in [
            ("1800", Some((1800, None))),
            ("1800;refresher=uac", Some((1800, Some(Refresher::Uac)))),
            (" 90 ; x=1 ; Refresher = UAS", Some((90, Some(Refresher::Uas)))),
            ("90;refresher=both", Some((90, None))),
            ("99999999999", Some((u32::MAX, None))),
            ("", None),
            ("-1", None),
            ("90s", None),
            (";refresher=uac", None),
        ] {
            let mut fields = Fields::default();
            fields.push(HeaderName::SessionExpires, text);
            let read = Expires::of(&fields).map(|read| (read.seconds, read.refresher));
            assert_eq!(read, expected, "{text}");
        }
    }
}
