//! A directory in memory: the same one over rows that go with the process. For tests of other rooms, under a virtual
//! clock, too: no thread stands behind it.

use crate::registry::Registry;
use crate::rows::Rows;
use crate::secret::Hasher;
use bytes::Bytes;
use domain::id::{
    AttendantId, BlobId, ContactId, DeviceId, GroupId, ListId, SiteId, TenantId, TrunkId, UserId,
};
use domain::settings::{Row, Scope};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{
    AnnouncementRow, AttendantRow, AttendantSoundRow, ContactChanged, ContactRow, ContactsAdded,
    ContactsWanted, DeviceRow, Everybody, EverybodysProfiles, GreetingRow, GroupRow, InvitationRow, ListRow,
    NewLetter, NewPageSession, PersonRow, PinEvent, PinStanding, ProfileWrite, RecordingPageRow, RouteRow,
    SecretKind, SiteRow, StoreError, TokenDigest, TrunkRow, UsageRow, WelcomeRow,
};
use zeroize::Zeroizing;

/// A directory whose rows are values.
pub type MemoryDirectory = Registry<MemoryRows>;

/// An empty directory; `clock` says what time it is.
pub async fn open(
    tenant: TenantId,
    realm: &str,
    clock: fn() -> Timestamp,
) -> Result<Arc<MemoryDirectory>, StoreError> {
    let rows = MemoryRows { kept: Mutex::default(), clock };
    Ok(Arc::new(Registry::open(rows, tenant, realm.to_owned(), Hasher::Immediate, [0; 32]).await?))
}

pub struct MemoryRows {
    kept: Mutex<Kept>,
    clock: fn() -> Timestamp,
}

#[derive(Default)]
struct Kept {
    people: Vec<PersonRow>,
    devices: Vec<DeviceRow>,
    greetings: Vec<GreetingRow>,
    profiles: EverybodysProfiles,
    sounds: HashMap<BlobId, Bytes>,
    secrets: HashMap<(UserId, &'static str), Vec<u8>>,
    settings: Vec<Row>,
    tries: HashMap<String, String>,
    pins: HashMap<UserId, PinStanding>,
    pin_log: Vec<PinEvent>,
    letters: Vec<NewLetter>,
    welcomes: Vec<WelcomeRow>,
    trunks: Vec<TrunkRow>,
    trunks_made: i64,
    routes: Vec<RouteRow>,
    groups: Vec<GroupRow>,
    groups_made: i64,
    sites: Vec<SiteRow>,
    sites_made: i64,
    site_people: HashMap<UserId, SiteId>,
    lists: Vec<ListRow>,
    lists_made: i64,
    contacts: Vec<(Option<UserId>, ContactRow)>,
    contacts_made: i64,
    attendants: Vec<AttendantRow>,
    attendant_sounds: Vec<AttendantSoundRow>,
    attendants_made: i64,
    page: Page,
}

/// The page on which the company's announcement is recorded.
#[derive(Default)]
struct Page {
    open: Option<RecordingPageRow>,
    sessions: HashMap<TokenDigest, Timestamp>,
    invitations: Vec<InvitationRow>,
    invited: i64,
}

impl MemoryRows {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn of_book(&self, owner: Option<UserId>) -> impl Iterator<Item = &ContactRow> {
        self.contacts.iter().filter(move |(whose, _)| *whose == owner).map(|(_, row)| row)
    }

    /// An extension is one person's or one group's.
    fn is_taken(&self, row: &GroupRow) -> bool {
        self.groups.iter().any(|other| other.extension == row.extension && other.id != row.id)
            || self.people.iter().any(|person| person.extension == row.extension)
            || self.attendants.iter().any(|other| other.extension == row.extension)
    }

    fn is_taken_by_site(&self, row: &SiteRow) -> bool {
        self.sites.iter().any(|other| other.name == row.name && other.id != row.id)
    }

    fn is_taken_for(&self, row: &AttendantRow) -> bool {
        self.attendants.iter().any(|other| other.extension == row.extension && other.id != row.id)
            || self.people.iter().any(|person| person.extension == row.extension)
            || self.groups.iter().any(|group| group.extension == row.extension)
    }
}

impl Kept {
    fn ask_letter(&mut self, letter: NewLetter) {
        let is_due = |other: &NewLetter| (other.person, other.what) == (letter.person, letter.what);
        if !self.letters.iter().any(is_due) {
            self.letters.push(letter);
        }
    }

    fn write_profile(&mut self, write: ProfileWrite) {
        let kept = &mut self.profiles;
        match write {
            ProfileWrite::SetPresence(row) => {
                kept.presences.retain(|other| (other.person, &other.set_by) != (row.person, &row.set_by));
                kept.presences.push(row);
            }
            ProfileWrite::ClearPresence { person, set_by } => {
                kept.presences.retain(|other| (other.person, &other.set_by) != (person, &set_by));
            }
            ProfileWrite::Profile(row) => {
                kept.profiles.retain(|other| (other.person, &other.state) != (row.person, &row.state));
                kept.profiles.push(row);
            }
            ProfileWrite::Text(row) => {
                kept.texts.retain(|other| (other.person, other.number) != (row.person, row.number));
                if !row.name.is_empty() {
                    kept.texts.push(row);
                }
            }
            ProfileWrite::Usage(row) => {
                kept.usages.retain(|other| (other.person, &other.slot) != (row.person, &row.slot));
                kept.usages.push(row);
            }
            ProfileWrite::ForgetGreetings(person) => {
                kept.texts.retain(|row| row.person != person);
                kept.usages.retain(|row| row.person != person);
                self.greetings.retain(|row| row.person != person);
            }
        }
    }
}

fn name(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::Password => "password",
        SecretKind::Scram => "scram",
        SecretKind::Pin => "pin",
    }
}

impl Rows for MemoryRows {
    async fn everybody(&self) -> Result<Everybody, StoreError> {
        let kept = self.kept();
        Ok(Everybody {
            people: kept.people.clone(),
            devices: kept.devices.clone(),
            greetings: kept.greetings.clone(),
        })
    }

    async fn settings(&self) -> Result<Vec<Row>, StoreError> {
        Ok(self.kept().settings.clone())
    }

    async fn set_setting(&self, row: Row) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.settings.retain(|other| (other.scope, &other.key) != (row.scope, &row.key));
        kept.settings.push(row);
        Ok(())
    }

    async fn add_person(
        &self,
        row: PersonRow,
        secrets: Vec<(SecretKind, Vec<u8>)>,
    ) -> Result<UserId, StoreError> {
        let id = {
            let mut kept = self.kept();
            if kept.people.iter().any(|other| other.extension == row.extension || other.email == row.email) {
                return Err(StoreError::Taken);
            }
            let id = UserId::new(kept.people.len() as i64 + 1);
            kept.people.push(PersonRow { id, ..row });
            id
        };
        self.set_secrets(id, secrets).await?;
        Ok(id)
    }

    async fn add_device(&self, row: DeviceRow) -> Result<DeviceId, StoreError> {
        let mut kept = self.kept();
        if kept.devices.iter().any(|other| other.sip_user == row.sip_user) {
            return Err(StoreError::Taken);
        }
        let id = DeviceId::new(kept.devices.len() as i64 + 1);
        kept.devices.push(DeviceRow { id, ..row });
        Ok(id)
    }

    async fn set_secrets(&self, user: UserId, secrets: Vec<(SecretKind, Vec<u8>)>) -> Result<(), StoreError> {
        let now = self.now();
        let mut kept = self.kept();
        if secrets.iter().any(|(kind, _)| *kind == SecretKind::Pin) {
            kept.pins.insert(user, PinStanding { set_at: Some(now), must_change: false });
        }
        kept.secrets.extend(secrets.into_iter().map(|(kind, secret)| ((user, name(kind)), secret)));
        Ok(())
    }

    async fn secret(&self, user: UserId, kind: SecretKind) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().secrets.get(&(user, name(kind))).cloned())
    }

    async fn set_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
        wav: Bytes,
    ) -> Result<BlobId, StoreError> {
        self.remove_greeting(user, situation, language).await?;
        let blob = BlobId::from_bits(rand::random());
        let mut kept = self.kept();
        let used = |usage: &&mut UsageRow| usage.person == user && usage.slot == situation;
        if let Some(usage) = kept.profiles.usages.iter_mut().find(used) {
            usage.assigned = None;
        }
        kept.sounds.insert(blob.clone(), wav);
        kept.greetings.push(GreetingRow {
            person: user,
            situation: situation.into(),
            language: language.into(),
            blob: blob.clone(),
        });
        Ok(blob)
    }

    async fn remove_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
    ) -> Result<bool, StoreError> {
        let mut kept = self.kept();
        let before = kept.greetings.len();
        kept.greetings.retain(|row| {
            (row.person, row.situation.as_str(), row.language.as_str()) != (user, situation, language)
        });
        Ok(kept.greetings.len() < before)
    }

    async fn greeting(&self, blob: &BlobId) -> Result<Bytes, StoreError> {
        self.kept().sounds.get(blob).cloned().ok_or(StoreError::NotFound)
    }

    async fn profiles(&self) -> Result<EverybodysProfiles, StoreError> {
        Ok(self.kept().profiles.clone())
    }

    async fn write_profile(&self, write: ProfileWrite) -> Result<(), StoreError> {
        self.kept().write_profile(write);
        Ok(())
    }

    async fn set_announcement(
        &self,
        slot: &str,
        language: &str,
        wav: Bytes,
        actor: Option<UserId>,
    ) -> Result<BlobId, StoreError> {
        self.remove_announcement(slot, language, actor).await?;
        let blob = BlobId::from_bits(rand::random());
        let mut kept = self.kept();
        kept.sounds.insert(blob.clone(), wav);
        let set_at = Some(self.now());
        let row =
            AnnouncementRow { slot: slot.into(), language: language.into(), blob: blob.clone(), set_at };
        kept.profiles.announcements.push(row);
        Ok(blob)
    }

    async fn remove_announcement(
        &self,
        slot: &str,
        language: &str,
        _: Option<UserId>,
    ) -> Result<bool, StoreError> {
        let announcements = &mut self.kept().profiles.announcements;
        let before = announcements.len();
        announcements.retain(|row| (row.slot.as_str(), row.language.as_str()) != (slot, language));
        Ok(announcements.len() < before)
    }

    async fn tries(&self, subject: &str) -> Result<Option<String>, StoreError> {
        Ok(self.kept().tries.get(subject).cloned())
    }

    async fn set_tries(&self, subject: &str, state: Option<String>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        match state {
            Some(state) => kept.tries.insert(subject.to_owned(), state),
            None => kept.tries.remove(subject),
        };
        Ok(())
    }

    async fn pin_standing(&self, user: UserId) -> Result<PinStanding, StoreError> {
        Ok(self.kept().pins.get(&user).copied().unwrap_or_default())
    }

    async fn require_new_pin(&self, user: Option<UserId>, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let meant = kept.pins.iter_mut().filter(|(id, _)| user.is_none_or(|user| user == **id));
        meant.for_each(|(_, standing)| standing.must_change = true);
        Ok(())
    }

    async fn append_pin_log(&self, event: PinEvent, told: Option<NewLetter>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.pin_log.push(event);
        told.into_iter().for_each(|letter| kept.ask_letter(letter));
        Ok(())
    }

    async fn pin_log(&self, before: Option<i64>, limit: usize) -> Result<Vec<(i64, PinEvent)>, StoreError> {
        let kept = self.kept();
        let placed =
            (1..).zip(&kept.pin_log).filter(|(place, _)| before.is_none_or(|before| *place < before));
        let mut placed: Vec<_> = placed.map(|(place, event)| (place, event.clone())).collect();
        placed.reverse();
        placed.truncate(limit);
        Ok(placed)
    }

    async fn pins_set_at(&self) -> Result<Vec<(UserId, Timestamp)>, StoreError> {
        let mut set: Vec<_> =
            self.kept().pins.iter().filter_map(|(user, pin)| Some((*user, pin.set_at?))).collect();
        set.sort_unstable();
        Ok(set)
    }

    async fn ask_letter(&self, letter: NewLetter) -> Result<(), StoreError> {
        self.kept().ask_letter(letter);
        Ok(())
    }

    async fn welcomes(&self) -> Result<Vec<WelcomeRow>, StoreError> {
        Ok(self.kept().welcomes.clone())
    }

    async fn ask_welcome(
        &self,
        user: Option<UserId>,
        standing: &'static str,
        _: Option<UserId>,
    ) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let meant: Vec<UserId> = kept.people.iter().map(|person| person.id).collect();
        for person in meant.into_iter().filter(|person| user.is_none_or(|user| user == *person)) {
            let before = kept.welcomes.iter().find(|row| row.person == person).map_or(0, |row| row.round);
            kept.welcomes.retain(|row| row.person != person);
            kept.welcomes.push(WelcomeRow { person, standing: standing.to_owned(), round: before + 1 });
        }
        Ok(())
    }

    async fn set_welcome(&self, row: WelcomeRow) -> Result<(), StoreError> {
        let mut kept = self.kept();
        match kept.welcomes.iter_mut().find(|other| other.person == row.person) {
            Some(other) if other.round == row.round => *other = row,
            Some(_) => {}
            None => kept.welcomes.push(row),
        }
        Ok(())
    }

    async fn trunks(&self) -> Result<Vec<TrunkRow>, StoreError> {
        let mut trunks = self.kept().trunks.clone();
        trunks.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(trunks)
    }

    async fn add_trunk(&self, row: TrunkRow, _: Option<UserId>) -> Result<TrunkId, StoreError> {
        let mut kept = self.kept();
        if kept.trunks.iter().any(|other| other.name == row.name) {
            return Err(StoreError::Taken);
        }
        kept.trunks_made += 1;
        let id = TrunkId::new(kept.trunks_made);
        kept.trunks.push(TrunkRow { id, ..row });
        Ok(id)
    }

    async fn change_trunk(&self, row: TrunkRow, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        if kept.trunks.iter().any(|other| other.name == row.name && other.id != row.id) {
            return Err(StoreError::Taken);
        }
        let trunk = kept.trunks.iter_mut().find(|other| other.id == row.id);
        *trunk.ok_or(StoreError::NotFound)? = row;
        Ok(())
    }

    async fn remove_trunk(&self, id: TrunkId, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let before = kept.trunks.len();
        kept.trunks.retain(|trunk| trunk.id != id);
        if kept.trunks.len() < before { Ok(()) } else { Err(StoreError::NotFound) }
    }

    async fn routes(&self) -> Result<Vec<RouteRow>, StoreError> {
        let mut routes = self.kept().routes.clone();
        routes.sort_by(|a, b| a.prefix.cmp(&b.prefix));
        Ok(routes)
    }

    async fn set_routes(&self, routes: Vec<RouteRow>, _: Option<UserId>) -> Result<(), StoreError> {
        self.kept().routes = routes;
        Ok(())
    }

    async fn groups(&self) -> Result<Vec<GroupRow>, StoreError> {
        let mut groups = self.kept().groups.clone();
        groups.sort_by(|a, b| a.extension.cmp(&b.extension));
        Ok(groups)
    }

    async fn add_group(&self, row: GroupRow, _: Option<UserId>) -> Result<GroupId, StoreError> {
        let mut kept = self.kept();
        if kept.is_taken(&row) {
            return Err(StoreError::Taken);
        }
        kept.groups_made += 1;
        let id = GroupId::new(kept.groups_made);
        kept.groups.push(GroupRow { id, ..row });
        Ok(id)
    }

    async fn change_group(&self, row: GroupRow, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        if kept.is_taken(&row) {
            return Err(StoreError::Taken);
        }
        let group = kept.groups.iter_mut().find(|other| other.id == row.id);
        *group.ok_or(StoreError::NotFound)? = row;
        Ok(())
    }

    async fn remove_group(&self, id: GroupId, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let before = kept.groups.len();
        kept.groups.retain(|group| group.id != id);
        if kept.groups.len() < before { Ok(()) } else { Err(StoreError::NotFound) }
    }

    async fn sites(&self) -> Result<Vec<SiteRow>, StoreError> {
        let mut sites = self.kept().sites.clone();
        sites.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(sites)
    }

    async fn site_people(&self) -> Result<Vec<(UserId, SiteId)>, StoreError> {
        Ok(self.kept().site_people.iter().map(|(person, site)| (*person, *site)).collect())
    }

    async fn add_site(&self, row: SiteRow, _: Option<UserId>) -> Result<SiteId, StoreError> {
        let mut kept = self.kept();
        if kept.is_taken_by_site(&row) {
            return Err(StoreError::Taken);
        }
        kept.sites_made += 1;
        let id = SiteId::new(kept.sites_made);
        kept.sites.push(SiteRow { id, ..row });
        Ok(id)
    }

    async fn change_site(&self, row: SiteRow, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        if kept.is_taken_by_site(&row) {
            return Err(StoreError::Taken);
        }
        let site = kept.sites.iter_mut().find(|other| other.id == row.id);
        *site.ok_or(StoreError::NotFound)? = row;
        Ok(())
    }

    async fn remove_site(&self, id: SiteId, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let before = kept.sites.len();
        kept.sites.retain(|site| site.id != id);
        kept.site_people.retain(|_, site| *site != id);
        kept.settings.retain(|row| row.scope != Scope::Site(id.get()));
        if kept.sites.len() < before { Ok(()) } else { Err(StoreError::NotFound) }
    }

    async fn place_at(
        &self,
        person: UserId,
        site: Option<SiteId>,
        _: Option<UserId>,
    ) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let Some(site) = site else {
            kept.site_people.remove(&person);
            return Ok(());
        };
        if kept.sites.iter().all(|other| other.id != site) {
            return Err(StoreError::NotFound);
        }
        kept.site_people.insert(person, site);
        Ok(())
    }

    async fn recording_page(&self) -> Result<Option<RecordingPageRow>, StoreError> {
        Ok(self.kept().page.open.clone())
    }

    async fn set_recording_page(&self, row: RecordingPageRow, _: Option<UserId>) -> Result<(), StoreError> {
        let page = &mut self.kept().page;
        page.sessions.clear();
        page.invitations.clear();
        page.open = Some(row);
        Ok(())
    }

    async fn remove_recording_page(&self, _: Option<UserId>) -> Result<(), StoreError> {
        let page = &mut self.kept().page;
        page.sessions.clear();
        page.invitations.clear();
        page.open.take().map(drop).ok_or(StoreError::NotFound)
    }

    async fn invite_to_recording_page(
        &self,
        address: String,
        secret: Zeroizing<Vec<u8>>,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        let at = self.now();
        let page = &mut self.kept().page;
        let open = page.open.as_mut().ok_or(StoreError::NotFound)?;
        (open.secret, open.set_at) = (secret, at);
        page.sessions.clear();
        page.invited += 1;
        page.invitations.push(InvitationRow { id: page.invited, address, person: actor, at });
        Ok(())
    }

    async fn page_invitations(&self, limit: usize) -> Result<Vec<InvitationRow>, StoreError> {
        Ok(self.kept().page.invitations.iter().take(limit).cloned().collect())
    }

    async fn invited_to_recording_page(
        &self,
        id: i64,
        hash: Zeroizing<Vec<u8>>,
        set_at: Timestamp,
    ) -> Result<(), StoreError> {
        let page = &mut self.kept().page;
        page.invitations.retain(|row| row.id != id);
        if let Some(open) = page.open.as_mut().filter(|open| open.set_at == set_at)
            && page.invitations.is_empty()
        {
            open.secret = hash;
        }
        Ok(())
    }

    async fn begin_page_session(&self, new: NewPageSession) -> Result<bool, StoreError> {
        let page = &mut self.kept().page;
        let opens = page.open.as_ref().is_some_and(|open| open.set_at == new.set_at);
        if opens {
            page.sessions.insert(new.token, new.expires);
        }
        Ok(opens)
    }

    async fn is_page_session(&self, token: TokenDigest) -> Result<bool, StoreError> {
        let now = self.now();
        Ok(self.kept().page.sessions.get(&token).is_some_and(|expires| now < *expires))
    }

    async fn end_page_session(&self, token: TokenDigest) -> Result<(), StoreError> {
        self.kept().page.sessions.remove(&token);
        Ok(())
    }

    async fn lists(&self) -> Result<Vec<ListRow>, StoreError> {
        let mut lists = self.kept().lists.clone();
        lists.sort_by_key(|list| (list.owner, list.number));
        Ok(lists)
    }

    async fn keep_list(&self, row: ListRow, _: Option<UserId>) -> Result<ListId, StoreError> {
        let mut kept = self.kept();
        let is_it = |list: &&mut ListRow| (list.owner, list.number) == (row.owner, row.number);
        if let Some(list) = kept.lists.iter_mut().find(is_it) {
            *list = ListRow { id: list.id, ..row };
            return Ok(list.id);
        }
        kept.lists_made += 1;
        let id = ListId::new(kept.lists_made);
        kept.lists.push(ListRow { id, ..row });
        Ok(id)
    }

    async fn remove_list(&self, id: ListId, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let before = kept.lists.len();
        kept.lists.retain(|list| list.id != id);
        if kept.lists.len() < before { Ok(()) } else { Err(StoreError::NotFound) }
    }

    async fn contacts(
        &self,
        owner: Option<UserId>,
        wanted: ContactsWanted,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let place = |row: &ContactRow| (row.sort_key.clone(), row.id);
        let is_wanted = |row: &&ContactRow| {
            wanted.words.iter().all(|word| row.sought.contains(word))
                && wanted.after.as_ref().is_none_or(|after| place(row) > *after)
        };
        let kept = self.kept();
        let mut rows: Vec<ContactRow> = kept.of_book(owner).filter(is_wanted).cloned().collect();
        rows.sort_by_key(place);
        rows.truncate(wanted.limit);
        Ok(rows)
    }

    async fn contact(&self, owner: Option<UserId>, id: ContactId) -> Result<Option<ContactRow>, StoreError> {
        Ok(self.kept().of_book(owner).find(|row| row.id == id).cloned())
    }

    async fn contact_names(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
    ) -> Result<Vec<(String, Option<UserId>, String)>, StoreError> {
        let kept = self.kept();
        let mut named: Vec<_> = kept
            .contacts
            .iter()
            .filter(|(whose, _)| whose.is_none() || *whose == owner)
            .flat_map(|(whose, row)| {
                row.numbers.iter().map(|number| (number.clone(), *whose, row.label.clone()))
            })
            .filter(|(number, _, _)| numbers.contains(number))
            .collect();
        named.sort_by_key(|(_, whose, _)| *whose);
        Ok(named)
    }

    async fn contacts_having(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
        most: usize,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let kept = self.kept();
        let is_read = |whose: &Option<UserId>| whose.is_none() || *whose == owner;
        let has = |row: &ContactRow| row.numbers.iter().any(|number| numbers.contains(number));
        let having = kept.contacts.iter().filter(|(whose, row)| is_read(whose) && has(row));
        let mut rows: Vec<ContactRow> = having.map(|(_, row)| row.clone()).collect();
        rows.sort_by_key(|row| row.id);
        rows.truncate(most);
        Ok(rows)
    }

    async fn add_contacts(
        &self,
        owner: Option<UserId>,
        rows: Vec<ContactRow>,
        most: usize,
        _: Option<UserId>,
    ) -> Result<ContactsAdded, StoreError> {
        let mut kept = self.kept();
        let before = kept.contacts.len();
        let mut added = Vec::new();
        for row in rows {
            if kept.of_book(owner).any(|other| other.entry == row.entry) {
                added.push(None);
                continue;
            }
            if kept.of_book(owner).count() == most {
                kept.contacts.truncate(before);
                return Ok(ContactsAdded::NoRoom);
            }
            kept.contacts_made += 1;
            let id = ContactId::new(kept.contacts_made);
            kept.contacts.push((owner, ContactRow { id, revision: 1, ..row }));
            added.push(Some(id));
        }
        Ok(ContactsAdded::Added(added))
    }

    async fn change_contact(
        &self,
        owner: Option<UserId>,
        row: ContactRow,
        seen: Option<i64>,
        _: Option<UserId>,
    ) -> Result<ContactChanged, StoreError> {
        let mut kept = self.kept();
        let is_it =
            |(whose, other): &&mut (Option<UserId>, ContactRow)| *whose == owner && other.id == row.id;
        let (_, found) = kept.contacts.iter_mut().find(is_it).ok_or(StoreError::NotFound)?;
        if seen.is_some_and(|seen| seen != found.revision) {
            return Ok(ContactChanged::Another);
        }
        *found = ContactRow { revision: found.revision + 1, ..row };
        Ok(ContactChanged::Changed)
    }

    async fn remove_contact(
        &self,
        owner: Option<UserId>,
        id: ContactId,
        seen: Option<i64>,
        _: Option<UserId>,
    ) -> Result<ContactChanged, StoreError> {
        let mut kept = self.kept();
        let revision = kept.of_book(owner).find(|row| row.id == id).map(|row| row.revision);
        if seen.is_some_and(|seen| seen != revision.unwrap_or(seen)) {
            return Ok(ContactChanged::Another);
        }
        kept.contacts.retain(|(_, row)| row.id != id || revision.is_none());
        revision.map(|_| ContactChanged::Changed).ok_or(StoreError::NotFound)
    }

    async fn attendants(&self) -> Result<(Vec<AttendantRow>, Vec<AttendantSoundRow>), StoreError> {
        let kept = self.kept();
        let mut attendants = kept.attendants.clone();
        attendants.sort_by(|a, b| a.extension.cmp(&b.extension));
        Ok((attendants, kept.attendant_sounds.clone()))
    }

    async fn add_attendant(&self, row: AttendantRow, _: Option<UserId>) -> Result<AttendantId, StoreError> {
        let mut kept = self.kept();
        if kept.is_taken_for(&row) {
            return Err(StoreError::Taken);
        }
        kept.attendants_made += 1;
        let id = AttendantId::new(kept.attendants_made);
        kept.attendants.push(AttendantRow { id, ..row });
        Ok(id)
    }

    async fn change_attendant(&self, row: AttendantRow, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        if kept.is_taken_for(&row) {
            return Err(StoreError::Taken);
        }
        let attendant = kept.attendants.iter_mut().find(|other| other.id == row.id);
        *attendant.ok_or(StoreError::NotFound)? = row;
        Ok(())
    }

    async fn remove_attendant(&self, id: AttendantId, _: Option<UserId>) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let before = kept.attendants.len();
        kept.attendants.retain(|attendant| attendant.id != id);
        kept.attendant_sounds.retain(|sound| sound.attendant != id);
        if kept.attendants.len() < before { Ok(()) } else { Err(StoreError::NotFound) }
    }

    async fn set_attendant_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
        wav: Bytes,
    ) -> Result<BlobId, StoreError> {
        let mut kept = self.kept();
        if !kept.attendants.iter().any(|attendant| attendant.id == id) {
            return Err(StoreError::NotFound);
        }
        let blob = BlobId::from_bits(rand::random());
        kept.sounds.insert(blob.clone(), wav);
        kept.attendant_sounds
            .retain(|sound| sound.attendant != id || sound.name != name || sound.language != language);
        kept.attendant_sounds.push(AttendantSoundRow {
            attendant: id,
            name: name.to_owned(),
            language: language.to_owned(),
            blob: blob.clone(),
        });
        Ok(blob)
    }

    async fn remove_attendant_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
    ) -> Result<bool, StoreError> {
        let mut kept = self.kept();
        let before = kept.attendant_sounds.len();
        kept.attendant_sounds
            .retain(|sound| sound.attendant != id || sound.name != name || sound.language != language);
        Ok(kept.attendant_sounds.len() < before)
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }
}
