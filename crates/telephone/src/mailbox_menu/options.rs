//! What else can be done with a message: it is answered, sent on, played in another manner, or its sender is called.

use super::message::After;
use super::{Session, Stop, call, send};
use crate::keys::{SILENT_ROUNDS, act, ask_step};
use crate::line::{Audio, Line, Manner};
use crate::prompt;
use crate::step::Step;
use crate::tree::{self, Choice, Options};
use directory::Recipient;
use domain::number::Number;
use messaging::Entry;

/// One press more or less, in hundredths of the recorded speed.
const SPEED_STEP_PERCENT: u32 = 25;
const SLOWEST_PERCENT: u32 = 50;
const FASTEST_PERCENT: u32 = 200;
/// One press louder; after the loudest it is as recorded again.
const LOUDER_STEP_DECIBELS: i32 = 6;
const LOUDEST_DECIBELS: i32 = 12;

/// What can be done about one message.
pub struct Possible {
    keys: Vec<Choice<Options>>,
    sender: Option<Recipient>,
    others: Vec<Recipient>,
    number: Option<Number>,
}

impl Possible {
    /// Only what fits the message and is allowed. `sound`: there is a recording, whose manner can be changed.
    pub fn of(session: &Session<'_>, entry: &Entry, sound: bool) -> Possible {
        let own = session.is_own(entry);
        let sender = session.answered(entry).filter(|_| !own);
        let is_known = |one: &Recipient| {
            *one.email() == session.owner.user.email
                || sender.as_ref().is_some_and(|sender| sender.email() == one.email())
        };
        let others: Vec<Recipient> =
            session.recipients(entry).into_iter().filter(|one| !is_known(one)).collect();
        let extension = match &sender {
            Some(Recipient::Person(user)) => Some(user.extension.as_str().to_owned()),
            Some(Recipient::Elsewhere(_)) | None => None,
        };
        let number = entry.from.number.clone().or(extension).filter(|_| !own);
        let number = number.and_then(|number| Number::parse(&number).ok());
        let allowed = session.owner.habits.allowed;
        let fits = |action| match action {
            Options::GoOn => session.is_draft(entry),
            Options::Reply => allowed.reply && sender.is_some(),
            Options::ReplyAll => allowed.reply && sender.is_some() && !others.is_empty(),
            Options::Forward => allowed.forward && !own && !entry.structure.marks.confidential,
            Options::CallBack => allowed.call_back && number.is_some(),
            Options::Slower | Options::Louder | Options::Faster => sound,
            Options::Help | Options::Back => true,
        };
        let keys = tree::fitting(session.tree().options, fits);
        Possible { keys, sender, others, number }
    }

    /// Whether there is more than help and the way back.
    pub fn is_any(&self) -> bool {
        self.keys.iter().any(|choice| !matches!(choice.action, Options::Help | Options::Back))
    }

    /// The level of the options. Afterwards the message goes on, unless the owner is silent.
    pub async fn choose(
        &self,
        line: &mut impl Line,
        session: &Session<'_>,
        entry: &Entry,
        sound: Option<&Audio>,
        manner: &mut Manner,
    ) -> Result<After, Stop> {
        let say = session.say();
        for _ in 0..SILENT_ROUNDS {
            let step = Step::level(&self.keys, say.language).about(Some(entry.message.clone()));
            let brief = say.clone().prompt(prompt::LEVEL_OPTIONS);
            let menu = tree::offers(&self.keys, say.clone());
            let Some(key) = ask_step(line, session.owner, step, (&menu, &brief)).await? else { continue };
            return match act(line, &self.keys, Options::Help, &say, key).await? {
                Some(Options::GoOn) => match sound {
                    Some(sound) => send::go_on(line, session, entry, sound.clone()).await,
                    None => Ok(After::Stays),
                },
                Some(Options::Reply) => self.reply(line, session, entry, Vec::new()).await,
                Some(Options::ReplyAll) => self.reply(line, session, entry, self.others.clone()).await,
                Some(Options::Forward) => send::forward(line, session, entry).await,
                Some(Options::CallBack) => self.call_back(line, session).await,
                Some(changes @ (Options::Slower | Options::Louder | Options::Faster)) => {
                    *manner = changed(*manner, changes);
                    Ok(After::Stays)
                }
                Some(Options::Back) => Ok(After::Stays),
                Some(Options::Help) | None => continue,
            };
        }
        Ok(After::Silence)
    }

    async fn reply(
        &self,
        line: &mut impl Line,
        session: &Session<'_>,
        entry: &Entry,
        others: Vec<Recipient>,
    ) -> Result<After, Stop> {
        let to = self.sender.iter().cloned().chain(others).collect();
        send::reply(line, session, entry, to).await
    }

    /// Connects the owner with the sender, and is there again afterwards.
    async fn call_back(&self, line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
        let Some(number) = self.number.clone() else { return Ok(After::Stays) };
        call::connect(line, session, number, None).await?;
        Ok(After::Stays)
    }
}

fn changed(manner: Manner, by: Options) -> Manner {
    let Manner { speed_percent, louder_decibels } = manner;
    match by {
        Options::Slower => {
            Manner { speed_percent: (speed_percent - SPEED_STEP_PERCENT).max(SLOWEST_PERCENT), ..manner }
        }
        Options::Faster => {
            Manner { speed_percent: (speed_percent + SPEED_STEP_PERCENT).min(FASTEST_PERCENT), ..manner }
        }
        Options::Louder if louder_decibels >= LOUDEST_DECIBELS => Manner { louder_decibels: 0, ..manner },
        Options::Louder => Manner { louder_decibels: louder_decibels + LOUDER_STEP_DECIBELS, ..manner },
        _ => manner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_and_loudness_stay_within_what_a_line_can_do() {
        let many = |by| {
            (0..9).scan(Manner::default(), move |manner, _| {
                *manner = changed(*manner, by);
                Some(*manner)
            })
        };
        assert_eq!(many(Options::Slower).last().map(|manner| manner.speed_percent), Some(50));
        assert_eq!(many(Options::Faster).last().map(|manner| manner.speed_percent), Some(200));
        let louder: Vec<i32> = many(Options::Louder).take(4).map(|manner| manner.louder_decibels).collect();
        assert_eq!(louder, [6, 12, 0, 6]);
    }
}
