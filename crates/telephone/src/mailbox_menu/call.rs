//! The owner calls somebody out of the menu, as if from the own desk, and is back in it afterwards.

use super::message::After;
use super::{Session, Stop};
use crate::keys::ask_number;
use crate::line::{Barge, Connected, Destination, Line, NotReached, Shown};
use crate::log_in::is_proven;
use crate::prompt;
use domain::number::Number;
use domain::settings;

/// Whether the owner may call any number, having called so many in this call.
pub fn is_allowed(session: &Session<'_>, calls: u32) -> bool {
    let people = session.directory.people();
    let settings = people.settings_of(Some(session.owner.user.id));
    settings.get(&settings::MENU_CALL) && calls < settings.get(&settings::MENU_CALLS)
}

/// Asks for a number and calls it. Who was let in for a number that somebody vouches for gives the PIN first: this costs money.
pub async fn through(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    let owner = &session.owner.user;
    if !is_proven(line, session.directory, owner).await? {
        return Ok(After::Up);
    }
    let Some(number) = ask_number(line, &session.say()).await? else { return Ok(After::Up) };
    line.play(&session.say().prompt(prompt::ATTENDANT_CONNECTS), Barge::No).await?;
    let people = session.directory.people();
    let minutes = people.settings_of(Some(owner.id)).get(&settings::MENU_CALL_MINUTES);
    connect(line, session, number, Some(minutes * 60)).await?;
    Ok(After::Up)
}

/// Connects the owner with a number, and says what came of it.
pub async fn connect(
    line: &mut impl Line,
    session: &Session<'_>,
    number: Number,
    longest_seconds: Option<u32>,
) -> Result<(), Stop> {
    let as_person = session.owner.user.id;
    let to = Destination { as_person, number, shown: Shown::Person, longest_seconds };
    let said = match line.connect(&to).await? {
        Connected::Talked => prompt::CALL_OVER,
        Connected::Not(NotReached::Busy) => prompt::CALL_BUSY,
        Connected::Not(NotReached::NoAnswer) => prompt::CALL_NO_ANSWER,
        Connected::Not(NotReached::Refused | NotReached::NoSuchNumber) => prompt::CALL_IMPOSSIBLE,
    };
    line.play(&session.say().prompt(said), Barge::TypeAhead).await?;
    Ok(())
}
