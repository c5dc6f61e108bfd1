//! Where a directory's rows lie: in the store, or in memory.

use crate::door::DirectoryError;
use bytes::Bytes;
use domain::id::{AttendantId, BlobId, ContactId, DeviceId, GroupId, ListId, SiteId, TrunkId, UserId};
use domain::settings::Row;
use jiff::Timestamp;
use store::{
    AttendantRow, AttendantSoundRow, ContactChanged, ContactRow, ContactsAdded, ContactsWanted, DeviceRow,
    Everybody, EverybodysProfiles, GroupRow, InvitationRow, ListRow, NewLetter, NewPageSession, PersonRow,
    PinEvent, PinStanding, ProfileWrite, RecordingPageRow, RouteRow, SecretKind, SiteRow, StoreError,
    TokenDigest, TrunkRow, WelcomeRow,
};
use zeroize::Zeroizing;

/// What a directory keeps. Every method is durable, as far as its maker is, when it answers.
pub trait Rows: Send + Sync + 'static {
    fn everybody(&self) -> impl Future<Output = Result<Everybody, StoreError>> + Send;
    fn settings(&self) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;
    fn set_setting(&self, row: Row) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn add_person(
        &self,
        row: PersonRow,
        secrets: Vec<(SecretKind, Vec<u8>)>,
    ) -> impl Future<Output = Result<UserId, StoreError>> + Send;
    fn add_device(&self, row: DeviceRow) -> impl Future<Output = Result<DeviceId, StoreError>> + Send;
    fn set_secrets(
        &self,
        user: UserId,
        secrets: Vec<(SecretKind, Vec<u8>)>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn secret(
        &self,
        user: UserId,
        kind: SecretKind,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>> + Send;
    fn set_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
        wav: Bytes,
    ) -> impl Future<Output = Result<BlobId, StoreError>> + Send;
    /// Says whether there was one.
    fn remove_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    fn greeting(&self, blob: &BlobId) -> impl Future<Output = Result<Bytes, StoreError>> + Send;
    fn profiles(&self) -> impl Future<Output = Result<EverybodysProfiles, StoreError>> + Send;
    fn write_profile(&self, write: ProfileWrite) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn set_announcement(
        &self,
        slot: &str,
        language: &str,
        wav: Bytes,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<BlobId, StoreError>> + Send;
    /// Says whether there was one.
    fn remove_announcement(
        &self,
        slot: &str,
        language: &str,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    fn tries(&self, subject: &str) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;
    fn set_tries(
        &self,
        subject: &str,
        state: Option<String>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn pin_standing(&self, user: UserId) -> impl Future<Output = Result<PinStanding, StoreError>> + Send;
    /// A person, or everybody who has a PIN.
    fn require_new_pin(
        &self,
        user: Option<UserId>,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// With the letter that its owner is told of it by.
    fn append_pin_log(
        &self,
        event: PinEvent,
        told: Option<NewLetter>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// The newest first, with their places.
    fn pin_log(
        &self,
        before: Option<i64>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(i64, PinEvent)>, StoreError>> + Send;
    fn pins_set_at(&self) -> impl Future<Output = Result<Vec<(UserId, Timestamp)>, StoreError>> + Send;
    /// One of a kind is due to a person at a time.
    fn ask_letter(&self, letter: NewLetter) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn welcomes(&self) -> impl Future<Output = Result<Vec<WelcomeRow>, StoreError>> + Send;
    /// A person, or everybody, begins a new round.
    fn ask_welcome(
        &self,
        user: Option<UserId>,
        standing: &'static str,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Only while it is of this round.
    fn set_welcome(&self, row: WelcomeRow) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn trunks(&self) -> impl Future<Output = Result<Vec<TrunkRow>, StoreError>> + Send;
    /// The id of the row is not looked at.
    fn add_trunk(
        &self,
        row: TrunkRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<TrunkId, StoreError>> + Send;
    fn change_trunk(
        &self,
        row: TrunkRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn remove_trunk(
        &self,
        id: TrunkId,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn routes(&self) -> impl Future<Output = Result<Vec<RouteRow>, StoreError>> + Send;
    fn set_routes(
        &self,
        routes: Vec<RouteRow>,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn groups(&self) -> impl Future<Output = Result<Vec<GroupRow>, StoreError>> + Send;
    /// The id of the row is not looked at.
    fn add_group(
        &self,
        row: GroupRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<GroupId, StoreError>> + Send;
    fn change_group(
        &self,
        row: GroupRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn remove_group(
        &self,
        id: GroupId,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn sites(&self) -> impl Future<Output = Result<Vec<SiteRow>, StoreError>> + Send;
    /// Who belongs to which.
    fn site_people(&self) -> impl Future<Output = Result<Vec<(UserId, SiteId)>, StoreError>> + Send;
    /// The id of the row is not looked at.
    fn add_site(
        &self,
        row: SiteRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<SiteId, StoreError>> + Send;
    fn change_site(
        &self,
        row: SiteRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn remove_site(
        &self,
        id: SiteId,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn place_at(
        &self,
        person: UserId,
        site: Option<SiteId>,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn recording_page(&self) -> impl Future<Output = Result<Option<RecordingPageRow>, StoreError>> + Send;
    /// Ends sessions and mails of the one before.
    fn set_recording_page(
        &self,
        row: RecordingPageRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn remove_recording_page(
        &self,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// A mail is to name this secret, which takes the place of the one before.
    fn invite_to_recording_page(
        &self,
        address: String,
        secret: Zeroizing<Vec<u8>>,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn page_invitations(
        &self,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<InvitationRow>, StoreError>> + Send;
    /// After the last one the secret that was set then is kept as this one.
    fn invited_to_recording_page(
        &self,
        id: i64,
        hash: Zeroizing<Vec<u8>>,
        set_at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Says whether what it signed in with still opens the page.
    fn begin_page_session(
        &self,
        new: NewPageSession,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    fn is_page_session(&self, token: TokenDigest) -> impl Future<Output = Result<bool, StoreError>> + Send;
    fn end_page_session(&self, token: TokenDigest) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn lists(&self) -> impl Future<Output = Result<Vec<ListRow>, StoreError>> + Send;
    /// In the place of the one of this owner and number; the id of the row is not looked at.
    fn keep_list(
        &self,
        row: ListRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<ListId, StoreError>> + Send;
    fn remove_list(
        &self,
        id: ListId,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// With what was recorded for them.
    fn attendants(
        &self,
    ) -> impl Future<Output = Result<(Vec<AttendantRow>, Vec<AttendantSoundRow>), StoreError>> + Send;
    /// The id of the row is not looked at.
    fn add_attendant(
        &self,
        row: AttendantRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<AttendantId, StoreError>> + Send;
    fn change_attendant(
        &self,
        row: AttendantRow,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn remove_attendant(
        &self,
        id: AttendantId,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn set_attendant_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
        wav: Bytes,
    ) -> impl Future<Output = Result<BlobId, StoreError>> + Send;
    /// Says whether there was one.
    fn remove_attendant_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    fn contacts(
        &self,
        owner: Option<UserId>,
        wanted: ContactsWanted,
    ) -> impl Future<Output = Result<Vec<ContactRow>, StoreError>> + Send;
    fn contact(
        &self,
        owner: Option<UserId>,
        id: ContactId,
    ) -> impl Future<Output = Result<Option<ContactRow>, StoreError>> + Send;
    fn contact_names(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
    ) -> impl Future<Output = Result<Vec<(String, Option<UserId>, String)>, StoreError>> + Send;
    fn contacts_having(
        &self,
        owner: Option<UserId>,
        numbers: Vec<String>,
        most: usize,
    ) -> impl Future<Output = Result<Vec<ContactRow>, StoreError>> + Send;
    fn add_contacts(
        &self,
        owner: Option<UserId>,
        rows: Vec<ContactRow>,
        most: usize,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<ContactsAdded, StoreError>> + Send;
    fn change_contact(
        &self,
        owner: Option<UserId>,
        row: ContactRow,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<ContactChanged, StoreError>> + Send;
    fn remove_contact(
        &self,
        owner: Option<UserId>,
        id: ContactId,
        seen: Option<i64>,
        actor: Option<UserId>,
    ) -> impl Future<Output = Result<ContactChanged, StoreError>> + Send;
    /// The time: virtual where the rows are in memory.
    fn now(&self) -> Timestamp;
}

impl From<StoreError> for DirectoryError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken => DirectoryError::Taken("this number or address"),
            StoreError::NotFound => DirectoryError::NotFound,
            other => DirectoryError::Unavailable(Box::new(other)),
        }
    }
}
