//! Who works at the demo company, and the secrets that they were given at its first start.

use super::samples;
use crate::house::House;
use anyhow::{Context, Result};
use directory::{DigestAlgorithms, Directory, NewDevice, NewUser};
use domain::attendant::{Choice, Goal, Menu, Plan, Rule, When};
use domain::id::UserId;
use domain::language::Language;
use domain::number::{Email, Extension, Number};
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The attendant's extension.
const ATTENDANT: &str = "100";
pub const DOMAIN: &str = "demo.example";
/// Characters of drawn passwords: none that look alike.
const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
const PASSWORD_CHARACTERS: usize = 12;

/// Name, extension, language, time zone.
const PEOPLE: [(&str, &str, Language, &str); 8] = [
    ("Anna Schmidt", "201", Language::DeDe, "Europe/Berlin"),
    ("Ben Carter", "202", Language::EnGb, "Europe/London"),
    ("Clara Weber", "203", Language::DeDe, "Europe/Berlin"),
    ("David Wilson", "204", Language::EnGb, "Europe/London"),
    ("Eva Fischer", "205", Language::DeDe, "Europe/Berlin"),
    ("Finn Taylor", "206", Language::EnGb, "Europe/London"),
    ("Greta Hoffmann", "207", Language::DeDe, "Europe/Berlin"),
    ("Henry Moore", "208", Language::EnGb, "Europe/London"),
];

/// The company as its folder remembers it: `demo.json`, readable by its owner alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct Company {
    pub people: Vec<Person>,
    /// The extension of the attendant; companies of earlier versions have none.
    #[serde(default)]
    pub attendant: Option<String>,
}

/// A person with everything needed to be that person.
#[derive(Debug, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub extension: String,
    pub email: String,
    pub pin: String,
    pub password: String,
    pub language: Language,
    pub administrator: bool,
    pub sip_user: String,
    pub sip_password: String,
}

impl Company {
    /// The company of a folder, founded at its first start.
    pub async fn of(data: &Path, house: &House) -> Result<Company> {
        let file = data.join("demo.json");
        if file.exists() {
            return serde_json::from_str(&fs::read_to_string(&file)?).context("demo.json");
        }
        let company = Self::found(house).await?;
        let mut kept = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&file)?;
        kept.write_all(&serde_json::to_vec_pretty(&company)?)?;
        kept.sync_all()?;
        Ok(company)
    }

    async fn found(house: &House) -> Result<Company> {
        house.allow_anonymous_inbound().await?;
        let mut people = Vec::new();
        for (index, (name, extension, language, zone)) in PEOPLE.into_iter().enumerate() {
            let (user, person) = hire(house.directory(), name, extension, language, zone, index == 0).await?;
            people.push(person);
            samples::leave(house, user, index).await?;
        }
        let attendant = attendant()?;
        house.attendants().add_attendant(attendant.clone(), None).await?;
        Ok(Company { people, attendant: Some(attendant.extension.to_string()) })
    }
}

/// By day callers choose; at night, at weekends and on holidays they hear so and leave a message with Anna.
fn attendant() -> Result<Plan> {
    let call = |number: &str| Ok::<_, anyhow::Error>(Goal::Call(Number::parse(number)?));
    let key = |key, label: &str, to| Choice { key, label: Some(label.to_owned()), to };
    let closed = |name: &str, days: &str, hours: &[&str], dates: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Ok::<_, anyhow::Error>(Rule {
            name: name.into(),
            when: When::read(days.into(), owned(hours), owned(dates))?,
            says: Some(name.into()),
            to: Goal::VoiceMail(Extension::parse(PEOPLE[0].1)?),
        })
    };
    Ok(Plan {
        extension: Extension::parse(ATTENDANT)?,
        name: "Switchboard".into(),
        language: Language::EnGb,
        zone: "Europe/London".into(),
        person: None,
        rules: vec![
            closed("holiday", "", &[], &["12-25/12-26", "01-01"])?,
            closed("weekend", "67", &[], &[])?,
            closed("night", "", &["18:00-08:00"], &[])?,
        ],
        otherwise: Goal::Menu("day".into()),
        menus: vec![Menu {
            name: "day".into(),
            says: Some("welcome".into()),
            keys: vec![
                key('1', "sales", call("202")?),
                key('2', "service", call("203")?),
                key('5', "names", Goal::Names),
                key('0', "our front desk", call(PEOPLE[0].1)?),
            ],
            rounds: 3,
            after: call(PEOPLE[0].1)?,
        }],
        texts: Vec::new(),
    })
}

async fn hire(
    directory: &dyn Directory,
    name: &str,
    extension: &str,
    language: Language,
    zone: &str,
    administrator: bool,
) -> Result<(UserId, Person)> {
    let first = name.split(' ').next().unwrap_or(name).to_lowercase();
    let person = Person {
        name: name.into(),
        extension: extension.into(),
        email: format!("{first}@{DOMAIN}"),
        pin: crate::secrets::pin(extension)?,
        password: crate::secrets::draw(ALPHABET, PASSWORD_CHARACTERS),
        language,
        administrator,
        sip_user: first.clone(),
        sip_password: String::new(),
    };
    let user = directory
        .add_user(NewUser {
            name: person.name.clone(),
            extension: Extension::parse(extension)?,
            email: Email::parse(&person.email)?,
            language: Some(language),
            zone: zone.into(),
            administrator,
            password: person.password.clone(),
            pin: person.pin.clone(),
        })
        .await?;
    let device =
        NewDevice { user: user.id, name: "Phone".into(), sip_user: first, algorithms: DigestAlgorithms::Md5 };
    let (_, secret) = directory.add_device(device).await?;
    Ok((user.id, Person { sip_password: secret, ..person }))
}
