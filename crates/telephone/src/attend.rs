//! The attendant: greets callers, offers what its menus have, and says where each goes on.

use crate::ask_person::{By, Wanted, ask_person};
use crate::keys::{ask_key, say_and_hang_up};
use crate::line::{Barge, Hangup, Line};
use crate::prompt;
use directory::People;
use domain::attendant::{Attendant, Goal, Menu, Said};
use domain::number::{Extension, Number};
use jiff::tz::TimeZone;
use speech::{Argument, Script};

/// An attendant at work.
#[derive(Clone, Copy, Debug)]
pub struct Reception<'a> {
    pub attendant: &'a Attendant,
    pub people: &'a People,
    /// Who takes calls that nobody else takes.
    pub operator: Option<&'a Number>,
}

/// How a caller comes to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    Anew,
    /// From where nobody was reached, to this menu; none: there was no menu on the way there.
    Back(Option<String>),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attended {
    /// The caller is to be connected. Who is not, comes back to this menu.
    Calls { number: Number, menu: Option<String> },
    /// To the voice mail of whom this extension belongs to.
    VoiceMail(Extension),
    /// The call is over.
    Ended,
}

/// So many menus, name searches and repetitions in one go: a key that is stuck does not hold a line for ever.
const MOST_STEPS: u32 = 100;

/// Leads a caller through the menus. What rule has applied is in the log.
pub async fn attend(
    line: &mut impl Line,
    reception: &Reception<'_>,
    arrival: Arrival,
) -> Result<Attended, Hangup> {
    line.answer().await?;
    let mut at = None;
    let mut goal = match arrival {
        Arrival::Anew => greeted(line, reception).await?,
        Arrival::Back(menu) => {
            say(line, prompt::ATTENDANT_NOT_REACHED).await?;
            menu.map_or(Goal::End, Goal::Menu)
        }
    };
    for _ in 0..MOST_STEPS {
        goal = match goal {
            Goal::Menu(name) => match reception.attendant.plan.menu(&name) {
                Some(menu) => {
                    at = Some(name);
                    choose(line, reception, menu).await?
                }
                None => Goal::End,
            },
            Goal::Names => {
                let say = Script::new(line.facts().language);
                match ask_person(line, reception.people, &say, By::Name).await? {
                    Wanted::Found(extension) => Goal::Call(Number::from(&extension)),
                    Wanted::Back => at.clone().map_or(Goal::End, Goal::Menu),
                    Wanted::Silence => Goal::End,
                }
            }
            Goal::Operator => match reception.operator {
                Some(number) => Goal::Call(number.clone()),
                None => {
                    say(line, prompt::ATTENDANT_NOT_REACHED).await?;
                    Goal::End
                }
            },
            Goal::Call(number) => {
                say(line, prompt::ATTENDANT_CONNECTS).await?;
                return Ok(Attended::Calls { number, menu: at });
            }
            Goal::VoiceMail(extension) => return Ok(Attended::VoiceMail(extension)),
            Goal::Repeat | Goal::End => break,
        };
    }
    let goodbye = Script::new(line.facts().language).prompt(prompt::GOODBYE);
    say_and_hang_up(line, &goodbye).await?;
    Ok(Attended::Ended)
}

async fn say(line: &mut impl Line, id: &'static str) -> Result<(), Hangup> {
    let said = Script::new(line.facts().language).prompt(id);
    line.play(&said, Barge::TypeAhead).await.map(drop)
}

/// What holds at this hour: its announcement is said, and where the caller goes first is the answer.
async fn greeted(line: &mut impl Line, reception: &Reception<'_>) -> Result<Goal, Hangup> {
    let plan = &reception.attendant.plan;
    let zone = TimeZone::get(&plan.zone).unwrap_or(TimeZone::UTC);
    let decision = plan.at(line.now().to_zoned(zone).datetime());
    tracing::info!(attendant = %reception.attendant.id, rule = decision.rule, "attends");
    if let Some(name) = decision.says {
        let said = announcement(Script::new(line.facts().language), reception.attendant, name);
        line.play(&said, Barge::TypeAhead).await?;
    }
    Ok(decision.to.clone())
}

/// Says a menu until a key is chosen; where a caller goes who chooses none.
async fn choose(line: &mut impl Line, reception: &Reception<'_>, menu: &Menu) -> Result<Goal, Hangup> {
    let (mut rounds, mut repeated) = (0, 0);
    while rounds < menu.rounds && repeated < MOST_STEPS {
        let said = menu_script(Script::new(line.facts().language), reception.attendant, menu);
        match ask_key(line, &said).await? {
            None => rounds += 1,
            Some(key) => match menu.to(key.as_char()) {
                Some(Goal::Repeat) => repeated += 1,
                Some(goal) => return Ok(goal.clone()),
                None => {
                    say(line, prompt::KEY_UNKNOWN).await?;
                    rounds += 1;
                }
            },
        }
    }
    Ok(menu.after.clone())
}

fn menu_script(say: Script, attendant: &Attendant, menu: &Menu) -> Script {
    let say = match &menu.says {
        Some(name) => announcement(say, attendant, name),
        None => say,
    };
    menu.keys.iter().fold(say, |say, choice| match &choice.label {
        Some(label) => {
            let name = ("name", Argument::Text(label.clone()));
            say.prompt_with(
                prompt::ATTENDANT_OPTION,
                [name, ("key", Argument::Digits(choice.key.to_string()))],
            )
        }
        None => say,
    })
}

/// An announcement as it is said; what is written or recorded in another language only is said in that one.
fn announcement(say: Script, attendant: &Attendant, name: &str) -> Script {
    match attendant.announcement(name, say.language) {
        None => say,
        Some((_, Said::Recorded(blob))) => say.recording(blob.clone()),
        Some((language, Said::Text(text))) => Script { language, ..say }
            .prompt_with(prompt::ATTENDANT_TEXT, [("name", Argument::Text(text.to_owned()))]),
        Some((_, Said::Shipped(shipped))) => say.prompt(prompt::attendant(shipped)),
    }
}
