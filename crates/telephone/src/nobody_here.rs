//! Nobody has the number that was called: the caller is told so, and nothing is recorded.

use crate::keys::say_and_hang_up;
use crate::line::{Hangup, Line};
use crate::prompt;
use speech::Script;

/// Answers, says it, and hangs up.
pub async fn nobody_here(line: &mut impl Line) -> Result<(), Hangup> {
    line.answer().await?;
    let said = Script::new(line.facts().language).prompt(prompt::NUMBER_UNKNOWN);
    say_and_hang_up(line, &said).await
}
