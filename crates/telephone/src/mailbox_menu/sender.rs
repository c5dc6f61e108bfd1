//! Messages of one sender: asked for by a number, or by a colleague's name, and read out.

use super::address::BY_NAME;
use super::list::{Group, Search};
use super::message::After;
use super::{Session, Stop, in_time};
use crate::ask_person::{By, Wanted, ask_person};
use crate::keys::{SILENT_ROUNDS, ask_row};
use crate::line::{EntryEnd, Hangup, Line};
use crate::prompt;
use directory::User;
use domain::e164::E164;
use domain::number::{Extension, Number};
use domain::sender::{Addressing, MOST_CONTACTS, Sender};
use domain::settings;
use std::sync::Arc;

/// What was answered to the question whose messages are meant.
enum Meant {
    Sender(Number),
    Back,
    Silence,
}

/// Asks whose messages, and reads them out.
pub async fn read_out(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    let number = match ask(line, session).await? {
        Meant::Sender(number) => number,
        Meant::Back => return Ok(After::Up),
        Meant::Silence => return Ok(After::Silence),
    };
    let people = session.directory.people();
    let company = people.settings_of(None);
    let template = company.get(&settings::MAIL_SEARCH_TEMPLATE);
    let template = template.unwrap_or_else(|| company.get(&settings::MAIL_SENDER_TEMPLATE));
    let addressing = Addressing { home: people.home(), template, realm: people.realm.clone() };
    let sender = known(session, &number).await?;
    let search = Box::new(Search { sender, addressing });
    super::read_out(line, session, Group::OneSender(search)).await
}

async fn ask(line: &mut impl Line, session: &Session<'_>) -> Result<Meant, Hangup> {
    let people = session.directory.people();
    let question = session.say().prompt(prompt::SENDER_NUMBER).prompt(prompt::SEND_BY_NAME);
    for _ in 0..SILENT_ROUNDS {
        let row = ask_row(line, &question).await?;
        match row.keys.as_str() {
            "" if row.ended == EntryEnd::Key => return Ok(Meant::Back),
            "" => {}
            BY_NAME => match ask_person(line, &people, &session.say(), By::Name).await? {
                Wanted::Found(extension) => return Ok(meant(extension.as_str())),
                Wanted::Back => return Ok(Meant::Back),
                Wanted::Silence => return Ok(Meant::Silence),
            },
            keys => return Ok(meant(keys)),
        }
    }
    Ok(Meant::Silence)
}

/// A star is in no sender's number: it leads back.
fn meant(keys: &str) -> Meant {
    let number = Number::parse(keys).ok().filter(|_| !keys.contains('*'));
    number.map_or(Meant::Back, Meant::Sender)
}

/// All that is known of who has a number: a colleague's address and other numbers, and those that address books have.
async fn known(session: &Session<'_>, number: &Number) -> Result<Sender, Stop> {
    let owner = session.owner.user.id;
    let mut sender = Sender::of_number(&session.directory.people().home_of(owner), number);
    if let Some(colleague) = colleague(session, &sender) {
        let outside = session.directory.outside();
        let direct = outside.numbers_of(&colleague.extension).map(|full| Number::from(&full));
        direct.chain([Number::from(&colleague.extension)]).for_each(|number| sender.add_number(number));
        sender.add_email(colleague.email.clone());
    }
    let having = session.directory.having(owner, sender.numbers().to_vec(), MOST_CONTACTS);
    in_time(having).await?.iter().for_each(|contact| sender.add_contact(contact));
    Ok(sender)
}

/// Who has one of the numbers as extension or as direct number.
fn colleague(session: &Session<'_>, sender: &Sender) -> Option<Arc<User>> {
    let (people, outside) = (session.directory.people(), session.directory.outside());
    let extension = |number: &Number| match E164::parse(number.as_str()) {
        Ok(public) => outside.extension_of(&public),
        Err(_) => Extension::parse(number.as_str()).ok(),
    };
    sender
        .numbers()
        .iter()
        .filter_map(extension)
        .find_map(|extension| people.by_extension(&extension).cloned())
}
