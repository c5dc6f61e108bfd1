//! Distribution lists: checked by `domain`, kept as rows, seen with the people.

use crate::door::{Answer, DirectoryError};
use crate::people::{People, User};
use crate::registry::Registry;
use crate::rows::Rows;
use domain::distribution::{self, Address, List, ListNumber, Member, Plan};
use domain::id::{ListId, UserId};
use domain::number::Email;
use domain::smarthost::Smarthost;
use std::sync::Arc;
use store::{ListRow, StoreError};

/// The one writer of distribution lists; [`People`] shows them. `actor` is who does it, for the audit.
pub trait Lists: Send + Sync {
    /// Keeps a list in the place of the one that its owner has under its number, if `domain::distribution` finds it sound
    /// and there is everybody whom it names.
    fn keep_list(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, List>;

    /// Lists that name it have one member less.
    fn remove_list(&self, id: ListId, actor: Option<UserId>) -> Answer<'_, ()>;
}

/// Somebody to whom a message goes.
#[derive(Clone, Debug)]
pub enum Recipient {
    Person(Arc<User>),
    /// An address of somebody else's mail server.
    Elsewhere(Email),
}

impl Recipient {
    pub fn email(&self) -> &Email {
        match self {
            Recipient::Person(user) => &user.email,
            Recipient::Elsewhere(email) => email,
        }
    }
}

impl<R: Rows> Lists for Registry<R> {
    fn keep_list(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, List> {
        Box::pin(async move {
            let plan = still_there(&self.snapshot(), plan);
            check(&self.snapshot(), &plan)?;
            let id = self.rows.keep_list(row(plan)?, actor).await?;
            self.renew().await?;
            self.snapshot().list(id).cloned().ok_or(DirectoryError::NotFound)
        })
    }

    fn remove_list(&self, id: ListId, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            self.rows.remove_list(id, actor).await?;
            Ok(self.renew().await?)
        })
    }
}

/// Without those who have gone since they were added: nobody is kept from changing a list by them.
fn still_there(people: &People, plan: Plan) -> Plan {
    let now = |member: Member| match member {
        Member::Email(email) => match people.recipient_at(&email) {
            Some(Recipient::Person(user)) => Some(Member::Person(user.id)),
            Some(Recipient::Elsewhere(_)) | None => Some(Member::Email(email)),
        },
        member => people.address_of(&member).is_some().then_some(member),
    };
    Plan { members: plan.members.into_iter().filter_map(now).collect(), ..plan }
}

fn check(people: &People, plan: &Plan) -> Result<(), DirectoryError> {
    plan.check().map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
    if plan.owner.is_some_and(|owner| people.user(owner).is_none()) {
        return Err(DirectoryError::NotFound);
    }
    let refused = plan.members.iter().find_map(|member| match member {
        Member::List(list) if !is_open(people.list(*list)?, plan.owner) => {
            Some("a list names lists of its owner and of the company only".to_owned())
        }
        Member::Email(email) if people.is_ours(email) => Some(NobodyThere::Email.to_string()),
        Member::Person(_) | Member::Email(_) | Member::List(_) => None,
    });
    refused.map_or(Ok(()), |words| Err(DirectoryError::Invalid(words)))
}

fn is_open(list: &List, to: Option<UserId>) -> bool {
    list.plan.owner.is_none() || list.plan.owner == to
}

impl People {
    /// Whether an address is of this company's domain: nobody else takes mail for it.
    pub fn is_ours(&self, email: &Email) -> bool {
        email.domain().eq_ignore_ascii_case(&self.realm)
    }

    pub fn list(&self, id: ListId) -> Option<&List> {
        self.lists().iter().find(|list| list.id == id)
    }

    /// A person's list, or the company's.
    pub fn list_at(&self, owner: Option<UserId>, number: ListNumber) -> Option<&List> {
        self.lists_of(owner).find(|list| list.plan.number == number)
    }

    /// By number: a person's, or the company's.
    pub fn lists_of(&self, owner: Option<UserId>) -> impl Iterator<Item = &List> {
        self.lists().iter().filter(move |list| list.plan.owner == owner)
    }

    /// Everybody whom a list reaches, each once.
    pub fn reached_by(&self, list: ListId) -> Vec<Recipient> {
        let members = distribution::expand(self.lists(), list);
        members.into_iter().filter_map(|member| self.recipient(member)).collect()
    }

    /// Everybody whom these reach, each once.
    pub fn reached(&self, members: Vec<Member>) -> Vec<Recipient> {
        let reached = members.into_iter().flat_map(|member| match member {
            Member::List(list) => self.reached_by(list),
            one => self.recipient(one).into_iter().collect(),
        });
        reached.fold(Vec::new(), |mut once, one| {
            if !once.iter().any(|known: &Recipient| known.email() == one.email()) {
                once.push(one);
            }
            once
        })
    }

    fn recipient(&self, member: Member) -> Option<Recipient> {
        match member {
            Member::Person(user) => self.user(user).cloned().map(Recipient::Person),
            // Whoever has come to the company since then is found here.
            Member::Email(email) => self.recipient_at(&email),
            Member::List(_) => None,
        }
    }

    /// Who an address is: somebody here or elsewhere; nobody where it is of our domain and no person's.
    pub fn recipient_at(&self, email: &Email) -> Option<Recipient> {
        match self.by_email(email) {
            Some(user) => Some(Recipient::Person(user.clone())),
            None if self.is_ours(email) => None,
            None => Some(Recipient::Elsewhere(email.clone())),
        }
    }

    /// Whom a message to an address reaches: somebody here, or, where a server takes mail for others, somebody elsewhere.
    pub fn reached_at(&self, address: &str) -> Option<Recipient> {
        let recipient = self.recipient_at(&Email::parse(address).ok()?)?;
        let is_here = matches!(recipient, Recipient::Person(_));
        (is_here || Smarthost::of(&self.settings_of(None)).is_some()).then_some(recipient)
    }

    /// What `owner` means by an address.
    pub fn member_at(&self, owner: Option<UserId>, address: &Address) -> Result<Member, NobodyThere> {
        let list = |owner: Option<UserId>, number: &ListNumber| {
            let list = self.list_at(owner, *number).map(|list| Member::List(list.id));
            list.ok_or(NobodyThere::List)
        };
        match address {
            Address::Extension(extension) => match self.by_extension(extension) {
                Some(user) => Ok(Member::Person(user.id)),
                None => Err(NobodyThere::Extension),
            },
            Address::Email(email) => match self.recipient_at(email) {
                Some(Recipient::Person(user)) => Ok(Member::Person(user.id)),
                Some(Recipient::Elsewhere(email)) => Ok(Member::Email(email)),
                None => Err(NobodyThere::Email),
            },
            Address::Own(number) => match owner {
                Some(owner) => list(Some(owner), number),
                None => Err(NobodyThere::OwnList),
            },
            Address::Central(number) => list(None, number),
        }
    }

    /// How a member is written; none where it is gone.
    pub fn address_of(&self, member: &Member) -> Option<Address> {
        Some(match member {
            Member::Person(user) => Address::Extension(self.user(*user)?.extension.clone()),
            Member::Email(email) => Address::Email(email.clone()),
            Member::List(list) => {
                let Plan { owner, number, .. } = self.list(*list)?.plan;
                if owner.is_some() { Address::Own(number) } else { Address::Central(number) }
            }
        })
    }
}

/// Why an address stands for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NobodyThere {
    #[error("nobody has this extension, and messages do not go to telephone numbers elsewhere")]
    Extension,
    #[error("nobody here has this e-mail address")]
    Email,
    #[error("there is no such list")]
    List,
    #[error("a list of the company names no list of a person")]
    OwnList,
}

fn row(plan: Plan) -> Result<ListRow, DirectoryError> {
    let members =
        serde_json::to_string(&plan.members).map_err(|error| DirectoryError::Unavailable(Box::new(error)))?;
    let (owner, number) = (plan.owner, plan.number.get());
    Ok(ListRow { id: ListId::new(0), owner, number, name: plan.name, members })
}

/// A list as its row says.
pub(crate) fn list(row: ListRow) -> Result<List, StoreError> {
    let plan = Plan {
        owner: row.owner,
        number: ListNumber::new(row.number).ok_or(StoreError::Damaged("a list's number"))?,
        name: row.name,
        members: serde_json::from_str(&row.members).map_err(|_| StoreError::Damaged("a list's members"))?,
    };
    Ok(List { id: row.id, plan })
}
