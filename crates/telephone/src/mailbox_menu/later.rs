//! A message is to go at a later time: day and time are keyed in.

use super::{Session, Stop};
use crate::keys::ask_row;
use crate::line::{Barge, EntryEnd, Line};
use crate::prompt;
use directory::zone_of;
use domain::keyed;
use jiff::Timestamp;
use speech::{Argument, Script};

/// How often a moment is asked for before the message goes at once again.
const TRIES: u32 = 3;

/// The moment that is keyed in; none where there is no sense in it, or nothing is keyed.
pub async fn ask(line: &mut impl Line, session: &Session<'_>) -> Result<Option<Timestamp>, Stop> {
    let zone = zone_of(&session.owner.user);
    for _ in 0..TRIES {
        let day = ask_row(line, &session.say().prompt(prompt::LATER_DAY)).await?;
        if day.keys.is_empty() && day.ended != EntryEnd::Key {
            break;
        }
        let time = ask_row(line, &session.say().prompt(prompt::LATER_TIME)).await?;
        let now = line.now().to_zoned(zone.clone());
        if let Some(at) = keyed::moment(&day.keys, &time.keys, &now) {
            let at = at.timestamp();
            line.play(&told(session, prompt::SEND_AT, at, line.now()), Barge::TypeAhead).await?;
            return Ok(Some(at));
        }
        line.play(&session.say().prompt(prompt::LATER_WRONG), Barge::TypeAhead).await?;
    }
    line.play(&session.say().prompt(prompt::LATER_NOT), Barge::TypeAhead).await?;
    Ok(None)
}

/// A prompt with a moment of the owner's clock.
pub fn told(session: &Session<'_>, id: &'static str, at: Timestamp, now: Timestamp) -> Script {
    let zone = zone_of(&session.owner.user);
    let moment =
        Argument::Moment { at: at.to_zoned(zone.clone()).datetime(), today: now.to_zoned(zone).date() };
    session.say().prompt_with(id, [("moment", moment)])
}
