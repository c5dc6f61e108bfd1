//! Whom something is for is asked by telephone: by extension, by the letters of a name, by the number of a list.

use crate::ask_person::{By, Wanted, ask_person};
use crate::keys::ask_row;
use crate::line::{Barge, EntryEnd, Hangup, Line};
use crate::prompt;
use directory::{NobodyThere, People, Recipient, User};
use domain::distribution::{Address, Member, NoAddress};
use domain::id::UserId;
use domain::number::Email;
use speech::{Argument, Script};

/// Instead of an extension: a name is spelt.
pub const BY_NAME: &str = "0";
/// So many recipients are named one by one; of the others it is said how many there are.
const MOST_NAMED: usize = 9;

/// Who asks.
pub struct Asking<'a> {
    /// In the owner's language.
    pub say: Script,
    pub people: &'a People,
    /// Whose lists are meant by `*` and a number.
    pub owner: UserId,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Member(Member),
    /// `#` alone, or a star at the end: that is all.
    Done,
    /// Nobody is there under what was entered, which was said, or a search by name was left.
    Nobody,
    Silence,
}

impl Asking<'_> {
    /// What can be entered beside an extension.
    pub fn otherwise(&self, say: Script) -> Script {
        let say = say.prompt(prompt::SEND_BY_NAME);
        let has_lists = |owner| self.people.lists_of(owner).next().is_some();
        let offers = [(Some(self.owner), prompt::SEND_BY_OWN_LIST), (None, prompt::SEND_BY_LIST)];
        offers.into_iter().filter(|(owner, _)| has_lists(*owner)).fold(say, |say, (_, id)| say.prompt(id))
    }

    /// Asks once.
    pub async fn ask(&self, line: &mut impl Line, question: &Script) -> Result<Asked, Hangup> {
        let row = ask_row(line, question).await?;
        match row.keys.as_str() {
            "" if row.ended == EntryEnd::Key => Ok(Asked::Done),
            "" => Ok(Asked::Silence),
            BY_NAME => self.by_name(line).await,
            keys if keys.ends_with('*') => Ok(Asked::Done),
            keys => match self.find(keys) {
                Ok(member) => Ok(Asked::Member(member)),
                Err(said) => self.nobody(line, said).await,
            },
        }
    }

    async fn by_name(&self, line: &mut impl Line) -> Result<Asked, Hangup> {
        match ask_person(line, self.people, &self.say, By::Name).await? {
            Wanted::Found(extension) => {
                match self.people.member_at(Some(self.owner), &Address::Extension(extension)) {
                    Ok(member) => Ok(Asked::Member(member)),
                    // A group or an attendant, which have no mailbox.
                    Err(_) => self.nobody(line, prompt::SEND_UNKNOWN).await,
                }
            }
            Wanted::Back => Ok(Asked::Nobody),
            Wanted::Silence => Ok(Asked::Silence),
        }
    }

    fn find(&self, keys: &str) -> Result<Member, &'static str> {
        let address = Address::parse(keys).map_err(|none| match none {
            NoAddress::ListNumber => prompt::SEND_NO_LIST,
            NoAddress::OtherService => prompt::SEND_UNKNOWN,
        })?;
        self.people.member_at(Some(self.owner), &address).map_err(|nobody| match nobody {
            NobodyThere::List | NobodyThere::OwnList => prompt::SEND_NO_LIST,
            NobodyThere::Extension | NobodyThere::Email => prompt::SEND_UNKNOWN,
        })
    }

    async fn nobody(&self, line: &mut impl Line, said: &'static str) -> Result<Asked, Hangup> {
        line.play(&self.say.clone().prompt(said), Barge::TypeAhead).await?;
        Ok(Asked::Nobody)
    }
}

/// "To Anna Schmidt."
pub fn to(say: Script, recipient: &Recipient) -> Script {
    match recipient {
        Recipient::Person(user) => say.prompt_with(prompt::MESSAGE_TO, person(user)),
        Recipient::Elsewhere(email) => say.prompt_with(prompt::MESSAGE_TO_ADDRESS, [written(email)]),
    }
}

/// What a prompt says of a person.
pub fn person(user: &User) -> [(&'static str, Argument); 2] {
    [
        ("name", Argument::Text(user.name.clone())),
        ("number", Argument::Digits(user.extension.as_str().to_owned())),
    ]
}

/// What a prompt says of an address.
pub fn written(email: &Email) -> (&'static str, Argument) {
    ("name", Argument::Text(email.as_str().to_owned()))
}

/// The first by name, of the others how many.
pub fn to_all(say: Script, recipients: &[Recipient]) -> Script {
    named(say, recipients, 1)
}

/// As many as can be listened to by name.
pub fn to_each(say: Script, recipients: &[Recipient]) -> Script {
    named(say, recipients, MOST_NAMED)
}

fn named(say: Script, recipients: &[Recipient], most: usize) -> Script {
    let (first, others) = recipients.split_at(recipients.len().min(most));
    let say = first.iter().fold(say, to);
    match others.len() {
        0 => say,
        many => say.prompt_with(prompt::MESSAGE_TO_OTHERS, [("count", Argument::Count(many as u64))]),
    }
}
