//! A tone that says: done.

use crate::line::{Barge, Hangup, Line};
use speech::Script;

/// Phones show the call for a moment, and the ear is there, before the tone comes.
const BEFORE_MILLISECONDS: u32 = 300;

/// Answers, sounds the tone and hangs up.
pub async fn confirm(line: &mut impl Line) -> Result<(), Hangup> {
    line.answer().await?;
    let tone = Script::new(line.facts().language).pause(BEFORE_MILLISECONDS).beep();
    line.play(&tone, Barge::No).await?;
    line.hang_up().await;
    Ok(())
}
