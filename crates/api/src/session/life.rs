//! How long a session lasts.

use crate::doors::Session;
use domain::id::UserId;
use jiff::Timestamp;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// A session that nobody used so long is over: a desk left open on a shared machine.
const LONGEST_IDLE: Duration = Duration::from_secs(7 * DAY.as_secs());
/// And none lives longer, so that a stolen cookie is of no use for ever.
pub const LONGEST: Duration = Duration::from_secs(30 * DAY.as_secs());
/// More than a person has browsers; the one not seen for longest goes first.
pub const MOST_OF_A_PERSON: usize = 20;
/// Use is written down so often at most: a request that only reads shall not wait for the disk.
const SEEN_EVERY: Duration = Duration::from_secs(10 * 60);

pub fn begin(user: UserId, now: Timestamp) -> Session {
    Session { user, created: now, last_seen: now, expires: now + LONGEST_IDLE }
}

/// The session as it is after this use, when that is to be written down.
pub fn seen(session: Session, now: Timestamp) -> Option<Session> {
    let expires = (now + LONGEST_IDLE).min(session.created + LONGEST);
    (now >= session.last_seen + SEEN_EVERY).then_some(Session { last_seen: now, expires, ..session })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_idle_and_when_old() {
        let began = Timestamp::UNIX_EPOCH;
        let mut session = begin(UserId::new(1), began);
        assert_eq!(session.expires, began + 7 * DAY);
        for day in (6..30).step_by(6) {
            session = seen(session, began + day * DAY).unwrap();
            assert_eq!(session.expires, began + (day + 7).min(30) * DAY, "used on day {day}");
        }
        assert_eq!(session.created, began);
    }

    #[test]
    fn use_is_written_down_now_and_then() {
        let began = Timestamp::UNIX_EPOCH;
        let session = begin(UserId::new(1), began);
        assert_eq!(seen(session, began + Duration::from_secs(599)), None);
        let later = began + Duration::from_secs(600);
        assert_eq!(seen(session, later).unwrap().last_seen, later);
    }
}
