//! What would be told of a telephone if it called for help: said back to whoever tries it.

use crate::line::{Barge, Hangup, Line};
use speech::{Argument, Script};

/// Phones show the call for a moment, and the ear is there, before the voice speaks.
const BEFORE_MILLISECONDS: u32 = 300;

/// What would be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The number that those who help would call back.
    pub number: String,
    /// Where the telephone stands; empty: nobody has said it.
    pub place: String,
}

/// Answers, says number and place, and hangs up.
pub async fn help_test(line: &mut impl Line, whereabouts: Whereabouts) -> Result<(), Hangup> {
    line.answer().await?;
    let Whereabouts { number, place } = whereabouts;
    let number = ("number", Argument::Digits(number));
    let said = Script::new(line.facts().language).pause(BEFORE_MILLISECONDS);
    let said = match place.is_empty() {
        true => said.prompt_with("help-test-no-place", [number]),
        false => said.prompt_with("help-test", [("name", Argument::Text(place)), number]),
    };
    line.play(&said.prompt("goodbye"), Barge::No).await?;
    line.hang_up().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulated::{Caller, Experience, SimulatedLine, facts_of_nobody};

    async fn heard(place: &str) -> Vec<Experience> {
        let mut line = SimulatedLine::new(facts_of_nobody("933"), Caller::new());
        let whereabouts = Whereabouts { number: "201".into(), place: place.into() };
        help_test(&mut line, whereabouts).await.unwrap();
        line.transcript().to_vec()
    }

    #[tokio::test]
    async fn a_place_is_said_and_that_there_is_none_too() {
        let said = format!("{:?}", heard("Room 214").await);
        assert!(said.contains("help-test") && !said.contains("no-place"), "{said}");
        let said = format!("{:?}", heard("").await);
        assert!(said.contains("help-test-no-place"), "{said}");
    }
}
