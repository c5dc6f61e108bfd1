//! The house calls somebody, who records a greeting or the company's announcement.

use super::record::{Made, record};
use super::{Own, Owner, Stop, in_time};
use crate::keys::say_and_hang_up;
use crate::line::{Hangup, Line};
use crate::mailbox_menu::Habits;
use crate::prompt;
use directory::{Directory, ToRecord, User};
use domain::greeting::Slot;
use std::sync::Arc;

/// Has the owner record it; ends the call. Whether it was kept: it was not where the owner hung up before, or left it.
pub async fn record_by_call(
    line: &mut impl Line,
    user: Arc<User>,
    directory: &dyn Directory,
    wanted: &ToRecord,
) -> bool {
    let owner = Owner { user, habits: Habits::default() };
    let own = Own { owner: &owner, directory };
    let kept = match recorded(line, &own, wanted).await {
        Ok(kept) => kept,
        Err(Stop::Hangup(Hangup)) => return false,
        Err(stop) => {
            tracing::error!(call = %line.facts().call, error = %stop, "a greeting cannot be kept");
            let _gone_or_not = say_and_hang_up(line, &own.say().prompt(prompt::NOT_NOW)).await;
            return false;
        }
    };
    let said = if kept { prompt::RECORDED_KEPT } else { prompt::RECORDED_DISCARDED };
    let last_words = own.say().prompt(said).prompt(prompt::GOODBYE);
    let _gone_or_not = say_and_hang_up(line, &last_words).await;
    kept
}

async fn recorded(line: &mut impl Line, own: &Own<'_>, wanted: &ToRecord) -> Result<bool, Stop> {
    line.answer().await?;
    let people = own.directory.people();
    let invites = match wanted {
        ToRecord::Own(Slot::Name, _) => prompt::RECORD_NAME,
        _ => prompt::RECORD_GREETING,
    };
    let made = record(line, own.owner, &people.settings_of(Some(own.id())), invites).await?;
    let Made::Kept(wav) = made else { return Ok(false) };
    match wanted.clone() {
        ToRecord::Own(slot, language) => {
            in_time(own.directory.set_greeting(own.id(), slot, language, wav)).await?;
        }
        ToRecord::Company(of, language) => {
            in_time(own.directory.set_announcement(of, language, wav, Some(own.id()))).await?;
        }
    }
    tracing::info!(user = own.id().get(), "a greeting was recorded by a call of ours");
    Ok(true)
}
