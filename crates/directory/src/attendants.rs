//! Attendants: checked by `domain`, kept as rows, seen with the people.

use crate::door::{Answer, DirectoryError};
use crate::people::People;
use crate::registry::Registry;
use crate::rows::Rows;
use bytes::Bytes;
use domain::attendant::{self, Attendant, Goal, Plan, Sound};
use domain::id::{AttendantId, BlobId, UserId};
use domain::language::Language;
use domain::number::{Extension, Number};
use domain::numbering::Dialled;
use store::{AttendantRow, AttendantSoundRow, StoreError};

/// The one writer of attendants; [`People`] shows them. `actor` is who does it, for the audit.
pub trait Attendants: Send + Sync {
    /// Adds an attendant if `domain::attendant` finds it sound, whom it names exists and its extension is free.
    fn add_attendant(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, Attendant>;

    /// Writes an attendant over; what was recorded for it stays.
    fn change_attendant(&self, id: AttendantId, plan: Plan, actor: Option<UserId>) -> Answer<'_, Attendant>;

    fn remove_attendant(&self, id: AttendantId, actor: Option<UserId>) -> Answer<'_, ()>;

    /// Keeps a recorded announcement: a WAV file as `speech::audio` makes it of what was brought.
    fn set_announcement(
        &self,
        id: AttendantId,
        name: String,
        language: Language,
        wav: Bytes,
    ) -> Answer<'_, BlobId>;

    /// Refused while it is said somewhere and written nowhere.
    fn remove_announcement(&self, id: AttendantId, name: String, language: Language) -> Answer<'_, ()>;
}

impl<R: Rows> Attendants for Registry<R> {
    fn add_attendant(&self, plan: Plan, actor: Option<UserId>) -> Answer<'_, Attendant> {
        Box::pin(self.keep_attendant(None, plan, actor))
    }

    fn change_attendant(&self, id: AttendantId, plan: Plan, actor: Option<UserId>) -> Answer<'_, Attendant> {
        Box::pin(self.keep_attendant(Some(id), plan, actor))
    }

    fn remove_attendant(&self, id: AttendantId, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(async move {
            self.rows.remove_attendant(id, actor).await?;
            Ok(self.renew().await?)
        })
    }

    fn set_announcement(
        &self,
        id: AttendantId,
        name: String,
        language: Language,
        wav: Bytes,
    ) -> Answer<'_, BlobId> {
        Box::pin(async move {
            if !attendant::is_announcement(&name) {
                return Err(DirectoryError::Invalid(attendant::Unsound::InnerName(name).to_string()));
            }
            let blob = self.rows.set_attendant_sound(id, &name, language.tag(), wav).await?;
            self.renew().await?;
            Ok(blob)
        })
    }

    fn remove_announcement(&self, id: AttendantId, name: String, language: Language) -> Answer<'_, ()> {
        Box::pin(async move {
            let people = self.snapshot();
            let attendant = people.attendant(id).ok_or(DirectoryError::NotFound)?;
            let left =
                attendant.sounds.iter().filter(|sound| sound.name != name || sound.language != language);
            let left: Vec<&str> = left.map(|sound| sound.name.as_str()).collect();
            attendant.plan.check(&left).map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
            if !self.rows.remove_attendant_sound(id, &name, language.tag()).await? {
                return Err(DirectoryError::NotFound);
            }
            Ok(self.renew().await?)
        })
    }
}

impl<R: Rows> Registry<R> {
    async fn keep_attendant(
        &self,
        id: Option<AttendantId>,
        plan: Plan,
        actor: Option<UserId>,
    ) -> Result<Attendant, DirectoryError> {
        check(&self.snapshot(), id, &plan)?;
        let row = AttendantRow {
            id: id.unwrap_or(AttendantId::new(0)),
            extension: plan.extension.to_string(),
            plan: serde_json::to_string(&plan)
                .map_err(|error| DirectoryError::Unavailable(Box::new(error)))?,
        };
        let id = match id {
            Some(id) => self.rows.change_attendant(row, actor).await.map(|()| id),
            None => self.rows.add_attendant(row, actor).await,
        };
        let id = id.map_err(|error| match error {
            StoreError::Taken => DirectoryError::Taken(EXTENSION),
            other => other.into(),
        })?;
        self.renew().await?;
        self.snapshot().attendant(id).cloned().ok_or(DirectoryError::NotFound)
    }
}

const EXTENSION: &str = "this extension";

/// The store looks at the extension once more, for two may write at the same time.
fn check(people: &People, id: Option<AttendantId>, plan: &Plan) -> Result<(), DirectoryError> {
    let invalid = |why: String| Err(DirectoryError::Invalid(why));
    let sounds = id.and_then(|id| people.attendant(id)).map_or(&[][..], |attendant| &attendant.sounds);
    let recorded: Vec<&str> = sounds.iter().map(|sound| sound.name.as_str()).collect();
    if let Err(unsound) = plan.check(&recorded) {
        return invalid(unsound.to_string());
    }
    if jiff::tz::TimeZone::get(&plan.zone).is_err() {
        return invalid(format!("there is no time zone {}", plan.zone));
    }
    if let Some(unknown) = plan.person.filter(|person| people.user(*person).is_none()) {
        return invalid(format!("there is no person {unknown}"));
    }
    let menus = plan.menus.iter().flat_map(|menu| menu.keys.iter().map(|key| &key.to).chain([&menu.after]));
    let rules = plan.rules.iter().map(|rule| &rule.to);
    for goal in menus.chain(rules).chain([&plan.otherwise]) {
        match goal {
            Goal::Call(number) if !leads_somewhere(people, plan, number) => {
                return invalid(format!("{number} leads nowhere"));
            }
            Goal::VoiceMail(extension) if people.by_extension(extension).is_none() => {
                return invalid(format!("nobody has the extension {extension}"));
            }
            _ => {}
        }
    }
    let is_taken = match people.whose(&plan.extension) {
        Some(domain::route::Whose::Attendant(other)) => Some(other) != id,
        Some(_) => true,
        None => false,
    };
    if is_taken { Err(DirectoryError::Taken(EXTENSION)) } else { Ok(()) }
}

/// Somebody's or something's extension, or a number outside where somebody's right it is to call it.
fn leads_somewhere(people: &People, plan: &Plan, number: &Number) -> bool {
    let inside = Extension::parse(number.as_str())
        .is_ok_and(|extension| extension != plan.extension && people.whose(&extension).is_some());
    let outside = || people.home().dialled(number);
    inside || (plan.person.is_some() && matches!(outside(), Dialled::Outside(_)))
}

/// Attendants as their rows say.
pub(crate) fn attendants(
    rows: Vec<AttendantRow>,
    sounds: Vec<AttendantSoundRow>,
) -> Result<Vec<Attendant>, StoreError> {
    let mut sounds = sounds.into_iter().map(sound).collect::<Result<Vec<_>, _>>()?;
    let attendant = |row: AttendantRow| {
        let plan = serde_json::from_str(&row.plan).map_err(|_| StoreError::Damaged("an attendant's plan"))?;
        let (own, others) = std::mem::take(&mut sounds).into_iter().partition(|(of, _)| *of == row.id);
        sounds = others;
        let own: Vec<(AttendantId, Sound)> = own;
        Ok(Attendant { id: row.id, plan, sounds: own.into_iter().map(|(_, sound)| sound).collect() })
    };
    rows.into_iter().map(attendant).collect()
}

fn sound(row: AttendantSoundRow) -> Result<(AttendantId, Sound), StoreError> {
    let language =
        Language::from_tag(&row.language).ok_or(StoreError::Damaged("an announcement's language"))?;
    Ok((row.attendant, Sound { name: row.name, language, blob: row.blob }))
}
