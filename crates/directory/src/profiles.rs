//! What people say of themselves for their callers: presence, what holds in each, and how their greetings are used; and what is
//! recorded for the whole company.

use crate::door::{Answer, DirectoryError};
use crate::people::{Company, People, User};
use crate::registry::Registry;
use crate::rows::Rows;
use bytes::Bytes;
use domain::greeting::{Assigned, CompanyRecording, Situation, Slot, TextNumber, Usage};
use domain::id::{BlobId, UserId};
use domain::language::Language;
use domain::number::Number;
use domain::presence::{self, SetBy, SetPresence, State};
use domain::profile::{Profile, Transfer};
use domain::settings::{self, Row, Scope, Settings};
use std::fmt;
use store::{EverybodysProfiles, PresenceRow, ProfileRow, ProfileWrite, StoreError, TextRow, UsageRow};

/// The longest name of a text, in characters.
const LONGEST_TEXT_NAME: usize = 60;

/// The one writer of presence, profiles, the use of greetings and the company's announcements; [`People`] shows them.
pub trait Profiles: Send + Sync {
    /// Sets what the owner or a calendar says, in place of what that one said before. The state must be available.
    fn set_presence(&self, user: UserId, presence: SetPresence) -> Answer<'_, ()>;

    /// Takes back what the owner or a calendar has said.
    fn clear_presence(&self, user: UserId, by: SetBy) -> Answer<'_, ()>;

    /// Says what holds in a presence state.
    fn set_profile(&self, user: UserId, profile: Profile) -> Answer<'_, ()>;

    /// Names a text, or takes its name away if it is empty: at most 60 characters.
    fn name_text<'a>(&'a self, user: UserId, number: TextNumber, name: &'a str) -> Answer<'a, ()>;

    /// Says how a greeting is used.
    fn use_greeting(&self, user: UserId, usage: Usage) -> Answer<'_, ()>;

    /// Removes all greetings, texts and the name.
    fn forget_greetings(&self, user: UserId) -> Answer<'_, ()>;

    /// Keeps what is recorded for the whole company, as [`Directory::set_greeting`](crate::Directory::set_greeting) does a
    /// greeting; without a language where all are spoken in it. `actor` is who does it, for the audit.
    fn set_announcement(
        &self,
        of: Announced,
        language: Option<Language>,
        wav: Bytes,
        actor: Option<UserId>,
    ) -> Answer<'_, BlobId>;

    fn remove_announcement(
        &self,
        of: Announced,
        language: Option<Language>,
        actor: Option<UserId>,
    ) -> Answer<'_, ()>;
}

/// What is recorded for the whole company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announced {
    /// In place of personal greetings, as the setting `greeting.announcement` says.
    Announcement,
    /// In place of the house's own words for a situation.
    Situation(Situation),
}

const ANNOUNCEMENT: &str = "announcement";

impl Announced {
    /// `announcement`, or a situation's name.
    pub fn parse(text: &str) -> Option<Announced> {
        match text {
            ANNOUNCEMENT => Some(Announced::Announcement),
            _ => Situation::from_name(text).map(Announced::Situation),
        }
    }
}

impl fmt::Display for Announced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Announced::Announcement => ANNOUNCEMENT,
            Announced::Situation(situation) => situation.name(),
        })
    }
}

impl<R: Rows> Profiles for Registry<R> {
    fn set_presence(&self, user: UserId, presence: SetPresence) -> Answer<'_, ()> {
        Box::pin(async move {
            self.is_available(user, &presence.state)?;
            let row = PresenceRow {
                person: user,
                set_by: presence.by.name().to_owned(),
                state: presence.state.into(),
                until: presence.until,
            };
            self.say(user, ProfileWrite::SetPresence(row)).await
        })
    }

    fn clear_presence(&self, user: UserId, by: SetBy) -> Answer<'_, ()> {
        let write = ProfileWrite::ClearPresence { person: user, set_by: by.name().to_owned() };
        Box::pin(self.say(user, write))
    }

    fn set_profile(&self, user: UserId, profile: Profile) -> Answer<'_, ()> {
        Box::pin(async move {
            self.is_available(user, &profile.state)?;
            let transfer = profile.transfer.map(|transfer| (transfer.number.to_string(), transfer.on));
            let (state, takes_messages) = (profile.state.into(), profile.takes_messages);
            self.say(
                user,
                ProfileWrite::Profile(ProfileRow { person: user, state, takes_messages, transfer }),
            )
            .await
        })
    }

    fn name_text<'a>(&'a self, user: UserId, number: TextNumber, name: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let name = name.trim();
            if name.chars().count() > LONGEST_TEXT_NAME || name.chars().any(char::is_control) {
                let words = format!(
                    "a text's name has at most {LONGEST_TEXT_NAME} characters, none of them control characters"
                );
                return Err(DirectoryError::Invalid(words));
            }
            let row = TextRow { person: user, number: number.get().into(), name: name.to_owned() };
            self.say(user, ProfileWrite::Text(row)).await
        })
    }

    fn use_greeting(&self, user: UserId, usage: Usage) -> Answer<'_, ()> {
        Box::pin(async move {
            if !usage.slot.is_greeting() {
                return Err(DirectoryError::Invalid(format!("{} is not played by itself", usage.slot)));
            }
            let assigned = match usage.assigned {
                Assigned::Factory => None,
                Assigned::None => Some(0),
                Assigned::Text(number) => Some(number.get().into()),
            };
            let slot = usage.slot.to_string();
            let row = UsageRow { person: user, slot, assigned, unskippable: usage.unskippable };
            self.say(user, ProfileWrite::Usage(row)).await
        })
    }

    fn forget_greetings(&self, user: UserId) -> Answer<'_, ()> {
        Box::pin(self.say(user, ProfileWrite::ForgetGreetings(user)))
    }

    fn set_announcement(
        &self,
        of: Announced,
        language: Option<Language>,
        wav: Bytes,
        actor: Option<UserId>,
    ) -> Answer<'_, BlobId> {
        Box::pin(async move {
            let blob = self.rows.set_announcement(&of.to_string(), tag(language), wav, actor).await?;
            self.renew().await?;
            Ok(blob)
        })
    }

    fn remove_announcement(
        &self,
        of: Announced,
        language: Option<Language>,
        actor: Option<UserId>,
    ) -> Answer<'_, ()> {
        Box::pin(async move {
            if !self.rows.remove_announcement(&of.to_string(), tag(language), actor).await? {
                return Err(DirectoryError::NotFound);
            }
            Ok(self.renew().await?)
        })
    }
}

/// As rows have it; empty for all languages.
fn tag(language: Option<Language>) -> &'static str {
    language.map_or("", Language::tag)
}

impl<R: Rows> Registry<R> {
    async fn say(&self, user: UserId, write: ProfileWrite) -> Result<(), DirectoryError> {
        self.snapshot().user(user).ok_or(DirectoryError::NotFound)?;
        self.rows.write_profile(write).await?;
        Ok(self.renew().await?)
    }

    fn is_available(&self, user: UserId, state: &State) -> Result<(), DirectoryError> {
        let people = self.snapshot();
        match people.settings_of(Some(user)).get(&settings::PRESENCE_AVAILABLE).contains(state) {
            true => Ok(()),
            false => Err(DirectoryError::Invalid(format!("the presence {} is not available", state.key()))),
        }
    }
}

/// The keys that name a presence which holds by itself.
const BY_THEMSELVES: [&settings::Setting<Option<State>>; 2] =
    [&settings::HOURS_OFF_PRESENCE, &settings::BREAKS_PRESENCE];

/// A presence that holds by itself, of the company or of a person, must be available.
pub(crate) fn check_presences(people: &People, row: &Row) -> Result<(), DirectoryError> {
    let names_one = BY_THEMSELVES.iter().any(|setting| setting.definition.key == row.key);
    let bears_on: Vec<Option<UserId>> = match row.scope {
        Scope::User(user) => vec![Some(user)],
        _ if names_one || row.key == settings::PRESENCE_AVAILABLE.definition.key => {
            people.users().map(|user| Some(user.id)).chain([None]).collect()
        }
        _ => return Ok(()),
    };
    let rows = people.rows_with(row);
    for user in bears_on {
        let settings = Settings { rows: &rows, bearing: people.settings_of(user).bearing };
        let by_themselves: Vec<State> =
            BY_THEMSELVES.iter().filter_map(|setting| settings.get(setting)).collect();
        presence::check_available(&settings.get(&settings::PRESENCE_AVAILABLE), &by_themselves)
            .map_err(|missing| DirectoryError::Invalid(missing.to_string()))?;
    }
    Ok(())
}

/// Tells each person's rows to the person, and answers what is the company's.
pub(crate) fn tell(users: &mut [User], rows: EverybodysProfiles) -> Result<Company, StoreError> {
    let mut by_id: std::collections::HashMap<UserId, &mut User> =
        users.iter_mut().map(|user| (user.id, user)).collect();
    for row in rows.presences {
        if let Some(user) = by_id.get_mut(&row.person) {
            user.presence.push(presence(row)?);
        }
    }
    for row in rows.profiles {
        if let Some(user) = by_id.get_mut(&row.person) {
            user.profiles.push(profile(row)?);
        }
    }
    for row in rows.texts {
        if let Some(user) = by_id.get_mut(&row.person) {
            user.greetings.names.push((text_number(row.number)?, row.name));
        }
    }
    for row in rows.usages {
        if let Some(user) = by_id.get_mut(&row.person) {
            user.greetings.usages.push(usage(row)?);
        }
    }
    let mut company = Company::default();
    for row in rows.announcements {
        let language = match row.language.as_str() {
            "" => None,
            tag => Some(Language::from_tag(tag).ok_or(StoreError::Damaged("an announcement's language"))?),
        };
        let recording = CompanyRecording { language, blob: row.blob, at: row.set_at };
        match Announced::parse(&row.slot).ok_or(StoreError::Damaged("an announcement"))? {
            Announced::Announcement => company.announcement.push(recording),
            Announced::Situation(situation) => company.greetings.push((situation, recording)),
        }
    }
    Ok(company)
}

fn presence(row: PresenceRow) -> Result<SetPresence, StoreError> {
    const DAMAGED: StoreError = StoreError::Damaged("a presence");
    let state = State::parse(&row.state).map_err(|_| DAMAGED)?;
    Ok(SetPresence { state, by: SetBy::from_name(&row.set_by).ok_or(DAMAGED)?, until: row.until })
}

fn profile(row: ProfileRow) -> Result<Profile, StoreError> {
    const DAMAGED: StoreError = StoreError::Damaged("a profile");
    let transfer =
        row.transfer.map(|(number, on)| Number::parse(&number).map(|number| Transfer { number, on }));
    Ok(Profile {
        state: State::parse(&row.state).map_err(|_| DAMAGED)?,
        takes_messages: row.takes_messages,
        transfer: transfer.transpose().map_err(|_| DAMAGED)?,
    })
}

fn usage(row: UsageRow) -> Result<Usage, StoreError> {
    let assigned = match row.assigned {
        None => Assigned::Factory,
        Some(0) => Assigned::None,
        Some(number) => Assigned::Text(text_number(number)?),
    };
    let slot = Slot::parse(&row.slot).ok_or(StoreError::Damaged("a greeting's use"))?;
    Ok(Usage { slot, assigned, unskippable: row.unskippable })
}

fn text_number(number: i64) -> Result<TextNumber, StoreError> {
    u8::try_from(number).ok().and_then(TextNumber::new).ok_or(StoreError::Damaged("a text's number"))
}
