//! The caller has ended the message with `#`: it can be heard, said anew, marked, sent or thrown away. Silence sends it, and so does
//! hanging up.

use super::{Left, Voicemail, record};
use crate::keys::{SILENT_ROUNDS, ask_key, say_and_hang_up};
use crate::line::{Barge, Hangup, Line, Manner};
use crate::prompt;
use crate::tree::{self, Level, offered, untold};
use domain::deposit::Keep;
use speech::Script;

/// What became of the message. Either way the call is over.
pub enum Reviewed {
    Sent,
    Discarded,
}

/// What can be done with a message before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    Listen,
    Again,
    Discard,
    Urgent,
    Confidential,
    Help,
    Send,
}

/// The owner's menus have the same keys for listening, deleting and help.
pub const REVIEW: Level<Review> = &[
    offered('#', Review::Send, prompt::OFFER_SEND_IT, prompt::HELP_SEND_IT),
    offered('1', Review::Listen, prompt::OFFER_LISTEN, prompt::HELP_LISTEN),
    offered('2', Review::Again, prompt::OFFER_RECORD_AGAIN, prompt::HELP_RECORD_AGAIN),
    offered('3', Review::Discard, prompt::OFFER_DISCARD, prompt::HELP_DISCARD),
    untold('4', Review::Urgent, prompt::HELP_URGENT),
    untold('5', Review::Confidential, prompt::HELP_CONFIDENTIAL),
    offered('0', Review::Help, prompt::OFFER_MORE, prompt::HELP_HELP),
];

/// Keys pressed in a review, at most: one that is stuck does not hold the line.
const MOST_KEYS: u32 = 50;

/// Asks until the message is sent or thrown away; what `left` is when the caller hangs up is what is sent.
pub async fn review(
    line: &mut impl Line,
    voicemail: &Voicemail<'_>,
    left: &mut Left,
) -> Result<Reviewed, Hangup> {
    let say = Script::new(line.facts().language);
    let mut without_use = 0;
    for _ in 0..MOST_KEYS {
        let Some(key) = ask_key(line, &tree::offers(REVIEW, say.clone())).await? else { break };
        let Some(action) = crate::keys::act(line, REVIEW, Review::Help, &say, key).await? else {
            without_use += 1;
            if without_use == SILENT_ROUNDS {
                break;
            }
            continue;
        };
        without_use = 0;
        match action {
            Review::Send => break,
            Review::Listen => listen(line, left).await?,
            Review::Again => again(line, voicemail, left).await?,
            Review::Urgent => {
                left.marks.urgent = !left.marks.urgent;
                told(line, left.marks.urgent, (prompt::MARKED_URGENT, prompt::MARKED_NOT_URGENT)).await?;
            }
            Review::Confidential => {
                left.marks.confidential = !left.marks.confidential;
                let words = (prompt::MARKED_CONFIDENTIAL, prompt::MARKED_NOT_CONFIDENTIAL);
                told(line, left.marks.confidential, words).await?;
            }
            Review::Discard => {
                // Whoever hangs up now has decided all the same.
                let _gone_or_not = say_and_hang_up(line, &say.prompt(prompt::DEPOSIT_DISCARDED)).await;
                return Ok(Reviewed::Discarded);
            }
            Review::Help => {}
        }
    }
    say_and_hang_up(line, &say.prompt(prompt::DEPOSIT_THANKS)).await?;
    Ok(Reviewed::Sent)
}

async fn told(line: &mut impl Line, on: bool, words: (&'static str, &'static str)) -> Result<(), Hangup> {
    let said = Script::new(line.facts().language).prompt(if on { words.0 } else { words.1 });
    line.play(&said, Barge::TypeAhead).await.map(drop)
}

/// Any key ends it, and is dropped: it was meant for this.
async fn listen(line: &mut impl Line, left: &Left) -> Result<(), Hangup> {
    match line.recorded(&left.recorded).await {
        Some(audio) => line.listen(&audio, 0, Manner::default()).await.map(drop),
        None => told(line, true, (prompt::MESSAGE_UNPLAYABLE, prompt::MESSAGE_UNPLAYABLE)).await,
    }
}

/// The new one takes the old one's place if it is one; until then the old one is what is sent.
async fn again(line: &mut impl Line, voicemail: &Voicemail<'_>, left: &mut Left) -> Result<(), Hangup> {
    line.play(&Script::new(line.facts().language).beep(), Barge::No).await?;
    let (recorded, kept) = record(line, voicemail).await;
    match kept {
        Keep::Message => {
            let old = std::mem::replace(&mut left.recorded, recorded);
            line.discard(&old).await;
            Ok(())
        }
        Keep::MissedCall => {
            line.discard(&recorded).await;
            told(line, true, (prompt::DEPOSIT_KEPT, prompt::DEPOSIT_KEPT)).await
        }
    }
}
