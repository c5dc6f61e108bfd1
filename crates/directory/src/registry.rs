//! The directory over its rows: a snapshot that everybody reads, and the writes that renew it.

use crate::checks::{Checks, EnteredPin};
use crate::door::{
    Answer, DeviceSecret, Directory, DirectoryError, Ha1, LogIn, NewDevice, NewUser, PinCheck,
};
use crate::people::{Device, DigestAlgorithms, People, User};
use crate::profiles;
use crate::rows::Rows;
use crate::secret::{Hasher, Scram, draw_device_secret, ha1};
use crate::trunks::{self, NewTrunk, Outside};
use crate::{attendants, distribution, groups, sites, welcomes};
use arc_swap::ArcSwap;
use bytes::Bytes;
use domain::greeting::{Book, Recording, Slot};
use domain::guesser::Guesser;
use domain::id::{BlobId, DeviceId, SiteId, TenantId, TrunkId, UserId};
use domain::language::{self, Language, Spoken};
use domain::number::{Email, Extension};
use domain::outside::OutsideRoute;
use domain::pin::{Pin, Policy};
use domain::settings::{self, Bearing, Row, Scope};
use domain::sim::{SimKey, UnsoundKey};
use domain::trunk::Trunk;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use store::{DeviceRow, Everybody, GreetingRow, PersonRow, SecretKind, StoreError};
use tokio::sync::{Mutex, watch};
use zeroize::Zeroizing;

/// The fewest characters of a password: short enough to be remembered, long enough for argon2id and the lock.
const SHORTEST_PASSWORD: usize = 8;

/// A directory over rows of some maker.
pub struct Registry<R> {
    pub(crate) rows: R,
    tenant: TenantId,
    realm: String,
    pub(crate) checks: Checks,
    picture: ArcSwap<Picture>,
    renewed: watch::Sender<u64>,
    /// One renewal at a time, so that an older picture never replaces a newer one.
    renewing: Mutex<()>,
}

/// People and the digest secrets of their devices at one moment.
struct Picture {
    people: Arc<People>,
    device_secrets: HashMap<DeviceId, DeviceSecret>,
    outside: Arc<Outside>,
    trunk_secrets: HashMap<TrunkId, Zeroizing<String>>,
}

impl<R: Rows> Registry<R> {
    pub async fn open(
        rows: R,
        tenant: TenantId,
        realm: String,
        hasher: Hasher,
        pepper: [u8; 32],
    ) -> Result<Self, StoreError> {
        let picture = picture(&rows, tenant, &realm).await?;
        Ok(Self {
            rows,
            tenant,
            realm,
            checks: Checks::new(hasher, pepper),
            picture: ArcSwap::from_pointee(picture),
            renewed: watch::Sender::new(0),
            renewing: Mutex::default(),
        })
    }

    /// Reads everything anew.
    pub async fn renew(&self) -> Result<(), StoreError> {
        let _one_at_a_time = self.renewing.lock().await;
        self.picture.store(Arc::new(picture(&self.rows, self.tenant, &self.realm).await?));
        self.renewed.send_modify(|times| *times += 1);
        Ok(())
    }

    pub(crate) fn snapshot(&self) -> Arc<People> {
        self.picture.load().people.clone()
    }

    /// Keeps a PIN that the policy allows.
    pub(crate) async fn keep_pin(&self, user: UserId, pin: &str) -> Result<(), DirectoryError> {
        let user = self.user(user)?;
        let policy = Policy::of(&self.people().settings_of(Some(user.id)));
        let pin = Pin::choose(&policy, pin, user.extension.as_str())
            .map_err(|refused| DirectoryError::Invalid(refused.to_string()))?;
        self.hash_pin(user.id, pin.as_str()).await
    }

    /// Keeps the hash of a PIN that is in use already.
    pub(crate) async fn hash_pin(&self, user: UserId, pin: &str) -> Result<(), DirectoryError> {
        let hash = self.checks.hash_pin(pin).await?;
        Ok(self.rows.set_secrets(user, vec![(SecretKind::Pin, hash)]).await?)
    }

    pub(crate) fn user(&self, id: UserId) -> Result<Arc<User>, DirectoryError> {
        self.people().user(id).cloned().ok_or(DirectoryError::NotFound)
    }

    async fn add(&self, new: NewUser) -> Result<Arc<User>, DirectoryError> {
        let people = self.people();
        check_password(&new.password)?;
        let policy = Policy::of(&people.settings_of(None));
        let pin = match new.pin.is_empty() {
            true => None,
            false => Some(
                Pin::choose(&policy, &new.pin, new.extension.as_str())
                    .map_err(|refused| DirectoryError::Invalid(refused.to_string()))?,
            ),
        };
        if jiff::tz::TimeZone::get(&new.zone).is_err() {
            return Err(DirectoryError::Invalid(format!("there is no time zone {}", new.zone)));
        }
        if new.name.trim().is_empty() || new.name.chars().any(char::is_control) {
            return Err(DirectoryError::Invalid(
                "a name has one character at least and no control characters".into(),
            ));
        }
        if people.whose(&new.extension).is_some() {
            return Err(DirectoryError::Taken("this extension"));
        }
        if people.by_email(&new.email).is_some() {
            return Err(DirectoryError::Taken("this e-mail address"));
        }
        let mut secrets = self.password_secrets(&new.password).await?;
        if let Some(pin) = pin {
            secrets.push((SecretKind::Pin, self.checks.hash_pin(pin.as_str()).await?));
        }
        let row = PersonRow {
            id: UserId::new(0),
            name: new.name,
            extension: new.extension.into(),
            email: new.email.into(),
            language: new.language.map_or("", Language::tag).to_owned(),
            zone: new.zone,
            administrator: new.administrator,
        };
        let id = self.rows.add_person(row, secrets).await?;
        self.renew().await?;
        self.user(id)
    }

    async fn password_secrets(&self, password: &str) -> Result<Vec<(SecretKind, Vec<u8>)>, DirectoryError> {
        let hash = self.checks.hash_password(password).await?;
        let scram = serde_json::to_vec(&Scram::of(password, rand::random()))
            .map_err(|error| DirectoryError::Unavailable(Box::new(error)))?;
        Ok(vec![(SecretKind::Password, hash), (SecretKind::Scram, scram)])
    }

    async fn add_phone(&self, new: NewDevice) -> Result<(Arc<Device>, String), DirectoryError> {
        let secret = draw_device_secret();
        let digests = ha1(&new.sip_user, &self.realm, &secret);
        let kept = Zeroizing::new(format!("{} {}", digests.md5, digests.sha256).into_bytes());
        Ok((self.keep_phone(new, kept).await?, secret))
    }

    async fn add_card(&self, new: NewDevice, key: Zeroizing<String>) -> Result<Arc<Device>, DirectoryError> {
        let read = SimKey::parse(&key).and_then(|key| key.ok_or(UnsoundKey));
        read.map_err(|unsound| DirectoryError::Invalid(unsound.to_string()))?;
        let new = NewDevice { algorithms: DigestAlgorithms::Aka, ..new };
        self.keep_phone(new, Zeroizing::new(key.as_bytes().to_vec())).await
    }

    async fn keep_phone(
        &self,
        new: NewDevice,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<Arc<Device>, DirectoryError> {
        self.user(new.user)?;
        let is_allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
        if new.sip_user.is_empty() || new.sip_user.len() > 64 || !new.sip_user.chars().all(is_allowed) {
            return Err(DirectoryError::Invalid(
                "a SIP user has 1 to 64 of a-z, 0-9, dot, underscore and hyphen".into(),
            ));
        }
        if self.people().by_sip_user(&new.sip_user).is_some() {
            return Err(DirectoryError::Taken("this SIP user"));
        }
        let row = DeviceRow {
            id: DeviceId::new(0),
            person: new.user,
            name: new.name,
            sip_user: new.sip_user,
            algorithms: new.algorithms.name().to_owned(),
            media_from_anywhere: false,
            secret,
        };
        let id = self.rows.add_device(row).await?;
        self.renew().await?;
        self.people().device(id).cloned().ok_or(DirectoryError::NotFound)
    }
}

pub(crate) fn check_password(password: &str) -> Result<(), DirectoryError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(DirectoryError::Invalid(format!(
            "a password has {SHORTEST_PASSWORD} characters at least"
        )));
    }
    Ok(())
}

async fn picture(rows: &impl Rows, tenant: TenantId, realm: &str) -> Result<Picture, StoreError> {
    let Everybody { people, devices, greetings } = rows.everybody().await?;
    let settings = rows.settings().await?;
    let places = sites::places(rows).await?;
    let user = |row: PersonRow| {
        let site = places.of.get(&row.id).map(|site| site.get());
        user(row, Bearing { tenant: Some(tenant), site, ..Bearing::default() }, &settings)
    };
    let mut users = people.into_iter().map(user).collect::<Result<Vec<_>, _>>()?;
    for row in greetings {
        let (person, recording) = recording(row)?;
        if let Some(user) = users.iter_mut().find(|user| user.id == person) {
            user.greetings.recordings.push(recording);
        }
    }
    let company = profiles::tell(&mut users, rows.profiles().await?)?;
    let mut device_secrets = HashMap::new();
    let mut phones = Vec::with_capacity(devices.len());
    for row in devices {
        device_secrets.insert(row.id, device_secret(&row.secret)?);
        phones.push(device(row)?);
    }
    let (attendants, sounds) = rows.attendants().await?;
    let attendants = attendants::attendants(attendants, sounds)?;
    let groups = rows.groups().await?.into_iter().map(groups::group).collect::<Result<_, _>>()?;
    let lists = rows.lists().await?.into_iter().map(distribution::list).collect::<Result<_, _>>()?;
    let people = People::new(tenant, realm.to_owned(), users, phones)
        .with_settings(settings)
        .with_groups(groups)
        .with_company(company)
        .with_attendants(attendants)
        .with_welcomes(welcomes::welcomes(rows.welcomes().await?)?)
        .with_lists(lists)
        .with_places(places);
    let (outside, trunk_secrets) = trunks::outside(rows.trunks().await?, rows.routes().await?)?;
    Ok(Picture { people: Arc::new(people), device_secrets, outside: Arc::new(outside), trunk_secrets })
}

/// `around`: what bears on the person beside own settings.
fn user(row: PersonRow, around: Bearing, settings: &[Row]) -> Result<User, StoreError> {
    let language = spoken(&row, around, settings)?;
    Ok(User {
        id: row.id,
        name: row.name,
        extension: Extension::parse(&row.extension).map_err(|_| StoreError::Damaged("an extension"))?,
        email: Email::parse(&row.email).map_err(|_| StoreError::Damaged("an e-mail address"))?,
        language,
        zone: row.zone,
        administrator: row.administrator,
        greetings: Book::default(),
        presence: Vec::new(),
        profiles: Vec::new(),
    })
}

/// A person's language. Nothing is kept of those who were added without one.
fn spoken(row: &PersonRow, around: Bearing, rows: &[Row]) -> Result<Language, StoreError> {
    let added_with = match row.language.as_str() {
        "" => None,
        tag => Some(Language::from_tag(tag).ok_or(StoreError::Damaged("a language"))?),
    };
    let set = |bearing| settings::effective(&settings::LANGUAGE, rows, &bearing);
    let own = set(Bearing { user: Some(row.id), ..around });
    let own = if own.from == Some(Scope::User(row.id)) { own.value } else { Spoken::default() };
    let company = set(around).value;
    Ok(language::of_person(own, added_with, company))
}

fn recording(row: GreetingRow) -> Result<(UserId, Recording), StoreError> {
    let slot = Slot::parse(&row.situation).ok_or(StoreError::Damaged("a greeting's situation"))?;
    let language = Language::from_tag(&row.language).ok_or(StoreError::Damaged("a greeting's language"))?;
    Ok((row.person, Recording { slot, language, blob: row.blob }))
}

fn device_secret(secret: &[u8]) -> Result<DeviceSecret, StoreError> {
    const DAMAGED: StoreError = StoreError::Damaged("a device's secret");
    let text = std::str::from_utf8(secret).map_err(|_| DAMAGED)?;
    if let Some(key) = SimKey::parse(text).map_err(|_| DAMAGED)? {
        return Ok(DeviceSecret::Sim(key));
    }
    let (md5, sha256) = text.split_once(' ').ok_or(DAMAGED)?;
    Ok(DeviceSecret::Password(Ha1 { md5: md5.to_owned(), sha256: sha256.to_owned() }))
}

fn device(row: DeviceRow) -> Result<Device, StoreError> {
    Ok(Device {
        id: row.id,
        user: row.person,
        name: row.name,
        sip_user: row.sip_user,
        algorithms: DigestAlgorithms::from_name(&row.algorithms)
            .ok_or(StoreError::Damaged("a device's algorithms"))?,
        media_from_anywhere: row.media_from_anywhere,
    })
}

impl<R: Rows> Directory for Registry<R> {
    fn people(&self) -> Arc<People> {
        self.snapshot()
    }

    fn watch(&self) -> watch::Receiver<u64> {
        self.renewed.subscribe()
    }

    fn add_user(&self, user: NewUser) -> Answer<'_, Arc<User>> {
        Box::pin(self.add(user))
    }

    fn add_device(&self, device: NewDevice) -> Answer<'_, (Arc<Device>, String)> {
        Box::pin(self.add_phone(device))
    }

    fn add_sim(&self, device: NewDevice, key: Zeroizing<String>) -> Answer<'_, Arc<Device>> {
        Box::pin(self.add_card(device, key))
    }

    fn outside(&self) -> Arc<Outside> {
        self.picture.load().outside.clone()
    }

    fn trunk_secret(&self, trunk: TrunkId) -> Option<Zeroizing<String>> {
        self.picture.load().trunk_secrets.get(&trunk).cloned()
    }

    fn add_trunk(&self, trunk: NewTrunk, actor: Option<UserId>) -> Answer<'_, Trunk> {
        Box::pin(self.keep_trunk(None, trunk, actor))
    }

    fn change_trunk(&self, id: TrunkId, trunk: NewTrunk, actor: Option<UserId>) -> Answer<'_, Trunk> {
        Box::pin(self.keep_trunk(Some(id), trunk, actor))
    }

    fn remove_trunk(&self, id: TrunkId, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(self.drop_trunk(id, actor))
    }

    fn set_routes(&self, routes: Vec<OutsideRoute>, actor: Option<UserId>) -> Answer<'_, ()> {
        Box::pin(self.keep_routes(routes, actor))
    }

    fn set_password<'a>(&'a self, user: UserId, password: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let user = self.user(user)?;
            check_password(password)?;
            self.rows.set_secrets(user.id, self.password_secrets(password).await?).await?;
            Ok(())
        })
    }

    fn set_pin<'a>(&'a self, user: UserId, pin: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { self.keep_pin(user, pin).await })
    }

    fn log_in<'a>(&'a self, email: &'a str, password: &'a str, from: IpAddr) -> Answer<'a, LogIn> {
        Box::pin(async move { self.checks.log_in(&self.rows, &self.people(), email, password, from).await })
    }

    fn check_pin<'a>(&'a self, extension: &'a str, pin: &'a str, guesser: Guesser) -> Answer<'a, PinCheck> {
        let entered = EnteredPin { extension, pin, guesser };
        Box::pin(async move { self.checks.pin(&self.rows, &self.people(), entered).await })
    }

    fn device_secret(&self, device: DeviceId) -> Option<DeviceSecret> {
        self.picture.load().device_secrets.get(&device).cloned()
    }

    fn set_setting(&self, row: Row) -> Answer<'_, ()> {
        Box::pin(async move {
            settings::check(&row).map_err(|invalid| DirectoryError::Invalid(invalid.to_string()))?;
            if let Scope::Site(site) = row.scope {
                self.people().site(SiteId::new(site)).ok_or(DirectoryError::NotFound)?;
            }
            profiles::check_presences(&self.people(), &row)?;
            domain::welcome::check(&self.people().settings_of(None), &row)
                .map_err(|refused| DirectoryError::Invalid(refused.to_string()))?;
            self.rows.set_setting(row).await?;
            Ok(self.renew().await?)
        })
    }

    fn set_greeting(&self, user: UserId, slot: Slot, language: Language, wav: Bytes) -> Answer<'_, BlobId> {
        Box::pin(async move {
            self.user(user)?;
            let blob = self.rows.set_greeting(user, &slot.to_string(), language.tag(), wav).await?;
            self.renew().await?;
            Ok(blob)
        })
    }

    fn remove_greeting(&self, user: UserId, slot: Slot, language: Language) -> Answer<'_, ()> {
        Box::pin(async move {
            if !self.rows.remove_greeting(user, &slot.to_string(), language.tag()).await? {
                return Err(DirectoryError::NotFound);
            }
            Ok(self.renew().await?)
        })
    }

    fn greeting<'a>(&'a self, blob: &'a BlobId) -> Answer<'a, Bytes> {
        Box::pin(async move { Ok(self.rows.greeting(blob).await?) })
    }
}
