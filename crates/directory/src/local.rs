//! The directory over our own store; renewed by change number, so that what another process has written is seen, too.

use crate::registry::Registry;
use crate::rows::Rows;
use crate::secret::Hasher;
use bytes::Bytes;
use domain::id::{AttendantId, BlobId, ContactId, DeviceId, GroupId, ListId, SiteId, TrunkId, UserId};
use domain::settings::Row;
use jiff::Timestamp;
use std::sync::{Arc, Weak};
use store::{
    AttendantRow, AttendantSoundRow, ContactChanged, ContactRow, ContactsAdded, ContactsWanted, DeviceRow,
    Everybody, EverybodysProfiles, GroupRow, InvitationRow, ListRow, NewLetter, NewPageSession, PersonRow,
    PinEvent, PinStanding, ProfileWrite, RecordingPageRow, RouteRow, SecretKind, SiteRow, StoreError,
    TenantStore, TokenDigest, TrunkRow, WelcomeRow,
};
use tokio::sync::watch;
use zeroize::Zeroizing;

/// A tenant's directory in the store.
pub type LocalDirectory = Registry<StoreRows>;

/// Opens it. `realm` is the tenant's domain; `pepper` stands apart from the database.
pub async fn open(
    tenant: TenantStore,
    realm: String,
    pepper: [u8; 32],
) -> Result<Arc<LocalDirectory>, crate::DirectoryError> {
    let changes = tenant.changes().watch();
    let id = tenant.id();
    let directory = Arc::new(Registry::open(StoreRows(tenant), id, realm, Hasher::start()?, pepper).await?);
    tokio::spawn(renew(Arc::downgrade(&directory), changes));
    Ok(directory)
}

/// Renews after every change of people, by whomever, until the directory is gone.
async fn renew(directory: Weak<LocalDirectory>, mut changes: watch::Receiver<u64>) {
    let mut seen = *changes.borrow_and_update();
    while changes.changed().await.is_ok() {
        let Some(directory) = directory.upgrade() else { return };
        let now = *changes.borrow_and_update();
        let renewed = match directory.rows.people_changed(seen).await {
            Ok(true) => directory.renew().await,
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        match renewed {
            Ok(()) => seen = now,
            Err(error) => tracing::warn!(%error, "the directory stays as it is"),
        }
    }
}

/// Rows of the store.
pub struct StoreRows(TenantStore);

impl StoreRows {
    /// The kinds of change that alter the picture of people.
    const KINDS: [&'static str; 11] = [
        "person",
        "device",
        "greeting",
        "profile",
        "announcement",
        "setting",
        "trunk",
        "group",
        "attendant",
        "list",
        "site",
    ];

    /// Whether something of people has changed after `seq`.
    async fn people_changed(&self, seq: u64) -> Result<bool, StoreError> {
        Ok(match self.0.changes().since(seq, PAGE).await? {
            store::Changes::TooOld { .. } => true,
            store::Changes::Rows(rows) => {
                rows.len() >= PAGE || rows.iter().any(|row| Self::KINDS.contains(&row.kind.as_str()))
            }
        })
    }
}

/// Changes looked through; after more, everything is read anew.
const PAGE: usize = 200;

impl Rows for StoreRows {
    async fn everybody(&self) -> Result<Everybody, StoreError> {
        self.0.people().everybody().await
    }
    async fn settings(&self) -> Result<Vec<Row>, StoreError> {
        self.0.settings().all().await
    }
    async fn set_setting(&self, row: Row) -> Result<(), StoreError> {
        self.0.settings().set(row, None).await
    }

    async fn add_person(
        &self,
        row: PersonRow,
        secrets: Vec<(SecretKind, Vec<u8>)>,
    ) -> Result<UserId, StoreError> {
        self.0.people().add_person(row, secrets).await
    }

    async fn add_device(&self, row: DeviceRow) -> Result<DeviceId, StoreError> {
        self.0.people().add_device(row).await
    }

    async fn set_secrets(&self, user: UserId, secrets: Vec<(SecretKind, Vec<u8>)>) -> Result<(), StoreError> {
        self.0.people().set_secrets(user, secrets).await
    }

    async fn secret(&self, user: UserId, kind: SecretKind) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.people().secret(user, kind).await?.map(|secret| secret.to_vec()))
    }

    async fn set_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
        wav: Bytes,
    ) -> Result<BlobId, StoreError> {
        self.0.people().set_greeting(user, situation, language, wav).await
    }

    async fn remove_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
    ) -> Result<bool, StoreError> {
        self.0.people().remove_greeting(user, situation, language).await
    }

    async fn greeting(&self, blob: &BlobId) -> Result<Bytes, StoreError> {
        self.0.blobs().read(blob, 0..u64::MAX).await
    }

    async fn profiles(&self) -> Result<EverybodysProfiles, StoreError> {
        self.0.profiles().all().await
    }

    async fn write_profile(&self, write: ProfileWrite) -> Result<(), StoreError> {
        self.0.profiles().write(write).await
    }

    async fn set_announcement(
        &self,
        slot: &str,
        language: &str,
        wav: Bytes,
        actor: Option<UserId>,
    ) -> Result<BlobId, StoreError> {
        self.0.profiles().set_announcement(slot, language, wav, actor).await
    }

    async fn remove_announcement(
        &self,
        slot: &str,
        language: &str,
        actor: Option<UserId>,
    ) -> Result<bool, StoreError> {
        self.0.profiles().remove_announcement(slot, language, actor).await
    }

    async fn tries(&self, subject: &str) -> Result<Option<String>, StoreError> {
        self.0.people().tries(subject).await
    }

    async fn set_tries(&self, subject: &str, state: Option<String>) -> Result<(), StoreError> {
        self.0.people().set_tries(subject, state).await
    }

    async fn pin_standing(&self, user: UserId) -> Result<PinStanding, StoreError> {
        self.0.pins().standing(user).await
    }

    async fn require_new_pin(&self, user: Option<UserId>, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.pins().require_change(user, actor).await
    }

    async fn append_pin_log(&self, event: PinEvent, told: Option<NewLetter>) -> Result<(), StoreError> {
        self.0.pins().append(event, told).await
    }

    async fn pin_log(&self, before: Option<i64>, limit: usize) -> Result<Vec<(i64, PinEvent)>, StoreError> {
        self.0.pins().log(before, limit).await
    }

    async fn pins_set_at(&self) -> Result<Vec<(UserId, jiff::Timestamp)>, StoreError> {
        self.0.pins().set_at().await
    }

    async fn ask_letter(&self, letter: NewLetter) -> Result<(), StoreError> {
        self.0.letters().ask(letter).await
    }

    async fn welcomes(&self) -> Result<Vec<WelcomeRow>, StoreError> {
        self.0.letters().welcomes().await
    }

    async fn ask_welcome(
        &self,
        user: Option<UserId>,
        standing: &'static str,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        self.0.letters().ask_welcome(user, standing, actor).await
    }

    async fn set_welcome(&self, row: WelcomeRow) -> Result<(), StoreError> {
        self.0.letters().set_welcome(row).await
    }

    async fn trunks(&self) -> Result<Vec<TrunkRow>, StoreError> {
        self.0.trunks().all().await
    }

    async fn add_trunk(&self, row: TrunkRow, actor: Option<UserId>) -> Result<TrunkId, StoreError> {
        self.0.trunks().add(row, actor).await
    }

    async fn change_trunk(&self, row: TrunkRow, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.trunks().change(row, actor).await
    }

    async fn remove_trunk(&self, id: TrunkId, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.trunks().remove(id, actor).await
    }

    async fn routes(&self) -> Result<Vec<RouteRow>, StoreError> {
        self.0.trunks().routes().await
    }

    async fn set_routes(&self, routes: Vec<RouteRow>, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.trunks().set_routes(routes, actor).await
    }

    async fn groups(&self) -> Result<Vec<GroupRow>, StoreError> {
        self.0.groups().all().await
    }

    async fn add_group(&self, row: GroupRow, actor: Option<UserId>) -> Result<GroupId, StoreError> {
        self.0.groups().add(row, actor).await
    }

    async fn change_group(&self, row: GroupRow, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.groups().change(row, actor).await
    }

    async fn remove_group(&self, id: GroupId, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.groups().remove(id, actor).await
    }

    async fn sites(&self) -> Result<Vec<SiteRow>, StoreError> {
        self.0.sites().all().await
    }

    async fn site_people(&self) -> Result<Vec<(UserId, SiteId)>, StoreError> {
        self.0.sites().people().await
    }

    async fn add_site(&self, row: SiteRow, actor: Option<UserId>) -> Result<SiteId, StoreError> {
        self.0.sites().add(row, actor).await
    }

    async fn change_site(&self, row: SiteRow, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.sites().change(row, actor).await
    }

    async fn remove_site(&self, id: SiteId, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.sites().remove(id, actor).await
    }

    async fn place_at(
        &self,
        person: UserId,
        site: Option<SiteId>,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        self.0.sites().place(person, site, actor).await
    }

    async fn recording_page(&self) -> Result<Option<RecordingPageRow>, StoreError> {
        self.0.recording_page().page().await
    }

    async fn set_recording_page(
        &self,
        row: RecordingPageRow,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        self.0.recording_page().set(row, actor).await
    }

    async fn remove_recording_page(&self, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.recording_page().remove(actor).await
    }

    async fn invite_to_recording_page(
        &self,
        address: String,
        secret: Zeroizing<Vec<u8>>,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        self.0.recording_page().invite(address, secret, self.now(), actor).await
    }

    async fn page_invitations(&self, limit: usize) -> Result<Vec<InvitationRow>, StoreError> {
        self.0.recording_page().invitations(limit).await
    }

    async fn invited_to_recording_page(
        &self,
        id: i64,
        hash: Zeroizing<Vec<u8>>,
        set_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.0.recording_page().invited(id, hash, set_at).await
    }

    async fn begin_page_session(&self, new: NewPageSession) -> Result<bool, StoreError> {
        self.0.recording_page().begin_session(new).await
    }

    async fn is_page_session(&self, token: TokenDigest) -> Result<bool, StoreError> {
        self.0.recording_page().is_session(token, self.now()).await
    }

    async fn end_page_session(&self, token: TokenDigest) -> Result<(), StoreError> {
        self.0.recording_page().end_session(token).await
    }

    async fn lists(&self) -> Result<Vec<ListRow>, StoreError> {
        self.0.lists().all().await
    }

    async fn keep_list(&self, row: ListRow, actor: Option<UserId>) -> Result<ListId, StoreError> {
        self.0.lists().keep(row, actor).await
    }

    async fn remove_list(&self, id: ListId, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.lists().remove(id, actor).await
    }

    async fn attendants(&self) -> Result<(Vec<AttendantRow>, Vec<AttendantSoundRow>), StoreError> {
        Ok((self.0.attendants().all().await?, self.0.attendants().sounds().await?))
    }

    async fn add_attendant(
        &self,
        row: AttendantRow,
        actor: Option<UserId>,
    ) -> Result<AttendantId, StoreError> {
        self.0.attendants().add(row, actor).await
    }

    async fn change_attendant(&self, row: AttendantRow, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.attendants().change(row, actor).await
    }

    async fn remove_attendant(&self, id: AttendantId, actor: Option<UserId>) -> Result<(), StoreError> {
        self.0.attendants().remove(id, actor).await
    }

    async fn set_attendant_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
        wav: Bytes,
    ) -> Result<BlobId, StoreError> {
        self.0.attendants().set_sound(id, name, language, wav).await
    }

    async fn remove_attendant_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
    ) -> Result<bool, StoreError> {
        self.0.attendants().remove_sound(id, name, language).await
    }

    async fn contacts(
        &self,
        owner: Option<UserId>,
        wanted: ContactsWanted,
    ) -> Result<Vec<ContactRow>, StoreError> {
        self.0.contacts().page(owner, wanted).await
    }

    async fn contact(&self, owner: Option<UserId>, id: ContactId) -> Result<Option<ContactRow>, StoreError> {
        self.0.contacts().find(owner, id).await
    }

    async fn contact_names(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
    ) -> Result<Vec<(String, Option<UserId>, String)>, StoreError> {
        self.0.contacts().named(owner, numbers).await
    }

    async fn contacts_having(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
        most: usize,
    ) -> Result<Vec<ContactRow>, StoreError> {
        self.0.contacts().having(owner, numbers, most).await
    }

    async fn add_contacts(
        &self,
        owner: Option<UserId>,
        rows: Vec<ContactRow>,
        most: usize,
        actor: Option<UserId>,
    ) -> Result<ContactsAdded, StoreError> {
        self.0.contacts().add(owner, rows, most, actor).await
    }

    async fn change_contact(
        &self,
        owner: Option<UserId>,
        row: ContactRow,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Result<ContactChanged, StoreError> {
        self.0.contacts().change(owner, row, seen, actor).await
    }

    async fn remove_contact(
        &self,
        owner: Option<UserId>,
        id: ContactId,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> Result<ContactChanged, StoreError> {
        self.0.contacts().remove(owner, id, seen, actor).await
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}
