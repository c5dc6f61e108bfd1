//! `switchroom user`: people added and changed from the command line, beside a running server or without one.

use crate::config::Config;
use crate::house::People;
use crate::secrets;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use directory::{Directory, NewDevice, NewUser, User, WelcomePin};
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::quota::MEGABYTE;
use messaging::quota;
use std::cmp::Reverse;
use std::sync::Arc;

#[derive(Subcommand)]
pub enum Command {
    /// Add a person with a phone. Prints the PIN and the phone's password, this once.
    Add(Add),
    /// Give a person further phones. Prints each one's name at SIP and its password, this once.
    Phone {
        email: String,
        /// The phones' names at SIP.
        #[arg(required = true)]
        sip_users: Vec<String>,
    },
    /// Give a person a phone that is proven by its SIM card (Digest AKA, RFC 3310). The card's key is read from standard input:
    /// `aka:k=…,opc=…` or `aka:k=…,op=…` in hexadecimal, and `,amf=…` where it is not 8000.
    Sim { email: String, sip_user: String },
    /// Everybody: extension, name, address, phones.
    List,
    /// How full everybody's mailbox is, the fullest first: megabytes, the quota where there is one, extension, name.
    Usage,
    /// Set a person's password; it is read from standard input.
    Passwd { email: String },
    /// Draw a new PIN for a person and print it.
    Pin {
        email: String,
        /// The PIN is read from standard input instead; the person must change it at the next log-in.
        #[arg(long)]
        given: bool,
        /// It is read in Base64, as other systems keep it, and stays until it is changed.
        #[arg(long, conflicts_with = "given")]
        imported: bool,
    },
    /// A person, or everybody, must choose another PIN at the next log-in.
    NewPin {
        #[arg(required_unless_present = "all")]
        email: Option<String>,
        #[arg(long)]
        all: bool,
    },
    /// Forget the wrong PINs at a person's box, so that it opens again.
    Unlock { email: String },
    /// The next call to a person, or to each of all, has the welcome mail sent anew.
    Welcome {
        #[arg(required_unless_present = "all")]
        email: Option<String>,
        #[arg(long)]
        all: bool,
        /// A new PIN is drawn for the mail; otherwise the one that there is stays, and is quoted only where it can be read.
        #[arg(long)]
        new_pin: bool,
        /// A box that wrong PINs have locked opens at once.
        #[arg(long, conflicts_with = "all")]
        unlock: bool,
    },
    /// Wrong PINs, locks and refused log-ins, the newest first.
    PinLog {
        #[arg(long, default_value_t = 100)]
        most: usize,
    },
}

#[derive(Args)]
pub struct Add {
    /// The e-mail address, also the log-in name.
    email: String,
    #[arg(long)]
    name: String,
    #[arg(long)]
    extension: String,
    /// A BCP 47 tag, such as en, de, fr-CA, ja; the company's (setting `language`) unless given.
    #[arg(long)]
    language: Option<String>,
    /// Time zone, such as Europe/Berlin.
    #[arg(long, default_value = "Europe/London")]
    zone: String,
    /// May administer the company.
    #[arg(long)]
    admin: bool,
    /// Has no PIN at first: the company's (setting `pin.default`) opens the choice of one from the person's own telephone.
    #[arg(long)]
    without_pin: bool,
    /// The phone's name at SIP; the part before @ of the address if not said otherwise.
    #[arg(long)]
    sip_user: Option<String>,
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let people = People::open(config).await?;
    let directory = people.directory();
    match command {
        Command::Add(add) => self::add(directory, add).await,
        Command::Phone { email, sip_users } => phones(directory, &email, sip_users).await,
        Command::Sim { email, sip_user } => {
            let user = find(directory, &email)?;
            let device =
                NewDevice { user: user.id, name: "SIM".into(), sip_user, algorithms: Default::default() };
            directory.add_sim(device, secrets::password()?.into()).await?;
            Ok(())
        }
        Command::List => list(directory),
        Command::Usage => usage(&people).await,
        Command::Passwd { email } => {
            let user = find(directory, &email)?;
            directory.set_password(user.id, &secrets::password()?).await?;
            Ok(())
        }
        Command::Pin { email, given, imported } => {
            let user = find(directory, &email)?;
            if given {
                return Ok(directory.give_pin(user.id, &secrets::password()?, None).await?);
            }
            if imported {
                return Ok(directory.import_pin(user.id, &secrets::password()?).await?);
            }
            let pin = secrets::pin(user.extension.as_str())?;
            directory.set_pin(user.id, &pin).await?;
            println!("{pin}");
            Ok(())
        }
        Command::NewPin { email, all: _ } => {
            let user = email.map(|email| find(directory, &email)).transpose()?;
            Ok(directory.require_new_pin(user.map(|user| user.id), None).await?)
        }
        Command::Unlock { email } => Ok(directory.unlock(find(directory, &email)?.id, None).await?),
        Command::Welcome { email, all: _, new_pin, unlock } => {
            let user = email.map(|email| find(directory, &email)).transpose()?.map(|user| user.id);
            if let Some(user) = user.filter(|_| unlock) {
                directory.unlock(user, None).await?;
            }
            let pin = if new_pin { WelcomePin::New } else { WelcomePin::Kept };
            Ok(directory.welcome_anew(user, pin, None).await?)
        }
        Command::PinLog { most } => {
            for (_, event) in directory.pin_log(None, most).await? {
                println!("{:.0}  {:<9}{:<13}{}", event.at, event.what, event.extension, event.caller);
            }
            Ok(())
        }
    }
}

async fn add(directory: &dyn Directory, add: Add) -> Result<()> {
    let email = Email::parse(&add.email)?;
    let sip_user = add.sip_user.unwrap_or_else(|| email.local_part().to_owned());
    let known = |tag: &String| {
        let tags = || Language::ALL.map(Language::tag).join(", ");
        Language::from_tag(tag).with_context(|| format!("the language is one of {}", tags()))
    };
    let language = add.language.as_ref().map(known).transpose()?;
    let pin = if add.without_pin { String::new() } else { secrets::pin(&add.extension)? };
    let user = directory
        .add_user(NewUser {
            name: add.name,
            extension: Extension::parse(&add.extension)?,
            email,
            language,
            zone: add.zone,
            administrator: add.admin,
            password: secrets::password()?,
            pin: pin.clone(),
        })
        .await?;
    let device = NewDevice { user: user.id, name: "Phone".into(), sip_user, algorithms: Default::default() };
    let (device, secret) = directory.add_device(device).await?;
    println!(
        "extension    {}\nPIN          {pin}\nSIP user     {}\nSIP password {secret}",
        user.extension, device.sip_user
    );
    Ok(())
}

async fn phones(directory: &dyn Directory, email: &str, sip_users: Vec<String>) -> Result<()> {
    let user = find(directory, email)?;
    for sip_user in sip_users {
        let device =
            NewDevice { user: user.id, name: "Phone".into(), sip_user, algorithms: Default::default() };
        let (device, secret) = directory.add_device(device).await?;
        println!("{} {secret}", device.sip_user);
    }
    Ok(())
}

fn list(directory: &dyn Directory) -> Result<()> {
    let people = directory.people();
    let mut users: Vec<&Arc<User>> = people.users().collect();
    users.sort_by(|a, b| a.extension.cmp(&b.extension));
    for user in users {
        let phones: Vec<&str> = people.devices_of(user.id).map(|device| device.sip_user.as_str()).collect();
        let role = if user.administrator { "  administrator" } else { "" };
        println!(
            "{:<8}{:<24}{:<32}{}{role}",
            user.extension.as_str(),
            user.name,
            user.email.as_str(),
            phones.join(" ")
        );
    }
    Ok(())
}

async fn usage(people: &People) -> Result<()> {
    let (post, known) = (people.post(), people.directory().people());
    let mut mailboxes = Vec::new();
    for user in known.users() {
        mailboxes.push((quota::held(&post, &known, user.id).await?, user));
    }
    mailboxes.sort_by_key(|(held, user)| (Reverse(held.used), user.id));
    for (held, user) in mailboxes {
        let of = held.quota.bytes.map_or_else(String::new, |most| format!("of {}", most / MEGABYTE));
        let used = held.used.div_ceil(MEGABYTE);
        println!(
            "{used:>8} {of:<10} {:<12} {:<8}{}",
            held.level().name(),
            user.extension.as_str(),
            user.name
        );
    }
    Ok(())
}

fn find(directory: &dyn Directory, email: &str) -> Result<Arc<User>> {
    let people = directory.people();
    people.by_email(&Email::parse(email)?).cloned().with_context(|| format!("nobody has the address {email}"))
}
