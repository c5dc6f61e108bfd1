//! The caller has ended the message with `#`: it can be heard, said anew, marked, sent or thrown away. Silence sends it, and so does
//! hanging up.

use super::{Left, Voicemail, record};
use crate::keys::{SILENT_ROUNDS, act, ask_key, say_and_hang_up, toggled};
use crate::line::{Barge, Hangup, Line, Manner};
use crate::prompt;
use crate::tree::{self, Level, Told, Words, offered, on, untold};
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
    on('#', Review::Send),
    on('1', Review::Listen),
    on('2', Review::Again),
    on('3', Review::Discard),
    on('4', Review::Urgent),
    on('5', Review::Confidential),
    on('0', Review::Help),
];

impl Told for Review {
    fn words(self) -> Words {
        match self {
            Review::Send => offered(prompt::OFFER_SEND_IT, prompt::HELP_SEND_IT),
            Review::Listen => offered(prompt::OFFER_LISTEN, prompt::HELP_LISTEN),
            Review::Again => offered(prompt::OFFER_RECORD_AGAIN, prompt::HELP_RECORD_AGAIN),
            Review::Discard => offered(prompt::OFFER_DISCARD, prompt::HELP_DISCARD),
            Review::Urgent => untold(prompt::HELP_URGENT),
            Review::Confidential => untold(prompt::HELP_CONFIDENTIAL),
            Review::Help => offered(prompt::OFFER_MORE, prompt::HELP_HELP),
        }
    }
}

/// Keys pressed in a review, at most: one that is stuck does not hold the line.
const MOST_KEYS: u32 = 50;

/// Asks until the message is sent or thrown away; what `left` is when the caller hangs up is what is sent.
pub async fn review(
    line: &mut impl Line,
    voicemail: &Voicemail<'_>,
    left: &mut Left,
) -> Result<Reviewed, Hangup> {
    let say = Script::new(line.facts().language);
    let keys = tree::all(REVIEW);
    let mut without_use = 0;
    for _ in 0..MOST_KEYS {
        let Some(key) = ask_key(line, &tree::offers(&keys, say.clone())).await? else { break };
        let Some(action) = act(line, &keys, Review::Help, &say, key).await? else {
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
                let mark = &mut left.marks.urgent;
                told(line, toggled(mark, prompt::MARKED_URGENT, prompt::MARKED_NOT_URGENT)).await?;
            }
            Review::Confidential => {
                let mark = &mut left.marks.confidential;
                told(line, toggled(mark, prompt::MARKED_CONFIDENTIAL, prompt::MARKED_NOT_CONFIDENTIAL))
                    .await?;
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

async fn told(line: &mut impl Line, id: &'static str) -> Result<(), Hangup> {
    let said = Script::new(line.facts().language).prompt(id);
    line.play(&said, Barge::TypeAhead).await.map(drop)
}

/// Any key ends it, and is dropped: it was meant for this.
async fn listen(line: &mut impl Line, left: &Left) -> Result<(), Hangup> {
    match line.recorded(&left.recorded).await {
        Some(audio) => line.listen(&audio, 0, Manner::default()).await.map(drop),
        None => told(line, prompt::MESSAGE_UNPLAYABLE).await,
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
            told(line, prompt::DEPOSIT_KEPT).await
        }
    }
}
