//! Who there is: an immutable picture of a tenant's people, looked up without I/O.

use crate::sites::Places;
use crate::trunks;
use domain::attendant::Attendant;
use domain::distribution::List;
use domain::greeting::{Book, CompanyRecording, Situation};
use domain::hunt::Group;
use domain::id::{AttendantId, DeviceId, GroupId, TenantId, UserId};
use domain::language::Language;
use domain::name_dialling::{Listed, Names};
use domain::number::{Email, Extension};
use domain::numbering::Home;
use domain::presence::SetPresence;
use domain::profile::Profile;
use domain::route::Whose;
use domain::settings::{self, Bearing, Row, Scope, Settings};
use domain::welcome::Welcome;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A person.
#[derive(Clone, Debug)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub extension: Extension,
    pub email: Email,
    pub language: Language,
    /// IANA name of the time zone.
    pub zone: String,
    pub administrator: bool,
    pub greetings: Book,
    /// What was set, whether it still holds or not.
    pub presence: Vec<SetPresence>,
    /// Of the states of which something was said.
    pub profiles: Vec<Profile>,
}

/// What is recorded for the whole company.
#[derive(Clone, Debug, Default)]
pub struct Company {
    pub announcement: Vec<CompanyRecording>,
    pub greetings: Vec<(Situation, CompanyRecording)>,
}

/// A phone's address of record.
#[derive(Clone, Debug)]
pub struct Device {
    pub id: DeviceId,
    pub user: UserId,
    pub name: String,
    pub sip_user: String,
    pub algorithms: DigestAlgorithms,
    /// RTP may come from any address (`design`: only after 5 packets in sequence while the known sources are silent).
    pub media_from_anywhere: bool,
}

/// Which digest algorithms a device is offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DigestAlgorithms {
    #[default]
    Md5,
    Sha256,
    Both,
    /// Only AKAv1-MD5 (RFC 3310): it has a SIM.
    Aka,
}

impl DigestAlgorithms {
    /// What the store calls it.
    pub const fn name(self) -> &'static str {
        match self {
            DigestAlgorithms::Md5 => "md5",
            DigestAlgorithms::Sha256 => "sha-256",
            DigestAlgorithms::Both => "both",
            DigestAlgorithms::Aka => "aka",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [DigestAlgorithms::Md5, DigestAlgorithms::Sha256, DigestAlgorithms::Both, DigestAlgorithms::Aka]
            .into_iter()
            .find(|one| one.name() == name)
    }
}

/// A tenant's people at one moment.
#[derive(Clone, Debug)]
pub struct People {
    pub tenant: TenantId,
    /// The tenant's domain: SIP realm and the domain of its e-mail addresses.
    pub realm: String,
    settings: Vec<Row>,
    users: HashMap<UserId, Arc<User>>,
    devices: HashMap<DeviceId, Arc<Device>>,
    by_extension: HashMap<Extension, UserId>,
    by_email: HashMap<Email, UserId>,
    by_sip_user: HashMap<String, DeviceId>,
    /// By extension.
    groups: Vec<Group>,
    company: Company,
    /// By extension.
    attendants: Vec<Attendant>,
    /// Of those for whom something was ever written.
    welcomes: HashMap<UserId, Welcome>,
    /// By owner and number.
    lists: Vec<List>,
    pub(crate) places: Places,
    /// Made when it is first asked for.
    names: OnceLock<Names>,
    /// Of all devices, in order of their kind.
    algorithms: Vec<DigestAlgorithms>,
}

impl People {
    pub fn new(tenant: TenantId, realm: String, users: Vec<User>, devices: Vec<Device>) -> Self {
        let by_extension = users.iter().map(|user| (user.extension.clone(), user.id)).collect();
        let by_email = users.iter().map(|user| (user.email.clone(), user.id)).collect();
        let by_sip_user = devices.iter().map(|device| (device.sip_user.clone(), device.id)).collect();
        let mut algorithms: Vec<_> = devices.iter().map(|device| device.algorithms).collect();
        algorithms.sort_by_key(|algorithms| algorithms.name());
        Self {
            tenant,
            realm,
            algorithms,
            settings: Vec::new(),
            users: users.into_iter().map(|user| (user.id, Arc::new(user))).collect(),
            devices: devices.into_iter().map(|device| (device.id, Arc::new(device))).collect(),
            by_extension,
            by_email,
            by_sip_user,
            groups: Vec::new(),
            company: Company::default(),
            attendants: Vec::new(),
            welcomes: HashMap::new(),
            lists: Vec::new(),
            places: Places::default(),
            names: OnceLock::new(),
        }
    }

    /// The same people with the tenant's rows of settings.
    pub fn with_settings(self, settings: Vec<Row>) -> Self {
        Self { settings, ..self }
    }

    /// The same people with the tenant's hunt groups.
    pub fn with_groups(self, groups: Vec<Group>) -> Self {
        Self { groups, ..self }
    }

    /// The same people with what is recorded for the whole company.
    pub fn with_company(self, company: Company) -> Self {
        Self { company, ..self }
    }

    pub fn company(&self) -> &Company {
        &self.company
    }

    /// The same people with the tenant's attendants.
    pub fn with_attendants(self, attendants: Vec<Attendant>) -> Self {
        Self { attendants, ..self }
    }

    /// The same people with everybody's distribution lists.
    pub fn with_lists(self, lists: Vec<List>) -> Self {
        Self { lists, ..self }
    }

    /// The same people with the company's sites.
    pub(crate) fn with_places(self, places: Places) -> Self {
        Self { places, ..self }
    }

    /// By owner and number.
    pub(crate) fn lists(&self) -> &[List] {
        &self.lists
    }

    /// By extension.
    pub fn attendants(&self) -> &[Attendant] {
        &self.attendants
    }

    pub fn attendant(&self, id: AttendantId) -> Option<&Attendant> {
        self.attendants.iter().find(|attendant| attendant.id == id)
    }

    /// The same people with how their welcomes stand.
    pub fn with_welcomes(self, welcomes: HashMap<UserId, Welcome>) -> Self {
        Self { welcomes, ..self }
    }

    /// How a person's welcome stands.
    pub fn welcome(&self, user: UserId) -> Welcome {
        self.welcomes.get(&user).copied().unwrap_or_default()
    }

    /// Who can be found by name. Read once from all people; what it costs is once for each change of them.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let key = settings::NAMES_LISTED.definition.key;
            // Few rows are looked through for each person.
            let rows: Vec<Row> = self.settings.iter().filter(|row| row.key == key).cloned().collect();
            let is_listed = |user: &Arc<User>| {
                let bearing = self.bearing_on(Some(user.id));
                Settings { rows: &rows, bearing }.get(&settings::NAMES_LISTED)
            };
            Names::of(self.users.values().filter(|user| is_listed(user)).map(|user| Listed {
                user: user.id,
                name: user.name.clone(),
                number: user.extension.clone(),
            }))
        })
    }

    /// By extension.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The group of an extension.
    pub fn group_at(&self, extension: &Extension) -> Option<&Group> {
        self.groups.iter().find(|group| group.plan.extension == *extension)
    }

    /// Whose an extension is: a person's, a group's or an attendant's.
    pub fn whose(&self, extension: &Extension) -> Option<Whose> {
        let person = self.by_extension(extension).map(|user| Whose::Person(user.id));
        let group = || self.group_at(extension).map(|group| Whose::Group(group.id));
        let mut attendants = self.attendants.iter();
        let mut attendant = || attendants.find(|attendant| attendant.plan.extension == *extension);
        person.or_else(group).or_else(|| attendant().map(|attendant| Whose::Attendant(attendant.id)))
    }

    /// The settings that bear on a person, those of the person's site among them, or on nobody in particular.
    pub fn settings_of(&self, user: Option<UserId>) -> Settings<'_> {
        Settings { rows: &self.settings, bearing: self.bearing_on(user) }
    }

    fn bearing_on(&self, user: Option<UserId>) -> Bearing {
        let site = user.and_then(|user| self.places.of.get(&user)).map(|site| site.get());
        Bearing { tenant: Some(self.tenant), site, user, ..Bearing::default() }
    }

    /// Where the company telephones from, as its trunks see it.
    pub fn home(&self) -> Home {
        trunks::home(&self.settings_of(None))
    }

    /// Where a person telephones from: how numbers are dialled there.
    pub fn home_of(&self, user: UserId) -> Home {
        let home = trunks::home(&self.settings_of(Some(user)));
        match self.site_of(user) {
            Some(site) => site.plan.home(home),
            None => home,
        }
    }

    /// The mailboxes that a person shares, by extension: those of groups.
    pub fn shared_with(&self, member: UserId) -> Vec<Arc<User>> {
        let Some(member) = self.user(member) else { return Vec::new() };
        let is_shared = |group: &Arc<User>| {
            let with = self.settings_of(Some(group.id)).get(&settings::MAILBOX_SHARED_WITH);
            group.id != member.id && with.iter().any(|extension| extension == member.extension.as_str())
        };
        let key = settings::MAILBOX_SHARED_WITH.definition.key;
        let owner = |row: &Row| match row.scope {
            Scope::User(owner) if row.key == key => self.user(owner).cloned(),
            _ => None,
        };
        // Only persons have it: for all at once it would open everybody's mailbox.
        let mut groups: Vec<_> = self.settings.iter().filter_map(owner).filter(is_shared).collect();
        groups.sort_by(|a, b| a.extension.cmp(&b.extension));
        groups
    }

    /// Those who share a person's mailbox: a group's.
    pub fn members_of(&self, group: UserId) -> Vec<Arc<User>> {
        let with = self.settings_of(Some(group)).get(&settings::MAILBOX_SHARED_WITH);
        let member = |extension: String| self.by_extension(&Extension::parse(&extension).ok()?).cloned();
        let shares = |member: &Arc<User>| self.shared_with(member.id).iter().any(|shared| shared.id == group);
        with.into_iter().filter_map(member).filter(shares).collect()
    }

    /// The tenant's rows of settings as they are after `row` is written.
    pub(crate) fn rows_with(&self, row: &Row) -> Vec<Row> {
        let others = self.settings.iter().filter(|other| (other.scope, &other.key) != (row.scope, &row.key));
        others.chain([row]).cloned().collect()
    }

    pub fn user(&self, id: UserId) -> Option<&Arc<User>> {
        self.users.get(&id)
    }
    pub fn device(&self, id: DeviceId) -> Option<&Arc<Device>> {
        self.devices.get(&id)
    }

    pub fn by_extension(&self, extension: &Extension) -> Option<&Arc<User>> {
        self.user(*self.by_extension.get(extension)?)
    }
    pub fn by_email(&self, email: &Email) -> Option<&Arc<User>> {
        self.user(*self.by_email.get(email)?)
    }
    pub fn by_sip_user(&self, sip_user: &str) -> Option<&Arc<Device>> {
        self.device(*self.by_sip_user.get(sip_user)?)
    }

    /// What a name that is nobody's is offered, as if it were one of the phones: the same for the same number, and each
    /// kind as often as among the phones.
    pub fn algorithms_of_nobody(&self, number: u64) -> DigestAlgorithms {
        let place = (u128::from(number) * self.algorithms.len() as u128) >> u64::BITS;
        usize::try_from(place).ok().and_then(|place| self.algorithms.get(place)).copied().unwrap_or_default()
    }

    /// In no order.
    pub fn users(&self) -> impl Iterator<Item = &Arc<User>> {
        self.users.values()
    }

    /// A person's phones, in no order.
    pub fn devices_of(&self, user: UserId) -> impl Iterator<Item = &Arc<Device>> {
        self.devices.values().filter(move |device| device.user == user)
    }
}
