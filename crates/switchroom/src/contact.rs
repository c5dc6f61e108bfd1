//! `switchroom contact`: the company's address book, kept while the server runs.

use crate::config::Config;
use crate::house::People as Opened;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use directory::Directory;
use directory::contacts::{Entry, Format, Wanted};
use domain::contact::{Book, Contact, Kind, Telephone, telephone};
use domain::id::ContactId;
use domain::number::Email;
use domain::numbering::Home;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Entries read in one step.
const STEP_ENTRIES: usize = 500;

#[derive(Subcommand)]
pub enum Command {
    /// Add an entry and print its number in the book.
    Add(Add),
    /// Entries by name: number in the book, name or company, telephone numbers, addresses.
    List {
        /// Words, or a telephone number, that stand in the entry.
        search: Vec<String>,
    },
    Remove {
        id: i64,
    },
    /// Add the entries of a file; those that are there already are passed over.
    Import {
        /// CSV or vCard in UTF-8.
        file: PathBuf,
        /// By the name's end unless given.
        #[arg(long)]
        format: Option<FileFormat>,
    },
    /// Write all entries to a file.
    Export {
        file: PathBuf,
        #[arg(long)]
        format: Option<FileFormat>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FileFormat {
    Csv,
    Vcard,
}

#[derive(Args)]
pub struct Add {
    #[arg(default_value = "")]
    name: String,
    #[arg(long, default_value = "")]
    company: String,
    /// Telephone numbers: with + and country code, as they are dialled at home, or extensions.
    #[arg(long, value_name = "NUMBER")]
    work: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    home: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    mobile: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    fax: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    other: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Vec<String>,
    #[arg(long, default_value = "")]
    note: String,
}

pub async fn run(command: Command, config: &Config) -> Result<()> {
    let opened = Opened::open(config).await?;
    let directory = opened.directory();
    let home = directory.people().home();
    match command {
        Command::Add(add) => {
            let ids = directory.add_contacts(Book::Central, vec![add.read(&home)?], None).await?;
            let Some(id) = ids.first().copied().flatten() else { bail!("the book has this entry already") };
            writeln!(std::io::stdout().lock(), "{id}")?;
        }
        Command::List { search } => list(directory, search.join(" ")).await?,
        Command::Remove { id } => {
            let removed = directory.remove_contact(Book::Central, ContactId::new(id), None, None).await;
            removed.with_context(|| format!("entry {id}"))?;
        }
        Command::Import { file, format } => import(directory, &home, &file, format).await?,
        Command::Export { file, format } => {
            let mut contacts = Vec::new();
            each(directory, String::new(), |entry| {
                contacts.push(entry.contact);
                Ok(())
            })
            .await?;
            let text = of(&file, format)?.write(&contacts);
            fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
        }
    }
    Ok(())
}

impl Add {
    fn read(self, home: &Home) -> Result<Contact> {
        let mut numbers = Vec::new();
        for (kind, texts) in [
            (Kind::Work, self.work),
            (Kind::Home, self.home),
            (Kind::Mobile, self.mobile),
            (Kind::Fax, self.fax),
            (Kind::Other, self.other),
        ] {
            for text in texts {
                let number = telephone(home, &text).with_context(|| text.clone())?;
                numbers.push(Telephone { kind, number });
            }
        }
        let email = |text: &String| Email::parse(text).with_context(|| text.clone());
        let emails = self.email.iter().map(email).collect::<Result<_>>()?;
        Ok(Contact { name: self.name, company: self.company, numbers, emails, note: self.note })
    }
}

async fn list(directory: &dyn Directory, search: String) -> Result<()> {
    let mut page = std::io::stdout().lock();
    each(directory, search, |Entry { id, contact, .. }| {
        let numbers = contact.numbers.iter().map(|telephone| telephone.number.as_str());
        let ways: Vec<&str> = numbers.chain(contact.emails.iter().map(Email::as_str)).collect();
        Ok(writeln!(page, "{:<8}{:<32}{}", id.get(), contact.label(), ways.join(" "))?)
    })
    .await
}

/// What is done with each entry that is found, in order.
async fn each(
    directory: &dyn Directory,
    search: String,
    mut done: impl FnMut(Entry) -> Result<()>,
) -> Result<()> {
    let mut after = None;
    loop {
        let wanted = Wanted { search: search.clone(), after, limit: STEP_ENTRIES };
        let step = directory.contacts(Book::Central, wanted).await?;
        after = step.last().map(Entry::place);
        let is_last = step.len() < STEP_ENTRIES;
        step.into_iter().try_for_each(&mut done)?;
        if is_last {
            return Ok(());
        }
    }
}

async fn import(
    directory: &dyn Directory,
    home: &Home,
    file: &Path,
    format: Option<FileFormat>,
) -> Result<()> {
    let octets = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let (mut contacts, mut faults) = (Vec::new(), Vec::new());
    for brought in of(file, format)?.read(&octets, home)? {
        contacts.extend(brought.contact);
        faults.extend(brought.faults.into_iter().map(|why| (brought.place, why)));
    }
    let ids = directory.add_contacts(Book::Central, contacts, None).await?;
    let added = ids.iter().flatten().count();
    let mut page = std::io::stdout().lock();
    for (place, why) in faults {
        writeln!(page, "entry {place}, left out: {why}")?;
    }
    writeln!(page, "{added} added, {} there already", ids.len() - added)?;
    Ok(())
}

fn of(file: &Path, format: Option<FileFormat>) -> Result<Format> {
    match format {
        Some(FileFormat::Csv) => Ok(Format::Csv),
        Some(FileFormat::Vcard) => Ok(Format::Vcard),
        None => {
            let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            let format = [Format::Csv, Format::Vcard].into_iter().find(|format| format.extension() == ending);
            format.with_context(|| format!("{}: is it csv or vcard? Say so by --format", file.display()))
        }
    }
}
