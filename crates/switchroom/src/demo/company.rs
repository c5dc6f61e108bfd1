//! Who works at the demo company, and the secrets that they were given at its first start.

use super::samples;
use crate::house::House;
use anyhow::{Context, Result};
use directory::{DigestAlgorithms, Directory, NewDevice, NewUser};
use domain::id::UserId;
use domain::language::Language;
use domain::number::{Email, Extension};
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

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
        Ok(Company { people })
    }
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
            language,
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
